"""Persons across the documents of a library without any curated file."""

from __future__ import annotations

from dataclasses import replace

from bot.ingest.analysis import Analysis, analyse
from bot.ingest.curated import Curated
from bot.ingest.documents import read_bytes
from bot.ingest.roll import Roll, is_story
from bot.ingest.subjects import Subjects
from bot.models import Role

PLAYED = """[Scene opens on a grey sea.]

MAREN: Hold the rope! I can feel it turning.

TOBIN: (scared) It's a whale, Maren.

MAREN: This one does turn. Brida Harrow said so.

TOBIN: We borrowed it.
"""
PRESS = """Robert Teller will be at the fair. "He is the worst man I ever played," Teller said.

Co-creator Mike Orwin was there. "It rained," said actor Tobin Hale. "It did," Orwin said.
"""
LATER = """Actor Bob Teller left. "I have no voice now," said Teller.

Michael Orwin stayed. "I have one," Orwin said.
"""


def analysed(name: str, text: str) -> Analysis:
    document, _ = read_bytes(text.encode(), name)
    assert document is not None
    return analyse(document, ())


def subjects(*texts: str, curated: Curated | None = None) -> Subjects:
    found = [analysed(f"{number}.txt", text) for number, text in enumerate(texts)]
    return Subjects(curated or Curated(), Roll(found))


def test_names_of_several_documents_are_one_person() -> None:
    found = subjects(PRESS, LATER)
    assert found.id_of("Bob Teller") == found.id_of("Robert Teller")
    assert found.id_of("Mike Orwin") == found.id_of("Michael Orwin")
    assert found.role_of(found.id_of("Bob Teller")) is Role.CAST
    assert found.role_of(found.id_of("Mike Orwin")) is Role.CREATOR


def test_who_speaks_in_a_scene_is_a_character_and_no_actor_of_that_name() -> None:
    found = subjects(PLAYED, PRESS)
    assert found.role_of(found.id_of("Tobin")) is Role.CHARACTER
    assert found.role_of(found.id_of("Maren")) is Role.CHARACTER
    assert found.id_of("Tobin") != found.id_of("Tobin Hale")
    assert found.role_of(found.id_of("Tobin Hale")) is Role.CAST


def test_an_interview_is_no_story() -> None:
    talk = "NELL: I drew it.\n\nOTTO: [laughs] I did.\n\nNELL: No.\n\nOTTO: Yes.\n"
    assert not is_story(analysed("talk.txt", talk))
    assert is_story(analysed("played.txt", PLAYED))


def test_a_roll_of_parts_is_the_roll_of_the_whole() -> None:
    found = [analysed(f"{number}.txt", text) for number, text in enumerate((PLAYED, PRESS, LATER))]
    whole, first, second = Roll(found), Roll(found[:1]), Roll(found[1:])
    first.join(second)
    assert vars(first) == vars(whole)


def test_who_was_kept_apart_by_hand_stays_apart() -> None:
    apart = replace(Curated(), apart=frozenset({frozenset(("bobteller", "robertteller"))}))
    found = subjects(PRESS, LATER, curated=apart)
    assert found.id_of("Bob Teller") != found.id_of("Robert Teller")
