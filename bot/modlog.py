"""The moderators' log: every change with who, when, before and after, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, cast

from bot.store.modlog import Entry, ModeratorsLog

__all__ = ["Entry", "Modlog", "compared", "differences"]

PAGE = 5
TOLD_AT_ONCE = 8
"""Lines in one message of the log channel."""
RECENT = timedelta(hours=1)
"""What is older isn't told to a channel any more: it may have been set just now."""

_HIDDEN = frozenset({"id", "parts", "text", "undone", "near", "lead", "tail"})
_WORDS = {"formerly": "first known as", "as_of": "as of", "published": "date", "url": "address"}
_KINDS = {"apart": "not the same", "quote": "quote", "draft": "draft"}


class Modlog:
    def __init__(self, kept: ModeratorsLog, clock: Callable[[], datetime]) -> None:
        self._kept = kept
        self._clock = clock

    async def page(self, server_id: int, page: int) -> tuple[list[Entry], int]:
        """One page, the newest first, and how many lines there are."""
        return await self._kept.page(server_id, PAGE, page * PAGE)

    async def one(self, server_id: int, entry_id: str) -> Entry | None:
        return await self._kept.one(server_id, entry_id)

    async def take_untold(self, server_id: int) -> list[Entry]:
        """What the log channel is to be told now; it counts as told from then on."""
        since = self._clock().astimezone(UTC) - RECENT
        return await self._kept.take_untold(server_id, since, TOLD_AT_ONCE)

    async def tell_again(self, server_id: int, entries: Sequence[Entry]) -> None:
        await self._kept.tell_again(server_id, [one.id for one in entries])


def compared(entry: Entry) -> list[str]:
    """What a line changed, one difference each: "Korrasami, aliases: + The Ship"."""
    before, after = entry.before or {}, entry.after or {}
    if "parts" not in before and "parts" not in after:
        return list(differences(before, after))
    said: list[str] = []
    for was, becomes in zip(before.get("parts", []), after.get("parts", []), strict=False):
        _, kind, subject, old = was
        new = becomes[3]
        called = _called(kind, subject, old, new)
        if new is None:
            said.append(f"{called}: as it was before this server changed it")
        elif new.get("removed"):
            said.append(f"{called}: removed")
        else:
            lines = list(differences(old or {}, new))
            said += [f"{called}, {line}" for line in lines] or [called]
    return said


def _called(kind: str, subject: str, old: Mapping[str, Any] | None, new: Mapping[str, Any] | None) -> str:
    """What a change is about, as people call it."""
    values = {**(old or {}), **(new or {})}
    name = values.get("name") or values.get("title") or values.get("words") or values.get("prompt") or subject
    if kind == "apart":
        name = f"{values.get('one', '?')} and {values.get('other', '?')}"
    return f"{_KINDS.get(kind, kind)} “{name}”"


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    """Field by field: what is new in a list and what is gone from it; of a text the old and the new one."""
    for word in dict.fromkeys((*before, *after)):
        old: Any = before.get(word)
        new: Any = after.get(word)
        if old == new:
            continue
        label = _WORDS.get(word, word.replace("_", " "))
        if word == "text" and isinstance(new, str) and len(new) == 16:  # a stored file, by its id
            yield "its text" if old is None else "another text"
        elif word in _HIDDEN:
            continue
        elif isinstance(old, list) or isinstance(new, list):
            yield f"{label}: {_lists(_strings(old), _strings(new))}"
        elif old in (None, ""):
            yield f"{label}: {_short(new)}"
        elif new in (None, ""):
            yield f"{label}: {_short(old)} → none"
        else:
            yield f"{label}: {_short(old)} → {_short(new)}"


def _lists(old: list[str], new: list[str]) -> str:
    gone = [one for one in old if one not in new]
    come = [one for one in new if one not in old]
    parts = [*(f"+ {_short(one)}" for one in come[:6]), *(f"- {_short(one)}" for one in gone[:6])]
    more = max(len(come) - 6, 0) + max(len(gone) - 6, 0)
    return ", ".join([*parts, *([f"and {more:,} more"] if more else [])]) or "in another order"


def _strings(value: Any) -> list[str]:
    """A list as its texts; of pieces of evidence, their words."""
    if not isinstance(value, list):
        return [] if value in (None, "") else [str(value)]
    listed = cast("list[Any]", value)
    return [str(cast("dict[str, Any]", one)["text"]) if isinstance(one, dict) else str(one) for one in listed]


def _short(value: object) -> str:
    text = " ".join(str(value).split())
    return text if len(text) <= 120 else text[:119] + "…"
