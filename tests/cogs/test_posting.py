"""Scheduled posts in a pretend Discord: what members see, press and are told, and what happens in trouble."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import discord
import pytest
from simcord.results import ResponseMessage

from bot.models import Mode
from bot.schedules import Overview, Wish
from bot.server_settings import Key
from bot.slots import Options, State, What
from tests.cogs.games import channel_of, only_refusals
from tests.cogs.moderating import guild, moderator, old_button
from tests.cogs.reading import keys, labels, shown, texts
from tests.conftest import World


def bodies(world: World, end: str) -> list[dict[str, Any]]:
    """What the bot posted to Discord's addresses that end so."""
    return [
        one.json or {} for one in world.env.http_requests if one.method == "POST" and one.path.endswith(end)
    ]


class Calendar:
    """A server's schedules, and what they post in its channel."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.moderator = moderator(world)
        self._asked = 0

    async def add(
        self, what: What, when: str = "every day 12:00", channel: int | None = None, **options: Any
    ) -> Overview:
        self._asked += 1
        wish = Wish(what, channel or self.world.channel.id, when, options=Options(**options))
        schedules = self.world.services.schedules
        return await schedules.add(guild(self.world).id, self.moderator.id, self._asked, wish)

    async def at(self, hour: float, day: int = 1) -> None:
        """Lets time pass to an hour of a day of January 2026."""
        now = self.world.env.now()
        start = now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
        wanted = start + timedelta(days=day - 1, hours=hour)
        await self.world.env.advance_time((wanted - now).total_seconds() + 1)
        await self.world.services.scheduler.idle()

    def posts(self, channel_id: int | None = None) -> list[ResponseMessage]:
        """What the bot posted in a channel, oldest first."""
        backend = self.world.env.backend
        channel_id = channel_id or self.world.channel.id
        found = [
            ResponseMessage(self.world.env, one)
            for one in backend.messages.get(channel_id, {}).values()
            if one.author_id == backend.bot_user.id
        ]
        return sorted((one for one in found if not one.ephemeral), key=lambda one: one.id)

    async def latest(self, number: int = 1) -> list[tuple[State, str | None]]:
        found = await self.world.services.schedules.show(guild(self.world).id, number)
        return [(one.state, one.reason) for one in found.latest]


@pytest.fixture
def calendar(world: World) -> Calendar:
    return Calendar(world)


async def test_a_quote_comes_at_its_hour_with_its_source(world: World, calendar: Calendar) -> None:
    await calendar.add(What.QUOTE)
    await calendar.at(11.9)
    assert not calendar.posts()
    await calendar.at(12)
    [post] = calendar.posts()
    said = texts(post)
    assert "Quote of the day" in said
    assert "> “" in said
    assert "io9" in said or "ComicBook.com" in said
    assert "Context" in labels(post)
    around = shown(await world.member.click(post.message, custom_id=keys(post, "context")[0]))
    assert "The quoted words" in texts(around)
    assert around.ephemeral
    assert await calendar.latest() == [(State.SENT, None)]


async def test_the_daily_question_from_the_question_to_the_reveal(world: World, calendar: Calendar) -> None:
    await calendar.add(What.DAILY)
    await calendar.at(12)
    [post] = calendar.posts()
    assert labels(post) == ["Answer"]
    assert "What is right is told when the time is up" in texts(post)
    other = guild(world).add_member(world.env.create_user("Bolin"))
    [key] = keys(post, "daily")
    mine = shown(await world.member.click(post.message, custom_id=key))
    assert mine.ephemeral
    theirs = shown(await other.click(post.message, custom_id=key))
    round_id = key.removeprefix("daily:")
    one = (await world.services.daily.opened(round_id, guild(world).id)).round
    right = one.options.index(one.question.answers[0])
    wrong = next(place for place in range(len(one.options)) if place != right)
    told = await world.member.click(mine.message, custom_id=f"daily_guess:{round_id}:{right}")
    noted = shown(told)
    assert "Noted:" in texts(noted)
    assert "Right" not in texts(noted)
    await other.click(theirs.message, custom_id=f"daily_guess:{round_id}:{wrong}")
    again = shown(await world.member.click(post.message, custom_id=key))
    assert "Your answer is" in texts(again)
    assert "already" in await old_button(world, other, f"daily_guess:{round_id}:{right}")
    await calendar.at(12, day=2)
    question, reveal, following = (one for one in calendar.posts() if "old" not in labels(one))
    assert question.id == post.id
    assert "Its time is up" in texts(question)
    assert not keys(question, "daily")
    said = texts(reveal)
    assert f"Answer: {one.question.answers[0]}" in said.replace("\\", "")
    assert "**1 of 2 answers** right" in said
    assert f"<@{world.member.id}>" in said
    own = shown(await other.click(reveal.message, label="My answer"))
    assert "Not right" in texts(own)
    assert own.ephemeral
    appealed = shown(await other.click(reveal.message, label="My answer was right"))
    assert "moderators" in texts(appealed)
    assert "Not right" in await old_button(world, other, key)
    stranger = guild(world).add_member(world.env.create_user("Wu"))
    assert "time for this question is up" in await old_button(world, stranger, key)
    assert "You gave no answer" in texts(shown(await stranger.click(reveal.message, label="My answer")))
    assert keys(following, "daily")
    only_refusals(world)


async def test_a_restart_in_the_middle_of_the_day(world: World, calendar: Calendar) -> None:
    await calendar.add(What.DAILY)
    await calendar.at(12)
    [post] = calendar.posts()
    [key] = keys(post, "daily")
    mine = shown(await world.member.click(post.message, custom_id=key))
    await world.restart()
    [guess, *_] = keys(mine, "daily_guess")
    assert "Noted" in texts(shown(await world.member.click(mine.message, custom_id=guess)))
    await calendar.at(13, day=2)
    assert len(calendar.posts()) == 3


async def test_a_restart_between_sending_and_noting_posts_once(world: World, calendar: Calendar) -> None:
    """The row says `sending`, the message stands: the next process knows it by its button."""
    await calendar.add(What.QUOTE)
    await calendar.at(12)
    assert len(calendar.posts()) == 1
    await world.services.servers.database.write(
        "update slots set state = 'sending', channel_id = null, message_id = null, done_at = null "
        "where state = 'sent'"
    )
    await world.restart()
    await calendar.at(12.5)
    assert len(calendar.posts()) == 1
    assert await calendar.latest() == [(State.SENT, None)]


async def test_a_role_is_pinged_and_nobody_else(world: World, calendar: Calendar) -> None:
    role = guild(world).create_role("Quizzers")
    await calendar.add(What.QUOTE, role_id=role.id)
    await calendar.at(12)
    [post] = calendar.posts()
    assert f"<@&{role.id}>" in texts(post)
    sent = bodies(world, "/messages")
    assert sent[-1]["allowed_mentions"] == {"parse": [], "roles": [role.id]}
    assert sent[-1]["enforce_nonce"] is True


async def test_a_thread_for_discussion(world: World, calendar: Calendar) -> None:
    await calendar.add(What.QUOTE, thread=True)
    await calendar.at(12)
    assert [one["name"] for one in bodies(world, "/threads")] == ["Quote of the day, 1 January 2026"]


async def test_without_the_right_to_open_threads_the_post_stands(world: World, calendar: Calendar) -> None:
    world.env.inject_error("POST", "/channels/*/messages/*/threads", status=403, code=50013, message="No")
    await calendar.add(What.QUOTE, thread=True)
    await calendar.at(12)
    assert len(calendar.posts()) == 1
    assert await calendar.latest() == [(State.SENT, None)]
    assert "Create Public Threads" in direct(world)


async def test_the_board_of_the_week(world: World, calendar: Calendar) -> None:
    await calendar.add(What.DAILY, hours=1)
    await calendar.add(What.BOARD, "every day 15:00")
    await calendar.at(12)
    [post] = calendar.posts()
    round_id = keys(post, "daily")[0].removeprefix("daily:")
    one = (await world.services.daily.opened(round_id, guild(world).id)).round
    right = one.options.index(one.question.answers[0])
    await world.services.daily.choose(round_id, guild(world).id, world.member.id, 1, right)
    await calendar.at(15)
    board = calendar.posts()[-1]
    assert "Leaderboard of the week" in texts(board)
    assert f"<@{world.member.id}>" in texts(board)
    place = shown(await world.member.click(board.message, label="My place"))
    assert "(you)" in texts(place)
    assert place.ephemeral
    nothing = shown(await calendar.moderator.click(board.message, label="My place"))
    assert "didn’t score" in texts(nothing)
    assert "all time" in texts(shown(await world.member.click(board.message, label="All time")))


async def test_a_game_is_announced_and_starts_by_itself(world: World, calendar: Calendar) -> None:
    await calendar.add(What.GAME, mode=Mode.RACE, rounds=2, minutes_before=10)
    await calendar.at(11 + 51 / 60)
    [announced] = calendar.posts()
    assert "A trivia game starts" in texts(announced)
    rules = shown(await world.member.click(announced.message, label="How it is played"))
    assert "first right answer" in texts(rules)
    await calendar.at(12)
    assert world.services.games.in_channel(guild(world).id, world.channel.id) is not None
    assert "question 1 of 2" in texts(calendar.posts()[-1])
    assert await calendar.latest() == [(State.SENT, None)]


async def test_a_game_that_is_on_already_is_waited_for(world: World, calendar: Calendar) -> None:
    await calendar.add(What.GAME, rounds=1, minutes_before=0)
    await calendar.at(11.999)
    await world.member.slash(world.channel, "trivia play", questions=2)
    first = world.services.games.in_channel(guild(world).id, world.channel.id)
    assert first is not None
    await calendar.at(12)
    assert world.services.games.in_channel(guild(world).id, world.channel.id) is first
    await calendar.at(12.2)
    assert await calendar.latest() == [(State.SENT, None)]


async def test_a_forum_gets_a_post_of_its_own(world: World, calendar: Calendar) -> None:
    forum = guild(world).create_forum_channel("daily")
    await calendar.add(What.QUOTE, channel=forum.id)
    await calendar.at(12)
    assert [one["name"] for one in bodies(world, "/threads")] == ["Quote of the day, 1 January 2026"]
    assert await calendar.latest() == [(State.SENT, None)]
    await world.services.servers.database.write(
        "update slots set state = 'sending', channel_id = null, message_id = null where state = 'sent'"
    )
    await world.restart()
    await calendar.at(12.5)
    assert len(bodies(world, "/threads")) == 1


def direct(world: World) -> str:
    """What whoever made the schedules was told by direct message."""
    backend = world.env.backend
    ours = {channel.id for channel in world.env.bot.get_all_channels()}
    return "\n".join(
        texts(ResponseMessage(world.env, message))
        for channel_id, messages in backend.messages.items()
        if channel_id not in ours
        for message in messages.values()
        if message.author_id == backend.bot_user.id
    )


async def test_a_lost_channel_is_told_once_and_mended(world: World, calendar: Calendar) -> None:
    path = f"/channels/{world.channel.id}/messages"
    world.env.inject_error("POST", path, status=403, code=50013, message="No", times=3)
    await calendar.add(What.QUOTE)
    await calendar.at(12)
    [(state, reason)] = await calendar.latest()
    assert state is State.SENDING
    assert reason
    assert "I may not write" in reason
    said = direct(world)
    assert said.count("I can’t post") == 1
    assert "**Send Messages**" in said
    await calendar.at(13)
    assert await calendar.latest() == [(State.SENT, None)]
    assert len(calendar.posts()) == 1
    assert direct(world).count("I can’t post") == 1
    found = await world.services.schedules.show(guild(world).id, 1)
    assert found.schedule.trouble is None


async def test_the_log_channel_hears_of_it(world: World, calendar: Calendar) -> None:
    log = guild(world).create_text_channel("mod-log")
    await world.services.settings.change(guild(world).id, 7, 7, Key.LOG_CHANNEL, log.id)
    gone = guild(world).create_text_channel("soon gone")
    await calendar.add(What.QUOTE, channel=gone.id)
    channel = world.env.bot.get_channel(gone.id)
    assert isinstance(channel, discord.TextChannel)
    await channel.delete()
    await calendar.at(12)
    [told] = calendar.posts(log.id)
    assert "I can’t post" in texts(told)
    assert "is gone" in texts(told)
    await calendar.at(14)
    assert len(calendar.posts(log.id)) == 1
    assert not direct(world)


async def test_old_buttons_and_other_servers(world: World, calendar: Calendar) -> None:
    for key in (
        "daily:0000000000000000",
        "daily_guess:0000000000000000:1",
        "daily_own:0000000000000000:0000000000000000",
        "rules:0000000000000000",
        "standing:0000000000000000",
    ):
        assert "no longer" in await old_button(world, world.member, key), key
    await calendar.add(What.DAILY)
    await calendar.at(12)
    post = calendar.posts()[-1]
    [key] = keys(post, "daily")
    other = world.env.create_guild("Zaofu")
    member = other.add_member(world.env.create_user("Kuvira"))
    channel = other.create_text_channel("metal")
    said = await old_button(world, member, key, channel)
    assert "no longer" in said
    only_refusals(world)


async def test_look_ups_stay_open_during_a_daily_question(world: World, calendar: Calendar) -> None:
    await calendar.add(What.DAILY)
    await calendar.at(12)
    card = shown(await world.member.slash(world.channel, "canon", topic="korrasami"))
    assert not card.ephemeral
    assert channel_of(world).id == world.channel.id
