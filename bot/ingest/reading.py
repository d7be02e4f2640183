"""Documents that are read while those before them are worked on."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterator

from bot.ingest.documents import Document

WORTH_IT = 2_000_000
"""Characters of text in all from which on processes of their own are started."""


class Reading(Collection[Document]):
    """Few are all at hand; of many, so much that it shows is read ahead, and they are gone through once."""

    def __init__(self, documents: Iterator[Document], files: int) -> None:
        """`files`: from most of them comes one document."""
        self._documents = documents
        self._files = files
        self._count = 0
        self._ahead: deque[Document] = deque()
        self.characters = 0  # of what is read
        for document in self._read():
            self._ahead.append(document)
            if self.characters >= WORTH_IT and self._count > 1:
                self._all = False
                break
        else:
            self._all = True

    def __len__(self) -> int:
        """As many as are likely to come, until all are read."""
        return self._count if self._all else max(self._count, self._files)

    def __contains__(self, document: object) -> bool:
        return any(one == document for one in self)

    def __iter__(self) -> Iterator[Document]:
        if self._all:
            yield from self._ahead
            return
        while self._ahead:
            yield self._ahead.popleft()
        yield from self._read()
        self._files = 0

    def _read(self) -> Iterator[Document]:
        for document in self._documents:
            self._count += 1
            self.characters += len(document.text)
            yield document
