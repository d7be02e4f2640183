"""The frame of every card: a container of texts and buttons that holds Discord's limits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import discord
from discord import ButtonStyle, ui

from bot.models import Choice
from cogs.replies import keys, text

MOST_TEXT = 3900
MOST_COMPONENTS = 39
"""Discord's limits are 4,000 and 40; a line may still be added below a card."""
MOST_OPTIONS = 25

PLAIN = discord.Colour(0x4A6FA5)


def button(
    label: str, key: str, style: ButtonStyle = ButtonStyle.secondary
) -> ui.Button[ui.LayoutView] | None:
    """A button for ever, or None when what it would have to carry is too long."""
    return ui.Button(label=label, custom_id=key, style=style) if keys.fits(key) else None


def link(label: str, url: str | None) -> ui.Button[ui.LayoutView] | None:
    if url is None or len(url) > 512 or not url.lower().startswith(("https://", "http://")):
        return None
    if any(char.isspace() or not char.isprintable() for char in url):
        return None
    return ui.Button(label=label, url=url)


class Card:
    """Collects what is to be said, top to bottom; `view` makes a message of it.

    Budgets keep every card far below the limits, and this frame keeps to them all the same: what doesn't fit
    any more is left out, and a text is never empty.
    """

    def __init__(self, colour: discord.Colour = PLAIN) -> None:
        self._container: ui.Container[ui.LayoutView] = ui.Container(accent_colour=colour)
        self._text = 0
        self._components = 1
        self._taken: set[str] = set()

    def say(self, *lines: str | None) -> Card:
        said = self._said(lines)
        if said and self._room(1):
            self._container.add_item(ui.TextDisplay(said))
        return self

    def piece(self, *lines: str | None, beside: ui.Button[ui.LayoutView] | None) -> Card:
        """Text with its own button beside it; without the button when that stands on the card already."""
        if beside is None or not self._new(beside):
            return self.say(*lines)
        said = self._said(lines)
        if said and self._room(3):
            self._container.add_item(ui.Section(said, accessory=beside))
        return self

    def line(self) -> Card:
        if self._room(1):
            self._container.add_item(ui.Separator())
        return self

    def row(self, *buttons: ui.Button[ui.LayoutView] | None) -> Card:
        shown = [one for one in buttons if one is not None and self._new(one)]
        if shown and self._room(1 + len(shown)):
            self._container.add_item(ui.ActionRow(*shown))
        return self

    def choices(self, command: str, placeholder: str, choices: Iterable[Choice]) -> Card:
        options = _options(choices)
        if options and self._room(2):
            menu: ui.Select[ui.LayoutView] = ui.Select(
                custom_id=keys.choose(command), placeholder=text.plain(placeholder, 150), options=options
            )
            self._container.add_item(ui.ActionRow(menu))
        return self

    def picture(self, file_name: str, described: str) -> Card:
        """A picture that is attached to the message, with words for those who can't see it."""
        if self._room(1):
            item = discord.MediaGalleryItem(
                f"attachment://{file_name}", description=text.plain(described, 1024)
            )
            self._container.add_item(ui.MediaGallery(item))
        return self

    def view(self) -> ui.LayoutView:
        """A view that is finished from the start, so that nothing of it is kept in memory: its buttons are
        answered by what their ids say (presses.py), not by this object."""
        made = ui.LayoutView(timeout=None)
        made.add_item(self._container)
        made.stop()
        return made

    def _said(self, lines: Sequence[str | None]) -> str:
        """As many of the lines as fit."""
        said = ""
        for line in filter(None, lines):
            more = "\n" + line if said else line
            if self._text + len(said) + len(more) > MOST_TEXT:
                break
            said += more
        if not said.strip():
            return ""
        self._text += len(said)
        return said

    def _room(self, components: int) -> bool:
        if self._components + components > MOST_COMPONENTS:
            return False
        self._components += components
        return True

    def _new(self, one: ui.Button[ui.LayoutView]) -> bool:
        """Discord refuses a message in which two components carry the same id."""
        if one.custom_id is None:
            return True
        if one.custom_id in self._taken:
            return False
        self._taken.add(one.custom_id)
        return True


def _options(choices: Iterable[Choice]) -> list[discord.SelectOption]:
    options: dict[str, discord.SelectOption] = {}
    for choice in choices:
        if len(choice.value) <= 100 and choice.value.strip() and (label := text.plain(choice.label, 100)):
            options.setdefault(choice.value, discord.SelectOption(label=label, value=choice.value))
    return list(options.values())[:MOST_OPTIONS]
