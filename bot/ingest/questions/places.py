"""Which places of one document hold, cross or lie in a stretch of it, without going through them all."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence

from bot.ingest.questions.model import Named

Span = tuple[int, int]

_FAR = 20_000
"""No quote is looked for that begins so long before the words: a mark that nobody closed holds no talk."""


class Holders:
    """Quotes, of which some stand in others."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._spans = sorted(spans)
        self._wider: list[int] = []  # of each: the nearest one before it that ends later, or -1
        for number, (_, last) in enumerate(self._spans):
            before = number - 1
            while before >= 0 and self._spans[before][1] <= last:
                before = self._wider[before]
            self._wider.append(before)

    def around(self, place: Span) -> Span | None:
        """The innermost one around a passage; marks at its ends may stand outside."""
        start, end = place
        best: Span | None = None
        number = bisect_right(self._spans, (start + 2, 0)) - 1
        least = bisect_left(self._spans, (start - _FAR,)) - 1
        while number >= max(least, 0):
            first, last = self._spans[number]
            if best and end - 2 - first >= best[1] - best[0]:
                break  # whatever begins here or before and holds the words is no shorter
            if end <= last + 2:
                if best is None or last - first < best[1] - best[0]:
                    best = (first, last)
                number -= 1
            else:
                number = self._wider[number]
        return best


class Borders:
    """Where spans begin and end."""

    def __init__(self, spans: Sequence[Span]) -> None:
        self._starts = sorted(start for start, _ in spans)
        self._ends = sorted(end for _, end in spans)

    def within(self, place: Span) -> bool:
        """One of them lies inside the place, so that a span holds some of it, but not all."""
        start, end = place
        return any(bisect_right(some, start) < bisect_left(some, end) for some in (self._starts, self._ends))


class Mentions:
    """What is named in a document, in the order in which it stands."""

    def __init__(self, named: Sequence[Named]) -> None:
        self._named = named
        self._starts = [one.start for one in named]

    def inside(self, place: Span) -> tuple[Named, ...]:
        """All that lies wholly in a stretch; places count from its beginning."""
        start, end = place
        first = bisect_left(self._starts, start)
        last = bisect_left(self._starts, end, first)
        return tuple(
            Named(one.start - start, one.end - start, one.id)
            for one in self._named[first:last]
            if one.end <= end
        )


def outside(named: Iterable[Named], titles: Sequence[Named]) -> Iterator[Named]:
    """What is not named inside a title. No title lies in another."""
    starts = [title.start for title in titles]
    for one in named:
        place = bisect_right(starts, one.start) - 1
        if place < 0 or titles[place].end < one.end:
            yield one
