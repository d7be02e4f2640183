"""What moderators rule: published at once, or once a second one agrees; every version, and the way back."""

from __future__ import annotations

import asyncio
import json
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bot import reading
from bot.curation import SERVER, Change, Curation, Wish
from bot.errors import UserError
from bot.ids import content_id
from bot.libraries import Libraries
from bot.models import Choice, Stance, Verdict
from bot.ruling_versions import Difference, Evidence, Version, difference, versions
from bot.server_settings import SettingsDesk
from bot.store import drafts as stored_drafts
from bot.store.drafts import Draft
from bot.store.reviews import Review, Reviews

Values = Mapping[str, Any]

NONE = "none"
"""Instead of a version: no ruling at all, not even the shipped one."""
DRAFTS = 4
"""Drafts on a page."""
REVIEW = "ruling"
"""The kind of review that a change of verdict waits as."""

CHANGED_SINCE = "The ruling was changed in between. Look at it again first: `/admin ruling history`."


@dataclass(frozen=True, slots=True)
class Ruled:
    """A topic that can be ruled on. `subject`: by which it is found whatever it is called."""

    id: str
    subject: str
    name: str


@dataclass(frozen=True, slots=True)
class Proposed:
    """A change of verdict that waits for a second moderator."""

    topic: str
    what: str
    new: bool  # False: it waited already


@dataclass(frozen=True, slots=True)
class History:
    topic: Ruled
    versions: tuple[Version, ...]  # the newest first
    own: bool  # the server says something of its own, even that there is no ruling
    hidden: bool
    below: bool  # there is one without the server's own
    state: str  # of what counts now, for questions that are asked twice

    def version(self, version_id: str) -> Version:
        """Raises UserError when there is none such."""
        for one in self.versions:
            if one.id == version_id:
                return one
        raise UserError("That version is no more. `/admin ruling history` shows those that there are.")


class Rulings:
    def __init__(
        self,
        curation: Curation,
        libraries: Libraries,
        reviews: Reviews,
        settings: SettingsDesk,
        clock: Callable[[], datetime],
    ) -> None:
        self._curation = curation
        self._libraries = libraries
        self._reviews = reviews
        self._settings = settings
        self._clock = clock
        # Whether a ruling is still as it was looked at, and its change, are one step.
        self._locks: defaultdict[int, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def suggest(self, server_id: int, typed: str) -> list[Choice]:
        """At most 25 topics that `typed` may become."""
        return await reading.suggest(self._libraries.at(server_id).library, typed, ("topic",))

    async def topic(self, server_id: int, called: str) -> Ruled:
        """By its name, an alias, or what autocomplete shows. Raises UserError."""
        if reading.REF.fullmatch(called.strip()):
            return await self.topic_of(server_id, called.strip())
        read = await reading.read(self._libraries.at(server_id).library, called, ("topic",))
        if read.whole:
            return await self.topic_of(server_id, read.whole[0].target_id)
        raise UserError(
            "There is no topic of that name here. Choose one from the list, or add it first with "
            "`/admin topic add`."
        )

    async def topic_of(self, server_id: int, topic_id: str) -> Ruled:
        """By its id. Raises UserError when this server has none such."""
        for subject, raw in (await self._curation.entries(server_id, "topic")).items():
            if content_id("topic", subject) == topic_id:
                return Ruled(topic_id, subject, str(raw.values.get("name", "")))
        raise UserError("There is no such topic here any more. `/admin topic add` adds one.")

    async def now(self, server_id: int, subject: str) -> Values | None:
        """The ruling that counts, as it is written; None where there is none."""
        raw = (await self._curation.entries(server_id, "ruling")).get(subject)
        return raw.values if raw else None

    async def put(
        self,
        server_id: int,
        by_id: int,
        entry: str,
        what: str,
        topic: Ruled,
        before: Values | None,
        values: Values | None,
    ) -> Change | Proposed:
        """Make a ruling what `values` say, None for no ruling; to a new verdict another may have to agree.

        `before`: what was looked at. Raises UserError when it was changed since, or `entry` was done before.
        """
        async with self._locks[server_id]:
            if await self._curation.line(server_id, entry):
                raise UserError("That was done already.")
            if await self.now(server_id, topic.subject) != before:
                raise UserError(CHANGED_SINCE)
            settings = await self._settings.get(server_id)
            if settings.second_moderator and _verdict(before) != _verdict(values):
                return await self._propose(server_id, by_id, entry, what, topic, before, values)
            return await self._change(server_id, by_id, entry, what, topic.subject, values)

    async def decide(self, review: Review, accepted: bool, by_id: int, reason: str | None) -> bool:
        """A second moderator's decision, done once; False when another was first.

        Raises UserError for whoever proposed it, and when the ruling was changed since.
        """
        if review.by_id == by_id:
            raise UserError("You proposed this yourself: another moderator has to decide on it.")
        data, server_id = review.data, review.server_id
        async with self._locks[server_id]:
            current = await self._reviews.get(server_id, review.id)
            if current is None or current.state != "open":
                return False
            entry = str(data["entry"])
            published = await self._curation.line(server_id, entry) is not None
            if published and not accepted:
                raise UserError("It counts already: accept it, and undo it in `/admin log` if it is wrong.")
            if accepted and not published:
                if await self.now(server_id, str(data["subject"])) != data["before"]:
                    raise UserError(
                        "The ruling was changed since this was proposed. Refuse it; it can be written anew."
                    )
                await self._change(
                    server_id, review.by_id, entry, str(data["what"]), str(data["subject"]), data["values"]
                )
            # The change is found by its entry, so that what ends between the two is ended by the next press.
            return await self._reviews.decide(review, accepted, by_id, self._now(), reason, [])

    async def history(self, server_id: int, topic: Ruled) -> History:
        lines = await self._curation.history(server_id, "ruling", topic.subject)
        below = (await self._curation.below(server_id, "ruling", SERVER)).get(topic.subject)
        own = (await self._curation.own(server_id, "ruling")).get(topic.subject)
        return History(
            topic,
            tuple(versions(lines, below, own)),
            own is not None,
            bool(own and own.get("removed")),
            below is not None,
            _state(await self.now(server_id, topic.subject)),
        )

    async def compare(
        self, server_id: int, topic: Ruled, older: str, newer: str
    ) -> tuple[History, Version, Version, Difference]:
        """What `newer` says that `older` doesn't, and the other way round. Raises UserError."""
        history = await self.history(server_id, topic)
        old, new = history.version(older), history.version(newer)
        return history, old, new, difference(old.values, new.values)

    async def revert(
        self, server_id: int, by_id: int, entry: str, topic: Ruled, version_id: str, state: str
    ) -> Change | Proposed:
        """Make the ruling again what it was in a version, or NONE at all.

        `state`: of the ruling that the moderator looked at. Raises UserError when it is another now.
        """
        history = await self.history(server_id, topic)
        before = await self.now(server_id, topic.subject)
        if await self._curation.line(server_id, entry) is None and _state(before) != state:
            raise UserError(CHANGED_SINCE)
        values = None if version_id == NONE else history.version(version_id).values
        what = said(topic, _verdict(values)) + (", an earlier version again" if values else "")
        return await self.put(server_id, by_id, entry, what, topic, before, values)

    async def drafts(self, server_id: int, page: int) -> tuple[list[Draft], int, int]:
        """The nearest page that there is, its number, and how many drafts there are."""
        library = self._libraries.at(server_id).library
        found, total = await stored_drafts.page(library, DRAFTS, page * DRAFTS)
        if not found and page:
            page = max(-(-total // DRAFTS) - 1, 0)
            found, total = await stored_drafts.page(library, DRAFTS, page * DRAFTS)
        return found, page, total

    async def draft(self, server_id: int, draft_id: str) -> Draft:
        """Raises UserError when it was dismissed, or the topic has a ruling now."""
        found = await stored_drafts.get(self._libraries.at(server_id).library, draft_id)
        if found is None:
            raise UserError("That draft is not there any more. `/admin ruling drafts` shows what is.")
        return found

    async def dismiss(self, server_id: int, by_id: int, entry: str, draft_id: str) -> Change:
        """Nobody is shown it again. Raises UserError as `draft` does."""
        draft = await self.draft(server_id, draft_id)
        what = f"Draft of a ruling on {draft.topic} dismissed"
        wish = Wish("draft", {"dismissed": True}, draft.id)
        return await self._curation.change(server_id, by_id, entry, what, [wish])

    async def suggested(
        self, server_id: int, topic_id: str, first: Draft | None = None
    ) -> tuple[Verdict, tuple[Evidence, ...]] | None:
        """What the drafts on a topic come to; `first` is the one that a moderator chose to write."""
        found = await stored_drafts.on_topic(self._libraries.at(server_id).library, topic_id)
        return weigh(found, first)

    async def _propose(
        self,
        server_id: int,
        by_id: int,
        entry: str,
        what: str,
        topic: Ruled,
        before: Values | None,
        values: Values | None,
    ) -> Proposed:
        identity = content_id("ruling", str(server_id), entry)
        data = {
            "entry": entry,
            "what": what,
            "topic": topic.name,
            "subject": topic.subject,
            "before": before,
            "values": values,
        }
        new = await self._reviews.ask(Review(identity, server_id, REVIEW, "open", data, by_id, self._now()))
        said = f"Proposed: {what}"
        await self._reviews.log(f"proposed:{identity}", server_id, by_id, self._now(), said)
        return Proposed(topic.name, what, new)

    async def _change(
        self, server_id: int, by_id: int, entry: str, what: str, subject: str, values: Values | None
    ) -> Change:
        return await self._curation.change(server_id, by_id, entry, what, [Wish("ruling", values, subject)])

    def _now(self) -> datetime:
        return self._clock().astimezone(UTC)


def weigh(found: Sequence[Draft], first: Draft | None = None) -> tuple[Verdict, tuple[Evidence, ...]] | None:
    """The verdict of the weightiest words, and all words for and against it; None without any draft.

    Where words of the same weight clash, so does the verdict.
    """
    if not found:
        return None
    best = first or found[0]
    verdict = best.verdict
    rivals = {one.verdict for one in found if one.piece.kind is best.piece.kind}
    if first is None and Verdict.NOT_CANON in rivals and rivals & {Verdict.CANON, Verdict.CONFIRMED}:
        verdict = Verdict.DISPUTED
    chosen: dict[tuple[str, str], Evidence] = {}
    for one in (best, *found):
        # Evidence is for or against the topic being so; that it ended is against it.
        against = one.verdict in (Verdict.NOT_CANON, Verdict.ENDED)
        evidence = Evidence(one.piece.text, one.piece.source.name, Stance.AGAINST if against else Stance.FOR)
        chosen.setdefault(evidence.words, evidence)
    return verdict, tuple(chosen.values())


def _verdict(values: Values | None) -> str | None:
    return str(values["verdict"]) if values and values.get("verdict") else None


def _state(values: Values | None) -> str:
    return content_id(json.dumps(values, sort_keys=True, ensure_ascii=False, default=str))[:8]


def said(topic: Ruled, verdict: str | None) -> str:
    """The line of the moderators' log."""
    return f"Ruling on {topic.name}: {verdict}" if verdict else f"Ruling on {topic.name} taken away"
