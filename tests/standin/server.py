"""Serves the stand-in on loopback: each request is counted, limited, met by its fault, answered, noted."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from aiohttp import BodyPartReader, web

from tests.standin import orders_servers, routes_accounts, routes_answers, routes_messages, routes_threads
from tests.standin.asking import UnfitOrderError
from tests.standin.calls import ROUTES, Call, Route, Upload
from tests.standin.control import Control
from tests.standin.faults import Fault
from tests.standin.limits import Verdict
from tests.standin.orders import ORDERS
from tests.standin.parts import Discord
from tests.standin.recording import Record
from tests.standin.shapes import encode
from tests.standin.world import Refused

log = logging.getLogger(__name__)

API = "/api/v10"
HOST = "127.0.0.1"
TABLES = (orders_servers, routes_accounts, routes_answers, routes_messages, routes_threads)
"""Importing these fills the tables of orders and routes."""
PLACES = ("channel", "guild", "token")


class UnknownRouteError(Exception):
    """The bot asked for what the stand-in doesn't have."""


def reply(status: int, body: Any, headers: dict[str, str] | None = None) -> web.Response:
    """The content type is bare: with a charset, discord.py takes the body for text."""
    if body is None:
        return web.Response(status=204, headers=headers)
    return web.Response(
        status=status, body=encode(body).encode(), headers=headers, content_type="application/json"
    )


class Server:
    def __init__(self, discord: Discord) -> None:
        self.discord = discord
        self.application = web.Application(client_max_size=25 * 2**20)
        router = self.application.router
        # The router takes the first that fits, so fixed names come before what could be any id.
        for route in sorted(ROUTES, key=lambda one: [part[:1] == "{" for part in one.path.split("/")]):
            router.add_route(route.method, API + route.path, self._handler(route))
        router.add_get("/gateway", self._gateway)
        router.add_get("/gateway/", self._gateway)
        router.add_post("/control/{order}", self._order)
        router.add_get("/cdn/attachments/{channel}/{file}/{name}", self._file)
        router.add_route("*", "/{rest:.*}", self._unknown)
        self.application.on_shutdown.append(self._shut_down)

    async def _shut_down(self, _: web.Application) -> None:
        await self.discord.gateway.close_all(1001)

    async def _gateway(self, request: web.Request) -> web.StreamResponse:
        seconds, fault = self.discord.faults.meet(request.method, request.path)
        await asyncio.sleep(seconds)
        if fault:
            return reply(fault.status, {"message": fault.message, "code": fault.code})
        return await self.discord.gateway.connect(request)

    async def _file(self, request: web.Request) -> web.Response:
        content = self.discord.world.file(int(request.match_info["file"]))
        if content is None:
            return reply(404, {"message": "Not Found", "code": 0})
        return web.Response(body=content, content_type="application/octet-stream")

    async def _unknown(self, request: web.Request) -> web.Response:
        self.discord.unknown.append(f"{request.method} {request.path}")
        self.discord.tally.answered("unknown", 501)
        return reply(501, {"message": "The stand-in has no such route.", "code": 0})

    async def _order(self, request: web.Request) -> web.Response:
        order = ORDERS.get(request.match_info["order"])
        if order is None:
            return reply(400, {"error": "there is no such order"})
        try:
            return reply(200, {"result": await order(self.discord, await request.json())})
        except TimeoutError:
            return reply(408, {"error": "it did not happen in time"})
        except (UnfitOrderError, Refused) as error:
            return reply(400, {"error": str(error)})
        except LookupError as error:
            return reply(400, {"error": repr(error)})

    def _handler(self, route: Route) -> Any:
        async def handle(request: web.Request) -> web.StreamResponse:
            return await self._handle(route, request)

        return handle

    async def _handle(self, route: Route, request: web.Request) -> web.StreamResponse:
        discord = self.discord
        token = request.headers.get("Authorization")
        if token:
            discord.tally.arrived()
        call = await self._read(request)
        place = next((request.match_info[key] for key in PLACES if key in request.match_info), "")
        verdict = discord.limits.judge(route.name, place, token)
        if verdict.wait is not None:
            return self._answer(route, request, call, 429, *_limited(verdict))
        seconds, fault = discord.faults.meet(request.method, request.path)
        if seconds:
            await asyncio.sleep(seconds)
        if fault and fault.kind == "cut_before":
            return self._cut(route, request, call)
        if fault and fault.kind == "status":
            return self._answer(route, request, call, fault.status, *_ordered(fault))
        try:
            status, body = route.status, await route.answer(call)
        except Refused as error:
            status, body = error.status, {"message": error.message, "code": error.code}
        except Exception as error:
            # Not a 500, which discord.py would try again as if nothing were wrong with us.
            log.exception("%s", route.name)
            discord.unknown.append(f"{request.method} {request.path} ({error!r})")
            status, body = 501, {"message": "The stand-in stumbled.", "code": 0}
        if fault and fault.kind == "cut_after":
            return self._cut(route, request, call)
        if fault and fault.kind == "status_after":
            return self._answer(route, request, call, fault.status, *_ordered(fault))
        if fault:
            await asyncio.sleep(fault.seconds)
        return self._answer(route, request, call, status, body, verdict.headers)

    async def _read(self, request: web.Request) -> Call:
        ids, query = dict(request.match_info), dict(request.query)
        if request.content_type != "multipart/form-data":
            text = await request.text()
            return Call(self.discord, ids, query, json.loads(text) if text else None)
        body: Any = {}
        uploads: dict[str, Upload] = {}
        async for part in await request.multipart():
            assert isinstance(part, BodyPartReader)
            content = bytes(await part.read())
            if part.name == "payload_json":
                body = json.loads(content)
            else:
                uploads[str(part.name)] = Upload(part.filename or "file", content)
        return Call(self.discord, ids, query, body, uploads)

    def _note(self, route: Route, request: web.Request, call: Call, status: int, body: Any) -> None:
        self.discord.tally.answered(route.name, status)
        if self.discord.record:
            self.discord.record.note(
                request.method, request.path_qs, call.body,
                multipart=bool(call.uploads), status=status, answer=body,
            )  # fmt: skip

    def _answer(
        self, route: Route, request: web.Request, call: Call, status: int, body: Any, headers: dict[str, str]
    ) -> web.Response:
        self._note(route, request, call, 204 if body is None else status, body)
        return reply(status, body, headers)

    def _cut(self, route: Route, request: web.Request, call: Call) -> web.Response:
        """Ends the connection; the response that aiohttp wants goes nowhere."""
        self._note(route, request, call, 0, None)
        if request.transport:
            request.transport.close()
        return web.Response()


def _limited(verdict: Verdict) -> tuple[Any, dict[str, str]]:
    wait = round(verdict.wait or 0, 3)
    body = {"message": "You are being rate limited.", "retry_after": wait, "global": verdict.everywhere}
    return body, {**verdict.headers, "Retry-After": f"{wait:.3f}", "Via": "1.1 google"}


def _ordered(fault: Fault) -> tuple[Any, dict[str, str]]:
    if fault.status != 429:
        return {"message": fault.message, "code": fault.code}, {}
    body = {"message": fault.message, "retry_after": fault.retry_after, "global": False}
    headers = {"Retry-After": f"{fault.retry_after:.3f}", "X-RateLimit-Scope": "shared"}
    return body, {**headers, **({"Via": "1.1 google"} if fault.via else {})}


@asynccontextmanager
async def serving(discord: Discord, port: int = 0) -> AsyncGenerator[Discord]:
    """Only ever on loopback. What was asked for in vain stays in `discord.unknown`."""
    runner = web.AppRunner(Server(discord).application, access_log=None, shutdown_timeout=0.2)
    await runner.setup()
    try:
        await web.TCPSite(runner, HOST, port).start()
        discord.base = f"http://{HOST}:{runner.addresses[0][1]}"
        yield discord
    finally:
        await runner.cleanup()
        discord.world.close()


@asynccontextmanager
async def standin(
    folder: Path | None = None,
    *,
    port: int = 0,
    seed: int = 0,
    limits: bool = True,
    record: Record | None = None,
    heartbeat_ms: int = 41_250,
) -> AsyncGenerator[Control]:
    """A stand-in inside this process. Raises at the end if the bot asked for an unknown route."""
    discord = Discord(folder, seed=seed, limits=limits, record=record, heartbeat_ms=heartbeat_ms)
    async with serving(discord, port), Control(discord.base) as control:
        yield control
    if discord.unknown:
        raise UnknownRouteError(", ".join(discord.unknown))
