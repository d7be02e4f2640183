"""Who speaks in a story: names that open a speech, kin, offices, styles, and answers to "who are you?"."""

from __future__ import annotations

import pytest

from bot.ingest.quotes import find_quotes


def said(text: str) -> list[str | None]:
    return [quote.speaker for quote in find_quotes(text, kind="work")]


SPEAKERS = {
    "a name that opens the speech is called": (
        'Anna, Karl and Bertha sat by the stove.\n\n"It is late," said Bertha.\n\n"I know," said Karl.\n\n'
        '"Karl, you should sleep," said Bertha.\n\n"Karl, are you cold?" asked Anna.\n\n"A little."',
        ["Bertha", "Karl", "Bertha", "Anna", "Karl"],
    ),
    "a full name of whom the story calls by the first": (
        'Nell and Ada were in bed. Matron came in.\n\n"I heard you," said Matron.\n\nNell snored.\n\n'
        '"Nell Gray, be quiet."\n\n"Yes," said Ada.',
        ["Matron", "Matron", "Ada"],
    ),
    "the story's I answers who it is": (
        "I came down to the quay at six. I had not slept, and I was cold. Mr. Dray stood by the boat.\n\n"
        '"What\'s your name?" said Mr. Dray.\n\n"Tobin Ware."\n\n"Get in, then," said Mr. Dray.\n\n'
        '"I am in," I said.\n\nI took an oar. I said nothing more.',
        ["Mr. Dray", "Tobin Ware", "Mr. Dray", "Tobin Ware"],
    ),
    "Mom at the beginning of a sentence": (
        'Theo was at the table. Mom came out.\n\n"Who was that?" Mom said.\n\n"No one," said Theo.\n\n'
        'Mom sat down. "Tell me."',
        ["Mom", "Theo", "Mom"],
    ),
    "whoever put in": (
        'Nora and Jean stood up.\n\n"It is a play," said Jean.\n\n"A modern play," put in Nora.',
        ["Jean", "Nora"],
    ),
    "her ladyship": (
        'Lady Orme sat down. Mrs. Pell rose. Miss Lund was late.\n\n"Good day," said Mrs. Pell.\n\n'
        '"Am I late?" said Miss Lund.\n\n"You are," said her ladyship.',
        ["Mrs. Pell", "Miss Lund", "Lady Orme"],
    ),
    "a title that is a name": (
        'Mademoiselle Brun came in. Nora stood up.\n\n"It is a list," said Nora.\n\n'
        '"That," said Mademoiselle with a smile, "I see."',
        ["Nora", "Mademoiselle Brun", "Mademoiselle Brun"],
    ),
    "an office that acts": (
        'Dessie and Jem were at the bar.\n\n"It is a good horse," said Dessie.\n\n'
        '"There is none," said Jem.\n\nThe barman came down to them. "Is he in or is he out?"\n\n'
        '"He is thinking," said Dessie.',
        ["Dessie", "Jem", "the barman", "Dessie"],
    ),
    "who came in before the other one spoke": (
        'Jem and Leo were at the bar. Carmel was in bed.\n\n"Go home," said Jem.\n\n"No," said Leo.\n\n'
        "The house was dark.\n\nJem took off his shoes.\n\nHe went up.\n\n"
        '"Well?" said Carmel.\n\nThere was a paper on the bed.\n\n"I was looking for my coat."',
        ["Jem", "Leo", "Carmel", "Jem"],
    ),
    "before somebody came": (
        'Raghu and Mr. Pell were at the gate.\n\n"It has a bell," said Raghu.\n\n"It has," said Mr. Pell.\n\n'
        'It was ten before Inspector Nair came, on his horse. He was a stout man.\n\n"Whose is it?" he said.',
        ["Raghu", "Mr. Pell", "Nair"],
    ),
    "said to the story's I": (
        "I came down to the house at six. I had not slept, and I was cold. Mr. Dray stood by the fire.\n\n"
        '"You are late, Tobin," said Mr. Dray.\n\n"I am," I said.\n\n"Sit, Tobin," said Mr. Dray.\n\n'
        '"How many did you count?" Ada asked me.\n\nThe clock ticked.\n\n"Eleven."\n\n'
        "I sat down. I said nothing more.",
        ["Mr. Dray", "Tobin", "Mr. Dray", "Ada", "Tobin"],
    ),
    "a Mr. in the words is a man": (
        'Teo and Kessler were at the hatch. Min was below.\n\n"Mr. Kessler sings," said Min.\n\n'
        "Teo sat down. Min saw that she was cold.\n\n"
        'Kessler looked at the floor.\n\n"It is a leak," she said.',
        ["Min", "Min"],
    ),
    "a commodore": (
        'Commodore Ames coughed. Miss Lund rose. Mr. Pell sat down.\n\n"We sail," said Mr. Pell.\n\n'
        '"In this wind?" asked the commodore.',
        ["Mr. Pell", "Ames"],
    ),
}


@pytest.mark.parametrize("name", SPEAKERS)
def test_speakers(name: str) -> None:
    text, expected = SPEAKERS[name]
    assert said(text) == expected
