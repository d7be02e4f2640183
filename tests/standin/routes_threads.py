"""Routes of channels and threads: looking one up, starting a thread, archiving and locking it."""

from __future__ import annotations

import copy

from tests.standin import shapes
from tests.standin.calls import Call, route
from tests.standin.composing import compose, invalid
from tests.standin.routes_messages import announce
from tests.standin.shapes import FORUM, REQUIRE_TAG, THREADS, Json
from tests.standin.world import Refused


@route("GET", "/channels/{channel}")
async def fetch(call: Call) -> Json:
    return call.discord.world.channel(call.id("channel"))


@route("PATCH", "/channels/{channel}")
async def change(call: Call) -> Json:
    changed = copy.deepcopy(call.discord.world.channel(call.id("channel")))
    about_thread = {"archived", "locked", "auto_archive_duration", "invitable"}
    for key, value in call.body.items():
        (changed["thread_metadata"] if key in about_thread else changed)[key] = value
    if "archived" in call.body:
        changed["thread_metadata"]["archive_timestamp"] = shapes.iso()
    call.discord.world.put("channel", changed["id"], changed)
    event = "THREAD_UPDATE" if changed["type"] in THREADS else "CHANNEL_UPDATE"
    call.discord.gateway.publish(event, changed, int(changed["guild_id"]))
    return changed


@route("DELETE", "/channels/{channel}")
async def delete(call: Call) -> Json:
    gone = call.discord.world.channel(call.id("channel"))
    call.discord.world.put("channel", gone["id"], None)
    event = "THREAD_DELETE" if gone["type"] in THREADS else "CHANNEL_DELETE"
    call.discord.gateway.publish(event, gone, int(gone["guild_id"]))
    return gone


@route("POST", "/channels/{channel}/messages/{message}/threads", status=201)
async def start_on_message(call: Call) -> Json:
    world = call.discord.world
    parent = world.channel(call.id("channel"))
    kept = copy.deepcopy(world.message(int(parent["id"]), call.id("message")))
    if kept.payload["flags"] & shapes.HAS_THREAD:
        raise Refused(400, 160004, "A thread has already been created for this message")
    made = _new(call, kept.id, parent, call.body)
    kept.payload["flags"] |= shapes.HAS_THREAD
    world.keep(kept)
    announce(call.discord, "MESSAGE_UPDATE", kept)
    return made


@route("POST", "/channels/{channel}/threads", status=201)
async def start(call: Call) -> Json:
    """In a forum a post with its first message, whose id is the thread's too."""
    world = call.discord.world
    parent = world.channel(call.id("channel"))
    number = world.mint.new()
    if parent["type"] != FORUM:
        return _new(call, number, parent, call.body, kind=call.body.get("type", shapes.PRIVATE_THREAD))
    if parent["flags"] & REQUIRE_TAG and not call.body.get("applied_tags"):
        raise Refused(400, 40067, "A tag is required to create a forum post in this channel")
    known = {tag["id"] for tag in parent["available_tags"]}
    tags = [str(tag) for tag in call.body.get("applied_tags") or []]
    if not known.issuperset(tags):
        raise invalid("applied_tags", "Unknown tag")
    kept = compose(call, call.body.get("message") or {}, number, number=number)
    made = _new(call, number, parent, call.body, tags=tags)
    world.keep(kept)
    announce(call.discord, "MESSAGE_CREATE", kept)
    return {**made, "message": kept.payload}


def _new(
    call: Call,
    number: int,
    parent: Json,
    body: Json,
    *,
    kind: int = shapes.THREAD,
    tags: list[str] | None = None,
) -> Json:
    name = str(body.get("name") or "")
    if not 1 <= len(name) <= 100:
        raise invalid("name", "Must be between 1 and 100 in length.")
    made = shapes.thread(number, parent, name, shapes.BOT_ID, kind=kind)
    made["thread_metadata"]["auto_archive_duration"] = body.get("auto_archive_duration") or 1440
    if tags is not None:
        made["applied_tags"] = tags
    call.discord.world.put("channel", number, made)
    created = {**made, "newly_created": True}
    call.discord.gateway.publish("THREAD_CREATE", created, int(parent["guild_id"]))
    return made


@route("GET", "/guilds/{guild}/threads/active")
async def active(call: Call) -> Json:
    call.discord.world.guild(call.id("guild"))
    return _listed(call.discord.world.threads_of(call.id("guild")), archived=False)


@route("GET", "/channels/{channel}/threads/archived/public")
async def archived(call: Call) -> Json:
    parent = call.discord.world.channel(call.id("channel"))
    threads = call.discord.world.threads_of(int(parent["guild_id"]))
    return _listed([one for one in threads if one["parent_id"] == parent["id"]], archived=True)


def _listed(threads: list[Json], *, archived: bool) -> Json:
    shown = [one for one in threads if one["thread_metadata"]["archived"] == archived]
    return {"threads": shown, "members": [one["member"] for one in shown], "has_more": False}
