"""Questions about rulings and dates."""

from __future__ import annotations

import random
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from datetime import date

from bot.ingest.questions import fairness
from bot.ingest.questions.choosing import MAX_OPTION, question_id
from bot.ingest.questions.model import Judged, Material
from bot.models import Origin, Question, Verdict
from bot.names import fold, key

VERDICT = "verdict"
FIRST = "which came first"
_APART = 28
"""Days that must lie between two documents: who remembers a shorter while?"""

_OPINION = re.compile(r"\b(?:opinion|remark|view|account|taste|rumou?r)\b", re.IGNORECASE)

# Verdicts that a reader could defend for each other's topics never stand side by side.
_YES = (Verdict.CANON, Verdict.CONFIRMED)
_OPEN = (Verdict.UNSETTLED, Verdict.DISPUTED)


def verdicts(material: Material) -> Iterator[Question]:
    """What the evidence says of each topic that has a ruling and a name of its own."""
    names = Counter(key(ruling.topic) for ruling in material.rulings)
    for ruling in material.rulings:
        if names[key(ruling.topic)] > 1 or not _says_what(ruling):
            continue
        identity = question_id(VERDICT, ruling.piece_id, ruling.topic)
        prompt = f"What is the verdict on “{ruling.topic}” ({ruling.scope})?"
        options = (ruling.verdict.value, *_other_verdicts(ruling, identity))
        asked = f" {fold(prompt)} "
        if len(prompt) > fairness.MOST_LETTERS or any(f" {fold(option)} " in asked for option in options):
            continue
        yield Question(
            id=identity,
            form=VERDICT,
            prompt=prompt,
            answers=options[:1],
            distractors=options[1:],
            level=_level(ruling),
            origin=Origin.GENERATED,
            subjects=(ruling.topic, *ruling.members),
            piece_id=ruling.piece_id,
            category="Verdicts",
        )


def _says_what(ruling: Judged) -> bool:
    """The topic's name is something that can be so or not: a pairing or a statement, no mere heading.

    And the scope doesn't tell whose opinion it is, which would be half the answer.
    """
    heading = ruling.kind == "character" or (ruling.kind == "event" and ruling.topic.startswith("The "))
    return not heading and not _OPINION.search(ruling.scope)


def _other_verdicts(ruling: Judged, seed: str) -> tuple[str, ...]:
    """One of each sort that contradicts the right one, so that the choice itself tells nothing.

    Only what was between people can have "ended"; what has ended was canon once, so "canon" isn't beside it.
    """
    if ruling.verdict is Verdict.ENDED:
        return tuple(verdict.value for verdict in (Verdict.NOT_CANON, *_OPEN))
    chance = random.Random(seed)  # noqa: S311 - a game
    yes = Verdict.CONFIRMED if ruling.kind == "claim" else Verdict.CANON
    sorts = [(_YES, yes), ((Verdict.NOT_CANON,), Verdict.NOT_CANON), (_OPEN, chance.choice(_OPEN))]
    if ruling.kind == "pairing":
        sorts.append(((Verdict.ENDED,), Verdict.ENDED))
    return tuple(shown.value for sort, shown in sorts if ruling.verdict not in sort)


def _level(ruling: Judged) -> int:
    if ruling.verdict in _OPEN:
        return 3
    return 1 if ruling.kind == "pairing" else 2


def which_came_first(material: Material) -> Iterator[Question]:
    """Two or three documents whose dates leave no doubt; each is the earliest of one question."""
    titles = Counter(key(document.title) for document in material.documents)
    dated = sorted(
        (
            document
            for document in material.documents
            if titles[key(document.title)] == 1
            and _first_day(document.published)
            and len(document.title) <= MAX_OPTION
            and not any(letter.isdigit() for letter in document.title)
        ),
        key=lambda document: (document.published, document.title),
    )
    days = [_first_day(document.published) for document in dated]
    for first in dated:
        identity = question_id(FIRST, first.piece_id, first.title)
        # The latest day that it can mean lies well before the earliest of the others.
        place = bisect_left(days, _last_day(first.published) + _APART)
        later = dated[place : place + 6]
        if not later:
            continue
        chosen = random.Random(identity).sample(later, min(2, len(later)))  # noqa: S311 - a game
        options = (first.title, *(other.title for other in chosen))
        if not fairness.are_apart(options):
            continue
        rest = " and ".join(other.published for other in chosen)
        yield Question(
            id=identity,
            form=FIRST,
            prompt="Which of these was published first?",
            answers=options[:1],
            distractors=options[1:],
            level=2,
            origin=Origin.GENERATED,
            subjects=options,
            piece_id=first.piece_id,
            explanation=f"It came out on {first.published}, before {rest}.",
            category="Dates",
        )


def _first_day(published: str) -> int:
    """Days count from the year 1; 0 is what can't be read."""
    try:
        return date.fromisoformat((published + "-01-01")[:10]).toordinal()
    except ValueError:
        return 0


def _last_day(published: str) -> int:
    first = date.fromordinal(_first_day(published))
    if len(published) >= len("2014-12-22"):
        return first.toordinal()
    later = first.replace(day=28) if len(published) == len("2014-12") else first.replace(month=12, day=28)
    return later.toordinal() + 3
