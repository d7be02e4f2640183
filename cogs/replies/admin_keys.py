"""What the buttons of boards and of moderators carry: an action and ids, readable for ever (as `keys.py`)."""

from __future__ import annotations

_ID = r"[0-9a-f]{8,64}"
_PAGE = r"(?P<page>\d{1,4})"

SUGGEST = r"suggest"
SUGGEST_AGAIN = r"suggest:again"
BOARD = rf"board:(?P<when>[a-z]+):{_PAGE}:(?P<about>(?s:.*))"

REVIEW = rf"review:{_PAGE}"
ACCEPT = rf"accept:(?P<review>{_ID}):{_PAGE}"
REFUSE = rf"refuse:(?P<review>{_ID}):{_PAGE}"
DISMISS = rf"dismiss:(?P<draft>{_ID}):{_PAGE}"

IMPORT = rf"import:(?P<pending>{_ID}):{_PAGE}"
APPLY = rf"apply:(?P<pending>{_ID})(?P<all>:all)?"
CANCEL = rf"cancel:(?P<pending>{_ID})"
UNDO_IMPORT = rf"undo_import:(?P<entry>{_ID})(?P<sure>:sure)?"

RESET = r"reset:(?P<when>[a-z]+):(?P<asked>\d{1,20})"
CHANGES = rf"changes:{_PAGE}"
UNDO = r"undo:(?P<kind>change|season|season_end|zone):(?P<entry>[\w:-]{1,80})"
KEEP = r"keep"


def review(page: int) -> str:
    return f"review:{page}"


def accept(review_id: str, page: int) -> str:
    return f"accept:{review_id}:{page}"


def refuse(review_id: str, page: int) -> str:
    """Of the button and of the form that it opens: they are different kinds of things to Discord."""
    return f"refuse:{review_id}:{page}"


def dismiss(draft_id: str, page: int) -> str:
    return f"dismiss:{draft_id}:{page}"


def board(when: str, page: int, about: str | None) -> str:
    return f"board:{when}:{page}:{about or ''}"


def import_page(pending_id: str, page: int) -> str:
    return f"import:{pending_id}:{page}"


def apply(pending_id: str, *, clashing: bool = False) -> str:
    return f"apply:{pending_id}{':all' if clashing else ''}"


def cancel(pending_id: str) -> str:
    return f"cancel:{pending_id}"


def undo_import(import_id: str, *, sure: bool = False) -> str:
    return f"undo_import:{import_id}{':sure' if sure else ''}"


def reset(when: str, asked: int) -> str:
    """`asked`: the interaction that wanted it, so that two presses do it once, and an old one not at all."""
    return f"reset:{when}:{asked}"


def changes(page: int) -> str:
    return f"changes:{page}"


def undo(kind: str, entry: str) -> str:
    return f"undo:{kind}:{entry}"
