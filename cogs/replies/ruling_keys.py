"""What the buttons, menus and forms of rulings carry, readable for ever (as `keys.py`)."""

from __future__ import annotations

_DESK = r"(?P<desk>[0-9a-f]{16})"
_TOPIC = r"(?P<topic>[0-9a-f]{16})"
_PAGE = r"(?P<page>\d{1,4})"
_VERSION = r"(?:first|[0-9a-f]{16})"

DESK = rf"ruling:desk:{_DESK}"
VERDICT = rf"ruling:verdict:{_DESK}"
WORDS = rf"ruling:words:{_DESK}"
EVIDENCE = rf"ruling:evidence:{_DESK}:{_PAGE}"
CHOOSE = rf"ruling:(?P<stance>for|against):{_DESK}:{_PAGE}"
TAKE_OFF = rf"ruling:off:{_DESK}:{_PAGE}"
FIND = rf"ruling:find:{_DESK}"
FIND_ALL = rf"ruling:all:{_DESK}"
PREVIEW = rf"ruling:preview:{_DESK}"
PUBLISH = rf"ruling:publish:{_DESK}"
CANCEL = rf"ruling:cancel:{_DESK}"

HISTORY = rf"ruling:history:{_TOPIC}:{_PAGE}"
VERSION = rf"ruling:version:{_TOPIC}:(?P<newer>{_VERSION}):(?P<older>{_VERSION})"
COMPARE = rf"ruling:compare:{_TOPIC}:(?P<newer>{_VERSION})"
_STATE = r"(?P<state>[0-9a-f]{8})(?::(?P<asked>\d{1,20}))?"
REVERT = rf"ruling:revert:{_TOPIC}:(?P<version>none|{_VERSION}):{_STATE}"

DRAFTS = rf"ruling:drafts:{_PAGE}"
WRITE = r"ruling:write:(?P<draft>[0-9a-f]{16})"
DISMISS = rf"ruling:dismiss:(?P<draft>[0-9a-f]{{16}}):{_PAGE}"


def desk(action: str, desk_id: str) -> str:
    """`action`: desk, verdict, words, find, all, preview, publish or cancel; a form has its button's."""
    return f"ruling:{action}:{desk_id}"


def evidence(action: str, desk_id: str, page: int) -> str:
    """`action`: evidence, for, against or off."""
    return f"ruling:{action}:{desk_id}:{page}"


def history(topic_id: str, page: int) -> str:
    return f"ruling:history:{topic_id}:{page}"


def version(topic_id: str, newer: str, older: str) -> str:
    """A version, and the one that it is compared with."""
    return f"ruling:version:{topic_id}:{newer}:{older}"


def compare(topic_id: str, newer: str) -> str:
    return f"ruling:compare:{topic_id}:{newer}"


def revert(topic_id: str, version_id: str, state: str, asked: int | None = None) -> str:
    """`state`: of the ruling as it was shown. `asked`: the interaction that asked whether it is meant, so
    that two presses do it once; without it, that is asked first.
    """
    return f"ruling:revert:{topic_id}:{version_id}:{state}" + (f":{asked}" if asked is not None else "")


def drafts(page: int) -> str:
    return f"ruling:drafts:{page}"


def write(draft_id: str) -> str:
    return f"ruling:write:{draft_id}"


def dismiss(draft_id: str, page: int) -> str:
    return f"ruling:dismiss:{draft_id}:{page}"
