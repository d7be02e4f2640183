"""The card of `/quote`: one person's own words, large."""

from __future__ import annotations

from discord import ui

from bot.models import Piece, QuoteAnswer
from cogs.replies import keys
from cogs.replies.card import Card, button
from cogs.replies.pieces import also_in, clash_lines, context_button, count, report_button, source_lines
from cogs.replies.text import name, quoted

QUOTE_WORDS = 1200


def quote(answer: QuoteAnswer) -> ui.LayoutView:
    piece = answer.chosen or next(iter(answer.quotes), None)
    if piece is not None:
        return _quoted(answer, piece)
    if answer.person is None:
        return _nobody(answer)
    return _about_nothing(answer) if answer.total else _never_quoted(answer)


def _quoted(answer: QuoteAnswer, piece: Piece) -> ui.LayoutView:
    card = Card()
    card.say(
        f"-# Showing {name(answer.read_as, 80)}, the nearest name to {quoted(answer.asked, 80)}"
        if answer.read_as
        else None,
        f"-# On {quoted(answer.about, 80)}" if answer.about else None,
        quoted(piece.text, QUOTE_WORDS, block=True),
    )
    card.say(source_lines(piece), also_in(piece), clash_lines(piece))
    person = answer.person_id
    card.row(
        button("Another", keys.another(person, answer.about)) if person and answer.total > 1 else None,
        context_button(piece),
        button("Cite", keys.cite([piece.id])),
        report_button(piece),
    )
    card.choices("quote", "Did you mean someone else?", answer.suggestions)
    return card.view()


def _about_nothing(answer: QuoteAnswer) -> ui.LayoutView:
    card = Card()
    who = name(answer.person or "", 80)
    card.say(
        f"### Nothing of {who} on {quoted(answer.about or '', 80)}",
        f"The library has {count(answer.total, 'quote')} of {who}, but none of them speaks of that.",
    )
    if answer.person_id:
        card.row(button("A quote on anything", keys.another(answer.person_id, None)))
    card.choices("quote", "Did you mean someone else?", answer.suggestions)
    return card.view()


def _never_quoted(answer: QuoteAnswer) -> ui.LayoutView:
    card = Card()
    who = name(answer.person or "", 80)
    others = ", ".join(f"**{name(one, 60)}** ({number})" for one, number in answer.spoken_of_by[:8])
    card.say(
        f"### {who} is never quoted",
        f"The library’s {count(answer.documents, 'document')} speak of {who}, but hold no words of theirs.",
        f"Quoted about {who}: {others}" if others else None,
    )
    card.choices("quote", "Did you mean someone else?", answer.suggestions)
    return card.view()


def _nobody(answer: QuoteAnswer) -> ui.LayoutView:
    card = Card()
    if answer.is_topic:
        topic = name(answer.is_topic, 80)
        card.say(
            f"### {topic} is a topic, not a person", f"Ask `/canon` for {topic}, or `/quote` for a person."
        )
    else:
        card.say(
            f"### Nobody found for {quoted(answer.asked, 120)}",
            f"No person of that name in {count(answer.documents, 'document')}."
            if answer.documents
            else "The library holds no documents yet.",
        )
    if answer.suggestions:
        card.say("Perhaps you mean one of these:")
    card.choices("quote", "Choose whom you mean", answer.suggestions)
    return card.view()
