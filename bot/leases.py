"""Which process posts: two of one shard notice each other, and only one does the work.

A lease is taken when there is something to post and runs out by itself, so that waiting costs nothing. Where
its holder ran on this very machine and runs no more, nobody has to wait for that.
"""

from __future__ import annotations

import json
import os
import secrets
import socket
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path

from bot.store.leases import Leases as Kept

LASTS = timedelta(seconds=60)
"""Longer than Discord's library tries one request (25 s of pauses), so that no post outlives its lease."""


@dataclass(frozen=True, slots=True)
class Holder:
    """A process; `born` tells it from a later one of the same number, where the system says when it began."""

    host: str
    pid: int
    born: str
    token: str

    @classmethod
    def this_process(cls) -> Holder:
        return cls(socket.gethostname(), os.getpid(), _born(os.getpid()) or "", secrets.token_hex(8))

    @property
    def gone(self) -> bool:
        """True only where that is certain: on this machine, with no such process, or a younger one."""
        if self.host != socket.gethostname():
            return False
        if self.pid == os.getpid():
            return True  # in a container every process is number 1: a holder other than us was before us
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return True
        except OSError:
            return False
        return bool(self.born) and _born(self.pid) not in (None, self.born)


class Lease:
    """One process's hold of one name."""

    def __init__(self, kept: Kept, name: str, clock: Callable[[], datetime], holder: Holder | None = None):
        self._kept = kept
        self._name = name
        self._clock = clock
        self._me = holder or Holder.this_process()
        self._until: datetime | None = None

    async def take(self) -> Holder | None:
        """None when it is ours, for at least half of its time; else the process that has it."""
        now = self._clock()
        if self._until is not None and self._until - now > LASTS / 2:
            return None
        until = now + LASTS
        mine = json.dumps(asdict(self._me))
        other = await self._kept.take(self._name, mine, now, until, lambda held: _holder(held).gone)
        self._until = until if other is None else None
        return None if other is None else _holder(other)

    async def neighbour(self) -> Holder | None:
        """Another process that took this lease last and still runs, as far as one can see from here."""
        held = await self._kept.held(self._name)
        if held is None:
            return None
        holder, until = _holder(held[0]), held[1]
        if holder == self._me or holder.gone:
            return None
        here = holder.host == self._me.host
        return holder if here or until > self._clock() else None


def _holder(text: str) -> Holder:
    return Holder(**json.loads(text))


def _born(pid: int) -> str | None:
    """When a process began, in the system's own ticks; None where the system doesn't say."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return None
    return stat.rpartition(")")[2].split()[19]
