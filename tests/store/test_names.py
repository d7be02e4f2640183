"""Names for autocomplete, of very many."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path

from bot.reading import suggest
from bot.services import library_path
from tests.libraries import built, lay_out, opened

SAID = '"It took nine years," Ilse Brandt said. "Nobody believed us," Ilse Brandt added.'
MANY = 60_000


async def test_the_foremost_of_very_many_come_at_once(tmp_path: Path) -> None:
    data = lay_out(tmp_path, {"bridge.txt": f"The bridge\n\n{SAID}\n"})
    await built(data)
    with sqlite3.connect(library_path(data)) as db:
        db.executemany(
            "insert into persons values (?, ?, 'other', null, 0, 0)",
            ((f"p{number}", f"Person {number:05}") for number in range(MANY)),
        )
        db.executemany(
            "insert into names values (?, '', ?, 'person', ?, 'name', 0, 0)",
            ((f"person {number:05}", f"Person {number:05}", f"p{number}") for number in range(MANY)),
        )
        db.execute("analyze")  # as the build does at its end
    db.close()
    async with opened(data) as services:
        library = services.at(0).library
        for quoted in (False, True):
            began = time.process_time()
            found = await suggest(library, "", ("person",), quoted=quoted)
            assert time.process_time() - began < 0.05
            assert found[0].label.startswith("Ilse Brandt")
            assert len(found) == 25
