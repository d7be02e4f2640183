"""How fast this bot asks Discord: posts of its own wait their turn, what members ask for goes first.

Discord counts a request when it arrives, somewhere between our sending it and its answer. So a request counts
here from when it is sent until a second after its answer, less the shortest way there and back of late: what
arrives together although it was sent apart can then never be too much.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

MOST = 50
"""Requests a second that Discord takes from one bot. Answers to interactions don't count among them."""

CATCH_UP = 3
"""Posts that may follow each other closely after a delay; otherwise they are spread evenly, for a burst of
them would hold up members' answers."""

BLINK = 0.005
"""Seconds until it is looked again whether one of the requests under way has been answered."""

SOON = 0.25
"""Seconds by which it is judged how many more requests of members are coming."""


class Rates:
    """The requests under way and of the last second, by the event loop's own clock.

    `processes`: how many share the bot's token. Discord counts them together, so each keeps to its part.
    """

    def __init__(self, processes: int = 1) -> None:
        self._most = max(MOST / processes, 2.0)
        self._flying = 0
        self._granted: deque[float] = deque()  # turns given to requests that are not sent yet
        self._answered: deque[float] = deque()
        self._members: deque[float] = deque()  # when those were sent that needed no turn
        self._ways: deque[float] = deque(maxlen=100)
        self._turns = asyncio.Lock()  # fair: first come, first served
        self._due = 0.0

    @asynccontextmanager
    async def request(self) -> AsyncGenerator[None]:
        """Round a request: one that was given a turn, or one that a member caused, which waits for none."""
        sent = _now()
        if self._granted:
            self._granted.popleft()
        else:
            self._members.append(sent)
        self._flying += 1
        try:
            yield
        finally:
            self._flying -= 1
            self._answered.append(_now())
            self._ways.append(_now() - sent)

    async def turn(self) -> None:
        """Returns when a request for a post may go."""
        async with self._turns:
            while (pause := self._pause(_now())) > 0:  # noqa: ASYNC110 - it is time that it waits for
                await asyncio.sleep(pause)
            self._due = max(self._due, _now() - CATCH_UP / self._most) + 1 / self._most
            self._granted.append(_now())

    def _pause(self, now: float) -> float:
        counts = 1 - min(self._ways, default=0.0)
        while self._answered and now - self._answered[0] > counts:
            self._answered.popleft()
        while self._granted and now - self._granted[0] > 1:
            self._granted.popleft()  # nothing was sent after all
        while self._members and now - self._members[0] > SOON:
            self._members.popleft()
        # One place stays free for the next request of a member, and more while there are many.
        if self._flying + len(self._granted) + len(self._answered) >= self._most - 1 - len(self._members):
            return counts - (now - self._answered[0]) + 0.001 if self._answered else BLINK
        return self._due - now


def _now() -> float:
    return asyncio.get_running_loop().time()
