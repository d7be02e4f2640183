"""What the buttons, menus and forms of persons carry, readable for ever (as `keys.py`).

`stamp`: what the entry was when a form or a preview was made from it (naming.stamp).
"""

from __future__ import annotations

from cogs.replies import keys

_PERSON = r"(?P<person>[0-9a-f]{16})"
_OTHER = r"(?P<other>[0-9a-f]{16})"
_STAMP = r"(?P<stamp>[0-9a-f]{8})"

ADD = r"person:add"
SHOW = rf"person:show:{_PERSON}"
RENAME = rf"person:rename:{_PERSON}"
NAMES = rf"person:names:{_PERSON}"
ROLE = rf"person:role:{_PERSON}"
SPLIT = rf"person:split:{_PERSON}"
FILLED = rf"person:(?P<form>rename|names|role|split):{_PERSON}:{_STAMP}"

MERGE = rf"person:merge:{_PERSON}"
MERGE_WITH = keys.choose(rf"person_merge:{_PERSON}")
MERGE_OTHER = rf"person:merge_other:{_PERSON}"
MERGE_LOOK = rf"person:merge_look:{_PERSON}:{_OTHER}"
MERGE_SURE = rf"person:merge_sure:{_PERSON}:{_OTHER}:{_STAMP}"

APART = rf"person:apart:{_PERSON}"
APART_FROM = keys.choose(rf"person_apart:{_PERSON}")
APART_OTHER = rf"person:apart_other:{_PERSON}"

REMOVE = rf"person:remove:{_PERSON}"
REMOVE_SURE = rf"person:remove_sure:{_PERSON}"


def of(action: str, person_id: str) -> str:
    return f"person:{action}:{person_id}"


def filled(action: str, person_id: str, stamp: str) -> str:
    """Of a form."""
    return f"person:{action}:{person_id}:{stamp}"


def choose(action: str, person_id: str) -> str:
    """Of a menu, as `Card.choices` takes it."""
    return f"person_{action}:{person_id}"


def merge_look(kept_id: str, gone_id: str) -> str:
    return f"person:merge_look:{kept_id}:{gone_id}"


def merge_sure(kept_id: str, gone_id: str, stamp: str) -> str:
    return f"person:merge_sure:{kept_id}:{gone_id}:{stamp}"
