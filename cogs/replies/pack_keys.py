"""What the buttons and forms of packs carry, readable for ever (as `keys.py`)."""

from __future__ import annotations

_ID = r"[0-9a-f]{8,64}"
_SLUG = r"[a-z0-9-]{1,40}"

PAGE = rf"pack:(?P<pending>{_ID}):(?P<page>\d{{1,4}})"
APPLY = rf"pack_apply:(?P<pending>{_ID})"
CANCEL = rf"pack_cancel:(?P<pending>{_ID})"
QUESTIONS = rf"pack_questions:(?P<pending>{_ID})"
REMOVE = rf"pack_remove:(?P<slug>{_SLUG})(?P<sure>:sure)?"
EXPORT = r"pack_export"


def page(pending_id: str, number: int) -> str:
    return f"pack:{pending_id}:{number}"


def apply(pending_id: str) -> str:
    return f"pack_apply:{pending_id}"


def cancel(pending_id: str) -> str:
    return f"pack_cancel:{pending_id}"


def questions(pending_id: str) -> str:
    return f"pack_questions:{pending_id}"


def remove(slug: str, *, sure: bool = False) -> str:
    return f"pack_remove:{slug}{':sure' if sure else ''}"
