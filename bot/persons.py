"""Persons as a server's moderators keep them: new ones, their names, which two are one, which one is two."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot import names, naming, reading
from bot.curation import SERVER, Change, Curation, Raw, Wish, listed, spellings
from bot.errors import NamesError, UserError
from bot.ids import content_id
from bot.ingest.heads import clean
from bot.libraries import Libraries
from bot.models import Choice, Role
from bot.store import persons as stored

MOST_NOTE = 500
PRONOUNS = ("he", "she", "they")

GONE = "That person is not here any more. `/admin person show` finds who is."

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Person:
    """`values`: what people wrote of them; {} for one whom only the documents name. `layer`: who wrote first:
    "library", a pack, or "server".
    """

    id: str
    subject: str
    values: Values
    layer: str | None
    changed: bool  # whether this server says something of its own
    name: str
    role: str
    pronoun: str | None
    others: tuple[str, ...]  # other names, by hand
    found: tuple[str, ...]  # other names that documents use
    passages: int
    quotes: int
    topics: tuple[str, ...]
    apart: tuple[str, ...] = ()  # names that are not theirs, as moderators said

    @property
    def stamp(self) -> str:
        return naming.stamp(self.values)

    @property
    def removable(self) -> bool:
        """Only what the server itself added can be taken away."""
        return self.layer == SERVER

    @property
    def entry(self) -> dict[str, Any]:
        return naming.own_words(self.values) if self.values else {"name": self.name}

    @property
    def all_names(self) -> list[str]:
        return naming.once([self.name, *self.others, *self.found])


@dataclass(frozen=True, slots=True)
class Merging:
    """What a merge would make of two persons."""

    kept: Person
    gone: Person
    names: tuple[str, ...]  # all other names that the kept one will have by hand
    stamp: str


class Persons:
    def __init__(self, libraries: Libraries, curation: Curation) -> None:
        self._libraries = libraries
        self._curation = curation

    async def suggest(self, server_id: int, typed: str) -> list[Choice]:
        return await reading.suggest(self._libraries.at(server_id).library, typed, ("person",))

    async def find(self, server_id: int, typed: str) -> Person:
        """By what autocomplete gives, or a whole name. Raises UserError."""
        library = self._libraries.at(server_id).library
        return await self.get(server_id, await naming.find(library, typed, "person"))

    async def get(self, server_id: int, person_id: str, seen: str | None = None) -> Person:
        """Raises UserError when there is no such person in this server, or it is no longer as `seen`."""
        held = await stored.of_id(self._libraries.at(server_id).library, person_id)
        if held is None:
            raise UserError(GONE)
        entries = await self._curation.entries(server_id, "person")
        raw = next((one for one in entries.values() if _id(one.subject) == person_id), None)
        others = listed(raw.values, "aliases") if raw else []
        person = Person(
            id=person_id,
            subject=raw.subject if raw else names.key(held.name),
            values=raw.values if raw else {},
            layer=raw.layer if raw else None,
            changed=bool(raw) and raw.subject in await self._curation.own(server_id, "person"),
            name=held.name,
            role=held.role,
            pronoun=held.pronoun,
            others=tuple(others),
            found=tuple(naming.once(held.spellings, held.name, *others)),
            passages=held.passages,
            quotes=held.quotes,
            topics=held.topics,
            apart=tuple(await self._apart_from(server_id, {names.key(one) for one in (held.name, *others)})),
        )
        if seen is not None:
            naming.refuse_old(person.values, seen)
        return person

    # --- one person ----------------------------------------------------------------------------------------

    async def add(
        self,
        server_id: int,
        by_id: int,
        entry: str,
        name: str,
        others: str = "",
        role: str = Role.OTHER,
        pronoun: str = "",
        note: str = "",
    ) -> Change:
        """`others`: one on each line. Raises UserError, as all here do."""
        name = naming.one_name(name)
        aliases = naming.lines(others, name)
        await self._refuse_taken(server_id, [name, *aliases])
        values = {"name": name, "aliases": aliases, **_described(role, pronoun, note)}
        wish = Wish("person", naming.without_nothing(values))
        return await self._curation.change(server_id, by_id, entry, f"Person {name} added", [wish])

    async def rename(
        self, server_id: int, by_id: int, entry: str, person_id: str, seen: str, name: str
    ) -> Change:
        """The earlier name stays one of the others, so that everything that uses it goes on."""
        person = await self.get(server_id, person_id, seen)
        name = naming.one_name(name)
        await self._refuse_taken(server_id, [name], person.subject)
        values = naming.spelled(person.entry, name=name)
        what = f"{person.name} is called {name}"
        return await self._curation.change(server_id, by_id, entry, what, [_wish(person, values)])

    async def call(
        self, server_id: int, by_id: int, entry: str, person_id: str, seen: str, others: str
    ) -> Change:
        """The list of other names as a whole, one on each line."""
        person = await self.get(server_id, person_id, seen)
        aliases = naming.lines(others, person.name)
        await self._refuse_taken(server_id, [one for one in aliases if not _is(person, one)], person.subject)
        values = naming.without_nothing({**person.entry, "aliases": aliases})
        wishes = [_wish(person, values), *await self._members_called(server_id, person, values)]
        what = f"{person.name} has {_counted(len(aliases))}"
        return await self._curation.change(server_id, by_id, entry, what, wishes)

    async def describe(
        self,
        server_id: int,
        by_id: int,
        entry: str,
        person_id: str,
        seen: str,
        role: str,
        pronoun: str,
        note: str,
    ) -> Change:
        person = await self.get(server_id, person_id, seen)
        values = naming.without_nothing({**person.entry, **_described(role, pronoun, note)})
        said = ", ".join(one for one in (role, pronoun) if one)
        what = f"{person.name} is described: {said}"
        return await self._curation.change(server_id, by_id, entry, what, [_wish(person, values)])

    async def remove(self, server_id: int, by_id: int, entry: str, person_id: str) -> Change:
        """Only one that this server added; whom documents name, they go on naming."""
        person = await self.get(server_id, person_id)
        if not person.removable:
            raise UserError("Only persons that this server added can be removed.")
        wishes = [Wish("person", None, person.subject, seen=person.values)]
        for topic in await self._topics_with(server_id, person):
            members = [one for one in listed(topic.values, "members") if not _is(person, one)]
            if topic.values.get("kind") == "pairing" and len(members) < 2:
                raise NamesError(
                    f"{person.name} is one of the pairing {topic.values['name']}. Remove the pairing first: "
                    "/admin topic show"
                )
            wishes.append(_topic_wish(topic, {**topic.values, "members": members}))
        what = f"Person {person.name} removed"
        return await self._curation.change(server_id, by_id, entry, what, wishes)

    # --- two that are one, one that is two -----------------------------------------------------------------

    async def likely(self, server_id: int, person: Person) -> list[Choice]:
        """Who may be the same person, by near names; not those of whom it was said that they are not."""
        library = self._libraries.at(server_id).library
        apart = {names.key(one) for one in person.apart}
        found = await naming.likely(library, "person", person.all_names, {person.id})
        if not apart:
            return found
        return [one for one in found if not apart & await self._keys(server_id, one.value)]

    async def _keys(self, server_id: int, ref: str) -> set[str]:
        held = await stored.of_id(self._libraries.at(server_id).library, ref.removeprefix("p"))
        return {names.key(one) for one in (held.name, *held.spellings)} if held else set()

    async def merging(self, server_id: int, kept_id: str, gone_id: str) -> Merging:
        """What would become of both. Raises UserError where it can't be."""
        if kept_id == gone_id:
            raise UserError("These are one person already.")
        kept, gone = await self.get(server_id, kept_id), await self.get(server_id, gone_id)
        # Of the names that only documents use, the short ones follow from the text in which they stand.
        found = [one for one in gone.found if len(names.words(one)) > 1]
        others = naming.once([*kept.others, gone.name, *gone.others, *found], kept.name)
        await self._refuse_one_pairing(server_id, kept, gone)
        return Merging(kept, gone, tuple(others), content_id(kept.stamp, gone.stamp)[:8])

    async def merge(
        self, server_id: int, by_id: int, entry: str, kept_id: str, gone_id: str, seen: str
    ) -> Change:
        """One change: the other's names mean the kept one, in topics and rulings too."""
        merging = await self.merging(server_id, kept_id, gone_id)
        kept, gone = merging.kept, merging.gone
        if merging.stamp != seen:
            raise UserError(naming.QUICKER)
        values = {**kept.entry, "aliases": list(merging.names)}
        for word, unsaid in (("role", Role.OTHER), ("pronoun", None), ("note", None)):
            if values.get(word, unsaid) == unsaid and word in gone.entry:
                values[word] = gone.entry[word]
        wishes = [_wish(kept, naming.without_nothing(values))]
        if gone.values:
            wishes.append(Wish("person", None, gone.subject, seen=gone.values))
        ours = {names.key(one) for one in (kept.name, *merging.names)}
        wishes += [
            Wish("apart", None, subject)
            for subject, said in (await self._curation.own(server_id, "apart")).items()
            if {said["one"], said["other"]} <= ours
        ]
        what = f"{gone.name} is the same person as {kept.name}"
        return await self._curation.change(server_id, by_id, entry, what, wishes)

    async def split(
        self,
        server_id: int,
        by_id: int,
        entry: str,
        person_id: str,
        seen: str,
        theirs: Sequence[str],
        name: str,
    ) -> Change:
        """The names in `theirs` become those of a new person called `name`, and what was said by them."""
        person = await self.get(server_id, person_id, seen)
        known = {names.key(one): one for one in (*person.others, *person.found)}
        wanted = naming.once(theirs)
        if strange := [one for one in wanted if names.key(one) not in known]:
            raise NamesError(f"“{strange[0]}” is none of the other names of {person.name}.")
        name = naming.one_name(name or (wanted[0] if wanted else ""))
        if _is(person, name) and names.key(name) not in {names.key(one) for one in wanted}:
            raise NamesError(f"“{name}” stays a name of {person.name}. Give the other person another name.")
        aliases = [known[names.key(one)] for one in wanted if names.key(one) != names.key(name)]
        await self._refuse_taken(server_id, [name, *aliases], person.subject)
        wishes: list[Wish] = []
        kept = naming.once(person.others, *wanted, name)
        if kept != list(person.others):
            values = naming.without_nothing({**person.entry, "aliases": kept})
            wishes += [_wish(person, values), *await self._members_called(server_id, person, values)]
        made = {"name": name, "aliases": aliases, "role": person.role}
        wishes.append(Wish("person", naming.without_nothing(made)))
        what = f"{name} is somebody else than {person.name}"
        return await self._curation.change(server_id, by_id, entry, what, wishes)

    async def part(self, server_id: int, by_id: int, entry: str, person_id: str, other: str) -> Change:
        """A name, or another person, that is not this one: not to be joined, nor suggested for it."""
        person = await self.get(server_id, person_id)
        key = names.key(other)
        if key in {names.key(one) for one in person.others}:
            raise NamesError(
                f"“{other}” is one of the other names of {person.name}. Take it away with Other names, "
                "or make another person of it with Split."
            )
        if key not in {names.key(one) for one in person.found}:
            found = await self.find(server_id, other)
            if found.id == person.id:
                raise NamesError(f"“{other}” is {person.name} indeed.")
            other, key = found.name, names.key(found.name)
        own = names.key(person.name)
        values = {"one": own, "other": key, "called": [person.name, other]}
        wish = Wish("apart", values, " ".join(sorted((own, key))))
        what = f"{other} is not the same person as {person.name}"
        return await self._curation.change(server_id, by_id, entry, what, [wish])

    # --- what stands against it, and what goes along -------------------------------------------------------

    async def _apart_from(self, server_id: int, keys: set[str]) -> list[str]:
        """What is not to be taken for a person of these names, as it was called then."""
        found: list[str] = []
        for said in (await self._curation.own(server_id, "apart")).values():
            one, other = str(said["one"]), str(said["other"])
            called = listed(said, "called") or [one, other]
            if one in keys and other not in keys:
                found.append(called[1])
            elif other in keys and one not in keys:
                found.append(called[0])
        return naming.once(found)

    async def _refuse_taken(self, server_id: int, wanted: Sequence[str], subject: str = "") -> None:
        """Raises UserError when one of the names is another person's by hand, or a topic's."""
        for kind in ("person", "topic"):
            for raw in (await self._curation.entries(server_id, kind)).values():
                if (kind, raw.subject) == ("person", subject) or raw.values.get("kind") == "character":
                    continue
                taken = spellings(raw.values)
                for name in wanted:
                    if names.key(name) in taken:
                        what = "the topic " if kind == "topic" else ""
                        raise NamesError(f"“{name}” is a name of {what}{raw.values['name']} already.")

    async def _topics_with(self, server_id: int, person: Person) -> list[Raw]:
        """Topics that name a person as a member, by any of the names by hand."""
        topics = (await self._curation.entries(server_id, "topic")).values()
        return [raw for raw in topics if any(_is(person, one) for one in listed(raw.values, "members"))]

    async def _members_called(self, server_id: int, person: Person, after: Values) -> list[Wish]:
        """Topics that name the person by a name that they are to have no more name them by another."""
        left = spellings(after)
        wishes: list[Wish] = []
        for topic in await self._topics_with(server_id, person):
            members = [
                person.name if _is(person, one) and names.key(one) not in left else one
                for one in listed(topic.values, "members")
            ]
            if members != listed(topic.values, "members"):
                wishes.append(_topic_wish(topic, {**topic.values, "members": members}))
        return wishes

    async def _refuse_one_pairing(self, server_id: int, kept: Person, gone: Person) -> None:
        """Raises UserError when a pairing would lose one of its two, or two pairings would become one."""
        people = (await self._curation.entries(server_id, "person")).values()
        by_key = {key: raw.subject for raw in people for key in spellings(raw.values)}
        by_key |= {names.key(kept.name): kept.subject, names.key(gone.name): gone.subject}
        pairs: dict[frozenset[str], tuple[str, set[str]]] = {}
        for raw in (await self._curation.entries(server_id, "topic")).values():
            if raw.values.get("kind") != "pairing":
                continue
            called = str(raw.values.get("name"))
            members = {by_key.get(names.key(one), one) for one in listed(raw.values, "members")}
            if {kept.subject, gone.subject} <= members:
                raise NamesError(
                    f"{kept.name} and {gone.name} are both in the pairing {called}. If they are one person, "
                    "change its members first: /admin topic show"
                )
            joined = frozenset(kept.subject if one == gone.subject else one for one in members)
            other, before = pairs.setdefault(joined, (called, members))
            if before != members:
                raise NamesError(
                    f"The pairings {other} and {called} would have the same members. Merge these two topics "
                    "first: /admin topic show"
                )


def _id(subject: str) -> str:
    return content_id("person", names.key(subject))


def _wish(person: Person, values: Values) -> Wish:
    return Wish("person", values, person.subject, seen=person.values)


def _topic_wish(topic: Raw, values: Values) -> Wish:
    kept = naming.without_nothing(naming.own_words(values))
    return Wish("topic", kept, topic.subject, seen=topic.values)


def _is(person: Person, name: str) -> bool:
    """Whether people wrote that this is a name of theirs."""
    return names.key(name) in {names.key(one) for one in (person.name, *person.others)}


def _described(role: str, pronoun: str, note: str) -> dict[str, Any]:
    return {
        "role": Role(role).value if role in list(Role) else Role.OTHER.value,
        "pronoun": pronoun if pronoun in PRONOUNS else None,
        "note": clean(note)[:MOST_NOTE],
    }


def _counted(count: int) -> str:
    return "no other names now" if not count else f"{count} other name{'s' if count > 1 else ''} now"
