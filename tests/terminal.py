"""`python -m bot …` without the start of a process, which takes longer than what most of its tests ask."""

from __future__ import annotations

import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from typer.testing import CliRunner

from bot.__main__ import app


def typed(data: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """What a host types, and what the terminal shows. A fault of the program is raised, not printed."""
    with ThreadPoolExecutor(1) as thread:  # a test may have a loop of its own, and so has the program
        result = thread.submit(CliRunner().invoke, app, ["--data", str(data), *arguments]).result()
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return subprocess.CompletedProcess(arguments, result.exit_code, result.stdout, result.stderr)
