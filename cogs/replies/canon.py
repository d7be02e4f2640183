"""The card of `/canon`: verdict first, then the evidence."""

from __future__ import annotations

import discord
from discord import ui

from bot.canon import PAGE
from bot.models import CanonAnswer, Piece, Ruling, Stance, Topic, Verdict
from bot.places import day
from cogs.replies import keys
from cogs.replies.card import Card, button
from cogs.replies.pieces import also_in, context_button, count, source_lines, words
from cogs.replies.text import name, quoted

VERDICTS = {
    Verdict.CANON: ("✅", "Canon", 0x3BA55D),
    Verdict.CONFIRMED: ("💬", "Confirmed by a creator", 0x3BA55D),
    Verdict.ENDED: ("🔚", "Ended", 0x8E7CC3),
    Verdict.NOT_CANON: ("❌", "Not canon", 0xC0504D),
    Verdict.DISPUTED: ("⚖️", "Disputed", 0xD9A441),
    Verdict.UNSETTLED: ("❔", "Unsettled", 0x8A8F98),
}
NO_RULING = discord.Colour(0x8A8F98)
HEADINGS = {Stance.FOR: "For", Stance.AGAINST: "Against", Stance.ABOUT: "What the sources say"}
# Nothing speaks for what nothing decides; and what ended has evidence of two times, not of two opinions.
HEADINGS_OF = {
    Verdict.UNSETTLED: {**HEADINGS, Stance.FOR: "Where it is mentioned"},
    Verdict.ENDED: {**HEADINGS, Stance.FOR: "That it was so", Stance.AGAINST: "That it ended"},
}


def canon(answer: CanonAnswer) -> ui.LayoutView:
    """The first answer: what was found, or an honest nothing."""
    if answer.topic is None:
        return _nothing(answer)
    card = Card(discord.Colour(VERDICTS[answer.ruling.verdict][2]) if answer.ruling else NO_RULING)
    _head(card, answer, answer.topic)
    shown = _evidence(card, answer)
    left = answer.total - len(shown)
    card.row(
        button(f"More ({left})", keys.more(answer.topic.ref, 1)) if left > 0 else None,
        button("Cite", keys.cite(piece.id for piece in shown)) if shown else None,
    )
    card.choices("canon", "Did you mean something else?", answer.suggestions)
    return card.view()


def canon_page(answer: CanonAnswer) -> ui.LayoutView:
    """Another page of evidence, with the way back and on."""
    card = Card()
    topic = answer.topic
    if topic is None:
        return _nothing(answer)
    pages = max(-(-answer.total // PAGE), 1)
    verdict = _verdict(answer.ruling) if answer.ruling else "No ruling"
    card.say(
        f"### {name(topic.name, 120)}",
        f"{verdict} · evidence, page {answer.page + 1} of {max(pages, answer.page + 1)}",
    )
    shown = _evidence(card, answer)
    if not shown:
        card.say("There is no more evidence.")
    ref = topic.ref
    card.row(
        button("Previous", keys.more(ref, answer.page - 1)) if answer.page > 0 else None,
        button("Next", keys.more(ref, answer.page + 1)) if (answer.page + 1) * PAGE < answer.total else None,
        button("Cite", keys.cite(piece.id for piece in shown)) if shown else None,
    )
    return card.view()


def _head(card: Card, answer: CanonAnswer, topic: Topic) -> None:
    card.say(
        f"-# Showing {name(answer.read_as, 60)}, the nearest name to {quoted(answer.asked, 60)}"
        if answer.read_as
        else None,
        f"### {name(topic.name, 120)}",
        _what(topic),
        *(_ruled(answer.ruling) if answer.ruling else _unruled(answer, topic)),
    )


def _what(topic: Topic) -> str | None:
    if topic.kind == "words":
        return None
    members = " & ".join(name(member, 30) for member in topic.members[:5])
    if members and members != name(topic.name, 120):
        return f"-# {members} · {topic.kind}"
    return f"-# {name(topic.kind, 40)}"


def _ruled(ruling: Ruling) -> list[str | None]:
    as_of = f" · as of {name(day(ruling.as_of), 30)}" if ruling.as_of else ""
    return [
        f"## {_verdict(ruling)}",
        f"**Scope:** {name(ruling.scope, 200)}" if ruling.scope else None,
        name(ruling.says, 450),
        f"-# Why this verdict: {name(ruling.rule, 100)}{as_of}" if ruling.rule else None,
        f"-# {ruled_by(ruling.layer)}",
    ]


def ruled_by(layer: str) -> str:
    """Who ruled, in words."""
    if layer == "server":
        return "Ruled by this server’s moderators"
    if layer.startswith("pack:"):
        return f"From the pack {name(layer.removeprefix('pack:'), 60)}"
    return "Shipped with the library"


def _verdict(ruling: Ruling) -> str:
    symbol, said, _ = VERDICTS[ruling.verdict]
    return f"{symbol} {said}"


def _unruled(answer: CanonAnswer, topic: Topic) -> list[str | None]:
    if topic.kind == "words":
        return ["## No ruling", "No name of the library’s. These passages hold the words:"]
    if not answer.evidence:
        return ["## No ruling", f"Nothing on this in {count(answer.documents, 'document')}."]
    return ["## No ruling", "Nobody has weighed this yet. The best evidence:"]


def _evidence(card: Card, answer: CanonAnswer) -> list[Piece]:
    """For, against, and what merely speaks of it, each under its heading; the pieces that are shown."""
    shown = list({piece.id: piece for piece in answer.evidence[:PAGE]}.values())
    headings = HEADINGS_OF.get(answer.ruling.verdict, HEADINGS) if answer.ruling else HEADINGS
    for stance, heading in headings.items():
        group = [piece for piece in shown if piece.stance is stance]
        if group:
            card.line()
            card.say(f"### {heading}")
        for piece in group:
            sources = "\n".join(filter(None, (source_lines(piece), also_in(piece, 2, 30))))
            card.piece(words(piece), sources, beside=context_button(piece))
    return shown


def _nothing(answer: CanonAnswer) -> ui.LayoutView:
    card = Card()
    documents = count(answer.documents, "document")
    card.say(
        f"### Nothing on {quoted(answer.asked, 120)}",
        f"None of the library’s {documents} speaks of it, so there is no answer to give."
        if answer.documents
        else "The library holds no documents yet.",
    )
    if answer.suggestions:
        card.say("Perhaps you mean one of these:")
    card.choices("canon", "Choose what you mean", answer.suggestions)
    if answer.evidence:
        card.say("These passages come near:")
        for piece in answer.evidence[:PAGE]:
            card.piece(words(piece), source_lines(piece), beside=context_button(piece))
    return card.view()
