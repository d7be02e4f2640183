"""One request of a bot, and the table of the routes that answer it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.standin.world import Refused

if TYPE_CHECKING:
    from tests.standin.parts import Discord


@dataclass(frozen=True)
class Upload:
    name: str
    content: bytes


@dataclass(frozen=True)
class Call:
    discord: Discord
    ids: dict[str, str]
    query: dict[str, str]
    body: Any = None
    uploads: dict[str, Upload] = field(default_factory=lambda: dict[str, Upload]())
    """By the name of their field: files[0] and so on."""

    def id(self, name: str) -> int:
        value = self.ids[name]
        if not value.isdecimal():
            raise Refused(400, 50035, f"Invalid Form Body: {name} is not a snowflake")
        return int(value)

    def number(self, name: str) -> int | None:
        return int(self.query[name]) if self.query.get(name, "").isdecimal() else None


Answer = Callable[[Call], Awaitable[Any]]


@dataclass(frozen=True)
class Route:
    method: str
    path: str
    answer: Answer
    status: int

    @property
    def name(self) -> str:
        return f"{self.method} {self.path}"


ROUTES: list[Route] = []


def route(method: str, path: str, status: int = 200) -> Callable[[Answer], Answer]:
    """An answer of None is a 204 without a body."""

    def noted(answer: Answer) -> Answer:
        ROUTES.append(Route(method, path, answer, status))
        return answer

    return noted
