"""`/admin person` in Discord: added, renamed, merged, split, kept apart, removed; and the way back."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any

import pytest
from simcord.actors import MemberActor
from simcord.results import ResponseMessage

from bot.curation import MOST_NAMES, Wish
from bot.ids import content_id
from bot.posts import Nothing
from bot.schedules import Wish as ScheduleWish
from bot.server_settings import Key
from bot.slots import Options, What
from tests.cogs.games import only_refusals
from tests.cogs.moderating import elsewhere, guild, let_in, moderator, old_button, take_permission
from tests.cogs.naming import canon, card, everything, fill, offered, quote, small_library
from tests.cogs.reading import keys, labels, options, shown, texts
from tests.conftest import Opener, World

LIN = content_id("person", "linbeifong")
KORRA = content_id("person", "korra")
KATARA = content_id("person", "katara")
PERSON = {"role": "character", "pronoun": "she"}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return asyncio.run(small_library(tmp_path_factory.mktemp("persons")))


@pytest.fixture
async def world(open_world: Opener, library: Path) -> AsyncGenerator[World]:
    async with open_world(library) as opened:
        yield opened


async def person(world: World, who: MemberActor, name: str) -> ResponseMessage:
    return await card(world, who, "person", name)


async def add(world: World, who: MemberActor, **values: Any) -> ResponseMessage:
    form = await who.slash(world.channel, "admin person add")
    return shown(await who.submit_modal(form, PERSON | values))


async def merge(who: MemberActor, opened: ResponseMessage, other: str) -> None:
    """Up to the preview."""
    await who.click(opened.message, label="Merge")
    form = await who.click(opened.message, label="Somebody else …")
    await who.submit_modal(form, {"name": other})


async def undo(who: MemberActor, done: ResponseMessage) -> None:
    await who.click(done.message, label="Undo")
    assert "### Undone" in texts(done)


# --- looking -----------------------------------------------------------------------------------------------


async def test_the_card_says_what_is_known_and_from_where(world: World) -> None:
    lin = moderator(world)
    said = texts(await person(world, lin, "avatar korra"))
    for part in ("### Korra", "Character · she", "**Other names:** Avatar Korra", "The Avatar."):
        assert part in said
    assert "**Topics:** Korrasami, Makorra" in said
    assert "**Quotes:** 0 · named in 2 passages" in said
    assert "**Known from:** the bot’s host" in said
    found = await person(world, lin, "Lin Beifong")
    said = texts(found)
    assert "**Documents also say:** Beifong" in said
    assert "found in documents; nobody wrote an entry" in said
    assert "**Quotes:** 3" in said
    assert "Remove" not in labels(found), "only what the server added"


async def test_only_persons_are_offered(world: World) -> None:
    lin = moderator(world)
    choices = await lin.autocomplete(world.channel, "admin person show", "person", "mak")
    assert [one["name"] for one in choices] == ["Mako: character"]
    for name in ("Makorra", "zaheer", "p" + "0" * 16, "🙂", "p0"):
        assert "**" not in texts(await person(world, lin, name))
    assert "nobody of that name here" in texts(await person(world, lin, "zaheer"))
    assert "come near: “Mako”" in texts(await person(world, lin, "makoo"))
    assert "may mean" in texts(await person(world, lin, "Dunn"))
    only_refusals(world)


# --- adding ------------------------------------------------------------------------------------------------


async def test_added_and_found_at_once_and_undone(world: World) -> None:
    lin = moderator(world)
    before = await everything(world, 0)
    done = await add(world, lin, name=" Kya ", others="Auntie Kya\n\nkya\nauntie kya\nK. of the South")
    assert "Person Kya added." in texts(done) and done.ephemeral
    said = texts(await person(world, lin, "auntie kya"))
    assert "**Other names:** Auntie Kya, K. of the South" in said, "each once, and the name itself not"
    assert "**Known from:** this server’s moderators; no document has it" in said
    assert "Auntie Kya: Kya, character" in await offered(world, "quote", "person", "auntie")
    _, kuvira = elsewhere(world)
    assert kuvira is not None
    await undo(lin, done)
    assert await everything(world, guild(world).id) == before


async def test_whom_documents_name_gets_an_entry_and_keeps_the_quotes(world: World) -> None:
    lin = moderator(world)
    await add(world, lin, name="Katara", others="Master Katara")
    opened = await person(world, lin, "master katara")
    assert "**Quotes:** 1" in texts(opened)
    assert "**Known from:** this server’s moderators\n" in texts(opened) + "\n"
    assert "I will always be there" in await quote(world, "master katara")
    assert (await world.services.persons.find(guild(world).id, "katara")).id == KATARA


REFUSED: list[tuple[dict[str, str], str]] = [
    ({"name": "🙂🙂"}, "needs a letter or a digit"),
    ({"name": "\u202e\u2066 \u200f"}, "needs a letter or a digit"),
    ({"name": "Avatar  KORRA"}, "“Avatar KORRA” is a name of Korra already"),
    ({"name": "Makorra"}, "“Makorra” is a name of the topic Makorra already"),
    ({"name": "Kya", "others": "borra"}, "“borra” is a name of the topic Makorra already"),
    ({"name": "Kya", "others": "Auntie\nmako"}, "“mako” is a name of Mako already"),
    ({"name": "Kya", "others": "x" * 201}, "200 characters at most; this one has 201"),
    ({"name": "Kya", "others": "\n".join(map(str, range(900)))}, "200 names at most; these are 900"),
    ({"name": "Kya", "others": "…\n"}, "needs a letter or a digit"),
]


async def test_what_can_be_no_name(world: World) -> None:
    lin = moderator(world)
    for values, why in REFUSED:
        assert why in texts(await add(world, lin, **values))
    assert await world.services.curation.own(guild(world).id, "person") == {}


async def test_hostile_names_are_only_text(world: World) -> None:
    lin = moderator(world)
    name = "**Kya** @everyone <@1> \u202e[x](https://evil.example) `y` # z"
    done = await add(world, lin, name=name, others="_Auntie_ <#5>\n\u200fمحمد")
    [raw] = (await world.services.curation.own(guild(world).id, "person")).values()
    assert "\u202e" not in raw["name"]
    opened = await person(world, lin, raw["name"][:100])
    await lin.click(opened.message, label="Merge")
    await merge(lin, await person(world, lin, "Katara"), raw["name"])
    refused = await add(world, lin, name=name)
    for said in (texts(done), texts(opened), texts(refused)):
        for active in ("**Kya**", " @everyone", "<@1>", " [x](", " `y`", "_Auntie_ "):
            assert active not in said, (active, said)


async def test_a_form_sent_twice_and_names_over_time(world: World) -> None:
    lin = moderator(world)
    await add(world, lin, name="Kya")
    assert "“Kya” is a name of Kya already" in texts(await add(world, lin, name="Kya"))
    server, curation = guild(world).id, world.services.curation
    kya = await world.services.persons.find(server, "Kya")
    others = "\n".join(f"Kya number {number} of the southern water tribe" for number in range(MOST_NAMES))
    await world.services.persons.call(server, 1, "e1", kya.id, kya.stamp, others)
    opened = await person(world, lin, "Kya")
    form = await lin.click(opened.message, label="Other names")
    kept = (await curation.own(server, "person"))["kya"]["aliases"]
    assert len(kept) == MOST_NAMES
    await lin.submit_modal(form, {})
    assert (await curation.own(server, "person"))["kya"].get("aliases", []) == [], "two fields, both emptied"
    await lin.click(opened.message, label="Undo")
    opened = await person(world, lin, "Kya")
    assert "200 names at most" in await fill(lin, opened, "Rename", name="Kyra")
    assert "more" in texts(opened) and len(texts(opened)) < 4000


# --- one person --------------------------------------------------------------------------------------------


async def test_a_new_name_keeps_the_id_and_the_old_name(world: World) -> None:
    lin = moderator(world)
    before = await everything(world, 0)
    opened = await person(world, lin, "Korra")
    assert "Korra is called The Avatar." in await fill(lin, opened, "Rename", name="The Avatar")
    await lin.click(opened.message, label="Show the person")
    assert "**Other names:** Avatar Korra, Korra" in texts(opened)
    assert "the bot’s host, changed by this server’s moderators" in texts(opened)
    assert (await world.services.persons.find(guild(world).id, "avatar")).id == KORRA
    for asked in ("korra", "the avatar", "p" + KORRA):
        assert "### The Avatar" in texts(await person(world, lin, asked))
    assert "It ended on the bridge." in await canon(world, "the avatar x mako")
    await fill(lin, opened, "Rename", name="Korra")
    assert await everything(world, guild(world).id) != before, "the name in between stays an alias"
    for _ in range(2):
        log = await world.services.curation.history(guild(world).id, "person", "korra")
        entry = next(line for line in log if not line.undone)
        assert "### Undone" in await old_button(world, lin, f"undo_edit:{entry.id}")
    assert await everything(world, guild(world).id) == before


async def test_a_name_with_a_full_stop_ends_the_sentence(world: World) -> None:
    lin = moderator(world)
    opened = await person(world, lin, "Korra")
    said = await fill(lin, opened, "Rename", name="Korra W.")
    assert said == "### Done\nKorra is called Korra W.\nThat counts from now on, for everybody here."
    assert "### Undone\nKorra is called Korra W.\n" in texts(
        shown(await lin.click(opened.message, label="Undo"))
    )


async def test_a_name_that_goes_to_somebody_else(world: World) -> None:
    lin, server = moderator(world), guild(world).id
    persons, curation = world.services.persons, world.services.curation
    before = await everything(world, 0)
    hers = await persons.get(server, KORRA)
    await persons.rename(server, 1, "e1", KORRA, hers.stamp, "The Avatar")
    hers = await persons.get(server, KORRA)
    await persons.call(server, 1, "e2", KORRA, hers.stamp, "Avatar Korra")
    await persons.add(server, 1, "e3", "Korra")
    found = await persons.find(server, "korra")
    assert found.id != KORRA and found.layer == "server"
    change = await curation.add_alias(server, 1, "e4", "p" + found.id, "Little Korra")
    assert change.what == "“Little Korra” is another name of Korra"
    assert "### Korra" in texts(await person(world, lin, "little korra"))
    assert "### The Avatar" in texts(await person(world, lin, "avatar korra"))
    assert "Makorra" in (await persons.get(server, KORRA)).topics, "the topics stay hers"
    for number in (4, 3, 2, 1):
        assert await curation.undo(server, f"e{number}", 1)
    assert await everything(world, server) == before


async def test_buttons_and_schedules_go_on_with_a_new_name(world: World) -> None:
    lin, server = moderator(world), guild(world).id
    wish = ScheduleWish(
        What.QUOTE, world.channel.id, "daily 18:00", "UTC", None, Options(about="Lin Beifong")
    )
    made = await world.services.schedules.add(server, lin.id, 1, wish)
    opened = await person(world, lin, "Lin Beifong")
    await fill(lin, opened, "Rename", name="The Chief")
    assert "The Chief" in await old_button(world, world.member, f"another:{LIN}:")
    assert "The Chief" in await old_button(world, world.member, f"more:0:p{LIN}")
    chosen = await world.services.schedules.preview(server, made.schedule.number)
    assert not isinstance(chosen, Nothing)


async def test_a_person_of_a_pack_is_told_as_such(world: World) -> None:
    lin, server = moderator(world), guild(world).id
    wish = Wish("person", {"name": "Kya", "aliases": ["Auntie"]}, "kya", "pack:**air**")
    await world.services.curation.change(server, 1, "p1", "Pack", [wish])
    opened = await person(world, lin, "auntie")
    assert "**Known from:** the pack “\\*\\*air\\*\\*”; no document has it" in texts(opened)
    assert "Remove" not in labels(opened)
    await fill(lin, opened, "Rename", name="Kyra")
    assert "”, changed by this server’s moderators" in texts(await person(world, lin, "auntie"))


async def test_a_form_that_is_older_than_the_entry(world: World) -> None:
    lin, mako = moderator(world), moderator(world, "Mako")
    opened = await person(world, lin, "Korra")
    form = await lin.click(opened.message, label="Other names")
    theirs = await person(world, mako, "Korra")
    await fill(mako, theirs, "Other names", others="Avatar Korra\nThe Avatar")
    assert "Somebody else changed that" in texts(shown(await lin.submit_modal(form, {"others": "Mine"})))
    assert "### Korra" in texts(await person(world, lin, "the avatar"))


async def test_other_names_replace_the_list_and_topics_go_along(world: World) -> None:
    lin = moderator(world)
    opened = await person(world, lin, "Korra")
    said = await fill(lin, opened, "Other names", others="The Avatar\nkorra")
    assert "Korra has 1 other name now." in said
    await lin.click(opened.message, label="Show the person")
    assert "**Other names:** The Avatar\n" in texts(opened)
    assert "Korrasami" in texts(opened), "it named her by the name that went"
    assert "Nothing was changed" in await fill(
        lin, await person(world, lin, "Korra"), "Other names", others="The Avatar"
    )


async def test_role_pronoun_and_note(world: World) -> None:
    lin = moderator(world)
    opened = await person(world, lin, "Katara")
    said = await fill(lin, opened, "Role and pronoun", role="character", pronoun="she", note="A *healer*.")
    assert "Katara is described: character, she." in said
    await lin.click(opened.message, label="Show the person")
    assert "Character · she" in texts(opened) and "A \\*healer\\*." in texts(opened)
    await fill(lin, opened, "Role and pronoun", role="other", pronoun="none")
    await lin.click(opened.message, label="Show the person")
    assert "No role · no pronoun" in texts(opened) and "healer" not in texts(opened)


async def test_removed_after_being_asked_and_brought_back(world: World) -> None:
    lin = moderator(world)
    await add(world, lin, name="Katara", others="Master Katara")
    opened = await person(world, lin, "Katara")
    await lin.click(opened.message, label="Remove")
    assert "### Remove Katara?" in texts(opened)
    await lin.click(opened.message, label="Keep")
    assert "### Katara" in texts(opened)
    await lin.click(opened.message, label="Remove")
    await lin.click(opened.message, label="Yes, remove")
    assert "Person Katara removed." in texts(opened)
    assert "found in documents" in texts(await person(world, lin, "Katara"))
    assert "nobody of that name" in texts(await person(world, lin, "Master Katara"))
    sure = f"person:remove_sure:{KATARA}"
    assert "Only persons that this server added" in await old_button(world, lin, sure)
    await undo(lin, opened)
    assert "Master Katara" in texts(await person(world, lin, "Katara"))
    only_refusals(world)


async def test_removing_waits_for_the_pairing(world: World) -> None:
    lin = moderator(world)
    await add(world, lin, name="Katara")
    await world.services.topics.add(guild(world).id, 1, "t1", "pairing", "Kataang", "Katara\nAang")
    await world.services.topics.add(guild(world).id, 1, "t2", "event", "The ice", "Katara, Aang")
    said = await old_button(world, lin, f"person:remove_sure:{KATARA}")
    assert "Katara is one of the pairing Kataang. Remove the pairing first" in said
    topics = world.services.topics
    await topics.remove(guild(world).id, 1, "t3", (await topics.find(guild(world).id, "Kataang")).id)
    assert "removed" in await old_button(world, lin, f"person:remove_sure:{KATARA}")
    assert (await topics.find(guild(world).id, "the ice")).members == ("Aang",)


# --- two that are one --------------------------------------------------------------------------------------


async def test_merged_with_a_preview_and_everything_finds_the_kept_one(world: World) -> None:
    lin = moderator(world)
    before = await everything(world, 0)
    opened = await person(world, lin, "Michael Dunn")
    await lin.click(opened.message, label="Merge")
    assert [one["label"] for one in options(opened)] == ["Mikey Dunn: person"]
    await lin.select(opened.message, [options(opened)[0]["value"]])
    said = texts(opened)
    assert "### Merge Mikey Dunn into Michael Dunn?" in said
    assert "with the other names Mikey Dunn" in said and "**Quotes:** 1 and 1 more" in said
    await lin.click(opened.message, label="The other way round")
    assert "### Merge Michael Dunn into Mikey Dunn?" in texts(opened)
    await lin.click(opened.message, label="The other way round")
    assert await everything(world, guild(world).id) == before, "nothing is done before the press"
    await world.restart()
    await lin.click(opened.message, label="Merge")
    assert "Mikey Dunn is the same person as Michael Dunn." in texts(opened)
    assert "### Michael Dunn" in texts(await person(world, lin, "Mikey Dunn"))
    assert "**Quotes:** 2" in texts(await person(world, lin, "Mikey Dunn"))
    assert "Michael Dunn" in await quote(world, "mikey dunn")
    assert "Mikey Dunn: Michael Dunn, person" in await offered(world, "canon", "topic", "mike")
    await undo(lin, opened)
    assert await everything(world, guild(world).id) == before


async def test_merging_carries_topics_along(world: World) -> None:
    lin = moderator(world)
    before = await everything(world, 0)
    opened = await person(world, lin, "Katara")
    await merge(lin, opened, "Mako")
    assert "**Topics that go along:** Makorra" in texts(opened)
    await lin.click(opened.message, label="Merge")
    found = await person(world, lin, "Mako")
    assert "### Katara" in texts(found) and "Makorra" in texts(found)
    assert "Character" in texts(found), "what was known of the other is known of the kept one"
    assert "It ended on the bridge." in await canon(world, "katara x korra")
    await undo(lin, opened)
    assert await everything(world, guild(world).id) == before


async def test_a_title_that_only_documents_use_is_merged_too(world: World) -> None:
    lin = moderator(world)
    opened = await person(world, lin, "Asami Sato")
    await merge(lin, opened, "Mrs. Gray")
    await lin.click(opened.message, label="Merge")
    assert "It does start in May" in await quote(world, "asami sato")
    assert "Asami Sato" in await quote(world, "mrs. gray")


async def test_what_stands_against_a_merge(world: World) -> None:
    lin = moderator(world)
    opened = await person(world, lin, "Korra")
    await lin.click(opened.message, label="Merge")

    async def refused(name: str) -> str:
        return await fill(lin, opened, "Somebody else …", name=name)

    assert "These are one person already" in await refused("avatar korra")
    assert "Korra and Mako are both in the pairing Makorra" in await refused("Mako")
    assert "nobody of that name" in await refused("zaheer")
    mako, asami = (content_id("person", one) for one in ("mako", "asamisato"))
    said = await old_button(world, lin, f"person:merge_look:{mako}:{asami}")
    assert "pairings Makorra and Korrasami would have the same members" in said
    await lin.click(opened.message, label="Back")
    assert "### Korra" in texts(opened)


async def test_a_preview_that_is_older_than_the_entries_merges_nothing(world: World) -> None:
    lin = moderator(world)
    opened = await person(world, lin, "Katara")
    await merge(lin, opened, "Aang")
    [sure] = keys(opened, "person:merge_sure")
    await fill(lin, await person(world, lin, "Aang"), "Other names", others="Twinkletoes")
    await lin.click(opened.message, label="Merge")
    assert "### Katara" not in texts(await person(world, lin, "Aang"))
    assert "Somebody else changed that" in await old_button(world, lin, sure)
    await merge(lin, opened := await person(world, lin, "Katara"), "Aang")
    [sure] = keys(opened, "person:merge_sure")
    await lin.click(opened.message, label="Merge")
    assert "not here any more" in await old_button(world, lin, sure), "a second press"
    assert "### Katara" in texts(await person(world, lin, "twinkletoes"))


# --- one that is two ---------------------------------------------------------------------------------------


async def test_split_takes_names_and_quotes_along(world: World) -> None:
    lin = moderator(world)
    before = await everything(world, 0)
    opened = await person(world, lin, "Lin Beifong")
    form = await lin.click(opened.message, label="Split")
    theirs = [content_id("name", "Beifong")]
    done = shown(await lin.submit_modal(form, {"theirs": theirs, "name": "Suyin Beifong"}))
    assert "Suyin Beifong is somebody else than Lin Beifong." in texts(done)
    assert "My sons can bend" in await quote(world, "suyin beifong")
    assert "**Quotes:** 1" in texts(await person(world, lin, "Lin Beifong"))
    assert "Somebody else changed" not in texts(opened)
    await undo(lin, opened)
    assert await everything(world, guild(world).id) == before


async def test_split_of_what_was_merged_gives_both_back(world: World) -> None:
    lin = moderator(world)
    opened = await person(world, lin, "Katara")
    await merge(lin, opened, "Mako")
    await lin.click(opened.message, label="Merge")
    opened = await person(world, lin, "Katara")
    theirs = [content_id("name", "Mako")]
    assert "Mako is somebody else than Katara." in await fill(lin, opened, "Split", theirs=theirs)
    persons = world.services.persons
    assert (await persons.find(guild(world).id, "mako")).id == content_id("person", "mako")
    assert (await persons.find(guild(world).id, "katara")).others == ()
    assert "### Makorra" in await canon(world, "makorra")


async def test_a_split_that_can_t_be(world: World) -> None:
    lin = moderator(world)
    theirs = [content_id("name", "Beifong")]
    for name, why in (
        ("Lin Beifong", "stays a name of Lin Beifong"),
        ("Korra", "“Korra” is a name of Korra already"),
        ("Makorra", "is a name of the topic Makorra"),
        ("🙂", "needs a letter"),
    ):
        opened = await person(world, lin, "Lin Beifong")
        assert why in await fill(lin, opened, "Split", theirs=theirs, name=name)
    assert "only one name" in await old_button(world, lin, f"person:split:{content_id('person', 'mako')}")


async def test_a_split_among_very_many_names(world: World) -> None:
    lin, server = moderator(world), guild(world).id
    persons = world.services.persons
    for count in (15, 40):
        kya = f"Kya{count}"
        await persons.add(server, 1, kya, kya, "\n".join(f"{kya} {number}" for number in range(count)))
        opened = await person(world, lin, kya)
        theirs: Any = [content_id("name", f"{kya} 3")] if count < 25 else f"{kya} 3\n {kya} 4"
        assert f"{kya} 3 is somebody else" in await fill(lin, opened, "Split", theirs=theirs)
    assert (await persons.find(server, "Kya40 4")).name == "Kya40 3"
    opened = await person(world, lin, "Kya40")
    assert "“Zuko” is none of the other names" in await fill(lin, opened, "Split", theirs="Zuko")


async def test_not_the_same_parts_what_the_library_joined(world: World) -> None:
    lin = moderator(world)
    before = await everything(world, 0)
    opened = await person(world, lin, "Lin Beifong")
    await lin.click(opened.message, label="Not the same")
    assert [one["label"] for one in options(opened)] == ["“Beifong”, as documents say"]
    await lin.select(opened.message, ["Beifong"])
    assert "Beifong is not the same person as Lin Beifong." in texts(opened)
    server, persons = guild(world).id, world.services.persons
    assert (await persons.get(server, LIN)).quotes == 2
    assert (await persons.get(server, content_id("person", "beifong"))).quotes == 1
    await lin.click(opened.message, label="Show the person")
    assert "**Not the same as:** Beifong" in texts(opened)
    again = f"person:apart_other:{LIN}"
    form = await lin.click(opened.message, label="Not the same")
    form = await lin.click(opened.message, custom_id=again)
    assert "Nothing was changed" in texts(shown(await lin.submit_modal(form, {"name": "Beifong"})))
    [line] = [one for one in await world.services.curation.history(server, "apart", "beifong linbeifong")]
    await old_button(world, lin, f"undo_edit:{line.id}")
    assert await everything(world, server) == before


async def test_not_the_same_is_suggested_no_more(world: World) -> None:
    lin = moderator(world)
    opened = await person(world, lin, "Michael Dunn")
    await lin.click(opened.message, label="Not the same")
    await lin.select(opened.message, [options(opened)[0]["value"]])
    assert "Mikey Dunn is not the same person as Michael Dunn." in texts(opened)
    for name in ("Michael Dunn", "Mikey Dunn"):
        await lin.click((opened := await person(world, lin, name)).message, label="Merge")
        assert options(opened) == [] and "Nobody has a name like it" in texts(opened)
    await merge(lin, opened := await person(world, lin, "Michael Dunn"), "Mikey Dunn")
    await lin.click(opened.message, label="Merge")
    assert "Not the same" not in texts(await person(world, lin, "Mikey Dunn"))
    assert await world.services.curation.own(guild(world).id, "apart") == {}


async def test_what_is_apart_already_or_one_indeed(world: World) -> None:
    lin = moderator(world)
    opened = await person(world, lin, "Korra")
    await lin.click(opened.message, label="Not the same")
    for name, why in (
        ("Avatar Korra", "Take it away with Other names"),
        ("korra", "is Korra indeed"),
        ("zaheer", "nobody of that name"),
    ):
        assert why in await fill(lin, opened, "Another name …", name=name)


# --- who may, and where ------------------------------------------------------------------------------------


async def test_members_and_those_who_moderate_no_more(world: World) -> None:
    lin = moderator(world)
    opened = await person(world, lin, "Katara")
    form = await lin.click(opened.message, label="Rename")
    added = await lin.slash(world.channel, "admin person add")
    await merge(lin, second := await person(world, lin, "Katara"), "Aang")
    take_permission(world, lin)
    for label in labels(opened):
        assert "Manage Server" in texts(shown(await lin.click(opened.message, label=label))), label
    assert "Manage Server" in texts(shown(await lin.submit_modal(form, {"name": "X"})))
    assert "Manage Server" in texts(shown(await lin.submit_modal(added, PERSON | {"name": "X"})))
    assert "Manage Server" in texts(shown(await lin.click(second.message, label="Merge")))
    for action in ("merge_other", "apart_other", "remove", "remove_sure"):
        said = await old_button(world, world.member, f"person:{action}:{KATARA}")
        assert "Manage Server" in said, action
    assert await world.services.curation.own(guild(world).id, "person") == {}


async def test_removing_needs_more_than_a_rule_under_integrations(world: World) -> None:
    lin = moderator(world)
    await add(world, lin, name="Kya")
    crew = guild(world).create_role("Crew")
    opal = guild(world).add_member(world.env.create_user("Opal"), roles=[crew])
    await let_in(world, crew)
    opened = await person(world, opal, "Kya")
    assert "Manage Server" in texts(shown(await opal.click(opened.message, label="Remove")))
    assert "called Kyra" in await fill(opal, opened, "Rename", name="Kyra")
    await world.services.settings.change(guild(world).id, lin.id, 1, Key.MODERATOR_ROLE, crew.id)
    opened = await person(world, opal, "Kyra")
    await opal.click(opened.message, label="Remove")
    await opal.click(opened.message, label="Yes, remove")
    assert "removed" in texts(opened)


async def test_another_server_has_its_own(world: World) -> None:
    lin = moderator(world)
    done = await add(world, lin, name="Kya", others="Auntie")
    kya = content_id("person", "kya")
    channel, kuvira = elsewhere(world)
    for action in ("show", "rename", "merge", "remove_sure", "apart", "split"):
        said = await old_button(world, kuvira, f"person:{action}:{kya}", channel)
        assert "not here any more" in said, action
    [entry] = keys(done, "undo_edit")
    assert "undone already" in await old_button(world, kuvira, entry, channel)
    theirs = shown(await kuvira.slash(channel, "admin person show", person="Korra"))
    await fill(kuvira, theirs, "Rename", name="Uniter’s foe")
    assert "### Korra" in texts(await person(world, lin, "Korra"))
    assert "### Kya" in texts(await person(world, lin, "auntie"))


async def test_cards_outlive_a_restart_and_what_is_gone_is_told(world: World) -> None:
    lin = moderator(world)
    await add(world, lin, name="Kya")
    opened = await person(world, lin, "Kya")
    form = await lin.click(opened.message, label="Rename")
    await world.restart()
    await lin.submit_modal(form, {"name": "Kyra"})
    assert "Kya is called Kyra." in texts(opened)
    await world.restart()
    await lin.click(opened.message, label="Show the person")
    assert "### Kyra" in texts(opened)
    other = await person(world, lin, "Kyra")
    await lin.click(other.message, label="Remove")
    await lin.click(other.message, label="Yes, remove")
    for label in ("Rename", "Merge", "Not the same", "Remove"):
        assert "not here any more" in texts(shown(await lin.click(opened.message, label=label)))
    assert "Nothing" not in texts(opened)
