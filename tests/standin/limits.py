"""Rate limits as Discord enforces them: 50 requests a second for a bot, and a bucket for every place."""

from __future__ import annotations

import hashlib
import time
from collections import deque
from dataclasses import dataclass

GLOBAL, WITHIN = 50, 1.0
GENEROUS = (120, 1.0)
PACES = {
    "POST /channels/{channel}/messages": (5, 5.0),
    "PATCH /channels/{channel}/messages/{message}": (5, 5.0),
}
WEBHOOK = (5, 2.0)


@dataclass(frozen=True)
class Verdict:
    """The headers of the answer, and how long to wait instead of one."""

    headers: dict[str, str]
    wait: float | None = None
    everywhere: bool = False


class Limits:
    def __init__(self, enforced: bool) -> None:
        self.enforced = enforced
        self._recent: dict[str, deque[float]] = {}
        self._buckets: dict[tuple[str, str], tuple[int, float]] = {}
        """How many requests since when the window ends; a window begins with its first request."""

    def judge(self, route: str, place: str, token: str | None) -> Verdict:
        """`place` is the top-level id; a refused request does not count towards a limit."""
        if not self.enforced:
            return Verdict({})
        now = time.monotonic()
        # Interactions' routes carry no token: they know no global limit.
        recent = self._recent.setdefault(token, deque()) if token else None
        if recent is not None:
            while recent and now - recent[0] >= WITHIN:
                recent.popleft()
            if len(recent) >= GLOBAL:
                wait = WITHIN - (now - recent[0])
                headers = {"X-RateLimit-Global": "true", "X-RateLimit-Scope": "global"}
                return Verdict(headers, wait, everywhere=True)
        verdict = self._bucket(route, place, now)
        if recent is not None and verdict.wait is None:
            recent.append(now)
        return verdict

    def _bucket(self, route: str, place: str, now: float) -> Verdict:
        if "/webhooks/" in route:
            # One for all that an interaction's token may do.
            name, (most, within) = "webhook", WEBHOOK
        else:
            name, (most, within) = route, PACES.get(route, GENEROUS)
        used, ends = self._buckets.get((name, place), (0, 0.0))
        if now >= ends:
            used, ends = 0, now + within
        over = used >= most
        if not over:
            used += 1
            self._buckets[name, place] = used, ends
            self._prune(now)
        left = ends - now
        headers = {
            "X-RateLimit-Limit": str(most),
            "X-RateLimit-Remaining": str(most - used),
            "X-RateLimit-Reset": f"{time.time() + left:.3f}",
            "X-RateLimit-Reset-After": f"{left:.3f}",
            "X-RateLimit-Bucket": hashlib.sha256(name.encode()).hexdigest()[:32],
        }
        if over:
            return Verdict({**headers, "X-RateLimit-Scope": "user"}, left)
        return Verdict(headers)

    def _prune(self, now: float) -> None:
        if len(self._buckets) > 50_000:
            self._buckets = {key: held for key, held in self._buckets.items() if held[1] > now}
