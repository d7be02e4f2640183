"""What the build hands to the makers of questions, taken from its rows document by document."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

from bot.ingest.analysis import Analysis
from bot.ingest.curated import Curated
from bot.ingest.questions.model import Dated, Judged, Material, Named, Someone, Titled, Words
from bot.ingest.questions.places import Borders, Holders, Mentions, outside
from bot.ingest.quotes import FoundQuote
from bot.ingest.quotes.firstnames import FEMALE_NAMES, FIRST_NAMES, MALE_NAMES
from bot.ingest.quotes.lexicon import FEMALE_TITLES, MALE_TITLES, ORG_WORDS, PLACES, TITLES
from bot.ingest.subjects import Subjects
from bot.models import Kind
from bot.names import fold
from bot.store.build import PersonRow, PieceRow, RulingRow

# How sure a rule must be of a speaker for a question to hang on it, by the form of the quote: the marks
# and the tag beside inline words err most, a block's lead-in and a transcript's labels hardly ever.
_SURE = {"inline": 0.85, "nested": 0.8, "block": 0.7, "transcript": 0.7}
_LONE_TITLES = TITLES | frozenset({"ladyship", "lordship", "majesty", "highness", "honour", "honor"})


_PARTICLES = frozenset(
    {
        "de",
        "da",
        "di",
        "del",
        "della",
        "der",
        "den",
        "van",
        "von",
        "la",
        "le",
        "el",
        "al",
        "bin",
        "ibn",
        "of",
        "the",
    }
)
_NO_NAMES = (
    ORG_WORDS
    | PLACES
    | frozenset(
        {
            "getty",
            "images",
            "photo",
            "reuters",
            "news",
            "staff",
            "lodge",
            "house",
            "hall",
            "park",
            "street",
            "castle",
            "abbey",
            "church",
        }
    )
)
_MUCH_QUOTED = 3
_TAG = 150


MOST_READ = 5_000_000
"""Characters of text from which questions are made; see `Choice`."""
_MOST_LIKELY = 50_000


class Choice:
    """Of documents, those from which questions are made.

    All of them in a library of up to MOST_READ characters, for no more questions would come of more. In a
    larger one, the weightiest kinds of source go first, and within a kind the order of the ids, which follow
    from the files' names: a sample of the whole, of which a new document changes little.
    """

    def __init__(self, kinds: Sequence[Kind]) -> None:
        self._order = {kind: place for place, kind in enumerate(dict.fromkeys((*kinds, *Kind)))}
        self._likely: list[tuple[int, str, int]] = []

    def take(self, document_id: str, kind: Kind, characters: int) -> None:
        self._likely.append((self._order[kind], document_id, characters))
        if len(self._likely) > _MOST_LIKELY:
            self._likely = self._first()

    def made(self) -> frozenset[str]:
        """Their ids."""
        return frozenset(document_id for _, document_id, _ in self._first())

    def _first(self) -> list[tuple[int, str, int]]:
        self._likely.sort()
        before = accumulate((characters for _, _, characters in self._likely), initial=0)
        return [one for one, characters in zip(self._likely, before, strict=False) if characters < MOST_READ]


class Gathering:
    """Takes documents' rows as they are written, and gives the whole material at the end."""

    def __init__(self, curated: Curated, subjects: Subjects) -> None:
        self._curated = curated
        self._subjects = subjects
        self._words: list[Words] = []
        self._documents: list[Dated] = []
        self._quotes: Counter[str] = Counter()  # person id -> quotes whose speaker is certain
        self._works = _Works(curated)
        self._spellings = subjects.spellings()

    def take(self, analysis: Analysis, rows: Sequence[PieceRow]) -> None:
        document = analysis.document
        if document.language and not document.language.casefold().startswith("en"):
            return
        quotes = analysis.quotes
        certain = {(q.start, q.end): q.confidence >= _SURE.get(q.form, 1.0) for q in quotes}
        whole = {
            (q.start, q.end): _is_whole(quotes, number, document.text) for number, q in enumerate(quotes)
        }
        nested = Borders([(q.start, q.end) for q in quotes if q.parent is not None or q.hypothetical])
        holders = Holders(certain)
        titles = list(self._works.named_in(document.text))
        persons, works = Mentions(list(outside(self._mentions(analysis), titles))), Mentions(titles)
        for row in rows:
            place = (row.starts, row.ends)
            around = place if row.family == "quote" else holders.around(place)
            mixed = row.family == "passage" and nested.within(place)
            sure = bool(row.person_id and around and certain.get(around) and not mixed)
            if row.family == "quote" and sure and row.person_id:
                self._quotes[row.person_id] += 1
            self._words.append(
                Words(
                    piece_id=row.id,
                    text=row.text,
                    document_id=row.document_id,
                    document=document.title,
                    family=row.family,
                    speaker=row.person_id,
                    certain=sure,
                    hypothetical=row.hypothetical,
                    whole=row.family == "passage" or whole.get(place, True),
                    persons=persons.inside(place),
                    works=works.inside(place),
                )
            )
        first = next((row for row in rows if row.family == "passage"), None)
        if document.title_given and document.published and first:
            self._documents.append(Dated(document.title, document.published, first.id))

    def material(
        self, persons: Iterable[PersonRow], rulings: Sequence[RulingRow], piece_ids: dict[int, str]
    ) -> Material:
        topics = {topic.id: topic for topic in self._subjects.topic_rows({})}
        return Material(
            words=tuple(self._words),
            persons=tuple(self._someone(person) for person in persons),
            works=tuple(Titled(work.name, work.aliases, work.kind) for work in self._curated.works),
            rulings=tuple(
                Judged(
                    topics[ruling.topic_id].name,
                    topics[ruling.topic_id].kind,
                    ruling.verdict,
                    ruling.scope,
                    piece_ids[ruling.evidence[0].piece_number],
                    topics[ruling.topic_id].member_names,
                )
                for ruling in rulings
            ),
            documents=tuple(self._documents),
        )

    def _mentions(self, analysis: Analysis) -> list[Named]:
        return sorted(
            (
                Named(mention.start, mention.end, person_id)
                for found in analysis.persons
                for person_id in (self._subjects.id_of(found.name),)
                for mention in found.mentions
            ),
            key=lambda named: named.start,
        )

    def _someone(self, row: PersonRow) -> Someone:
        return Someone(
            id=row.id,
            name=row.name,
            role=row.role,
            aliases=self._spellings.get(row.id, ()),
            gender=row.pronoun if row.pronoun in ("he", "she") else _gender(fold(row.name).split()),
            mentions=row.mentions,
            quotes=self._quotes[row.id],
            sure=row.curated or _is_a_name(row.name, self._quotes[row.id]),
            curated=row.curated,
        )


def _is_a_name(name: str, quotes: int) -> bool:
    """Hardly ever a place, a paper or an office: "Mrs. Hill", "Anna Hill", or a much quoted "Hill"."""
    words = fold(name).split()
    given = [word for word in words if word not in _LONE_TITLES]
    shown = name.split()
    if not given or re.search(r"[\d/&@]", name) or not all(w[0].isupper() or w in _PARTICLES for w in shown):
        return False
    if any(w.isupper() and len(w.strip(".")) > 1 for w in shown) or any(w in _NO_NAMES for w in given):
        return False
    if words[0] in TITLES or given[0] in FIRST_NAMES:
        return len(words) > 1 or quotes > 0
    return quotes > 1 if len(given) > 1 else quotes >= _MUCH_QUOTED


def _gender(words: Sequence[str]) -> str | None:
    if not words:
        return None
    if words[0] in MALE_TITLES or (words[0] in MALE_NAMES and words[0] not in FEMALE_NAMES):
        return "he"
    if words[0] in FEMALE_TITLES or (words[0] in FEMALE_NAMES and words[0] not in MALE_NAMES):
        return "she"
    return None


def _is_whole(quotes: Sequence[FoundQuote], number: int, text: str) -> bool:
    """No part of a sentence: "If I could," she said, "and if you would," goes on in small letters."""
    quote = quotes[number]
    after = quotes[number + 1] if number + 1 < len(quotes) else None
    if after is None or not quote.text.rstrip().endswith(","):
        return True
    between = text[quote.end : after.start]
    near = after.utterance == quote.utterance or (len(between) < _TAG and "\n\n" not in between)
    return not near or after.text.lstrip()[:1].isupper()


class _Works:
    """Every name of a work that no other work or part shares, as one pattern; the longest first."""

    def __init__(self, curated: Curated) -> None:
        owners: defaultdict[str, set[str]] = defaultdict(set)
        for work in curated.works:
            for name in (work.name, *work.aliases):
                owners[name].add(work.name)
            for part in work.parts:
                for name in (part.name, *part.aliases):
                    owners[name].add(f"{work.name}\n{part.name}")
        self._owner = {name: next(iter(of)) for name, of in owners.items() if len(of) == 1}
        everything = sorted(owners, key=len, reverse=True)
        self._pattern = (
            re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, everything)) + r")(?!\w)")
            if everything
            else None
        )

    def named_in(self, text: str) -> Iterator[Named]:
        if self._pattern is None:
            return
        for match in self._pattern.finditer(text):
            yield Named(*match.span(), self._owner.get(match[0], match[0]))
