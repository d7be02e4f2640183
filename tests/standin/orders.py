"""The orders of a test, as JSON under /control/NAME; `control.py` has a method for each."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any

from tests.standin import shapes
from tests.standin.asking import ask
from tests.standin.components import custom_ids
from tests.standin.faults import Fault
from tests.standin.parts import Discord
from tests.standin.routes_messages import announce
from tests.standin.shapes import Json
from tests.standin.world import Kept

Order = Callable[[Discord, Json], Awaitable[Any]]
ORDERS: dict[str, Order] = {}


def order(function: Order) -> Order:
    ORDERS[function.__name__.rstrip("_")] = function
    return function


# Messages


@order
async def say(discord: Discord, asked: Json) -> int:
    author = shapes.user(asked["by"]["id"], asked["by"]["name"])
    kept = Kept(shapes.message(discord.world.mint.new(), asked["where"], author), time.time())
    kept.payload["content"] = asked["content"]
    discord.world.keep(kept)
    announce(discord, "MESSAGE_CREATE", kept)
    return kept.id


@order
async def messages(discord: Discord, asked: Json) -> list[Json]:
    held = discord.world.messages.get(asked["where"], {}).values()
    return [
        {
            "id": one.id, "nonce": one.nonce, "at": one.at, "payload": one.payload,
            "custom_ids": custom_ids(one.payload["components"]), "allowed_mentions": one.allowed_mentions,
        }
        for one in held
    ]  # fmt: skip


@order
async def all_messages(discord: Discord, asked: Json) -> list[tuple[int, int, str | None, float]]:
    held = discord.world.messages.values()
    return [(one.channel, one.id, one.nonce, one.at) for there in held for one in there.values()]


@order
async def delete_message(discord: Discord, asked: Json) -> None:
    kept = discord.world.message(asked["where"], asked["message"])
    discord.world.remove_message(asked["where"], asked["message"])
    announce(discord, "MESSAGE_DELETE", kept)


@order
async def forget_nonces(discord: Discord, asked: Json) -> None:
    discord.world.forget_nonces()


# Interactions


@order
async def ask_(discord: Discord, asked: Json) -> Json:
    made = ask(discord, asked)
    if asked["answers"]:
        await made.until(asked["answers"], asked["seconds"])
    return made.report()


@order
async def answers(discord: Discord, asked: Json) -> Json:
    made = discord.interactions.asked(asked["id"])
    await made.until(asked["answers"], asked["seconds"])
    return made.report()


@order
async def resend(discord: Discord, asked: Json) -> None:
    discord.interactions.resend(asked["id"])


@order
async def send_event(discord: Discord, asked: Json) -> None:
    discord.gateway.publish(asked["name"], asked["data"], asked["guild"], intent=0)


@order
async def commands(discord: Discord, asked: Json) -> list[Json]:
    return discord.world.commands.get("", [])


# Faults and the gateway


@order
async def fault(discord: Discord, asked: Json) -> int:
    return discord.faults.order(Fault(**asked))


@order
async def clear_faults(discord: Discord, asked: Json) -> None:
    discord.faults.clear(asked["id"])


@order
async def met(discord: Discord, asked: Json) -> int:
    return discord.faults.met(asked["id"])


@order
async def close_gateway(discord: Discord, asked: Json) -> int:
    return (
        discord.gateway.cut_all() if asked["code"] is None else await discord.gateway.close_all(asked["code"])
    )


@order
async def tell_gateway(discord: Discord, asked: Json) -> int:
    return await discord.gateway.tell_all(asked["op"], asked["data"])


@order
async def events(discord: Discord, asked: Json) -> None:
    discord.gateway.events(**asked)


@order
async def quiet_events(discord: Discord, asked: Json) -> None:
    discord.gateway.quiet_events()


@order
async def acknowledge(discord: Discord, asked: Json) -> None:
    discord.gateway.acknowledging = asked["acknowledging"]


@order
async def bots(discord: Discord, asked: Json) -> Json:
    """Waits until so many connections have all their guilds, and so many sign-ins and resumes there were."""
    gateway = discord.gateway
    async with asyncio.timeout(asked["seconds"]):
        while (
            gateway.ready < asked["ready"]
            or len(gateway.identified) < asked["identified"]
            or gateway.resumed < asked["resumed"]
        ):
            gateway.changed.clear()
            await gateway.changed.wait()
    return {"ready": gateway.ready, "identified": gateway.identified, "resumed": gateway.resumed}


@order
async def tally(discord: Discord, asked: Json) -> Json:
    report = discord.tally.report()
    if asked["reset"]:
        discord.tally.reset()
    return report


@order
async def unknown(discord: Discord, asked: Json) -> list[str]:
    found = list(discord.unknown)
    if asked["forgiven"]:
        discord.unknown.clear()
    return found
