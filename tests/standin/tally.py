"""Counts the requests by route and status, and the most that came within any second."""

from __future__ import annotations

import time
from collections import Counter, deque

from tests.standin.shapes import Json


class Tally:
    def __init__(self) -> None:
        self._recent: deque[float] = deque()
        self.reset()

    def reset(self) -> None:
        self.requests: dict[str, Counter[int]] = {}
        """Status by route; status 0 stands for a connection that was cut instead of an answer."""
        self.peak = 0

    def arrived(self) -> None:
        """A request that falls under the global limit."""
        now = time.monotonic()
        self._recent.append(now)
        while now - self._recent[0] >= 1.0:
            self._recent.popleft()
        self.peak = max(self.peak, len(self._recent))

    def answered(self, route: str, status: int) -> None:
        self.requests.setdefault(route, Counter())[status] += 1

    def report(self) -> Json:
        limited = sum(counted[429] for counted in self.requests.values())
        routes = {
            route: {str(status): n for status, n in counted.items()}
            for route, counted in self.requests.items()
        }
        return {"requests": routes, "limited": limited, "peak": self.peak}
