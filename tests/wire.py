"""The smallest Discord that a bot can sign in to over real HTTP and a real gateway."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import WSMsgType, web

USER = {"id": "1", "username": "keeper", "discriminator": "0", "avatar": None, "bot": True}
APPLICATION = {
    "id": "1", "name": "keeper", "description": "", "icon": None, "bot_public": True,
    "bot_require_code_grant": False, "owner": USER, "verify_key": "", "flags": 0,
}  # fmt: skip
MESSAGE = {
    "id": "55", "type": 20, "content": "", "channel_id": "9", "author": USER, "edited_timestamp": None,
    "timestamp": "2026-01-01T00:00:00+00:00", "tts": False, "mention_everyone": False, "mentions": [],
    "mention_roles": [], "attachments": [], "embeds": [], "pinned": False, "components": [],
}  # fmt: skip
ASKED = {
    "id": "77", "application_id": "1", "type": 2, "token": "token", "version": 1, "locale": "en-US",
    "guild_id": "8", "guild": {"id": "8", "features": [], "locale": "en-US"}, "channel_id": "9",
    "channel": {"id": "9", "type": 0, "name": "c", "position": 0, "permissions": "0"}, "app_permissions": "0",
    "entitlements": [], "authorizing_integration_owners": {"0": "8"}, "context": 0,
    "attachment_size_limit": 1,
    "member": {"user": {**USER, "id": "3"}, "roles": [], "permissions": "0", "flags": 0,
               "joined_at": "2020-01-01T00:00:00+00:00", "deaf": False, "mute": False},
    "data": {"id": "100", "name": "canon", "type": 1,
             "options": [{"name": "topic", "type": 3, "value": "korrasami"}]},
}  # fmt: skip


def reply(body: Any, status: int = 200) -> web.Response:
    """discord.py wants the bare content type, without a charset."""
    return web.Response(status=status, body=json.dumps(body).encode(), content_type="application/json")


class Wire:
    """What came in, and how long an answer takes to be taken."""

    def __init__(self, slow: float = 0.0) -> None:
        self.base = ""
        self.slow = slow
        self.answers: list[dict[str, Any]] = []
        self.identified: list[dict[str, Any]] = []
        self.announced = 0
        self.changed = asyncio.Event()
        self._sockets: list[web.WebSocketResponse] = []

    async def until(self, count: int, of: list[dict[str, Any]]) -> None:
        async with asyncio.timeout(20):
            while len(of) < count:
                self.changed.clear()
                await self.changed.wait()

    async def send(self, event: str, data: dict[str, Any]) -> None:
        await self._sockets[-1].send_json({"op": 0, "t": event, "s": 2, "d": data})

    async def user(self, request: web.Request) -> web.Response:
        return reply(USER)

    async def application(self, request: web.Request) -> web.Response:
        return reply(APPLICATION)

    async def callback(self, request: web.Request) -> web.Response:
        self.answers.append(await request.json())
        self.changed.set()
        await asyncio.sleep(self.slow)
        said = {"id": "77", "type": 2, "response_message_id": "55"}
        return reply({"interaction": said, "resource": {"type": 4, "message": MESSAGE}})

    async def commands(self, request: web.Request) -> web.Response:
        self.announced += 1
        listed = await request.json()
        return reply(
            [
                {**one, "id": str(100 + place), "application_id": "1", "version": "1"}
                for place, one in enumerate(listed)
            ]
        )

    async def gateway(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"op": 10, "d": {"heartbeat_interval": 41250}, "s": None, "t": None})
        async for frame in socket:
            if frame.type is not WSMsgType.TEXT:
                break
            message = json.loads(frame.data)
            if message["op"] == 1:
                await socket.send_json({"op": 11, "d": None, "s": None, "t": None})
            if message["op"] == 2:
                ready = {
                    "v": 10, "user": USER, "guilds": [], "session_id": "x",
                    "resume_gateway_url": f"ws{self.base.removeprefix('http')}/gateway",
                    "application": {"id": "1", "flags": 0},
                }  # fmt: skip
                self._sockets.append(socket)
                await self.send("READY", ready)
                self.identified.append(message["d"])
                self.changed.set()
        return socket


@asynccontextmanager
async def wire(slow: float = 0.0) -> AsyncGenerator[Wire]:
    served = Wire(slow)
    application = web.Application()
    application.router.add_get("/api/v10/users/@me", served.user)
    application.router.add_get("/api/v10/oauth2/applications/@me", served.application)
    application.router.add_put("/api/v10/applications/1/commands", served.commands)
    application.router.add_post("/api/v10/interactions/{id}/{token}/callback", served.callback)
    application.router.add_get("/gateway", served.gateway)
    application.router.add_get("/gateway/", served.gateway)
    runner = web.AppRunner(application, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    served.base = f"http://{host}:{port}"
    try:
        yield served
    finally:
        await runner.cleanup()
