"""A server's own questions in `servers.db` (`server_questions`, `imports`): imported ones and its members'.

Every statement names the server: an id of another server's finds nothing and changes nothing.
"""

from __future__ import annotations

import json
import re
from collections.abc import AsyncGenerator, Collection, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, cast

import aiosqlite

from bot import names
from bot.errors import UserError
from bot.models import Origin, Question
from bot.store import schema
from bot.store.database import Database, Row, fetch_all
from bot.store.modlog import note, note_undone

STATES = ("draft", "approved", "retired")
MAX_KEPT = 40_000
"""Questions of one server: twice the longest file that is read."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A question with what the server knows of it. Only approved ones are asked."""

    question: Question
    state: str
    import_id: str | None
    by_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Import:
    id: str
    format: str
    file: str
    by_id: int
    at: datetime
    undone_at: datetime | None = None
    head: Mapping[str, Any] = field(default_factory=lambda: {})


@dataclass(frozen=True, slots=True)
class Undone:
    """`kept`: prompts of questions that were changed since the import, and were left as they are."""

    removed: int
    restored: int
    kept: tuple[str, ...] = ()


class ServerQuestions:
    def __init__(self, database: Database) -> None:
        self._db = database

    @classmethod
    @asynccontextmanager
    async def open(cls, path: Path) -> AsyncGenerator[ServerQuestions]:
        """For the command line; the bot hands its own open database in."""
        async with Database.open(path, schema.SERVERS) as database:
            yield cls(database)

    async def all(
        self, server_id: int, states: Collection[str] = STATES, import_id: str | None = None
    ) -> list[Question]:
        """In the order of the files; with `import_id` only what that import brought and left last."""
        return [
            stored.question
            for stored in await self.stored(server_id)
            if stored.state in states and import_id in (None, stored.import_id)
        ]

    async def stored(self, server_id: int) -> list[Stored]:
        rows = await self._db.fetch(
            f"select {_COLUMNS} from server_questions where server_id = ? order by position, id",  # noqa: S608
            [server_id],
        )
        return [_stored(row) for row in rows]

    async def pool(
        self, server_id: int, level: int | None = None, about_keys: Collection[str] = ()
    ) -> list[Question]:
        """What may be asked. `about_keys` are of `bot.names.key`: category, question or answers name one."""
        rows = await self._db.fetch(
            f"""
            select {_COLUMNS} from server_questions
             where server_id = ? and state = 'approved' and level between ? and ? order by position, id
            """,  # noqa: S608 - what is put in is written in this module
            [server_id, level or 1, level or 3],
        )
        questions = [_stored(row).question for row in rows]
        if not about_keys:
            return questions
        wanted = re.compile(rf"\b(?:{'|'.join(map(_spaced, filter(None, about_keys))) or '(?!)'})\b")
        return [question for question in questions if _speaks_of(question, wanted)]

    async def by_id(self, server_id: int, question_id: str) -> Stored | None:
        rows = await self._db.fetch(
            f"select {_COLUMNS} from server_questions where server_id = ? and id = ?",  # noqa: S608
            [server_id, question_id],
        )
        return _stored(rows[0]) if rows else None

    async def apply_import(self, entry: Import, server_id: int, questions: Sequence[Question]) -> bool:
        """Store all of them or none. False when an import of this id was applied before: nothing is changed.

        What is replaced is kept for undo. A question that is there keeps its place and its state.
        """
        async with self._db.transaction() as db:
            if await fetch_all(
                db, "select id from imports where server_id = ? and id = ?", [server_id, entry.id]
            ):
                return False
            there = await _rows(db, server_id, [question.id for question in questions])
            before = {question.id: there.get(question.id) for question in questions}
            counted = await fetch_all(
                db,
                "select count(*), coalesce(max(position), 0) from server_questions where server_id = ?",
                [server_id],
            )
            count, position = counted[0]
            if count + len(before) - len(there) > MAX_KEPT:
                raise UserError(
                    f"With this file the server would have more than {MAX_KEPT:,} questions of its own. "
                    "Undo an import first."
                )
            await db.execute(
                """
                insert into imports (server_id, id, format, file, head, by_id, at, before)
                values (?, ?, ?, ?, ?, ?, ?, ?)
                """,
                [
                    server_id,
                    entry.id,
                    entry.format,
                    entry.file,
                    json.dumps(dict(entry.head), ensure_ascii=False),
                    entry.by_id,
                    entry.at.isoformat(),
                    json.dumps(before, ensure_ascii=False),
                ],
            )
            await db.executemany(
                _UPSERT,
                [
                    _values(server_id, question, position + number, entry.id, entry.by_id, entry.at)
                    for number, question in enumerate(questions, 1)
                ],
            )
            log_id, what = _log_id(server_id, entry.id), _said(len(questions), entry.file)
            await note(db, log_id, server_id, entry.by_id, entry.at, what, None, None)
        return True

    async def undo_import(
        self, import_id: str, server_id: int, at: datetime, by_id: int = 0
    ) -> Undone | None:
        """Put back what the import replaced and take away what it brought. None: no such, or undone already.

        A moderator's later choice of state stays; a question whose words were changed since is left alone.
        """
        async with self._db.transaction() as db:
            claimed = await fetch_all(
                db,
                """
                update imports set undone_at = ? where server_id = ? and id = ? and undone_at is null
                returning before, file
                """,
                [at.isoformat(), server_id, import_id],
            )
            if not claimed:
                return None
            before: dict[str, dict[str, Any] | None] = json.loads(claimed[0][0])
            there = await _rows(db, server_id, before)
            removed = restored = 0
            kept: list[str] = []
            later: dict[str, dict[str, Any] | None] = {}
            for question_id, old in before.items():
                now = there.get(question_id)
                if now is None:
                    continue
                if now["import_id"] != import_id:
                    kept.append(now["prompt"])
                    later[question_id] = old
                elif old is None:
                    await db.execute(
                        "delete from server_questions where server_id = ? and id = ?",
                        [server_id, question_id],
                    )
                    removed += 1
                else:
                    await db.execute(_RESTORE, [*(old[name] for name in _CONTENT), server_id, question_id])
                    restored += 1
            if later:
                await _forget(db, server_id, import_id, later)
            log_id, what = _log_id(server_id, import_id), f"Undone: {_said(len(before), claimed[0][1])}"
            await note_undone(db, log_id, server_id, by_id, at, what)
        return Undone(removed, restored, tuple(kept))

    async def imports(self, server_id: int) -> list[Import]:
        """Oldest first, undone ones too."""
        rows = await self._db.fetch(
            """
            select id, format, file, by_id, at, undone_at, head from imports
             where server_id = ? order by at, id
            """,
            [server_id],
        )
        return [
            Import(
                row[0],
                row[1],
                row[2],
                row[3],
                datetime.fromisoformat(row[4]),
                datetime.fromisoformat(row[5]) if row[5] else None,
                json.loads(row[6]),
            )
            for row in rows
        ]

    async def set_state(self, server_id: int, question_id: str, state: str) -> bool:
        """False when there is no such question or it is in that state already."""
        rows = await self._db.write(
            """
            update server_questions set state = ? where server_id = ? and id = ? and state <> ? returning id
            """,
            [state, server_id, question_id, state],
        )
        return bool(rows)

    async def add(
        self, server_id: int, question: Question, by_id: int, at: datetime, state: str = "approved"
    ) -> bool:
        """A single question. False when the server has one of that id: that one stays as it is."""
        sql, values = accept_question(server_id, question, by_id, at, state)
        return bool(await self._db.write(f"{sql} returning id", values))


def accept_question(
    server_id: int, question: Question, by_id: int, at: datetime, state: str = "approved"
) -> tuple[str, list[Any]]:
    """The statement behind `add`, for a transaction that decides something else with it."""
    values = _values(server_id, question, 0, None, by_id, at)
    values[_PLACE["state"]] = state
    values[_PLACE["position"] : _PLACE["position"] + 1] = [server_id]
    return _ADD, values


_FIELDS = (
    "server_id",
    "id",
    "position",
    "form",
    "prompt",
    "answers",
    "distractors",
    "level",
    "origin",
    "category",
    "explanation",
    "import_id",
    "by_id",
    "at",
    "state",
)
_PLACE = {name: place for place, name in enumerate(_FIELDS)}
_COLUMNS = ", ".join(_FIELDS)
_CONTENT = _FIELDS[3:14]
_INSERT = f"insert into server_questions ({_COLUMNS}) values ({', '.join('?' * len(_FIELDS))})"  # noqa: S608
_UPSERT = f"""
    {_INSERT} on conflict (server_id, id)
    do update set {", ".join(f"{name} = excluded.{name}" for name in _CONTENT)}
"""
_ADD = f"""
    insert into server_questions ({_COLUMNS})
    values (?, ?, (select coalesce(max(position), 0) + 1 from server_questions where server_id = ?),
            {", ".join("?" * (len(_FIELDS) - 3))})
    on conflict (server_id, id) do nothing
"""  # noqa: S608 - what is put in is written in this module
_RESTORE = f"""
    update server_questions set {", ".join(f"{name} = ?" for name in _CONTENT)}
     where server_id = ? and id = ?
"""  # noqa: S608 - what is put in is written in this module
_AT_ONCE = 400
"""Ids in one statement; more would not fit into one of SQLite and PostgreSQL."""


def _values(
    server_id: int, question: Question, position: int, import_id: str | None, by_id: int, at: datetime
) -> list[Any]:
    return [
        server_id,
        question.id,
        position,
        question.form,
        question.prompt,
        json.dumps(question.answers, ensure_ascii=False),
        json.dumps(question.distractors, ensure_ascii=False),
        question.level,
        str(question.origin),
        question.category,
        question.explanation,
        import_id,
        by_id,
        at.isoformat(),
        "approved",
    ]


def _stored(row: Row) -> Stored:
    question = Question(
        id=row[1],
        form=row[3],
        prompt=row[4],
        answers=tuple(json.loads(row[5])),
        distractors=tuple(json.loads(row[6])),
        level=row[7],
        origin=Origin(row[8]),
        category=row[9],
        explanation=row[10],
    )
    return Stored(question, row[14], row[11], row[12], datetime.fromisoformat(row[13]))


async def _rows(db: aiosqlite.Connection, server_id: int, ids: Iterable[str]) -> dict[str, dict[str, Any]]:
    """The server's rows of these ids, as they stand."""
    found: dict[str, dict[str, Any]] = {}
    wanted = list(ids)
    for start in range(0, len(wanted), _AT_ONCE):
        part = wanted[start : start + _AT_ONCE]
        rows = await fetch_all(
            db,
            f"""
            select {_COLUMNS} from server_questions
             where server_id = ? and id in ({", ".join("?" * len(part))})
            """,  # noqa: S608 - what is put in is written in this module
            [server_id, *part],
        )
        found.update({cast(str, row[1]): dict(zip(_FIELDS, row, strict=True)) for row in rows})
    return found


def _log_id(server_id: int, import_id: str) -> str:
    """Of the line of the moderators' log: two servers may bring in the same file."""
    return f"import:{server_id}:{import_id}"


def _said(questions: int, file: str) -> str:
    return f"{questions:,} trivia {'question' if questions == 1 else 'questions'} brought in from “{file}”"


async def _forget(
    db: aiosqlite.Connection, server_id: int, import_id: str, older: Mapping[str, dict[str, Any] | None]
) -> None:
    """Let undoing a later import put back what stood before the undone one, not what that one had brought."""
    rows = await fetch_all(
        db, "select id, before from imports where server_id = ? and undone_at is null", [server_id]
    )
    for other_id, text in rows:
        before: dict[str, dict[str, Any] | None] = json.loads(text)
        stale = [
            question_id
            for question_id in older
            if (row := before.get(question_id)) and row["import_id"] == import_id
        ]
        if stale:
            before.update({question_id: older[question_id] for question_id in stale})
            await db.execute(
                "update imports set before = ? where server_id = ? and id = ?",
                [json.dumps(before, ensure_ascii=False), server_id, other_id],
            )


def _spaced(key: str) -> str:
    """A key as it may stand in folded text: its words run together there, and blanks may part them here."""
    return " ?".join(map(re.escape, key))


def _speaks_of(question: Question, wanted: re.Pattern[str]) -> bool:
    texts = (question.category or "", question.prompt, *question.answers)
    return any(wanted.search(names.fold(text)) for text in texts)
