"""Text from outside, made harmless for Discord and cut to a budget without breaking anything."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate

ELLIPSIS = "…"

# Markdown, mentions (<@1>, <#1>, <t:1>, </name:1>, <:emoji:1>), masked links, entities, `:emoji:`, addresses.
_INLINE = re.compile(r"[\\*_~|`<\[@]|&(?=#?\w+;)|:(?=//|[\w+~-]+:)|(?<=mailto):", re.ASCII)
# Headings, subtext, quotes, lists and rules: they mean something at the start of a line only.
_LINE_START = re.compile(r"^[^\S\n]*(?:([#>=+-])|\d+([.)]))", re.MULTILINE)
_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*(?=\s)")
_OWN_MARKS = re.compile(r"\s*(?:\"[^\"“”]+\"|“[^\"“”]+”)\s*")

# Directions that outlive the text that sets them; an isolate of our own keeps what is left in its place.
_DIRECTIONS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_NEWLINES = frozenset("\n\v\f\x85\u2028\u2029")
_RIGHT_TO_LEFT = frozenset({"R", "AL", "AN"})
_JOINING = frozenset({"Mn", "Me", "Mc", "Cf", "Sk"})
_ISOLATE, _POP = "\u2068", "\u2069"


def plain(text: str, limit: int) -> str:
    """For places without markdown (labels, select options): one line, no control characters, cut."""
    line = " ".join("".join(" " if unit == "\n" else unit for unit in _cleaned(text[: limit * 4])).split())
    if len(line) <= limit and len(text) <= limit * 4:
        return line
    return line[: _border(line, limit - 1)].rstrip() + ELLIPSIS


def name(text: str, limit: int) -> str:
    """A name, title or other short thing in one line of a card."""
    return shown(" ".join(text[: limit * 4].split()) + text[limit * 4 :], limit)


def quoted(text: str, limit: int, *, marks: Iterable[tuple[int, int]] = (), block: bool = False) -> str:
    """Verbatim words in curly quotation marks, as a quote block if wished; never longer than `limit`.

    Where the words bring one pair of their own, around all of them, ours take its place.
    """
    if _OWN_MARKS.fullmatch(text):
        inside = text.strip()[1:-1]
        off = text.index(inside) if inside else 0
        return quoted(inside, limit, marks=[(a - off, b - off) for a, b in marks], block=block)
    return shown(text, limit, marks=marks, block=block, before="“", after="”")


def shown(
    text: str,
    limit: int,
    *,
    marks: Iterable[tuple[int, int]] = (),
    block: bool = False,
    before: str = "",
    after: str = "",
    from_end: bool = False,
) -> str:
    """`text` as a reader sees it, escaped first and then cut at a sentence or a word.

    `marks` (offsets into `text`) are shown bold; when the first lies too far behind, the cut moves to it.
    `from_end` keeps the end and cuts the beginning.
    """
    # A character never shows as less than nothing, so what lies this far behind can't be seen anyway.
    reach = limit * 2 + 64
    marks = sorted(marks)
    start = 0
    if from_end:
        start = max(len(text) - reach, 0)
    elif marks and marks[0][0] > limit * 0.7:
        start = _word_after(text, marks[0][0] - limit // 3)
    raw = text[start : start + reach]
    units = _escaped(raw)
    isolate = any(unicodedata.bidirectional(char) in _RIGHT_TO_LEFT for char in raw)
    _set_line_breaks(raw, units, block=block, isolate=isolate)
    _embolden(raw, units, [(first - start, last - start) for first, last in marks])
    lead = ("> " if block else "") + before + (_ISOLATE if isolate else "")
    tail = (_POP if isolate else "") + after
    room = limit - len(lead) - len(tail)
    first, last = _window(raw, units, room, from_end=from_end, more=start + reach < len(text), cut=start > 0)
    opened = ELLIPSIS if start + first > _blank(text) else ""
    closed = ELLIPSIS if text[start + last :].strip() else ""
    return lead + opened + "".join(units[first:last]) + closed + tail


def code_block(text: str, limit: int) -> str:
    """For copying: nothing is escaped in a code block, only a fence inside it is parted, for it would end it.

    Where it is too long the first line gives way, so that what stands below it (where, when, link) stays.
    """
    inside = re.sub("``(?=`)", "`` ", "".join(_cleaned(text)).strip()) or " "
    room = limit - len("```\n\n```")
    if len(inside) > room:
        first, _, rest = inside.partition("\n")
        kept = max(room - len(rest) - 2, room // 2)
        if len(first) > kept:
            first = first[: _border(first, kept - 1)].rstrip() + ELLIPSIS
        inside = f"{first}\n{rest}"[:room]
    return f"```\n{inside}\n```"


def _blank(text: str) -> int:
    return len(text) - len(text.lstrip())


def _cleaned(raw: str) -> list[str]:
    """One unit a character; what can't be shown is an empty one."""
    units: list[str] = []
    for char in raw:
        if char in _NEWLINES:
            units.append("\n")
        elif char == "\t":
            units.append(" ")
        elif char in _DIRECTIONS or (category := unicodedata.category(char)) == "Cc":
            units.append("")
        elif category == "Cs":
            units.append("\ufffd")
        else:
            units.append(char)
    return units


def _escaped(raw: str) -> list[str]:
    units = _cleaned(raw)
    # The patterns look at what will be shown, so a hidden character can't keep them apart.
    places = [index for index, unit in enumerate(units) if unit]
    seen = "".join(units)
    for match in _INLINE.finditer(seen):
        units[places[match.start()]] = "\\" + seen[match.start()]
    for match in _LINE_START.finditer(seen):
        place = places[match.end() - 1]
        units[place] = "\\" + seen[match.end() - 1]
    return units


def _set_line_breaks(raw: str, units: list[str], *, block: bool, isolate: bool) -> None:
    """At most one empty line in a row; each line keeps to its quote block and its direction."""
    row = 0
    for index, unit in enumerate(units):
        if unit == "\n":
            row += 1
            units[index] = (_POP if isolate else "") + "\n" + ("> " if block else "")
            units[index] += _ISOLATE if isolate else ""
            if row > 2:
                units[index] = ""
        elif unit and not raw[index].isspace():
            row = 0


def _embolden(raw: str, units: list[str], marks: Sequence[tuple[int, int]]) -> None:
    """Asterisks become part of the units at either end, so no cut can part them from their words."""
    for first, last in marks:
        for run in re.finditer(r"[^\n\v\f\r\x85\u2028\u2029]+", raw[max(first, 0) : max(last, 0)]):
            begin, end = max(first, 0) + run.start(), max(first, 0) + run.end()
            while begin < end and (raw[begin].isspace() or not units[begin]):
                begin += 1
            while end > begin and (raw[end - 1].isspace() or not units[end - 1]):
                end -= 1
            if begin < end:
                whole = "".join(units[begin:end])
                units[begin] = f"**{whole}**"
                units[begin + 1 : end] = [""] * (end - begin - 1)


def _window(
    raw: str, units: list[str], room: int, *, from_end: bool, more: bool, cut: bool
) -> tuple[int, int]:
    """The first and last unit that fit into `room`, with what the ellipses take left free."""
    first, last = _blank(raw), len(raw.rstrip())
    if first >= last:
        return 0, 0
    if from_end:
        sums = [0, *accumulate(len(unit) for unit in reversed(units[first:last]))]
        if sums[-1] <= room and not cut:
            return first, last
        begin = last - (bisect_right(sums, room - 1) - 1)
        return _word_after(raw, begin), last
    sums = [0, *accumulate(len(unit) for unit in units[first:last])]
    room -= len(ELLIPSIS) * cut
    if sums[-1] <= room and not more:
        return first, last
    fits = first + bisect_right(sums, room - 1) - 1
    return first, max(_border(raw, fits), first)


def _word_after(text: str, begin: int) -> int:
    """The beginning of the next word, or `begin` when no word begins nearby."""
    begin = max(begin, 0)
    if begin == 0:
        return 0
    for index in range(begin, min(begin + 60, len(text))):
        if text[index - 1].isspace() and not text[index].isspace():
            return index
    return begin


def _border(text: str, end: int) -> int:
    """The last good place to cut before `end`: behind a sentence, behind a word, or between characters."""
    if end >= len(text):
        return len(text)
    ends = [match.end() for match in _SENTENCE_END.finditer(text, 0, end + 1) if match.end() <= end]
    if ends and ends[-1] > end * 0.7:
        return ends[-1]
    for index in range(end, int(end * 0.6), -1):
        if text[index].isspace():
            return index
    for index in range(end, max(end - 40, 0), -1):
        if unicodedata.category(text[index]) not in _JOINING and text[index - 1] != "\u200d":
            return index
    return end
