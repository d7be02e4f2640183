"""Conversations in fiction: speakers take turns, and names called out tell who is spoken to."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.ingest.quotes.marks import Span
from bot.ingest.quotes.roster import Roster

_UP = "A-Z\u00c0-\u00d6\u00d8-\u00de"
_CALLED = re.compile(
    rf"(?:(?:^|[.!?;,\u2014-] ?)"
    r"(?:[Oo]h,? |[Mm]y |[Dd]ear(?:est)? |[Mm]iss |[Nn]ow,? |[Ww]ell,? |[Yy]es,? |[Nn]o,? )*)"
    rf"((?:(?:Mr|Mrs|Ms|Dr)\. |Miss |Lady |Sir |Colonel |Captain |Uncle |Aunt |Chief )?"
    rf"[{_UP}][\w'\u2019-]+)(?=[,.!?;\u2014]|--|$)"
)
_NEAR = 8  # paragraphs: a speaker farther back is no longer in the conversation
_TAG_VERBS = re.compile(
    r"\b(?:said|says|told|cried|replied|asked|whispered|exclaimed|answered|muttered|shouted|murmured|sighed)\b"
)


def is_fiction(text: str, spans: Sequence[Span], paragraphs: int, kind: str) -> bool:
    """Dialogue asks and exclaims; the press states, with figures. `kind="work"` needs no proof."""
    outer = [span for span in spans if span.parent is None]
    if kind == "work" or (outer and text[outer[0].outer_start] in "\u2014\u2013\u2015-"):  # dashes for marks
        return True
    if len(outer) < 4 or len(outer) * 4 < paragraphs:
        return False
    lively = sum(1 for span in outer if text[span.end - 1] in "!?") / len(outer)
    sample = text[:300_000]
    figures = sum(map(sample.count, "0123456789")) * 1000 / len(sample)
    tags = [match.group() for match in _TAG_VERBS.finditer(sample)]
    plain = sum(1 for verb in tags if verb in ("said", "says", "told"))
    return figures < 1.0 and lively >= 0.1 and (lively >= 0.25 or (len(tags) - plain) >= 0.12 * len(tags) > 0)


class Dialogue:
    """Remembers who spoke in which paragraph."""

    def __init__(self, text: str, roster: Roster) -> None:
        self.text = text
        self.roster = roster
        self.turns: list[tuple[int, int, int, int]] = []  # paragraph, speaker, start and end of the words

    def heard(self, number: int, speaker: int, start: int, end: int) -> None:
        self.turns = [*self.turns[-11:], (number, speaker, start, end)]

    def last(self, number: int) -> int | None:
        """Who spoke last, if that was a few paragraphs ago at most."""
        if self.turns and number - self.turns[-1][0] <= _NEAR // 2:
            return self.turns[-1][1]
        return None

    def partner(self, number: int, speaker: int) -> int | None:
        """Whom a speaker talks with: the last other voice nearby."""
        for paragraph, other, _, _ in reversed(self.turns):
            if number - paragraph > _NEAR:
                return None
            if other != speaker:
                return other
        return None

    def called(self, start: int, end: int) -> set[int]:
        """Persons whom the words call by name: "You are late, Jane." """
        found: set[int] = set()
        for match in _CALLED.finditer(self.text, start, min(end, start + 600)):
            number = self.roster.lookup(match.group(1))
            if number is not None and self.roster.persons[number].likely:
                found.add(number)
        return found

    def reply(self, number: int, start: int, end: int) -> tuple[int | None, str, float]:
        """The speaker of an untagged paragraph right after another's words."""
        _, speaker, before_start, before_end = self.turns[-1]
        addressed = self.called(start, end)
        called = [
            person
            for person in self.called(before_start, before_end)
            if person != speaker and person not in addressed
        ]
        if len(called) == 1:
            return called[0], "called by name", 0.7
        partner = self.partner(number, speaker)
        if partner is not None and partner not in addressed:
            return partner, "taking turns", 0.65
        near = self.roster.between(max(0, before_start - 700), start)
        for ref in reversed(near):
            person = self.roster.persons[ref.person]
            likely = person.likely or person.possible
            if ref.person != speaker and ref.person not in addressed and likely and not ref.possessive:
                return ref.person, "person nearby", 0.5
        return None, "nobody to reply", 0.0

    def after_narration(self, number: int, subject: int | None) -> tuple[int | None, str, float]:
        """The speaker after a paragraph of narration: who acted in it, unless that was only a reaction."""
        last = self.last(number)
        if last is None or subject == last:
            return subject, "subject of the paragraph before", 0.6
        partner = self.partner(number, last)
        if subject is None:
            return (partner, "taking turns", 0.5) if partner is not None else (last, "last speaker", 0.4)
        if subject == partner:
            return last, "goes on after a reaction", 0.5
        return subject, "subject of the paragraph before", 0.5
