"""How one piece of evidence reads: its words, and the lines that say who, what, where and when."""

from __future__ import annotations

from collections.abc import Iterable

from discord import ui

from bot.models import Kind, LibraryFacts, Piece, Role, Source
from bot.places import kind_in_words, published
from cogs.replies import keys, report_keys
from cogs.replies.card import button
from cogs.replies.text import name, quoted

ROLES = {Role.CREATOR: "creator", Role.CAST: "cast member", Role.CHARACTER: "character"}

PIECE_WORDS = 420
TITLE = 60
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
    return f"-# {_line(said)}\n-# {_line([when(source), title])}"


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


def also_in(piece: Piece) -> str | None:
    if not piece.also_in:
        return None
    titles = ", ".join(quoted(title, 60) for title in piece.also_in[:2])
    rest = len(piece.also_in) - 2
    return f"-# The same words also in {titles}" + (f" and {rest} more" if rest > 0 else "")


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
