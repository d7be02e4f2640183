"""Which question comes next, what is taken for right, and the words that it rests on."""

from __future__ import annotations

import random

from bot import names, reading
from bot.libraries import Libraries
from bot.models import Piece, Question
from bot.store import names as stored_names
from bot.store import places as stored_places
from bot.store import questions as stored_questions
from bot.store.server_questions import ServerQuestions
from bot.store.trivia import Trivia
from bot.trivia import GameSettings, fits, take_turn


class Pools:
    """The library's questions and a server's own, as one pool for each kind of game."""

    def __init__(
        self, libraries: Libraries, trivia: Trivia, questions: ServerQuestions, chance: random.Random
    ) -> None:
        self._libraries = libraries
        self._trivia = trivia
        self._questions = questions
        self._chance = chance

    async def pool(self, server_id: int, settings: GameSettings) -> list[Question]:
        """Everything that a game with these settings may ask."""
        library = self._libraries.at(server_id).library
        keys: list[str] = []
        if settings.about:
            read = await reading.read(library, settings.about)
            keys = [names.key(entry.target_name) for one in read.found for entry in one.entries]
            keys = list(dict.fromkeys([names.key(settings.about), *keys]))
        pool = await stored_questions.pool(library, about_keys=keys, level=settings.level)
        pool += await self._questions.pool(server_id, settings.level, keys)
        return [question for question in pool if fits(settings.mode, question)]

    async def next(self, server_id: int, settings: GameSettings) -> tuple[Question, int] | None:
        """Whose turn it is, and how often it counts as asked from now on; None for an empty pool."""
        pool = await self.pool(server_id, settings)
        return take_turn(pool, await self._trivia.asked(server_id), self._chance)

    async def accepted(self, server_id: int, question: Question) -> tuple[list[str], list[str]]:
        """What the server's moderators accept besides, and the library's other names of the answers."""
        extra = await self._trivia.extra_answers(server_id, question.id)
        keys = [names.key(answer) for answer in question.answers]
        return extra, await stored_names.aliases(self._libraries.at(server_id).library, keys)

    async def evidence(self, server_id: int, question: Question) -> Piece | None:
        """What the reveal cites; None for a question that was imported, or whose piece is gone."""
        if question.piece_id is None:
            return None
        found = await stored_places.around(self._libraries.at(server_id).library, question.piece_id, 0)
        return found[0] if found else None
