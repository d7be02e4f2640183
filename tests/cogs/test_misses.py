"""`/admin misses` in Discord: what members didn't find becomes a name or a topic, or is ignored, and back."""

from __future__ import annotations

import pytest
from simcord.actors import MemberActor
from simcord.builders import ChannelHandle
from simcord.results import ResponseMessage

from bot.misses import PAGE
from bot.store.misses import miss_id
from tests.cogs.games import only_refusals
from tests.cogs.moderating import elsewhere, guild, moderator, old_button, take_permission
from tests.cogs.reading import keys, labels, options, shown, texts
from tests.conftest import World

OVERRIDE = "\u202e"
EACH = ["Add alias", "Add topic", "Ignore"]


async def ask(world: World, *asked: str, command: str = "canon") -> None:
    option = {"canon": "topic", "quote": "person", "search": "words"}[command]
    for one in asked:
        await world.member.slash(world.channel, command, **{option: one})


async def look(world: World, lin: MemberActor, channel: ChannelHandle | None = None) -> ResponseMessage:
    card = shown(await lin.slash(channel or world.channel, "admin misses"))
    assert card.ephemeral
    return card


async def canon(world: World, asked: str) -> str:
    return texts(shown(await world.member.slash(world.channel, "canon", topic=asked)))


async def test_the_most_asked_first_without_a_name_of_who_asked(world: World) -> None:
    lin = moderator(world)
    assert "### Nothing is missing" in texts(await look(world, lin))
    await ask(world, "Zaheer", "Ozai", "zaheer")
    await ask(world, "Zaheer", command="quote")
    await ask(world, "unalaq raava", command="search")
    card = await look(world, lin)
    said = texts(card)
    assert said.startswith("### 3 things that members asked and didn’t find\n**“Zaheer”**\n-# 3 times with ")
    assert "`/canon` and `/quote`, last <t:" in said
    assert "**“unalaq raava”**\n-# 1 time with `/search`" in said
    assert "Jinora" not in said and str(world.member.id) not in said
    assert labels(card) == EACH * 3


async def test_an_alias_from_the_list_of_near_names(world: World) -> None:
    """All the way, with a restart before every press."""
    lin = moderator(world)
    await ask(world, "is korsami canon??")
    await ask(world, "korsami", command="search")
    card = await look(world, lin)
    alias = f"miss:alias:{miss_id('iskorsamicanon')}"
    await world.restart()
    await lin.click(card.message, custom_id=alias)
    said = texts(card)
    assert "### What did they mean by “is korsami canon??”?\nChoose, and “korsami” is another name" in said
    assert labels(card) == ["Another name …", "Back to the list"]
    near = options(card)
    assert len(near) == 25 and near[0]["label"].startswith("Korrasami")
    await world.restart()
    await lin.select(card.message, [near[0]["value"]])
    assert "### Done: “korsami” is another name of Korrasami" in texts(card)
    assert labels(card) == ["Undo", "Back to the list"]
    assert "## ✅ Canon" in await canon(world, "korsami")
    [undo] = keys(card, "undo_edit")
    await lin.click(card.message, label="Back to the list")
    assert "### Nothing is missing" in texts(card), "“korsami” alone is found by it, too"
    assert "dealt with already" in await old_button(world, lin, alias)
    await world.restart()
    await old_button(world, lin, undo)
    assert "“is korsami canon??”" in texts(await look(world, lin))
    assert "## ✅ Canon" not in await canon(world, "korsami")
    only_refusals(world)


async def test_an_alias_of_a_name_that_is_typed(world: World) -> None:
    lin = moderator(world)
    await ask(world, "who is the Blue Spirit")
    card = await look(world, lin)
    await lin.click(card.message, label="Add alias")
    form = await lin.click(card.message, label="Another name …")
    wrong = shown(await lin.submit_modal(form, {"target": "Hiroshi Satto", "alias": "Blue Spirit"}))
    assert "nobody and nothing of exactly that name" in texts(wrong) and "“Hiroshi Sato”" in texts(wrong)
    form = await lin.click(card.message, label="Another name …")
    await world.restart()
    await lin.submit_modal(form, {"target": "hiroshi sato", "alias": "The Blue  Spirit"})
    assert "“The Blue Spirit” is another name of Hiroshi Sato" in texts(card)
    assert "Hiroshi Sato" in await canon(world, "blue spirit")
    assert "### Nothing is missing" in texts(await look(world, lin))
    only_refusals(world)


async def test_a_new_topic(world: World) -> None:
    lin = moderator(world)
    await ask(world, "kuvasami")
    card = await look(world, lin)
    form = await lin.click(card.message, label="Add topic")
    values = {"name": "Kuvira and Asami", "kind": "pairing", "members": "Kuvira"}
    alone = shown(await lin.submit_modal(form, values))
    assert "pairing" in texts(alone) and "two" in texts(alone).lower()
    form = await lin.click(card.message, label="Add topic")
    await world.restart()
    await lin.submit_modal(form, values | {"members": "Kuvira, asami sato"})
    assert "### Done: Topic Kuvira and Asami added" in texts(card)
    assert "Kuvira" in await canon(world, "kuvasami")
    assert "### Nothing is missing" in texts(await look(world, lin))
    assert keys(card, "undo_edit")
    only_refusals(world)


async def test_ignored_and_brought_back(world: World) -> None:
    lin = moderator(world)
    await ask(world, "Zaheer", "zaheer", "Ozai")
    card = await look(world, lin)
    ignore = keys(card, "miss:ignore")[0]
    await lin.click(card.message, custom_id=ignore)
    said = texts(card)
    assert said.startswith("**Ignored:** “Zaheer”.") and "**“Zaheer”**" not in said
    assert labels(card) == ["Undo", *EACH, "Ignored (1)"]
    [back] = keys(card, "miss:back")
    assert "dealt with already" in await old_button(world, lin, ignore)
    await ask(world, "ZAHEER")
    assert "Zaheer" not in texts(await look(world, lin))
    await world.restart()
    await lin.click(card.message, label="Ignored (1)")
    assert texts(card).startswith("### Ignored: 1\n**“Zaheer”**\n-# 3 times")
    assert labels(card) == ["Bring back", "Back to the list"]
    await lin.click(card.message, label="Back to the list")
    assert labels(card) == [*EACH, "Ignored (1)"]
    await lin.click(card.message, label="Ignored (1)")
    await lin.click(card.message, label="Bring back")
    assert texts(card).startswith("**Undone.** “Zaheer” is in the list again.")
    assert labels(card) == EACH * 2
    assert "not ignored any more" in await old_button(world, lin, back)
    only_refusals(world)


async def test_page_by_page(world: World) -> None:
    lin = moderator(world)
    note = world.services.at(0).canon.note_miss
    for number in range(PAGE * 2 + 1):
        await note(guild(world).id, "canon", f"Nobody {number}")
    card = await look(world, lin)
    assert "-# The most asked first · page 1 of 3" in texts(card)
    assert labels(card) == [*EACH * PAGE, "Next"]
    await world.restart()
    await lin.click(card.message, label="Next")
    await lin.click(card.message, label="Next")
    assert labels(card) == [*EACH, "Previous"]
    await lin.click(card.message, label="Ignore")
    assert "page 2 of 2" in texts(card), "the page that it stood on is gone"
    assert labels(card) == ["Undo", *EACH * PAGE, "Previous", "Ignored (1)"]
    await lin.click(card.message, label="Undo")
    assert "page 1 of 3" in texts(card)


@pytest.mark.parametrize(
    "asked",
    [
        "**bold** <@&1> @everyone [x](https://a.b) ||spoiler|| zaheer",
        f"{OVERRIDE}שלום مرحبا",
        "q" * 100,
        "`" * 60 + "zaheer",
        "zaheer\n# heading\n> quote",
    ],
)
async def test_hostile_words_are_only_text(world: World, asked: str) -> None:
    lin = moderator(world)
    await world.services.at(0).canon.note_miss(guild(world).id, "canon", asked)
    card = await look(world, lin)
    cards = [texts(card)]
    await lin.click(card.message, label="Add alias")
    cards.append(texts(card))
    form = await lin.click(card.message, label="Another name …")
    assert form.acknowledged
    await lin.click(card.message, label="Back to the list")
    await lin.click(card.message, label="Ignore")
    cards.append(texts(card))
    await lin.click(card.message, label="Undo")
    cards.append(texts(card))
    for said in cards:
        assert len(said) <= 4000 and OVERRIDE not in said
        for active in ("**bold**", " <@&1>", " @everyone", " [x](https", "||spoiler", "``", "\n# heading"):
            assert active not in said, (active, said)


async def test_what_is_wrong_is_told_without_doing_harm(world: World) -> None:
    lin = moderator(world)
    await world.services.at(0).canon.note_miss(guild(world).id, "canon", "Asami**Sato")
    card = await look(world, lin)
    await lin.click(card.message, label="Add alias")
    [asami] = [one["value"] for one in options(card) if one["label"] == "Asami Sato: character"]
    refused = shown(await lin.select(card.message, [asami]))
    assert "“Asami\\*\\*Sato” is a name of Asami Sato already" in texts(refused)
    assert "Asami" in texts(await look(world, lin)), "it stays in the list"
    only_refusals(world)


async def test_permission_taken_away_before_the_click(world: World) -> None:
    lin = moderator(world)
    await ask(world, "Zaheer")
    card, picking, writing = [await look(world, lin) for _ in range(3)]
    await lin.click(picking.message, label="Add alias")
    form = await lin.click(writing.message, label="Add topic")
    await lin.click(writing.message, label="Add alias")
    other = await lin.click(writing.message, label="Another name …")
    take_permission(world, lin)
    refused = [await lin.click(card.message, label=label) for label in EACH]
    refused.append(await lin.select(picking.message, [options(picking)[0]["value"]]))
    refused.append(await lin.submit_modal(form, {"name": "Zaheer", "kind": "event"}))
    refused.append(await lin.submit_modal(other, {"target": "Korra", "alias": "Zaheer"}))
    assert all("moderators’ commands" in texts(shown(one)) for one in refused)
    for key in ("misses:0", "misses:ignored:0", "miss:back:miss-ignored:1"):
        assert "moderators’ commands" in await old_button(world, world.member, key)
    assert await world.services.servers.database.fetch("select * from misses_settled") == []
    assert await world.services.curation.own(guild(world).id, "person") == {}
    only_refusals(world)


async def test_another_server_s_misses_are_not_seen_or_touched(world: World) -> None:
    lin = moderator(world)
    await ask(world, "Zaheer", "Ozai")
    card = await look(world, lin)
    here = keys(card, "miss:alias") + keys(card, "miss:topic") + keys(card, "miss:ignore")
    await lin.click(card.message, custom_id=keys(card, "miss:ignore")[0])
    [back] = keys(card, "miss:back")
    there, kuvira = elsewhere(world)
    assert "### Nothing is missing" in texts(await look(world, kuvira, there))
    for key in here:
        assert "not in this server’s list" in await old_button(world, kuvira, key, there)
    assert "not ignored any more" in await old_button(world, kuvira, back, there)
    assert labels(await look(world, lin)) == [*EACH, "Ignored (1)"]
    only_refusals(world)
