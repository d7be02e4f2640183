"""The one list of what waits for moderators: reports put right, clashes, drafts, changes of verdict."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from pathlib import Path

import pytest
from simcord.actors import MemberActor
from simcord.results import ResponseMessage

from bot.clashes import alike
from bot.curation import Wish
from bot.services import library_path
from tests.cogs.games import only_refusals
from tests.cogs.moderating import elsewhere, guild, let_in, moderator, old_button, take_permission
from tests.cogs.reading import keys, labels, options, shown, texts
from tests.cogs.test_admin import told
from tests.conftest import Opener, World
from tests.libraries import built, lay_out

SAYING = "I never wanted the boat to come back at all"
DOCUMENTS = {
    "one.txt": f'''Mara Quill made Grey Tide. Otto Pike plays in it. Otto Pike was late.

"{SAYING}," said Mara Quill. "We wrote six endings."

"The sea keeps nothing that we cannot spare, not even me," said Nell Grey.
''',
    "two.txt": f'''Otto Pike spoke at length. Mara Quill listened.

"{SAYING}," said Otto Pike.

Nell Gray laughed. "I would sail with him again tomorrow," said Nell Gray.
''',
}


@pytest.fixture(scope="module")
def tide(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = lay_out(tmp_path_factory.mktemp("tide"), DOCUMENTS)
    asyncio.run(built(folder))
    return folder


@pytest.fixture
async def sea(open_world: Opener, tide: Path) -> AsyncGenerator[World]:
    """A world whose documents contradict each other."""
    async with open_world(tide) as opened:
        yield opened


async def queue(world: World, lin: MemberActor) -> ResponseMessage:
    card = shown(await lin.slash(world.channel, "admin review"))
    assert card.ephemeral
    return card


async def report(world: World, person: str = "Tenzin", what: str = "speaker") -> None:
    card = shown(await world.member.slash(world.channel, "quote", person=person))
    form = await world.member.click(card.message, label="Report")
    await world.member.submit_modal(form, {"what": what, "tell": "yes"})
    await world.env.advance_time(1)


async def says(world: World, person: str) -> list[str]:
    found = await world.services.at(guild(world).id).quotes.answer(person)
    return [piece.text for piece in found.quotes]


async def total(world: World) -> int:
    return (await world.services.reviews.waiting(guild(world).id, 0))[1]


# --- reports ------------------------------------------------------------------------------------------------


async def test_a_report_is_decided_by_another_speaker(world: World) -> None:
    await report(world)
    lin = moderator(world)
    card = await queue(world, lin)
    await world.restart()
    await lin.click(card.message, label="Speaker")
    assert labels(card) == ["Somebody else …", "Nobody known", "Back to the list"]
    await lin.click(card.message, label="Back to the list")
    await lin.click(card.message, label="Speaker")
    [korra] = [one["value"] for one in options(card) if one["label"] == "Korra"]
    await lin.select(card.message, [korra])
    assert "**Done:** “Life is one big bumpy ride.” is by Korra, not Tenzin." in texts(card)
    assert "Nothing waits" in texts(card)
    assert "Life is one big bumpy ride." in await says(world, "Korra")
    assert "Your report was followed" in await told(world, world.member)
    assert labels(card) == ["Undo"]
    await lin.click(card.message, label="Undo")
    assert "Life is one big bumpy ride." in await says(world, "Tenzin")
    await report(world)
    assert await total(world) == 1, "it is wrong again, so it can be reported again"


async def test_a_report_is_decided_by_a_form_or_not(world: World) -> None:
    await report(world, what="borders")
    await report(world, what="other")
    lin = moderator(world)
    card = await queue(world, lin)
    form = await lin.click(card.message, label="Borders")
    await lin.submit_modal(form, {"words": "Something that is nowhere at all"})
    assert "Nothing was changed" in texts(card)
    assert labels(card) == ["Try again", "Back to the list"]
    assert await total(world) == 2, "the item is still open"
    await lin.submit_modal(await lin.click(card.message, label="Try again"), {"words": "one big bumpy ride"})
    assert "begins and ends elsewhere now: “one big bumpy ride”" in texts(card)
    assert "Report: something else" in texts(card)
    assert "-# The member saw: “Life is one big bumpy ride.”" in texts(card)
    await lin.click(card.message, label="Speaker")
    form = await lin.click(card.message, label="Somebody else …")
    await lin.submit_modal(form, {"name": "Uncle Iroh"})
    assert "is by Uncle Iroh" in texts(card) and "was known here before" in texts(card)
    assert await says(world, "Uncle Iroh") == ["one big bumpy ride"]
    assert await total(world) == 0


async def test_hidden_words_are_not_told_to_those_who_reported_them(world: World) -> None:
    await report(world, what="hide")
    lin = moderator(world)
    card = await queue(world, lin)
    await lin.click(card.message, label="Hide")
    assert "are hidden" in texts(card)
    heard = await told(world, world.member)
    assert "Your report was followed" in heard and "bumpy" not in heard
    assert await says(world, "Tenzin") == []


async def test_two_moderators_at_one_report(world: World) -> None:
    await report(world)
    lin, mako = moderator(world), moderator(world, "Mako")
    first, second = await queue(world, lin), await queue(world, mako)
    await mako.click(second.message, label="Speaker")
    form = await mako.click(second.message, label="Somebody else …")
    [none] = keys(first, "repair:none")
    await lin.click(first.message, label="Not a quote")
    await mako.submit_modal(form, {"name": "Korra"})
    assert f"Nothing changed:** <@{lin.id}> was first; it was accepted" in texts(second)
    assert await says(world, "Tenzin") == [] and "Life is one big bumpy ride." not in await says(
        world, "Korra"
    )
    assert f"<@{lin.id}> was first" in await old_button(world, lin, none), "a double click does nothing more"
    assert (await told(world, world.member)).count("Your report was followed") == 1


async def test_who_may_decide_on_a_report(world: World) -> None:
    await report(world)
    lin = moderator(world)
    card = await queue(world, lin)
    pressed = [keys(card, f"repair:{action}")[0] for action in ("speaker", "borders", "none", "hide")]
    crew = guild(world).create_role("Keepers")
    asami = guild(world).add_member(world.env.create_user("Asami"), roles=[crew])
    await let_in(world, crew)
    assert "Manage Server" in await old_button(world, asami, pressed[-1])
    take_permission(world, lin)
    for key in pressed:
        assert "Manage Server" in await old_button(world, world.member, key), key
        assert "Manage Server" in texts(shown(await lin.click(card.message, custom_id=key))), key
    there, kuvira = elsewhere(world)
    for key in pressed[2:]:
        assert "no longer in the queue" in await old_button(world, kuvira, key, there), key
    assert await total(world) == 1
    only_refusals(world)


async def test_what_was_reported_is_gone(world: World) -> None:
    await report(world)
    lin = moderator(world)
    [item], _ = await world.services.reviews.waiting(guild(world).id, 0)
    gone = Wish("document", {"state": "removed"}, str(item.data["document"]))
    await world.services.curation.change(guild(world).id, lin.id, "gone", "Document removed", [gone])
    card = await queue(world, lin)
    assert "Nothing of this is in the library any more" in texts(card)
    assert labels(card) == ["It is right as it is"]
    await lin.submit_modal(await lin.click(card.message, label="It is right as it is"), {})
    assert await total(world) == 0


# --- what the documents contradict each other in ------------------------------------------------------------


async def at_clash(world: World, lin: MemberActor, heading: str) -> ResponseMessage:
    card = await queue(world, lin)
    while heading not in texts(card):
        await lin.click(card.message, label="Next")
    return card


async def test_one_saying_two_speakers(sea: World) -> None:
    lin = moderator(sea)
    assert await total(sea) == 2
    card = await at_clash(sea, lin, "The same words, different speakers")
    assert "found in the documents" in texts(card)
    assert SAYING in texts(card)
    assert "**Mara Quill**, says “One”\n**Otto Pike**, says “Two”" in texts(card)
    assert labels(card)[:3] == ["It is Mara Quill", "It is Otto Pike", "Leave both"]
    assert await sea.services.servers.database.fetch("select id from reviews") == []
    await sea.restart()
    await lin.click(card.message, label="It is Mara Quill")
    assert "is by Mara Quill" in texts(card)
    assert await total(sea) == 1
    assert not [text for text in await says(sea, "Otto Pike") if SAYING in text]
    await lin.click(card.message, label="Undo")
    assert [text for text in await says(sea, "Otto Pike") if SAYING in text]
    assert await total(sea) == 2, "undone, it is asked again"
    card = await at_clash(sea, lin, "The same words, different speakers")
    await lin.click(card.message, label="Leave both")
    assert "Left as it is" in texts(card)
    assert await total(sea) == 1
    there, kuvira = elsewhere(sea)
    assert "1 of 2" in texts(shown(await kuvira.slash(there, "admin review"))), (
        "each server decides for itself"
    )


async def test_two_names_one_person(sea: World) -> None:
    lin, mako = moderator(sea), moderator(sea, "Mako")
    card = await at_clash(sea, lin, "Two names, perhaps one person")
    second = await at_clash(sea, mako, "Two names, perhaps one person")
    assert "**Nell Gray**" in texts(card) and "**Nell Grey**" in texts(card)
    assert {"The same: Nell Gray", "The same: Nell Grey", "Not the same"} <= set(labels(card))
    await lin.click(card.message, label="The same: Nell Gray")
    assert "is the same person as Nell Gray" in texts(card)
    assert len(await says(sea, "Nell Grey")) == 2
    await mako.click(second.message, label="Not the same")
    assert f"Nothing changed:** <@{lin.id}> was first" in texts(second)
    await lin.click(card.message, label="Undo")
    assert len(await says(sea, "Nell Gray")) == 1
    card = await at_clash(sea, lin, "Two names, perhaps one person")
    await lin.click(card.message, label="Not the same")
    assert "is not the same person as" in texts(card)
    assert await total(sea) == 1
    await lin.click(card.message, label="Undo")
    assert await total(sea) == 2


async def test_who_may_settle_a_clash(sea: World) -> None:
    lin = moderator(sea)
    card = await at_clash(sea, lin, "The same words")
    [first, *_] = keys(card, "clash")
    take_permission(sea, lin)
    assert "Manage Server" in texts(shown(await lin.click(card.message, custom_id=first)))
    assert "Manage Server" in await old_button(sea, sea.member, first)
    there, kuvira = elsewhere(sea)
    assert "no longer holds" in await old_button(sea, kuvira, first, there)
    assert "no longer holds" in await old_button(sea, moderator(sea, "Mako"), f"{first[:23]}9:0")
    assert await total(sea) == 2
    only_refusals(sea)


async def test_a_draft_is_written_or_dismissed(open_world: Opener, tmp_path: Path) -> None:
    curated = {
        "people.toml": """
            [[person]]
            name = "Mara Voss"
            aliases = ["Mara"]
            [[person]]
            name = "Ilo Dane"
            aliases = ["Ilo"]
        """,
        "topics.toml": """
            [[topic]]
            name = "Marilo"
            kind = "pairing"
            members = ["Mara Voss", "Ilo Dane"]
        """,
    }
    folder = lay_out(tmp_path / "love", {"page.txt": "In the end Mara and Ilo fell in love."}, curated)
    await built(folder)
    async with open_world(folder) as world:
        lin = moderator(world)
        card = await queue(world, lin)
        assert "A topic without a ruling" in texts(card) and "found in the documents" in texts(card)
        assert "**Marilo:** perhaps" in texts(card) and "Mara and Ilo fell in love." in texts(card)
        assert labels(card) == ["Write the ruling", "Dismiss"]
        [dismiss] = keys(card, "dismiss")
        there, kuvira = elsewhere(world)
        desk = shown(await lin.click(card.message, label="Write the ruling"))
        assert "Ruling on Marilo" in texts(desk)
        assert "Manage Server" in await old_button(world, world.member, dismiss)
        await lin.click(card.message, label="Dismiss")
        assert "dismissed" in texts(card) and "Nothing waits" in texts(card)
        assert "not there any more" in await old_button(world, lin, dismiss)
        assert "1 of 1" in texts(shown(await kuvira.slash(there, "admin review")))
        await lin.click(card.message, label="Undo")
        assert await total(world) == 1
        only_refusals(world)


async def test_asked_first_and_found_after(sea: World) -> None:
    lin = moderator(sea)
    assert await sea.services.reviews.suggest(
        guild(sea).id, sea.member.id, "Who made the Grey Tide?", ["Mara Quill"], []
    )
    await report(sea, "Otto Pike", "other")
    card = await queue(sea, lin)
    seen: list[str] = []
    for number in range(1, 5):
        assert f"{number} of 4" in texts(card)
        seen.append(texts(card).split("\n")[0])
        if number < 4:
            await lin.click(card.message, label="Next")
    assert seen[:2] == ["### A member’s question", "### Report: something else"]
    assert set(seen[2:]) == {
        "### The same words, different speakers",
        "### Two names, perhaps one person",
    }
    assert "Next" not in labels(card)


async def test_without_a_library_what_was_asked_can_be_decided(world: World) -> None:
    assert await world.services.reviews.suggest(
        guild(world).id, world.member.id, "Who made the Grey Tide?", ["Mara Quill"], []
    )
    library_path(world.folder).unlink()
    lin = moderator(world)
    card = await queue(world, lin)
    assert "1 of 1" in texts(card)
    await lin.click(card.message, label="Accept")
    assert "Nothing waits" in texts(card)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Bryan Konietzko", "Brian Konietzko", True),
        ("Bryan Konietzko", "Bryan Konietzco", True),
        ("M. Wong", "Michelle Wong", True),
        ("Alex Roe", "Alexander Roe", True),
        ("Michelle Wong", "Gene Wong", False),
        ("Larry Kudlow", "Larry Ellison", False),
        ("Korra", "Korra Roe", False),
        ("Book 1", "Book 2", False),
    ],
)
def test_names_that_may_be_one_person_s(one: str, other: str, same: bool) -> None:
    assert alike(one, other) == alike(other, one) == same
