"""What curated files say before anyone asks whether it can be used: entries as they were written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, cast

from bot.ingest.entries import Entry, Report, read_entries
from bot.ingest.problems import Problem

FILES = {"person": "people", "topic": "topics", "work": "works", "ruling": "rulings", "question": "trivia"}
"""The curated file in which entries of a kind stand, without its suffix."""

LIBRARY = "library"
"""The layer of what the host's own files say; what servers add lies above it."""


@dataclass(frozen=True, slots=True)
class Raw:
    """One entry; `values` as TOML gives them, except that days are texts, so that all of it fits into JSON.

    `subject` names what the entry is about for ever, whatever it is called later; "" for its own name.
    """

    values: Mapping[str, Any]
    line: int = 0  # 0: it stands in no file
    parts: Mapping[str, Sequence[int]] = field(default_factory=lambda: {})
    layer: str = LIBRARY
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    entries: Mapping[str, tuple[Raw, ...]] = field(default_factory=lambda: {})  # by kind
    problems: tuple[Problem, ...] = ()

    def of(self, what: str, report: Report) -> Iterator[Entry]:
        """The entries of a kind, for a check that puts what is wrong into `report`."""
        for raw in self.entries.get(what, ()):
            yield Entry(report, what, raw.line, raw.values, raw.parts, raw.layer)


def read_written(folder: Path, kinds: Sequence[str] = tuple(FILES)) -> Written:
    """Every curated file in `folder`; a missing one is an empty one."""
    entries: dict[str, tuple[Raw, ...]] = {}
    problems: list[Problem] = []
    for what in kinds:
        report = Report(f"{FILES[what]}.toml")
        entries[what] = tuple(
            Raw(cast("dict[str, Any]", _plain(entry.values)), entry.line, entry.parts)
            for entry in read_entries(folder / f"{FILES[what]}.toml", what, report)
        )
        problems += report.problems
    return Written(entries, tuple(problems))


def _plain(value: object) -> object:
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in cast("Mapping[str, object]", value).items()}
    if isinstance(value, list):
        return [_plain(one) for one in cast("list[object]", value)]
    return value
