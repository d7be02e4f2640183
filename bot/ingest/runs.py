"""Which words have most runs of words in common with others, in memory that doesn't grow with a library.

Runs lie in buckets, a few in one by chance where they are very many: what is found here is only likely.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, chain
from zlib import crc32

RUN = 3
MOST_LEADERS = 50
"""For one run of words: one that more sayings have says nothing."""
_MOST_BUCKETS = 1 << 24
_FEWEST_BUCKETS = 1 << 14
_ROOM = 12_000_000
"""Notes of leaders, of which each has one for every run: of more, each run keeps fewer."""
_BLOCK = 16


def runs(tokens: Sequence[str]) -> Iterator[int]:
    """Of three words each, as numbers that are the same in every process: a build comes out the same."""
    words = [crc32(token.encode("utf-8", "surrogatepass")) for token in tokens]
    return map(hash, zip(words, words[1:], words[2:], strict=False))


class RunIndex:
    """Only runs that stand in several texts are noted."""

    def __init__(self, texts: Iterable[str], length: int) -> None:
        """`texts`, gone through once: of all that will be added; `length`: their characters."""
        buckets = min(max(1 << (length // 2).bit_length(), _FEWEST_BUCKETS), _MOST_BUCKETS)
        self._mask = buckets - 1
        times = bytearray(buckets)
        for text in texts:
            for bucket in set(self._buckets(text.split())):
                if times[bucket] < MOST_LEADERS:
                    times[bucket] += 1
        self._room = times.translate(_room([times.count(number) for number in range(MOST_LEADERS + 1)]))
        blocks = (sum(self._room[at : at + _BLOCK]) for at in range(0, buckets, _BLOCK))
        self._starts = array("I", accumulate(blocks, initial=0))  # of each block's first bucket
        self._leaders = array("I", bytes(4 * self._starts[-1]))
        self._taken = bytearray(buckets)

    def known(self, tokens: Sequence[str]) -> list[int]:
        """The buckets of those runs that other texts have, too."""
        return [bucket for bucket in self._buckets(tokens) if self._room[bucket]]

    def leaders(self, known: Iterable[int]) -> Counter[int]:
        """The numbers of those that were added, each with how many runs it has in common."""
        return Counter(chain.from_iterable(map(self._of_bucket, known)))

    def add(self, number: int, known: Iterable[int]) -> None:
        for bucket in set(known):
            if self._taken[bucket] < self._room[bucket]:
                self._leaders[self._start(bucket) + self._taken[bucket]] = number
                self._taken[bucket] += 1

    def _buckets(self, tokens: Sequence[str]) -> list[int]:
        mask = self._mask
        return [run & mask for run in runs(tokens)]

    def _of_bucket(self, bucket: int) -> array[int]:
        if not (taken := self._taken[bucket]):
            return _NONE
        start = self._start(bucket)
        return self._leaders[start : start + taken]

    def _start(self, bucket: int) -> int:
        first = bucket - bucket % _BLOCK
        return self._starts[bucket // _BLOCK] + sum(self._room[first:bucket])


_NONE = array("I")


def _room(buckets: Sequence[int]) -> bytes:
    """How many leaders are noted of a run, by the number of texts that have it. `buckets`: how many there
    are, by the same number.
    """
    most = MOST_LEADERS
    while (
        most > 1 and sum(many * min(times, most) for times, many in enumerate(buckets) if times > 1) > _ROOM
    ):
        most -= 1
    return bytes(min(times, most) if times > 1 else 0 for times in range(256))
