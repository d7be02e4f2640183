"""Texts on their way into a server's documents: looked at first, added once."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot import names
from bot.curation import Change, Curation, Raw, Wish, text_id
from bot.curation import listed as texts_of
from bot.document_clashes import Clash, Near, clashes, likenesses, newcomers
from bot.documents import Documents, State, called, name_for
from bot.errors import UserError
from bot.ingest import readers
from bot.letterheads import written_above
from bot.libraries import Libraries, Progress
from bot.models import DocumentLook, Source
from bot.store import documents as stored
from bot.store.edits import packed, unpacked
from bot.store.library import Library
from bot.waiting_texts import ADDING, GONE, Remembered, Sent, WaitingTexts, refused

LONGEST_TITLE = 200


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


class Uploads:
    def __init__(
        self,
        waiting: WaitingTexts,
        documents: Documents,
        curation: Curation,
        libraries: Libraries,
    ) -> None:
        self._waiting = waiting
        self._documents = documents
        self._curation = curation
        self._libraries = libraries
        self._offers: Remembered[Offer] = Remembered()

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
            if why := refused(one):
                files.append({"file": one.name, "refused": why})
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
        shown = ", ".join(one.name for one in sent)
        identity = await self._waiting.add(server_id, by_id, interaction_id, shown, files, ADDING)
        return self._offers.put(identity, replace(offer, id=identity))

    async def look(self, server_id: int, pending_id: str, progress: Progress | None = None) -> Offer:
        """The preview. Raises UserError when it was decided on, or is too old."""
        known = self._offers.get(pending_id)
        if known is not None and await self._waiting.waits(server_id, pending_id, ADDING):
            return known
        files = await self._waiting.get(server_id, pending_id, ADDING)
        return self._offers.put(pending_id, await self._looked_at(server_id, pending_id, files, progress))

    async def mend(
        self,
        server_id: int,
        pending_id: str,
        number: int,
        head: Mapping[str, str],
        progress: Progress | None = None,
    ) -> Offer:
        """Say something else of one of the files, and look again. Raises UserError."""
        files = await self._waiting.get(server_id, pending_id, ADDING)
        held = _held(files, number)
        held["head"] = {**held["head"], **head}
        await self._waiting.keep(server_id, pending_id, files, ADDING)
        return self._offers.put(pending_id, await self._looked_at(server_id, pending_id, files, progress))

    async def join(self, server_id: int, pending_id: str, number: int, chosen: Iterable[str]) -> Offer:
        """Say which new names are those of known persons. Raises UserError."""
        offer = await self.look(server_id, pending_id)
        files = await self._waiting.get(server_id, pending_id, ADDING)
        held, wanted = _held(files, number), set(chosen)
        same = tuple(one for one in offer.files[number].near if one.new in wanted)
        held["same"] = [[one.new, one.known] for one in same]
        await self._waiting.keep(server_id, pending_id, files, ADDING)
        uploads = list(offer.files)
        uploads[number] = replace(uploads[number], same=same)
        return self._offers.put(pending_id, replace(offer, files=tuple(uploads)))

    async def add(
        self, server_id: int, pending_id: str, by_id: int, progress: Progress | None = None
    ) -> Added | None:
        """Everything that can be added, in one change. None when that was done before. Raises UserError."""
        async with self._waiting.storing[server_id]:
            files = await self._waiting.applicable(server_id, pending_id, ADDING, progress)
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
            change = await self._waiting.apply(
                server_id, pending_id, by_id, what, wishes, texts, ADDING, progress
            )
        return Added(change, offer) if change.done else None

    async def cancel(self, server_id: int, pending_id: str) -> bool:
        """False when it was decided on before. Raises UserError for what is gone."""
        return await self._waiting.cancel(server_id, pending_id, ADDING)

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


def _unreadable(look: DocumentLook) -> str:
    return "" if look.readable else " ".join(look.problems)


def _twice(look: DocumentLook, put_away: State | None) -> str:
    if look.same_as:
        return f"has the very same text as {called(look.same_as)}, so it isn’t added a second time."
    if put_away is not None:
        return f"has the very same text as a {put_away} document. Bring that one back: /admin document list."
    return ""


def _held(files: list[dict[str, Any]], number: int) -> dict[str, Any]:
    if number >= len(files) or "data" not in files[number]:
        raise UserError(GONE)
    return files[number]


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
