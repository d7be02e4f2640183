"""What the orders of a test are given and give back: members, servers, replies, files."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import TypedDict

from tests.standin import shapes
from tests.standin.shapes import Json


class ControlError(Exception):
    """The stand-in could not do it, or what was waited for did not happen in time."""


@dataclass(frozen=True)
class Member:
    """Who acts. `permissions` is what Discord works out for the channel, as a sum of bits."""

    id: int = 300_000_000_000_000_001
    name: str = "jinora"
    roles: tuple[int, ...] = ()
    permissions: int = shapes.EVERYTHING_USUAL
    locale: str = "en-US"


ANYBODY = Member()


class Asking(TypedDict, total=False):
    """Who asks, and how long the asking waits: for so many answers (0: not at all), so many seconds.

    `age` is how long ago the interaction was made, for one that comes late.
    """

    by: Member
    answers: int
    seconds: float
    age: float


USUAL = {"answers": 1, "seconds": 10.0, "age": 0.0}


@dataclass(frozen=True)
class Guild:
    id: int
    channels: list[int]


@dataclass(frozen=True)
class Reply:
    """What the bot said to an interaction: `ms` is the age of the interaction at the first answer.

    An answer has `route` (callback, follow-up, edit, delete), `type` of a callback, `data` as the bot sent
    it, `message` as Discord made it, and `ms`.
    """

    id: str
    token: str
    ms: float | None
    answers: list[Json]

    @property
    def first(self) -> Json:
        return self.answers[0]

    @property
    def message(self) -> Json:
        """The last message among the answers."""
        return next(one["message"] for one in reversed(self.answers) if one["message"])


def upload(name: str, content: bytes) -> Json:
    """A file as the option of a command."""
    return {"name": name, "content": base64.b64encode(content).decode()}
