"""Faults on order: which requests meet one, which kind, how often or how probably."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from typing import Literal

Kind = Literal["delay", "delay_after", "cut_before", "cut_after", "status", "status_after"]


@dataclass
class Fault:
    """What ends in `_after` takes effect first: the answer is late, is an error, or doesn't come."""

    kind: Kind
    method: str = ".*"
    path: str = ".*"
    seconds: float = 0.0
    status: int = 500
    code: int = 0
    message: str = "ordered by the test"
    retry_after: float = 0.1
    via: bool = True
    times: int | None = None
    """How often at most; None: without an end."""
    probability: float = 1.0
    id: int = 0
    met: int = 0


class Faults:
    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._ordered: list[Fault] = []
        self._made = 0

    def order(self, fault: Fault) -> int:
        self._made += 1
        fault.id = self._made
        self._ordered.append(fault)
        return fault.id

    def clear(self, number: int | None) -> None:
        self._ordered = [one for one in self._ordered if number is not None and one.id != number]

    def met(self, number: int) -> int:
        return next((one.met for one in self._ordered if one.id == number), 0)

    def meet(self, method: str, path: str) -> tuple[float, Fault | None]:
        """The seconds that the request waits first, and what befalls it then: the first that fits."""
        seconds, befalls = 0.0, None
        for fault in self._ordered:
            if fault.kind != "delay" and befalls is not None:
                continue
            if fault.times is not None and fault.met >= fault.times:
                continue
            if not (re.fullmatch(fault.method, method) and re.search(fault.path, path)):
                continue
            if self._chance.random() >= fault.probability:
                continue
            fault.met += 1
            if fault.kind == "delay":
                seconds += fault.seconds
            else:
                befalls = fault
        return seconds, befalls
