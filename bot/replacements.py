"""Another text in the place of a document's: what it would change is seen first, then it is done once."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from bot.curation import Change, Curation, Wish, text_id
from bot.documents import Documents, Listed, Origin, State, called
from bot.errors import UserError
from bot.ingest import readers
from bot.libraries import Libraries, Progress
from bot.models import DocumentLook, Replacement
from bot.store.edits import packed, unpacked
from bot.waiting_texts import REPLACING, Remembered, Sent, WaitingTexts, refused


@dataclass(frozen=True, slots=True)
class Exchange:
    """A text that may take the place of a document's."""

    id: str
    file: str
    listed: Listed
    found: Replacement
    refused: str = ""


class Replacements:
    def __init__(
        self, waiting: WaitingTexts, documents: Documents, curation: Curation, libraries: Libraries
    ) -> None:
        self._waiting = waiting
        self._documents = documents
        self._curation = curation
        self._libraries = libraries
        self._exchanges: Remembered[Exchange] = Remembered()

    async def offer(
        self,
        server_id: int,
        by_id: int,
        interaction_id: int,
        ref: str,
        sent: Sent,
        progress: Progress | None = None,
    ) -> Exchange:
        """What would change if a file took the place of a document's text. Raises UserError."""
        listed = await self._replaceable(server_id, ref)
        why = refused(sent) or _of_another_kind(sent, listed)
        if why:
            found = Replacement(DocumentLook(listed.name))
            return Exchange("", sent.name, listed, found, why)
        exchange = await self._compared(server_id, "", listed, sent.name, sent.content or b"", progress)
        if exchange.refused:
            return exchange
        await self._documents.refuse_too_much(server_id, 0, sent.size - listed.size)
        content = await asyncio.to_thread(packed, sent.content or b"")
        held = {"name": listed.name, "file": sent.name, "data": content}
        identity = await self._waiting.add(server_id, by_id, interaction_id, sent.name, held, REPLACING)
        return self._exchanges.put(identity, replace(exchange, id=identity))

    async def look(self, server_id: int, pending_id: str, progress: Progress | None = None) -> Exchange:
        """The comparison. Raises UserError when it was decided on, or is too old."""
        known = self._exchanges.get(pending_id)
        if known is not None and await self._waiting.waits(server_id, pending_id, REPLACING):
            return known
        held = await self._waiting.get(server_id, pending_id, REPLACING)
        listed = await self._replaceable(server_id, held["name"])
        content = await asyncio.to_thread(unpacked, held["data"])
        found = await self._compared(server_id, pending_id, listed, held["file"], content, progress)
        return self._exchanges.put(pending_id, found)

    async def replace(
        self, server_id: int, pending_id: str, by_id: int, progress: Progress | None = None
    ) -> Change | None:
        """None when that was done before. Raises UserError."""
        async with self._waiting.storing[server_id]:
            held = await self._waiting.applicable(server_id, pending_id, REPLACING, progress)
            if held is None:
                return None
            listed = await self._replaceable(server_id, held["name"])
            content = await asyncio.to_thread(unpacked, held["data"])
            await self._documents.refuse_too_much(server_id, 0, len(content) - listed.size)
            raw = (await self._curation.entries(server_id, "document"))[listed.name]
            wish = Wish("document", {**raw.values, "text": text_id(content)}, listed.name)
            what = f"Text of {called(listed.source.title)} replaced"
            texts = {text_id(content): content}
            change = await self._waiting.apply(
                server_id, pending_id, by_id, what, [wish], texts, REPLACING, progress
            )
        return change if change.done else None

    async def cancel(self, server_id: int, pending_id: str) -> bool:
        """False when it was decided on before. Raises UserError for what is gone."""
        return await self._waiting.cancel(server_id, pending_id, REPLACING)

    async def _replaceable(self, server_id: int, ref: str) -> Listed:
        listed = await self._documents.find(server_id, ref)
        if listed.origin is not Origin.SERVER:
            raise UserError("Only the text of what this server added itself can be replaced.")
        if listed.state is State.REMOVED:
            raise UserError("That document was removed. Bring it back first: `/admin document list`.")
        return listed

    async def _compared(
        self,
        server_id: int,
        identity: str,
        listed: Listed,
        file: str,
        content: bytes,
        progress: Progress | None,
    ) -> Exchange:
        found = await self._libraries.compare(server_id, listed.name, content, progress)
        why = ""
        if not found.look.readable:
            why = " ".join(found.look.problems)
        elif found.same:
            why = "is the text that the document has already."
        elif found.look.same_as:
            why = f"has the very same text as another document: {called(found.look.same_as)}."
        return Exchange(identity, file, listed, found, why)


def _of_another_kind(one: Sent, listed: Listed) -> str:
    """A document's name lasts, and by it is known how its file is read."""
    if readers.kind_of(one.name) == readers.kind_of(listed.name):
        return ""
    end = PurePosixPath(listed.name).suffix
    return f"is another kind of file: this document is a {end} file. Send one of these, or add yours as new."
