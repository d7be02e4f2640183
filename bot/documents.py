"""The documents of a server: its own, its packs' and the host's; and what moderators change about them."""

from __future__ import annotations

import asyncio
import logging
import math
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import PurePosixPath
from typing import Any

from bot import names
from bot.curation import KEPT, SERVER, Change, Curation, Line, Raw, Wish
from bot.errors import UserError
from bot.games import Wait
from bot.ingest import readers
from bot.ingest.documents import read_bytes, title_from
from bot.ingest.heads import clean
from bot.ingest.writing import document_id_of
from bot.libraries import PACK, Libraries, Progress
from bot.models import Choice, Kind, Source, SourceCard
from bot.store import documents as stored
from bot.store import sources as stored_sources
from bot.store.edits import Edits

log = logging.getLogger(__name__)

MOST = 200
"""Documents that a server may have of its own."""
MOST_FILE = 10_000_000
MOST_BYTES = 50_000_000
"""Of a server's own documents together."""
MOST_WAITING = 100_000_000
"""Bytes of removed and replaced texts that are kept so that they can be brought back."""

MOST_HEADS = 500
"""Of hidden documents that are remembered."""

PAGE = 5
SWEPT_EVERY = 24 * 3600.0
AFTER_A_FAULT = 600.0

HEAD = ("title", "author", "publisher", "published", "url")
"""What a form asks for; the kind is chosen from a list."""
LONGEST = {"title": 200, "author": 120, "publisher": 120, "published": 40, "url": 500}

_DATES = ("%d %B %Y", "%d. %B %Y", "%B %d, %Y", "%B %d %Y", "%d.%m.%Y", "%d %b %Y", "%b %d, %Y")
_MONTHS = ("%B %Y", "%b %Y")
_ENDS = (".md", ".markdown", ".txt", ".text", *sorted(readers.SUFFIXES))
_BARE = re.compile(r"(?:[\w-]+\.)+[a-z]{2,}(?:/[^\s<>\"]*)?", re.IGNORECASE)
"""An address as people type it."""
_ISO = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")


class Origin(StrEnum):
    SERVER = "server"
    PACK = "pack"
    HOST = "host"


class State(StrEnum):
    SHOWN = "shown"
    HIDDEN = "hidden"
    REMOVED = "removed"


_DONE = {State.SHOWN: "shown again", State.HIDDEN: "hidden", State.REMOVED: "removed"}


@dataclass(frozen=True, slots=True)
class Listed:
    source: Source
    origin: Origin
    state: State
    text_id: str | None = None  # of the stored file; the host's have none
    pack: str = ""
    until: datetime | None = None  # of a removed one: how long it can be brought back
    size: int = 0

    @property
    def name(self) -> str:
        return self.source.name


@dataclass(frozen=True, slots=True)
class Shown:
    listed: Listed
    card: SourceCard | None  # None: no answer comes from it now
    added: Line | None = None
    changed: Line | None = None  # the last change, when that isn't its being added


class Documents:
    def __init__(
        self,
        edits: Edits,
        curation: Curation,
        libraries: Libraries,
        clock: Callable[[], datetime],
        wait: Wait,
    ) -> None:
        self._edits = edits
        self._curation = curation
        self._libraries = libraries
        self._clock = clock
        self._wait_for = wait
        self._heads: dict[tuple[str, str], Source | None] = {}

    # --- looking -----------------------------------------------------------------------------------------

    async def all(self, server_id: int) -> list[Listed]:
        """The server's own, then its packs', then the host's, each by title; removed ones while they last."""
        base = {one.name: one for one in await stored.heads(self._libraries.shared)}
        shown = {one.name: one for one in await stored.heads(self._libraries.at(server_id).library)}
        entries = await self._curation.entries(server_id, "document")
        sizes = await self._edits.sizes(server_id)
        found: list[Listed] = []
        for name in {**base, **entries}:
            raw = entries.get(name, Raw({}))
            text_id = str(raw.values["text"]) if raw.values.get("text") else None
            if text_id is None and name not in base:
                continue  # a change to a document that the host no longer has
            state = State(str(raw.values.get("state", State.SHOWN)))
            size, since = sizes.get(text_id or "", (0, None))
            if state is State.REMOVED and text_id not in sizes:
                continue  # it was swept away
            origin = Origin.HOST if text_id is None else Origin.SERVER
            if text_id is not None and raw.layer.startswith(PACK):
                origin = Origin.PACK
            source = shown.get(name) if state is State.SHOWN else None
            if source is None:
                source = _source(name, base.get(name) or await self._head(server_id, name, raw), raw.values)
            found.append(
                Listed(
                    source,
                    origin,
                    state,
                    text_id,
                    raw.layer.removeprefix(PACK) if origin is Origin.PACK else "",
                    since + KEPT if since is not None and state is State.REMOVED else None,
                    size,
                )
            )
        order = list(Origin)
        return sorted(found, key=lambda one: (order.index(one.origin), one.source.title.casefold(), one.name))

    async def _head(self, server_id: int, name: str, raw: Raw) -> Source | None:
        """What a file itself says of a document that is in no library; of the server's own all is said."""
        text_id = str(raw.values.get("text", ""))
        if "title" in raw.values or not text_id:
            return None
        place = (name, text_id)
        if place not in self._heads:
            texts = await self._edits.texts(server_id, [text_id])
            read = await asyncio.to_thread(_head_of, texts[text_id], name) if texts else None
            if len(self._heads) >= MOST_HEADS:
                self._heads.clear()
            self._heads[place] = read
        return self._heads[place]

    async def page(self, server_id: int, page: int) -> tuple[list[Listed], int, int]:
        """The nearest page that there is, its number, and how many documents there are."""
        found = await self.all(server_id)
        page = max(min(page, (len(found) - 1) // PAGE), 0)
        return found[page * PAGE : (page + 1) * PAGE], page, len(found)

    async def find(self, server_id: int, ref: str) -> Listed:
        """By its id, its file's name or its title. Raises UserError."""
        found = await self.all(server_id)
        for one in found:
            if ref in (one.source.id, one.name):
                return one
        for one in found:
            if names.key(ref) and names.key(one.source.title) == names.key(ref):
                return one
        raise UserError("There is no such document here. `/admin document list` shows all that there are.")

    async def show(self, server_id: int, ref: str) -> Shown:
        """Raises UserError."""
        listed = await self.find(server_id, ref)
        library = self._libraries.at(server_id).library
        card = await stored_sources.card(library, listed.source.id)
        lines = [
            one for one in await self._curation.history(server_id, "document", listed.name) if not one.undone
        ]
        added = lines[-1] if lines and listed.origin is not Origin.HOST else None
        changed = lines[0] if lines and lines[0] is not added else None
        return Shown(listed, card if listed.state is State.SHOWN else None, added, changed)

    async def suggest(self, server_id: int, typed: str, *, own: bool = False) -> list[Choice]:
        """Documents by any part of their title or file's name; `own`: only those that the server added."""
        wanted = names.key(typed)
        found = [
            one
            for one in await self.all(server_id)
            if wanted in names.key(one.source.title) or wanted in names.key(one.name)
        ]
        return [
            Choice(one.source.id, _labelled(one))
            for one in sorted(found, key=lambda one: not names.key(one.source.title).startswith(wanted))
            if not own or (one.origin is Origin.SERVER and one.state is not State.REMOVED)
        ]

    # --- changing ----------------------------------------------------------------------------------------

    async def edit(
        self,
        server_id: int,
        by_id: int,
        interaction_id: int,
        ref: str,
        head: Mapping[str, str],
        progress: Progress | None = None,
    ) -> Change:
        """Give a document another head in this server. Raises UserError."""
        listed = await self.find(server_id, ref)
        wish = await self._wish(server_id, listed, head)
        what = f"Details of {called(listed.source.title)} edited"
        return await self._curation.change(
            server_id, by_id, f"document:{interaction_id}", what, [wish], progress=progress
        )

    async def set_state(
        self,
        server_id: int,
        by_id: int,
        interaction_id: int,
        ref: str,
        state: State,
        progress: Progress | None = None,
    ) -> Change:
        """Hide a document, show it again, remove it or bring it back. Raises UserError."""
        listed = next((one for one in await self.all(server_id) if one.source.id == ref), None)
        if listed is None:
            raise UserError("That document is no longer here. A removed one can be brought back for 30 days.")
        if state is State.REMOVED and listed.origin is not Origin.SERVER:
            raise UserError("Only what this server added itself can be removed. You can hide this one.")
        texts: dict[str, bytes] = {}
        if listed.state is State.REMOVED and listed.text_id and state is not State.REMOVED:
            await self.refuse_too_much(server_id, 1, listed.size)
            # Stored with the change, so that no sweep takes it in between.
            texts = await self._edits.texts(server_id, [listed.text_id])
        wish = await self._wish(server_id, listed, {"state": state})
        back = listed.state is State.REMOVED
        what = f"Document {called(listed.source.title)} {'brought back' if back else _DONE[state]}"
        entry = f"document:{interaction_id}"
        return await self._curation.change(
            server_id, by_id, entry, what, [wish], texts=texts, progress=progress
        )

    async def _wish(self, server_id: int, listed: Listed, changed: Mapping[str, str]) -> Wish:
        """All that is to be said of a document, with some of it changed."""
        if listed.origin is not Origin.HOST:
            raw = (await self._curation.entries(server_id, "document"))[listed.name]
            return Wish("document", {**raw.values, **changed}, listed.name)
        # Of the host's only what is other here, so that what the host mends shows here, too.
        base = {one.name: one for one in await stored.heads(self._libraries.shared)}[listed.name]
        said = (await self._curation.own(server_id, "document")).get(listed.name)
        values = {**(said or {}), **changed}
        same = {word for word in (*HEAD, "kind") if values.get(word) == (getattr(base, word) or "")}
        if values.get("state") == State.SHOWN:
            same.add("state")
        return Wish("document", {w: v for w, v in values.items() if w not in same} or None, listed.name)

    # --- room --------------------------------------------------------------------------------------------

    async def refuse_too_much(self, server_id: int, documents: int, size: int) -> None:
        """Raises UserError when so many more documents, or bytes, would be more than a server may have."""
        own = [
            one
            for one in await self.all(server_id)
            if one.origin is Origin.SERVER and one.state is not State.REMOVED
        ]
        if documents and len(own) + documents > MOST:
            raise UserError(
                f"A server can have {MOST} documents of its own, and there are {len(own)}. "
                "Remove some first: `/admin document list` shows them."
            )
        whole = sum(one.size for one in own) + size
        if size > 0 and whole > MOST_BYTES:
            raise UserError(
                f"This server’s own documents would have {megabytes(whole)} together; "
                f"{megabytes(MOST_BYTES)} is the most. Remove some first."
            )
        kept = await self._edits.sizes(server_id)
        waiting = sum(bytes_ for bytes_, since in kept.values() if since is not None)
        if size > 0 and waiting > MOST_WAITING:
            raise UserError(
                f"Removed and replaced texts are kept for 30 days so that you can bring them back. They fill "
                f"{megabytes(waiting)} by now, and {megabytes(MOST_WAITING)} is the most: add more when the "
                "oldest of them are gone."
            )

    async def taken_names(self, server_id: int) -> set[str]:
        """Names that no new document may have: also those of hidden and removed ones, and of the host's."""
        edits = await self._libraries.edits(server_id)
        host = await stored.heads(self._libraries.shared)
        return {one.subject for one in edits if one.kind == "document"} | {one.name for one in host}

    # --- what is kept for undo ---------------------------------------------------------------------------

    async def run(self) -> None:
        """Until it is cancelled: once a day, texts that can't be brought back any more are deleted."""
        never = asyncio.Event()
        while True:
            seconds = SWEPT_EVERY
            try:
                await self.sweep()
            except Exception:
                log.exception("The texts of removed documents could not be deleted.")
                seconds = AFTER_A_FAULT
            await self._wait_for(never, seconds)

    async def sweep(self) -> None:
        if gone := await self._edits.sweep(self._clock().astimezone(UTC) - KEPT):
            log.info("%d texts of removed documents are deleted, 30 days after.", gone)


def _head_of(data: bytes, name: str) -> Source | None:
    document, _ = read_bytes(data, name)
    if document is None:
        return None
    head = {word: getattr(document, word) for word in (*HEAD, "kind")}
    return Source(id=document_id_of(name), name=name, **head)


def _source(name: str, base: Source | None, values: Mapping[str, Any]) -> Source:
    """The head of a document from which no answer comes now."""
    known = base or Source(document_id_of(name), name, title_from(name))
    given = {word: values[word] or None for word in HEAD if word in values}
    if not given.get("title"):
        given.pop("title", None)
    kind = next((kind for kind in Kind if kind == values.get("kind")), known.kind)
    return replace(known, **given, kind=kind)


def _labelled(one: Listed) -> str:
    marks = [] if one.state is State.SHOWN else [str(one.state)]
    marks += [] if one.origin is Origin.SERVER else [f"{one.pack} pack" if one.pack else "the host’s"]
    return f"{one.source.title} ({', '.join(marks)})" if marks else one.source.title


def called(title: str) -> str:
    """A title as a line of the log names it."""
    return f"“{title if len(title) <= 120 else title[:119] + '…'}”"


def megabytes(size: int) -> str:
    """Rounded up, so that what is too much never reads like what is allowed."""
    return f"{math.ceil(size / 100_000) / 10:,g} MB"


def name_for(file_name: str, taken: Collection[str]) -> str:
    """What a file that somebody sent is called here, for ever: in no folder of theirs, by nobody's name."""
    base = PurePosixPath(file_name.replace("\\", "/")).name
    end = next((end for end in _ENDS if base.casefold().endswith(end)), "")
    # By its end it is known which reader takes it.
    suffix = end if readers.kind_of(f"a{end}") else ".md" if end in (".md", ".markdown") else ".txt"
    slug = "-".join(names.fold(base[: len(base) - len(end)]).split())[:60].strip("-")
    slug = slug or "document"
    free, number = f"{SERVER}/{slug}{suffix}", 2
    while free in taken:
        free, number = f"{SERVER}/{slug}-{number}{suffix}", number + 1
    return free


def head_from(written: Mapping[str, str]) -> dict[str, str]:
    """What a form says of a document; "" for what it leaves empty. Raises UserError."""
    head = {word: clean(written.get(word, ""))[: LONGEST[word]] for word in HEAD}
    head["published"] = date_from(head["published"])
    if _BARE.fullmatch(head["url"]):
        head["url"] = f"https://{head['url']}"
    if head["url"] and not re.fullmatch(r"https?://[^\s<>\"]+", head["url"]):
        raise UserError("The address must be one of a web page, beginning with https://. Or leave it empty.")
    return head


def date_from(written: str) -> str:
    """ISO 8601, as exact as what was written, such as "22 December 2014". Raises UserError."""
    if not written:
        return ""
    if iso := _ISO.fullmatch(written):
        year, month, day = iso.groups()
        try:
            date(int(year), int(month or 1), int(day or 1))
        except ValueError:
            raise UserError("There is no such day in the calendar. Look at the date again.") from None
        return "-".join(part.zfill(2) for part in (year, month, day) if part)
    flat = " ".join(written.split())
    for forms, said in ((_DATES, "%Y-%m-%d"), (_MONTHS, "%Y-%m")):
        for form in forms:
            try:
                found = datetime.strptime(flat, form)  # noqa: DTZ007 - a date has no zone
            except ValueError:
                continue
            return found.strftime(said).zfill(len("2014-12-22") if said.endswith("d") else len("2014-12"))
    raise UserError("I can’t read that date. Write 2014-12-22, or only 2014-12 or 2014; or leave it empty.")
