"""What the buttons, menus and forms of documents carry: ids of documents and previews, readable for ever."""

from __future__ import annotations

_DOCUMENT = r"(?P<document>[0-9a-f]{16})"
_PENDING = r"(?P<pending>[0-9a-f]{16})"
_FILE = r"(?P<file>\d)"
_PAGE = r"(?P<page>\d{1,4})"

LIST = rf"doc_list:{_PAGE}"
OPEN = r"doc_open"
EDIT = rf"doc_edit:{_DOCUMENT}"
KIND = rf"doc_kind:{_DOCUMENT}"
STATE = rf"doc_state:{_DOCUMENT}:(?P<state>shown|hidden)"
REMOVE = rf"doc_remove:{_DOCUMENT}(?P<sure>:sure)?"

PASTE = r"doc_paste"
LOOK = rf"doc_look:{_PENDING}:{_FILE}:{_PAGE}"
ADD = rf"doc_add:{_PENDING}"
CANCEL = rf"doc_cancel:{_PENDING}"
MEND = rf"doc_mend:{_PENDING}:{_FILE}"
SORT = rf"doc_sort:{_PENDING}:{_FILE}"
SAME = rf"doc_same:{_PENDING}:{_FILE}"

COMPARE = rf"doc_compare:{_PENDING}:{_PAGE}"
REPLACE = rf"doc_replace:{_PENDING}"
LEAVE = rf"doc_leave:{_PENDING}"


def listed(page: int) -> str:
    return f"doc_list:{page}"


def edit(document_id: str) -> str:
    """Of the button and of the form that it opens."""
    return f"doc_edit:{document_id}"


def kind(document_id: str) -> str:
    return f"doc_kind:{document_id}"


def state(document_id: str, wanted: str) -> str:
    return f"doc_state:{document_id}:{wanted}"


def remove(document_id: str, *, sure: bool = False) -> str:
    return f"doc_remove:{document_id}{':sure' if sure else ''}"


def look(pending_id: str, file: int, page: int) -> str:
    return f"doc_look:{pending_id}:{file}:{page}"


def add(pending_id: str) -> str:
    return f"doc_add:{pending_id}"


def cancel(pending_id: str) -> str:
    return f"doc_cancel:{pending_id}"


def mend(pending_id: str, file: int) -> str:
    """Of the button and of the form that it opens."""
    return f"doc_mend:{pending_id}:{file}"


def sort(pending_id: str, file: int) -> str:
    return f"doc_sort:{pending_id}:{file}"


def same(pending_id: str, file: int) -> str:
    return f"doc_same:{pending_id}:{file}"


def compare(pending_id: str, page: int) -> str:
    return f"doc_compare:{pending_id}:{page}"


def replace(pending_id: str) -> str:
    return f"doc_replace:{pending_id}"


def leave(pending_id: str) -> str:
    return f"doc_leave:{pending_id}"
