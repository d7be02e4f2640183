"""Question files on their way into a server: looked at first, applied once, undone if that was a mistake."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot import names
from bot.errors import UserError
from bot.exchange import files
from bot.exchange.preview import Preview, preview
from bot.exchange.rows import MAX_BYTES, Format, Parsed
from bot.ids import content_id
from bot.store.pending import PendingImport, PendingImports
from bot.store.server_questions import Import, ServerQuestions, Undone

KEPT = timedelta(days=1)
"""How long a preview may wait to be applied."""

REMEMBERED = 4
"""Files whose reading is kept at hand while their previews are paged through."""


@dataclass(frozen=True, slots=True)
class Look:
    """A file and what it would do."""

    id: str
    file: str
    preview: Preview


@dataclass(frozen=True, slots=True)
class Applied:
    look: Look
    stored: int
    clashing: bool  # whether the clashing ones were stored, too


@dataclass(frozen=True, slots=True)
class Exported:
    name: str
    content: bytes
    questions: int
    notes: tuple[str, ...]


class Imports:
    def __init__(
        self, pending: PendingImports, questions: ServerQuestions, clock: Callable[[], datetime]
    ) -> None:
        self._pending = pending
        self._questions = questions
        self._clock = clock
        self._read: OrderedDict[str, Parsed] = OrderedDict()

    async def offer(self, server_id: int, by_id: int, file: str, content: bytes, interaction_id: int) -> Look:
        """A file that a moderator sent: read and kept for a day, with nothing of it stored yet.

        Raises UserError for what is no list of questions.
        """
        too_large(len(content))
        identity = content_id("import", str(server_id), str(interaction_id))
        parsed = await self._parsed(identity, file, content)
        now = self._clock()
        waiting = PendingImport(identity, server_id, by_id, now, file, content)
        await self._pending.add(waiting, now - KEPT)
        return await self._look(server_id, waiting, parsed)

    async def look(self, server_id: int, pending_id: str) -> Look:
        """The preview as it is now. Raises UserError when it was decided on, or is too old."""
        waiting = await self._waiting(server_id, pending_id)
        if waiting.state != "waiting":
            raise UserError(f"That import was {waiting.state} already.")
        return await self._look(
            server_id, waiting, await self._parsed(waiting.id, waiting.file, waiting.content)
        )

    async def apply(
        self, server_id: int, pending_id: str, by_id: int, *, clashing: bool = False
    ) -> Applied | None:
        """Store what the preview says. None when that was done before. Raises UserError when it can't be."""
        waiting = await self._waiting(server_id, pending_id)
        if waiting.state == "cancelled":
            raise UserError("That import was cancelled already. Send the file again to import it.")
        if waiting.state == "applied" and not waiting.content:
            return None
        # Marked first, so that it can't be cancelled any more; the import itself is unique on its id.
        await self._pending.decide(server_id, pending_id, "applied")
        parsed = await self._parsed(waiting.id, waiting.file, waiting.content)
        look = await self._look(server_id, waiting, parsed)
        stored = look.preview.to_store(clashing=clashing)
        entry = Import(waiting.id, str(parsed.format), waiting.file, by_id, self._clock(), head=parsed.head)
        try:
            done = await self._questions.apply_import(entry, server_id, stored)
        except BaseException:
            await self._pending.wait_again(server_id, pending_id)
            raise
        await self._pending.let_go(server_id, pending_id)
        self._read.pop(pending_id, None)
        return Applied(look, len(stored), clashing) if done else None

    async def cancel(self, server_id: int, pending_id: str) -> bool:
        """False when it was decided on before."""
        await self._waiting(server_id, pending_id)
        done = await self._pending.decide(server_id, pending_id, "cancelled")
        await self._pending.let_go(server_id, pending_id)
        self._read.pop(pending_id, None)
        return done

    async def last(self, server_id: int) -> tuple[Import, int] | None:
        """The latest import that stands, and how many questions of it there are."""
        standing = [one for one in await self._questions.imports(server_id) if one.undone_at is None]
        return await self.one(server_id, standing[-1].id) if standing else None

    async def one(self, server_id: int, import_id: str) -> tuple[Import, int]:
        """An import that stands. Raises UserError for one that was undone, or never was."""
        for found in await self._questions.imports(server_id):
            if found.id == import_id and found.undone_at is None:
                return found, len(await self._questions.all(server_id, import_id=import_id))
        raise UserError("That import was undone already.")

    async def undo(self, server_id: int, import_id: str, by_id: int) -> Undone | None:
        """None when it was undone before, or never was."""
        return await self._questions.undo_import(import_id, server_id, self._clock(), by_id)

    async def export(
        self, server_id: int, format: Format, about: str | None = None, level: int | None = None
    ) -> Exported:
        """The server's own questions as a file. Raises UserError when there are none."""
        keys = [names.key(about)] if about and names.key(about) else []
        questions = await self._questions.pool(server_id, level, keys)
        if not questions:
            more = " of that kind" if about or level else ""
            raise UserError(
                f"This server has no questions of its own{more}. `/admin trivia import` brings some in."
            )
        heads = [
            one.head
            for one in await self._questions.imports(server_id)
            if one.undone_at is None and one.format == format
        ]
        content, notes = await asyncio.to_thread(files.write, format, questions, files.merged(heads))
        return Exported(f"trivia{format.suffix}", content, len(questions), tuple(notes))

    async def _waiting(self, server_id: int, pending_id: str) -> PendingImport:
        waiting = await self._pending.get(server_id, pending_id, self._clock() - KEPT)
        if waiting is None:
            raise UserError("That preview is gone: it waits for a day at most. Send the file again.")
        return waiting

    async def _look(self, server_id: int, waiting: PendingImport, parsed: Parsed) -> Look:
        existing = await self._questions.all(server_id)
        return Look(waiting.id, waiting.file, await asyncio.to_thread(preview, parsed, existing))

    async def _parsed(self, identity: str, file: str, content: bytes) -> Parsed:
        """Reading a large file takes seconds, so never on the event loop, and not for every page."""
        if identity not in self._read:
            self._read[identity] = await asyncio.to_thread(files.parse, file, content)
        self._read.move_to_end(identity)
        while len(self._read) > REMEMBERED:
            self._read.popitem(last=False)
        return self._read[identity]


def too_large(size: int) -> None:
    """Raises UserError. Asked before a file is fetched, too."""
    if size > MAX_BYTES:
        raise UserError(
            f"That file has {size / 1_000_000:.1f} MB; {MAX_BYTES // 1_000_000} MB is the most. Split it."
        )
