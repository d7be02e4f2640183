"""Texts that wait for a moderator's word: shown first, then applied once or dropped, in a day at most."""

from __future__ import annotations

import asyncio
import json
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Generic, TypeVar

from bot.curation import Change, Curation, Wish
from bot.documents import MOST_FILE, megabytes
from bot.errors import UserError
from bot.ids import content_id
from bot.libraries import Libraries, Progress
from bot.store.pending import PendingImport, PendingImports

KEPT = timedelta(days=1)
"""How long a preview may wait."""
REMEMBERED = 8
"""Previews that are kept at hand while they are paged through."""

ADDING, REPLACING = "documents", "replacement"
_Preview = TypeVar("_Preview")
GONE = "That preview is gone: it waits for a day at most. Send the file again."


@dataclass(frozen=True, slots=True)
class Sent:
    """A file that somebody sent; `content` is None when it was too large to be fetched."""

    name: str
    size: int
    content: bytes | None


class Remembered(Generic[_Preview]):
    """The latest previews, by id."""

    def __init__(self) -> None:
        self._previews: OrderedDict[str, _Preview] = OrderedDict()

    def get(self, identity: str) -> _Preview | None:
        return self._previews.get(identity)

    def put(self, identity: str, preview: _Preview) -> _Preview:
        self._previews[identity] = preview
        self._previews.move_to_end(identity)
        while len(self._previews) > REMEMBERED:
            self._previews.popitem(last=False)
        return preview


class WaitingTexts:
    """What both kinds of previews share. `storing`: a server's texts change one after the other."""

    def __init__(
        self,
        pending: PendingImports,
        curation: Curation,
        libraries: Libraries,
        clock: Callable[[], datetime],
    ) -> None:
        self._pending = pending
        self._curation = curation
        self._libraries = libraries
        self._clock = clock
        self.storing: defaultdict[int, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def add(
        self, server_id: int, by_id: int, interaction_id: int, shown: str, held: Any, kind: str
    ) -> str:
        """The id under which it waits."""
        now = self._clock()
        identity = content_id(kind, str(server_id), str(interaction_id))
        content = json.dumps(held).encode()
        await self._pending.add(
            PendingImport(identity, server_id, by_id, now, shown[:200], content, kind=kind), now - KEPT
        )
        return identity

    async def waits(self, server_id: int, pending_id: str, kind: str) -> bool:
        state = await self._pending.state(server_id, pending_id, self._clock() - KEPT, kind)
        return state == "waiting"

    async def get(self, server_id: int, pending_id: str, kind: str) -> Any:
        """What waits. Raises UserError when it was decided on, or is too old."""
        waiting = await self._pending.get(server_id, pending_id, self._clock() - KEPT, kind)
        if waiting is None:
            raise UserError(GONE)
        if waiting.state != "waiting":
            raise UserError(_decided(waiting.state, kind))
        return await asyncio.to_thread(json.loads, waiting.content)

    async def applicable(
        self, server_id: int, pending_id: str, kind: str, progress: Progress | None = None
    ) -> Any:
        """What waits; None when it was applied, if only now its library can be made. Raises UserError."""
        waiting = await self._pending.get(server_id, pending_id, self._clock() - KEPT, kind)
        if waiting is None:
            raise UserError(GONE)
        if waiting.state == "cancelled":
            raise UserError(_decided(waiting.state, kind))
        if waiting.content and await self._curation.line(server_id, entry_of(pending_id)):
            await self._libraries.refresh(server_id, progress)
            await self._pending.decide(server_id, pending_id, "applied", kind)
            await self._pending.let_go(server_id, pending_id)
            return None
        return await asyncio.to_thread(json.loads, waiting.content) if waiting.content else None

    async def apply(
        self,
        server_id: int,
        pending_id: str,
        by_id: int,
        what: str,
        wishes: Sequence[Wish],
        texts: Mapping[str, bytes],
        kind: str,
        progress: Progress | None,
    ) -> Change:
        # Marked first, so that it can't be cancelled any more; the change itself is unique on its entry.
        if not await self._pending.decide(server_id, pending_id, "applied", kind):
            await self.applicable(server_id, pending_id, kind)
        try:
            change = await self._curation.change(
                server_id, by_id, entry_of(pending_id), what, wishes, texts=texts, progress=progress
            )
        except BaseException:
            await self._pending.wait_again(server_id, pending_id)
            raise
        await self._pending.let_go(server_id, pending_id)
        return change

    async def keep(self, server_id: int, pending_id: str, held: Any, kind: str) -> None:
        content = await asyncio.to_thread(lambda: json.dumps(held).encode())
        if not await self._pending.change(server_id, pending_id, content, kind):
            raise UserError(GONE)

    async def cancel(self, server_id: int, pending_id: str, kind: str) -> bool:
        """False when it was decided on before. Raises UserError for what is gone."""
        if await self._pending.state(server_id, pending_id, self._clock() - KEPT, kind) is None:
            raise UserError(GONE)
        done = await self._pending.decide(server_id, pending_id, "cancelled", kind)
        await self._pending.let_go(server_id, pending_id)
        return done


def entry_of(pending_id: str) -> str:
    """The line of the log that a preview leads to."""
    return f"document:{pending_id}"


def refused(one: Sent) -> str:
    """What is refused before anything of it is read."""
    if one.size > MOST_FILE or one.content is None:
        return (
            f"has {megabytes(one.size)}; a file can have {megabytes(MOST_FILE)} at most. Split it into parts."
        )
    if one.name.casefold().endswith(".zip"):
        return (
            "is a .zip, and these are taken for packs: bring it in with /admin pack import. To add texts, "
            "unpack it and send the .txt or .md files."
        )
    return ""


def _decided(state: str, kind: str) -> str:
    done = "cancelled" if state == "cancelled" else "added" if kind == ADDING else "applied"
    return f"That was {done} already. Send the file again if you want it anew."
