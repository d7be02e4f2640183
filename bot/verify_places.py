"""Where to look for words that somebody passes on: what the index is asked, and what is read of its finds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot import names
from bot.store.verify import Hit
from bot.verify_words import Word

COMMON = 400
"""Passages in which a word stands that is too common to be looked for while there are rarer ones."""

MOST_WORDS, MOST_PHRASES = 10, 8
MOST_TEXT = 30_000
"""Characters of the documents that are looked at, the likeliest first."""

BETWEEN = 1500
"""Characters between two finds in one document that are read as one stretch: a long post quoted in parts."""


def query(
    words: str, claim: Sequence[Word], counts: Mapping[str, int]
) -> tuple[list[str], list[tuple[str, ...]]]:
    """The rarest words of the claim; where these are common, too, also words that stand side by side."""
    parts = [part for word in claim for part in names.index_words(words[word.start : word.end])]
    rare = sorted(
        {part for part in parts if counts.get(names.stem(part))},
        key=lambda part: (counts[names.stem(part)], part),
    )
    wanted = [part for part in rare if counts[names.stem(part)] <= COMMON][:MOST_WORDS]
    phrases: list[tuple[str, ...]] = []
    if len(wanted) < 4:
        runs = [tuple(parts[place : place + 3]) for place in range(max(len(parts) - 2, 1))]
        step = max(len(runs) // MOST_PHRASES, 1)
        phrases = [run for run in dict.fromkeys(runs[::step]) if len(run) > 1][:MOST_PHRASES]
        wanted += [part for part in rare if part not in wanted][: max(2 - len(wanted), 0)]
    return wanted, phrases


def places(found: Sequence[Hit], reach: int) -> list[Hit]:
    """The stretches of documents round the finds, the best first, as much as may be compared."""
    joined: list[Hit] = []
    for hit in found:
        low, high = max(hit.start - reach, 0), hit.end + reach
        near = [
            one
            for one in joined
            if one.document_id == hit.document_id and one.start - BETWEEN < high and low < one.end + BETWEEN
        ]
        if near:
            low, high = min(low, *(one.start for one in near)), max(high, *(one.end for one in near))
            joined[joined.index(near[0])] = Hit(hit.document_id, low, high)
            joined = [one for one in joined if one not in near[1:]]
        else:
            joined.append(Hit(hit.document_id, low, high))
    kept: list[Hit] = []
    room = MOST_TEXT
    for place in joined:
        if kept and place.end - place.start > room:
            break
        kept.append(place)
        room -= place.end - place.start
    return kept
