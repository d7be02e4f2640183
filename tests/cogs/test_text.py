"""Text from outside can do nothing in Discord but be read, and never grows beyond its budget."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from simcord.preview._markdown import markdown_tokens

from cogs.replies.text import ELLIPSIS, code_block, name, plain, quoted, shown

HOSTILE = [
    "**bold** __under__ ~~gone~~ ||spoiler|| `code` ```block```",
    "@everyone @here <@1> <@!1> <@&1> <#1> </canon:1> <t:0:R> <:emoji:1> <a:emoji:1> <id:home>",
    "[click](https://evil.example) <https://evil.example> https://evil.example/a_b_c :smile: &amp; &#64;",
    "# big\n## big\n### big\n-# small\n> quote\n>>> quote\n- list\n* list\n+ list\n1. one\n2) two\n---\n===",
    "a\\*b\\\\*c\\",
    "ends with a backslash \\",
    "מזל טוב **שלום** עולם",
    "\u202eevil\u202c \u2066x\u2069 \u200f\u200e",
    "e" + "\u0301\u0316\u0327" * 200,
    "👩‍👩‍👧‍👦" * 50 + "🏳️‍🌈🇩🇪",
    "\0\x01\x1b[31m\ud800\r\n\u2028x\x85y",
    "    four spaces\n\tand a tab",
    "\n\n\n\n\n",
    "|a|b|\n|-|-|\n|1|2|",
    "mailto:me@example.org http://a steam://run HTTPS://b",
]
PIECES = [
    "*",
    "_",
    "~",
    "|",
    "`",
    "\\",
    "<",
    ">",
    "@",
    "#",
    "[",
    "]",
    "(",
    ")",
    "-",
    "1.",
    ":",
    "://",
    "\n",
    " ",
]
texts = st.one_of(
    st.text(max_size=300),
    st.lists(
        st.sampled_from([*PIECES, "everyone", "http", "a", "word ", "&", "amp;", "ש"]), max_size=120
    ).map("".join),
    st.sampled_from(HOSTILE),
)

# What Discord would act on when no backslash stands before it.
ACTIVE = re.compile(r"(?<!\\)(?:\\\\)*(?:[*_~|`<\[@]|:(?=//))")


def unescaped(markdown: str) -> str:
    """As Discord undoes a backslash: before anything that is neither letter, digit nor space."""
    return re.sub(r"\\([^0-9A-Za-z\s])", r"\1", markdown)


def kinds(node: object) -> set[str]:
    """What kinds of things a parser of Discord's markdown makes of it."""
    if isinstance(node, list):
        return set[str]().union(*map(kinds, node))
    if isinstance(node, dict):
        return {str(node.get("type"))} | kinds(node.get("children", []))
    return set()


@given(texts, st.integers(12, 400))
@example("a" * 100_000, 100)
@example("* " * 50_000, 100)
@example("ש" * 100_000, 50)
@example("\n" * 100_000 + "x", 50)
@example("\u202e" * 100_000, 50)
def test_nothing_outgrows_its_budget(text: str, limit: int) -> None:
    for made in (shown(text, limit), quoted(text, limit), quoted(text, limit, block=True), name(text, limit)):
        assert len(made) <= limit
    assert len(shown(text, limit, from_end=True)) <= limit
    assert len(plain(text, limit)) <= limit
    assert len(code_block(text, limit + 60)) <= limit + 60


@given(texts, st.integers(12, 400))
def test_nothing_from_outside_is_active(text: str, limit: int) -> None:
    for made in (shown(text, limit), shown(text, limit, from_end=True), name(text, limit)):
        assert not ACTIVE.search(made), made
        assert not re.search(r"^[^\S\n]*(?:[#>=+-]|\d+[.)])", made, re.MULTILINE), made
        assert not made.endswith("\\") or made.endswith("\\\\")
        assert not set(made) & set("\u202a\u202b\u202d\u202e\0")


@given(texts)
def test_what_fits_is_shown_word_for_word(text: str) -> None:
    made = unescaped(shown(text, 100_000)).replace("\u2068", "").replace("\u2069", "")
    kept = re.sub(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\r\u202a-\u202e\u2066-\u2069]", "", text)
    kept = re.sub(r"[\ud800-\udfff]", "\ufffd", kept)
    assert made.split() == kept.split()


@given(texts, st.lists(st.tuples(st.integers(0, 300), st.integers(0, 300)), max_size=4), st.integers(20, 300))
def test_marks_never_break(text: str, marks: list[tuple[int, int]], limit: int) -> None:
    made = quoted(text, limit, marks=[(min(one), max(one)) for one in marks])
    assert len(made) <= limit
    assert len(re.findall(r"(?<!\\)(?:\\\\)*\*\*", made)) % 2 == 0


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_only_text(text: str) -> None:
    known = {"users": {"1": "x"}, "roles": {"1": "x"}, "channels": {"1": "x"}, "everyone": True}
    tokens = markdown_tokens(shown(text, 2000), "text_display", context=known)
    # Unlike Discord, this parser takes an escaped "-# " for small print.
    assert kinds(tokens) <= {"paragraph", "inline", "text", "break", "subtext"}


def test_cut_at_a_sentence_or_a_word() -> None:
    text = "One sentence stands here. Another one follows it, and is far too long for the room that there is."
    assert quoted(text, 36) == "“One sentence stands here.…”"
    assert shown(text, 60) == "One sentence stands here. Another one follows it, and is…"
    assert shown(text, 40, from_end=True).startswith(ELLIPSIS)
    assert shown(text, 40, from_end=True).endswith("room that there is.")


def test_found_words_are_in_sight() -> None:
    text = "word " * 200 + "needle " + "word " * 200
    made = quoted(text, 100, marks=[(1000, 1006)])
    assert "**needle**" in made
    assert made.startswith("“…")
    assert made.endswith("…”")


def test_marks_of_its_own_give_way() -> None:
    assert quoted('"Life is one big bumpy ride."', 80) == "“Life is one big bumpy ride.”"
    assert quoted('"One," she said, "two."', 80) == '“"One," she said, "two."”'
    assert quoted('"Life is short."', 80, marks=[(1, 5)]) == "“**Life** is short.”"


def test_right_to_left_stays_in_its_place() -> None:
    made = quoted("שלום\nעולם", 80)
    assert made == "“\u2068שלום\u2069\n\u2068עולם\u2069”"


def test_a_code_block_can_not_be_left() -> None:
    made = code_block("```\n@everyone ````\n``", 200)
    assert made.count("```") == 2
    long = code_block("words " * 500 + "\nwhere\nhttps://link.example", 300)
    assert len(long) <= 300
    assert long.endswith("where\nhttps://link.example\n```")
