"""What readers of files that are text underneath share: opening them, and telling speech from directions."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.ingest.decoding import NotTextError, decode
from bot.ingest.documents import Document, Place, Turn, title_from
from bot.ingest.heads import Head, clean, read_head
from bot.ingest.problems import Problem
from bot.ingest.quotes.model import KnownPerson
from bot.models import Kind

BLANK = " \t\r\n\x0b\x0c\xa0\u200b\u200e\u200f\u2060\ufeff"
"""What is taken off the ends of words: nobody sees it."""

_BRACKET = re.compile(r"[\[\](){}]")
_LINE = re.compile(r"[^\r\n]+")
_SENTENCE = 400  # characters: no direction is longer
_CLOSING = {"[": "]", "(": ")", "{": "}"}
_STARRED = re.compile(  # "*sighs* Go."; not "You *never* go."
    r"(?:^|(?<=[.!?…] ))\*[a-z][^*\n]{1,60}\*(?=\s*(?:$|[\"“'‘…({[A-Z]))", re.MULTILINE
)
_STOP = re.compile(r"[.!?…][\"'”’]?\s")
_LOOSE = re.compile(r"[,;:][\s,;:]*|\.\s+")
_HOW = re.compile(r", ?(?!(?:and|or|und|et|y|e|with|jr|sr|de|von|van)\b)[a-z][a-z ]{2,40}$")
_PAIRS = {'"': '"', "“": "”", "«": "»", "„": "“"}

# A speaker of this name is nobody: the row tells what is seen.
_NOBODY = frozenset((
    *("", "scene", "scenes", "scene description", "scene descriptions", "scene heading", "setting", "action"),
    *("stage direction", "stage directions", "direction", "directions", "description"),
    *("none", "nan", "null", "n/a", "na"),
))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Opened:
    """A decoded file: its head, and what stands after it."""

    name: str
    body: str
    head: Head
    encoding: str


def open_text(data: bytes, name: str, columns: Sequence[str] = ()) -> tuple[Opened | None, list[Problem]]:
    """`columns`: keys that a head of this kind of file may have besides the usual ones."""
    try:
        decoded, encoding = decode(data)
    except NotTextError as error:
        return None, [Problem(name, None, str(error), left_out=True)]
    problems: list[Problem] = []
    if encoding != "utf-8":
        message = f"is not UTF-8; it was read as {encoding}. If letters look wrong, save it as UTF-8."
        problems.append(Problem(name, None, message))
    head = read_head(decoded, name, columns)
    problems += head.problems
    if any(problem.left_out for problem in head.problems):
        return None, problems
    return Opened(name, decoded[head.length :], head, encoding), problems


def document(
    opened: Opened,
    kind: Kind,
    text: str,
    places: Sequence[Place],
    turns: Sequence[Turn],
) -> Document:
    """With the kind that the head gives, else `kind`. Its text is our own rendering: no head is before it."""
    head = opened.head
    kind = head.kind if head.kind_given else kind
    return Document(
        name=opened.name,
        text=text,
        head_length=0,
        title=head.title or title_from(opened.name),
        author=head.author,
        publisher=head.publisher,
        url=head.url,
        published=head.published,
        kind=kind,
        spoils=head.spoils,
        language=head.language,
        encoding=opened.encoding,
        title_given=head.title is not None,
        places=tuple(places),
        turns=tuple(turns),
        people=tuple(_people(turns, text, kind)),
    )


def _people(turns: Sequence[Turn], text: str, kind: Kind) -> Iterator[KnownPerson]:
    """Speakers whose names are names: who is called Guard or Boy is known by no mention of a guard or boy."""
    plain = set(re.findall(r"\b[^\W\d_A-Z]+\b", text))
    role = "character" if kind is Kind.WORK else "other"
    for name, count in Counter(turn.speaker for turn in turns).items():
        if name is None or count < 2 or re.search(r"[\d#,/&+]|\b(?:and|with|or)\b", name):
            continue
        words = name.split()
        if len(words) <= 4 and words[-1][:1].isupper() and words[-1].casefold() not in plain:
            yield KnownPerson(name, role=role)


def named_speaker(cell: str) -> str | None:
    """A name without directions; None for a row that is nobody's.

    "Katara (voice over):" and "Katara, shouting" are Katara.
    """
    name = re.sub(r"\([^()]*\)|\[[^\[\]]*\]", " ", cell[:300])
    name = _HOW.sub("", clean(name).strip(BLANK + ":*_")).rstrip(",;")
    if name.casefold() in _NOBODY or not any(map(str.isalnum, name)):
        return None
    return name[:120]


def spoken(text: str) -> Iterator[tuple[int, int]]:
    """Where the words stand between directions: "(sadly) Go. [leaves] Now." -> "Go." and "Now."."""
    at = 0
    cuts = _directions(text)
    if "*" in text:
        cuts = sorted([*cuts, *(found.span() for found in _STARRED.finditer(text))])
    for start, end in [*cuts, (len(text), len(text))]:
        first, last = _trimmed(text, at, start)
        if first and (loose := _LOOSE.match(text, first, last)):  # "[sighs], I know"
            first, last = _trimmed(text, loose.end(), last)
        if any(map(str.isalnum, text[first:last])):
            yield first, last
        at = end


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Without blanks, and without marks round the whole of it."""
    while start < end and text[start] in BLANK:
        start += 1
    while end > start and text[end - 1] in BLANK:
        end -= 1
    closing = _PAIRS.get(text[start : start + 1])
    if closing and end - start > 2 and text[end - 1] == closing:
        inner = text[start + 1 : end - 1]
        if closing not in inner and text[start] not in inner:
            return start + 1, end - 1
    return start, end


def _directions(text: str) -> list[tuple[int, int]]:
    """What stands in brackets, nested ones as one; one that is never closed reaches to its line's end."""
    found: list[tuple[int, int]] = []
    left_open = ""
    for line in _LINE.finditer(text):
        left_open = _directions_of_line(text, line.start(), line.end(), left_open, found)
    return found


def _directions_of_line(text: str, start: int, end: int, left_open: str, found: list[tuple[int, int]]) -> str:
    """Adds to `found`. Takes and gives which bracket the line before, and this one, leaves open."""
    begun: list[int] = []
    other = 0  # behind a closing bracket of the wrong kind
    low = start
    for match in _BRACKET.finditer(text, start, end):
        place, sign = match.start(), match.group()
        if sign in _CLOSING:
            if sign == "[" or begun or text[max(place - 1, start) : place] not in (":", ";", "="):
                begun.append(place)
        elif begun and _CLOSING[text[begun[-1]]] == sign:
            first = begun.pop()
            if not begun:
                found.append((first, place + 1))
                low, other = place + 1, 0
        elif begun:
            other = place + 1
        elif sign == "]" or left_open == "(":
            # The one that opens it stands in the line before, or nowhere: then its sentence is the direction.
            first = start
            if left_open:
                while found and found[-1][0] >= start:
                    found.pop()
            else:
                near = max(low, place - _SENTENCE)
                stops = [stop.end() for stop in _STOP.finditer(text, near, max(near, place - 1))]
                first = stops[-1] if stops else near
            found.append((first, place + 1))
            low, left_open = place + 1, ""
    if not begun:
        return ""
    closed = other > begun[0]
    found.append((begun[0], other if closed else end))
    return "" if closed else text[begun[0]]
