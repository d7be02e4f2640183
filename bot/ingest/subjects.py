"""Who and what a library speaks of: persons joined across documents, topics, and all their names."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from copy import copy

from bot.ids import content_id
from bot.ingest.analysis import Analysis
from bot.ingest.curated import Curated, CuratedTopic
from bot.ingest.identity import One, best_spelling, joined, short_forms
from bot.ingest.roll import Roll
from bot.models import Role
from bot.names import fold, key, sound, spans
from bot.store.build import NameRow, PersonRow, TopicRow

NamedIn = Callable[[int, int], tuple[list[str], list[str]]]
"""Ids of the persons and of the topics that a stretch of one document names."""

Known = tuple[dict[str, str], dict[str, Role]]
"""Ids of persons by their names, and those persons' roles who have any."""

_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
LONGEST_ALIAS = 8
MOST_FINDERS = 32
MOST_FOLDED = 200_000


class Subjects:
    """Built from the curated files, which overrule, and from what the documents themselves name."""

    def __init__(self, curated: Curated, found: Roll | Iterable[Analysis]) -> None:
        roll = found if isinstance(found, Roll) else Roll(found)
        self._curated = curated
        self._houses = roll.houses
        self._told: dict[str, str] = {}  # to a copy that is apart: ids by names
        self._roles: dict[str, Role] = {}
        self._names: dict[str, str] = {}
        self._aliases: dict[str, dict[str, str]] = {}  # person id -> key -> as written
        self._pronouns: dict[str, str | None] = {}
        self._curated_ids: set[str] = set()
        self._quoted: Counter[str] = Counter()
        # Key of a name -> key of the full name it stands for: what people wrote goes before what is found.
        self._canonical = {key(name): key(p.name) for p in curated.people for name in p.aliases}
        for person in curated.people:
            self._canonical.pop(key(person.name), None)
        self._first = {key(p.name): key(p.formerly) for p in curated.people if p.formerly}
        for person in curated.people:
            person_id = self._add(person.name, person.role, person.aliases)
            self._curated_ids.add(person_id)
            self._pronouns[person_id] = person.pronoun
        self._take_aliases(roll)
        self._join(roll)
        for (name, _, aliases), quotes in roll.named.items():
            person_id = self._add(name, Role.OTHER, aliases)
            if quotes:
                self._quoted[person_id] += quotes
        self._take_names(roll)
        self._take_roles(roll)
        self._topics = {_topic_id(topic.formerly or topic.name): topic for topic in curated.topics}
        self._members = {
            topic_id: [self.id_of(member) for member in topic.members] or self._named_in(topic)
            for topic_id, topic in self._topics.items()
        }
        # Naming its persons is speaking of a pairing; an event or a claim takes more than that.
        self._topics_with: dict[str, list[str]] = defaultdict(list)
        for topic_id, members in self._members.items():
            if self._topics[topic_id].kind in ("pairing", "character"):
                for member in members:
                    self._topics_with[member].append(topic_id)
        self._topics_by_alias: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for topic_id, topic in self._topics.items():
            for name in (topic.name, *topic.aliases):
                if topic.kind != "claim" and (tokens := tuple(fold(name).split())):
                    self._topics_by_alias[tokens].append(topic_id)
        self._topics_by_name = {
            key(name): topic_id
            for topic_id, topic in self._topics.items()
            for name in (*topic.aliases, topic.name)
        }
        self._titles = _titles(curated)
        self._finders: dict[str, NamedIn] = {}  # of the latest documents: a long one is gone through once
        self._folded: dict[str, str] = {}  # every word once: folding is dear, and few are different

    def _take_aliases(self, roll: Roll) -> None:
        """Other names that a wiki's page gives a person are that person's in every document."""
        taken = {name_key for spellings in self._aliases.values() for name_key in spellings}
        for alias, name in roll.aliases().items():
            name = self._canonical.get(name, name)
            if alias not in taken and frozenset((alias, name)) not in self._curated.apart:
                self._canonical.setdefault(alias, name)

    def _join(self, roll: Roll) -> None:
        """Names of several documents that are one person's, unless it was written down that they aren't."""
        own = {key(person.name) for person in self._curated.people} | set(map(key, roll.introduced))
        names: dict[str, One] = {}
        written = (name for person in self._curated.people for name in (person.name, *person.aliases))
        for name in (*written, *dict.fromkeys(name for name, _, _ in roll.named)):
            if name not in names and (name_key := key(name)):
                role = self._roles.get(self.id_of(name), Role.OTHER).value
                names[name] = One(name, name_key, roll.documents[name], name_key in own, role)
        for (name, role), _ in roll.roles.most_common():
            if name in names and names[name].role == Role.OTHER:
                names[name].role = role
        told, apart = roll.apart, self._curated.apart

        def are_two(one: str, other: str) -> bool:
            meant = {self._canonical.get(one, one), self._canonical.get(other, other)}
            return frozenset((one, other)) in told or not apart.isdisjoint(
                (frozenset((one, other)), frozenset(meant))
            )

        taken = {name: one for name, one in self._canonical.items() if name != one}
        found, self.slips = joined(names.values(), are_two, roll.characters(), taken)
        for name_key, head in found.items():
            self._canonical.setdefault(name_key, self._canonical.get(head, head))

    def _take_names(self, roll: Roll) -> None:
        """Those whom nobody wrote down are called as most documents spell them."""
        spelled: defaultdict[str, dict[str, int]] = defaultdict(dict)
        for name, _, _ in roll.named:
            if key(name) not in self._canonical:
                spelled[self.id_of(name)][name] = roll.documents[name]
        for person_id, spellings in spelled.items():
            if person_id not in self._curated_ids and len(spellings) > 1:
                self._names[person_id] = best_spelling(spellings)

    def _take_roles(self, roll: Roll) -> None:
        """What people wrote goes before what most documents say."""
        said: defaultdict[str, Counter[Role]] = defaultdict(Counter)
        for (name, role), documents in roll.roles.items():
            said[self.id_of(name)][Role(role)] += documents
        for person_id, roles in said.items():
            if person_id not in self._curated_ids or self._roles[person_id] is Role.OTHER:
                self._roles[person_id] = max(roles, key=lambda role: (roles[role], -list(Role).index(role)))

    def _add(self, name: str, role: Role, aliases: Sequence[str]) -> str:
        person_id = self.id_of(name)
        if key(name) not in self._canonical:
            self._names.setdefault(person_id, name)
        if self._roles.get(person_id, Role.OTHER) is Role.OTHER:
            self._roles[person_id] = role
        spellings = self._aliases.setdefault(person_id, {})
        for alias in (name, *aliases):
            if alias_key := key(alias):
                spellings.setdefault(alias_key, alias)
        return person_id

    def apart(self) -> Subjects:
        """A copy for another process, which knows of no persons but those that it is told of."""
        one = copy(self)
        one._roles, one._names, one._aliases, one._pronouns, one._quoted = {}, {}, {}, {}, Counter()
        one._canonical, one._first, one._finders, one._folded, one._told = {}, {}, {}, {}, {}
        return one

    def about(self, names: Iterable[str]) -> Known:
        ids = {name: self.id_of(name) for name in names}
        return ids, {one: role for one in ids.values() if (role := self.role_of(one)) is not Role.OTHER}

    def learn(self, known: Known) -> None:
        """What `about` says elsewhere, in place of what was learnt before."""
        self._told, self._roles = known

    def id_of(self, name: str) -> str:
        if (told := self._told.get(name)) is not None:
            return told
        name_key = key(name) or name
        name_key = self._canonical.get(name_key, name_key)
        return content_id("person", self._first.get(name_key, name_key))

    def called(self, person_id: str) -> str:
        return self._names.get(person_id, "")

    def take_as(self, wrong: str, right: str) -> None:
        """From here on a name that documents have is another person's, misspelt."""
        gone, stays = self.id_of(wrong), self.id_of(right)
        if gone == stays or gone in self._curated_ids or gone not in self._names:
            return
        to = self._canonical.get(key(right), key(right))
        for name in [name for name, of in self._canonical.items() if of == key(self._names[gone])]:
            self._canonical[name] = to
        self._canonical[key(self._names.pop(gone))] = to
        for spelling, shown in self._aliases.pop(gone).items():
            self._aliases[stays].setdefault(spelling, shown)
        self._quoted[stays] += self._quoted.pop(gone, 0)
        if (role := self._roles.pop(gone)) and self._roles[stays] is Role.OTHER:
            self._roles[stays] = role

    def role_of(self, person_id: str) -> Role:
        return self._roles.get(person_id, Role.OTHER)

    def spellings(self) -> dict[str, tuple[str, ...]]:
        """By person: other ways to write the name that mean nobody else."""
        owners = Counter(spelling for spellings in self._aliases.values() for spelling in spellings)
        return {
            person_id: tuple(
                shown
                for spelling, shown in spellings.items()
                if owners[spelling] == 1 and shown != self._names.get(person_id)
            )
            for person_id, spellings in self._aliases.items()
        }

    def topic_id(self, name: str) -> str | None:
        """The id of a curated topic by its name or one of its aliases."""
        return self._topics_by_name.get(key(name))

    def most_quoted(self) -> str:
        """The name of the person with the most quotes; creators first. "" in a library without quotes."""
        best = max(
            self._quoted,
            key=lambda one: (self._roles[one] is Role.CREATOR, self._quoted[one], self._names[one]),
            default=None,
        )
        return self._names[best] if best else ""

    def finder(self, analysis: Analysis) -> NamedIn:
        """For one document: which persons and topics any stretch of it names.

        A name inside a work's title ("The Legend of Korra") names the work, not the person.
        """
        if (known := self._finders.get(analysis.document.name)) is not None:
            return known
        text = analysis.document.text
        titles = [match.span() for match in self._titles.finditer(text)] if self._titles else []
        mentions = sorted(
            (mention.start, mention.end, self.id_of(found.name))
            for found in analysis.persons
            for mention in found.mentions
            if not _inside(titles, mention.start, mention.end)
        )
        starts = [mention[0] for mention in mentions]
        topic_spans = sorted(self._topic_spans(text))
        topic_starts = [span[0] for span in topic_spans]

        def named_in(start: int, end: int) -> tuple[list[str], list[str]]:
            persons: dict[str, None] = {}
            for place in range(bisect_left(starts, start), bisect_left(starts, end)):
                if mentions[place][1] <= end:
                    persons[mentions[place][2]] = None
            topics: dict[str, None] = {}
            for place in range(bisect_left(topic_starts, start), bisect_left(topic_starts, end)):
                if topic_spans[place][1] <= end:
                    topics[topic_spans[place][2]] = None
            for topic_id in dict.fromkeys(t for person in persons for t in self._topics_with.get(person, ())):
                if all(member in persons for member in self._members[topic_id]):
                    topics[topic_id] = None
            return list(persons), list(topics)

        while len(self._finders) >= MOST_FINDERS:
            del self._finders[next(iter(self._finders))]
        self._finders[analysis.document.name] = named_in
        return named_in

    def _fold(self, word: str) -> str:
        folded = self._folded.get(word)
        if folded is None:
            if len(self._folded) >= MOST_FOLDED:
                self._folded.clear()
            folded = self._folded[word] = fold(word)
        return folded

    def _named_in(self, topic: CuratedTopic) -> list[str]:
        """The persons in a topic's own name, for one that lists no members: "Korra and Asami come out"."""
        by_key = {name_key: person for person in self._curated_ids for name_key in self._aliases[person]}
        words = fold(topic.name).split()
        runs = sorted(spans(len(words)), key=lambda run: run[0] - run[1])
        found = (by_key.get(key(" ".join(words[start:end]))) for start, end in runs)
        return list(dict.fromkeys(person for person in found if person))

    def _topic_spans(self, text: str) -> Iterator[tuple[int, int, str]]:
        if not self._topics_by_alias:
            return
        tokens = [(self._fold(match.group()), *match.span()) for match in _TOKEN.finditer(text)]
        first_words = {alias[0] for alias in self._topics_by_alias}
        for place, (word, start, _) in enumerate(tokens):
            if word not in first_words:
                continue
            for length in range(1, LONGEST_ALIAS + 1):
                run = tokens[place : place + length]
                for topic_id in self._topics_by_alias.get(tuple(token[0] for token in run), ()):
                    yield start, run[-1][2], topic_id

    def person_rows(self, about: Mapping[str, int]) -> list[PersonRow]:
        return [
            PersonRow(
                person_id,
                name,
                self._roles[person_id],
                self._pronouns.get(person_id),
                person_id in self._curated_ids,
                about.get(person_id, 0),
            )
            for person_id, name in self._names.items()
        ]

    def topic_rows(self, about: Mapping[str, int]) -> list[TopicRow]:
        return [
            TopicRow(
                topic_id,
                topic.name,
                topic.kind,
                about.get(topic_id, 0),
                tuple(self._members[topic_id]),
                tuple(self._names[member] for member in self._members[topic_id] if member in self._names),
                (topic.name, *topic.aliases, *topic.asks),
                topic.date,
            )
            for topic_id, topic in self._topics.items()
        ]

    def name_rows(self, about: Mapping[str, int]) -> Iterator[NameRow]:
        """Every spelling once for each target; a person's weight counts quotes more than mentions."""
        seen: set[tuple[str, str]] = set()

        def row(
            shown: str, kind: str, target: str, how: str, weight: int, quotes: int = 0
        ) -> Iterator[NameRow]:
            name_key = key(shown)
            if name_key and (name_key, target) not in seen:
                seen.add((name_key, target))
                yield NameRow(name_key, sound(name_key), shown, kind, target, how, weight, quotes)

        for person_id, name in self._names.items():
            quotes = 0 if key(name) in self._houses else self._quoted[person_id]
            weight = about.get(person_id, 0) + 3 * quotes
            yield from row(name, "person", person_id, "name", weight, quotes)
            for alias in self._aliases[person_id].values():
                yield from row(_in_small(alias, name), "person", person_id, "alias", weight, quotes)
            own = set(short_forms(name))
            for spelling in (name, *self._aliases[person_id].values()):
                forms = short_forms(spelling)
                for part in (
                    forms if own.intersection(forms) else ()
                ):  # understood after everything written by hand
                    yield from row(part, "person", person_id, "part", weight, quotes)
        for topic_id, topic in self._topics.items():
            weight = about.get(topic_id, 0)
            yield from row(topic.name, "topic", topic_id, "name", weight)
            for alias in topic.aliases:
                yield from row(alias, "topic", topic_id, "alias", weight)
            for ask in topic.asks:
                yield from row(ask, "topic", topic_id, "ask", weight)


def _in_small(alias: str, name: str) -> str:
    """KATARA as a transcript has it is shown as Katara, if that is how the name is written."""
    if not alias.isupper():
        return alias
    plain = {fold(word): word for word in name.split()}
    return " ".join(plain.get(fold(word), word) for word in alias.split())


def _topic_id(name: str) -> str:
    return content_id("topic", key(name))


def _titles(curated: Curated) -> re.Pattern[str] | None:
    """The works' titles of more than one word, as one pattern; the longest first."""
    names = {
        name
        for work in curated.works
        for name in (work.name, *work.aliases, *(part.name for part in work.parts))
        if len(name.split()) > 1
    }
    if not names:
        return None
    return re.compile("|".join(re.escape(name) for name in sorted(names, key=len, reverse=True)))


def _inside(spans: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    place = bisect_left(spans, (start + 1,)) - 1
    return place >= 0 and end <= spans[place][1]
