"""What is said in a library while it is being built, in a file that nobody else sees."""

from __future__ import annotations

import pickle
import sqlite3
import tempfile
import weakref
from collections.abc import Generator, Iterable
from contextlib import contextmanager, suppress
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any, NamedTuple

from bot.errors import StoreError

_CACHE = 8000
"""KB of the file that are kept in memory."""


class HeardRow(NamedTuple):
    """`document`: its number; `speakers`: each on a line of its own; `utterance`: as in a quote."""

    document: int
    text: str
    folded: str
    words: int
    speakers: str | None
    nested: bool
    utterance: int | None


class HeardRows:
    """Rows are numbered from 0 as they come, those of a document one after the other."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._count = 0
        self.length = 0  # characters of all that is said, folded
        with _spoken_of(folder):
            place = Path(tempfile.mkstemp(dir=folder, prefix=".heard-")[1])
            self._db = sqlite3.connect(place, isolation_level=None, check_same_thread=False)
            weakref.finalize(self, _gone, self._db, place)
            for pragma in ("journal_mode = off", "synchronous = off", "locking_mode = exclusive"):
                self._db.execute(f"pragma {pragma}")
            self._db.execute(f"pragma cache_size = -{_CACHE}")
            self._db.execute(
                """
                create table heard (
                    place integer primary key, document integer not null, text text not null,
                    folded text not null, words integer not null, speakers text, nested integer not null,
                    utterance integer
                )
                """
            )
            self._db.execute("create table forms (number integer primary key, form blob not null)")
            self._db.execute("begin")
            with suppress(PermissionError):  # on Windows, where no open file can go
                place.unlink()  # so that it goes with the process, also when that is killed

    def __len__(self) -> int:
        return self._count

    def add(self, rows: Iterable[HeardRow]) -> None:
        added = list(rows)
        numbered = [(place, *row) for place, row in enumerate(added, self._count)]
        with _spoken_of(self._folder):
            self._db.executemany("insert into heard values (?, ?, ?, ?, ?, ?, ?, ?)", numbered)
        self._count += len(added)
        self.length += sum(len(row.folded) for row in added)

    def at(self, place: int) -> HeardRow:
        return self._rows("where place = ?", (place,))[0][1]

    def in_document(self, document: int) -> list[tuple[int, HeardRow]]:
        with _spoken_of(self._folder):
            self._db.execute("create index if not exists heard_by_document on heard (document)")
        return self._rows("where document = ? order by place", (document,))

    def by_words(self) -> Generator[tuple[str, list[tuple[int, HeardRow]]]]:
        """All places with the very same words together: the longest first, in the order of the words."""
        with _spoken_of(self._folder):
            self._db.execute("create index if not exists heard_by_words on heard (words)")
            rows = self._db.execute(
                """
                select place, document, text, folded, words, speakers, nested, utterance
                  from heard indexed by heard_by_words order by words desc, folded, place
                """
            )
            for folded, same in groupby(rows, itemgetter(3)):
                yield folded, [_row(row) for row in same]

    def keep(self, forms: Iterable[Any]) -> None:
        """Values of any kind, which are numbered from 0 as they come."""
        packed = ((number, pickle.dumps(form, -1)) for number, form in enumerate(forms))
        with _spoken_of(self._folder):
            self._db.executemany("insert into forms values (?, ?)", packed)

    def kept(self) -> Generator[Any]:
        with _spoken_of(self._folder):
            for (form,) in self._db.execute("select form from forms order by number"):
                yield pickle.loads(form)  # noqa: S301 - our own process wrote it

    def kept_at(self, number: int) -> Any:
        with _spoken_of(self._folder):
            ((form,),) = self._db.execute("select form from forms where number = ?", (number,))
        return pickle.loads(form)  # noqa: S301

    def _rows(self, where: str, values: tuple[int]) -> list[tuple[int, HeardRow]]:
        sql = f"select place, document, text, folded, words, speakers, nested, utterance from heard {where}"  # noqa: S608
        with _spoken_of(self._folder):
            return [_row(row) for row in self._db.execute(sql, values)]


def _row(row: Any) -> tuple[int, HeardRow]:
    return row[0], HeardRow(*row[1:])


def _gone(connection: sqlite3.Connection, place: Path) -> None:
    connection.close()
    place.unlink(missing_ok=True)


@contextmanager
def _spoken_of(folder: Path | None) -> Generator[None]:
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        where = folder or tempfile.gettempdir()
        raise StoreError(f"There is no room for what is being read, in {where}: {error}.") from error
