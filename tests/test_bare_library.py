"""A library of bare texts, without one curated file: whom `/quote` finds, and whom it offers."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.models import QuoteAnswer
from tests.libraries import built, lay_out, opened

DOCUMENTS = {
    "finale.txt": """---
title: The finale
publisher: Harbour Ledger
---
Co-creator Brendan Kowalczyk wrote on his blog. "They love each other," Kowalczyk said. "It was planned."

Co-creator Michael Dane Orwin agreed. "We only wanted it to be honest," Orwin said.

"I read it twice before I believed it," said voice actress Jana Varga.
""",
    "blog.txt": """Co-creator Mike Orwin was glad. "I have bragging rights," Mike joked.

"It was a good napkin," said Brendan Kowalcyzk.

Mrs. Pell met Bob Teller, who was called a pirate, in Port Averil. However, Teller was silent.
""",
    "diner.txt": 'Owner Mike Pruitt sells soup. "It is just a sandwich," Mike said.\n',
    "letter.txt": """---
title: For real
author: Brendan Kowalczyk
kind: creator
---
You can celebrate it or get over it, but the last scene means what you think it means.
""",
    "scene.txt": """[Scene opens on a grey sea.]

MAREN: Hold the rope!

TOBIN: It's a whale, Maren.

MAREN: This one turns.

TOBIN: We borrowed it.

MAREN: We did.
""",
}


async def answer(folder: Path, asked: str) -> QuoteAnswer:
    async with opened(folder) as services:
        return await services.at(0).quotes.answer(asked)


async def offered(folder: Path, typed: str) -> list[str]:
    async with opened(folder) as services:
        return [choice.label for choice in await services.at(0).quotes.suggest(typed)]


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = lay_out(tmp_path_factory.mktemp("bare"), DOCUMENTS)
    asyncio.run(built(folder))
    return folder


@pytest.mark.parametrize(
    ("asked", "person"),
    [
        ("Brendan Kowalczyk", "Brendan Kowalczyk"),
        ("brendan", "Brendan Kowalczyk"),
        ("kowalcyzk", "Brendan Kowalczyk"),
        ("Konwalczyk", "Brendan Kowalczyk"),
        ("@brendankowalczyk", "Brendan Kowalczyk"),
        ("michael orwin", "Michael Dane Orwin"),
        ("Dane Orwin", "Michael Dane Orwin"),
        ("mike orwin", "Michael Dane Orwin"),
        ("Mike Pruitt", "Mike Pruitt"),
        ("MAREN", "Maren"),
        ("the actress", "Jana Varga"),  # there is no other of the cast
        ("however", None),
        ("port averil", None),
    ],
)
async def test_every_way_to_name_a_person(bare: Path, asked: str, person: str | None) -> None:
    assert (await answer(bare, asked)).person == person


async def test_the_most_quoted_are_offered_first_and_each_once(bare: Path) -> None:
    assert await offered(bare, "") == [
        "Brendan Kowalczyk: creator",
        "Maren: character",
        "Michael Dane Orwin: creator",
        "Tobin: character",
        "Jana Varga: cast",
        "Mike Pruitt: person",
        "Bob Teller: person",
        "Mrs. Pell: person",
    ]
    assert (await offered(bare, "k"))[0] == "Kowalczyk: Brendan Kowalczyk, creator"
    assert await offered(bare, "creat") == ["Brendan Kowalczyk: creator", "Michael Dane Orwin: creator"]
    assert await offered(bare, "th") == []


async def test_a_word_for_several_offers_them(bare: Path) -> None:
    found = await answer(bare, "the creators")
    assert found.person is None
    assert [one.label for one in found.suggestions] == [
        "Brendan Kowalczyk: creator",
        "Michael Dane Orwin: creator",
    ]


async def test_what_people_wrote_goes_before_what_is_found(tmp_path: Path) -> None:
    people = """
[[person]]
name = "Mike Orwin"
role = "cast"

[[person]]
name = "Michael Dane Orwin"

[[person]]
name = "Maren of the Tides"
aliases = ["Maren", "Tobin"]
"""
    folder = lay_out(tmp_path, DOCUMENTS, {"people.toml": people})
    await built(folder)
    assert (await answer(folder, "mike orwin")).person == "Mike Orwin"
    assert (await answer(folder, "michael dane orwin")).person == "Michael Dane Orwin"
    assert (await answer(folder, "tobin")).person == "Maren of the Tides"
    labels = await offered(folder, "")
    assert labels[0] == "Maren of the Tides: character" and "Mike Orwin: cast" in labels
    assert not [label for label in labels if label.startswith("Tobin")]
