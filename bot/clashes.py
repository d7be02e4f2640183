"""Where documents of a server contradict each other, for its moderators to say what is so."""

from __future__ import annotations

import asyncio
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot import names
from bot.curation import Change, Curation, Wish
from bot.errors import VanishedError
from bot.ids import content_id
from bot.libraries import Libraries
from bot.persons import Persons
from bot.repairs import Repairs
from bot.store import clashes as stored
from bot.store.clashes import Misspelt, Named, Said, Worded
from bot.store.reviews import Review, Reviews

CLASH = "clash"
MOST = 500
"""Of each kind that are looked at."""
MOST_PAIRS = 20_000
MOST_SERVERS = 100
"""Whose clashes are remembered until their library changes."""

LEAVE, APART = "leave", "apart"


@dataclass(frozen=True, slots=True)
class Side:
    """A person, and for a saying the places (piece's id, document's title) that say it is theirs."""

    id: str
    name: str
    places: tuple[tuple[str, str], ...] = ()
    quotes: int = 0
    mentions: int = 0
    may_stay: bool = True  # whether the other can become another name of this one


@dataclass(frozen=True, slots=True)
class Clash:
    """`words`: of a saying that has several speakers; None for two names that may be one person's.

    With `wordings` (words, title) the documents give a saying in different words, the fullest first. With
    `spelling` that name was taken for the one side's, misspelt; `words` have it.
    """

    id: str
    sides: tuple[Side, ...]
    words: str | None = None
    wordings: tuple[tuple[str, str], ...] = ()
    spelling: str | None = None


class Clashes:
    def __init__(
        self,
        libraries: Libraries,
        curation: Curation,
        persons: Persons,
        repairs: Repairs,
        reviews: Reviews,
        clock: Callable[[], datetime],
    ) -> None:
        self._libraries = libraries
        self._curation = curation
        self._persons = persons
        self._repairs = repairs
        self._reviews = reviews
        self._clock = clock
        self._locks: defaultdict[int, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._found: OrderedDict[int, tuple[object, list[Clash]]] = OrderedDict()

    async def page(self, server_id: int, limit: int, offset: int) -> tuple[list[Review], int]:
        """Those that nobody has decided on, in a lasting order, as items of the moderators' queue."""
        found = await self.open(server_id)
        page = found[offset : offset + limit]
        return [self.item(server_id, one) for one in page], len(found)

    async def open(self, server_id: int) -> list[Clash]:
        left = await self._reviews.refused(server_id, CLASH)
        apart = {
            frozenset((str(raw.values["one"]), str(raw.values["other"])))
            for raw in (await self._curation.entries(server_id, "apart")).values()
        }
        return [
            one
            for one in await self._all(server_id)
            if one.id not in left
            and (
                one.words
                or one.wordings
                or frozenset(names.key(side.name) for side in one.sides) not in apart
            )
        ]

    def item(self, server_id: int, clash: Clash) -> Review:
        """As it is kept once somebody decided on it."""
        sides = [
            {
                "name": side.name,
                "titles": [title for _, title in side.places],
                "quotes": side.quotes,
                "mentions": side.mentions,
                "may_stay": side.may_stay,
            }
            for side in clash.sides
        ]
        data: dict[str, object] = {"words": clash.words, "sides": sides}
        if clash.wordings:
            data["wordings"] = [list(one) for one in clash.wordings]
        if clash.spelling:
            data["spelling"] = clash.spelling
        return Review(clash.id, server_id, CLASH, "open", data, 0, self._clock())

    async def decide(
        self, server_id: int, by_id: int, interaction_id: int, clash_id: str, answer: str
    ) -> Change | None:
        """Once. `answer`: the number of the side that is right, APART, or LEAVE, which changes nothing.

        Raises VanishedError when there is no such clash, or another moderator was first.
        """
        async with self._locks[server_id]:
            clash = next((one for one in await self.open(server_id) if one.id == clash_id), None)
            if clash is None:
                raise VanishedError
            change = None
            if answer != LEAVE:
                change = await self._settle(server_id, by_id, interaction_id, clash, answer)
            # What was undone is asked again; what was left as it is never.
            item, accepted = self.item(server_id, clash), answer != LEAVE
            await self._reviews.settle(item, accepted, by_id, self._clock())
            return change

    async def _settle(
        self, server_id: int, by_id: int, interaction_id: int, clash: Clash, answer: str
    ) -> Change:
        entry = f"clash:{interaction_id}"
        if clash.spelling is not None:
            if answer != APART:
                raise VanishedError
            return await self._persons.part(server_id, by_id, entry, clash.sides[0].id, clash.spelling)
        if answer == APART:
            one, other = clash.sides
            return await self._persons.part(server_id, by_id, entry, one.id, other.name)
        if not answer.isdigit() or int(answer) >= len(clash.sides):
            raise VanishedError
        right = clash.sides[int(answer)]
        others = [side for side in clash.sides if side is not right]
        if clash.words is None:
            merging = await self._persons.merging(server_id, right.id, others[0].id)
            return await self._persons.merge(server_id, by_id, entry, right.id, others[0].id, merging.stamp)
        wishes: list[Wish] = []
        for piece_id, _ in (place for side in others for place in side.places):
            wishes.append(await self._repairs.said_by(server_id, piece_id, right.name))
        what = f"“{_short(clash.words)}” is by {right.name}"
        return await self._curation.change(server_id, by_id, entry, what, wishes)

    async def _all(self, server_id: int) -> list[Clash]:
        library = self._libraries.at(server_id).library
        version = await library.version()
        known = self._found.get(server_id)
        if known is None or known[0] != version:
            said = _sayings(server_id, await stored.sayings(library, MOST))
            pairs = _persons(server_id, await stored.near_names(library, MOST_PAIRS))
            spelled = _misspelt(server_id, await stored.misspelt(library, MOST))
            worded = _worded(server_id, await stored.wordings(library, MOST))
            known = self._found[server_id] = (version, [*said, *spelled, *pairs[:MOST], *worded])
            while len(self._found) > MOST_SERVERS:
                self._found.popitem(last=False)
        return known[1]


def _sayings(server_id: int, found: Sequence[Said]) -> list[Clash]:
    by_saying: dict[str, dict[str, list[Said]]] = {}
    for one in found:
        by_saying.setdefault(one.saying_id, {}).setdefault(one.person_id, []).append(one)
    clashes: list[Clash] = []
    for saying, by_person in by_saying.items():
        sides = tuple(
            Side(person, places[0].person, tuple((place.piece_id, place.title) for place in places))
            for person, places in by_person.items()
        )
        identity = content_id(CLASH, str(server_id), saying, *sorted(by_person))
        every = [place for places in by_person.values() for place in places]
        fullest = max(every, key=lambda place: (not place.altered, len(place.text)))
        clashes.append(Clash(identity, sides, fullest.text))
    return clashes


def _misspelt(server_id: int, found: Sequence[Misspelt]) -> list[Clash]:
    return [
        Clash(
            content_id(CLASH, str(server_id), "spelling", one.person_id, names.key(one.spelling)),
            (Side(one.person_id, one.person, ((one.piece_id, one.title),)),),
            one.text,
            spelling=one.spelling,
        )
        for one in found
    ]


def _worded(server_id: int, found: Sequence[Worded]) -> list[Clash]:
    by_saying: dict[str, dict[str, tuple[str, str]]] = {}
    for one in found:
        by_saying.setdefault(one.saying_id, {}).setdefault(names.fold(one.text), (one.text, one.title))
    return [
        Clash(
            content_id(CLASH, str(server_id), "wording", saying, *sorted(wordings)),
            (),
            wordings=tuple(wordings.values()),
        )
        for saying, wordings in by_saying.items()
    ]


def _persons(server_id: int, found: Sequence[tuple[Named, Named]]) -> list[Clash]:
    clashes: list[Clash] = []
    for pair in found:
        if not alike(pair[0].name, pair[1].name):
            continue
        # Who is quoted and named more goes first; whom somebody wrote down keeps the name.
        one, other = sorted(pair, key=lambda person: (-person.quotes, -person.mentions, person.name))
        curated = one.curated or other.curated
        sides = tuple(
            Side(person.id, person.name, (), person.quotes, person.mentions, person.curated or not curated)
            for person in (one, other)
        )
        clashes.append(Clash(content_id(CLASH, str(server_id), *sorted((one.id, other.id))), sides))
    return clashes


def alike(one: str, other: str) -> bool:
    """Whether two names may be one person's: a slip apart, heard the same, or one with the first name cut
    short ("M. Wong", "Alex Roe" for "Alexander Roe").
    """
    keys = names.key(one), names.key(other)
    if names.sound(keys[0]) == names.sound(keys[1]) or names.slips(*keys) is not None:
        return True
    first, second = names.words(one), names.words(other)
    if min(len(first), len(second)) < 2 or first[-1] != second[-1]:
        return False
    short, long = sorted((first[0], second[0]), key=len)
    return short != long and long.startswith(short) and len(short) in (1, *range(3, len(long)))


def _short(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= 80 else words[:79] + "…"
