"""Threads, forum posts, and channels that are lost or forbidden."""

from __future__ import annotations

import discord
import pytest
from discord.http import MultipartParameters, Route, handle_message_parameters

from tests.standin import Control
from tests.standin.conftest import Connect, until
from tests.standin.test_messages import refusal


async def test_one_thread_for_a_message(control: Control, connect: Connect) -> None:
    guild = await control.guild()
    async with connect(control) as client:
        channel = client.text_channel(guild.channels[0])
        message = await channel.send("talk about this")
        thread = await message.create_thread(name="talk")
        assert thread.id == message.id
        assert await refusal(message.create_thread(name="again")) == (400, 160004)
        assert (await channel.fetch_message(message.id)).flags.has_thread
        await thread.send("inside")
        alone = await channel.create_thread(name="alone", type=discord.ChannelType.public_thread)
        home = client.get_guild(guild.id)
        assert home is not None
        assert {one.id for one in await home.active_threads()} == {thread.id, alone.id}
        found = await client.fetch_channel(thread.id)
        assert isinstance(found, discord.Thread)
        assert (found.message_count, found.parent_id) == (1, channel.id)

        await thread.edit(archived=True)
        assert [one.id async for one in channel.archived_threads()] == [thread.id]
        await thread.send("opens it again")
        await thread.edit(archived=True, locked=True)
        assert await refusal(thread.send("no more")) == (400, 160005)


async def test_a_forum_wants_posts_and_may_want_a_tag(control: Control, connect: Connect) -> None:
    guild = await control.guild()
    forum = await control.forum(guild.id, tags=["lore", "news"], tag_required=True)
    async with connect(control) as client:
        channel = client.get_channel(forum)
        assert isinstance(channel, discord.ForumChannel)
        assert channel.flags.require_tag
        assert await refusal(client.http.send_message(forum, params=_said("plain"))) == (400, 40058)
        assert await refusal(channel.create_thread(name="post", content="words")) == (400, 40067)
        tags = [channel.available_tags[1]]
        thread, message = await channel.create_thread(name="post", content="words", applied_tags=tags)
        assert thread.id == message.id
        assert [tag.name for tag in thread.applied_tags] == ["news"]
    assert [one["payload"]["content"] for one in await control.messages(thread.id)] == ["words"]


def _said(content: str) -> MultipartParameters:
    return handle_message_parameters(content)


async def test_a_channel_that_is_lost_or_forbidden(control: Control, connect: Connect) -> None:
    guild = await control.guild()
    where = guild.channels[0]
    thread = await control.thread(where)
    async with connect(control) as client:
        channel = client.text_channel(where)
        inside = client.get_channel(thread)
        assert isinstance(inside, discord.Thread)

        await control.forbid(where)
        assert await refusal(channel.send("x")) == (403, 50013)
        assert await refusal(inside.send("x")) == (403, 50013)
        home = channel.guild
        assert not client.text_channel(where).permissions_for(home.me).send_messages
        await control.forbid(where, 50001, announced=False)
        assert await refusal(channel.send("x")) == (403, 50001)
        await control.lose(where)
        assert await refusal(channel.send("x")) == (404, 10003)
        assert client.get_channel(where) is None
        await control.restore(where)
        await channel.send("x")
        assert client.text_channel(where).permissions_for(home.me).send_messages


async def test_roles_members_and_command_permissions(control: Control, connect: Connect) -> None:
    guild = await control.guild()
    async with connect(control) as client:
        role = await control.role(guild.id, "winner")
        home = client.get_guild(guild.id)
        assert home is not None
        assert await refusal(home.fetch_member(5)) == (404, 10007)
        where = guild.channels[0]
        await control.command("any", where)
        someone = await home.fetch_member(int(client.asked[0].user.id))
        await someone.add_roles(discord.Object(role))
        assert [one.id for one in (await home.fetch_member(someone.id)).roles] == [guild.id, role]
        await someone.remove_roles(discord.Object(role))
        assert {one.name for one in await home.fetch_roles()} == {"@everyone", "winner"}
        assert len(await home.fetch_channels()) == 1
        assert (await client.fetch_guild(guild.id, with_counts=False)).name == home.name

        path = Route(
            "GET",
            "/applications/{application_id}/guilds/{guild_id}/commands/{command_id}/permissions",
            application_id=client.application_id,
            guild_id=guild.id,
            command_id=5,
        )
        with pytest.raises(discord.NotFound):
            await client.http.request(path)
        rules = [{"id": str(role), "type": 1, "permission": True}]
        await control.command_permissions(guild.id, 5, rules)
        assert (await client.http.request(path))["permissions"] == rules
        await control.remove_guild(guild.id)
        assert await refusal(client.fetch_guild(guild.id)) == (404, 10004)
        joined = await control.guild()
        await until(lambda: client.get_guild(joined.id))
