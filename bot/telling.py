"""What a member is told when something fails: one funnel for all that can be used."""

from __future__ import annotations

import logging
import re
import unicodedata
from typing import Any

import aiohttp
import discord
from discord import app_commands

from bot.errors import NamesError, UserError

log = logging.getLogger(__name__)

TOO_LATE, ANSWERED = 10062, 40060
MOST_TOLD = 1900

_ACTIVE = re.compile(r"[\\*_~|`<\[@#]|:(?=//|\w+:)")


async def tell_error(interaction: discord.Interaction[Any], error: BaseException) -> None:
    """Everyone gets an answer, privately; only our own faults are logged as such, with a traceback."""
    error = getattr(error, "original", error)
    if isinstance(error, discord.HTTPException) and error.code in (TOO_LATE, ANSWERED):
        # Too late, or answered already (a lost reply, a second delivery): nothing is done again.
        log.info("Interaction %d: %s", interaction.id, error.text or error)
        return
    text = _in_words(error)
    if text is None:
        log.error("Interaction %d failed.", interaction.id, exc_info=error)
        text = (
            f"Something broke on my side (reference {interaction.id}). Try again; if it stays so, give "
            "that number to whoever hosts this bot."
        )
    try:
        await _tell(interaction, text[:MOST_TOLD])
    except (discord.HTTPException, discord.InteractionResponded, aiohttp.ClientError, OSError) as again:
        log.info("Interaction %d could not be told of it: %s", interaction.id, again)


def _in_words(error: BaseException) -> str | None:
    """What a member reads, or None for a fault of ours."""
    if isinstance(error, NamesError):
        flat = "".join(char for char in str(error) if unicodedata.category(char) not in ("Cc", "Cf"))
        # Not discord.py's own escaping: that leaves all of a text as it is which looks like an address.
        return _ACTIVE.sub(r"\\\g<0>", flat)
    if isinstance(error, UserError):
        return str(error)
    if isinstance(error, (app_commands.CommandNotFound, app_commands.CommandSignatureMismatch)):
        return (
            "This command has changed since Discord last showed it to you. Reload Discord (Ctrl+R; on a "
            "phone, close and open the app) and ask again."
        )
    if isinstance(error, app_commands.MissingPermissions):
        return f"For this you need {_permissions(error.missing_permissions)} in this server."
    if isinstance(error, app_commands.BotMissingPermissions):
        return f"I can't do this here: I need {_permissions(error.missing_permissions)}."
    if isinstance(error, app_commands.NoPrivateMessage):
        return "This only works in a server."
    if isinstance(error, app_commands.TransformerError):
        return (
            "I could not make sense of one of the values. Choose from the list, or write it in other words."
        )
    if isinstance(error, app_commands.CheckFailure):
        return "You can't use this here."
    return None


def _permissions(missing: list[str]) -> str:
    named = " and ".join(f"“{name.replace('_', ' ').title()}”" for name in missing)
    return f"the permission {named}" if len(missing) == 1 else f"the permissions {named}"


async def _tell(interaction: discord.Interaction[Any], text: str) -> None:
    if interaction.type is discord.InteractionType.autocomplete:
        # There is no way to say a word here; an empty list reads better than "failed to load".
        if not interaction.response.is_done():
            await interaction.response.autocomplete([])
    elif interaction.response.is_done():
        await interaction.followup.send(text, ephemeral=True)
    else:
        await interaction.response.send_message(text, ephemeral=True)
