"""Where documents contradict each other, as an item of the moderators' queue."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from discord import ui

from bot.clashes import APART, LEAVE
from bot.reviews import Review
from cogs.replies import clash_keys as keys
from cogs.replies.card import button
from cogs.replies.pieces import count
from cogs.replies.text import name, plain, quoted

WORDS = 600
NAME = 80
LABEL = 60
MOST = 4
"""Speakers of one saying that there are buttons for."""


def heading(data: dict[str, Any]) -> str:
    return "The same words, different speakers" if data.get("words") else "Two names, perhaps one person"


def item(data: dict[str, Any]) -> Iterator[str]:
    sides: list[dict[str, Any]] = data.get("sides", [])
    if words := data.get("words"):
        yield quoted(str(words), WORDS, block=True)
        for side in sides[: MOST + 2]:
            titles = list(dict.fromkeys(str(title) for title in side["titles"]))
            said = ", ".join(quoted(title, 60) for title in titles[:3])
            more = f" and {len(titles) - 3} more" if len(titles) > 3 else ""
            yield f"**{name(str(side['name']), NAME)}**, says {said}{more}"
        return
    for side in sides:
        named = count(int(side["quotes"]), "quote"), count(int(side["mentions"]), "mention")
        yield f"**{name(str(side['name']), NAME)}** · {' · '.join(named)}"
    yield "-# If they are the same, both names mean that person from then on."


def decisions(one: Review, page: int) -> list[list[ui.Button[ui.LayoutView] | None]]:
    sides: list[dict[str, Any]] = one.data.get("sides", [])
    words = one.data.get("words")
    rows = [
        button(
            plain(f"It is {side['name']}" if words else f"The same: {side['name']}", LABEL),
            keys.clash(one.id, str(number), page),
        )
        for number, side in enumerate(sides[:MOST])
        if side.get("may_stay", True)
    ]
    last = button("Leave both", keys.clash(one.id, LEAVE, page))
    if not words:
        last = button("Not the same", keys.clash(one.id, APART, page))
    return [rows, [last]]


LEFT = "**Left as it is.** It isn’t asked again."
