"""Names of several documents that are one person's, and those that aren't."""

from __future__ import annotations

import time
from itertools import islice, product

import pytest

from bot.ingest.identity import One, best_spelling, joined, parted, short_forms
from bot.names import key


def persons(
    *names: str,
    apart: set[frozenset[str]] | None = None,
    story: tuple[str, ...] = (),
    own: tuple[str, ...] = (),
    often: tuple[str, ...] = (),
    role: str = "other",
) -> set[frozenset[str]]:
    """The groups of more than one name."""
    ones = [One(name, key(name), 5 if name in often else 1, name in own, role) for name in names]
    said = {frozenset(map(key, pair)) for pair in apart or set()}
    found, _ = joined(ones, lambda a, b: frozenset((a, b)) in said, set(map(key, story)), {})
    groups: dict[str, set[str]] = {}
    for name in names:
        groups.setdefault(found.get(key(name), key(name)), set()).add(name)
    return {frozenset(group) for group in groups.values() if len(group) > 1}


@pytest.mark.parametrize(
    "names",
    [
        ("Mike Orwin", "Michael Orwin", "Michael Dane Orwin", "Orwin"),
        ("Bob Teller", "Robert Teller", "Mr. Teller"),
        ("J. P. Marlow", "JP Marlow", "J.P. Marlow", "Joanna Marlow"),
        ("Ken Griffith Jr.", "Ken Griffith"),
        ("Michael Dane Orwin", "Dane Orwin"),
        ("Ann van der Groot", "Ann Van Der Groot", "Groot"),
        ("Chief Mina Harrow", "Mina Harrow"),
        ("Jana Varga", "Janna Varga"),
        ("Zoé Brenner", "Zoe Brenner"),
        ("Michael Dante DiRenna", "Mike Di Renna", "Dante Di Renna", "DiRenna"),
    ],
)
def test_one_person(names: tuple[str, ...]) -> None:
    alike = {key(name) for name in names}
    assert len(alike) == 1 or persons(*names) == {frozenset(names)}


@pytest.mark.parametrize(
    "names",
    [
        ("Anna Berg", "Otto Berg", "Berg"),
        ("Mike Orwin", "Mike Pell"),
        ("Michael R. Orwin", "Michael S. Orwin"),
        ("Ken Griffith Jr.", "Ken Griffith Sr."),
        ("J. Marlow", "Joanna Marlow", "John Marlow"),
        ("Mrs. Teller", "Bob Teller"),
        ("Mike", "Mike Pruitt"),
        ("Nell Hansen", "Nell Hanson"),  # each as often as the other
        ("Carl Dunnery", "Carla Dunnery"),
    ],
)
def test_two_persons(names: tuple[str, ...]) -> None:
    assert persons(*names) == set()


def test_a_slip_of_the_pen_is_the_person_of_whom_more_documents_speak() -> None:
    names = ("Noel Kowalczyk", "Noel Kowalcyzk", "Kovalczyk")
    assert persons(*names, often=names[:1]) == {frozenset(names)}
    assert persons("Noel Kowalczyk", "Petra Kowalcyzk", often=("Noel Kowalczyk",)) == set()


def test_whom_one_document_tells_apart_are_two() -> None:
    assert persons("Bob Teller", "Mr. Teller", apart={frozenset(("Bob Teller", "Mr. Teller"))}) == set()


def test_two_whom_somebody_wrote_down_are_two() -> None:
    assert persons("Mike Orwin", "Michael Orwin", own=("Mike Orwin", "Michael Orwin")) == set()


def test_a_first_name_alone_is_a_character_only_in_stories() -> None:
    names = ("Brida", "Brida Harrow", "Tobin", "Tobin Hale")
    assert persons(*names, story=("Brida", "Brida Harrow", "Tobin")) == {frozenset(names[:2])}


def test_what_of_a_name_stands_alone() -> None:
    assert short_forms("Dr. Ann van der Groot") == ["Groot", "van der Groot", "Ann"]
    assert short_forms("Ken Griffith Jr.") == ["Griffith", "Ken"]
    assert short_forms("J. P. Marlow") == ["Marlow"]
    assert short_forms("Chief Harrow") == ["Harrow"]
    assert short_forms("The Lantern Club") == []
    assert short_forms("Korra") == []
    assert short_forms("Michael Dane Orwin") == ["Orwin", "Michael", "Michael Orwin", "Dane Orwin"]


def test_the_full_name_is_shown_though_fewer_have_it() -> None:
    def called(*documents: int) -> str:
        names = ("Michael Dante Orwin", "Michael Orwin")
        ones = [
            One(name, key(name), number, False, "other")
            for name, number in zip(names, documents, strict=True)
        ]
        found, _ = joined(ones, lambda a, b: False, set(), {})
        return next(name for name in names if key(name) not in found)

    assert called(2, 5) == "Michael Dante Orwin"
    assert called(1, 9) == "Michael Orwin"


def test_a_last_name_taken_apart() -> None:
    assert parted("Mike Di Renna", "Michael DiRenna")
    assert not parted("Mike DiRenna", "Michael DiRenna") and not parted("Ann van Groot", "Ann van Groot")


def test_the_commonest_spelling_is_shown() -> None:
    assert best_spelling({"NELL GRAY": 9, "Nell Gray": 2, "Nell gray": 1}) == "Nell Gray"
    assert best_spelling({"Zoe Brenner": 1, "Zoé Brenner": 1}) == "Zoé Brenner"


def test_many_names_take_no_more_time_each() -> None:
    def seconds(count: int) -> float:
        syllables = ("kalo", "mire", "tasve", "shimon", "garbel", "tino", "wesson", "leyfor", "wick")
        lasts = map("".join, product(syllables, repeat=4))
        ones = [One(f"Nell {last}", f"nell{last}", 1, False, "other") for last in islice(lasts, count)]
        started = time.process_time()
        joined(ones, lambda a, b: False, set(), {})
        return time.process_time() - started

    few, many = (min(seconds(count) for _ in range(3)) for count in (300, 2400))
    assert many < 30 * few
