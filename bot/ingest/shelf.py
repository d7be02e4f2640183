"""Documents and what was found in them, more than memory holds: beyond a border they lie in a file."""

from __future__ import annotations

import pickle
import tempfile
import weakref
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import IO, Any, Generic, TypeVar

from bot.errors import StoreError

Value = TypeVar("Value")

AT_HAND = 2_000_000
"""Characters of text that are kept in memory before the file is begun."""
CHUNK = 200_000
"""Characters of text that are written, read and worked on at once; one document may be longer."""


class Shelf(Collection[Value], Generic[Value]):
    """Values in their order, each with the characters of text that it stands for; read as often as wanted.

    The file has no name and goes with the shelf, also when the process is killed.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._latest: list[Value] = []
        self._waiting = 0  # characters of the latest
        self._ends: list[int] = []  # of each chunk in the file
        self._file: IO[bytes] | None = None
        self._count = 0
        self.characters = 0

    def __len__(self) -> int:
        return self._count

    def __contains__(self, value: object) -> bool:
        return any(one == value for one in self)

    def __iter__(self) -> Iterator[Value]:
        starts = 0
        for ends in self._ends:
            yield from pickle.loads(self._read(starts, ends))  # noqa: S301 - our own process wrote it
            starts = ends
        yield from self._latest

    def append(self, value: Value, characters: int) -> None:
        self._latest.append(value)
        self._waiting += characters
        self._count += 1
        self.characters += characters
        if self._waiting > (AT_HAND if self._file is None else CHUNK):
            self._write(pack(self._latest))
            self._latest, self._waiting = [], 0

    def put(self, packed: bytes, count: int, characters: int) -> None:
        """Many at once, as `pack` gives them."""
        if self._latest:
            self._write(pack(self._latest))
            self._latest, self._waiting = [], 0
        self._write(packed)
        self._count += count
        self.characters += characters

    def packed(self) -> Iterator[bytes]:
        """What `put` was given, in the same parts, and then what was appended."""
        starts = 0
        for ends in self._ends:
            yield self._read(starts, ends)
            starts = ends
        if self._latest:
            yield pack(self._latest)

    def _write(self, packed: bytes) -> None:
        try:
            if self._file is None:
                self._file = tempfile.TemporaryFile(dir=self._folder)  # noqa: SIM115 - see below
                weakref.finalize(self, self._file.close)
            start = self._ends[-1] if self._ends else 0
            self._file.seek(start)
            self._file.write(packed)
            self._ends.append(start + len(packed))
        except OSError as error:
            where = self._folder or tempfile.gettempdir()
            raise StoreError(f"There is no room for what is being read, in {where}: {error}.") from error

    def _read(self, starts: int, ends: int) -> bytes:
        assert self._file is not None  # noqa: S101 - there is something to read
        self._file.seek(starts)
        return self._file.read(ends - starts)


def pack(values: list[Any]) -> bytes:
    return pickle.dumps(values, pickle.HIGHEST_PROTOCOL)
