"""The rules of trivia games. Time and chance are handed in; no Discord, no SQL."""

from __future__ import annotations

import random
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from bot.models import Mode, Question

POINTS = 10
"""For a right answer, in every mode, so that boards add up fairly."""

SPEED = 5
"""At most added where speed counts: all of it at once, none at the end of the time."""

LIVES = 3
IDLE_ROUNDS = 2
"""A game ends after so many rounds in a row that nobody answered."""

PAUSE = 6
"""Seconds between a reveal and the next question: time to read the evidence."""

LAST_CALL = 3
"""Seconds that a round stays open once everybody who plays has answered."""

MORE_TIME = 1.5
"""What a round's time is multiplied with for members who need longer."""

CHOICES = 4
SPOKEN = frozenset({"free", "who said it", "fill the gap"})
"""Forms of question that can be answered in one's own spelling."""

AT_SPEED = frozenset({Mode.TOGETHER, Mode.TYPED})


class Standing(StrEnum):
    """What became of an answer."""

    RIGHT = "right"
    WRONG = "wrong"
    TAKEN = "taken"  # the member has answered this round already
    LATE = "late"
    OUT = "out"  # no lives left


@dataclass(frozen=True, slots=True)
class GameSettings:
    mode: Mode = Mode.RACE
    rounds: int = 10
    seconds: int = 20
    about: str | None = None
    level: int | None = None


@dataclass(frozen=True, slots=True)
class Guess:
    """One member's answer in one round. `ms` counts from the question's appearance."""

    member_id: int
    given: str
    right: bool
    points: int
    ms: int
    judgement: str | None = None  # what the player was told beyond right or wrong


@dataclass(slots=True)
class Round:
    """One question being answered."""

    id: str
    number: int
    question: Question
    options: tuple[str, ...]  # in the order shown; none where answers are typed
    opened: datetime
    closes: datetime
    guesses: dict[int, Guess] = field(default_factory=lambda: {})
    skips: set[int] = field(default_factory=lambda: set())
    extended: bool = False

    @property
    def winner(self) -> int | None:
        """Who was right first."""
        right = [guess for guess in self.guesses.values() if guess.right]
        return min(right, key=lambda guess: guess.ms).member_id if right else None

    def chosen(self) -> dict[str, int]:
        """How many chose each option, for the reveal; options that nobody chose are 0."""
        counts = dict.fromkeys(self.options, 0)
        for guess in self.guesses.values():
            counts[guess.given] = counts.get(guess.given, 0) + 1
        return counts

    def extend(self) -> bool:
        """Half as much time again, once a round. False when it was given already."""
        if self.extended:
            return False
        self.extended = True
        self.closes += (self.closes - self.opened) * (MORE_TIME - 1)
        return True


@dataclass(slots=True)
class Game:
    """A run of rounds. Its state can be made again from what the store keeps of its rounds and answers."""

    id: str
    server_id: int
    channel_id: int
    host_id: int
    settings: GameSettings
    started: datetime
    ends_by: datetime
    done: list[Round] = field(default_factory=lambda: [])  # closed rounds, in order
    number: int = 0  # of the last round that was opened, annulled ones included
    current: Round | None = None
    message_id: int | None = None

    @property
    def mode(self) -> Mode:
        return self.settings.mode

    @property
    def players(self) -> set[int]:
        """Who has answered at least once: one joins by playing."""
        rounds = [*self.done, self.current] if self.current else self.done
        return {member for one in rounds for member in one.guesses}

    def points(self) -> dict[int, int]:
        """The score as it stands: nothing else than the sum of the answers."""
        scores: dict[int, int] = dict.fromkeys(self.players, 0)
        for one in self.done:
            for guess in one.guesses.values():
                scores[guess.member_id] += guess.points
        return scores

    def lives(self) -> dict[int, int]:
        """In a survival game: lives left, of everybody who joined. Not answering costs one, too."""
        left: dict[int, int] = {}
        for one in self.done:
            for member in left:
                guess = one.guesses.get(member)
                if left[member] and (guess is None or not guess.right):
                    left[member] -= 1
            for member, guess in one.guesses.items():
                if member not in left:
                    left[member] = LIVES if guess.right else LIVES - 1
        return left

    def refusal(self, member_id: int) -> Standing | None:
        """Why a member can't answer the open question; None for one who can."""
        one = self.current
        if one is None:
            return Standing.LATE
        if member_id in one.guesses:
            return Standing.TAKEN
        alone = self.mode is Mode.SOLO and member_id != self.host_id
        if alone or (self.mode is Mode.SURVIVAL and self.lives().get(member_id, LIVES) == 0):
            return Standing.OUT
        return None

    def judge(self, member_id: int, right: bool, at: datetime) -> tuple[Standing, int]:
        """What an answer given now is worth: the round's standing and points. Changes nothing."""
        one = self.current
        if one is None or at > one.closes:
            return Standing.LATE, 0
        if refused := self.refusal(member_id):
            return refused, 0
        if not right:
            return Standing.WRONG, 0
        if self.mode is Mode.RACE and one.winner is not None:
            return Standing.LATE, 0
        return Standing.RIGHT, points_for(self.settings, one, at)

    def take(self, guess: Guess, at: datetime) -> bool:
        """Note an answer. True when the round is over with it."""
        one = self.current
        assert one is not None  # noqa: S101 - judge() said so a moment ago
        one.guesses[guess.member_id] = guess
        if self.mode is Mode.RACE and guess.right:
            return True
        if self.mode is Mode.SOLO:
            return True
        if self._everybody_is_in(one):
            one.closes = min(one.closes, at + timedelta(seconds=LAST_CALL))
        return False

    def _everybody_is_in(self, one: Round) -> bool:
        """Whether all who play have answered: only known after a first round."""
        before = {member for done in self.done for member in done.guesses}
        if self.mode is Mode.SURVIVAL:
            lives = self.lives()
            before = {member for member in before if lives.get(member, LIVES)}
        return len(before) > 1 and before <= set(one.guesses)

    def wants_to_skip(self, member_id: int) -> tuple[int, int]:
        """Note a vote; how many there are, and how many it takes: more than half of those who play."""
        one = self.current
        if one is None:
            return 0, 1
        one.skips.add(member_id)
        return len(one.skips), self.votes_needed()

    def votes_needed(self) -> int:
        """More than half of those who play or voted; one alone only when nobody else plays."""
        voters = self.players | (self.current.skips if self.current else set[int]())
        alone = len(voters) == 1 and voters == self.players
        return 1 if alone else max(len(voters) // 2 + 1, 2)

    def over(self) -> str | None:
        """Why the game is over after its last round, in words for the end card; None while it goes on."""
        if self.number >= self.settings.rounds:
            return "all questions were asked"
        last = self.done[-IDLE_ROUNDS:]
        if len(last) == IDLE_ROUNDS and not any(one.guesses for one in last):
            return f"nobody answered {IDLE_ROUNDS} questions in a row"
        if self.mode is Mode.SURVIVAL and self.done:
            lives = self.lives()
            alive = [member for member, left in lives.items() if left]
            if lives and not alive:
                return "nobody has a life left"
            if len(lives) > 1 and len(alive) == 1:
                return "one player is left"
        return None

    def ranking(self) -> list[tuple[int, int, int]]:
        """(rank, member, points), best first; equal points share a rank."""
        return ranked(self.points())


def points_for(settings: GameSettings, one: Round, at: datetime) -> int:
    """Points of a right answer: the same for all, and for speed where all answer at the same time.

    Speed is measured against the game's own seconds, so that more time, or an early end, is worth nothing.
    """
    if settings.mode not in AT_SPEED:
        return POINTS
    left = 1 - (at - one.opened).total_seconds() / settings.seconds
    return POINTS + round(SPEED * min(max(left, 0.0), 1.0))


def ranked(scores: Mapping[int, int]) -> list[tuple[int, int, int]]:
    """(rank, member, points) with shared ranks: 1, 2, 2, 4."""
    order = sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))
    found: list[tuple[int, int, int]] = []
    for place, (member, points) in enumerate(order, 1):
        rank = found[-1][0] if found and found[-1][2] == points else place
        found.append((rank, member, points))
    return found


def fits(mode: Mode, question: Question) -> bool:
    """Whether a question can be asked in this mode: typed needs free words, the others options."""
    return question.form in SPOKEN if mode is Mode.TYPED else len(question.distractors) >= 1


def shuffled(question: Question, mode: Mode, chance: random.Random) -> tuple[str, ...]:
    """The right answer among its distractors, in this game's own order."""
    if mode is Mode.TYPED:
        return ()
    options = [question.answers[0], *question.distractors[: CHOICES - 1]]
    if {option.casefold() for option in options} == {"true", "false"}:
        return ("True", "False")  # nobody wants these two shuffled
    chance.shuffle(options)
    return tuple(options)


def own_order(options: Sequence[str], round_id: str, member_id: int) -> list[int]:
    """The order in which one member sees the options of a round, the same at every look."""
    order = list(range(len(options)))
    random.Random(f"{round_id}:{member_id}").shuffle(order)  # noqa: S311 - nothing secret hangs on it
    return order


def take_turn(
    candidates: Sequence[Question], asked: Mapping[str, tuple[int, int]], chance: random.Random
) -> tuple[Question, int] | None:
    """The next question, and how often it counts as asked from now on.

    `asked`: (times, latest) by question id, for everything that was asked in the server. Nothing comes again
    before the others of its pool were asked; what is new joins the turn that is under way.
    """
    if not candidates:
        return None
    times = {question.id: asked.get(question.id, (0, 0))[0] for question in candidates}
    fewest, most = min(times.values()), max(times.values())
    rest = [question for question in candidates if times[question.id] == fewest]
    if len(candidates) > 1 and len(rest) == len(candidates):
        last = max(candidates, key=lambda question: asked.get(question.id, (0, 0))[1])
        if asked.get(last.id, (0, 0))[1]:
            rest.remove(last)
    chosen = rest[chance.randrange(len(rest))]
    return chosen, most if most > fewest else fewest + 1


def with_more_time(settings: GameSettings, needed_by: Collection[int]) -> GameSettings:
    """A game's settings when one of its players has asked for more time."""
    if not needed_by:
        return settings
    return replace(settings, seconds=round(settings.seconds * MORE_TIME))


def limit_of(settings: GameSettings, started: datetime) -> datetime:
    """When a game ends, whatever happened to it: its longest possible run and five minutes."""
    longest = settings.seconds * MORE_TIME * MORE_TIME + PAUSE + LAST_CALL
    return started + timedelta(seconds=settings.rounds * longest + 300)
