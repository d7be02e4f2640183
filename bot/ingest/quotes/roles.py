"""What a text says that somebody is, beside the name: "co-creator Dana Ortiz, who voices Nell"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from bot.ingest.quotes.lexicon import FUNCTION_WORDS, ROLE_NOUNS, word_set

_APPOSED = re.compile(r"(?:, \d{1,3})?, ([^,.;:\n\x01]{3,90})")
_BY = re.compile(
    r"\b(?:(created|written|directed|composed|drawn|illustrated|animated)|(voiced|played|portrayed))"
    r"(?: and [a-z]+)? by (?:[A-Z][\w.'\u2019-]* ){0,6}(?:and )?$"
)
_MAKES = re.compile(
    r",? \(?who (?:[a-z]+ly |also |first )?(?:(?:co-)?created|co-wrote|directed|directs|composed|composes"
    r"|(?:wrote|writes|drew|draws|designed|produced|produces) (?:[A-Z\x01]|the\b|its\b|both\b|all\b))"
)
_PLAYS = re.compile(
    r",? \(?who (?:also |will )?(?:voices?|voiced|portrays?|portrayed|(?:plays|played) [A-Z\x01])"
    r"|, (?:[a-z]+ )?(?:[A-Za-z]+ )?voice (?:of|behind)\b"
    r"| (?:(?:will |also )?(?:voice|portray|star)|voices|voiced|portrays|portrayed|stars|starred)"
    r" (?:[A-Z\x01]|the\b|as\b|in\b|alongside\b)"
)
_DIRECTOR = re.compile(r"(?:([\w'-]+)[ \n])?[Dd]irector[ \n]$")
_OF_WORKS = FUNCTION_WORDS | word_set(
    "series film animation animated movie show episode art voice music creative supervising co veteran anime "
    "game video stage"
)

_HIS = word_set(
    "brother uncle son father dad husband nephew grandfather grandson stepfather headmaster landlord"
)
_HERS = word_set(
    "sister aunt daughter mother mom mum wife niece grandmother granddaughter stepmother actress headmistress"
    " landlady waitress nun abbess widow"
)
_NEITHER = word_set("woman human shaman talisman")
_TURNS_AWAY = word_set("of for from to with in at and whose who")


def gender_of_roles(roles: Sequence[str]) -> str | None:
    """`his brother Con`, `the actress`: he or she by what they are said to be."""
    male = any(role in _HIS or (role.endswith("man") and role not in _NEITHER) for role in roles)
    female = any(role in _HERS or role.endswith("woman") for role in roles)
    return None if male == female else "m" if male else "f"


def roles_around(
    masked: str, before: str, inside: Sequence[str], start: int, end: int, possessive: bool
) -> tuple[str, ...]:
    """The roles right before and right after a name: "co-creator Dana Ortiz, the showrunner," """
    found = [word for word in (before, *inside) if word in ROLE_NOUNS]
    if "director" in found and _directs_works(masked, start):
        found.append("filmmaker")
    if before in ("by", "and") and (made := _BY.search(masked, max(0, start - 90), start)):
        found.append("creator" if made.group(1) else "actor")
    if possessive or masked[end : end + 1] not in (",", " "):
        return tuple(found)
    if match := _APPOSED.match(masked, end):
        words = match.group(1).lower().split()[:8]
        own = [
            *takewhile(lambda word: word not in _TURNS_AWAY, words)
        ]  # not the father, in "friend of his father"
        found += [w for w in words if w in ROLE_NOUNS and (w in own or gender_of_roles([w]) is None)]
    if _MAKES.match(masked, end):
        found.append("creator")
    if _PLAYS.match(masked, end):
        found.append("actor")
    return tuple(found)


def _directs_works(masked: str, start: int) -> bool:
    """`director Dana Ortiz`, `the film director Dana Ortiz`; not the executive director of a trust."""
    match = _DIRECTOR.search(masked, max(0, start - 40), start)
    return match is not None and (match.group(1) is None or match.group(1).lower() in _OF_WORKS)
