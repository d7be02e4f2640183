"""The library's own trivia questions: written by the build, read by games."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from functools import lru_cache

import aiosqlite

from bot.models import Origin, Question
from bot.names import key
from bot.store.database import Row
from bot.store.library import Library

_COLUMNS = """
    questions.id, questions.form, questions.prompt, questions.answers, questions.distractors, questions.level,
    questions.origin, questions.subjects, questions.piece_id, questions.explanation, questions.category
"""


async def add_questions(connection: aiosqlite.Connection, questions: Iterable[Question]) -> int:
    """How many were written: one of an id that is there already is passed over."""
    seen: dict[str, Question] = {}
    for question in questions:
        seen.setdefault(question.id, question)
    await connection.executemany(
        """
        insert into questions (id, form, prompt, answers, distractors, level, origin, subjects, piece_id,
                               explanation, category)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        [
            (
                question.id,
                question.form,
                question.prompt,
                _list(question.answers),
                _list(question.distractors),
                question.level,
                question.origin,
                _list(question.subjects),
                question.piece_id,
                question.explanation,
                question.category,
            )
            for question in seen.values()
        ],
    )
    await connection.executemany(
        "insert into question_subjects (key, question_id) values (?, ?)",
        [
            (subject_key, question.id)
            for question in seen.values()
            for subject_key in sorted({key(subject) for subject in question.subjects} - {""})
        ],
    )
    return len(seen)


async def pool(
    library: Library,
    *,
    about_keys: Sequence[str] = (),
    level: int | None = None,
    forms: Sequence[str] = (),
) -> list[Question]:
    """All that can be asked, by id, in one trip.

    `about_keys` are keys (`bot.names.key`) of names; a question about any of them fits.
    """
    wheres: list[str] = []
    values: list[object] = []
    if about_keys:
        marks = ", ".join("?" * len(about_keys))
        wheres.append(f"questions.id in (select question_id from question_subjects where key in ({marks}))")  # noqa: S608 - only question marks are put in
        values.extend(about_keys)
    if level is not None:
        wheres.append("questions.level = ?")
        values.append(level)
    if forms:
        wheres.append(f"questions.form in ({', '.join('?' * len(forms))})")
        values.extend(forms)
    where = f"where {' and '.join(wheres)}" if wheres else ""
    rows = await library.fetch(
        f"select {_COLUMNS} from questions {where} order by questions.id",  # noqa: S608 - see above
        values,
    )
    return [_question(row) for row in rows]


async def by_id(library: Library, question_id: str) -> Question | None:
    rows = await library.fetch(
        f"select {_COLUMNS} from questions where questions.id = ?",  # noqa: S608 - columns of this module
        [question_id],
    )
    return _question(rows[0]) if rows else None


@lru_cache(maxsize=16_384)  # a game asks for its whole pool before every question
def _question(row: Row) -> Question:
    return Question(
        id=row[0],
        form=row[1],
        prompt=row[2],
        answers=tuple(json.loads(row[3])),
        distractors=tuple(json.loads(row[4])),
        level=row[5],
        origin=Origin(row[6]),
        subjects=tuple(json.loads(row[7])),
        piece_id=row[8],
        explanation=row[9],
        category=row[10],
    )


def _list(texts: Sequence[str]) -> str:
    return json.dumps(texts, ensure_ascii=False)
