"""What members asked and didn't find, and the ways in which a moderator answers it once for all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from bot import names, reading
from bot.curation import Change, Curation
from bot.errors import UserError
from bot.models import Choice
from bot.store import names as stored_names
from bot.store.library import Library
from bot.store.misses import Miss
from bot.store.misses import Misses as Kept
from bot.store.names import Name

PAGE = 5
MOST_NEAR = 25
KINDS = ("topic", "person")


@dataclass(frozen=True, slots=True)
class Page:
    found: tuple[Miss, ...]
    total: int
    number: int = 0
    ignored: bool = False  # whether this page is of those that are ignored
    others: int = 0  # how many are on the other list


class Misses:
    def __init__(self, kept: Kept, curation: Curation, clock: Callable[[], datetime]) -> None:
        self._kept = kept
        self._curation = curation
        self._clock = clock

    async def page(self, server_id: int, number: int, *, ignored: bool = False) -> Page:
        """The nearest page that there is."""
        found, total = await self._kept.page(server_id, PAGE, number * PAGE, ignored=ignored)
        if not found and number:
            _, total = await self._kept.page(server_id, 1, 0, ignored=ignored)
            number = max(-(-total // PAGE) - 1, 0)
            found, total = await self._kept.page(server_id, PAGE, number * PAGE, ignored=ignored)
        _, others = await self._kept.page(server_id, 1, 0, ignored=not ignored)
        return Page(tuple(found), total, number, ignored, others)

    async def open(self, server_id: int, miss_id: str) -> Miss:
        """Raises UserError when there is none such in this server, or it is settled."""
        miss = await self._kept.find(server_id, miss_id)
        if miss is None:
            raise UserError("That is not in this server’s list. `/admin misses` shows what is.")
        if miss.entry is not None:
            raise UserError("That was dealt with already. `/admin misses` shows what is left.")
        return miss

    async def ignore(self, server_id: int, miss_id: str, by_id: int, interaction_id: int) -> tuple[Miss, str]:
        """Off the list, whoever asks it again. With the line of the log by which that is undone."""
        miss = await self.open(server_id, miss_id)
        entry = f"miss-ignored:{interaction_id}"
        await self._kept.ignore(server_id, miss, entry, by_id, self._now())
        return miss, entry

    async def bring_back(self, server_id: int, entry: str, by_id: int) -> str:
        """What was asked. Raises UserError when it is not ignored any more."""
        asked = await self._kept.bring_back(server_id, entry, by_id, self._now())
        if asked is None:
            raise UserError("That is not ignored any more.")
        return asked

    async def add_alias(
        self,
        server_id: int,
        miss_id: str,
        by_id: int,
        interaction_id: int,
        target_ref: str,
        alias: str | None = None,
    ) -> Change:
        """From now on what was asked means that person or topic. Raises UserError as `open` does."""
        miss = await self.open(server_id, miss_id)
        alias = alias or alias_of(miss.asked)
        change = await self._curation.add_alias(server_id, by_id, f"miss:{interaction_id}", target_ref, alias)
        await self._kept.answered(server_id, [miss.key, names.key(alias)], change.entry)
        return change

    async def add_topic(
        self,
        server_id: int,
        miss_id: str,
        by_id: int,
        interaction_id: int,
        name: str,
        kind: str,
        members: Sequence[str],
    ) -> Change:
        """A new topic, which is also found by what was asked. Raises UserError as `open` does."""
        miss = await self.open(server_id, miss_id)
        alias = alias_of(miss.asked)
        aliases = [alias] if names.key(alias) != names.key(name) else []
        change = await self._curation.add_topic(
            server_id, by_id, f"miss:{interaction_id}", name, kind, members, aliases
        )
        found_by = [miss.key, *map(names.key, (name, *aliases))]
        await self._kept.answered(server_id, found_by, change.entry)
        return change

    def _now(self) -> datetime:
        return self._clock().astimezone(UTC)


def alias_of(asked: str) -> str:
    """The name in what was asked: "is korsami canon?" asks for "korsami"."""
    spare = names.FUNCTION_WORDS | names.CANON_WORDS
    places = [(start, end) for start, end, word in names.words_at(asked) if not set(word.split()) <= spare]
    return asked[places[0][0] : places[-1][1]] if places else asked


async def meant(library: Library, asked: str) -> list[Choice]:
    """Whom or what somebody may have meant, the likeliest first; the values are refs (reading.REF)."""
    read = await reading.read(library, asked, KINDS)
    wanted = {names.key(asked), names.key(" ".join(read.left)), *map(names.key, read.left)}
    keys = sorted(key for key in wanted if len(key) >= 3)
    near = [one for one in await stored_names.near(library, keys, KINDS) if one.how != "ask"]
    near.sort(key=lambda one: -max(names.likeness(key, one.key) for key in keys))
    known = [entry for one in read.found for entry in one.entries]
    best_known = await stored_names.beginning(library, "", KINDS)
    return _choices(_persons_first([*known, *near, *best_known]))


async def named(library: Library, typed: str) -> str | None:
    """The ref of the one person or topic of exactly this name; None when there is none, or several."""
    whole = (await reading.read(library, typed, KINDS)).whole
    full = [one for one in whole if one.how != "part"] or list(whole)
    refs = {reading.ref(one) for one in _persons_first(full)}
    return refs.pop() if len(refs) == 1 else None


def _persons_first(found: Sequence[Name]) -> list[Name]:
    """Without the topics that are a character who is among the persons: a person's name finds both."""
    persons = {one.target_name for one in found if one.target_kind == "person"}
    return [
        one
        for one in found
        if one.target_kind == "person" or one.target_sort != "character" or one.target_name not in persons
    ]


def _choices(found: Iterable[Name]) -> list[Choice]:
    """One for each that is named, and no two that read the same."""
    by_ref: dict[str, Choice] = {}
    labels: set[str] = set()
    for one in found:
        ref, entry = reading.ref(one), reading.choice(one, one.target_name)
        if ref not in by_ref and entry.label not in labels:
            labels.add(entry.label)
            by_ref[ref] = replace(entry, value=ref)
    return list(by_ref.values())[:MOST_NEAR]
