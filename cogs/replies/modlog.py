"""The moderators' log as cards: a page of it, one line in full, and what its channel is told."""

from __future__ import annotations

from collections.abc import Sequence

import discord
from discord import ui

from bot.modlog import PAGE, Entry
from cogs.replies import admin_keys, edit_keys, misses_keys, schedule_keys, setup_keys
from cogs.replies import modlog_keys as keys
from cogs.replies.card import Card, button
from cogs.replies.modlog_lines import lines, title

FULL, TOLD = 2500, 1500
"""Characters of all details: of one line, and of the lines that a channel is told at once."""


def page(found: Sequence[Entry], total: int, number: int) -> ui.LayoutView:
    card = Card()
    pages = max(-(-total // PAGE), 1)
    card.say(
        "### Moderators’ log" if total else "### Nothing was changed here yet",
        f"-# {total:,} {'change' if total == 1 else 'changes'}, the newest first"
        + (f" · page {number + 1} of {pages}" if pages > 1 else "")
        if total
        else "What moderators change stands here, with who, when, and its way back.",
    )
    for one in found:
        details = lines(one)
        more = f"-# {details[0]}" if details else None
        rest = f"-# and {len(details) - 1:,} more" if len(details) > 1 else None
        card.piece(*_head(one), more, rest, beside=button("Details", keys.line(one.id, number)))
    card.row(
        button("Newer", keys.page(number - 1)) if number > 0 else None,
        button("Older", keys.page(number + 1)) if number + 1 < pages else None,
    )
    return card.view()


def line(one: Entry, number: int) -> ui.LayoutView:
    """Everything of one change, with its way back."""
    card = Card()
    card.say(*_head(one, heading=True))
    left, shows = FULL, list[str]()
    for said in lines(one):
        left -= len(said)
        if left <= 0:
            shows.append("-# … and more than fits here")
            break
        shows.append(f"- {said}")
    card.say(*shows)  # one text: a card holds few, and the way back comes last
    undo = None if one.undone else undo_key(one)
    of_schedule = int(({**(one.before or {}), **(one.after or {})}).get("number") or 0)
    card.row(
        button("Undo", undo) if undo else None,
        button("Show the schedule", schedule_keys.of("show", of_schedule)) if of_schedule else None,
        button("Back to the log", keys.page(number)),
    )
    return card.view()


def told(found: Sequence[Entry]) -> ui.LayoutView:
    """For the log channel, as it happens. Its buttons ask for a moderator's rights like any others."""
    card, left = Card(), TOLD
    for one in found:
        details = lines(one)
        more = f"-# {details[0]}" if details and len(details[0]) < left else ""
        left -= len(more)
        card.piece(*_head(one), more, beside=button("Details", keys.line(one.id, 0)))
    return card.view()


def undo_key(one: Entry) -> str | None:
    """The button by which this kind of change is taken back, where there is one."""
    if "parts" in (one.after or {}):
        return edit_keys.undo(one.id)
    kind, _, rest = one.id.partition(":")
    if kind == "import":
        return admin_keys.undo_import(rest.rpartition(":")[2])
    if kind in ("correction", "reset"):
        return admin_keys.undo("change", rest)
    if kind == "zone":
        return admin_keys.undo("zone", one.id)
    if kind == "season-end":
        return admin_keys.undo("season_end", one.id)
    if kind == "season":
        return admin_keys.undo("season", rest)
    if kind == "miss-ignored":
        return misses_keys.back(one.id)
    return setup_keys.undo(one.id) if kind == "setting" else None


def _head(one: Entry, *, heading: bool = False) -> list[str]:
    who = f"<@{one.by_id}>" if one.by_id > 0 else "a former moderator" if one.by_id else "Canonkeeper"
    state = " · **undone**" if one.undone else ""
    said = title(one)
    return [
        f"### {said}" if heading else f"**{said}**",
        f"-# By {who}, {discord.utils.format_dt(one.at, 'f')}{state}",
    ]
