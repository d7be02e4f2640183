"""The command line: `python -m bot build | ask | quotes | questions | check | preview | run`."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Coroutine
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.errors import CanonkeeperError

ROOT = Path(__file__).resolve().parent.parent

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help=__doc__,
    rich_markup_mode=None,
)

questions = typer.Typer(no_args_is_help=True, help="A server's own trivia questions: in, out, and back.")
app.add_typer(questions, name="questions")

Server = Annotated[int, typer.Option(help="The server's id, as Discord copies it.", min=1)]


class _Chosen:
    data: Path | None = None


@app.callback()
def main(
    data: Annotated[
        Path | None,
        typer.Option(
            exists=True,
            file_okay=False,
            help="The data folder: documents/, curated/, local/. Default: the project's.",
        ),
    ] = None,
) -> None:
    """Canonkeeper: sourced answers for fandom servers."""
    _Chosen.data = data


def data_folder() -> Path:
    """What --data names, else the .env's DATA_DIR, else the project's own data/."""
    from bot.settings import data_dir

    return (_Chosen.data or data_dir(ROOT)).resolve()


def go(work: Coroutine[Any, Any, int]) -> None:
    """Run to the end; what is no fault of the program is said in words, without a traceback."""
    try:
        status = asyncio.run(work)
    except CanonkeeperError as error:
        print(error, file=sys.stderr)
        status = 1
    except KeyboardInterrupt:
        status = 130
    raise typer.Exit(status)


@app.command()
def build() -> None:
    """Read documents and curated files into a new library."""
    from bot.build import build_and_report

    go(build_and_report(data_folder()))


@app.command()
def check() -> None:
    """Verify every quote and passage of the library, the curated files, and the database itself."""
    from bot.check import check_and_report

    go(check_and_report(data_folder()))


@app.command()
def ask(
    line: Annotated[str, typer.Argument(help='A look-up, as typed in Discord: "/canon korrasami".')],
    as_json: Annotated[bool, typer.Option("--json", help="Print the answer as data.")] = False,
) -> None:
    """Print the answer to a look-up in the terminal."""
    from bot.ask import answer_data, answer_text
    from bot.services import open_services

    async def work() -> int:
        async with open_services(data_folder()) as services:
            if as_json:
                print(json.dumps(await answer_data(services, line), ensure_ascii=False, indent=2))
            else:
                print(await answer_text(services, line))
        return 0

    go(work())


@app.command()
def quotes(file: Annotated[Path, typer.Argument(help="A document of any kind that is read.")]) -> None:
    """Print the quotes of one document as JSON lines; no library is touched."""
    from bot.build import print_quotes

    async def work() -> int:
        return print_quotes(file, data_folder())

    go(work())


@questions.command("import")
def import_questions(
    file: Annotated[Path, typer.Argument(help="A Red list, an Open Trivia DB page, CSV, or Anki notes.")],
    server: Server,
    apply: Annotated[bool, typer.Option("--apply", help="Store what the preview lists.")] = False,
    clashing: Annotated[bool, typer.Option("--clashing", help="Let the file win where it clashes.")] = False,
) -> None:
    """Show what a file would bring to a server; with --apply, bring it."""
    from bot.questions import import_questions

    go(import_questions(file, data_folder(), server, apply=apply, clashing=clashing))


@questions.command("export")
def export_questions(
    format: Annotated[str, typer.Argument(help="red, opentdb, csv or anki.")],
    server: Server,
    file: Annotated[Path | None, typer.Argument(help="Where to write. Default: the terminal.")] = None,
    only: Annotated[str | None, typer.Option("--import", help="Only what this import brought.")] = None,
) -> None:
    """Write a server's own questions into a file."""
    from bot.questions import export_questions

    go(export_questions(format, file, data_folder(), server, only))


@questions.command("undo")
def undo_import(
    import_id: Annotated[str, typer.Argument(help="What `questions import` named at its end.")],
    server: Server,
) -> None:
    """Take an import back."""
    from bot.questions import undo_import

    go(undo_import(import_id, data_folder(), server))


@app.command()
def preview(
    port: Annotated[int, typer.Option(help="The page's port; 0 takes a free one.")] = 0,
) -> None:
    """Open the bot offline in a browser page."""
    from bot.preview import preview as open_preview

    go(open_preview(data_folder(), port=port))


@app.command()
def run() -> None:
    """Connect to Discord with the token from .env."""
    from bot.client import run as run_bot
    from bot.settings import load_settings

    async def work() -> int:
        settings = load_settings(ROOT)
        return await run_bot(settings, _Chosen.data)

    go(work())


if __name__ == "__main__":
    app()
