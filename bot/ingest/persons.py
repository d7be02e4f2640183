"""The persons whom a document names, found in the document itself or told by `people.toml`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from bot.ingest.quotes.model import FoundPerson, KnownPerson, Mention
from bot.ingest.quotes.names import Seen
from bot.ingest.quotes.paragraphs import paragraphs
from bot.ingest.quotes.roster import Roster

__all__ = ["FoundPerson", "KnownPerson", "Mention", "find_persons"]


def find_persons(
    text: str, known: Sequence[KnownPerson] = (), *, seen: Seen | None = None
) -> list[FoundPerson]:
    """Everyone named in a document, those named most often first. `seen`: what `find_quotes` left there."""
    roster = Roster(text, paragraphs(text), known, pronouns=False, seen=seen)
    mentions: defaultdict[int, list[Mention]] = defaultdict(list)
    for ref in roster.refs:
        person = roster.persons[ref.person]
        if person.likely:
            mentions[ref.person].append(Mention(ref.start, ref.end, person.name))
    found: list[FoundPerson] = []
    for number, places in mentions.items():
        person = roster.persons[number]
        aliases = tuple(sorted(person.aliases - {person.name}))
        found.append(FoundPerson(person.name, aliases, person.role, tuple(places)))
    return sorted(found, key=lambda person: (-len(person.mentions), person.mentions[0].start))
