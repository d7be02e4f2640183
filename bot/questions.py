"""`python -m bot questions import | export | undo`: a server's own questions, from the host's terminal."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

from bot.errors import OwnerError, UserError
from bot.exchange import files
from bot.exchange.preview import counts, preview, summary
from bot.exchange.rows import MAX_BYTES, Format
from bot.ids import content_id
from bot.store.server_questions import Import, ServerQuestions

HOST = 0
"""Who imports, where no member of Discord does."""


async def import_questions(file: Path, data: Path, server_id: int, *, apply: bool, clashing: bool) -> int:
    """Print what an import would do, and with `apply` do it; status 1 when the file has nothing to use."""
    parsed = files.parse(file.name, _content(file))
    async with ServerQuestions.open(data / "local" / "servers.db") as own:
        found = preview(parsed, await own.all(server_id))
        _say(f"{file.name}: {parsed.format.value}: {counts(found)}", *summary(found)[1:])
        chosen = found.to_store(clashing=clashing)
        if not apply:
            if chosen:
                _say("Nothing was stored. With --apply the new and the changed ones are.")
            return 0 if parsed.rows else 1
        if not chosen:
            _say("There is nothing to store.")
            return 0 if parsed.rows else 1
        at = datetime.now(UTC)
        entry = Import(
            id=content_id("import", str(server_id), file.name, at.isoformat()),
            format=parsed.format.value,
            file=file.name,
            by_id=HOST,
            at=at,
            head=parsed.head,
        )
        await own.apply_import(entry, server_id, chosen)
    _say(
        f"{len(chosen)} questions stored. "
        f"To undo it: python -m bot questions undo {entry.id} --server {server_id}"
    )
    return 0


async def export_questions(
    format: str, file: Path | None, data: Path, server_id: int, import_id: str | None
) -> int:
    """Write the server's own questions, retired ones left out; notes go to the terminal's error stream."""
    try:
        wanted = Format(format.casefold())
    except ValueError:
        raise UserError(f"“{format}” is no format; there are {', '.join(Format)}.") from None
    async with ServerQuestions.open(data / "local" / "servers.db") as own:
        questions = await own.all(server_id, ("draft", "approved"), import_id)
        heads = [
            entry.head
            for entry in await own.imports(server_id)
            if entry.undone_at is None and entry.format == wanted and import_id in (None, entry.id)
        ]
    if not questions:
        raise UserError(f"The server {server_id} has no questions of its own to export.")
    content, notes = files.write(wanted, questions, files.merged(heads))
    _put(content, file)
    for note in notes:
        sys.stderr.write(note + "\n")
    return 0


async def undo_import(import_id: str, data: Path, server_id: int) -> int:
    async with ServerQuestions.open(data / "local" / "servers.db") as own:
        undone = await own.undo_import(import_id, server_id, datetime.now(UTC))
    if undone is None:
        raise UserError(f"The server {server_id} has no import “{import_id}” that could be undone.")
    _say(f"{undone.removed} questions taken away, {undone.restored} put back as they were.")
    _say(*(f"left as it is, for it was changed since: {prompt}" for prompt in undone.kept))
    return 0


def _content(file: Path) -> bytes:
    if not file.is_file():
        raise OwnerError(f"{file} is not a file.")
    with file.open("rb") as opened:
        return opened.read(MAX_BYTES + 1)  # a larger one is refused by its length, not read whole


def _put(content: bytes, file: Path | None) -> None:
    if file is None:
        sys.stdout.buffer.write(content)
        sys.stdout.flush()
        return
    try:
        file.write_bytes(content)
    except OSError as error:
        raise OwnerError(f"{file} can't be written: {error.strerror}.") from error


def _say(*lines: str) -> None:
    for line in lines:
        sys.stdout.write(line + "\n")
