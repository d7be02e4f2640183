"""Search: what is typed is taken apart safely, and nothing is found that isn't there."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import search
from tests.libraries import built, lay_out, opened

LIGHTHOUSE = """The Lighthouse Keeps Its Secret

Writer Dana Ortiz told reporters that the lamp was never lit. "The lamp is a lie," Ortiz said.

The keeper held the rope all night. Her brother Ivo Ortiz built the lighthouse in 1911.

"It's all right," the keeper said. "I didn't hear the bell."
"""


@pytest.fixture
async def folder(tmp_path: Path) -> Path:
    data = lay_out(tmp_path, {"lighthouse.txt": LIGHTHOUSE})
    await built(data)
    return data


@pytest.mark.parametrize(
    ("typed", "words", "phrases", "without"),
    [
        ('korra "romantic feelings" -friends', ("korra",), (("romantic", "feelings"),), (("friends",),)),
        ("“spirit portal” korra", ("korra",), (("spirit", "portal"),), ()),
        ('"unclosed phrase', ("unclosed", "phrase"), (), ()),
        ("hand-in-hand", ("hand", "in", "hand"), (), ()),
        ('-"two words" x', ("x",), (), (("two", "words"),)),
        ("- -- ''", (), (), ()),
    ],
)
def test_parse(
    typed: str,
    words: tuple[str, ...],
    phrases: tuple[tuple[str, ...], ...],
    without: tuple[tuple[str, ...], ...],
) -> None:
    assert search.parse(typed) == search.Query(words, phrases, without)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("lamp lit", "never lit"),
        ("lamps", "lamp"),
        ('"the lamp is a lie"', "The lamp is a lie"),
        ("who holds the rope", "held the rope"),
        ("lighthuose built", "built the lighthouse in 1911"),
        ("“didn’t hear the bell”", "I didn't hear the bell."),
        ("keeper -rope", "It's all right"),
        ("brother 1911", "1911"),
    ],
)
async def test_finds(folder: Path, typed: str, found: str) -> None:
    async with opened(folder) as services:
        answer = await services.at(0).search.answer(typed)
        assert answer.hits
        assert found in answer.hits[0].piece.text
        assert services.at(0).library.trips <= 3


@pytest.mark.parametrize(
    "typed", ["dragon", "lamp dragon", "1912", "-lamp", "???", '""', "rope lamp bell 1911"]
)
async def test_finds_nothing_where_nothing_is(folder: Path, typed: str) -> None:
    async with opened(folder) as services:
        assert (await services.at(0).search.answer(typed)).hits == ()


async def test_a_word_that_stands_nowhere_is_named_and_the_rest_offered(folder: Path) -> None:
    async with opened(folder) as services:
        answer = await services.at(0).search.answer("dragon lamp")
        assert answer.loosened == ("dragon",)
        assert [choice.value for choice in answer.suggestions] == ["lamp"]


async def test_marks_show_the_found_words(folder: Path) -> None:
    async with opened(folder) as services:
        hit = (await services.at(0).search.answer("holding ropes")).hits[0]
        assert [hit.piece.text[start:end] for start, end in hit.marks] == ["held", "rope"]


async def test_pages_go_through_all_hits_once(tmp_path: Path) -> None:
    text = "\n\n".join(
        f"The lamp of room {number} is lit by somebody every single evening." for number in range(11)
    )
    data = lay_out(tmp_path, {"lamps.txt": text})
    await built(data)
    async with opened(data) as services:
        seen = [
            hit.piece.id
            for page in range(4)
            for hit in (await services.at(0).search.answer("lamp", page)).hits
        ]
        assert len(seen) == len(set(seen)) == 11


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_taken_apart(typed: str) -> None:
    query = search.parse(typed)
    for word in [*query.words, *sum(query.phrases, ()), *sum(query.without, ())]:
        assert word.isalnum() or not word.isascii()


HOSTILE = ['"', "NEAR(", "text:", "a OR", "* *", "^lamp", "lamp*", "(((", "{lamp}", "'; drop table", "\x00",
           "a" * 5000, "lamp AND NOT", "-", '-"', "🏳️‍🌈", "\u202elamp", "%", "_"]  # fmt: skip


@pytest.mark.parametrize("typed", HOSTILE)
async def test_hostile_input_is_only_words(folder: Path, typed: str) -> None:
    async with opened(folder) as services:
        await services.at(0).search.answer(typed)
        await services.at(0).canon.answer(typed)
        await services.at(0).quotes.answer(typed, typed)
        await services.at(0).sources.answer(typed)
        await services.at(0).canon.suggest(typed)
