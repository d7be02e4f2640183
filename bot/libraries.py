"""Which library answers in which server: the shared one, or one of its own where something was changed."""

from __future__ import annotations

import asyncio
import logging
import multiprocessing
import random
import time
from collections import OrderedDict, defaultdict
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar
from weakref import WeakSet

from bot.canon import Canon
from bot.errors import NoLibraryError, OldLibraryError, StoreError
from bot.ingest import workshop
from bot.ingest.overlay import SERVER, Edit
from bot.models import DocumentLook, Kind, Replacement
from bot.places import Places
from bot.quotes import Quotes
from bot.search import Search
from bot.sources import Sources
from bot.store.edits import Edits
from bot.store.library import Library
from bot.store.servers import Servers
from bot.verify import Verify

log = logging.getLogger(__name__)

MOST_OPEN = 200
"""Servers' libraries that are kept open at once."""
PACK = "pack:"
AGAIN = 60
"""Seconds after which the making of a library that failed is tried again."""
TOLD_EVERY = 1.0
"""Seconds between two words of how much is done."""

Progress = Callable[[float], Awaitable[None]]
"""Told again and again how much is done, from 0 to 1."""

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Answers:
    """Everything that looks up in one library."""

    library: Library
    canon: Canon
    quotes: Quotes
    search: Search
    sources: Sources
    places: Places
    verify: Verify


class Libraries:
    def __init__(
        self, shared: Library, folder: Path, edits: Edits, servers: Servers, chance: random.Random
    ) -> None:
        self.shared = shared
        self._folder = folder
        self._edits = edits
        self._servers = servers
        self._chance = chance
        self._edited: set[int] = set()
        self._open: OrderedDict[int, Answers] = OrderedDict()
        self._locks: defaultdict[int, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._made_of: dict[
            int, tuple[str, int]
        ] = {}  # which shared library and revision a server's stands for
        self._behind: dict[int, float] = {}  # whose last making failed, and when it is tried again
        self._libraries: WeakSet[Library] = WeakSet()  # all that somebody may still hold open
        self._closing: set[asyncio.Task[None]] = set()
        self._catching_up: dict[int, asyncio.Task[None]] = {}
        self._answers = self._bundle(shared)

    @classmethod
    @asynccontextmanager
    async def open(
        cls, shared: Library, folder: Path, edits: Edits, servers: Servers, chance: random.Random
    ) -> AsyncGenerator[Libraries]:
        """`folder`: where the servers' own libraries are; they can be deleted at any time."""
        libraries = cls(shared, folder, edits, servers, chance)
        libraries._edited = set(await edits.servers())
        try:
            yield libraries
        finally:
            await libraries.close()

    async def close(self) -> None:
        for task in self._catching_up.values():
            task.cancel()
        for library in list(self._libraries):
            await library.close()
        self._open.clear()

    def at(self, server_id: int) -> Answers:
        """What answers in this server; the shared library also where there is no server."""
        if server_id not in self._edited:
            return self._answers
        if server_id not in self._open:
            library = _ServerLibrary(self, server_id)
            self._libraries.add(library)
            self._open[server_id] = self._bundle(library)
            while len(self._open) > MOST_OPEN:
                # Closed, not forgotten by those who still hold it: it opens again at their next look-up.
                _, oldest = self._open.popitem(last=False)
                task = asyncio.ensure_future(oldest.library.close())
                self._closing.add(task)
                task.add_done_callback(self._closing.discard)
        self._open.move_to_end(server_id)
        return self._open[server_id]

    def path(self, server_id: int) -> Path:
        return self._folder / f"{server_id}.db"

    async def refresh(self, server_id: int, progress: Progress | None = None) -> None:
        """Returns once members of this server are answered with everything that was changed before the call.

        Several that wait for the same library share one making of it. Raises as look-ups do, and StoreError
        when the disk refuses: then the old one goes on answering.
        """
        base = str(await self.shared.version())
        revision = await self._edits.revision(server_id)
        async with self._locks[server_id]:
            made_of = self._made_of.get(server_id)
            if made_of is not None and made_of[0] == base and made_of[1] >= revision:
                return
            revision, job = await self._job(server_id)
            facts = {"base": base, "revision": str(revision)}
            # Tried again by those who ask, in case this fails.
            self._behind[server_id] = time.monotonic() + AGAIN
            await self._work(server_id, job, workshop.assemble, [self.path(server_id), facts], progress)
            self._behind.pop(server_id)
            self._made_of[server_id] = (base, revision)
            self._edited.add(server_id)

    async def remade(self, server_id: int) -> None:
        """Something besides its edits changed by which this server's library is made."""
        await self._edits.touch(server_id)
        self._edited.add(server_id)
        with suppress(NoLibraryError):  # none was built yet: then it is made with the first question
            await self.refresh(server_id)

    async def examine(
        self,
        server_id: int,
        files: Sequence[tuple[str, bytes, Mapping[str, object]]],
        progress: Progress | None = None,
    ) -> list[DocumentLook]:
        """What would be understood of files (name, content, head), were they added to this server."""
        await self.shared.version()
        _, job = await self._job(server_id)
        return await self._work(server_id, job, workshop.examine, [files], progress)

    async def compare(
        self, server_id: int, name: str, data: bytes, progress: Progress | None = None
    ) -> Replacement:
        """What would change in this server if `data` took the place of a document's text."""
        await self.shared.version()
        _, job = await self._job(server_id)
        return await self._work(server_id, job, workshop.compare, [name, data], progress)

    async def stamp(self, server_id: int) -> tuple[str, int]:
        """Something that differs once this server's library has to be another one."""
        return str(await self.shared.version()), await self._edits.revision(server_id)

    async def edits(self, server_id: int) -> list[Edit]:
        """Everything that this server has above the host's files, from the lowest layer to the highest."""
        return (await self._edited_now(server_id))[1]

    async def forget(self, server_id: int) -> None:
        """This server has nothing of its own any more."""
        async with self._locks[server_id]:
            self._edited.discard(server_id)
            self._made_of.pop(server_id, None)
            if answers := self._open.pop(server_id, None):
                await answers.library.close()
            self.path(server_id).unlink(missing_ok=True)

    async def ready(self, server_id: int) -> None:
        """Called before every look-up: there is a file, and it follows what the host builds."""
        base = str(await self.shared.version())
        made_of = self._made_of.get(server_id) or await self._facts(server_id)
        if made_of is None:
            await self.refresh(server_id)
            return
        self._made_of.setdefault(server_id, made_of)
        behind = self._behind.get(server_id)
        due = made_of[0] != base if behind is None else time.monotonic() > behind
        if due and server_id not in self._catching_up:
            # The host built anew, or the last making failed. Until this server's own follows, the one before
            # goes on answering.
            task = self._catching_up[server_id] = asyncio.create_task(self._catch_up(server_id))
            task.add_done_callback(lambda _: self._catching_up.pop(server_id, None))

    async def _catch_up(self, server_id: int) -> None:
        try:
            await self.refresh(server_id)
        except StoreError as error:
            log.warning("The library of server %d could not be made anew: %s", server_id, error)

    async def _facts(self, server_id: int) -> tuple[str, int] | None:
        """What a file from an earlier run was made of; None when it can't be used any more."""
        if not self.path(server_id).exists():
            return None
        library = Library(self.path(server_id))
        try:
            rows = await library.fetch("select key, value from facts where key in ('base', 'revision')")
        except (StoreError, NoLibraryError, OldLibraryError):
            return None
        finally:
            await library.close()
        facts = {str(key): str(value) for key, value in rows}
        revision = int(facts.get("revision", "-1"))
        if revision < await self._edits.revision(server_id):
            return None  # a change was stored, and the program ended before it was built in
        return facts.get("base", ""), revision

    async def _edited_now(self, server_id: int) -> tuple[int, list[Edit]]:
        revision, rows = await self._edits.all(server_id)
        # Packs by name, then what the server itself says.
        edits = [
            Edit(*row) for row in sorted(rows, key=lambda row: (row[0] == SERVER, row[0], row[1], row[2]))
        ]
        if kinds := [kind for kind in await self._edits.kinds(server_id) if kind in set(Kind)]:
            edits.append(Edit(SERVER, "kinds", "kinds", {"order": kinds}))
        return revision, edits

    async def _job(self, server_id: int) -> tuple[int, workshop.Job]:
        revision, edits = await self._edited_now(server_id)
        return revision, workshop.Job(self.shared.path, tuple(edits), {})

    async def _work(
        self,
        server_id: int,
        job: workshop.Job,
        what: Callable[..., Result | workshop.Missing],
        more: Sequence[Any],
        progress: Progress | None,
    ) -> Result:
        """Done in the workshop. Files are sent only when it doesn't have them at hand."""
        sent: dict[str, bytes] = {}
        for _ in range(3):
            asked = workshop.Job(job.base, job.edits, sent)
            done = await _workshop.run(what, asked, *more, progress=progress)
            if not isinstance(done, workshop.Missing):
                return done
            found = await self._edits.texts(server_id, done.ids)
            sent = {**sent, **{text_id: found.get(text_id, b"") for text_id in done.ids}}
        raise StoreError("The documents could not be read; try again.")

    def _bundle(self, library: Library) -> Answers:
        search = Search(library)
        quotes = Quotes(library, self._servers, self._chance)
        return Answers(
            library,
            Canon(library, self._servers, search),
            quotes,
            search,
            Sources(library),
            Places(library),
            Verify(library, quotes),
        )


class _ServerLibrary(Library):
    """One server's own, made when it is first asked and there is none that can be used."""

    def __init__(self, libraries: Libraries, server_id: int) -> None:
        super().__init__(libraries.path(server_id))
        self._libraries = libraries
        self._server_id = server_id

    async def prepare(self) -> None:
        await self._libraries.ready(self._server_id)


class _Workshop:
    """The process in which libraries are made: begun with the first job, one for the whole program."""

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None
        self._share: Any = None
        self._turn: asyncio.Lock | None = None

    async def run(
        self, what: Callable[..., Result], *values: Any, progress: Progress | None = None
    ) -> Result:
        """Tried a second time when the process died: the system ends one that takes too much memory."""
        try:
            return await self._once(what, values, progress)
        except BrokenProcessPool:
            self._pool = None
            log.warning("The process that makes libraries ended; it is begun anew.")
        try:
            return await self._once(what, values, progress)
        except BrokenProcessPool as error:
            self._pool = None
            raise StoreError("Making the library failed twice; is there enough memory?") from error

    async def _once(
        self, what: Callable[..., Result], values: Sequence[Any], progress: Progress | None
    ) -> Result:
        if self._pool is None:
            # Not forked: this process holds open databases and a connection to Discord.
            context = multiprocessing.get_context("spawn")
            self._share = context.Value("d", 0.0)
            self._pool = ProcessPoolExecutor(1, context, workshop.begin, (self._share,))
        self._share.value = 0.0
        running = asyncio.wrap_future(self._pool.submit(what, *values))
        if progress is None:
            return await running
        while not running.done():
            await asyncio.wait([running], timeout=TOLD_EVERY)
            if not running.done():
                await progress(float(self._share.value))
        return running.result()


_workshop = _Workshop()
