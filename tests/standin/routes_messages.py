"""Routes of messages: sending under a nonce, history, edits, deletion, pins."""

from __future__ import annotations

import copy
from itertools import islice
from typing import TYPE_CHECKING, Any

from tests.standin import shapes
from tests.standin.calls import Call, route
from tests.standin.composing import compose, edit
from tests.standin.gateway import DIRECT_MESSAGES, GUILD_MESSAGES
from tests.standin.shapes import Json
from tests.standin.world import Kept, Refused

if TYPE_CHECKING:
    from tests.standin.parts import Discord


def announce(discord: Discord, event: str, kept: Kept) -> None:
    """To those sessions whose intents include messages."""
    guild = discord.world.channels[kept.channel].get("guild_id")
    intent = GUILD_MESSAGES if guild else DIRECT_MESSAGES
    nonce = {"nonce": kept.nonce} if kept.nonce is not None else {}
    payload = {"id": str(kept.id), "channel_id": str(kept.channel)}
    if event != "MESSAGE_DELETE":
        payload = {**kept.payload, **nonce}
    whole = {**payload, "guild_id": guild} if guild else payload
    discord.gateway.publish(event, whole, int(guild) if guild else None, intent)


def admit(call: Call, where: Json) -> None:
    """Sending into an archived thread opens it; a locked one stays shut to those who can't manage it."""
    if where["type"] not in shapes.THREADS or not where["thread_metadata"]["archived"]:
        return
    if where["thread_metadata"]["locked"]:
        raise Refused(400, 160005, "Thread is locked")
    opened = copy.deepcopy(where)
    opened["thread_metadata"] |= {"archived": False, "archive_timestamp": shapes.iso()}
    call.discord.world.put("channel", where["id"], opened)
    call.discord.gateway.publish("THREAD_UPDATE", opened, int(where["guild_id"]))


@route("POST", "/channels/{channel}/messages")
async def create(call: Call) -> Json:
    world, where = call.discord.world, call.discord.world.channel(call.id("channel"))
    if where["type"] == shapes.FORUM:
        raise Refused(400, 40058, "Cannot send a message in a forum channel")
    kept = compose(call, call.body, int(where["id"]))
    if kept.nonce is not None and call.body.get("enforce_nonce"):
        before = world.made_with(str(shapes.BOT_ID), kept.channel, kept.nonce)
        if before is not None:
            return {**before.payload, "nonce": before.nonce}
    admit(call, where)
    world.keep(kept)
    announce(call.discord, "MESSAGE_CREATE", kept)
    return {**kept.payload, **({"nonce": kept.nonce} if kept.nonce is not None else {})}


@route("GET", "/channels/{channel}/messages")
async def history(call: Call) -> list[Json]:
    """Newest first, and without nonces: Discord doesn't promise them here."""
    where = int(call.discord.world.channel(call.id("channel"))["id"])
    held = call.discord.world.messages.get(where, {})
    limit = call.number("limit") or 50
    if not 1 <= limit <= 100:
        raise Refused(400, 50035, "Invalid Form Body\nIn limit: int value should be from 1 to 100.")
    before, after, around = call.number("before"), call.number("after"), call.number("around")
    if around is not None:
        older = list(islice((one for one in reversed(held) if one < around), limit // 2))
        found = sorted([*older, *islice((one for one in held if one >= around), limit - len(older))])
    elif after is not None:
        found = list(islice((one for one in held if one > after), limit))
    else:
        newest = (one for one in reversed(held) if before is None or one < before)
        found = list(islice(newest, limit))[::-1]
    return [held[number].payload for number in reversed(found)]


@route("GET", "/channels/{channel}/messages/{message}")
async def fetch(call: Call) -> Json:
    where = int(call.discord.world.channel(call.id("channel"))["id"])
    return call.discord.world.message(where, call.id("message")).payload


@route("PATCH", "/channels/{channel}/messages/{message}")
async def change(call: Call) -> Json:
    where = int(call.discord.world.channel(call.id("channel"))["id"])
    kept = copy.deepcopy(call.discord.world.message(where, call.id("message")))
    if kept.payload["author"]["id"] != str(shapes.BOT_ID):
        raise Refused(403, 50005, "Cannot edit a message authored by another user")
    edit(call, kept, call.body)
    call.discord.world.keep(kept)
    announce(call.discord, "MESSAGE_UPDATE", kept)
    return kept.payload


@route("DELETE", "/channels/{channel}/messages/{message}")
async def delete(call: Call) -> None:
    where = int(call.discord.world.channel(call.id("channel"))["id"])
    kept = call.discord.world.message(where, call.id("message"))
    call.discord.world.remove_message(where, kept.id)
    announce(call.discord, "MESSAGE_DELETE", kept)


@route("POST", "/channels/{channel}/messages/bulk-delete")
async def delete_many(call: Call) -> None:
    where = int(call.discord.world.channel(call.id("channel"))["id"])
    for number in map(int, call.body["messages"]):
        if number in call.discord.world.messages.get(where, {}):
            call.discord.world.remove_message(where, number)


@route("POST", "/channels/{channel}/typing")
async def typing(call: Call) -> None:
    call.discord.world.channel(call.id("channel"))


@route("PUT", "/channels/{channel}/messages/pins/{message}")
async def pin(call: Call) -> None:
    _pin(call, True)


@route("DELETE", "/channels/{channel}/messages/pins/{message}")
async def unpin(call: Call) -> None:
    _pin(call, False)


def _pin(call: Call, pinned: bool) -> None:
    where = int(call.discord.world.channel(call.id("channel"))["id"])
    kept = copy.deepcopy(call.discord.world.message(where, call.id("message")))
    kept.payload["pinned"] = pinned
    call.discord.world.keep(kept)


@route("GET", "/channels/{channel}/messages/pins")
async def pins(call: Call) -> Any:
    where = int(call.discord.world.channel(call.id("channel"))["id"])
    held = call.discord.world.messages.get(where, {}).values()
    items = [{"pinned_at": one.payload["timestamp"], "message": one.payload} for one in held]
    return {"items": [one for one in items if one["message"]["pinned"]], "has_more": False}
