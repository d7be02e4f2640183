"""The course of speakers through the lines of a story that has the most points."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from bot.ingest.quotes.attribution import Verdict
from bot.ingest.quotes.person import Person

NOBODY = -2  # somebody who has no name
NARRATOR = -1  # the story's "I"
_REMEMBERED = 4
_REACH = 8  # paragraphs: a speaker farther back is no longer in the conversation
_BEAM = 8  # courses that are followed at once
_MOST = 7  # candidates of a line, beside those who spoke just before
_AHEAD = 5  # lines: who is named in them may have spoken before

# Points of a speaker for having spoken last, as the last one's partner, among those before, or not yet:
# where a line has no tag, a pronoun or description, or a name; right after the last words, after a paragraph
# of narration, or after more of it.
_TURNS = {
    "untagged": ((-3.0, 0.0, -1.9, -2.3), (-1.0, 0.0, -1.0, -1.2), (-0.2, -0.3, -0.6, -0.5)),
    "he or she": ((-2.0, 0.0, -0.8, -1.4), (-0.6, 0.0, -0.6, -0.5), (-0.2, -0.3, -0.6, -0.2)),
    "named": ((-2.6, 0.0, -0.9, -1.5), (-0.3, 0.0, -0.4, -0.8), (0.0, 0.0, 0.0, 0.0)),
}
_MEANT = 0.5
_NO_NAME = -1.2
_STRETCH = 3  # paragraphs: after more of them between two speakers they need not be talking to each other
_LEFT = -0.8  # for the one who spoke before that
_OPEN_GENDER = -0.5

_Turn = tuple[int, int]  # paragraph and speaker


@dataclass(slots=True)
class Line:
    """One speaker's words in one paragraph, and what speaks for whom.

    The tag's name or pronoun is a condition (`only`, `gender`, `new`, `mine`); everything else is points.
    """

    number: int  # of the paragraph
    verdicts: list[Verdict]
    only: frozenset[int] | None = None  # the tag leaves these
    gender: str | None = None
    described: str = ""  # "the old lady"
    own: int | None = None  # the person whom the description makes up
    new: bool = False  # "a woman said": none of those named or heard so far
    mine: bool = True  # may be the story's "I"
    same: bool = False  # goes on from the line before, whose words were left open
    calls: set[int] = field(default_factory=lambda: set[int]())
    acted: set[int] = field(default_factory=lambda: set[int]())  # in the narration right before
    seen: set[int] = field(default_factory=lambda: set[int]())  # named in the paragraphs before
    points: dict[int, float] = field(default_factory=lambda: dict[int, float]())
    by_gender: dict[str, float] = field(default_factory=lambda: dict[str, float]())

    def add(self, person: int | None, points: float) -> None:
        if person is not None:
            self.points[person] = self.points.get(person, 0.0) + points

    def add_gender(self, gender: str | None, points: float) -> None:
        if gender is not None:
            self.by_gender[gender] = self.by_gender.get(gender, 0.0) + points

    @property
    def fixed(self) -> bool:
        return self.only is not None and len(self.only) == 1

    @property
    def tagged(self) -> bool:
        return self.only is not None or self.gender is not None or bool(self.described)

    @property
    def start(self) -> int:
        return self.verdicts[0].span.outer_start

    @property
    def end(self) -> int:
        return self.verdicts[-1].span.outer_end


@dataclass(frozen=True, slots=True)
class Choice:
    """A line's speaker in a course; the courses share their beginnings."""

    speaker: int
    margin: float  # points before the next best candidate
    before: Choice | None


@dataclass(frozen=True, slots=True)
class _Course:
    points: float
    past: tuple[_Turn, ...]  # the last turns of different speakers, the latest first
    chosen: Choice | None


@dataclass(slots=True)
class _Step:
    """How a course may go on with one speaker."""

    points: float
    course: _Course
    speaker: int
    margin: float


def best_course(lines: Sequence[Line], persons: Sequence[Person], *, first_person: bool) -> list[Choice]:
    """The speaker of each line, by a search that keeps the few best courses: linear in the lines."""
    courses = [_Course(0.0, (), None)]
    for i, line in enumerate(lines):
        scores = _Scores(line, persons, _named_ahead(lines, i), first_person=first_person)
        steps: dict[tuple[int, int | None], _Step] = {}
        for course in courses:
            for step in _steps(course, scores):
                partner = next((who for _, who in course.past[:2] if who != step.speaker), None)
                known = steps.get((step.speaker, partner))
                if known is None or known.points < step.points:
                    steps[step.speaker, partner] = step
        best = sorted(steps.values(), key=lambda step: -step.points)[:_BEAM]
        courses = [_follow(step, line.number) for step in best]
    choices: list[Choice] = []
    choice = courses[0].chosen
    while choice is not None:
        choices.append(choice)
        choice = choice.before
    return choices[::-1]


def _named_ahead(lines: Sequence[Line], at: int) -> set[int]:
    found: set[int] = set()
    for later in lines[at + 1 : at + 1 + _AHEAD]:
        if later.number - lines[at].number > _REACH:
            break
        if later.only is not None and later.fixed:
            found |= later.only
    return found


class _Scores:
    """A line's points for each candidate, whatever the course before it."""

    def __init__(self, line: Line, persons: Sequence[Person], ahead: set[int], *, first_person: bool) -> None:
        self.line = line
        self.persons = persons
        self.mine = first_person and line.mine
        self._known: dict[int, float | None] = {}
        everybody = line.only if line.only is not None else {*line.points, *ahead, NOBODY}
        scored = ((self.of(person), person) for person in everybody)
        ranked = sorted((pair[0], pair[1]) for pair in scored if pair[0] is not None)
        self.best = [person for _, person in ranked[-_MOST:]]

    def of(self, person: int) -> float | None:
        """The points, or None for somebody whom the tag rules out."""
        if person not in self._known:
            self._known[person] = self._score(person)
        return self._known[person]

    def _score(self, person: int) -> float | None:
        line = self.line
        if line.only is not None:
            return line.points.get(person, 0.0) if person in line.only else None
        points = line.points.get(person, 0.0)
        if person == NOBODY:
            return points + _NO_NAME
        if person == NARRATOR:
            return points if self.mine else None
        who = self.persons[person]
        if not (who.likely or who.possible) or (line.new and person in line.seen):
            return None
        if line.gender is not None and who.gender != line.gender:
            if who.gender is not None:
                return None
            points += _OPEN_GENDER
        for gender, weight in line.by_gender.items():
            if who.gender is not None:
                points += weight if who.gender == gender else -weight
        return points


def _steps(course: _Course, scores: _Scores) -> Iterator[_Step]:
    line = scores.line
    recent = [turn for turn in course.past if line.number - turn[0] <= _REACH]
    if line.same and recent and (line.only is None or recent[0][1] in line.only):
        yield _Step(course.points, course, recent[0][1], 3.0)
        return
    heard = [who for _, who in recent]
    candidates = [*scores.best, *(who for who in heard if who not in scores.best)]
    if line.new:
        candidates = [who for who in candidates if who == NOBODY or who not in heard]
    away = min(2, max(0, line.number - recent[0][0] - 1)) if recent else 0
    turns = _TURNS["named" if line.fixed else "he or she" if line.tagged else "untagged"][away]
    parted = len(recent) > 1 and recent[0][0] - recent[1][0] > _STRETCH
    meant = _meant(line, heard, scores.persons)
    scored: list[tuple[float, int]] = []
    for who in candidates:
        points = scores.of(who)
        if points is not None:
            points += _turn_points(who, heard, turns) + meant.get(who, 0.0)
            points += _LEFT * (parted and who == heard[1])
            scored.append((points, who))
    if not scored:
        scored.append((0.0, NOBODY))
    scored.sort(reverse=True)
    first = scored[0][0]
    second = scored[1][0] if len(scored) > 1 else first - 5.0
    for i, (points, who) in enumerate(scored):
        yield _Step(course.points + points, course, who, points - (first if i else second))


def _meant(line: Line, heard: Sequence[int], persons: Sequence[Person]) -> dict[int, float]:
    """Whichever woman spoke last, where the narration goes on with "She rose."."""
    found: dict[int, float] = {}
    for gender, weight in line.by_gender.items():
        for who in heard:
            if who >= 0 and persons[who].gender == gender:
                found[who] = found.get(who, 0.0) + weight * _MEANT
                break
    return found


def _turn_points(who: int, heard: Sequence[int], turns: Sequence[float]) -> float:
    """Two who talk take turns."""
    if not heard:
        return 0.0
    again, partner, third, new = turns
    if who == heard[0]:
        return again
    if len(heard) > 1 and who == heard[1]:
        return partner
    return third if who in heard else new


def _follow(step: _Step, number: int) -> _Course:
    past = [turn for turn in step.course.past if turn[1] != step.speaker][:_REMEMBERED]
    return _Course(
        step.points,
        ((number, step.speaker), *past),
        Choice(step.speaker, step.margin, step.course.chosen),
    )
