"""What a line of the moderators' log says, in words: its heading, and each thing before and after."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, cast

from discord.utils import format_dt

from bot import plans, zones
from bot.boards import When
from bot.modlog import Entry
from bot.server_settings import Key, read
from bot.slots import Running, Schedule, What, load_options
from cogs.replies import setup
from cogs.replies.canon import VERDICTS
from cogs.replies.members import mention
from cogs.replies.schedules import options_in_words
from cogs.replies.sources import KINDS
from cogs.replies.text import shown

Values = Mapping[str, Any]

VALUE, LINE = 120, 260
IN_A_LIST = 6
CHANNELS = 5

HEADINGS = {
    "report accepted": "Report followed",
    "report refused": "Report looked at: it is right as it is",
    "suggestion accepted": "A member’s question accepted",
    "suggestion refused": "A member’s question refused",
    "appeal accepted": "A member’s answer counts as right",
    "appeal refused": "A member’s answer stays wrong",
    "clash accepted": "Clash settled",
    "clash refused": "Clash left as it is",
    "ruling accepted": "Change of verdict accepted",
    "ruling refused": "Change of verdict refused",
    "miss ignored": "What members asked is ignored",
    "log channel stopped": "Setup: log channel",
    "time zone set": "Setup: time zone",
    "time zone undone": "Undone: time zone",
} | {
    f"{key.replace('_', ' ')} {done}": f"{said}: {setup.TITLES[key][:1].lower()}{setup.TITLES[key][1:]}"
    for key in Key
    for done, said in (("set", "Setup"), ("undone", "Undone"))
}

_LABELS = {
    "aliases": "other names",
    "asks": "people also ask",
    "as_of": "as of",
    "published": "date",
    "url": "address",
    "says": "sentence",
    "to": "now reads",
    "license": "licence",
    "prompt": "question",
    "given": "answer",
}
_HIDDEN = frozenset(
    "id key undone near lead tail formerly dismissed one other from subject".split()  # noqa: SIM905
)
_NAMING = ("name", "title", "words", "prompt")
"""What an entry is called by; the first of them that it has."""
_STATES = {"none": "not a quote", "quote": "a quote"}
_RUNNING = {Running.ON: "posting", Running.ENDED: "over"}


def title(one: Entry) -> str:
    what = HEADINGS.get(one.what, one.what)
    number = {**(one.before or {}), **(one.after or {})}.get("number")
    if number is not None and what.startswith("schedule "):
        what = what.replace("schedule", f"schedule {number}", 1)
    return shown(what[:1].upper() + what[1:], 200)


def lines(one: Entry) -> list[str]:
    """What was changed, one difference each, such as "other names: + The Ship"; safe to show as they are."""
    before, after = one.before or {}, one.after or {}
    if "parts" in before or "parts" in after:
        return [shown(said, LINE) for said in _of_library(before, after)]
    kind = one.id.partition(":")[0]
    if kind == "review":
        return [shown(said, LINE) for said in _decided(before, after)]
    if kind in ("setting", "zone"):
        return _of_setup(kind, before, after)
    if "plan" in before or "plan" in after:
        return _of_schedule(before, after)
    if "member" in after:
        return [f"member: {mention(int(after['member']))}", *_safe({}, {**after, "member": None})]
    if "board" in after:
        return [f"leaderboard: {When(after['board']).shown}"]
    if "number" in before and "at" in before:
        return [
            f"schedule: {before['number']}",
            f"post: {format_dt(datetime.fromisoformat(before['at']), 'f')}",
        ]
    return _safe(before, after)


def _safe(before: Values, after: Values) -> list[str]:
    return [shown(said, LINE) for said in _differences(before, after)]


def _of_library(before: Values, after: Values) -> Iterator[str]:
    """Of one entry only what became of it, since the heading names it; of several each with its name."""
    pairs: list[tuple[Any, Any]] = list(zip(before.get("parts", []), after.get("parts", []), strict=False))
    for (_, kind, subject, old), (*_, new) in pairs:
        called = f"{_called(kind, subject, old, new)}: " if len(pairs) > 1 else ""
        if new is None and old is not None:
            yield f"{called}taken away" if called else "it was taken away"
            continue
        naming = next((word for word in _NAMING if new and new.get(word)), "")
        found = list(_differences(old or {}, new or {}, skip=naming if old is None else ""))
        yield from (f"{called}{said}" for said in found)
        if called and not found and old is None:
            yield f"{called}new"


def _called(kind: str, subject: str, old: Values | None, new: Values | None) -> str:
    """What a change is about, as people call it."""
    values = {**(old or {}), **(new or {})}
    if kind == "apart":
        return f"“{values.get('one', '?')}” and “{values.get('other', '?')}”, not the same"
    named = next(
        (values[word] for word in (*_NAMING, "topic") if values.get(word)), subject.rpartition("/")[2]
    )
    return f"{kind} “{_short(named)}”"


def _differences(before: Values, after: Values, skip: str = "") -> Iterator[str]:
    """What is new in a list and what is gone from it; of a text the old and the new one."""
    for word in dict.fromkeys((*before, *after)):
        old: Any = before.get(word)
        new: Any = after.get(word)
        label = _LABELS.get(word, word.replace("_", " "))
        if word in _HIDDEN or word == skip or (old or None) == (new or None):
            continue
        if word == "text":  # a stored file, by its id
            yield "a text" if not old else "another text" if new else "no text of its own"
        elif isinstance(old, list) or isinstance(new, list):
            yield f"{label}: {_lists(_strings(old), _strings(new))}"
        elif word == "document" or (word == "state" and not old and new in ("shown", "quote")):
            continue
        elif not old:
            yield f"{label}: {_value(word, new)}"
        else:
            yield f"{label}: {_value(word, old)} → {_value(word, new) if new else 'none'}"


def _value(word: str, value: object) -> str:
    said = {
        "kind": {str(kind): called for kind, called in KINDS.items()},
        "verdict": {str(verdict): called for verdict, (_, called, _) in VERDICTS.items()},
        "state": _STATES,
    }.get(word, {})
    return said.get(str(value)) or _short(value)


def _lists(old: list[str], new: list[str]) -> str:
    gone = [one for one in old if one not in new]
    come = [one for one in new if one not in old]
    parts = [f"+ {_short(one)}" for one in come[:IN_A_LIST]]
    parts += [f"- {_short(one)}" for one in gone[:IN_A_LIST]]
    more = max(len(come) - IN_A_LIST, 0) + max(len(gone) - IN_A_LIST, 0)
    return ", ".join([*parts, *([f"and {more:,} more"] if more else [])]) or "in another order"


def _strings(value: Any) -> list[str]:
    """A list as its texts; of pieces of evidence, their words."""
    if not isinstance(value, list):
        return [] if value in (None, "") else [str(value)]
    return [
        str(cast("Values", one).get("text", "?")) if isinstance(one, dict) else str(one)
        for one in cast("list[Any]", value)
    ]


def _short(value: object) -> str:
    text = " ".join(str(value).split())
    return text if len(text) <= VALUE else text[: VALUE - 1] + "…"


def _decided(data: Values, after: Values) -> Iterator[str]:
    """What was asked, and why it was decided so."""
    for word in ("what", "words", "prompt", "given", "answers"):
        value = data.get(word)
        if value and (word != "what" or "values" in data):  # of a report it is a word for the program
            label = {"what": "it was", "answers": "right answers"}.get(word, _LABELS.get(word, word))
            yield f"{label}: {_short(', '.join(_strings(value)) if isinstance(value, list) else value)}"
    if sides := cast("list[Values]", data.get("sides")):
        yield f"between: {' and '.join(str(side.get('name', '?')) for side in sides)}"
    if reason := after.get("reason"):
        yield f"reason: {reason}"


def _of_setup(kind: str, before: Values, after: Values) -> list[str]:
    if kind == "zone":
        old, new = (str(one.get("zone") or "UTC") for one in (before, after))
        return [f"{_zone(old)} → {_zone(new)}"]
    key = next((key for key in Key if key == after.get("key")), None)
    if key is None:
        return []
    return [" → ".join(_chosen(key, one.get("value")) for one in (before, after))]


def _zone(zone: str) -> str:
    return zone if zones.city(zone) == zone else f"{zones.city(zone)} ({zone})"


def _chosen(key: Key, value: str | None) -> str:
    settings = read({key: value} if value is not None else {})
    if len(settings.answer_channels) > CHANNELS:
        return f"{len(settings.answer_channels)} channels"
    if key is Key.LOG_CHANNEL and value is None:
        return "none"
    return setup.chosen(key, settings)


def _of_schedule(before: Values, after: Values) -> list[str]:
    sides = [_schedule_lines(one) if "plan" in one else {} for one in (before, after)]
    old, new = sides
    said: list[str] = []
    for word in dict.fromkeys((*old, *new)):
        if old.get(word) == new.get(word) or (not old and word == "now"):
            continue
        said.append(f"{word}: " + " → ".join(side[word] for side in sides if word in side))
    return said


def _schedule_lines(kept: Values) -> dict[str, str]:
    one = Schedule(
        id="",
        server_id=0,
        number=int(kept["number"]),
        what=What(kept["what"]),
        channel_id=int(kept["channel"]),
        plan=plans.load(str(kept["plan"])),
        options=load_options(str(kept["options"])),
        grace=timedelta(seconds=int(kept["grace"])),
        by_id=0,
        running=Running(kept["running"]),
    )
    return {
        "what": str(one.what),
        "where": f"<#{one.channel_id}>",
        "when": f"{shown(plans.in_words(one.plan), VALUE)} ({shown(_zone(one.plan.zone), VALUE)})",
        "besides": ", ".join(options_in_words(one)),
        "now": _RUNNING.get(one.running, str(one.running)),
    }
