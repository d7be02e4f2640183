"""The cards on which moderators put a quote right."""

from __future__ import annotations

from collections.abc import Sequence

from discord import ButtonStyle, ui

from bot.curation import Change
from bot.models import Choice
from bot.repairs import HIDDEN, MOST_WORDS, NONE, QUOTE, WORDS, BordersError, Found, Repair
from cogs.replies import admin_keys, edit_keys
from cogs.replies import repair_keys as keys
from cogs.replies.card import Card, button
from cogs.replies.edits import COUNTS, sentence
from cogs.replies.forms import field, form
from cogs.replies.keys import MOST_WORDS as MOST_ASKED
from cogs.replies.pieces import count, source_lines
from cogs.replies.text import name, quoted, shown

SHOWN = 1000
AROUND = 350
NAME = 100
BACK = "Back to the quote"

STATES = {
    QUOTE: "A quote",
    WORDS: "Nobody’s quote",
    NONE: "Not a quote, say this server’s moderators",
    HIDDEN: "Hidden: nobody is shown these words",
}


def listed(typed: str, found: Sequence[Found]) -> ui.LayoutView:
    """Several that may be meant."""
    card = Card()
    if not found:
        card.say(
            f"### No quote with {quoted(typed, MOST_ASKED * 2)}",
            "Type a few words that stand in it, as they stand there.",
        )
        return card.view()
    card.say(f"### {count(len(found), 'quote')} with {quoted(typed, MOST_ASKED * 2)}")
    for one in found[:5]:
        who = f"**{name(one.speaker, 60)}**" if one.speaker else "speaker not known"
        state = f" · {STATES[one.state]}" if one.state in (NONE, HIDDEN) else ""
        card.say(f"{quoted(one.words, 200)}\n-# {who} · {quoted(one.title, 60)}{state}")
    options = [Choice(one.ref, f"{one.speaker or '?'}: {one.words}") for one in found]
    card.choices("repair", "Which one?", options)
    return card.view()


def quote(one: Repair, notice: str | None = None) -> ui.LayoutView:
    """One quote with what stands round it, and all that can be done."""
    card = Card()
    card.say(notice)
    describe(card, one)
    card.row(*corrections(one, None))
    card.row(
        button("Undo corrections", keys.repair("undo", one.ref)) if one.values is not None else None,
    )
    return card.view()


def describe(card: Card, one: Repair) -> None:
    """The words where they stand, and what is said of them now."""
    found = one.context
    card.say(
        f"### {STATES[one.state]}",
        None
        if one.state in (NONE, HIDDEN)
        else f"Speaker: **{name(one.speaker, NAME)}**"
        if one.speaker
        else "Speaker: not known",
        "-# Corrected by this server’s moderators."
        if one.values is not None and one.state == QUOTE
        else None,
    )
    card.line()
    before, after = (found.before.strip(), found.after.strip()) if found else ("", "")
    card.say(f"-# {shown(before, AROUND, from_end=True)}" if before else None)
    card.say(quoted(one.words, SHOWN, block=True))
    card.say(f"-# {shown(after, AROUND)}" if after else None)
    card.say(source_lines(found.piece) if found else f"-# {name(one.document, NAME)}")
    card.line()


def corrections(one: Repair, at: keys.At) -> list[ui.Button[ui.LayoutView] | None]:
    """`at`: the item of the queue and its page, which these decide on, too."""
    if one.state == HIDDEN:
        return []
    is_one = one.state == QUOTE
    return [
        button("Speaker", keys.repair("speaker", one.ref, at), ButtonStyle.primary),
        button("Borders", keys.repair("borders", one.ref, at)) if len(one.words) <= MOST_WORDS else None,
        button("Not a quote", keys.repair("none", one.ref, at)) if is_one else None,
        button("Hide", keys.repair("hide", one.ref, at), ButtonStyle.danger),
    ]


def speakers(one: Repair, likely: Sequence[Choice], at: keys.At) -> ui.LayoutView:
    card = Card()
    card.say(
        "### Who said this?",
        quoted(one.words, 500, block=True),
        f"Now: **{name(one.speaker, NAME)}**" if one.speaker else "Now: not known",
        "-# First whoever is named near it, then those who are quoted most.",
    )
    card.choices(keys.speaker_is(one.ref, at), "Choose who said it", likely)
    card.row(
        button("Somebody else …", keys.repair("other", one.ref, at)),
        button("Nobody known", keys.repair("nobody", one.ref, at)) if one.speaker else None,
        _back(one.ref, at),
    )
    return card.view()


def other_speaker(ref: str, at: keys.At) -> ui.Modal:
    return form(
        keys.repair("other", ref, at),
        "Who said this?",
        field("name", "The full name", "As it is to be shown, such as: Bryan Konietzko", most=NAME),
    )


def unknown(speaker: str) -> str:
    return f"-# Nobody called {name(speaker, NAME)} was known here before. If that is a slip, press Undo."


def borders(one: Repair, at: keys.At) -> ui.Modal:
    return form(
        keys.repair("borders", one.ref, at),
        "Where the quote begins and ends",
        field(
            "words",
            "The whole quote",
            "Take words away, or add those that stand beside it in the document",
            most=MOST_WORDS,
            lines=True,
            filled=one.words,
        ),
    )


def wrong_borders(error: BordersError, ref: str, at: keys.At) -> ui.LayoutView:
    card = Card()
    card.say(
        "### Nothing was changed",
        shown(str(error), 200),
        "A quote holds the document’s own words. The nearest that stand there:" if error.nearest else None,
        quoted(error.nearest, 1200, block=True) if error.nearest else None,
    )
    card.row(button("Try again", keys.repair("borders", ref, at), ButtonStyle.primary), _back(ref, at))
    return card.view()


def done(change: Change, ref: str, more: str | None = None) -> ui.LayoutView:
    """As `edits.changed`, with a way on."""
    card = Card()
    if change.done:
        card.say(f"### Done\n{sentence(change.what)}", COUNTS, more)
    else:
        card.say("Nothing was changed: it is so already.")
    card.row(
        button("Undo", edit_keys.undo(change.entry)) if change.done else None, button(BACK, keys.show(ref))
    )
    return card.view()


def _back(ref: str, at: keys.At) -> ui.Button[ui.LayoutView] | None:
    if at:
        return button("Back to the list", admin_keys.review(at[1]))
    return button(BACK, keys.show(ref))
