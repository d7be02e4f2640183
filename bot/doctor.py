"""`/admin doctor`: from how things stand to what is wrong, the worst first, each finding with its cure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Protocol

import bot
from bot.checkup import Disk, Kept, Shelf
from bot.posts import LOW
from bot.schedules import Overview
from bot.slots import Running, Schedule, State
from bot.trivia import GameSettings

CLOCK_OFF, CLOCK_WRONG = timedelta(seconds=15), timedelta(minutes=2)
"""How far our clock may be from Discord's before it is told, and before posts are wrong because of it."""

WAITING = timedelta(days=3)
"""How long something may wait for the moderators."""

BACKUP = timedelta(days=7)
"""How old the last backup may be."""

FEW = GameSettings().rounds
"""Questions of one level below which a usual game repeats itself."""

FULL, TIGHT = 100 * 2**20, 2**30
"""Bytes left on the disk: too few to write safely, and few enough to tell of it."""

MOST_PROBLEMS = 5

HOST = "Whoever hosts this bot"


class Weight(IntEnum):
    BROKEN = 0  # something that members or moderators count on doesn't work
    SOON = 1  # it works, but not for long or not in full
    FINE = 2


@dataclass(frozen=True, slots=True)
class Finding:
    weight: Weight
    what: str  # in words of our own
    cure: str | None = None
    detail: str | None = None  # more in words of our own
    words: tuple[str, ...] = ()  # from outside: file names, what stands in files
    moments: tuple[tuple[str, datetime], ...] = ()


class Rights(Protocol):
    """What stands between us and a channel; `Access` in cogs/replies/schedules.py says what each is."""

    @property
    def unseen(self) -> bool: ...
    @property
    def lacking(self) -> tuple[str, ...]: ...
    @property
    def no_history(self) -> bool: ...
    @property
    def no_thread(self) -> bool: ...
    @property
    def no_ping(self) -> bool: ...
    @property
    def role_gone(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Seen:
    """What Discord says."""

    now: datetime  # by Discord's clock
    announced: bool = True  # it has our commands as they are
    rights: Mapping[int, Rights] = field(default_factory=lambda: {})  # by the schedule's number
    log_channel: Rights | None = None


def examine(kept: Kept, seen: Seen) -> list[Finding]:
    """All that can be said of a server, the worst first."""
    found: list[Finding] = [
        *commands(seen),
        *clock(kept.now, seen.now),
        *places(kept.schedules, seen.rights),
        *log_channel(kept.log_channel, seen.log_channel, kept.schedules),
        *(finding for one in kept.schedules for finding in schedule(one, kept.late.get(one.schedule.number))),
        *queue(kept.waiting, kept.oldest, kept.now),
        *(questions(kept.questions) if kept.questions is not None else ()),
        *library(kept.shelf, kept.library_trouble),
        *backup(kept.disk.backup, kept.now),
        *disk(kept.disk),
        Finding(Weight.FINE, f"This is Canonkeeper {bot.__version__}."),
    ]
    return sorted(found, key=lambda one: one.weight)


# --- the rules ---------------------------------------------------------------------------------------------


def commands(seen: Seen) -> Iterator[Finding]:
    if seen.announced:
        yield Finding(Weight.FINE, "Discord has my commands as they are.")
    else:
        yield Finding(
            Weight.BROKEN,
            "Discord refused my list of commands, so members see those of an earlier time.",
            f"{HOST} starts it again; if Discord refuses again, the bot’s log says why.",
        )


def clock(ours: datetime, discord_s: datetime) -> Iterator[Finding]:
    off = abs(ours - discord_s)
    if off <= CLOCK_OFF:
        yield Finding(Weight.FINE, "My clock is right.")
        return
    way = "ahead of" if ours > discord_s else "behind"
    yield Finding(
        Weight.BROKEN if off > CLOCK_WRONG else Weight.SOON,
        f"My clock is {_length(off)} {way} Discord’s, so posts come at the wrong time.",
        f"{HOST} switches on the machine’s time service (on Linux: `timedatectl set-ntp true`).",
    )


def places(schedules: Sequence[Overview], rights: Mapping[int, Rights]) -> Iterator[Finding]:
    """One finding a channel and fault, whatever number of schedules posts there."""
    found: dict[tuple[Weight, str, str], list[Schedule]] = {}
    used = [one.schedule for one in schedules if one.schedule.running is not Running.ENDED]
    used = [one for one in used if one.number in rights]
    for one in used:
        for fault in _faults(one, rights[one.number]):
            found.setdefault(fault, []).append(one)
    for (weight, what, cure), of in found.items():
        # What is paused fails only once it is resumed.
        posting = any(one.running is Running.ON for one in of)
        yield Finding(weight if posting else Weight.SOON, f"{what} (for {_numbers(of)}).", cure)
    channels = {one.channel_id for one in used}
    if channels and not found:
        named = "the channel" if len(channels) == 1 else f"all {len(channels)} channels"
        yield Finding(Weight.FINE, f"I may do what I need in {named} of the schedules.")


def _faults(schedule: Schedule, rights: Rights) -> Iterator[tuple[Weight, str, str]]:
    where, role = f"<#{schedule.channel_id}>", f"<@&{schedule.options.role_id}>"
    if rights.unseen:
        yield (
            Weight.BROKEN,
            f"I can’t reach {where}: it was deleted, or is closed to me",
            "`/admin schedule edit` chooses another place.",
        )
    if rights.lacking:
        yield Weight.BROKEN, f"I can’t post in {where}", f"Give me {_listed(rights.lacking)} there."
    if rights.no_history:
        yield (
            Weight.SOON,
            f"I may not look back in {where}, so after a crash a post could come twice",
            "Give me **Read Message History** there.",
        )
    if rights.no_thread:
        yield (
            Weight.SOON,
            f"I may not open threads in {where}",
            "Give me **Create Public Threads** there.",
        )
    if rights.no_ping:
        yield (
            Weight.SOON,
            f"{role} would not be notified in {where}",
            "Allow anyone to mention the role, or give me **Mention @everyone, @here and All Roles** there.",
        )
    if rights.role_gone:
        yield (
            Weight.SOON,
            f"The role to ping in {where} is gone",
            "`/admin schedule edit` chooses another with `ping`, or none with `no_ping`.",
        )


def log_channel(
    channel_id: int | None, rights: Rights | None, schedules: Sequence[Overview]
) -> Iterator[Finding]:
    if channel_id is None:
        if schedules:
            yield Finding(
                Weight.FINE,
                "There is no log channel: trouble is told by direct message to whoever set a schedule up.",
                "`/admin log-channel` chooses one, so that all moderators read it.",
            )
    elif rights is not None and rights.unseen:
        yield Finding(
            Weight.BROKEN,
            f"I can’t reach the log channel <#{channel_id}>: it was deleted, or is closed to me.",
            "`/admin log-channel` chooses another.",
        )
    elif rights is not None and rights.lacking:
        yield Finding(
            Weight.BROKEN,
            f"I can’t write in the log channel <#{channel_id}>.",
            f"Give me {_listed(rights.lacking)} there.",
        )
    else:
        yield Finding(Weight.FINE, f"Trouble is told in <#{channel_id}>.")


def schedule(found: Overview, late: datetime | None = None) -> Iterator[Finding]:
    """The worst of what there is to say of one. `late`: when a post was due that still isn't sent."""
    one, last = found.schedule, next(iter(found.latest), None)
    named, edit = f"Schedule {one.number} ({one.what})", "`/admin schedule edit`"
    moments = [("last post", slot.at) for slot in found.latest if slot.state is State.SENT][:1]
    moments += [("next", at) for at in found.coming[:1]]
    pool = None if found.left is None else f"Posts left in its pool: {found.left:,}."

    def say(weight: Weight, what: str, cure: str | None = None, detail: str | None = None) -> Finding:
        return Finding(weight, f"{named} {what}", cure, detail, moments=tuple(moments))

    resume = f"`/admin schedule resume number:{one.number}` lets it post again."
    if one.running is Running.PAUSED and one.because:
        yield say(Weight.BROKEN, f"has paused by itself: {one.because}.", resume)
    elif one.running is Running.PAUSED:
        yield say(Weight.SOON, "was paused by a moderator.", resume)
    elif one.running is Running.ENDED:
        yield say(
            Weight.SOON,
            "has ended: its plan has no further day.",
            f"{edit} gives it a new plan, `/admin schedule remove` takes it away.",
        )
    elif one.trouble:
        yield say(
            Weight.BROKEN,
            "is in trouble.",
            f"Mend what is said here, then `/admin schedule test number:{one.number}` tries it.",
            one.trouble,
        )
    elif late is not None:
        moments.insert(0, ("due", late))
        yield say(
            Weight.BROKEN, "has a post that is late.", f"{HOST} looks into its log and starts it again."
        )
    elif found.left == 0:
        yield say(
            Weight.BROKEN, "has nothing left to post.", f"{edit} gives it a wider subject with `about`."
        )
    elif found.left is not None and found.left <= LOW:
        yield say(Weight.SOON, "runs low.", f"{edit} gives it a wider subject with `about`.", pool)
    elif not found.coming:
        yield say(Weight.SOON, "has no post to come.", f"{edit} gives it a new plan.")
    elif last is not None and last.state is State.FAILED:
        test = f"`/admin schedule test number:{one.number}` says whether the next one will come."
        yield say(Weight.SOON, "could not send its last post.", test, last.reason)
    else:
        yield say(Weight.FINE, "posts.", detail=pool)


def queue(waiting: int, oldest: datetime | None, now: datetime) -> Iterator[Finding]:
    if not waiting or oldest is None:
        yield Finding(Weight.FINE, "Nothing waits for the moderators.")
        return
    yield Finding(
        Weight.SOON if now - oldest > WAITING else Weight.FINE,
        f"{_count(waiting, 'thing')} of members {'waits' if waiting == 1 else 'wait'} for the moderators.",
        "`/admin review` shows them one by one.",
        moments=(("the oldest since", oldest),),
    )


def questions(levels: Mapping[int, int]) -> Iterator[Finding]:
    """`levels`: how many questions of each level a game may ask here."""
    told = ", ".join(f"{levels.get(level, 0):,} of level {level}" for level in (1, 2, 3))
    cure = "`/admin trivia import` brings in questions from a file."
    if not sum(levels.values()):
        yield Finding(Weight.BROKEN, "There is no trivia question to ask.", cure)
    elif few := [level for level in (1, 2, 3) if levels.get(level, 0) < FEW]:
        low = " and ".join(map(str, few))
        yield Finding(Weight.SOON, f"There are few trivia questions of level {low}.", cure, f"{told}.")
    else:
        yield Finding(Weight.FINE, f"Trivia questions to ask: {told}.")


def library(shelf: Shelf | None, trouble: str | None) -> Iterator[Finding]:
    build = f"{HOST} runs `python -m bot build`"
    if shelf is None:
        yield Finding(Weight.BROKEN, "The library can’t be used.", f"{build}.", trouble)
        return
    moments = (("built", shelf.built),) if shelf.built else ()
    if not shelf.documents:
        yield Finding(
            Weight.BROKEN,
            "The library holds no document.",
            f"{HOST} puts texts into `data/documents` and runs `python -m bot build`.",
            moments=moments,
        )
    else:
        holds = f"{_count(shelf.documents, 'document')} and {_count(shelf.quotes, 'quote')}"
        yield Finding(Weight.FINE, f"The library holds {holds}.", moments=moments)
    if shelf.stale:
        yield Finding(
            Weight.SOON, "Documents or lists were changed after the library was built.", f"{build}."
        )
    if shelf.problems:
        rest = len(shelf.problems) - MOST_PROBLEMS
        yield Finding(
            Weight.SOON,
            f"{_count(len(shelf.problems), 'thing')} in documents or lists could not be used.",
            "Mend each where it says, and it is used from the next build on.",
            f"And {rest:,} more." if rest > 0 else None,
            shelf.problems[:MOST_PROBLEMS],
        )


def backup(at: datetime | None, now: datetime) -> Iterator[Finding]:
    cure = (
        f"{HOST} copies `data/local/servers.db` to `data/local/backups` each day; while the bot runs, by "
        '`sqlite3 data/local/servers.db ".backup data/local/backups/servers.db"`.'
    )
    if at is None:
        yield Finding(Weight.SOON, "There is no backup of scores, schedules and settings.", cure)
    elif now - at > BACKUP:
        yield Finding(
            Weight.SOON,
            "The last backup of scores, schedules and settings is old.",
            cure,
            moments=(("made", at),),
        )
    else:
        yield Finding(Weight.FINE, "There is a fresh backup.", moments=(("made", at),))


def disk(found: Disk) -> Iterator[Finding]:
    holds = (
        f"library {size(found.library)}, servers {size(found.servers)}, free on the disk {size(found.free)}"
    )
    # A build writes the new library beside the old one.
    needed = found.library + FULL
    if found.free < needed:
        weight, what = Weight.BROKEN, "The disk is full"
    elif found.free < needed + TIGHT:
        weight, what = Weight.SOON, "The disk is getting full"
    else:
        yield Finding(Weight.FINE, f"There is room on the disk: {holds}.")
        return
    yield Finding(weight, f"{what}: {holds}.", f"{HOST} makes room, or moves the data folder (DATA_DIR).")


# --- words -------------------------------------------------------------------------------------------------


def size(number: int) -> str:
    """Bytes, as people say them."""
    amount, units = float(number), ["bytes", "KB", "MB", "GB", "TB"]
    while amount >= 1024 and len(units) > 1:
        amount /= 1024
        del units[0]
    return f"{amount:,.0f} {units[0]}" if amount >= 10 or units[0] == "bytes" else f"{amount:.1f} {units[0]}"


def _length(span: timedelta) -> str:
    seconds = round(span.total_seconds())
    if seconds < 120:
        return _count(seconds, "second")
    if seconds < 7200:
        return _count(seconds // 60, "minute")
    return _count(seconds // 3600, "hour") if seconds < 172800 else _count(seconds // 86400, "day")


def _numbers(schedules: Iterable[Schedule]) -> str:
    numbers = [str(one.number) for one in schedules]
    if len(numbers) == 1:
        return f"schedule {numbers[0]}"
    return f"schedules {', '.join(numbers[:-1])} and {numbers[-1]}"


def _listed(permissions: Sequence[str]) -> str:
    return " and ".join(f"**{one}**" for one in permissions)


def _count(number: int, one: str) -> str:
    return f"{number:,} {one if number == 1 else one + 's'}"
