"""What a moderator reads when something was decided, and is asked before something is lost."""

from __future__ import annotations

from collections.abc import Sequence

import discord
from discord import ButtonStyle, ui

from bot.boards import PAGE as CHANGES
from bot.boards import Change, When
from cogs.replies import admin_keys as keys
from cogs.replies.boards import SHOWN
from cogs.replies.card import Card, button
from cogs.replies.members import mention
from cogs.replies.pieces import count
from cogs.replies.text import quoted


def done(*lines: str | None, undo: str | None = None) -> ui.LayoutView:
    """`undo`: the key of the button that takes it back."""
    card = Card()
    card.say(*lines)
    card.row(button("Undo", undo) if undo else None)
    return card.view()


def corrected(change: Change) -> ui.LayoutView:
    return done("### Points corrected", _what(change), undo=keys.undo("change", change.id))


def ask_reset(when: When, asked: int, members: int) -> ui.LayoutView:
    card = Card()
    card.say(
        f"### Reset the leaderboard: {SHOWN[when]}?",
        f"{count(members, 'member stands', 'members stand')} on it. It would start anew from now on; "
        "the other boards stay. The answers themselves are kept, so it can be undone.",
    )
    card.row(
        button("Yes, reset it", keys.reset(when, asked), ButtonStyle.danger), button("Keep it", keys.KEEP)
    )
    return card.view()


def was_reset(change: Change) -> ui.LayoutView:
    return done("### Leaderboard reset", _what(change), undo=keys.undo("change", change.id))


def kept() -> ui.LayoutView:
    return done("Nothing was changed.")


def changes(found: Sequence[Change], total: int, page: int) -> ui.LayoutView:
    """Corrections and resets, the newest first, each with its way back."""
    card = Card()
    card.say(
        "### Corrections and resets" if total else "### Nothing was corrected or reset yet",
        f"-# Page {page + 1} of {-(-total // CHANGES)}" if total > CHANGES else None,
    )
    for change in found:
        undo = None if change.undone else button("Undo", keys.undo("change", change.id))
        state = " · **undone**" if change.undone else ""
        card.piece(
            _what(change),
            f"-# By {mention(change.by_id)}, {discord.utils.format_dt(change.at, 'f')}{state}",
            beside=undo,
        )
    card.row(
        button("Previous", keys.changes(page - 1)) if page > 0 else None,
        button("Next", keys.changes(page + 1)) if (page + 1) * CHANGES < total else None,
    )
    return card.view()


def _what(change: Change) -> str:
    if change.kind == "reset":
        when = next((one for one in When if one == change.board), None)
        return f"Leaderboard reset: {SHOWN[when] if when else 'one that is no more'}."
    verb = "gets" if change.points > 0 else "loses"
    points = count(abs(change.points), "point")
    return f"{mention(change.member_id or 0)} {verb} {points}. Reason: {quoted(change.reason, 300)}"
