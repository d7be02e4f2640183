"""Promises about the trivia questions that come with the project."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from bot.ingest.curated import load_curated, locate
from bot.ingest.documents import list_documents, read_document
from bot.ingest.trivia import CuratedTrivia, check_trivia
from bot.ingest.written import read_written
from bot.names import fold, key
from bot.store import questions as stored
from tests.libraries import DATA, built, opened, own_data


@pytest.fixture(scope="module")
def trivia() -> CuratedTrivia:
    return check_trivia(read_written(DATA / "curated"))


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    found: dict[str, str] = {}
    for path in list_documents(DATA / "documents"):
        document, _ = read_document(path, path.name)
        assert document is not None
        found[document.name] = document.text
    return found


def test_every_question_loads(trivia: CuratedTrivia) -> None:
    assert not trivia.problems, "\n".join(map(str, trivia.problems))
    assert len(trivia.questions) >= 66


def test_all_evidence_stands_in_its_document_letter_by_letter(
    trivia: CuratedTrivia, texts: dict[str, str]
) -> None:
    for question in trivia.questions:
        assert question.evidence in texts[question.document], f"trivia.toml, line {question.line}"
        assert locate(question.evidence, texts[question.document]) is not None
        assert len(question.evidence) <= 400, "too long for a phone"


def test_three_levels_of_about_a_third_each(trivia: CuratedTrivia) -> None:
    levels = Counter(question.level for question in trivia.questions)
    assert set(levels) == {1, 2, 3}
    assert min(levels.values()) >= len(trivia.questions) // 4


def test_answers_are_short_and_options_alike(trivia: CuratedTrivia) -> None:
    for question in trivia.questions:
        where = f"trivia.toml, line {question.line}"
        assert 1 <= len(question.answers[0].split()) <= 5, where
        assert len(question.distractors) == 3, where
        words = [len(option.split()) for option in (question.answers[0], *question.distractors)]
        assert words[0] <= 2 * max(words[1:]), f"{where}: the right one stands out"


def test_no_option_stands_in_the_question(trivia: CuratedTrivia) -> None:
    """Not the right one, and not a wrong one either: nobody would take that."""
    for question in trivia.questions:
        asked = f" {fold(question.prompt)} "
        for option in (*question.answers, *question.distractors):
            assert f" {fold(option)} " not in asked, f"trivia.toml, line {question.line}: {option}"


def test_questions_are_in_our_own_words(trivia: CuratedTrivia) -> None:
    """No run of six words is copied from the evidence."""
    for question in trivia.questions:
        evidence = f" {fold(question.evidence)} "
        asked = fold(question.prompt).split()
        for place in range(len(asked) - 5):
            run = " ".join(asked[place : place + 6])
            assert f" {run} " not in evidence, f"trivia.toml, line {question.line}: {run}"


def test_subjects_are_known_persons_or_topics(trivia: CuratedTrivia) -> None:
    curated = load_curated(DATA / "curated")
    known = {person.name for person in curated.people} | {topic.name for topic in curated.topics}
    for question in trivia.questions:
        assert question.subjects, f"trivia.toml, line {question.line}"
        assert set(question.subjects) <= known, f"trivia.toml, line {question.line}"


def test_prompts_are_questions(trivia: CuratedTrivia) -> None:
    for question in trivia.questions:
        assert question.prompt.endswith("?"), f"trivia.toml, line {question.line}"
        assert question.category, f"trivia.toml, line {question.line}"


async def test_the_build_ties_each_to_its_evidence(tmp_path: Path, trivia: CuratedTrivia) -> None:
    folder = own_data(tmp_path)
    report = await built(folder)
    assert not report.left_out
    async with opened(folder) as services:
        library = services.at(0).library
        held = {question.prompt: question for question in await stored.pool(library, forms=("free",))}
        assert held.keys() == {question.prompt for question in trivia.questions}
        for question in trivia.questions:
            piece_id = held[question.prompt].piece_id
            rows = await library.fetch("select text from pieces where id = ?", [piece_id])
            assert key(rows[0][0]) == key(question.evidence)
