"""Where words stand: the sentences round them, and a citation ready to copy."""

from __future__ import annotations

from datetime import datetime

from bot.errors import VanishedError
from bot.ingest.passages import sentences
from bot.models import Context, Kind, Piece, Source
from bot.store import places as stored
from bot.store.library import Library

REACH = 1500
"""Characters fetched before and after; of these the nearest whole sentences are shown."""

SHOWN = 700
"""Characters of context on either side that still read well on a phone."""


class Places:
    def __init__(self, library: Library) -> None:
        self._library = library

    async def context(self, piece_id: str) -> Context:
        """The piece with whole sentences before and after. Raises VanishedError for an unknown id."""
        found = await stored.around(self._library, piece_id, REACH)
        if found is None:
            raise VanishedError
        piece, before, after, length = found
        starts, ends = piece.start <= len(before), piece.end + len(after) >= length
        before, whole_before = last_sentences(before, SHOWN, starts)
        after, whole_after = first_sentences(after, SHOWN, ends)
        return Context(piece, before, after, whole_before, whole_after)

    async def piece(self, piece_id: str) -> Piece:
        """Raises VanishedError for an unknown id."""
        found = await stored.around(self._library, piece_id, 0)
        if found is None:
            raise VanishedError
        return found[0]


def first_sentences(text: str, room: int, complete: bool) -> tuple[str, bool]:
    """As many whole sentences from the start as fit, and whether that is all there is."""
    if complete and len(text) <= room:
        return text.rstrip(), True
    end = 0
    for _, last in sentences(text, 0, len(text)):
        if last > room and end:
            break
        if last == len(text) and not complete and end:
            break  # cut off by the reach, not by a full stop
        end = last
    return text[: min(end, room)], False


def last_sentences(text: str, room: int, complete: bool) -> tuple[str, bool]:
    """As many whole sentences from the end as fit, and whether that is all there is."""
    if complete and len(text) <= room:
        return text.lstrip(), True
    begins = [first for first, _ in sentences(text, 0, len(text))]
    if not complete and len(begins) > 1:
        begins = begins[1:]
    start = next((first for first in begins if len(text) - first <= room), max(len(text) - room, 0))
    return text[start:], False


def published(source: Source) -> str:
    """A document's date in words, or "undated"."""
    return "undated" if source.published is None else day(source.published)


def day(iso: str) -> str:
    """ISO 8601 in words, as exact as it is: "22 December 2014", "December 2014", "2014"; else unchanged."""
    for form, words in (("%Y-%m-%d", "%B %Y"), ("%Y-%m", "%B %Y")):
        try:
            found = datetime.strptime(iso, form)  # noqa: DTZ007 - a date has no zone
        except ValueError:
            continue
        return f"{found.day} {found:{words}}" if form.endswith("%d") else f"{found:{words}}"
    return iso


def cite(piece: Piece) -> str:
    """A citation as a wiki editor needs it; what isn't known is said, not left out."""
    source = piece.source
    words = " ".join(piece.text.split())
    speaker = f"{piece.speaker}: " if piece.speaker else ""
    where = [f"in “{source.title}”", *([piece.place] if piece.place else [])]
    if source.author:
        where.append(source.author)
    where.append(source.publisher or "publisher not given")
    where.append(published(source))
    lines = [f"{speaker}“{words}”", ", ".join(where) + "."]
    if source.url:
        lines.append(source.url)
    return "\n".join(lines)


def kind_in_words(piece: Piece) -> str:
    """What kind of source the words are, as a member reads it."""
    source = piece.source
    via = f", via {source.publisher or source.title}" if piece.kind is not source.kind else ""
    if piece.kind is Kind.WORK:
        return "from the story itself" + via
    if piece.kind is Kind.COMPANION:
        return "an official companion" + via
    if piece.kind is Kind.CREATOR:
        return "a creator’s own words" + via
    return "press report" if piece.kind is Kind.REPORT else "fan text"
