"""`/verify` and Check this quote in Discord: every result, and privately where it should be."""

from __future__ import annotations

import pytest

from tests.cogs.games import only_refusals
from tests.cogs.moderating import moderator
from tests.cogs.reading import labels, shown, texts
from tests.conftest import World

REAL = "You can celebrate it, embrace it, accept it, get over it"
MENU = "Check this quote"


async def checked(world: World, words: str, **options: object) -> str:
    return texts(shown(await world.member.slash(world.channel, "verify", words=words, **options)))


async def test_a_real_quote_with_its_place(world: World) -> None:
    card = shown(await world.member.slash(world.channel, "verify", words=f"lol he said {REAL}"))
    said = texts(card)
    assert "### Verbatim: word for word by **Bryan Konietzko**" in said
    assert f"> “{REAL},”" in said or f"> “{REAL}”" in said
    assert "via io9" in said and "Word by word" not in said
    assert labels(card) == ["Context", "Cite", "Report"] and not card.ephemeral
    await world.restart()
    around = shown(await world.member.click(card.message, label="Context"))
    assert "The quoted words" in texts(around)


@pytest.mark.parametrize(
    ("words", "person", "said"),
    [
        (REAL, "mike", "### Real words, wrong name: said by **Bryan Konietzko**"),
        (REAL, "mike", "don’t give these words to **Michael Dante DiMartino**"),
        (REAL, "Stan Nobody", "I know nobody called **Stan Nobody**"),
        (REAL, "konietzco", "Showing Bryan Konietzko, the nearest name"),
        (
            "You can celebrate it ... get over it",
            None,
            "### Shortened: said by **Bryan Konietzko** with more words",
        ),
        ("Life is one big bumpy road", None, "### Altered: not quite what was said by **Tenzin**"),
        ("Life is one big bumpy road", None, "> Life is one big bumpy ~~road~~ **ride.**"),
        ("Life is one big bumpy road", None, "~~Struck out~~: not in the document."),
        ("no one can accuse the creators of playing with the fans", "mike", "own words, nobody’s quote"),
        ("my cat is the Avatar of cheese", None, "### Nothing like it in 2 documents"),
    ],
)
async def test_each_result(world: World, words: str, person: str | None, said: str) -> None:
    assert said in await checked(world, words, **({"person": person} if person else {}))


async def test_marks_of_a_message_do_nothing_on_the_card(world: World) -> None:
    said = await checked(world, "Life is **one** ||big|| @everyone bumpy [road](https://evil.example)")
    assert "](https://evil" not in said and " @everyone" not in said and "||big" not in said


async def test_too_short(world: World) -> None:
    result = await world.member.slash(world.channel, "verify", words="hm")
    assert "too short to check" in texts(shown(result)) and shown(result).ephemeral
    only_refusals(world)


async def test_names_are_offered(world: World) -> None:
    offered = await world.member.autocomplete(world.channel, "verify", "person", "koni")
    assert any("Konietzko" in str(one["name"]) for one in offered)


async def test_on_a_message(world: World) -> None:
    """Only who asked sees it; the text of the longest message is read."""
    message = await world.member.send(world.channel, f"Mike DiMartino: “{REAL}” " + "😭" * 900)
    card = shown(await world.member.context_menu(world.channel, MENU, message))
    assert card.ephemeral
    assert "### Real words, wrong name: said by **Bryan Konietzko**" in texts(card)


async def test_on_a_message_without_text(world: World) -> None:
    card = shown(await world.member.slash(world.channel, "quote", person="bryan"))
    result = await world.member.context_menu(world.channel, MENU, card.message)
    assert "no text that I could check" in texts(shown(result)) and shown(result).ephemeral
    only_refusals(world)


async def test_what_is_not_found_is_noted(world: World) -> None:
    await checked(world, "my cat is the Avatar of cheese")
    await checked(world, REAL)
    said = texts(shown(await moderator(world).slash(world.channel, "admin misses")))
    assert "1 thing that members asked" in said
    assert "my cat is the Avatar of cheese" in said and "with `/verify`" in said


async def test_a_game_is_not_spoiled(world: World) -> None:
    await world.member.slash(world.channel, "trivia play", questions=1)
    card = shown(await world.member.slash(world.channel, "verify", words=REAL))
    assert card.ephemeral
    only_refusals(world)
