"""`/admin topic` in Discord: added, renamed, given members, merged, removed; and the way back of each."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any

import pytest
from simcord.actors import MemberActor
from simcord.results import ResponseMessage

from bot.curation import Wish
from bot.ids import content_id
from tests.cogs.games import only_refusals
from tests.cogs.moderating import elsewhere, guild, moderator, old_button, take_permission
from tests.cogs.naming import canon, card, everything, fill, offered, small_library
from tests.cogs.reading import keys, labels, options, shown, texts
from tests.conftest import Opener, World

MAKORRA, KORRASAMI, BRIDGE = (content_id("topic", one) for one in ("makorra", "korrasami", "bridge"))


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return asyncio.run(small_library(tmp_path_factory.mktemp("topics")))


@pytest.fixture
async def world(open_world: Opener, library: Path) -> AsyncGenerator[World]:
    async with open_world(library) as opened:
        yield opened


async def topic(world: World, who: MemberActor, name: str) -> ResponseMessage:
    return await card(world, who, "topic", name)


async def add(world: World, who: MemberActor, kind: str, **values: Any) -> ResponseMessage:
    form = await who.slash(world.channel, "admin topic add", kind=kind)
    return shown(await who.submit_modal(form, values))


async def merge(who: MemberActor, opened: ResponseMessage, other: str) -> str:
    """Up to the preview."""
    await who.click(opened.message, label="Merge")
    return await fill(who, opened, "Another one …", name=other)


# --- adding ------------------------------------------------------------------------------------------------


async def test_a_pairing_is_found_at_once_by_its_name_and_by_its_members(world: World) -> None:
    lin = moderator(world)
    before = await everything(world, 0)
    done = await add(
        world, lin, "pairing", name="Kataang", members="Katara\nAang", others="Taang", asks="do they marry"
    )
    assert "Topic Kataang added, a pairing." in texts(done)
    for asked in ("kataang", "katara x aang", "Aang/Katara", "taang", "do they marry"):
        said = await canon(world, asked)
        assert "Kataang" in said and "Katara and Aang went home together" in said, asked
    assert "Kataang: Katara & Aang, pairing" in await offered(world, "canon", "topic", "kat")
    said = texts(await topic(world, lin, "taang"))
    for part in ("### Kataang", "**Members:** Katara, Aang", "**Other names:** Taang", "**Ruling:** none"):
        assert part in said
    assert "**People also ask:** do they marry" in said
    assert "**Known from:** this server’s moderators" in said
    await lin.click(done.message, label="Undo")
    assert await everything(world, guild(world).id) == before


async def test_members_who_are_nobody_yet_become_persons(world: World) -> None:
    lin = moderator(world)
    await add(world, lin, "pairing", name="Zukka", members="Zuko, Sokka")
    found = await world.services.persons.find(guild(world).id, "sokka")
    assert (found.role, found.topics) == ("character", ("Zukka",))
    said = texts(await add(world, lin, "pairing", name="Typo", members="Zuko; Katarra"))
    assert "Did you mean Katara?" in said
    said = texts(await add(world, lin, "pairing", name="Dunns", members="Dunn\nZuko"))
    assert (
        "“Dunn” may mean “Michael Dunn” or “Mikey Dunn”" in said or "“Mikey Dunn” or “Michael Dunn”" in said
    )


EACH: list[tuple[str, dict[str, str], str]] = [
    ("character", {"name": "Katara", "members": "Katara"}, "Character"),
    ("claim", {"name": "The bridge fell", "asks": "did the bridge fall"}, "Claim"),
    ("event", {"name": "The ice", "members": "Katara, Aang", "date": "2014-12-19"}, "Event · 2014-12-19"),
]


async def test_every_kind(world: World) -> None:
    lin = moderator(world)
    for kind, values, found in EACH:
        assert f"Topic {values['name']} added" in texts(await add(world, lin, kind, **values))
        assert found in texts(await topic(world, lin, values["name"]))


REFUSED: list[tuple[str, dict[str, str], str]] = [
    ("pairing", {"name": "Lonely", "members": "Korra"}, "needs two members or more"),
    ("pairing", {"name": "Twice", "members": "Korra\nAvatar Korra"}, "needs two members or more"),
    ("pairing", {"name": "borra", "members": "Korra, Aang"}, "“borra” is a name of the topic Makorra"),
    ("pairing", {"name": "KORRA", "members": "Korra, Aang"}, "“KORRA” is a name of the person Korra"),
    (
        "pairing",
        {"name": "Borrako", "members": "Korra, Mako"},
        "The pairing Makorra has the same members",
    ),
    ("pairing", {"name": "All", "members": ",".join(f"P{n}" for n in range(30))}, "20 members at most"),
    ("claim", {"name": "🙂"}, "needs a letter or a digit"),
    ("claim", {"name": "X", "others": "mako"}, "“mako” is a name of the person Mako"),
    ("claim", {"name": "X", "asks": "\n".join(map(str, range(500)))}, "200 names at most"),
    (
        "claim",
        {"name": "X", "asks": "did mako and korra break up"},
        "is a name of the topic Makorra already",
    ),
    ("event", {"name": "X", "date": "2014-13"}, "Write the date like 2014-12-19"),
    ("event", {"name": "X", "date": "tomorrow"}, "Write the date like 2014-12-19"),
]


async def test_what_can_be_no_topic(world: World) -> None:
    lin = moderator(world)
    for kind, values, why in REFUSED:
        said = texts(await add(world, lin, kind, **values))
        assert why in said and "toml" not in said and "left out" not in said
    assert await world.services.curation.own(guild(world).id, "topic") == {}
    assert await world.services.curation.own(guild(world).id, "person") == {}


async def test_hostile_names_are_only_text(world: World) -> None:
    lin = moderator(world)
    name = "**Ship** @everyone <@1> `x`"
    cards = [await add(world, lin, "claim", name=name, others="_Shíp_\n\u202eمحمد", asks="# is it")]
    cards += [await topic(world, lin, name), await add(world, lin, "claim", name=name)]
    await merge(lin, other := await topic(world, lin, "Makorra"), name)
    for one in (*cards, other):
        said = texts(one)
        for active in ("**Ship**", " @everyone", "<@1>", " `x`", "_Shíp_", "\u202e"):
            assert active not in said, (active, said)


# --- one topic ---------------------------------------------------------------------------------------------


async def test_a_new_name_keeps_the_id_the_ruling_and_the_old_name(world: World) -> None:
    lin = moderator(world)
    before = await everything(world, 0)
    opened = await topic(world, lin, "borra")
    assert "**Ruling:** ended" in texts(opened) and "the bot’s host" in texts(opened)
    assert "Makorra is called Korrako." in await fill(lin, opened, "Rename", name="Korrako")
    for asked in ("korrako", "makorra", "korra x mako"):
        assert "It ended on the bridge." in await canon(world, asked), asked
    assert "### Korrako" in texts(await topic(world, lin, MAKORRA))
    await lin.click(opened.message, label="Undo")
    assert await everything(world, guild(world).id) == before


async def test_names_replace_both_lists_and_the_ruling_goes_along(world: World) -> None:
    lin = moderator(world)
    before = await everything(world, 0)
    opened = await topic(world, lin, "Makorra")
    said = await fill(lin, opened, "Names", others="Korrako\nMakorra", asks="what of mako")
    assert "Makorra has other names now." in said
    await lin.click(opened.message, label="Show the topic")
    assert "**Other names:** Korrako\n**People also ask:** what of mako" in texts(opened)
    assert "**Ruling:** ended" in texts(opened), "it called the topic by the name that went"
    assert "It ended on the bridge." not in await canon(world, "borra")
    [line] = await world.services.curation.history(guild(world).id, "topic", "makorra")
    await old_button(world, lin, f"undo_edit:{line.id}")
    assert await everything(world, guild(world).id) == before


async def test_members_and_the_date(world: World) -> None:
    lin = moderator(world)
    opened = await topic(world, lin, "Korrasami")
    said = await fill(lin, opened, "Members", members="Korra\nAsami Sato\nLin Beifong")
    assert "Korrasami is about Korra and Asami Sato and Lin Beifong." in said
    assert "### Korrasami" in texts(await topic(world, lin, "Korrasami"))
    opened = await topic(world, lin, "the bridge")
    said = await fill(lin, opened, "Rename or date", name="The bridge", date="2014")
    assert "The day of The bridge is 2014." in said
    assert "Event · 2014" in texts(await topic(world, lin, "the bridge"))
    said = await fill(lin, await topic(world, lin, "the bridge"), "Rename or date", name="The bridge")
    assert "The bridge has no day." in said
    opened = await topic(world, lin, "the bridge")
    await fill(lin, opened, "Members", members="Korra")
    said = await fill(lin, await topic(world, lin, "the bridge"), "Members")
    assert "The bridge is about nobody." in said


async def test_a_form_that_is_older_than_the_entry(world: World) -> None:
    lin = moderator(world)
    opened = await topic(world, lin, "Makorra")
    form = await lin.click(opened.message, label="Names")
    await fill(lin, await topic(world, lin, "Makorra"), "Rename", name="Korrako")
    assert "Somebody else changed that" in texts(shown(await lin.submit_modal(form, {"others": "Mine"})))


async def test_removed_after_being_asked_with_its_ruling(world: World) -> None:
    lin, server = moderator(world), guild(world).id
    await add(world, lin, "pairing", name="Kataang", members="Katara, Aang")
    kataang = await world.services.topics.find(server, "Kataang")
    ruling = {
        "topic": "Kataang",
        "verdict": "canon",
        "scope": "romance",
        "says": "They go home.",
        "evidence": [{"text": "Katara and Aang went home together.", "document": "friends.txt"}],
    }
    await world.services.curation.change(server, 1, "r1", "Ruled", [Wish("ruling", ruling, "kataang")])
    before = await everything(world, server)
    opened = await topic(world, lin, "Kataang")
    await lin.click(opened.message, label="Remove")
    assert "with its other names and its ruling" in texts(opened)
    await lin.click(opened.message, label="Keep")
    await lin.click(opened.message, label="Remove")
    await lin.click(opened.message, label="Yes, remove")
    assert "Topic Kataang removed." in texts(opened)
    assert "They go home." not in await canon(world, "katara x aang")
    assert "not here any more" in await old_button(world, lin, f"topic:remove_sure:{kataang.id}")
    said = await old_button(world, lin, f"topic:remove_sure:{MAKORRA}")
    assert "Only topics that this server added" in said
    assert "Remove" not in labels(await topic(world, lin, "Makorra"))
    await lin.click(opened.message, label="Undo")
    assert await everything(world, server) == before


# --- two that are one --------------------------------------------------------------------------------------


async def test_merged_with_a_preview_and_the_ruling_is_carried(world: World) -> None:
    lin = moderator(world)
    before = await everything(world, 0)
    opened = await topic(world, lin, "Korrasami")
    said = await merge(lin, opened, "Makorra")
    assert "### Merge Makorra into Korrasami?" in said
    assert "**Other names:** Makorra, Borra" in said
    assert "The ruling on Makorra becomes the ruling on Korrasami." in said
    await lin.click(opened.message, label="The other way round")
    assert "becomes the ruling" not in texts(opened), "it has that ruling already"
    await lin.click(opened.message, label="The other way round")
    await world.restart()
    await lin.click(opened.message, label="Merge")
    assert "The topic Makorra is the same as Korrasami." in texts(opened)
    for asked in ("borra", "makorra", "korrasami", "did mako and korra break up"):
        said = await canon(world, asked)
        assert "Korrasami" in said and "It ended on the bridge." in said, asked
    assert "not here any more" in await old_button(world, lin, f"topic:show:{MAKORRA}")
    await lin.click(opened.message, label="Undo")
    assert await everything(world, guild(world).id) == before


async def test_near_names_are_offered_for_a_merge(world: World) -> None:
    lin = moderator(world)
    await add(world, lin, "claim", name="Korasami is real")
    opened = await topic(world, lin, "Korrasami")
    await lin.click(opened.message, label="Merge")
    assert [one["label"] for one in options(opened)] == ["Korasami is real: question"]
    await lin.select(opened.message, [options(opened)[0]["value"]])
    await lin.click(opened.message, label="Merge")
    assert "### Korrasami" in texts(await topic(world, lin, "korasami is real"))


async def test_two_rulings_can_t_be_one(world: World) -> None:
    lin, server = moderator(world), guild(world).id
    ruling = dict((await world.services.curation.entries(server, "ruling"))["makorra"].values)
    wish = Wish("ruling", {**ruling, "topic": "Korrasami"}, "korrasami")
    await world.services.curation.change(server, 1, "r1", "Ruled", [wish])
    opened = await topic(world, lin, "Korrasami")
    assert "Both Korrasami and Makorra have a ruling" in await merge(lin, opened, "Makorra")
    assert "These are one topic already" in await fill(lin, opened, "Another one …", name="korrasami")
    assert "no topic of that name" in await fill(lin, opened, "Another one …", name="Korra")
    await lin.click(opened.message, label="Back")
    assert "### Korrasami" in texts(opened)


async def test_a_preview_that_is_older_than_the_entries_merges_nothing(world: World) -> None:
    lin = moderator(world)
    await merge(lin, opened := await topic(world, lin, "Korrasami"), "The bridge")
    [sure] = keys(opened, "topic:merge_sure")
    await fill(lin, await topic(world, lin, "The bridge"), "Names", others="That bridge")
    assert "Somebody else changed that" in await old_button(world, lin, sure)
    await merge(lin, opened := await topic(world, lin, "Korrasami"), "That bridge")
    [sure] = keys(opened, "topic:merge_sure")
    await lin.click(opened.message, label="Merge")
    assert "not here any more" in await old_button(world, lin, sure), "a second press"


# --- who may, and where ------------------------------------------------------------------------------------


async def test_only_topics_are_offered(world: World) -> None:
    lin = moderator(world)
    choices = await lin.autocomplete(world.channel, "admin topic show", "topic", "korra")
    assert {one["value"] for one in choices} == {"Korrasami", "Makorra"}
    for name in ("Korra", "p" + MAKORRA, "0" * 16, "🙂", "x" * 100):
        said = texts(await topic(world, lin, name))
        assert "no topic of that name" in said or "not here any more" in said
    only_refusals(world)


async def test_members_and_those_who_moderate_no_more(world: World) -> None:
    lin = moderator(world)
    opened = await topic(world, lin, "Makorra")
    form = await lin.click(opened.message, label="Rename")
    added = await lin.slash(world.channel, "admin topic add", kind="claim")
    await merge(lin, second := await topic(world, lin, "Korrasami"), "Makorra")
    take_permission(world, lin)
    for label in labels(opened):
        assert "Manage Server" in texts(shown(await lin.click(opened.message, label=label))), label
    assert "Manage Server" in texts(shown(await lin.submit_modal(form, {"name": "X"})))
    assert "Manage Server" in texts(shown(await lin.submit_modal(added, {"name": "X"})))
    assert "Manage Server" in texts(shown(await lin.click(second.message, label="Merge")))
    for action in ("merge_other", "remove", "remove_sure"):
        said = await old_button(world, world.member, f"topic:{action}:{MAKORRA}")
        assert "Manage Server" in said, action
    assert await world.services.curation.own(guild(world).id, "topic") == {}


async def test_another_server_has_its_own(world: World) -> None:
    lin = moderator(world)
    done = await add(world, lin, "pairing", name="Kataang", members="Katara, Aang")
    channel, kuvira = elsewhere(world)
    kataang = content_id("topic", "kataang")
    for action in ("show", "rename", "names", "members", "merge", "remove_sure"):
        said = await old_button(world, kuvira, f"topic:{action}:{kataang}", channel)
        assert "not here any more" in said, action
    [entry] = keys(done, "undo_edit")
    assert "undone already" in await old_button(world, kuvira, entry, channel)
    theirs = shown(await kuvira.slash(channel, "admin topic show", topic="Makorra"))
    await fill(kuvira, theirs, "Rename", name="Uniter")
    assert "### Makorra" in texts(await topic(world, lin, "Makorra"))


async def test_cards_outlive_a_restart_and_what_is_gone_is_told(world: World) -> None:
    lin = moderator(world)
    await add(world, lin, "claim", name="It rains")
    opened = await topic(world, lin, "It rains")
    form = await lin.click(opened.message, label="Members")
    await world.restart()
    await lin.submit_modal(form, {"members": "Korra"})
    assert "It rains is about Korra." in texts(opened)
    await lin.click(opened.message, label="Show the topic")
    other = await topic(world, lin, "It rains")
    await lin.click(other.message, label="Remove")
    await lin.click(other.message, label="Yes, remove")
    for label in ("Rename", "Names", "Members", "Merge", "Remove"):
        assert "not here any more" in texts(shown(await lin.click(opened.message, label=label)))
