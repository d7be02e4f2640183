"""`/admin log`, its undo, and the log channel, as a moderator meets them."""

from __future__ import annotations

from simcord.actors import MemberActor
from simcord.results import InteractionResult

from tests.cogs.moderating import elsewhere, guild, moderator, old_button, take_permission
from tests.cogs.reading import labels, shown, texts
from tests.conftest import World


async def log(world: World, member: MemberActor) -> InteractionResult:
    return await member.slash(world.channel, "admin log")


async def alias(world: World, number: int, name: str, server_id: int | None = None) -> None:
    await world.services.curation.add_alias(
        server_id or guild(world).id, 7, f"alias:{number}", "korrasami", name
    )


async def test_a_change_is_listed_with_before_and_after_and_undone(world: World) -> None:
    lin = moderator(world)
    assert "Nothing was changed here yet" in texts(shown(await log(world, lin)))
    await alias(world, 1, "The Ship")
    listed = await log(world, lin)
    assert "“The Ship” is another name of Korrasami" in texts(shown(listed))
    assert "+ The Ship" in texts(shown(listed))
    line = shown(await lin.click(shown(listed), label="Details"))
    assert labels(line) == ["Undo", "Back to the log"]
    await world.restart()
    undone = await lin.click(line, label="Undo")
    assert "Undone" in texts(shown(undone))
    again = await old_button(world, lin, "undo_edit:alias:1")
    assert "undone already" in again
    after = texts(shown(await log(world, lin)))
    assert "**undone**" in after
    assert "Undone: “The Ship”" in after


async def test_pages(world: World) -> None:
    lin = moderator(world)
    for number in range(6):
        await alias(world, number, f"Ship {number}")
    first = await log(world, lin)
    assert "page 1 of 2" in texts(shown(first))
    second = await lin.click(shown(first), label="Older")
    assert "Ship 0" in texts(shown(second))
    assert "page 1 of 2" in texts(shown(await lin.click(shown(second), label="Newer")))
    assert "page 2 of 2" in await old_button(world, lin, "log:99")


async def test_undoing_what_was_changed_again_is_refused(world: World) -> None:
    lin = moderator(world)
    await alias(world, 1, "The Ship")
    await alias(world, 2, "The Boat")
    assert "changed again since" in await old_button(world, lin, "undo_edit:alias:1")
    assert "Undone" in await old_button(world, lin, "undo_edit:alias:2")
    assert "Undone" in await old_button(world, lin, "undo_edit:alias:1")


async def test_other_servers_and_members_see_and_undo_nothing(world: World) -> None:
    await alias(world, 1, "The Ship")
    channel, kuvira = elsewhere(world)
    assert "Nothing was changed here yet" in texts(shown(await kuvira.slash(channel, "admin log")))
    assert "no longer in this server" in await old_button(world, kuvira, "log_line:0:alias:1", channel)
    assert "undone already" in await old_button(world, kuvira, "undo_edit:alias:1", channel)
    for key in ("log:0", "log_line:0:alias:1", "undo_edit:alias:1"):
        assert "moderators" in await old_button(world, world.member, key)
    answer = await world.services.at(guild(world).id).canon.answer("the ship")
    assert answer.topic is not None
    assert answer.topic.name == "Korrasami"


async def test_a_role_taken_away_in_between_refuses(world: World) -> None:
    lin = moderator(world)
    await alias(world, 1, "The Ship")
    listed = await log(world, lin)
    take_permission(world, lin)
    assert "can’t use the moderators’ commands" in texts(
        shown(await lin.click(shown(listed), label="Details"))
    )


async def test_the_log_channel_is_told_once(world: World) -> None:
    lin = moderator(world)
    board = guild(world).create_text_channel("mod-log")
    await alias(world, 1, "The Ship")
    await lin.slash(world.channel, "admin log-channel", channel=board)
    await log(world, lin)
    await log(world, lin)
    told = [str(one.components) for one in world.env.backend.messages[board.id].values()]
    assert sum("The Ship" in one for one in told) == 1
