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
WORDING = 400
NAME = 80
LABEL = 60
MOST = 4
"""Speakers of one saying that there are buttons for."""


def heading(data: dict[str, Any]) -> str:
    if data.get("wordings"):
        return "One saying, different words"
    if data.get("spelling"):
        return "A name that looks misspelt"
    return "The same words, different speakers" if data.get("words") else "Two names, perhaps one person"


def item(data: dict[str, Any]) -> Iterator[str]:
    sides: list[dict[str, Any]] = data.get("sides", [])
    if wordings := data.get("wordings"):
        for words, title in wordings[: MOST + 1]:
            yield f"{quoted(str(title), 60)} has:"
            yield quoted(str(words), WORDING, block=True)
        if len(wordings) > MOST + 1:
            yield f"-# And {count(len(wordings) - MOST - 1, 'other wording')}."
        yield "-# Members see the fullest, and a small line on the others. Nothing needs to be done."
        return
    if spelling := data.get("spelling"):
        yield quoted(str(data.get("words")), WORDING, block=True)
        right, title = str(sides[0]["name"]), str(sides[0]["titles"][0])
        yield f"{quoted(title, 60)} gives this to **{name(str(spelling), NAME)}**."
        yield f"-# Other documents have **{name(right, NAME)}**, so both names were taken for one person."
        return
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
    if one.data.get("wordings"):
        return [[button("Leave both", keys.clash(one.id, LEAVE, page))]]
    if one.data.get("spelling"):
        same = button("Yes, misspelt", keys.clash(one.id, LEAVE, page))
        return [[same, button("Not the same", keys.clash(one.id, APART, page))]]
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
