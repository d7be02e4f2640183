"""Where a document's paragraphs and sentences begin and end; the text itself is never rewritten."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

_LINE = re.compile(r"[^\r\n]+")
_LABEL = re.compile(r"(?:>> ?)?[*_]{0,2}[A-Z][\w.'’# -]{0,30}(?:\([^()\n]{1,60}\))?[*_]{0,2}:(?=[*_\s])")
_STANDS_ALONE = re.compile(r"(?:From|To|Cc|Date|Sent|Subject|Re): |[A-Z][\w ]{1,28},$")  # of a letter
_TIMED = re.compile(r"[\[(<]?\d{1,4}[:./-]\d{2}|<\S")
_ABBREVIATION = re.compile(
    r"(?:^|[^\w])(?:[A-Z]|Mr|Mrs|Ms|Dr|St|Sen|Rep|Gov|Prof|Gen|Lt|Col|Sgt|Capt|Rev|Hon|Jr|Sr|Mt|vs|etc|Inc|Corp|Ltd|Co"
    r"|No|Const|Insp|Cpl|Supt|Coun|Jan|Feb|Mar|Apr|Aug|Sept|Sep|Oct|Nov|Dec|Ont|Que|Alta|Sask|Man|[A-Z]\.[A-Z]"
    r"|p\.m|a\.m|i\.e|e\.g|approx|dept|est)$"
)
_STOP = re.compile(r"[.!?…][.!?…\"”’'»)\]\x01]*(?=\s)")


@dataclass(frozen=True, slots=True)
class Paragraph:
    start: int
    end: int
    blank_before: int  # how many empty lines stand before it


def _is_wrapped(text: str, lines: list[tuple[int, int, int]]) -> bool:
    """Lines broken at about one width, as in plain-text books: "It is a truth universally\\nacknowledged"."""
    inner = [
        end - start
        for i, (start, end, _) in enumerate(lines[:-1])
        if lines[i + 1][2] == 0 and not _STANDS_ALONE.match(text, start, end)
    ]
    if len(inner) < 3:
        return False
    longest = sorted(inner)[int(len(inner) * 0.95)]
    full = sum(1 for length in inner if length >= 0.72 * longest)
    return longest <= 120 and longest >= 40 and full >= 0.7 * len(inner)


def _is_labelled(text: str, lines: list[tuple[int, int, int]]) -> bool:
    """Lines that begin with who speaks or when, as in a transcript or log: none goes on in the next."""
    begun = sum(1 for start, end, _ in lines if _LABEL.match(text, start, end) or _TIMED.match(text, start))
    return begun * 2 >= len(lines)


@lru_cache(maxsize=1)  # quotes and persons of one document are looked for one after the other
def paragraphs(text: str) -> tuple[Paragraph, ...]:
    """Trimmed paragraphs: at blank lines where lines are hard-wrapped, at every newline elsewhere."""
    lines: list[tuple[int, int, int]] = []  # start, end, blank lines before
    previous_end = 0
    for match in _LINE.finditer(text):
        start, end = match.span()
        piece = match.group()
        stripped = piece.strip()
        if not stripped:
            continue
        start += len(piece) - len(piece.lstrip())
        end = start + len(stripped)
        newlines = text.count("\n", previous_end, start) or text.count("\r", previous_end, start)
        lines.append((start, end, max(0, newlines - 1)))
        previous_end = end
    if not _is_wrapped(text, lines) or _is_labelled(text, lines):
        return tuple(Paragraph(*line) for line in lines)
    found: list[Paragraph] = []
    alone = False
    for start, end, blank in lines:
        after, alone = alone, _STANDS_ALONE.match(text, start, end) is not None
        if found and blank == 0 and not (alone or after):
            found[-1] = Paragraph(found[-1].start, end, found[-1].blank_before)
        else:
            found.append(Paragraph(start, end, blank))
    return tuple(found)


def sentence_ends(masked: str, start: int, end: int) -> Iterator[int]:
    """Offsets just after each sentence's last mark, the paragraph's end included: "It ended. He left." """
    for match in _STOP.finditer(masked, start, end):
        rest = match.end()
        while rest < end and masked[rest].isspace():
            rest += 1
        if rest < end and masked[rest].islower():
            continue
        if match.group()[0] == "." and _ABBREVIATION.search(
            masked[max(start, match.start() - 8) : match.start()]
        ):
            continue
        yield match.end()
    yield end
