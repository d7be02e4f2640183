"""What moderators say of quotes: found again in the text by their words, whatever the extractor finds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.ingest.analysis import Analysis
from bot.ingest.evidence import locate
from bot.ingest.persons import FoundPerson
from bot.ingest.quotes import FoundQuote
from bot.names import key

RULE = "moderator"
"""What a corrected quote names as the rule that attributed it."""

SAME = 0.5
"""How much of the longer of two stretches the other must cover to be taken for the same quote."""

BESIDE = 60
"""Characters that are kept of what stands on either side."""

BLACK = "█"
"""Stands in the text for each letter of words that nobody is to be shown."""

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Correction:
    """`words` are the quote's as it was found. Where they stand several times, `lead` and `tail` say what
    stood on either side, and `near` where they began.
    """

    id: str
    document: str  # the file's name
    words: str
    near: int
    state: str = "quote"  # quote | none: nobody's words | hidden: words that nobody is to be shown
    names: bool = False  # whether `speaker` counts; without, it stays as it is found
    speaker: str | None = None  # a name; None: nobody that is known
    to: str | None = None  # other borders: the words that the quote is to hold
    lead: str = ""
    tail: str = ""

    @classmethod
    def of(cls, identity: str, value: Mapping[str, Any]) -> Correction:
        """From an edit's value, where a speaker of "" is nobody that is known, and none stays as found."""
        speaker = value.get("speaker")
        return cls(
            identity,
            str(value["document"]),
            str(value["words"]),
            int(value["near"]),
            str(value.get("state", "quote")),
            speaker is not None,
            str(speaker) if speaker else None,
            value.get("to"),
            str(value.get("lead", "")),
            str(value.get("tail", "")),
        )

    def place(self, text: str) -> Place | None:
        """Where the words stand in a text; None when they don't any more."""
        return nearest_place(self.words, text, self.near, self.lead, self.tail)


def corrected(
    analysis: Analysis, corrections: Iterable[Correction], names: Mapping[str, str], missed: list[Correction]
) -> Analysis:
    """The document with its quotes as the moderators say. `names`: by the key of any spelling, a person's
    name; what can't be found any more goes to `missed` and changes nothing.
    """
    text = analysis.document.text
    found = analysis.quotes
    places = [(quote.start, quote.end) for quote in found]
    quotes: list[FoundQuote | None] = list(found)
    added: list[FoundQuote] = []
    hidden: list[Place] = []
    utterance = max((quote.utterance for quote in found), default=-1)
    for one in corrections:
        place = one.place(text)
        if place is None:
            missed.append(one)
            continue
        number = meant(places, place)
        if one.state == "hidden":
            hidden += [place] if number is None else [place, places[number]]
            continue
        if number is None or one.state != "quote":
            for other in [number] if number is not None else _parts(places, place):
                quotes[other] = None
        if one.state != "quote":
            continue
        borders = places[number] if number is not None else place
        if one.to and (wanted := nearest_place(one.to, text, place[0])):
            borders = wanted
        elif one.to:
            missed.append(one)
        if number is None:
            utterance += 1
            new = FoundQuote(*place, text[slice(*place)], None, "inline", RULE, 1.0, None, utterance)
            added.append(_changed(new, borders, one, names, text))
        else:
            quotes[number] = changed = _changed(found[number], borders, one, names, text)
            if one.names:
                _spread(quotes, number, found[number], changed.speaker)
    arranged = _arranged(found, quotes, added, hidden)
    if not hidden:
        return replace(analysis, quotes=arranged)
    return replace(
        analysis,
        document=replace(analysis.document, text=_blackened(text, hidden)),
        passages=tuple(one for one in analysis.passages if not _touches(one.start, one.end, hidden)),
        quotes=arranged,
        persons=tuple(_still_named(analysis.persons, hidden)),
    )


def nearest_place(words: str, text: str, near: int, lead: str = "", tail: str = "") -> Place | None:
    """Where the words stand, exactly so or else as `locate` finds them; never mere blanks.

    Of several places the one that has most of `lead` before it and of `tail` behind it, then the nearest.
    """
    if not words.strip():
        return None
    places = [(start, start + len(words)) for start in _starts(words, text)] or list(_loose(words, text))
    if len(places) < 2:
        return places[0] if places else None
    before, after = _bare(lead)[::-1], _bare(tail)

    def unlike(place: Place) -> tuple[int, int]:
        reach = BESIDE * 2
        alike = _common(before, _bare(text[max(place[0] - reach, 0) : place[0]])[::-1])
        alike += _common(after, _bare(text[place[1] : place[1] + reach]))
        return -alike, abs(place[0] - near)

    return min(places, key=unlike)


def beside(text: str, *, behind: bool) -> str:
    """As much of what stands before or behind some words as a correction keeps."""
    bare = " ".join(text.split())
    return bare[:BESIDE] if behind else bare[-BESIDE:]


def _bare(text: str) -> str:
    return "".join(text.split())


def _common(one: str, other: str) -> int:
    """How many characters both begin with."""
    return next(
        (number for number, (a, b) in enumerate(zip(one, other, strict=False)) if a != b),
        min(len(one), len(other)),
    )


def result_place(one: Correction, text: str) -> Place | None:
    """Where what a correction made of its quote stands; None when its words are in the text no more."""
    place = one.place(text)
    if place is None or not one.to:
        return place
    return nearest_place(one.to, text, place[0]) or place


def meant(places: Sequence[Place], place: Place) -> int | None:
    """Which of several stretches stands at a place, or shares most of it."""
    best, most = None, SAME
    for number, (start, end) in enumerate(places):
        both = min(end, place[1]) - max(start, place[0])
        share = both / max(end - start, place[1] - place[0], 1)
        if share > most:
            best, most = number, share
    return best


def _starts(words: str, text: str) -> Iterator[int]:
    start = text.find(words)
    while start >= 0:
        yield start
        start = text.find(words, start + 1)


def _loose(words: str, text: str) -> Iterator[Place]:
    begin = 0
    while found := locate(words, text[begin:]):
        yield found[0] + begin, found[1] + begin
        begin += found[1]


def _parts(places: Sequence[Place], place: Place) -> list[int]:
    """The quotes that are now found inside of what was one before, if they make up most of it."""
    start, end = place
    inside = [number for number, (first, last) in enumerate(places) if start <= first and last <= end]
    covered = {at for number in inside for at in range(*places[number])}
    return inside if len(covered) > SAME * (end - start) else []


def _changed(
    quote: FoundQuote, borders: Place, one: Correction, names: Mapping[str, str], text: str
) -> FoundQuote:
    speaker = quote.speaker
    if one.names:
        speaker = names.get(key(one.speaker), one.speaker) if one.speaker else None
    return replace(
        quote,
        start=borders[0],
        end=borders[1],
        text=text[slice(*borders)],
        speaker=speaker,
        rule=RULE,
        confidence=1.0,
        hypothetical=quote.hypothetical and not one.names,
    )


def _spread(quotes: list[FoundQuote | None], number: int, found: FoundQuote, speaker: str | None) -> None:
    """The other parts of the same utterance are said by whoever says this one."""
    for other, part in enumerate(quotes):
        if part is None or other == number or part.utterance != found.utterance:
            continue
        if part.speaker == found.speaker and part.parent == found.parent:
            quotes[other] = replace(part, speaker=speaker, rule=RULE, confidence=1.0)


def _arranged(
    found: Sequence[FoundQuote],
    quotes: Sequence[FoundQuote | None],
    added: Sequence[FoundQuote],
    hidden: Sequence[Place],
) -> tuple[FoundQuote, ...]:
    """In the order in which they stand, each place once, nothing of what is hidden; each inside of the
    nearest one that it was found in and that still holds it.
    """
    listed = [(quote, number) for number, quote in enumerate(quotes) if quote is not None]
    listed += [(quote, len(quotes)) for quote in added]
    listed = [pair for pair in listed if not _touches(pair[0].start, pair[0].end, hidden)]
    listed.sort(key=lambda pair: (pair[0].start, -pair[0].end, pair[0].rule != RULE, pair[1]))
    once: list[FoundQuote] = []
    places: dict[int, int] = {}
    for quote, number in listed:
        if not once or (once[-1].start, once[-1].end) != (quote.start, quote.end):
            once.append(quote)
        places[number] = len(once) - 1

    def holder(quote: FoundQuote, place: int) -> int | None:
        number = quote.parent
        while number is not None:
            outer = places.get(number)
            if outer is not None and outer < place and once[outer].end >= quote.end:
                return outer
            number = found[number].parent
        return None

    return tuple(replace(quote, parent=holder(quote, place)) for place, quote in enumerate(once))


def _touches(start: int, end: int, hidden: Sequence[Place]) -> bool:
    return any(start < last and first < end for first, last in hidden)


def _blackened(text: str, hidden: Sequence[Place]) -> str:
    """As long as before, so that all that isn't hidden stands where it stood."""
    letters = list(text)
    for start, end in hidden:
        for place in range(start, end):
            if not letters[place].isspace():
                letters[place] = BLACK
    return "".join(letters)


def _still_named(persons: Sequence[FoundPerson], hidden: Sequence[Place]) -> Iterator[FoundPerson]:
    """Without those whom only hidden words name."""
    for person in persons:
        kept = tuple(one for one in person.mentions if not _touches(one.start, one.end, hidden))
        if kept:
            yield replace(person, mentions=kept)
