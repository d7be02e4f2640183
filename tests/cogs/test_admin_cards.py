"""Whatever members write and files hold, the cards of boards and of moderators keep Discord's limits."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from bot.boards import Board, BoardRow, Change, MemberFigures, Season, SubjectFigures, When
from bot.exchange.preview import Item, Preview
from bot.exchange.rows import Format, Rejected
from bot.imports import Applied, Exported, Import, Look, Undone
from bot.models import Question
from bot.reviews import Review
from cogs.replies import admin, boards, imports, reviews
from tests.cogs.test_cards import holds, ids, numbers, several, words

AT = datetime(2026, 1, 1, tzinfo=UTC)
members = st.integers(1, 2**63)
rows = st.builds(BoardRow, numbers, members, numbers, numbers, numbers, numbers, numbers)
seasons = st.none() | st.builds(Season, ids, words, st.just(AT))
boards_ = st.builds(
    Board, st.sampled_from(When), st.none() | words, st.lists(rows, max_size=10).map(tuple),
    st.integers(0, 9), st.integers(1, 99), numbers, st.none() | rows,
    st.just("America/Argentina/Buenos_Aires"),
    st.none() | st.just(AT), seasons,
)  # fmt: skip
figures = st.builds(
    MemberFigures, members, numbers, numbers, st.none() | numbers, numbers, st.none() | numbers, numbers,
    numbers, numbers, numbers, numbers, numbers, numbers, numbers,
    st.lists(st.builds(SubjectFigures, words, numbers, st.integers(1, 9)), max_size=5).map(tuple), seasons,
)  # fmt: skip
questions = st.builds(Question, ids, st.just("free"), words, several.filter(bool))
items = st.lists(st.builds(Item, numbers, questions, st.none(), words), max_size=12).map(tuple)
rejected = st.lists(st.builds(Rejected, numbers, words, words), max_size=12).map(tuple)
previews = st.builds(Preview, st.sampled_from(Format), items, items, items, items, rejected, several)
looks = st.builds(Look, ids, words, previews)
data = st.fixed_dictionaries(
    {
        "prompt": words,
        "answers": st.lists(words, max_size=9),
        "wrong": st.lists(words, max_size=3),
        "given": words,
    }
)
found = st.builds(
    Review, ids, members, st.sampled_from(["suggestion", "appeal"]),
    st.sampled_from(["open", "refused"]), data, members, st.just(AT), st.none() | members, st.none() | words,
)  # fmt: skip
changes = st.builds(
    Change, ids, st.sampled_from(["correction", "reset"]), members, st.just(AT), st.booleans(), members,
    st.integers(-9, 9), words, st.sampled_from([*When, "gone"]),
)  # fmt: skip


@settings(max_examples=40, phases=[Phase.generate])
@given(boards_, figures, words, looks, st.integers(0, 9), found, words, st.lists(changes, max_size=10))
async def test_every_card_holds_the_limits(
    board: Board,
    own: MemberFigures,
    text: str,
    look: Look,
    page: int,
    review: Review,
    reason: str,
    changed: list[Change],
) -> None:
    names = {row.member_id: text for row in board.rows}
    holds(boards.leaderboard(board, names, 1))
    holds(boards.me(own, text))
    holds(boards.me(own, text, ("trivia.png", text)))
    holds(imports.preview(look, page))
    holds(imports.applied(Applied(look, 9, False)))
    holds(imports.undo(Import(look.id, "red", text, 1, AT), 9))
    holds(imports.undone(Undone(1, 2, tuple([text] * 9))))
    holds(imports.exported(Exported("trivia.csv", b"", 9, tuple([text] * 20))))
    for accepted in (True, False):
        notice = reviews.decided(review, accepted, 3)
        holds(reviews.review([review], 9, page, notice))
        holds(reviews.to_member(review, accepted, reason, text, True))
    holds(reviews.review([], 0, 0, reviews.decided_before(review)))
    holds(reviews.not_suggested(reason, text[:300], text[:500], text[:500]))
    holds(admin.changes(changed, 99, page))


@pytest.mark.parametrize(
    "prompt", ["```\n```` `x`", "**Question**\n```\nx\n```", " spaces ", "Wo ist Köln? 👩‍👩‍👧"]
)
async def test_what_was_written_is_given_back(prompt: str) -> None:
    card = reviews.not_suggested("No.", prompt.strip(), "one\ntwo", "")
    said = [part["content"] for part in holds(card) if part["type"] == 10]
    assert reviews.written(said) == {"prompt": prompt.strip(), "answers": "one\ntwo"}
