"""Drafts: where the documents speak clearly of a topic without a ruling; and nothing where they don't."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from bot.ingest.build import build_from, gather
from bot.ingest.drafts import clear
from bot.models import Kind, Verdict
from bot.services import library_path
from tests.libraries import built, lay_out

PEOPLE = """
[[person]]
name = "Mara Voss"
aliases = ["Mara"]
role = "character"
[[person]]
name = "Ilo Dane"
aliases = ["Ilo"]
role = "character"
[[person]]
name = "Tev"
role = "character"
[[person]]
name = "Lena Ortiz"
role = "creator"
"""
TOPICS = """
[[topic]]
name = "Marilo"
kind = "pairing"
members = ["Mara Voss", "Ilo Dane"]
[[topic]]
name = "Marev"
kind = "pairing"
members = ["Mara Voss", "Tev"]
[[topic]]
name = "The flood"
kind = "event"
[[topic]]
name = "Tev"
kind = "character"
"""
RULING = """
[[ruling]]
topic = "Marilo"
verdict = "canon"
scope = "in the book"
says = "They are."
[[ruling.evidence]]
text = "Mara and Ilo fell in love."
document = "page.txt"
"""


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("Korrasami is canon.", Verdict.CANON),
        ("The two are now officially canon, and that is that.", Verdict.CANON),
        ("Korra and Asami fell in love.", Verdict.CANON),
        ("Korra and Asami are in a romantic relationship.", Verdict.CANON),
        ("In the end they became a couple.", Verdict.CANON),
        ("Varrick and Zhu Li got married.", Verdict.CANON),
        ("Korrasami is confirmed.", Verdict.CONFIRMED),
        ("Mako and Korra broke up.", Verdict.ENDED),
        ("They fell in love, and later they broke up.", Verdict.ENDED),
        ("We never planned Makorra.", Verdict.NOT_CANON),
        ("Makorra wasn’t planned.", Verdict.NOT_CANON),
        ("Zutara is not canon.", Verdict.NOT_CANON),
        ("Zuko and Katara were never a couple.", Verdict.NOT_CANON),
        ("Zuko and Katara never fell in love.", Verdict.NOT_CANON),
        ("Zuko and Katara are just friends.", Verdict.NOT_CANON),
        ("The ending is open to interpretation.", Verdict.UNSETTLED),
    ],
)
def test_clear_words_give_a_verdict(sentence: str, verdict: Verdict) -> None:
    found = clear(sentence, Kind.REPORT, pairing=True)
    assert found is not None
    assert found[0] is verdict
    assert sentence[found[1] :].startswith(found[2]), "the cue stands there, letter for letter"


@pytest.mark.parametrize(
    "sentence",
    [
        "Is Korrasami canon?",
        "Were they just friends?",
        "If Korra and Asami fell in love, nobody saw it.",
        "Fans wish that Makorra was canon.",
        "They would be a couple.",
        "They might have fell in love.",
        "Mako and Korra did not get married.",
        "Nobody said that Korrasami is canon.",
        "They aren't in love.",
        "It is not true that Zutara is not canon.",
        "Varrick and Zhu Li weren't originally planned to end up as a couple either, but that's it.",
        "They are more than just friends.",
        "Zuko and Katara are just friends, and they fell in love.",
        "Some claim that Zuko and Katara fell in love.",
        "Korra and Asami walked into the portal.",
        "The canons were fired.",
    ],
)
def test_what_denies_asks_wishes_or_doubts_gives_none(sentence: str) -> None:
    assert clear(sentence, Kind.REPORT, pairing=True) is None


def test_a_creator_who_calls_it_canon_confirms_it() -> None:
    assert clear("Korrasami is canon.", Kind.CREATOR, pairing=True) == (Verdict.CONFIRMED, 10, "is canon")
    said = clear("They fell in love.", Kind.CREATOR, pairing=True)
    assert said is not None and said[0] is Verdict.CANON, "it happens in the work, as they tell it"


def test_words_of_a_relation_say_nothing_of_an_event() -> None:
    assert clear("They fell in love in the flood.", Kind.REPORT, pairing=False) is None


async def drafts_of(data: Path) -> list[tuple[str, str, str, str]]:
    """Topic, verdict, cue and words of each draft."""
    with sqlite3.connect(library_path(data)) as connection:
        rows = connection.execute(
            """
            select topics.name, drafts.verdict, drafts.cue, pieces.text from drafts
              join topics on topics.id = drafts.topic_id
              join pieces on pieces.number = drafts.piece_number order by 1, 4
            """
        ).fetchall()
    connection.close()
    return rows


def page(folder: Path, text: str, ruling: str = "") -> Path:
    curated = {"people.toml": PEOPLE, "topics.toml": TOPICS, "rulings.toml": ruling}
    return lay_out(folder, {"page.txt": f"A page\n\n{text}\n"}, curated)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mara and Ilo fell in love.", [("Marilo", "canon", "fell in love")]),
        ("At last the readers cheered: Marilo is canon.", [("Marilo", "canon", "is canon")]),
        ("The flood was not planned, says the crew.", [("The flood", "not canon", "was not planned")]),
        ("Tev is canon, all of the readers know.", [("Tev", "canon", "is canon")]),
        # Of another person, of two pairings at once, in two sentences: not clear of whom it is said.
        ("Tev watched as Mara and Ilo fell in love.", []),
        ("Marilo and Marev are canon, they wrote.", []),
        ("Mara and Ilo walked home together in the rain. The cooks of the inn fell in love.", []),
        ("Mara fell in love.", []),
        ("Lena Ortiz told the paper that Mara and Ilo fell in love.", [("Marilo", "canon", "fell in love")]),
        # A short question joins the passage before it, and costs it nothing.
        ("Mara and Ilo fell in love. Were they friends?", [("Marilo", "canon", "fell in love")]),
    ],
)
async def test_a_sentence_has_to_be_about_the_topic(
    tmp_path: Path, text: str, expected: list[tuple[str, str, str]]
) -> None:
    data = page(tmp_path, text)
    await built(data)
    found = await drafts_of(data)
    assert [one[:3] for one in found] == expected
    assert all(one[3] in text for one in found)


async def test_a_creator_s_words_go_before_the_sentence_of_the_press_around_them(tmp_path: Path) -> None:
    data = page(tmp_path, '"Marilo is canon, and we are proud of it," Lena Ortiz said to the paper.')
    await built(data)
    [(topic, verdict, _, words)] = await drafts_of(data)
    assert (topic, verdict) == ("Marilo", "confirmed")
    assert words == "Marilo is canon, and we are proud of it,"


async def test_no_draft_where_there_is_a_ruling(tmp_path: Path) -> None:
    data = page(tmp_path, "Mara and Ilo fell in love.", RULING)
    report = await built(data)
    assert report.rulings == 1
    assert await drafts_of(data) == []


async def test_dismissed_drafts_and_kinds_that_don_t_count(tmp_path: Path) -> None:
    data = page(tmp_path, "Mara and Ilo fell in love.")
    gathered = gather(data)
    target = library_path(data)
    await build_from(gathered, target)
    [draft_id] = [row[0] for row in sqlite3.connect(target).execute("select id from drafts")]
    await build_from(replace(gathered, dismissed=frozenset({draft_id})), target)
    assert await drafts_of(data) == []
    await build_from(replace(gathered, kinds=(Kind.WORK, Kind.CREATOR)), target)
    assert await drafts_of(data) == [], "a report, where only the work and its creators count"


async def test_evidence_of_a_kind_that_does_not_count_is_left_out(tmp_path: Path) -> None:
    """The words of the press go, the creator's stay; a ruling without any left is not shown."""
    more = RULING + '[[ruling.evidence]]\ntext = "They are one,"\ndocument = "page.txt"\n'
    data = page(tmp_path, 'Mara and Ilo fell in love. "They are one," Lena Ortiz said.', more)
    gathered, target = gather(data), library_path(data)

    async def evidence(*kinds: Kind) -> tuple[list[str], list[str]]:
        report = await build_from(replace(gathered, kinds=kinds), target)
        with sqlite3.connect(target) as connection:
            rows = connection.execute(
                """
                select pieces.text from evidence join pieces on pieces.number = evidence.piece_number
                 order by evidence.position
                """
            ).fetchall()
        connection.close()
        return [row[0] for row in rows], [str(one) for one in report.problems]

    assert await evidence(*Kind) == (["Mara and Ilo fell in love.", "They are one,"], [])
    assert await evidence(Kind.CREATOR, Kind.WORK) == (["They are one,"], [])
    found, problems = await evidence(Kind.WORK)
    assert found == []
    assert len(problems) == 1 and "of no kind that counts here" in problems[0]
