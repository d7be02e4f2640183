"""`python -m bot build` and `quotes`: what the owner sees of reading documents in."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from bot.errors import OwnerError
from bot.ingest.analysis import analyse
from bot.ingest.build import BuildReport, build, known_persons
from bot.ingest.curated import load_curated
from bot.ingest.documents import Problem, read_document
from bot.services import library_path


async def build_and_report(data: Path) -> int:
    """Build with a progress bar on a terminal, print the report; status 1 when something was left out."""
    console = Console(highlight=False, soft_wrap=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("Reading documents", total=None)

        def progress(done: int, total: int, name: str) -> None:
            bar.update(
                task, completed=done, total=total, description=f"Reading {name[-40:]}" if name else "Writing"
            )

        report = await build(data, library_path(data), progress)
    print_report(console, report, library_path(data))
    return 1 if report.left_out or not report.written else 0


def print_report(console: Console, report: BuildReport, library: Path) -> None:
    """One line a document, one a problem; plain text, so that it can be sent to somebody who helps."""
    for document in report.documents:
        console.print(
            f"{document.name}: {document.passages} passages, {document.quotes} quotes "
            f"({document.named} with a speaker), {document.persons} persons, {document.topics} topics",
            markup=False,
        )
    print_problems(console, report.problems)
    if report.written:
        console.print(
            f"{len(report.documents)} documents, {report.persons} persons, {report.topics} topics, "
            f"{report.rulings} rulings, {report.questions} trivia questions: the library is ready "
            f"({library.name}).",
            markup=False,
        )
    elif library.exists():
        console.print("Nothing was built; the old library stays as it was.", markup=False)
    else:
        console.print("Nothing was built.", markup=False)


def print_problems(console: Console, problems: Sequence[Problem]) -> None:
    for problem in problems:
        where = f"{problem.file}, line {problem.line}" if problem.line else problem.file
        mark = "LEFT OUT" if problem.left_out else "note"
        console.print(f"{mark}: {where}: {problem.message}", markup=False)


def print_quotes(file: Path, data: Path) -> int:
    """The quotes of one file as JSON lines on stdout; problems on stderr, and exit status 1 if unreadable.

    Offsets count code points of the file's decoded text from its very beginning, a head included. Of a kind
    that a reader makes into text (a table, subtitles, a web page) they count in the document's text.
    """
    console = Console(stderr=True, highlight=False, soft_wrap=True)
    if not file.is_file():
        raise OwnerError(f"{file} is not a file.")
    document, problems = read_document(file, file.name)
    print_problems(console, problems)
    if document is None:
        return 1
    known = known_persons(load_curated(data / "curated"))
    for quote in analyse(document, known).quotes:
        line = {
            "start": quote.start + document.head_length,
            "end": quote.end + document.head_length,
            "text": quote.text,
            "speaker": quote.speaker,
            "form": quote.form,
        }
        sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
    return 0
