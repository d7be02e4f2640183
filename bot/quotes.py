"""`/quote`: a person's own words, fairly chosen; and who speaks of those who are never quoted."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace

from bot import names, reading
from bot.canon import mend
from bot.errors import VanishedError
from bot.ids import content_id
from bot.models import Choice, Piece, QuoteAnswer
from bot.reading import Reading
from bot.search import queries
from bot.store import canon as stored_canon
from bot.store import fulltext
from bot.store import names as stored_names
from bot.store import quotes as stored
from bot.store.library import Library
from bot.store.names import Name
from bot.store.servers import MOST_LISTED, Servers

BEST = 10
FAR_BETTER = 10
"""How many times as often as a bare "Dana" somebody must be spoken of to be meant by that instead."""

SAME_NAME = 0.84
"""Likeness of a misspelt first name ("bryn") to the right one."""


class Quotes:
    def __init__(self, library: Library, servers: Servers, chance: random.Random) -> None:
        self._library = library
        self._servers = servers
        self._chance = chance

    async def answer(self, person: str, about: str | None = None) -> QuoteAnswer:
        """The person's quotes, best first, without choosing one. At most three trips."""
        answer, _ = await self._listed(person, about)
        return replace(answer, quotes=answer.quotes[:BEST])

    async def next(self, person: str, about: str | None, server_id: int, channel_id: int) -> QuoteAnswer:
        """`answer` with `chosen`: the quote whose turn it is in this channel."""
        answer, sayings = await self._listed(person, about)
        return await self._choose(answer, sayings, server_id, channel_id)

    async def another(
        self, person_id: str, about: str | None, server_id: int, channel_id: int
    ) -> QuoteAnswer:
        """As `next`, for a button. Raises VanishedError when the person has no quotes any more."""
        answer, sayings = await self._listed("p" + person_id, about)
        if not sayings:
            raise VanishedError
        return await self._choose(answer, sayings, server_id, channel_id)

    async def who(self, asked: str) -> tuple[str, str | None] | None:
        """The full name of the person that is meant, and again where it was taken for a near spelling."""
        person, _ = await self._read(asked, None)
        return None if isinstance(person, _Nobody) else (person.name, person.read_as)

    async def suggest(self, typed: str) -> list[Choice]:
        return await reading.suggest(self._library, typed, ("person",), quoted=True)

    async def suggest_about(self, typed: str) -> list[Choice]:
        return await reading.suggest(self._library, typed, ("topic", "person"))

    async def _choose(
        self, answer: QuoteAnswer, sayings: dict[str, Piece], server_id: int, channel_id: int
    ) -> QuoteAnswer:
        if not sayings or answer.person_id is None:
            return replace(answer, quotes=answer.quotes[:BEST])
        ids = [saying for saying, piece in sayings.items() if reads_alone(piece.text)] or list(sayings)
        ids = ids[:MOST_LISTED]
        self._chance.shuffle(ids)
        # The same list for every wording of the same wish: what was shown about a subject counts there.
        list_id = content_id(answer.person_id, names.key(answer.about or ""))
        turn = await self._servers.take_turn(server_id, channel_id, list_id, ids)
        return replace(answer, chosen=sayings[turn], quotes=answer.quotes[:BEST])

    async def _listed(self, asked: str, about: str | None) -> tuple[QuoteAnswer, dict[str, Piece]]:
        if not (about and about.strip()):
            asked, _, about = asked.partition(" about ")  # "konietzko about the network", all in one field
        about = " ".join(about.split()) or None
        person, subject = await self._read(asked, about)
        if isinstance(person, _Nobody):
            topics = [name for name in person.others if name.target_kind == "topic"]
            persons = (name for name in person.others if name.target_kind == "person")
            nobody = QuoteAnswer(
                asked,
                about=about,
                is_topic=topics[0].target_name if topics else None,
                suggestions=tuple(reading.choices(persons, limit=5)),
                documents=self._library.documents,
            )
            return nobody, {}
        query = None
        if subject is not None:
            query = fulltext.every(queries(subject)) or fulltext.NOTHING
        listed = await stored.of_person(self._library, person.id, query)
        answer = QuoteAnswer(
            asked,
            person.name,
            person.id,
            about,
            tuple(listed.sayings.values()),
            listed.total,
            spoken_of_by=listed.spoken_of_by,
            read_as=person.read_as,
            suggestions=tuple(
                reading.choices((n for n in person.others if n.target_id != person.id), limit=5)
            ),
            documents=self._library.documents,
        )
        return answer, listed.sayings

    async def _read(self, asked: str, about: str | None) -> tuple[_Person | _Nobody, Reading | None]:
        """The person that is meant and what about, in two trips at most. Raises VanishedError."""
        bare = asked.strip()
        if reading.REF.fullmatch(bare) and bare.startswith("p"):
            subject = await reading.read(self._library, about) if about else None
            name = (await stored_names.titles(self._library, [bare[1:]])).get(bare[1:])
            if name is None:
                raise VanishedError
            return _Person(bare[1:], name), subject
        read, *more = await reading.read_all(self._library, [asked, about] if about else [asked])
        subject = more[0] if more else None
        whole = [entry for entry in read.whole if entry.target_kind == "person"]
        if whole:
            known = max(whole, key=lambda entry: entry.weight)
            if known.weight >= FAR_BETTER * max(whole[0].weight, 1):
                whole = [known, *(entry for entry in whole if entry is not known)]
            return _Person(whole[0].target_id, whole[0].target_name, None, tuple(whole[1:])), subject
        near: list[Name] = []
        if not any(one.of("person") for one in read.found) and read.words:
            keys = {names.key(word) for word in read.left} | {
                names.key(" ".join(read.left)),
                names.key(asked),
            }
            _, near = await stored_canon.candidates(
                self._library, [], sorted(key for key in keys if len(key) > 2)
            )
            read = mend(read, [name for name in near if name.target_kind == "person"])
        persons = [one for one in read.found if one.of("person")]
        others = [entry for one in read.found for entry in one.entries]
        if not persons and (role := reading.role_of(asked)):
            several = await stored_names.of_role(self._library, role, limit=5)
            if len(several) == 1:
                return _Person(several[0].target_id, several[0].target_name, several[0].target_name), subject
            return _Nobody(tuple(several)), subject
        if not persons:
            wanted = [names.key(word) for word in read.left] or [names.key(asked)]
            return _Nobody((*others, *_alike(wanted, near))), subject
        first = persons[0]
        meant = first.of("person")[0]
        if len(persons) > 1 and persons[1].start == first.end:
            # "Larry Ellison", where the library has a Larry and an Ellison: one person only if they are.
            both = {entry.target_id for entry in persons[1].of("person")}
            shared = [entry for entry in first.of("person") if entry.target_id in both]
            if not shared and first.end - first.start < len(names.words(meant.target_name)):
                return _Nobody(tuple(others)), subject
            meant = (shared or [meant])[0]
        # "Larry Ellison" isn't Larry Kudlow: a first or last name alone must be all that is asked.
        partial = first.end - first.start < len(names.words(meant.target_name))
        if partial and not all(_means(word, meant.target_name) for word in read.left):
            return _Nobody(tuple(others)), subject
        read_as = None if first.exact else meant.target_name
        return _Person(meant.target_id, meant.target_name, read_as, tuple(others)), subject


def _means(word: str, name: str) -> bool:
    """Whether a word beside part of a name may be of the same name: a title, an initial, or misspelt."""
    return word in names.TITLES or any(
        word == part[0] or (len(word) > 2 and names.likeness(word, part) >= SAME_NAME)
        for part in names.words(name)
    )


def reads_alone(text: str) -> bool:
    """Not a snippet that a tag cut off ("Thanks for understanding,"), which is shown if all are."""
    return text.rstrip()[-1:] not in ",;:" or len(text.split()) >= stored.SNIPPET


@dataclass(frozen=True, slots=True)
class _Person:
    id: str
    name: str
    read_as: str | None = None
    others: tuple[Name, ...] = ()


@dataclass(frozen=True, slots=True)
class _Nobody:
    others: tuple[Name, ...]


def _alike(keys: list[str], near: list[Name]) -> list[Name]:
    scored = [(max(names.likeness(key, name.key) for key in keys), name) for name in near]
    return [name for score, name in sorted(scored, key=lambda pair: -pair[0]) if score >= 0.8]
