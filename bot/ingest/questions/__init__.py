"""Trivia questions made from what a library holds: few and good, the same at every build. Pure."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from operator import itemgetter

from bot.ingest.forms import Uttered
from bot.ingest.questions.choosing import People
from bot.ingest.questions.endings import finish_the_quote
from bot.ingest.questions.facts import FIRST, VERDICT, verdicts, which_came_first
from bot.ingest.questions.fairness import sentence_spans
from bot.ingest.questions.gaps import fill_the_gap
from bot.ingest.questions.model import Dated, Judged, Material, Named, Someone, Titled, Words
from bot.ingest.questions.sayings import Spoken, who_said_it
from bot.ingest.sayings import sayings
from bot.models import Question
from bot.names import fold

__all__ = ["Dated", "Judged", "Material", "Named", "Someone", "Titled", "Words", "generate"]

MOST = 2000
MAX_PROMPT = 300
MAX_OPTION = 80


def generate(material: Material, most: int = MOST) -> list[Question]:
    """All questions that are fair by the library's own evidence, at most `most`, by id."""
    people = People(material)
    spoken = Spoken(material.words)
    material = replace(material, words=tuple(one for words in material.words for one in sentences(words)))
    by_form = [
        list(verdicts(material)),
        list(which_came_first(material)),
        list(who_said_it(material, people, spoken)),
        list(fill_the_gap(material, people)),
        list(finish_the_quote(material, people)),
    ]
    kept: dict[str, Question] = {}
    of_piece: defaultdict[str, set[str]] = defaultdict(set)
    share = max(1, most // len(by_form))
    spare: list[tuple[Question, str]] = []
    for questions in by_form:
        fit = [question for question in questions if _shows(question)]
        fit.sort(key=lambda question: question.id)
        said = sayings([Uttered(_quoted(question), None, "") for question in fit])
        for number, (question, saying) in enumerate(zip(fit, said, strict=True)):
            if number < share:
                _keep(question, saying.id, kept, of_piece)
            else:
                spare.append((question, saying.id))
    for question, saying_id in spare:
        if len(kept) >= most:
            break
        _keep(question, saying_id, kept, of_piece)
    return sorted(kept.values(), key=lambda question: question.id)


def sentences(words: Words) -> Iterator[Words]:
    """Each sentence of a piece by itself, with what is named in it."""
    spans = sentence_spans(words.text)
    if len(spans) < 2:
        yield words
        return
    persons, works = _by_sentence(words.persons, spans), _by_sentence(words.works, spans)
    for number, (start, end) in enumerate(spans):
        yield replace(
            words,
            text=words.text[start:end],
            persons=tuple(persons.get(number, ())),
            works=tuple(works.get(number, ())),
        )


def _by_sentence(places: Sequence[Named], spans: Sequence[tuple[int, int]]) -> dict[int, list[Named]]:
    """By a sentence's number: what is named in it, with places counted from its beginning."""
    found: dict[int, list[Named]] = {}
    for place in places:
        number = bisect_right(spans, place.start, key=itemgetter(0)) - 1
        if number >= 0 and place.end <= spans[number][1]:
            start = spans[number][0]
            found.setdefault(number, []).append(Named(place.start - start, place.end - start, place.id))
    return found


def _quoted(question: Question) -> str:
    """The words that a question is on, without what it asks."""
    return question.prompt.partition("“")[2] or question.prompt


def _keep(
    question: Question, saying_id: str, kept: dict[str, Question], of_piece: dict[str, set[str]]
) -> None:
    """The same form of question on the same saying only once, wherever and in whatever words it stands."""
    if question.form not in (VERDICT, FIRST):
        subjects = (question.piece_id or "", fold(question.prompt), saying_id)
        for words in subjects:
            if question.form in of_piece[words]:
                return
        for words in subjects:
            of_piece[words].add(question.form)
    kept.setdefault(question.id, question)


def _shows(question: Question) -> bool:
    """It fits what Discord can show."""
    options = (*question.answers, *question.distractors)
    return len(question.prompt) <= MAX_PROMPT and all(0 < len(option) <= MAX_OPTION for option in options)
