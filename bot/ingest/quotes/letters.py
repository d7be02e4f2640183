"""Letters printed in full: from a salutation to the name below, all of it is that person's."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.ingest.quotes.paragraphs import Paragraph
from bot.ingest.quotes.roster import Roster
from bot.ingest.quotes.voices import FIRST_PERSON

_SALUTATION = re.compile(
    r"(?:(?:[Mm]y )?(?:[Dd]ear|[Dd]earest)|[Hh]ello|[Hh]i|[Hh]ey|[Gg]reetings"
    r"|Sirs?|Madam|Gentlemen|To (?:my|our|all|the|everyone|whom))\b[^.?\n\"\u201c]{0,70}[,:!\u2014\u2013-]$"
    r"|(?:[A-Z][a-z]+ )?(?:[Ff]riends|[Rr]eaders|[Ll]isteners|[Pp]layers|[Ff]olks|[Ee]very(?:one|body))[,:]$"
)
_FAREWELL = re.compile(
    r"(?:(?:with |much |all my |all our |lots of )*(?:love|thanks|gratitude|regards|wishes|respect|affection)"
    r"|yours?|sincerely|best|warmly|cheers|kind regards|warm regards|best wishes|respectfully|cordially)"
    r"(?:,? (?:always|ever|truly|sincerely|faithfully|yours|and \w+|to all|to you all))*[,.!]?$",
    re.IGNORECASE,
)
_UP = r"[A-Z\u00c0-\u00de][\w.'\u2019-]*"
_SIGNATURE = re.compile(rf"[\u2014\u2013~-]{{0,2}} ?(?P<name>{_UP}(?: {_UP}){{0,3}})(?:, [^\n.]{{3,60}})?$")
_CLOSED = re.compile(rf"(?P<farewell>[A-Z][^,\n]{{2,40}}), (?P<name>{_UP}(?: {_UP}){{0,3}})$")
_FROM = re.compile(r"\*{0,2}From:\*{0,2} *\"?(?P<name>[^<>\n\"@]{2,50}?)\"?(?: *[<(][^<>\n]*[>)])?$")
_HEADER = re.compile(r"\*{0,2}(?:From|To|Cc|Date|Sent|Subject|Re|Reply-To):", re.IGNORECASE)
_OLDER = re.compile(r">|-{3,}|_{5,}|On [^\n]{6,100} wrote:$|Begin forwarded message")
_TIME_OF_DAY = re.compile(
    r"[^\n]{0,40}(?:\b\d{1,2}:\d{2}(?: ?[AaPp]\.?[Mm]\.?)?"
    r"|\b\d{1,2} ?(?:h|hrs?|hours?|m|mins?|minutes?|d)(?: ago)?)"
    r"(?: [\u00b7|][^\n]{0,20})?$"
)
_HEADERS = 12
_LONGEST = 60  # paragraphs


@dataclass(frozen=True, slots=True)
class Letter:
    person: int | None
    name: str
    paragraphs: tuple[int, ...]  # salutation and signature among them


def find_letters(text: str, blocks: Sequence[Paragraph], roster: Roster) -> list[Letter]:
    """`Dear friends,` … `Yours, Mara`: nothing without a name below, or if the text says neither I nor we."""
    post = _post(text, blocks, roster)
    if post is not None:
        return [post]
    found: list[Letter] = []
    at = 0
    while at < len(blocks):
        block = blocks[at]
        mail = _mail(text, blocks, at, roster) if text.startswith(("From:", "**From:"), block.start) else None
        if mail is not None:
            found.append(mail)
            at = mail.paragraphs[-1]
        elif block.end - block.start <= 90 and _SALUTATION.match(text, block.start, block.end):
            letter = _letter(text, blocks, at, roster)
            if letter is not None:
                found.append(letter)
                at = letter.paragraphs[-1]
        at += 1
    return found


def _post(text: str, blocks: Sequence[Paragraph], roster: Roster) -> Letter | None:
    """A text that begins with a name and the time below it, as posts are shown, and says I or we.

    A line or two may stand above: the account, the place.
    """
    time = next((at for at in (1, 2, 3) if _is_time(text, blocks[at : at + 1])), 0)
    first = time + 1
    if not time or len(blocks) <= first or any(_is_long(block) for block in blocks[: time - 1]):
        return None
    signed = _SIGNATURE.match(text, blocks[time - 1].start, blocks[time - 1].end)
    own = sum(1 for b in blocks[first:] if FIRST_PERSON.search(text, b.start, b.end))
    if signed is None or own * 2 < len(blocks) - first:
        return None
    person = roster.lookup(signed["name"])
    name = signed["name"] if person is None else roster.persons[person].name
    return Letter(person, name, tuple(range(first, len(blocks))))


def _is_time(text: str, blocks: Sequence[Paragraph]) -> bool:
    return any(_TIME_OF_DAY.match(text, block.start, block.end) for block in blocks)


def _is_long(block: Paragraph) -> bool:
    return block.end - block.start > 60


def _mail(text: str, blocks: Sequence[Paragraph], start: int, roster: Roster) -> Letter | None:
    """`From: Mara Quill <m@example.org>`, `To: …`, `Subject: …`, then her words down to an older mail."""
    sender = _FROM.match(text, blocks[start].start, min(blocks[start].end, blocks[start].start + 200))
    at = start + 1
    while at < min(len(blocks), start + _HEADERS) and _HEADER.match(text, blocks[at].start):
        at += 1
    if sender is None or at < start + 3:
        return None
    first = at
    while (
        at < len(blocks)
        and not _OLDER.match(text, blocks[at].start, blocks[at].end)
        and not _HEADER.match(text, blocks[at].start)
    ):
        at += 1
    person = roster.lookup(sender["name"])
    name = sender["name"].strip() if person is None else roster.persons[person].name
    return Letter(person, name, tuple(range(first, at))) if at > first else None


def _letter(text: str, blocks: Sequence[Paragraph], start: int, roster: Roster) -> Letter | None:
    own = 0
    farewell = False
    for at in range(start + 1, min(len(blocks), start + _LONGEST)):
        block = blocks[at]
        if block.end - block.start > 100:
            farewell = False
        elif _SALUTATION.match(text, block.start, block.end):
            return None
        elif at > start + 1 and own * 2 >= at - start - 2:
            closed = _CLOSED.match(text, block.start, block.end)
            farewell = farewell or (closed is not None and _FAREWELL.match(closed["farewell"]) is not None)
            signed = closed if farewell and closed else _SIGNATURE.match(text, block.start, block.end)
            person = roster.lookup(signed["name"]) if signed is not None else None
            sure = farewell or text[block.start] in "\u2014\u2013~-" or person is not None
            if signed is not None and sure and own and not _FAREWELL.match(text, block.start, block.end):
                name = signed["name"] if person is None else roster.persons[person].name
                below = at + 1 < len(blocks) and blocks[at + 1].blank_before == 0
                known = person is not None and roster.persons[person].likely
                if below and not farewell and not known:
                    continue  # a line among others
                address = below and known and _SIGNATURE.match(text, blocks[at + 1].start, blocks[at + 1].end)
                return Letter(person, name, tuple(range(start, at + (2 if address else 1))))
            farewell = _FAREWELL.match(text, block.start, block.end) is not None
        own += FIRST_PERSON.search(text, block.start, block.end) is not None
    return None
