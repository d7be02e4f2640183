"""The cards of `/trivia leaderboard` and `/trivia me`."""

from __future__ import annotations

from collections.abc import Mapping

import discord
from discord import ui

from bot.boards import Board, BoardRow, MemberFigures, When
from cogs.replies import admin_keys as keys
from cogs.replies.card import Card, button
from cogs.replies.members import mention
from cogs.replies.pieces import count
from cogs.replies.text import name, quoted

NAME = 40
SHOWN = {
    When.TODAY: "today",
    When.WEEK: "this week",
    When.SEASON: "the season",
    When.ALL: "all time",
}
BUTTONS = {When.TODAY: "Today", When.WEEK: "This week", When.SEASON: "Season", When.ALL: "All time"}


def leaderboard(board: Board, names: Mapping[int, str], asking: int) -> ui.LayoutView:
    """One page; `names` as members are called here, those missing are shown as mentions."""
    card = Card()
    about = f", on {quoted(board.about, 60)}" if board.about else ""
    card.say(
        f"### Trivia leaderboard: {SHOWN[board.when]}{about}",
        _span(board),
        f"-# Page {board.page + 1} of {board.pages} · {count(board.total, 'member')}"
        if board.pages > 1
        else None,
    )
    card.line()
    if board.rows:
        for one in board.rows:
            card.say(row(one, names, asking))
    else:
        card.say(_empty(board))
    if board.own is not None:
        card.line()
        card.say(row(board.own, names, asking))
    card.row(
        _page("Previous", board, board.page - 1) if board.page > 0 else None,
        _page("Next", board, board.page + 1) if board.page + 1 < board.pages else None,
    )
    card.row(
        *(
            button(label, keys.board(when, 0, board.about))
            for when, label in BUTTONS.items()
            if when is not board.when
        )
    )
    return card.view()


def _page(label: str, board: Board, page: int) -> ui.Button[ui.LayoutView] | None:
    return button(label, keys.board(board.when, page, board.about))


def _span(board: Board) -> str | None:
    """Since when it counts. Discord shows such times in each reader's own zone, so the server's is named."""
    if board.when is When.SEASON:
        if board.season is None:
            return "-# No season is under way. Moderators start one with `/admin trivia season-start`."
        season = f"**{name(board.season.name, 60)}**"
        return f"{season}, since {discord.utils.format_dt(board.season.started, 'D')}"
    if board.starts is None:
        return None
    zone = board.zone.rsplit("/", 1)[-1].replace("_", " ")
    since = discord.utils.format_dt(board.starts, "f")
    return f"-# Since {since} · the server’s days are those of {name(zone, 40)}"


def _empty(board: Board) -> str:
    if board.when is When.SEASON and board.season is None:
        return "So there is nothing to show."
    said = (
        "Nobody has scored yet" if not board.about else f"Nobody has scored on {quoted(board.about, 60)} yet"
    )
    return f"{said}. `/trivia play` starts a game."


def row(row: BoardRow, names: Mapping[int, str], asking: int) -> str:
    """Two lines, so that a phone doesn't break one in the middle of a figure."""
    who = name(names[row.member_id], NAME) if names.get(row.member_id) else mention(row.member_id)
    you = " (you)" if row.member_id == asking else ""
    figures = [
        f"{row.right:,} of {row.answered:,} right" if row.answered else "no answers",
        count(row.wins, "win") if row.wins else None,
        f"best streak {row.best_streak:,}" if row.best_streak > 1 else None,
    ]
    said = " · ".join(figure for figure in figures if figure)
    return f"**{row.rank:,}.** {who}{you}: **{count(row.points, 'point')}**\n-# {said}"


def me(figures: MemberFigures, who: str, picture: tuple[str, str] | None = None) -> ui.LayoutView:
    """One member's figures; `picture`: an attached file's name and the words that say what it shows."""
    card = Card()
    if not figures.answered and not figures.points_all:
        card.say(
            f"### {name(who, NAME)}", "No answers yet. `/trivia play` starts a game; join one by answering."
        )
        return card.view()
    place = f"Place {figures.rank:,} of {figures.ranked:,}" if figures.rank else "On no board yet"
    card.say(
        f"### {name(who, NAME)}",
        f"{place} · **{count(figures.points_all, 'point')}** · {count(figures.wins, 'win')}",
    )
    if picture is not None:
        card.picture(*picture)
    else:
        card.line()
        card.say(
            _points(figures),
            f"**Right:** {figures.right:,} of {count(figures.answered, 'answer')} ({figures.accuracy:.0%})",
            f"**Right in a row:** {figures.streak:,} now, {figures.best_streak:,} at best",
            _subjects(figures),
        )
    alone = f"{count(figures.solo_points, 'point')} in {count(figures.solo_answered, 'answer')}"
    card.say(f"-# Played alone: {alone}, which count on no board" if figures.solo_answered else None)
    return card.view()


def _points(figures: MemberFigures) -> str:
    said = [f"{figures.points_today:,} today", f"{figures.points_week:,} this week"]
    if figures.season is not None and figures.points_season is not None:
        said.append(f"{figures.points_season:,} in {name(figures.season.name, 60)}")
    return f"-# Points: {' · '.join(said)}"


def _subjects(figures: MemberFigures) -> str | None:
    best = [f"{name(one.name, 40)} ({one.right:,} of {one.answered:,})" for one in figures.best_subjects[:3]]
    return f"**Best at:** {', '.join(best)}" if best else None
