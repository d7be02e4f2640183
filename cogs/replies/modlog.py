"""The moderators' log as cards: a page of it, one line in full, and what its channel is told."""

from __future__ import annotations

from collections.abc import Sequence

import discord
from discord import ui

from bot.modlog import PAGE, Entry, compared
from cogs.replies import admin_keys, edit_keys, misses_keys, setup_keys
from cogs.replies import modlog_keys as keys
from cogs.replies.card import Card, button
from cogs.replies.text import shown

SHORT, FULL = 300, 1500


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
        details = compared(one)
        more = f"-# {shown(details[0], SHORT)}" if details else None
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
    left = FULL
    for said in compared(one):
        text = shown(said, min(left, 400))
        left -= len(text)
        if left <= 0:
            card.say("-# … and more than fits here")
            break
        card.say(f"- {text}")
    undo = None if one.undone else undo_key(one)
    card.row(button("Undo", undo) if undo else None, button("Back to the log", keys.page(number)))
    return card.view()


def told(found: Sequence[Entry]) -> ui.LayoutView:
    """For the log channel, as it happens. Its buttons ask for a moderator's rights like any others."""
    card = Card()
    for one in found:
        details = compared(one)
        more = f"-# {shown(details[0], SHORT)}" if details else None
        card.piece(*_head(one), more, beside=button("Details", keys.line(one.id, 0)))
    return card.view()


def undo_key(one: Entry) -> str | None:
    """The button by which this kind of change is taken back, where there is one."""
    if "parts" in (one.after or {}):
        return edit_keys.undo(one.id)
    kind, _, rest = one.id.partition(":")
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
    said = shown(one.what, 200)
    return [
        f"### {said}" if heading else f"**{said}**",
        f"-# By {who}, {discord.utils.format_dt(one.at, 'f')}{state}",
    ]
