"""The most extreme data that is allowed: nothing that a moderator has to see is lost from a card."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import discord

from bot.document_clashes import Clash, Near
from bot.documents import Listed, Origin, State
from bot.exchange.packs import Pack
from bot.ingest.written import Written
from bot.misses import Miss, Page
from bot.models import DocumentLook, Kind, LookPerson, LookQuote, Replacement, Source
from bot.modlog import TOLD_AT_ONCE, Entry
from bot.packs import Difference, Held, Look
from bot.replacements import Exchange
from bot.uploads import Offer, Upload
from cogs.replies import misses, modlog, packs, uploads
from tests.cogs.reading import TEXT
from tests.cogs.test_cards import holds

AT = datetime(2026, 1, 1, tzinfo=UTC)
LONG = "Wo_rd*s " * 400
ADDRESS = "https://example.org/" + "a_" * 240
LOOK = DocumentLook(
    "a.txt", True, LONG[:200], LONG[:120], LONG[:120], ADDRESS, "2014-12-22", Kind.REPORT, "en", LONG[:2000],
    10**7, 10**5, 10**5, 10**5, (LookQuote(LONG[:1000], LONG[:100], 1.0, "", 0),) * 400,
    tuple(LookPerson(f"{number} {LONG}"[:100], 9999, curated=False) for number in range(100)),
    (LONG[:100],) * 100, (LONG[:400],) * 20,
)  # fmt: skip
UPLOAD = Upload(
    "f" * 150,
    LOOK,
    new=tuple(one.name for one in LOOK.persons[::2]),
    clashes=(Clash("words", LONG[:200], LONG[:400], LONG[:100], LONG[:100]),) * 20,
    near=tuple(Near(f"{number} {LONG}"[:200], LONG[:200]) for number in range(25)),
)


def read(view: discord.ui.LayoutView) -> tuple[str, list[str]]:
    """Its texts and the labels of its buttons; it holds Discord's limits."""
    parts = holds(view)
    return "\n".join(one["content"] for one in parts if one["type"] == TEXT), [
        str(one["label"]) for one in parts if one.get("label")
    ]


async def test_what_is_to_be_looked_at_first_is_on_the_preview() -> None:
    offer = Offer("a" * 16, (UPLOAD,) * 5, ("", 1))
    said, labels = read(uploads.preview(offer, 2))
    assert "**Look at this first**\n- “Wo" in said
    assert labels == ["Add all 5", "Mend", "Cancel", "Quotes", "Previous file", "Next file"]


async def test_every_change_of_an_exchange_is_listed() -> None:
    listed = Listed(Source("a" * 16, "server/a.txt", LONG[:200]), Origin.SERVER, State.SHOWN)
    found = Replacement(
        LOOK, lost=LOOK.quotes[:20], lost_total=20, new=LOOK.quotes[:20], new_total=20,
        rulings=((LONG[:120], LONG[:400]),) * 20,
    )  # fmt: skip
    exchange = Exchange("a" * 16, "f" * 150, listed, found)
    for one in (exchange, replace(exchange, found=replace(found, rulings=()))):
        pages = -(-(40 + len(one.found.rulings)) // uploads.CHANGES)
        said = [read(uploads.exchange(one, page))[0] for page in range(pages)]
        assert sum(page.count("-# **Wo") for page in said) == 40
        assert sum(page.count(": “Wo") for page in said) == len(one.found.rulings)


async def test_every_entry_of_a_pack_is_listed() -> None:
    pack = Pack(LONG[:60], LONG[:30], LONG[:100], LONG[:500], {}, Written({}), questions=b"x")
    before = Held("slug", LONG[:60], LONG[:30], LONG[:100], LONG[:500], 99, 99)
    differences = tuple(
        Difference("question", f"{number} {LONG}"[:200], "clash", LONG[:400]) for number in range(25)
    )
    look = Look("a" * 16, pack, before, differences, (LONG[:400],) * 50)
    for page, count in ((0, 10), (1, 10), (2, 5)):
        said, labels = read(packs.preview(look, page))
        assert said.count("- trivia question") == count
        assert labels[:3] == ["Bring in", "Cancel", "Its questions"]
        assert "list of questions" in said


def entry(parts: int, **more: Any) -> Entry:
    named = [["server", "topic", f"t{number}", {"name": f"T{number}"}] for number in range(parts)]
    was = [["server", "topic", f"t{number}", None] for number in range(parts)]
    return Entry("pack:1", 7, AT, LONG[:400], {"parts": was}, {"parts": named}, undone=False)


async def test_a_change_of_a_hundred_entries_has_its_way_back() -> None:
    said, labels = read(modlog.line(entry(100), 0))
    assert said.count("topic “T") > 60
    assert labels == ["Undo", "Back to the log"]


async def test_each_line_that_the_log_channel_is_told_is_there() -> None:
    named = [LONG[:200], *(f"{LONG[:110]}{number}" for number in range(200))]
    values = {"aliases": named, "name": named[0]}
    told = replace(
        entry(0), before={"parts": [["server", "topic", "t", {"name": "x"}]]},
        after={"parts": [["server", "topic", "t", values]]},
    )  # fmt: skip
    found = [replace(told, id=f"topic:{number}") for number in range(TOLD_AT_ONCE)]
    said, labels = read(modlog.told(found))
    assert labels == ["Details"] * TOLD_AT_ONCE
    assert said.count("-# By ") == TOLD_AT_ONCE


async def test_after_a_miss_was_ignored_one_still_turns_the_page() -> None:
    found = tuple(Miss(f"{n}", LONG[:100], 9999, AT, None, ("canon", "quote")) for n in range(5))
    ignored = misses.ignored(found[0])
    said, labels = read(misses.listed(Page(found, 5000, 500, False, 10), ignored, "miss-ignored:" + "9" * 19))
    assert labels[0] == "Undo"
    assert labels[-3:] == ["Previous", "Next", "Ignored (10)"]
    assert said.count("9,999 times") == 5
