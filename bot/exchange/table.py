"""Tables as CSV with a line of headings. Several right answers stand in one cell, parted by "|".

Kotoba's decks are understood too: headings Question, Answers, Comment, and answers parted by commas.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.errors import UserError
from bot.exchange.rows import (
    LEVELS,
    Collector,
    Format,
    Parsed,
    Row,
    join_answers,
    level_of,
    split_answers,
)
from bot.ingest.problems import shown
from bot.models import Question

DELIMITERS = ",;\t"
_NAMES = {
    "question": "prompt",
    "prompt": "prompt",
    "front": "prompt",
    "question text": "prompt",
    "answer": "answers",
    "answers": "answers",
    "answer(s)": "answers",
    "back": "answers",
    "correct": "answers",
    "correct answer": "answers",
    "correct answers": "answers",
    "right answer": "answers",
    "right answers": "answers",
    "wrong": "distractors",
    "wrong answer": "distractors",
    "wrong answers": "distractors",
    "incorrect answer": "distractors",
    "incorrect answers": "distractors",
    "distractor": "distractors",
    "distractors": "distractors",
    "level": "level",
    "difficulty": "level",
    "category": "category",
    "topic": "category",
    "subject": "category",
    "deck": "category",
    "explanation": "explanation",
    "comment": "explanation",
    "note": "explanation",
    "notes": "explanation",
}
_NUMBERED = re.compile(r"(.*?)[ _-]*[0-9]{1,2}")
MAX_HEADINGS = 10_000
"""Characters of the first line, which names the columns."""
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_NUMBER = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?")

Cells = tuple[int, list[str]]


def parse(text: str) -> Parsed:
    first = text.lstrip("\n\r").split("\n", 1)[0]
    if len(first) > MAX_HEADINGS:
        raise UserError(
            f"The first line must name the columns; it has {len(first):,} characters: {shown(first)}"
        )
    delimiter = max(DELIMITERS, key=lambda sign: len(fields(_heading(first, sign))))
    lines = cells(text, delimiter)
    headings = next((row for _, row in lines), list[str]())
    columns = fields(headings)
    if not {"prompt", "answers"} <= set(columns.values()):
        raise UserError(
            "The first line must name the columns: “question” and “answer” at least; “wrong1” to “wrong3”, "
            f"“level”, “category” and “explanation” if wanted. It says: {shown(first)}"
        )
    kotoba = headings[:3] == ["Question", "Answers", "Comment"]
    found = Collector()
    for line, row in lines:
        if any(cell.strip() for cell in row):
            take(found, line, row, columns, commas=kotoba)
    notes = [
        f"The column “{shown(heading, 40)}” was not read."
        for place, heading in enumerate(headings)
        if place not in columns and heading.strip()
    ]
    return found.parsed(Format.CSV, {"delimiter": delimiter}, notes)


def _heading(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line.rstrip("\r")], delimiter=delimiter), list[str]())
    except csv.Error:
        return []


def fields(headings: Sequence[str]) -> dict[int, str]:
    """Which field of a question stands in which column."""
    found: dict[int, str] = {}
    for place, heading in enumerate(headings):
        name = " ".join(heading.replace("_", " ").casefold().split())
        numbered = _NUMBERED.fullmatch(name)
        field = _NAMES.get(name) or (_NAMES.get(numbered[1].strip()) if numbered else None)
        if field and (field in ("answers", "distractors") or field not in found.values()):
            found[place] = field
    return found


def cells(text: str, delimiter: str, first_line: int = 1) -> Iterator[Cells]:
    """Rows with the line on which each begins."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    line = first_line
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise UserError(
                f"line {line}: this row can't be read ({error}). As a rule a quotation mark is missing there."
            ) from error
        yield line, row
        line = first_line + reader.line_num


def take(
    found: Collector, line: int, row: Sequence[str], columns: Mapping[int, str], *, commas: bool
) -> None:
    """One row as a draft. Blanks at both ends of a cell don't count."""
    values: dict[str, list[str]] = {}
    for place, field in columns.items():
        cell = _unguarded(row[place]).strip() if place < len(row) else ""
        values.setdefault(field, []).append(cell)
    prompt = values["prompt"][0]
    level = level_of(values.get("level", [""])[0])
    if level is None:
        found.reject(line, prompt, f"its level is “{shown(values['level'][0], 20)}”: 1, 2 or 3 is meant")
        return
    answers = [
        one for cell in values["answers"] for one in (cell.split(",") if commas else split_answers(cell))
    ]
    wrong = [one for cell in values.get("distractors", []) for one in split_answers(cell)]
    found.take(
        Row(
            line,
            prompt,
            tuple(stripped for answer in answers if (stripped := answer.strip())),
            tuple(wrong),
            level,
            values.get("category", [""])[0] or None,
            values.get("explanation", [""])[0] or None,
            frozenset(values) - {"prompt"},
        )
    )


def write(questions: Sequence[Question], head: Mapping[str, Any]) -> tuple[bytes, list[str]]:
    """A table that spreadsheets open, in UTF-8 with the mark that they need to see that."""
    wrong = max((len(question.distractors) for question in questions), default=0)
    wrong = max(3, min(wrong, 20))
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter=_delimiter(head))
    headings = [f"wrong{number}" for number in range(1, wrong + 1)]
    writer.writerow(["question", "answers", *headings, "level", "category", "explanation"])
    for question in questions:
        row = [
            question.prompt,
            join_answers(question.answers),
            *(join_answers([one]) for one in question.distractors),
            *[""] * (wrong - len(question.distractors)),
            LEVELS[question.level],
            question.category or "",
            question.explanation or "",
        ]
        writer.writerow([_guarded(cell) for cell in row])
    notes = blank_ends(questions)
    if lost := [name for name in head if name not in ("delimiter", "scalars", "encoding", "response_code")]:
        notes.append(f"A table has no room for {', '.join(lost)}: left out.")
    return ("\ufeff" + file.getvalue()).encode(), notes


def _delimiter(head: Mapping[str, Any]) -> str:
    wanted = str(head.get("delimiter", ","))
    return wanted if len(wanted) == 1 and wanted in DELIMITERS else ","


def blank_ends(questions: Sequence[Question]) -> list[str]:
    """A note when blanks at the ends of texts get lost."""
    count = sum(
        any(
            text != text.strip()
            for text in (
                question.prompt,
                *question.answers,
                *question.distractors,
                question.category or "",
                question.explanation or "",
            )
        )
        for question in questions
    )
    return [f"Blanks at the ends of texts don't survive: that concerns {count} questions."] if count else []


def _guarded(cell: str) -> str:
    """A spreadsheet would run a cell that begins like a formula, whoever suggested that question."""
    return f"'{cell}" if _FORMULA.match(cell) and not _NUMBER.fullmatch(cell) else cell


def _unguarded(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def looks_like(text: str) -> bool:
    first = text.lstrip("\n\r").split("\n", 1)[0][:5000]
    return any({"prompt", "answers"} <= set(fields(_heading(first, sign)).values()) for sign in DELIMITERS)
