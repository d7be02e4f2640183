"""Whatever the library holds, a card keeps Discord's limits and is never empty."""

from __future__ import annotations

from typing import Any

import discord
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from simcord.components import validate_components, walk_components

from bot.models import (
    CanonAnswer,
    Choice,
    Context,
    Hit,
    Kind,
    LibraryFacts,
    Piece,
    QuoteAnswer,
    Role,
    Ruling,
    SearchAnswer,
    Source,
    SourceCard,
    SourcesAnswer,
    Stance,
    Topic,
    Verdict,
)
from cogs.replies import canon, keys, private, quotes, search, sources
from cogs.replies.card import Card

V2 = 1 << 15

short = st.text(max_size=40)


class Long(str):
    """Prints short, so that a failing example can be read."""

    def __repr__(self) -> str:
        return f"Long({self[:6]!r}…, {len(self)})"


HOSTILE = ["**_|~`" * 4000, "word " * 4000, "ש" * 20_000, "\n" * 5000 + "a", "e" + "\u0301" * 9000, "<@1>"]
words = st.one_of(short, st.sampled_from([Long(text) for text in HOSTILE]))
ids = st.text("0123456789abcdef", min_size=16, max_size=16)
several = st.lists(words, max_size=12).map(tuple)
sources_ = st.builds(
    Source,
    ids,
    words,
    words,
    st.none() | words,
    st.none() | words,
    st.none() | words | st.just("https://example.org/" + "a" * 600) | st.just("https://example.org/a"),
    st.sampled_from([None, "2014", "2014-12", "2014-12-22"]),
    st.sampled_from(Kind),
)
pieces = st.builds(
    Piece,
    ids,
    words,
    st.just(0),
    st.just(1),
    sources_,
    st.none() | words,
    st.none() | st.sampled_from(Role),
    st.sampled_from(Kind),
    st.sampled_from(Stance),
    several,
)
many = st.lists(pieces, max_size=6).map(tuple)
choices = st.lists(st.builds(Choice, words, words), max_size=30).map(tuple)
numbers = st.integers(0, 10**6)
maybe = st.none() | words
rulings = st.builds(Ruling, st.sampled_from(Verdict), words, words, words, maybe)
topics = st.builds(
    Topic, words.filter(bool), words, st.sampled_from(["pairing", "person", "claim", "words"]), several
)
canons = st.builds(
    CanonAnswer,
    words,
    st.none() | topics,
    st.none() | rulings,
    many,
    numbers,
    st.integers(0, 9),
    maybe,
    choices,
    numbers,
)
quotes_ = st.builds(
    QuoteAnswer, words, maybe, st.none() | ids, maybe, many, numbers, st.none() | pieces,
    st.lists(st.tuples(words, numbers), max_size=12).map(tuple), maybe, maybe, choices, numbers,
)  # fmt: skip
marks = st.lists(st.tuples(st.integers(0, 99), st.integers(0, 99)), max_size=5).map(tuple)
hits = st.lists(st.builds(Hit, pieces, marks), max_size=6).map(tuple)
searches = st.builds(
    SearchAnswer, st.text(max_size=90), hits, numbers, st.integers(0, 9), several, maybe, choices, numbers
)
cards_ = st.builds(
    SourceCard, sources_, maybe, several, numbers, numbers, numbers,
    st.lists(st.tuples(words, numbers), max_size=12).map(tuple), several,
)  # fmt: skip
lists = st.builds(
    SourcesAnswer, maybe, st.lists(cards_, max_size=8).map(tuple), numbers, st.integers(0, 9), choices
)
contexts = st.builds(Context, pieces, words, words, st.booleans(), st.booleans())
facts = st.builds(
    LibraryFacts,
    numbers,
    numbers,
    numbers,
    numbers,
    maybe,
    st.dictionaries(st.sampled_from(["canon", "quote"]), words),
)


def holds(view: discord.ui.LayoutView) -> list[dict[str, Any]]:
    """simcord refuses what Discord would: 4,000 characters, 40 components, lengths, ids that repeat."""
    assert view.is_finished()
    made = validate_components(view.to_components(), flags=V2)
    parts = list(walk_components(made))
    assert sum(len(part["content"]) for part in parts if part["type"] == 10) <= 4000
    assert len(parts) <= 40
    assert any(part["type"] == 10 for part in parts)
    return parts


@settings(max_examples=40, phases=[Phase.generate])
@given(canons, quotes_, searches, lists, contexts, facts, st.lists(words, min_size=1, max_size=6))
async def test_every_card_holds_the_limits(
    asked: CanonAnswer,
    quoted: QuoteAnswer,
    searched: SearchAnswer,
    listed: SourcesAnswer,
    around: Context,
    known: LibraryFacts,
    cited: list[str],
) -> None:
    holds(canon.canon(asked))
    holds(canon.canon_page(asked))
    holds(quotes.quote(quoted))
    holds(search.search(searched))
    holds(search.search(searched, first=False))
    holds(sources.sources(listed, known))
    holds(sources.sources(listed, first=False))
    holds(private.context(around))
    holds(private.citations(cited))
    holds(private.help_(known, {"canon": "</canon:1>"}))


async def test_the_fullest_card_shows_everything() -> None:
    """Four pieces of 4,000 words, and still the head, each source, every button."""
    source = Source(
        "0" * 16, "a.txt", "Title " * 50, "Author", "Publisher " * 30, "https://example.org", "2014"
    )
    evidence = tuple(
        Piece(
            f"{n:016}", "**Word** " * 4000, 0, 1, source, "Speaker " * 20, Role.CAST, Kind.CREATOR, Stance.FOR
        )
        for n in range(4)
    )
    topic = Topic("a" * 16, "Topic " * 60, "pairing", ("Member " * 20,) * 8)
    ruling = Ruling(Verdict.DISPUTED, "scope " * 200, "says " * 400, "rule " * 100, "2014-12-22")
    parts = holds(canon.canon(CanonAnswer("asked", topic, ruling, evidence, 99, read_as="Read " * 50)))
    assert sum(part.get("label") == "Context" for part in parts) == 4
    assert {"More (95)", "Cite"} <= {part.get("label") for part in parts}


@pytest.mark.parametrize("verdict", Verdict)
async def test_a_verdict_is_in_words(verdict: Verdict) -> None:
    ruling = Ruling(verdict, "scope", "says", "rule")
    parts = holds(canon.canon(CanonAnswer("x", Topic("a" * 16, "X", "claim"), ruling)))
    said = "\n".join(part["content"] for part in parts if part["type"] == 10)
    assert str(verdict) in said.lower()


async def test_a_card_leaves_out_what_no_longer_fits() -> None:
    card = Card()
    for _ in range(60):
        card.say("x" * 100).line().row(None)
    card.say("y" * 4000)
    assert "yy" not in str(holds(card.view()))


def test_keys_that_are_too_long_are_not_sent() -> None:
    assert keys.fits(keys.cite(["0" * 16] * 12))
    assert keys.cite(["0" * 16] * 12).count("+") == 4
    assert not keys.fits(keys.cite(["0" * 200]))
    assert not keys.fits(keys.more("a" * 99, 1))
    assert keys.fits(keys.hits("a" * keys.MOST_WORDS, 9999))
