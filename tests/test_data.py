"""Promises about the files that come with the project."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from bot.ingest.build import known_persons
from bot.ingest.curated import Curated, load_curated, locate
from bot.ingest.documents import Document, list_documents, list_other, read_document
from bot.ingest.quotes import find_quotes
from bot.models import Role, Stance, Verdict
from bot.names import key

DATA = Path(__file__).parent.parent / "data"

TEXTS = {
    "comicbook-ruins-of-the-empire.txt": "f3bfaaf66892531123aa3fa7ab8696b0eb22d2c34a8db5f16c609c987830199d",
    "io9-korrasami-is-canon.txt": "5ccc4c52ee58fcfc9c5c1ba0e18f2981bc2af03cd1847de4206f4861c0f5712c",
}


@pytest.fixture(scope="module")
def curated() -> Curated:
    return load_curated(DATA / "curated")


@pytest.fixture(scope="module")
def documents() -> dict[str, Document]:
    found: dict[str, Document] = {}
    for path in list_documents(DATA / "documents"):
        document, problems = read_document(path, path.name)
        assert document is not None
        assert not problems
        found[document.name] = document
    return found


def test_the_texts_are_unchanged(documents: dict[str, Document]) -> None:
    found = {name: hashlib.sha256(document.text.encode()).hexdigest() for name, document in documents.items()}
    assert found == TEXTS
    assert not list_other(DATA / "documents")


def test_every_head_says_whose_the_text_is(documents: dict[str, Document], curated: Curated) -> None:
    works = {work.name for work in curated.works} | {
        alias for work in curated.works for part in work.parts for alias in (part.name, *part.aliases)
    }
    for document in documents.values():
        assert document.title_given
        assert document.publisher
        assert document.url
        assert set(document.spoils) <= works


def test_the_curated_files_load_without_a_problem(curated: Curated) -> None:
    assert not curated.problems, "\n".join(map(str, curated.problems))
    assert curated.people
    assert curated.topics
    assert curated.works


def test_all_evidence_stands_in_its_document_letter_by_letter(
    curated: Curated, documents: dict[str, Document]
) -> None:
    for ruling in curated.rulings:
        assert 1 <= len(ruling.evidence) <= 6
        for evidence in ruling.evidence:
            text = documents[evidence.document].text
            assert text.count(evidence.text) == 1, f"rulings.toml, line {evidence.line}"
            assert locate(evidence.text, text) is not None
            assert len(evidence.text) <= 400, "too long for a phone"


def test_rulings_are_sane(curated: Curated) -> None:
    assert len(curated.rulings) >= 18
    assert {ruling.verdict for ruling in curated.rulings} == set(Verdict)
    for ruling in curated.rulings:
        assert ruling.says.endswith(".")
        assert not ruling.scope.endswith(".")
        stances = {evidence.stance for evidence in ruling.evidence}
        if ruling.verdict in (Verdict.CANON, Verdict.CONFIRMED):
            assert Stance.FOR in stances
        elif ruling.verdict is Verdict.NOT_CANON:
            assert Stance.AGAINST in stances
        elif ruling.verdict is Verdict.DISPUTED:
            assert stances == {Stance.FOR, Stance.AGAINST}


def test_korrasami_has_evidence_from_both_documents(curated: Curated) -> None:
    (ruling,) = [ruling for ruling in curated.rulings if ruling.topic == "Korrasami"]
    assert len(ruling.evidence) >= 4
    assert {evidence.document for evidence in ruling.evidence} == set(TEXTS)


def test_every_topic_but_a_character_has_a_ruling(curated: Curated) -> None:
    ruled = {ruling.topic for ruling in curated.rulings}
    assert {topic.name for topic in curated.topics if topic.kind != "character"} == ruled


def test_everyone_a_person_may_be_called_is_one_person(curated: Curated) -> None:
    owner: dict[str, str] = {}
    for person in curated.people:
        for name in (person.name, *person.aliases):
            assert owner.setdefault(key(name), person.name) == person.name
    assert {person.role for person in curated.people} >= {Role.CREATOR, Role.CHARACTER}


def test_asks_are_short_enough_for_an_option(curated: Curated) -> None:
    for topic in curated.topics:
        for words in (topic.name, *topic.aliases, *topic.asks):
            assert len(words) <= 100


IO9 = [
    ("Our intention with the last scene", "Michael Dante DiMartino", "block"),
    ("I've already read some heartwarming", "Michael Dante DiMartino", "block"),
    ("Life is one big bumpy ride.", "Tenzin", "nested"),
    ("You can celebrate it, embrace it", "Bryan Konietzko", "block"),
    ('Was Korrasami "endgame," meaning', "Bryan Konietzko", "block"),
    ("I have bragging rights", "Bryan Konietzko", "block"),
    ('Makorra was only "endgame"', "Bryan Konietzko", "block"),
    ("Once Mako and Korra were through", "Bryan Konietzko", "block"),
    ("I've become skeptical of the unwritten rule", "Hayao Miyazaki", "nested"),
    ("I agree with him wholeheartedly", "Bryan Konietzko", "block"),
    ("However, I think there needs to be", "Bryan Konietzko", "block"),
    ("But as we got close to finishing", "Bryan Konietzko", "block"),
    ("We approached the network", "Bryan Konietzko", "block"),
    ("Was it a slam-dunk victory", "Bryan Konietzko", "block"),
    ("There is the inevitable reaction", "Bryan Konietzko", "block"),
    ("Mike and Bryan just caved in to the fans.", None, "nested"),
    ("But this particular decision", "Bryan Konietzko", "block"),
]
COMICBOOK = [
    ("Kuvira took my father from me,", "Asami Sato", "inline"),
    ("I didn't need ot be reminded", "Asami Sato", "inline"),
    ("It's all right,", "Korra", "inline"),
    ("I'll talk to her on my own.", "Korra", "inline"),
    ("Thanks for understanding,", "Asami Sato", "inline"),
]


@pytest.mark.parametrize("curated", [True, False])
@pytest.mark.parametrize(
    ("name", "utterances"),
    [("io9-korrasami-is-canon.txt", IO9), ("comicbook-ruins-of-the-empire.txt", COMICBOOK)],
)
def test_every_utterance_of_the_two_texts_has_its_speaker(
    name: str, utterances: list[tuple[str, str | None, str]], curated: bool
) -> None:
    """With the curated names and without any: the texts alone tell who speaks."""
    known = known_persons(load_curated(DATA / "curated")) if curated else []
    document, _ = read_document(DATA / "documents" / name, name)
    assert document is not None
    found = find_quotes(document.text, known)
    assert [(quote.speaker, quote.form) for quote in found] == [(who, form) for _, who, form in utterances]
    for quote, (words, _, _) in zip(found, utterances, strict=True):
        assert quote.text.startswith(words)
