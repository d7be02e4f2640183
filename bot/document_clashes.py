"""What of a new document doesn't fit to what a library knows: its head, its words, and names nearly alike."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot import names
from bot.models import DocumentLook, Source
from bot.store import documents as stored
from bot.store.library import Library

MOST_NEAR = 25
"""Questions whether two names mean one person: as many as a menu holds."""


@dataclass(frozen=True, slots=True)
class Clash:
    """`what`: title, address or words. Of words: who says them here (`mine`) and there (`theirs`)."""

    what: str
    document: str
    words: str = ""
    mine: str = ""
    theirs: str = ""


@dataclass(frozen=True, slots=True)
class Near:
    """Two names that may be one person's."""

    new: str
    known: str


async def clashes(library: Library, look: DocumentLook, heads: Iterable[Source]) -> list[Clash]:
    """Documents with the same title or address (`heads`: all that there are), and words that somebody else
    says."""
    return [*_heads_clash(look, heads), *await _words_clash(library, look)]


def newcomers(look: DocumentLook, known: Sequence[tuple[str, str]]) -> list[str]:
    """Persons whom the library doesn't know; `known`: the key of every name, and whose it is."""
    keys = {key for key, _ in known}
    return [one.name for one in look.persons if not one.curated and names.key(one.name) not in keys]


def likenesses(new: Iterable[str], known: Sequence[tuple[str, str]]) -> list[Near]:
    """For each new name the known person whose name is most like it, if that may be a slip."""
    found: list[Near] = []
    for name in new:
        key = names.key(name)
        likest = max(
            (
                (names.likeness(key, other), called)
                for other, called in known
                if _alike(name, key, called, other)
            ),
            default=None,
        )
        if likest is not None:
            found.append(Near(name, likest[1]))
    return found[:MOST_NEAR]


def _heads_clash(look: DocumentLook, heads: Iterable[Source]) -> Iterable[Clash]:
    for one in heads:
        if names.key(one.title) == names.key(look.title):
            yield Clash("title", one.title)
        if look.url and one.url and _address(one.url) == _address(look.url):
            yield Clash("address", one.title)


def _address(url: str) -> str:
    """Without what makes no difference to where it leads."""
    return url.partition("#")[0].casefold().removeprefix("https://").removeprefix("http://").rstrip("/")


async def _words_clash(library: Library, look: DocumentLook) -> list[Clash]:
    """Words that somebody else says in the library."""
    named = {quote.saying_id: quote for quote in look.quotes if quote.speaker}
    found: dict[str, Clash] = {}
    for saying, speaker, title in await stored.said_by(library, list(named)) if named else []:
        mine = named[saying].speaker or ""
        if names.key(speaker) != names.key(mine):
            found.setdefault(saying, Clash("words", title, named[saying].text, mine, speaker))
    return list(found.values())


def _alike(name: str, key: str, known: str, known_key: str) -> bool:
    if key[:2] != known_key[:2] and key[-3:] != known_key[-3:]:
        return False
    if abs(len(key) - len(known_key)) <= 2 and names.slips(key, known_key) is not None:
        return True
    mine, theirs = names.words(name), names.words(known)
    if len(mine) > 1 and len(theirs) > 1 and mine[-1] == theirs[-1]:
        first, other = mine[0], theirs[0]
        return first.startswith(other) or other.startswith(first) or names.likeness(first, other) > 0.8
    return False
