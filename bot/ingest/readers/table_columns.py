"""Which column of a table holds what: by the headings, or by the cells where there are none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.ingest.readers.texts import BLANK

MAX_LABEL = 80
"""Characters of what a place is called."""
_SAMPLE = 60

# Headings as people write them, the most telling first.
SPEAKER = (
    "speaker", "speaker_name", "speakers", "character", "character_name", "characters", "char",
    "raw_character_text", "character_text", "who", "said_by", "spoken_by", "name", "person", "role", "author",
    "cast", "actor",
    "sprecher", "sprecherin", "figur", "charakter", "rolle", "personnage", "locuteur", "personaje",
    "hablante", "personaggio", "personagem", "spreker", "personage", "talare", "postać", "персонаж",
    "говорящий",
)  # fmt: skip
WORDS = ("character_words", "spoken_words", "words_spoken", "words", "spoken", "spoken_text", "spoken_line")
LINE = (
    *("dialogue", "dialog", "dialogues", "line_text", "line", "lines", "utterance", "quote", "quotes"),
    *("sentence", "sentences", "speech", "full_text", "text", "raw_text", "transcript", "content", "message"),
    *("said", "what_was_said", "what", "zeile", "satz", "gesagt", "zitat", "réplique", "replique", "texte"),
    *(
        "citation",
        "diálogo",
        "dialogo",
        "texto",
        "línea",
        "frase",
        "cita",
        "battuta",
        "testo",
        "fala",
        "linha",
    ),
    *("tekst", "zin", "replik", "kwestia", "реплика", "текст", "фраза"),
)
# What tells in headings of two or three words.
_OF_SPEAKERS = frozenset(("speaker", "speaking", "character", "char", "who", "person", "says", "from"))
_OF_LINES = frozenset(
    ("line", "dialogue", "dialog", "words", "spoken", "said", "utterance", "speech", "message")
)
_OF_NUMBERS = frozenset(
    ("id", "num", "number", "no", "count", "index", "gender", "type", "length", "time", "to")
)
_SCENE = ("scene_description", "stage_direction", "stage_directions", "direction", "description", "action")

_EMPTY = frozenset(("NA", "N/A", "NaN", "nan", "NULL", "null", "<NA>"))  # as R and Python write an empty cell

_UNITS = (
    *("series", "show", "movie", "film", "book", "season", "volume", "part", "chapter", "episode", "act"),
    "scene",
)
_OTHER_UNITS = {
    "ep": "episode", "folge": "episode", "épisode": "episode", "episodio": "episode", "episódio": "episode",
    "staffel": "season", "saison": "season", "temporada": "season", "stagione": "season", "seizoen": "season",
    "kapitel": "chapter", "chapitre": "chapter", "capítulo": "chapter", "capitolo": "chapter",
    "szene": "scene", "scène": "scene", "escena": "scene", "scena": "scene", "cena": "scene", "buch": "book",
    "livre": "book", "libro": "book", "livro": "book", "сезон": "season", "серия": "episode",
    "глава": "chapter",
}  # fmt: skip
_UNIT = re.compile(
    rf"(?P<unit>{'|'.join((*_UNITS, *_OTHER_UNITS))})"
    r"(?:_(?:(?P<number>num|number|no|nr|n|id)|(?P<title>title|name)))?"
)
WHOLE = frozenset(("series", "show", "movie", "film"))  # "Water" needs the word Book before it; these don't

_SENTENCE = re.compile(r"(?s).*[^\W\d_].*[.!?…—-][\"'”’»)\]]*$")
_NAME = re.compile(r"[^\W\d_][\w.'’#&-]*(?: [\w.'’#&-]+){0,4}(?: ?\([^()]{1,40}\))?:?$")


@dataclass(frozen=True, slots=True)
class Row:
    line: int  # of the file
    cells: list[str]


@dataclass(frozen=True, slots=True)
class Columns:
    speaker: int
    words: tuple[int, ...]  # the best first; the next one is for rows in which it is empty
    scene: tuple[int, ...]  # where a row that is nobody's has its text, after those
    places: tuple[tuple[str, int | None, int | None], ...]  # unit, column of its number, of its title


def key_of(heading: str) -> str:
    """`characterWords`, `Character Words ` and `character.words` are one heading."""
    flat = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", heading.strip(BLANK + "#*'\"")[:60])
    return re.sub(r"[\W_]+", "_", flat.casefold()).strip("_")


def among(keys: Sequence[str], wanted: Sequence[str], told: Sequence[str] | None) -> list[int]:
    """Columns by their headings, in the order of `wanted`; what the head names (`told`) goes before all.

    Where none is called so, a heading of a few words with one of them: "Person speaking".
    """
    names = [key_of(one) for one in told] if told else wanted
    found = [keys.index(name) for name in names if name in keys]
    if found or told:
        return found
    single = _OF_SPEAKERS if wanted is SPEAKER else _OF_LINES
    parts = [key.split("_") for key in keys]
    return [
        column
        for column, words in enumerate(parts)
        if len(words) <= 3 and single & set(words) and not _OF_NUMBERS & set(words)
    ]


def columns_of(
    headings: Sequence[str], rows: Sequence[Row], told: dict[str, tuple[str, ...]]
) -> Columns | None:
    keys = [key_of(heading) for heading in headings]
    speakers = _telling(rows, among(keys, SPEAKER, told.get("speaker")))
    words = [one for one in among(keys, WORDS + LINE, told.get("line")) if one not in speakers[:1]]
    words = words if told.get("line") else _telling(rows, words)
    if not speakers or not words:
        return None
    if told.get("line"):
        words += [column for column in among(keys, LINE, None) if column not in words]
    scene = [column for column in among(keys, _SCENE, None) if column not in words]
    taken = {speakers[0], *words}
    return Columns(speakers[0], tuple(words), tuple(scene), tuple(_place_columns(keys, rows, taken, told)))


def guessed(rows: Sequence[Row]) -> Columns | None:
    """The columns of a table without headings, where the cells leave no doubt: names that come again and
    take turns, and sentences beside them.
    """
    width = max((len(row.cells) for row in rows[:_SAMPLE]), default=0)
    like = {column: _Cells([cell_of(row.cells, column) for row in rows]) for column in range(min(width, 20))}
    words = [column for column, cells in like.items() if cells.sentences]
    speakers = [column for column, cells in like.items() if cells.names]
    if len(words) != 1 or len(speakers) != 1:
        return None
    return Columns(speakers[0], (words[0],), (), ())


class _Cells:
    """What a column's cells look like, all of them together."""

    def __init__(self, cells: Sequence[str]) -> None:
        self._cells = cells
        self._filled = [cell for cell in cells if cell]

    @property
    def sentences(self) -> bool:
        return self._most(_SENTENCE) and sum(map(len, self._filled)) > 8 * len(self._filled)

    @property
    def names(self) -> bool:
        different = len(set(self._filled))
        changes = sum(1 for one, other in pairwise(self._cells) if one != other)
        turns = changes * 3 > len(self._cells)  # else it is the episode
        return self._most(_NAME) and 1 < different <= len(self._filled) / 2 and turns

    def _most(self, form: re.Pattern[str]) -> bool:
        fitting = sum(1 for cell in self._filled if form.match(cell))
        return len(self._filled) > 3 and fitting * 10 >= len(self._filled) * 7


def _telling(rows: Sequence[Row], columns: list[int]) -> list[int]:
    """Those that hold words, if any does."""
    return [column for column in columns if _lettered(rows, column)] or columns


def _lettered(rows: Sequence[Row], column: int) -> bool:
    """Whether the column holds words, where it holds anything: "line" may as well be a number."""
    cells = [cell for row in rows[: _SAMPLE * 10] if (cell := cell_of(row.cells, column))][:_SAMPLE]
    return not cells or sum(1 for cell in cells if re.search(r"[^\W\d_]", cell)) * 2 >= len(cells)


def _place_columns(
    keys: Sequence[str], rows: Sequence[Row], taken: set[int], told: dict[str, tuple[str, ...]]
) -> Iterator[tuple[str, int | None, int | None]]:
    if told.get("place"):
        for column in among(keys, (), told["place"]):
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
        unit = _OTHER_UNITS.get(found["unit"], found["unit"])
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


def _long(rows: Sequence[Row], column: int) -> bool:
    """Whether a column "scene" tells what happens, instead of which scene it is."""
    cells = [cell for row in rows[:_SAMPLE] if (cell := cell_of(row.cells, column))]
    return sum(map(len, cells)) > MAX_LABEL * len(cells)


def cell_of(cells: Sequence[str], column: int | None) -> str:
    if column is None or column >= len(cells):
        return ""
    cell = cells[column].strip(BLANK)
    return "" if cell in _EMPTY else cell
