"""What a moderator reads when the library was changed, or a change was taken back."""

from __future__ import annotations

from discord import ui

from bot.curation import Change
from cogs.replies import edit_keys as keys
from cogs.replies.admin import done
from cogs.replies.card import Card, button
from cogs.replies.text import shown

COUNTS = "That counts from now on, for everybody here."


def sentence(what: str, limit: int = 600) -> str:
    """With a full stop, unless a name ends it with one."""
    said = shown(what, limit)
    return said if said.endswith((".", "!", "?", "…")) else f"{said}."


def changed(change: Change, *more: str | None, then: ui.Button[ui.LayoutView] | None = None) -> ui.LayoutView:
    """One sentence, what else there is to say, and the way back. `then`: where to go on."""
    card = Card()
    if change.done:
        card.say(f"### Done\n{sentence(change.what)}", COUNTS, *more)
        card.row(button("Undo", keys.undo(change.entry)), then)
    else:
        card.say("Nothing was changed: it is so already.", *more)
        card.row(then)
    return card.view()


def undone(change: Change) -> ui.LayoutView:
    return done(f"### Undone\n{sentence(change.what)}", "It is as it was before.")
