"""Names that a text itself ties together: `Ida and Constance Farrow`, `Nightjar, born Mary Rowe`."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from itertools import pairwise

from bot.ingest.quotes.firstnames import FIRST_NAMES
from bot.ingest.quotes.lexicon import KIN, word_set
from bot.ingest.quotes.names import Candidate

_NEAR = 70  # characters between two names of one person
_KIN_OF = re.compile(r"['\u2019]s? (?:\w+ )?(\w+),? ")
_SPOUSES = word_set("wife husband widow widower")
_KIN_AFTER = re.compile(r"['\u2019]s (?:\w+ )?(\w+)(?:,| and|\b)")
_OTHERWISE = re.compile(
    r",? \(?(?:born|n[\u00e9e]e|a\.?k\.?a\.?|formerly|alias|pen name|(?:whose )?real name(?: is| was|:)?"
    r"|(?:also |better |best |otherwise |once )?known (?:\w+ ){0,3}as(?: simply| only| just)?"
    r"|who (?:writes?|wrote|performs|records|posts|streams|goes|tweets|blogs|publishes|signs) (?:\w+ ){0,3}"
    r"(?:as|by|under)(?: the (?:pen |stage |user)?(?:name|handle|pseudonym|alias)(?: of)?)?"
    r"|(?:writing|posting|performing|recording|streaming) (?:as|under)(?: the (?:name|handle))?)"
    r" [\"\u201c\u2018']?"
)


def other_names(masked: str, found: Sequence[Candidate]) -> Iterator[tuple[Candidate, Candidate]]:
    """Two names that follow each other and are one person's, the one in use first."""
    for one, other in pairwise(found):
        if other.full_start - one.end > _NEAR or one.possessive or "@" in other.key[0]:
            continue
        between = masked[one.end : other.full_start]
        if _OTHERWISE.fullmatch(between) and (len(other.words) > 1 or "born" not in between):
            yield one, other


def shared_surnames(masked: str, found: Sequence[Candidate]) -> Iterator[tuple[Candidate, Candidate]]:
    """`Ida and Constance Farrow`: a first name alone, and the full name that has its surname, too."""
    for one, other in pairwise(found):
        if (
            len(one.words) == 1
            and len(other.words) == 2
            and masked[one.end : other.start] == " and "
            and not one.title
            and one.key[0] in FIRST_NAMES
            and other.key[0] in FIRST_NAMES
            and other.score >= 0
        ):
            yield one, other


def kin_names(
    masked: str, found: Sequence[Candidate], surnames: Container[str]
) -> Iterator[tuple[Candidate, Candidate]]:
    """`Hanna Voss, Milo's mother`: Milo, and Hanna Voss whose surname the child has.

    `Voss's sister, Hanna`: Hanna twice, since her surname isn't told.
    """
    for one, other in pairwise(found):
        gap = masked[one.end : other.start] if other.start - one.end < 24 else "-"
        if gap == ", " and len(one.words) > 1 and len(other.words) == 1 and other.possessive:
            kin = _KIN_AFTER.match(masked, other.end)
            if kin is not None and kin.group(1) in KIN:
                yield other, one
        elif len(other.words) > 1 and len(one.words) == 1 and one.possessive:
            kin = _KIN_OF.fullmatch(gap)
            if kin is not None and kin.group(1) in KIN:
                yield one, other
        elif one.possessive and len(other.words) == 1 and one.key[-1] in surnames:
            kin = _KIN_OF.fullmatch(gap)
            if kin is not None and kin.group(1) in KIN | _SPOUSES:
                yield other, other
