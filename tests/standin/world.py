"""The servers, channels and messages that Discord holds, kept so that a restart finds them again."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.standin import shapes
from tests.standin.journal import Journal, Line
from tests.standin.shapes import Json

NONCE_SECONDS = 180.0
"""Discord says "the past few minutes"."""
FIRST_GUILD = 850_000_000_000_000_000


class Refused(Exception):
    """The answer is an error, with Discord's own code."""

    def __init__(self, status: int, code: int, message: str) -> None:
        super().__init__(f"{status} {code} {message}")
        self.status, self.code, self.message = status, code, message


def unknown_channel() -> Refused:
    return Refused(404, 10003, "Unknown Channel")


def unknown_message() -> Refused:
    return Refused(404, 10008, "Unknown Message")


@dataclass
class Kept:
    """A message, and what Discord knows of its making but doesn't show."""

    payload: Json
    at: float
    nonce: str | None = None
    allowed_mentions: Json | None = None

    @property
    def id(self) -> int:
        return int(self.payload["id"])

    @property
    def channel(self) -> int:
        return int(self.payload["channel_id"])


class World:
    def __init__(self, folder: Path | None) -> None:
        self.mint = shapes.Mint()
        self.guilds: dict[int, Json] = {}
        self.channels: dict[int, Json] = {}
        """Threads and direct messages among them."""
        self.messages: dict[int, dict[int, Kept]] = {}
        """By channel, oldest first."""
        self.members: dict[int, dict[int, Json]] = {}
        self.commands: dict[str, list[Json]] = {}
        """Those of a guild under its id, the global ones under an empty string."""
        self.permissions: dict[str, list[Json]] = {}
        """Of a command in a guild, under GUILD/COMMAND."""
        self._last_guild = FIRST_GUILD
        self._closed: dict[int, tuple[int, int, str]] = {}
        self._in_guild: dict[int, dict[int, None]] = {}
        self._nonces: dict[tuple[str, int, str], Kept] = {}
        self._arrivals: dict[int, str] = {}
        self._files: dict[int, bytes] = {}
        self._folder = folder
        self._journal = Journal(folder)
        for kind, key, value in self._journal.read():
            self._apply(kind, key, value)

    def close(self) -> None:
        self._journal.close()

    def put(self, kind: str, key: object, value: Any) -> None:
        self.put_all([(kind, str(key), value)])

    def put_all(self, lines: Iterable[Line]) -> None:
        lines = list(lines)
        self._journal.write(lines)
        for line in lines:
            self._apply(*line)

    def _apply(self, kind: str, key: str, value: Any) -> None:
        """The one place that changes anything: at a start it runs over the journal once more."""
        match kind:
            case "guild":
                self._set(self.guilds, int(key), value)
                self._last_guild = max(self._last_guild, int(key))
                self._arrivals.pop(int(key), None)
            case "channel":
                self._apply_channel(int(key), value)
            case "message":
                self._apply_message(key, value)
            case "member":
                guild, who = map(int, key.split("/"))
                self._set(self.members.setdefault(guild, {}), who, value)
                self._arrivals.pop(guild, None)
            case "closed":
                self._set(self._closed, int(key), value)
            case "commands":
                self._set(self.commands, key, value)
            case "permissions":
                self._set(self.permissions, key, value)
            case _:
                raise ValueError(kind)

    @staticmethod
    def _set(table: dict[Any, Any], key: Any, value: Any) -> None:
        if value is None:
            table.pop(key, None)
        else:
            table[key] = value

    def _apply_channel(self, number: int, value: Json | None) -> None:
        shown = value or self.channels.get(number, {})
        if guild := int(shown.get("guild_id", 0)):
            self._set(self._in_guild.setdefault(guild, {}), number, value and {})
            self._arrivals.pop(guild, None)
        self._set(self.channels, number, value)
        self.mint.seen(number)

    def _apply_message(self, key: str, value: Json | None) -> None:
        where, number = map(int, key.split("/"))
        held = self.messages.setdefault(where, {})
        channel = self.channels.get(where)
        if value is None:
            held.pop(number, None)
            return
        fresh = number not in held
        kept = held[number] = Kept(**value)
        if not fresh:
            return
        self.mint.seen(number)
        if channel is not None:
            channel["last_message_id"] = str(number)
            if "message_count" in channel and number != where:  # the message that a post begins with
                channel["message_count"] += 1
                channel["total_message_sent"] += 1
        if kept.nonce is not None:
            self._nonces[kept.payload["author"]["id"], where, kept.nonce] = kept

    # Guilds and channels

    def guild(self, number: int) -> Json:
        if number not in self.guilds:
            raise Refused(404, 10004, "Unknown Guild")
        return self.guilds[number]

    def channel(self, number: int) -> Json:
        """As the bot may see it: what was lost or forbidden by order is refused, with its threads."""
        found = self.channels.get(number)
        if found is None:
            raise unknown_channel()
        for one in (number, int(found.get("parent_id") or 0)):
            if one in self._closed:
                raise Refused(*self._closed[one])
        return found

    def channels_of(self, guild: int) -> list[Json]:
        return [self.channels[number] for number in self._in_guild.get(guild, ())]

    def threads_of(self, guild: int) -> list[Json]:
        return [one for one in self.channels_of(guild) if one["type"] in shapes.THREADS]

    def next_in(self, guild: int) -> int:
        """An id for a new channel or role; near the guild's, so that it is the same in every run."""
        taken = [guild, *self._in_guild.get(guild, ())]
        taken += [int(role["id"]) for role in self.guilds[guild]["roles"]]
        return max(number for number in taken if number >> 22 == guild >> 22) + 1

    def make_guilds(self, count: int, channels: int, locale: str) -> list[int]:
        """Each with text channels, a millisecond of age apart so that they spread over shards."""
        first = self._last_guild >> 22
        numbers = [first + step << 22 for step in range(1, count + 1)]
        lines: list[Line] = []
        for number in numbers:
            lines.append(("guild", str(number), shapes.guild(number, f"Server {number >> 22}", locale)))
            for place in range(channels):
                made = shapes.channel(number + 1 + place, number, f"talk-{place + 1}", position=place)
                lines.append(("channel", made["id"], made))
        self.put_all(lines)
        return numbers

    def arrival(self, guild: int) -> str:
        """The text of its GUILD_CREATE, made once until something in the guild changes."""
        if guild not in self._arrivals:
            there = [one for one in self.channels_of(guild) if int(one["id"]) not in self._closed]
            threads = [one for one in there if one["type"] in shapes.THREADS]
            open_threads = [one for one in threads if not one["thread_metadata"]["archived"]]
            channels = [one for one in there if one["type"] not in shapes.THREADS]
            roles = self.members.get(guild, {}).get(shapes.BOT_ID, {}).get("roles", [])
            whole = shapes.arriving_guild(self.guilds[guild], channels, open_threads, roles)
            self._arrivals[guild] = shapes.encode(whole)
        return self._arrivals[guild]

    def close_channel(self, number: int, status: int, code: int, message: str) -> None:
        self.put("closed", number, [status, code, message])
        self._arrivals.pop(int(self.channels[number].get("guild_id", 0)), None)

    def open_channel(self, number: int) -> None:
        self.put("closed", number, None)
        self._arrivals.pop(int(self.channels[number].get("guild_id", 0)), None)

    def member(self, guild: int, who: int) -> Json:
        if who == shapes.BOT_ID:
            roles = self.members.get(guild, {}).get(who, {}).get("roles", [])
            return shapes.member(shapes.BOT, roles)
        found = self.members.get(guild, {}).get(who)
        if found is None:
            raise Refused(404, 10007, "Unknown Member")
        return found

    def direct_channel(self, who: Json) -> Json:
        for one in self.channels.values():
            if one["type"] == shapes.DIRECT and one["recipients"][0]["id"] == who["id"]:
                return one
        made = shapes.direct_channel(self.mint.new(), who)
        self.put("channel", made["id"], made)
        return made

    # Messages

    def keep(self, kept: Kept) -> None:
        self.put("message", f"{kept.channel}/{kept.id}", dict(vars(kept)))

    def message(self, where: int, number: int) -> Kept:
        found = self.messages.get(where, {}).get(number)
        if found is None:
            raise unknown_message()
        return found

    def remove_message(self, where: int, number: int) -> None:
        self.message(where, number)
        self.put("message", f"{where}/{number}", None)

    def made_with(self, author: str, where: int, nonce: str) -> Kept | None:
        """The message that this author lately made under this nonce; refused if it is gone since."""
        kept = self._nonces.get((author, where, nonce))
        if kept is None or time.time() - kept.at > NONCE_SECONDS:
            return None
        return self.message(where, kept.id)

    def forget_nonces(self) -> None:
        """As if minutes had gone by."""
        self._nonces.clear()

    # Files

    def keep_file(self, number: int, content: bytes) -> None:
        if self._folder:
            (self._folder / f"{number}.file").write_bytes(content)
        else:
            self._files[number] = content

    def file(self, number: int) -> bytes | None:
        path = self._folder / f"{number}.file" if self._folder else None
        return path.read_bytes() if path and path.is_file() else self._files.get(number)
