"""What a member sees of a message: its texts, buttons and menus."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from simcord.components import walk_components
from simcord.results import InteractionResult, ResponseMessage

BUTTON, SELECT, TEXT = 2, 3, 10


def shown(result: InteractionResult) -> ResponseMessage:
    """The answer; a member who pressed or asked always gets one."""
    assert result.acknowledged
    message = result.followups[-1] if result.followups else result.response
    assert message is not None
    return message


def texts(message: ResponseMessage) -> str:
    said = [part["content"] for part in parts(message, TEXT)]
    return "\n".join([message.content, *said] if message.content else said)


def parts(message: ResponseMessage, kind: int) -> Iterator[dict[str, Any]]:
    return (part for part in walk_components(message.components) if part["type"] == kind)


def labels(message: ResponseMessage) -> list[str]:
    return [part.get("label", "") for part in parts(message, BUTTON)]


def keys(message: ResponseMessage, action: str) -> list[str]:
    """The custom ids of the buttons and menus that begin with `action`."""
    found = [part.get("custom_id", "") for part in walk_components(message.components)]
    return [key for key in found if key.startswith(action + ":")]


def options(message: ResponseMessage) -> list[dict[str, Any]]:
    return [option for menu in parts(message, SELECT) for option in menu["options"]]
