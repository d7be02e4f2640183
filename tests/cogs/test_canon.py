"""`/canon` in Discord: verdict, evidence, pages, choices."""

from __future__ import annotations

import pytest

from tests.cogs.reading import keys, labels, options, parts, shown, texts
from tests.conftest import World


async def test_verdict_and_evidence_of_both_documents(world: World) -> None:
    result = await world.member.slash(world.channel, "canon", topic="korrasami")
    card = shown(result)
    said = texts(card)
    assert not card.ephemeral
    assert "Canon" in said
    assert said.count("“") >= 4
    for expected in ("Bryan Konietzko", "Michael Dante DiMartino", "io9", "22 December 2014", "Undated"):
        assert expected in said
    assert labels(card).count("Context") >= 4
    assert "Cite" in labels(card)


@pytest.mark.parametrize(
    "asked",
    [
        "Korrasami",
        "korra/asami",
        "Asami x Korra",
        "is korrasami canon?",
        "KORASAMI",
        "Korrasami: Korra & Asami Sato, pairing",
    ],
)
async def test_free_text_and_a_choice_s_label_work(world: World, asked: str) -> None:
    said = texts(shown(await world.member.slash(world.channel, "canon", topic=asked)))
    assert "### Korrasami" in said


async def test_a_near_spelling_is_said(world: World) -> None:
    said = texts(shown(await world.member.slash(world.channel, "canon", topic="korasami")))
    assert "Showing Korrasami, the nearest name to “korasami”" in said


async def test_private_on_request(world: World) -> None:
    assert shown(await world.member.slash(world.channel, "canon", topic="makorra", private=True)).ephemeral
    assert not shown(
        await world.member.slash(world.channel, "canon", topic="makorra", private=False)
    ).ephemeral


async def test_nothing_found_is_said_and_noted(world: World) -> None:
    card = shown(await world.member.slash(world.channel, "canon", topic="quidditch **@everyone**"))
    assert r"Nothing on “quidditch \*\*\@everyone\*\*”" in texts(card)
    assert "2 documents" in texts(card)
    rows = await world.services.servers._db.fetch("select * from misses")
    assert len(rows) == 1


async def test_more_opens_privately_and_turns_its_own_pages(world: World) -> None:
    first = shown(await world.member.slash(world.channel, "canon", topic="korrasami"))
    [more] = keys(first, "more")
    second = shown(await world.member.click(first.message, custom_id=more))
    assert second.ephemeral
    assert "page 2" in texts(second)
    assert texts(first) == texts(shown(await world.member.slash(world.channel, "canon", topic="korrasami")))
    turned = await world.member.click(second.message, label="Next")
    assert turned.response is None or turned.response.id == second.id
    assert "page 3" in texts(second)
    await world.member.click(second.message, label="Previous")
    assert "page 2" in texts(second)


async def test_more_on_a_private_card_takes_its_place(world: World) -> None:
    first = shown(await world.member.slash(world.channel, "canon", topic="korrasami", private=True))
    [more] = keys(first, "more")
    await world.member.click(first.message, custom_id=more)
    assert "page 2" in texts(first)


async def test_two_presses_give_two_answers(world: World) -> None:
    first = shown(await world.member.slash(world.channel, "canon", topic="korrasami"))
    [more] = keys(first, "more")
    one = shown(await world.member.click(first.message, custom_id=more))
    two = shown(await world.member.click(first.message, custom_id=more))
    assert one.id != two.id
    assert texts(one) == texts(two)


async def test_a_near_name_can_be_chosen(world: World) -> None:
    card = shown(await world.member.slash(world.channel, "quote", person="korrasami"))
    offered = options(card)
    assert offered
    [menu] = parts(card, 3)
    answer = shown(
        await world.member.select(card.message, [offered[0]["value"]], custom_id=menu["custom_id"])
    )
    assert not answer.ephemeral
    assert "Korra" in texts(answer)


async def test_autocomplete_offers_what_can_be_asked(world: World) -> None:
    popular = await world.member.autocomplete(world.channel, "canon", "topic", "")
    assert 0 < len(popular) <= 25
    typed = await world.member.autocomplete(world.channel, "canon", "topic", "korr")
    assert "Korrasami: Korra & Asami Sato, pairing" in {choice["name"] for choice in typed}
    for choice in [*popular, *typed]:
        assert 1 <= len(choice["name"]) <= 100
        assert 1 <= len(choice["value"]) <= 100
        said = texts(
            shown(await world.member.slash(world.channel, "canon", topic=choice["value"], private=True))
        )
        assert "Nothing on" not in said


async def test_what_ended_and_what_nothing_decides(world: World) -> None:
    ended = texts(shown(await world.member.slash(world.channel, "canon", topic="makorra")))
    assert "Ended" in ended
    assert ended.index("That it was so") < ended.index("That it ended")
    open_ = texts(shown(await world.member.slash(world.channel, "canon", topic="zutara")))
    assert "Unsettled" in open_
    assert "Where it is mentioned" in open_
