"""All that answers, opened in order and closed in the reverse one."""

from __future__ import annotations

import random
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.canon import Canon
from bot.places import Places
from bot.quotes import Quotes
from bot.search import Search
from bot.sources import Sources
from bot.store.library import Library
from bot.store.servers import Servers


@dataclass(frozen=True, slots=True)
class Services:
    canon: Canon
    quotes: Quotes
    search: Search
    sources: Sources
    places: Places
    library: Library
    servers: Servers
    chance: random.Random


def library_path(data: Path) -> Path:
    return data / "local" / "library.db"


@asynccontextmanager
async def open_services(data: Path, *, chance: random.Random | None = None) -> AsyncGenerator[Services]:
    """Everything that answers from one data folder; look-ups raise NoLibraryError before the first build."""
    chance = chance or random.Random()  # noqa: S311 - which quote comes next is no secret
    async with (
        Library.open(library_path(data)) as library,
        Servers.open(data / "local" / "servers.db") as servers,
    ):
        search = Search(library)
        yield Services(
            canon=Canon(library, servers, search),
            quotes=Quotes(library, servers, chance),
            search=search,
            sources=Sources(library),
            places=Places(library),
            library=library,
            servers=servers,
            chance=chance,
        )
