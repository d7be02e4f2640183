"""Routes of the account: signing in, announcing commands, and looking up guilds, members and users."""

from __future__ import annotations

import copy

from tests.standin import shapes
from tests.standin.calls import Call, route
from tests.standin.shapes import Json
from tests.standin.world import Refused


@route("GET", "/users/@me")
async def me(call: Call) -> Json:
    return shapes.ME


@route("GET", "/oauth2/applications/@me")
async def application(call: Call) -> Json:
    return {**shapes.APPLICATION, "approximate_guild_count": len(call.discord.world.guilds)}


@route("GET", "/gateway")
async def gateway(call: Call) -> Json:
    return {"url": _gateway(call)}


@route("GET", "/gateway/bot")
async def gateway_for_bots(call: Call) -> Json:
    """2,500 guilds a shard at most, as Discord insists."""
    used = len(call.discord.gateway.identified)
    limit = {"total": 1000, "remaining": max(0, 1000 - used), "reset_after": 86_400_000, "max_concurrency": 1}
    shards = max(1, -(-len(call.discord.world.guilds) // 2500))
    return {"url": _gateway(call), "shards": shards, "session_start_limit": limit}


def _gateway(call: Call) -> str:
    return f"ws{call.discord.base.removeprefix('http')}/gateway"


@route("PUT", "/applications/{application}/commands")
@route("PUT", "/applications/{application}/guilds/{guild}/commands")
async def announce_commands(call: Call) -> list[Json]:
    """Overwrites all; a command keeps its id as long as its type and name stay."""
    scope, world = call.ids.get("guild", ""), call.discord.world
    known = {(one["type"], one["name"]): one["id"] for one in world.commands.get(scope, [])}
    made: list[Json] = []
    for sent in call.body:
        kind = sent.get("type") or 1
        permissions = sent.get("default_member_permissions")
        made.append(
            {
                **copy.deepcopy(sent), "type": kind, "application_id": str(shapes.APPLICATION_ID),
                "id": known.get((kind, sent["name"])) or str(world.mint.new()),
                "version": str(world.mint.new()), "description": sent.get("description") or "",
                # Null asks for what the application is set up for.
                "integration_types": sent.get("integration_types") or [0],
                "default_member_permissions": None if permissions is None else str(permissions),
                **({"guild_id": scope} if scope else {}),
            }
        )  # fmt: skip
    world.put("commands", scope, made)
    return made


@route("GET", "/applications/{application}/commands")
@route("GET", "/applications/{application}/guilds/{guild}/commands")
async def commands(call: Call) -> list[Json]:
    return call.discord.world.commands.get(call.ids.get("guild", ""), [])


@route("GET", "/applications/{application}/guilds/{guild}/commands/{command}/permissions")
async def command_permissions(call: Call) -> Json:
    found = call.discord.world.permissions.get(f"{call.ids['guild']}/{call.ids['command']}")
    if found is None:
        raise Refused(404, 10066, "Unknown application command permissions")
    return _permissions(call.ids["guild"], call.ids["command"], found)


@route("GET", "/applications/{application}/guilds/{guild}/commands/permissions")
async def all_command_permissions(call: Call) -> list[Json]:
    held = call.discord.world.permissions.items()
    split = [(*key.split("/"), listed) for key, listed in held]
    return [
        _permissions(guild, command, listed) for guild, command, listed in split if guild == call.ids["guild"]
    ]


def _permissions(guild: str, command: str, listed: list[Json]) -> Json:
    whose = {"id": command, "application_id": str(shapes.APPLICATION_ID), "guild_id": guild}
    return {**whose, "permissions": listed}


@route("GET", "/applications/{application}/emojis")
async def emojis(call: Call) -> Json:
    return {"items": []}


@route("POST", "/users/@me/channels")
async def open_direct(call: Call) -> Json:
    who = int(call.body["recipient_id"])
    return call.discord.world.direct_channel(shapes.user(who, f"member-{who}"))


@route("GET", "/users/{user}")
async def user(call: Call) -> Json:
    number = call.id("user")
    return shapes.BOT if number == shapes.BOT_ID else shapes.user(number, f"member-{number}")


@route("GET", "/guilds/{guild}")
async def guild(call: Call) -> Json:
    return shapes.whole_guild(call.discord.world.guild(call.id("guild")))


@route("GET", "/guilds/{guild}/channels")
async def channels(call: Call) -> list[Json]:
    call.discord.world.guild(call.id("guild"))
    there = call.discord.world.channels_of(call.id("guild"))
    return [one for one in there if one["type"] not in shapes.THREADS]


@route("GET", "/guilds/{guild}/roles")
async def roles(call: Call) -> list[Json]:
    return call.discord.world.guild(call.id("guild"))["roles"]


@route("GET", "/guilds/{guild}/members/{user}")
async def member(call: Call) -> Json:
    call.discord.world.guild(call.id("guild"))
    return call.discord.world.member(call.id("guild"), call.id("user"))


@route("PUT", "/guilds/{guild}/members/{user}/roles/{role}")
async def give_role(call: Call) -> None:
    _change_roles(call, given=True)


@route("DELETE", "/guilds/{guild}/members/{user}/roles/{role}")
async def take_role(call: Call) -> None:
    _change_roles(call, given=False)


def _change_roles(call: Call, *, given: bool) -> None:
    guild, who, role = call.id("guild"), call.id("user"), call.ids["role"]
    if role not in {one["id"] for one in call.discord.world.guild(guild)["roles"]}:
        raise Refused(404, 10011, "Unknown Role")
    found = copy.deepcopy(call.discord.world.member(guild, who))
    found["roles"] = [one for one in found["roles"] if one != role] + ([role] if given else [])
    call.discord.world.put("member", f"{guild}/{who}", found)
