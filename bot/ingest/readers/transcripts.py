"""Transcripts as tables: a row says who speaks and what; its columns are found by their headings."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice

from bot.ingest.documents import Document, Place, Turn
from bot.ingest.heads import clean
from bot.ingest.problems import Problem, shown
from bot.ingest.readers.table_columns import (
    LINE,
    MAX_LABEL,
    SPEAKER,
    WHOLE,
    WORDS,
    Columns,
    Row,
    among,
    cell_of,
    columns_of,
    guessed,
    key_of,
)
from bot.ingest.readers.texts import Opened, document, named_speaker, open_text, spoken
from bot.models import Kind

MAX_ROWS = 500_000
MAX_COLUMNS = 1_000
LONGEST_LINE = 100_000
COLUMNS = ("speaker", "line", "place")
"""What a head may name: `speaker: <heading>`, `line: <heading>`, `place: [<heading>, …]`."""

_NAMED_HEADINGS = 12
_FIRST_ROWS = 10  # among them is the one with the headings


def read(data: bytes, name: str) -> tuple[Document | None, list[Problem]]:
    """Each row's words as turns of its speaker; rows that are nobody's are text. Or None and the reason."""
    opened, problems = open_text(data, name, COLUMNS)
    if opened is None:
        return None, problems

    def refused(message: str) -> tuple[None, list[Problem]]:
        return None, [*problems, Problem(name, None, message, left_out=True)]

    lines = list(io.StringIO(opened.body, newline=""))
    told = opened.head.columns
    tried: list[str] = []
    for delimiter in _delimiters(opened, lines):
        found = _headings(lines, delimiter, told)
        if isinstance(found, str):
            tried.append(found)
            continue
        below, headings = found
        table = _Table(lines, below, delimiter, len(headings))
        if len(table.rows) > MAX_ROWS:
            return refused(f"has more than {MAX_ROWS:,} rows, the most that is read. Split it.")
        columns = columns_of(headings, table.rows, told)
        if columns is None:
            tried.append(_seen(headings, told))
            continue
        rows = table.whole(columns)
        made = _rendered(opened, headings, columns, rows)
        if made is None:
            return refused("has the columns of a transcript, but no row with words in it.")
        return made, [*problems, *table.problems(name, opened.head.lines)]
    if not told and (without := _without_headings(opened, lines)) is not None:
        return without[0], [*problems, *without[1]]
    return refused(max(tried, key=len) if tried else "is no table with headings.")


class _Table:
    """The rows below the headings, and what is wrong with some of them."""

    def __init__(self, lines: Sequence[str], below: int, delimiter: str, width: int) -> None:
        self._lines = lines
        self._delimiter = delimiter
        self._width = width
        self._unclosed: list[int] = []
        self._torn: list[int] = []
        self.rows = list(islice(_rows(lines, below, delimiter, width, self._unclosed), MAX_ROWS + 1))

    def whole(self, columns: Columns) -> list[Row]:
        """The rows as they are meant: words with a comma that no marks hold together are one cell if theirs
        is the last; else nobody knows where they end, and the row is left out.
        """
        kept: list[Row] = []
        for row in self.rows:
            if not any(cell.strip() for cell in row.cells[self._width :]):
                kept.append(row)
                continue
            line = self._lines[row.line - 1]
            if columns.words[0] == self._width - 1 and '"' not in line:
                kept.append(Row(row.line, line.rstrip("\r\n").split(self._delimiter, self._width - 1)))
            else:
                self._torn.append(row.line)
        return kept

    def problems(self, name: str, above: int) -> Iterator[Problem]:
        for lines, message in (
            (
                self._unclosed,
                "a quotation mark isn't closed in this row{}. Close it, and see that no words are lost.",
            ),
            (
                self._torn,
                f"this row has more cells than there are headings, and was left out{{}}. Put words with a "
                f"“{self._delimiter}” in them between quotation marks.",
            ),
        ):
            if lines:
                more = f", and so in {len(lines) - 1:,} more" if len(lines) > 1 else ""
                yield Problem(name, lines[0] + above, message.format(more))


def _without_headings(opened: Opened, lines: Sequence[str]) -> tuple[Document, list[Problem]] | None:
    """A table that begins with its first row of speech, if its columns leave no doubt."""
    if max(map(len, lines), default=0) > LONGEST_LINE:
        return None
    for delimiter in _delimiters(opened, lines):
        rows = list(islice(_rows(lines, 0, delimiter, 0, []), MAX_ROWS))
        widths = Counter(len(row.cells) for row in rows)
        width = max(widths, key=lambda one: widths[one], default=0)
        if not 2 <= width <= MAX_COLUMNS or widths[width] * 2 < len(rows):
            continue
        table = _Table(lines, 0, delimiter, width)
        first, *others = [row for row in table.rows if len(row.cells) == width] or [Row(0, [])]
        if (columns := guessed([first, *others])) is None:
            continue
        if first.cells[columns.speaker] not in (row.cells[columns.speaker] for row in others):
            table.rows.remove(first)  # these are headings, though nobody knows them
        if (made := _rendered(opened, [""] * width, columns, table.whole(columns))) is not None:
            message = (
                f"has no headings; column {columns.speaker + 1} was taken for the speaker and column "
                f"{columns.words[0] + 1} for the words. Put headings above them if that is wrong."
            )
            problems = [Problem(opened.name, None, message)]
            return made, [*problems, *table.problems(opened.name, opened.head.lines)]
    return None


def _delimiters(opened: Opened, lines: Sequence[str]) -> Iterator[str]:
    """What may separate the cells, the likeliest first: whether it does, the headings tell.

    csv.Sniffer guesses by the rows; the words of a transcript are full of commas and marks that mislead it.
    """
    usual = ["\t", ",", ";", "|"] if opened.name.casefold().endswith(".tsv") else [",", "\t", ";", "|"]
    yield from usual
    first = next((line for line in lines if line.strip()), "")[:1000]
    yield from dict.fromkeys(
        re.findall(r"[^\w\s\"'().-]", first.translate({ord(one): None for one in usual}))
    )


def _rows(lines: Sequence[str], below: int, delimiter: str, width: int, damaged: list[int]) -> Iterator[Row]:
    """All rows from a line on; `width`: how many cells one should have, 0 if that isn't known yet.

    A row with a mark that is never closed ends with its line, and is noted in `damaged`: else it would
    swallow the rows of others as its own words.
    """
    at = below
    while at < len(lines):
        below_it = map(lines.__getitem__, range(at, len(lines)))
        reader = csv.reader(below_it, delimiter=delimiter, skipinitialspace=True, strict=True)
        before = 0
        try:
            for cells in reader:
                if delimiter == "\t" and reader.line_num > before + 1 and any("\t" in cell for cell in cells):
                    break  # rows of their own, between two marks that stand for nothing
                yield Row(at + before + 1, cells)
                before = reader.line_num
            else:
                return
        except csv.Error:
            pass
        at += before
        cells = _one_line(lines[at], delimiter, width)
        if not width or len(cells) != width or delimiter != "\t":
            damaged.append(at + 1)
        yield Row(at + 1, cells)
        at += 1


def _one_line(line: str, delimiter: str, width: int) -> list[str]:
    line = line.rstrip("\r\n")
    plain = line.split(delimiter)
    if len(plain) == width:
        return [cell.removeprefix('"') if cell.count('"') == 1 else cell for cell in plain]
    try:
        for cells in csv.reader([line], delimiter=delimiter):
            return cells
    except csv.Error:  # longer than any cell may be
        pass
    return []


def _headings(
    lines: Sequence[str], delimiter: str, told: dict[str, tuple[str, ...]]
) -> tuple[int, list[str]] | str:
    """The line below the headings, and these; or what stands there instead of any."""
    seen: list[str] = []
    rows = _rows(lines, 0, delimiter, 0, [])
    for row in islice(rows, _FIRST_ROWS):
        if len(row.cells) > MAX_COLUMNS or not any(cell.strip() for cell in row.cells):
            continue
        keys = [key_of(cell) for cell in row.cells]
        seen = seen or row.cells
        if among(keys, SPEAKER, told.get("speaker")) and among(keys, WORDS + LINE, told.get("line")):
            following = next(rows, None)
            return (following.line - 1 if following else len(lines)), row.cells
    return _seen(seen, told)


def _seen(headings: Sequence[str], told: dict[str, tuple[str, ...]]) -> str:
    """The problem of a table without the columns, with the headings that it has."""
    shown_ones = [f"“{shown(clean(cell), 30)}”" for cell in headings if cell.strip()][:_NAMED_HEADINGS]
    listed = ", ".join(shown_ones) or "none"
    named = [one for part in ("speaker", "line") for one in told.get(part, ())]
    if named:
        wanted = " and ".join(f"“{shown(one, 30)}”" for one in named)
        return f"the head names {wanted}, and such columns can't be found. The headings are: {listed}."
    return (
        "no columns for the speaker and the words can be found. Call them “speaker” and “line”, or name "
        f"them in a head (speaker: …, line: …). The headings are: {listed}."
    )


def _rendered(
    opened: Opened, headings: Sequence[str], columns: Columns, rows: Sequence[Row]
) -> Document | None:
    """A paragraph for each row, without the speaker's name: that is told by the turns."""
    parts: list[str] = []
    turns: list[Turn] = []
    places: list[Place] = []
    length, label = 0, ""
    for row in rows:
        speaker = named_speaker(cell_of(row.cells, columns.speaker))
        text, spans = _words(row.cells, columns, speaker)
        if not text:
            continue
        here = _label(row.cells, columns) if columns.places else f"line {row.line + opened.head.lines}"
        if here and here != label:
            label = here
            places.append(Place(length, label))
        turns += [Turn(length + start, length + end, speaker) for start, end in spans]
        parts.append(text)
        length += len(text) + 2
    if not parts:
        return None
    text = "\n\n".join(parts) + "\n"
    told = key_of(headings[columns.speaker]) in ("name", "person", "author", "speaker", "speakers", "who")
    kind = Kind.REPORT if told and not columns.places else Kind.WORK
    return document(opened, kind, text, places, turns)


def _words(cells: Sequence[str], columns: Columns, speaker: str | None) -> tuple[str, list[tuple[int, int]]]:
    """A row's text, and where in it the speaker's words stand."""
    said = [text for column in columns.words if (text := cell_of(cells, column))]
    if speaker is None:
        shown_in = (*said, *(text for column in columns.scene if (text := cell_of(cells, column))))
        return (max(said, key=len) if said else next(iter(shown_in), "")), []
    for text in said:
        label = re.match(rf"{re.escape(speaker)}\s*:\s*", text)
        own = text[label.end() :] if label else text
        if spans := list(spoken(own)):
            return own, spans
    return (max(said, key=len) if said else ""), []


def _label(cells: Sequence[str], columns: Columns) -> str:
    """ "Book 1: Water, Chapter 1: The Boy in the Iceberg"."""
    parts: list[str] = []
    for unit, of_number, of_title in columns.places:
        number, title = _number(cell_of(cells, of_number)), clean(cell_of(cells, of_title))[:MAX_LABEL]
        if title.casefold() == number.casefold():
            title = ""
        word = unit.capitalize()
        if number and (not word or number.casefold().startswith(unit) or not number[0].isdigit()):
            parts.append(f"{number}: {title}" if title else number)
        elif number:
            parts.append(f"{word} {number}: {title}" if title else f"{word} {number}")
        elif title:
            bare = not unit or unit in WHOLE or title.casefold().startswith(unit)
            parts.append(title if bare else f"{word} {title}" if len(title) < 4 else f"{word}: {title}")
    return ", ".join(parts)


def _number(cell: str) -> str:
    """ "01" and "1.0" are 1; "S01E02" stays."""
    found = re.fullmatch(r"0*(\d+)(?:\.0+)?", cell)
    return found[1] if found else clean(cell)[:MAX_LABEL]
