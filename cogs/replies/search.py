"""The card of `/search`: passages with the found words marked."""

from __future__ import annotations

from discord import ui

from bot.models import SearchAnswer
from bot.search import PAGE
from cogs.replies import keys
from cogs.replies.card import Card, button
from cogs.replies.pieces import also_in, context_button, count, source_lines, words
from cogs.replies.text import name, quoted


def search(answer: SearchAnswer, *, first: bool = True) -> ui.LayoutView:
    """The first answer has one way, on; every other page also has the way back."""
    if not answer.hits:
        return _nothing(answer)
    card = Card()
    pages = max(-(-answer.total // PAGE), answer.page + 1)
    card.say(
        f"### {count(answer.total, 'passage')} on {quoted(answer.asked, 120)}",
        f"-# Page {answer.page + 1} of {pages}" if pages > 1 else None,
        f"-# Searched for {name(answer.read_as, 100)}, the nearest that the documents have"
        if answer.read_as
        else None,
        f"-# Without {_list(answer.loosened)}: no passage holds all the words" if answer.loosened else None,
    )
    for hit in answer.hits[:PAGE]:
        card.line()
        sources = "\n".join(filter(None, (source_lines(hit.piece), also_in(hit.piece, 2, 30))))
        card.piece(words(hit.piece, marks=hit.marks), sources, beside=context_button(hit.piece))
    left = answer.total - (answer.page + 1) * PAGE
    card.row(
        button("Previous", keys.hits(answer.asked, answer.page - 1))
        if not first and answer.page > 0
        else None,
        button("Next" if not first else f"More ({left})", keys.hits(answer.asked, answer.page + 1))
        if left > 0
        else None,
        button("Cite", keys.cite(hit.piece.id for hit in answer.hits)),
    )
    card.choices("search", "Search for something else", answer.suggestions)
    return card.view()


def _nothing(answer: SearchAnswer) -> ui.LayoutView:
    card = Card()
    if answer.page > 0:
        card.say(f"### {quoted(answer.asked, 120)}", "There are no more passages.")
        card.row(button("Previous", keys.hits(answer.asked, answer.page - 1)))
        return card.view()
    card.say(
        f"### Nothing on {quoted(answer.asked, 120)}",
        f"No passage in {count(answer.documents, 'document')} holds these words."
        if answer.documents
        else "The library holds no documents yet.",
        f"These stand nowhere: {_list(answer.loosened)}" if answer.loosened else None,
    )
    card.choices("search", "Search for this instead", answer.suggestions)
    return card.view()


def _list(words: tuple[str, ...]) -> str:
    return ", ".join(quoted(word, 40) for word in words[:6]) + (" and others" if len(words) > 6 else "")
