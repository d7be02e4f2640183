"""Who speaks in a story: the lines of a scene are weighed together, so that a name helps both ways.

A tag may name the speaker or only say "he"; most lines have no tag at all. Each candidate of a line is given
points for what stands around it (who acts beside the words, who is called by name, whose turn it is), and the
course of speakers with the most points wins: `"A?" / "B." / "C!" said Holmes` tells who asked A, too.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from bot.ingest.quotes.attribution import Attributor, Verdict
from bot.ingest.quotes.course import NARRATOR, NOBODY, Choice, Line, best_course
from bot.ingest.quotes.descriptions import Descriptions
from bot.ingest.quotes.dialogue import Vocatives, is_first_person
from bot.ingest.quotes.lexicon import HE, SHE
from bot.ingest.quotes.narration import Narration, Told

_WINDOW = 10  # paragraphs: who was named in them may speak

# Points. A pronoun's gender and a named tag are no points but conditions.
_BEAT_GENDER = 0.6
_OWN = 1.5
_FOCUS = 0.6
_CALLED = 2.2
_ANSWERED = 0.9  # called by the next to speak
_INTRODUCED = 2.5  # "I'm Hodge."
_CALLED_KIND = 0.6
_CALLS = -3.0  # who calls a name doesn't bear it
_BEAT_BEFORE = 2.5  # acts in the sentence before the words, in the same paragraph
_BEAT_AFTER = 2.2
_ACTED = 1.2  # acts in the last sentence of the narration before
_ACTED_EARLIER = 0.5
_TO_I = 1.5  # said to the story's "I"
_STAYED = 0.5  # acted in the narration before the other one spoke: "Karl came in." "Well?" said Anna.
_NAMED = 0.3
_NEAR = 0.5
_BESIDE = -1.2  # named in the line's own paragraph, but not as its subject
_ADDRESSED = 0.7  # named beside the words before: "said Anna to Karl"

_TO_ME = re.compile(r"\b(?:asked|told|to|at|answered|assured|reminded|warned) me\b")


class Scenes:
    """All lines of one story."""

    def __init__(self, attributor: Attributor) -> None:
        self.attributor = attributor
        self.roster = attributor.roster
        self.blocks = attributor.blocks
        self.masked = attributor.masked
        self._starts = [block.start for block in self.blocks]
        self.descriptions = Descriptions(attributor.text, self.roster)
        self.narration = Narration(attributor, self.descriptions)
        self.vocatives = Vocatives(attributor.text, self.roster, self.descriptions)
        self.first_person = is_first_person(attributor.masked)
        self.narrator: int | None = None
        self._paragraphs: dict[int, list[Told]] = {}
        self._focus: dict[str, int] = {}  # whom he and she mean in the narration

    def settle(self) -> None:
        """Gives every verdict of the story its speaker."""
        lines = [line for number, found in self.attributor.heard for line in self._lines(number, found)]
        if not lines:
            return
        if self.first_person:
            self._name_narrator(lines)
        for line in lines:
            for verdict in line.verdicts:
                line.calls |= self.vocatives.called(verdict.span.start, verdict.span.end, NARRATOR)
                line.add(self.vocatives.introduced(verdict.span.start, verdict.span.end), _INTRODUCED)
        before: Line | None = None
        for line in lines:
            self._follow(line, before)
            self._weigh(line, before)
            if line.only is not None and line.fixed:
                self._mean(next(iter(line.only)))
            before = line
        for line, after in pairwise(lines):
            if after.number - line.number <= 2:
                for person in after.calls:
                    line.add(person, _ANSWERED)
        choices = best_course(lines, self.roster.persons, first_person=self.first_person)
        if self._learn_descriptions(lines, choices):
            choices = best_course(lines, self.roster.persons, first_person=self.first_person)
        for line, choice in zip(lines, choices, strict=True):
            self._give(line, choice)

    def _learn_descriptions(self, lines: Sequence[Line], choices: Sequence[Choice]) -> bool:
        """`the old lady` is whoever she is most often, by what stands around; else somebody of her own."""
        meant: defaultdict[str | int, Counter[int]] = defaultdict(Counter)
        for line, choice in zip(lines, choices, strict=True):
            if line.described:
                meant[_key(line)][choice.speaker if choice.speaker != line.own else NOBODY] += 1
        for line in lines:
            if line.described:
                [(person, count)] = meant[_key(line)].most_common(1)
                if person != NOBODY and count >= 2 and count * 10 >= 6 * meant[_key(line)].total():
                    line.add(person, _OWN)
                else:
                    line.add(line.own, _OWN)
        return bool(meant)

    # --- lines ----------------------------------------------------------------------------------------------

    def _lines(self, number: int, found: Sequence[Verdict]) -> Iterator[Line]:
        """A paragraph's words by speaker: mostly one, but `"Go," said Anna. "No!" said Karl.` has two."""
        line: Line | None = None
        for verdict in found:
            if not verdict.kept or verdict.hypothetical:
                continue
            one = Line(number, [verdict])
            self._read_tag(one, verdict)
            if line is None:
                one.same = verdict.rule == "several paragraphs"
                line = one
                continue
            if one.tagged and _differ(line, one):
                yield line
                line = one
                continue
            line.verdicts.append(verdict)
            if line.only is None and one.tagged:
                line.only, line.gender = one.only, one.gender or line.gender
                line.new, line.mine, line.described, line.own = one.new, one.mine, one.described, one.own
            for person, points in one.points.items():
                line.add(person, points)
        if line is not None:
            yield line

    def _read_tag(self, line: Line, verdict: Verdict) -> None:
        tag = verdict.tag
        if tag is None and verdict.span.outer_start == self.blocks[line.number].start:
            tag = self.attributor.led_in(line.number)
        if tag is None:
            return
        if tag.plural:
            line.only = frozenset([NOBODY])
        elif tag.person is not None:
            unsure = self.roster.persons[tag.person].unsure
            line.only = frozenset([NOBODY if unsure else tag.person])
        elif tag.pronoun in HE:
            line.gender, line.mine = "m", False
        elif tag.pronoun in SHE:
            line.gender, line.mine = "f", False
        elif tag.pronoun == "i":
            line.only = frozenset([NARRATOR if self.first_person else NOBODY])
        elif tag.pronoun is not None:
            line.only = frozenset([NOBODY])
        elif tag.description:
            meaning = self.descriptions.read(tag.description.split(), tag.place, tag=True)
            if meaning is None:
                return
            line.only = (
                meaning.only if meaning.only else (frozenset([NOBODY]) if meaning.only is not None else None)
            )
            line.gender = meaning.gender
            line.new, line.mine = meaning.new, False
            line.described = tag.description if meaning.generic else ""
            line.own = meaning.own
            line.add(meaning.own, 0.0 if meaning.generic else _OWN)
            if (
                verdict.tag is tag
                and verdict.speaker is not None
                and tag.description.split()[0] in ("his", "her")
            ):
                line.add(verdict.speaker, 2.0)

    def _name_narrator(self, lines: Sequence[Line]) -> None:
        name = self.vocatives.narrator(
            (verdict.span.start, verdict.span.end, line.only == frozenset([NARRATOR]))
            for line in lines
            for verdict in line.verdicts
        )
        if name is not None:
            number = self.roster.lookup(name)
            self.narrator = number if number is not None else self.roster.add(name, None)

    # --- evidence -------------------------------------------------------------------------------------------

    def _weigh(self, line: Line, before: Line | None) -> None:
        if line.fixed:
            return
        block = self.blocks[line.number]
        low = block.start
        if before is not None and before.number == line.number:
            low = before.end
        self._weigh_beats(line, low)
        self._weigh_narration(line, before)
        if before is not None and line.number - before.number <= 2:
            for person in before.calls:
                line.add(person, _CALLED)
            for person in before.acted - (before.only or frozenset()):
                line.add(person, _STAYED)
            if self.first_person and _TO_ME.search(self.masked, before.start, self.blocks[before.number].end):
                line.add(NARRATOR, _TO_I)
            verdict = before.verdicts[-1]
            line.add_gender(self.vocatives.kind(verdict.span.start, verdict.span.end), _CALLED_KIND)
            for told in self._after(before):
                for person in told.others:
                    if before.only is None or person not in before.only:
                        line.add(person, _ADDRESSED)
        for person in line.calls:
            line.add(person, _CALLS)
        seen: set[int] = set()
        window = self.blocks[max(0, line.number - _WINDOW)].start
        for ref in reversed(self.roster.between(window, block.end)):
            if ref.person not in seen and self._may_speak(ref.person):
                seen.add(ref.person)
                if ref.start < line.start:
                    line.seen.add(ref.person)
                away = line.number - (bisect_right(self._starts, ref.start) - 1)
                line.add(ref.person, _NEAR * 0.85 ** max(0, away))

    def _follow(self, line: Line, before: Line | None) -> None:
        """Whom the narration up to a line has last spoken of."""
        earliest = -1 if before is None else before.number
        for number in range(max(earliest + 1, line.number - 3), line.number):
            for told in self._told(number):
                self._mean(told.person)
                if told.person is not None:
                    line.acted.add(told.person)
                if told.first and self.first_person:
                    line.acted.add(NARRATOR)

    def _mean(self, person: int | None) -> None:
        if person is not None and person >= 0:
            gender = self.roster.persons[person].gender
            if gender is not None:
                self._focus[gender] = person

    def _weigh_beats(self, line: Line, low: int) -> None:
        """What the line's own paragraph tells before and after the words."""
        points = _BEAT_BEFORE
        for told in reversed(self.narration.sentences(low, line.start)):
            self._add_subject(line, told, points, _BEAT_GENDER)
            points = 1.0
            for person in told.others:
                line.add(person, _BESIDE)
        points = _BEAT_AFTER
        for told in self._after(line):
            if not line.tagged:
                self._add_subject(line, told, points, _BEAT_GENDER)
            elif told.person is not None:
                line.add(told.person, -0.5)
            for person in told.others:
                line.add(person, _BESIDE)
            points = 0.5

    def _after(self, line: Line) -> list[Told]:
        """The narration after and between the words."""
        found: list[Told] = []
        ends = [verdict.span.outer_start for verdict in line.verdicts[1:]]
        ends.append(min(self.blocks[line.number].end, line.end + 400))
        for verdict, end in zip(line.verdicts, ends, strict=True):
            found += self.narration.sentences(verdict.span.outer_end, end)
        return found

    def _weigh_narration(self, line: Line, before: Line | None) -> None:
        """The paragraphs of narration right before."""
        earliest = -1 if before is None else before.number
        points = _ACTED
        for number in range(line.number - 1, max(earliest, line.number - 4), -1):
            for told in reversed(self._told(number)):
                self._add_subject(line, told, points)
                points = _ACTED_EARLIER
                for person in told.others:
                    line.add(person, _NAMED)
            points = 0.3

    def _told(self, number: int) -> list[Told]:
        """The sentences of a paragraph without marks; a pronoun stands for whoever was meant before."""
        if number not in self._paragraphs:
            block = self.blocks[number]
            if len(self._paragraphs) > 8:
                self._paragraphs.clear()
            low = max(block.start, block.end - 1500)
            self._paragraphs[number] = self.narration.sentences(low, block.end)
        return self._paragraphs[number]

    def _add_subject(self, line: Line, told: Told, points: float, weight: float = 0.6) -> None:
        line.add(told.person, points)
        if told.gender is not None:
            line.add_gender(told.gender, points * weight)
            line.add(self._focus.get(told.gender), points * _FOCUS)
        if told.first and self.first_person:
            line.add(NARRATOR, points)

    def _may_speak(self, person: int) -> bool:
        return self.attributor.fits(self.roster.persons[person], None)

    # --- the outcome ----------------------------------------------------------------------------------------

    def _give(self, line: Line, choice: Choice) -> None:
        speaker = self.narrator if choice.speaker == NARRATOR else choice.speaker
        if speaker is not None and speaker < 0:
            speaker = None
        for verdict in line.verdicts:
            verdict.speaker = speaker
            if speaker is None:
                verdict.confidence = 0.0
            elif not verdict.tagged:
                verdict.confidence = min(0.85, max(0.3, 0.5 + 0.1 * choice.margin))
            if verdict.tag is None and verdict.rule not in ("same paragraph", "several paragraphs"):
                verdict.rule = "course of the scene"


def _key(line: Line) -> str | int:
    """`the little old gentleman` is the old gentleman."""
    return line.described if line.own is None else line.own


def _differ(one: Line, other: Line) -> bool:
    """Two tags that cannot mean one speaker."""
    if one.only is not None and other.only is not None:
        return one.only.isdisjoint(other.only)
    return one.gender is not None and other.gender is not None and one.gender != other.gender
