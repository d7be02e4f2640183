"""Packs on their way into a server and out of it: looked at first, applied once, undone as one."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from bot.curation import SERVER, Change, Curation, Wish, listed, spellings, text_id
from bot.errors import UserError
from bot.exchange import files, packs
from bot.exchange.packs import Pack
from bot.exchange.rows import Format
from bot.ids import content_id
from bot.ingest.heads import clean
from bot.ingest.overlay import subject_of
from bot.ingest.problems import shown
from bot.ingest.written import FILES, Raw, Written
from bot.libraries import PACK, Libraries, Progress
from bot.store.edits import Edits
from bot.store.pending import PendingImport, PendingImports
from bot.store.server_questions import ServerQuestions

PENDING = "pack"
KEPT = timedelta(days=1)
META = "pack"
"""The kind of the edit that says which version of a pack a server has."""

Values = Mapping[str, Any]
_NOTHING: Values = {}


@dataclass(frozen=True, slots=True)
class Held:
    """A pack that a server has."""

    slug: str
    name: str
    version: str
    license: str
    description: str
    documents: int
    entries: int


@dataclass(frozen=True, slots=True)
class Difference:
    """One entry of a pack against what the server has."""

    kind: str
    name: str
    state: str  # new | changed | same | gone | clash
    why: str = ""


@dataclass(frozen=True, slots=True)
class Look:
    id: str
    pack: Pack
    before: Held | None  # the version that it replaces
    differences: tuple[Difference, ...]  # clashes first, then changed, new, gone, same
    problems: tuple[str, ...]

    def count(self, state: str) -> int:
        return sum(one.state == state for one in self.differences)


class Packs:
    def __init__(
        self,
        curation: Curation,
        libraries: Libraries,
        edits: Edits,
        questions: ServerQuestions,
        pending: PendingImports,
        clock: Callable[[], datetime],
    ) -> None:
        self._curation = curation
        self._libraries = libraries
        self._edits = edits
        self._questions = questions
        self._pending = pending
        self._clock = clock

    async def held(self, server_id: int) -> list[Held]:
        """The server's packs, by name."""
        found: dict[str, list[tuple[str, Values]]] = {}
        for one in await self._libraries.edits(server_id):
            if one.layer.startswith(PACK):
                found.setdefault(one.layer.removeprefix(PACK), []).append((one.kind, one.value))
        return [_held(slug, entries) for slug, entries in sorted(found.items())]

    async def offer(self, server_id: int, by_id: int, file: str, content: bytes, interaction_id: int) -> Look:
        """A zip that a moderator sent: read and kept for a day, with nothing of it stored yet.

        Raises UserError for what is no pack.
        """
        pack = await asyncio.to_thread(packs.read_pack, content)
        identity = content_id("pack", str(server_id), str(interaction_id))
        now = self._clock()
        await self._pending.add(
            PendingImport(identity, server_id, by_id, now, file, content, kind=PENDING), now - KEPT
        )
        return await self._look(server_id, identity, pack)

    async def look(self, server_id: int, pending_id: str) -> Look:
        """The preview as it is now. Raises UserError when it was decided on, or is too old."""
        return await self._look(server_id, pending_id, await self._waiting(server_id, pending_id))

    async def apply(
        self, server_id: int, pending_id: str, by_id: int, progress: Progress | None = None
    ) -> Change:
        """Everything of the pack, in the place of its earlier version. What the server's moderators changed
        themselves goes on counting more. Raises UserError when it was decided on before.
        """
        pack = await self._waiting(server_id, pending_id)
        if not await self._pending.decide(server_id, pending_id, "applied", PENDING):
            raise UserError("That pack was applied or cancelled already.")
        wishes, texts = await self._wishes(server_id, pack)
        what = f"Pack {pack.name} {pack.version} brought in"
        try:
            change = await self._curation.change(
                server_id,
                by_id,
                f"pack:{pending_id}",
                what,
                wishes,
                texts=texts,
                progress=progress,
                lenient=True,
            )
        except BaseException:
            await self._pending.wait_again(server_id, pending_id)
            raise
        await self._pending.let_go(server_id, pending_id)
        return change

    async def cancel(self, server_id: int, pending_id: str) -> bool:
        """False when it was decided on before."""
        done = await self._pending.decide(server_id, pending_id, "cancelled", PENDING)
        await self._pending.let_go(server_id, pending_id)
        return done

    async def questions(self, server_id: int, pending_id: str) -> bytes | None:
        """The pack's list of questions, while its preview waits."""
        return (await self._waiting(server_id, pending_id)).questions

    async def remove(self, server_id: int, slug: str, by_id: int, interaction_id: int) -> Change:
        """Take a pack away, with everything that it brought. Raises UserError when there is none."""
        held = await self.one(server_id, slug)
        wishes = [
            Wish(one.kind, None, one.subject, one.layer)
            for one in await self._libraries.edits(server_id)
            if one.layer == PACK + slug
        ]
        what = f"Pack {held.name} taken away"
        return await self._curation.change(
            server_id, by_id, f"pack-remove:{interaction_id}", what, wishes, lenient=True
        )

    async def one(self, server_id: int, slug: str) -> Held:
        """Raises UserError when the server has no such pack."""
        for held in await self.held(server_id):
            if held.slug == slug:
                return held
        raise UserError("This server has no such pack any more.")

    async def export(self, server_id: int, name: str, version: str, license: str, description: str) -> Pack:
        """What this server itself added and changed, as a pack. Raises UserError when that is nothing, and
        when it lacks what a pack has to say of itself.
        """
        name, version, license, description = map(clean, (name, version, license, description))
        if not (name and version and license):
            raise UserError("A pack says its name, its version and its licence.")
        documents: dict[str, bytes] = {}
        own = await self._edits.of_kind(server_id, SERVER, "document")
        shown = {
            subject: value
            for subject, value in own.items()
            if value.get("text") and value.get("state", "shown") == "shown"
        }
        texts = await self._edits.texts(server_id, {str(value["text"]) for value in shown.values()})
        renamed: dict[str, str] = {}
        for subject, value in shown.items():
            if (data := texts.get(str(value["text"]))) is not None:
                renamed[subject] = subject.removeprefix(f"{SERVER}/")
                documents[renamed[subject]] = packs.with_head(data, subject, value)
        entries: dict[str, tuple[Raw, ...]] = {}
        for kind in FILES:
            changed = {
                subject
                for subject, value in (await self._edits.of_kind(server_id, SERVER, kind)).items()
                if not value.get("removed")
            }
            merged = await self._curation.entries(server_id, kind)
            entries[kind] = tuple(
                Raw(_with_documents(merged[subject].values, renamed))
                for subject in sorted(changed)
                if subject in merged
            )
        own_questions = await self._questions.pool(server_id, None, [])
        written = None
        if own_questions:
            written, _ = await asyncio.to_thread(files.write, Format.CSV, own_questions, {})
        if not documents and not any(entries.values()) and not written:
            raise UserError("This server has added nothing of its own yet, so there is nothing to export.")
        return Pack(name, version, license, description, documents, Written(entries), written)

    async def _waiting(self, server_id: int, pending_id: str) -> Pack:
        waiting = await self._pending.get(server_id, pending_id, self._clock() - KEPT, PENDING)
        if waiting is None:
            raise UserError("That preview is gone: it waits for a day at most. Send the pack again.")
        if waiting.state != "waiting":
            raise UserError(f"That pack was {waiting.state} already.")
        return await asyncio.to_thread(packs.read_pack, waiting.content)

    async def _look(self, server_id: int, identity: str, pack: Pack) -> Look:
        wishes, _ = await self._wishes(server_id, pack)
        layer = PACK + pack.slug
        current = {
            (one.kind, one.subject): one.value
            for one in await self._libraries.edits(server_id)
            if one.layer == layer
        }
        wanted, complaints = await self._curation.prospect(server_id, wishes)
        known = {kind: set(await self._curation.entries(server_id, kind)) for kind in FILES}
        differences: list[Difference] = []
        for wish in wishes:
            if wish.kind == META:
                continue
            place = (wish.kind, wish.subject)
            name = _name(wish, current.get(place))
            if wish.values is None:
                differences.append(Difference(wish.kind, name, "gone"))
                continue
            label = f"{wish.kind} “{shown(name, 40)}”:".casefold()
            why = next((said for said in complaints if said.casefold().startswith(label)), "")
            if why:
                state = "clash"
            elif place not in current:
                state = "new" if wish.subject not in known.get(wish.kind, ()) else "changed"
            else:
                state = "same" if wanted.get((layer, *place)) == current[place] else "changed"
            differences.append(Difference(wish.kind, name, state, why))
        order = ["clash", "changed", "new", "gone", "same"]
        differences.sort(key=lambda one: (order.index(one.state), one.kind, one.name.casefold()))
        before = next((one for one in await self.held(server_id) if one.slug == pack.slug), None)
        told = [str(one) for one in pack.problems]
        return Look(identity, pack, before, tuple(differences), tuple(dict.fromkeys([*told, *complaints])))

    async def _wishes(self, server_id: int, pack: Pack) -> tuple[list[Wish], dict[str, bytes]]:
        """Every entry as the pack wants it, and what its earlier version had and this one hasn't."""
        layer = PACK + pack.slug
        meta = {
            "name": pack.name,
            "version": pack.version,
            "license": pack.license,
            "description": pack.description,
        }
        wishes = {(META, META): Wish(META, meta, META, layer)}
        texts: dict[str, bytes] = {}
        renamed = {name: f"pack-{pack.slug}/{name}" for name in pack.documents}
        for name, data in pack.documents.items():
            texts[text_id(data)] = data
            values = {"text": text_id(data), "state": "shown"}
            wishes["document", renamed[name]] = Wish("document", values, renamed[name], layer)
        topics: dict[str, str] = {}
        for kind in FILES:  # topics stand before rulings there
            below = await self._curation.below(server_id, kind, layer)
            if kind == "topic":
                for subject, raw in below.items():
                    for spelling in spellings(raw.values):
                        topics.setdefault(spelling, subject)
            for raw in pack.written.entries.get(kind, ()):
                subject = subject_of(kind, raw.values)
                if kind == "ruling":
                    subject = topics.get(subject, subject)
                if not subject:
                    continue
                if kind == "topic":
                    for spelling in spellings(raw.values):
                        topics.setdefault(spelling, subject)
                joins = subject in below and kind in ("person", "topic")
                lower: Values = below[subject].values if joins else _NOTHING
                values = {**lower, **_with_documents(raw.values, renamed)}
                for word in ("aliases", "asks"):
                    if joined := [*listed(lower, word), *listed(raw.values, word)]:
                        values[word] = list(dict.fromkeys(joined))
                wishes[kind, subject] = Wish(kind, values, subject, layer)
        for one in await self._libraries.edits(server_id):
            if one.layer == layer and (one.kind, one.subject) not in wishes:
                wishes[one.kind, one.subject] = Wish(one.kind, None, one.subject, layer)
        return list(wishes.values()), texts


def _held(slug: str, entries: list[tuple[str, Values]]) -> Held:
    meta = next((value for kind, value in entries if kind == META), _NOTHING)
    documents = sum(kind == "document" for kind, _ in entries)
    return Held(
        slug,
        str(meta.get("name", slug)),
        str(meta.get("version", "")),
        str(meta.get("license", "")),
        str(meta.get("description", "")),
        documents,
        len(entries) - documents - bool(meta),
    )


def _name(wish: Wish, current: Values | None) -> str:
    values = wish.values or current or _NOTHING
    if wish.kind == "document":
        return wish.subject.partition("/")[2]
    return str(values.get("name") or values.get("topic") or values.get("prompt") or wish.subject)


def _with_documents(values: Values, renamed: Mapping[str, str]) -> dict[str, Any]:
    """The names under which the documents of rulings' and questions' evidence stand, in another place."""
    changed = dict(values)
    if isinstance(document := values.get("document"), str):
        changed["document"] = renamed.get(document, document)
    if isinstance(evidence := values.get("evidence"), list):
        changed["evidence"] = [_with_documents(one, renamed) for one in cast("list[Values]", evidence)]
    return changed
