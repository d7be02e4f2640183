"""Making questions takes twice as long for twice as much text, not four times."""

from __future__ import annotations

import asyncio
import random
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ingest import questions
from bot.ingest.questions import Dated, Material, Named, Someone, Words, generate
from bot.ingest.questions.places import Borders, Holders, Mentions, Span, outside
from bot.names import fold, key
from tests.libraries import built, lay_out

HERE = str(Path(questions.__file__).parent)
SYLLABLES = "ba ko li ru ne sa mo ti du ge fa po re zu".split()  # noqa: SIM905
THINGS = [a + b + c for a in SYLLABLES for b in SYLLABLES for c in SYLLABLES]


def steps(work: Callable[[], object]) -> int:
    """How many instructions of the package that makes questions are carried out: the same at every run."""
    count = 0

    def inside(frame: FrameType, event: str, arg: Any) -> Any:
        nonlocal count
        count += event == "opcode"
        return inside

    def entered(frame: FrameType, event: str, arg: Any) -> Any:
        if not frame.f_code.co_filename.startswith(HERE):
            return None
        frame.f_trace_opcodes, frame.f_trace_lines = True, False
        return inside

    fold.cache_clear()
    before = sys.gettrace()
    sys.settrace(entered)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


def people(count: int) -> tuple[Someone, ...]:
    """No two of them share a name."""
    names = [f"{THINGS[number]} {THINGS[-1 - number]}".title() for number in range(count)]
    return tuple(Someone(key(name), name, gender="she", mentions=3, quotes=2, sure=True) for name in names)


def words(number: int, text: str, *named: Someone, document: str = "d") -> Words:
    places = tuple(Named(text.index(one.name), text.index(one.name) + len(one.name), one.id) for one in named)
    speaker = named[0].id if named else None
    return Words(f"p{number}", text, document, "T", "passage", speaker, certain=True, persons=places)


def names(size: int, persons: tuple[Someone, ...], documents: int = 1) -> Iterator[Words]:
    chance = random.Random(size)
    for number in range(size):
        one, other = chance.sample(persons, 2)
        a, b, c, d, e = chance.sample(THINGS, 5)
        text = f"The {a} and the {b} of {one.name} stood near the {c} where {other.name} sold {d} and {e}."
        yield words(number, text, one, other, document=f"d{number % documents}")


def endings(size: int) -> Iterator[Words]:
    chance = random.Random(size)
    for number in range(size):
        a, b, c, d = chance.sample(THINGS, 4)
        yield words(number, f"The keepers feared the {a} of the {b} because we had the {c} of {d}.")


def dates(size: int) -> Iterator[Dated]:
    for number in range(size):
        yield Dated(f"How the {fold(chr(97 + number % 26))} {THINGS[number]} was built", "2014", str(number))


MATERIALS: dict[str, Callable[[int], Material]] = {
    "the same people again and again": lambda size: Material(tuple(names(size, people(12))), people(12)),
    "always new people": lambda size: Material(tuple(names(size, people(size // 2))), people(size // 2)),
    "many documents": lambda size: Material(
        tuple(names(size, people(12), size // 4)), people(12), documents=tuple(dates(size))
    ),
    "many endings": lambda size: Material(tuple(endings(size)), people(4)),
}


@pytest.mark.parametrize("kind", MATERIALS)
def test_twice_the_material_is_twice_the_work(kind: str) -> None:
    once, twice = (MATERIALS[kind](size) for size in (100, 200))
    assert steps(lambda: generate(twice)) < 2.1 * steps(lambda: generate(once))


def test_twice_the_text_is_twice_the_work(tmp_path: Path) -> None:
    """From the document on, with talk inside talk, names and titles."""

    def text(size: int) -> str:
        chance = random.Random(size)
        return "\n\n".join(
            f"{' '.join(chance.sample(THINGS, 2)).title()} feared the {chance.choice(THINGS)} of Mara Quill. "
            f"“We read Salt and Rope in the {chance.choice(THINGS)}, where Odo Vane asked, ‘Who "
            f"lit the {chance.choice(THINGS)}?’ and left,” said Mara Quill."
            for _ in range(size)
        )

    works = '[[work]]\nname = "Salt and Rope"\nkind = "book"\n'

    def build(size: int) -> int:
        folder = lay_out(tmp_path / str(size), {"book.txt": text(size)}, {"works.toml": works})
        return steps(lambda: asyncio.run(built(folder)))

    assert build(120) < 2.1 * build(60)


SPANS = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 30)).map(lambda at: (at[0], at[0] + at[1])))
PLACE = st.tuples(st.integers(0, 60), st.integers(1, 30)).map(lambda at: (at[0], at[0] + at[1]))


@given(SPANS, PLACE)
def test_the_innermost_quote_around_a_place(spans: list[Span], place: Span) -> None:
    holding = [span for span in spans if span[0] <= place[0] + 1 and place[1] <= span[1] + 2]
    found = Holders(spans).around(place)
    assert (found is None) is (not holding)
    assert found is None or found[1] - found[0] == min(last - first for first, last in holding)


@given(SPANS, PLACE)
def test_a_span_that_holds_a_part_of_a_place(spans: list[Span], place: Span) -> None:
    start, end = place
    crossing = any(
        first < end and start < last and not (first <= start and end <= last) for first, last in spans
    )
    assert Borders(spans).within(place) is crossing


@given(SPANS, PLACE)
def test_what_is_named_inside_a_place(spans: list[Span], place: Span) -> None:
    named = [Named(start, end, "x") for start, end in sorted(spans)]
    inside = [(one.start, one.end) for one in named if place[0] <= one.start and one.end <= place[1]]
    found = Mentions(named).inside(place)
    assert [(one.start + place[0], one.end + place[0]) for one in found] == inside


def test_a_name_in_a_title_names_nobody() -> None:
    named = [Named(start, start + 2, "x") for start in (0, 4, 6, 10, 12)]
    titles = [Named(4, 8, "t"), Named(11, 20, "t")]
    assert [one.start for one in outside(named, titles)] == [0, 10]
