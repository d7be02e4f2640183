"""What a moderator reads when the library was changed, or a change was taken back."""

from __future__ import annotations

from discord import ui

from bot.curation import Change
from cogs.replies import edit_keys as keys
from cogs.replies.admin import done
from cogs.replies.card import Card, button
from cogs.replies.text import shown


def changed(change: Change, *more: str | None, then: ui.Button[ui.LayoutView] | None = None) -> ui.LayoutView:
    """One sentence, what else there is to say, and the way back. `then`: where to go on."""
    card = Card()
    if change.done:
        said = f"### Done\n{shown(change.what, 600)}."
        card.say(said, "Members are answered with it from now on.", *more)
        card.row(button("Undo", keys.undo(change.entry)), then)
    else:
        card.say("Nothing was changed: it is so already.", *more)
        card.row(then)
    return card.view()


def undone(change: Change) -> ui.LayoutView:
    return done(f"### Undone\n{shown(change.what, 600)}.", "It is as it was before.")
