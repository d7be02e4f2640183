"""What a button carries: an action and the ids of content, in Discord's 100 characters, readable for ever.

Free text comes last in each, so it may hold colons. A form that was once sent is never given another meaning.
"""

from __future__ import annotations

from collections.abc import Iterable

LIMIT = 100
MOST_WORDS = 90
"""Of a search, so that its buttons can carry it: `hits:9999:` takes the other ten."""

CONTEXT = r"context:(?P<piece>[^@]+)(?:@(?P<slot>[0-9a-f]{16}))?"
CITE = r"cite:(?P<pieces>.+)"
MORE = r"more:(?P<page>\d{1,4}):(?P<ref>(?s:.+))"
ANOTHER = r"another:(?P<person>[^:]+):(?P<about>(?s:.*))"
HITS = r"hits:(?P<page>\d{1,4}):(?P<words>(?s:.+))"
SOURCES = r"sources:(?P<page>\d{1,4})"
CHOOSE = r"choose:(?P<command>[a-z]+)"


def context(piece_id: str, slot_id: str | None = None) -> str:
    """`slot_id`: of the scheduled post that shows the piece, which is known again by it."""
    return f"context:{piece_id}" + (f"@{slot_id}" if slot_id else "")


def cite(piece_ids: Iterable[str]) -> str:
    """As many of the pieces as fit, the first ones first."""
    key = "cite:"
    for piece_id in piece_ids:
        longer = key + ("" if key.endswith(":") else "+") + piece_id
        if len(longer) > LIMIT:
            break
        key = longer
    return key


def more(ref: str, page: int) -> str:
    return f"more:{page}:{ref}"


def another(person_id: str, about: str | None) -> str:
    return f"another:{person_id}:{about or ''}"


def hits(words: str, page: int) -> str:
    return f"hits:{page}:{words}"


def sources(page: int) -> str:
    return f"sources:{page}"


def choose(command: str) -> str:
    return f"choose:{command}"


def fits(key: str) -> bool:
    return len(key) <= LIMIT and not key.endswith("cite:")
