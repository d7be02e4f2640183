"""Slips of the hand: what may be one, and how many letters it is off."""

from __future__ import annotations

from functools import lru_cache

from rapidfuzz.distance import OSA

from bot.judging.numerals import BREAK, has_digit, roman
from bot.judging.wordings import Words, key

_NEGATIONS = frozenset(
    """not no never none nobody nothing nowhere neither nor without hardly non un anti except""".split()  # noqa: SIM905
)
_PREFIXES = """un non in im ir il dis mis anti a de re pre post""".split()  # noqa: SIM905


_LONGEST = 30
"""Words of a guess that is set against an answer with more or fewer blanks."""


def allowed(letters: int) -> int:
    """None under 5 letters, one to 8, then two."""
    return 0 if letters < 5 else 1 if letters <= 8 else 2


_SOUNDS = ({"c", "k"}, {"s", "z"}, {"g", "j"}, {"i", "y"}, {"s", "c"})


def _begins_alike(mine: str, theirs: str) -> bool:
    """Another first letter is another name ("Bolin", "Colin"), unless it sounds alike or two are swapped."""
    if not mine or len(theirs) > 8 or mine[0] == theirs[0] or mine[:2] == theirs[1::-1]:
        return True
    return {mine[0], theirs[0]} in _SOUNDS or (mine[0] == "f" and theirs.startswith("ph"))


@lru_cache(maxsize=4096)
def _fixed(words: Words) -> tuple[str, ...]:
    """The words that are never guessed at: numbers, also roman ones, and negations."""
    return tuple(w for w in words if has_digit(w) or w in _NEGATIONS or roman(w))


def _negates(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return len(short) > 2 and any(long == prefix + short for prefix in _PREFIXES)


def _unbroken(words: Words) -> Words:
    return tuple(word for word in words if word != BREAK)


def _spare(words: Words, at: int, wanted: str) -> bool:
    """Whether the answer is nearer without this word than the word is long."""
    most = len(words[at]) - 1
    return OSA.distance(key(words[:at] + words[at + 1 :]), wanted, score_cutoff=most) <= most


def distance(mine: Words, theirs: Words) -> int | None:
    """Letters off between two wordings; None when the difference may not be a slip at all.

    Up to one more than allowed is told, for "close".
    """
    mine, theirs = _unbroken(mine), _unbroken(theirs)
    if _fixed(mine) != _fixed(theirs):
        return None
    given, wanted = key(mine), key(theirs)
    bound = allowed(len(wanted)) + 1
    if bound == 1 or abs(len(given) - len(wanted)) > bound:
        return None
    if len(mine) != len(theirs):
        if len(theirs) > 1 and any(len(word) < 5 for word in theirs):
            return None
        # A word more is no slip: "M. Konietzko" is somebody else.
        if len(mine) > _LONGEST or any(_spare(mine, at, wanted) for at in range(len(mine))):
            return None
        pairs = [(given, wanted)]
    else:
        pairs = list(zip(mine, theirs, strict=True))
    off = 0
    for one, other in pairs:
        if one == other:
            continue
        if len(other) < 5 or not _begins_alike(one, other) or _negates(one, other) or has_digit(one + other):
            return None
        off += OSA.distance(one, other, score_cutoff=bound)
    return off if off <= bound else None
