"""Transcripts as tables: a row says who speaks and what; its columns are found by their headings."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from bot.ingest.documents import Document, Place, Turn
from bot.ingest.heads import clean
from bot.ingest.problems import Problem, shown
from bot.ingest.readers.texts import BLANK, Opened, document, named_speaker, open_text, spoken
from bot.models import Kind

MAX_ROWS = 500_000
COLUMNS = ("speaker", "line", "place")
"""What a head may name: `speaker: <heading>`, `line: <heading>`, `place: [<heading>, …]`."""

# Headings as people write them, the most telling first.
_SPEAKER = (
    "speaker", "speaker_name", "speakers", "character", "character_name", "characters", "char",
    "raw_character_text", "character_text", "who", "said_by", "spoken_by", "name", "person", "role", "author",
    "cast", "actor",
)  # fmt: skip
_WORDS = ("character_words", "spoken_words", "words_spoken", "words", "spoken", "spoken_text", "spoken_line")
_LINE = (
    *("dialogue", "dialog", "dialogues", "line_text", "line", "lines", "utterance", "quote", "quotes"),
    *("sentence", "sentences", "speech", "full_text", "text", "raw_text", "transcript", "content", "message"),
)
_SCENE = ("scene_description", "stage_direction", "stage_directions", "direction", "description", "action")

_EMPTY = frozenset(("NA", "N/A", "NaN", "nan", "NULL", "null", "<NA>"))  # as R and Python write an empty cell

_UNITS = (
    *("series", "show", "movie", "film", "book", "season", "volume", "part", "chapter", "episode", "act"),
    "scene",
)
_UNIT = re.compile(
    rf"(?P<unit>{'|'.join(_UNITS)}|ep)(?:_(?:(?P<number>num|number|no|nr|n|id)|(?P<title>title|name)))?"
)
_WHOLE = frozenset(("series", "show", "movie", "film"))  # "Water" needs the word Book before it; these don't
MAX_LABEL = 80
_NAMED_HEADINGS = 12
_FIRST_ROWS = 10  # among them is the one with the headings
_SAMPLE = 60


@dataclass(frozen=True, slots=True)
class _Row:
    line: int  # of the file
    cells: list[str]


@dataclass(frozen=True, slots=True)
class _Columns:
    speaker: int
    words: tuple[int, ...]  # the best first; the next one is for rows in which it is empty
    scene: tuple[int, ...]  # where a row that is nobody's has its text, after those
    places: tuple[tuple[str, int | None, int | None], ...]  # unit, column of its number, of its title


def read(data: bytes, name: str) -> tuple[Document | None, list[Problem]]:
    """Each row's words as turns of its speaker; rows that are nobody's are text. Or None and the reason."""
    opened, problems = open_text(data, name, COLUMNS)
    if opened is None:
        return None, problems

    def refused(message: str) -> tuple[None, list[Problem]]:
        return None, [*problems, Problem(name, None, message, left_out=True)]

    lines = list(io.StringIO(opened.body, newline=""))
    tried: list[str] = []
    for delimiter in _delimiters(opened, lines):
        found = _headings(lines, delimiter, opened.head.columns)
        if isinstance(found, str):
            tried.append(found)
            continue
        below, headings = found
        damaged: list[int] = []
        rows = list(islice(_rows(lines, below, delimiter, len(headings), damaged), MAX_ROWS + 1))
        if len(rows) > MAX_ROWS:
            return refused(f"has more than {MAX_ROWS:,} rows, the most that is read. Split it.")
        columns = _columns(headings, rows, opened.head.columns)
        if columns is None:
            tried.append(_seen(headings, opened.head.columns))
            continue
        made = _rendered(opened, headings, columns, rows)
        if made is None:
            return refused("has the columns of a transcript, but no row with words in it.")
        if damaged:
            more = f", and so in {len(damaged) - 1:,} more" if len(damaged) > 1 else ""
            message = (
                f"a quotation mark isn't closed in this row{more}. Close it, and see that no words are lost."
            )
            problems.append(Problem(name, damaged[0] + opened.head.lines, message))
        return made, problems
    return refused(max(tried, key=len) if tried else "is no table with headings.")


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


def _rows(lines: Sequence[str], below: int, delimiter: str, width: int, damaged: list[int]) -> Iterator[_Row]:
    """All rows from a line on; `width`: how many cells one should have, 0 if that isn't known yet.

    A row with a mark that is never closed ends with its line, and is noted in `damaged`: else it would
    swallow the rows of others as its own words.
    """
    at = below
    while at < len(lines):
        reader = csv.reader(islice(lines, at, None), delimiter=delimiter, skipinitialspace=True, strict=True)
        before = 0
        try:
            for cells in reader:
                if delimiter == "\t" and reader.line_num > before + 1 and any("\t" in cell for cell in cells):
                    break  # rows of their own, between two marks that stand for nothing
                yield _Row(at + before + 1, cells)
                before = reader.line_num
            else:
                return
        except csv.Error:
            pass
        at += before
        cells = _one_line(lines[at], delimiter, width)
        if not width or len(cells) != width or delimiter != "\t":
            damaged.append(at + 1)
        yield _Row(at + 1, cells)
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
        if not any(cell.strip() for cell in row.cells):
            continue
        keys = [_key(cell) for cell in row.cells]
        seen = seen or row.cells
        if _among(keys, _SPEAKER, told.get("speaker")) and _among(keys, _WORDS + _LINE, told.get("line")):
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


def _key(heading: str) -> str:
    """`characterWords`, `Character Words ` and `character.words` are one heading."""
    flat = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", heading.strip(BLANK + "#*'\"")[:60])
    return re.sub(r"[\W_]+", "_", flat.casefold()).strip("_")


def _among(keys: Sequence[str], wanted: Sequence[str], told: Sequence[str] | None) -> list[int]:
    """Columns by their headings, in the order of `wanted`; what the head names (`told`) goes before all."""
    names = [_key(one) for one in told] if told else wanted
    return [keys.index(name) for name in names if name in keys]


def _columns(
    headings: Sequence[str], rows: Sequence[_Row], told: dict[str, tuple[str, ...]]
) -> _Columns | None:
    keys = [_key(heading) for heading in headings]
    speakers = _telling(rows, _among(keys, _SPEAKER, told.get("speaker")))
    words = [one for one in _among(keys, _WORDS + _LINE, told.get("line")) if one not in speakers[:1]]
    words = words if told.get("line") else _telling(rows, words)
    if not speakers or not words:
        return None
    if told.get("line"):
        words += [column for column in _among(keys, _LINE, None) if column not in words]
    scene = [column for column in _among(keys, _SCENE, None) if column not in words]
    taken = {speakers[0], *words}
    return _Columns(speakers[0], tuple(words), tuple(scene), tuple(_place_columns(keys, rows, taken, told)))


def _telling(rows: Sequence[_Row], columns: list[int]) -> list[int]:
    """Those that hold words, if any does."""
    return [column for column in columns if _lettered(rows, column)] or columns


def _lettered(rows: Sequence[_Row], column: int) -> bool:
    """Whether the column holds words, where it holds anything: "line" may as well be a number."""
    cells = [cell for row in rows[: _SAMPLE * 10] if (cell := _cell(row.cells, column))][:_SAMPLE]
    return not cells or sum(1 for cell in cells if re.search(r"[^\W\d_]", cell)) * 2 >= len(cells)


def _place_columns(
    keys: Sequence[str], rows: Sequence[_Row], taken: set[int], told: dict[str, tuple[str, ...]]
) -> Iterator[tuple[str, int | None, int | None]]:
    if told.get("place"):
        for column in _among(keys, (), told["place"]):
            found = _UNIT.fullmatch(keys[column])
            unit = found["unit"] if found else ""
            numbered = not _lettered(rows, column)
            yield unit, column if numbered else None, None if numbered else column
        return
    numbers: dict[str, int] = {}
    titles: dict[str, int] = {}
    for column, key in enumerate(keys):
        found = _UNIT.fullmatch(key)
        if found is None or column in taken or _long(rows, column):
            continue
        unit = "episode" if found["unit"] == "ep" else found["unit"]
        if found["number"] == "id":
            numbers.setdefault(unit, column)  # a running number, if there is no other
        elif found["number"] or not (found["title"] or _lettered(rows, column)):
            numbers[unit] = column
        else:
            titles[unit] = column
    if "title" in keys and "episode" in numbers and keys.index("title") not in taken:
        titles.setdefault("episode", keys.index("title"))
    for unit in _UNITS:
        if unit in numbers or unit in titles:
            yield unit, numbers.get(unit), titles.get(unit)


def _long(rows: Sequence[_Row], column: int) -> bool:
    """Whether a column "scene" tells what happens, instead of which scene it is."""
    cells = [cell for row in rows[:_SAMPLE] if (cell := _cell(row.cells, column))]
    return sum(map(len, cells)) > MAX_LABEL * len(cells)


def _cell(cells: Sequence[str], column: int | None) -> str:
    if column is None or column >= len(cells):
        return ""
    cell = cells[column].strip(BLANK)
    return "" if cell in _EMPTY else cell


def _rendered(
    opened: Opened, headings: Sequence[str], columns: _Columns, rows: Sequence[_Row]
) -> Document | None:
    """A paragraph for each row, without the speaker's name: that is told by the turns."""
    parts: list[str] = []
    turns: list[Turn] = []
    places: list[Place] = []
    length, label = 0, ""
    for row in rows:
        speaker = named_speaker(_cell(row.cells, columns.speaker))
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
    told = _key(headings[columns.speaker]) in ("name", "person", "author", "speaker", "speakers", "who")
    kind = Kind.REPORT if told and not columns.places else Kind.WORK
    return document(opened, kind, text, places, turns)


def _words(cells: Sequence[str], columns: _Columns, speaker: str | None) -> tuple[str, list[tuple[int, int]]]:
    """A row's text, and where in it the speaker's words stand."""
    said = [text for column in columns.words if (text := _cell(cells, column))]
    if speaker is None:
        shown_in = (*said, *(text for column in columns.scene if (text := _cell(cells, column))))
        return (max(said, key=len) if said else next(iter(shown_in), "")), []
    for text in said:
        label = re.match(rf"{re.escape(speaker)}\s*:\s*", text)
        own = text[label.end() :] if label else text
        if spans := list(spoken(own)):
            return own, spans
    return (max(said, key=len) if said else ""), []


def _label(cells: Sequence[str], columns: _Columns) -> str:
    """ "Book 1: Water, Chapter 1: The Boy in the Iceberg"."""
    parts: list[str] = []
    for unit, of_number, of_title in columns.places:
        number, title = _number(_cell(cells, of_number)), clean(_cell(cells, of_title))[:MAX_LABEL]
        if title.casefold() == number.casefold():
            title = ""
        word = unit.capitalize()
        if number and (not word or number.casefold().startswith(unit) or not number[0].isdigit()):
            parts.append(f"{number}: {title}" if title else number)
        elif number:
            parts.append(f"{word} {number}: {title}" if title else f"{word} {number}")
        elif title:
            bare = not unit or unit in _WHOLE or title.casefold().startswith(unit)
            parts.append(title if bare else f"{word} {title}" if len(title) < 4 else f"{word}: {title}")
    return ", ".join(parts)


def _number(cell: str) -> str:
    """ "01" and "1.0" are 1; "S01E02" stays."""
    found = re.fullmatch(r"0*(\d+)(?:\.0+)?", cell)
    return found[1] if found else clean(cell)[:MAX_LABEL]
