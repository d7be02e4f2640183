"""One TOML file as entries with line numbers, and their values with messages for who doesn't program."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from itertools import pairwise
from pathlib import Path
from typing import TypeVar, cast

from bot.ingest.problems import Problem, nearest, shown
from bot.names import key

MAX_BYTES = 50_000_000
MAX_NAME = 200
MAX_TEXT = 20_000
MAX_STRANGE = 20

_HEADER = re.compile(r"^[ \t]*\[\[[ \t]*([\w.\"-]+)[ \t]*\]\]", re.MULTILINE)
_PLACE = re.compile(r" ?\(at (?:line (\d+), column (\d+)|end of document)\)$")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")

# What tomllib says, and what it means to someone who has just typed the line.
_MEANING = {
    "Expected '=' after a key": "a line must read  key = value  (text goes between quotation marks)",
    "Invalid statement": "a line must begin with a word or with [[",
    "Invalid value": 'the value is not understood; text goes between quotation marks, like  name = "Korra"',
    "Unterminated string": "a quotation mark is missing at the end of the text",
    "Illegal character '\\n'": 'a quotation mark is missing: a text that begins with " ends on '
    'the same line; a longer one stands between """ and """',
    "Expected newline or end of document": 'something is left over at the end; is there a " inside the text? '
    'Then put the text between """ and """',
    "Unescaped '\\' in a string": "a \\ can't stand in a text between \"; put the text between ' and '",
    "Unclosed array": "a list lacks its ] at the end, or a comma between two of its texts",
    "Cannot overwrite a value": "the same word stands twice in one entry",
    "Cannot declare": "an entry must begin with two brackets on each side, like [[person]]",
    "Expected ']": "a line that begins with [ lacks its ] at the end",
    "Expected ']]'": "a line that begins with [[ lacks its ]] at the end",
}

Choice = TypeVar("Choice", bound=StrEnum)


@dataclass(slots=True)
class Report:
    """What is wrong with one file. Looks up only so many likenesses: a huge bad file stays quick."""

    file: str
    problems: list[Problem] = field(default_factory=lambda: [])
    guesses: int = 50

    def add(self, line: int | None, message: str, left_out: bool = False) -> None:
        self.problems.append(Problem(self.file, line, message, left_out))

    def hint(self, word: str, known: Collection[str], meant: Mapping[str, str] | None = None) -> str:
        self.guesses -= 1
        near = nearest(word, known, meant) if self.guesses >= 0 else None
        return f" Did you mean “{near}”?" if near else ""


@dataclass(slots=True)
class Entry:
    """One [[…]] of a file. Reading a value that isn't as it should be reports it and gives nothing."""

    report: Report
    what: str  # "person"
    line: int
    values: Mapping[str, object]
    parts: Mapping[str, Sequence[int]] = field(default_factory=lambda: {})  # lines of the [[…]] inside it
    layer: str = ""  # who wrote it: the host's file, a pack, or the server's moderators

    @property
    def label(self) -> str:
        for word in ("name", "topic", "text", "prompt"):
            value = self.values.get(word)
            if isinstance(value, str) and value.strip():
                return f"{self.what} “{shown(value, 40)}”"
        return self.what

    def wrong(self, message: str, left_out: bool = False) -> None:
        self.report.add(self.line or None, f"{self.label}: {message}", left_out)

    def refuse(self, message: str) -> None:
        self.wrong(f"{message} The entry was left out.", left_out=True)

    def check_keys(self, known: Sequence[str]) -> None:
        for word in self.values:
            if word not in known:
                hint = self.report.hint(word, known) or f" Known are: {', '.join(known)}."
                self.wrong(f"there is no “{shown(word, 40)}” here; it was ignored.{hint}")

    def text(self, word: str, limit: int = MAX_TEXT) -> str | None:
        value = self.values.get(word)
        if value is None:
            return None
        if not isinstance(value, str):
            self.wrong(f'“{word}” must be a text between quotation marks, like  {word} = "…"')
            return None
        if len(value) > limit:
            self.wrong(f"“{word}” is too long: {len(value)} characters, at most {limit}.")
            return None
        if _CONTROL.search(value):
            self.wrong(f"“{word}” holds a sign that can't be shown; type it anew.")
            return None
        return value.strip() or None

    def name(self, word: str = "name") -> str | None:
        value = self.text(word, MAX_NAME)
        if value is not None and not key(value):
            self.wrong(f"“{word}” has no letter and no digit, so nobody could ask for it.")
            return None
        return " ".join(value.split()) if value else None

    def names(self, word: str) -> tuple[str, ...]:
        """A list of names, each once; what is no name is reported and left away."""
        value = self.values.get(word, [])
        if not isinstance(value, list):
            self.wrong(f'“{word}” must be a list of texts, like  {word} = ["…", "…"]')
            return ()
        found: dict[str, None] = {}
        for one in cast("list[object]", value):
            if not isinstance(one, str):
                self.wrong(f"“{word}” must hold texts only, each between quotation marks.")
            elif len(one) > MAX_NAME or _CONTROL.search(one) or not key(one):
                self.wrong(
                    f"“{shown(one, 40)}” in “{word}” can't be used: too long, empty, or with odd signs."
                )
            else:
                found[" ".join(one.split())] = None
        return tuple(found)

    def choice(self, word: str, of: type[Choice], default: Choice | None = None) -> Choice | None:
        """One of a few words; `default` where none is given. None after a report."""
        value = self.values.get(word)
        if value is None and default is not None:
            return default
        known = [one.value for one in of]
        if isinstance(value, str) and " ".join(value.casefold().replace("_", " ").split()) in known:
            return of(" ".join(value.casefold().replace("_", " ").split()))
        if value is None:
            self.refuse(f"“{word}” is missing; it is one of: {', '.join(known)}.")
        else:
            given = shown(value) if isinstance(value, str) else "that"
            hint = self.report.hint(given, known)
            self.refuse(f"“{word}” can't be “{given}”.{hint} Known are: {', '.join(known)}.")
        return None

    def day(self, word: str) -> str | None:
        """A day, month or year, with or without quotation marks."""
        value = self.values.get(word)
        if isinstance(value, datetime | date):
            return value.isoformat()[:10]
        if isinstance(value, str) and re.match(r"\d{4}-\d\d-\d\d[T ]", value):
            value = value[:10]
        if isinstance(value, int) and not isinstance(value, bool):
            value = str(value)
        if value is None or value == "":
            return None
        if isinstance(value, str) and re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", value.strip()):
            value = value.strip()
            try:
                date.fromisoformat((value + "-01-01")[:10])
            except ValueError:
                self.wrong(f"“{word}”: there is no day “{value}” in the calendar. It counts as not given.")
                return None
            return value
        self.wrong(
            f'“{word}” must be a date like  {word} = "2014-12-22", "2014-12" or "2014". It was ignored.'
        )
        return None

    def inside(self, word: str) -> Iterator[Entry]:
        """The [[…]] that belong to this entry, in order."""
        value = self.values.get(word, [])
        if not isinstance(value, list) or not all(
            isinstance(one, dict) for one in cast("list[object]", value)
        ):
            self.wrong(f"“{word}” must be written as [[{self.what}.{word}]] on a line of its own.")
            return
        lines = self.parts.get(word, ())
        for number, one in enumerate(cast("list[dict[str, object]]", value)):
            yield Entry(self.report, word, lines[number] if number < len(lines) else self.line, one)


def read_entries(path: Path, what: str, report: Report) -> Iterator[Entry]:
    """The [[what]] entries of a file; none if there is no such file.

    Where the file as a whole is no TOML, each entry is read alone, so that one slip costs one entry.
    """
    text = _text(path, report)
    if text is None:
        return
    try:
        loaded = tomllib.loads(text)
    except (ValueError, RecursionError):
        yield from _one_by_one(text, what, report)
    else:
        yield from _entries(loaded, text, what, report, 0)


def _text(path: Path, report: Report) -> str | None:
    try:
        if not path.is_file():
            return None
        if path.stat().st_size > MAX_BYTES:
            report.add(None, f"is larger than {MAX_BYTES // 1_000_000} MB and was not read.", left_out=True)
            return None
        data = path.read_bytes()
    except OSError as error:
        report.add(None, f"can't be opened: {error.strerror or type(error).__name__}.", left_out=True)
        return None
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        report.add(line, "this line is not UTF-8. Save the file as UTF-8 in your editor.", left_out=True)
        return None


def _one_by_one(text: str, what: str, report: Report) -> Iterator[Entry]:
    starts = [
        found.start() for found in _HEADER.finditer(text) if found[1].strip('"').split(".")[0] == found[1]
    ]
    borders = [0, *(start for start in starts if start), len(text)]
    above = 0
    for start, end in pairwise(borders):
        chunk = text[start:end]
        try:
            loaded = tomllib.loads(chunk)
        except (ValueError, RecursionError) as error:
            line, message = _explained(error, chunk)
            report.add(line + above, f"{message} The entry was left out.", True)
        else:
            yield from _entries(loaded, chunk, what, report, above)
        above += chunk.count("\n")


def _explained(error: Exception, chunk: str) -> tuple[int, str]:
    """The line, and what is wrong with it in words."""
    said = str(error)
    place = _PLACE.search(said)
    if place is None:
        return 1, "an entry that begins here is nested too deeply, or holds a number without end."
    lines = chunk.split("\n")
    line = int(place[1]) if place[1] else len(lines)
    # A missing closing mark is counted to the end; the line that people look for has words on it.
    while line > 1 and not lines[line - 1].strip():
        line -= 1
    plain = _PLACE.sub("", said)
    meaning = next((words for begin, words in _MEANING.items() if plain.startswith(begin)), plain)
    return line, f"can't be read:  {shown(lines[line - 1])}  Here {meaning}."


def _entries(
    loaded: Mapping[str, object], text: str, what: str, report: Report, above: int
) -> Iterator[Entry]:
    strange = [word for word in loaded if word != what]
    for word in strange[:MAX_STRANGE]:
        message = f"there is no “{shown(word, 40)}” in this file. An entry begins with [[{what}]]."
        report.add(_line_of(word, text, above), message, left_out=True)
    if len(strange) > MAX_STRANGE:
        report.add(None, f"{len(strange) - MAX_STRANGE} more lines are no part of an entry.", left_out=True)
    value = loaded.get(what, [])
    if isinstance(value, dict):
        report.add(_line_of(what, text, above), f"write [[{what}]] with two brackets on each side.")
        value = [cast("object", value)]
    values = cast("list[object]", value) if isinstance(value, list) else [value]
    places = _places(text, what, above)
    if len(places) != len(values):  # a list of {…}, or a [[…]] inside a text
        nowhere: dict[str, list[int]] = {}
        places = [(_line_of(what, text, above) or 1, nowhere)] * len(values)
    for (line, parts), one in zip(places, values, strict=True):
        if isinstance(one, dict):
            yield Entry(report, what, line, cast("dict[str, object]", one), parts)
        else:
            report.add(line, f"an entry begins with [[{what}]] on a line of its own.", True)


def _places(text: str, what: str, above: int) -> list[tuple[int, dict[str, list[int]]]]:
    """The line of each [[what]], with those of the [[what.…]] that follow it."""
    places: list[tuple[int, dict[str, list[int]]]] = []
    line, counted = 1 + above, 0
    for found in _HEADER.finditer(text):
        line += text.count("\n", counted, found.start())
        counted = found.start()
        words = found[1].replace('"', "").split(".")
        if words == [what]:
            places.append((line, {}))
        elif places and words[0] == what and len(words) == 2:
            places[-1][1].setdefault(words[1], []).append(line)
    return places


def _line_of(word: str, text: str, above: int) -> int | None:
    found = re.search(rf"^[ \t]*\[*[ \t]*\"?{re.escape(word)}\b", text, re.MULTILINE)
    return above + text.count("\n", 0, found.start()) + 1 if found else None
