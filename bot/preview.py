"""The offline playground: the real bot in a pretend Discord, shown as a page in the browser."""

from __future__ import annotations

import asyncio
import contextlib
import contextvars
import os
import signal
import sys
import time
from collections.abc import AsyncGenerator, Callable
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.client import CanonkeeperBot
from bot.errors import OwnerError, UserError
from bot.models import LibraryFacts
from bot.services import Services, now, open_services

if TYPE_CHECKING:
    from simcord.env import Env
    from simcord.preview import Preview

SHOWN_FIRST = (("canon", "korrasami"), ("quote", "konietzko"))
"""What the terminal shows, where the library knows it; else the library's own examples."""


async def preview(data: Path, *, port: int = 0, ready: Callable[[str], None] | None = None) -> int:
    """Serves the page until Ctrl-C, SIGTERM or the page's own end button; `ready` is told its address."""
    if find_spec("simcord") is None:
        raise OwnerError("The playground needs simcord: pip install 'simcord[preview]'")
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    with contextlib.suppress(NotImplementedError):
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, stop.set)
    passing = _PassingTime()
    async with open_services(data, clock=passing.now, wait=passing.wait, counts_departures=False) as services:
        bot = CanonkeeperBot(services, always_announce=True)
        async with _pretended(bot, passing) as env:
            env.backend.bot_user.name = "Canonkeeper"
            guild = env.create_guild("Republic City")
            channel = guild.create_text_channel("canon-talk")
            viewers = [guild.add_member(env.create_user(name)) for name in ("Jinora", "Bolin")]
            keepers = guild.create_role("Moderators", permissions=_moderator())
            viewers.append(guild.add_member(env.create_user("Lin (moderator)"), roles=[keepers]))
            page = env.preview(channel, viewers=viewers, layout="channel", port=port or None)
            async with page:
                passing.page = page
                _print(await _first_answers(services))
                _print(
                    f"\nThe playground is open: {page.url}\n"
                    "Type /canon, /quote, /search, /verify, /sources, /trivia or /help there; as the "
                    "moderator also /admin. Ctrl-C here ends it."
                )
                if ready is not None:
                    ready(page.url)
                ticking = asyncio.create_task(passing.tick())
                await _until_stopped(page, stop)
                ticking.cancel()
    return 0


@contextlib.asynccontextmanager
async def _pretended(bot: CanonkeeperBot, passing: _PassingTime) -> AsyncGenerator[Env]:
    """The pretend Discord. Its time is known before the bot is: what the bot waits for begins at once."""
    from simcord.env import Env

    env = Env(bot)
    passing.start(env)
    await env.start()
    try:
        yield env
    finally:
        await env.shutdown()


TICK = 0.2


class _PassingTime:
    """Lets time pass in the pretend Discord, where otherwise it stands still between two clicks."""

    def __init__(self) -> None:
        self.env: Env | None = None
        self.page: Preview | None = None
        self._last = time.perf_counter()
        self._refreshing: set[asyncio.Task[None]] = set()

    def start(self, env: Env) -> None:
        self.env, self._last = env, time.perf_counter()

    def now(self) -> datetime:
        moment = time.perf_counter()
        if self.env is None:
            return now()
        self.env.backend.advance_clock(moment - self._last)
        self._last = moment
        return self.env.now()

    async def tick(self) -> None:
        """Little by little: an interaction that is suddenly seconds old may not be answered any more."""
        while True:
            self.now()
            await asyncio.sleep(TICK)

    async def wait(self, event: asyncio.Event, seconds: float) -> None:
        """Games and schedules wait as for something from outside, so that clicks are answered meanwhile."""
        if self.env is None:
            return
        # In an empty context this timer belongs to the wall clock, not to the pretend one.
        outside = contextvars.Context()
        timer = outside.run(asyncio.get_running_loop().call_later, seconds, event.set)
        outside.run(self._show_soon)
        try:
            await self.env.external_wait(event.wait(), reason="a game or a schedule")
        finally:
            timer.cancel()
            outside.run(self._show_soon)

    def _show_soon(self) -> None:
        task = asyncio.get_running_loop().create_task(self._show())
        self._refreshing.add(task)
        task.add_done_callback(self._refreshing.discard)

    async def _show(self) -> None:
        """The page learns of what no click caused; while a click is being answered, that is done first."""
        for _ in range(50):
            await asyncio.sleep(0.1)
            with contextlib.suppress(Exception):
                if self.page is not None:
                    await self.page.refresh()
                return


async def _until_stopped(page: Preview, stop: asyncio.Event) -> None:
    waits: list[asyncio.Task[Any]] = [
        asyncio.create_task(stop.wait()),
        asyncio.create_task(page.wait_closed()),
    ]
    await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
    for one in waits:
        one.cancel()
    await asyncio.gather(*waits, return_exceptions=True)


def _moderator() -> Any:
    import discord

    return discord.Permissions(manage_guild=True, manage_messages=True)


async def _first_answers(services: Services) -> str:
    """Two answers for those who look at the terminal only."""
    from bot.ask import answer_text

    try:
        facts = await services.at(0).sources.facts()
        said: list[str] = []
        for command, argument in SHOWN_FIRST:
            line = await _line(services, facts, command, argument)
            if line is not None:
                said.append(f"> {line}\n{await answer_text(services, line)}")
        return "\n\n".join(said)
    except UserError as error:
        return str(error)


async def _line(services: Services, facts: LibraryFacts, command: str, argument: str) -> str | None:
    if command == "canon":
        found = (await services.at(0).canon.answer(argument)).found
    else:
        found = (await services.at(0).quotes.answer(argument)).found
    example = argument if found else facts.examples.get(command)
    return f"/{command} {example}" if example else None


def _print(text: str) -> None:
    """Written through at once: whoever started this reads it through a pipe."""
    sys.stdout.write(text + os.linesep)
    sys.stdout.flush()
