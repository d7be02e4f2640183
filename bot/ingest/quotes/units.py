"""A sentence as words, marks and names: what the rules for tags read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice

from bot.ingest.quotes.cues import is_cue
from bot.ingest.quotes.lexicon import PREPOSITIONS, ROLE_NOUNS, word_set
from bot.ingest.quotes.roster import Ref, Roster

_TOKEN = re.compile(r"\w[\w'\u2019-]*|\x01+|\.{2,}|[^\w\s*]")
AUXILIARIES = word_set("has had have would will also later then once did does was")
ADVERBS = word_set("then also once so thus soon again later just even still quickly only always often")
BLOCKERS = word_set(
    "when while as after before because if and but or that which where although though until since so"
)
VERBAL = word_set("is was were are has had have been came went took gave made follows followed comes")
DETERMINERS = word_set("the a an his her their its another one our my this that some")
# What someone's words are called: after "an Ortiz" these are nouns, and "they quote" is rare.
NOUNS_TOO = word_set("quote comment remark reply post tweet report claim note answer query joke")
_NOUNS_IN_LY = word_set(
    "family reply assembly bully rally supply anomaly monopoly belly jelly butterfly homily elderly"
)
_NO_NOUNS = BLOCKERS | VERBAL | AUXILIARIES | word_set("who whom whose said earlier last this today has not")


@dataclass(frozen=True, slots=True)
class Unit:
    kind: str  # "name" | "word" | "mark" | "quote"
    value: str
    start: int
    end: int
    ref: Ref | None = None


def units_between(masked: str, roster: Roster, start: int, end: int, most: int | None = None) -> list[Unit]:
    """Words, marks and whole names between two places, the first so many."""
    refs = iter(roster.between(start, end))
    ref = next(refs, None)
    found: list[Unit] = []
    for match in islice(_TOKEN.finditer(masked, start, end), most):
        a, b = match.span()
        while ref is not None and ref.end <= a:
            ref = next(refs, None)
        if ref is not None and ref.full_start <= a:
            if not found or found[-1].ref is not ref:
                found.append(Unit("name", masked[a : ref.end], a, ref.end, ref))
            continue
        token = match.group()
        if token[0] == "\x01":
            found.append(Unit("quote", "", a, b))
        elif token[0].isalnum() or token[0] == "_":
            found.append(Unit("word", token, a, b))
        else:
            found.append(Unit("mark", token, a, b))
    return found


def clause_before(units: list[Unit], cue: int) -> list[Unit]:
    """The words between the last mark and a verb: `In its statement, the union said` -> the union."""
    start = cue
    while start and units[start - 1].kind not in ("mark", "quote"):
        start -= 1
    if start == 0:
        return []
    clause = units[start:cue]
    while clause and (is_adverb(clause[-1].value) or clause[-1].value in AUXILIARIES):
        clause = clause[:-1]
    return clause


def modifies(units: list[Unit], at: int) -> bool:
    """A name that only describes a noun: `the Cambridge resident`, `the Harlow camp`, `an Ortiz quote`."""
    if at + 1 >= len(units) or units[at + 1].kind != "word":
        return False
    following = units[at + 1].value
    if following in ROLE_NOUNS:
        return True
    if not following.islower() or following in PREPOSITIONS or following in _NO_NOUNS or is_adverb(following):
        return False
    if not any(unit.value.lower() in DETERMINERS for unit in units[max(0, at - 2) : at]):
        return False
    return not is_cue(following) or following in NOUNS_TOO


def word_before(units: list[Unit], at: int) -> str:
    """The word before a name, its article passed over: `obtained by the Herald` -> by."""
    if at and units[at - 1].value.lower() in ("the", "a", "an") and at > 1:
        return units[at - 2].value.lower()
    return units[at - 1].value.lower() if at else ""


def next_word(units: list[Unit], at: int) -> str:
    return units[at + 1].value if at + 1 < len(units) else ""


def is_adverb(word: str) -> bool:
    return word in ADVERBS or (
        word.endswith("ly") and len(word) > 4 and word.islower() and word not in _NOUNS_IN_LY
    )


def without_brackets(units: list[Unit]) -> list[Unit]:
    """Bracketed asides say nothing about the subject."""
    if not any(unit.value in ("(", "[") for unit in units):
        return units
    kept: list[Unit] = []
    depth = 0
    for unit in units:
        if unit.kind == "mark" and unit.value in "([":
            depth += 1
        elif unit.kind == "mark" and unit.value in ")]" and depth:
            depth -= 1
        elif depth == 0:
            kept.append(unit)
    return kept if depth == 0 else units
