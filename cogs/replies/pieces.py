"""How one piece of evidence reads: its words, and the lines that say who, what, where and when."""

from __future__ import annotations

from discord import ui

from bot.models import Kind, LibraryFacts, Piece, Role, Source
from bot.places import kind_in_words, published
from cogs.replies import keys
from cogs.replies.card import button
from cogs.replies.text import name, quoted

ROLES = {Role.CREATOR: "creator", Role.CAST: "cast member", Role.CHARACTER: "character"}

PIECE_WORDS = 420
PIECE_LINES = 320
"""Budgets of one piece on a card of several: five of them and a heading stay below Discord's 4,000."""


def words(piece: Piece, limit: int = PIECE_WORDS, marks: tuple[tuple[int, int], ...] = ()) -> str:
    return quoted(piece.text, limit, marks=marks)


def source_lines(piece: Piece) -> str:
    """Two lines of small print: who speaks and what kind of source that is; the document and its date."""
    said_by = [_speaker(piece), name(kind_in_words(piece), 90)]
    return f"-# {' · '.join(part for part in said_by if part)}\n-# {document(piece.source)}"


def _speaker(piece: Piece) -> str | None:
    if piece.speaker is None:
        return None
    # "A creator's own words" says it already.
    role = ROLES.get(piece.role) if piece.role and piece.kind is not Kind.CREATOR else None
    return f"**{name(piece.speaker, 60)}**" + (f", {role}" if role else "")


def document(source: Source, title: int = 70) -> str:
    """`“Title”, publisher, date`."""
    publisher = name(source.publisher, 40) if source.publisher else "publisher not given"
    return f"{quoted(' '.join(source.title.split()), title)}, {publisher}, {when(source)}"


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
