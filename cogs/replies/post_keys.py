"""What the buttons of scheduled posts carry: an action and the slot's id, readable for ever (as `keys.py`).

The slot's id is also how a post is known again in its channel, so every post has at least one such button.
"""

from __future__ import annotations

_SLOT = r"(?P<slot>[0-9a-f]{16})"

DAILY = rf"daily:{_SLOT}"
DAILY_GUESS = rf"daily_guess:{_SLOT}:(?P<option>\d{{1,2}})"
DAILY_OWN = rf"daily_own:(?P<round>[0-9a-f]{{16}}):{_SLOT}"
RULES = rf"rules:{_SLOT}"
STANDING = rf"standing:{_SLOT}"


def daily(slot_id: str) -> str:
    """Opens the options; a daily question's round has the id of the slot that asks it."""
    return f"daily:{slot_id}"


def daily_guess(round_id: str, option: int) -> str:
    """`option`: its place in the round's own order, wherever a member sees it."""
    return f"daily_guess:{round_id}:{option}"


def daily_own(round_id: str, slot_id: str) -> str:
    """What a member did: of the question `round_id`, on the post of `slot_id`."""
    return f"daily_own:{round_id}:{slot_id}"


def rules(slot_id: str) -> str:
    return f"rules:{slot_id}"


def standing(slot_id: str) -> str:
    return f"standing:{slot_id}"
