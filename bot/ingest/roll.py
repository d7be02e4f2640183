"""Everyone whom a library's documents name, noted document by document."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations

from bot.ingest.analysis import Analysis
from bot.ingest.identity import Parts, parts
from bot.ingest.quotes.person import misspelt
from bot.models import Kind, Role
from bot.names import fold, key

_STAGED = re.compile(
    r"^[ \t]*[\[(*_]{1,2}(?:the )?"
    r"(?:scene|cut|fade[sd]?|int|ext|interior|exterior|opens?|flashback|act|episode)\b",
    re.IGNORECASE | re.MULTILINE,
)
_IN_TALK = frozenset({"called by name", "taking turns", "person nearby", "goes on after a reaction"})
_FEW = 8  # quotes: a text with fewer is too short to tell a story from a report
_MOST = 24  # of one surname in one document, that are compared


class Roll:
    """Everyone whom documents name, each way to say so once, in the order in which they come up.

    This is all that `Subjects` needs of a document: a library's texts and quotes may be larger than memory.
    """

    def __init__(self, analyses: Iterable[Analysis] = ()) -> None:
        # (name, role, aliases) -> quotes of that speaker
        self.named: dict[tuple[str, str, tuple[str, ...]], int] = {}
        self.documents: Counter[str] = Counter()  # by name: how many documents have it so
        self.roles: Counter[tuple[str, str]] = Counter()  # by name and role: how many documents say so
        self.introduced: dict[str, tuple[str, ...]] = {}  # by a file itself: their other names
        self.apart: set[frozenset[str]] = set()  # keys of two whom one document tells apart
        self.houses: set[str] = set()  # keys of publishers: what they ask in interviews nobody looks for
        for analysis in analyses:
            self.take(analysis)

    def take(self, analysis: Analysis) -> None:
        document = analysis.document
        story = is_story(analysis)
        if document.publisher:
            self.houses.add(key(document.publisher))
        for person in document.people:
            self._introduce(person.name, person.aliases)
        names: dict[str, None] = {}
        roles: set[tuple[str, str]] = set()
        for person in (*document.people, *analysis.persons):
            self._add((person.name, person.role, person.aliases), 0)
            names[person.name] = None
            roles.add((person.name, person.role))
        voices: dict[str, None] = {}
        for quote in analysis.quotes:
            if quote.speaker:
                role = Role.CHARACTER if story and quote.speaker != document.author else Role.OTHER
                self._add((quote.speaker, role.value, ()), 1)
                names[quote.speaker] = None
                roles.add((quote.speaker, role.value))
                if quote.form == "transcript":
                    voices[quote.speaker] = None
        self.documents.update(list(names))
        self.roles.update(one for one in roles if one[1] != Role.OTHER.value)
        self.apart.update(_told_apart(names))
        self.apart.update(_two_voices(voices))

    def join(self, later: Roll) -> None:
        for name, aliases in later.introduced.items():
            self._introduce(name, aliases)
        for one, quotes in later.named.items():
            self._add(one, quotes)
        self.documents.update(later.documents)
        self.roles.update(later.roles)
        self.apart |= later.apart
        self.houses |= later.houses

    def aliases(self) -> dict[str, str]:
        """By the key of another name that a file gives just one person: the key of the person's name. One
        word alone ("Uncle") may mean somebody else in the next document.
        """
        owners: defaultdict[str, set[str]] = defaultdict(set)
        for name, aliases in self.introduced.items():
            owners[key(name)].add(key(name))
            for alias in aliases:
                if " " in fold(alias):
                    owners[key(alias)].add(key(name))
        return {
            alias_key: next(iter(names))
            for alias_key, names in owners.items()
            if len(names) == 1 and alias_key not in names
        }

    def characters(self) -> set[str]:
        """The keys of those who are more often said to be in a story than to be anything else."""
        said: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for (name, role), documents in self.roles.items():
            said[key(name)][role] += documents
        return {
            name_key
            for name_key, roles in said.items()
            if roles[Role.CHARACTER.value] * 2 > sum(roles.values())
        }

    def _introduce(self, name: str, aliases: tuple[str, ...]) -> None:
        self.introduced[name] = tuple(dict.fromkeys((*self.introduced.get(name, ()), *aliases)))

    def _add(self, one: tuple[str, str, tuple[str, ...]], quotes: int) -> None:
        self.named[one] = self.named.get(one, 0) + quotes


def is_story(analysis: Analysis) -> bool:
    """Whether who speaks in a document is in a story: a work, a script with scenes, or told dialogue."""
    document, quotes = analysis.document, analysis.quotes
    if document.kind is Kind.WORK:
        return True
    if not quotes or document.kind is not Kind.REPORT or document.turns:
        return False
    if all(quote.form == "transcript" for quote in quotes):
        return _STAGED.search(document.text, 0, 20_000) is not None
    talk = sum(1 for quote in quotes if quote.rule in _IN_TALK)
    return not document.publisher and len(quotes) >= _FEW and talk * 8 >= len(quotes)


def _told_apart(names: Iterable[str]) -> Iterator[frozenset[str]]:
    """Pairs of one document's persons whom their names alone could make one: `Mr. Gray` and `Tom Gray`."""
    groups: defaultdict[str, list[Parts]] = defaultdict(list)
    for name in names:
        if (one := parts(name)).last:
            groups[one.last[:3]].append(one)
    for group in groups.values():
        for one, other in combinations(group[:_MOST], 2):
            if one.key != other.key and (one.last == other.last or misspelt(one.last, other.last)):
                yield frozenset((one.key, other.key))


def _two_voices(voices: Iterable[str]) -> Iterator[frozenset[str]]:
    """Zuko and Young Zuko: two voices of one transcript."""
    keys = set(map(key, voices))
    for tokens in (fold(voice).split() for voice in voices):
        if len(tokens) > 1 and tokens[-1] in keys:
            yield frozenset((tokens[-1], key(" ".join(tokens))))
