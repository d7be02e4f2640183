"""Cards that only the member who asked sees: context, citations, help and notices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from discord import ui

from bot.models import Context, LibraryFacts
from cogs.replies import keys
from cogs.replies.card import Card, button, link
from cogs.replies.pieces import also_in, figures, report_button, source_lines
from cogs.replies.text import code_block, name, quoted, shown

AROUND = 700
WORDS = 1500


def context(found: Context) -> ui.LayoutView:
    """The sentences before and after; which words are the quoted ones is said in words, too."""
    piece = found.piece
    card = Card()
    card.say(source_lines(piece), also_in(piece))
    card.line()
    before, after = found.before.strip(), found.after.strip()
    card.say(
        "-# Just before" if before else "-# Here the document begins",
        shown(before, AROUND, from_end=True) if before else None,
    )
    card.line()
    card.say("**The quoted words**", quoted(piece.text, WORDS, block=True))
    card.line()
    card.say(
        "-# Just after" if after else "-# Here the document ends", shown(after, AROUND) if after else None
    )
    card.row(
        button("Cite", keys.cite([piece.id])),
        link("Open the original", piece.source.url),
        report_button(piece),
    )
    return card.view()


def citations(texts: Sequence[str]) -> ui.LayoutView:
    """Each in a code block of its own, which every client lets one copy with a click."""
    card = Card()
    card.say("### Ready to copy")
    budget = min(1800, 3600 // max(len(texts), 1))
    for text in texts:
        card.say(code_block(text, budget))
    return card.view()


def help_(facts: LibraryFacts, mentions: Mapping[str, str]) -> ui.LayoutView:
    """What one can ask, in ten lines, with examples that work on this library."""

    def ask(command: str, explained: str) -> str:
        example = facts.examples.get(command)
        shown_as = mentions.get(command, f"`/{command}`")
        return f"{shown_as} **{name(example, 60)}** · {explained}" if example else f"{shown_as} · {explained}"

    card = Card()
    card.say(
        "## What you can ask",
        ask("canon", "what the sources say, and whether it counts"),
        ask("quote", "someone’s own words, one quote after another"),
        ask("search", 'passages with your words; `"a phrase"` and `-word` work'),
        ask("verify", "whether a quote is real; on a message: Apps, **Check this quote**"),
        ask("sources", "what the library knows, and from where"),
        "`/trivia play` · a quiz from the same sources; `/trivia leaderboard` says who is ahead",
        "**Context** shows the sentences around, **Cite** a citation; `private: True` answers only you.",
        "Every word in quotation marks stands in a stored document. Where they are silent, I say so.",
        f"-# {figures(facts)}",
    )
    return card.view()


def notice(text: str) -> ui.LayoutView:
    """Plain words of our own."""
    return Card().say(text).view()
