"""Verifying a whole library: SQLite's own check, and every piece against its document."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bot.store.database import connect, fetch_all
from bot.store.library_schema import LIBRARY_FORM


@dataclass(frozen=True, slots=True)
class CheckResult:
    documents: int
    pieces: int
    faults: tuple[str, ...]


async def check_library(path: Path) -> CheckResult:
    """Raises StoreError when the file is no database at all."""
    faults: list[str] = []
    documents = pieces = 0
    connection = await connect(path, read_only=True)
    try:
        form = int((await fetch_all(connection, "pragma user_version"))[0][0])
        if form != LIBRARY_FORM:
            return CheckResult(0, 0, (f"{path.name} has form {form}, not {LIBRARY_FORM}: build it anew.",))
        faults += [
            f"{path.name}: {row[0]}"
            for row in await fetch_all(connection, "pragma integrity_check")
            if row[0] != "ok"
        ]
        faults += [
            f"{path.name}: a row of {row[0]} points nowhere"
            for row in await fetch_all(connection, "pragma foreign_key_check")
        ]
        for identity, name in await fetch_all(connection, "select id, name from documents"):
            documents += 1
            text = str(
                (await fetch_all(connection, "select text from documents where id = ?", [identity]))[0][0]
            )
            async with connection.execute(
                "select id, family, starts, ends, text from pieces where document_id = ?", [identity]
            ) as rows:
                async for piece, family, starts, ends, words in rows:
                    pieces += 1
                    if text[starts:ends] != words:
                        faults.append(f"{name}: {family} {piece} is not what stands at {starts}-{ends}")
    finally:
        await connection.close()
    return CheckResult(documents, pieces, tuple(faults))
