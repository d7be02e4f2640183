"""Who of a board is still in the server, which Discord tells only when asked."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Collection

import aiohttp
import discord

from bot.privacy import is_former
from cogs.replies.members import FORMER

KEPT = 600.0
"""Seconds that an answer of Discord's is believed."""

PATIENCE = 1.5
"""Seconds to wait for Discord on a page: a command has to answer within three."""

MOST = 20_000
UNKNOWN_MEMBER, UNKNOWN_USER = 10007, 10013


class Members:
    """Names of members, asked for one page at a time and remembered for a while."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, int], tuple[float, str | None]] = {}

    def note(self, member: discord.Member | discord.User) -> None:
        """Somebody who just used a command is here."""
        if isinstance(member, discord.Member):
            self._keep(member.guild.id, member.id, member.display_name)

    def left(self, guild_id: int) -> set[int]:
        """Members of whom Discord lately said that they are not in the server."""
        now = time.monotonic()
        return {
            member
            for (guild, member), (until, name) in self._known.items()
            if guild == guild_id and name is None and until > now
        }

    async def names(
        self, guild: discord.Guild, member_ids: Collection[int], patience: float = PATIENCE
    ) -> dict[int, str]:
        """Display names of those who are here; the others are absent: they left, or Discord did not say.

        `left` knows afterwards which.
        """
        former = {one: FORMER for one in member_ids if is_former(one)}
        wanted = [one for one in dict.fromkeys(member_ids) if one not in former]
        unknown = [one for one in wanted if self._name(guild, one) is None]
        tasks = [asyncio.create_task(self._ask(guild, one)) for one in unknown]
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=patience)
            for task in late:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        found = {one: self._name(guild, one) for one in wanted}
        return {one: name for one, name in found.items() if name} | former

    def _name(self, guild: discord.Guild, member_id: int) -> str | None:
        """None when it has to be asked for; empty for somebody who left."""
        until, name = self._known.get((guild.id, member_id), (0.0, None))
        if until > time.monotonic():
            return name or ""
        return None

    async def _ask(self, guild: discord.Guild, member_id: int) -> None:
        try:
            member = await guild.fetch_member(member_id)
        except discord.NotFound as error:
            if error.code in (UNKNOWN_MEMBER, UNKNOWN_USER):
                self._keep(guild.id, member_id, None)
        except (discord.HTTPException, aiohttp.ClientError, OSError):
            return  # Discord has no answer now; nobody is taken off a board for that
        else:
            self._keep(guild.id, member_id, member.display_name)

    def _keep(self, guild_id: int, member_id: int, name: str | None) -> None:
        if len(self._known) >= MOST:
            self._known.clear()
        self._known[(guild_id, member_id)] = (time.monotonic() + KEPT, name)
