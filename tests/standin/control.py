"""Steers a stand-in, in this process or another, over its own HTTP."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any, Self, Unpack

import aiohttp

from tests.standin import shapes
from tests.standin.faults import Kind
from tests.standin.shapes import Json
from tests.standin.terms import ANYBODY, USUAL, Asking, ControlError, Guild, Member, Reply


class Control:
    def __init__(self, base: str) -> None:
        self.base = base
        """What the bot's setting is given."""
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        # Orders wait as long as they are told to, and a load test has thousands under way.
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=0), timeout=aiohttp.ClientTimeout(total=None)
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._session:
            await self._session.close()

    async def order(self, name: str, /, **told: Any) -> Any:
        assert self._session is not None
        async with self._session.post(f"{self.base}/control/{name}", json=told) as response:
            body = await response.json()
        if response.status != 200:
            raise ControlError(f"{name}: {body['error']}")
        return body["result"]

    # Servers

    async def guilds(self, count: int, *, channels: int = 1, locale: str = "en-US") -> list[Guild]:
        """The same ids in every run. Bots that are connected are told, as by an invitation."""
        made = await self.order("guilds", count=count, channels=channels, locale=locale)
        return [Guild(**one) for one in made]

    async def guild(self, *, channels: int = 1, locale: str = "en-US") -> Guild:
        return (await self.guilds(1, channels=channels, locale=locale))[0]

    async def remove_guild(self, guild: int) -> None:
        """The bot is thrown out."""
        await self.order("remove_guild", guild=guild)

    async def channel(self, guild: int, name: str = "talk") -> int:
        return await self.order("channel", guild=guild, name=name, kind=shapes.TEXT)

    async def forum(self, guild: int, *, tags: Sequence[str] = (), tag_required: bool = False) -> int:
        """Its tags have the ids forum + 1000, forum + 1001 and so on."""
        told = {"kind": shapes.FORUM, "tags": tags, "tag_required": tag_required}
        return await self.order("channel", guild=guild, name="forum", **told)

    async def change_channel(self, channel: int, **changes: Any) -> None:
        """Keys as Discord's channel has them; `thread_metadata` may name only what changes."""
        await self.order("change_channel", channel=channel, changes=changes)

    async def thread(
        self,
        channel: int,
        name: str = "thread",
        *,
        archived: bool = False,
        locked: bool = False,
        owner: int = 1,
    ) -> int:
        told = {"archived": archived, "locked": locked, "owner": owner}
        return await self.order("thread", channel=channel, name=name, **told)

    async def role(self, guild: int, name: str, permissions: int = 0) -> int:
        return await self.order("role", guild=guild, name=name, permissions=permissions)

    async def member(self, guild: int, who: Member) -> None:
        """Makes a member known; acting does that too."""
        await self.order("member", guild=guild, id=who.id, name=who.name, roles=who.roles)

    async def direct(self, who: Member = ANYBODY) -> int:
        """The channel of direct messages with that person."""
        return await self.order("direct", id=who.id, name=who.name)

    async def lose(self, channel: int, *, announced: bool = True) -> None:
        """404 with code 10003 from now on, in its threads too; messages are kept for `restore`."""
        await self.order("close_channel", channel=channel, code=10003, announced=announced)

    async def forbid(self, channel: int, code: int = 50013, *, announced: bool = True) -> None:
        """403 from now on: 50013 takes the sending away, 50001 the sight."""
        await self.order("close_channel", channel=channel, code=code, announced=announced)

    async def restore(self, channel: int, *, announced: bool = True) -> None:
        """Undoes `lose` and `forbid`."""
        await self.order("open_channel", channel=channel, announced=announced)

    async def command_permissions(self, guild: int, command: int, permissions: list[Json] | None) -> None:
        """A guild's own rules for a command: [{"id": ..., "type": 1, "permission": true}]; None: no rules."""
        await self.order("command_permissions", guild=guild, command=command, permissions=permissions)

    # Messages

    async def say(self, where: int, content: str, by: Member = ANYBODY) -> int:
        return await self.order("say", where=where, content=content, by=asdict(by))

    async def messages(self, where: int) -> list[Json]:
        """Oldest first: `id`, `nonce`, `at` (Unix time), `custom_ids`, `allowed_mentions` and `payload`."""
        return await self.order("messages", where=where)

    async def all_messages(self) -> list[tuple[int, int, str | None, float]]:
        """Channel, message, nonce and Unix time of every message there is."""
        return [tuple(one) for one in await self.order("all_messages")]

    async def delete_message(self, where: int, message: int) -> None:
        await self.order("delete_message", where=where, message=message)

    async def forget_nonces(self) -> None:
        """As if the few minutes had gone by in which a nonce holds."""
        await self.order("forget_nonces")

    # Interactions

    async def ask(self, kind: str, where: int, told: Json, asking: Asking) -> Reply:
        """What the methods below share."""
        by = asdict(asking.get("by", ANYBODY))
        waiting = {key: asking.get(key, usual) for key, usual in USUAL.items()}
        return Reply(**await self.order("ask", kind=kind, where=where, by=by, **waiting, **told))

    async def command(
        self, name: str, where: int, options: Json | None = None, **asking: Unpack[Asking]
    ) -> Reply:
        """`name` may be "trivia start". Channels, roles and members are given by id, files by `upload`."""
        return await self.ask("command", where, {"name": name, "options": options or {}}, asking)

    async def autocomplete(
        self, name: str, focused: str, where: int, options: Json, **asking: Unpack[Asking]
    ) -> Reply:
        """`focused` names the option that is being typed; its text is among the options."""
        told = {"name": name, "focused": focused, "options": options}
        return await self.ask("autocomplete", where, told, asking)

    async def user_menu(self, name: str, target: int, where: int, **asking: Unpack[Asking]) -> Reply:
        return await self.ask("user_menu", where, {"name": name, "target": target}, asking)

    async def message_menu(self, name: str, target: int, where: int, **asking: Unpack[Asking]) -> Reply:
        return await self.ask("message_menu", where, {"name": name, "target": target}, asking)

    async def press(
        self, custom_id: str, message: int, where: int, *, values: Sequence[object] | None = None,
        forced: bool = False, **asking: Unpack[Asking],
    ) -> Reply:  # fmt: skip
        """A button; a select with `values`. `forced` presses what the message doesn't show, or shows grey."""
        told = {"custom_id": custom_id, "message": message, "values": values, "forced": forced}
        return await self.ask("component", where, told, asking)

    async def submit(
        self, opener: str, values: Mapping[str, Any], where: int, **asking: Unpack[Asking]
    ) -> Reply:
        """Fills in, by custom_id, the modal with which the bot answered the interaction `opener`."""
        return await self.ask("modal", where, {"opener": opener, "values": values}, asking)

    async def answers(self, interaction: str, count: int, *, seconds: float = 10.0) -> Reply:
        """Waits until the bot has answered that interaction so many times in all; edits count."""
        return Reply(**await self.order("answers", id=interaction, answers=count, seconds=seconds))

    async def resend(self, interaction: str) -> None:
        """The same interaction comes once more."""
        await self.order("resend", id=interaction)

    async def send_event(self, name: str, data: Json, guild: int | None = None) -> None:
        """Any event with any content, whole or broken."""
        await self.order("send_event", name=name, data=data, guild=guild)

    async def commands(self) -> list[Json]:
        """What the bot announced for everywhere."""
        return await self.order("commands")

    # Faults

    async def fault(
        self, kind: Kind, method: str = ".*", path: str = ".*", *, times: int | None = None, **told: Any
    ) -> int:
        """Befalls requests whose method and path fit (patterns); returns its number for `met`.

        `delay` takes `seconds`; `status` answers instead of the effect, with `status`, `code` and `message`
        (a 429 has `retry_after`, and lacks its Via header with `via=False`); `cut_before` ends the
        connection. With `delay_after`, `status_after` and `cut_after` there is an effect, and then only the
        answer is late, an error or missing. `times` and `probability` bound each of them.
        """
        return await self.order("fault", kind=kind, method=method, path=path, times=times, **told)

    async def met(self, fault: int) -> int:
        """How many requests it has befallen."""
        return await self.order("met", id=fault)

    async def clear_faults(self, fault: int | None = None) -> None:
        await self.order("clear_faults", id=fault)

    # The gateway

    async def close_gateway(self, code: int | None) -> int:
        """Closes all connections with that code, or with None cuts them; the sessions can be resumed."""
        return await self.order("close_gateway", code=code)

    async def reconnect(self) -> int:
        """Op 7."""
        return await self.order("tell_gateway", op=7, data=None)

    async def invalidate(self, *, resumable: bool) -> int:
        """Op 9."""
        return await self.order("tell_gateway", op=9, data=resumable)

    async def events(
        self,
        *,
        delay: float = 0.0,
        duplicate: bool = False,
        times: int | None = None,
        probability: float = 1.0,
    ) -> None:
        """The next events come late, twice, or both; a late one lets others pass."""
        told = {"delay": delay, "duplicate": duplicate, "times": times, "probability": probability}
        await self.order("events", **told)

    async def quiet_events(self) -> None:
        await self.order("quiet_events")

    async def acknowledge(self, acknowledging: bool) -> None:
        """Whether heartbeats are answered."""
        await self.order("acknowledge", acknowledging=acknowledging)

    async def bots(
        self, ready: int = 1, *, identified: int = 0, resumed: int = 0, seconds: float = 20.0
    ) -> Json:
        """Waits until so many connections have all their guilds, and for the IDENTIFYs and RESUMEs in all.

        Returns `ready`, `resumed` and, under `identified`, what each IDENTIFY said.
        """
        told = {"ready": ready, "identified": identified, "resumed": resumed, "seconds": seconds}
        return await self.order("bots", **told)

    # What happened

    async def tally(self, *, reset: bool = False) -> Json:
        """`requests` {route: {status: count}}, `limited` (429s) and `peak`: most requests within any second.

        Status 0 is a cut connection. The peak leaves out what knows no global limit.
        """
        return await self.order("tally", reset=reset)

    async def unknown(self, *, forgiven: bool = False) -> list[str]:
        """Routes that were asked for in vain; `forgiven` ones no longer fail the test."""
        return await self.order("unknown", forgiven=forgiven)
