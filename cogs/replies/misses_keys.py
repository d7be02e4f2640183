"""What the buttons, menus and forms of misses carry, readable for ever (as `keys.py`)."""

from __future__ import annotations

from cogs.replies import keys

_MISS = r"(?P<miss>[0-9a-f]{16})"
_PAGE = r"(?P<page>\d{1,4})"

LIST = rf"misses:(?P<ignored>ignored:)?{_PAGE}"
ALIAS = rf"miss:alias:{_MISS}"
MEANT = keys.choose(rf"miss:{_MISS}")
OTHER = rf"miss:other:{_MISS}"
TOPIC = rf"miss:topic:{_MISS}"
IGNORE = rf"miss:ignore:{_MISS}:{_PAGE}"
BACK = r"miss:back:(?P<entry>miss-ignored:\d{1,20})"


def page(number: int, *, ignored: bool = False) -> str:
    return f"misses:{'ignored:' if ignored else ''}{number}"


def alias(miss_id: str) -> str:
    return f"miss:alias:{miss_id}"


def meant(miss_id: str) -> str:
    """Of the menu of names, as `Card.choices` takes it."""
    return f"miss:{miss_id}"


def other(miss_id: str) -> str:
    """Of the button and of the form that it opens, as `topic` too."""
    return f"miss:other:{miss_id}"


def topic(miss_id: str) -> str:
    return f"miss:topic:{miss_id}"


def ignore(miss_id: str, page: int) -> str:
    return f"miss:ignore:{miss_id}:{page}"


def back(entry: str) -> str:
    return f"miss:back:{entry}"
