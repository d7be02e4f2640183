"""A ruling while a moderator writes it: kept for a day, also over a restart; nothing of it counts yet."""

from __future__ import annotations

import asyncio
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.canon import PAGE, rule_of
from bot.curation import SERVER, Change
from bot.errors import UserError
from bot.ids import content_id
from bot.libraries import Libraries
from bot.models import CanonAnswer, Kind, Piece, Ruling, Stance, Verdict
from bot.ruling_versions import Evidence, evidence_of
from bot.rulings import Proposed, Ruled, Rulings, said
from bot.server_settings import SettingsDesk
from bot.store import canon as stored_canon
from bot.store import rulings as stored
from bot.store.pending import PendingImport, PendingImports

KEPT = timedelta(days=1)
FOUND = 25
"""Pieces on a page to choose from: as many as a menu of Discord's holds."""
MOST_EVIDENCE = 25
PENDING = "ruling"
SCOPE, SAYS = 200, 450
"""Characters that a card shows of them."""

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Desk:
    id: str
    topic: Ruled
    before: Values | None  # the ruling when the desk was opened
    verdict: Verdict | None = None
    scope: str = ""
    says: str = ""
    evidence: tuple[Evidence, ...] = ()
    words: str = ""  # that evidence is searched with, instead of all on the topic
    suggested: bool = False  # verdict and evidence are what the documents suggest

    @property
    def missing(self) -> tuple[str, ...]:
        """What it takes before it can be published."""
        wanted = {
            "a verdict": self.verdict,
            "its scope": self.scope,
            "one sentence": self.says,
            "evidence": self.evidence,
        }
        return tuple(word for word, value in wanted.items() if not value)


@dataclass(frozen=True, slots=True)
class Chosen:
    """Chosen evidence as it stands now; `piece` is None when no document holds the words any more."""

    evidence: Evidence
    piece: Piece | None
    counts: bool  # of a kind that counts as evidence in this server


@dataclass(frozen=True, slots=True)
class Found:
    """A page of what evidence can be chosen from, and what was chosen."""

    desk: Desk
    pieces: tuple[Piece, ...]
    page: int
    total: int
    chosen: tuple[Chosen, ...]

    @property
    def pages(self) -> int:
        return max(-(-self.total // FOUND), 1)


class RulingDesks:
    def __init__(
        self,
        rulings: Rulings,
        libraries: Libraries,
        pending: PendingImports,
        settings: SettingsDesk,
        clock: Callable[[], datetime],
    ) -> None:
        self._rulings = rulings
        self._libraries = libraries
        self._pending = pending
        self._settings = settings
        self._clock = clock
        self._locks: defaultdict[int, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def open(
        self, server_id: int, by_id: int, called: str, interaction_id: int, draft_id: str | None = None
    ) -> Desk:
        """A desk with the present ruling on it, or with what the documents suggest. Raises UserError."""
        draft = await self._rulings.draft(server_id, draft_id) if draft_id else None
        topic = await self._rulings.topic(server_id, draft.topic_id if draft else called)
        before = await self._rulings.now(server_id, topic.subject)
        desk = Desk(content_id("ruling", str(server_id), str(interaction_id)), topic, before)
        if before is not None:
            desk = replace(
                desk,
                verdict=Verdict(before["verdict"]),
                scope=str(before.get("scope") or ""),
                says=str(before.get("says") or ""),
                evidence=await self._as_it_stands(server_id, topic, before),
            )
        elif suggested := await self._rulings.suggested(server_id, topic.id, draft):
            verdict, evidence = suggested
            desk = replace(desk, verdict=verdict, evidence=evidence[:MOST_EVIDENCE], suggested=True)
        now = self._now()
        waiting = PendingImport(desk.id, server_id, by_id, now, topic.name, _packed(desk), kind=PENDING)
        if not await self._pending.add(waiting, now - KEPT):
            return await self.get(server_id, desk.id)
        return desk

    async def get(self, server_id: int, desk_id: str) -> Desk:
        """Raises UserError when it was decided on, is too old, or another server's."""
        kept = await self._pending.get(server_id, desk_id, self._now() - KEPT, PENDING)
        if kept is None:
            raise UserError(
                "That card is gone: it waits for a day at most. Begin anew: `/admin ruling write`."
            )
        if kept.state != "waiting":
            done = "cancelled" if kept.state == "cancelled" else "published"
            raise UserError(f"That was {done} already. `/admin ruling history` shows what counts.")
        return _unpacked(kept.content)

    async def set_verdict(self, server_id: int, desk_id: str, verdict: Verdict) -> Desk:
        return await self._change(server_id, desk_id, lambda desk: replace(desk, verdict=verdict))

    async def set_words(self, server_id: int, desk_id: str, scope: str, says: str) -> Desk:
        scope, says = " ".join(scope.split())[:SCOPE], " ".join(says.split())[:SAYS]
        return await self._change(server_id, desk_id, lambda desk: replace(desk, scope=scope, says=says))

    async def search(self, server_id: int, desk_id: str, words: str) -> Found:
        """Choose from what is found with these words from now on; "" for all on the topic."""
        words = " ".join(words.split())
        desk = await self._change(server_id, desk_id, lambda desk: replace(desk, words=words))
        return await self._found(server_id, desk, 0)

    async def found(self, server_id: int, desk_id: str, page: int) -> Found:
        """The nearest page that there is."""
        return await self._found(server_id, await self.get(server_id, desk_id), page)

    async def choose(
        self, server_id: int, desk_id: str, page: int, picked: Sequence[str], stance: Stance
    ) -> Found:
        """Of what is on a page, the picked pieces are evidence on that side, and no others.

        Raises UserError when that makes more evidence than a ruling can have.
        """
        library = self._libraries.at(server_id).library
        shown = await self._found(server_id, await self.get(server_id, desk_id), page)
        wanted = [_evidence(piece, stance) for piece in await stored.named(library, picked)]
        words = {one.words for one in wanted}
        off = {_evidence(piece, stance).words for piece in shown.pieces} - words

        def chosen(desk: Desk) -> Desk:
            kept = [
                one
                for one in desk.evidence
                if one.words not in words and not (one.words in off and one.stance is stance)
            ]
            before = {one.words: place for place, one in enumerate(desk.evidence)}
            evidence = sorted([*kept, *wanted], key=lambda one: before.get(one.words, len(before)))
            if len(evidence) > max(MOST_EVIDENCE, len(desk.evidence)):
                raise UserError(
                    f"A ruling can rest on {MOST_EVIDENCE} pieces of evidence at most. Take some off first."
                )
            return replace(desk, evidence=tuple(evidence))

        return await self._found(server_id, await self._change(server_id, desk_id, chosen), page)

    async def take_off(self, server_id: int, desk_id: str, page: int, which: Iterable[str]) -> Found:
        """`which`: as `known_by` names chosen evidence."""
        gone = set(which)

        def without(desk: Desk) -> Desk:
            return replace(desk, evidence=tuple(one for one in desk.evidence if known_by(one) not in gone))

        return await self._found(server_id, await self._change(server_id, desk_id, without), page)

    async def chosen(self, server_id: int, desk: Desk) -> tuple[Chosen, ...]:
        return await self._chosen(server_id, desk, (await self._settings.get(server_id)).kinds)

    async def preview(self, server_id: int, desk_id: str) -> tuple[Desk, CanonAnswer, int]:
        """What members will read, and how many pieces follow on its further pages.

        Raises UserError while something is missing.
        """
        desk = await self.get(server_id, desk_id)
        return desk, *await self._answer(server_id, desk)

    async def publish(self, server_id: int, desk_id: str, by_id: int) -> Change | Proposed:
        """Once. Raises UserError when it can't be, or the ruling was changed since the desk was opened."""
        async with self._locks[server_id]:
            desk = await self.get(server_id, desk_id)
            await self._answer(server_id, desk)
            assert desk.verdict is not None  # noqa: S101 - `_answer` has refused what lacks one
            values = {
                "topic": desk.topic.name,
                "verdict": str(desk.verdict),
                "scope": desk.scope,
                "says": desk.says,
                "as_of": await self._today(server_id),
                "evidence": [
                    {"text": one.text, "document": one.document, "stance": str(one.stance)}
                    for one in desk.evidence
                ],
            }
            done = await self._rulings.put(
                server_id,
                by_id,
                f"ruling:{desk.id}",
                said(desk.topic, desk.verdict),
                desk.topic,
                desk.before,
                values,
            )
            await self._pending.decide(server_id, desk_id, "applied", PENDING)
            await self._pending.let_go(server_id, desk_id)
            return done

    async def cancel(self, server_id: int, desk_id: str) -> Desk:
        async with self._locks[server_id]:
            desk = await self.get(server_id, desk_id)
            await self._pending.decide(server_id, desk_id, "cancelled", PENDING)
            await self._pending.let_go(server_id, desk_id)
            return desk

    async def _as_it_stands(self, server_id: int, topic: Ruled, values: Values) -> tuple[Evidence, ...]:
        """The evidence of the present ruling, letter for letter as its documents have it."""
        held = await stored.weighed(self._libraries.at(server_id).library, topic.id)
        return tuple(
            Evidence(held[place].text, held[place].source.name, one.stance) if place in held else one
            for place, one in enumerate(evidence_of(values))
        )

    async def _change(self, server_id: int, desk_id: str, what: Callable[[Desk], Desk]) -> Desk:
        async with self._locks[server_id]:
            desk = what(await self.get(server_id, desk_id))
            await self._pending.change(server_id, desk_id, _packed(desk), PENDING)
            return desk

    async def _found(self, server_id: int, desk: Desk, page: int) -> Found:
        found, total = await self._page(server_id, desk, page)
        if not found and page:
            _, total = await self._page(server_id, desk, 0)
            page = max(-(-total // FOUND) - 1, 0)
            found, total = await self._page(server_id, desk, page)
        return Found(desk, tuple(found), page, total, await self.chosen(server_id, desk))

    async def _page(self, server_id: int, desk: Desk, page: int) -> tuple[list[Piece], int]:
        at = self._libraries.at(server_id)
        if not desk.words:
            return await stored.about(at.library, desk.topic.id, FOUND, page * FOUND)
        answer = await at.search.answer(desk.words, page, FOUND)
        return [hit.piece for hit in answer.hits], answer.total

    async def _chosen(self, server_id: int, desk: Desk, kinds: Sequence[Kind]) -> tuple[Chosen, ...]:
        library = self._libraries.at(server_id).library
        pieces = await stored.standing(library, [one.words for one in desk.evidence])
        return tuple(
            Chosen(one, piece, piece is not None and piece.kind in kinds)
            for one in desk.evidence
            for piece in (pieces.get(one.words),)
        )

    async def _answer(self, server_id: int, desk: Desk) -> tuple[CanonAnswer, int]:
        if desk.missing:
            raise UserError(f"Still missing: {', '.join(desk.missing)}.")
        kinds = (await self._settings.get(server_id)).kinds
        counting = [one for one in await self._chosen(server_id, desk, kinds) if one.counts]
        if not counting:
            raise UserError(
                "None of the evidence counts here: its documents are gone, or are of a kind that "
                "`/admin setup` leaves out. Choose other evidence."
            )
        pieces = [replace(one.piece, stance=one.evidence.stance) for one in counting if one.piece]
        pieces.sort(key=lambda piece: (piece.stance is not Stance.FOR, kinds.index(piece.kind)))
        library = self._libraries.at(server_id).library
        assert desk.verdict is not None  # noqa: S101 - `missing` has told so
        ruling = Ruling(
            desk.verdict,
            desk.scope,
            desk.says,
            rule_of(desk.verdict, pieces),
            await self._today(server_id),
            SERVER,
        )
        topic = (await stored_canon.on_topic(library, desk.topic.id, 1)).topic
        if topic is None:
            raise UserError("There is no such topic here any more. `/admin topic add` adds one.")
        shown = tuple(pieces[:PAGE])
        return CanonAnswer(topic.name, topic, ruling, shown, len(shown)), len(pieces) - len(shown)

    async def _today(self, server_id: int) -> str:
        """By the server's clocks."""
        zone = (await self._settings.get(server_id)).zone
        return self._clock().astimezone(ZoneInfo(zone) if zone else UTC).date().isoformat()

    def _now(self) -> datetime:
        return self._clock().astimezone(UTC)


def known_by(evidence: Evidence) -> str:
    """What stands for chosen evidence in a menu."""
    return content_id("evidence", *evidence.words)


def _evidence(piece: Piece, stance: Stance) -> Evidence:
    return Evidence(piece.text, piece.source.name, stance)


def _packed(desk: Desk) -> bytes:
    return json.dumps(asdict(desk), ensure_ascii=False, default=str).encode()


def _unpacked(content: bytes) -> Desk:
    kept = json.loads(content)
    return Desk(
        kept["id"],
        Ruled(**kept["topic"]),
        kept["before"],
        Verdict(kept["verdict"]) if kept["verdict"] else None,
        kept["scope"],
        kept["says"],
        evidence_of(kept),
        kept["words"],
        kept["suggested"],
    )
