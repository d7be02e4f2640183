"""The cards of a ruling's history: its versions, what differs between two, and the way back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import discord
from discord import ButtonStyle, ui

from bot.models import Verdict
from bot.ruling_versions import FIRST, Difference, Evidence, Version, evidence_of
from bot.rulings import NONE, History, Ruled
from cogs.replies import admin_keys
from cogs.replies import ruling_keys as keys
from cogs.replies.canon import ruled_by
from cogs.replies.card import MOST_OPTIONS, Card, button
from cogs.replies.members import mention
from cogs.replies.pieces import count
from cogs.replies.rulings import TITLE, MenuCard, headings, verdict_shown
from cogs.replies.text import name, plain, quoted

PAGE = 5
SCOPE, SAYS = 500, 1000
WORDS = 90
SHOWN = 5
"""Pieces of evidence of one kind that a card lists."""


def history(one: History, page: int = 0) -> ui.LayoutView:
    card = Card()
    pages = -(-len(one.versions) // PAGE)
    page = min(page, pages - 1)
    card.say(
        f"### Ruling on {name(one.topic.name, TITLE)}",
        f"-# The newest first · page {page + 1} of {pages}" if pages > 1 else "-# The newest first",
    )
    for place in range(page * PAGE, min((page + 1) * PAGE, len(one.versions))):
        version = one.versions[place]
        older = one.versions[min(place + 1, len(one.versions) - 1)]
        scope = str((version.values or {}).get("scope") or "")
        card.piece(
            f"**{_verdict(version)}**" + (f" · {name(scope, 100)}" if scope else ""),
            f"-# {_origin(version)}",
            beside=button("Look", keys.version(one.topic.id, version.id, older.id)),
        )
    card.line()
    card.row(
        button("Previous", keys.history(one.topic.id, page - 1)) if page else None,
        button("Next", keys.history(one.topic.id, page + 1)) if page + 1 < pages else None,
    )
    card.row(*_ways_out(one))
    return card.view()


def _ways_out(one: History) -> Iterator[ui.Button[ui.LayoutView] | None]:
    """Away with what this server says, or with what was shipped."""
    topic, state = one.topic.id, one.state
    if one.own and one.below:
        label = "Show the shipped ruling again" if one.hidden else "Back to the shipped ruling"
        yield button(label, keys.revert(topic, FIRST, state))
    if not one.hidden and (one.own or one.below):
        label = "Show no ruling" if one.below else "Remove the ruling"
        yield button(label, keys.revert(topic, NONE, state), ButtonStyle.danger)


def _verdict(version: Version) -> str:
    return verdict_shown((version.values or {}).get("verdict")).replace("no ruling", "No ruling")


def _origin(version: Version) -> str:
    now = " · **counts now**" if version.now else ""
    undone = " · **undone**" if version.undone else ""
    if version.by_id is None or version.at is None:
        return _first(version) + now
    when = discord.utils.format_dt(version.at, "f")
    return f"By {mention(version.by_id)}, {when}{undone}{now}"


def _first(version: Version) -> str:
    return ruled_by(version.layer) if version.values else "Before anybody here ruled"


def version(one: History, old: Version, new: Version, found: Difference) -> ui.LayoutView:
    """A version in full words, as it differs from another one."""
    card = MenuCard()
    alone = old.id == new.id
    card.say(
        f"### Ruling on {name(one.topic.name, TITLE)}",
        f"-# {_origin(new)}",
        None if alone else f"-# Compared with: {_verdict(old)} · {_origin(old)}",
    )
    card.line()
    if alone:
        card.say(*ruling_lines(new.values))
    else:
        card.say(*_differences(found))
    card.line()
    others = [each for each in one.versions if each.id != new.id][:MOST_OPTIONS]
    card.menu(
        keys.compare(one.topic.id, new.id),
        "Compare with another version",
        [
            discord.SelectOption(
                label=plain(_verdict(each), 100),
                value=each.id,
                description=plain(f"{each.at:%Y-%m-%d %H:%M} UTC" if each.at else _first(each), 100),
                default=each.id == old.id,
            )
            for each in others
        ],
    )
    card.row(
        None if new.now else button("Revert to this", keys.revert(one.topic.id, new.id, one.state)),
        button("Back", keys.history(one.topic.id, 0)),
    )
    return card.view()


def ruling_lines(values: Mapping[str, Any] | None) -> list[str | None]:
    """A ruling as it is written, in few lines."""
    if not values:
        return ["No ruling."]
    verdict = Verdict(values["verdict"])
    return [
        f"**Verdict:** {verdict_shown(verdict)}",
        f"**Scope:** {name(str(values.get('scope') or ''), SCOPE)}",
        f"**Sentence:** {name(str(values.get('says') or ''), SAYS)}",
        *_listed("Evidence", evidence_of(values), verdict),
    ]


def _differences(found: Difference) -> list[str | None]:
    old, new = found.verdict
    verdict = Verdict(new) if new else None
    changed = [
        f"**Verdict:** {verdict_shown(old)} → {verdict_shown(new)}"
        if old != new
        else f"**Verdict:** {verdict_shown(new)}, as before",
        _worded("Scope", found.scope, SCOPE),
        _worded("Sentence", found.says, SAYS),
        *_listed("Evidence added", found.added, verdict),
        *_listed("Evidence taken off", found.gone, verdict),
        *_listed("Now on the other side", found.turned, verdict),
    ]
    marked = any(kind != "same" for kind, _ in (*found.scope, *found.says))
    return [*changed, "-# [− …] was taken out, [+ …] was put in." if marked else None]


def _worded(what: str, parts: Sequence[tuple[str, str]], limit: int) -> str | None:
    """Word by word; where that would take more than `limit`, the old and the new one as wholes."""
    if not parts:
        return None
    if all(kind == "same" for kind, _ in parts):
        return f"**{what}:** as before"
    told = " ".join(_part(kind, text, limit) for kind, text in parts)
    if len(told) > limit:
        wholes = (" ".join(text for kind, text in parts if kind != other) for other in ("new", "old"))
        told = " ".join(map(_part, ("old", "new"), wholes, [limit // 2] * 2))
    return f"**{what}:** {told}"


def _part(kind: str, text: str, limit: int) -> str:
    said = name(text, limit)
    if kind == "old":
        return f"~~[− {said}]~~"
    return f"**[+ {said}]**" if kind == "new" else said


def _listed(what: str, evidence: Sequence[Evidence], verdict: Verdict | None) -> list[str]:
    if not evidence:
        return []
    called = headings(verdict)
    lines = [f"- {called[one.stance]}: {quoted(one.text, WORDS)}" for one in evidence[:SHOWN]]
    more = len(evidence) - SHOWN
    return [f"**{what}:**", *lines, *([f"-# and {count(more, 'piece')} more"] if more > 0 else [])]


def ask_revert(topic: Ruled, version_id: str, state: str, asked: int, shown: Version | None) -> ui.LayoutView:
    """Asks once more. `shown`: what would count then; None for no ruling."""
    card = Card()
    if shown is None or shown.values is None:
        what = "Take the ruling away?"
        becomes: list[str | None] = ["Members would read “No ruling”, and the best evidence."]
    else:
        what = "Back to this version?"
        becomes = [f"-# {_origin(shown)}", *ruling_lines(shown.values)]
    card.say(f"### {what}", f"-# Ruling on {name(topic.name, TITLE)} · it can be undone")
    card.line()
    card.say(*becomes)
    card.row(
        button("Yes, do it", keys.revert(topic.id, version_id, state, asked), ButtonStyle.danger),
        button("Keep it as it is", admin_keys.KEEP),
    )
    return card.view()
