"""What outlives the process: one file of JSON lines that is only ever added to."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from tests.standin.shapes import encode

Line = tuple[str, str, Any]
"""Kind, key and value; a value of None takes the entry away."""


class Journal:
    """Without a folder nothing is kept.

    A line is handed to the operating system before `write` returns, so it outlives a kill of this process;
    no more than that is promised (there is no fsync).
    """

    def __init__(self, folder: Path | None) -> None:
        self._path = folder / "journal.jsonl" if folder else None
        if folder:
            folder.mkdir(parents=True, exist_ok=True)
        self._file = self._path.open("ab", buffering=0) if self._path else None

    def read(self) -> Iterator[Line]:
        """A last line that a kill cut short was never answered for, so it is dropped."""
        if self._path is None:
            return
        whole = 0
        with self._path.open("rb") as file:
            for line in file:
                if not line.endswith(b"\n"):
                    break
                whole += len(line)
                kind, key, value = json.loads(line)
                yield kind, key, value
        if self._file and whole < self._path.stat().st_size:
            self._file.truncate(whole)

    def write(self, lines: Iterable[Line]) -> None:
        if self._file:
            self._file.write("".join(f"{encode(line)}\n" for line in lines).encode())

    def close(self) -> None:
        if self._file:
            self._file.close()
