"""Notes every request and answer of a run, to be judged by Discord's own description of its API."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any

from tests.standin.shapes import encode


class Record:
    """Two files of JSON lines that are added to; the requests are left out if they aren't the bot's."""

    def __init__(self, requests: Path | None, responses: Path) -> None:
        self._requests, self._responses = requests, responses

    def note(self, method: str, path: str, asked: Any, *, multipart: bool, status: int, answer: Any) -> None:
        """Status 0 stands for a connection that was cut: a request without an answer."""
        if self._requests:
            with_files = {"multipart": True} if multipart else {}
            _add(self._requests, {"method": method, "path": path, "body": asked, **with_files})
        if status:
            _add(self._responses, {"method": method, "path": path, "status": status, "body": answer})


def _add(path: Path, line: dict[str, Any]) -> None:
    with path.open("a") as file:
        file.write(encode(line) + "\n")


@functools.cache
def session_responses(folder: Path) -> Path:
    """Where all stand-ins of this run of tests note their answers; begun anew by the first of them."""
    responses = folder / "responses.jsonl"
    responses.write_text("")
    return responses
