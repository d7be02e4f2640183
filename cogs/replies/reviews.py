"""The moderators' queue, and what members read of what was decided."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import discord
from discord import ButtonStyle, ui

from bot.curation import Change
from bot.repairs import Repair
from bot.reports import Reporter
from bot.reviews import Review
from cogs.replies import admin_keys as keys
from cogs.replies import clashes, edit_keys, reports, ruling_keys
from cogs.replies.card import Card, button
from cogs.replies.edits import sentence
from cogs.replies.members import mention
from cogs.replies.pieces import count
from cogs.replies.repairs import corrections
from cogs.replies.ruling_versions import ruling_lines
from cogs.replies.rulings import verdict_shown
from cogs.replies.text import code_block, name, quoted, shown

PROMPT, ANSWER = 300, 120
MOST_PROMPT, MOST_ANSWERS = 300, 500
"""Of a suggestion; both lists of answers may be so long. Three such texts fit on the card that gives them
back."""

KINDS = {
    "suggestion": "A member’s question",
    "appeal": "“My answer was right”",
    "ruling": "A change of verdict",
    "draft": "A topic without a ruling",
}


def review(
    found: Sequence[Review],
    total: int,
    page: int,
    notice: str | None = None,
    *,
    undo: str | None = None,
    standing: Repair | None = None,
    reporters: Sequence[Reporter] = (),
) -> ui.LayoutView:
    """One item a page, oldest first; `notice`: what became of the one before, `undo`: its line of the log.

    Of a report: `standing`, what was reported as it is now, and who reported it.
    """
    card = Card()
    card.say(notice)
    card.row(button("Undo", edit_keys.undo(undo)) if undo else None)
    if notice:
        card.line()
    if not found:
        card.say("### Nothing waits for the moderators" if total == 0 else "### There are no more pages")
        card.row(button("Previous", keys.review(max(total - 1, 0))) if total else None)
        return card.view()
    one = found[0]
    card.say(f"### {_heading(one)}", f"-# {page + 1} of {total} · {_origin(one, reporters)}")
    card.line()
    if one.kind == "report":
        reports.item(card, one.data, standing, reporters)
    else:
        card.say(*_told(one))
    for row in _decisions(one, page, standing):
        card.row(*row)
    card.row(
        button("Previous", keys.review(page - 1)) if page > 0 else None,
        button("Next", keys.review(page + 1)) if page + 1 < total else None,
    )
    return card.view()


def _heading(one: Review) -> str:
    match one.kind:
        case "report":
            return reports.heading(one.data)
        case "clash":
            return clashes.heading(one.data)
        case _:
            return KINDS.get(one.kind, name(one.kind, 40))


def _origin(one: Review, reporters: Sequence[Reporter]) -> str:
    if not one.by_id:
        return "found in the documents"
    by = reports.sent_by(reporters, one.by_id) if one.kind == "report" else f"from {mention(one.by_id)}"
    return f"{by} · {discord.utils.format_dt(one.at, 'R')}"


def _decisions(
    one: Review, page: int, standing: Repair | None
) -> list[list[ui.Button[ui.LayoutView] | None]]:
    match one.kind:
        case "report":
            right = button("It is right as it is", keys.refuse(one.id, page))
            return [corrections(standing, (one.id, page)) if standing else [], [right]]
        case "clash":
            return clashes.decisions(one, page)
        case "draft":
            write = button("Write the ruling", ruling_keys.write(one.id), ButtonStyle.primary)
            return [[write, button("Dismiss", keys.dismiss(one.id, page))]]
        case _:
            return [
                [
                    button("Accept", keys.accept(one.id, page), ButtonStyle.success),
                    button("Refuse", keys.refuse(one.id, page), ButtonStyle.danger),
                ]
            ]


def _told(one: Review) -> list[str | None]:
    match one.kind:
        case "suggestion":
            return _suggestion(one.data)
        case "ruling":
            return _ruling(one.data)
        case "clash":
            return [*clashes.item(one.data)]
        case "draft":
            return _draft(one.data)
        case _:
            return _appeal(one.data)


def _draft(data: dict[str, Any]) -> list[str | None]:
    speaker = data.get("speaker")
    said = f"**{name(str(speaker), ANSWER)}** · " if speaker else ""
    topic, perhaps = name(str(data.get("topic", "")), ANSWER), verdict_shown(str(data["verdict"]))
    return [
        f"**{topic}:** perhaps {perhaps}, for it says {quoted(str(data.get('cue', '')), 60)}",
        quoted(str(data.get("words", "")), PROMPT * 2, block=True),
        f"-# {said}{quoted(str(data.get('title', '')), ANSWER)}",
    ]


def _ruling(data: dict[str, Any]) -> list[str | None]:
    before: dict[str, Any] = data.get("before") or {}
    return [
        f"**{name(str(data.get('topic', '')), ANSWER)}**, now: {verdict_shown(before.get('verdict'))}",
        *ruling_lines(data.get("values")),
        "-# Accepted, it counts at once. Whoever proposed it can’t decide on it.",
    ]


def _suggestion(data: dict[str, Any]) -> list[str | None]:
    wrong = [str(one) for one in data.get("wrong", [])]
    return [
        f"**Question:** {quoted(str(data.get('prompt', '')), PROMPT * 2)}",
        f"**Right:** {_list(data.get('answers', []))}",
        f"**Wrong:** {_list(wrong)}" if wrong else None,
        "-# With fewer than three wrong answers it is only asked in games where answers are typed."
        if len(wrong) < 3
        else None,
        "-# Accepted, it is asked in this server’s games.",
    ]


def _appeal(data: dict[str, Any]) -> list[str | None]:
    return [
        f"**Question:** {quoted(str(data.get('prompt', '')), PROMPT * 2)}",
        f"**Counts as right:** {_list(data.get('answers', []))}",
        f"**The member’s answer:** {quoted(str(data.get('given', '')), ANSWER * 2)}",
        "-# Accepted, it counts as right in this server from now on, and in that game for all who gave it.",
    ]


def _list(answers: Sequence[Any]) -> str:
    said = ", ".join(quoted(str(answer), ANSWER) for answer in list(answers)[:6])
    return said + (f" and {len(answers) - 6} more" if len(answers) > 6 else "")


def decided(one: Review, accepted: bool, corrected: int | None) -> str:
    """What the moderator reads above the next item."""
    if one.kind == "ruling":
        counts = "Members are answered with it from now on." if accepted else "The ruling stays as it is."
        return f"**{'Accepted' if accepted else 'Refused'}:** {shown(str(one.data['what']), 200)}. {counts}"
    if one.kind == "report":
        return reports.decided(one.data)
    about = quoted(str(one.data.get("prompt", "")), 100)
    if not accepted:
        return f"**Refused:** {about}"
    if one.kind == "suggestion":
        return f"**Accepted:** {about} is asked from now on."
    given = quoted(str(one.data.get("given", "")), 60)
    counted = "" if corrected is None else f" {count(corrected, 'answer')} of that game corrected."
    return f"**Accepted:** {given} counts for {about} from now on.{counted}"


def changed(change: Change) -> str:
    """The same, where something was changed for it."""
    if not change.done:
        return "**Nothing was changed:** it is so already."
    return f"**Done:** {sentence(change.what, 400)}"


def decided_before(one: Review | None) -> str:
    """For the second of two moderators at one item."""
    if one is None:
        return "**Nothing changed:** that item is no longer in the queue."
    by = mention(one.decided_by) if one.decided_by else "another moderator"
    said = f"**Nothing changed:** {by} was first; it was {name(one.state, 20)}."
    return said + (f" Reason: {quoted(one.reason, 200)}" if one.reason else "")


def to_member(one: Review, accepted: bool, reason: str | None, server: str, points: bool) -> ui.LayoutView:
    """The direct message to whoever asked."""
    if one.kind == "report":
        return reports.to_member(one.data, accepted, reason, server)
    card = Card()
    whats = {"suggestion": "Your question", "ruling": "Your change of verdict"}
    what = whats.get(one.kind, "“My answer was right”")
    became = "was accepted" if accepted else "was not accepted"
    about = str(one.data.get("topic" if one.kind == "ruling" else "prompt", ""))
    card.say(
        f"### {what} {became}",
        f"In {name(server, 100)}: {quoted(about, PROMPT)}",
        f"Your answer: {quoted(str(one.data.get('given', '')), ANSWER)}" if one.kind == "appeal" else None,
        f"The moderators say: {shown(reason, 400)}" if reason else None,
        "Your points of that game are corrected." if points else None,
    )
    return card.view()


def suggested(new: bool, wrong: int) -> ui.LayoutView:
    card = Card()
    if not new:
        card.say("### That question was suggested before", "The moderators have it, or have decided on it.")
        return card.view()
    card.say(
        "### In the moderators’ queue",
        "Thank you. When they have decided you get a direct message, if you allow those.",
        "-# With three wrong answers it could also be asked with buttons to choose from."
        if wrong < 3
        else None,
    )
    return card.view()


def not_suggested(why: str, prompt: str, answers: str, wrong: str) -> ui.LayoutView:
    """What was written comes back in code blocks: `written` reads it from there when it is to be mended."""
    card = Card()
    card.say("### Not suggested yet", shown(why, 300))
    card.line()
    for heading, text in (("Question", prompt), ("Right answers", answers), ("Wrong answers", wrong)):
        if text:
            card.say(f"**{heading}**\n{code_block(text, MOST_ANSWERS + 60)}")
    card.row(button("Change it", "suggest:again", ButtonStyle.primary))
    return card.view()


def written(parts: Sequence[str]) -> dict[str, str]:
    """From the texts of the card above: what had been written into each field."""
    found: dict[str, str] = {}
    for heading, key in (("Question", "prompt"), ("Right answers", "answers"), ("Wrong answers", "wrong")):
        for part in parts:
            start = f"**{heading}**\n```\n"
            if part.startswith(start):
                inside = part.removeprefix(start).removesuffix("\n```")
                found[key] = inside.replace("`` `", "```")  # as `code_block` parts them
    return found
