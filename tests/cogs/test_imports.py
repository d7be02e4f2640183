"""`/admin trivia import`, `export` and `undo` in Discord, with real files of every kind."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from simcord.actors import MemberActor
from simcord.results import ResponseMessage

from bot.exchange import files
from bot.exchange.rows import MAX_BYTES
from bot.imports import KEPT
from tests.cogs.moderating import elsewhere, guild, moderator, old_button, take_permission
from tests.cogs.reading import keys, labels, shown, texts
from tests.conftest import World

LIST = """AUTHOR: Varrick
Which animal is Naga?:
- polar bear dog
- dog
Who is the Avatar after Aang?:
- Korra
Nobody answers this:
"""
PAGE = json.dumps(
    {
        "response_code": 0,
        "results": [
            {
                "type": "multiple",
                "difficulty": "easy",
                "category": "Cartoons",
                "question": "Who said &quot;Do the thing!&quot;?",
                "correct_answer": "Varrick",
                "incorrect_answers": ["Zhu Li", "Bolin", "Mako"],
            }
        ],
    }
)
TABLE = "question,answer,wrong\nWho founded Republic City?,Aang|Zuko,Sokka\n"
NOTES = "#separator:tab\nWho runs Future Industries?\tAsami Sato\n"
FILES = {"list.yaml": LIST, "page.json": PAGE, "table.csv": TABLE, "notes.txt": NOTES}


async def send(world: World, lin: MemberActor, name: str = "list.yaml", text: str = LIST) -> ResponseMessage:
    return shown(await lin.slash(world.channel, "admin trivia import", file=(name, text.encode())))


async def stored(world: World) -> dict[str, tuple[str, ...]]:
    questions = await world.services.server_questions.all(guild(world).id)
    return {question.prompt: question.answers for question in questions}


@pytest.mark.parametrize("name", FILES)
async def test_every_kind_of_file_is_looked_at_before_anything_is_stored(world: World, name: str) -> None:
    lin = moderator(world)
    card = await send(world, lin, name, FILES[name])
    assert card.ephemeral
    assert f"Import of “{name}”" in texts(card)
    assert "nothing is stored before you press Apply" in texts(card)
    assert await stored(world) == {}
    apply = next(label for label in labels(card) if label.startswith("Apply ("))
    await lin.click(card.message, label=apply)
    expected = {row.prompt: row.answers for row in files.parse(name, FILES[name].encode()).rows}
    assert await stored(world) == expected
    assert apply == f"Apply ({len(expected)})"
    assert labels(card) == ["Undo"]


async def test_what_is_rejected_says_where_and_why(world: World) -> None:
    said = texts(await send(world, moderator(world)))
    assert "**2** new · **1** rejected" in said
    assert "Line 7: Nobody answers this\n-# it has no answer" in said
    assert said.index("Rejected") < said.index("**New**"), "what needs a look comes first"


async def test_changed_the_same_and_clashing(world: World) -> None:
    lin = moderator(world)
    await lin.click((await send(world, lin)).message, label="Apply (2)")
    text = LIST.replace("- dog", "- a dog and a bear").replace("- Korra", "- Roku")
    card = await send(world, lin, text=text)
    assert "**1** changed · **1** clashing" in texts(card)
    assert "the server has “Korra”, the file “Roku”" in texts(card)
    assert {"Apply (1)", "Apply with clashing (2)"} <= set(labels(card))
    await lin.click(card.message, label="Apply (1)")
    assert "Left out: 1 clashing" in texts(card)
    assert await stored(world) == {
        "Which animal is Naga?": ("polar bear dog", "a dog and a bear"),
        "Who is the Avatar after Aang?": ("Korra",),
    }
    again = await send(world, lin, text="Who is the Avatar after Aang?:\n- Roku\n")
    await lin.click(again.message, label="Apply with clashing (1)")
    assert (await stored(world))["Who is the Avatar after Aang?"] == ("Roku",)


async def test_a_long_preview_has_pages_that_outlive_a_restart(world: World) -> None:
    lin = moderator(world)
    text = "".join(f"How many spirits are in tree {n}?:\n- {n}\n" for n in range(30))
    card = await send(world, lin, text=text)
    assert "Page 1 of 4" in texts(card)
    await world.env.restart_bot(world.new_bot())
    await lin.click(card.message, label="Next")
    assert "Page 2 of 4" in texts(card)
    assert "Line 17: How many spirits are in tree 8?" in texts(card)
    await lin.click(card.message, label="Previous")
    await lin.click(card.message, label="Apply (30)")
    assert len(await stored(world)) == 30


async def test_a_double_click_applies_once(world: World) -> None:
    lin, mako = moderator(world), moderator(world, "Mako")
    card = await send(world, lin)
    [apply] = keys(card, "apply")
    await lin.click(card.message, custom_id=apply)
    assert "applied already" in await old_button(world, lin, apply)
    assert "applied already" in await old_button(world, mako, apply)
    assert len(await world.services.server_questions.imports(guild(world).id)) == 1
    undo = shown(await lin.click(card.message, label="Undo"))
    await lin.click(undo.message, label="Yes, undo it")
    assert "applied already" in await old_button(world, lin, apply), "an undone import stays undone"
    assert await stored(world) == {}


async def test_cancelled_stays_cancelled(world: World) -> None:
    lin = moderator(world)
    card = await send(world, lin)
    [apply], [cancel] = keys(card, "apply"), keys(card, "cancel")
    await lin.click(card.message, label="Cancel")
    assert "nothing was stored" in texts(card)
    assert "cancelled already" in await old_button(world, lin, apply)
    assert "already" in await old_button(world, lin, cancel)
    assert await stored(world) == {}


async def test_a_preview_waits_for_a_day(world: World) -> None:
    lin = moderator(world)
    card = await send(world, lin)
    [apply], [cancel] = keys(card, "apply"), keys(card, "cancel")
    await world.env.advance_time((KEPT + timedelta(minutes=1)).total_seconds())
    for key in (apply, cancel, apply.replace("apply", "import") + ":0"):
        assert "That preview is gone" in await old_button(world, lin, key)
    await send(world, lin)
    kept = await world.services.servers.database.fetch("select count(*) from pending_imports")
    assert kept == [(1,)], "what is too old is cleared away by the next one"


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("cat.png", b"\x89PNG\r\n\x1a\n" + bytes(64), "cat.png"),
        ("empty.yaml", b"", "empty.yaml"),
        ("broken.json", b'{"results": [', "broken.json"),
        ("words.txt", b"just some words, and nothing else", "in no format that is known here"),
        ("large.yaml", b"a" * (MAX_BYTES + 1), "5 MB is the most"),
    ],
)
async def test_what_is_no_list_of_questions(world: World, name: str, content: bytes, why: str) -> None:
    lin = moderator(world)
    said = texts(shown(await lin.slash(world.channel, "admin trivia import", file=(name, content))))
    assert why in said
    assert "went wrong" not in said and "reference" not in said
    assert await world.services.servers.database.fetch("select * from pending_imports") == []
    assert world.env.errors


async def test_hostile_questions_are_only_text(world: World) -> None:
    lin = moderator(world)
    prompt = "Is **this** @everyone <@1> [a link](https://evil.example)?"
    card = await send(world, lin, "evil.csv", f'question,answer\n"{prompt}","Korra"\n')
    said = texts(card)
    for active in ("**this**", " @everyone", "<@1>", " [a link]"):
        assert active not in said, active
    await lin.click(card.message, label="Apply (1)")
    assert prompt in await stored(world)


@pytest.mark.parametrize("format", ["red", "opentdb", "csv", "anki"])
async def test_exported_and_read_again(world: World, format: str) -> None:
    lin = moderator(world)
    for name in ("page.json", "table.csv"):
        card = await send(world, lin, name, FILES[name])
        await lin.click(card.message, label="Apply (1)")
    exported = shown(await lin.slash(world.channel, "admin trivia export", format=format))
    assert exported.ephemeral
    assert "2 questions of this server’s own" in texts(exported)
    [file] = exported.attachments
    content = await file.read()
    read = {row.prompt: row.answers for row in files.parse(file.filename, content).rows}
    assert read == await stored(world)
    if format == "red":
        assert "What this format can’t hold" in texts(exported)


async def test_exported_by_level_and_subject(world: World) -> None:
    lin = moderator(world)
    for name in ("page.json", "table.csv"):
        await lin.click((await send(world, lin, name, FILES[name])).message, label="Apply (1)")

    async def count(**options: Any) -> str:
        result = await lin.slash(world.channel, "admin trivia export", format="csv", **options)
        return texts(shown(result))

    assert "1 question of this server’s own" in await count(level=1)
    assert "1 question of this server’s own" in await count(about="republic city")
    assert "no questions of its own of that kind" in await count(level=3)
    assert world.env.errors


async def test_undo_asks_first_and_puts_back_what_was_there(world: World) -> None:
    lin = moderator(world)
    await lin.click((await send(world, lin)).message, label="Apply (2)")
    before = await stored(world)
    await world.env.advance_time(60)
    text = "Which animal is Naga?:\n- polar bear dog\n- bear\nWhat is Pabu?:\n- a fire ferret\n"
    await lin.click((await send(world, lin, "more.yaml", text)).message, label="Apply (2)")
    card = shown(await lin.slash(world.channel, "admin trivia undo"))
    assert "Undo the import of “more.yaml”?" in texts(card)
    await lin.click(card.message, label="Keep it")
    assert len(await stored(world)) == 3
    card = shown(await lin.slash(world.channel, "admin trivia undo"))
    [sure] = [key for key in keys(card, "undo_import") if key.endswith(":sure")]
    await world.env.restart_bot(world.new_bot())
    await lin.click(card.message, label="Yes, undo it")
    assert "1 question taken away, 1 put back" in texts(card)
    assert await stored(world) == before
    assert "undone already" in await old_button(world, lin, sure)
    assert "“list.yaml”" in texts(shown(await lin.slash(world.channel, "admin trivia undo")))


async def test_nothing_to_undo_or_to_export(world: World) -> None:
    lin = moderator(world)
    assert "no import to undo" in texts(shown(await lin.slash(world.channel, "admin trivia undo")))
    exported = shown(await lin.slash(world.channel, "admin trivia export", format="csv"))
    assert "no questions of its own" in texts(exported)
    assert world.env.errors


async def test_permission_taken_away_before_the_click(world: World) -> None:
    lin = moderator(world)
    card = await send(world, lin)
    done = await send(world, lin, "page.json", PAGE)
    await lin.click(done.message, label="Apply (1)")
    undo = shown(await lin.click(done.message, label="Undo"))
    take_permission(world, lin)
    for message, label in ((card, "Apply (2)"), (card, "Cancel"), (done, "Undo"), (undo, "Yes, undo it")):
        assert "Manage Server" in texts(shown(await lin.click(message.message, label=label))), label
    assert len(await stored(world)) == 1


async def test_another_server_s_ids_do_nothing(world: World) -> None:
    lin = moderator(world)
    waiting = await send(world, lin)
    done = await send(world, lin, "page.json", PAGE)
    await lin.click(done.message, label="Apply (1)")
    there, kuvira = elsewhere(world)
    [apply], [undo] = keys(waiting, "apply"), keys(done, "undo_import")
    for key in (apply, apply.replace("apply", "cancel"), apply.replace("apply", "import") + ":0"):
        assert "That preview is gone" in await old_button(world, kuvira, key, there)
    for key in (undo, undo + ":sure"):
        assert "undone already" in await old_button(world, kuvira, key, there)
    await lin.click(waiting.message, label="Apply (2)")
    assert len(await stored(world)) == 3


async def test_a_file_that_discord_lost(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(world.env.backend.cdn, "get", lambda _: None)
    assert "Discord would not give me that file" in texts(await send(world, moderator(world)))
    assert world.env.errors


async def test_an_import_and_its_undo_stand_in_the_log(world: World) -> None:
    lin = moderator(world)
    await lin.click((await send(world, lin)).message, label="Apply (2)")
    log = shown(await lin.slash(world.channel, "admin log"))
    assert f"**2 trivia questions brought in from “list.yaml”**\n-# By <@{lin.id}>" in texts(log)
    await lin.click(log.message, label="Details")
    sure = shown(await lin.click(log.message, label="Undo"))
    [key] = [key for key in keys(sure, "undo_import") if key.endswith(":sure")]
    await world.env.advance_time(60)
    await lin.click(sure.message, custom_id=key)
    assert await stored(world) == {}
    said = texts(shown(await lin.slash(world.channel, "admin log")))
    assert said.index("**Undone: 2 trivia questions brought in from “list.yaml”**") < said.index("**undone**")
