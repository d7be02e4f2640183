"""What moderators say of persons, topics, works, rulings, documents and quotes of their server; and undo.

Every change is checked against all that is said already before it is stored, is one line of the moderators'
log, and is in the library before anyone reads that it was done.
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from bot import names
from bot.errors import NamesError, StoreError, UserError
from bot.ids import content_id
from bot.ingest.build import gathered_from
from bot.ingest.curated import check
from bot.ingest.overlay import SERVER, Edit, Gathered, laid_over, overlay, subject_of
from bot.ingest.problems import Problem
from bot.ingest.trivia import check_trivia
from bot.ingest.written import FILES, Raw, Written
from bot.libraries import Libraries, Progress
from bot.store import written as stored
from bot.store.edits import ChangedSinceError, Edits, Line, Part

__all__ = ["SERVER", "Change", "Curation", "Line", "Raw", "Wish"]

log = logging.getLogger(__name__)

KEPT = timedelta(days=30)
"""How long a removed document can be brought back."""

MOST_NAMES = 200
"""Spellings of one person or topic."""
MOST_ENTRIES = 20_000
"""Subjects that one server may have of its own, packs and all."""

QUICKER = "Somebody else changed that a moment ago. Look at it again first."

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Change:
    """`entry`: the line of the moderators' log, by which it is undone; `what`: one plain sentence."""

    entry: str
    what: str
    done: bool = True  # False: this very change had been made before


@dataclass(frozen=True, slots=True)
class Wish:
    """What a subject is to be: all of its values, or None to take it away.

    `kind`: person | topic | work | ruling | question | document | quote | apart. For a new person, topic or
    work without `subject` one is found. `seen`: what the wish was made from, {} for nothing yet; when it is
    something else by now, somebody was quicker.
    """

    kind: str
    values: Values | None
    subject: str = ""
    layer: str = SERVER
    seen: Values | None = None


class Curation:
    def __init__(self, edits: Edits, libraries: Libraries, clock: Callable[[], datetime]) -> None:
        self._edits = edits
        self._libraries = libraries
        self._clock = clock
        self._base: tuple[object, Gathered] | None = None

    async def entries(self, server_id: int, kind: str) -> dict[str, Raw]:
        """All that count in this server, by subject: the host's, its packs' and its own as one."""
        base = await self._written()
        edits = await self._libraries.edits(server_id)
        return {raw.subject: raw for raw in laid_over(base.written, kind, edits) if raw.subject}

    async def entry(self, server_id: int, kind: str, called: str) -> Raw | None:
        """By its name, by another of its names, or by its subject; a name that was taken from one and given
        to another means the other.
        """
        found = await self.entries(server_id, kind)
        wanted = names.key(called)
        named = [raw for raw in found.values() if wanted in spellings(raw.values)]
        named.sort(key=lambda raw: names.key(str(raw.values.get("name", ""))) != wanted)
        return named[0] if named else found.get(called) or found.get(wanted)

    async def own(self, server_id: int, kind: str, layer: str = SERVER) -> dict[str, Values]:
        """What one layer itself says, by subject: only what is other than below."""
        return await self._edits.of_kind(server_id, layer, kind)

    async def change(
        self,
        server_id: int,
        by_id: int,
        entry: str,
        what: str,
        wishes: Sequence[Wish],
        *,
        texts: Mapping[str, bytes] | None = None,
        progress: Progress | None = None,
        lenient: bool = False,
    ) -> Change:
        """All wishes or none; answers show it when this returns. The same `entry` again changes nothing.

        Raises UserError when something said already stands against it, or somebody else was quicker.
        `lenient`: what stands against something is stored all the same, and left out while it does.
        """
        base = await self._written()
        before = await self._libraries.edits(server_id)
        parts = _parts(base.written, before, wishes)
        after = _with(before, parts)
        if len(after) > max(MOST_ENTRIES, len(before)):
            raise UserError(f"A server can have {MOST_ENTRIES:,} entries of its own; this would be more.")
        if not lenient:
            await asyncio.to_thread(_refuse_new_problems, base, before, after)
        if parts:
            await self._apply(server_id, entry, by_id, what, parts, texts)
        await self._made(server_id, progress)
        return Change(entry, what, bool(parts))

    async def prospect(
        self, server_id: int, wishes: Sequence[Wish]
    ) -> tuple[dict[tuple[str, str, str], Values | None], list[str]]:
        """By (layer, kind, subject) what a change would store; and what would be left out, with reasons."""
        base = await self._written()
        before = await self._libraries.edits(server_id)
        parts = _parts(base.written, before, wishes)
        new = await asyncio.to_thread(_new_problems, base, before, _with(before, parts))
        stored = {(one.layer, one.kind, one.subject): one.value for one in _with(before, parts)}
        return {**dict.fromkeys((one.place for one in parts), None), **stored}, [in_words(one) for one in new]

    async def below(self, server_id: int, kind: str, layer: str) -> dict[str, Raw]:
        """All entries as they are without a layer and those above it, by subject."""
        edits = [one for one in await self._libraries.edits(server_id) if _lower(one.layer, layer)]
        found = laid_over((await self._written()).written, kind, edits)
        return {raw.subject: raw for raw in found if raw.subject}

    async def _apply(
        self,
        server_id: int,
        entry: str,
        by_id: int,
        what: str,
        parts: Sequence[Part],
        texts: Mapping[str, bytes] | None,
    ) -> None:
        try:
            await self._edits.apply(server_id, entry, by_id, self._now(), what, parts, texts)
        except ChangedSinceError:
            raise UserError(QUICKER) from None

    async def undo(self, server_id: int, entry: str, by_id: int) -> Change | None:
        """None when it was undone before. Raises UserError when it can't be, any more."""
        line = await self.line(server_id, entry)
        if line is None or line.undone or not line.parts:
            return None
        texts = {
            str(one.before["text"])
            for one in line.parts
            if one.kind == "document" and one.before and one.before.get("text")
        }
        if not await self._edits.has_texts(server_id, texts):
            raise UserError("That can’t be undone any more: a removed text is kept for 30 days.")
        before = await self._libraries.edits(server_id)
        reverse = [Part(one.layer, one.kind, one.subject, one.after, one.before) for one in line.parts]
        base = await self._written()
        await asyncio.to_thread(_refuse_new_problems, base, before, _with(before, reverse))
        try:
            undone = await self._edits.undo(server_id, entry, by_id, self._now())
        except ChangedSinceError:
            raise UserError(
                "Something of it was changed again since. Undo the later change first: `/admin log` shows it."
            ) from None
        await self._made(server_id)
        return Change(entry, undone.what) if undone else None

    async def _made(self, server_id: int, progress: Progress | None = None) -> None:
        """Raises UserError when the library can't be made: what was changed stands all the same."""
        try:
            await self._libraries.refresh(server_id, progress)
        except StoreError as error:
            log.error("The library of server %d could not be made: %s", server_id, error)
            raise UserError(
                "It is stored, but the library could not be made anew; until it is, members are answered as "
                "before. I try again by myself. If it stays so, tell whoever hosts this bot: the disk may be "
                "full."
            ) from error

    async def line(self, server_id: int, entry: str) -> Line | None:
        """A change of the library in the moderators' log."""
        return await self._edits.line(server_id, entry)

    async def history(self, server_id: int, kind: str, subject: str) -> list[Line]:
        """Every change of one subject, the newest first."""
        return await self._edits.lines_about(server_id, kind, subject)

    async def add_alias(self, server_id: int, by_id: int, entry: str, target_ref: str, alias: str) -> Change:
        """`target_ref`: what autocomplete gives, a topic's id or "p" and a person's. Raises UserError."""
        kind, raw = await self.target(server_id, target_ref)
        called = str(raw.values["name"])
        aliases = listed(raw.values, "aliases")
        alias = " ".join(alias.split())
        if names.key(alias) in spellings(raw.values):
            raise NamesError(f"“{alias}” is a name of {called} already.")
        what = f"“{alias}” is another name of {called}"
        wish = Wish(kind, {**raw.values, "aliases": [*aliases, alias]}, raw.subject)
        return await self.change(server_id, by_id, entry, what, [wish])

    async def add_topic(
        self,
        server_id: int,
        by_id: int,
        entry: str,
        name: str,
        kind: str,
        members: Sequence[str] = (),
        aliases: Sequence[str] = (),
    ) -> Change:
        """`kind`: pairing, character, event or claim; `members`: persons by name. Raises UserError."""
        values: dict[str, Any] = {"name": " ".join(name.split()), "kind": kind}
        if members:
            values["members"] = list(members)
        if aliases:
            values["aliases"] = list(aliases)
        what = f"Topic {values['name']} added"
        return await self.change(server_id, by_id, entry, what, [Wish("topic", values)])

    async def target(self, server_id: int, ref: str) -> tuple[str, Raw]:
        """("person" | "topic", its entry) of a name's reference or its words. Raises UserError.

        A person whom only the documents name gets an entry that says just that name.
        """
        read = await self._libraries.at(server_id).canon.named(ref)
        if read is None:
            raise UserError("There is nobody and nothing of that name here. Choose one from the list.")
        kind, name = read
        raw = await self.entry(server_id, kind, name)
        if raw is None:
            raw = Raw({"name": name}, subject=names.key(name))
        return kind, raw

    async def _written(self) -> Gathered:
        """What the host's files say, as the shared library holds it."""
        version = await self._libraries.shared.version()
        if self._base is None or self._base[0] != version:
            rows = await stored.entries(self._libraries.shared)
            self._base = (version, gathered_from([], rows))
        return self._base[1]

    def _now(self) -> datetime:
        return self._clock().astimezone(UTC)


def spellings(values: Values) -> set[str]:
    """The keys of all names of an entry."""
    return {names.key(str(one)) for one in (values.get("name", ""), *listed(values, "aliases"))}


def text_id(content: bytes) -> str:
    """By which a file is kept."""
    return content_id("text", content.decode("latin-1"))


def listed(values: Values, word: str) -> list[str]:
    """A list among an entry's values, as texts; [] for none."""
    found = values.get(word)
    return [str(one) for one in found] if isinstance(found, list | tuple) else []  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]


def _parts(written: Written, edits: Sequence[Edit], wishes: Sequence[Wish]) -> list[Part]:
    """What has to change in each layer so that every subject is as wished; nothing where it is so already."""
    layers = _Layers(written, edits)
    parts: dict[tuple[str, str, str], Part] = {}
    for wish in wishes:
        subject = wish.subject or layers.new_subject(wish)
        layers.refuse_too_many(wish, subject)
        if wish.seen is not None and layers.all(wish.kind).get(subject, {}) != wish.seen:
            raise UserError(QUICKER)
        current = layers.said.get((wish.layer, wish.kind, subject))
        below = layers.below(wish.kind, wish.layer).get(subject)
        if wish.values is None:
            # A pack never takes away what others say: it just says nothing any more.
            hides = below is not None and wish.layer == SERVER
            value: Values | None = {"removed": True} if hides else None
        elif below is None:
            value = dict(wish.values)
        else:
            changed = {word: one for word, one in wish.values.items() if below.get(word) != one}
            gone = {word: None for word in below if word not in wish.values and word != "formerly"}
            value = {**changed, **gone} or None
        place = (wish.layer, wish.kind, subject)
        parts.pop(place, None)  # of two wishes for one subject the last one counts
        if value != current:
            parts[place] = Part(*place, current, value)
    return list(parts.values())


def _lower(layer: str, than: str) -> bool:
    """Packs by their names, and above all of them the server itself."""
    return (layer == SERVER, layer) < (than == SERVER, than)


class _Layers:
    """What each layer says, laid over those below it once for all the wishes of a change."""

    def __init__(self, written: Written, edits: Sequence[Edit]) -> None:
        self._written = written
        self._edits = edits
        self.said = {(one.layer, one.kind, one.subject): one.value for one in edits}
        self._below: dict[tuple[str, str], dict[str, Values]] = {}
        self._all: dict[str, dict[str, Values]] = {}

    def below(self, kind: str, layer: str) -> dict[str, Values]:
        """By subject: what the layers under one say."""
        if (kind, layer) not in self._below:
            lower = [one for one in self._edits if _lower(one.layer, layer)]
            self._below[kind, layer] = self._laid(kind, lower)
        return self._below[kind, layer]

    def all(self, kind: str) -> dict[str, Values]:
        if kind not in self._all:
            self._all[kind] = self._laid(kind, self._edits)
        return self._all[kind]

    def _laid(self, kind: str, edits: Sequence[Edit]) -> dict[str, Values]:
        if kind in FILES:
            return {raw.subject: raw.values for raw in laid_over(self._written, kind, edits) if raw.subject}
        said: dict[str, dict[str, Any]] = {}
        for one in edits:
            if one.kind == kind:
                said.setdefault(one.subject, {}).update(one.value)
        return {subject: value for subject, value in said.items() if not value.get("removed")}

    def refuse_too_many(self, wish: Wish, subject: str) -> None:
        """Raises UserError for more names than one may have, unless a host's file says so."""
        for word in ("aliases", "asks"):
            count = len(listed(wish.values or {}, word))
            if count > MOST_NAMES and count > len(listed(self.all(wish.kind).get(subject, {}), word)):
                raise UserError(f"One person or topic can have {MOST_NAMES} names at most.")

    def new_subject(self, wish: Wish) -> str:
        """A subject that no other entry had before, even under an earlier name."""
        subject = subject_of(wish.kind, wish.values or {})
        if wish.kind not in ("person", "topic", "work"):
            return subject
        # By their keys, as ids follow from them.
        taken = {names.key(one): values for one, values in self.all(wish.kind).items()}
        number, free = 2, subject
        while (held := taken.get(names.key(free))) is not None:
            if names.key(str(held.get("name", ""))) == subject:
                raise NamesError(f"“{(wish.values or {}).get('name')}” is there already.")
            free, number = names.key(f"{subject} {number}"), number + 1
        return free


def _with(edits: Sequence[Edit], parts: Sequence[Part]) -> list[Edit]:
    """The edits as they will be."""
    changed = {one.place: one for one in parts}
    kept = [one for one in edits if (one.layer, one.kind, one.subject) not in changed]
    kept += [Edit(*one.place, one.after) for one in parts if one.after is not None]
    return sorted(kept, key=lambda one: (one.layer == SERVER, one.layer, one.kind, one.subject))


def _refuse_new_problems(base: Gathered, before: Sequence[Edit], after: Sequence[Edit]) -> None:
    """Raises UserError with the first thing that would be wrong afterwards and isn't now."""
    for one in _new_problems(base, before, after):
        raise NamesError(in_words(one).removesuffix(" The entry was left out."))


def _new_problems(base: Gathered, before: Sequence[Edit], after: Sequence[Edit]) -> list[Problem]:
    known = {str(one) for one in _problems(base, before)}
    return [one for one in _problems(base, after) if str(one) not in known]


def _problems(base: Gathered, edits: Sequence[Edit]) -> list[Problem]:
    laid = overlay(base, [one for one in edits if one.kind in FILES], {})
    return [*check(laid.written).problems, *check_trivia(laid.written).problems]


def in_words(problem: Problem) -> str:
    """Without the names of files that a moderator never sees."""
    said = problem.message.replace(" in people.toml", " here").replace(" in topics.toml", " here")
    said = said.replace("who stand here", "who are known here")
    said = re.sub(r" on line \d+|; here it was ignored", "", said)
    return said[:1].upper() + said[1:]
