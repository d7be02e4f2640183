"""What a story tells between the words: who acts in each sentence, and who else is named."""

from __future__ import annotations

from dataclasses import dataclass

from bot.ingest.quotes.attribution import Attributor
from bot.ingest.quotes.descriptions import Descriptions
from bot.ingest.quotes.lexicon import PREPOSITIONS, word_set
from bot.ingest.quotes.openings import is_verb
from bot.ingest.quotes.paragraphs import sentence_ends
from bot.ingest.quotes.units import DETERMINERS, Unit, modifies

_HELD = PREPOSITIONS - {"for", "like"} | word_set("told asked")
_CLAUSES = word_set("before after until since")
_PRONOUNS = {"he": "m", "she": "f", "his": "m", "her": "f"}
_LONGEST = 400  # characters of a sentence that are looked at
_MOST = 6  # sentences before a place


@dataclass(frozen=True, slots=True)
class Told:
    """One sentence: its subject (a person, a gender, or "I") and the others it names."""

    start: int
    person: int | None = None
    gender: str | None = None
    first: bool = False
    others: tuple[int, ...] = ()


class Narration:
    """Reads a story's sentences, outside the marks."""

    def __init__(self, attributor: Attributor, descriptions: Descriptions) -> None:
        self.attributor = attributor
        self.masked = attributor.masked
        self.roster = attributor.roster
        self.descriptions = descriptions

    def sentences(self, start: int, end: int) -> list[Told]:
        """The sentences of a stretch of narration, the last ones only if there are many."""
        if end - start < 3:
            return []
        ends = [*sentence_ends(self.masked, start, end)]
        if not ends or ends[-1] < end:
            ends.append(end)
        starts = [start, *ends[:-1]]
        return [self._told(a, b) for a, b in [*zip(starts, ends, strict=True)][-_MOST:] if b - a > 2]

    def _told(self, start: int, end: int) -> Told:
        units = self.attributor.tags.units(start, min(end, start + _LONGEST))
        person: int | None = None
        gender: str | None = None
        first = False
        at = 0
        for at, unit in enumerate(units[:14]):
            if unit.kind == "quote":
                break
            low = unit.value.lower()
            if unit.kind == "word" and unit.value == "I":
                first = True
                break
            if unit.kind == "word" and low in ("he", "she"):
                gender = _PRONOUNS[low]
                break
            if unit.kind == "word" and at == 0 and low in ("his", "her"):
                gender = _PRONOUNS[low]  # "His jaw tightened."
                break
            if unit.kind == "word" and low in ("the", "our", "my") and not _held(units, at):
                person, gender = self._described(units, at)
                if person is not None or gender is not None:
                    break
            if unit.ref is not None and self._acts(units, at):
                person = unit.ref.person
                break
        others = tuple(
            unit.ref.person
            for unit in units[at + 1 :]
            if unit.ref is not None and not unit.ref.possessive and unit.ref.person != person
        )
        return Told(start, person, gender, first, others)

    def _acts(self, units: list[Unit], at: int) -> bool:
        """`Eddie put it down`, `Eddie's jaw tightened`; not `to Eddie` nor `the Harlow camp`."""
        ref = units[at].ref
        if ref is None or not self.attributor.fits(self.roster.persons[ref.person], None):
            return False
        if ref.possessive:
            kin = [unit.value for unit in units[at + 1 : at + 3]]  # "Ana's daughter, Lark, came out"
            return at == 0 and not (kin[1:] == [","] and units[at + 3 : at + 4] and units[at + 3].ref)
        return not _held(units, at) and not modifies(units, at)

    def _described(self, units: list[Unit], at: int) -> tuple[int | None, str | None]:
        words = [units[at].value.lower()]
        for unit in units[at + 1 : at + 5]:
            if unit.kind != "word" or unit.value in DETERMINERS:
                break
            words.append(unit.value)
            meaning = self.descriptions.read([w.lower() for w in words], units[at].start, tag=False)
            if meaning is not None and meaning.only is not None and len(meaning.only) == 1:
                return next(iter(meaning.only)), None
            if meaning is not None and meaning.own is not None:
                return meaning.own, None
            if meaning is not None and meaning.gender is not None:
                return None, meaning.gender
        return None, None


def _held(units: list[Unit], at: int) -> bool:
    """`to Eddie`, `before Eddie`; not `before Eddie came`."""
    if at == 0 or units[at - 1].kind != "word" or units[at - 1].value.lower() not in _HELD:
        return False
    clause = units[at - 1].value.lower() in _CLAUSES and at + 1 < len(units) and is_verb(units[at + 1])
    return not clause
