"""`/canon` on a small library of its own: rulings, pairings, claims, silence."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.errors import VanishedError
from bot.models import Kind, Stance, Verdict
from tests.libraries import built, lay_out, opened

INTERVIEW = """---
title: The keeper speaks
publisher: Harbour Times
published: 2019-03-04
kind: report
---
Head writer Dana Ortiz spoke to us about the last season.

"Mira and Jonas were never meant to be lovers," Ortiz said. "They are friends."

"Mira and Tove are together at the end," Ortiz added. "We planned it from the very first day."

Ortiz also remembers Brandt. The old sailor Brandt drowned in the first season.
"""

EPISODE = """---
title: Episode 12
kind: work
---
Mira: I love you, Tove.

Tove: Then stay.

Brandt: Nobody stays here.

Mira: The sea does.

Tove: So do I.
"""

PEOPLE = """
[[person]]
name = "Dana Ortiz"
role = "creator"
aliases = ["Dana"]

[[person]]
name = "Mira"
role = "character"

[[person]]
name = "Jonas"
role = "character"

[[person]]
name = "Tove Lind"
aliases = ["Tove"]
role = "character"

[[person]]
name = "Brandt"
role = "character"

[[person]]
name = "Sigrun"
role = "character"
"""

TOPICS = """
[[topic]]
name = "Mirtove"
kind = "pairing"
members = ["Mira", "Tove Lind"]
aliases = ["Tovemira"]

[[topic]]
name = "Monas"
kind = "pairing"
members = ["Mira", "Jonas"]

[[topic]]
name = "Was Mirtove planned from the start?"
kind = "claim"
members = ["Mira", "Tove Lind"]
asks = ["was it planned from the start", "did they always plan it"]
"""

RULINGS = """
[[ruling]]
topic = "Mirtove"
verdict = "canon"
scope = "romantic relationship"
says = "They end the series as a couple."
[[ruling.evidence]]
text = "Mira and Tove are together at the end,"
document = "interview.txt"
[[ruling.evidence]]
text = "I love you, Tove."
document = "episode.txt"

[[ruling]]
topic = "Monas"
verdict = "not canon"
scope = "romantic relationship"
says = "The head writer rules it out."
[[ruling.evidence]]
text = "Mira and Jonas were never meant to be lovers,"
document = "interview.txt"
stance = "against"

[[ruling]]
topic = "Was Mirtove planned from the start?"
verdict = "confirmed"
scope = "the writers' plans"
says = "The head writer says so."
[[ruling.evidence]]
text = "We planned it from the very first day."
document = "interview.txt"
"""


@pytest.fixture
async def folder(tmp_path: Path) -> Path:
    data = lay_out(
        tmp_path,
        {"interview.txt": INTERVIEW, "episode.txt": EPISODE},
        {"people.toml": PEOPLE, "topics.toml": TOPICS, "rulings.toml": RULINGS},
    )
    report = await built(data)
    assert report.problems == []
    return data


@pytest.mark.parametrize(
    "asked",
    [
        "mirtove", "Mirtove?", "MIRTOVE!!", "tovemira", "is mirtove canon?", "mira x tove", "tove/mira",
        "Mira & Tove", "tove lind and mira", "are mira and tove together", "mira tove", "Lind, Mira",
        "mirtov", "mirrtove",
        "did mira and tove really get together", "Mirtove: Mira & Tove Lind, pairing", "is tove with mira",
        "“Mirtove”", "mira ❤️ tove", "mira + tove", "  mira\n\ntove ",
    ],
)  # fmt: skip
async def test_every_spelling_of_a_pairing_finds_its_ruling(folder: Path, asked: str) -> None:
    async with opened(folder) as services:
        answer = await services.at(0).canon.answer(asked)
        assert answer.topic is not None
        assert answer.topic.name == "Mirtove"
        assert answer.ruling is not None
        assert answer.ruling.verdict is Verdict.CANON
        assert services.at(0).library.trips <= 3


async def test_evidence_comes_by_kind_of_source(folder: Path) -> None:
    """The work itself before a creator's words, though the ruling names them the other way round."""
    async with opened(folder) as services:
        answer = await services.at(0).canon.answer("mirtove", limit=10)
        weighed = [piece for piece in answer.evidence if piece.stance is not Stance.ABOUT]
        assert [(piece.kind, piece.speaker) for piece in weighed] == [
            (Kind.WORK, "Mira"),
            (Kind.CREATOR, "Dana Ortiz"),
        ]
        assert weighed[1].source.publisher == "Harbour Times"


@pytest.mark.parametrize(
    ("asked", "topic"),
    [
        ("mira and jonas", "Monas"),
        ("was it planned from the start", "Was Mirtove planned from the start?"),
        ("was mirtove planned", "Was Mirtove planned from the start?"),
        ("did dana plan mira and tove from the start", "Was Mirtove planned from the start?"),
        ("tove and brandt", None),
        ("mira", "Mira"),
        ("is brandt canon", "Brandt"),
        ("brandt drowned", "brandt drowned"),
    ],
)
async def test_what_a_question_means(folder: Path, asked: str, topic: str | None) -> None:
    async with opened(folder) as services:
        answer = await services.at(0).canon.answer(asked)
        assert (answer.topic.name if answer.topic else None) == topic


@pytest.mark.parametrize(
    "asked",
    ["sigrun", "toph", "sigrun and mira", "was monas planned from the start", "did mira die", "season 9", "?",
     "", "is jonas married to sigrun", "dragon lamp"],
)  # fmt: skip
async def test_where_the_documents_are_silent_nothing_is_claimed(folder: Path, asked: str) -> None:
    async with opened(folder) as services:
        answer = await services.at(0).canon.answer(asked)
        assert not answer.found
        assert answer.evidence == ()
        assert services.at(0).library.trips <= 3


async def test_a_pairing_that_nobody_wrote_down_gets_its_evidence_and_no_ruling(folder: Path) -> None:
    async with opened(folder) as services:
        answer = await services.at(0).canon.answer("dana ortiz x brandt")
        assert answer.ruling is None
        assert answer.topic is not None
        assert answer.topic.name == "Dana Ortiz & Brandt"
        again = await services.at(0).canon.more(answer.topic.ref, 0)
        assert again.evidence == answer.evidence
        assert again.topic == answer.topic


async def test_pages_go_through_all_evidence_once(folder: Path) -> None:
    async with opened(folder) as services:
        first = await services.at(0).canon.answer("mira", limit=2)
        assert first.topic is not None
        seen = list(first.evidence)
        for page in range(1, (first.total + 1) // 2):
            seen += (await services.at(0).canon.more(first.topic.ref, page, limit=2)).evidence
        assert len({piece.id for piece in seen}) == len(seen) == first.total


@pytest.mark.parametrize("ref", ["0" * 16, "p" + "0" * 16, "p" + "0" * 16 + "+p" + "1" * 16])
async def test_a_vanished_topic_says_so(folder: Path, ref: str) -> None:
    async with opened(folder) as services:
        with pytest.raises(VanishedError):
            await services.at(0).canon.more(ref, 0)


async def test_suggestions_say_what_each_is(folder: Path) -> None:
    async with opened(folder) as services:
        assert [choice.label for choice in await services.at(0).canon.suggest("mirto")] == [
            "Mirtove: Mira & Tove Lind, pairing",
            "Was Mirtove planned from the start? (question)",
        ]
        assert (await services.at(0).canon.suggest(""))[0].label
        assert "Mirtove" in {choice.value for choice in await services.at(0).canon.suggest("tovemi")} | {
            choice.label.partition(":")[0] for choice in await services.at(0).canon.suggest("rtove")
        }
        for choice in await services.at(0).canon.suggest(""):
            assert (await services.at(0).canon.answer(choice.value)).topic or choice.value in (
                "Sigrun",
                "Jonas",
            )
            assert len(choice.label) <= 100
            assert len(choice.value) <= 100


async def test_more_goes_on_where_a_question_without_a_topic_began(tmp_path: Path) -> None:
    """The later pages hold what the first one is a part of: no near words, and nothing twice."""
    rooms = [f"The lamp of room {number} burned in the film all night long." for number in range(7)]
    text = "\n\n".join([*rooms, "The lamp of the harbour stood in a movie once, long ago."])
    data = lay_out(tmp_path, {"lamps.txt": text})
    await built(data)
    async with opened(data) as services:
        first = await services.at(0).canon.answer("lamp film")
        assert first.topic is not None
        assert first.total == 7
        seen = [piece.text for piece in first.evidence]
        after = await services.at(0).canon.more(first.topic.ref, 1)
        assert after.total == 7
        seen += [piece.text for piece in after.evidence]
        assert sorted(seen) == sorted(rooms)


async def test_words_that_several_documents_have_are_one_piece_of_evidence(tmp_path: Path) -> None:
    again = 'The wire on the finale\n\n"Mira and Tove are together at the end," Dana Ortiz wrote on Monday.\n'
    post = 'Dana Ortiz: what she said about love\n\nOrtiz went on: "Mira and Tove are together at the end."\n'
    data = lay_out(
        tmp_path,
        {"interview.txt": INTERVIEW, "episode.txt": EPISODE, "wire.txt": again, "post.txt": post},
        {"people.toml": PEOPLE, "topics.toml": TOPICS, "rulings.toml": RULINGS},
    )
    await built(data)
    async with opened(data) as services:
        answer = await services.at(0).canon.answer("mirtove", limit=10)
        same = [piece for piece in answer.evidence if "together at the end" in piece.text]
        assert [(piece.source.name, len(piece.also_in)) for piece in same] == [("interview.txt", 2)]
        assert answer.total == len(answer.evidence)
