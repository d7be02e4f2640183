"""What the buttons, menus and forms of topics carry, readable for ever (as `keys.py`).

`stamp`: what the entry was when a form or a preview was made from it (naming.stamp).
"""

from __future__ import annotations

from cogs.replies import keys

_TOPIC = r"(?P<topic>[0-9a-f]{16})"
_OTHER = r"(?P<other>[0-9a-f]{16})"
_STAMP = r"(?P<stamp>[0-9a-f]{8})"

ADD = r"topic:add:(?P<kind>pairing|character|event|claim)"
SHOW = rf"topic:show:{_TOPIC}"
RENAME = rf"topic:rename:{_TOPIC}"
NAMES = rf"topic:names:{_TOPIC}"
MEMBERS = rf"topic:members:{_TOPIC}"
FILLED = rf"topic:(?P<form>rename|names|members):{_TOPIC}:{_STAMP}"

MERGE = rf"topic:merge:{_TOPIC}"
MERGE_WITH = keys.choose(rf"topic_merge:{_TOPIC}")
MERGE_OTHER = rf"topic:merge_other:{_TOPIC}"
MERGE_LOOK = rf"topic:merge_look:{_TOPIC}:{_OTHER}"
MERGE_SURE = rf"topic:merge_sure:{_TOPIC}:{_OTHER}:{_STAMP}"

REMOVE = rf"topic:remove:{_TOPIC}"
REMOVE_SURE = rf"topic:remove_sure:{_TOPIC}"


def add(kind: str) -> str:
    """Of a form."""
    return f"topic:add:{kind}"


def of(action: str, topic_id: str) -> str:
    return f"topic:{action}:{topic_id}"


def filled(action: str, topic_id: str, stamp: str) -> str:
    """Of a form."""
    return f"topic:{action}:{topic_id}:{stamp}"


def choose(action: str, topic_id: str) -> str:
    """Of a menu, as `Card.choices` takes it."""
    return f"topic_{action}:{topic_id}"


def merge_look(kept_id: str, gone_id: str) -> str:
    return f"topic:merge_look:{kept_id}:{gone_id}"


def merge_sure(kept_id: str, gone_id: str, stamp: str) -> str:
    return f"topic:merge_sure:{kept_id}:{gone_id}:{stamp}"
