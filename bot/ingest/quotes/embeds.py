"""Posts set into an article: their words, then `— Tobias Wick (@wick) January 5, 2018`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.ingest.quotes.paragraphs import Paragraph

_SIGNED = re.compile(
    r"(?:^|(?<=\s))[\u2014\u2013-]{1,2} ?"
    r"(?P<name>[^\s@()][^\n@()]{1,50}?) \(@\w{1,30}\)(?:[ ,]+[^\n]{0,30})?$"
)
_HINT = " (@"
_MARKS = "\"'\u201c\u2018\u00ab"
_TAIL = 130  # characters of a paragraph's end that may be its signature
_MOST = 8  # paragraphs of a post between its lead-in and its signature


@dataclass(frozen=True, slots=True)
class Post:
    name: str
    parts: tuple[tuple[int, int], ...]
    paragraphs: tuple[int, ...]  # the signature's among them


def find_posts(text: str, blocks: Sequence[Paragraph], apart: frozenset[int] = frozenset()) -> list[Post]:
    """Every signed post. It begins where the page sets it `apart`, else after a lead-in's colon, or is the
    one paragraph above its signature.
    """
    found: list[Post] = []
    if _HINT not in text:
        return found
    for number, block in enumerate(blocks):
        signed = _SIGNED.search(text, max(block.start, block.end - _TAIL), block.end)
        if signed is None:
            continue
        ends = len(text[block.start : signed.start()].rstrip())
        used = found[-1].paragraphs[-1] if found else -1
        above = () if ends else _above(text, blocks, number, used)
        if not ends and number in apart:
            above = tuple(at for at in above if apart.issuperset(range(at, number)))
        parts = tuple((blocks[at].start, blocks[at].end) for at in above)
        if ends:
            parts = ((block.start, block.start + ends),)
        if parts and text[parts[0][0]] not in _MARKS:  # words in marks have their tag
            found.append(Post(signed["name"], parts, (*above, number)))
    return found


def _above(text: str, blocks: Sequence[Paragraph], number: int, used: int) -> tuple[int, ...]:
    for at in range(number - 1, max(used, number - 2 - _MOST, -1), -1):
        if text[blocks[at].end - 1] == ":":
            return tuple(range(at + 1, number))
    return (number - 1,) if number - 1 > used else ()
