"""Kinds of files besides plain text, one file each.

Each gives `read(data, name) -> (Document | None, problems)`, never an exception for what a file may hold:
the text that members are quoted from, and a map from it back to places that people know (`Document.places`).
They are loaded when the first such file comes, for some of the libraries behind them are large.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.ingest.documents import Document
    from bot.ingest.problems import Problem

Read = Callable[[bytes, str], "tuple[Document | None, list[Problem]]"]

_MODULES = {
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".mhtml": "html",  # which says what to do instead
    ".mht": "html",
    ".epub": "epub",
    ".srt": "subtitles",
    ".vtt": "subtitles",
    ".csv": "transcripts",
    ".tsv": "transcripts",
}
SUFFIXES = frozenset(_MODULES)


def kind_of(name: str) -> str:
    """Which reader takes a file of this name; "" for plain text. Loads nothing."""
    return _MODULES.get(PurePosixPath(name.casefold()).suffix, "")


def reader_of(name: str) -> Read | None:
    """The reader of a file by its name; None for plain text."""
    module = kind_of(name)
    if not module:
        return None
    read: Read = importlib.import_module(f"bot.ingest.readers.{module}").read
    return read
