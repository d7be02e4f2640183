"""Numbers in a folded text, whatever their spelling: "three hundred and sixty six" and "366" are one.

A number is a token of its own ("366", "-5", "1.5"; as an ordinal "2th"), so that it is compared and never
guessed. Small own code: the kept library for it, text2num 3, is a compiled wheel, reads "nineteen fourteen"
as two numbers, and has no roman numerals.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_UNITS = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
    sixteen seventeen eighteen nineteen""".split()  # noqa: SIM905

_TENS = """twenty thirty forty fifty sixty seventy eighty ninety""".split()  # noqa: SIM905

_ORDINAL_UNITS = """zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth
    thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth""".split()  # noqa: SIM905


_SMALL = (
    {word: value for value, word in enumerate(_UNITS)}
    | {word: 20 + 10 * place for place, word in enumerate(_TENS)}
    | {"fourty": 40, "ninty": 90}
)
# "twentyone" in one word.
_GLUED = {ten + one: _SMALL[ten] + _SMALL[one] for ten in _TENS for one in _UNITS[1:10]}
_SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_ORDINALS = (
    {word: value for value, word in enumerate(_ORDINAL_UNITS)}
    | {word[:-1] + "ieth": 20 + 10 * place for place, word in enumerate(_TENS)}
    | {"nineth": 9, "twelveth": 12, "eigth": 8}
)
_ORDINAL_SCALES = {"hundredth": 100} | {word + "th": value for word, value in _SCALES.items()}
_WORDS = (
    frozenset(_SMALL)
    | frozenset(_GLUED)
    | frozenset(_SCALES)
    | frozenset(_ORDINALS)
    | {"hundred"}
    | frozenset(_ORDINAL_SCALES)
)

_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?(?:th)?")
_DIGITS = re.compile(r"([0-9]+(?:\.[0-9]+)?)(st|nd|rd|th|k)?")
_ROMAN = re.compile(r"(?=[mdclxvi])m{0,3}(cm|cd|d?c{0,3})(xc|xl|l?x{0,3})(ix|iv|v?i{0,3})")
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}

BREAK = ","


def is_number(token: str) -> bool:
    return _NUMBER.fullmatch(token) is not None


def has_digit(token: str) -> bool:
    return any("0" <= letter <= "9" for letter in token)


def cardinal(token: str) -> str:
    """The token as a plain number: "2th" is "2"; a word stays."""
    return token[:-2] if token.endswith("th") and is_number(token) else token


def roman(word: str) -> int | None:
    """What a well-formed roman numeral (in small letters) stands for."""
    if len(word) > 15 or not _ROMAN.fullmatch(word):
        return None
    values = [_ROMAN_VALUES[letter] for letter in word]
    return sum(-value if value < max(values[place:]) else value for place, value in enumerate(values))


def _plain(digits: str) -> str:
    """Without leading and trailing noughts. No `int`: a player may send thousands of digits."""
    whole, _, part = digits.partition(".")
    whole, part = whole.lstrip("0") or "0", part.rstrip("0")
    return f"{whole}.{part}" if part else whole


def _digits(token: str) -> str | None:
    match = _DIGITS.fullmatch(token)
    if match is None:
        return None
    number, suffix = match.groups()
    if suffix == "k":
        return None if "." in number else _plain(number + "000")
    return _plain(number) + ("th" if suffix else "")


def _group(words: Sequence[str], at: int) -> tuple[int, int, bool] | None:
    """A number below a hundred: its value, where it ends, and whether it is an ordinal."""
    if at >= len(words):
        return None
    word = words[at]
    if word in _ORDINALS:
        return _ORDINALS[word], at + 1, True
    if word in _GLUED:
        return _GLUED[word], at + 1, False
    if word not in _SMALL:
        return None
    value = _SMALL[word]
    following = words[at + 1] if at + 1 < len(words) else ""
    if value >= 20:
        if 1 <= _SMALL.get(following, 0) <= 9:
            return value + _SMALL[following], at + 2, False
        if 1 <= _ORDINALS.get(following, 0) <= 9:
            return value + _ORDINALS[following], at + 2, True
    return value, at + 1, False


def _spelled(words: Sequence[str], at: int) -> tuple[str, int] | None:
    """The number written out in words from here on, as a token, and where it ends."""
    start, total, ordinal, bound = at, 0, False, 10**15
    if words[at] in ("a", "an") and at + 1 < len(words) and words[at + 1] in {"hundred", "dozen", *_SCALES}:
        at += 1
        if words[at] == "dozen":
            return "12", at + 1
        start = at
    if words[at] == "hundredth":
        return "100th", at + 1
    while at < len(words) and not ordinal:
        begun, here = at, at
        if begun > start and words[here] in ("and", BREAK):
            # "and" and the comma stand behind a hundred or a thousand only: "four and five" is two numbers.
            if words[here - 1] not in _SCALES and words[here - 1] != "hundred":
                break
            here += 1
        part = _group(words, here)
        value = 1
        if part is not None:
            value, here, ordinal = part
        elif begun > start or here >= len(words) or words[here] not in ({"hundred"} | set(_SCALES)):
            break
        if not ordinal and value < 100 and here < len(words):
            if words[here] == "hundred" and value:
                value, here = value * 100, here + 1
                after = here + 1 if here < len(words) and words[here] == "and" else here
                rest = _group(words, after)
                if rest is not None and rest[0]:
                    value, here, ordinal = value + rest[0], rest[1], rest[2]
            elif words[here] == "hundredth" and value:
                value, here, ordinal = value * 100, here + 1, True
            elif begun == start and value >= 10:
                year = _year(words, value, here)
                if year is not None:
                    return year
        scale = 1
        if not ordinal and here < len(words) and words[here] in _SCALES:
            scale, here = _SCALES[words[here]], here + 1
        elif not ordinal and here < len(words) and words[here] in _ORDINAL_SCALES and value < 1000:
            scale, here, ordinal = _ORDINAL_SCALES[words[here]], here + 1, True
        if value * scale >= bound or (begun > start and not value):
            ordinal = False if begun > start else ordinal
            break
        total, at, bound = total + value * scale, here, scale
        if scale == 1:
            break
    return None if at == start else (f"{total}{'th' if ordinal else ''}", at)


def _year(words: Sequence[str], century: int, at: int) -> tuple[str, int] | None:
    """ "nineteen fourteen", "nineteen oh four", "twenty twenty-one"."""
    if words[at] in ("oh", "o") and at + 1 < len(words) and 1 <= _SMALL.get(words[at + 1], 0) <= 9:
        return f"{century * 100 + _SMALL[words[at + 1]]}", at + 2
    rest = _group(words, at)
    if rest is None or rest[2] or rest[0] < 10:
        return None
    return f"{century * 100 + rest[0]}", rest[1]


def read(words: Sequence[str]) -> list[str]:
    """The words with each number as one token. `BREAK` among the words keeps two numbers apart."""
    out: list[str] = []
    at = 0
    while at < len(words):
        word = words[at]
        number = _digits(word.removeprefix("-"))
        if number is not None:
            if word.startswith("-"):
                number = "-" + number
            at += 1
            if at < len(words) and words[at] in _SCALES and not number.endswith("th") and len(number) < 30:
                number, at = _times(number, words[at]), at + 1
        else:
            spelled = _spelled(words, at) if word in _WORDS or word in ("a", "an") else None
            if spelled is None:
                out.append(word)
                at += 1
                continue
            number, at = spelled
        if out and out[-1] in ("minus", "negative") and not number.startswith("-"):
            out[-1] = "-" + number
        else:
            out.append(number)
    return out


def _times(number: str, scale: str) -> str:
    """ "1.5" and "million" make "1500000"."""
    whole, _, part = number.partition(".")
    noughts = len(str(_SCALES[scale])) - 1
    sign = "-" if whole.startswith("-") else ""
    return sign + _plain(f"{whole.removeprefix('-')}{part[:noughts].ljust(noughts, '0')}.{part[noughts:]}")
