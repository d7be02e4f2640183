"""What the buttons of changes to the library carry: lines of the moderators' log, readable for ever."""

from __future__ import annotations

UNDO_EDIT = r"undo_edit:(?P<entry>[\w:-]{1,80})"


def undo(entry: str) -> str:
    return f"undo_edit:{entry}"
