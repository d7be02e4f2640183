"""The cards of schedules, for moderators: one in full, the list, a test, and what is asked and done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from discord import ButtonStyle, ui
from discord.utils import format_dt

from bot import plans, zones
from bot.days import zone_named
from bot.plan_words import MONTHS, WEEKDAYS
from bot.schedules import Overview
from bot.slots import MOST, Running, Schedule, Slot, State, What
from cogs.replies import schedule_keys as keys
from cogs.replies.card import Card, button
from cogs.replies.pieces import count
from cogs.replies.text import name, quoted
from cogs.replies.trivia import MODES

PAGE = 10
PLAN = 450
PLAN_IN_LIST = 120
REASON, TROUBLE = 120, 600
"""Of one line among several, and of what is wrong now."""

FITTING = {
    What.DAILY: ("ping", "thread", "about", "level", "open_hours"),
    What.QUOTE: ("ping", "thread", "about"),
    What.ON_THIS_DAY: ("ping", "thread", "about"),
    What.GAME: ("ping", "about", "level", "mode", "questions", "seconds", "announce_minutes"),
    What.BOARD: ("ping", "thread"),
}
"""The options of `/admin schedule` that mean something to each kind."""


@dataclass(frozen=True, slots=True)
class Access:
    """What stands between us and a schedule's channel; nothing at all where we can't know."""

    unseen: bool = False  # deleted, or a thread that rests: Discord names us only those that are in use
    lacking: tuple[str, ...] = ()  # permissions without which nothing is posted
    no_history: bool = False  # can't be read
    no_thread: bool = False  # wanted, but not allowed
    threadless: bool = False  # wanted, where none can be opened
    no_ping: bool = False  # the role can't be mentioned
    role_gone: bool = False


def schedule(
    found: Overview,
    now: datetime,
    access: Access,
    *,
    said: str | None = None,
    unzoned: bool = False,
    nothing: str | None = None,
) -> ui.LayoutView:
    """`said`: what was just done. `unzoned`: nobody chose the zone. `nothing`: why the next post can't be."""
    one = found.schedule
    card = Card()
    card.say(said)
    card.say(
        f"### {one.number} · {str(one.what).capitalize()}",
        f"<#{one.channel_id}> · {name(plans.in_words(one.plan), PLAN)}",
        _zone_line(one, now),
        _options_line(one),
        _left(found),
    )
    card.say(
        _state(one, access),
        f"**There would be nothing to post:** {nothing}." if nothing else None,
        *_warnings(one, access),
    )
    card.say(*_coming(found))
    if unzoned:
        card.say(
            "-# This server has chosen no time zone, so these are times in UTC. "
            f"`/admin schedule edit number:{one.number} zone:` changes it here, "
            "`/admin trivia timezone` for schedules to come."
        )
    if found.latest:
        card.line()
        card.say("**So far**", *(_became(slot, one) for slot in found.latest))
    card.row(*_buttons(found))
    return card.view()


def listed(found: Sequence[Overview], page: int) -> ui.LayoutView:
    """A page that isn't there any more shows the last one."""
    card = Card()
    if not found:
        card.say(
            "### No schedules yet",
            "A schedule posts by itself. Two to begin with:",
            "- `/admin schedule add what:Daily trivia when:every day 18:00`",
            "- `/admin schedule add what:Quote of the day when:weekdays 12:00`",
            "-# They post in the channel where you type this, or in the one that you choose with `channel:`.",
        )
        return card.view()
    pages = -(-len(found) // PAGE)
    page = max(min(page, pages - 1), 0)
    card.say(
        f"### {count(len(found), 'schedule')}",
        f"-# Of {MOST} that a server may have" + (f" · page {page + 1} of {pages}" if pages > 1 else ""),
    )
    for one in found[page * PAGE : (page + 1) * PAGE]:
        schedule = one.schedule
        card.piece(
            f"**{schedule.number} · {schedule.what}** in <#{schedule.channel_id}>",
            name(plans.in_words(schedule.plan), PLAN_IN_LIST) + f" ({zones.city(schedule.plan.zone)})",
            f"-# {_briefly(one)}",
            beside=button("Show", keys.of("show", schedule.number)),
        )
    card.row(
        button("Previous", keys.page(page - 1)) if page > 0 else None,
        button("Next", keys.page(page + 1)) if page + 1 < pages else None,
    )
    return card.view()


def tested(found: Overview, access: Access, nothing: str | None) -> ui.LayoutView:
    """Stands above the post as it could be, or says why there would be none."""
    one = found.schedule
    card = Card()
    card.say(f"### Test of schedule {one.number}: {one.what}", "-# Only you see this, and nothing counts.")
    warnings = _warnings(one, access)
    fine = not (access.unseen or access.lacking)
    card.say(f"I may post in <#{one.channel_id}>." if fine else None, *warnings)
    card.say(_state(one, access) if one.running is not Running.ON else None, *_coming(found))
    card.say(
        f"**There would be nothing to post:** {nothing}."
        if nothing
        else "Below: the announcement of a game."
        if one.what is What.GAME
        else "Below: what the next post could look like. It is chosen when its time comes."
    )
    return card.view()


def ask_remove(one: Schedule) -> ui.LayoutView:
    card = Card()
    card.say(
        f"### Remove schedule {one.number}?",
        f"{str(one.what).capitalize()} in <#{one.channel_id}>, {name(plans.in_words(one.plan), PLAN)}.",
        "It would post no more. What it posted stays.",
    )
    card.row(
        button("Yes, remove it", keys.of("remove_sure", one.number), ButtonStyle.danger),
        button("Keep it", keys.of("keep", one.number)),
    )
    return card.view()


def removed(one: Schedule) -> ui.LayoutView:
    card = Card()
    card.say(
        f"### Schedule {one.number} is removed",
        f"{str(one.what).capitalize()} in <#{one.channel_id}>, {name(plans.in_words(one.plan), PLAN)}.",
    )
    card.row(button("Undo", keys.of("restore", one.number)))
    return card.view()


LOG_GOES = (
    "There I tell what moderators change, and about missed posts, lost channels and pools that run low."
)


def log_channel(
    channel_id: int | None, *, just_set: bool = False, lacking: Sequence[str] = ()
) -> ui.LayoutView:
    """Where changes, and trouble with schedules, are told."""
    card = Card()
    if channel_id is None:
        card.say(
            "### No log channel",
            "Trouble with a schedule is told by direct message to whoever set it up, and only when "
            "somebody has to do something.",
            "`/admin log-channel channel:` chooses a channel for all of it, and for what moderators change.",
        )
        return card.view()
    card.say(
        f"### The log channel is {'now ' if just_set else ''}<#{channel_id}>",
        LOG_GOES,
        f"**I can’t write there now.** I need {_named(lacking)}." if lacking else None,
    )
    card.row(button("Stop", keys.STOP_LOG))
    return card.view()


def moment(at: datetime, zone: str) -> str:
    """ "Wed 25 November, 18:00", as clocks and calendars there show it."""
    there = at.astimezone(zone_named(zone))
    return f"{WEEKDAYS[there.weekday()][:3]} {there.day} {MONTHS[there.month - 1]}, {there:%H:%M}"


def skipped(slot: Slot, found: Overview) -> str:
    zone = found.schedule.plan.zone
    following = (
        f"Next comes {moment(found.coming[0], zone)} ({format_dt(found.coming[0], 'R')})."
        if found.coming
        else "No post comes after it."
    )
    return f"**Skipped:** {moment(slot.at, zone)} ({format_dt(slot.at, 'R')}). {following}"


def need(lacking: Sequence[str], channel_id: int) -> str:
    return f"I can’t write in <#{channel_id}>: I need {_named(lacking)} there."


def _named(lacking: Sequence[str]) -> str:
    bold = [f"**{one}**" for one in lacking]
    return f"{', '.join(bold[:-1])} and {bold[-1]}" if len(bold) > 1 else bold[0]


def _zone_line(one: Schedule, now: datetime) -> str:
    zone = one.plan.zone
    known = zone_named(zone).key
    named = zone if zones.city(zone) == zone else f"{zones.city(zone)} ({zone})"
    return f"-# Time zone: {named} · it is {zones.time_in(known, now)} there"


def _options_line(one: Schedule) -> str:
    line = " · ".join(options_in_words(one))
    return f"-# {line[:1].upper()}{line[1:]}"


def options_in_words(one: Schedule) -> list[str]:
    """Those that were chosen, and those that matter to this kind even unchosen."""
    options, fitting = one.options, FITTING[one.what]
    said: list[str] = []
    if options.about and "about" in fitting:
        said.append(f"about {quoted(options.about, 120)}")
    if "level" in fitting:
        said.append(f"level {options.level}" if options.level else "all levels")
    if one.what is What.GAME:
        before = options.minutes_before
        said += [
            MODES[options.mode].lower(),
            f"{count(options.rounds, 'question')} of {options.seconds} seconds",
            f"announced {count(before, 'minute')} before" if before else "not announced",
        ]
    if one.what is What.DAILY:
        hours = options.hours
        said.append(f"open for {count(hours, 'hour')}" if hours else "open until the next one")
    if options.role_id is not None:
        said.append(f"pings <@&{options.role_id}>")
    if options.thread and "thread" in fitting:
        said.append("opens a thread for discussion")
    said.append(f"may come {_length(one.grace)} late" if one.grace else "never comes late")
    return said


def _length(span: timedelta) -> str:
    hours = span / timedelta(hours=1)
    return count(int(hours), "hour") if hours == int(hours) else f"{round(span.total_seconds() / 60)} minutes"


def _left(found: Overview) -> str | None:
    if found.left is None:
        return None
    if not found.left:
        return "**Its pool is empty:** nothing that fits is left to post."
    return f"-# {count(found.left, 'post is', 'posts are')} left that it has not shown yet"


def _state(one: Schedule, access: Access) -> str | None:
    """None where a warning says already that it can't post."""
    match one.running:
        case Running.PAUSED if one.because:
            return f"**Paused by itself:** {one.because}."
        case Running.PAUSED:
            return "**Paused** by a moderator. Nothing is posted until it is resumed."
        case Running.ENDED:
            return "**Ended:** its plan has no further day. `/admin schedule edit` gives it a new one."
        case _ if one.trouble:
            return f"**Trouble now:** {_cut(one.trouble, TROUBLE)}"
        case _:
            return None if access.lacking or access.unseen else "**Posting**"


def _warnings(one: Schedule, access: Access) -> list[str]:
    where, role = f"<#{one.channel_id}>", f"<@&{one.options.role_id}>"
    said: list[str] = []
    if access.unseen:
        said.append(
            f"⚠️ I don’t see {where} now. If it was deleted, `/admin schedule edit` chooses another place."
        )
    if access.lacking:
        said.append(
            f"⚠️ **I can’t post in {where} yet.** I need {_named(access.lacking)} there. "
            "Once that is given, it works by itself."
        )
    if access.no_history:
        said.append(
            f"⚠️ I need **Read Message History** in {where}: after a crash I look whether a post stands "
            "already, so that none comes twice."
        )
    if access.no_thread:
        said.append(
            f"⚠️ For the threads I need **Create Public Threads** in {where}. Once that is given, they come "
            "by themselves; the posts come anyway."
        )
    if access.threadless:
        said.append("-# In a forum or a thread no further thread is opened, so `thread` does nothing there.")
    if access.no_ping:
        said.append(
            f"⚠️ {role} would not be notified: allow anyone to mention it, or give me "
            f"**Mention @everyone, @here and All Roles** in {where}. Then it works by itself."
        )
    if access.role_gone:
        said.append("⚠️ The role to ping is gone. `/admin schedule edit` chooses another, or `no_ping`.")
    silent = one.what is What.GAME and not one.options.minutes_before
    if silent and one.options.role_id is not None:
        said.append("-# The role is pinged by the announcement. This game has none, so nobody is.")
    return said


def _coming(found: Overview) -> list[str]:
    if not found.coming:
        return []
    one, number = found.schedule, len(found.coming)
    shown = f"The next {number} posts" if number > 1 else "The one post left"
    return [
        f"**{shown}**, by the clocks in {zones.city(one.plan.zone)} and by yours",
        *(
            f"- **{moment(at, one.plan.zone)}** · {format_dt(at, 'f')}, {format_dt(at, 'R')}"
            for at in found.coming
        ),
    ]


def _became(slot: Slot, one: Schedule) -> str:
    at = moment(slot.at, one.plan.zone)
    reason = _short(slot.reason) if slot.reason else "no reason was noted"
    match slot.state:
        case State.SENT:
            return f"- {at} · sent{_link(slot)}"
        case State.SENDING if slot.tries and slot.reason:
            return f"- {at} · not sent yet, tried again {format_dt(slot.due, 'R')}: {reason}"
        case State.SENDING:
            return f"- {at} · being sent"
        case _:
            return f"- {at} · **{slot.state}**: {reason}"


def _link(slot: Slot) -> str:
    if slot.channel_id is None:
        return ""
    message = f"/{slot.message_id}" if slot.message_id else ""
    return f", [see it](https://discord.com/channels/{slot.server_id}/{slot.channel_id}{message})"


def _short(reason: str) -> str:
    """The first sentence, in words of our own."""
    return _cut(reason.split(". ")[0].rstrip("."), REASON)


def _cut(said: str, limit: int) -> str:
    """Words of our own, with their markdown; only what Discord answers to us may make them long."""
    line = " ".join(said.split())
    return line if len(line) <= limit else f"{line[: limit - 1]}…"


def _briefly(found: Overview) -> str:
    """State or next post, in a line of the list."""
    one = found.schedule
    match one.running:
        case Running.PAUSED:
            return f"**paused**: {_short(one.because)}" if one.because else "**paused** by a moderator"
        case Running.ENDED:
            return "**ended**"
        case _:
            if one.trouble:
                return f"**trouble**: {_short(one.trouble)}"
            at = found.coming[0] if found.coming else None
            return (
                f"next {moment(at, one.plan.zone)}, {format_dt(at, 'R')}" if at else "no post comes any more"
            )


def _buttons(found: Overview) -> list[ui.Button[ui.LayoutView] | None]:
    one = found.schedule
    on = one.running is Running.ON
    return [
        button("Pause", keys.of("pause", one.number)) if on else None,
        button("Resume", keys.of("resume", one.number)) if one.running is Running.PAUSED else None,
        button("Skip next", keys.skip(one.number, found.coming[0])) if found.coming else None,
        button("Test", keys.of("test", one.number)),
        button("Remove", keys.of("remove", one.number)),
    ]
