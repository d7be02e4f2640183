"""The cards of scheduled posts: the daily question and its reveal, a saying, a board, a game to come."""

from __future__ import annotations

from datetime import datetime

import discord
from discord import ButtonStyle, ui

from bot.boards import Board
from bot.daily import Answered, Own, Results
from bot.models import Piece
from bot.posts import Told
from bot.schedules import title
from bot.slots import Schedule, Slot, What
from bot.trivia import Round, Standing, own_order
from cogs.replies import admin_keys, game_keys, keys, post_keys
from cogs.replies.boards import row as board_row
from cogs.replies.card import Card, button, link
from cogs.replies.members import mention
from cogs.replies.pieces import also_in, count, source_lines, words
from cogs.replies.quotes import QUOTE_WORDS
from cogs.replies.text import name, quoted, shown
from cogs.replies.trivia import (
    EXPLANATION,
    MODES,
    PLAYING,
    PROMPT,
    PROMPT_AGAIN,
    REVEALED,
    RULES,
    UNCOUNTED,
    answer_in,
    at,
    lettered,
    prompt,
)

HEADINGS = {What.QUOTE: "Quote of the day", What.ON_THIS_DAY: "On this day"}
NAMED = 12
"""Members that a reveal names; the others are counted."""


def pinged(view: ui.LayoutView, role_id: int) -> ui.LayoutView:
    """The role stands above the card, where it notifies: this one message may mention it."""
    made = ui.LayoutView(timeout=None)
    made.add_item(ui.TextDisplay(f"<@&{role_id}>"))
    for item in view.children:
        made.add_item(item)
    made.stop()
    return made


def question(one: Round) -> ui.LayoutView:
    card = Card(PLAYING)
    card.say("-# Daily question", prompt(one.question))
    card.say(f"Open until {discord.utils.format_dt(one.closes, 'f')}, {at(one.closes)}.")
    card.row(button("Answer", post_keys.daily(one.id), ButtonStyle.primary))
    card.say("-# One answer each, in private. What is right is told when the time is up.")
    return card.view()


def over(one: Round) -> ui.LayoutView:
    """Takes the question's place once it is answered."""
    card = Card(UNCOUNTED)
    card.say("-# Daily question", prompt(one.question), "-# Its time is up. The answer stands below.")
    return card.view()


def own_options(one: Round, member_id: int) -> ui.LayoutView:
    """In this member's own order: nobody can copy a letter."""
    card = Card(PLAYING)
    card.say(f"**{shown(one.question.prompt, PROMPT_AGAIN)}**")
    order = own_order(one.options, one.id, member_id)
    lettered(card, one.options, order, lambda index: post_keys.daily_guess(one.id, index))
    card.say(f"-# Open until {at(one.closes)}. Your first answer counts; only you see this.")
    return card.view()


TOO_LATE = "The time for this question is up, so an answer doesn’t count any more."


def answered(found: Answered) -> str:
    outcome = found.outcome
    given = f"**{name(outcome.given, 200)}**" if outcome.given else "Your answer"
    if outcome.standing is Standing.LATE:
        return TOO_LATE
    if outcome.standing is Standing.TAKEN:
        return f"You have answered this question already: {given}. The first answer counts."
    return f"Noted: {given}. Whether it is right is told {at(found.closes)}.{_streak(found.streak)}"


def own(found: Own) -> str:
    """What a member asks about oneself."""
    if found.given is None:
        said = "You gave no answer to this question."
    elif found.right is None:
        said = f"Your answer is **{name(found.given, 200)}**. Whether it is right is told {at(found.closes)}."
    elif found.right:
        said = f"✅ Right: **{name(found.given, 200)}**, +{count(found.points, 'point')}."
    else:
        said = f"❌ Not right: **{name(found.given, 200)}**."
    return said + _streak(found.streak)


def _streak(days: int) -> str:
    if days < 2:
        return ""
    return f"\nThat makes {days} days with an answer in a row. One missed day a week does no harm."


def reveal(found: Results, slot_id: str) -> ui.LayoutView:
    """The answer with its evidence, how many knew it, and who keeps at it."""
    result = found.reveal
    asked, piece = result.round.question, result.piece
    card = Card(REVEALED)
    card.say(
        "-# The daily question, answered",
        shown(asked.prompt, PROMPT_AGAIN),
        f"### Answer: {name(result.answer, 300)}",
    )
    players = len(result.round.guesses)
    if not players:
        card.say("Nobody answered this one.")
    else:
        known = [mention(guess.member_id) for guess in result.right[:NAMED]]
        rest = len(result.right) - len(known)
        knew = ", ".join(known) + (f" and {rest} more" if rest > 0 else "")
        card.say(
            f"**{len(result.right)} of {count(players, 'answer')}** right" + (f": {knew}" if known else "."),
            *(
                f"-# {count(result.counts.get(option, 0), 'member')} chose {name(option, 80)}"
                + (" (right)" if option == result.answer else "")
                for option in result.round.options
            ),
        )
    if found.streaks:
        longest = " · ".join(f"{mention(member)} {count(days, 'day')}" for member, days in found.streaks)
        card.say(f"**Answered in a row:** {longest}")
    card.line()
    card.say(shown(asked.explanation, EXPLANATION) if asked.explanation else None)
    if piece is not None:
        said = words(piece, marks=answer_in(piece, asked))
        card.piece(said, source_lines(piece), beside=button("Context", keys.context(piece.id)))
    card.row(
        button("My answer", post_keys.daily_own(result.round.id, slot_id)),
        button("My answer was right", game_keys.appeal(result.round.id)),
        button("Cite", keys.cite([piece.id])) if piece else None,
    )
    return card.view()


def saying(piece: Piece, what: What, slot_id: str | None) -> ui.LayoutView:
    """`slot_id` is None in a preview."""
    card = Card()
    card.say(f"-# {HEADINGS[what]}", quoted(piece.text, QUOTE_WORDS, block=True))
    card.say(source_lines(piece), also_in(piece))
    card.row(
        button("Context", keys.context(piece.id, slot_id)),
        button("Cite", keys.cite([piece.id])),
        link("Open the original", piece.source.url),
    )
    return card.view()


def board(found: Board, slot_id: str | None) -> ui.LayoutView:
    """The best of a week. Mentions show names and notify nobody."""
    card = Card()
    since = discord.utils.format_dt(found.starts, "D") if found.starts else ""
    card.say("### Leaderboard of the week", f"-# The week from {since}" if since else None)
    card.line()
    for row in found.rows:
        card.say(board_row(row, {}, 0))
    rest = found.total - len(found.rows)
    card.say(f"-# and {rest:,} more" if rest > 0 else None)
    card.row(
        button("My place", post_keys.standing(slot_id)) if slot_id else None,
        button("All time", admin_keys.board("all", 0, None)),
    )
    return card.view()


def announcement(schedule: Schedule, one: Slot, *, live: bool = True) -> ui.LayoutView:
    card = Card(PLAYING)
    card.say(f"### A trivia game starts {at(one.at)}", game(schedule))
    card.say("Everybody joins by answering: just be here.")
    card.row(button("How it is played", post_keys.rules(one.id)) if live else None)
    return card.view()


def rules(schedule: Schedule) -> str:
    return f"**{MODES[schedule.options.mode]}.** {RULES[schedule.options.mode]}"


def game(schedule: Schedule) -> str:
    options = schedule.options
    about = f", on {quoted(options.about, 60)}" if options.about else ""
    questions = count(options.rounds, "question")
    return f"{MODES[options.mode]}: {questions}{about}, {options.seconds} seconds each."


def told(schedule: Schedule, said: Told) -> ui.LayoutView:
    """To the moderators."""
    card = Card()
    card.say(
        f"### {said.title}",
        f"Schedule {name(title(schedule), 200)} · <#{schedule.channel_id}>",
        f"Due {discord.utils.format_dt(said.due, 'f')}." if said.due else None,
        said.text,
        f"-# `/admin schedule show {schedule.number}` says more.",
    )
    return card.view()


def thread_name(schedule: Schedule, moment: datetime) -> str:
    """At most 100 characters, by Discord's rule."""
    what = {What.BOARD: "Leaderboard", What.DAILY: "Daily question"}.get(
        schedule.what, str(schedule.what).capitalize()
    )
    return f"{what}, {moment.day} {moment:%B %Y}"


def sample_of(one: Round) -> ui.LayoutView:
    """A daily question as a preview shows it, with its options, which later only members see in private."""
    card = Card(PLAYING)
    card.say("-# Daily question", shown(one.question.prompt, PROMPT))
    card.say(*(f"- {name(option, 200)}" for option in one.options))
    return card.view()
