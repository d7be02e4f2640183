"""Documents are read while others are worked on; few of them as often as wanted."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.ingest import reading
from bot.ingest.documents import Document, read_text
from bot.ingest.reading import Reading


def documents(count: int, told: list[int]) -> Iterator[Document]:
    for number in range(count):
        document, _ = read_text(b"Mara Quill went home before it rained.", f"{number}.txt")
        assert document is not None
        told.append(number)
        yield document


def test_few_documents_are_all_at_hand() -> None:
    few = Reading(documents(3, []), 5)
    assert len(few) == 3
    assert [one.name for one in few] == [one.name for one in few] == ["0.txt", "1.txt", "2.txt"]
    assert not Reading(documents(0, []), 2)


def test_many_are_read_on_the_way(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[int] = []
    length = len(next(documents(1, [])).text)
    monkeypatch.setattr(reading, "WORTH_IT", 3 * length)
    many = Reading(documents(50, told), 40)
    assert len(told) == 3
    assert len(many) == 40
    assert [one.name for one in many] == [f"{number}.txt" for number in range(50)]
    assert len(many) == 50
