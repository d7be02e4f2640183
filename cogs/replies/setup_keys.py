"""What the buttons and menus of `/admin setup` carry, readable for ever (as `keys.py`).

The numbers of the steps are part of it: a new step gets a new number, wherever it stands.
"""

from __future__ import annotations

from bot.server_settings import Key

STEP = r"setup:(?P<step>[1-8])"
WRITE_ZONE = r"setup:zone"
CHOOSE = r"setup:choose:(?P<key>timezone|log_channel|moderator_role|canon_kinds|answer_channels)"
CLEAR = r"setup:clear:(?P<key>log_channel|moderator_role|answer_channels)"
SWITCH = r"setup:switch:(?P<key>private_answers|second_moderator):(?P<on>[01])"
UP = r"setup:up:(?P<kind>[a-z]+):(?P<place>\d)"
UNDO = rf"setup:undo:(?P<entry>(?:zone|setting:(?:{'|'.join(Key)})):\d{{1,20}})"

ZONE_FORM = "setup:zone"
"""Of the form and of the button that opens it: they are different kinds of things to Discord."""


def step(number: int) -> str:
    return f"setup:{number}"


def choose(key: Key) -> str:
    return f"setup:choose:{key}"


def clear(key: Key) -> str:
    return f"setup:clear:{key}"


def switch(key: Key, on: bool) -> str:
    """What it shall be, not "the other": so two presses do it once."""
    return f"setup:switch:{key}:{int(on)}"


def up(kind: str, place: int) -> str:
    """`place`: where the card showed it, counted from 0, so that two presses move it once."""
    return f"setup:up:{kind}:{place}"


def undo(entry: str) -> str:
    return f"setup:undo:{entry}"
