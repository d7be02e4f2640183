"""Persons found in a document itself."""

from __future__ import annotations

from bot.ingest.persons import FoundPerson, KnownPerson, find_persons
from bot.ingest.quotes import find_quotes
from bot.ingest.quotes.names import Seen


def by_name(text: str, known: tuple[KnownPerson, ...] = ()) -> dict[str, FoundPerson]:
    return {person.name: person for person in find_persons(text, known)}


def test_short_forms_belong_to_the_full_name() -> None:
    text = "Showrunner Dana Ortiz spoke. Ortiz laughed, and Dana's dog barked."
    found = by_name(text)
    assert list(found) == ["Dana Ortiz"]
    assert [text[m.start : m.end] for m in found["Dana Ortiz"].mentions] == ["Dana Ortiz", "Ortiz", "Dana"]
    assert found["Dana Ortiz"].aliases == ("Dana", "Ortiz")


def test_roles_stand_beside_the_names() -> None:
    found = by_name(
        "Co-creator Dana Ortiz and voice actress Nell Gray spoke. Tom Pell, a fan from Harlow, listened. "
        "Otto Pike, 41, sells boats."
    )
    assert {name: person.role for name, person in found.items()} == {
        "Dana Ortiz": "creator",
        "Nell Gray": "cast",
        "Tom Pell": "other",
        "Otto Pike": "other",
    }


def test_places_and_organisations_are_no_persons() -> None:
    found = by_name("The Harbour Trust met in Port Salt. Dana Ortiz, 34, left the Lantern Society in Harlow.")
    assert list(found) == ["Dana Ortiz"]


def test_two_persons_of_one_surname_stay_apart() -> None:
    found = by_name('"Yes," said Anna Berg. "No," said Otto Berg.')
    assert set(found) == {"Anna Berg", "Otto Berg"}


def test_a_middle_name_is_the_same_person() -> None:
    found = by_name("Writer Michael Dane Orwin spoke. Mike Orwin laughed.")
    assert set(found) == {"Michael Dane Orwin"}


def test_titles_are_no_part_of_a_name() -> None:
    found = by_name("Chief Mina Harrow came. Chief Harrow left. Avatar Sela, who won, slept.")
    assert set(found) == {"Mina Harrow", "Sela"}


def test_known_persons_bring_names_aliases_and_roles() -> None:
    known = (KnownPerson("Dana Ortiz", ("Day",), "creator", "she"), KnownPerson("Nobody Here"))
    text = "Day laughed. Then Ortiz left."
    [person] = find_persons(text, known)
    assert (person.name, person.role) == ("Dana Ortiz", "creator")
    assert [text[m.start : m.end] for m in person.mentions] == ["Day", "Ortiz"]


def test_a_text_without_names_has_no_persons() -> None:
    assert find_persons("the rain went on. nobody came.") == []
    assert find_persons("") == []


def test_a_headline_names_nobody() -> None:
    text = "The Legend of Nell Sequel Takes Nell and Otto Home\n\nIt was late, said Nell. Then Nell laughed."
    assert list(by_name(text)) == ["Nell"]


def test_what_the_quotes_left_behind_changes_nobody() -> None:
    text = (
        "Poor Lydia met Lydia. Lydia ran. Lydia sat. Lydia fell. Lydia sang.\n\n"
        'Dana Ortiz told Tom Pell, "Ask Nell Gray, 34, of Harlow."\n\nOrtiz left with Lydia.'
    )
    seen: Seen = {}
    find_quotes(text, seen=seen)
    assert seen
    assert find_persons(text, seen=seen) == find_persons(text)


def test_spellings_of_one_name_are_one_person() -> None:
    found = by_name(
        "Writer Tom Konetzky spoke. Tom Konetsky laughed. Actress Zoé Brenner left. Zoe Brenner, 30, sang. "
        'Robert "Bobby" Lind, 41, danced. Bobby fell.'
    )
    assert set(found) == {"Tom Konetzky", "Zoé Brenner", "Robert Lind"}
    assert "Bobby" in found["Robert Lind"].aliases
