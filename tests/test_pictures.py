"""Pictures: right size, nothing crashes, nothing runs out of the picture, the words say the same."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from bot.boards import MemberFigures, SubjectFigures
from bot.pictures import (
    MARGIN,
    MOST_ALT,
    MOST_ROWS,
    WIDTH,
    StandingRow,
    member_alt_text,
    member_card,
    standings_alt_text,
    standings_card,
)
from bot.store.seasons import Season

FIGURES = MemberFigures(
    *(7, 20, 300, 1_200, 12_345, 2, 1_984, 17, 812, 1_003, 250, 31, 4, 22),
    (SubjectFigures("Korra", 100, 104), SubjectFigures("Asami Sato", 9, 11)),
    Season("s", "Book Five", datetime(2026, 1, 1, tzinfo=UTC)),
)
WILD = [
    "",
    " \n\t ",
    "W" * 32,
    "🔥🏳️‍🌈👩‍👩‍👧",
    "漢字かな交じり文",
    "אסמי סאטו",
    "كورا",
    "\u202eevil\u202c",
    "Z̷̡̛̰a̸l̴g̷o" * 5,
    "\ud800",
    "𝓚𝓸𝓻𝓻𝓪",
    "Бумі",
]


def opened(png: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(png))
    image.load()
    assert image.format == "PNG"
    assert image.width == WIDTH
    return image.convert("L")


def ink(image: Image.Image, box: tuple[int, int, int, int]) -> int:
    """How many pixels of a part are bright, as letters are."""
    return sum(image.crop(box).histogram()[150:])


@pytest.mark.parametrize("name", WILD)
def test_any_name_is_drawn_within_the_picture(name: str) -> None:
    rows = [StandingRow(1, name, 1_000_000, name * 9), StandingRow(2, "Mako", -5, "1 of 2 right")]
    for png in (standings_card(name * 5, rows, name * 9), member_card(FIGURES, name)):
        image = opened(png)
        assert ink(image, (0, 0, MARGIN // 2, image.height)) == 0
        assert ink(image, (WIDTH - MARGIN // 2, 0, WIDTH, image.height)) == 0


def test_a_name_without_letters_that_can_be_drawn_is_not_left_blank() -> None:
    for name in ("漢字", "🔥🔥", "", "..."):
        image = opened(standings_card("t", [StandingRow(1, name, 5)]))
        assert ink(image, (100, 130, 500, 202)) > 100, name


def test_fancy_letters_are_drawn_as_plain_ones_and_emoji_are_left_out() -> None:
    plain = member_card(FIGURES, "Korra Sato")
    assert member_card(FIGURES, "𝓚𝓸𝓻𝓻𝓪 🔥Sato\u202e") == plain
    assert member_card(FIGURES, "Korra Sata") != plain


def test_accents_and_cyrillic_are_letters_of_their_own() -> None:
    pictures = {
        member_card(FIGURES, name) for name in ("Łukasz", "Lukasz", "Žan", "Zan", "Бумі", "Бума", "Ω")
    }
    assert len(pictures) == 7


def test_every_figure_changes_the_picture() -> None:
    before = standings_card("t", [StandingRow(1, "Mako", 5, "1 of 2 right")], "f")
    for changed in (
        ("u", StandingRow(1, "Mako", 5, "1 of 2 right"), "f"),
        ("t", StandingRow(2, "Mako", 5, "1 of 2 right"), "f"),
        ("t", StandingRow(1, "Maka", 5, "1 of 2 right"), "f"),
        ("t", StandingRow(1, "Mako", 6, "1 of 2 right"), "f"),
        ("t", StandingRow(1, "Mako", 5, "2 of 2 right"), "f"),
        ("t", StandingRow(1, "Mako", 5, "1 of 2 right"), "g"),
    ):
        assert standings_card(changed[0], [changed[1]], changed[2]) != before
    assert standings_card("t", [StandingRow(1, "Mako", 5, "1 of 2 right")], "f") == before


def test_no_rows_and_too_many_rows() -> None:
    assert ink(opened(standings_card("t", [])), (MARGIN, 130, WIDTH, 202)) > 100
    many = [StandingRow(place, f"Member {place}", 1_000 - place) for place in range(1, 60)]
    assert standings_card("t", many) == standings_card("t", many[:MOST_ROWS])
    assert opened(standings_card("t", many)).height < 2_100
    assert "Nobody" in standings_alt_text("t", [])
    assert "Nobody" not in standings_alt_text("t", many)


def test_the_words_say_what_the_picture_says() -> None:
    rows = [StandingRow(1, "Jinora", 1_250, "8 of 10 right"), StandingRow(2, "漢字 🔥", 1, "1 of 9 right")]
    assert standings_alt_text("All time", rows, "Page 1 of 2") == (
        "All time: 1. Jinora, 1,250 points, 8 of 10 right. 2. 漢字 🔥, 1 point, 1 of 9 right. Page 1 of 2"
    )
    text = member_alt_text(FIGURES, "Asami")
    for said in (
        *("Asami", "Place 2 of 1,984", "today: 20", "week: 300", "Season Book Five: 1,200", "time: 12,345"),
        *("812 of 1,003 (81 %)", "won: 17", "now: 4", "best: 22", "31 answers, 250 points"),
        *("96 % right: Korra (100 of 104)", "82 % right: Asami Sato (9 of 11)"),
    ):
        assert said in text, said


def test_details_are_in_the_picture_exactly_when_they_are_in_the_words() -> None:
    for count in (12, 13):
        rows = [StandingRow(place, "Mako", 5, "one") for place in range(1, count + 1)]
        others = [StandingRow(place, "Mako", 5, "two") for place in range(1, count + 1)]
        drawn = standings_card("t", rows) != standings_card("t", others)
        assert drawn == ("one" in standings_alt_text("t", rows)) == (count == 12)


@settings(max_examples=100)
@given(
    st.text(max_size=300),
    st.lists(
        st.builds(
            StandingRow,
            st.integers(1, 10**6),
            st.text(max_size=100),
            st.integers(-(10**9), 10**9),
            st.text(max_size=100),
        ),
        max_size=30,
    ),
)
def test_alt_text_fits_and_holds_every_row(title: str, rows: list[StandingRow]) -> None:
    text = standings_alt_text(title, rows, title)
    assert len(text) <= MOST_ALT
    assert "\n" not in text
    place = 0
    for row in rows[:MOST_ROWS]:
        place = text.index(f"{row.rank}. ", place)
        place = text.index(f"{row.points:,} point", place)
