"""How a sentence of narration begins, and whom that makes its subject."""

from __future__ import annotations

from collections.abc import Sequence

from bot.ingest.quotes.cues import is_cue
from bot.ingest.quotes.lexicon import DEMONYMS, KIN, PREPOSITIONS, ROLE_NOUNS, TITLES, word_set
from bot.ingest.quotes.roster import Ref
from bot.ingest.quotes.units import AUXILIARIES, BLOCKERS, DETERMINERS, VERBAL, Unit

INDEFINITE = word_set("a an one another some")
_PAST = word_set("""
brought began became broke built bought caught chose cut drew drove fell felt fought found flew forgot gave
got grew heard held hit kept knew laid led left let lost made meant met paid put quit ran rose sat saw sent
set shook shot shut sold spent spoke stood stuck swung taught thought threw took understood won wore wrote
brings becomes finds gives gets goes holds keeps knows leads makes meets plays puts runs sees takes wins works
""")
_MEETING = word_set("asked met called phoned reached emailed texted interviewed visited")
_HE_IS = word_set("man gentleman frontman congressman businessman boy guy")
_REACH = 40  # units
_HEAD_ENDS = VERBAL | AUXILIARIES | BLOCKERS | word_set("who whom whose not never")


def is_verb(unit: Unit) -> bool:
    """A finite verb, as far as its form tells: "looked", "didn't", "says"."""
    word = unit.value
    return unit.kind == "word" and (
        is_cue(word)
        or word in VERBAL | AUXILIARIES | _PAST
        or (word.endswith("ed") and len(word) > 4)
        or word.endswith(("n't", "n\u2019t"))
    )


def source_of(units: Sequence[Unit]) -> Ref | None:
    """`According to Ortiz, the pier stays.`: the sentence is hers."""
    if len(units) < 3 or units[0].value.lower() != "according" or units[1].value != "to":
        return None
    for i, unit in enumerate(units[2:8], 2):
        if unit.ref is not None:
            return None if unit.ref.possessive else unit.ref
        if unit.value == "," and i > 2:  # according to her co-star, Tom Orrin,
            apposed = units[i + 1].ref if i + 1 < len(units) else None
            return apposed if apposed is not None and apposed.full and not apposed.possessive else None
        if unit.kind != "word":
            break
    return None


def topic_of(units: Sequence[Unit]) -> Ref | None:
    """`As for Ortiz, she stays.`: the sentence is hers, too."""
    if len(units) > 3 and units[0].value == "As" and units[1].value == "for" and units[3].value == ",":
        ref = units[2].ref
        return None if ref is None or ref.possessive else ref
    return None


def interviewed(units: Sequence[Unit]) -> Ref | None:
    """`I asked Ortiz, who paints, if she minds.`: what follows is her answer."""
    for i, unit in enumerate(units[:4]):
        if unit.value in ("I", "we", "We") and i + 2 < len(units):
            words = [one.value for one in units[i + 1 : i + 5]]
            verb = next((k for k, word in enumerate(words) if word in _MEETING), -1)
            ref = next((one.ref for one in units[i + 2 + verb : i + 5 + verb] if one.ref is not None), None)
            return ref if verb >= 0 and ref is not None and not ref.possessive else None
    return None


def owner_of(units: Sequence[Unit]) -> str | None:
    """`Her favourite scene is the time that Pell fell.`: it goes on about her."""
    first = units[0].value.lower() if units else ""
    if first not in ("his", "her"):
        return None
    for i, unit in enumerate(units[1:7], 1):
        if unit.ref is not None or unit.kind == "mark":
            return None
        if unit.value in ("is", "was"):
            noun = [one.value.lower() for one in units[:i]]
            return None if i < 2 or is_person_noun(noun) or noun[-1] in KIN else first
    return None


def main_clause(units: Sequence[Unit]) -> int:
    """Where the main clause begins after one that leads in to it.

    `Asked by a fan whether Orrin would return, Ortiz looked away.` -> the index of Ortiz.
    """
    if not units:
        return 0
    first = units[0].value.lower()
    if units[0].kind != "word" and not (
        first.endswith("ed") and units[1:] and units[1].value in PREPOSITIONS
    ):
        return 0  # Pressed by the host
    if not (first in PREPOSITIONS | BLOCKERS | {"asked"} or first.endswith(("ing", "ed"))):
        return 0
    for i in range(2, min(len(units) - 2, _REACH)):
        if units[i].value != ",":
            continue
        at = _past_role(units, i + 1)
        subject = units[at]
        if subject.value in ("the", "his", "her") and is_person_noun(described(units[i + 1 :])):
            return i + 1
        if not is_verb(units[at + 1]):
            continue
        if (subject.ref is not None and not subject.ref.possessive) or subject.value in ("he", "she"):
            return i + 1
    return 0


def _past_role(units: Sequence[Unit], at: int) -> int:
    """`union lawyer Tom Pell`: where the name stands, after the words that say what he is."""
    for k in range(at + 1, min(at + 5, len(units) - 1)):
        if units[k].ref is not None:
            return k if units[k - 1].value in ROLE_NOUNS else at
        if units[k].kind != "word":
            break
    return at


def main_verb(units: Sequence[Unit]) -> int:
    """Where a sentence's first finite verb stands, "called Orrin" passed over."""
    return next(
        (i for i, unit in enumerate(units) if i and is_verb(unit) and unit.value not in ("called", "named")),
        len(units),
    )


def begins_clause(units: Sequence[Unit], at: int) -> bool:
    """`There was laughter, and Ortiz warned that`: a second clause with a subject of its own."""
    return (
        at > 1
        and units[at - 1].value == "and"
        and units[at - 2].value == ","
        and at + 1 < len(units)
        and is_verb(units[at + 1])
    )


def head_of(words: Sequence[str]) -> str:
    """`the 39-year-old founder of the press` -> founder."""
    if len(words) > 2 and words[-1] in ("himself", "herself"):
        words = words[:-1]
    for i, word in enumerate(words):
        if i and word in PREPOSITIONS:
            return words[i - 1]
    return words[-1]


STRANGERS = word_set(  # with "a" or "one" before them they are strangers
    "fan guest kid child pupil tenant juror neighbour neighbor viewer user client student witness girl boy "
    "source diplomat adult mom mum dad bystander local"
)


def noun_gender(noun: str) -> str | None:
    """She who is called "the actress", he who is "the frontman"; a "spokesman" may be either."""
    if noun.endswith(("actress", "woman", "girl", "heroine")):
        return "f"
    return "m" if noun in _HE_IS else None


def is_person_noun(words: Sequence[str]) -> bool:
    """`the laid-back resident`, `the 39-year-old Toronto native`: the head stands for a person."""
    if not words:
        return False
    head = head_of(words).split("-")[-1]
    if head in KIN:
        return False
    return (
        head in ROLE_NOUNS
        or head in TITLES
        or (head in STRANGERS and words[0] in INDEFINITE)
        or head in DEMONYMS
        or head.endswith(("er", "or", "ist", "man", "woman", "ant", "ian", "ee", "maverick", "old"))
        or any(word.endswith("-year-old") for word in words)
    )


def described(units: Sequence[Unit]) -> list[str]:
    """The words of a subject that has no name: `The 51-year-old, who took over,` -> the 51-year-old."""
    words: list[str] = []
    for i, unit in enumerate(units[:8]):
        if unit.ref is not None:
            return []
        if unit.kind != "word" or unit.value in _HEAD_ENDS or (i > 1 and is_verb(unit)):
            apposed = units[i + 1].ref if unit.value == "," and i + 1 < len(units) else None
            return words if len(words) > 1 and apposed is None else []
        if i == 0 and unit.value.lower() not in DETERMINERS - {"this", "that", "its"}:
            return []
        words.append(unit.value.lower())
    return []
