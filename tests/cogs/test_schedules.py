"""What moderators do with schedules: set up, look, change, pause, skip, try out, remove and take back."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from simcord.actors import MemberActor
from simcord.results import ResponseMessage

from bot.slots import Running
from tests.cogs.games import only_refusals
from tests.cogs.moderating import guild, moderator, old_button
from tests.cogs.reading import keys, labels, shown, texts
from tests.conftest import World

DAILY = {"what": "daily trivia", "when": "every day 18:00"}
QUOTE = {"what": "quote of the day", "when": "weekdays 12:00"}


async def ask(world: World, lin: MemberActor, command: str, **options: Any) -> ResponseMessage:
    card = shown(await lin.slash(world.channel, f"admin schedule {command}", **options))
    assert card.ephemeral
    return card


async def click(lin: MemberActor, card: ResponseMessage, label: str) -> ResponseMessage:
    return shown(await lin.click(card.message, label=label))


async def running(world: World, number: int = 1) -> Running:
    return (await world.services.schedules.find(guild(world).id, number)).running


def coming(said: str) -> list[datetime]:
    """The moments that a card announces."""
    return [datetime.fromtimestamp(int(at), UTC) for at in re.findall(r"\*\* · <t:(\d+):f>", said)]


async def offered(
    world: World, lin: MemberActor, option: str, typed: str, command: str = "add", **with_: Any
):
    return await lin.autocomplete(world.channel, f"admin schedule {command}", option, typed, **with_)


async def test_a_new_schedule_says_what_comes(world: World) -> None:
    lin = moderator(world)
    role = guild(world).create_role("Trivia fans", mentionable=True)
    card = await ask(
        world,
        lin,
        "add",
        **DAILY,
        zone="Berlin",
        ping=role,
        thread=True,
        about="Korra",
        level=2,
        open_hours=12,
        grace_hours=0.5,
    )
    said = texts(card)
    assert said.startswith("**Schedule 1 is set up.**\n### 1 · Daily trivia\n")
    assert f"<#{world.channel.id}> · every day at 18:00" in said
    assert "Time zone: Berlin (Europe/Berlin) · it is 01:00 (UTC+01:00) there" in said
    assert (
        f"-# About “Korra” · level 2 · open for 12 hours · pings <@&{role.id}> · opens a thread for "
        "discussion · may come 30 minutes late"
    ) in said
    assert "- **Thu 1 January, 18:00** · <t:1767286800:f>, <t:1767286800:R>" in said
    assert [(at.day, at.hour) for at in coming(said)] == [(day, 17) for day in range(1, 6)]
    assert "⚠️" not in said and "chosen no time zone" not in said
    assert labels(card) == ["Pause", "Skip next", "Test", "Remove"]


async def test_five_posts_across_a_change_of_the_clocks(world: World) -> None:
    """In Berlin they go forward on 29 March, from 2:00 to 3:00."""
    lin = moderator(world)
    await lin.slash(world.channel, "admin trivia timezone", zone="Berlin")
    said = texts(await ask(world, lin, "add", what="daily trivia", when="1st of the month 18:00"))
    assert [(at.month, at.hour) for at in coming(said)] == [(1, 17), (2, 17), (3, 17), (4, 16), (5, 16)]
    for day in ("Thu 1 January", "Sun 1 February", "Sun 1 March", "Wed 1 April", "Fri 1 May"):
        assert f"**{day}, 18:00**" in said
    skipped = texts(await ask(world, lin, "edit", number="1", when="last Sunday of the month 2:30"))
    assert "**Sun 22 February, 02:30**" in skipped
    assert "**Sun 29 March, 03:00**" in skipped
    assert "**Sun 26 April, 02:30**" in skipped


async def test_a_plan_that_ends_shows_what_is_left_of_it(world: World) -> None:
    lin = moderator(world)
    said = texts(await ask(world, lin, "add", **(QUOTE | {"when": "every day 12:00 until 2 January 2026"})))
    assert len(coming(said)) == 2
    assert "The next 2 posts" in said
    assert "every day at 12:00, until 2 January 2026" in said
    await world.env.advance_time(86400)
    assert "The one post left" in texts(await ask(world, lin, "show", number="1"))
    await world.env.advance_time(86400)
    card = await ask(world, lin, "show", number="1")
    assert "**Ended:**" in texts(card)
    assert labels(card) == ["Test", "Remove"]
    card = await ask(world, lin, "edit", number="1", when="Fridays 12:00")
    assert "**Posting**" in texts(card)
    assert len(coming(texts(card))) == 5


async def test_without_a_time_zone_it_says_that_these_are_utc(world: World) -> None:
    lin = moderator(world)
    said = texts(await ask(world, lin, "add", **QUOTE))
    assert "times in UTC" in said
    assert "`/admin schedule edit number:1 zone:`" in said and "`/admin trivia timezone`" in said
    assert "times in UTC" not in texts(await ask(world, lin, "edit", number="1", zone="Tokyo"))
    assert "Tokyo (Asia/Tokyo)" in texts(await ask(world, lin, "show", number="1"))
    await lin.slash(world.channel, "admin trivia timezone", zone="UTC")
    assert "times in UTC" not in texts(await ask(world, lin, "add", **QUOTE))


@pytest.mark.parametrize(
    ("what", "options", "expected"),
    [
        (
            "trivia game",
            {"mode": "survival", "questions": 5, "seconds": 30, "announce_minutes": 0},
            "-# All levels · survival · 5 questions of 30 seconds · not announced · may come 2 hours late",
        ),
        ("trivia game", {}, "race · 10 questions of 20 seconds · announced 10 minutes before"),
        ("leaderboard of the week", {"grace_hours": 0}, "-# Never comes late"),
        ("quote of the day", {"about": "  Korra   &  Asami "}, "-# About “Korra & Asami” · may come"),
        ("on this day", {}, "left that it has not shown yet"),
    ],
)
async def test_each_kind_says_its_own_options(
    world: World, what: str, options: dict[str, Any], expected: str
) -> None:
    card = await ask(world, moderator(world), "add", what=what, when="Mondays at 8 pm", **options)
    assert expected in texts(card)
    assert "on Mondays at 20:00" in texts(card)


async def test_a_pool_that_is_empty_is_told_at_once(world: World) -> None:
    lin = moderator(world)
    said = texts(await ask(world, lin, "add", **QUOTE, about="xyzzyqwerty"))
    assert "**Its pool is empty:**" in said
    assert "**There would be nothing to post:** nothing in the library fits." in said
    said = texts(await ask(world, lin, "add", **DAILY, about="xyzzyqwerty"))
    assert "**There would be nothing to post:** there is no question" in said


async def test_a_thread_and_a_forum_are_places_too(world: World) -> None:
    lin = moderator(world)
    forum = guild(world).create_forum_channel("daily-forum")
    said = texts(await ask(world, lin, "add", **QUOTE, channel=forum, thread=True))
    assert f"<#{forum.id}>" in said and "⚠️" not in said
    assert "no further thread is opened" in said
    world.env.backend.create_thread(world.channel.id, "talk", world.env.backend.bot_user.id)
    [thread] = world.channel.threads
    card = shown(await lin.slash(thread, "admin schedule add", **DAILY))
    assert f"<#{thread.id}>" in texts(card) and "⚠️" not in texts(card)
    news = guild(world).create_news_channel("news")
    assert f"<#{news.id}>" in texts(await ask(world, lin, "add", **DAILY, channel=news))


async def test_the_list_when_there_is_nothing(world: World) -> None:
    card = await ask(world, moderator(world), "list")
    assert "No schedules yet" in texts(card)
    assert texts(card).count("`/admin schedule add") == 2
    assert labels(card) == []


async def test_the_list_page_by_page(world: World) -> None:
    lin = moderator(world)
    for number in range(1, 13):
        when = f"every day {number}:00 until 1 January 2026" if number == 2 else f"every day {number}:00"
        await ask(world, lin, "add", what="leaderboard of the week", when=when)
    await ask(world, lin, "pause", number="1")
    await world.env.advance_time(2.5 * 3600)
    card = await ask(world, lin, "list")
    said = texts(card)
    assert "### 12 schedules\n-# Of 50 that a server may have · page 1 of 2" in said
    assert f"**3 · leaderboard of the week** in <#{world.channel.id}>\nevery day at 03:00 (UTC)" in said
    assert "-# **paused** by a moderator" in said
    assert "-# **ended**" in said
    assert "-# next Thu 1 January, 03:00, <t:" in said
    assert labels(card) == ["Show"] * 10 + ["Next"]
    await world.restart()
    await lin.click(card.message, label="Next")
    assert labels(card) == ["Show", "Show", "Previous"]
    opened = shown(await lin.click(card.message, custom_id="schedule:show:12"))
    assert opened.ephemeral and "### 12 · Leaderboard of the week" in texts(opened)
    assert "page 2 of 2" in texts(card), "the list stays"
    await lin.click(card.message, label="Previous")
    assert labels(card) == ["Show"] * 10 + ["Next"]


async def test_what_became_of_the_last_posts(world: World) -> None:
    lin = moderator(world)
    await ask(world, lin, "add", **(QUOTE | {"when": "every day 12:00"}))
    await world.env.advance_time(86400)
    await ask(world, lin, "skip", number="1")
    said = texts(await ask(world, lin, "show", number="1"))
    assert "- Fri 2 January, 12:00 · **skipped**: skipped by a moderator" in said
    link = re.search(r"- Thu 1 January, 12:00 · sent, \[see it\]\((\S+)\)", said)
    assert link is not None
    server, channel, message = map(int, link[1].split("/")[-3:])
    assert (server, channel) == (guild(world).id, world.channel.id)
    assert message in {one.id for one in world.channel.history()}
    assert coming(said)[0] == datetime(2026, 1, 3, 12, tzinfo=UTC)


async def test_edit_changes_what_is_given_and_keeps_the_rest(world: World) -> None:
    lin = moderator(world)
    role = guild(world).create_role("Fans", mentionable=True)
    await ask(world, lin, "add", **DAILY, ping=role, about="Korra", level=3, open_hours=6)
    there = guild(world).create_text_channel("elsewhere")
    card = await ask(world, lin, "edit", number="1", channel=there, zone="Kolkata", grace_hours=1)
    said = texts(card)
    assert said.startswith("**Schedule 1 is changed.**")
    assert f"<#{there.id}> · every day at 18:00" in said
    assert "Kolkata (Asia/Kolkata)" in said and "may come 1 hour late" in said
    assert "About “Korra” · level 3 · open for 6 hours" in said
    said = texts(await ask(world, lin, "edit", number="1", about="None", level=0, open_hours=0, no_ping=True))
    assert "-# All levels · open until the next one · may come 1 hour late" in said
    assert [at.hour for at in coming(said)] == [12] * 5
    await ask(world, lin, "pause", number="1")
    said = texts(await ask(world, lin, "edit", number="1", when="Mondays 9:00"))
    assert "**Paused** by a moderator" in said and "on Mondays at 09:00" in said


async def test_pause_and_resume(world: World) -> None:
    lin = moderator(world)
    await ask(world, lin, "add", **QUOTE)
    card = await ask(world, lin, "pause", number="#1")
    assert texts(card).startswith("**Paused.**")
    assert "next" not in texts(card)
    assert labels(card) == ["Resume", "Test", "Remove"]
    assert await running(world) is Running.PAUSED
    await world.restart()
    await lin.click(card.message, label="Resume")
    assert texts(card).startswith("**Resumed.**")
    assert len(coming(texts(card))) == 5
    await lin.click(card.message, label="Pause")
    assert await running(world) is Running.PAUSED
    again = await ask(world, lin, "resume", number="1 · quote of the day, on weekdays at 12:00")
    assert "**Posting**" in texts(again)
    assert await running(world) is Running.ON


async def test_a_press_that_comes_too_late_shows_what_is_now(world: World) -> None:
    lin = moderator(world)
    first = await ask(world, lin, "add", **QUOTE)
    second = await ask(world, lin, "show", number="1")
    await lin.click(first.message, label="Pause")
    await lin.click(second.message, label="Pause")
    assert "does not post now, so there is nothing to pause" in texts(second)
    assert "**Paused** by a moderator" in texts(second)
    assert labels(second) == ["Resume", "Test", "Remove"]
    await lin.click(first.message, label="Resume")
    await lin.click(second.message, label="Resume")
    assert "is not paused" in texts(second) and "**Posting**" in texts(second)


async def test_skip_says_which_and_what_comes_instead(world: World) -> None:
    lin = moderator(world)
    await ask(world, lin, "add", **QUOTE)
    card = await ask(world, lin, "skip", number="1")
    assert texts(card).startswith("**Skipped:** Thu 1 January, 12:00")
    assert "Next comes Fri 2 January, 12:00" in texts(card)
    assert coming(texts(card))[0].day == 2
    [key] = keys(card, "schedule:skip")
    await world.restart()
    await lin.click(card.message, custom_id=key)
    assert "Next comes Mon 5 January" in texts(card)
    assert "Nothing was skipped" in await old_button(world, lin, key)
    assert coming(texts(await ask(world, lin, "show", number="1")))[0].day == 5


async def test_the_last_post_skipped_ends_it(world: World) -> None:
    lin = moderator(world)
    card = await ask(world, lin, "add", what="quote of the day", when="every day 12:00 until 1 January 2026")
    await lin.click(card.message, label="Skip next")
    assert "No post comes after it." in texts(card) and "**Ended:**" in texts(card)
    assert labels(card) == ["Test", "Remove"]


@pytest.mark.parametrize(
    ("what", "seen"),
    [
        ("daily trivia", "Daily question"),
        ("quote of the day", "Quote of the day"),
        ("trivia game", "Race: 10 questions"),
    ],
)
async def test_a_test_shows_the_next_post_and_counts_nothing(world: World, what: str, seen: str) -> None:
    lin = moderator(world)
    made = await ask(world, lin, "add", what=what, when="every day 12:00")
    before = await world.services.schedules.show(guild(world).id, 1)
    for result in (
        await lin.slash(world.channel, "admin schedule test", number="1"),
        await lin.click(made.message, label="Test"),
    ):
        assert result.response is not None
        said = texts(result.response)
        [post] = result.followups
        assert result.response.ephemeral and post.ephemeral
        assert "### Test of schedule 1" in said and f"I may post in <#{world.channel.id}>." in said
        assert len(coming(said)) == 5 and "Below:" in said
        assert seen in texts(post)
    assert await world.services.schedules.show(guild(world).id, 1) == before


async def test_a_test_without_anything_to_post_says_why(world: World) -> None:
    lin = moderator(world)
    await ask(world, lin, "add", what="leaderboard of the week", when="Mondays 9:00")
    result = await lin.slash(world.channel, "admin schedule test", number="1")
    assert "nothing to post:** nobody scored in that week." in texts(shown(result))
    assert not result.followups


async def test_remove_asks_and_can_be_taken_back(world: World) -> None:
    lin = moderator(world)
    await ask(world, lin, "add", **QUOTE)
    card = await ask(world, lin, "remove", number="1")
    assert "### Remove schedule 1?" in texts(card)
    assert labels(card) == ["Yes, remove it", "Keep it"]
    await lin.click(card.message, label="Keep it")
    assert texts(card).startswith("Nothing was changed.")
    await lin.click(card.message, label="Remove")
    await world.restart()
    await lin.click(card.message, label="Yes, remove it")
    assert "Schedule 1 is removed" in texts(card) and labels(card) == ["Undo"]
    assert "No schedules yet" in texts(await ask(world, lin, "list"))
    for action in ("show", "pause", "resume", "test", "remove", "remove_sure", "keep"):
        assert "Schedule 1 was removed." in await old_button(world, lin, f"schedule:{action}:1"), action
    assert "Schedule 1 was removed." in await old_button(world, lin, "schedule:skip:1:1767268800")
    assert "Schedule 1 was removed." in texts(await ask(world, lin, "show", number="1"))
    await lin.click(card.message, label="Undo")
    assert texts(card).startswith("**Undone.**")
    assert len(coming(texts(card))) == 5
    assert "is not removed" in await old_button(world, lin, "schedule:restore:1")
    only_refusals(world)


async def test_what_was_paused_is_paused_again_after_an_undo(world: World) -> None:
    lin = moderator(world)
    await ask(world, lin, "add", **QUOTE)
    card = await ask(world, lin, "pause", number="1")
    await lin.click(card.message, label="Remove")
    await lin.click(card.message, label="Yes, remove it")
    await lin.click(card.message, label="Undo")
    assert "**Paused** by a moderator" in texts(card)
    assert await running(world) is Running.PAUSED


async def test_the_log_channel(world: World) -> None:
    lin = moderator(world)
    card = shown(await lin.slash(world.channel, "admin log-channel"))
    assert card.ephemeral and "No log channel" in texts(card) and labels(card) == []
    there = guild(world).create_text_channel("mod-log")
    card = shown(await lin.slash(world.channel, "admin log-channel", channel=there))
    assert f"The log channel is now <#{there.id}>" in texts(card)
    assert await world.services.schedules.log_channel(guild(world).id) == there.id
    card = shown(await lin.slash(world.channel, "admin log-channel"))
    assert f"The log channel is <#{there.id}>" in texts(card)
    await world.restart()
    await lin.click(card.message, label="Stop")
    assert "No log channel" in texts(card)
    assert await world.services.schedules.log_channel(guild(world).id) is None
    assert "No log channel" in await old_button(world, lin, "log_channel:stop")


# --- what is offered while one types -----------------------------------------------------------------------


async def test_plans_are_offered_with_their_next_post(world: World) -> None:
    lin = moderator(world)
    common = await offered(world, lin, "when", "")
    assert len(common) == 25
    assert common[0]["name"] == "every day at 18:00 · next Thu 1 Jan 18:00"
    typed = await offered(world, lin, "when", "weekdays 18:30", zone="Auckland")
    assert typed[0]["name"] == "on weekdays at 18:30 · next Thu 1 Jan 18:30"
    assert "on weekdays at 18:30" in texts(
        await ask(world, lin, "add", what="on this day", when=typed[0]["value"])
    )


async def test_the_zone_of_what_is_edited_counts_for_the_offer(world: World) -> None:
    """At midnight UTC it is still last year in New York."""
    lin = moderator(world)
    await ask(world, lin, "add", **QUOTE, zone="America/New_York")
    [first, *_] = await offered(world, lin, "when", "every day 20:00", "edit", number="1")
    assert first["name"] == "every day at 20:00 · next Wed 31 Dec 20:00"
    [first, *_] = await offered(world, lin, "when", "every day 20:00", "edit", number="7")
    assert first["name"] == "every day at 20:00 · next Thu 1 Jan 20:00"


async def test_zones_subjects_and_numbers_are_offered(world: World) -> None:
    lin = moderator(world)
    await ask(world, lin, "add", **QUOTE)
    await ask(world, lin, "add", **DAILY)
    [berlin, *_] = await offered(world, lin, "zone", "berl")
    assert berlin["name"] == "Berlin: 01:00 (UTC+01:00), Europe/Berlin"
    assert "Korra" in (await offered(world, lin, "about", "korra"))[0]["name"]
    both = await offered(world, lin, "number", "", "pause")
    assert [(one["name"], one["value"]) for one in both] == [
        ("1 · quote of the day, on weekdays at 12:00", "1"),
        ("2 · daily trivia, every day at 18:00", "2"),
    ]
    assert [one["value"] for one in await offered(world, lin, "number", "trivia", "edit")] == ["2"]
