"""What every format gives: rows with their place in the file, or the reason why one was not taken."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from bot.errors import UserError
from bot.ids import content_id
from bot.ingest.problems import shown
from bot.models import Origin, Question

MAX_BYTES = 5_000_000
MAX_ROWS = 20_000
MAX_PROMPT = 600
MAX_TYPED = 600
"""An answer that is typed, of a question without wrong ones."""

MAX_BUTTON = 80
"""Discord's limit for a button's text: for the wrong answers, and the right one that stands beside them."""

MAX_ANSWERS = 50
MAX_WRONG = 20
MAX_CATEGORY = 100
MAX_EXPLANATION = 1000


class Format(StrEnum):
    RED = "red"  # Red-DiscordBot's trivia lists, YAML
    OPENTDB = "opentdb"  # Open Trivia DB, JSON
    CSV = "csv"
    ANKI = "anki"  # notes as text

    @property
    def suffix(self) -> str:
        return {"red": ".yaml", "opentdb": ".json", "csv": ".csv", "anki": ".txt"}[self.value]

    @property
    def unit(self) -> str:
        """What is counted: a JSON page is a single line as a rule, so its questions are."""
        return "question" if self is Format.OPENTDB else "line"

    @property
    def holds(self) -> frozenset[str]:
        """The fields of a question that such a file speaks of; an import leaves the others as they were."""
        if self is Format.RED:
            return frozenset({"answers"})
        return frozenset({"answers", "distractors", "level", "category", "explanation"})


@dataclass(frozen=True, slots=True)
class Row:
    """A draft of a question. `holds`: the fields that the file gave; the others have their defaults."""

    line: int
    prompt: str
    answers: tuple[str, ...]
    distractors: tuple[str, ...] = ()
    level: int = 2
    category: str | None = None
    explanation: str | None = None
    holds: frozenset[str] = frozenset()

    def question(self) -> Question:
        return Question(
            id=question_id(self.prompt),
            form="free",
            prompt=self.prompt,
            answers=self.answers,
            distractors=self.distractors,
            level=self.level,
            origin=Origin.IMPORTED,
            explanation=self.explanation,
            category=self.category,
        )


@dataclass(frozen=True, slots=True)
class Rejected:
    line: int
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Parsed:
    """A file as read. `head`: what it says besides its questions, as JSON can hold it."""

    format: Format
    rows: tuple[Row, ...]
    rejected: tuple[Rejected, ...] = ()
    head: Mapping[str, Any] = field(default_factory=lambda: {})
    notes: tuple[str, ...] = ()


def question_id(prompt: str) -> str:
    """Lasting and the same in every server: it follows from the words of the question alone.

    Only blanks are made even: "Connecting people." and "Connecting People." are two questions of one list.
    """
    return content_id("question", " ".join(unicodedata.normalize("NFC", prompt).split()))


_EDGES = ".,;:!?…()[]\"'“”‘’«»„_*"


def spelling(text: str) -> str:
    """What is alike however it is written: case, blanks and punctuation round words don't count.

    Unlike `bot.names.key` it keeps signs inside and accents: "C" is not "C++", nor "か" "が".
    """
    folded = unicodedata.normalize("NFKC", text).casefold()
    words = [stripped for word in folded.split() if (stripped := word.strip(_EDGES))]
    return " ".join(words) or folded.strip()


class Collector:
    """Takes drafts, keeps the good ones, and says of the others why not."""

    def __init__(self, unit: str = "line") -> None:
        self.rows: list[Row] = []
        self.rejected: list[Rejected] = []
        self._unit = unit
        self._lines: dict[str, int] = {}

    def take(self, row: Row) -> None:
        row = _even(row)
        identity = question_id(row.prompt)
        reason = fault(row)
        if reason is None and identity in self._lines:
            reason = f"the same question as {self._unit} {self._lines[identity]}"
        if reason is not None:
            self.reject(row.line, row.prompt or " | ".join(row.answers), reason)
            return
        self._lines[identity] = row.line
        self.rows.append(row)
        self._bound()

    def reject(self, line: int, text: str, reason: str) -> None:
        self.rejected.append(Rejected(line, printable(text), reason))
        self._bound()

    def _bound(self) -> None:
        if len(self.rows) + len(self.rejected) > MAX_ROWS:
            raise UserError(
                f"The file holds more than {MAX_ROWS:,} questions, the most that is read. Split it."
            )

    def parsed(self, format: Format, head: Mapping[str, Any], notes: Iterable[str] = ()) -> Parsed:
        return Parsed(format, tuple(self.rows), tuple(self.rejected), head, tuple(notes))


def fault(row: Row) -> str | None:
    """Why a draft can't be asked, in plain words; None when it can."""
    texts = [row.prompt, *row.answers, *row.distractors, row.category or "", row.explanation or ""]
    if any(_UNREADABLE.search(text) for text in texts):
        return "not text: it holds signs that only programs read"
    if not row.prompt.strip():
        return "the question is empty"
    if len(row.prompt) > MAX_PROMPT:
        return f"the question has {len(row.prompt):,} characters, {MAX_PROMPT} at most"
    if not any(answer.strip() for answer in row.answers):
        return "it has no answer"
    if not all(answer.strip() for answer in row.answers):
        return "one of its answers is empty"
    if not all(wrong.strip() for wrong in row.distractors):
        return "one of its wrong answers is empty"
    if len(row.answers) > MAX_ANSWERS:
        return f"it has {len(row.answers)} right answers, {MAX_ANSWERS} at most"
    if len(row.distractors) > MAX_WRONG:
        return f"it has {len(row.distractors)} wrong answers, {MAX_WRONG} at most"
    on_buttons = (row.answers[0], *row.distractors) if row.distractors else ()
    for texts, most, where in ((on_buttons, MAX_BUTTON, " on a button"), (row.answers, MAX_TYPED, "")):
        longest = max(texts, key=len, default="")
        if len(longest) > most:
            return f"the answer “{shown(longest, 30)}” has {len(longest):,} characters, {most} at most{where}"
    right = {answer.strip() for answer in row.answers}
    if both := next((wrong for wrong in row.distractors if wrong.strip() in right), None):
        return f"“{shown(both, 40)}” stands among the right and the wrong answers"
    if len(row.category or "") > MAX_CATEGORY:
        return f"the category has more than {MAX_CATEGORY} characters"
    if len(row.explanation or "") > MAX_EXPLANATION:
        return f"the explanation has more than {MAX_EXPLANATION:,} characters"
    return None


_UNREADABLE = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
_NEWLINE = re.compile(r"\r\n?")


def _even(row: Row) -> Row:
    """Newlines as one sign, and nothing instead of blanks only where nothing is meant."""

    def even(text: str) -> str:
        return _NEWLINE.sub("\n", text)

    return Row(
        row.line,
        even(row.prompt),
        tuple(map(even, row.answers)),
        tuple(map(even, row.distractors)),
        row.level,
        even(row.category) if row.category and row.category.strip() else None,
        even(row.explanation) if row.explanation and row.explanation.strip() else None,
        row.holds,
    )


def printable(text: str) -> str:
    """Short, on one line, and without signs that no message can hold."""
    return shown(_UNREADABLE.sub("�", text[:400]))


_BORDER = re.compile(r"(?<!\\)(\\*)(\||\Z)")


def split_answers(cell: str) -> list[str]:
    """Several answers in one cell, parted by "|"; "\\|" is the sign itself. Blanks round them don't count."""
    return [part for part in map(str.strip, _parts(cell)) if part]


def _parts(cell: str) -> Iterator[str]:
    part, last = "", 0
    for match in _BORDER.finditer(cell):
        slashes, bar = match.groups()
        part += cell[last : match.start()] + "\\" * ((len(slashes) + (not bar)) // 2)
        last = match.end()
        if bar and len(slashes) % 2:
            part += "|"
        else:
            yield part
            part = ""
        if not bar:
            return


def join_answers(answers: Iterable[str]) -> str:
    """What `split_answers` gives back; backslashes count only before a border."""
    return "|".join(
        _BORDER.sub(lambda match: match[1] * 2 + ("\\|" if match[2] else ""), answer) for answer in answers
    )


LEVELS = {1: "easy", 2: "medium", 3: "hard"}


def level_of(text: str) -> int | None:
    """1 to 3, or the words for them; None for anything else. Nothing at all is the middle."""
    word = text.strip().casefold()
    if not word:
        return 2
    return next((level for level, name in LEVELS.items() if word in (name, str(level))), None)
