"""Orders about servers: making them, their channels, threads, roles and members, and taking them away."""

from __future__ import annotations

import copy
import gc

from tests.standin import shapes
from tests.standin.orders import order
from tests.standin.parts import Discord
from tests.standin.shapes import Json


@order
async def guilds(discord: Discord, asked: Json) -> list[Json]:
    made = discord.world.make_guilds(asked["count"], asked["channels"], asked["locale"])
    for guild in made if discord.gateway.ready else ():
        # `unavailable` is absent when a bot is invited, so it counts as a fresh join.
        joined = {**_arrival(discord, guild)}
        del joined["unavailable"]
        discord.gateway.publish("GUILD_CREATE", joined, guild)
    # They stay. Looked through for garbage again and again, thousands of them would hold up every request for
    # a tenth of a second, and rate limits would count in one second what was sent in two.
    gc.freeze()
    return [
        {"id": guild, "channels": [int(one["id"]) for one in discord.world.channels_of(guild)]}
        for guild in made
    ]


def _arrival(discord: Discord, guild: int) -> Json:
    roles = discord.world.member(guild, shapes.BOT_ID)["roles"]
    return shapes.arriving_guild(
        discord.world.guilds[guild], discord.world.channels_of(guild), discord.world.threads_of(guild), roles
    )


@order
async def remove_guild(discord: Discord, asked: Json) -> None:
    guild = asked["guild"]
    for channel in discord.world.channels_of(guild):
        discord.world.put("channel", channel["id"], None)
    discord.world.put("guild", guild, None)
    discord.gateway.publish("GUILD_DELETE", {"id": str(guild)}, guild)


@order
async def channel(discord: Discord, asked: Json) -> int:
    guild = asked["guild"]
    made = shapes.channel(discord.world.next_in(guild), guild, asked["name"], kind=asked["kind"])
    if asked["kind"] == shapes.FORUM:
        made["flags"] = shapes.REQUIRE_TAG if asked["tag_required"] else 0
        made["available_tags"] = [
            {"id": str(place), "name": name, "moderated": False, "emoji_id": None, "emoji_name": None}
            for place, name in enumerate(asked["tags"], int(made["id"]) + 1_000)
        ]
    discord.world.put("channel", made["id"], made)
    discord.gateway.publish("CHANNEL_CREATE", made, guild)
    return int(made["id"])


@order
async def change_channel(discord: Discord, asked: Json) -> None:
    changed = {**copy.deepcopy(discord.world.channels[asked["channel"]]), **asked["changes"]}
    if "thread_metadata" in asked["changes"]:
        before = discord.world.channels[asked["channel"]]["thread_metadata"]
        changed["thread_metadata"] = {**before, **asked["changes"]["thread_metadata"]}
    discord.world.put("channel", changed["id"], changed)
    event = "THREAD_UPDATE" if changed["type"] in shapes.THREADS else "CHANNEL_UPDATE"
    discord.gateway.publish(event, changed, int(changed["guild_id"]))


@order
async def thread(discord: Discord, asked: Json) -> int:
    parent = discord.world.channels[asked["channel"]]
    made = shapes.thread(discord.world.mint.new(), parent, asked["name"], asked["owner"])
    made["thread_metadata"] |= {"archived": asked["archived"], "locked": asked["locked"]}
    discord.world.put("channel", made["id"], made)
    discord.gateway.publish("THREAD_CREATE", {**made, "newly_created": True}, int(parent["guild_id"]))
    return int(made["id"])


@order
async def role(discord: Discord, asked: Json) -> int:
    guild = copy.deepcopy(discord.world.guild(asked["guild"]))
    number = discord.world.next_in(asked["guild"])
    made = shapes.role(number, asked["name"], asked["permissions"], len(guild["roles"]))
    guild["roles"].append(made)
    discord.world.put("guild", asked["guild"], guild)
    discord.gateway.publish("GUILD_ROLE_CREATE", {"guild_id": guild["id"], "role": made}, asked["guild"])
    return number


@order
async def member(discord: Discord, asked: Json) -> None:
    made = shapes.member(shapes.user(asked["id"], asked["name"]), [str(one) for one in asked["roles"]])
    discord.world.put("member", f"{asked['guild']}/{asked['id']}", made)


@order
async def direct(discord: Discord, asked: Json) -> int:
    return int(discord.world.direct_channel(shapes.user(asked["id"], asked["name"]))["id"])


@order
async def close_channel(discord: Discord, asked: Json) -> None:
    """What a bot is told of it goes with the code: a deletion, or permissions taken away."""
    number, code = asked["channel"], asked["code"]
    kept = discord.world.channels[number]
    guild = int(kept["guild_id"])
    if code == 10003:
        discord.world.close_channel(number, 404, code, "Unknown Channel")
        if asked["announced"]:
            discord.gateway.publish("CHANNEL_DELETE", kept, guild)
        return
    text = {50001: "Missing Access", 50013: "Missing Permissions"}[code]
    discord.world.close_channel(number, 403, code, text)
    if asked["announced"]:
        denied = shapes.VIEW if code == 50001 else shapes.SEND
        overwrite = {"id": str(shapes.BOT_ID), "type": 1, "allow": "0", "deny": str(denied)}
        discord.gateway.publish("CHANNEL_UPDATE", {**kept, "permission_overwrites": [overwrite]}, guild)


@order
async def open_channel(discord: Discord, asked: Json) -> None:
    kept = discord.world.channels[asked["channel"]]
    discord.world.open_channel(asked["channel"])
    if asked["announced"]:
        guild = int(kept["guild_id"])
        discord.gateway.publish("CHANNEL_CREATE", kept, guild)
        discord.gateway.publish("CHANNEL_UPDATE", kept, guild)


@order
async def command_permissions(discord: Discord, asked: Json) -> None:
    discord.world.put("permissions", f"{asked['guild']}/{asked['command']}", asked["permissions"])
