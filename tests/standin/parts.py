"""The parts of the stand-in, which requests and orders reach through this one object."""

from __future__ import annotations

import random
from pathlib import Path

from tests.standin.faults import Faults
from tests.standin.gateway import Gateway
from tests.standin.interactions import Interactions
from tests.standin.limits import Limits
from tests.standin.recording import Record
from tests.standin.tally import Tally
from tests.standin.world import World


class Discord:
    def __init__(
        self,
        folder: Path | None,
        *,
        seed: int = 0,
        limits: bool = True,
        record: Record | None = None,
        heartbeat_ms: int = 41_250,
    ) -> None:
        chance = random.Random(seed)
        self.world = World(folder)
        self.gateway = Gateway(self.world, chance, heartbeat_ms)
        self.interactions = Interactions(self.world, self.gateway)
        self.limits = Limits(limits)
        self.faults = Faults(chance)
        self.tally = Tally()
        self.record = record
        self.base = ""
        self.unknown: list[str] = []
        """Requests that no route knows, or that one stumbled over: a gap of ours, or a fault of the bot."""
