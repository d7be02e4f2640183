"""Logs of talk: lines with the time and a handle, and recordings written down with the time beside a name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.ingest.quotes.lexicon import SUBJECT_PRONOUNS
from bot.ingest.quotes.paragraphs import Paragraph

_DAY = r"(?:\d{1,4}[./-]\d{1,2}[./-]\d{1,4}[ ,T]{1,2})?"
_TIME = rf"{_DAY}\d{{1,2}}:\d{{2}}(?::\d{{2}})?(?:[.,]\d{{1,3}})?(?: ?[AaPp]\.?[Mm]\.?)?"
_AGO = r"\d{1,2} ?(?:h|m|d|hrs?|mins?|hours?|minutes?|days?)(?: ago)?"  # "@ana \u00b7 2h"
_STAMP = rf"(?:\[{_TIME}\]|\({_TIME}\)|{_TIME}) ?(?:[-\u2013\u2014|] )?"
_HANDLE = r"[^\s:<>\[\]()*|\"\u201c-][^:<>\[\]()*|\"\u201c\n]{0,39}?"
_STAMPED = re.compile(rf"{_STAMP}(?:<[@+%&~ ]?(?P<angle>{_HANDLE})>:?|(?P<name>{_HANDLE}):)\s+")
_ANGLED = re.compile(rf"<[@+%&~ ]?(?P<angle>{_HANDLE})>:?\s+")
_HEADED = re.compile(
    rf"(?P<name>{_HANDLE})(?: ?[\u2014\u2013\u00b7\u2022-] ?|\s{{2,}}|\t| (?=[\[(]))"
    rf"[\[(]?(?:(?:(?:[Tt]oday|[Yy]esterday) at )?{_TIME}|{_AGO})[\])]?\s*$"
)
_WROTE = re.compile(
    r"[@\u2191]?(?P<name>[^\W_][\w.-]{1,39}) (?:wrote|said|posted)"
    r"(?: (?:on|at) [^\n]{3,40}| ?[\u2191(][^\n]{0,40})?:\s*\u2191?$"
)
_CALLED = re.compile(
    r"\b(?:[Uu]ser|[Pp]oster|[Cc]ommenter|[Ff]an|[Rr]edditor|[Bb]logger|[Mm]ember|[Aa]ccount|[Rr]eader)\b,? "
    r"(?:(?:called|named|known as|by the name of|who (?:goes|went) by|who posts as) @?(?P<name>[\w.-]*\w)"
    r"|(?:@|/?u/)?(?P<handle>(?<=[@/])[\w.-]*\w|[A-Za-z]+[_\d][\w.-]*\w|[a-z][\w-]{3,}(?=,))(?=[\s,]))"
)
_EVENT = re.compile(rf"(?:{_STAMP})?(?:\*|-->|<--|--|\u2192|\u2190)")
# Two quick looks at a whole text; each begins with few characters, which makes them quick.
_CLOCK = re.compile(r"[\d<\u00b7\u2022](?:(?<=\d):\d\d|(?<=<)\S|(?<=[\u00b7\u2022]) ?\d)")
_SAID = re.compile(r" (?:wrote|said|posted)[^\n]{0,60}:\s*$", re.MULTILINE)
_MOST = 160  # characters of a line that may be its time and handle


@dataclass(frozen=True, slots=True)
class Message:
    name: str
    start: int
    end: int
    paragraphs: tuple[int, ...]


def find_messages(text: str, blocks: Sequence[Paragraph]) -> list[Message]:
    """The messages of a log, or nothing if fewer than three lines or half of them look like one.

    `[12:03] ana: hello`, `12:03 <ana> hello`, `<ana> hello`; or `ana — Today at 12:03` above the words.
    """
    if _CLOCK.search(text) is None and _SAID.search(text) is None:
        return []
    for pattern, headed in ((_STAMPED, False), (_ANGLED, False), (_HEADED, True), (_WROTE, True)):
        heads = {
            number: match
            for number, block in enumerate(blocks)
            if (match := pattern.match(text, block.start, min(block.end, block.start + _MOST))) is not None
            and (not headed or match.end() == block.end)
        }
        if len(heads) >= 3 and len(heads) * (3 if headed else 2) >= max(heads) - min(heads) + 1:
            return _messages(text, blocks, heads, headed)
    return []


def _messages(
    text: str, blocks: Sequence[Paragraph], heads: dict[int, re.Match[str]], headed: bool
) -> list[Message]:
    """Each head with the lines that follow it closely; what only happens (`* ana has joined`) is left out."""
    found: list[Message] = []
    for number, match in heads.items():
        members = [number]
        at = number + 1
        while at < len(blocks) and at not in heads and not _EVENT.match(text, blocks[at].start):
            if blocks[at].blank_before and not (headed and len(members) == 1):
                break
            members.append(at)
            at += 1
        start = blocks[number + 1].start if headed and len(members) > 1 else match.end()
        end = blocks[members[-1]].end
        groups = match.groupdict()
        if start < end:
            found.append(Message(groups.get("angle") or groups["name"], start, end, tuple(members)))
    return found


def quoted_by(text: str, start: int, end: int) -> str | None:
    """`mossback wrote:` above quoted lines: the handle, which is no name and so in no roster.

    Likewise "A fan who goes by mossback has begun a petition. She writes:", "Redditor moss_88 put it well:".
    """
    match = _WROTE.match(text, start, end) if end - start <= 140 else None
    if match is not None:
        return match["name"] if match["name"].lower() not in SUBJECT_PRONOUNS else None
    called = _CALLED.search(text, max(start, end - 400), end)
    return None if called is None else called["name"] or called["handle"]
