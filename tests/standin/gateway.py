"""The gateway: sign-in, heartbeats, events with their numbers, and what is missed replayed after a RESUME."""

from __future__ import annotations

import asyncio
import contextlib
import json
import random
import time
import uuid
from collections import deque
from dataclasses import dataclass, field

from aiohttp import WSMsgType, web

from tests.standin import shapes
from tests.standin.shapes import Json, encode
from tests.standin.world import World

GUILDS, GUILD_MESSAGES, DIRECT_MESSAGES = 1 << 0, 1 << 9, 1 << 12
REPLAYED = 20_000
"""How many of its last events a session can still ask for."""
RESUMABLE = 120.0
"""Seconds that a session outlives its connection."""
SENDS, PER = 120, 60.0
LONGEST = 4096


class Session:
    """One sign-in. Events are numbered here, whether or not a connection stands to carry them."""

    def __init__(self, token: str, shard: tuple[int, int], intents: int) -> None:
        self.id = uuid.uuid4().hex
        self.token, self.shard, self.intents = token, shard, intents
        self.seq = 0
        self.sent: dict[int, tuple[str, str]] = {}
        self.changed = asyncio.Event()
        self.link: Link | None = None
        self.left_at = 0.0
        self.complete_at = 0
        """The number of the last event that the sign-in itself brought."""

    def wants(self, guild: int | None, intent: int) -> bool:
        number, count = self.shard
        mine = number == ((guild >> 22) % count if guild else 0)
        return mine and (not intent or bool(self.intents & intent))

    def dispatch(self, name: str, text: str) -> None:
        self.seq += 1
        self.sent[self.seq] = (name, text)
        if len(self.sent) > REPLAYED and self.seq > self.complete_at + REPLAYED:
            del self.sent[next(iter(self.sent))]
        self.changed.set()

    @property
    def ready(self) -> bool:
        return self.link is not None and self.link.written >= self.complete_at


@dataclass(eq=False)
class Link:
    """One connection; it writes what its session has, from a number on."""

    socket: web.WebSocketResponse
    changed: asyncio.Event
    """Set for those who wait for the gateway to have come so far."""
    session: Session | None = None
    written: int = 0
    writer: asyncio.Task[None] | None = None
    ended_here: bool = False
    told: deque[float] = field(default_factory=lambda: deque[float]())

    async def send(self, op: int, data: object) -> None:
        with contextlib.suppress(ConnectionError):
            await self.socket.send_str(encode({"op": op, "d": data, "s": None, "t": None}))

    async def write(self, session: Session) -> None:
        with contextlib.suppress(ConnectionError):
            while True:
                while self.written < session.seq:
                    if (event := session.sent.get(self.written + 1)) is None:
                        await self.socket.close(code=4000)  # too far behind to be brought up to date
                        return
                    self.written += 1
                    name, text = event
                    await self.socket.send_str(f'{{"op":0,"t":"{name}","s":{self.written},"d":{text}}}')
                self.changed.set()
                session.changed.clear()
                await session.changed.wait()


class Gateway:
    def __init__(self, world: World, chance: random.Random, heartbeat_ms: int) -> None:
        self.acknowledging = True
        self.identified: list[Json] = []
        """Every IDENTIFY that was taken, without its token."""
        self.resumed = 0
        self._world, self._chance, self._heartbeat_ms = world, chance, heartbeat_ms
        self._sessions: dict[str, Session] = {}
        self._links: set[Link] = set()
        self._oddities: list[Json] = []
        self.changed = asyncio.Event()

    # Orders

    def events(self, *, delay: float, duplicate: bool, times: int | None, probability: float) -> None:
        """What befalls the next events: to come late, to come twice, or both."""
        self._oddities.append(
            {"delay": delay, "duplicate": duplicate, "times": times, "probability": probability}
        )

    def quiet_events(self) -> None:
        self._oddities.clear()

    async def close_all(self, code: int) -> int:
        """As if Discord closed every connection; the sessions stay."""
        links = list(self._links)
        for link in links:
            link.ended_here = True
        await asyncio.gather(*(link.socket.close(code=code) for link in links))
        return len(links)

    async def tell_all(self, op: int, data: object) -> int:
        if op == 9 and data is False:
            self._sessions.clear()
        links = [link for link in self._links if link.session]
        await asyncio.gather(*(link.send(op, data) for link in links))
        return len(links)

    def cut_all(self) -> int:
        """Ends every connection without a close frame."""
        links = list(self._links)
        for link in links:
            if (transport := link.socket.get_extra_info("socket")) is not None:
                transport.shutdown(2)
        return len(links)

    @property
    def ready(self) -> int:
        return sum(session.ready for session in self._sessions.values())

    # Events

    def publish(self, name: str, data: object, guild: int | None, intent: int = GUILDS) -> None:
        if not any(session.wants(guild, intent) for session in self._sessions.values()):
            return
        text = data if isinstance(data, str) else encode(data)
        late, copies = 0.0, 1
        for oddity in self._oddities:
            if oddity["times"] == 0 or self._chance.random() >= oddity["probability"]:
                continue
            if oddity["times"] is not None:
                oddity["times"] -= 1
            late += oddity["delay"]
            copies += bool(oddity["duplicate"])
        for _ in range(copies):
            if late:
                asyncio.get_running_loop().call_later(late, self._publish_now, name, text, guild, intent)
            else:
                self._publish_now(name, text, guild, intent)

    def _publish_now(self, name: str, text: str, guild: int | None, intent: int) -> None:
        for session in list(self._sessions.values()):
            if session.link is None and time.monotonic() - session.left_at > RESUMABLE:
                del self._sessions[session.id]
            elif session.wants(guild, intent):
                session.dispatch(name, text)

    # Connections

    async def connect(self, request: web.Request) -> web.WebSocketResponse:
        """Frames are plain text whatever compression was asked for, which clients take."""
        socket = web.WebSocketResponse(timeout=0.5, autoping=True, compress=False)
        await socket.prepare(request)
        link = Link(socket, self.changed)
        self._links.add(link)
        try:
            await link.send(10, {"heartbeat_interval": self._heartbeat_ms})
            async for frame in socket:
                if frame.type is not WSMsgType.TEXT:
                    await socket.close(code=4002)
                elif code := await self._heard(link, frame.data, request):
                    await socket.close(code=code)
        finally:
            self._links.discard(link)
            self._leave(link)
        return socket

    def _leave(self, link: Link) -> None:
        if link.writer:
            link.writer.cancel()
        session = link.session
        if session is None or session.link is not link:
            return
        session.link, session.left_at = None, time.monotonic()
        if link.socket.close_code in (1000, 1001) and not link.ended_here:
            # Only a client ends its session so.
            self._sessions.pop(session.id, None)
        self.changed.set()

    async def _heard(self, link: Link, text: str, request: web.Request) -> int | None:
        """The code to close with, if that has to be."""
        now = time.monotonic()
        link.told.append(now)
        while now - link.told[0] >= PER:
            link.told.popleft()
        if len(link.told) > SENDS:
            return 4008
        try:
            heard: Json = json.loads(text)
            op, data = heard["op"], heard["d"]
        except (ValueError, KeyError, TypeError):
            return 4002
        if len(text.encode()) > LONGEST:
            return 4002
        match op:
            case 1:
                if self.acknowledging:
                    await link.send(11, None)
            case 2:
                return self._identify(link, data, request)
            case 6:
                return await self._resume(link, data)
            case 3 | 8:
                return None if link.session else 4003
            case _:
                return 4001
        return None

    def _identify(self, link: Link, asked: Json, request: web.Request) -> int | None:
        if link.session:
            return 4005
        number, count = asked.get("shard", (0, 1))
        if not 0 <= number < count:
            return 4010
        session = Session(asked["token"], (number, count), asked["intents"])
        guilds = [guild for guild in self._world.guilds if session.wants(guild, 0)]
        ready: Json = {
            "v": 10, "user": shapes.BOT, "session_id": session.id, "session_type": "normal",
            "guilds": [{"id": str(guild), "unavailable": True} for guild in guilds],
            "resume_gateway_url": f"ws://{request.host}/gateway",
            "application": {"id": str(shapes.APPLICATION_ID), "flags": 0},
            **({"shard": [number, count]} if "shard" in asked else {}),
        }  # fmt: skip
        session.complete_at = 1 + len(guilds)
        session.dispatch("READY", encode(ready))
        for guild in guilds:
            session.dispatch("GUILD_CREATE", self._world.arrival(guild))
        self._sessions[session.id] = session
        self.identified.append({key: value for key, value in asked.items() if key != "token"})
        self._attach(link, session, 0)
        return None

    async def _resume(self, link: Link, asked: Json) -> int | None:
        if link.session:
            return 4005
        session = self._sessions.get(asked["session_id"])
        since = asked["seq"] or 0
        replayable = session is not None and (since == session.seq or since + 1 in session.sent)
        if session is None or session.token != asked["token"] or not replayable:
            await link.send(9, False)
            return None
        self.resumed += 1
        session.dispatch("RESUMED", "{}")
        self._attach(link, session, since)
        return None

    def _attach(self, link: Link, session: Session, since: int) -> None:
        if session.link and session.link.writer:
            # Its connection broke without a word, and the client came back sooner than we heard of it.
            session.link.writer.cancel()
        link.session, session.link, link.written = session, link, since
        link.writer = asyncio.create_task(link.write(session))
        self.changed.set()
