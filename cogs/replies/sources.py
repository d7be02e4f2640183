"""The card of `/sources`: what the library knows and from where."""

from __future__ import annotations

from discord import ui

from bot.models import Choice, Kind, LibraryFacts, SourceCard, SourcesAnswer
from bot.sources import PAGE
from cogs.replies import keys
from cogs.replies.card import Card, button, link
from cogs.replies.pieces import count, figures, when
from cogs.replies.text import name, quoted

KINDS = {
    Kind.WORK: "the story itself",
    Kind.COMPANION: "official companion",
    Kind.CREATOR: "a creator’s own words",
    Kind.REPORT: "press report",
    Kind.FAN: "fan text",
}


def sources(answer: SourcesAnswer, facts: LibraryFacts | None = None, *, first: bool = True) -> ui.LayoutView:
    """All documents, page by page; or the one that was asked for; or near titles."""
    if answer.asked is not None:
        return _one(answer.cards[0]) if answer.cards else _none(answer)
    card = Card()
    if not answer.cards:
        card.say("### The library is empty" if answer.page == 0 else "### There are no more documents")
        return card.view()
    pages = max(-(-answer.total // PAGE), answer.page + 1)
    card.say(
        f"### The library: {count(answer.total, 'document')}",
        f"-# {figures(facts)}" if facts else None,
        f"-# Page {answer.page + 1} of {pages}" if pages > 1 else None,
    )
    for one in answer.cards[:PAGE]:
        card.line()
        card.say(f"**{name(one.source.title, 120)}**", _origin(one), _figures(one))
    left = answer.total - (answer.page + 1) * PAGE
    card.row(
        button("Previous", keys.sources(answer.page - 1)) if not first and answer.page > 0 else None,
        button("Next" if not first else f"More ({left})", keys.sources(answer.page + 1))
        if left > 0
        else None,
    )
    card.choices(
        "sources", "Look at one document", (Choice(one.source.id, one.source.title) for one in answer.cards)
    )
    return card.view()


def _origin(one: SourceCard) -> str:
    source = one.source
    said = [
        KINDS[source.kind],
        name(source.publisher, 60) if source.publisher else "publisher not given",
        when(source),
    ]
    return f"-# {' · '.join(said)}"


def _figures(one: SourceCard) -> str:
    return f"-# {count(one.quotes, 'quote')} · {count(one.passages, 'passage')}"


def _one(one: SourceCard) -> ui.LayoutView:
    source = one.source
    card = Card()
    speakers = ", ".join(f"{name(who, 50)} ({number})" for who, number in one.speakers[:8])
    topics = ", ".join(name(topic, 60) for topic in one.topics[:12])
    card.say(
        f"## {name(source.title, 200)}",
        f"**Author:** {name(source.author, 80) if source.author else 'not given'}",
        f"**Publisher:** {name(source.publisher, 80) if source.publisher else 'not given'}",
        f"**Date:** {when(source)}",
        f"**Kind of source:** {KINDS[source.kind]}",
        f"**Spoils:** {', '.join(name(work, 60) for work in one.spoils[:8])}" if one.spoils else None,
        f"**Language:** {name(one.language, 40)}" if one.language else None,
    )
    card.line()
    card.say(
        f"{count(one.quotes, 'quote')} · {count(one.passages, 'passage')} · {one.characters:,} characters",
        f"**Quoted:** {speakers}" if speakers else "Nobody is quoted in it.",
        f"**Topics:** {topics}" if topics else None,
    )
    card.row(link("Open the original", source.url))
    return card.view()


def _none(answer: SourcesAnswer) -> ui.LayoutView:
    card = Card()
    card.say(f"### No document called {quoted(answer.asked or '', 120)}")
    card.say(
        "Perhaps you mean one of these:" if answer.suggestions else "`/sources` alone lists all of them."
    )
    card.choices("sources", "Choose a document", answer.suggestions)
    return card.view()
