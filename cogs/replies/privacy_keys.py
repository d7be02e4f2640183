"""What the buttons and the form about kept data carry, readable for ever (as `keys.py`)."""

from __future__ import annotations

_ASKED = r"(?P<asked>\d{1,20})"
_MEMBER = r"(?P<member>\d{1,20})"

EXPORT = r"privacy:export"
ASK = r"privacy:ask"
ERASE = rf"privacy:erase:{_ASKED}"

ERASE_MEMBER = rf"data:erase:{_MEMBER}:{_ASKED}"
DELETE_ALL = r"data:delete_all"


def erase(asked: int) -> str:
    """For whoever presses. `asked`: the interaction that wanted it, so that an old card does nothing."""
    return f"privacy:erase:{asked}"


def erase_member(member_id: int, asked: int) -> str:
    """`asked`: as above, and so that two presses do it once."""
    return f"data:erase:{member_id}:{asked}"
