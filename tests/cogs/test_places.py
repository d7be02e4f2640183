"""Context and Cite; and buttons that outlive a restart, their content, and their program."""

from __future__ import annotations

from bot.client import COGS
from bot.settings import ROOT
from tests.cogs.reading import keys, labels, parts, shown, texts
from tests.conftest import Press, World


async def test_context_is_private_and_marks_the_words(world: World) -> None:
    card = shown(await world.member.slash(world.channel, "canon", topic="korrasami"))
    around = shown(await world.member.click(card.message, custom_id=keys(card, "context")[0]))
    said = texts(around)
    assert around.ephemeral
    assert "Just before" in said
    assert "**The quoted words**\n> “" in said
    assert "Just after" in said
    assert labels(around) == ["Cite", "Open the original", "Report"]
    assert next(part["url"] for part in parts(around, 2) if "url" in part).startswith("http")


async def test_cite_is_ready_to_copy(world: World) -> None:
    card = shown(await world.member.slash(world.channel, "quote", person="asami"))
    cited = shown(await world.member.click(card.message, label="Cite"))
    assert cited.ephemeral
    assert "```\nAsami Sato: “" in texts(cited)
    assert "ComicBook.com, undated." in texts(cited)


async def test_cite_of_a_card_cites_every_piece(world: World) -> None:
    card = shown(await world.member.slash(world.channel, "canon", topic="korrasami"))
    cited = texts(shown(await world.member.click(card.message, label="Cite")))
    assert cited.count("```") == 2 * labels(card).count("Context")


async def test_buttons_work_after_a_restart(world: World) -> None:
    card = shown(await world.member.slash(world.channel, "canon", topic="korrasami"))
    quote = shown(await world.member.slash(world.channel, "quote", person="konietzko"))
    await world.env.restart_bot(world.new_bot())
    for key in (keys(card, "context")[0], keys(card, "cite")[0], keys(card, "more")[0]):
        assert shown(await world.member.click(card.message, custom_id=key)).ephemeral
    assert "> “" in texts(shown(await world.member.click(quote.message, label="Another")))


async def test_what_vanished_is_said(world: World, press: Press) -> None:
    for key in (
        "context:0000000000000000",
        "cite:0000000000000000+1111111111111111",
        "more:1:0000000000000000",
        "more:1:p0000000000000000",
        "another:0000000000000000:",
    ):
        answer = shown(await press(world, key))
        assert answer.ephemeral
        assert "no longer" in texts(answer), key


async def test_an_id_that_nobody_knows_is_answered(world: World, press: Press) -> None:
    for key in ("vote:1", "context", "more:x:y", "sources:", "choose:spell:9", "☃", "hits:1"):
        answer = shown(await press(world, key))
        assert answer.ephemeral
        assert "no longer" in texts(answer), key


async def test_a_part_of_a_citation_may_vanish(world: World, press: Press) -> None:
    card = shown(await world.member.slash(world.channel, "quote", person="asami"))
    [known] = keys(card, "context")
    answer = texts(shown(await press(world, f"cite:0000000000000000+{known.removeprefix('context:')}")))
    assert answer.count("```") == 2


def test_every_cog_is_loaded() -> None:
    files = [path for path in (ROOT / "cogs").glob("*.py") if "async def setup" in path.read_text()]
    assert set(COGS) == {f"cogs.{path.stem}" for path in files}
