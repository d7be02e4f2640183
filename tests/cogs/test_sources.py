"""`/sources` and `/help` in Discord."""

from __future__ import annotations

from pathlib import Path

from tests.cogs.reading import options, parts, shown, texts
from tests.conftest import Opener, World
from tests.libraries import built, lay_out


async def test_all_documents_then_one(world: World) -> None:
    card = shown(await world.member.slash(world.channel, "sources"))
    assert "2 documents" in texts(card)
    [menu] = parts(card, 3)
    for offered in options(card):
        one = shown(await world.member.select(card.message, [offered["value"]], custom_id=menu["custom_id"]))
        assert "**Publisher:**" in texts(one)
        assert one.ephemeral is card.ephemeral


async def test_one_document_by_any_name(world: World) -> None:
    choices = await world.member.autocomplete(world.channel, "sources", "document", "korra")
    assert choices
    for asked in (choices[0]["name"], choices[0]["value"], "Ruins of the Empire"):
        card = shown(await world.member.slash(world.channel, "sources", document=asked, private=True))
        assert card.ephemeral
        assert "**Kind of source:**" in texts(card)


async def test_an_unknown_document(world: World) -> None:
    card = shown(await world.member.slash(world.channel, "sources", document="silmarillion"))
    assert "No document called “silmarillion”" in texts(card)


async def test_pages_of_many_documents(open_world: Opener, tmp_path: Path) -> None:
    texts_ = {f"{n:02}.txt": f"The town of number {n}\n\nIn town {n} it rains every day." for n in range(14)}
    folder = lay_out(tmp_path / "many", texts_)
    await built(folder)
    async with open_world(folder) as world:
        first = shown(await world.member.slash(world.channel, "sources"))
        assert "14 documents" in texts(first)
        second = shown(await world.member.click(first.message, label="More (8)"))
        assert second.ephemeral
        await world.member.click(second.message, label="Next")
        assert "Page 3 of 3" in texts(second)
        await world.member.click(second.message, label="Previous")
        assert "Page 2 of 3" in texts(second)


async def test_help_has_ten_lines_and_examples_that_work(world: World) -> None:
    card = shown(await world.member.slash(world.channel, "help"))
    lines = texts(card).splitlines()
    assert card.ephemeral
    assert len(lines) <= 10
    assert "</canon:" in texts(card)
    facts = await world.services.at(0).sources.facts()
    for command, option in (("canon", "topic"), ("quote", "person"), ("search", "words")):
        example = facts.examples[command]
        answer = await world.member.slash(world.channel, command, **{option: example})
        assert "Nothing on" not in texts(shown(answer))
