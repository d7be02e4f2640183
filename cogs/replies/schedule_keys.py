"""What the buttons of schedules carry: an action and the number, readable for ever (as `keys.py`)."""

from __future__ import annotations

from datetime import UTC, datetime

_NUMBER = r"(?P<number>\d{1,6})"

SHOW = rf"schedule:show:{_NUMBER}"
PAUSE = rf"schedule:pause:{_NUMBER}"
RESUME = rf"schedule:resume:{_NUMBER}"
SKIP = rf"schedule:skip:{_NUMBER}:(?P<at>\d{{1,11}})"
TEST = rf"schedule:test:{_NUMBER}"
REMOVE = rf"schedule:remove:{_NUMBER}"
REMOVE_SURE = rf"schedule:remove_sure:{_NUMBER}"
KEEP = rf"schedule:keep:{_NUMBER}"
RESTORE = rf"schedule:restore:{_NUMBER}"

LIST = r"schedules:(?P<page>\d{1,4})"
STOP_LOG = r"log_channel:stop"


def of(action: str, number: int) -> str:
    return f"schedule:{action}:{number}"


def skip(number: int, at: datetime) -> str:
    """`at`: the post that the card said comes next, so that two presses skip one, and an old card none."""
    return f"schedule:skip:{number}:{int(at.timestamp())}"


def moment(at: str) -> datetime:
    """What a skip key carries."""
    return datetime.fromtimestamp(int(at), UTC)


def page(number: int) -> str:
    return f"schedules:{number}"
