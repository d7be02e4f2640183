"""Wrong answers that could be right, and questions that keep their ids."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from math import ceil

from bot.ids import content_id
from bot.ingest.questions.fairness import content_words
from bot.ingest.questions.model import Material, Someone, Words
from bot.ingest.quotes.firstnames import NICKNAMES
from bot.models import Role
from bot.names import fold, key

DISTRACTORS = 3
MAX_ANSWERS = 10
MAX_OPTION = 80
_TITLES = frozenset("mr mrs miss ms dr sir lady lord madam master mister aunt uncle".split())  # noqa: SIM905
_NEAR = 0.6


@dataclass(frozen=True, slots=True)
class _Spelled:
    """A person's names as words."""

    number: int  # of the person: who comes first when nothing else tells them apart
    telling: frozenset[str]  # without titles
    forms: frozenset[str]  # the same, and what the nicknames among them stand for
    full: bool


@dataclass(frozen=True, slots=True)
class _Kin:
    """For whom persons are ordered alike: the likeliest to be meant instead come first."""

    role: Role
    full: bool
    gender: str | None
    same_gender: bool


class People:
    """The persons of a library, who of them stands in which document, and what is said of each.

    Documents are bits of a number, which joins and compares sets of them at once.
    """

    def __init__(self, material: Material) -> None:
        self.by_id = {person.id: person for person in material.persons}
        self.most_mentions = max((person.mentions for person in material.persons), default=0)
        self.most_quotes = max((person.quotes for person in material.persons), default=0)
        self._words = material.words
        self._spelled = {
            person.id: _spelled(number, person) for number, person in enumerate(material.persons)
        }
        self._bit: dict[str, int] = {}  # of a document
        self._in: dict[str, set[str]] = {}  # document -> persons named or speaking
        self._where: dict[str, int] = {}  # person -> documents
        for words in material.words:
            here = self._in.setdefault(words.document_id, set())
            here.update(named.id for named in words.persons)
            if words.speaker:
                here.add(words.speaker)
        for number, (document, here) in enumerate(self._in.items()):
            self._bit[document] = 1 << number
            for person in here:
                self._where[person] = self._where.get(person, 0) | 1 << number
        self._near: dict[str, int] = {}
        self._ordered: dict[tuple[_Kin, str | None], list[Someone]] = {}

    def fit_beside(self, right: Someone, words: Words, *, same_gender: bool = False) -> Iterator[Someone]:
        """Who could be meant as well: of the same role, not named in the words, the likeliest first.

        Where roles say nothing (`other`), only persons from around the document are believable.
        """
        named = {one.id for one in words.persons} | {right.id}
        said = set(fold(words.text).split())
        kin = _Kin(right.role, len(right.name.split()) > 1, right.gender, same_gender)
        for person in self._likeliest(kin, words.document_id):
            if (
                person.id not in named
                and said.isdisjoint(self._spelled[person.id].telling)
                and self._unlike(right, person)
                and self._known_apart(right, person)
            ):
                yield person

    def some(self, fit: Iterable[Someone], seed: str, count: int = DISTRACTORS) -> tuple[Someone, ...]:
        """A few of those that fit best, none like another; always the same for the same question."""
        best: list[Someone] = []
        for person in fit:
            if all(self._unlike(person, other) for other in best):
                best.append(person)
            if len(best) == 2 * count:
                break
        return tuple(random.Random(seed).sample(best, count)) if len(best) >= count else ()  # noqa: S311 - a game

    def fits_as_well(self, person: Someone, content: frozenset[str]) -> bool:
        """Whether the library says nearly the same of this person, too."""
        about = self._about.get(person.id)
        return about is not None and about.says(content)

    def _likeliest(self, kin: _Kin, document: str) -> Iterator[Someone]:
        """Those whom the document itself names, then all others; lazily, for few of them are wanted."""
        yield from self._likeliest_of(kin, document)
        here = self._bit[document]
        near = self._around(document) if kin.role is Role.OTHER else -1
        for person in self._likeliest_of(kin, None):
            where = self._where.get(person.id, 0)
            if not where & here and (near < 0 or where & near):
                yield person

    def _likeliest_of(self, kin: _Kin, document: str | None) -> list[Someone]:
        """Of a document, or of all (None)."""
        if (kin, document) not in self._ordered:
            among = self.by_id if document is None else self._in[document]
            self._ordered[kin, document] = sorted(
                (
                    person
                    for one in among
                    if (person := self.by_id.get(one))
                    and person.sure
                    and person.role is kin.role
                    and (not kin.same_gender or (person.gender is not None and person.gender == kin.gender))
                ),
                key=lambda one: (
                    (len(one.name.split()) > 1) != kin.full,
                    one.gender != kin.gender,
                    -one.quotes,
                    -one.mentions,
                    one.name,
                    self._spelled[one.id].number,
                ),
            )
        return self._ordered[kin, document]

    def _around(self, document: str) -> int:
        """This document and those that share two or more persons with it: of one world."""
        if document not in self._near:
            once = twice = 0
            for person in self._in[document]:
                if person in self.by_id and self.by_id[person].sure:
                    twice |= once & self._where[person]
                    once |= self._where[person]
            self._near[document] = twice | self._bit[document]
        return self._near[document]

    def _unlike(self, one: Someone, other: Someone) -> bool:
        """They share no name, so that nobody can take one for the other."""
        return self._spelled[one.id].forms.isdisjoint(self._spelled[other.id].forms)

    def _known_apart(self, one: Someone, other: Someone) -> bool:
        """Surely two persons: "Mrs. Weir" may be Agnes, unless one passage names them both."""
        if (one.curated and other.curated) or (self._spelled[one.id].full and self._spelled[other.id].full):
            return True
        return other.id in self._together.get(one.id, ())

    @cached_property
    def _together(self) -> dict[str, set[str]]:
        """Whom passages name together with each."""
        together: defaultdict[str, set[str]] = defaultdict(set)
        for words in self._words:
            named = {place.id for place in words.persons}
            for person in named:
                together[person] |= named
        return together

    @cached_property
    def _about(self) -> dict[str, _Contents]:
        """What is said in the passages that name each of those who can be meant."""
        about = {person.id: _Contents() for person in self.by_id.values() if person.sure}
        for words in self._words:
            if named := {one.id for one in words.persons if one.id in about}:
                content = frozenset(content_words(words.text))
                for person in named:
                    about[person].add(content)
        return about


class _Contents:
    """Content words of passages, found by the words themselves."""

    def __init__(self) -> None:
        self._with: defaultdict[str, list[frozenset[str]]] = defaultdict(list)
        self._known: set[frozenset[str]] = set()

    def add(self, content: frozenset[str]) -> None:
        if content not in self._known:
            self._known.add(content)
            for word in content:
                self._with[word].append(content)

    def says(self, content: frozenset[str]) -> bool:
        """One of them has nearly all of these words.

        It has one of the rarest, then: of the others there are too few. Only those are gone through.
        """
        need = ceil(_NEAR * len(content))
        if not need:
            return bool(self._known)
        found = [self._with[word] for word in content if word in self._with]
        found.sort(key=len)
        return any(
            len(content & about) >= need
            for those in found[: max(0, len(found) - need + 1)]
            for about in those
        )


def _spelled(number: int, person: Someone) -> _Spelled:
    words = [word for name in (person.name, *person.aliases) for word in fold(name).split()]
    telling = frozenset(word for word in words if word not in _TITLES)
    name = fold(person.name).split()
    return _Spelled(
        number,
        telling,
        telling | {NICKNAMES[word] for word in telling if word in NICKNAMES},
        len(name) > 1 and name[0] not in _TITLES,
    )


def answers(name: str, aliases: Iterable[str]) -> tuple[str, ...]:
    """The shown one first, each spelling once."""
    kept: dict[str, str] = {}
    for spelling in (name, *aliases):
        if len(spelling) <= MAX_OPTION:
            kept.setdefault(key(spelling), spelling)
    return tuple(kept.values())[:MAX_ANSWERS]


def question_id(form: str, piece_id: str, what: str) -> str:
    return content_id("question", form, piece_id, key(what) or what)


def flat(text: str) -> str:
    """The words as they stand, on one line."""
    return " ".join(text.split())
