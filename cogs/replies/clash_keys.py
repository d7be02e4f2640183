"""What the buttons of clashes carry, readable for ever (as `keys.py`)."""

from __future__ import annotations

CLASH = r"clash:(?P<clash>[0-9a-f]{16}):(?P<answer>\d|apart|leave):(?P<page>\d{1,4})"


def clash(clash_id: str, answer: str, page: int) -> str:
    """`answer`: the number of the side that is right, "apart" or "leave"."""
    return f"clash:{clash_id}:{answer}:{page}"
