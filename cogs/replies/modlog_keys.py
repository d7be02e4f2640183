"""What the buttons of the moderators' log carry, readable for ever (as `keys.py`)."""

from __future__ import annotations

LOG = r"log:(?P<page>\d{1,5})"
LINE = r"log_line:(?P<page>\d{1,5}):(?P<entry>[\w:-]{1,80})"


def page(number: int) -> str:
    return f"log:{number}"


def line(entry: str, page: int) -> str:
    return f"log_line:{page}:{entry}"
