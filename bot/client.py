"""The discord.py bot: takes the services, loads the cogs, announces the commands, and stays connected."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import hashlib
import importlib
import json
import logging
import random
import re
import signal
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import aiohttp
import discord
import yarl
from discord import app_commands
from discord.ext import commands
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.errors import ConnectError, UserError, VanishedError
from bot.rates import Rates
from bot.services import Services, open_services
from bot.settings import Settings
from bot.telling import ANSWERED, TOO_LATE, tell_error

log = logging.getLogger(__name__)

COGS = (
    "cogs.canon",
    "cogs.quotes",
    "cogs.search",
    "cogs.verify",
    "cogs.sources",
    "cogs.places",
    "cogs.help",
    "cogs.trivia",
    "cogs.scores",
    "cogs.admin",
    "cogs.edits",
    "cogs.persons",
    "cogs.topics",
    "cogs.modlog",
    "cogs.packs",
    "cogs.imports",
    "cogs.corrections",
    "cogs.schedules",
    "cogs.daily",
    "cogs.posting",
    "cogs.setup",
    "cogs.doctor",
    "cogs.privacy",
    "cogs.misses",
    "cogs.documents",
    "cogs.rulings",
    "cogs.ruling_versions",
    "cogs.reports",
    "cogs.repairs",
    "cogs.clashes",
)

# Answers to commands need none of these; posts of our own (schedules, trivia) do.
PERMISSIONS = discord.Permissions(
    view_channel=True,
    send_messages=True,
    embed_links=True,
    attach_files=True,
    read_message_history=True,
    create_public_threads=True,
    send_messages_in_threads=True,
    send_polls=True,
)

Handler = Callable[[discord.Interaction[Any]], Awaitable[None]]


class RestartingError(UserError):
    def __init__(self) -> None:
        super().__init__("I am being restarted. Try again in a minute.")


class Tree(app_commands.CommandTree["CanonkeeperBot"]):
    async def interaction_check(self, interaction: discord.Interaction[CanonkeeperBot], /) -> bool:
        """Runs inside the task of every command and autocomplete, which discord.py keeps no hold of."""
        return await self.client.admit(interaction)

    async def on_error(
        self, interaction: discord.Interaction[CanonkeeperBot], error: app_commands.AppCommandError, /
    ) -> None:
        await tell_error(interaction, error)


class CanonkeeperBot(commands.Bot):
    def __init__(
        self,
        services: Services,
        *,
        pace: Pace | None = None,
        always_announce: bool = False,
        shard: tuple[int, int] = (0, 1),
    ) -> None:
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False  # this bot never speaks
        super().__init__(
            command_prefix=commands.when_mentioned,
            help_command=None,
            tree_cls=Tree,
            intents=discord.Intents(guilds=True),
            max_messages=None,
            allowed_mentions=discord.AllowedMentions.none(),
            shard_id=shard[0] if shard[1] > 1 else None,
            shard_count=shard[1] if shard[1] > 1 else None,
        )
        self.services = services
        self.rates = Rates(shard[1])
        self.mentions: dict[str, str] = {}
        """How a command is written so that Discord shows it clickable; by its name."""
        self.announced = True
        """Whether Discord knows our commands as they are; False once it refused them."""
        self._pace = pace or Pace()
        self._always_announce = always_announce
        self._templates: list[re.Pattern[str]] = []
        self._running: set[asyncio.Task[Any]] = set()
        self._stopping = False

    async def setup_hook(self) -> None:
        self._count_requests()
        for cog in COGS:
            await importlib.import_module(cog).setup(self)
        await self._announce_commands()
        log.info("Invite it with %s", self.invite)

    def _count_requests(self) -> None:
        """So that scheduled posts leave room for what members and games cause. Answers to interactions
        don't pass here, nor do they count at Discord."""
        request = self.http.request

        async def counted(route: Route, **options: Any) -> Any:
            async with self.rates.request():
                return await request(route, **options)

        setattr(self.http, "request", counted)  # noqa: B010 - one object's, not the class's

    def add_dynamic_items(self, *items: type[discord.ui.DynamicItem[Any]]) -> None:
        super().add_dynamic_items(*items)
        self._templates += [item.__discord_ui_compiled_template__ for item in items]

    @property
    def invite(self) -> str:
        return discord.utils.oauth_url(
            self.application_id or 0, permissions=PERMISSIONS, scopes=("bot", "applications.commands")
        )

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        await super().before_identify_hook(shard_id, initial=initial)
        self._pace.note(time.monotonic())

    async def on_ready(self) -> None:
        log.info("Connected as %s, in %d servers.", self.user, len(self.guilds))
        # What is loaded now stays. With 10,000 servers, looking through all of it for garbage would hold up
        # every answer for a tenth of a second (95 ms measured), again and again.
        gc.collect()
        gc.freeze()

    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        """discord.py drops a press that no template knows, and the member would read "interaction failed"."""
        if interaction.type is not discord.InteractionType.component:
            return
        pressed = str((interaction.data or {}).get("custom_id", ""))
        if not any(template.fullmatch(pressed) for template in self._templates):
            await tell_error(interaction, VanishedError())

    async def admit(self, interaction: discord.Interaction[Any]) -> bool:
        """Notes the current task, so that a stop waits for it; refuses while stopping."""
        if self._stopping:
            await tell_error(interaction, RestartingError())
            return False
        if (task := asyncio.current_task()) is not None:
            self._running.add(task)
            task.add_done_callback(self._running.discard)
        return True

    async def attend(self, interaction: discord.Interaction[Any], handler: Handler) -> None:
        """A press, with the same care as a command: counted, and its error told."""
        if not await self.admit(interaction):
            return
        try:
            await handler(interaction)
        except Exception as error:
            await tell_error(interaction, error)
        else:
            self.dispatch("attended", interaction)

    async def finish(self, seconds: float) -> None:
        """Takes nothing new and lets what is running end."""
        self._stopping = True
        if self._running:
            log.info("Waiting for %d answers that are under way.", len(self._running))
            await asyncio.wait(set(self._running), timeout=seconds)

    async def _announce_commands(self) -> None:
        """Tells Discord our commands when they changed since it last heard of them, and not otherwise."""
        payload = [command.to_dict(self.tree) for command in self.tree.get_commands()]
        digest = hashlib.sha256(json.dumps(payload, sort_keys=True).encode()).hexdigest()
        key = f"commands:{self.application_id}"
        last = json.loads(await self.services.servers.state(key) or "{}")
        ids: dict[str, int] = last.get("ids", {})
        if self._always_announce or last.get("hash") != digest:
            try:
                ids = {command.name: command.id for command in await self.tree.sync()}
            except (discord.HTTPException, app_commands.AppCommandError) as error:
                self.announced = False
                log.error(
                    "Discord refused the list of commands, so members see those of the last time: %s "
                    "Start the bot again later; if it is refused again, report this line.",
                    error,
                )
            else:
                log.info("Announced %d commands to Discord.", len(ids))
                await self.services.servers.set_state(key, json.dumps({"hash": digest, "ids": ids}))
        self.mentions.update({name: f"</{name}:{command_id}>" for name, command_id in ids.items()})


FIRST_PAUSE, LONGEST_PAUSE = 1.0, 300.0
STEADY = 600.0
"""Seconds of connection after which the pauses start small again."""
DRAIN, CLOSE = 3.6, 0.8
"""Seconds to finish answers and to say goodbye: together well under the five that a stop may take."""

CURE = "Take a new one from https://discord.com/developers/applications (your application, Bot, Reset Token)."


class TooOftenError(Exception):
    """Ends a connection from inside discord.py, which would sign in again at once."""


class Pace:
    """Discord allows 1,000 sign-ins (IDENTIFY) a day and then resets the token; this allows 30 an hour."""

    MOST, WITHIN = 30, 3600.0

    def __init__(self) -> None:
        self._times: list[float] = []

    def note(self, now: float) -> None:
        """A sign-in that is due now. Raises TooOftenError, and then it must not happen."""
        self._times = [one for one in self._times if now - one < self.WITHIN]
        if len(self._times) >= self.MOST:
            raise TooOftenError
        self._times.append(now)


async def run(settings: Settings, data: Path | None = None, *, stop: asyncio.Event | None = None) -> int:
    """Stays connected until SIGTERM or SIGINT. Raises ConnectError for what only the owner can mend."""
    _set_up_logging(settings.log_level)
    _check_token(settings.discord_token)
    if settings.discord_api_base:
        _point_at(settings.discord_api_base)
    stop = stop or asyncio.Event()
    loop = asyncio.get_running_loop()
    with contextlib.suppress(NotImplementedError):  # Windows: Ctrl-C raises KeyboardInterrupt instead
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, stop.set)
    pace = Pace()
    failures = 0
    shard = (settings.shard_id, settings.shard_count)
    async with open_services(data or settings.data_dir, shard=shard) as services:
        while not stop.is_set():
            started = loop.time()
            reason = await _connected(services, settings.discord_token, pace, stop, shard)
            if stop.is_set():
                break
            failures = 0 if loop.time() - started > STEADY else failures + 1
            pause = min(FIRST_PAUSE * 2.0 ** min(failures - 1, 20), LONGEST_PAUSE)
            pause *= random.uniform(0.8, 1.2)  # noqa: S311 - so that many bots don't come back at once
            log.warning("%s Trying again in %.0f s.", reason, pause)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), pause)
    log.info("Stopped.")
    return 0


async def _connected(
    services: Services, token: str, pace: Pace, stop: asyncio.Event, shard: tuple[int, int]
) -> str:
    """One life of a connection; why it ended, in words. A new bot each time: discord.py can't reuse one."""
    bot = CanonkeeperBot(services, pace=pace, shard=shard)
    serving = asyncio.create_task(bot.start(token))
    stopping = asyncio.create_task(stop.wait())
    try:
        await asyncio.wait({serving, stopping}, return_when=asyncio.FIRST_COMPLETED)
        if stop.is_set():
            await bot.finish(DRAIN)
            return "Stopping."
        return _why(serving.exception())
    finally:
        stopping.cancel()
        serving.cancel()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(bot.close(), CLOSE)
        await bot.http.close()  # which a farewell that took too long never came to
        await asyncio.wait({serving, stopping}, timeout=0.2)


def _why(error: BaseException | None) -> str:
    """Raises ConnectError when trying again can't help."""
    if isinstance(error, discord.LoginFailure) or (
        isinstance(error, discord.ConnectionClosed) and error.code == 4004
    ):
        raise ConnectError(f"Discord refuses the token in DISCORD_TOKEN. {CURE}") from None
    if isinstance(error, discord.PrivilegedIntentsRequired) or (
        isinstance(error, discord.ConnectionClosed) and error.code in (4010, 4011, 4012, 4013, 4014)
    ):
        raise ConnectError(f"Discord refuses this connection for good: {error}") from None
    if error is None:
        return "Discord ended the connection."
    if isinstance(error, TooOftenError):
        return "Signed in too often within the hour."
    if isinstance(error, discord.HTTPException):
        return f"Discord answered with {error.status} {error.text or ''}".strip() + "."
    unreached = (
        OSError,
        aiohttp.ClientError,
        TimeoutError,
        discord.GatewayNotFound,
        discord.ConnectionClosed,
    )
    # When its very first connection fails, discord.py stumbles over a websocket that it doesn't have yet.
    first = isinstance(error, AttributeError) and "'sequence'" in str(error)
    if first or isinstance(error, unreached):
        return "Discord can't be reached" + ("." if first else f" ({str(error) or type(error).__name__}).")
    log.error("The connection ended in a way that it should not.", exc_info=error)
    return "The connection broke."


def _check_token(token: str) -> None:
    if not token:
        raise ConnectError(
            "There is no token. Copy .env.example to .env and set DISCORD_TOKEN in it. "
            "Without one, `python -m bot preview` shows everything offline."
        )
    if not re.fullmatch(r"[\w-]+\.[\w-]+\.[\w-]+", token, re.ASCII):
        raise ConnectError(
            "DISCORD_TOKEN is not a bot token: that has three parts joined by dots, without spaces or "
            f"quotation marks (a client secret or public key is something else). {CURE}"
        )


def _point_at(base: str) -> None:
    """Everything at the stand-in that a test runs on this machine; Settings has refused other machines."""
    Route.BASE = f"{base}/api/v10"
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(f"ws{base.removeprefix('http')}/gateway")
    setattr(discord.Asset, "BASE", f"{base}/cdn")  # noqa: B010 - typed as the literal address


class _Brief(logging.Filter):
    """What is nobody's fault is one line of discord.py's log, not a page of traceback."""

    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if record.exc_info else None
        late = isinstance(error, discord.HTTPException) and error.code in (TOO_LATE, ANSWERED)
        if late or str(record.msg).startswith("Attempting a reconnect"):
            record.exc_info = None
        return True


def _set_up_logging(level: str) -> None:
    logging.basicConfig(level=level, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    # Below this, discord.py writes whole payloads, with the tokens of interactions in their addresses.
    logging.getLogger("discord").setLevel(max(logging.getLogger().level, logging.WARNING))
    for name in ("discord.client", "discord.app_commands.tree"):
        logging.getLogger(name).addFilter(_Brief())
