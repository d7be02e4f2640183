"""The way of scheduled posts to Discord: sent, known again after a crash, and what is wrong told in words."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import cast

import aiohttp
import discord
from discord import ui
from discord.ext import commands

from bot.boards import When
from bot.client import CanonkeeperBot
from bot.errors import VanishedError
from bot.posts import Told, week_of
from bot.privacy import Privacy, is_former
from bot.scheduler import AgainError, Placed, PlaceLostError, Scheduler
from bot.schedules import Preview
from bot.slots import Part, Schedule, Slot, What
from bot.stages import RunningError
from bot.trivia import GameSettings
from cogs.replies import posts as cards
from cogs.trivia import TriviaCog

log = logging.getLogger(__name__)

UNKNOWN_MESSAGE, THREAD_EXISTS = 10008, 160004
CLOCKS = timedelta(minutes=2)
"""How far this machine's clock and Discord's may be apart when a post is looked for."""

LOOKED_THROUGH = 1000
"""Messages since a post may have been sent, of which it may be one."""

THREAD_LASTS = 1440
"""Minutes without a word after which a discussion is put away."""

Target = discord.abc.Messageable | discord.ForumChannel


class ChannelPoster:
    """Sends with the slot's id as nonce: two tries of one post within minutes make one message."""

    def __init__(self, bot: CanonkeeperBot) -> None:
        self._bot = bot

    async def find(self, schedule: Schedule, one: Slot) -> Placed | None:
        if schedule.what is What.GAME and one.part is Part.POST:
            game = await self._bot.services.games.standings(one.id)
            return Placed(schedule.channel_id, None) if game else None
        since = (one.sending or one.due) - CLOCKS
        target = self._target(schedule)
        async with _in_words(schedule):
            if isinstance(target, discord.ForumChannel):
                return await self._find_thread(target, one)
            await self._bot.rates.turn()
            async for message in target.history(limit=LOOKED_THROUGH, after=since):
                if self._is(message, one):
                    return Placed(message.channel.id, message.id)
        return None

    async def _find_thread(self, forum: discord.ForumChannel, one: Slot) -> Placed | None:
        await self._bot.rates.turn()
        since = (one.sending or one.due) - CLOCKS
        for thread in await forum.guild.active_threads():
            if thread.parent_id != forum.id or discord.utils.snowflake_time(thread.id) < since:
                continue
            await self._bot.rates.turn()
            async for message in thread.history(limit=1, oldest_first=True):
                if self._is(message, one):
                    return Placed(thread.id, message.id)
        return None

    def _is(self, message: discord.Message, one: Slot) -> bool:
        """Every post carries its slot's id in a button."""
        own = self._bot.user is not None and message.author.id == self._bot.user.id
        return own and any(one.id in json.dumps(part.to_dict()) for part in message.components)

    async def post(self, schedule: Schedule, one: Slot) -> Placed:
        if schedule.what is What.GAME and one.part is Part.POST:
            return await self._start_game(schedule, one)
        try:
            view = await self._view(schedule, one)
        except VanishedError:
            raise AgainError("what it was to show is no longer in the library") from None
        mentions = discord.AllowedMentions.none()
        role = schedule.options.role_id
        if role is not None and one.part is not Part.REVEAL:
            view, mentions = (
                cards.pinged(view, role),
                discord.AllowedMentions(
                    everyone=False, users=False, roles=[discord.Object(role)], replied_user=False
                ),
            )
        target = self._target(schedule)
        await self._bot.rates.turn()
        async with _in_words(schedule):
            if isinstance(target, discord.ForumChannel):
                made = await target.create_thread(
                    name=cards.thread_name(schedule, one.at),
                    view=view,
                    allowed_mentions=mentions,
                    applied_tags=_tags(target),
                )
                return Placed(made.thread.id, made.message.id)
            try:
                sent = await target.send(view=view, nonce=one.id, allowed_mentions=mentions)
            except discord.NotFound as error:
                if error.code != UNKNOWN_MESSAGE:
                    raise
                # It was sent before, and somebody has deleted it since: Discord makes no second one of it.
                return Placed(schedule.channel_id, None)
            return Placed(schedule.channel_id, sent.id)

    async def follow(self, schedule: Schedule, one: Slot) -> str | None:
        if one.part is Part.REVEAL:
            await self._close(schedule.server_id, str(one.content["round"]))
            return None
        wanted = schedule.options.thread and one.part is Part.POST and one.message_id is not None
        channel = self._bot.get_channel(schedule.channel_id)
        if not wanted or not isinstance(channel, discord.TextChannel) or one.message_id is None:
            return None
        await self._bot.rates.turn()
        message = channel.get_partial_message(one.message_id)
        try:
            async with _in_words(schedule):
                await message.create_thread(
                    name=cards.thread_name(schedule, one.at), auto_archive_duration=THREAD_LASTS
                )
        except PlaceLostError as error:
            cause = error.__cause__
            if isinstance(cause, discord.HTTPException) and cause.code in (THREAD_EXISTS, UNKNOWN_MESSAGE):
                return None
            return (
                "The post stands, but I could not open a thread for discussion on it. I need **Create Public "
                f"Threads** in <#{schedule.channel_id}>."
            )
        return None

    async def _close(self, server_id: int, round_id: str) -> None:
        """Take the button off a question that is over; where that fails, a press is answered all the same."""
        found = await self._bot.services.schedules.slot(server_id, round_id)
        asked = found[1] if found else None
        if asked is None or asked.channel_id is None or asked.message_id is None:
            return
        view = cards.over((await self._bot.services.daily.opened(round_id, server_id)).round)
        channel = self._bot.get_partial_messageable(asked.channel_id, guild_id=server_id)
        await self._bot.rates.turn()
        try:
            await channel.get_partial_message(asked.message_id).edit(view=view)
        except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
            log.info("An old question keeps its button: %s", error)

    async def tell(self, schedule: Schedule, told: Told) -> None:
        view = cards.told(schedule, told)
        channel_id = await self._bot.services.schedules.log_channel(schedule.server_id)
        try:
            if channel_id is not None:
                await self._bot.rates.turn()
                await self._bot.get_partial_messageable(channel_id).send(view=view)
                return
        except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
            log.info("The log channel of server %d can't be used: %s", schedule.server_id, error)
        if not told.urgent or is_former(schedule.by_id):
            return
        try:
            await self._bot.rates.turn()
            direct = await self._bot.create_dm(discord.Object(schedule.by_id))
            await self._bot.rates.turn()
            await direct.send(view=view)
        except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
            log.warning(
                "Nobody of server %d could be told of schedule %d (%s): %s %s",
                *(schedule.server_id, schedule.number, error, told.title, told.text),
            )

    # --- what is sent ------------------------------------------------------------------------------------

    async def _view(self, schedule: Schedule, one: Slot) -> ui.LayoutView:
        services = self._bot.services
        if one.part is Part.ANNOUNCEMENT:
            return cards.announcement(schedule, one)
        if one.part is Part.REVEAL:
            return cards.reveal(await services.daily.results(str(one.content["round"])), one.id)
        if schedule.what is What.DAILY:
            return cards.question((await services.daily.opened(one.id, schedule.server_id)).round)
        return await _shown(self._bot, schedule, one, one.id)

    def _target(self, schedule: Schedule) -> Target:
        """Not every thread is in the cache, so what is not there is written to all the same."""
        channel = self._bot.get_channel(schedule.channel_id)
        if isinstance(channel, discord.ForumChannel):
            return channel
        return self._bot.get_partial_messageable(schedule.channel_id, guild_id=schedule.server_id)

    async def _start_game(self, schedule: Schedule, one: Slot) -> Placed:
        channel = self._bot.get_channel(schedule.channel_id)
        guild = self._bot.get_guild(schedule.server_id)
        if guild is not None and channel is None:
            raise PlaceLostError(_gone(schedule))
        if isinstance(channel, discord.abc.GuildChannel | discord.Thread):
            may = channel.permissions_for(channel.guild.me)
            thread = isinstance(channel, discord.Thread)
            if not (may.view_channel and (may.send_messages_in_threads if thread else may.send_messages)):
                raise PlaceLostError(_forbidden(schedule))
        options = schedule.options
        settings = GameSettings(options.mode, options.rounds, options.seconds, options.about, options.level)
        try:
            await _trivia(self._bot).start_planned(
                one.id, schedule.server_id, schedule.channel_id, schedule.by_id, settings
            )
        except RunningError:
            raise AgainError("another game was on there") from None
        return Placed(schedule.channel_id, None)


async def preview(bot: CanonkeeperBot, found: Preview) -> ui.LayoutView:
    """What the next post could look like. Raises VanishedError when its words are gone."""
    schedule = found.schedule
    if found.round is not None:
        return cards.sample_of(found.round)
    if schedule.what is What.GAME:
        return cards.announcement(schedule, found.slot, live=False)
    return await _shown(bot, schedule, found.slot, None)


async def _shown(bot: CanonkeeperBot, schedule: Schedule, one: Slot, slot_id: str | None) -> ui.LayoutView:
    services = bot.services
    if schedule.what is What.BOARD:
        found = await services.boards.board(schedule.server_id, When.WEEK, week_of=week_of(one))
        return cards.board(found, slot_id)
    places = services.at(schedule.server_id).places
    return cards.saying(await places.piece(str(one.content["piece"])), schedule.what, slot_id)


@asynccontextmanager
async def _in_words(schedule: Schedule) -> AsyncGenerator[None]:
    """Discord's refusals as what they mean for a schedule."""
    try:
        yield
    except discord.NotFound as error:
        raise PlaceLostError(_gone(schedule)) from error
    except discord.Forbidden as error:
        raise PlaceLostError(_forbidden(schedule)) from error
    except discord.HTTPException as error:
        if error.status >= 500 or error.status == 429:
            raise AgainError(f"Discord answered with an error ({error.status})") from error
        raise PlaceLostError(
            f"Discord refuses what I post in <#{schedule.channel_id}>: {error.text or error.status}. "
            "Choose another channel with `/admin schedule edit`."
        ) from error
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        raise AgainError("Discord could not be reached") from error


def _gone(schedule: Schedule) -> str:
    return (
        f"The channel <#{schedule.channel_id}> is gone, or hidden from me. `/admin schedule edit` chooses "
        "another; or give me **View Channel** there."
    )


def _forbidden(schedule: Schedule) -> str:
    return (
        f"I may not write in <#{schedule.channel_id}>. Whoever manages the server can give me "
        "**View Channel**, **Send Messages** (in a thread **Send Messages in Threads**) and "
        "**Read Message History** there. I try again by myself."
    )


def _tags(forum: discord.ForumChannel) -> list[discord.ForumTag]:
    """Where every post needs a tag, the first that isn't the moderators' own."""
    if not forum.flags.require_tag:
        return []
    return [tag for tag in forum.available_tags if not tag.moderated][:1]


def _trivia(bot: CanonkeeperBot) -> TriviaCog:
    return cast(TriviaCog, bot.get_cog("trivia"))


class PostingCog(commands.Cog):
    """Keeps the scheduler running while this bot is connected."""

    def __init__(self, bot: CanonkeeperBot, scheduler: Scheduler, privacy: Privacy) -> None:
        self._bot = bot
        self._scheduler = scheduler
        self._privacy = privacy
        self._task: asyncio.Task[None] | None = None

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        """Once: Discord may say "ready" again."""
        if self._task is None:
            self._task = asyncio.create_task(self._run(), name="scheduler")

    async def _run(self) -> None:
        try:
            # First, so that nothing is sent to servers that removed the bot while it was not running.
            await self._privacy.compare({guild.id for guild in self._bot.guilds})
        except Exception:
            log.exception("Which servers have removed the bot could not be found out.")
        await self._scheduler.run(ChannelPoster(self._bot))

    async def cog_unload(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)


async def setup(bot: CanonkeeperBot) -> None:
    await bot.add_cog(PostingCog(bot, bot.services.scheduler, bot.services.privacy))
