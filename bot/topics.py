"""Topics as a server's moderators keep them: pairings, characters, events and claims that one can ask for."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot import names, naming, reading
from bot.curation import SERVER, Change, Curation, Raw, Wish, listed, spellings
from bot.errors import NamesError, UserError
from bot.ids import content_id
from bot.libraries import Libraries
from bot.models import Choice
from bot.store import names as stored_names
from bot.store import topics as stored
from bot.store.library import Library

KINDS = ("pairing", "character", "event", "claim")
MOST_MEMBERS = 20

GONE = "That topic is not here any more. `/admin topic show` finds what is."

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Topic:
    """`layer`: who wrote it first: "library", a pack, or "server"."""

    id: str
    subject: str
    values: Values
    layer: str
    changed: bool  # whether this server says something of its own
    name: str
    kind: str
    members: tuple[str, ...]
    others: tuple[str, ...]
    asks: tuple[str, ...]
    date: str | None
    passages: int
    verdict: str | None
    ruled: bool  # whether there is a ruling, be it shown or not

    @property
    def stamp(self) -> str:
        return naming.stamp(self.values)

    @property
    def removable(self) -> bool:
        """Only what the server itself added can be taken away."""
        return self.layer == SERVER

    @property
    def entry(self) -> dict[str, Any]:
        return naming.own_words(self.values)


@dataclass(frozen=True, slots=True)
class Merging:
    """What a merge would make of two topics."""

    kept: Topic
    gone: Topic
    names: tuple[str, ...]
    asks: tuple[str, ...]
    stamp: str


class Topics:
    def __init__(self, libraries: Libraries, curation: Curation) -> None:
        self._libraries = libraries
        self._curation = curation

    async def suggest(self, server_id: int, typed: str) -> list[Choice]:
        return await reading.suggest(self._libraries.at(server_id).library, typed, ("topic",))

    async def find(self, server_id: int, typed: str) -> Topic:
        """By what autocomplete gives, or a whole name. Raises UserError."""
        library = self._libraries.at(server_id).library
        return await self.get(server_id, await naming.find(library, typed, "topic"))

    async def get(self, server_id: int, topic_id: str, seen: str | None = None) -> Topic:
        """Raises UserError when there is no such topic in this server, or it is no longer as `seen`."""
        held = await stored.of_id(self._libraries.at(server_id).library, topic_id)
        entries = await self._curation.entries(server_id, "topic")
        raw = next((one for one in entries.values() if _id(one.subject) == topic_id), None)
        if held is None or raw is None:
            raise UserError(GONE)
        topic = Topic(
            id=topic_id,
            subject=raw.subject,
            values=raw.values,
            layer=raw.layer,
            changed=raw.subject in await self._curation.own(server_id, "topic"),
            name=held.name,
            kind=held.kind,
            members=held.members,
            others=tuple(listed(raw.values, "aliases")),
            asks=tuple(listed(raw.values, "asks")),
            date=raw.values.get("date"),
            passages=held.weight,
            verdict=held.verdict,
            ruled=await self._ruling(server_id, raw.subject) is not None,
        )
        if seen is not None:
            naming.refuse_old(topic.values, seen)
        return topic

    # --- one topic -----------------------------------------------------------------------------------------

    async def add(
        self,
        server_id: int,
        by_id: int,
        entry: str,
        kind: str,
        name: str,
        members: str = "",
        others: str = "",
        asks: str = "",
        day: str = "",
    ) -> Change:
        """`others` and `asks`: one on each line; `members` also with commas. A member who is no person yet
        becomes one. Raises UserError, as all here do.
        """
        if kind not in KINDS:
            raise UserError("A topic is a pairing, a character, an event or a claim.")
        name = naming.one_name(name)
        aliases = naming.lines(others, name)
        questions = naming.lines(asks, name, *aliases)
        await self._refuse_taken(server_id, [name, *aliases], questions, kind)
        persons, wishes = await self._members(server_id, members, kind)
        if kind == "pairing":
            await self._refuse_twin(server_id, persons)
        values = {
            "name": name,
            "kind": kind,
            "members": persons,
            "aliases": aliases,
            "asks": questions,
            "date": _day(day) if kind == "event" else None,
        }
        what = f"Topic {name} added, a {kind}" if kind != "event" else f"Topic {name} added, an event"
        wishes.append(Wish("topic", naming.without_nothing(values)))
        return await self._curation.change(server_id, by_id, entry, what, wishes)

    async def rename(
        self, server_id: int, by_id: int, entry: str, topic_id: str, seen: str, name: str, day: str = ""
    ) -> Change:
        """The earlier name stays one of the others. `day`: of an event."""
        topic = await self.get(server_id, topic_id, seen)
        name = naming.one_name(name)
        await self._refuse_taken(server_id, [name], [], topic.kind, topic.subject)
        values = naming.spelled(topic.entry, name=name)
        values["asks"] = naming.once(topic.asks, name)
        if topic.kind == "event":
            values["date"] = _day(day)
        what = f"{topic.name} is called {name}"
        if name == topic.name:
            what = f"The day of {name} is {_day(day)}" if day else f"{name} has no day"
        values = naming.without_nothing(values)
        return await self._curation.change(server_id, by_id, entry, what, [_wish(topic, values)])

    async def call(
        self, server_id: int, by_id: int, entry: str, topic_id: str, seen: str, others: str, asks: str
    ) -> Change:
        """The lists of other names and of ways in which people ask, as wholes."""
        topic = await self.get(server_id, topic_id, seen)
        aliases = naming.lines(others, topic.name)
        questions = naming.lines(asks, topic.name, *aliases)
        held = _all_names(topic.values)
        new, new_asks = (
            [one for one in several if names.key(one) not in held] for several in (aliases, questions)
        )
        await self._refuse_taken(server_id, new, new_asks, topic.kind, topic.subject)
        values = {**topic.entry, "aliases": aliases, "asks": questions}
        wishes = [_wish(topic, naming.without_nothing(values))]
        ruling = await self._ruling(server_id, topic.subject)
        if ruling and names.key(str(ruling.values["topic"])) not in spellings(values):
            wishes.append(_ruling_wish(ruling, topic.name, topic.subject))
        what = f"{topic.name} has other names now"
        return await self._curation.change(server_id, by_id, entry, what, wishes)

    async def belong(
        self, server_id: int, by_id: int, entry: str, topic_id: str, seen: str, members: str
    ) -> Change:
        """Who belongs to it."""
        topic = await self.get(server_id, topic_id, seen)
        persons, wishes = await self._members(server_id, members, topic.kind)
        if topic.kind == "pairing":
            await self._refuse_twin(server_id, persons, topic.subject)
        values = naming.without_nothing({**topic.entry, "members": persons})
        who = " and ".join(persons) or "nobody"
        what = f"{topic.name} is about {who}"
        return await self._curation.change(server_id, by_id, entry, what, [*wishes, _wish(topic, values)])

    async def remove(self, server_id: int, by_id: int, entry: str, topic_id: str) -> Change:
        """Only one that this server added, and its ruling with it."""
        topic = await self.get(server_id, topic_id)
        if not topic.removable:
            raise UserError("Only topics that this server added can be removed.")
        wishes = [Wish("topic", None, topic.subject, seen=topic.values)]
        if await self._ruling(server_id, topic.subject):
            wishes.append(Wish("ruling", None, topic.subject))
        what = f"Topic {topic.name} removed"
        return await self._curation.change(server_id, by_id, entry, what, wishes)

    # --- two that are one ----------------------------------------------------------------------------------

    async def likely(self, server_id: int, topic: Topic) -> list[Choice]:
        """Which may be the same topic, by near names."""
        library = self._libraries.at(server_id).library
        return await naming.likely(library, "topic", [topic.name, *topic.others], {topic.id})

    async def merging(self, server_id: int, kept_id: str, gone_id: str) -> Merging:
        """What would become of both. Raises UserError where it can't be."""
        if kept_id == gone_id:
            raise UserError("These are one topic already.")
        kept, gone = await self.get(server_id, kept_id), await self.get(server_id, gone_id)
        if kept.ruled and gone.ruled:
            raise NamesError(
                f"Both {kept.name} and {gone.name} have a ruling, and one topic can have only one. "
                "Remove the ruling that is not to count, then merge."
            )
        others = naming.once([*kept.others, gone.name, *gone.others], kept.name)
        asks = naming.once([*kept.asks, *gone.asks], kept.name, *others)
        return Merging(kept, gone, tuple(others), tuple(asks), content_id(kept.stamp, gone.stamp)[:8])

    async def merge(
        self, server_id: int, by_id: int, entry: str, kept_id: str, gone_id: str, seen: str
    ) -> Change:
        """One change: the other's names and its ruling, if it has one, are the kept one's."""
        merging = await self.merging(server_id, kept_id, gone_id)
        kept, gone = merging.kept, merging.gone
        if merging.stamp != seen:
            raise UserError(naming.QUICKER)
        values = {**kept.entry, "aliases": list(merging.names), "asks": list(merging.asks)}
        if kept.kind == "event" and not kept.date:
            values["date"] = gone.date
        wishes = [
            _wish(kept, naming.without_nothing(values)),
            Wish("topic", None, gone.subject, seen=gone.values),
        ]
        if ruling := await self._ruling(server_id, gone.subject):
            wishes.append(Wish("ruling", None, gone.subject))
            wishes.append(_ruling_wish(ruling, kept.name, kept.subject))
        what = f"The topic {gone.name} is the same as {kept.name}"
        return await self._curation.change(server_id, by_id, entry, what, wishes)

    # --- what stands against it, and what goes along -------------------------------------------------------

    async def _ruling(self, server_id: int, subject: str) -> Raw | None:
        return (await self._curation.entries(server_id, "ruling")).get(subject)

    async def _members(self, server_id: int, written: str, kind: str) -> tuple[list[str], list[Wish]]:
        """The persons of a field, by their full names; and what makes entries of those that have none."""
        people = (await self._curation.entries(server_id, "person")).values()
        by_key = {key: str(raw.values["name"]) for raw in people for key in spellings(raw.values)}
        library = self._libraries.at(server_id).library
        parts: list[str] = []
        for line in written.splitlines():
            # A name may have a comma in it.
            parts += [line] if names.key(line) in by_key else re.split(r"[,;]", line)
        parts = [part for part in parts if part.strip()]
        if len(parts) > MOST_MEMBERS:
            raise UserError(f"A topic can have {MOST_MEMBERS} members at most.")
        found: dict[str, None] = {}
        wishes: dict[str, Wish] = {}
        for part in parts:
            name = naming.one_name(part)
            if (known := by_key.get(names.key(name))) is None:
                known, values = await self._person(name, kind, library)
                wishes.setdefault(known, Wish("person", values))
            found[known] = None
        if kind == "pairing" and len(found) < 2:
            raise UserError("A pairing needs two members or more: their names, one on each line.")
        return list(found), list(wishes.values())

    async def _person(self, name: str, kind: str, library: Library) -> tuple[str, Values]:
        """The entry to make for a member that has none: of whom documents name, or of nobody yet.

        Raises UserError for what is more likely a slip.
        """
        read = await reading.read(library, name, ("person",))
        meant = {one.target_id: one for one in read.whole}
        if len(meant) == 1:
            [one] = meant.values()
            return one.target_name, {"name": one.target_name}
        if meant:
            several = " or ".join(f"“{one.target_name}”" for one in list(meant.values())[:4])
            raise NamesError(f"“{name}” may mean {several}. Write the full name.")
        key = names.key(name)
        for one in await stored_names.near(library, [key], ("person",)) if len(key) > 2 else []:
            if one.how != "part" and names.slips(key, one.key) is not None:
                raise NamesError(
                    f"There is nobody called “{name}” here. Did you mean {one.target_name}? If it is "
                    "somebody else, add them first: /admin person add"
                )
        role = {"role": "character"} if kind in ("pairing", "character") else {}
        return name, {"name": name, **role}

    async def _refuse_taken(
        self, server_id: int, called: Sequence[str], asks: Sequence[str], kind: str, subject: str = ""
    ) -> None:
        """Raises UserError when one of the names or questions is another topic's, or a name is a person's.

        A character's topic may be called as that person is.
        """
        for raw in (await self._curation.entries(server_id, "topic")).values():
            if raw.subject != subject:
                _refuse([*called, *asks], _all_names(raw.values), f"the topic {raw.values.get('name')}")
        if kind != "character":
            for raw in (await self._curation.entries(server_id, "person")).values():
                _refuse(called, spellings(raw.values), f"the person {raw.values.get('name')}")

    async def _refuse_twin(self, server_id: int, members: Sequence[str], subject: str = "") -> None:
        """Raises UserError when there is a pairing of these persons already."""
        people = (await self._curation.entries(server_id, "person")).values()
        by_key = {key: str(raw.values.get("name")) for raw in people for key in spellings(raw.values)}
        for raw in (await self._curation.entries(server_id, "topic")).values():
            theirs = {by_key.get(names.key(one), one) for one in listed(raw.values, "members")}
            if raw.values.get("kind") == "pairing" and raw.subject != subject and theirs == set(members):
                raise NamesError(
                    f"The pairing {raw.values['name']} has the same members. Add the name to its other "
                    "names: /admin topic show"
                )


def _id(subject: str) -> str:
    return content_id("topic", names.key(subject))


def _wish(topic: Topic, values: Values) -> Wish:
    return Wish("topic", values, topic.subject, seen=topic.values)


def _ruling_wish(ruling: Raw, topic: str, subject: str) -> Wish:
    """A ruling that names its topic by another name, or is another topic's from now on."""
    return Wish("ruling", {**ruling.values, "topic": topic}, subject)


def _all_names(values: Values) -> set[str]:
    """The keys of all by which a topic is found."""
    return spellings(values) | {names.key(one) for one in listed(values, "asks")}


def _refuse(wanted: Sequence[str], taken: set[str], whose: str) -> None:
    for name in wanted:
        if names.key(name) in taken:
            raise NamesError(f"“{name}” is a name of {whose} already.")


def _day(written: str) -> str | None:
    """A day, month or year. Raises UserError."""
    written = written.strip()
    if not written:
        return None
    if re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", written):
        try:
            date.fromisoformat((written + "-01-01")[:10])
        except ValueError:
            pass
        else:
            return written
    raise UserError("Write the date like 2014-12-19, or only 2014-12 or 2014.")
