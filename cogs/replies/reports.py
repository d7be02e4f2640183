"""What members say is wrong with a piece, and what they read of what becomes of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from discord import RadioGroupOption, ui

from bot.repairs import Repair
from bot.reports import Reporter, Said, Wrong
from cogs.replies import report_keys as keys
from cogs.replies.card import Card
from cogs.replies.forms import field, form
from cogs.replies.members import mention
from cogs.replies.pieces import count
from cogs.replies.repairs import AROUND, describe
from cogs.replies.text import name, quoted, shown

REMARK = 300
WORDS = 300

WRONG = {
    Wrong.SPEAKER: ("Wrong speaker", "Somebody else said it"),
    Wrong.BORDERS: ("Wrong borders", "It is cut off, or holds too much"),
    Wrong.NONE: ("Not a quote", "Nobody says these words there"),
    Wrong.HIDE: ("Should not be shown", "It harms somebody, or doesn’t belong here"),
    Wrong.OTHER: ("Something else", None),
}


def ask(piece_id: str) -> ui.Modal:
    wrong: ui.RadioGroup[ui.Modal] = ui.RadioGroup(
        custom_id="what",
        options=[
            RadioGroupOption(label=label, value=what, description=said)
            for what, (label, said) in WRONG.items()
        ],
    )
    tell: ui.RadioGroup[ui.Modal] = ui.RadioGroup(
        custom_id="tell",
        options=[
            RadioGroupOption(label="Yes", value="yes", default=True),
            RadioGroupOption(label="No", value="no"),
        ],
    )
    return form(
        keys.report(piece_id),
        "Report to the moderators",
        ui.Label(text="What is wrong", component=wrong),
        field("remark", "In your words, if you like", most=REMARK, lines=True, required=False),
        ui.Label(text="Tell me what becomes of it", description="By direct message", component=tell),
    )


def reported(said: Said, tell: bool) -> ui.LayoutView:
    card = Card()
    if said.state == "refused":
        card.say(
            "### The moderators looked at that before",
            "They say that it is right as it is.",
            f"Their reason: {shown(said.reason, 400)}" if said.reason else None,
        )
    elif not said.new:
        card.say("### You reported that already", "It waits for this server’s moderators.")
    else:
        card.say(
            "### Reported",
            "Thank you. This server’s moderators look at it."
            + (" You get a direct message then, if you allow those." if tell else ""),
        )
    return card.view()


def heading(data: dict[str, Any]) -> str:
    what = next((one for one in Wrong if one == data.get("what")), Wrong.OTHER)
    return f"Report: {WRONG[what][0].lower()}"


def sent_by(reporters: Sequence[Reporter], first: int) -> str:
    more = len(reporters) - 1
    said = f"from {mention(reporters[0].member_id if reporters else first)}"
    return said + (f" and {count(more, 'other member')}" if more > 0 else "")


def item(card: Card, data: dict[str, Any], one: Repair | None, reporters: Sequence[Reporter]) -> None:
    """For moderators: what was reported, as it stands now."""
    remarks = [one for one in reporters if one.remark]
    card.say(*(f"{mention(each.member_id)}: {quoted(each.remark or '', REMARK)}" for each in remarks[:3]))
    seen, words = data.get("speaker"), str(data.get("words", ""))
    if one is None:
        card.say(
            quoted(words, WORDS * 2, block=True), "Nothing of this is in the library any more: refuse it."
        )
        return
    if one.words != words:
        card.say(f"-# The member saw: {quoted(words, AROUND)}")
    if one.speaker != seen:
        card.say(f"-# The member saw it as said by {name(str(seen), 80) if seen else 'nobody known'}.")
    describe(card, one)


def decided(data: dict[str, Any]) -> str:
    return f"**Right as it is:** {quoted(str(data.get('words', '')), 100)}"


def to_member(data: dict[str, Any], accepted: bool, reason: str | None, server: str) -> ui.LayoutView:
    """The direct message to each who wanted to hear of it."""
    card = Card()
    hidden = data.get("what") == Wrong.HIDE
    card.say(
        "### Your report was followed" if accepted else "### Your report was looked at",
        f"In {name(server, 100)}" + ("" if hidden else f": {quoted(str(data.get('words', '')), WORDS)}"),
        "The moderators put it right." if accepted else "The moderators say that it is right as it is.",
        f"The moderators say: {shown(reason, 400)}" if reason else None,
    )
    return card.view()
