"""A document's text as passages: whole sentences with their places."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, cast

import sentencex  # pyright: ignore[reportMissingTypeStubs] - a compiled module without any

from bot.ingest.quotes.paragraphs import paragraphs

SHORT = 40
"""A sentence of fewer characters ("Were they friends?") says little alone: it joins the one before it."""

_OPENING = re.compile(r"(?<=\s)[\"'“‘«(\[]+\s*$")

LONG = 400
"""Joining stops here, so that a passage still reads well on a phone."""


_boundaries = cast(
    "Callable[[str, str], list[dict[str, Any]]]", cast("Any", sentencex).get_sentence_boundaries
)


@dataclass(frozen=True, slots=True)
class Passage:
    start: int
    end: int
    around: tuple[int, int]  # the paragraph in which it stands


def passages(text: str, language: str | None = None) -> list[Passage]:
    """Whole sentences in order; blanks between them belong to none, and no passage crosses a paragraph."""
    found: list[Passage] = []
    for paragraph in paragraphs(text):
        start, end = paragraph.start, paragraph.end
        joined: list[tuple[int, int]] = []
        for first, last in sentences(text, start, end, language):
            if joined and (
                min(last - first, joined[-1][1] - joined[-1][0]) < SHORT and last - joined[-1][0] <= LONG
            ):
                joined[-1] = (joined[-1][0], last)
            else:
                joined.append((first, last))
        found.extend(Passage(first, last, (start, end)) for first, last in joined)
    return found


def sentences(text: str, start: int, end: int, language: str | None = None) -> Iterator[tuple[int, int]]:
    """The sentences of text[start:end], without the blanks round them, as places in `text`."""
    begins = start
    for boundary in _boundaries(language or "en", text[start:end]):
        first, last = begins, start + int(boundary["end_index"])
        # 'She says. "Go.' is cut behind the mark that opens the next sentence: it goes there.
        if last < end and (opening := _OPENING.search(text, first, last)):
            last = opening.start()
        begins = last
        while first < last and text[first].isspace():
            first += 1
        while last > first and text[last - 1].isspace():
            last -= 1
        if first < last:
            yield first, last
