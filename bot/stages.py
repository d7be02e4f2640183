"""What a running game and the place where it is shown say to each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from bot.errors import UserError
from bot.models import Piece
from bot.trivia import Game, Guess, Round, Standing


class RunningError(UserError):
    """There is a game already; the cog adds where it is."""

    def __init__(self, game: Game) -> None:
        self.game = game
        super().__init__("A game is running here already.")


class StageLostError(Exception):
    """The channel is gone, or the bot may not write there any more. The text says which."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a member is told, privately, after an answer."""

    standing: Standing
    points: int = 0
    note: str | None = None
    secret: bool = False  # whether it was right is only told at the reveal
    given: str = ""


@dataclass(frozen=True, slots=True)
class Reveal:
    """A round that is over."""

    game: Game
    round: Round
    answer: str
    piece: Piece | None  # the evidence
    counts: Mapping[str, int]  # by option, or by what was typed
    right: tuple[Guess, ...]  # best first
    ranking: tuple[tuple[int, int, int], ...]
    lives: Mapping[int, int]
    over: str | None  # why the game ends here
    annulled: bool = False


class Stage(Protocol):
    """Where a game is shown. Each raises StageLostError when it can't be any more."""

    async def show(self, game: Game, one: Round, *, resumed: bool) -> None: ...
    async def reveal(self, reveal: Reveal) -> None: ...
    async def end(self, game: Game, because: str) -> None: ...
    async def lost(self, game: Game, why: str) -> None: ...
