"""Who may pass: asked again at the press of a button, for permissions change while a card stays open."""

from __future__ import annotations

from typing import Any, cast

import aiohttp
import discord

from bot.client import CanonkeeperBot
from bot.errors import UserError

Interaction = discord.Interaction[CanonkeeperBot]

ADMIN = "admin"
ROLE, USER = 1, 2
MODERATED = "moderated"
"""Noted on an interaction whose press passed one of these doors: only such ones change what is logged."""


def managing(interaction: Interaction) -> None:
    """The permission itself: who has it decides who else moderates."""
    if not interaction.permissions.manage_guild:
        raise UserError("For this you need the permission “Manage Server” in this server.")


async def erasing(interaction: Interaction) -> None:
    """What takes something away needs the permission, or the role that a server chose for it: what its admins
    allowed under Integrations is not enough."""
    if not interaction.permissions.manage_guild and not await _chosen(interaction):
        raise UserError(
            "For this you need the permission “Manage Server” in this server, or the role that "
            "`/admin setup` gives it to."
        )
    interaction.extras[MODERATED] = True


async def moderating(interaction: Interaction) -> None:
    """The same, or what the server's admins allowed under Server Settings, Integrations."""
    chosen = interaction.permissions.manage_guild or await _chosen(interaction)
    if not chosen and not await _allowed(interaction):
        raise UserError(
            "You can’t use the moderators’ commands here any more. They need the permission “Manage Server”, "
            "the role that `/admin setup` gives it to, or a rule for `/admin` under Server Settings, "
            "Integrations."
        )
    interaction.extras[MODERATED] = True


async def _chosen(interaction: Interaction) -> bool:
    """Whether they have the role of `/admin setup`, by the roles that Discord sends with each click."""
    settings = await interaction.client.services.settings.get(interaction.guild_id or 0)
    member = interaction.user
    return isinstance(member, discord.Member) and any(
        role.id == settings.moderator_role for role in member.roles
    )


async def _allowed(interaction: Interaction) -> bool:
    """Discord's own answer to who may use `/admin`; it checks commands itself, but not buttons."""
    bot, member = interaction.client, interaction.user
    roles = {role.id for role in member.roles} if isinstance(member, discord.Member) else set[int]()
    command = bot.mentions.get(ADMIN, "").rpartition(":")[2].removesuffix(">")
    for about in (command, str(bot.application_id)):
        if not about.isdigit():
            continue
        rules = await _rules(interaction, int(about))
        own = [bool(rule["permission"]) for rule in rules if _is(rule, USER, {member.id})]
        if own:
            return all(own)
        by_role = [bool(rule["permission"]) for rule in rules if _is(rule, ROLE, roles)]
        if by_role:
            return any(by_role)
    return False


def _is(rule: dict[str, Any], kind: int, ids: set[int]) -> bool:
    return rule["type"] == kind and int(rule["id"]) in ids


async def _rules(interaction: Interaction, about: int) -> list[dict[str, Any]]:
    """None for a command or an app without rules of its own."""
    try:
        found = await interaction.client.http.get_application_command_permissions(
            interaction.application_id, interaction.guild_id or 0, about
        )
    except (discord.HTTPException, aiohttp.ClientError, OSError):
        return []
    return cast("list[dict[str, Any]]", found["permissions"])
