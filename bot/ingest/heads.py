"""The head of a document: YAML between two lines of ---, and what its values mean."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import cast

import yaml
from frontmatter.default_handlers import YAMLHandler

from bot.ingest.problems import Problem, nearest, shown
from bot.models import Kind

KEYS = ("title", "author", "publisher", "url", "published", "kind", "spoils", "language")
MAX_LINES = 200
MAX_LENGTH = 50_000

# Words that other programs use for the same thing; spelling alone would not lead from one to the other.
_MEANT = {
    "date": "published", "day": "published", "year": "published", "published_on": "published",
    "link": "url", "address": "url", "website": "url", "source": "publisher", "site": "publisher",
    "by": "author", "authors": "author", "writer": "author", "name": "title", "headline": "title",
    "type": "kind", "spoilers": "spoils", "lang": "language",
}  # fmt: skip

_RULE = re.compile(r"---[ \t]*(?:\r\n|\r|\n|\Z)")
_LINE = re.compile(r"([^\r\n]*)(?:\r\n|\r|\n|\Z)")
_KEY_LINE = re.compile(r"""(["']?)([A-Za-z][\w -]{0,40}?)\1[ \t]*:(?:[ \t]+(.*))?$""")
_PLAIN_KEY = re.compile(r"[a-z][a-z0-9_-]*")
_ITEM_LINE = re.compile(r"[ \t]*-[ \t]+(.+)$")
_DAY = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2})(?:[T ]\d{1,2}:\d{2}.*)?)?)?")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")
_NOTHING = frozenset({"", "~", "null", "none", "not given", "unknown"})


@dataclass(slots=True)
class Head:
    """What a head gives; None stands for "not given". `length`: code points before the text."""

    length: int = 0
    title: str | None = None
    author: str | None = None
    publisher: str | None = None
    url: str | None = None
    published: str | None = None
    kind: Kind = Kind.REPORT
    kind_given: bool = False
    spoils: tuple[str, ...] = ()
    language: str | None = None
    columns: dict[str, tuple[str, ...]] = field(default_factory=lambda: {})  # what only a table's head has
    lines: int = 0  # before the text
    problems: list[Problem] = field(default_factory=lambda: [])


def read_head(decoded: str, name: str, columns: Sequence[str] = ()) -> Head:
    """The head of a decoded file. A problem in it that says `left_out` means: don't take the document.

    `columns`: keys that it may have besides the usual ones, to name columns of the table that follows.

    A text that merely begins with a rule of dashes has no head; one that begins like a head and never
    ends it is refused, because its first lines would be stored as words of the text.
    """
    start = 1 if decoded.startswith("\ufeff") else 0
    rule = _RULE.match(decoded, start)
    if rule is None:
        return Head(start)
    lines: list[str] = []
    limit = min(rule.end() + MAX_LENGTH, len(decoded))
    for line in islice(_LINE.finditer(decoded, rule.end(), limit), MAX_LINES):
        if line.end() == limit < len(decoded):
            break  # cut in the middle
        if line[1].rstrip() == "---":
            return _closed(lines, start, line.end(), name, columns)
        lines.append(line[1])
    first = next((number for number, line in enumerate(lines) if not line.strip()), len(lines))
    if any(_known(line) for line in lines[:first]):
        message = "the head that begins here never ends. Put a line with just --- after its last line."
        return Head(start, problems=[Problem(name, 1, message, left_out=True)])
    return Head(start)


def _known(line: str) -> bool:
    found = _KEY_LINE.match(line)
    return found is not None and found[2].casefold() in KEYS


def _closed(lines: list[str], start: int, end: int, name: str, columns: Sequence[str]) -> Head:
    head = Head(end, lines=len(lines) + 2)
    values: dict[str, object] | None
    try:
        loaded: object = YAMLHandler().load("\n".join(lines), Loader=yaml.BaseLoader)
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        if not any(map(_known, lines)):
            return Head(start)
        values = _line_by_line(lines, head, name, error)
    else:
        values = _mapping(loaded) if any(line.strip() for line in lines) else {}
    if values is None:
        return Head(start)
    places: dict[str, int] = {}
    for number, line in enumerate(lines, start=2):
        if found := _KEY_LINE.match(line):
            key = found[2].casefold()
            if key in places and key in KEYS:
                message = f"“{key}” stands here for the second time; the last one counts. Delete the other."
                head.problems.append(Problem(name, number, message))
            places[key] = number
    _Reading(head, name, places, columns).take(values)
    return head


def _mapping(loaded: object) -> dict[str, object] | None:
    """The loaded YAML as a head's values, or None when it is no head but text between two rules."""
    if not isinstance(loaded, dict):
        return None
    values = {
        str(key): value for key, value in cast("dict[object, object]", loaded).items() if isinstance(key, str)
    }
    folded = [key.casefold() for key in values]
    if any(key in KEYS or key in _MEANT for key in folded) or all(map(_PLAIN_KEY.fullmatch, values)):
        return values
    return None


def _line_by_line(lines: list[str], head: Head, name: str, error: Exception) -> dict[str, object]:
    """What can be read of a head that isn't YAML; most often a value holds a colon and lacks its quotes."""
    mark = error.problem_mark if isinstance(error, yaml.MarkedYAMLError) else None
    number = min(mark.line, len(lines) - 1) + 2 if mark else None
    message = (
        "the head was read line by line, because this line is not as it should be"
        + (f": {shown(lines[number - 2])}" if number else "")
        + ". A value with a colon or a # in it is put between quotation marks."
    )
    head.problems.append(Problem(name, number, message))
    values: dict[str, object] = {}
    items: list[str] | None = None
    for place, line in enumerate(lines, start=2):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if (item := _ITEM_LINE.match(line)) and items is not None:
            items.append(_unquoted(item[1]))
        elif found := _KEY_LINE.match(line):
            value = _unquoted(found[3] or "")
            items = []
            values[found[2]] = value or items
        else:
            head.problems.append(Problem(name, place, f"can't be read as “key: value”: {shown(line)}"))
    return values


def _unquoted(value: str) -> str:
    value = value.strip()
    return value[1:-1] if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'" else value


def clean(value: str) -> str:
    """One line, without control characters or halves of surrogate pairs, which no database takes."""
    flat = " ".join(value.split())
    return "".join(
        c for c in flat if c >= " " and not "\x7f" <= c <= "\x9f" and not "\ud800" <= c <= "\udfff"
    )


@dataclass(slots=True)
class _Reading:
    head: Head
    name: str
    lines: dict[str, int]
    columns: Sequence[str]

    def warn(self, key: str, message: str) -> None:
        self.head.problems.append(Problem(self.name, self.lines.get(key.casefold()), message))

    def take(self, values: dict[str, object]) -> None:
        for written, value in values.items():
            key = written.casefold()
            if key in self.columns:
                self.head.columns[key] = tuple(self.texts(key, value))
            elif key not in KEYS:
                near = nearest(key, KEYS, _MEANT)
                hint = f"Did you mean “{near}”?" if near else "A head has: " + ", ".join(KEYS) + "."
                self.warn(written, f"a head has no “{shown(written, 40)}”; it was ignored. {hint}")
            elif key == "spoils":
                self.head.spoils = tuple(self.texts(key, value))
            elif (text := self.text(key, value)) is not None:
                self.set(key, text)

    def set(self, key: str, text: str) -> None:
        if key == "title":
            self.head.title = text
        elif key == "author":
            self.head.author = text
        elif key == "publisher":
            self.head.publisher = text
        elif key == "url":
            self.head.url = self.url(text)
        elif key == "published":
            self.head.published = self.day(text)
        elif key == "kind":
            self.head.kind = self.kind(text)
            self.head.kind_given = True
        else:
            self.head.language = self.language(text)

    def text(self, key: str, value: object) -> str | None:
        if isinstance(value, list) and key == "author":
            value = " and ".join(self.texts(key, cast("list[object]", value)))
        if not isinstance(value, str):
            if value:  # an empty list is what a key without a value is read as
                self.warn(key, f"“{key}” must be one line of text, like  {key}: …  It counts as not given.")
            return None
        flat = clean(value)
        return None if flat.casefold() in _NOTHING else flat

    def texts(self, key: str, value: object) -> Iterator[str]:
        values = cast("list[object]", value) if isinstance(value, list) else [value]
        for one in values:
            if not isinstance(one, str):
                self.warn(key, f"“{key}” must be a text or a list of texts; what is neither was ignored.")
            elif clean(one).casefold() not in _NOTHING:
                yield clean(one)

    def url(self, text: str) -> str | None:
        if re.fullmatch(r"https?://[^\s<>\"]{1,2000}", text):
            return text
        self.warn("url", f"“{shown(text)}” is no address of a web page (https://…); it counts as not given.")
        return None

    def day(self, text: str) -> str | None:
        if found := _DAY.fullmatch(text):
            year, month, day = found.groups()
            try:
                date(int(year), int(month or 1), int(day or 1))
            except ValueError:
                self.warn(
                    "published", f"there is no day “{shown(text)}” in the calendar; it counts as not given."
                )
                return None
            return "-".join(part for part in (year, month, day) if part)
        self.warn(
            "published",
            f"“{shown(text)}” is no date; it counts as not given. Write 2014-12-22, or 2014-12, or 2014.",
        )
        return None

    def kind(self, text: str) -> Kind:
        known = [kind.value for kind in Kind]
        if text.casefold() in known:
            return Kind(text.casefold())
        near = nearest(text, known)
        hint = f"Did you mean “{near}”? " if near else ""
        self.warn(
            "kind",
            f"there is no kind “{shown(text)}”. {hint}Known: {', '.join(known)}. It counts as report.",
        )
        return Kind.REPORT

    def language(self, text: str) -> str | None:
        if _LANGUAGE.fullmatch(text):
            return text.replace("_", "-")
        self.warn(
            "language", f"“{shown(text)}” is no code of a language, such as en; it counts as not given."
        )
        return None
