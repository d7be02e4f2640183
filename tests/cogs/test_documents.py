"""`/admin document` in Discord: texts that a server adds, all that can be done about them, its refusals."""

from __future__ import annotations

from datetime import timedelta

import pytest
from simcord.actors import MemberActor
from simcord.results import ResponseMessage

from bot.documents import MOST_FILE, PAGE
from bot.errors import StoreError
from bot.libraries import Libraries, Progress
from bot.waiting_texts import KEPT
from tests.cogs.moderating import elsewhere, guild, let_in, moderator, old_button, take_permission
from tests.cogs.reading import keys, labels, options, shown, texts
from tests.conftest import World

ARTICLE = """---
title: Turtles and the Avatar
publisher: The Ember Island Post
published: 2015-03-01
---
Ryan Konietzko, who draws, talked about animals. "I have always loved turtles more than any bender," said
Ryan Konietzko. Opal Reeds listened. "They carry their houses, and nobody may take them," Opal Reeds said.

Korra and Asami were not there. "Turtles are slow, but they never give up on a friend," said Opal Reeds.
"""
OTHER = 'Zaheer Loon flies over the lake. "Let go of your earthly tethers, and rise," said Zaheer Loon.\n'
NAMED = ("file", "file2", "file3", "file4", "file5")


async def send(world: World, lin: MemberActor, *files: tuple[str, bytes | str]) -> ResponseMessage:
    sent = {
        option: (name, text.encode() if isinstance(text, str) else text)
        for option, (name, text) in zip(NAMED, files, strict=False)
    }
    return shown(await lin.slash(world.channel, "admin document add", **sent))


async def added(world: World, lin: MemberActor, *files: tuple[str, bytes | str]) -> ResponseMessage:
    card = await send(world, lin, *files)
    await lin.click(card.message, custom_id=keys(card, "doc_add")[0])
    assert "### Done" in texts(card)
    return card


async def listed(world: World, lin: MemberActor) -> ResponseMessage:
    return shown(await lin.slash(world.channel, "admin document list"))


async def opened(world: World, lin: MemberActor, title: str) -> ResponseMessage:
    return shown(await lin.slash(world.channel, "admin document show", document=title))


async def quoted(world: World, person: str) -> str:
    return texts(shown(await world.member.slash(world.channel, "quote", person=person)))


async def test_looked_at_then_added_then_undone(world: World) -> None:
    lin = moderator(world)
    card = await send(world, lin, ("turtles.md", ARTICLE))
    assert card.ephemeral
    said = texts(card)
    for part in (
        "### Turtles and the Avatar",
        "nothing is stored before you press Add",
        "**Publisher:** The Ember Island Post",
        "**Date:** 1 March 2015",
        "3 quotes, 3 with a speaker",
        "**New persons:** Opal Reeds (3), Ryan Konietzko (2)",
        "Korra (1)",
        "> “Ryan Konietzko, who draws",
    ):
        assert part in said, part
    assert "turtles" not in await quoted(world, "Opal Reeds")
    await world.restart()
    await lin.click(card.message, label="Quotes")
    assert "“They carry their houses, and nobody may take them,”\n-# **Opal Reeds**" in texts(card)
    await lin.click(card.message, label="Back")
    [add] = keys(card, "doc_add")
    await lin.click(card.message, label="Add")
    assert "Document “Turtles and the Avatar” added." in texts(card)
    assert "The Ember Island Post" in await quoted(world, "Opal Reeds")
    assert "added already" in await old_button(world, lin, add)
    asked = shown(await world.member.slash(world.channel, "sources", document="Turtles and the Avatar"))
    assert "3 quotes" in texts(asked)
    await lin.click(card.message, label="Undo")
    assert "### Undone" in texts(card)
    assert "Ember" not in await quoted(world, "Opal Reeds")
    assert "added already" in await old_button(world, lin, add), "what was undone stays undone"


async def test_several_files_and_those_that_are_left_out(world: World) -> None:
    lin = moderator(world)
    card = await send(
        world,
        lin,
        ("turtles.md", ARTICLE),
        ("program.txt", b"\x7fELF" + bytes(99)),
        ("again.md", ARTICLE),
        ("**loon**.txt", OTHER),
        ("big.txt", b"a" * (MOST_FILE + 1)),
    )
    assert "file 1 of 5" in texts(card) and "Add all 2" in labels(card)
    reasons = []
    for _ in range(4):
        await lin.click(card.message, label="Next file")
        reasons.append(texts(card))
    assert "“program.txt” is a program, not a text" in reasons[0]
    assert "very same text as “Turtles and the Avatar”" in reasons[1]
    assert "### Loon" in reasons[2] and "Zaheer Loon (2)" in reasons[2]
    assert "has 10.1 MB; a file can have 10 MB at most" in reasons[3] and "left out" in reasons[3]
    assert "Mend" not in labels(card)
    await lin.click(card.message, label="Previous file")
    await lin.click(card.message, label="Add all 2")
    said = texts(card)
    assert "2 documents added: “Turtles and the Avatar”, “Loon”" in said
    assert said.count("Left out: ") == 3
    assert "tethers" in await quoted(world, "Zaheer Loon")


async def test_nothing_that_could_be_added(world: World) -> None:
    lin = moderator(world)
    for name, content, why in (
        ("pack.zip", b"PK\x03\x04" + bytes(99), "/admin pack import"),
        ("bomb.txt", b"PK\x03\x04" + bytes(99), "a ZIP archive"),
        ("empty.txt", b"\n", "is empty"),
    ):
        card = await send(world, lin, (name, content))
        assert "### Nothing could be added" in texts(card)
        assert f"“{name}” is" in texts(card) and why in texts(card)
        assert labels(card) == []


async def test_mended_before_it_is_added(world: World) -> None:
    lin = moderator(world)
    card = await send(world, lin, ("turtles.md", ARTICLE))
    form = await lin.click(card.message, label="Mend")
    await world.restart()
    written = {"title": "On **Turtles**", "author": "Opal Reeds", "published": "May 2016", "publisher": ""}
    await lin.submit_modal(form, {**written, "url": "https://example.org/turtles"})
    assert "**Date:** May 2016" in texts(card) and "On \\*\\*Turtles\\*\\*" in texts(card)
    await lin.select(card.message, ["creator"], custom_id=keys(card, "doc_sort")[0])
    assert "**Kind of source:** a creator’s own words" in texts(card)
    assert "**Author:** Opal Reeds" in texts(card)
    form = await lin.click(card.message, label="Mend")
    refusal = shown(await lin.submit_modal(form, {"title": "x", "published": "soon"}))
    assert "I can’t read that date" in texts(refusal)
    await lin.click(card.message, label="Add")
    source = texts(shown(await world.member.slash(world.channel, "sources", document="On Turtles")))
    assert "**Publisher:** not given" in source and "May 2016" in source


async def test_two_names_of_one_person(world: World) -> None:
    lin = moderator(world)
    card = await send(world, lin, ("turtles.md", ARTICLE))
    assert "**Is Ryan Konietzko the same person as Bryan Konietzko?**" in texts(card)
    [same] = keys(card, "doc_same")
    await lin.select(card.message, ["Ryan Konietzko"], custom_id=same)
    assert [one["label"] for one in options(card) if one.get("default")] == [
        "Kind: press report",
        "Ryan Konietzko is Bryan Konietzko",
    ]
    await lin.click(card.message, label="Add")
    assert "Ryan Konietzko is another name of Bryan Konietzko now." in texts(card)
    found = await world.services.at(guild(world).id).quotes.answer("Bryan Konietzko", "turtles")
    assert found.quotes and found.quotes[0].speaker == "Bryan Konietzko"
    await lin.click(card.message, label="Undo")
    found = await world.services.at(guild(world).id).quotes.answer("Bryan Konietzko", "turtles")
    assert not found.quotes, "the name and the document go together"


async def test_clashes_are_told_first(world: World) -> None:
    lin = moderator(world)
    await added(world, lin, ("turtles.md", ARTICLE))
    text = ARTICLE.replace(" said Opal Reeds", " said Lin Toad").replace("Korra and", "Lin Toad and")
    card = await send(world, lin, ("mine.md", text))
    said = texts(card)
    assert "There is a document with this title already: “Turtles and the Avatar”" in said
    assert "here Lin Toad says it, in “Turtles and the Avatar” Opal Reeds" in said
    assert said.index("Look at this first") < said.index("It begins")


async def test_pasted(world: World) -> None:
    lin = moderator(world)
    form = await lin.slash(world.channel, "admin document paste")
    result = await lin.submit_modal(
        form, {"text": OTHER, "title": "Loons", "published": "one day", "publisher": "Air"}
    )
    assert "I can’t read that date." in texts(shown(result)), "told, and the text isn't lost for it"
    card = result.response
    assert card is not None
    assert "### Loons" in texts(card) and "**Publisher:** Air" in texts(card)
    await lin.click(card.message, label="Add")
    assert "Air" in await quoted(world, "Zaheer Loon")


async def test_cancelled_stays_cancelled(world: World) -> None:
    lin = moderator(world)
    card = await send(world, lin, ("turtles.md", ARTICLE))
    [add], [cancel] = keys(card, "doc_add"), keys(card, "doc_cancel")
    await lin.click(card.message, label="Cancel")
    assert "Cancelled: nothing was stored." in texts(card)
    assert "cancelled already" in await old_button(world, lin, add)
    assert "already" in await old_button(world, lin, cancel)
    later = await send(world, lin, ("turtles.md", ARTICLE))
    await world.env.advance_time((KEPT + timedelta(minutes=1)).total_seconds())
    for key in (keys(later, "doc_add")[0], keys(later, "doc_cancel")[0], keys(later, "doc_mend")[0]):
        assert "That preview is gone" in await old_button(world, lin, key)


async def test_listed_hidden_edited_removed_and_brought_back(world: World) -> None:
    lin = moderator(world)
    files = [(f"{n}.txt", f"---\ntitle: Loon {n}\n---\n{n} {OTHER}") for n in range(PAGE - 1)]
    await added(world, lin, *files)
    card = await listed(world, lin)
    assert f"### {PAGE + 1} documents" in texts(card) and "Page 1 of 2" in texts(card)
    assert "**This server’s own**\nLoon 0" in texts(card) and "**From the bot’s host**" in texts(card)
    await lin.click(card.message, label="Next")
    assert "Page 2 of 2" in texts(card)
    await lin.click(card.message, label="Previous")
    one = shown(await lin.select(card.message, [options(card)[0]["value"]]))
    assert "## Loon 0" in texts(one) and f"Added by <@{lin.id}>" in texts(one)
    assert "1 quote ·" in texts(one) and "**Quoted:** Zaheer Loon (1)" in texts(one)

    form = await lin.click(one.message, label="Edit")
    await lin.submit_modal(form, {"title": "Loon the first", "author": "Zaheer", "published": "2014"})
    assert "Details of “Loon 0” edited" in texts(one)
    one = await opened(world, lin, "loon the first")
    assert "**Author:** Zaheer" in texts(one) and f"Last changed by <@{lin.id}>" in texts(one)
    await lin.select(one.message, ["fan"])
    assert "Details of “Loon the first” edited" in texts(one)

    one = await opened(world, lin, "Loon the first")
    assert "**Kind of source:** fan text" in texts(one)
    await lin.click(one.message, label="Hide")
    assert "Document “Loon the first” hidden" in texts(one)
    one = await opened(world, lin, "Loon the first")
    assert "· **hidden**" in texts(one) and "Hide" not in labels(one)
    await lin.click(one.message, label="Show again")
    assert "shown again" in texts(one)

    one = await opened(world, lin, "Loon the first")
    [remove] = keys(one, "doc_remove")
    asks = shown(await lin.click(one.message, label="Remove"))
    await lin.click(asks.message, label="Keep it")
    assert "**removed**" not in texts(await listed(world, lin))
    asks = shown(await lin.click(one.message, label="Remove"))
    await world.restart()
    await lin.click(asks.message, label="Yes, remove it")
    assert "Document “Loon the first” removed" in texts(asks)
    assert "Nothing was changed" in await old_button(world, lin, remove + ":sure")
    card = await listed(world, lin)
    assert "Loon the first · **removed**, can be brought back until <t:" in texts(card)
    await lin.click(card.message, label="Bring back")
    assert "Document “Loon the first” brought back" in texts(card)
    await lin.click(card.message, label="Undo")
    assert "**removed**" in texts(await listed(world, lin))


async def test_the_host_s_documents(world: World) -> None:
    lin = moderator(world)
    offered = await lin.autocomplete(world.channel, "admin document show", "document", "korrasami")
    one = await opened(world, lin, offered[0]["value"])
    assert "From the bot’s host" in texts(one)
    assert "Remove" not in labels(one) and "replace" not in texts(one)
    await lin.click(one.message, label="Hide")
    assert "hidden" in texts(one)
    offered = await lin.autocomplete(world.channel, "admin document show", "document", "korrasami")
    assert offered[0]["name"].endswith("(hidden, the host’s)")
    assert await lin.autocomplete(world.channel, "admin document replace", "document", "") == []
    there, kuvira = elsewhere(world)
    card = shown(await kuvira.slash(there, "admin document list"))
    assert "hidden" not in texts(card)


async def test_replaced_and_undone(world: World) -> None:
    lin = moderator(world)
    await added(world, lin, ("turtles.md", ARTICLE))
    new = ARTICLE.replace("They carry their houses", "They leave their houses")
    [offered] = await lin.autocomplete(world.channel, "admin document replace", "document", "turtles")

    async def compared(text: str) -> ResponseMessage:
        result = await lin.slash(
            world.channel, "admin document replace", document=offered["value"], file=("n.md", text.encode())
        )
        return shown(result)

    assert "text that the document has already" in texts(await compared(ARTICLE))
    card = await compared(new)
    said = texts(card)
    assert "### Replace the text of Turtles and the Avatar?" in said
    assert "**2** quotes stay · **1** vanish · **1** new" in said
    assert said.index("Quotes that vanish") < said.index("They carry") < said.index("They leave")
    [leave] = keys(card, "doc_leave")
    await lin.click(card.message, label="Cancel")
    assert "Cancelled: nothing was changed." in texts(card)
    assert "already" in await old_button(world, lin, leave)
    many = "".join(f'"Turtle {n} is the best of all of them," said Opal Reeds.\n\n' for n in range(12))
    card = await compared("Opal Reeds spoke. " + many)
    await world.restart()
    await lin.click(card.message, label="Next")
    assert "Page 2 of 2" in texts(card)
    await lin.click(card.message, label="Previous")
    [replace] = keys(card, "doc_replace")
    await lin.click(card.message, label="Apply")
    assert "Text of “Turtles and the Avatar” replaced" in texts(card)
    assert "applied already" in await old_button(world, lin, replace)
    assert "is the best of all" in await quoted(world, "Opal Reeds")
    await lin.click(card.message, label="Undo")
    assert "is the best of all" not in await quoted(world, "Opal Reeds")


async def test_permission_taken_away_and_other_servers(world: World) -> None:
    lin = moderator(world)
    await added(world, lin, ("loon.txt", OTHER))
    waiting = await send(world, lin, ("turtles.md", ARTICLE))
    form = await lin.click(waiting.message, label="Mend")
    one = await opened(world, lin, "Loon")
    edit = await lin.click(one.message, label="Edit")
    change = shown(
        await lin.slash(
            world.channel, "admin document replace", document="Loon", file=("l.txt", b"All is well here.")
        )
    )
    card = await listed(world, lin)
    every = [
        key
        for message in (waiting, one, change, card)
        for action in ("add", "cancel", "mend", "look", "edit", "state", "remove", "replace", "leave")
        for key in keys(message, f"doc_{action}")
    ]
    every += [key.replace("doc_replace", "doc_compare") + ":0" for key in keys(change, "doc_replace")]
    every += [key + ":sure" for key in keys(one, "doc_remove")]
    there, kuvira = elsewhere(world)
    for key in every:
        said = await old_button(world, kuvira, key, there)
        assert "gone" in said or "no such document" in said or "no longer here" in said, (key, said)
    take_permission(world, lin)
    for key in (*every, "doc_list:0"):
        assert "Manage Server" in await old_button(world, lin, key), key
    for sent in (form, edit):
        assert "Manage Server" in texts(shown(await lin.submit_modal(sent, {"title": "x"})))
    for message, action, value in (
        (waiting, "doc_sort", "fan"),
        (waiting, "doc_same", "Ryan Konietzko"),
        (one, "doc_kind", "fan"),
    ):
        [key] = keys(message, action)
        assert "Manage Server" in texts(shown(await lin.select(message.message, [value], custom_id=key)))
    names = {found.name for found in await world.services.documents.all(guild(world).id)}
    assert "server/loon.txt" in names and "server/turtles.md" not in names


async def test_an_admitted_role_may_hide_but_not_remove(world: World) -> None:
    """What removes or replaces needs the permission itself: being let in under Integrations isn't enough."""
    lin = moderator(world)
    await added(world, lin, ("loon.txt", OTHER))
    one = await opened(world, lin, "Loon")
    [hide], [remove] = keys(one, "doc_state"), keys(one, "doc_remove")
    crew = guild(world).create_role("Airship crew")
    ikki = guild(world).add_member(world.env.create_user("Ikki"), roles=[crew])
    assert "Manage Server" in await old_button(world, ikki, hide)
    await let_in(world, crew)
    assert "Document “Loon” hidden" in await old_button(world, ikki, hide)
    for key in (remove, remove + ":sure"):
        assert "Manage Server" in await old_button(world, ikki, key)


async def test_long_work_shows_how_far_it_is(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Here no second passes while a library is made, so the word that comes each second is said by hand."""
    refresh = Libraries.refresh

    async def long(self: Libraries, server_id: int, progress: Progress | None = None) -> None:
        if progress is not None:
            await progress(0.4)
        await refresh(self, server_id, progress)

    monkeypatch.setattr(Libraries, "refresh", long)
    lin = moderator(world)
    before = len(world.env.http_requests)
    await added(world, lin, ("turtles.md", ARTICLE))
    told = [str(one.json) for one in world.env.http_requests[before:]]
    [place] = [place for place, said in enumerate(told) if "Reading: 40 %" in said]
    assert "### Done" in told[place + 1]

    async def broken(self: Libraries, server_id: int, progress: Progress | None = None) -> None:
        if progress is not None:
            await progress(0.4)
        raise StoreError("the disk is full")

    monkeypatch.setattr(Libraries, "refresh", broken)
    card = await send(world, lin, ("loon.txt", OTHER))
    await lin.click(card.message, label="Add")
    assert labels(card) == ["Add", "Mend", "Cancel", "Quotes"], "what was there before stands there again"
    monkeypatch.setattr(Libraries, "refresh", refresh)
    again = shown(await lin.click(card.message, label="Add"))
    assert "added already" in texts(again), "it had been stored; now there is a library with it"
    assert "tethers" in await quoted(world, "Zaheer Loon")


async def test_a_file_that_discord_lost(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(world.env.backend.cdn, "get", lambda _: None)
    card = await send(world, moderator(world), ("turtles.md", ARTICLE))
    assert "Discord would not give me that file" in texts(card)
    assert world.env.errors
