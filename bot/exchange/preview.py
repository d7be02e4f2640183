"""What an import would do, before it is done: each question of the file beside what the server has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from bot.exchange.rows import MAX_BUTTON, Format, Parsed, Rejected, Row, spelling
from bot.ingest.problems import shown
from bot.models import Question


@dataclass(frozen=True, slots=True)
class Item:
    """One question of the file. `was`: the server's own question that it meets."""

    line: int
    question: Question
    was: Question | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Preview:
    """`changed`: an answer is shared. `clashing`: none is, so one is wrong or they ask different things."""

    format: Format
    new: tuple[Item, ...] = ()
    changed: tuple[Item, ...] = ()
    same: tuple[Item, ...] = ()
    clashing: tuple[Item, ...] = ()
    rejected: tuple[Rejected, ...] = ()
    notes: tuple[str, ...] = field(default=())

    def to_store(self, *, clashing: bool = False) -> list[Question]:
        """The questions that an import stores, in the file's order; clashing ones only when asked for.

        What the format doesn't speak of (wrong answers in a Red list) stays as the server has it.
        """
        items = [*self.new, *self.changed, *(self.clashing if clashing else ())]
        return [item.question for item in sorted(items, key=lambda item: item.line)]


def preview(parsed: Parsed, existing: Sequence[Question]) -> Preview:
    """`existing`: the server's own questions in every state, so that none is stored a second time."""
    by_id = {question.id: question for question in existing}
    in_file = {row.question().id for row in parsed.rows}
    # A question written a little differently is the same one, unless the file has both.
    by_spelling = {spelling(question.prompt): question for question in existing if question.id not in in_file}
    found: dict[str, list[Item]] = {"new": [], "changed": [], "same": [], "clashing": []}
    for row in parsed.rows:
        drafted = row.question()
        was = by_id.get(drafted.id) or by_spelling.pop(spelling(row.prompt), None)
        if was is None:
            found["new"].append(Item(row.line, drafted))
            continue
        after = _onto(was, drafted, row)
        kind, why = _compared(was, after)
        found[kind].append(Item(row.line, after, was, why))
    return Preview(
        parsed.format, **{kind: tuple(items) for kind, items in found.items()}, rejected=parsed.rejected,
        notes=parsed.notes,
    )  # fmt: skip


def _onto(was: Question, drafted: Question, row: Row) -> Question:
    """The stored question with what the file says; its id stays, and so do its turns and corrections."""
    after = replace(was, prompt=drafted.prompt, answers=drafted.answers)
    if "distractors" in row.holds:
        after = replace(after, distractors=drafted.distractors)
    if "level" in row.holds:
        after = replace(after, level=drafted.level)
    if "category" in row.holds:
        after = replace(after, category=drafted.category)
    if "explanation" in row.holds:
        after = replace(after, explanation=drafted.explanation)
    if len(after.answers[0]) > MAX_BUTTON:
        return replace(after, distractors=())  # the right one could not stand beside them
    right = {answer.strip() for answer in after.answers}
    kept = tuple(wrong for wrong in after.distractors if wrong.strip() not in right)
    return replace(after, distractors=kept)


def _compared(was: Question, after: Question) -> tuple[str, str]:
    before = {spelling(answer) for answer in was.answers}
    now = {spelling(answer) for answer in after.answers}
    if not before & now:
        return "clashing", f"the server has “{_list(was.answers)}”, the file “{_list(after.answers)}”"
    if after == was:
        return "same", ""
    changes: list[str] = []
    if more := [answer for answer in after.answers if spelling(answer) not in before]:
        changes.append(f"also right: “{_list(more)}”")
    if fewer := [answer for answer in was.answers if spelling(answer) not in now]:
        changes.append(f"no longer right: “{_list(fewer)}”")
    if not changes and after.answers != was.answers:
        changes.append(f"answers written as “{_list(after.answers)}”")
    if after.prompt != was.prompt:
        changes.append("other wording")
    if after.distractors != was.distractors:
        changes.append("other wrong answers")
    if after.level != was.level:
        changes.append(f"level {was.level} becomes {after.level}")
    if after.category != was.category:
        changes.append(f"category “{after.category}”" if after.category else "no category")
    if after.explanation != was.explanation:
        changes.append("other explanation" if after.explanation else "no explanation")
    return "changed", "; ".join(changes)


def _list(answers: Sequence[str]) -> str:
    return shown(", ".join(answers[:5]) + (", …" if len(answers) > 5 else ""), 60)


def counts(preview: Preview) -> str:
    """One line: how many of each."""
    return (
        f"{len(preview.new)} new, {len(preview.changed)} changed, {len(preview.same)} the same, "
        f"{len(preview.clashing)} clashing, {len(preview.rejected)} rejected"
    )


def summary(preview: Preview, *, new: bool = False) -> list[str]:
    """The counts, then a line for everything to look at, in the file's order; new ones when asked for."""
    return [counts(preview), *preview.notes, *(line for _, line in sorted(_lines(preview, new=new)))]


def _lines(preview: Preview, *, new: bool) -> Iterator[tuple[int, str]]:
    unit = preview.format.unit
    named = (
        ("new", preview.new if new else ()),
        ("changed", preview.changed),
        ("clashing", preview.clashing),
    )
    for word, items in named:
        for item in items:
            why = f": {item.why}" if item.why else ""
            yield item.line, f"{unit} {item.line}: {word}: {shown(item.question.prompt, 60)}{why}"
    for one in preview.rejected:
        text = f": {one.text}" if one.text else ""
        yield one.line, f"{unit} {one.line}: rejected ({one.reason}){text}"
