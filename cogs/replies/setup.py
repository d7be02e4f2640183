"""The cards of `/admin setup`: one step each, with what it is now; and at the end what I may do where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import discord
from discord import ButtonStyle, ChannelType, SelectDefaultValue, SelectDefaultValueType, ui

from bot import zones
from bot.models import Kind
from bot.server_settings import Key, ServerSettings
from cogs.replies import setup_keys as keys
from cogs.replies.card import MOST_OPTIONS, Card, button
from cogs.replies.schedules import LOG_GOES, Access, need
from cogs.replies.sources import KINDS
from cogs.replies.text import plain

STEPS = {
    1: Key.ZONE,
    2: Key.LOG_CHANNEL,
    3: Key.MODERATOR_ROLE,
    4: Key.PRIVATE_ANSWERS,
    5: Key.KINDS,
    6: Key.SECOND_MODERATOR,
    7: Key.ANSWER_CHANNELS,
}
END = 8

TITLES = {
    Key.ZONE: "Time zone",
    Key.LOG_CHANNEL: "Log channel",
    Key.MODERATOR_ROLE: "Who may moderate",
    Key.PRIVATE_ANSWERS: "Who sees answers",
    Key.KINDS: "What counts as canon",
    Key.SECOND_MODERATOR: "A second moderator",
    Key.ANSWER_CHANNELS: "Where I answer for all to see",
}
EXPLAINED = {
    Key.ZONE: "Whose clocks count here: when the days of leaderboards begin, and the times of schedules that "
    "you set up from now on.",
    Key.LOG_CHANNEL: f"A channel that moderators read. {LOG_GOES}",
    Key.MODERATOR_ROLE: "Those with **Manage Server** always may. You can choose one role that may do the "
    "same with me: decide, replace and erase. It can’t change this step.\n"
    "-# Discord still hides `/admin` from that role: allow it under Server Settings, Integrations.",
    Key.PRIVATE_ANSWERS: "When a member asks `/canon`, `/quote`, `/search` or `/sources`, who sees the "
    "answer? This is the usual way; with `private` a member chooses for one answer. Games, daily questions "
    "and schedules stay as they are.",
    Key.KINDS: "Which kinds of source decide here whether something is canon. The first one weighs most.",
    Key.SECOND_MODERATOR: "When a moderator changes a verdict (canon, not canon, …), must another one agree "
    "before it counts?",
    Key.ANSWER_CHANNELS: "Choose channels if members’ questions shall be answered publicly only there. "
    "Threads go with their channel. Elsewhere only the member who asked sees the answer.",
}
PLACES = [
    ChannelType.text,
    ChannelType.news,
    ChannelType.forum,
    ChannelType.voice,
    ChannelType.stage_voice,
]
LOGGED = [
    ChannelType.text,
    ChannelType.news,
    ChannelType.public_thread,
    ChannelType.private_thread,
    ChannelType.news_thread,
]
WARNED = 12
"""Channels with trouble that are told one by one."""

Menu = ui.Select[Any] | ui.RoleSelect[Any] | ui.ChannelSelect[Any]


@dataclass(frozen=True, slots=True)
class Use:
    """A channel that I need, and what for."""

    channel_id: int
    what: str  # "log channel", "schedule 3"
    access: Access
    answers: bool = False  # answering needs no permission there; only what I post myself does
    schedule: int | None = None


class _StepCard(Card):
    def menu(self, one: Menu) -> None:
        if self._room(2):
            self._container.add_item(ui.ActionRow(one))


def step(
    number: int,
    settings: ServerSettings,
    guild: discord.Guild | None,
    now: datetime,
    *,
    manages: bool,
    said: str | None = None,
    undo: str | None = None,
) -> ui.LayoutView:
    """`manages`: whether the reader may say who moderates. `undo`: the entry of what was just done."""
    key, card = STEPS[number], _StepCard()
    card.say(said)
    card.say(f"### {TITLES[key]}", f"-# Setup, step {number} of {len(STEPS)}", EXPLAINED[key])
    if key is not Key.KINDS:
        card.say(f"**Now:** {_now(key, settings, now)}")
    match key:
        case Key.ZONE:
            card.menu(_zones(now))
            card.row(button("Type another city", keys.ZONE_FORM))
        case Key.LOG_CHANNEL:
            card.menu(_channels(key, LOGGED, "Choose a channel", _known(guild, settings.log_channel), most=1))
            card.row(_clear(key, "No log channel", settings.log_channel is not None))
        case Key.MODERATOR_ROLE if not manages:
            card.say("-# Only a member with **Manage Server** can change this.")
        case Key.MODERATOR_ROLE:
            card.menu(_roles(guild, settings.moderator_role))
            card.row(_clear(key, "No such role", settings.moderator_role is not None))
        case Key.PRIVATE_ANSWERS:
            card.row(_switch(key, settings.private_answers, "Only who asked", "Everyone in the channel"))
        case Key.KINDS:
            _kinds(card, settings)
        case Key.SECOND_MODERATOR:
            card.row(_switch(key, settings.second_moderator, "Yes, two must agree", "No, one is enough"))
        case Key.ANSWER_CHANNELS:
            known = _known(guild, *settings.answer_channels)
            card.menu(_channels(key, PLACES, "Choose channels", known, most=MOST_OPTIONS))
            card.row(_clear(key, "Everywhere", bool(settings.answer_channels)))
    card.row(
        button("Back", keys.step(number - 1)) if number > 1 else None,
        button("Next", keys.step(number + 1), ButtonStyle.primary),
        button("Undo", keys.undo(undo)) if undo else None,
    )
    return card.view()


def end(settings: ServerSettings, now: datetime, uses: Sequence[Use]) -> ui.LayoutView:
    """What was chosen, and whether I may do it."""
    card = Card()
    card.say(
        "### That is how I am set up here",
        *(f"- **{TITLES[key]}:** {_now(key, settings, now)}" for key in STEPS.values()),
    )
    card.line()
    card.say("**May I write where I have to?**", *_tested(uses))
    card.row(
        button("Back", keys.step(END - 1)),
        button("From the start", keys.step(1)),
        button("Test again", keys.step(END)),
    )
    return card.view()


def _now(key: Key, settings: ServerSettings, now: datetime) -> str:
    said, zone = chosen(key, settings), settings.zone
    return f"{said}, where it is {zones.time_in(zone, now)}" if key is Key.ZONE and zone else said


def chosen(key: Key, settings: ServerSettings) -> str:
    """What is chosen for one thing, in words."""
    match key:
        case Key.ZONE:
            zone = settings.zone
            return f"{zones.city(zone)} ({zone})" if zone else "UTC, as long as none is chosen"
        case Key.LOG_CHANNEL if settings.log_channel is None:
            return "none; I write to whoever set up the schedule"
        case Key.LOG_CHANNEL:
            return f"<#{settings.log_channel}>"
        case Key.MODERATOR_ROLE if settings.moderator_role is None:
            return "only those with Manage Server"
        case Key.MODERATOR_ROLE:
            return f"those with Manage Server, and <@&{settings.moderator_role}>"
        case Key.PRIVATE_ANSWERS:
            return "only the member who asked" if settings.private_answers else "everyone in the channel"
        case Key.KINDS:
            return ", then ".join(KINDS[kind] for kind in settings.kinds)
        case Key.SECOND_MODERATOR:
            return "two moderators must agree" if settings.second_moderator else "one moderator is enough"
        case Key.ANSWER_CHANNELS:
            return ", ".join(f"<#{one}>" for one in settings.answer_channels) or "everywhere"


def _zones(now: datetime) -> Menu:
    options = [
        discord.SelectOption(label=plain(one.label, 100), value=one.value) for one in zones.suggest("", now)
    ]
    return ui.Select(custom_id=keys.choose(Key.ZONE), placeholder="Choose a city", options=options)


def _channels(
    key: Key, types: list[ChannelType], placeholder: str, chosen: Sequence[int], *, most: int
) -> Menu:
    return ui.ChannelSelect(
        custom_id=keys.choose(key),
        channel_types=types,
        placeholder=placeholder,
        max_values=most,
        default_values=[
            SelectDefaultValue(id=one, type=SelectDefaultValueType.channel) for one in chosen[:most]
        ],
    )


def _roles(guild: discord.Guild | None, role_id: int | None) -> Menu:
    there = guild is not None and role_id is not None and guild.get_role(role_id) is not None
    default = [SelectDefaultValue(id=role_id, type=SelectDefaultValueType.role)] if there and role_id else []
    return ui.RoleSelect(
        custom_id=keys.choose(Key.MODERATOR_ROLE), placeholder="Choose a role", default_values=default
    )


def _known(guild: discord.Guild | None, *channel_ids: int | None) -> list[int]:
    """Discord refuses a menu that shows a deleted channel as chosen."""
    return [one for one in channel_ids if guild and one and guild.get_channel_or_thread(one)]


def _kinds(card: _StepCard, settings: ServerSettings) -> None:
    for place, kind in enumerate(settings.kinds):
        line = f"**{place + 1}.** {KINDS[kind]}"
        card.piece(line, beside=button("Move up", keys.up(kind, place)) if place else None)
    left_out = [KINDS[kind] for kind in Kind if kind not in settings.kinds]
    card.say(f"-# Doesn’t count here: {', '.join(left_out)}" if left_out else None)
    options = [
        discord.SelectOption(label=plain(said, 100), value=kind, default=kind in settings.kinds)
        for kind, said in KINDS.items()
    ]
    card.menu(
        ui.Select(
            custom_id=keys.choose(Key.KINDS),
            placeholder="Choose what counts",
            max_values=len(options),
            options=options,
        )
    )


def _switch(key: Key, on: bool, turn_on: str, turn_off: str) -> ui.Button[ui.LayoutView] | None:
    return button(turn_off if on else turn_on, keys.switch(key, not on))


def _clear(key: Key, label: str, chosen: bool) -> ui.Button[ui.LayoutView] | None:
    return button(label, keys.clear(key)) if chosen else None


def _tested(uses: Sequence[Use]) -> list[str]:
    """Those with trouble first, each with what is missing."""
    if not uses:
        return ["There is no log channel, schedule or chosen channel yet, so nothing had to be tested."]
    trouble = [said for one in uses if (said := _trouble(one))]
    said = [f"- {one}" for one in trouble[:WARNED]]
    if len(trouble) > WARNED:
        said.append(f"- and trouble with {len(trouble) - WARNED} more")
    if not trouble:
        said.append(f"Yes: in {', '.join(dict.fromkeys(f'<#{one.channel_id}>' for one in uses))}.")
    elif len(uses) > len(trouble):
        said.append(f"- For {len(uses) - len(trouble)} more, nothing is missing.")
    return said


def _trouble(one: Use) -> str | None:
    where, access = f"<#{one.channel_id}>", one.access
    if access.unseen:
        return f"⚠️ **{one.what}:** I don’t see {where} now. If it was deleted, choose another."
    if access.lacking:
        still = " Members’ questions are answered all the same; games can’t be." if one.answers else ""
        return f"⚠️ **{one.what}:** {need(access.lacking, one.channel_id)}{still}"
    if one.schedule is not None and access != Access():
        return (
            f"⚠️ **{one.what}:** something is missing in {where}; "
            f"`/admin schedule test number:{one.schedule}` says what."
        )
    return None
