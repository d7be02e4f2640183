"""A document and a member that mean no good, all the way from the file to the message."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cogs.moderating import moderator
from tests.cogs.reading import keys, labels, shown, texts
from tests.conftest import Opener
from tests.libraries import built, lay_out

DOCUMENT = """---
title: "@everyone **free** nitro](https://evil.example) ```"
author: "<@1> ||x||"
publisher: "[evil](https://evil.example)"
url: "javascript:alert(1)"
published: 2020-01-02
kind: report
---
Zelda Fitz spoke to @everyone yesterday in the great hall of the city.

"# Read [this](https://evil.example), ping @everyone, <@1> or ||this **bold** `code`||," Zelda Fitz said.

"שלום עולם, this is הכל about the great hall," Zelda Fitz said.

"```py and \\\\ and <t:1:R> </canon:1>," Zelda Fitz added.
"""


@pytest.fixture
async def hostile(tmp_path: Path) -> Path:
    folder = lay_out(tmp_path / "hostile", {"evil.txt": DOCUMENT})
    assert (await built(folder)).written
    return folder


async def test_a_hostile_document_does_nothing(open_world: Opener, hostile: Path) -> None:
    async with open_world(hostile) as world:
        asked = [
            ("canon", {"topic": "Zelda Fitz"}),
            ("quote", {"person": "Zelda Fitz"}),
            ("search", {"words": "great hall"}),
            ("sources", {}),
            ("sources", {"document": "nitro"}),
            ("help", {}),
        ]
        for command, options in asked:
            card = shown(await world.member.slash(world.channel, command, **options))
            said = texts(card).replace("\\\\", "")
            assert "Nothing on" not in said
            for active in (" @everyone", "“@everyone", "<@1>", "](https://evil", "||this", "\n# "):
                assert active not in said, (command, active)
            for key in [*keys(card, "context")[:1], *keys(card, "cite")]:
                answer = shown(await world.member.click(card.message, custom_id=key))
                assert "Open the original" not in labels(answer)
        for request in world.env.http_requests:
            if "/callback" in request.path:
                assert request.json is not None
                assert request.json["data"]["allowed_mentions"] == {"parse": []}


async def test_an_address_that_is_no_web_page_is_no_button(open_world: Opener, hostile: Path) -> None:
    async with open_world(hostile) as world:
        card = shown(await world.member.slash(world.channel, "sources", document="nitro"))
        assert labels(card) == []


@pytest.mark.parametrize(
    "asked", ["@everyone", "**", "```", "‮evil", "\n", "a" * 100, "' or 1=1 --", "%", "NEAR(a b)"]
)
async def test_a_hostile_member_gets_an_answer(open_world: Opener, data: Path, asked: str) -> None:
    async with open_world(data) as world:
        for command, option in (
            ("canon", "topic"),
            ("quote", "person"),
            ("search", "words"),
            ("sources", "document"),
        ):
            value = asked[:90]
            assert texts(shown(await world.member.slash(world.channel, command, **{option: value})))
            if command != "search":
                assert len(await world.member.autocomplete(world.channel, command, option, value)) <= 25


async def test_what_is_refused_is_told_without_its_power(open_world: Opener, data: Path) -> None:
    """A file, a pack's list of questions and typed words stand in the refusal as they are."""
    evil = "[gift](https://evil.example) @everyone <@1>"
    async with open_world(data) as world:
        lin = moderator(world)
        file = ("__list__.csv", f"{evil},x\n1,2\n".encode())
        refused = [
            await lin.slash(world.channel, "admin trivia import", file=file),
            await lin.slash(world.channel, "trivia play", about=evil),
            await lin.slash(world.channel, "admin schedule add", what="quote of the day", when=evil),
        ]
        for said in map(texts, map(shown, refused)):
            assert "\\[" in said
            for active in ("](https://evil", " @everyone", "<@1>", "__list__"):
                assert active not in said, said
        assert world.env.errors
