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


def test_junior_belongs_to_the_last_name() -> None:
    found = by_name(
        "Ken Griffith Jr., 40, left. Griffith laughed. Otto Pike Sr., 70, spoke. Otto Pike, 41, sang."
    )
    assert {name: person.aliases for name, person in found.items()} == {
        "Ken Griffith Jr.": ("Griffith",),
        "Otto Pike Sr.": (),
        "Otto Pike": (),
    }


def test_initials_stand_for_a_first_name() -> None:
    found = by_name("Joanna Marlow, 50, who publishes as JP Marlow, sang. J.P. Marlow left, said Marlow.")
    assert set(found) == {"Joanna Marlow"}


def test_a_city_is_nobody_who_is_called_like_it() -> None:
    text = "Actress Paris Lowell came from Paris. It rained in Paris. Lowell laughed."
    [person] = find_persons(text)
    assert [text[m.start : m.end] for m in person.mentions] == ["Paris Lowell", "Lowell"]


def test_an_account_is_the_person_whose_name_it_is() -> None:
    text = 'Writer Dana Ortiz spoke. @danaortiz posted a picture. "Good room," said u/nell_g, who had come.'
    found = by_name(text)
    assert [text[m.start : m.end] for m in found["Dana Ortiz"].mentions] == ["Dana Ortiz", "@danaortiz"]
    assert "u/nell_g" in found
    [quote] = find_quotes(text)
    assert quote.speaker == "u/nell_g"


def test_what_they_do_tells_a_role() -> None:
    found = by_name(
        "Nell Gray, who created the show, and Tom Pell, the voice of a captain, came. Otto Pike will voice "
        "Cass. The film was directed by Ada Lunt and Ruth Voss. Lunt said no and Voss said yes. Director Ann "
        "Hale and Ida Moss, executive director of the trust, left. Funeral director Max Orr stayed. "
        "Joan Berg, 41, an actor, slept."
    )
    assert {name: person.role for name, person in found.items()} == {
        "Nell Gray": "creator",
        "Tom Pell": "cast",
        "Otto Pike": "cast",
        "Ada Lunt": "creator",
        "Ruth Voss": "creator",
        "Ann Hale": "creator",
        "Ida Moss": "other",
        "Max Orr": "other",
        "Joan Berg": "cast",
    }


def test_a_band_speaks_as_one() -> None:
    text = 'The Gulls, a band from Harlow, played. "We are not gulls at all," the band said.'
    [quote] = find_quotes(text)
    assert quote.speaker == "Gulls"


def test_a_titled_label_is_not_the_one_who_has_a_label_of_her_own() -> None:
    text = "CHIEF HARROW: Who?\n\nBRIDA: Nobody.\n\nCHIEF HARROW: Brida Harrow, go.\n\nBRIDA: No.\n"
    assert [quote.speaker for quote in find_quotes(text)] == ["Chief Harrow", "Brida Harrow"] * 2
