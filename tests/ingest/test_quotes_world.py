"""Who said what in the papers of other countries and trades: tabloids, wires, match reports, obituaries."""

from __future__ import annotations

import pytest

from bot.ingest.quotes import find_quotes


def said(text: str) -> list[tuple[str | None, str]]:
    return [(quote.speaker, quote.text) for quote in find_quotes(text)]


SPEAKERS = {
    "he is whoever was called Mr. before": (
        'Hari Kamath, 60, runs a shop. Dr. Sen teaches law. "It is late," Dr. Sen said.\n\n'
        'Mr. Kamath has hung up a sign. The ink is green.\n\n"It sells," he said.',
        [("Dr. Sen", "It is late,"), ("Hari Kamath", "It sells,")],
    ),
    "her, ninety letters on, is no he": (
        'Rohit Pai, 50, is the mayor. "No," Mr. Pai said.\n\n'
        "Anjali Rao, a teacher who has walked to a school that stands across the wide old river not far "
        'from her, waited.\n\n"They drown," she said.',
        [("Rohit Pai", "No,"), ("Anjali Rao", "They drown,")],
    ),
    "a place in a clause is not who said so": (
        "Tom Pell, who farms outside Brookhaven, said he had mended nets for years "
        'and called them "very poor work."',
        [("Tom Pell", "very poor work.")],
    ),
    "a home town and its county": (
        'Nell Gray, 34, was there. The nurse, from Harlow, Essex, said: "I ran."',
        [("Nell Gray", "I ran.")],
    ),
    "a second clause with its own subject": (
        '"I was late," said Otto Lind. Anna Berg, 40, sat down.\n\n'
        'There was laughter, and Judge Nell Gray warned that she would leave.\n\n"Enough," she said.',
        [("Otto Lind", "I was late,"), ("Nell Gray", "Enough,")],
    ),
    "among others": (
        'Anna Berg, 70, tunes pianos. "I quit," Berg said.\n\n'
        'It surprises everyone, including Tom Pell, who swears.\n\n"My ears went in May and I sat there."',
        [("Anna Berg", "I quit,"), ("Anna Berg", "My ears went in May and I sat there.")],
    ),
    "as for somebody": (
        'Anna Berg, 30, ran. Nell Gray, 40, hid. "I hid," Gray said.\n\n'
        'As for Berg, she said she would run again.\n\n"I like it," she said.',
        [("Nell Gray", "I hid,"), ("Anna Berg", "I like it,")],
    ),
    "a countryman": (
        'Kjell Nordal, 50, coaches the Gulls. "We ran," the Norwegian admitted.',
        [("Kjell Nordal", "We ran,")],
    ),
    "whose sentence follows other marked words": (
        'Anna Berg, 40, keeps bees. "They sing," said Nell Gray.\n\n'
        'Nell Gray objects to the word "quiet." Berg sighs at this.\n\n"I have children," she said.',
        [("Nell Gray", "They sing,"), ("Anna Berg", "I have children,")],
    ),
    "a judge whom no name stands for yet": (
        'A judge stopped Harlow County from fining farmers, calling the law "a fix in search of a fault."',
        [(None, "a fix in search of a fault.")],
    ),
    "a letter is whose it is": (
        '"I was eight," said Otto Lind.\n\n'
        'Anna Berg wrote to the editor. "I did not want to be the first," the letter read.',
        [("Otto Lind", "I was eight,"), ("Anna Berg", "I did not want to be the first,")],
    ),
    "a role with a place in it": (
        'Otto Lind, 47, left the Gulls. In a letter, the former Harlow midfielder wrote: "I had no striker."',
        [("Otto Lind", "I had no striker.")],
    ),
    "a surname that is also a title": (
        'According to Farida Sheikh, it fell. "We waited," Dr. Sheikh said.',
        [("Farida Sheikh", "We waited,")],
    ),
    "verbs of other papers": (
        'Grace Wambui, who leads the council, was angry. "Who is he?" Ms Wambui posed.\n\n'
        'She termed it "rude and idle". "Let him try," fumed Otto Lind.',
        [("Grace Wambui", "Who is he?"), ("Grace Wambui", "rude and idle"), ("Otto Lind", "Let him try,")],
    ),
    "a crowd with a capital": (
        "Anna Berg, 40, has a bird.\n\nDeputies said it was safe.\n\n"
        '"It sat down and it ate all of my toast."',
        [(None, "It sat down and it ate all of my toast.")],
    ),
    "what a report says is not whoever spoke": (
        '"I saw it," said Anna Berg. According to the incident report, it "took a seat of its own accord."',
        [("Anna Berg", "I saw it,"), (None, "took a seat of its own accord.")],
    ),
    "the same marks within": (
        '"I heard the door and I said, "Come in here," like I do," said Anna Berg. "Then I ran."',
        [
            ("Anna Berg", 'I heard the door and I said, "Come in here," like I do,'),
            ("Anna Berg", "Then I ran."),
        ],
    ),
    "both closed by one mark": (
        '"She told me, "I have a bird and it won\'t pay," Lind said. "We went." Otto Lind is 50.',
        [("Otto Lind", "She told me, \"I have a bird and it won't pay,"), ("Otto Lind", "We went.")],
    ),
    "the next sentence's name is not that of the words before": (
        "\"They told me, 'We are closed.' Tom Pell wrote, 'Never mind.'\" said Anna Berg.",
        [
            ("Anna Berg", "They told me, 'We are closed.' Tom Pell wrote, 'Never mind.'"),
            ("Tom Pell", "Never mind."),
        ],
    ),
    "a newsroom's rubric": (
        'EXCLUSIVE: "Ashen" Films To Begin In May\n\n"We start soon," said Anna Berg.',
        [("Anna Berg", "We start soon,")],
    ),
    "he is the father, not she": (
        '"We laughed," said Imogen Lyle. Lyle, who studies tiles, said she had been wrong.\n\n'
        "Farida Kassam, whose late father laid it, said that he came each year. She thought he liked it.\n\n"
        '"He would smile," she said.',
        [("Imogen Lyle", "We laughed,"), ("Farida Kassam", "He would smile,")],
    ),
    "a few words with a verb": (
        'Mayor Lyle Petrie said the city had looked at it but that the numbers "just weren\'t there".',
        [("Lyle Petrie", "just weren't there")],
    ),
    "who snorts at it": (
        'Shane Pell runs the bar. "Stay in," Mr Pell said.\n\n"We will come," said Angus Tighe.\n\n'
        'That drew a snort from Mr Pell, who had heard it before.\n\n"We will see," he said.',
        [("Shane Pell", "Stay in,"), ("Angus Tighe", "We will come,"), ("Shane Pell", "We will see,")],
    ),
}


@pytest.mark.parametrize("name", SPEAKERS)
def test_speakers(name: str) -> None:
    text, expected = SPEAKERS[name]
    assert said(text) == expected


def test_my_wife_is_nobody_the_text_names() -> None:
    text = (
        'Q: Why?\n\nAnna Berg: Tom Pell said, "You are done here."\n\nQ: Then?\n\nAnna Berg: I left.\n\n'
        'Q: And you?\n\nOtto Lind: My wife said, "Come home at once."'
    )
    quotes = [quote for quote in find_quotes(text) if quote.form == "nested"]
    assert [(quote.speaker, quote.text) for quote in quotes] == [("Tom Pell", "You are done here.")]
