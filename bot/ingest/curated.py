"""What people decide by hand: data/curated/*.toml, with every problem found in one go.

A bad entry is left out and named, the rest is used; a missing file is an empty one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from bot.ingest.decided import (
    Curated,
    CuratedEvidence,
    CuratedPart,
    CuratedPerson,
    CuratedRuling,
    CuratedTopic,
    CuratedWork,
    Pronoun,
    Side,
    TopicKind,
    WorkKind,
)
from bot.ingest.entries import Entry, Report
from bot.ingest.evidence import locate, nearest_words
from bot.ingest.written import FILES, Written, read_written
from bot.models import Role, Stance, Verdict
from bot.names import key

__all__ = [
    "Curated",
    "CuratedEvidence",
    "CuratedPart",
    "CuratedPerson",
    "CuratedRuling",
    "CuratedTopic",
    "CuratedWork",
    "check",
    "load_curated",
    "locate",
    "nearest_words",
]


KINDS = ("person", "topic", "work", "ruling")


def load_curated(folder: Path) -> Curated:
    return check(read_written(folder, KINDS))


def check(written: Written) -> Curated:
    """What of it can be used, and every problem found, file by file."""
    reports = {what: Report(f"{FILES[what]}.toml") for what in KINDS}

    def entries(what: str) -> Iterator[Entry]:
        return written.of(what, reports[what])

    people, person_names = _people(entries("person"))
    topics, topic_names = _topics(entries("topic"), person_names)
    works = _works(entries("work"))
    rulings = _rulings(entries("ruling"), topic_names)
    found = [problem for report in reports.values() for problem in report.problems]
    order = [f"{FILES[what]}.toml" for what in KINDS]
    problems = sorted(
        [*(one for one in written.problems if one.file in order), *found],
        key=lambda problem: (order.index(problem.file), problem.line or 0),
    )
    return Curated(people, topics, works, rulings, tuple(problems))


class _Names:
    """Every spelling of one kind of thing, and whose it is. Names go in before aliases: they win."""

    def __init__(self) -> None:
        self.owner: dict[str, str] = {}  # key -> name
        self.lines: dict[str, int] = {}  # name -> line

    def add_name(self, entry: Entry, name: str) -> bool:
        if (other := self.owner.get(key(name))) is not None:
            entry.refuse(f"“{name}” stands already{self.line(other)}. Put both into one entry.")
            return False
        self.owner[key(name)] = name
        self.lines[name] = entry.line
        return True

    def add_spellings(self, entry: Entry, name: str, spellings: Sequence[str], word: str) -> tuple[str, ...]:
        """Those that are nobody else's; the others are reported."""
        kept: list[str] = []
        for spelling in spellings:
            other = self.owner.setdefault(key(spelling), name)
            if other == name:
                kept.append(spelling)
            else:
                entry.wrong(
                    f"“{spelling}” in “{word}” means “{other}” already{self.line(other)}; "
                    "here it was ignored. One spelling can mean only one."
                )
        return tuple(kept)

    def resolve(self, spelling: str) -> str | None:
        return self.owner.get(key(spelling))

    def line(self, name: str) -> str:
        """Where a name stands, unless that is in no file."""
        return f" on line {self.lines[name]}" if self.lines[name] else ""


def _people(entries: Iterator[Entry]) -> tuple[tuple[CuratedPerson, ...], _Names]:
    names = _Names()
    read: list[tuple[Entry, CuratedPerson]] = []
    for entry in entries:
        entry.check_keys(("name", "aliases", "role", "pronoun", "note", "formerly"))
        name = _required_name(entry)
        role = entry.choice("role", Role, Role.OTHER)
        if name is None or role is None or not names.add_name(entry, name):
            continue
        aliases, note = entry.names("aliases"), entry.text("note")
        formerly = entry.name("formerly")
        read.append((entry, CuratedPerson(name, aliases, role, _pronoun(entry), note, entry.line, formerly)))
    people = tuple(
        replace(person, aliases=names.add_spellings(entry, person.name, person.aliases, "aliases"))
        for entry, person in read
    )
    return people, names


def _pronoun(entry: Entry) -> str | None:
    given = entry.text("pronoun")
    if given is None:
        return None
    first = given.casefold().split("/")[0].strip()
    if first in [pronoun.value for pronoun in Pronoun]:
        return first
    entry.wrong(f"“pronoun” can't be “{given}”; known are he, she and they. It counts as not given.")
    return None


def _required_name(entry: Entry) -> str | None:
    name = entry.name()
    if name is None:
        entry.refuse('needs a name, like  name = "…".')
    return name


def _topics(entries: Iterator[Entry], persons: _Names) -> tuple[tuple[CuratedTopic, ...], _Names]:
    names = _Names()
    pairings: dict[frozenset[str], str] = {}
    read: list[tuple[Entry, CuratedTopic]] = []
    for entry in entries:
        entry.check_keys(("name", "kind", "members", "aliases", "asks", "date", "formerly"))
        name = _required_name(entry)
        kind = entry.choice("kind", TopicKind)
        if name is None or kind is None:
            continue
        members = _members(entry, persons)
        if kind is TopicKind.CHARACTER and not members and (person := persons.resolve(name)):
            members = (person,)
        if kind is TopicKind.PAIRING and len(members) < 2:
            entry.refuse("a pairing needs two or more members who stand in people.toml.")
            continue
        if (person := persons.resolve(name)) and (kind is not TopicKind.CHARACTER or person not in members):
            entry.refuse(f"“{name}” is a name of the person {person}; a {kind} needs another name.")
            continue
        if kind is TopicKind.PAIRING and (twin := pairings.get(frozenset(members))):
            entry.refuse(f"it has the same members as the pairing “{twin}”. Put both into one entry.")
            continue
        if not names.add_name(entry, name):
            continue
        if kind is TopicKind.PAIRING:
            pairings[frozenset(members)] = name
        date = _date(entry, kind)
        formerly, aliases = entry.name("formerly"), entry.names("aliases")
        topic = CuratedTopic(name, kind.value, members, aliases, (), entry.line, date, formerly)
        read.append((entry, topic))
    named: list[tuple[Entry, CuratedTopic]] = []
    for entry, topic in read:
        aliases = [alias for alias in topic.aliases if not _is_a_person(entry, topic, alias, persons)]
        kept = names.add_spellings(entry, topic.name, aliases, "aliases")
        named.append((entry, replace(topic, aliases=kept)))
    topics: list[CuratedTopic] = []
    spellings = _Names()  # what a ruling may call a topic: its name and aliases, not the ways it is asked for
    spellings.owner, spellings.lines = dict(names.owner), names.lines
    for entry, topic in named:
        asks = names.add_spellings(entry, topic.name, entry.names("asks"), "asks")
        topics.append(replace(topic, asks=asks))
    return tuple(topics), spellings


def _date(entry: Entry, kind: TopicKind) -> str | None:
    """The day of an event, for “on this day”."""
    date = entry.day("date")
    if date is not None and kind is not TopicKind.EVENT:
        entry.wrong(f"only an event has a “date”; of this {kind} it was ignored.")
        return None
    return date


def _is_a_person(entry: Entry, topic: CuratedTopic, alias: str, persons: _Names) -> bool:
    person = persons.resolve(alias)
    if person is None or (topic.kind == TopicKind.CHARACTER and person in topic.members):
        return False
    entry.wrong(f"“{alias}” in “aliases” is a name of the person {person}; here it was ignored.")
    return True


def _members(entry: Entry, persons: _Names) -> tuple[str, ...]:
    members: dict[str, None] = {}
    for given in entry.names("members"):
        if person := persons.resolve(given):
            members[person] = None
        else:
            hint = entry.report.hint(given, persons.lines.keys())
            entry.wrong(f"“{given}” in “members” is no person in people.toml; it was ignored.{hint}")
    return tuple(members)


def _works(entries: Iterator[Entry]) -> tuple[CuratedWork, ...]:
    names = _Names()
    read: list[tuple[Entry, CuratedWork]] = []
    for entry in entries:
        entry.check_keys(("name", "aliases", "kind", "part"))
        name = _required_name(entry)
        kind = entry.choice("kind", WorkKind, WorkKind.OTHER)
        if name is None or kind is None or not names.add_name(entry, name):
            continue
        work = CuratedWork(name, entry.names("aliases"), kind.value, tuple(_parts(entry)), entry.line)
        read.append((entry, work))
    return tuple(
        replace(work, aliases=names.add_spellings(entry, work.name, work.aliases, "aliases"))
        for entry, work in read
    )


def _parts(work: Entry) -> Iterator[CuratedPart]:
    names = _Names()
    for position, entry in enumerate(work.inside("part"), start=1):
        entry.check_keys(("name", "aliases", "number"))
        name = _required_name(entry)
        number = entry.values.get("number", position)
        if not isinstance(number, int) or isinstance(number, bool):
            entry.wrong(
                "“number” must be a whole number without quotation marks; its place in the list was taken."
            )
            number = position
        if name is not None and names.add_name(entry, name):
            aliases = names.add_spellings(entry, name, entry.names("aliases"), "aliases")
            yield CuratedPart(name, aliases, number)


def _rulings(entries: Iterator[Entry], topics: _Names) -> tuple[CuratedRuling, ...]:
    rulings: list[CuratedRuling] = []
    ruled: dict[str, int] = {}
    for entry in entries:
        entry.check_keys(("topic", "verdict", "scope", "says", "as_of", "evidence"))
        given, scope, says = entry.text("topic"), entry.text("scope"), entry.text("says")
        verdict = entry.choice("verdict", Verdict)
        missing = [
            word for word, value in (("topic", given), ("scope", scope), ("says", says)) if value is None
        ]
        if missing:
            entry.refuse(f"a ruling needs {' and '.join(f'“{word}”' for word in missing)}.")
        evidence = tuple(_evidence(entry))
        topic = topics.resolve(given) if given else None
        if given and topic is None:
            hint = entry.report.hint(given, topics.lines.keys())
            entry.refuse(f"“{given}” is no topic in topics.toml.{hint}")
        if topic is None or scope is None or says is None or verdict is None:
            continue
        if topic in ruled:
            where = f" on line {ruled[topic]}" if ruled[topic] else ""
            entry.refuse(f"there is a ruling on “{topic}”{where} already. Put both into one.")
        elif not evidence:
            entry.refuse(
                "a ruling needs at least one piece of evidence: [[ruling.evidence]] with text and document."
            )
        else:
            ruled[topic] = entry.line
            rulings.append(
                CuratedRuling(
                    topic, verdict, scope, says, entry.day("as_of"), evidence, entry.line, entry.layer
                )
            )
    return tuple(rulings)


def _evidence(ruling: Entry) -> Iterator[CuratedEvidence]:
    seen: set[tuple[str, str]] = set()
    for entry in ruling.inside("evidence"):
        entry.check_keys(("text", "document", "stance"))
        text, document = entry.text("text"), entry.text("document")
        stance = entry.choice("stance", Side, Side.FOR)
        if text is None or document is None:
            entry.refuse(f"in the {ruling.label}: needs the words (text) and where they stand (document).")
        elif stance is not None and (text, document) in seen:
            entry.refuse(f"stands twice in the {ruling.label}.")
        elif stance is not None:
            seen.add((text, document))
            yield CuratedEvidence(text, document, Stance(stance), entry.line)
