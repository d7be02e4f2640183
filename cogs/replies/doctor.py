"""The doctor's card: how many findings of each weight, then each with its cure."""

from __future__ import annotations

from collections.abc import Sequence

from discord import ui
from discord.utils import format_dt

from bot.doctor import Finding, Weight
from cogs.replies import doctor_keys as keys
from cogs.replies.card import Card, button
from cogs.replies.text import shown

PAGE = 8
DETAIL, WORDS = 300, 150

SUMMARY = {Weight.BROKEN: "broken", Weight.SOON: "to look at soon", Weight.FINE: "fine"}
HEADINGS = {Weight.BROKEN: "Broken", Weight.SOON: "To look at soon", Weight.FINE: "Fine"}


def report(findings: Sequence[Finding], page: int = 0) -> ui.LayoutView:
    """A page that isn't there any more shows the last one."""
    pages = max(-(-len(findings) // PAGE), 1)
    page = min(page, pages - 1)
    card = Card()
    card.say(
        "### How I am doing here",
        _summary(findings),
        f"-# Page {page + 1} of {pages}" if pages > 1 else None,
    )
    heading: Weight | None = None
    for finding in findings[page * PAGE : (page + 1) * PAGE]:
        if finding.weight is not heading:
            heading = finding.weight
            card.line()
            card.say(f"**{HEADINGS[heading]}**")
        card.say(*_lines(finding))
    card.row(
        button("Look again", keys.AGAIN),
        button("Previous", keys.page(page - 1)) if page > 0 else None,
        button("Next", keys.page(page + 1)) if page + 1 < pages else None,
    )
    return card.view()


def _summary(findings: Sequence[Finding]) -> str:
    counted = {weight: sum(one.weight is weight for one in findings) for weight in Weight}
    if counted[Weight.FINE] == len(findings):
        return "**All is well.**"
    return " · ".join(f"**{number}** {SUMMARY[weight]}" for weight, number in counted.items() if number)


def _lines(finding: Finding) -> list[str]:
    detail = " ".join((finding.detail or "").split())
    lines = [f"- {finding.what}"]
    if detail:
        lines.append(f"  {detail if len(detail) <= DETAIL else detail[: DETAIL - 1] + '…'}")
    lines += [f"  - {shown(' '.join(words.split()), WORDS)}" for words in finding.words]
    if finding.moments:
        told = " · ".join(f"{called} {format_dt(at, 'R')}" for called, at in finding.moments)
        lines.append(f"  {told[:1].upper()}{told[1:]}")
    if finding.cure:
        lines.append(f"  → {finding.cure}")
    return lines
