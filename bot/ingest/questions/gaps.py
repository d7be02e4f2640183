"""Questions with a gap: the name, the work or the number that belongs there."""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import islice

from bot.ingest.questions import fairness
from bot.ingest.questions.choosing import (
    DISTRACTORS,
    MAX_OPTION,
    People,
    answers,
    flat,
    question_id,
)
from bot.ingest.questions.model import Material, Named, Someone, Titled, Words
from bot.models import Origin, Question
from bot.names import fold, key

GAP = "fill the gap"
BLANK = "____"
_GENDERED = re.compile(r"\b(?:he|him|his|himself|she|her|hers|herself)\b", re.IGNORECASE)
_LEAST = 9
_LEAST_CONTENT = 6
_TRIED = 40

_YEAR = re.compile(
    r"(?:\b(?:in|since|until|till|by|of|from|before|after|during) "
    r"|\b(?:January|February|March|April|May|June|July|August"
    r"|September|October|November|December) )(?P<n>1[5-9]\d\d|20\d\d)\b(?![-–/,]?\d|s\b)"
)
_UNITS = (
    "per cent|percent|million|billion|trillion|thousand|hundred|years|months|weeks|days|hours|minutes"
    "|seconds|people|men|women|children|students|members|employees|workers|votes|points|games|goals|episodes|seasons|books"
    "|chapters"
    "|pages|copies|miles|kilometres|kilometers|metres|meters|feet|inches|pounds|tonnes|tons|kilograms|dollars|euros"
    "|cents|times|countries|cities|schools|houses|homes|units|cases|jobs|seats|players|teams|patients|officers"
    "|soldiers|ships|horses|families|residents|vehicles|cars|trees|acres|hectares|degrees|calls|complaints|charges"
)
_COUNT = re.compile(
    rf"(?<![\w$.,/:\-–])(?P<n>\d{{1,3}}(?:,\d{{3}})+|\d+(?:\.\d+)?)(?=(?:%| (?:\w+ )?(?:{_UNITS})\b))"
)
_MONEY = re.compile(r"(?<=[$£€])(?P<n>\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)(?![\d\-–/]|[.,]\d)")
_DIGIT = re.compile(r"\d")
_ANY_NUMBER = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|hundred|half|twice|double)\b",
    re.IGNORECASE,
)


def fill_the_gap(material: Material, people: People) -> Iterator[Question]:
    """Names, works and numbers, each once a sentence; none whose sentence stands with two fillings."""
    made = [
        *_persons(material, people),
        *_works(material, people),
        *_numbers(material, people),
    ]
    prompts = [fold(question.prompt) for question in made]
    fillings: defaultdict[str, set[str]] = defaultdict(set)
    for question, prompt in zip(made, prompts, strict=True):
        fillings[prompt].add(key(question.answers[0]))
    for question, prompt in zip(made, prompts, strict=True):
        if len(fillings[prompt]) == 1:
            yield question


def _persons(material: Material, people: People) -> Iterator[Question]:
    for words in material.words:
        places: defaultdict[str, list[Named]] = defaultdict(list)
        for named in words.persons:
            places[named.id].append(named)
        if len(places) + len(words.works) < 2:
            continue  # nothing else in it says whom it is about
        can_be_asked = [
            (named[0], right)
            for person_id, named in places.items()
            if (right := people.by_id.get(person_id))
            and right.sure
            and len(named) == 1
            and words.speaker != person_id
            and _is_called(right, words.text[named[0].start : named[0].end])
        ]
        if not can_be_asked or not _sentence(words):
            continue
        for place, right in can_be_asked:
            question = _person(words, place, right, people)
            if question:
                yield question
                break


def _is_called(person: Someone, shown: str) -> bool:
    """Who is meant is beyond doubt: the name itself, or at least its last word ("Peggy" may be anybody)."""
    last = fold(person.name).split()[-1:]
    return person.curated or fold(shown).split()[-1:] == last


def _person(words: Words, place: Named, right: Someone, people: People) -> Question | None:
    before, after = words.text[: place.start], words.text[place.end :]
    spellings = (right.name, *right.aliases, words.text[place.start : place.end])
    if not _hidden(before, after, spellings):
        return None
    same_gender = bool(_GENDERED.search(before + after))
    if same_gender and right.gender is None:
        return None
    identity = question_id(GAP, words.piece_id, right.name)
    content = frozenset(fairness.content_words(before + after))
    likeliest = islice(people.fit_beside(right, words, same_gender=same_gender), _TRIED)
    fit = (person for person in likeliest if not people.fits_as_well(person, content))
    wrong = people.some(fit, identity)
    options = (right.name, *(person.name for person in wrong))
    if len(wrong) < DISTRACTORS or not fairness.are_apart(options):
        return None
    most = people.most_mentions
    level = 1 if right.mentions * 3 >= most else 2 if right.mentions * 12 >= most else 3
    return _question(
        identity, "Which name is missing?", words, before, after, options, right.aliases, level, people
    )


def _works(material: Material, people: People) -> Iterator[Question]:
    by_name = {work.name: work for work in material.works}
    for words in material.words:
        if len(words.works) != 1:
            continue
        (place,) = words.works
        work = by_name.get(place.id)
        if work is None or not _sentence(words):
            continue
        before, after = words.text[: place.start], words.text[place.end :]
        if not _hidden(before, after, (work.name, *work.aliases)):
            continue
        identity = question_id(GAP, words.piece_id, work.name)
        wrong = _other_works(work, material.works, before + after, identity)
        options = (work.name, *wrong)
        if len(wrong) == DISTRACTORS and fairness.are_apart(options):
            yield _question(
                identity, "Which title is missing?", words, before, after, options, work.aliases, 2, people
            )


def _other_works(right: Titled, works: Sequence[Titled], rest: str, seed: str) -> tuple[str, ...]:
    """Works of the same kind first; none whose title has a word in the rest of the sentence."""
    fit = [
        work
        for work in works
        if work.name != right.name and len(work.name) <= MAX_OPTION and fairness.is_absent((work.name,), rest)
    ]
    fit.sort(key=lambda work: (work.kind != right.kind, work.name))
    best = [work.name for work in fit[: 2 * DISTRACTORS]]
    return tuple(random.Random(seed).sample(best, DISTRACTORS)) if len(best) >= DISTRACTORS else ()  # noqa: S311


def _numbers(material: Material, people: People) -> Iterator[Question]:
    numbered = [words for words in material.words if _DIGIT.search(words.text)]
    latest: defaultdict[str, int] = defaultdict(int)  # by document: no later year is believable
    for words in numbered:
        for found in _YEAR.finditer(words.text):
            latest[words.document_id] = max(latest[words.document_id], int(found["n"]))
    for words in numbered:
        single = [
            (pattern, found[0])
            for pattern in (_YEAR, _MONEY, _COUNT)
            if len(found := list(pattern.finditer(words.text))) == 1
        ]
        if not single or not _sentence(words):
            continue
        for pattern, found in single:
            start, end = found.span("n")
            before, after, number = words.text[:start], words.text[end:], words.text[start:end]
            if (
                _ANY_NUMBER.search(before)
                or _ANY_NUMBER.search(after)
                or not fairness.follows_no_article(before)
            ):
                continue
            if not words.persons and not words.works and not _has_a_name(before + after):
                continue  # nothing says what the number is of
            identity = question_id(GAP, words.piece_id, number)
            wrong = _near_numbers(number, identity, latest[words.document_id] if pattern is _YEAR else None)
            if len(wrong) == DISTRACTORS:
                options = (number, *wrong)
                yield _question(
                    identity, "Which number is missing?", words, before, after, options, (), 3, people
                )
                break


def _has_a_name(text: str) -> bool:
    """A capital inside the sentence: of a place, a body or a thing."""
    return bool(re.search(r"(?<=[a-z,] )[A-Z][a-z]{2,}", text))


def _near_numbers(number: str, seed: str, latest: int | None) -> tuple[str, ...]:
    """Three others written the same way, near enough to be believed; never one, which would ask a singular.

    `latest` is given for a year, and is the last one that can be believed.
    """
    plain = number.replace(",", "")
    decimals = len(plain.partition(".")[2])
    value = round(float(plain) * 10**decimals)
    if (value <= 1 and not decimals) or value == 0:
        return ()
    chance = random.Random(seed)  # noqa: S311 - a game
    year = latest is not None
    zeros = len(str(value)) - len(str(value).rstrip("0"))
    unit = 10**zeros if not year else 1
    if latest is not None:
        steps = [step for step in range(-6, 6) if step and value + step <= latest]
    elif value < 20 * unit:
        steps = [step for step in range(-6, 7) if step and abs(step) * unit <= max(3 * unit, value * 0.6)]
    else:
        steps = [-9, -7, -5, -4, -3, 3, 4, 6, 8, 11]
    found: list[str] = []
    chance.shuffle(steps)
    for step in steps:
        other = value + step * unit
        shown = f"{other / 10**decimals:.{decimals}f}" if decimals else str(other)
        if "," in number:
            shown = f"{float(shown):,.{decimals}f}"
        if other > (1 if not decimals else 0) and len(shown) == len(number) and shown not in found:
            found.append(shown)
        if len(found) == DISTRACTORS:
            break
    return tuple(found)


def _sentence(words: Words) -> bool:
    text = flat(words.text)
    return (
        words.family == "passage"
        and not words.hypothetical
        and not text.endswith(",")
        and len(fairness.tokens(text)) >= _LEAST
        and fairness.is_fit(text, len(words.persons))
        and fairness.says_something(text, _LEAST_CONTENT)
    )


def _hidden(before: str, after: str, spellings: Sequence[str]) -> bool:
    """The gap alone holds the name, and nothing beside it tells which one fits."""
    return (
        fairness.is_bare(before, after)
        and fairness.follows_no_article(before)
        and fairness.is_absent(spellings, before + BLANK + after)
    )


def _question(
    identity: str,
    asked: str,
    words: Words,
    before: str,
    after: str,
    options: Sequence[str],
    aliases: Sequence[str],
    level: int,
    people: People,
) -> Question:
    named = (people.by_id[one.id].name for one in words.persons if one.id in people.by_id)
    return Question(
        id=identity,
        form=GAP,
        prompt=f"{asked} “{flat(before + BLANK + after)}”",
        answers=answers(options[0], aliases),
        distractors=tuple(options[1:]),
        level=level,
        origin=Origin.GENERATED,
        subjects=tuple(dict.fromkeys((*named, *(one.id for one in words.works)))),
        piece_id=words.piece_id,
        category="Gaps",
    )
