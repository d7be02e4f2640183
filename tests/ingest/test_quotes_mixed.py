"""What short texts of many makes taught the rules: who is meant, and what is nobody's."""

from __future__ import annotations

import pytest

from bot.ingest.quotes import find_quotes

SPEAKERS = {
    "she is whom the sentence before told of, though another spoke last": (
        'Tom Pell waved. "We saw it," he said.\n\nHis producer, Orla Finch, is more careful. She does not '
        'like the word. "If you see it, it\'s there," she said.',
        [("Tom Pell", "We saw it,"), ("Orla Finch", "If you see it, it's there,")],
    ),
    "the object before a colon is nobody": (
        'The Hebrew translator, Noa Peretz, sent a single line: "They left at dawn."',
        [("Noa Peretz", "They left at dawn.")],
    ),
    "it before a colon is no speaker": (
        'Orla Finch wrote the finale. Orla Finch on recording it: "We did it once."',
        [("Orla Finch", "We did it once.")],
    ),
    "a first name alone doesn't make a surname hers": (
        "Fans met for the letter that Konrad Weiss left. Konrad Weiss died in May.\n\nIn the letter, read "
        'aloud by his daughter Anna, Weiss wrote: "Tell me how it ends." Anna Weiss folded the paper.',
        [("Konrad Weiss", "Tell me how it ends.")],
    ),
    "whom one cites": (
        'Her quarrel is with Tom Pell, whose essay she cites at length: "We see two figures from behind."',
        [("Tom Pell", "We see two figures from behind.")],
    ),
    "whom one quotes": (
        'Orla Finch quotes the poet Tom Pell on this: "No hand is innocent."',
        [("Tom Pell", "No hand is innocent.")],
    ),
    "her co-star went further": (
        'Star Nell Gray posted it. "At last," Gray wrote. Her co-star Orla Finch went further. "I knew," she '
        "tweeted.",
        [("Nell Gray", "At last,"), ("Orla Finch", "I knew,")],
    ),
    "words that one posts": (
        'Star Nell Gray retweeted it with the words "It was always going to end so" and a picture.',
        [("Nell Gray", "It was always going to end so")],
    ),
    "who told her isn't she": (
        'Nell Gray paints. Captain Dorn told her, "You are alone here," and she answers: "I paid for it."',
        [("Captain Dorn", "You are alone here,"), ("Nell Gray", "I paid for it.")],
    ),
    "would only say": (
        'Asked about season two, Orla Finch would only say that it was "likely."',
        [("Orla Finch", "likely.")],
    ),
    "a dateline is nobody": (
        'HARROW, Ont. \u2014 The mayor of Harrow says the beaver "came as a great surprise to all."',
        [(None, "came as a great surprise to all.")],
    ),
    "an old one in dash dialogue": (
        "\u2013 They are late, said old Benoit.\n\n\u2013 They are always late, answered Margot.\n\n"
        "\u2013 Then you are right, said old Benoit.",
        [
            ("Benoit", "They are late"),
            ("Margot", "They are always late"),
            ("Benoit", "Then you are right"),
        ],
    ),
    "an apostrophe at a sentence's beginning": (
        "'It was quiet,' said Hugh. ''Course, the lift has been stuck since May, miss,' said Hugh.",
        [
            ("Hugh", "It was quiet,"),
            ("Hugh", "'Course, the lift has been stuck since May, miss,"),
        ],
    ),
}


@pytest.mark.parametrize(("text", "expected"), SPEAKERS.values(), ids=SPEAKERS.keys())
def test_who_is_meant(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(quote.speaker, quote.text) for quote in find_quotes(text)] == expected


NOBODYS = {
    "hashtag": 'If you make it, tag me and say "#beasplums" so that I see it.',
    "handle": 'For more, follow "@brightwater" or visit the site.',
    "sash": 'It wears a sash reading "MISS HARROW 1974."',
    "headline before a verb": 'A review, headlined "Orchard\'s Fruit Is Sweet", called the finale brave.',
    "choice in brackets": 'Kestrel waits.\n\n[CHOICE: "Light the signal now"]',
    "imperative before a colon": 'Orla Finch came by. Try this: "mix and wait".',
}


@pytest.mark.parametrize("text", NOBODYS.values(), ids=NOBODYS.keys())
def test_no_quotes(text: str) -> None:
    assert [(quote.speaker, quote.text) for quote in find_quotes(text) if quote.speaker is not None] == []
    assert not any(quote.text.startswith(("#", "@", "Orchard", "MISS")) for quote in find_quotes(text))


def test_a_page_is_a_place_to_write_on() -> None:
    text = (
        "The makers have spoken. Ilse Brand was first. She wrote on her page:\n\n"
        "I have nothing to add, except that the napkin is mine.\n\n"
        "And then the part that everyone has been quoting:\n\n"
        "They are in love: that is what it says. If it looked like less to you, read it again.\n\n"
        "The publisher has announced a new printing. It goes on sale in May.\n\n"
        "I have seen many endings in this job. This was one."
    )
    assert [(quote.speaker, quote.text[:6]) for quote in find_quotes(text)] == [
        ("Ilse Brand", "I have"),
        ("Ilse Brand", "They a"),
    ]


def test_an_interview_with_laughs_has_answers_of_several_paragraphs() -> None:
    text = (
        "MP: Did you always know that she would leave?\n\nBO: [laughs] We knew.\n\nMP: How did you know?\n\n"
        "BO: It was on a card.\n\nI know that I should not say so, but it was.\n\nMP: And what else?"
    )
    assert "I know that I should not say so, but it was." in [quote.text for quote in find_quotes(text)]


def test_full_names_as_labels_and_then_surnames() -> None:
    text = (
        "An Oral History\n\nNELL FOGARTY (bass): We were on at nine. I ate all I could find.\n\n"
        'RUPERT ADEY (drums): She did.\n\nFOGARTY: The promoter comes in and he says, "Don\'t run." Fine.'
        "\n\nADEY: Nobody told me to stop."
    )
    found = find_quotes(text)
    assert [quote.speaker for quote in found] == ["NELL FOGARTY", "RUPERT ADEY"] * 2


def test_letters_to_a_column() -> None:
    text = (
        "Dear Aunt Vera: My sister says that I ruined it. Should I write? \u2013 Blue\n\n"
        "Dear Blue: Write to her. Keep it short.\n\n"
        "Dear Aunt Vera: How do you tell a friend that his book is bad?\n\n"
        "Dear Stuck: You don't."
    )
    assert [quote.speaker for quote in find_quotes(text)] == [None, "Aunt Vera", None, "Aunt Vera"]


def test_he_within_somebodys_words_is_one_whom_they_name() -> None:
    text = (
        'Dana: Were you there?\n\nOtto: I was. The boss came in and he said, "Not again."\n\n'
        'Dana: And then?\n\nOtto: Tom Pell came in, and he said, "Sit down, all of you."'
    )
    nested = [(quote.speaker, quote.text) for quote in find_quotes(text) if quote.form == "nested"]
    assert nested == [("Tom Pell", "Sit down, all of you.")]


def test_a_forum_thread_whose_heads_name_the_writers() -> None:
    text = (
        "Did she mean it\n\nmoss_witch wrote:\nI can't be the only one.\n\ntinker77 wrote:\nyou read too "
        "much into it\n\nmoss_witch wrote:\nthe horse did not blush"
    )
    assert [(quote.speaker, quote.text) for quote in find_quotes(text)] == [
        ("moss_witch", "I can't be the only one."),
        ("tinker77", "you read too much into it"),
        ("moss_witch", "the horse did not blush"),
    ]


def test_a_wrapped_mail_keeps_its_lines_that_stand_alone() -> None:
    text = (
        "From: Olu Adebayo\nTo: Letters desk\nSubject: Correction\n\nDear editor,\n\n"
        "In your piece of the fourth of May your reporter has me\nsaying that I left. I said nothing of the"
        " kind, and nor\ndid my wife, who was there and heard every word that I\nsaid to him.\n\n"
        "Yours sincerely,\nOlu Adebayo"
    )
    words = next(quote for quote in find_quotes(text) if quote.text.startswith("In your piece"))
    assert (words.speaker, words.text.endswith("said to him.")) == ("Olu Adebayo", True)


def test_marked_answers_to_plain_questions_are_those_of_whom_the_head_names() -> None:
    text = (
        "Thandi Mokoe, 34, left tax law to open a bakery. We talked to Thandi Mokoe between batches.\n\n"
        'Why bread?\n\n"Nobody rings you at three in the morning about bread."\n\n'
        'What does your mother say?\n\n"She still tells people I am a lawyer."\n\n'
        'What is the oddest thing you were asked for?\n\n"A loaf in the shape of his wife."'
    )
    assert {quote.speaker for quote in find_quotes(text)} == {"Thandi Mokoe"}


def test_whom_one_asked_answers() -> None:
    text = '"He cried," Tom Pell said.\n\nI asked Orla Finch, who paints, if so. "No comment," she said.'
    assert [quote.speaker for quote in find_quotes(text)] == ["Tom Pell", "Orla Finch"]


def test_a_sentence_about_what_is_his_goes_on_about_him() -> None:
    text = (
        '"I always said so," Tom Pell said.\n\nHis favorite memory is the time Principal Diaz walked in. '
        '"Everyone was on the roof by then."'
    )
    assert [quote.speaker for quote in find_quotes(text)][1] in ("Tom Pell", None)


def test_she_within_somebodys_words() -> None:
    text = (
        "Orla Finch wrote the book. “I asked Bea Lund, and she said, ‘Not in my house,’” Tom Pell said. "
        "“Then she said, ‘Never.’”"
    )
    nested = [(quote.speaker, quote.text) for quote in find_quotes(text) if quote.form == "nested"]
    assert nested == [("Bea Lund", "Not in my house,"), ("Bea Lund", "Never.")]


def test_beside_her_is_another() -> None:
    text = (
        "Mary Seo laughed. Han Jiwoo, seated beside her, hid behind his hands. He was asked about it.\n\n"
        '"If she calls, I will come," he said.'
    )
    assert [quote.speaker for quote in find_quotes(text)] == ["Han Jiwoo"]


def test_a_letter_that_nothing_leads_in_to() -> None:
    text = (
        "No letter is better known than that of Josiah Thrale. He wrote it to a wife who could not read.\n\n"
        "My dear Nan, we have eaten the last of the horses and the men are in good heart.\n\n"
        "Historians have doubted the tale."
    )
    assert [(quote.speaker, quote.text[:11]) for quote in find_quotes(text)] == [
        ("Josiah Thrale", "My dear Nan")
    ]


def test_bold_questions_of_which_some_are_statements() -> None:
    text = (
        "Ilona Varga has voiced General Thorne for years.\n\n**Did you know you'd lose?**\n\nI did not!\n\n"
        "**Fans noticed that Thorne smiles.**\n\nShe does. That wasn't in the script.\n\n"
        "**Is she coming back?**\n\nYou'd have to ask Peter."
    )
    assert {quote.speaker for quote in find_quotes(text)} == {"Ilona Varga"}
    assert len(find_quotes(text)) == 3


def test_initials_that_the_text_explains() -> None:
    text = (
        "Our own Dev Patel-Ross (DPR) sat down with Marcus Tell (MT) and Oona Bright (OB).\n\n"
        "DPR: Who came up with the bees?\n\nMT: She did.\n\nOB: He did.\n\nDPR: And the wasps?"
    )
    assert [quote.speaker for quote in find_quotes(text)] == [
        "Dev Patel-Ross",
        "Marcus Tell",
        "Oona Bright",
        "Dev Patel-Ross",
    ]


def test_a_lead_in_that_turns_to_something() -> None:
    text = (
        "Tomasz Wilk posted about the finale. He starts by admitting that it was not his idea:\n\n"
        "The ring was Ada's. I want to say that first.\n\nHe then turns to the criticism (there is a lot):"
        "\n\nYou can call it rushed. You try fitting a marriage into twenty-two minutes."
    )
    assert [quote.speaker for quote in find_quotes(text)] == ["Tomasz Wilk", "Tomasz Wilk"]


def test_what_one_calls_a_book_is_no_title() -> None:
    text = 'Critic Barnaby Loxley called the book "three hundred pages of damp" when it came out.'
    assert [(quote.speaker, quote.text) for quote in find_quotes(text)] == [
        ("Barnaby Loxley", "three hundred pages of damp")
    ]


def test_her_last_line_is_hers() -> None:
    text = (
        'Writer Jonah Feld likes Ottoline Grave. "I kept the bell," Grave says.\n\n'
        'Her last line, "Shut the door, child," was made up on the day.'
    )
    assert [quote.speaker for quote in find_quotes(text)] == ["Ottoline Grave", "Ottoline Grave"]


def test_a_block_ends_where_the_article_leads_in_to_the_next() -> None:
    text = (
        "Dunstan Crowe finally wrote about the page. Crowe begins:\n\n"
        "I drew it on a Sunday. My daughter had the flu.\n\n"
        "Crowe goes on about his drafts. And here's the bit that made me put down my coffee:\n\n"
        "In the last one they looked at the same thing. I knew that was it."
    )
    assert [quote.text[:5] for quote in find_quotes(text)] == ["I dre", "In th"]


def test_a_story_may_have_the_80s_and_feet() -> None:
    text = (
        "The group had met since the '80s, in a room 6' 2\" high.\n\n"
        "\u2018I don\u2019t hold with ghosts,\u2019 said Agnes Pellow.\n\n"
        "\u2018It is only a story, Agnes,\u2019 said Denzil Hoskin.\n\n"
        "\u2018Is it? Then why did you underline the bell?\u2019\n\n"
        "\u2018Because it\u2019s the best line!\u2019 cried Denzil."
    )
    assert [quote.speaker for quote in find_quotes(text)] == [
        "Agnes Pellow",
        "Denzil Hoskin",
        "Agnes Pellow",
        "Denzil Hoskin",
    ]


def test_a_dash_for_the_colon_of_every_line() -> None:
    text = (
        "SFX Weekly \u2014 What was the first line?\n\nMina Harcourt \u2014 It was the only line I had.\n\n"
        "SFX Weekly \u2014 And the last?\n\nMina Harcourt \u2014 The same. That was my idea."
    )
    assert [quote.speaker for quote in find_quotes(text)] == ["SFX Weekly", "Mina Harcourt"] * 2


def test_one_who_is_called_by_a_role_is_not_whoever_acted_last() -> None:
    text = '"Is there a map for this?" Marisol asks.\n\n"There wasn\'t," the Cartographer answers.'
    assert [quote.speaker for quote in find_quotes(text)][1] in (None, "Cartographer")


def test_what_an_account_called_it_is_not_the_word_of_who_answers_it() -> None:
    text = 'Wren Delacroix was replying to a fan account that had called the moment "a happy accident".'
    assert [quote for quote in find_quotes(text) if quote.speaker is not None] == []


def test_a_voice_in_a_play() -> None:
    text = "GRETCHEN. Kettle?\n\nOLD WILL. No.\n\nA VOICE. (Off.) Is this the house?\n\nGRETCHEN. Who asks?"
    speakers = [(quote.speaker or "").title() for quote in find_quotes(text)]
    assert speakers == ["Gretchen", "Old Will", "A Voice", "Gretchen"]
