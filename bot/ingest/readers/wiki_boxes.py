"""Infoboxes of wikis: whom a page is about, their other names, and what they are to the work."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.ingest.heads import clean
from bot.ingest.quotes.model import KnownPerson
from bot.ingest.readers.wiki_speech import without_aside
from bot.ingest.readers.wikitext import name_of, named, words
from bot.models import Role

MAX_ALIASES = 40
MAX_ALIAS = 60

_REAL = frozenset(
    {"person", "people", "actor", "actress", "cast", "crew", "staff", "writer", "author", "creator", "artist"}
    | {"biography", "director", "comedian", "real", "voice", "musician", "celebrity"}
)
OF_ONE = frozenset(
    {
        "voiced by",
        "voice",
        "voice actor",
        "voice actors",
        "voice actress",
        "portrayed by",
        "played by",
        "actor",
    }
    | {"gender", "sex", "born", "birth", "birthday", "date of birth", "pronouns", "пол", "género", "genre"}
)
"""What only a box about one person says; one about a people or a place may say the others."""
_CHARACTER_SIGNS = OF_ONE | frozenset(
    {
        "species",
        "race",
        "hair color",
        "hair",
        "eye color",
        "eyes",
        "affiliation",
        "allegiance",
        "age",
        "family",
    }
    | {"first appearance", "appearances", "relatives", "status", "height", "nationality", "occupation"}
)
_OCCUPATION = ("occupation", "occupations", "job", "profession", "role", "roles", "position", "known for")
_OTHER_NAMES = frozenset(
    {"name", "full name", "fullname", "real name", "birth name", "also known as", "aka", "alias", "aliases"}
    | {"other names", "other name", "nickname", "nicknames", "birthname", "realname", "othernames"}
    | {"имя", "полное имя", "прозвище", "прозвища", "другие имена", "nombre", "apodo", "apodos", "alias(es)"}
    | {"nom", "surnom", "surnoms", "vollständiger name", "spitzname", "spitznamen", "soprannome", "apelido"}
)
_CHARACTERS = (
    "character",
    "персонаж",
    "personaje",
    "personnage",
    "personaggio",
    "personagem",
    "charakter",
    "figur",
)
_BOXES = frozenset(("person", "actor", "voice actor", "cast member", *_CHARACTERS))
_CAST = re.compile(r"\b(?:voice|actor|actress|voice-over)\b", re.IGNORECASE)
_CREATOR = re.compile(
    r"\b(?:(?:co-?)?creator|writer|director|producer|author|animator|artist|designer|showrunner|composer"
    r"|developer|novelist|illustrator|mangaka|editor|screenwriter)\b",
    re.IGNORECASE,
)
_BREAKS = re.compile(r"\n|•|;")
_NOTE = re.compile(r"\([^()]*\)")
_NO_ALIAS = re.compile(r"\b(?:unknown|none|n/a|various|see below)\b", re.IGNORECASE)


def is_box(template: Any) -> bool:
    """Whether a template is an infobox: by its name or, as many wikis call theirs what they like, by what it
    holds.
    """
    return _box_kind(name_of(template)) is not None or _tells_of_one({key for key, _ in named(template)})


def _box_kind(called: str) -> str | None:
    """Of a template by its name: "character", "real", "" for a box of who knows what; None for no infobox."""
    words = called.split()
    if "infobox" not in called and words[-1:] != ["box"] and called not in _BOXES:
        return None
    if "quote" in words:
        return None
    if any(word.startswith(_CHARACTERS) for word in words) or "infoboxcharacter" in words:
        return "character"
    return "real" if _REAL & set(words) else ""


def _tells_of_one(keys: set[str]) -> bool:
    return bool(keys & OF_ONE) and len(keys & _CHARACTER_SIGNS) > 2 and len(keys) > 3


def person_of(title: str, boxes: Sequence[Any], redirects: Sequence[str]) -> KnownPerson | None:
    """Whom the page is about, if its first infobox tells of a person."""
    told = ((_box_kind(name_of(box)), dict(_values(box))) for box in boxes)
    return next(filter(None, (person_in(title, kind, values, redirects) for kind, values in told)), None)


def person_in(
    title: str, kind: str | None, values: Mapping[str, str], redirects: Sequence[str]
) -> KnownPerson | None:
    """Whom a box with these fields tells of. `kind`: "character", "real", or what doesn't say it."""
    kind = kind or ("character" if sum(word in _CHARACTER_SIGNS for word in values) >= 2 else "")
    if not kind:
        return None
    name = without_aside(title)
    spellings = [one for word in values if word in _OTHER_NAMES for one in _names(values[word])]
    others = [one for one in dict.fromkeys((*spellings, *redirects)) if one != name and _fits(one)]
    role = Role.CHARACTER if kind == "character" else _role(values)
    return KnownPerson(name, tuple(others[:MAX_ALIASES]), role.value)


def _values(box: Any) -> Iterator[tuple[str, str]]:
    for key, value in named(box):
        if key in _OTHER_NAMES or key in _OCCUPATION:
            yield key, words(value)
        elif key in _CHARACTER_SIGNS and str(value).strip():
            yield key, ""


def _names(value: str) -> Iterator[str]:
    """The names in one field, each on its own line or, if there is just one line, between commas."""
    lines = [line for line in _BREAKS.split(_NOTE.sub("", value)) if line.strip()]
    if len(lines) == 1:
        lines = lines[0].split(",")
    for line in lines:
        name = clean(" ".join(line.split())).strip(" \"“”'‘’*,.:")
        yield name.removeprefix("the ") if name[4:5].isupper() else name  # "the Iron Chief"


def _fits(name: str) -> bool:
    first = name[:1]
    return (
        2 <= len(name) <= MAX_ALIAS
        and (first.isupper() or first.isdigit() or not first.isascii())
        and any(sign.isalpha() for sign in name)
        and not _NO_ALIAS.search(name)
    )


def _role(values: Mapping[str, str]) -> Role:
    """Of a real person: whichever occupation is named first."""
    told = " / ".join(values[word] for word in _OCCUPATION if word in values)
    cast_at, creator_at = _CAST.search(told), _CREATOR.search(told)
    if cast_at and (creator_at is None or cast_at.start() <= creator_at.start()):
        return Role.CAST
    return Role.CREATOR if creator_at else Role.OTHER
