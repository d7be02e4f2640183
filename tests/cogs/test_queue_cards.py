"""Whatever members report and documents say, cards of reports, repairs and clashes keep the limits."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from bot.curation import Change
from bot.models import Choice, Context
from bot.repairs import HIDDEN, NONE, QUOTE, WORDS, BordersError, Found, Repair
from bot.reports import Reporter, Said, Wrong
from bot.reviews import Review
from cogs.replies import clashes, repairs, reports, reviews
from tests.cogs.test_cards import contexts, holds, ids, numbers, words

AT = datetime(2026, 1, 1, tzinfo=UTC)
STATES = st.sampled_from([QUOTE, WORDS, NONE, HIDDEN])
members = st.integers(1, 2**63)
reporters = st.lists(st.builds(Reporter, members, st.none() | words, st.booleans()), max_size=9)


@settings(max_examples=15, phases=[Phase.generate])
@given(contexts, STATES, words, words, ids, reporters, numbers, st.booleans())
async def test_every_card_holds_the_limits(
    context: Context,
    state: str,
    text: str,
    name: str,
    identity: str,
    said: list[Reporter],
    number: int,
    gone: bool,
) -> None:
    values = {"document": name, "words": text, "near": 3, "speaker": name}
    one = Repair(f"c{identity[:16]}", identity, name, text, number, state, context, values)
    if gone:
        one = replace(one, context=None)
    at = ("f" * 16, 9999)
    change = Change("quote:1", text)
    for more in (None, repairs.unknown(name)):
        holds(repairs.quote(one, more))
        holds(repairs.done(change, one.ref, more))
    likely = [Choice(f"{place:016x}", name) for place in range(30)]
    for place in (None, at):
        holds(repairs.speakers(one, likely, place))
        holds(repairs.wrong_borders(BordersError(text), one.ref, place))
    holds(repairs.listed(text, [Found(one.ref, text, name, name, state)] * 25))
    data = {"what": Wrong.HIDE, "words": text, "speaker": name, "piece": identity, "start": 0}
    sides = [{"name": name, "titles": [text] * 9, "quotes": number, "mentions": number, "may_stay": True}] * 9
    items = [
        Review("f" * 16, 1, "report", "open", data, 7, AT),
        Review("f" * 16, 1, "clash", "open", {"words": text, "sides": sides}, 0, AT),
        Review("f" * 16, 1, "clash", "open", {"words": None, "sides": sides[:2]}, 0, AT),
        Review(
            "f" * 16, 1, "draft", "open",
            {"topic": name, "verdict": "canon", "cue": text, "words": text, "title": text, "speaker": name},
            0, AT,
        ),
    ]  # fmt: skip
    for item in items:
        notice = f"{reviews.changed(change)}\n{repairs.unknown(name)}"
        holds(reviews.review([item], 9999, 9998, notice, undo="quote:1", standing=one, reporters=said))
        holds(reviews.review([item], 9999, 9998, clashes.LEFT))
    for accepted in (True, False):
        holds(reviews.to_member(items[0], accepted, text, name, False))
        holds(reports.reported(Said("refused" if accepted else "open", accepted, text), True))
