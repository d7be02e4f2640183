"""Who speaks in a story: turns, pronouns, descriptions, names called out and the story's own "I"."""

from __future__ import annotations

from bot.ingest.quotes import find_quotes


def voices(text: str) -> list[str | None]:
    return [quote.speaker for quote in find_quotes(text, kind="work")]


def test_a_name_tells_who_spoke_before_it() -> None:
    text = (
        "Mr. Orrin and Mrs. Pell were alone in the barn.\n\n"
        '"Did you hear that?"\n\n"Hear what?"\n\n"The door!" said Mrs. Pell.\n\n"It was the wind."'
    )
    assert voices(text) == ["Mrs. Pell", "Mr. Orrin", "Mrs. Pell", "Mr. Orrin"]


def test_who_is_called_by_name_does_not_speak_but_answers() -> None:
    text = (
        'Anna, Karl and Bertha sat by the stove.\n\n"It is late," said Bertha.\n\n'
        '"Are you cold, Karl?" asked Anna.\n\n"A little."\n\n"You should go to bed, Karl," said Bertha.'
    )
    assert voices(text) == ["Bertha", "Anna", "Karl", "Bertha"]


def test_the_story_s_i_has_the_name_that_others_call() -> None:
    text = (
        "I came down to the quay at six. I had not slept, and I was cold. Mr. Dray stood by the boat.\n\n"
        '"You are late, Tobin," said Mr. Dray.\n\n"I am here," I said.\n\n"Get in, then, Tobin."\n\n'
        "I got in. I took an oar, and I said nothing more."
    )
    assert voices(text) == ["Mr. Dray", "Tobin", "Mr. Dray"]


def test_the_story_s_i_without_a_name_is_nobody() -> None:
    text = (
        "I came down to the quay at six. I had not slept, and I was cold. Mr. Dray stood by the boat.\n\n"
        '"You are late," said Mr. Dray.\n\n"I am here," I said.\n\n"Get in, then."\n\nI got in.'
    )
    assert voices(text) == ["Mr. Dray", None, "Mr. Dray"]


def test_a_title_alone_means_the_one_who_bears_it() -> None:
    text = (
        "Captain Roke looked at Miss Ames. Doctor Vane coughed.\n\n"
        '"We shall sail tonight," the captain said.\n\n"In this wind?" asked the doctor.'
    )
    assert voices(text) == ["Captain Roke", "Doctor Vane"]


def test_somebody_without_a_name_is_called_as_the_story_does() -> None:
    text = (
        'Ellen opened the shop.\n\n"Any letters?" said Ellen.\n\n"Two, miss," said the postman solemnly.\n\n'
        '"Good," said Ellen.'
    )
    assert voices(text) == ["Ellen", "the postman", "Ellen"]


def test_a_woman_said_is_none_of_those_who_are_there() -> None:
    text = (
        'Ellen opened the shop. Ruth was counting the money.\n\n"Any letters?" said Ellen.\n\n'
        '"Who wants to know?" a woman said.\n\n"I do," said Ellen.'
    )
    assert voices(text) == ["Ellen", None, "Ellen"]


def test_a_story_is_known_by_its_exchanges() -> None:
    """Nobody exclaims, hardly anybody asks, and "said" is the only verb."""
    text = (
        "Vera Holt and Emil Brandt were in the boathouse.\n\n"
        '"It is raining," said Vera.\n\n"So it is."\n\n"We could wait."\n\n"I have waited all day."\n\n'
        '"Then go," Vera said.\n\n"I will."\n\n"Take the lamp."\n\n"Keep it."'
    )
    found = [quote.speaker for quote in find_quotes(text)]
    assert found == ["Vera Holt", "Emil Brandt"] * 4


def test_young_kemble_is_edwin_kemble() -> None:
    text = (
        "Edwin Kemble sat down by Mrs. Ware.\n\n"
        '"I was asleep," said Edwin.\n\n"All night?" said Mrs. Ware.\n\n'
        'Young Kemble blew his nose. "All night," he said.'
    )
    assert voices(text) == ["Edwin Kemble", "Mrs. Ware", "Edwin Kemble"]


def test_who_acts_beside_the_words_says_them() -> None:
    text = (
        'Lena and Oskar were at the gate.\n\n"Go home," said Lena.\n\n"I won\'t." Oskar kicked the post.\n\n'
        'Lena sighed. "Then stay."'
    )
    assert voices(text) == ["Lena", "Oskar", "Lena"]


def test_a_tag_within_a_line_after_a_dash() -> None:
    text = (
        "Ana sat by the fire.\n\n\u2014 You are late, Luis, said Ana. Sit down.\n\n"
        "\u2014 Is there soup? Luis asked.\n\n\u2014 There is none, she said. She did not look up."
    )
    assert [(quote.speaker, quote.text) for quote in find_quotes(text)] == [
        ("Ana", "You are late, Luis"),
        ("Ana", "Sit down."),
        ("Luis", "Is there soup?"),
        ("Ana", "There is none"),
    ]


def test_a_lady_is_not_the_girl_whose_pet_name_hers_could_be() -> None:
    text = (
        "Lady Catherine Orme came in. Kitty was at the window, and Catherine Orme looked at her.\n\n"
        '"Sit up," said Lady Catherine.\n\n"Yes, ma\'am," said Kitty.'
    )
    assert voices(text)[1] == "Kitty"
