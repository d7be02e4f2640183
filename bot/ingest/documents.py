"""One file of data/documents: its head, its title, and its text exactly as it stands."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from bot.ingest import readers
from bot.ingest.decoding import MAX_BYTES, NotTextError, decode
from bot.ingest.heads import clean, read_head
from bot.ingest.problems import Problem
from bot.ingest.quotes.model import KnownPerson
from bot.models import Kind

__all__ = [
    "Document",
    "Place",
    "Problem",
    "Turn",
    "list_documents",
    "list_other",
    "read_bytes",
    "read_document",
]

SUFFIXES = frozenset({".txt", ".md"}) | readers.SUFFIXES
DUMPS = frozenset({".xml", ".bz2", ".7z"})
"""Of a wiki's dump, which holds many documents (bot/ingest/readers/mediawiki.py)."""
MAX_TITLE = 120


@dataclass(frozen=True, slots=True)
class Place:
    """From here on the text stands at a place that people know: a chapter, a time, a line of a table."""

    starts: int
    label: str  # "Chapter 3: The Lake", "0:12:05"


@dataclass(frozen=True, slots=True)
class Turn:
    """Words whose speaker the file itself names: what stands at text[starts:ends] is said.

    `form`: "transcript" in a file that is nothing but such words and what is seen meanwhile, "block" in a
    text that is looked through for other quotes as well.
    """

    starts: int
    ends: int
    speaker: str | None
    form: str = "transcript"


@dataclass(frozen=True, slots=True)
class Document:
    """`text` is what stands after the head; `head_length` code points of the decoded file come before it."""

    name: str  # the file's name under data/documents, with forward slashes
    text: str
    head_length: int
    title: str
    author: str | None
    publisher: str | None
    url: str | None
    published: str | None
    kind: Kind
    spoils: tuple[str, ...]
    language: str | None
    encoding: str
    title_given: bool
    places: tuple[Place, ...] = ()  # in the order of the text; () where the text itself is all there is
    turns: tuple[Turn, ...] = ()  # where a table names the speakers: then nobody has to guess
    quoted: tuple[tuple[int, int], ...] = ()  # stretches of the text that its markup makes block quotations
    people: tuple[KnownPerson, ...] = ()  # whom the file introduces: aliases, roles
    aliases: tuple[str, ...] = ()  # other titles that lead to it


def read_document(path: Path, name: str) -> tuple[Document | None, list[Problem]]:
    """The document, or None and the reason; never an exception for what a file may hold."""
    name = name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    try:
        if not path.is_file():
            return None, [Problem(name, None, "is not a file that can be read.", left_out=True)]
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        return None, [Problem(name, None, f"can't be opened: {reason}.", left_out=True)]
    return read_bytes(data, name)


def read_bytes(data: bytes, name: str) -> tuple[Document | None, list[Problem]]:
    """The same for what a file holds: by the reader of its kind, else as plain text."""
    if (reader := readers.reader_of(name)) is not None:
        return reader(data, name)
    return read_text(data, name)


def read_text(data: bytes, name: str) -> tuple[Document | None, list[Problem]]:
    """As plain text, whatever the file is called."""
    try:
        decoded, encoding = decode(data)
    except NotTextError as error:
        return None, [Problem(name, None, str(error), left_out=True)]
    problems: list[Problem] = []
    if encoding != "utf-8":
        message = f"is not UTF-8; it was read as {encoding}. If letters look wrong, save it as UTF-8."
        problems.append(Problem(name, None, message))
    head = read_head(decoded, name)
    problems += head.problems
    if any(problem.left_out for problem in head.problems):
        return None, problems
    text = decoded[head.length :]
    if not text.strip():
        problems.append(Problem(name, None, "has a head, but no text follows it.", left_out=True))
        return None, problems
    document = Document(
        name=name,
        text=text,
        head_length=head.length,
        title=head.title or title_in(text) or title_from(name),
        author=head.author,
        publisher=head.publisher,
        url=head.url,
        published=head.published,
        kind=head.kind,
        spoils=head.spoils,
        language=head.language,
        encoding=encoding,
        title_given=head.title is not None,
    )
    return document, problems


def list_documents(folder: Path) -> list[Path]:
    """All files that are read, in the order of their names; no README.md, nothing hidden."""
    return [path for path in _files(folder) if path.suffix.casefold() in SUFFIXES | DUMPS]


def list_other(folder: Path) -> list[Path]:
    """The files that are there and are not read, for the report."""
    return [path for path in _files(folder) if path.suffix.casefold() not in SUFFIXES | DUMPS]


def _files(folder: Path) -> list[Path]:
    found: list[Path] = []
    for here, folders, files in os.walk(folder):
        folders[:] = [one for one in folders if not one.startswith(".")]
        found += [
            Path(here, file) for file in files if not file.startswith(".") and file.casefold() != "readme.md"
        ]
    return sorted(found, key=lambda path: path.relative_to(folder).as_posix())


_DIVIDER = re.compile(r"[\W_]+")
_MARKDOWN = re.compile(r"^#{1,6}[ \t]+|[ \t]+#+$")
_CLOSING = "\"'’”»)]*_ "
_BYLINE = re.compile(
    r"(?i:by|from|posted|published|updated|written by)\b[ :]"
    r"|[^,]{3,40}, .*\b(?i:press|news|reporter|producer|writer|staff|correspondent|editor)\b"
)
_LABEL = re.compile(r"[A-Z][\w.' ]{0,30}:[ \t]")
_WRAPPED = 50  # from this length on, a line that the next one continues may be a wrapped paragraph's


def title_in(text: str) -> str | None:
    """The first line, if it reads like a title: short, no sentence, no byline, no part of a paragraph."""
    lines = _first_lines(text)
    first = next(lines, None)
    if first is None or len(first) > MAX_TITLE * 2:
        return None
    after = next(lines, None)
    heading = _MARKDOWN.match(first) is not None
    title = clean(_MARKDOWN.sub("", first)).strip("*_ ")
    end = title.rstrip(_CLOSING)[-1:]
    if not title or len(title) > MAX_TITLE or end in (".", ";", ":", ",", "…") or after is None:
        return None
    if _BYLINE.match(title):
        return None
    follows = after.strip()
    if heading or not follows or _DIVIDER.fullmatch(follows):
        return title
    wrapped = len(first) >= _WRAPPED and end not in "?!" and _WRAPPED <= len(follows) <= 100
    if wrapped or follows[:1].islower():
        return None
    return None if _LABEL.match(first) and _LABEL.match(follows) else title


def _first_lines(text: str) -> Iterator[str]:
    """The lines from the first one on that holds a letter or a digit, without their ends."""
    begun = False
    for found in re.finditer(r"([^\r\n]*)(\r\n|\r|\n|\Z)", text):
        begun = begun or not re.fullmatch(r"[\W_]*", found[1])
        if begun:
            yield found[1]
        if not found[2]:
            return


def title_from(name: str) -> str:
    """A file's name as a title: no folder, no suffix, blanks for dashes."""
    stem = PurePosixPath(name).stem
    words = clean(re.sub(r"[-_.\s]+", " ", stem)).strip()
    return words[:1].upper() + words[1:] if words else name
