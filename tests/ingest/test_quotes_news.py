"""Who said what in newspaper prose: words of a sentence or two, told as papers tell them."""

from __future__ import annotations

import pytest

from bot.ingest.quotes import find_quotes


def said(text: str) -> list[tuple[str | None, str]]:
    return [(quote.speaker, quote.text) for quote in find_quotes(text)]


SPEAKERS = {
    "a clause between subject and verb, with a work in it": (
        "Tom Pell, 51, who made The Grey Tide with six friends in a shed in Harlow, said on his page that "
        '"nobody drowned".',
        [("Tom Pell", "nobody drowned")],
    ),
    "a name in bold": (
        'The tide is late. "Nobody asked for it, and so we made two," said **Otto Bly** of Pell Yard.',
        [("Otto Bly", "Nobody asked for it, and so we made two,")],
    ),
    "whoever told him is no he": (
        'Vel Mirren told him so. Otto Lind, the writer, shrugged. "I never knew," he said.',
        [("Otto Lind", "I never knew,")],
    ),
    "another sentence's she": (
        'I asked Tom Pell, the writer. Sanne left because she was late. "It rained," he said.',
        [("Tom Pell", "It rained,")],
    ),
    "a pull quote": (
        '"It was the coldest shed in town," said Tom Pell.\n\nAnna Berg, the critic, calls it "a shed too '
        'far".\n\n"It was the coldest shed in town"\n\nIt opens in May.',
        [
            ("Tom Pell", "It was the coldest shed in town,"),
            ("Anna Berg", "a shed too far"),
            ("Tom Pell", "It was the coldest shed in town"),
        ],
    ),
    "others than the last speaker are named": (
        '"It rains," said Anna Berg.\n\nBest of the night was a film. Then it was Otto Lind\'s '
        'turn to bow "It was a lamp that did it all."',
        [("Anna Berg", "It rains,"), (None, "It was a lamp that did it all.")],
    ),
    "a line of the week, from somebody": (
        'Anna Berg wrote it. "It rains," Berg said.\n\nBest line of the night, from Otto: "It lands here."',
        [("Anna Berg", "It rains,"), ("Otto", "It lands here.")],
    ),
    "who reviews a book isn't whom the review calls he": (
        'A western\nBy Tom Pell\n\nNell is silent for weeks when he says, "Its name is Salt."',
        [(None, "Its name is Salt.")],
    ),
    "her colleague isn't she": (
        "Anna Berg, 29, is calm. Her colleague Kit Varn, whose boat was lost after hers, isn't. "
        '"I am still not speaking to the sea and its many moods," he said.',
        [("Kit Varn", "I am still not speaking to the sea and its many moods,")],
    ),
    "a role before a comma, and a form of be": (
        'Anna Berg was silent. Her agent, Lew Varn, was more forthcoming: "It starts in May."',
        [("Lew Varn", "It starts in May.")],
    ),
    "the writer's own sentence": (
        'Tom Pell is a novelist. But I forgive him all for "She mended all but clocks."',
        [(None, "She mended all but clocks.")],
    ),
    "two words after a verb of calling": (
        'Orla Finch called the plan "pure folly" and left.',
        [("Orla Finch", "pure folly")],
    ),
    "one word after a form of be": (
        'Tom Pell said the case was "heartbreaking".',
        [("Tom Pell", "heartbreaking")],
    ),
    "a source before the words": (
        'Otto Lind has left. According to Anna Berg, the dam may go. "Not yet," she said.',
        [("Anna Berg", "Not yet,")],
    ),
    "a clause leads in to the sentence": (
        "Nell Gray, 40, wrote it. Tom Pell, 50, drew it.\n\n"
        'Asked whether Gray would return, Pell looked away. "She might," he said.',
        [("Tom Pell", "She might,")],
    ),
    "somebody merely mentioned in a sentence about the speaker": (
        'Tom Pell, 51, coaches the Gulls. "We lost," Pell said.\n\n'
        'The 51-year-old, who took over after Otto Lind was fired, has won twice.\n\n"We will win," he said.',
        [("Tom Pell", "We lost,"), ("Tom Pell", "We will win,")],
    ),
    "home town and age": (
        'Tom Pell, who lives here, was late.\n\n"I got lost," the 46-year-old Harlow native told the crowd.',
        [("Tom Pell", "I got lost,")],
    ),
    "office named before": (
        'Mayor Anna Berg was there. Nell Gray, 30, sang.\n\n"It was loud," the mayor said.',
        [("Anna Berg", "It was loud,")],
    ),
    "a stranger is not whoever spoke before": (
        '"No comment," said Anna Berg.\n\nA senior official, requesting anonymity, said there were more.\n\n'
        '"Everyone knows it," the official said. "They keep quiet."',
        [("Anna Berg", "No comment,"), (None, "Everyone knows it,"), (None, "They keep quiet.")],
    ),
    "an office is not the stranger who spoke last": (
        'Tom Pell, 51, is the mayor. "It is late," Pell said.\n\n"It is early," a spokesperson said.\n\n'
        'On Friday, the mayor brought it up again.\n\n"It is late," he said.',
        [("Tom Pell", "It is late,"), (None, "It is early,"), ("Tom Pell", "It is late,")],
    ),
    "it, of a group": (
        '"No," said Anna Berg.\n\nThe Harlow Anglers Alliance urged a ban. "Save the eel," it said.',
        [("Anna Berg", "No,"), ("Harlow Anglers Alliance", "Save the eel,")],
    ),
    "the noun of a group's name": (
        "The Harlow Anglers Association met Orrin Ltd. in May. Orrin Ltd. left.\n\n"
        '"We were sad," the association wrote.',
        [("Harlow Anglers Association", "We were sad,")],
    ),
    "letters that stand for a name": (
        'The Export Trust of Harlow opened in May. ETH shut in June. "We ran dry," it said in a statement.',
        [("Export Trust of Harlow", "We ran dry,")],
    ),
    "somebody of a named group": (
        'The head of security firm Orrin, Tom Pell, agreed.\n\n"We checked," he said.',
        [("Tom Pell", "We checked,")],
    ),
    "somebody who speaks for a group": (
        '"We are sorry," said a spokesperson for Harlow Airlines.',
        [("Harlow Airlines", "We are sorry,")],
    ),
    "somebody who speaks for a person": (
        '"She is sorry," said a spokesperson for Sen. Anna Berg. Berg left.',
        [(None, "She is sorry,")],
    ),
    "the company that somebody founded is no he": (
        'Otto Lind, a banker, founded Orrin in his kitchen. "It was small," he said.',
        [("Otto Lind", "It was small,")],
    ),
    "he who tells her": (
        "Tunde Bello's play opens in May. Anna Berg is in it.\n\n"
        'Bello wrote it for her, though he hid it. "I was scared," he said.',
        [("Tunde Bello", "I was scared,")],
    ),
    "kin called by first name": (
        '"I slept," said Mateo Voss.\n\nVoss\'s sister, Griselle, flew in.\n\n"I came," she said.',
        [("Mateo Voss", "I slept,"), ("Griselle", "I came,")],
    ),
    "said before the name": ('Said Petrov: "He is fast."', [("Petrov", "He is fast.")]),
    "shot back": (
        '"You are slow," said Anna Berg.\n\n"You are late," Tom Pell shot back.',
        [("Anna Berg", "You are slow,"), ("Tom Pell", "You are late,")],
    ),
    "what somebody calls a thing": (
        'Tom Pell wept in what he called "the worst week of my life."',
        [("Tom Pell", "the worst week of my life.")],
    ),
    "accused of": (
        'Gov. Anna Berg spent the night on the defensive, accusing Tom Pell of "running from a goat."',
        [("Anna Berg", "running from a goat.")],
    ),
    "a group named beside somebody": (
        'Amina Osman, 40, runs the Harlow Parents Network. In May, the group called it "a shame".',
        [("Harlow Parents Network", "a shame")],
    ),
    "what a name is said to be": (
        'Fans of Salt Coast, a fan convention, wept.\n\n"We heard you," the convention wrote.',
        [("Salt Coast", "We heard you,")],
    ),
    "somebody's lawyer": (
        "Otto Voss whispered to his lawyer, Anna Berg, and left.\n\n"
        'Outside, Voss\'s lawyer called Tom Pell "a very gifted liar."',
        [("Anna Berg", "a very gifted liar.")],
    ),
    "a wife of the same name": (
        "Otto and Anna Voss found it. Anna Voss slept.\n\n"
        '"He did well," Otto Voss said.\n\n"I want it back," added his wife.',
        [("Otto Voss", "He did well,"), ("Anna Voss", "I want it back,")],
    ),
    "two words and a tag in a dash": (
        'Anna Berg was cast at 15 — "as a corpse," she noted — and stayed.',
        [("Anna Berg", "as a corpse,")],
    ),
    "a name owned in the words told": (
        'Jo Pell, in a talk for the Herald, said Berg\'s calm was "extraordinary".',
        [("Jo Pell", "extraordinary")],
    ),
    "called it": (
        'Orrin\'s chief executive, Anna Berg, called it "a marriage of equals."',
        [("Anna Berg", "a marriage of equals.")],
    ),
    "somebody of another age": (
        'Jack Lund, 19, won. "He flew," said Tom Pell, 33.\n\n"I flew," the 19-year-old from Salt said.',
        [("Tom Pell", "He flew,"), ("Jack Lund", "I flew,")],
    ),
    "a guild's statement": (
        '"No," said Tom Pell.\n\nThe Harlow Bakers Guild, which has 40 members, met. "Yes," the guild said.',
        [("Tom Pell", "No,"), ("Harlow Bakers Guild", "Yes,")],
    ),
}


@pytest.mark.parametrize("name", SPEAKERS)
def test_speakers(name: str) -> None:
    text, expected = SPEAKERS[name]
    assert said(text) == expected
