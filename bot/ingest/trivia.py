"""Trivia questions that people write by hand: data/curated/trivia.toml, every problem found in one go.

A bad question is left out and named, the rest is used; a missing file is an empty one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.ids import content_id
from bot.ingest.analysis import Analysis
from bot.ingest.curated import locate, nearest_words
from bot.ingest.entries import Entry, Report
from bot.ingest.problems import Problem, shown
from bot.ingest.written import Written
from bot.models import Origin, Question
from bot.names import fold, key

FILE = "trivia.toml"
LEVELS = (1, 2, 3)
MAX_PROMPT = 300
MAX_OPTION = 80
MAX_ANSWERS = 10
DISTRACTORS = 3
MAX_EXPLANATION = 300
MAX_CATEGORY = 50

_WORDS = (
    "prompt",
    "answers",
    "distractors",
    "level",
    "subjects",
    "evidence",
    "document",
    "explanation",
    "category",
)


@dataclass(frozen=True, slots=True)
class CuratedQuestion:
    prompt: str
    answers: tuple[str, ...]  # all right, the first is the one shown
    distractors: tuple[str, ...]  # three, or none: then it is only typed
    level: int
    subjects: tuple[str, ...]
    evidence: str
    document: str  # a file's name, or a title
    explanation: str | None
    category: str | None
    line: int


@dataclass(frozen=True, slots=True)
class CuratedTrivia:
    questions: tuple[CuratedQuestion, ...] = ()
    problems: tuple[Problem, ...] = ()


def check_trivia(written: Written) -> CuratedTrivia:
    """What of the questions can be asked, and what is wrong with the others.

    That their evidence stands in a document, `prove` sees to.
    """
    report = Report(FILE, [problem for problem in written.problems if problem.file == FILE])
    questions: list[CuratedQuestion] = []
    lines: dict[str, int] = {}  # folded prompt -> line
    for entry in written.of("question", report):
        question = _question(entry)
        if question is None:
            continue
        if (other := lines.get(fold(question.prompt))) is not None:
            entry.refuse(f"the same question stands{f' on line {other}' if other else ''} already.")
            continue
        lines[fold(question.prompt)] = entry.line
        questions.append(question)
    return CuratedTrivia(
        tuple(questions), tuple(sorted(report.problems, key=lambda problem: problem.line or 0))
    )


def _question(entry: Entry) -> CuratedQuestion | None:
    """None when it can't be asked; each reason is then in the report."""
    entry.check_keys(_WORDS)
    prompt, evidence, document = entry.text("prompt"), entry.text("evidence"), entry.text("document")
    answers, distractors = _each_once(entry.names("answers")), entry.names("distractors")
    level = entry.values.get("level", 2)
    reasons = [
        *_missing(prompt, answers, evidence, document),
        *_too_long(prompt or "", answers, distractors),
        *_unfair(prompt or "", answers, distractors),
    ]
    if not isinstance(level, int) or isinstance(level, bool) or level not in LEVELS:
        reasons.append("“level” is 1 (easy), 2 or 3 (hard), without quotation marks, like  level = 2.")
    for reason in reasons:
        entry.refuse(reason)
    if reasons or prompt is None or evidence is None or document is None or not isinstance(level, int):
        return None
    return CuratedQuestion(
        " ".join(prompt.split()),
        answers,
        distractors,
        level,
        entry.names("subjects"),
        evidence,
        document,
        entry.text("explanation", MAX_EXPLANATION),
        entry.text("category", MAX_CATEGORY),
        entry.line,
    )


def _missing(
    prompt: str | None, answers: Sequence[str], evidence: str | None, document: str | None
) -> Iterator[str]:
    if prompt is None:
        yield 'needs what is asked, like  prompt = "Who is Asami\'s father?"'
    if not answers:
        yield 'needs at least one right answer, like  answers = ["Hiroshi Sato", "Hiroshi"]'
    if evidence is None or document is None:
        yield "needs the words that prove the answer (evidence) and where they stand (document)."


def _too_long(prompt: str, answers: Sequence[str], distractors: Sequence[str]) -> Iterator[str]:
    """What Discord can't show: a question above its buttons, an answer on a button."""
    if len(prompt) > MAX_PROMPT:
        yield f"“prompt” is too long: {len(prompt)} characters, at most {MAX_PROMPT}."
    for word, texts in (("answers", answers), ("distractors", distractors)):
        for text in texts:
            if len(text) > MAX_OPTION:
                yield (
                    f"“{shown(text, 40)}” in “{word}” is too long for a button: {len(text)} characters, "
                    f"at most {MAX_OPTION}."
                )
    if len(answers) > MAX_ANSWERS:
        yield f"there are {len(answers)} answers, at most {MAX_ANSWERS} can be kept."


def _unfair(prompt: str, answers: Sequence[str], distractors: Sequence[str]) -> Iterator[str]:
    """What gives the answer away, or makes two of the options right."""
    if len(distractors) not in (0, DISTRACTORS):
        yield (
            f"there must be exactly {DISTRACTORS} different wrong answers (distractors), or none for a "
            f"question that is only answered by typing; here are {len(distractors)}."
        )
    asked = f" {fold(prompt)} "
    for answer in answers:
        if f" {fold(answer)} " in asked:
            yield f"the question already holds its answer “{shown(answer, 40)}”."
    right = {key(answer): answer for answer in answers}
    wrong: dict[str, str] = {}
    for distractor in distractors:
        if (same := right.get(key(distractor))) is not None:
            yield (
                f"the wrong answer “{shown(distractor, 40)}” is the same as the right one "
                f"“{shown(same, 40)}”."
            )
        elif (twin := wrong.setdefault(key(distractor), distractor)) != distractor:
            yield f"the wrong answers “{shown(twin, 40)}” and “{shown(distractor, 40)}” are the same."


def _each_once(answers: Sequence[str]) -> tuple[str, ...]:
    """Spellings that are judged alike ("the spirit world", "Spirit World") count once: the first is kept."""
    kept: dict[str, str] = {}
    for answer in answers:
        kept.setdefault(key(answer), answer)
    return tuple(kept.values())


def prove(
    trivia: CuratedTrivia,
    documents: Mapping[str, Analysis],
    piece_at: Callable[[Analysis, tuple[int, int]], str],
) -> tuple[list[Question], list[Problem]]:
    """The questions whose evidence stands where it says, with its piece; and what is wrong with the others.

    `documents` by file name and by key of the title; `piece_at` gives the id of the piece at a place.
    """
    questions: list[Question] = []
    problems: list[Problem] = []
    nowhere: dict[str, list[CuratedQuestion]] = {}  # document that isn't there -> its questions
    for curated in trivia.questions:
        analysis = documents.get(curated.document) or documents.get(key(curated.document))
        if analysis is None:
            nowhere.setdefault(curated.document, []).append(curated)
        elif (place := locate(curated.evidence, analysis.document.text)) is None:
            nearest = nearest_words(curated.evidence, analysis.document.text)
            message = (
                f"question “{shown(curated.prompt, 40)}”: “{shown(curated.evidence, 160)}” isn't in "
                f"{curated.document}. The nearest words there are: “{shown(nearest, 160)}”. It was left out."
            )
            problems.append(Problem(FILE, curated.line or None, message))
        else:
            questions.append(_proved(curated, piece_at(analysis, place)))
    for document, lost in nowhere.items():
        what = (
            f"question “{shown(lost[0].prompt, 40)}” was" if len(lost) == 1 else f"{len(lost)} questions were"
        )
        message = f"there is no document called “{shown(document)}”: {what} left out."
        problems.append(Problem(FILE, lost[0].line, message))
    return questions, sorted(problems, key=lambda problem: problem.line or 0)


def _proved(curated: CuratedQuestion, piece_id: str) -> Question:
    return Question(
        id=content_id("question", "curated", fold(curated.prompt)),
        form="free",
        prompt=curated.prompt,
        answers=curated.answers,
        distractors=curated.distractors,
        level=curated.level,
        origin=Origin.CURATED,
        subjects=curated.subjects,
        piece_id=piece_id,
        explanation=curated.explanation,
        category=curated.category,
    )
