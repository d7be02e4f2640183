"""Texts on their way into a server's documents: looked at first, added or put in another's place once."""

from __future__ import annotations

import asyncio
import json
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import PurePosixPath
from typing import Any

from bot import names
from bot.curation import Change, Curation, Raw, Wish, text_id
from bot.curation import listed as texts_of
from bot.document_clashes import Clash, Near, clashes, likenesses, newcomers
from bot.documents import MOST_FILE, Documents, Listed, Origin, State, called, megabytes, name_for
from bot.errors import UserError
from bot.ids import content_id
from bot.ingest import readers
from bot.letterheads import written_above
from bot.libraries import Libraries, Progress
from bot.models import DocumentLook, Replacement, Source
from bot.store import documents as stored
from bot.store.edits import packed, unpacked
from bot.store.library import Library
from bot.store.pending import PendingImport, PendingImports

KEPT = timedelta(days=1)
"""How long a preview may wait."""
REMEMBERED = 8
"""Previews that are kept at hand while they are paged through."""
LONGEST_TITLE = 200

ADDING, REPLACING = "documents", "replacement"
_GONE = "That preview is gone: it waits for a day at most. Send the file again."


@dataclass(frozen=True, slots=True)
class Sent:
    """A file that somebody sent; `content` is None when it was too large to be fetched."""

    name: str
    size: int
    content: bytes | None


@dataclass(frozen=True, slots=True)
class Upload:
    file: str
    look: DocumentLook
    refused: str = ""  # why it can't be added: "“x.txt” …"
    new: tuple[str, ...] = ()  # persons whom the library doesn't know
    clashes: tuple[Clash, ...] = ()
    near: tuple[Near, ...] = ()
    same: tuple[Near, ...] = ()  # those of which a moderator says that they are one


@dataclass(frozen=True, slots=True)
class Offer:
    """`id` is "" when there is nothing that could be added: then nothing waits."""

    id: str
    files: tuple[Upload, ...]
    stamp: tuple[str, int]  # of the library with which it was compared

    @property
    def wanted(self) -> list[Upload]:
        return [one for one in self.files if not one.refused]


@dataclass(frozen=True, slots=True)
class Added:
    change: Change
    offer: Offer


@dataclass(frozen=True, slots=True)
class Exchange:
    """A text that may take the place of a document's."""

    id: str
    file: str
    listed: Listed
    found: Replacement
    refused: str = ""


class Uploads:
    def __init__(
        self,
        pending: PendingImports,
        documents: Documents,
        curation: Curation,
        libraries: Libraries,
        clock: Callable[[], datetime],
    ) -> None:
        self._pending = pending
        self._documents = documents
        self._curation = curation
        self._libraries = libraries
        self._clock = clock
        self._offers: OrderedDict[str, Offer] = OrderedDict()
        self._exchanges: OrderedDict[str, Exchange] = OrderedDict()
        self._storing: defaultdict[int, asyncio.Lock] = defaultdict(asyncio.Lock)

    # --- adding ------------------------------------------------------------------------------------------

    async def offer(
        self,
        server_id: int,
        by_id: int,
        interaction_id: int,
        sent: Sequence[Sent],
        head: Mapping[str, str] | None = None,
        progress: Progress | None = None,
    ) -> Offer:
        """What would be understood of files; kept for a day, with nothing of them stored yet.

        `head`: what is said of them besides what their own heads say. Raises UserError for too much.
        """
        taken = await self._documents.taken_names(server_id)
        files: list[dict[str, Any]] = []
        for one in sent:
            if refused := _refused(one):
                files.append({"file": one.name, "refused": refused})
                continue
            name = name_for(one.name, taken)
            taken.add(name)
            above = b"" if readers.kind_of(name) else one.content or b""
            given = await asyncio.to_thread(written_above, above)
            given |= {word: value for word, value in (head or {}).items() if value}
            content = await asyncio.to_thread(packed, one.content or b"")
            files.append({"file": one.name, "name": name, "data": content, "head": given, "same": []})
        offer = await self._looked_at(server_id, "", files, progress)
        wanted = [one for one, upload in zip(sent, offer.files, strict=True) if not upload.refused]
        if not wanted:
            return offer
        await self._documents.refuse_too_much(server_id, len(wanted), sum(one.size for one in wanted))
        now = self._clock()
        identity = content_id(ADDING, str(server_id), str(interaction_id))
        held = json.dumps(files).encode()
        shown = ", ".join(one.name for one in sent)[:200]
        await self._pending.add(
            PendingImport(identity, server_id, by_id, now, shown, held, kind=ADDING), now - KEPT
        )
        return self._remember(replace(offer, id=identity))

    async def look(self, server_id: int, pending_id: str, progress: Progress | None = None) -> Offer:
        """The preview. Raises UserError when it was decided on, or is too old."""
        state = await self._pending.state(server_id, pending_id, self._clock() - KEPT, ADDING)
        if state == "waiting" and pending_id in self._offers:
            return self._offers[pending_id]
        files = await self._waiting(server_id, pending_id, ADDING)
        return self._remember(await self._looked_at(server_id, pending_id, files, progress))

    async def mend(
        self,
        server_id: int,
        pending_id: str,
        number: int,
        head: Mapping[str, str],
        progress: Progress | None = None,
    ) -> Offer:
        """Say something else of one of the files, and look again. Raises UserError."""
        files = await self._waiting(server_id, pending_id, ADDING)
        held = _held(files, number)
        held["head"] = {**held["head"], **head}
        await self._keep(server_id, pending_id, files)
        return self._remember(await self._looked_at(server_id, pending_id, files, progress))

    async def join(self, server_id: int, pending_id: str, number: int, chosen: Iterable[str]) -> Offer:
        """Say which new names are those of known persons. Raises UserError."""
        offer = await self.look(server_id, pending_id)
        files = await self._waiting(server_id, pending_id, ADDING)
        held, wanted = _held(files, number), set(chosen)
        same = tuple(one for one in offer.files[number].near if one.new in wanted)
        held["same"] = [[one.new, one.known] for one in same]
        await self._keep(server_id, pending_id, files)
        uploads = list(offer.files)
        uploads[number] = replace(uploads[number], same=same)
        return self._remember(replace(offer, files=tuple(uploads)))

    async def add(
        self, server_id: int, pending_id: str, by_id: int, progress: Progress | None = None
    ) -> Added | None:
        """Everything that can be added, in one change. None when that was done before. Raises UserError."""
        async with self._storing[server_id]:
            files = await self._applicable(server_id, pending_id, ADDING, progress)
            if files is None:
                return None
            offer = self._offers.get(pending_id)
            if offer is None or offer.stamp != await self._libraries.stamp(server_id):
                offer = await self._looked_at(server_id, pending_id, files, progress)
            if not offer.wanted:
                raise UserError("The same texts were added meanwhile, so there is nothing left to add.")
            wishes, texts = await self._wishes(server_id, offer, files)
            size = sum(len(data) for data in texts.values())
            await self._documents.refuse_too_much(server_id, len(offer.wanted), size)
            titles = [called(one.look.title) for one in offer.wanted]
            many = f"{len(titles)} documents" if len(titles) > 1 else "Document"
            what = f"{many} added: {', '.join(titles)}" if len(titles) > 1 else f"{many} {titles[0]} added"
            change = await self._apply(server_id, pending_id, by_id, what, wishes, texts, ADDING, progress)
        return Added(change, offer) if change.done else None

    async def cancel(self, server_id: int, pending_id: str, kind: str = ADDING) -> bool:
        """False when it was decided on before. Raises UserError for what is gone."""
        if await self._pending.state(server_id, pending_id, self._clock() - KEPT, kind) is None:
            raise UserError(_GONE)
        done = await self._pending.decide(server_id, pending_id, "cancelled", kind)
        await self._let_go(server_id, pending_id)
        return done

    # --- replacing ---------------------------------------------------------------------------------------

    async def offer_exchange(
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
        refused = _refused(sent) or _of_another_kind(sent, listed)
        if refused:
            found = Replacement(DocumentLook(listed.name))
            return Exchange("", sent.name, listed, found, refused)
        exchange = await self._compared(server_id, "", listed, sent.name, sent.content or b"", progress)
        if exchange.refused:
            return exchange
        await self._documents.refuse_too_much(server_id, 0, sent.size - listed.size)
        now = self._clock()
        identity = content_id(REPLACING, str(server_id), str(interaction_id))
        content = await asyncio.to_thread(packed, sent.content or b"")
        held = json.dumps({"name": listed.name, "file": sent.name, "data": content}).encode()
        await self._pending.add(
            PendingImport(identity, server_id, by_id, now, sent.name[:200], held, kind=REPLACING), now - KEPT
        )
        return self._remember_exchange(replace(exchange, id=identity))

    async def look_exchange(
        self, server_id: int, pending_id: str, progress: Progress | None = None
    ) -> Exchange:
        """The comparison. Raises UserError when it was decided on, or is too old."""
        state = await self._pending.state(server_id, pending_id, self._clock() - KEPT, REPLACING)
        if state == "waiting" and pending_id in self._exchanges:
            return self._exchanges[pending_id]
        held = await self._waiting(server_id, pending_id, REPLACING)
        listed = await self._replaceable(server_id, held["name"])
        content = await asyncio.to_thread(unpacked, held["data"])
        return self._remember_exchange(
            await self._compared(server_id, pending_id, listed, held["file"], content, progress)
        )

    async def exchange(
        self, server_id: int, pending_id: str, by_id: int, progress: Progress | None = None
    ) -> Change | None:
        """None when that was done before. Raises UserError."""
        async with self._storing[server_id]:
            held = await self._applicable(server_id, pending_id, REPLACING, progress)
            if held is None:
                return None
            listed = await self._replaceable(server_id, held["name"])
            content = await asyncio.to_thread(unpacked, held["data"])
            await self._documents.refuse_too_much(server_id, 0, len(content) - listed.size)
            raw = (await self._curation.entries(server_id, "document"))[listed.name]
            wish = Wish("document", {**raw.values, "text": text_id(content)}, listed.name)
            what = f"Text of {called(listed.source.title)} replaced"
            texts = {text_id(content): content}
            change = await self._apply(server_id, pending_id, by_id, what, [wish], texts, REPLACING, progress)
        return change if change.done else None

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
        refused = ""
        if not found.look.readable:
            refused = " ".join(found.look.problems)
        elif found.same:
            refused = "is the text that the document has already."
        elif found.look.same_as:
            refused = f"has the very same text as another document: {called(found.look.same_as)}."
        return Exchange(identity, file, listed, found, refused)

    # --- what waits --------------------------------------------------------------------------------------

    async def _waiting(self, server_id: int, pending_id: str, kind: str) -> Any:
        waiting = await self._pending.get(server_id, pending_id, self._clock() - KEPT, kind)
        if waiting is None:
            raise UserError(_GONE)
        if waiting.state != "waiting":
            raise UserError(_decided(waiting.state, kind))
        return await asyncio.to_thread(json.loads, waiting.content)

    async def _applicable(
        self, server_id: int, pending_id: str, kind: str, progress: Progress | None = None
    ) -> Any:
        """What waits; None when it was applied, if only now its library can be made."""
        waiting = await self._pending.get(server_id, pending_id, self._clock() - KEPT, kind)
        if waiting is None:
            raise UserError(_GONE)
        if waiting.state == "cancelled":
            raise UserError(_decided(waiting.state, kind))
        if waiting.content and await self._curation.line(server_id, _entry(pending_id)):
            await self._libraries.refresh(server_id, progress)
            await self._pending.decide(server_id, pending_id, "applied", kind)
            await self._let_go(server_id, pending_id)
            return None
        return await asyncio.to_thread(json.loads, waiting.content) if waiting.content else None

    async def _apply(
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
            await self._applicable(server_id, pending_id, kind)
        try:
            change = await self._curation.change(
                server_id, by_id, _entry(pending_id), what, wishes, texts=texts, progress=progress
            )
        except BaseException:
            await self._pending.wait_again(server_id, pending_id)
            raise
        await self._let_go(server_id, pending_id)
        return change

    async def _keep(self, server_id: int, pending_id: str, files: list[dict[str, Any]]) -> None:
        content = await asyncio.to_thread(lambda: json.dumps(files).encode())
        if not await self._pending.change(server_id, pending_id, content, ADDING):
            raise UserError(_GONE)

    async def _let_go(self, server_id: int, pending_id: str) -> None:
        await self._pending.let_go(server_id, pending_id)
        self._offers.pop(pending_id, None)
        self._exchanges.pop(pending_id, None)

    def _remember(self, offer: Offer) -> Offer:
        _put(self._offers, offer.id, offer)
        return offer

    def _remember_exchange(self, exchange: Exchange) -> Exchange:
        _put(self._exchanges, exchange.id, exchange)
        return exchange

    # --- what is understood ------------------------------------------------------------------------------

    async def _looked_at(
        self, server_id: int, identity: str, files: list[dict[str, Any]], progress: Progress | None
    ) -> Offer:
        readable = [held for held in files if "data" in held]
        contents = [await asyncio.to_thread(unpacked, held["data"]) for held in readable]
        stamp = await self._libraries.stamp(server_id)
        looks = await self._libraries.examine(
            server_id,
            [(held["name"], content, held["head"]) for held, content in zip(readable, contents, strict=True)],
            progress,
        )
        put_away = {
            one.text_id: one.state
            for one in await self._documents.all(server_id)
            if one.text_id and one.state is not State.SHOWN
        }
        library = self._libraries.at(server_id).library
        heads, known = await stored.heads(library), await stored.spellings(library)
        found = iter(zip(looks, contents, strict=True))
        uploads: list[Upload] = []
        for held in files:
            if "data" not in held:
                uploads.append(Upload(held["file"], DocumentLook(held["file"]), held["refused"]))
                continue
            look, content = next(found)
            refused = _unreadable(look) or _twice(look, put_away.get(text_id(content)))
            upload = Upload(held["file"], look, refused)
            uploads.append(upload if refused else await _judged(library, upload, heads, known, held["same"]))
        return Offer(identity, tuple(uploads), stamp)

    async def _wishes(
        self, server_id: int, offer: Offer, files: list[dict[str, Any]]
    ) -> tuple[list[Wish], dict[str, bytes]]:
        """Each document with all of its head said, and persons with their new names."""
        taken = await self._documents.taken_names(server_id)
        wishes: list[Wish] = []
        texts: dict[str, bytes] = {}
        for held, upload in zip(files, offer.files, strict=True):
            if upload.refused:
                continue
            content = await asyncio.to_thread(unpacked, held["data"])
            texts[text_id(content)] = content
            name = name_for(held["name"], taken)  # somebody may have taken it since the preview
            taken.add(name)
            wishes.append(Wish("document", _values(upload.look, text_id(content)), name))
        aliases: defaultdict[str, list[str]] = defaultdict(list)
        for pair in (pair for upload in offer.wanted for pair in upload.same):
            aliases[pair.known].append(pair.new)
        for known, new in aliases.items():
            raw = await self._curation.entry(server_id, "person", known)
            raw = raw or Raw({"name": known}, subject=names.key(known))
            joined = list(dict.fromkeys([*texts_of(raw.values, "aliases"), *new]))
            wishes.append(Wish("person", {**raw.values, "aliases": joined}, raw.subject))
        return wishes, texts


def _entry(pending_id: str) -> str:
    """The line of the log that a preview leads to."""
    return f"document:{pending_id}"


def _values(look: DocumentLook, content: str) -> dict[str, str]:
    """What is stored of a document: "" says that something isn't given, whatever the file's head says."""
    return {
        "text": content,
        "title": look.title[:LONGEST_TITLE],
        "author": look.author or "",
        "publisher": look.publisher or "",
        "url": look.url or "",
        "published": look.published or "",
        "kind": str(look.kind),
        "language": look.language or "",
        "state": str(State.SHOWN),
    }


def _refused(one: Sent) -> str:
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


def _of_another_kind(one: Sent, listed: Listed) -> str:
    """A document's name lasts, and by it is known how its file is read."""
    if readers.kind_of(one.name) == readers.kind_of(listed.name):
        return ""
    end = PurePosixPath(listed.name).suffix
    return f"is another kind of file: this document is a {end} file. Send one of these, or add yours as new."


def _unreadable(look: DocumentLook) -> str:
    return "" if look.readable else " ".join(look.problems)


def _twice(look: DocumentLook, put_away: State | None) -> str:
    if look.same_as:
        return f"has the very same text as {called(look.same_as)}, so it isn’t added a second time."
    if put_away is not None:
        return f"has the very same text as a {put_away} document. Bring that one back: /admin document list."
    return ""


def _decided(state: str, kind: str) -> str:
    done = "cancelled" if state == "cancelled" else "added" if kind == ADDING else "applied"
    return f"That was {done} already. Send the file again if you want it anew."


def _held(files: list[dict[str, Any]], number: int) -> dict[str, Any]:
    if number >= len(files) or "data" not in files[number]:
        raise UserError(_GONE)
    return files[number]


def _put(remembered: OrderedDict[str, Any], identity: str, value: Offer | Exchange) -> None:
    remembered[identity] = value
    remembered.move_to_end(identity)
    while len(remembered) > REMEMBERED:
        remembered.popitem(last=False)


async def _judged(
    library: Library,
    upload: Upload,
    heads: Sequence[Source],
    known: Sequence[tuple[str, str]],
    same: Sequence[Sequence[str]],
) -> Upload:
    """With what of it is new, and what doesn't fit to what is known."""
    new = newcomers(upload.look, known)
    near = tuple(await asyncio.to_thread(likenesses, new, known))
    said = {tuple(pair) for pair in same}
    return replace(
        upload,
        new=tuple(new),
        clashes=tuple(await clashes(library, upload.look, heads)),
        near=near,
        same=tuple(one for one in near if (one.new, one.known) in said),
    )
