"""What a report says of a file that was not understood, in words for someone who doesn't program."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz, process, utils


@dataclass(frozen=True, slots=True)
class Problem:
    """One line of a report. `left_out`: the document or the entry was not taken."""

    file: str
    line: int | None
    message: str
    left_out: bool = False

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}, line {self.line}"
        return f"{place}: {self.message}"


def nearest(word: str, known: Collection[str], meant: Mapping[str, str] | None = None) -> str | None:
    """The known word that was probably meant: by `meant` (words often used for it), else by spelling."""
    wanted = word[:100].casefold().strip()
    if meant and wanted in meant:
        return meant[wanted]
    found = process.extractOne(
        wanted, known, scorer=fuzz.ratio, processor=utils.default_process, score_cutoff=60
    )
    return found[0] if found else None


def shown(value: str, length: int = 80) -> str:
    """A value from a file, short enough for a line of a report and on one line."""
    flat = " ".join(value[: length * 4].split())
    return flat if len(flat) <= length else flat[: length - 1] + "…"
