from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ingest.evidence import locate, nearest_words

TEXT = 'He  said:\n“It’s   all\r\nright.”  Then "nothing" more was said, and nobody\nasked.'


def test_exact_words_are_found_where_they_stand() -> None:
    assert locate("nobody", TEXT) == (TEXT.index("nobody"), TEXT.index("nobody") + 6)


@pytest.mark.parametrize(
    ("needle", "stands"),
    [
        ('"It\'s all right."', "“It’s   all\r\nright.”"),
        ("  Then “nothing” more ", 'Then "nothing" more'),
        ("said, and nobody asked.", "said, and nobody\nasked."),
    ],
)
def test_blanks_and_marks_may_differ(needle: str, stands: str) -> None:
    found = locate(needle, TEXT)
    assert found is not None
    assert TEXT[slice(*found)] == stands


@pytest.mark.parametrize("needle", ["", "  ", "its all right", "nobody asked!", "Nobody", "said (.*)"])
def test_nothing_else_is_forgiven(needle: str) -> None:
    assert locate(needle, TEXT) is None


@given(st.text(min_size=1), st.text(), st.text())
def test_any_part_of_any_text_is_found(part: str, before: str, after: str) -> None:
    found = locate(part, before + part + after)
    assert found is not None or not part.strip()
    if found:
        assert (before + part + after)[slice(*found)] == part.strip()


@given(st.text(), st.text())
def test_the_nearest_words_stand_in_the_text(needle: str, text: str) -> None:
    assert nearest_words(needle, text) in text


def test_the_nearest_words_are_near() -> None:
    text = (
        "A long tale. " * 500 + "Korra and Asami walked into the portal, hand in hand. " + "More tale. " * 500
    )
    near = nearest_words("Korra and Asami walk into the portals hand in hand", text)
    assert near.startswith("Korra and Asami walked into the portal, hand in")
    assert nearest_words("Kora nad Asmai wlked", text).startswith("Korra and Asami walk")


def test_a_huge_text_is_searched_in_seconds() -> None:
    text = "and the of Korra " * 600_000
    begun = time.monotonic()
    assert nearest_words("the words of Korra and nobody else that anyone knows", text)
    assert locate("a  b " * 50, text + " " * 1_000_000) is None
    assert time.monotonic() - begun < 30
