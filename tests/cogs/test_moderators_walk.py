"""One walk through all that moderators do, on two servers side by side, with restarts in between."""

from __future__ import annotations

import asyncio
from datetime import UTC, timedelta
from typing import Any

from simcord.actors import MemberActor
from simcord.builders import ChannelHandle
from simcord.results import ResponseMessage

from bot.curation import KEPT
from bot.exchange.packs import write_pack
from bot.store.edits import Edits
from tests.cogs.games import only_refusals
from tests.cogs.moderating import elsewhere, guild, moderator
from tests.cogs.naming import canon, offered, quote
from tests.cogs.reading import SELECT, keys, labels, options, parts, shown, texts
from tests.cogs.test_admin import told
from tests.cogs.test_persons import PERSON
from tests.conftest import World

HEADED = """---
title: Turtles and the Avatar
publisher: The Ember Island Post
published: 2015-03-01
---
Ryan Konietzko, who draws, talked about animals. "I have always loved turtles more than any bender," said
Ryan Konietzko. Opal Reeds listened. "They carry their houses, and nobody may take them," Opal Reeds said.

Korra and Asami were not there. "Turtles are slow, but they never give up on a friend," said Opal Reeds.
"""
PRINTED = """INTERVIEW WITH ZAHEER LOON
By Anna Writer
May 5, 2016

Zaheer Loon flies over the lake. "Let go of your earthly tethers, and rise," said Zaheer Loon.
"""
IO9 = "Legend of Korra creators confirm that Korrasami is canon"


async def do(world: World, who: MemberActor, command: str, **values: Any) -> ResponseMessage:
    return shown(await who.slash(world.channel, f"admin {command}", **values))


async def fill(who: MemberActor, card: ResponseMessage, label: str, **values: Any) -> ResponseMessage:
    return shown(await who.submit_modal(await who.click(card.message, label=label), values))


async def pick(who: MemberActor, card: ResponseMessage, action: str, label: str) -> None:
    menu = next(one for one in parts(card, SELECT) if action in one["custom_id"])
    value = next(one["value"] for one in menu["options"] if label in one["label"])
    await who.select(card.message, [value], custom_id=menu["custom_id"])


async def publish(who: MemberActor, card: ResponseMessage) -> str:
    await who.click(card.message, label="Preview")
    await who.click(card.message, label="Publish")
    return texts(card)


async def walk_documents(world: World, lin: MemberActor) -> None:
    card = await do(
        world,
        lin,
        "document add",
        file=("turtles.md", HEADED.encode()),
        file2=("loon.txt", PRINTED.encode()),
    )
    await lin.click(card.message, label="Next file")
    assert "**Author:** Anna Writer" in texts(card) and "**Date:** 5 May 2016" in texts(card)
    form = await lin.click(card.message, label="Mend")
    await world.restart()
    head = {"title": "On flying", "author": "Anna Writer", "published": "May 2016", "url": "example.org/fly"}
    await lin.submit_modal(form, head)
    assert "## On flying" in texts(card) and "https" in texts(card)
    await world.restart()
    await lin.click(card.message, label="Add all 2")
    assert "2 documents added: “Turtles and the Avatar”, “On flying”." in texts(card)
    form = await lin.slash(world.channel, "admin document paste")
    text = 'Asami smiled. "Korra is my best friend, and more than that," said Asami.'
    card = shown(await lin.submit_modal(form, {"text": text, "title": "Notes"}))
    await lin.click(card.message, label="Add")
    assert "“On flying”" in await quote(world, "Zaheer Loon")
    assert await offered(world, "sources", "document", "flying") == ["On flying: document"]


async def walk_report(world: World, lin: MemberActor) -> None:
    asked = shown(await world.member.slash(world.channel, "quote", person="Opal Reeds", about="slow"))
    form = await world.member.click(asked.message, label="Report")
    await world.member.submit_modal(form, {"what": "speaker", "remark": "It was *Ryan*!", "tell": "yes"})
    item = await do(world, lin, "review")
    await lin.click(item.message, label="Speaker")
    await pick(lin, item, "speaker", "Ryan Konietzko")
    assert "is by Ryan Konietzko, not Opal Reeds." in texts(item)
    assert "The moderators put it right." in await told(world, world.member)
    card = await do(world, lin, "quote", words="nobody may take")
    said = texts(await fill(lin, card, "Borders", words="They carry houses and none may take"))
    assert "Nothing was changed" in said
    await fill(lin, card, "Try again", words="They carry their houses")
    new = HEADED.replace("Korra and Asami were not there.", "It rained all day, and Korra came late.")
    card = await do(
        world, lin, "document replace", document="Turtles and the Avatar", file=("t.md", new.encode())
    )
    await world.restart()
    await lin.click(card.message, label="Apply")
    assert "“They carry their houses”" in await quote(world, "Opal Reeds")
    assert "Quotes:** 2" in texts(await do(world, lin, "person show", person="Ryan Konietzko"))


async def walk_names(world: World, lin: MemberActor) -> None:
    card = await do(world, lin, "person show", person="Ryan Konietzko")
    await fill(lin, card, "Rename", name="Ryan K.")
    card = await do(world, lin, "person show", person="Ryan K.")
    await lin.click(card.message, label="Merge")
    await pick(lin, card, "person_merge", "Bryan Konietzko")
    await lin.click(card.message, label="The other way round")
    await world.restart()
    await lin.click(card.message, label="Merge")
    assert "### Done\nRyan K. is the same person as Bryan Konietzko.\n" in texts(card)
    for name in ("Ryan K", "Ryan Konietzko"):
        assert "**Bryan Konietzko**" in await quote(world, name)
    form = await lin.slash(world.channel, "admin topic add", kind="pairing")
    await lin.submit_modal(form, {"name": "Korvira", "members": "Korra, Kuvira", "others": "Steel Waves"})
    assert "No ruling" in await canon(world, "steel waves")
    assert await offered(world, "canon", "topic", "steel wa") == ["Steel Waves: Korra & Kuvira, pairing"]


async def walk_rulings(world: World, lin: MemberActor, bolin: MemberActor) -> None:
    card = await do(world, lin, "ruling write", topic="Korvira")
    await pick(lin, card, ":verdict:", "Not canon")
    await fill(lin, card, "Scope and sentence", scope="the show", says="They are enemies.")
    await lin.click(card.message, label="Evidence (0)")
    await pick(lin, card, ":for:", "Kuvira is said to have reformed")
    await fill(lin, card, "Find others", words="spirit portal")
    await pick(lin, card, ":against:", "The moment where they enter")
    await lin.click(card.message, label="Back to the ruling")
    assert "For: 1 · Against: 1" in texts(card)
    await world.restart()
    assert "Ruling on Korvira: not canon." in await publish(lin, card)
    assert "## ❌ Not canon" in await canon(world, "steel waves")
    await world.env.advance_time(60)
    setup = await do(world, lin, "setup")
    for _ in range(5):
        await lin.click(setup.message, label="Next")
    await lin.click(setup.message, label="Yes, two must agree")
    card = await do(world, lin, "ruling write", topic="Korvira")
    await pick(lin, card, ":verdict:", "Disputed")
    assert "Another moderator has to agree" in await publish(lin, card)
    assert "## ❌ Not canon" in await canon(world, "Korvira")
    item = await do(world, lin, "review")
    await lin.click(item.message, label="Accept")
    assert "another" in texts(shown(await lin.click(item.message, label="Accept"))).lower()
    await world.restart()
    await bolin.click((await do(world, bolin, "review")).message, label="Accept")
    assert "## ⚖️ Disputed" in await canon(world, "Korvira")
    await world.env.advance_time(60)
    card = await do(world, bolin, "ruling history", topic="Korvira")
    await bolin.click(card.message, custom_id=keys(card, "ruling:version")[1])
    assert "no ruling → ❌ Not canon" in texts(card)
    sure = shown(await bolin.click(card.message, label="Revert to this"))
    await bolin.click(sure.message, label="Yes, do it")
    item = await do(world, lin, "review")
    assert "**Korvira**, now: ⚖️ Disputed" in texts(item)
    await lin.submit_modal(await lin.click(item.message, label="Refuse"), {"reason": "Both are said"})
    assert "The moderators say: Both are said" in await told(world, bolin)
    assert "## ⚖️ Disputed" in await canon(world, "Korvira")
    assert "**Change of verdict refused**" in texts(await do(world, lin, "log"))


async def walk_packs(world: World, lin: MemberActor, there: ChannelHandle, kuvira: MemberActor) -> None:
    """What the one server made goes to the other, which changes some of it, and then gets an update."""
    await world.member.slash(world.channel, "canon", topic="the big farewell kiss")
    card = await do(world, lin, "misses")
    await lin.click(card.message, label="Add alias")
    await lin.select(card.message, [options(card)[0]["value"]])
    assert "### Nothing on" not in await canon(world, "big farewell kiss")
    zaofu: Any = there.guild
    guest = zaofu.add_member(world.env.create_user("Huan"))

    async def asked(command: str, **values: str) -> str:
        return texts(shown(await guest.slash(there, command, **values)))

    async def bring(version: str) -> ResponseMessage:
        made = await world.services.packs.export(guild(world).id, "Ours", version, "CC0", "")
        zipped = ("ours.zip", write_pack(made))
        card = shown(await kuvira.slash(there, "admin pack import", file=zipped))
        await world.restart()
        await kuvira.click(card.message, label="Bring in")
        return card

    assert "### Nothing on" in await asked("canon", topic="steel waves")
    assert "Pack Ours 1 brought in" in texts(await bring("1"))
    assert "## ⚖️ Disputed" in await asked("canon", topic="steel waves")
    assert "“On flying”" in await asked("quote", person="Zaheer Loon")
    card = shown(await kuvira.slash(there, "admin document show", document="On flying"))
    await kuvira.click(card.message, label="Hide")
    card = shown(await kuvira.slash(there, "admin topic show", topic="Korvira"))
    await fill(kuvira, card, "Rename", name="The Great Waves")
    await fill(lin, await do(world, lin, "topic show", topic="Korvira"), "Rename", name="Kuvirra")
    assert "Pack Ours 2 brought in" in texts(await bring("2"))
    assert "### The Great Waves" in await asked("canon", topic="steel waves")
    assert "On flying · **hidden**" in texts(shown(await kuvira.slash(there, "admin document list")))
    assert "tethers" not in await asked("quote", person="Zaheer Loon")
    assert "### Kuvirra" in await canon(world, "steel waves")


async def pool(world: World, lin: MemberActor) -> list[str]:
    """What trivia can ask here."""
    said = texts(await do(world, lin, "doctor"))
    return [line for line in said.splitlines() if "rivia" in line]


async def walk_log(world: World, lin: MemberActor) -> None:
    """Single things are undone in another order than they were done, while members ask."""
    await world.env.advance_time(60)
    host = await do(world, lin, "document show", document=IO9)
    before = await pool(world, lin)
    await lin.click(host.message, label="Hide")
    assert await pool(world, lin) != before, "trivia, too, asks nothing of what is hidden"
    assert not [one for one in await offered(world, "sources", "document", "creators") if "Korrasami" in one]
    assert IO9 not in texts(shown(await world.member.slash(world.channel, "sources")))
    await world.env.advance_time(60)
    form = await lin.slash(world.channel, "admin person add")
    added = shown(await lin.submit_modal(form, {"name": "Wing Ming", "others": "Wing"} | PERSON))
    await world.env.advance_time(60)
    log = await do(world, lin, "log")
    assert texts(log).index("Wing Ming added") < texts(log).index(f"Document “{IO9}” hidden")
    await lin.click(log.message, custom_id=keys(log, "log_line")[1])
    quotes = world.services.at(guild(world).id).quotes
    asking = asyncio.gather(*(quotes.answer("Bryan Konietzko") for _ in range(50)))
    await lin.click(log.message, label="Undo")
    assert all(one.person == "Bryan Konietzko" for one in await asking)
    assert IO9 in texts(shown(await world.member.slash(world.channel, "sources")))
    await lin.click(added.message, label="Undo")
    assert await pool(world, lin) == before
    assert "nobody" in texts(await do(world, lin, "person show", person="Wing Ming")).lower()


async def walk_removal(world: World, lin: MemberActor) -> None:
    """A removed text can be brought back for 30 days."""
    for days, back in ((29, True), (31, False)):
        card = await do(world, lin, "document show", document="Turtles and the Avatar")
        sure = shown(await lin.click(card.message, label="Remove"))
        await lin.click(sure.message, label="Yes, remove it")
        assert "Turtles" not in await quote(world, "Opal Reeds")
        then = world.services.clock().astimezone(UTC) + timedelta(days=days)
        await Edits(world.services.servers.database).sweep(then - KEPT)
        said = texts(shown(await lin.click(sure.message, label="Undo")))
        assert ("### Undone" in said, "can’t be undone any more" in said) == (back, not back)
        assert ("They carry their houses" in await quote(world, "Opal Reeds")) == back
    assert "Turtles" not in texts(await do(world, lin, "document list"))


async def walk_privacy(world: World, lin: MemberActor) -> None:
    kept = texts(shown(await world.member.slash(world.channel, "privacy show")))
    assert "- 1 request to the moderators\n- 1 report of something wrong" in kept
    card = shown(await world.member.slash(world.channel, "privacy erase"))
    await world.member.click(card.message, label="Yes, erase it")
    assert "I keep nothing about you" in texts(shown(await world.member.slash(world.channel, "privacy show")))
    card = await do(world, lin, "log")
    while True:
        assert str(world.member.id) not in texts(card)
        if not [label for label in labels(card) if label == "Older"]:
            break
        await lin.click(card.message, label="Older")


async def test_the_whole_walk(world: World) -> None:
    lin, bolin = moderator(world), moderator(world, "Bolin")
    there, kuvira = elsewhere(world)
    await walk_documents(world, lin)
    await walk_report(world, lin)
    await walk_names(world, lin)
    await walk_rulings(world, lin, bolin)
    await walk_packs(world, lin, there, kuvira)
    await walk_log(world, lin)
    await walk_removal(world, lin)
    await walk_privacy(world, lin)
    only_refusals(world)
