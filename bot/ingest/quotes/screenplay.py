"""Scripts as they are typed: the speaker in capitals on a line of its own, the words on the lines below."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from bot.ingest.quotes.lexicon import word_set
from bot.ingest.quotes.paragraphs import Paragraph

_NAME_LINE = re.compile(
    r"(?P<name>[A-Z\u00c0-\u00de#][A-Z\u00c0-\u00de0-9 .'\u2019&/#-]{0,36}?)"
    r"(?:\s*\([^()\n]{1,40}\))*\s*$"
)
_PLACE = re.compile(r"\s*(?:\d+\w?\.?\s+)?(?:INT|EXT|I/E|INT\.?/EXT|EST)[.\s]\s*\S")
_NO_NAMES = word_set(
    "fade cut dissolve smash match end act scene teaser tag cold title titles credits credit montage "
    "flashback continued later later. intercut super chyron angle close the-end episode chapter part insert "
    "back pov note prologue epilogue blackout curtain"
)
_CAPITALS = re.compile(r"^[ \t]*[A-Z\u00c0-\u00de][^a-z\n]", re.MULTILINE)
_ASIDE = re.compile(r"\s*\([^()]*\)\s*$")


@dataclass(frozen=True, slots=True)
class Speech:
    """A name in capitals and the place of the words below it."""

    name: str
    start: int
    end: int
    paragraphs: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    apart: bool  # an empty line stands before it
    block: int


def _lines(text: str, blocks: Sequence[Paragraph]) -> list[_Line]:
    found: list[_Line] = []
    for number, block in enumerate(blocks):
        start = block.start
        while start < block.end:
            end = text.find("\n", start, block.end)
            end = block.end if end < 0 else end
            low, high = start, end
            while low < high and text[low].isspace():
                low += 1
            while high > low and text[high - 1].isspace():
                high -= 1
            if low < high:
                found.append(_Line(low, high, start == block.start and block.blank_before > 0, number))
            start = end + 1
    return found


def _name(text: str, line: _Line) -> str | None:
    """`ANJA (V.O.)` -> ANJA; nothing for `CUT TO:`, `INT. DEPOT - NIGHT` and words in small letters."""
    if line.end - line.start > 60 or _PLACE.match(text, line.start, line.end):
        return None
    match = _NAME_LINE.match(text, line.start, line.end)
    if match is None or sum(map(str.isalpha, match["name"])) < 2:
        return None
    words = match["name"].lower().rstrip(".").split()
    if any(word in _NO_NAMES for word in (words[0], words[-1])) or len(words) > 4:
        return None
    return match["name"].strip()


def find_speeches(text: str, blocks: Sequence[Paragraph]) -> list[Speech]:
    """The speeches of a screenplay, or nothing if the text isn't laid out as one.

    Sure signs: names that come back, or a scene heading (`INT. DEPOT - NIGHT`). Without a scene heading the
    words must stand right below the name; with one, a text that lost its layout may have a line between.
    """
    if len([*islice(_CAPITALS.finditer(text), 3)]) < 3:
        return []
    lines = _lines(text, blocks)
    names = [_name(text, line) for line in lines]
    if sum(name is not None for name in names) < 3:
        return []
    scenes = sum(1 for line in lines if _PLACE.match(text, line.start, line.end))
    cues = [i for i, name in enumerate(names[:-1]) if name is not None and names[i + 1] is None]
    close = [i for i in cues if not lines[i + 1].apart]
    loose = bool(scenes) and len(close) * 2 < len(cues)
    cues = cues if loose else close
    counts = Counter(name for i in cues if (name := names[i]) is not None)
    spoken = sum(1 for i in cues if any(map(str.islower, text[lines[i + 1].start : lines[i + 1].end])))
    again = max(counts.values(), default=0) > 1
    if (
        len(cues) < 3
        or spoken * 2 < len(cues)
        or len(counts) < 2
        or not (scenes or (again and len(cues) > 3))
    ):
        return []
    return [speech for i in cues if (speech := _speech(text, lines, names, i, loose)) is not None]


def _speech(
    text: str, lines: Sequence[_Line], names: Sequence[str | None], cue: int, loose: bool
) -> Speech | None:
    """The lines below a name up to the next empty line; in a loose layout one line, its asides apart."""
    last = cue
    for at in range(cue + 1, len(lines)):
        line = lines[at]
        if names[at] is not None or _PLACE.match(text, line.start, line.end):
            break
        if line.apart and not loose:
            break
        last = at
        if loose and not _ASIDE.match(text, line.start, line.end):
            break
    name = names[cue]
    if last == cue or name is None:
        return None
    members = tuple(dict.fromkeys(line.block for line in lines[cue : last + 1]))
    return Speech(name, lines[cue + 1].start, lines[last].end, members)
