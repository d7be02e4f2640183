"""Runs of words are found again, and of very many no more is noted than there is room for."""

from __future__ import annotations

import pytest

from bot.ingest import runs
from bot.ingest.runs import MOST_LEADERS, RunIndex

COMMON = "we never once looked"


def index_of(texts: list[str]) -> RunIndex:
    index = RunIndex(texts, sum(map(len, texts)))
    for number, text in enumerate(texts):
        index.add(number, index.known(text.split()))
    return index


def test_the_one_with_most_runs_in_common_comes_first() -> None:
    texts = ["the lamp was lit for both of us that night", "the lamp was out", "nothing of the sort"]
    index = index_of([*texts, texts[0]])
    known = index.known(["the", "lamp", "was", "lit", "for", "both", "of", "us"])
    assert index.leaders(known).most_common(1)[0] in ((0, 6), (3, 6))
    assert index.known(["nothing", "of", "the", "sort"]) == [], "it stands in one text only"


def test_of_a_common_run_only_so_many_are_noted(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [COMMON] * (3 * MOST_LEADERS)
    index = index_of(texts)
    assert set(index.leaders(index.known(COMMON.split()))) == set(range(MOST_LEADERS))
    monkeypatch.setattr(runs, "_ROOM", 20)  # for two runs that all of them have
    index = index_of(texts)
    assert set(index.leaders(index.known(COMMON.split()))) == set(range(10))
