"""Paragraphs that a document's own marks or markup set apart as quotations, and who signs them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.ingest.quotes.paragraphs import Paragraph
from bot.ingest.quotes.roster import Roster

_BELOW = re.compile(r"(?:> ?)?[-\u2013\u2014~]{1,3} ?([A-Z][\w.'\u2019-]*(?: [\w.'\u2019-]+){0,4})(?:[,(]|$)")
_AROUND = " \n.,\u2026\"'\u201c\u201d\u2018\u2019"
_MOST_PULLED = 40  # quotations of a page that are looked for in the rest of it


def apart_from(text: str, blocks: Sequence[Paragraph], quoted: Sequence[tuple[int, int]]) -> frozenset[int]:
    """Paragraphs that the document itself sets apart as quotations: after a `>`, or in a `quoted` stretch.

    A page's own sentence printed once more in large letters is none.
    """
    found = {number for number, block in enumerate(blocks) if text[block.start] == ">"}
    at = 0
    lower = text.lower() if quoted else ""
    for tried, (start, end) in enumerate(quoted):
        words = text[start:end].strip(_AROUND).lower()
        if tried < _MOST_PULLED and lower.count(words) > 1:
            continue
        while at < len(blocks) and blocks[at].start < start:
            at += 1
        while at < len(blocks) and blocks[at].end <= end:
            found.add(at)
            at += 1
    return frozenset(found)


def signature(text: str, block: Paragraph, roster: Roster) -> str | None:
    """`— Mara Quill, author of Turtles`, or nothing but the name of somebody whom the article names."""
    signed = _BELOW.match(text, block.start, block.end)
    if signed is not None:
        return signed[1]
    alone = any(
        ref.full_start == block.start and ref.end == block.end and roster.persons[ref.person].likely
        for ref in roster.between(block.start, block.end)
    )
    return text[block.start : block.end] if alone else None
