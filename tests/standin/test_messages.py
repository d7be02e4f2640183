"""Messages: a nonce makes one of two, history pages, edits, and what Discord refuses."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import discord
import pytest
from discord.http import Route

from tests.standin import Control
from tests.standin.conftest import Client, Connect


async def post(client: Client, where: int, **body: Any) -> Any:
    """As discord.py does it, but with a nonce of our own choice and nothing added."""
    return await client.http.request(
        Route("POST", "/channels/{channel_id}/messages", channel_id=where), json=body
    )


async def refusal(request: Any) -> tuple[int, int]:
    with pytest.raises(discord.HTTPException) as caught:
        await request
    return caught.value.status, caught.value.code


async def test_a_nonce_makes_one_message_of_two(control: Control, connect: Connect) -> None:
    first, second = (await control.guild(channels=2)).channels
    async with connect(control) as client:
        one = await post(client, first, content="hello", nonce="t1", enforce_nonce=True)
        two = await post(client, first, content="hello", nonce="t1", enforce_nonce=True)
        assert one == two
        assert one["nonce"] == "t1"
        await post(client, second, content="hello", nonce="t1", enforce_nonce=True)
        await post(client, first, content="hello", nonce="t1")
        await control.forget_nonces()
        await post(client, first, content="hello", nonce="t1", enforce_nonce=True)
    assert [one["nonce"] for one in await control.messages(first)] == ["t1"] * 3
    everywhere = await control.all_messages()
    assert len(everywhere) == 4
    assert everywhere[0][:3] == (first, int(one["id"]), "t1")


async def test_a_nonce_whose_message_was_deleted(control: Control, connect: Connect) -> None:
    where = (await control.guild()).channels[0]
    async with connect(control) as client:
        made = await post(client, where, content="hello", nonce="t1", enforce_nonce=True)
        await control.delete_message(where, int(made["id"]))
        again = post(client, where, content="hello", nonce="t1", enforce_nonce=True)
        assert await refusal(again) == (404, 10008)
    assert await control.messages(where) == []


async def test_what_discord_refuses(control: Control, connect: Connect) -> None:
    where = (await control.guild()).channels[0]
    async with connect(control) as client:
        assert await refusal(post(client, where, content="")) == (400, 50006)
        assert await refusal(post(client, where, content="x" * 2001)) == (400, 50035)
        assert await refusal(post(client, where, content="x", nonce="n" * 26)) == (400, 50035)
        assert await refusal(post(client, 5, content="x")) == (404, 10003)
        assert await refusal(client.fetch_channel(5)) == (404, 10003)
        assert await refusal(client.text_channel(where).fetch_message(5)) == (404, 10008)


async def test_history_pages_and_single_messages(control: Control, connect: Connect) -> None:
    where = (await control.guild()).channels[0]
    async with connect(control) as client:
        channel = client.text_channel(where)
        sent = [await channel.send(str(number)) for number in range(7)]

        async def seen(**options: Any) -> list[str]:
            return [one.content async for one in channel.history(**options)]

        assert await seen() == list("6543210")
        assert await seen(limit=2) == list("65")
        assert await seen(before=sent[3]) == list("210")
        assert await seen(after=sent[3]) == list("456")
        assert sorted(await seen(around=sent[3], limit=3)) == list("234")
        assert (await channel.fetch_message(sent[4].id)).content == "4"
        assert not [one.nonce async for one in channel.history() if one.nonce]
        await sent[2].edit(content="two")
        await sent[3].delete()
        await channel.delete_messages([sent[0], sent[1]])
        await sent[5].pin()
        assert await seen(oldest_first=True) == ["two", "4", "5", "6"]
        assert [one.content async for one in channel.pins()] == ["5"]
        await sent[5].unpin()
        async with channel.typing():
            pass


async def test_components_files_embeds_and_polls(control: Control, connect: Connect) -> None:
    where = (await control.guild()).channels[0]
    async with connect(control, allowed_mentions=discord.AllowedMentions.none()) as client:
        channel = client.text_channel(where)
        view = discord.ui.LayoutView(timeout=None)
        row = discord.ui.ActionRow(discord.ui.Button(label="go", custom_id="go", id=2))
        view.add_item(discord.ui.Container(discord.ui.TextDisplay("hi"), row))
        view.add_item(discord.ui.MediaGallery(discord.MediaGalleryItem("attachment://a.txt")))
        sent = await channel.send(view=view, file=discord.File(io.BytesIO(b"abc"), "a.txt"))
        assert await sent.attachments[0].read() == b"abc"
        view.stop()
        embed = discord.Embed(title="t", description="d").add_field(name="n", value="v")
        await channel.send("hello", embed=embed)
        poll = discord.Poll("q", duration=timedelta(hours=1))
        await channel.send(poll=poll.add_answer(text="a").add_answer(text="b"))
    laid_out, embedded, polled = await control.messages(where)
    assert laid_out["custom_ids"] == ["go"]
    assert laid_out["allowed_mentions"] == {"parse": []}
    container, gallery = laid_out["payload"]["components"]
    ids = [container["id"], *(one["id"] for one in container["components"]), gallery["id"]]
    assert ids == [1, 3, 4, 5]
    assert container["components"][1]["components"][0]["id"] == 2
    assert embedded["payload"]["embeds"][0]["type"] == "rich"
    assert polled["payload"]["poll"]["answers"][1]["answer_id"] == 2


async def test_direct_messages(control: Control, connect: Connect) -> None:
    async with connect(control) as client:
        person = await client.fetch_user(7)
        sent = await person.send("psst")
        assert sent.channel.id == (await person.create_dm()).id
    assert [one["payload"]["content"] for one in await control.messages(sent.channel.id)] == ["psst"]
