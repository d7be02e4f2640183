"""The cards of what members asked and didn't find; all that members wrote is shown as mere text."""

from __future__ import annotations

from collections.abc import Sequence

from discord import ButtonStyle, RadioGroupOption, ui
from discord.utils import format_dt

from bot.curation import Change
from bot.misses import PAGE, Miss, Page, alias_of
from bot.models import Choice
from cogs.replies import edit_keys
from cogs.replies import misses_keys as keys
from cogs.replies.card import Card, button
from cogs.replies.forms import field, form
from cogs.replies.pieces import count
from cogs.replies.text import name, quoted, shown

ASKED = 100
TITLE = 100
MEMBERS = 400

KINDS = {
    "pairing": ("Pairing", "Two or more persons"),
    "character": ("Character", "One person of the story"),
    "event": ("Event", "Something that happens"),
    "claim": ("Claim", "A sentence that is true or not"),
}


def listed(page: Page, said: str | None = None, undo: str | None = None) -> ui.LayoutView:
    """`undo`: the line of the log by which what was just done is taken back."""
    card = Card()
    card.say(said)
    card.row(button("Undo", keys.back(undo)) if undo else None)
    pages = max(-(-page.total // PAGE), 1)
    card.say(
        _title(page),
        f"-# The most asked first · page {page.number + 1} of {pages}" if pages > 1 else None,
    )
    for miss in page.found:
        card.line()
        card.say(f"**{_asked(miss)}**", _told(miss))
        if page.ignored:
            card.row(button("Bring back", keys.back(miss.entry)) if miss.entry else None)
        else:
            card.row(
                button("Add alias", keys.alias(miss.id), ButtonStyle.primary),
                button("Add topic", keys.topic(miss.id)),
                button("Ignore", keys.ignore(miss.id, page.number)),
            )
    number, ignored = page.number, page.ignored
    other = "Back to the list" if ignored else f"Ignored ({page.others:,})"
    card.row(
        button("Previous", keys.page(number - 1, ignored=ignored)) if number else None,
        button("Next", keys.page(number + 1, ignored=ignored)) if number + 1 < pages else None,
        button(other, keys.page(0, ignored=not ignored)) if ignored or page.others else None,
    )
    return card.view()


def _title(page: Page) -> str:
    if page.ignored:
        return f"### Ignored: {page.total:,}" if page.total else "### Nothing is ignored"
    if not page.total:
        return "### Nothing is missing\nEverything that members asked was found, or is dealt with."
    found = count(page.total, "thing that members asked", "things that members asked")
    return f"### {found} and didn’t find"


def _asked(miss: Miss) -> str:
    return quoted(miss.asked, ASKED)


def _told(miss: Miss) -> str:
    commands = " and ".join(f"`/{command}`" for command in miss.commands)
    return f"-# {count(miss.times, 'time')} with {commands}, last {format_dt(miss.last, 'R')}"


def pick(miss: Miss, near: Sequence[Choice]) -> ui.LayoutView:
    """Which of the names that there are was meant."""
    card = Card()
    card.say(
        f"### What did they mean by {_asked(miss)}?",
        f"Choose, and {quoted(alias_of(miss.asked), ASKED)} is another name for it in this server."
        if near
        else "There is no name like it. Type the one that you mean.",
    )
    card.choices(keys.meant(miss.id), "They meant …", near)
    card.row(button("Another name …", keys.other(miss.id)), button("Back to the list", keys.page(0)))
    return card.view()


def other_name(miss: Miss) -> ui.Modal:
    return form(
        keys.other(miss.id),
        "Add alias",
        field("target", "They meant", "A person or topic, by its full name", most=TITLE),
        field("alias", "The new name for it", most=TITLE, filled=alias_of(miss.asked)),
    )


def no_such_name(near: Sequence[Choice]) -> str:
    few = ", ".join(f"“{name(one.label.rsplit(': ', 1)[0], 80)}”" for one in near[:3])
    hint = f" These come near: {few}." if few else ""
    return f"There is nobody and nothing of exactly that name here.{hint}"


def new_topic(miss: Miss) -> ui.Modal:
    kinds: ui.RadioGroup[ui.Modal] = ui.RadioGroup(
        custom_id="kind",
        options=[
            RadioGroupOption(label=label, value=kind, description=what)
            for kind, (label, what) in KINDS.items()
        ],
    )
    made = form(
        keys.topic(miss.id),
        "Add topic",
        field("name", "Name of the topic", most=TITLE, filled=alias_of(miss.asked)),
        ui.Label(text="What it is", component=kinds),
        field(
            "members",
            "Who belongs to it",
            "Full names, with commas between them; a pairing needs two",
            most=MEMBERS,
            required=False,
        ),
    )
    return made


def added(change: Change) -> ui.LayoutView:
    card = Card()
    card.say(f"### Done: {shown(change.what, 400)}", "Whoever asks that in this server finds it now.")
    card.row(button("Undo", edit_keys.undo(change.entry)), button("Back to the list", keys.page(0)))
    return card.view()


def ignored(miss: Miss) -> str:
    return f"**Ignored:** {_asked(miss)}. It comes no more, whoever asks it."


def brought_back(asked: str) -> str:
    return f"**Undone.** {quoted(asked, ASKED)} is in the list again."
