"""A file in any of the formats: which one it is, what it holds, and how one is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import PurePath
from typing import Any

from bot.errors import NamesError, UserError
from bot.exchange import anki, opentdb, red, table
from bot.exchange.rows import MAX_BYTES, Format, Parsed
from bot.ingest.decoding import NotTextError, decode
from bot.ingest.problems import shown
from bot.models import Question

_READERS = {Format.RED: red, Format.OPENTDB: opentdb, Format.CSV: table, Format.ANKI: anki}
_SUFFIXES = {
    ".yaml": Format.RED,
    ".yml": Format.RED,
    ".json": Format.OPENTDB,
    ".csv": Format.CSV,
    ".tsv": Format.CSV,
}


def parse(name: str, data: bytes) -> Parsed:
    """All questions of a file, those not taken with the reason why. NamesError when it is no such file."""
    text = _text(name, data)
    format = _detected(name, text)
    try:
        parsed = _READERS[format].parse(text)
    except UserError as error:
        raise NamesError(f"{shown(name, 60)}: {error}") from error
    if not parsed.rows and not parsed.rejected:
        raise NamesError(f"{shown(name, 60)} holds no questions.")
    return parsed


def detect(name: str, data: bytes) -> Format:
    return _detected(name, _text(name, data))


def write(
    format: Format, questions: Sequence[Question], head: Mapping[str, Any] | None = None
) -> tuple[bytes, list[str]]:
    """A file, and notes on what it can't hold. `head`: what the imported file said besides its questions."""
    asked = [question for question in questions if question.answers]
    return _READERS[format].write(asked, head or {})


def merged(heads: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """One head for questions from several files, oldest first: names joined, of the rest the latest."""
    whole: dict[str, Any] = {}
    for head in heads:
        for name, value in head.items():
            before = whole.get(name)
            if name == "scalars" and isinstance(value, dict) and isinstance(before, dict):
                whole[name] = {**before, **value}
            elif name in ("AUTHOR", "DESCRIPTION") and isinstance(value, str) and isinstance(before, str):
                whole[name] = before if value in before.split("; ") else f"{before}; {value}"
            else:
                whole[name] = value
    return whole


def _text(name: str, data: bytes) -> str:
    if len(data) > MAX_BYTES:
        raise NamesError(
            f"{shown(name, 60)} is larger than {MAX_BYTES // 1_000_000} MB, the most that is read. Split it."
        )
    try:
        return decode(data)[0].removeprefix("\ufeff")
    except NotTextError as error:
        raise NamesError(f"{shown(name, 60)} {error}") from error


def _detected(name: str, text: str) -> Format:
    """By what the file looks like where that is beyond doubt, else by its name."""
    by_name = _SUFFIXES.get(PurePath(name.casefold()).suffix)
    if anki.looks_like(text):
        return Format.ANKI
    if by_name is Format.RED and opentdb.looks_like(text) and '"results"' in text:
        return Format.OPENTDB
    if by_name is not None:
        return by_name
    if table.looks_like(text):
        return Format.CSV
    if opentdb.looks_like(text):
        return Format.OPENTDB
    if red.looks_like(text):
        return Format.RED
    if "\t" in text[:5000]:
        return Format.ANKI
    raise NamesError(
        f"{shown(name, 60)} is in no format that is known here: a Red trivia list (.yaml), a page of Open "
        "Trivia DB (.json), a table with headings (.csv), or notes exported from Anki (.txt)."
    )
