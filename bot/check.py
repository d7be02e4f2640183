"""`python -m bot check`: whether every stored word stands where the library says it does."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console

from bot.build import print_problems
from bot.ingest.curated import load_curated
from bot.services import library_path
from bot.store.check import check_library


async def check_and_report(data: Path) -> int:
    """Print every fault; exit status 0 when there is none."""
    console = Console(highlight=False, soft_wrap=True)
    curated = load_curated(data / "curated")
    print_problems(console, curated.problems)
    path = library_path(data)
    if not path.exists():
        console.print("There is no library yet: build it with `python -m bot build`.", markup=False)
        return 1
    result = await check_library(path)
    for fault in result.faults:
        console.print(f"FAULT: {fault}", markup=False)
    console.print(
        f"{result.pieces} quotes and passages in {result.documents} documents, "
        f"{len(result.faults)} faults; {len(curated.problems)} problems in the curated files.",
        markup=False,
    )
    return 1 if result.faults or curated.problems else 0
