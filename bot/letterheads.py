"""What the first lines of a plain text say of it, as newspapers do: who wrote it, when, and its address."""

from __future__ import annotations

import re
from itertools import islice

from bot.documents import LONGEST, date_from
from bot.errors import UserError
from bot.ingest.decoding import NotTextError, decode

MOST_LINES = 8
LONGEST_LINE = 90
"""From a longer one on, the text itself has begun."""
READ = 4000

_PARTS = re.compile(r"\s*[|•·–—]\s*|\s+-\s+")
_MARKS = "*_#> \t\ufeff"
_AUTHOR = re.compile(r"(?i:written by|by|author:)\s+(?P<who>\w[\w.’'-]*(?:\s+[\w.’'-]+){0,4})")
_NAME = re.compile(r"[^\W\d_a-z][\w.’'-]*|and|de|van|von|of")
_DATED = re.compile(r"(?i:(?:published|posted|updated|date|on)\b:?\s*)*(?P<date>.+)")
_ADDRESS = re.compile(r"https?://[^\s<>\"]+")


def written_above(content: bytes) -> dict[str, str]:
    """`author`, `published` and `url` where they are said; {} for a file with a head of its own."""
    try:
        text = decode(content)[0][:READ]
    except NotTextError:
        return {}
    found: dict[str, str] = {}
    if text.lstrip("\ufeff").startswith("---"):
        return found
    lines = (line.strip(_MARKS) for line in text.splitlines())
    for line in islice(filter(None, lines), MOST_LINES):
        if _ADDRESS.fullmatch(line) and len(line) <= LONGEST["url"]:
            found.setdefault("url", line)
        elif len(line) > LONGEST_LINE:
            break
        else:
            for part in _PARTS.split(line):
                _take(part.strip(_MARKS), found)
    return found


def _take(part: str, found: dict[str, str]) -> None:
    if author := _AUTHOR.fullmatch(part):
        if all(map(_NAME.fullmatch, author["who"].split())):
            found.setdefault("author", author["who"])
        return
    if dated := _DATED.fullmatch(part):
        try:
            date = date_from(dated["date"])
        except UserError:
            return
        if len(date) > len("2014"):  # a mere number may be anything
            found.setdefault("published", date)
