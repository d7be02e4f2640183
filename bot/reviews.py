"""The moderators' queue: what members ask (a question of their own, an answer that was right, a report), what
the documents leave open, and what is decided.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from typing import Any, Protocol, TypeVar

from bot import names
from bot.errors import NoLibraryError, OldLibraryError, StoreError, UserError, VanishedError
from bot.exchange.rows import question_id
from bot.ids import content_id
from bot.models import Mode, Origin, Question
from bot.rulings import REVIEW as RULING
from bot.rulings import Rulings
from bot.store.reviews import Review, Reviews, accept_answer, mark_right
from bot.store.server_questions import accept_question
from bot.store.trivia import Trivia
from bot.trivia import points_for

APPEAL = timedelta(hours=24)
"""How long after a round a member may say that an answer was right."""

MOST_WAITING = 10
"""Suggestions and appeals of one member that wait at the same time."""


Done = TypeVar("Done")


class Finder(Protocol):
    """Knows of things to decide that nobody asked for: they follow from the documents."""

    async def page(self, server_id: int, limit: int, offset: int) -> tuple[list[Review], int]:
        """Some of them, and how many there are; their ids follow from content."""
        ...


class ReviewQueue:
    def __init__(
        self,
        trivia: Trivia,
        reviews: Reviews,
        rulings: Rulings,
        clock: Callable[[], datetime],
        finders: Sequence[Finder] = (),
    ) -> None:
        self._finders = finders
        # Whether an item is still open, and what is changed because of it, are one step.
        self._locks: defaultdict[int, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._trivia = trivia
        self._reviews = reviews
        self._rulings = rulings
        self._clock = clock

    async def appeal(self, round_id: str, member_id: int) -> bool:
        """ "My answer was right": into the moderators' queue. False when it is there already.

        Raises UserError when there is nothing to appeal against.
        """
        found = await self._trivia.game_of(round_id)
        if found is None:
            raise VanishedError
        game, state = found
        one = next((done for done in game.done if done.id == round_id), None)
        if one is None or state != "closed":
            raise UserError("That question isn't over yet, or doesn't count.")
        guess = one.guesses.get(member_id)
        if guess is None:
            raise UserError("You gave no answer to that question.")
        if guess.right:
            raise UserError("Your answer counted as right.")
        now = self._clock()
        if now - one.closes > APPEAL:
            raise UserError("That was more than a day ago; it can't be changed any more.")
        await self._room_in_queue(game.server_id, member_id)
        data = {
            "round": round_id,
            "game": game.id,
            "question": one.question.id,
            "prompt": one.question.prompt,
            "answers": list(one.question.answers),
            "given": guess.given,
        }
        identity = content_id("appeal", round_id, str(member_id))
        return await self._reviews.ask(
            Review(identity, game.server_id, "appeal", "open", data, member_id, now)
        )

    async def suggest(
        self, server_id: int, member_id: int, prompt: str, answers: Sequence[str], wrong: Sequence[str]
    ) -> bool:
        """A member's question, into the moderators' queue. Raises UserError for what can't be asked."""
        prompt = " ".join(prompt.split())
        answers = [one for one in (" ".join(answer.split()) for answer in answers) if one]
        wrong = [one for one in (" ".join(answer.split()) for answer in wrong) if one]
        if len(prompt) < 8 or not names.key(prompt):
            raise UserError("The question is too short.")
        if not answers or not all(map(names.key, answers)):
            raise UserError("The question needs an answer made of letters or digits.")
        if {names.key(one) for one in answers} & {names.key(one) for one in wrong}:
            raise UserError("An answer can't be right and wrong at the same time.")
        if any(names.key(one) in names.key(prompt) and len(names.key(one)) > 2 for one in answers):
            raise UserError("The question gives its own answer away.")
        await self._room_in_queue(server_id, member_id)
        identity = content_id("suggestion", str(server_id), names.key(prompt))
        data = {"prompt": prompt, "answers": answers, "wrong": wrong[:3]}
        return await self._reviews.ask(
            Review(identity, server_id, "suggestion", "open", data, member_id, self._clock())
        )

    async def waiting(self, server_id: int, page: int, size: int = 1) -> tuple[list[Review], int]:
        """A page of the moderators' queue: what was asked, oldest first, then what is found; and how many."""
        offset = page * size
        found, total = await self._reviews.open(server_id, size, offset)
        for finder in self._finders:
            try:
                more, number = await finder.page(server_id, size - len(found), max(offset - total, 0))
            except (NoLibraryError, OldLibraryError, StoreError):
                break  # what was asked can be decided all the same
            found, total = [*found, *more], total + number
        return found, total

    async def get(self, server_id: int, review_id: str) -> Review | None:
        """An item that was stored, also when it was decided."""
        return await self._reviews.get(server_id, review_id)

    async def decide(
        self, server_id: int, review_id: str, accepted: bool, by_id: int, reason: str | None
    ) -> Review | None:
        """Accept or refuse, once. None when another moderator was first. Raises VanishedError."""
        async with self._locks[server_id]:
            return await self._decide(server_id, review_id, accepted, by_id, reason)

    async def decide_by(
        self, server_id: int, review_id: str, by_id: int, change: Callable[[], Awaitable[Done]]
    ) -> tuple[Review, Done] | None:
        """Accept by a change, both once. None when another moderator was first.

        Raises VanishedError, and what `change` raises: then the item is still open.
        """
        async with self._locks[server_id]:
            review = await self._reviews.get(server_id, review_id)
            if review is None:
                raise VanishedError
            if review.state != "open":
                return None
            done = await change()
            decided = await self._decide(server_id, review_id, True, by_id, None)
            return (decided, done) if decided else None

    async def _decide(
        self, server_id: int, review_id: str, accepted: bool, by_id: int, reason: str | None
    ) -> Review | None:
        review = await self._reviews.get(server_id, review_id)
        if review is None:
            raise VanishedError
        if review.state != "open":
            return None
        if review.kind == RULING:
            return review if await self._rulings.decide(review, accepted, by_id, reason) else None
        effects = []
        if accepted:
            effects = await self._effects(review, by_id)
        return (
            review
            if await self._reviews.decide(review, accepted, by_id, self._clock(), reason, effects)
            else None
        )

    async def _effects(self, review: Review, by_id: int) -> list[tuple[str, list[Any]]]:
        now, data = self._clock(), review.data
        if review.kind not in ("suggestion", "appeal"):
            return []
        if review.kind == "suggestion":
            question = Question(
                question_id(data["prompt"]),
                "free",
                data["prompt"],
                tuple(data["answers"]),
                tuple(data["wrong"]) if len(data["wrong"]) == 3 else (),
                origin=Origin.MEMBER,
            )
            return [accept_question(review.server_id, question, review.by_id, now)]
        effects = [accept_answer(review.server_id, data["question"], data["given"], by_id, now)]
        game = await self._trivia.game(data["game"])
        if game is None:
            return effects
        for one in (done for done in game.done if done.question.id == data["question"]):
            same = [
                guess for guess in one.guesses.values() if names.key(guess.given) == names.key(data["given"])
            ]
            corrected = sorted((guess for guess in same if not guess.right), key=lambda guess: guess.ms)
            if game.mode is Mode.RACE:
                corrected = corrected[:1]  # the first who was right would have ended the round
            for guess in corrected:
                at = one.opened + timedelta(milliseconds=guess.ms)
                effects.append(mark_right(one.id, guess.member_id, points_for(game.settings, one, at)))
        return effects

    async def _room_in_queue(self, server_id: int, member_id: int) -> None:
        if await self._reviews.waiting_of(server_id, member_id) >= MOST_WAITING:
            raise UserError(
                f"{MOST_WAITING} of yours wait for the moderators already. Let them catch up first."
            )
