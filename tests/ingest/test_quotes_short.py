"""Who said what in short texts, each of which holds one snare."""

from __future__ import annotations

import pytest

from bot.ingest.quotes import find_quotes


def said(text: str) -> list[tuple[str | None, str]]:
    return [(quote.speaker, quote.text) for quote in find_quotes(text)]


SPEAKERS = {
    "she goes on from the subject before, though another woman spoke last": (
        'Anna Berg, 40, and Nell Gray, 41, own the mill. "It leaks," Gray said.\n\n'
        'Berg disputes this. Her roof was new, and she can prove it. "Since May," she said.',
        [("Nell Gray", "It leaks,"), ("Anna Berg", "Since May,")],
    ),
    "a report, though short and lively, is no story": (
        '"Why now?" whispered Anna Berg. "Who pays?" asked clerk Nell Gray.\n\n'
        'According to landlord Tom Pell, "nobody is hurt." Gray laughed at that. "Come and look!"\n\n'
        '"I shall not," Pell told reporters. "I have seen it."',
        [
            ("Anna Berg", "Why now?"),
            ("Nell Gray", "Who pays?"),
            ("Tom Pell", "nobody is hurt."),
            ("Nell Gray", "Come and look!"),
            ("Tom Pell", "I shall not,"),
            ("Tom Pell", "I have seen it."),
        ],
    ),
    "somebody asked, with a role before the name": (
        'Anna Berg, 40, owns the mill. "It leaks," Berg said.\n\n'
        'Asked by a reporter when work would begin, union lawyer Tom Pell was brief. "Monday."',
        [("Anna Berg", "It leaks,"), ("Tom Pell", "Monday.")],
    ),
    "whom the sentence after is about": (
        'Anna Berg, 40, and Tom Pell, 41, own the mill. "It leaks," Berg said.\n\n'
        '"I called her twice." Pell would not say why.',
        [("Anna Berg", "It leaks,"), ("Tom Pell", "I called her twice.")],
    ),
    "her diary": (
        'Nell Gray, 40, spoke. "Sit," she said.\n\nHer diary for May has a single line: "I sat down."',
        [("Nell Gray", "Sit,"), ("Nell Gray", "I sat down.")],
    ),
    "it read, after somebody has sent it": (
        'The bank has closed. Its manager, Tom Pell, sent a telegram in May. "DOOR STAYS SHUT," it read.',
        [("Tom Pell", "DOOR STAYS SHUT,")],
    ),
    "she summed up": (
        'Nell Gray, 40, summed up: "A mill is a roof."',
        [("Nell Gray", "A mill is a roof.")],
    ),
    "no closing mark before a tag with an apposition": (
        '"The roof is gone and so am I, said Nell Gray, its keeper.',
        [("Nell Gray", "The roof is gone and so am I,")],
    ),
    "no blank before an opening mark": (
        '"I saw it," said Nell Gray, who was there as a child."It had a roof."',
        [("Nell Gray", "I saw it,"), ("Nell Gray", "It had a roof.")],
    ),
    "an answer goes on, though somebody laughs": (
        "Nell Gray: Where does it start?\n\nTom Pell: (laughs) With a bill.\n\nAnna Berg: He lies.\n\n"
        "He hummed it in a lift, and I wrote it down.\n\nNell Gray: And then?\n\nTom Pell: I left.",
        [
            ("Nell Gray", "Where does it start?"),
            ("Tom Pell", "With a bill."),
            ("Anna Berg", "He lies."),
            ("Anna Berg", "He hummed it in a lift, and I wrote it down."),
            ("Nell Gray", "And then?"),
            ("Tom Pell", "I left."),
        ],
    ),
    "a column that asks is no story": (
        'Nell Gray, my aunt, never asked me in. "Sit," she said. "Stay."\n\n'
        'Had I asked her she might have said, "Why?"\n\n"Go," said Anna Berg. "Now."',
        [
            ("Nell Gray", "Sit,"),
            ("Nell Gray", "Stay."),
            (None, "Why?"),
            ("Anna Berg", "Go,"),
            ("Anna Berg", "Now."),
        ],
    ),
    "a letter said, after somebody has written": (
        'Lawyer Anna Berg, 40, wrote to Gray in May. "We own the roof," the letter said.',
        [("Anna Berg", "We own the roof,")],
    ),
    "blanks within the marks": (
        '" I framed it , " Nell Gray says.',
        [("Nell Gray", "I framed it ,")],
    ),
    "corner brackets": (
        "\u300e\u9759\u304b\u306b\u300f, said Nell Gray, and the hall fell silent.",
        [("Nell Gray", "\u9759\u304b\u306b")],
    ),
    "was her reply": (
        'Tom Pell, 41, met Nell Gray, 40. "We have mice," said Pell.\n\n"So have we," was Gray\'s reply.',
        [("Tom Pell", "We have mice,"), ("Nell Gray", "So have we,")],
    ),
    "tired of being called something": (
        'Nell Gray is tired of being called a "roof lady." "I have a name," she says.',
        [("Nell Gray", "I have a name,")],
    ),
    "a colon after a sentence with an apposition": (
        'Tom Pell, 41, left. "I am off," he said.\n\n'
        'The editor, Nell Gray, ended the talk with a note at the foot of the page: "This door is shut."',
        [("Tom Pell", "I am off,"), ("Nell Gray", "This door is shut.")],
    ),
    "what somebody used to say": (
        'Nell Gray, 40, and Tom Pell, 41, own the mill.\n\n"A mill is a wheel," Pell used to say.',
        [("Tom Pell", "A mill is a wheel,")],
    ),
    "two who share a surname": (
        'Ida and Constance Farrow sang. Ida was shy. "I sang to the wall," she told Tom Pell in 1970.',
        [("Ida Farrow", "I sang to the wall,")],
    ),
    "a name in use and the one given at birth": (
        'So did the singer Nightjar, born Mary Rowe. "Tell the dog," she texted. "I will," said Nightjar.',
        [("Nightjar", "Tell the dog,"), ("Nightjar", "I will,")],
    ),
    "her brother, with a first name alone": (
        'Nell Gray, 40, has a roof. Her brother Con remembers it. "I had a watch," he said.',
        [("Con", "I had a watch,")],
    ),
    "a surname and what its bearer is": (
        'Nell Gray, 40, has a boat. Lodge, the headmaster, was on it. "She never looked back," he says.',
        [("Lodge", "She never looked back,")],
    ),
    "words within words, of whom the words name": (
        "Otto Lind, 50, has gone. \"I saw Lind on the roof. He shouted, 'Come up!'\" said Nell Gray.",
        [
            ("Nell Gray", "I saw Lind on the roof. He shouted, 'Come up!'"),
            ("Otto Lind", "Come up!"),
        ],
    ),
    "a letter with an address below its name": (
        "The paper printed this from a reader, Mr Otto Lind:\n\nSir,\n\n"
        "I write as a neighbour of forty years. The mill is an insult to my eyes.\n\n"
        "Otto Lind\nLower Mill\n\nA week later Nell Gray laughed.",
        [
            ("Otto Lind", "Sir,"),
            ("Otto Lind", "I write as a neighbour of forty years. The mill is an insult to my eyes."),
            ("Otto Lind", "Otto Lind\nLower Mill"),
        ],
    ),
    "a sentence ends within the marks": (
        'Ansel Rook, 41, is shy. Rook once said "soup is a dead animal." His sister, Ida Rook, was cross. '
        '"He never spoke of soup," she told me.',
        [("Ansel Rook", "soup is a dead animal."), ("Ida Rook", "He never spoke of soup,")],
    ),
    "accounts": (
        'The host was grimoire_gal. "I have seen six moons," grimoire_gal told the hall. "I agree," replied '
        'commenter tidewrack, who was there. A user called boneyard88 has posted: "Smells fine to me."',
        [
            ("grimoire_gal", "I have seen six moons,"),
            ("tidewrack", "I agree,"),
            ("boneyard88", "Smells fine to me."),
        ],
    ),
    "a first name after what its bearer is": (
        'Tom Pell, 41, sang. "I am off," he said.\n\nPell\'s agent, Sol, had the last word: "Pay the man."',
        [("Tom Pell", "I am off,"), ("Sol", "Pay the man.")],
    ),
    "per": (
        'Tom Pell left.\n\nPer the union\'s Sean Lodd, who has read it, the offer is "a hole with a bow."',
        [("Sean Lodd", "a hole with a bow.")],
    ),
    "described so and so": (
        'Tom Pell\'s show has been described as "savage" and "a warm bath," by turns. "Fine," Pell says.',
        [("Tom Pell", "Fine,")],
    ),
    "a notice": (
        'Nell Gray, 40, has gone. A notice by her door says "Please Untie Yourself."',
        [],
    ),
    "the first words of a text, after two sentences": (
        'Coach Tom Pell spoke one last time. A parent recorded it.\n\n"Sit down. I won\'t shout."',
        [("Tom Pell", "Sit down. I won't shout.")],
    ),
    "what I said within the words": (
        "\"I said, 'Where?' And Otto Lind said, 'There.'\" Nell Gray laughed. \"So I did,\" she said.",
        [
            ("Nell Gray", "I said, 'Where?' And Otto Lind said, 'There.'"),
            ("Otto Lind", "There."),
            ("Nell Gray", "So I did,"),
        ],
    ),
    "their daughter": (
        "Tom Pell, 41, and his wife have a mill; their daughter Ida Pell has joined them.\n\n"
        '"It leaks," Tom Pell said.\n\n"It does," their daughter added.',
        [("Tom Pell", "It leaks,"), ("Ida Pell", "It does,")],
    ),
    "no closing mark before she said, and the words go on": (
        "Nell Gray laughed. \u201cThe crew slept here, she said, \u201cand the barn leaked.\u201d",
        [("Nell Gray", "The crew slept here,"), ("Nell Gray", "and the barn leaked.")],
    ),
    "guillemets within curly marks": (
        "\u201cShe writes \u00abmerci\u00bb in it,\u201d says Tom Pell, \u201cand I keep it.\u201d",
        [("Tom Pell", "She writes \u00abmerci\u00bb in it,"), ("Tom Pell", "and I keep it.")],
    ),
    "her version": (
        'Tom Pell, 41, left. "I am off," he said.\n\nNell Gray\'s version differs: "He was sent."',
        [("Tom Pell", "I am off,"), ("Nell Gray", "He was sent.")],
    ),
    "the statement of a body without a name": (
        'Tom Pell, 41, left. "I am off," he said.\n\nThe network\'s statement called it "a hard choice."',
        [("Tom Pell", "I am off,")],
    ),
    "a surname that others' words call Mr": (
        '"Mr Lodge told me to go," said Tom Pell. Lodge stayed. In a letter he called it "a pack of lies".',
        [("Tom Pell", "Mr Lodge told me to go,"), ("Lodge", "a pack of lies")],
    ),
    "was heard to say": (
        'Tom Pell, 41, left.\n\n"I can do it in a boat," the leading man, Lorcan Tighe, was heard to say.',
        [("Lorcan Tighe", "I can do it in a boat,")],
    ),
    "a surname with al-": (
        'The prize went to Mx. Juno al-Rashid. "I built it," al-Rashid said.',
        [("Juno al-Rashid", "I built it,")],
    ),
    "a byname, where the text goes on with the name": (
        'The head, known to all as Big Mac, real name Cormac Lodge, was in tears. "It is over," Lodge said.',
        [("Cormac Lodge", "It is over,")],
    ),
    "whose log reads": (
        'Tom Pell\'s log for the same week is less kind. "Wind SW. Wife well," it reads.',
        [("Tom Pell", "Wind SW. Wife well,")],
    ),
    "a tagline": (
        'Nell Gray, 40, made it. Its tagline, "Sit down. Stay down," is new.',
        [],
    ),
    "my father within the words is nobody whom the text names": (
        "\"My father came down and he said, 'Boots.' We went,\" said Nell Gray. Con Lind, 40, saw it.",
        [("Nell Gray", "My father came down and he said, 'Boots.' We went,")],
    ),
    "where somebody is based": (
        'Harlow-based Juno Pell has left. "It rains," said Pell.',
        [("Juno Pell", "It rains,")],
    ),
}


NOBODYS = (
    'If a reader were to ask, "Why me?" what could Gray say?',
    'Had I asked, Gray might have said, "Are they quiet?"',
    'Gray would never have said, "Follow your dreams."',
    'Gray wanted to tell the crowd, "Go home."',
    'You can almost hear Gray muttering, "Not another mill."',
    'Suppose a stranger had stopped Gray in the street and said, "You have a kind face."',
    'Gray denies having told the crew, "The mill is sold."',
    '"The mill is sold", Gray never said.',
    '"The mill is sold" is something Gray never said.',
    'It is not true that Gray once said "mills are dead."',
    'Should anyone ever ask, "What was Gray like?", there is no answer.',
)


@pytest.mark.parametrize(("text", "expected"), SPEAKERS.values(), ids=list(SPEAKERS))
def test_the_speaker_of_marked_words(text: str, expected: list[tuple[str | None, str]]) -> None:
    assert said(text) == expected


@pytest.mark.parametrize("sentence", NOBODYS)
def test_words_in_marks_that_nobody_said(sentence: str) -> None:
    found = find_quotes(f"Nell Gray, 40, owns the mill. {sentence}")
    assert [(quote.speaker, quote.hypothetical) for quote in found] == [(None, True)]
