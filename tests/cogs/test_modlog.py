"""`/admin log`, its undo, and the log channel, as a moderator meets them."""

from __future__ import annotations

from typing import Any

from simcord.actors import MemberActor
from simcord.results import InteractionResult

from bot.models import Kind
from bot.server_settings import Key
from bot.store.reviews import Review, Reviews
from tests.cogs.moderating import elsewhere, guild, let_in, moderator, old_button, take_permission
from tests.cogs.reading import keys, labels, shown, texts
from tests.cogs.test_reports import report, tenzin
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


async def test_undoing_what_others_did_needs_more_than_a_rule(world: World) -> None:
    helpers = guild(world).create_role("Helpers")
    await let_in(world, helpers)
    opal = guild(world).add_member(world.env.create_user("Opal"), roles=[helpers])
    await alias(world, 1, "The Ship")
    assert "Manage Server" in await old_button(world, opal, "undo_edit:alias:1")
    await world.services.curation.add_alias(guild(world).id, opal.id, "alias:2", "korrasami", "The Boat")
    assert "Undone" in await old_button(world, opal, "undo_edit:alias:2")


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


async def newest(world: World, lin: MemberActor) -> str:
    """The newest line in full."""
    card = shown(await log(world, lin))
    await lin.click(card.message, custom_id=keys(card, "log_line")[0])
    await world.env.advance_time(60)
    return texts(card)


async def done(world: World, lin: MemberActor, command: str, **options: Any) -> str:
    await lin.slash(world.channel, command, **options)
    return await newest(world, lin)


async def test_a_refusal_with_its_reason_is_listed(world: World) -> None:
    lin = moderator(world)
    board = guild(world).create_text_channel("mod-log")
    await report(world.member, (await tenzin(world)).message)
    await lin.slash(world.channel, "admin log-channel", channel=board)
    await world.env.advance_time(60)
    item = shown(await lin.slash(world.channel, "admin review"))
    form = await lin.click(item.message, label="It is right as it is")
    await lin.submit_modal(form, {"reason": "He *does* say it"})
    said = await newest(world, lin)
    assert "### Report looked at: it is right as it is" in said
    assert "- words: Life is one big bumpy ride.\n- reason: He \\*does\\* say it" in said
    assert "piece" not in said
    assert "right as it is" in str([one.components for one in world.env.backend.messages[board.id].values()])


async def test_what_was_decided_before_is_still_read(world: World) -> None:
    """A reason stood there as it was typed, once."""
    lin, server = moderator(world), guild(world).id
    await world.services.servers.database.write(
        """
        insert into moderation_log (id, server_id, by_id, at, action, before, after)
        values ('review:old', ?, ?, '2025-01-01T00:00:00+00:00', 'appeal refused', '{"given": "Bo"}', 'No!')
        """,
        [server, lin.id],
    )
    said = await newest(world, lin)
    assert "- answer: Bo\n- reason: No!" in said
    assert labels(shown(await log(world, lin))) == ["Details"]


async def test_a_settled_clash_is_listed(world: World) -> None:
    lin, server = moderator(world), guild(world).id
    sides = [{"name": "Ann Low", "titles": [], "quotes": 1}, {"name": "Anne Low", "titles": [], "quotes": 2}]
    now = world.services.clock()
    item = Review("c" * 16, server, "clash", "open", {"words": None, "sides": sides}, 0, now)
    await Reviews(world.services.servers.database).settle(item, accepted=False, by_id=lin.id, at=now)
    said = await newest(world, lin)
    assert "### Clash left as it is" in said
    assert "- between: Ann Low and Anne Low" in said


async def test_only_what_changed_of_the_hosts_entry(world: World) -> None:
    lin = moderator(world)
    await alias(world, 1, "The Ship")
    said = await newest(world, lin)
    assert "- other names: + The Ship\n" in said + "\n"
    assert "topic “" not in said, "the heading names it"
    await world.services.curation.add_alias(guild(world).id, 7, "alias:2", "finalscene", "Big Finale Kiss")
    assert "- other names: + Big Finale Kiss" in await newest(world, lin)


async def test_settings_in_words(world: World) -> None:
    lin, server = moderator(world), guild(world).id
    fans = guild(world).create_role("Fans")
    settings = world.services.settings
    await settings.change(server, lin.id, 1, Key.KINDS, (Kind.CREATOR, Kind.WORK))
    said = await newest(world, lin)
    assert "### Setup: what counts as canon" in said
    assert "press report, then fan text → a creator’s own words, then the story itself" in said
    await settings.change(server, lin.id, 2, Key.MODERATOR_ROLE, fans.id)
    said = await newest(world, lin)
    assert f"only those with Manage Server → those with Manage Server, and <@&{fans.id}>" in said
    entry = await settings.change(server, lin.id, 3, Key.SECOND_MODERATOR, True)
    assert "one moderator is enough → two moderators must agree" in await newest(world, lin)
    assert entry and await settings.undo(server, entry, lin.id)
    assert "### Undone: a second moderator" in await newest(world, lin)
    said = await done(world, lin, "admin trivia timezone", zone="Europe/Berlin")
    assert "### Setup: time zone" in said and "→ Berlin (Europe/Berlin)" in said
    said = await done(world, lin, "admin log-channel", channel=world.channel)
    assert "### Setup: log channel" in said and f"→ <#{world.channel.id}>" in said
    card = shown(await lin.slash(world.channel, "admin log-channel"))
    await lin.click(card.message, label="Stop")
    assert f"<#{world.channel.id}> → none" in await newest(world, lin)


async def test_schedules_and_scores_in_words(world: World) -> None:
    lin, there = moderator(world), world.channel
    fans = guild(world).create_role("Fans", mentionable=True)
    quote = {"what": "quote of the day", "when": "every day 18:00", "channel": there}
    said = await done(world, lin, "admin schedule add", **quote)
    assert f"### Schedule 1 added\n-# By <@{lin.id}>" in said
    assert f"- what: quote of the day\n- where: <#{there.id}>\n- when: every day at 18:00 (UTC)" in said
    said = await done(world, lin, "admin schedule edit", number="1", when="weekdays 12:00", ping=fans)
    assert "- when: every day at 18:00 (UTC) → on weekdays at 12:00 (UTC)\n- besides: may come" in said
    assert f"→ pings <@&{fans.id}>, may come 2 hours late" in said
    for mark in ("{", "role_id", "grace", "plan"):
        assert mark not in said
    said = await done(world, lin, "admin schedule pause", number="1")
    assert "### Schedule 1 paused" in said
    card = shown(await log(world, lin))
    await lin.click(card.message, custom_id=keys(card, "log_line")[0])
    assert labels(card) == ["Show the schedule", "Back to the log"]
    said = await done(world, lin, "admin trivia correct", member=world.member, points=-5, reason="A slip")
    assert f"- member: <@{world.member.id}>\n- points: -5\n- reason: A slip" in said
    card = shown(await log(world, lin))
    await lin.click(card.message, custom_id=keys(card, "log_line")[0])
    await lin.click(card.message, label="Undo")
    assert "### Score correction undone" in await newest(world, lin)


async def test_a_persons_entry_in_words(world: World) -> None:
    lin = moderator(world)
    form = await lin.slash(world.channel, "admin person add")
    await lin.submit_modal(
        form, {"name": "Meelo the Great", "others": "Meelo", "role": "character", "pronoun": "he"}
    )
    said = await newest(world, lin)
    assert said.endswith("- other names: + Meelo\n- role: character\n- pronoun: he")
