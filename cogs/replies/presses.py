"""What happens to a press: the frame that every button and menu of ours shares."""

from __future__ import annotations

import re
from abc import abstractmethod
from collections.abc import Sequence
from typing import Any, Self

import discord
from discord import ui

from bot.client import CanonkeeperBot
from bot.errors import UserError
from bot.libraries import Answers
from bot.models import Piece


class Press:
    """Mixed into a `DynamicItem`: discord.py only logs what such an item raises, so this tells the member."""

    def __init__(self, item: ui.Item[Any], match: re.Match[str]) -> None:
        super().__init__(item)  # pyright: ignore[reportCallIssue]
        self.match = match

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        return cls(item, match)

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        await interaction.client.attend(interaction, self.pressed)

    @abstractmethod
    async def pressed(self, interaction: discord.Interaction[CanonkeeperBot]) -> None:
        """What the press does; its errors are told by the bot's one funnel."""


ASKED_NOW = "That is what the game here is asking right now. Ask again after the reveal."
GAME_ON = "-# A game is on here: only you see this."


async def answer(
    interaction: discord.Interaction[CanonkeeperBot],
    view: ui.LayoutView,
    *,
    private: bool = False,
    shows: Sequence[Piece] = (),
    about: Sequence[str] = (),
) -> None:
    """While a game is on in the channel, only the one who asked sees the answer.

    `shows`, `about`: the evidence on the card and the names that it is on, so that none answers the game.
    """
    keep_the_answer(interaction, shows, about)
    if not private and interaction.client.services.games.in_channel(*place(interaction)):
        view.add_item(ui.TextDisplay(GAME_ON))
        private = True
    await interaction.response.send_message(view=view, ephemeral=private)


async def answer_look_up(
    interaction: discord.Interaction[CanonkeeperBot],
    view: ui.LayoutView,
    *,
    private: bool | None,
    shows: Sequence[Piece] = (),
    about: Sequence[str] = (),
) -> None:
    """`answer`, seen by whom the server chose in `/admin setup`. `private`: None where the member didn't."""
    if not private:
        settings = await interaction.client.services.settings.get(interaction.guild_id or 0)
        places = (interaction.channel_id or 0, getattr(interaction.channel, "parent_id", None) or 0)
        private = settings.private(places, private)
    await answer(interaction, view, private=private, shows=shows, about=about)


async def turn_page(
    interaction: discord.Interaction[CanonkeeperBot], view: ui.LayoutView, *, shows: Sequence[Piece] = ()
) -> None:
    """A page asked for on everybody's card opens privately; on one's own card it takes that card's place."""
    keep_the_answer(interaction, shows)
    if interaction.response.is_done():
        await interaction.edit_original_response(view=view)
    elif on_private_card(interaction):
        await interaction.response.edit_message(view=view)
    else:
        await interaction.response.send_message(view=view, ephemeral=True)


def keep_the_answer(
    interaction: discord.Interaction[CanonkeeperBot], shows: Sequence[Piece], about: Sequence[str] = ()
) -> None:
    """Raises UserError when a card would tell what the channel's game is asking."""
    if interaction.client.services.games.gives_away(*place(interaction), shows, about):
        raise UserError(ASKED_NOW)


def here(interaction: discord.Interaction[CanonkeeperBot]) -> Answers:
    """What looks up in the library of the server that asks."""
    return interaction.client.services.at(interaction.guild_id or 0)


def on_private_card(interaction: discord.Interaction[CanonkeeperBot]) -> bool:
    return interaction.message is not None and interaction.message.flags.ephemeral


def chosen(interaction: discord.Interaction[CanonkeeperBot]) -> str:
    """What was picked in a select menu."""
    values = (interaction.data or {}).get("values") or [""]
    return str(values[0])


def place(interaction: discord.Interaction[CanonkeeperBot]) -> tuple[int, int]:
    """Server and channel; our commands are for servers only."""
    return interaction.guild_id or 0, interaction.channel_id or 0
