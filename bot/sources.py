"""`/sources`: what the library knows and from where."""

from __future__ import annotations

import re

from bot import names, reading
from bot.errors import VanishedError
from bot.models import Choice, LibraryFacts, SourcesAnswer
from bot.store import names as stored_names
from bot.store import sources as stored
from bot.store.library import Library

PAGE = 6

_ID = re.compile(r"[0-9a-f]{16}")


class Sources:
    def __init__(self, library: Library) -> None:
        self._library = library

    async def answer(self, asked: str | None = None, page: int = 0) -> SourcesAnswer:
        """A page of all documents, or one document's card by its title, file name or id."""
        if asked is None or not asked.strip():
            cards, total = await stored.cards(self._library, PAGE, page * PAGE)
            return SourcesAnswer(None, tuple(cards), total, page)
        if _ID.fullmatch(asked.strip()):
            card = await stored.card(self._library, asked.strip())
            if card is None:
                raise VanishedError
            return SourcesAnswer(asked, (card,), 1)
        read = await reading.read(self._library, asked, ("document",))
        found = [*read.whole, *(entry for one in read.found for entry in one.entries)]
        if not found:
            near = [
                name
                for name in await stored_names.near(self._library, [names.key(asked)], ("document",))
                if names.key(asked) in name.key or names.likeness(names.key(asked), name.key) > 0.85
            ]
            if len({name.target_id for name in near}) != 1:
                return SourcesAnswer(asked, suggestions=tuple(reading.choices(near, limit=5)))
            found = near
        card = await stored.card(self._library, found[0].target_id)
        return SourcesAnswer(asked, (card,) if card else (), 1 if card else 0)

    async def suggest(self, typed: str) -> list[Choice]:
        return await reading.suggest(self._library, typed, ("document",))

    async def facts(self) -> LibraryFacts:
        return await stored.facts(self._library)
