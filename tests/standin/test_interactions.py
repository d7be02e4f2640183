"""Interactions of every kind, from the asking to the last answer."""

from __future__ import annotations

from typing import Any

import discord
import pytest
from discord import app_commands

from tests.standin import Control, ControlError, Member, upload
from tests.standin.conftest import Client, Connect, until


def tree_of(client: Client) -> app_commands.CommandTree[Client]:
    """Commands of every kind; each says what it was given."""
    tree = app_commands.CommandTree(client)
    group = app_commands.Group(name="trivia", description="t")

    @group.command(description="d")
    async def start(
        interaction: discord.Interaction, rounds: int, place: discord.TextChannel, whom: discord.Member
    ) -> None:
        assert isinstance(interaction.user, discord.Member)
        said = f"{rounds} {place.id} {whom.id} {interaction.permissions.value} {interaction.user._roles[0]}"
        await interaction.response.send_message(said, ephemeral=True)

    @tree.command(description="d")
    async def read(interaction: discord.Interaction, file: discord.Attachment) -> None:
        await interaction.response.defer()
        await interaction.edit_original_response(content=(await file.read()).decode())
        await interaction.followup.send("and more")

    @tree.command(description="d")
    async def find(interaction: discord.Interaction, topic: str, page: int = 1) -> None: ...

    @find.autocomplete("topic")
    async def topics(_: discord.Interaction, current: str) -> list[app_commands.Choice[str]]:
        return [app_commands.Choice(name=current + "rasami", value="k")]

    @tree.context_menu(name="Who is this")
    async def who(interaction: discord.Interaction, whom: discord.User) -> None:
        await interaction.response.send_message(str(whom.id))

    @tree.context_menu(name="Save quote")
    async def save(interaction: discord.Interaction, message: discord.Message) -> None:
        await interaction.response.send_message(message.content)

    tree.add_command(group)
    return tree


@pytest.fixture
def quiet() -> Any:
    """Leaves the answers to the commands."""

    async def nothing(interaction: discord.Interaction) -> None: ...

    return nothing


async def test_commands_and_menus(control: Control, connect: Connect, quiet: Any) -> None:
    guild = await control.guild()
    where, role = guild.channels[0], await control.role(guild.id, "mods")
    by = Member(7, roles=(role,), permissions=8)
    async with connect(control) as client:
        client.answer = quiet
        tree = tree_of(client)
        first = {one.name: one.id for one in await tree.sync()}
        assert {one.name: one.id for one in await tree.sync()} == first
        assert len(await tree.fetch_commands()) == len(await control.commands()) == 5

        said = await control.command("trivia start", where, {"rounds": 3, "place": where, "whom": 7}, by=by)
        assert said.first["data"]["content"] == f"3 {where} 7 8 {role}"
        assert said.ms is not None
        assert 0 < said.ms < 1000
        assert (await client.get_guild(guild.id).fetch_member(7)).name == "jinora"  # type: ignore[union-attr]

        said = await control.command("read", where, {"file": upload("a.txt", b"words")}, answers=3)
        assert [one["route"] for one in said.answers] == ["callback", "edit", "follow-up"]
        assert said.answers[1]["message"]["content"] == "words"

        said = await control.autocomplete("find", "topic", where, {"topic": "kor", "page": "2"})
        assert said.first["data"]["choices"][0]["name"] == "korrasami"

        assert (await control.user_menu("Who is this", 7, where)).message["content"] == "7"
        quote = await control.say(where, "I am the Avatar")
        assert (await control.message_menu("Save quote", quote, where)).message[
            "content"
        ] == "I am the Avatar"
        with pytest.raises(ControlError, match="never announced"):
            await control.command("nothing", where)
    shown = [one["payload"]["content"] for one in await control.messages(where)]
    assert shown == ["words", "and more", "7", "I am the Avatar", "I am the Avatar"]


class Form(discord.ui.Modal, title="Form"):
    new = discord.ui.Label(text="new", component=discord.ui.TextInput(custom_id="new"))
    old = discord.ui.TextInput["Form"](label="old", custom_id="old", default="kept")

    async def on_submit(self, interaction: discord.Interaction, /) -> None:
        assert isinstance(self.new.component, discord.ui.TextInput)
        await interaction.response.edit_message(content=f"{self.new.component.value} {self.old.value}")


class Panel(discord.ui.View):
    @discord.ui.button(label="form", custom_id="form")
    async def form(self, interaction: discord.Interaction, _: discord.ui.Button[Panel]) -> None:
        await interaction.response.send_modal(Form())

    @discord.ui.button(label="grey", custom_id="grey", disabled=True)
    async def grey(self, interaction: discord.Interaction, _: discord.ui.Button[Panel]) -> None: ...

    @discord.ui.select(
        custom_id="pick", options=[discord.SelectOption(label="a"), discord.SelectOption(label="b")]
    )
    async def pick(self, interaction: discord.Interaction, pick: discord.ui.Select[Panel]) -> None:
        await interaction.response.defer()
        await interaction.edit_original_response(content=pick.values[0])

    @discord.ui.select(cls=discord.ui.ChannelSelect, custom_id="place")
    async def place(self, interaction: discord.Interaction, place: discord.ui.ChannelSelect[Panel]) -> None:
        await interaction.response.edit_message(content=f"{place.values[0].id}")


@pytest.mark.parametrize("ephemeral", [False, True])
async def test_presses_selects_and_a_modal(
    control: Control, connect: Connect, quiet: Any, ephemeral: bool
) -> None:
    where = (await control.guild()).channels[0]
    async with connect(control) as client:
        panel = Panel(timeout=None)

        async def show(interaction: discord.Interaction) -> None:
            client.answer = quiet
            await interaction.response.send_message("panel", view=panel, ephemeral=ephemeral)

        client.answer = show
        shown = await control.command("panel", where)
        message = int(shown.message["id"])
        opened = await control.press("form", message, where)
        assert opened.first["type"] == 9
        filled = await control.submit(opened.id, {"new": "fresh"}, where)
        assert filled.message["content"] == "fresh kept"
        assert filled.message["id"] == str(message)
        picked = await control.press("pick", message, where, values=["b"], answers=2)
        assert [one["type"] for one in picked.answers] == [6, None]
        assert picked.message["content"] == "b"
        placed = await control.press("place", message, where, values=[where])
        assert placed.message["content"] == str(where)
        for custom_id in ("grey", "absent"):
            with pytest.raises(ControlError, match="could be used"):
                await control.press(custom_id, message, where)
        panel.stop()
    assert len(await control.messages(where)) == (0 if ephemeral else 1)


async def test_a_second_answer_and_one_too_late(control: Control, connect: Connect) -> None:
    where = (await control.guild()).channels[0]
    async with connect(control) as client:
        await control.command("any", where)
        asked = client.asked[0]
        asked.response._response_type = None  # so that discord.py doesn't object itself
        with pytest.raises(discord.HTTPException) as twice:
            await asked.response.send_message("yes")
        assert (twice.value.status, twice.value.code) == (400, 40060)

        await control.command("any", where, age=3.1, answers=0)
        await until(lambda: "10062" in client.happened[-1])
        unanswered = client.asked[1].followup.send("too early", wait=True)
        with pytest.raises(discord.NotFound, match="Unknown Webhook"):
            await unanswered


async def test_follow_ups_can_be_read_changed_and_deleted(control: Control, connect: Connect) -> None:
    where = (await control.guild()).channels[0]
    async with connect(control) as client:

        async def answer(interaction: discord.Interaction) -> None:
            await interaction.response.defer(ephemeral=True, thinking=True)
            loading = await interaction.original_response()
            assert loading.flags.loading
            first = await interaction.followup.send("it", wait=True)
            assert first.id == loading.id
            assert first.flags.ephemeral
            more = await interaction.followup.send("more", wait=True)
            await more.edit(content="less")
            await more.delete()
            await interaction.delete_original_response()

        client.answer = answer
        said = await control.command("any", where, answers=6)
        assert [one["route"] for one in said.answers[-2:]] == ["delete", "delete"]
    assert await control.messages(where) == []


async def test_an_interaction_in_direct_messages(control: Control, connect: Connect) -> None:
    async with connect(control) as client:
        by = Member(9)
        await control.command("any", await control.direct(by), by=by)
        assert client.asked[0].user.id == 9
        assert client.asked[0].guild is None
