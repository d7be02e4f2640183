"""Where a game is shown: a channel's message, or one member's private message."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from io import BytesIO
from typing import Any, Protocol

import aiohttp
import discord
from discord import ui

from bot import pictures
from bot.client import CanonkeeperBot
from bot.privacy import is_former
from bot.stages import Reveal, StageLostError
from bot.trivia import PAUSE, Game, Round
from cogs.members import Members
from cogs.replies import trivia as cards
from cogs.replies.private import notice

log = logging.getLogger(__name__)

Interaction = discord.Interaction[CanonkeeperBot]

UNKNOWN_MESSAGE = 10008
RETRIES = (1.0, 3.0)
"""Seconds before Discord is asked again when it, or the way to it, fails."""

GONE = "its channel is gone"
FORBIDDEN = "I may not write in its channel any more"
UNREACHED = "Discord did not take my messages"
EXPIRED = "Discord closed the private message that it was shown in"
MEND = {
    GONE: "Start a new one in another channel with `/trivia play`.",
    FORBIDDEN: "Whoever manages the server can give me **View Channel**, **Send Messages** and **Read "
    "Message History** there (in a thread **Send Messages in Threads**). `/trivia play` starts a new one.",
    UNREACHED: "Nothing is wrong with your server. Try `/trivia play` again in a few minutes.",
    EXPIRED: "`/trivia play` starts a new one.",
}


PICTURE = "standings.png"


class RunningStage(Protocol):
    """What buttons do on a stage, besides what the game itself does (`bot.games.Stage`)."""

    async def show(self, game: Game, one: Round, *, resumed: bool) -> None: ...
    async def reveal(self, reveal: Reveal) -> None: ...
    async def end(self, game: Game, because: str) -> None: ...
    async def lost(self, game: Game, why: str) -> None: ...
    async def refresh(self, game: Game, one: Round, pressed: Interaction | None = None) -> None:
        """Show the question as it stands now, unless it is over; answers the press that changed it."""
        ...

    async def take(self, pressed: Interaction) -> None:
        """Answers a press on the game's message after which the game itself changes that message."""
        ...


class ChannelStage:
    """One public message: edited while it is the channel's last one, posted anew when others wrote below."""

    def __init__(self, bot: CanonkeeperBot, game: Game, members: Members, drawing: asyncio.Lock) -> None:
        self._bot = bot
        self._drawing = drawing
        self._games = bot.services.games
        self._clock = bot.services.clock
        self._members = members
        self._channel = bot.get_partial_messageable(game.channel_id, guild_id=game.server_id)
        # One change at a time, so that a question never takes the place of its own reveal.
        self._changing = asyncio.Lock()
        self._posts = 0

    async def show(self, game: Game, one: Round, *, resumed: bool) -> None:
        async with self._changing:
            await self._put(game, cards.question(game, one, resumed=resumed), one.id)

    async def refresh(self, game: Game, one: Round, pressed: Interaction | None = None) -> None:
        async with self._changing:
            if game.current is not one:
                if pressed is not None:
                    await pressed.response.defer()
                return
            view = cards.question(game, one)
            if pressed is not None:
                await pressed.response.edit_message(view=view)
            elif game.message_id is not None:
                message = self._channel.get_partial_message(game.message_id)
                try:
                    await _send(lambda: message.edit(view=view))
                except _DeletedError:
                    log.info("The question's message is gone; the reveal is posted anew.")

    async def take(self, pressed: Interaction) -> None:
        await pressed.response.defer()

    async def reveal(self, reveal: Reveal) -> None:
        game, one = reveal.game, reveal.round
        async with self._changing:
            question = game.message_id
            next_at = self._clock() + timedelta(seconds=PAUSE)
            await self._put(game, cards.reveal(reveal, next_at), one.id)
            if question is not None and question != game.message_id:
                await self._strip(question, cards.moved(game, one))

    async def end(self, game: Game, because: str) -> None:
        """A message of its own: the last reveal stays to be read."""
        painted = await self._painted(game)
        async with self._changing:
            if painted is not None:
                data, described = painted
                view, nonce = cards.end(game, because, (PICTURE, described)), self._nonce(game.id)
                try:
                    await _send(
                        lambda: self._channel.send(
                            view=view, file=discord.File(BytesIO(data), PICTURE), nonce=nonce
                        )
                    )
                    return
                except StageLostError as error:
                    if str(error) != FORBIDDEN:
                        raise
                    # Perhaps only files are forbidden here.
            plain, nonce = cards.end(game, because), self._nonce(game.id)
            await _send(lambda: self._channel.send(view=plain, nonce=nonce))

    async def _painted(self, game: Game) -> tuple[bytes, str] | None:
        """The picture of the final standings, and its words. None when not everybody's name is known."""
        ranking, guild = game.ranking()[: cards.FINAL], self._bot.get_guild(game.server_id)
        if not ranking or guild is None:
            return None
        names = await self._members.names(guild, [member for _, member, _ in ranking])
        if len(names) < len(ranking):
            return None
        rights = Counter(
            guess.member_id for one in game.done for guess in one.guesses.values() if guess.right
        )
        rows = [
            pictures.StandingRow(rank, names[member], points, f"{rights[member]} of {len(game.done)} right")
            for rank, member, points in ranking
        ]
        title, footer = "Final standings", cards.played(game)
        try:
            async with self._drawing:  # one after the other: many games may end at the same time
                data = await asyncio.to_thread(pictures.standings_card, title, rows, footer)
        except Exception:
            log.exception("The picture of game %s could not be drawn.", game.id)
            return None
        return data, pictures.standings_alt_text(title, rows, footer)

    async def lost(self, game: Game, why: str) -> None:
        guild = self._bot.get_guild(game.server_id)
        place = f" in {discord.utils.escape_markdown(guild.name)}" if guild else ""
        await tell_host(self._bot, game, place, why)

    async def _put(self, game: Game, view: ui.LayoutView, key: str) -> None:
        if game.message_id is not None and await self._is_last(game.message_id):
            message = self._channel.get_partial_message(game.message_id)
            try:
                await _send(lambda: message.edit(view=view))
                return
            except _DeletedError:
                game.message_id = None
        nonce = self._nonce(key)
        sent = await _send(lambda: self._channel.send(view=view, nonce=nonce))
        await self._games.place(game, sent.id)

    def _nonce(self, key: str) -> str:
        """The same for every try of one post, so that Discord makes one message of them."""
        self._posts += 1
        return f"{key}-{self._posts}"

    async def _is_last(self, message_id: int) -> bool:
        """Also true where the channel's messages can't be read: then nobody can tell."""
        async with _told():
            try:
                async for message in self._channel.history(limit=1):
                    return message.id == message_id
            except discord.Forbidden:
                return True
            except discord.NotFound:
                raise
            except (discord.HTTPException, aiohttp.ClientError, OSError):
                return True
        return True

    async def _strip(self, message_id: int, view: ui.LayoutView) -> None:
        try:
            await self._channel.get_partial_message(message_id).edit(view=view)
        except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
            log.info("An old question keeps its buttons: %s", error)


class SoloStage:
    """A private message. Each press brings a new token for it, so that it can be changed all game long."""

    def __init__(self, bot: CanonkeeperBot, started: Interaction) -> None:
        self._bot = bot
        self._clock = bot.services.clock
        self._latest = started
        self._changing = asyncio.Lock()

    async def take(self, pressed: Interaction) -> None:
        await pressed.response.defer()
        self._latest = pressed

    async def show(self, game: Game, one: Round, *, resumed: bool) -> None:
        async with self._changing:
            await self._edit(cards.question(game, one, resumed=resumed))

    async def refresh(self, game: Game, one: Round, pressed: Interaction | None = None) -> None:
        if pressed is not None:
            await self.take(pressed)
        async with self._changing:
            if game.current is one:
                await self._edit(cards.question(game, one))

    async def reveal(self, reveal: Reveal) -> None:
        async with self._changing:
            await self._edit(cards.reveal(reveal, self._clock() + timedelta(seconds=PAUSE)))

    async def end(self, game: Game, because: str) -> None:
        async with self._changing, _token():
            await self._latest.followup.send(view=cards.end(game, because), ephemeral=True)

    async def lost(self, game: Game, why: str) -> None:
        await tell_host(self._bot, game, " that only you saw", why)

    async def _edit(self, view: ui.LayoutView) -> None:
        async with _token():
            await _send(lambda: self._latest.edit_original_response(view=view))


async def tell_host(bot: CanonkeeperBot, game: Game, place: str, why: str) -> None:
    """By direct message, for the channel can't be used; one that Discord refuses is nobody's fault."""
    if is_former(game.host_id):
        return
    mend = MEND.get(why, "")
    text = f"The trivia game{place} that you started has ended: {why}. {mend}"
    try:
        channel = await bot.create_dm(discord.Object(game.host_id))
        await channel.send(view=notice(text.strip()))
    except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
        log.info("The host of game %s could not be told: %s", game.id, error)


class _DeletedError(Exception):
    """The message was deleted; the channel is still there."""


@asynccontextmanager
async def _told() -> AsyncGenerator[None]:
    """Discord's refusals as what they mean for a game."""
    try:
        yield
    except discord.NotFound as error:
        if error.code == UNKNOWN_MESSAGE:
            raise _DeletedError from error
        raise StageLostError(GONE) from error
    except discord.Forbidden as error:
        raise StageLostError(FORBIDDEN) from error


@asynccontextmanager
async def _token() -> AsyncGenerator[None]:
    """The private message's refusals: its token has died, or its member has."""
    try:
        yield
    except (_DeletedError, StageLostError) as error:
        raise StageLostError(EXPIRED) from error
    except discord.HTTPException as error:
        if error.status in (401, 403, 404):
            raise StageLostError(EXPIRED) from error
        raise


async def _send(request: Callable[[], Awaitable[Any]]) -> Any:
    """Once; again after short pauses when Discord or the way to it fails, then StageLostError."""
    for pause in (*RETRIES, None):
        try:
            async with _told():
                return await request()
        except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
            if isinstance(error, discord.HTTPException) and error.status < 500 and error.status != 429:
                raise
            if pause is None:
                raise StageLostError(UNREACHED) from error
            log.info("Discord failed (%s); trying again in %.0f s.", error, pause)
        await asyncio.sleep(pause)
    raise AssertionError("the last try returns or raises")
