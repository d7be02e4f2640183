"""What goes out comes back: every format, with everything that it holds."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

import pytest
import yaml
from hypothesis import given, settings

from bot.exchange import anki, files, opentdb
from bot.exchange.rows import Format, join_answers, split_answers
from bot.models import Question
from tests.exchange.drafts import lists, texts


def back(format: Format, questions: list[Question], head: dict[str, object] | None = None) -> list[Question]:
    data, _ = files.write(format, questions, head)
    parsed = files.parse(f"list{format.suffix}", data)
    assert parsed.format is format
    assert not parsed.rejected, parsed.rejected
    return [row.question() for row in parsed.rows]


def changed(question: Question, change: Callable[[str], str]) -> Question:
    return replace(
        question,
        prompt=change(question.prompt),
        answers=tuple(map(change, question.answers)),
        distractors=tuple(map(change, question.distractors)),
        category=change(question.category or "") or None,
        explanation=change(question.explanation or "") or None,
    )


def trimmed(question: Question) -> Question:
    """As a table holds it: blanks at the ends of a cell don't count."""
    return changed(question, str.strip)


def evened(question: Question) -> Question:
    """As Anki's notes hold it: its editor strews protected blanks, so they are read as blanks."""
    found = changed(question, lambda text: text.replace("\xa0", " ").strip())
    return replace(found, category=trimmed(question).category)  # a deck's name is no HTML


@settings(max_examples=30, deadline=None)
@given(lists())
def test_red_keeps_questions_and_answers(questions: list[Question]) -> None:
    found = back(Format.RED, questions)
    assert [(one.prompt, one.answers) for one in found] == [(one.prompt, one.answers) for one in questions]


@settings(max_examples=30, deadline=None)
@given(lists())
def test_red_reads_what_is_written_as_a_plain_mapping(questions: list[Question]) -> None:
    data, _ = files.write(Format.RED, questions)
    loaded = yaml.safe_load(data)
    assert {key: [str(one) for one in value] for key, value in loaded.items()} == {
        one.prompt: list(one.answers) for one in questions
    }
    assert all(isinstance(one, str | int | float) for value in loaded.values() for one in value)


@settings(max_examples=30, deadline=None)
@given(lists())
@pytest.mark.parametrize("encoding", ["html", "base64", "url3986", "none"])
def test_open_trivia_db_keeps_everything(encoding: str, questions: list[Question]) -> None:
    data, _ = files.write(Format.OPENTDB, questions, {"encoding": encoding})
    parsed = opentdb.parse(data.decode())
    assert [row.question() for row in parsed.rows] == questions
    assert json.loads(files.write(Format.OPENTDB, questions, parsed.head)[0]) == json.loads(data)


@settings(max_examples=30, deadline=None)
@given(lists())
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_table_keeps_everything(delimiter: str, questions: list[Question]) -> None:
    assert back(Format.CSV, questions, {"delimiter": delimiter}) == list(map(trimmed, questions))


@settings(max_examples=30, deadline=None)
@given(lists())
def test_anki_keeps_everything(questions: list[Question]) -> None:
    data, _ = files.write(Format.ANKI, questions)
    assert [row.question() for row in anki.parse(data.decode()).rows] == list(map(evened, questions))


@settings(max_examples=200, deadline=None)
@given(texts(20), texts(20), texts(20))
def test_answers_share_a_cell(first: str, second: str, third: str) -> None:
    answers = [text.strip() for text in (first, second, third)]
    assert split_answers(join_answers(answers)) == answers
