"""What the buttons of a game carry: an action and a round's id, readable for ever (see `keys.py`)."""

from __future__ import annotations

_ROUND = r"(?P<round>[0-9a-f]{16})"

GUESS = rf"guess:{_ROUND}:(?P<option>\d{{1,2}})"
ANSWER = rf"answer:{_ROUND}"
MORE_TIME = rf"more_time:{_ROUND}"
SKIP = rf"skip:{_ROUND}"
APPEAL = rf"appeal:{_ROUND}"
LOOK = rf"look:{_ROUND}"


def guess(round_id: str, option: int) -> str:
    """`option`: its place in the round's own order, wherever a member sees it."""
    return f"guess:{round_id}:{option}"


def answer(round_id: str) -> str:
    """Of the button and of the form that it opens where answers are typed."""
    return f"answer:{round_id}"


def more_time(round_id: str) -> str:
    return f"more_time:{round_id}"


def skip(round_id: str) -> str:
    return f"skip:{round_id}"


def appeal(round_id: str) -> str:
    return f"appeal:{round_id}"


def look(round_id: str) -> str:
    return f"look:{round_id}"
