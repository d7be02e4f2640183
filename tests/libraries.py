"""Libraries for tests, built by the real build: from texts given in the test, or from the project's data."""

from __future__ import annotations

import random
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from bot.ingest.build import BuildReport, build
from bot.services import Services, library_path, open_services

DATA = Path(__file__).resolve().parent.parent / "data"


def lay_out(
    folder: Path, documents: Mapping[str, str | bytes], curated: Mapping[str, str] | None = None
) -> Path:
    """A data folder with these files."""
    (folder / "documents").mkdir(parents=True, exist_ok=True)
    (folder / "curated").mkdir(exist_ok=True)
    for name, text in documents.items():
        path = folder / "documents" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    for name, text in (curated or {}).items():
        (folder / "curated" / name).write_text(text)
    return folder


async def built(folder: Path) -> BuildReport:
    return await build(folder, library_path(folder))


def own_data(folder: Path) -> Path:
    """A data folder with the project's documents and curated files, and an empty local/ of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    for part in ("documents", "curated"):
        if not (folder / part).exists():
            (folder / part).symlink_to(DATA / part, target_is_directory=True)
    return folder


@asynccontextmanager
async def opened(folder: Path, seed: int = 1) -> AsyncGenerator[Services]:
    async with open_services(folder, chance=random.Random(seed)) as services:
        yield services
