"""Accounts that speak: `@danaortiz`, `u/nell_gray`, `grimoire_gal`, the user boneyard88."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.ingest.quotes.cues import is_cue
from bot.ingest.quotes.lexicon import FUNCTION_WORDS, PREPOSITIONS, word_set

_HANDLE = re.compile(
    r"(?<![\w.@/])(?:@[A-Za-z]\w{2,30}|/?u/[\w-]{3,30}|[a-z][A-Za-z0-9]{1,20}_\w{2,20})(?![\w@]|\.\w)"
)
_USER = re.compile(
    r"\b(?:[Uu]ser(?:name)?|[Cc]ommenter|[Pp]oster|[Rr]edditor|[Ss]treamer|[Mm]odder|[Vv]logger|[Bb]logger"
    r"|[Mm]oderator|[Hh]andle|[Gg]amer|[Ss]peedrunner|[Aa]ccount)(?: called| named| known as|,)? "
    r"(?P<name>[a-z][\w-]{2,29})(?=(?:,| (?P<next>[a-z]+)))"
)
# One of these stands in all that the two patterns find; looking for them is quick, and most texts have none.
_SIGNS = (
    *(
        "@",
        "u/",
        "_",
        "user ",
        "User ",
        "user,",
        "User,",
        "sername",
        "ommenter",
        "oster",
        "edditor",
        "treamer",
    ),
    *("odder", "logger", "oderator", "andle", "gamer", "Gamer", "peedrunner", "ccount"),
)
_BEFORE = re.compile(r"\b([a-z]+) (?:the )?(?:\w+ )?$")
_NO_NAMES = FUNCTION_WORDS | PREPOSITIONS | word_set("has had have would will also later")


def signs_of_handles(masked: str) -> list[str]:
    """What of a text promises an account; a paragraph without any of it holds none."""
    return [sign for sign in _SIGNS if sign in masked]


def find_handles(masked: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Where the accounts stand, first to last; without an @ only what no word or name looks like."""
    found = {match.span() for match in _HANDLE.finditer(masked, start, end)}
    for match in _USER.finditer(masked, start, end):
        name = match["name"]
        odd = any(character.isdigit() for character in name)
        plain = name.islower() and not (name in _NO_NAMES or name.endswith("ly") or is_cue(name))
        said = _BEFORE.search(masked, max(start, match.start() - 30), match.start())
        speaks = is_cue(match["next"] or "", weak=False) or (said is not None and is_cue(said[1], weak=False))
        if odd or (plain and speaks):
            found.add(match.span("name"))
    yield from sorted(found)
