"""What members ask of the bot: each interaction from its sending to its last answer."""

from __future__ import annotations

import asyncio
import time
import uuid
from dataclasses import dataclass, field

from tests.standin import shapes
from tests.standin.gateway import Gateway
from tests.standin.shapes import Json
from tests.standin.world import Kept, Refused, World

FIRST_ANSWER, TOKEN_LIFE = 3.0, 900.0
COMMAND, COMPONENT, AUTOCOMPLETE, MODAL = 2, 3, 4, 5


@dataclass
class Asked:
    payload: Json
    made: float
    """By the monotonic clock; earlier than the sending for one that comes late."""
    answers: list[Json] = field(default_factory=lambda: list[Json]())
    modal: Json | None = None
    original: int | None = None
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def id(self) -> str:
        return self.payload["id"]

    @property
    def where(self) -> int:
        return int(self.payload["channel_id"])

    @property
    def age(self) -> float:
        return time.monotonic() - self.made

    @property
    def answered(self) -> bool:
        return any(one["route"] == "callback" for one in self.answers)

    def note(self, route: str, data: Json, message: Kept | None = None, kind: int | None = None) -> None:
        """An answer of the bot; `ms` counts from the making of the interaction."""
        said = {"route": route, "type": kind, "data": data, "ms": round(self.age * 1000, 3)}
        self.answers.append({**said, "message": message.payload if message else None})
        self.changed.set()

    async def until(self, count: int, seconds: float) -> None:
        async with asyncio.timeout(seconds):
            while len(self.answers) < count:
                self.changed.clear()
                await self.changed.wait()

    def report(self) -> Json:
        first = self.answers[0]["ms"] if self.answers else None
        return {"id": self.id, "token": self.payload["token"], "ms": first, "answers": self.answers}


class Interactions:
    def __init__(self, world: World, gateway: Gateway) -> None:
        self.private: dict[int, Kept] = {}
        """Ephemeral messages, which no channel holds."""
        self._world, self._gateway = world, gateway
        self._asked: dict[str, Asked] = {}
        self._tokens: dict[str, Asked] = {}

    def ask(
        self, kind: int, data: Json, where: int, by: Json, *, message: Kept | None = None, age: float = 0.0
    ) -> Asked:
        """Sends it to every session of the guild's shard, as Discord does with two processes of one token."""
        self._forget_old()
        channel = self._world.channels[where]
        guild = int(channel.get("guild_id", 0)) or None
        permissions = self.bot_permissions(channel)
        payload: Json = {
            "id": str(self._world.mint.new()), "application_id": str(shapes.APPLICATION_ID), "type": kind,
            "token": uuid.uuid4().hex, "version": 1, "data": data, "locale": by.get("locale", "en-US"),
            "channel_id": str(where), "channel": {**channel, "permissions": str(by["permissions"])},
            "app_permissions": str(permissions), "entitlements": [], "attachment_size_limit": 10_485_760,
            "authorizing_integration_owners": {"0": str(guild or 0)}, "context": 0 if guild else 1,
        }  # fmt: skip
        if guild:
            locale = self._world.guild(guild)["preferred_locale"]
            payload |= {
                "guild_id": str(guild), "guild": {"id": str(guild), "features": [], "locale": locale},
                "guild_locale": locale, "member": self._member(guild, by),
            }  # fmt: skip
        else:
            payload["user"] = shapes.user(by["id"], by["name"])
        if message:
            payload["message"] = message.payload
        asked = Asked(payload, time.monotonic() - age)
        self._asked[asked.id] = self._tokens[payload["token"]] = asked
        self._gateway.publish("INTERACTION_CREATE", payload, guild, intent=0)
        return asked

    def _member(self, guild: int, by: Json) -> Json:
        """As Discord resolves it; remembered, so that the bot can look the member up."""
        made = shapes.member(shapes.user(by["id"], by["name"]), [str(role) for role in by["roles"]])
        if self._world.members.get(guild, {}).get(by["id"]) != made:
            self._world.put("member", f"{guild}/{by['id']}", made)
        return {**made, "permissions": str(by["permissions"])}

    def bot_permissions(self, channel: Json) -> int:
        """Of @everyone and the bot's roles, less what the channel denies to @everyone and the bot."""
        if "guild_id" not in channel:
            return shapes.EVERYTHING_USUAL
        number = int(channel["guild_id"])
        guild = self._world.guild(number)
        mine = {str(number), *self._world.member(number, shapes.BOT_ID)["roles"]}
        granted = 0
        for role in guild["roles"]:
            granted |= int(role["permissions"]) if role["id"] in mine else 0
        holder = self._world.channels.get(int(channel.get("parent_id") or 0), channel)
        for place in (str(number), str(shapes.BOT_ID)):
            for overwrite in holder.get("permission_overwrites", ()):
                if overwrite["id"] == place:
                    granted = granted & ~int(overwrite["deny"]) | int(overwrite["allow"])
        return granted

    def resend(self, number: str) -> None:
        """The same event once more."""
        payload = self._asked[number].payload
        guild = int(payload.get("guild_id", 0)) or None
        self._gateway.publish("INTERACTION_CREATE", payload, guild, intent=0)

    def asked(self, number: str) -> Asked:
        return self._asked[number]

    def to_answer(self, number: str, token: str) -> Asked:
        """For a first answer, which has three seconds."""
        asked = self._asked.get(number)
        if asked is None or asked.payload["token"] != token:
            raise Refused(404, 10062, "Unknown interaction")
        if asked.answered:
            raise Refused(400, 40060, "Interaction has already been acknowledged.")
        if asked.age > FIRST_ANSWER:
            raise Refused(404, 10062, "Unknown interaction")
        return asked

    def to_follow(self, token: str) -> Asked:
        """For what comes after the first answer, for a quarter of an hour."""
        asked = self._tokens.get(token)
        if asked is None or not asked.answered:
            raise Refused(404, 10015, "Unknown Webhook")
        if asked.age > TOKEN_LIFE:
            raise Refused(401, 50027, "Invalid Webhook Token")
        return asked

    def message(self, where: int, number: int) -> Kept:
        """Any message that a member can see there, their private ones included."""
        return self.private.get(number) or self._world.message(where, number)

    def _forget_old(self) -> None:
        while self._asked:
            oldest = next(iter(self._asked.values()))
            if oldest.age < 2 * TOKEN_LIFE:
                break
            del self._asked[oldest.id], self._tokens[oldest.payload["token"]]
        while self.private and time.time() - next(iter(self.private.values())).at > 2 * TOKEN_LIFE:
            del self.private[next(iter(self.private))]
