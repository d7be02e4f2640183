"""Fifteen articles on the same two posts: each saying once, with all its appearances, and what clashes."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from bot.ask import answer_data
from bot.models import Otherwise, Piece, QuoteAnswer, Source
from bot.services import library_path
from cogs.replies.quotes import quote
from tests.cogs.games import only_refusals
from tests.cogs.moderating import elsewhere, guild, moderator, old_button, take_permission
from tests.cogs.reading import keys, labels, shown, texts
from tests.conftest import Opener, World
from tests.libraries import built, lay_out, opened
from tests.sayings import ARTICLES, NOEL, PARTS, PETRA, PUBLISHERS_OF_NOEL, PUBLISHERS_OF_PETRA


@pytest.fixture(scope="module")
def harbour(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = lay_out(tmp_path_factory.mktemp("harbour"), ARTICLES)
    asyncio.run(built(folder))
    return folder


@pytest.fixture
async def pier(open_world: Opener, harbour: Path) -> AsyncGenerator[World]:
    async with open_world(harbour) as world:
        yield world


async def answer(folder: Path, person: str) -> QuoteAnswer:
    async with opened(folder) as services:
        return await services.at(0).quotes.answer(person)


async def test_each_post_comes_once_with_all_its_appearances(harbour: Path) -> None:
    noel, petra = await answer(harbour, "konietzko"), await answer(harbour, "dimartino")
    assert noel.person == "Noel Konietzko" and noel.total == 3
    first = noel.quotes[0]
    assert first.text == NOEL
    assert {first.source.publisher, *first.also_in} == PUBLISHERS_OF_NOEL
    assert len(noel.quotes) == 3, "the post, the comic, and that he doesn't know"
    first = petra.quotes[0]
    assert first.text == PETRA
    assert {first.source.publisher, *first.also_in} == PUBLISHERS_OF_PETRA
    assert {piece.text for piece in petra.quotes[1:]} == {"I don't know,", PARTS["stop"][:-1] + ","}


async def test_a_wrong_name_and_other_words_are_told(harbour: Path) -> None:
    noel, petra = await answer(harbour, "konietzko"), await answer(harbour, "dimartino")
    by = {one.has: set(one.places) for one in noel.quotes[0].speakers}
    assert by == {"Noel Konietzko": PUBLISHERS_OF_NOEL - {"Gull"}, "Petra DiMartino": {"Gull"}}
    assert [(one.has, one.places) for one in noel.quotes[0].wordings] == [
        ("I have waited nine years to say so plainly,", ("Daily Fog",))
    ]
    assert not petra.quotes[0].speakers
    assert [one.places for one in petra.quotes[0].wordings] == [("Keel",)]
    [wrong] = [piece for piece in petra.quotes if piece.text.startswith("Nobody")]
    assert wrong.speakers[0].has == "Petra DiMartino" and wrong.speakers[1].has == "Noel Konietzko"
    assert not wrong.wordings, "the nine years aren't among these words"
    assert not noel.quotes[-1].also_in, "what anybody says is nobody's saying"


async def test_a_misspelt_name_is_no_other_person(harbour: Path) -> None:
    assert (await answer(harbour, "konietsko")).person == "Noel Konietzko"
    with sqlite3.connect(library_path(harbour)) as connection:
        found = {name for (name,) in connection.execute("select name from persons")}
        spelled = connection.execute("select spelling from misspelt").fetchall()
    connection.close()
    assert found == {"Noel Konietzko", "Petra DiMartino"}
    assert spelled == [("Noel Konietsko",)]


@pytest.mark.parametrize(
    ("words", "has"),
    [
        ("waited years plainly", "seven"),
        ("nine years plainly", "nine"),
        ("celebrate mourn shrug", "celebrate"),
        ("lanterns faces afterwards", "lanterns"),
        ("station stop promised", "station"),
    ],
)
async def test_a_search_shows_a_saying_once(harbour: Path, words: str, has: str) -> None:
    async with opened(harbour) as services:
        found = await services.at(0).search.answer(words)
    assert found.total == len(found.hits) == 1
    assert has in found.hits[0].piece.text


async def test_trivia_asks_of_a_saying_once(harbour: Path) -> None:
    with sqlite3.connect(library_path(harbour)) as connection:
        asked = connection.execute("select form, prompt from questions").fetchall()
    connection.close()
    for form in {form for form, _ in asked}:
        assert sum("station" in prompt for of, prompt in asked if of == form) <= 1
        assert sum("have waited" in prompt for of, prompt in asked if of == form) <= 1


async def test_the_terminal_says_so_too(harbour: Path) -> None:
    async with opened(harbour) as services:
        first = (await answer_data(services, "/quote konietzko"))["quotes"][0]
    assert "EW" in first["also_in"]
    assert first["speakers"]["Petra DiMartino"] == ["Gull"]
    assert list(first["wordings"].values()) == [["Daily Fog"]]


async def test_a_fuller_form_in_a_new_document_takes_the_parts_in(tmp_path: Path) -> None:
    fewer = {name: text for name, text in ARTICLES.items() if name[:2] in ("03", "04")}
    folder = lay_out(tmp_path, fewer)
    await built(folder)
    assert (await answer(folder, "konietzko")).total == 2
    lay_out(folder, {"02-ew.txt": ARTICLES["02-ew.txt"]})
    await built(folder)
    noel = await answer(folder, "konietzko")
    assert noel.total == 1 and noel.quotes[0].text == NOEL
    assert noel.quotes[0].also_in == ("TV Guide", "Vanity")


async def test_the_card_of_a_quote(pier: World) -> None:
    card = shown(await pier.member.slash(pier.channel, "quote", person="konietzko", about="waited"))
    said = texts(card)
    assert "-# Also in EW, TV Guide, Vanity, Wave, Daily Fog, Gull, Buoy, Anchor, Oar, Sail" in said
    assert (
        "-# io99, EW and 8 more give these words to **Noel Konietzko**; Gull to **Petra DiMartino**" in said
    )
    assert "-# Daily Fog has: “I have waited nine years to say so plainly,”" in said
    assert "Konietsko" not in said


def test_the_fullest_card_is_none_too_long() -> None:
    places = tuple(f"“{'*_ long' * 20} {number}”" for number in range(30))
    sides = tuple(Otherwise(f"{'N_' * 60}{number}", places) for number in range(9))
    piece = Piece(
        *(
            "0" * 16,
            "_*word" * 2000,
            0,
            12_000,
            Source("0" * 16, "n", "T*" * 200, publisher="P_" * 99),
            "S_" * 99,
        ),
        also_in=places,
        speakers=sides,
        wordings=tuple(Otherwise("_*word" * 99, places) for _ in range(9)),
        place="C_" * 99,
    )
    asked = "_*" * 50
    found = QuoteAnswer(asked, "S_" * 99, "1" * 16, asked, (piece,), 9, piece, read_as="S_" * 99)
    assert quote(found).content_length() <= 4000


async def clashes(world: World) -> dict[str, str]:
    """The queue's items: by their heading."""
    lin = moderator(world)
    card = shown(await lin.slash(world.channel, "admin review"))
    found: dict[str, str] = {}
    while True:
        found[texts(card).split("\n")[0].removeprefix("### ")] = texts(card)
        if "Next" not in labels(card):
            return found
        await lin.click(card.message, label="Next")


async def test_moderators_see_what_clashes(pier: World) -> None:
    found = await clashes(pier)
    assert set(found) == {
        "The same words, different speakers",
        "A name that looks misspelt",
        "One saying, different words",
    }
    speakers = found["The same words, different speakers"]
    assert "You can celebrate it" in speakers, "in its fullest form"
    assert "**Petra DiMartino**, says “The finale of Harbour Lights, by Gull”" in speakers
    spelling = found["A name that looks misspelt"]
    assert "by Buoy” gives this to **Noel Konietsko**" in spelling
    assert "**Noel Konietzko**" in spelling
    only_refusals(pier)


async def test_it_is_settled_who_said_a_part(pier: World) -> None:
    lin = moderator(pier)
    card = shown(await lin.slash(pier.channel, "admin review"))
    assert "different speakers" in texts(card)
    await lin.click(card.message, label="It is Noel Konietzko")
    assert "is by Noel Konietzko" in texts(card)
    found = await pier.services.at(guild(pier).id).quotes.answer("dimartino")
    assert [piece.text for piece in found.quotes] == [PETRA, "I don't know,"]
    assert "different speakers" not in " ".join(await clashes(pier))


async def test_a_name_taken_for_a_misspelt_one_is_another_person_s(pier: World) -> None:
    lin = moderator(pier)
    card = shown(await lin.slash(pier.channel, "admin review"))
    await lin.click(card.message, label="Next")
    assert labels(card)[:2] == ["Yes, misspelt", "Not the same"]
    pressed = keys(card, "clash")[1]
    there, kuvira = elsewhere(pier)
    assert "Manage Server" in await old_button(pier, pier.member, pressed)
    assert "no longer holds" in await old_button(pier, kuvira, pressed, there)
    await pier.restart()
    await lin.click(card.message, label="Not the same")
    assert "is not the same person as" in texts(card)
    answers = pier.services.at(guild(pier).id).quotes
    assert (await answers.answer("Noel Konietsko")).person == "Noel Konietsko"
    assert "Konietsko" in str((await answers.answer("Noel Konietzko")).quotes[0].speakers)
    await lin.click(card.message, label="Undo")
    assert (await answers.answer("Noel Konietsko")).person == "Noel Konietzko"


async def test_what_is_left_as_it_is_isn_t_asked_again(pier: World) -> None:
    lin = moderator(pier)
    card = shown(await lin.slash(pier.channel, "admin review"))
    await lin.click(card.message, label="Next")
    await lin.click(card.message, label="Yes, misspelt")
    assert "Left as it is" in texts(card)
    while "different words" not in texts(card):
        await lin.click(card.message, label="Next")
    [leave] = [key for key in keys(card, "clash") if "leave" in key]
    await lin.click(card.message, label="Leave both")
    assert "Left as it is" in texts(card)
    assert "no longer" in await old_button(pier, lin, leave) or len(await clashes(pier)) <= 2
    take_permission(pier, lin)
    assert "Manage Server" in await old_button(pier, lin, leave)
    assert "A name that looks misspelt" not in await clashes(pier)
    only_refusals(pier)
