"""The cards of texts on their way in: what was understood of each, and what another text would change."""

from __future__ import annotations

from collections.abc import Iterator

import discord
from discord import ButtonStyle, ui

from bot.document_clashes import Clash
from bot.models import DocumentLook, LookQuote, Source
from bot.replacements import Exchange
from bot.uploads import Added, Offer, Upload
from cogs.replies import document_keys as keys
from cogs.replies import edits
from cogs.replies.card import Card, button
from cogs.replies.documents import FIELDS, MenuCard, head, head_form
from cogs.replies.forms import field, form
from cogs.replies.pieces import count
from cogs.replies.text import name, plain, quoted, shown

QUOTES, CHANGES = 7, 8
"""Quotes and changes on one page."""
PASTED = 4000
MOST_PERSONS, MOST_CLASHES, MOST_PROBLEMS = 10, 6, 4


def reading(share: float) -> ui.LayoutView:
    card = Card()
    card.say(f"Reading: {share:.0%}".replace("%", " %"), "-# A long text takes its time.")
    return card.view()


def stopped() -> ui.LayoutView:
    card = Card()
    card.say("That didn’t work. What went wrong is said below.")
    return card.view()


def preview(offer: Offer, file: int = 0, page: int = 0) -> ui.LayoutView:
    """One of the files, page by page: what it is, then its quotes. Nothing is stored yet, and it says so."""
    if not offer.id:
        return refused(offer)
    file = min(file, len(offer.files) - 1)
    one = offer.files[file]
    pages = 1 + -(-len(one.look.quotes) // QUOTES)
    page = min(page, pages - 1)
    card = MenuCard()
    where = f"file {file + 1} of {len(offer.files)} · " if len(offer.files) > 1 else ""
    card.say(
        f"### {name(one.look.title, 120) if not one.refused else quoted(one.file, 80)}",
        f"-# {where}{quoted(one.file, 60)} · nothing is stored before you press Add",
    )
    if one.refused:
        card.say(_refusal(one), "It is left out.")
    elif page:
        _quotes(card, one.look, page - 1)
    else:
        _overview(card, one)
        card.kinds(keys.sort(offer.id, file), one.look.kind)
        _sameness(card, offer.id, file, one)
    wanted = len(offer.wanted)
    card.row(
        button("Add" if wanted == 1 else f"Add all {wanted}", keys.add(offer.id), ButtonStyle.success),
        button("Mend", keys.mend(offer.id, file)) if not one.refused else None,
        button("Cancel", keys.cancel(offer.id)),
    )
    card.row(
        button("Back", keys.look(offer.id, file, page - 1)) if page > 0 else None,
        button("Quotes" if page == 0 else "More quotes", keys.look(offer.id, file, page + 1))
        if page + 1 < pages
        else None,
        button("Previous file", keys.look(offer.id, file - 1, 0)) if file > 0 else None,
        button("Next file", keys.look(offer.id, file + 1, 0)) if file + 1 < len(offer.files) else None,
    )
    return card.view()


def refused(offer: Offer) -> ui.LayoutView:
    card = Card()
    card.say("### Nothing could be added", *(_refusal(one) for one in offer.files))
    return card.view()


def _refusal(one: Upload) -> str:
    return f"{quoted(one.file, 60)} {shown(one.refused, 300)}"


def _overview(card: Card, one: Upload) -> None:
    look = one.look
    source = Source(
        "", look.name, look.title, look.author, look.publisher, look.url, look.published, look.kind
    )
    card.say(*head(source))
    card.line()
    new = set(one.new)
    known = [f"{name(who.name, 40)} ({who.mentions})" for who in look.persons if who.name not in new]
    fresh = [f"{name(who.name, 40)} ({who.mentions})" for who in look.persons if who.name in new]
    card.say(
        f"{count(look.quotes_total, 'quote')}, {look.quotes_named:,} with a speaker · "
        f"{count(look.passages, 'passage')} · {look.characters:,} characters",
        f"**Known persons:** {_few(known)}" if known else None,
        f"**New persons:** {_few(fresh)}" if fresh else None,
        f"**Topics:** {_few([name(topic, 40) for topic in look.topics])}" if look.topics else None,
    )
    warned = [*(_clash(clash) for clash in one.clashes[:MOST_CLASHES])]
    more = len(one.clashes) - MOST_CLASHES
    warned += [f"and {more:,} more of that kind"] if more > 0 else []
    warned += [shown(problem, 200) for problem in look.problems[:MOST_PROBLEMS]]
    if warned:
        card.say("**Look at this first**", *(f"- {line}" for line in warned))
    card.say("**It begins**", quoted(look.text, 300, block=True))


def _few(listed: list[str]) -> str:
    more = f" and {len(listed) - MOST_PERSONS} more" if len(listed) > MOST_PERSONS else ""
    return ", ".join(listed[:MOST_PERSONS]) + more


def _clash(one: Clash) -> str:
    if one.what == "title":
        return f"There is a document with this title already: {quoted(one.document, 80)}"
    if one.what == "address":
        return f"There is a document with this address already: {quoted(one.document, 80)}"
    return (
        f"{quoted(one.words, 90)}: here {name(one.mine, 40)} says it, in {quoted(one.document, 50)} "
        f"{name(one.theirs, 40)}"
    )


def _sameness(card: MenuCard, pending_id: str, file: int, one: Upload) -> None:
    """Asks whether a new name is a known person's; who is chosen gets it as another name."""
    if not one.near:
        return
    card.say(f"**Is {name(one.near[0].new, 40)} the same person as {name(one.near[0].known, 40)}?**")
    chosen = {pair.new for pair in one.same}
    card.menu(
        keys.same(pending_id, file),
        "Choose those who are the same person",
        (
            discord.SelectOption(
                label=plain(f"{pair.new} is {pair.known}", 100),
                value=plain(pair.new, 100),
                default=pair.new in chosen,
            )
            for pair in one.near
        ),
        least=0,
        most=len(one.near),
    )


def _quotes(card: Card, look: DocumentLook, page: int) -> None:
    of = look.quotes[page * QUOTES : (page + 1) * QUOTES]
    first = page * QUOTES + 1
    card.say(f"**Quotes {first:,} to {first + len(of) - 1:,} of {look.quotes_total:,}**")
    for quote in of:
        card.say(_quote(quote))
    if look.quotes_total > len(look.quotes) and (page + 1) * QUOTES >= len(look.quotes):
        card.say("-# The others are stored as well; only these are listed.")


def _quote(quote: LookQuote) -> str:
    speaker = f"**{name(quote.speaker, 50)}**" if quote.speaker else "nobody could be named"
    return f"{quoted(quote.text, 300)}\n-# {speaker}"


def mend_form(offer: Offer, file: int) -> ui.Modal:
    look = offer.files[file].look
    filled = {word: getattr(look, word) for word in FIELDS}
    return head_form(keys.mend(offer.id, file), "What is this text?", filled)


def paste_form() -> ui.Modal:
    asked = [
        field(word, FIELDS[word][0], FIELDS[word][1], most=200, required=False)
        for word in ("title", "publisher", "published", "url")
    ]
    text = field(
        "text", "Text", "An article, an interview, a post: with its quotation marks", most=PASTED, lines=True
    )
    return form(keys.PASTE, "Paste a text", text, *asked)


def added(done: Added) -> ui.LayoutView:
    named = [pair for one in done.offer.wanted for pair in one.same]
    return edits.changed(
        done.change,
        *(f"{name(pair.new, 50)} is another name of {name(pair.known, 50)} now." for pair in named[:10]),
        *(f"Left out: {_refusal(one)}" for one in done.offer.files if one.refused),
    )


def exchange(one: Exchange, page: int = 0) -> ui.LayoutView:
    """What another text would change, what is lost first. Nothing is changed yet, and it says so."""
    card = Card()
    title = name(one.listed.source.title, 120)
    if one.refused:
        card.say(f"### {title} stays as it is", f"{quoted(one.file, 60)} {shown(one.refused, 300)}")
        return card.view()
    found = one.found
    entries = list(_changes(one))
    pages = max(-(-len(entries) // CHANGES), 1)
    page = min(page, pages - 1)
    card.say(
        f"### Replace the text of {title}?",
        f"-# {quoted(one.file, 60)} · nothing is changed before you press Apply; its title and date stay",
        f"**{found.kept:,}** {'quote stays' if found.kept == 1 else 'quotes stay'} · "
        f"**{found.lost_total:,}** vanish · **{found.new_total:,}** new · "
        f"{found.look.characters:,} characters",
        *(f"- {shown(problem, 200)}" for problem in found.look.problems[: 2 if page == 0 else 0]),
    )
    heading = ""
    for group, line in entries[page * CHANGES : (page + 1) * CHANGES]:
        if group != heading:
            card.line()
            card.say(f"**{group}**")
            heading = group
        card.say(line)
    card.say(f"-# Page {page + 1} of {pages}" if pages > 1 else None)
    card.row(
        button("Apply", keys.replace(one.id), ButtonStyle.danger),
        button("Cancel", keys.leave(one.id)),
        button("Previous", keys.compare(one.id, page - 1)) if page > 0 else None,
        button("Next", keys.compare(one.id, page + 1)) if page + 1 < pages else None,
    )
    return card.view()


def _changes(one: Exchange) -> Iterator[tuple[str, str]]:
    found = one.found
    for topic, words in found.rulings:
        yield "Evidence of rulings that would no longer stand", f"{name(topic, 60)}: {quoted(words, 200)}"
    for prompt in found.questions:
        yield "Trivia questions whose evidence would no longer stand", quoted(prompt, 200)
    for words in found.corrections:
        yield "Corrected quotes that would no longer be there", quoted(words, 200)
    for quote in found.lost:
        yield "Quotes that vanish", _quote(quote)
    for quote in found.new:
        yield "New quotes", _quote(quote)
