"""When two wordings are one: titles, plurals, the order of names, units of a number, roman numerals."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.judging.folding import MONTHS
from bot.judging.numerals import BREAK, cardinal, has_digit, is_number, roman
from bot.names import TITLES

Words = tuple[str, ...]

_ARTICLES = frozenset({"a", "an", "the"})
_CONTAINERS = frozenset(
    """book season chapter episode part volume vol act number no nr year page issue series level""".split()  # noqa: SIM905
)
_MEASURES = frozenset(
    """year month week day hour minute second people person time episode season book chapter issue
    volume page dollar euro pound percent degree mile metre meter kilometre kilometer km m cm
    kg point vote""".split()  # noqa: SIM905
)
_BEFORE_NUMBERS = frozenset({"in", "on", "at", "by", "of"})
_JOINERS = frozenset({"and", "x", "with", "plus", BREAK})
# Titles that are no part of a work's name ("Doctor Who", "Captain America", "Princess Mononoke" keep theirs).
_BARE_TITLES = frozenset(
    """mr mrs ms mx dr sir madam avatar professor senator president mayor sergeant""".split()  # noqa: SIM905
)


@dataclass(frozen=True, slots=True)
class Wording:
    text: str
    words: Words
    named: bool  # the two or three words are written like a name


def core(words: Iterable[str]) -> Words:
    """Without articles, where something is left. A letter at the end is a name: "Vitamin A"."""
    listed = tuple(words)
    kept = tuple(
        word
        for at, word in enumerate(listed)
        if word not in _ARTICLES or (word == "a" and at == len(listed) - 1)
    )
    return tuple(w for w in kept if w != BREAK or joined(kept)) or tuple(w for w in listed if w != BREAK)


def joined(words: Words) -> bool:
    return any(word in _JOINERS for word in words)


def key(words: Iterable[str]) -> str:
    """Without blanks, save between two numbers: "R2 D2" is "R2D2", "1 5" is not "15"."""
    spaced = " ".join(word for word in words if word != BREAK)
    return re.sub(r"(?<![0-9]) | (?![0-9])", "", spaced)


def _alone(words: Words, at: int) -> bool:
    """Whether a single letter is a numeral: "Book C" is, "Plan C" is not."""
    last = at == len(words) - 1
    return words[at] in "iv" or (words[at] == "x" and last) or words[at - 1] in _CONTAINERS


def _readings(words: Words) -> set[Words]:
    """The words as they stand, and with roman numerals read in a title's second or later place."""
    romans = tuple(
        str(value) if at and (value := roman(word)) and (len(word) > 1 or _alone(words, at)) else word
        for at, word in enumerate(words)
    )
    out = {words, romans}
    if len(words) == 1 and (alone := roman(words[0])) and set(words[0]) <= set("ivx"):
        out.add((str(alone),))
    return out


def exact(stages: Sequence[Words], candidate: Wording) -> bool:
    return any(key(stage) == key(candidate.words) for stage in stages)


def spells(stages: Sequence[Words], candidate: Wording) -> bool:
    return any(
        _equal(mine, theirs, candidate)
        for stage in stages
        for mine in _readings(stage)
        for theirs in _readings(candidate.words)
    )


def _equal(mine: Words, theirs: Words, candidate: Wording) -> bool:
    if key(mine) == key(theirs) or _ordinal(mine, theirs) or _number(mine, theirs):
        return True
    if _plural(mine, theirs) or _day(mine, theirs):
        return True
    plain = tuple(word for word in mine if word != BREAK)
    if len(plain) > 1 and plain[0] in TITLES and key(plain[1:]) == key(theirs):
        return True
    if len(theirs) > 1 and theirs[0] in _BARE_TITLES and key(plain) == key(theirs[1:]):
        return True
    if candidate.named and not joined(theirs):
        if len(theirs) == 2 and sorted(plain) == sorted(theirs):
            return True
        if _initials(plain, theirs):
            return True
    return _paired(mine, theirs)


def _initials(mine: Words, theirs: Words) -> bool:
    """ "B. Konietzko" and "Michael D. DiMartino"."""
    return (
        len(mine) == len(theirs) > 1
        and mine[-1:] == theirs[-1:]
        and all(a == b or (len(a) == 1 and b.startswith(a)) for a, b in zip(mine, theirs, strict=True))
    )


def _ordinal(mine: Words, theirs: Words) -> bool:
    """Where there is one number only, "eighth" and "8" are one: "Henry the Eighth", "Henry VIII"."""
    if sum(map(is_number, theirs)) != 1:
        return False
    return key(map(cardinal, mine)) == key(map(cardinal, theirs))


def _number(mine: Words, theirs: Words) -> bool:
    """One number each and the same; around it only what it counts ("in book 2", "12 years")."""
    numbers = [word for word in mine if is_number(word)]
    wanted = [word for word in theirs if is_number(word)]
    if len(numbers) != 1 or len(wanted) != 1 or cardinal(numbers[0]) != cardinal(wanted[0]):
        return False
    around = {_singular(word) for word in mine if not is_number(word)}
    needed = {_singular(word) for word in theirs if not is_number(word) and word not in _BEFORE_NUMBERS}
    if len(mine) > 3 or not (around | needed) <= _CONTAINERS | _MEASURES:
        return False
    return around == needed or not around or not needed


def _day(mine: Words, theirs: Words) -> bool:
    """A date in any order: "March 4th 2014"."""
    if not any(word in MONTHS for word in theirs) or len(theirs) < 2:
        return False
    return sorted(cardinal(w) for w in mine if w not in (BREAK, "of")) == sorted(
        cardinal(w) for w in theirs if w not in (BREAK, "of")
    )


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def _plural(mine: Words, theirs: Words) -> bool:
    """ "sea horse" for "Sea horses": the last word's number is no knowledge."""
    if not mine or not theirs or mine[:-1] != theirs[:-1] or len(theirs) > 3:
        return False
    short, long = sorted((*mine[-1:], *theirs[-1:]), key=len)
    if len(short) < 3 or has_digit(long) or not long.isascii() or short.endswith("s"):
        return False
    if long == short + "s":
        return True
    return (long == short + "es" and short.endswith(("x", "ch", "sh", "z"))) or (
        short.endswith("y") and long == short[:-1] + "ies"
    )


def sides(words: Words) -> list[Words]:
    out: list[Words] = []
    current: list[str] = []
    for word in (*words, BREAK):
        if word not in _JOINERS:
            current.append(word)
        elif current:
            out.append(tuple(current))
            current = []
    return out


def _paired(mine: Words, theirs: Words) -> bool:
    """Names joined in any order: "korra x asami" for "Asami and Korra"."""
    wanted = sides(theirs)
    if not 2 <= len(wanted) <= 4 or {theirs[0], theirs[len(theirs) - 1]} & _JOINERS:
        return False
    if not joined(mine):
        bag = sorted(word for word in theirs if word not in _JOINERS)
        return len(bag) == len(wanted) and sorted(mine) == bag
    left = sides(mine)
    if len(left) != len(wanted):
        return False
    for side in left:
        found = next((other for other in wanted if side == other), None)
        if found is None:
            found = next((o for o in wanted if len(o) == 2 and len(side) == 1 and side[0] in o), None)
        if found is None or any(has_digit(word) for word in found if side != found):
            return False
        wanted.remove(found)
    return not wanted


def untitled(mine: Words, theirs: Words) -> Words:
    return mine[1:] if len(mine) == len(theirs) + 1 and mine[0] in TITLES else mine
