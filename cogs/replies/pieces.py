"""How one piece of evidence reads: its words, and the lines that say who, what, where and when."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from discord import ui

from bot.models import Kind, LibraryFacts, Otherwise, Piece, Role, Source
from bot.places import kind_in_words, published
from cogs.replies import keys, report_keys
from cogs.replies.card import button
from cogs.replies.text import name, quoted

ROLES = {Role.CREATOR: "creator", Role.CAST: "cast member", Role.CHARACTER: "character"}

PIECE_WORDS = 420
TITLE = 60
ALSO, PLACE = 16, 40
SIDES = 2
WORDING = 160
"""Budgets of one piece on a card of several: four of them and a heading stay below Discord's 4,000."""


def words(piece: Piece, limit: int = PIECE_WORDS, marks: tuple[tuple[int, int], ...] = ()) -> str:
    return quoted(piece.text, limit, marks=marks)


def source_lines(piece: Piece) -> str:
    """Two lines of small print: who speaks, the kind of source, from whom; when, and the title."""
    kind = kind_in_words(piece)
    source = piece.source
    publisher = source.publisher or "publisher not given"
    said = [_speaker(piece), name(kind, 70), None if publisher in kind else name(publisher, 40)]
    title = quoted(" ".join(source.title.split()), TITLE)
    place = name(piece.place, 60) if piece.place else None
    return f"-# {_line(said)}\n-# {_line([when(source), title, place])}"


def _line(parts: Iterable[str | None]) -> str:
    line = " · ".join(part for part in parts if part)
    return line[:1].upper() + line[1:]


def _speaker(piece: Piece) -> str | None:
    if piece.speaker is None:
        return None
    # "A creator's own words" says it already.
    role = ROLES.get(piece.role) if piece.role and piece.kind is not Kind.CREATOR else None
    return f"**{name(piece.speaker, 50)}**" + (f", {role}" if role else "")


def when(source: Source) -> str:
    return published(source)


def also_in(piece: Piece, most: int = ALSO, size: int = PLACE) -> str | None:
    return f"-# Also in {_places(piece.also_in, most, size)}" if piece.also_in else None


def clash_lines(piece: Piece) -> str | None:
    """Quiet lines on what other documents have: another speaker, or other words."""
    lines: list[str] = []
    if piece.speakers:
        first, *others = piece.speakers[: SIDES + 1]
        lines.append(f"-# {_gives(first, 'these words ')}; " + "; ".join(_gives(other) for other in others))
    for other in piece.wordings[:SIDES]:
        verb = "has" if len(other.places) == 1 else "have"
        lines.append(f"-# {_places(other.places, 2)} {verb}: {quoted(other.has, WORDING)}")
    return "\n".join(lines) or None


def _gives(one: Otherwise, what: str = "") -> str:
    verb = "gives " if len(one.places) == 1 else "give "
    return f"{_places(one.places, 2)} {verb + what if what else ''}to **{name(one.has, 50)}**"


def _places(places: Sequence[str], most: int, size: int = PLACE) -> str:
    shown = ", ".join(name(place, size) for place in places[:most])
    rest = len(places) - most
    return shown + (f" and {rest} more" if rest > 0 else "")


def context_button(piece: Piece) -> ui.Button[ui.LayoutView] | None:
    return button("Context", keys.context(piece.id))


def report_button(piece: Piece) -> ui.Button[ui.LayoutView] | None:
    return button("Report", report_keys.report(piece.id))


def count(number: int, one: str, many: str | None = None) -> str:
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def figures(facts: LibraryFacts) -> str:
    counted = [
        count(facts.documents, "document"),
        count(facts.quotes, "quote"),
        count(facts.persons, "person"),
        count(facts.topics, "topic"),
    ]
    return " · ".join(counted)
