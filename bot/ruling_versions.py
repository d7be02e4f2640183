"""A ruling as it was and became: its versions one after another, and what differs between two of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from typing import Any

from bot import names
from bot.curation import SERVER, Line, Raw
from bot.ids import content_id
from bot.models import Stance

FIRST = "first"
"""The version before any moderator changed something: the shipped one, or none."""

MOST_WORDS = 400
"""Of two texts together that are compared word by word."""

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Evidence:
    text: str
    document: str
    stance: Stance = Stance.FOR

    @property
    def words(self) -> tuple[str, str]:
        """(document's file, the words), by which it is known again."""
        return self.document, self.text


@dataclass(frozen=True, slots=True)
class Version:
    """`values` are None where there was no ruling."""

    id: str
    values: Values | None
    layer: str
    by_id: int | None = None
    at: datetime | None = None
    undone: bool = False
    now: bool = False


@dataclass(frozen=True, slots=True)
class Difference:
    """`verdict`: the old and the new one; `scope`, `says`: stretches of words, "same", "old" or "new"."""

    verdict: tuple[str | None, str | None]
    scope: tuple[tuple[str, str], ...]
    says: tuple[tuple[str, str], ...]
    gone: tuple[Evidence, ...]
    added: tuple[Evidence, ...]
    turned: tuple[Evidence, ...]  # the same words, now for the other side


def versions(lines: Sequence[Line], below: Raw | None, own: Values | None) -> list[Version]:
    """The newest first; what lies below the server's own words is the first one.

    `lines`: every change of the ruling, the newest first; `own`: what the server itself says now.
    """
    found: list[Version] = []
    seen = False
    for line in lines:
        for part in line.parts:
            if part.layer != SERVER or part.kind != "ruling":
                continue
            now = not seen and not line.undone and part.after == own
            seen = seen or now
            identity = content_id("version", line.id)
            values = whole(part.after, below)
            found.append(Version(identity, values, SERVER, line.by_id, line.at, line.undone, now))
    first = Version(FIRST, dict(below.values) if below else None, below.layer if below else "", now=not seen)
    return [*found, first]


def whole(own: Values | None, below: Raw | None) -> Values | None:
    """All that counts where a server says `own` of what lies below."""
    if own is None:
        return dict(below.values) if below else None
    if own.get("removed"):
        return None
    return {word: one for word, one in {**(below.values if below else {}), **own}.items() if one is not None}


def evidence_of(values: Values | None) -> tuple[Evidence, ...]:
    listed: list[Mapping[str, Any]] = list((values or {}).get("evidence") or [])
    return tuple(
        Evidence(
            str(one.get("text") or ""),
            str(one.get("document") or ""),
            Stance(one.get("stance") or Stance.FOR),
        )
        for one in listed
    )


def difference(old: Values | None, new: Values | None) -> Difference:
    """What became of `old`. Blanks and marks round the words of evidence count for nothing."""
    before = {names.key(one.text): one for one in evidence_of(old)}
    after = {names.key(one.text): one for one in evidence_of(new)}
    return Difference(
        (_text(old, "verdict") or None, _text(new, "verdict") or None),
        tuple(_words(_text(old, "scope"), _text(new, "scope"))),
        tuple(_words(_text(old, "says"), _text(new, "says"))),
        tuple(one for words, one in before.items() if words not in after),
        tuple(one for words, one in after.items() if words not in before),
        tuple(
            one for words, one in after.items() if words in before and before[words].stance is not one.stance
        ),
    )


def _text(values: Values | None, word: str) -> str:
    return str((values or {}).get(word) or "")


def _words(old: str, new: str) -> Iterator[tuple[str, str]]:
    before, after = old.split(), new.split()
    if len(before) + len(after) > MOST_WORDS:
        yield from (("old", old), ("new", new)) if before != after else (("same", old),)
        return
    for what, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if what == "equal":
            yield "same", " ".join(before[a:b])
            continue
        if b > a:
            yield "old", " ".join(before[a:b])
        if d > c:
            yield "new", " ".join(after[c:d])
