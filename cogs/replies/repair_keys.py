"""What the buttons, menus and forms of corrected quotes carry, readable for ever (as `keys.py`).

`ref`: of the quote (bot/repairs.py). `at`: the item of the moderators' queue and its page, where a correction
decides on it.
"""

from __future__ import annotations

from cogs.replies import keys

_REF = r"(?P<ref>c?[0-9a-f]{16})"
_AT = r"(?::(?P<review>[0-9a-f]{16}):(?P<page>\d{1,4}))?"

SHOW = rf"repair:show:{_REF}"
PICK = keys.choose(r"repair")
SPEAKER = rf"repair:speaker:{_REF}{_AT}"
SPEAKER_IS = keys.choose(rf"speaker:{_REF}{_AT}")
OTHER = rf"repair:other:{_REF}{_AT}"
NOBODY = rf"repair:nobody:{_REF}{_AT}"
BORDERS = rf"repair:borders:{_REF}{_AT}"
NO_QUOTE = rf"repair:none:{_REF}{_AT}"
HIDE = rf"repair:hide:{_REF}{_AT}"
UNDO = rf"repair:undo:{_REF}"

At = tuple[str, int] | None


def show(ref: str) -> str:
    return f"repair:show:{ref}"


def repair(action: str, ref: str, at: At = None) -> str:
    """`action`: speaker, other, nobody, borders, none, hide or undo; of a form, that of its button."""
    return f"repair:{action}:{ref}" + _place(at)


def speaker_is(ref: str, at: At = None) -> str:
    """Of the menu of persons, as `Card.choices` takes it."""
    return f"speaker:{ref}" + _place(at)


def _place(at: At) -> str:
    return f":{at[0]}:{at[1]}" if at else ""
