"""Wrong answers that could be right, and questions that keep their ids."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence

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
_SHARED = 2


class People:
    """The persons of a library, who of them stands in which document, and what is said of each."""

    def __init__(self, material: Material) -> None:
        self.by_id = {person.id: person for person in material.persons}
        self._in: dict[str, dict[str, int]] = {}  # document -> person -> times named or speaking
        self._about: dict[str, list[frozenset[str]]] = {}  # person -> contents of passages naming them
        for words in material.words:
            here = self._in.setdefault(words.document_id, {})
            if words.speaker:
                here[words.speaker] = here.get(words.speaker, 0) + 1
            for named in words.persons:
                here[named.id] = here.get(named.id, 0) + 1
        self._material = material
        self._together: dict[str, set[str]] = {}
        self._near: dict[str, set[str]] = {}
        self._rooms: dict[str, set[str]] = {}  # person -> documents
        for document, here in self._in.items():
            for person in here:
                if person in self.by_id and self.by_id[person].sure:
                    self._rooms.setdefault(person, set()).add(document)

    def rooms(self, document: str) -> set[str]:
        """This document and those that share two or more persons with it: of one world."""
        if document not in self._near:
            shared: dict[str, int] = {}
            for person in self._in.get(document, {}):
                for other in self._rooms.get(person, ()):
                    shared[other] = shared.get(other, 0) + 1
            self._near[document] = {document, *(other for other, count in shared.items() if count >= _SHARED)}
        return self._near[document]

    def around(self, document: str) -> set[str]:
        """Whom the documents of one world name."""
        return {person for room in self.rooms(document) for person in self._in.get(room, {})}

    def fit_beside(self, right: Someone, words: Words, *, same_gender: bool = False) -> list[Someone]:
        """Who could be meant as well: of the same role, not named in the words, the likeliest first.

        Where roles say nothing (`other`), only persons from around the document are believable.
        """
        around = self.around(words.document_id)
        named = {one.id for one in words.persons} | {right.id}
        said = set(fold(words.text).split())
        here = self._in.get(words.document_id, {})
        found = [
            person
            for person in self.by_id.values()
            if person.sure
            and person.id not in named
            and person.role is right.role
            and (person.role is not Role.OTHER or person.id in around)
            and (not same_gender or (person.gender is not None and person.gender == right.gender))
            and not said & set(_telling(person))
            and unlike(right, person)
            and self.known_apart(right, person)
        ]
        shape = len(right.name.split()) > 1
        return sorted(
            found,
            key=lambda one: (
                one.id not in here,
                (len(one.name.split()) > 1) != shape,
                one.gender != right.gender,
                -one.quotes,
                -one.mentions,
                one.name,
            ),
        )

    def known_apart(self, one: Someone, other: Someone) -> bool:
        """Surely two persons: "Mrs. Collins" may be Charlotte, unless one passage names them both."""
        if (one.curated and other.curated) or (_is_full(one) and _is_full(other)):
            return True
        if not self._together:
            for words in self._material.words:
                named = {place.id for place in words.persons}
                for person in named:
                    self._together.setdefault(person, set()).update(named)
        return other.id in self._together.get(one.id, ())

    def fits_as_well(self, person: Someone, content: frozenset[str]) -> bool:
        """Whether the library says nearly the same of this person, too."""
        if not self._about:
            for words in self._material.words:
                contents = frozenset(content_words(words.text))
                for one in {named.id for named in words.persons}:
                    self._about.setdefault(one, []).append(contents)
        need = _NEAR * len(content)
        return any(len(content & about) >= need for about in self._about.get(person.id, ()))


def _telling(person: Someone) -> list[str]:
    """The words of a person's names, nicknames written out, without titles."""
    found = [word for name in (person.name, *person.aliases) for word in fold(name).split()]
    return [word for word in found if word not in _TITLES]


def _is_full(person: Someone) -> bool:
    words = fold(person.name).split()
    return len(words) > 1 and words[0] not in _TITLES


def unlike(one: Someone, other: Someone) -> bool:
    """They share no name, so that nobody can take one for the other."""

    def words(person: Someone) -> set[str]:
        return {form for word in _telling(person) for form in (word, NICKNAMES.get(word, word))}

    return not words(one) & words(other)


def some(fit: Sequence[Someone], seed: str, count: int = DISTRACTORS) -> tuple[Someone, ...]:
    """A few of those that fit best, none like another; always the same for the same question."""
    best: list[Someone] = []
    for person in fit:
        if all(unlike(person, other) for other in best):
            best.append(person)
        if len(best) == 2 * count:
            break
    return tuple(random.Random(seed).sample(best, count)) if len(best) >= count else ()  # noqa: S311 - a game


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
