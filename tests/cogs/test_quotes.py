"""`/quote` in Discord: whose words, fairly in turn, on a subject; and honest nothings."""

from __future__ import annotations

from tests.cogs.reading import keys, labels, shown, texts
from tests.conftest import World


async def test_a_creator_s_own_words(world: World) -> None:
    card = shown(await world.member.slash(world.channel, "quote", person="konietzko"))
    said = texts(card)
    assert "> “" in said
    assert "**Bryan Konietzko** · a creator’s own words, via io9" in said
    assert labels(card) == ["Another", "Context", "Cite", "Report"]


async def test_another_keeps_the_visibility_and_does_not_repeat(world: World) -> None:
    for private in (False, True):
        card = shown(await world.member.slash(world.channel, "quote", person="dimartino", private=private))
        [another] = keys(card, "another")
        seen = {tuple(keys(card, "context"))}
        for _ in range(2):
            card = shown(await world.member.click(card.message, custom_id=another))
            assert card.ephemeral is private
            seen.add(tuple(keys(card, "context")))
        assert len(seen) >= 2


async def test_on_a_subject(world: World) -> None:
    card = shown(await world.member.slash(world.channel, "quote", person="bryan", about="the network"))
    assert "On “the network”" in texts(card)
    assert "network" in texts(card)
    again = shown(await world.member.click(card.message, label="Another"))
    assert "network" in texts(again)


async def test_a_subject_without_words(world: World) -> None:
    card = shown(await world.member.slash(world.channel, "quote", person="bryan", about="quidditch"))
    assert "Nothing of Bryan Konietzko on “quidditch”" in texts(card)
    any_quote = shown(await world.member.click(card.message, label="A quote on anything"))
    assert "> “" in texts(any_quote)


async def test_known_but_never_quoted(world: World) -> None:
    said = texts(shown(await world.member.slash(world.channel, "quote", person="mako")))
    assert "Mako is never quoted" in said
    assert "Bryan Konietzko" in said


async def test_a_topic_is_not_a_person(world: World) -> None:
    said = texts(shown(await world.member.slash(world.channel, "quote", person="korrasami")))
    assert "Korrasami is a topic, not a person" in said


async def test_nobody_of_that_name(world: World) -> None:
    said = texts(shown(await world.member.slash(world.channel, "quote", person="severus snape")))
    assert "Nobody found for “severus snape”" in said


async def test_autocomplete_of_both_fields(world: World) -> None:
    persons = await world.member.autocomplete(world.channel, "quote", "person", "")
    assert 0 < len(persons) <= 25
    subjects = await world.member.autocomplete(world.channel, "quote", "about", "korr", person="bryan")
    assert 0 < len(subjects) <= 25
    chosen = await world.member.slash(world.channel, "quote", person=persons[0]["name"])
    assert "> “" in texts(shown(chosen))
