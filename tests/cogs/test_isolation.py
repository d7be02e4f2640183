"""Two servers side by side: with every id of the one tried in the other, nothing is seen or changed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import discord
from simcord.actors import MemberActor
from simcord.builders import ChannelHandle

from bot.curation import Wish, text_id
from bot.store.privacy import TABLES
from tests.cogs.moderating import elsewhere, guild, moderator
from tests.cogs.reading import shown
from tests.conftest import World

NAME = "Zhaoqin"
TEXT = f'---\ntitle: {NAME} speaks\n---\n"I, {NAME}, love turtles," said {NAME} Lao. "They are canon."\n'
OPENED = (
    "admin document list", "admin review", "admin misses", "admin log", "admin pack list", "admin doctor",
    "admin setup", "admin ruling drafts", "admin schedule list", "admin trivia changes",
)  # fmt: skip
NOTED = {"moderation_log", "quotes_shown", "questions_asked", "misses", "pending_imports"}
"""What a look of Kuvira's may add to, for her own server only."""


async def fill(world: World, lin: MemberActor) -> None:
    """Something of everything that a server can have of its own."""
    server, curation = guild(world).id, world.services.curation
    content = TEXT.encode()
    await curation.change(
        server,
        lin.id,
        "fill:1",
        "filled",
        [
            Wish("document", {"text": text_id(content), "state": "shown"}, "server/secret.txt"),
            Wish("person", {"name": f"{NAME} Lao", "role": "creator", "aliases": [NAME]}),
            Wish("topic", {"name": f"{NAME}ship", "kind": "claim", "aliases": [f"the {NAME} ship"]}),
        ],
        texts={text_id(content): content},
    )
    evidence = {"text": f"I, {NAME}, love turtles,", "document": "server/secret.txt", "stance": "for"}
    ruling = {"verdict": "canon", "scope": "all", "says": f"{NAME} says so.", "evidence": [evidence]}
    topic = f"{NAME}ship"
    await curation.change(
        server, lin.id, "fill:2", "ruled", [Wish("ruling", {"topic": topic, **ruling}, topic.casefold())]
    )
    await world.services.servers.note_miss(
        server, "canon", "zhaoqinwho", f"{NAME} who", world.services.clock()
    )


async def open_all(world: World, lin: MemberActor) -> None:
    for command in OPENED:
        await lin.slash(world.channel, command)
    await lin.slash(world.channel, "admin person show", person=f"{NAME} Lao")
    await lin.slash(world.channel, "admin topic show", topic=f"{NAME}ship")
    await lin.slash(world.channel, "admin document show", document=f"{NAME} speaks")
    await lin.slash(world.channel, "admin ruling write", topic=f"{NAME}ship")
    await lin.slash(world.channel, "admin ruling history", topic=f"{NAME}ship")
    await lin.slash(world.channel, "admin quote", words="love turtles")
    await lin.slash(world.channel, "quote", person=f"{NAME} Lao")
    await lin.slash(world.channel, "canon", topic=f"{NAME}ship")
    await lin.slash(world.channel, "search", words="turtles")
    await lin.slash(world.channel, "sources")


def sent(world: World) -> Iterator[dict[str, Any]]:
    """Every component that was ever sent."""

    def inside(value: Any) -> Iterator[dict[str, Any]]:
        if isinstance(value, dict):
            if "custom_id" in value:
                yield value
            for one in value.values():
                yield from inside(one)
        elif isinstance(value, list):
            for one in value:
                yield from inside(one)

    for request in world.env.http_requests:
        yield from inside(request.json)


async def held(world: World, server_id: int) -> dict[str, list[Any]]:
    """Everything that is kept of a server, but for what looking at something notes."""
    db = world.services.servers.database
    found: dict[str, list[Any]] = {}
    for table in TABLES:
        if table.table in NOTED:
            continue
        columns = [column for column in await db.columns(table.table)]
        if "server_id" in columns:
            rows = await db.fetch(f"select * from {table.table} where server_id = ?", [server_id])
            found[table.table] = sorted(rows, key=repr)
    log = await db.fetch("select id, undone_at from moderation_log where server_id = ?", [server_id])
    found["log"] = sorted(log, key=repr)
    return found


async def press(world: World, member: MemberActor, channel: ChannelHandle, component: dict[str, Any]) -> str:
    """A button or menu with that very id, in the other server; all that is told or shown then."""
    key, kind = str(component["custom_id"]), component.get("type")
    view = discord.ui.LayoutView(timeout=None)
    values: list[str] = []
    if kind == 3:
        options = [discord.SelectOption(label="x", value=str(one["value"])) for one in component["options"]]
        view.add_item(discord.ui.ActionRow(discord.ui.Select(custom_id=key, options=options[:25])))
        values = [options[0].value]
    else:
        view.add_item(discord.ui.ActionRow(discord.ui.Button(label="old", custom_id=key)))
    view.stop()
    there = world.env.bot.get_channel(channel.id)
    assert isinstance(there, discord.TextChannel)
    message = await there.send(view=view)
    if kind == 3:
        result = await member.select(message, values, custom_id=key)
    else:
        result = await member.click(message, custom_id=key)
    if result.modal is not None:
        return json.dumps(result.modal, ensure_ascii=False)
    shows = [*filter(None, [result.response]), *result.followups]
    return " ".join(f"{one.content} {one.components}" for one in shows)


async def test_every_id_of_the_one_in_the_other(world: World) -> None:
    lin = moderator(world)
    channel, kuvira = elsewhere(world)
    await fill(world, lin)
    await open_all(world, lin)
    tried: dict[str, dict[str, Any]] = {}
    for component in list(sent(world)):
        if component.get("type") in (2, 3):
            tried.setdefault(str(component["custom_id"]), component)
    assert len(tried) > 40
    documents = await world.services.at(guild(world).id).library.fetch(
        "select id from documents where name = 'server/secret.txt'"
    )
    for key in (
        *(f"undo_edit:fill:{number}" for number in (1, 2)),
        *(f"log_line:0:fill:{number}" for number in (1, 2)),
        f"doc_remove:{documents[0][0]}:sure",
        "pack_remove:secret:sure",
    ):
        tried[key] = {"custom_id": key, "type": 2}
    before = await held(world, guild(world).id)
    for key, component in tried.items():
        said = await press(world, kuvira, channel, component)
        assert NAME.casefold() not in re.sub(r"custom_id.*?,", "", said).casefold(), key
    after = await held(world, guild(world).id)
    assert after == before
    found = await world.services.at(guild(world).id).canon.answer(f"{NAME}ship")
    assert found.ruling is not None
    for command, option in (("canon", "topic"), ("quote", "person"), ("sources", "document")):
        offered = await kuvira.autocomplete(channel, command, option, NAME[:4].casefold())
        assert NAME not in str(offered)
    for command, options in (
        ("admin person show", {"person": f"{NAME} Lao"}),
        ("admin topic show", {"topic": f"{NAME}ship"}),
        ("admin document show", {"document": f"{NAME} speaks"}),
        ("admin ruling write", {"topic": f"{NAME}ship"}),
        ("admin ruling history", {"topic": f"{NAME}ship"}),
        ("admin quote", {"words": "love turtles"}),
    ):
        answer = shown(await kuvira.slash(channel, command, **options))
        told = f"{answer.content} {answer.components}"
        assert "turtles" not in told or command == "admin quote"
        assert f"{NAME} speaks:" not in told
    assert world.env.errors  # what was refused
