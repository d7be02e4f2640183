"""Who said what, in short invented texts of every make."""

from __future__ import annotations

import pytest

from bot.ingest.persons import KnownPerson
from bot.ingest.quotes import FoundQuote, find_quotes


def said(
    text: str, known: tuple[KnownPerson, ...] = (), *, kind: str = "report"
) -> list[tuple[str | None, str]]:
    return [(quote.speaker, quote.text) for quote in find_quotes(text, known, kind=kind)]


SPEAKERS = {
    "verb before the name": (
        '"The tide is late," said Orla Finch.',
        [("Orla Finch", "The tide is late,")],
    ),
    "name before the verb": (
        "“The tide is late,” Orla Finch said.",
        [("Orla Finch", "The tide is late,")],
    ),
    "apposition between name and verb": (
        '"We start in May," Orla Finch, the series\' lead writer, told reporters.',
        [("Orla Finch", "We start in May,")],
    ),
    "role before the name": (
        '"We start in May," said co-creator and lead writer Orla Finch.',
        [("Orla Finch", "We start in May,")],
    ),
    "description with a place name": (
        'Orla Finch opened the shop. "It rains here," said the cheerful Harlow resident.',
        [("Orla Finch", "It rains here,")],
    ),
    "tag before the words": (
        'Orla Finch told the crowd: "Bring a coat."',
        [("Orla Finch", "Bring a coat.")],
    ),
    "object of the verb is no speaker": (
        'Orla Finch told Tom Pell, "Bring a coat."',
        [("Orla Finch", "Bring a coat.")],
    ),
    "according to": (
        'According to showrunner Orla Finch, the finale was "never going to be a happy one."',
        [("Orla Finch", "never going to be a happy one.")],
    ),
    "in the words of": (
        'In the words of Orla Finch, "nobody slept that week."',
        [("Orla Finch", "nobody slept that week.")],
    ),
    "last name": (
        'Orla Finch wrote it. Tom Pell drew it. "It was quick," Finch said.',
        [("Orla Finch", "It was quick,")],
    ),
    "pronoun": (
        'Anna Berg met Tom Pell in spring. Pell liked the pages.\n\n"They were sharp," he said.',
        [("Tom Pell", "They were sharp,")],
    ),
    "pronoun of the other gender": (
        'Anna Berg wrote for Tom Pell. "He paid on time," she said.',
        [("Anna Berg", "He paid on time,")],
    ),
    "title": (
        '"Stand back," Chief Harrow said. Mina Harrow raised a hand.',
        [("Mina Harrow", "Stand back,")],
    ),
    "two of one surname": (
        'Anna Berg and Otto Berg run it. "We argue," said Anna Berg. "She wins," Otto said.'
        '\n\n"True," said Berg.',
        [("Anna Berg", "We argue,"), ("Otto Berg", "She wins,"), (None, "True,")],
    ),
    "two who speak as one": (
        '"We did it together," Anna Berg and Tom Pell said.',
        [(None, "We did it together,")],
    ),
    "nobody named": (
        '"We saw the lights go out," a passer-by said.',
        [(None, "We saw the lights go out,")],
    ),
    "split by its tag": (
        '"The sea," said Nell Gray, "is not a road."',
        [("Nell Gray", "The sea,"), ("Nell Gray", "is not a road.")],
    ),
    "a second speaker in between": (
        '"It floats," said Nell Gray. Otto Pike disagreed. "It leaks."',
        [("Nell Gray", "It floats,"), ("Otto Pike", "It leaks.")],
    ),
    "paragraph after narration": (
        'Nell Gray said the harbour would stay open.\n\n"Boats do not wait for us."',
        [("Nell Gray", "Boats do not wait for us.")],
    ),
    "lead-in in its own paragraph": (
        'Asked about the storm, Nell Gray replied:\n\n"We tied everything down."',
        [("Nell Gray", "We tied everything down.")],
    ),
    "missing closing mark, then another speaker": (
        '"They took my boat," Nell says. "I need it back.\n\n"We will find it," Otto answers.',
        [("Nell", "They took my boat,"), ("Nell", "I need it back."), ("Otto", "We will find it,")],
    ),
    "missing closing mark before the tag": (
        '"We left at dawn, Nell Gray said.',
        [("Nell Gray", "We left at dawn,")],
    ),
    "missing opening mark": (
        'It is all right," Otto Pike responds. "Go."',
        [("Otto Pike", "It is all right,"), ("Otto Pike", "Go.")],
    ),
    "single marks": (
        "'We never meant it,' said Orla Finch. 'It's the boys' idea.'\n\n'I don't agree,' said Tom Pell.",
        [
            ("Orla Finch", "We never meant it,"),
            ("Orla Finch", "It's the boys' idea."),
            ("Tom Pell", "I don't agree,"),
        ],
    ),
    "guillemets": (
        "« Il pleut », said Marc Duval. « Encore. »",
        [("Marc Duval", "Il pleut"), ("Marc Duval", "Encore.")],
    ),
    "low opening marks": (
        "„Wir gehen“, said Karl Brandt.",
        [("Karl Brandt", "Wir gehen")],
    ),
    "curly mark the wrong way round": (
        "”Come in,” said Nell Gray.",
        [("Nell Gray", "Come in,")],
    ),
    "brackets and ellipses stay": (
        '"They [the writers] were … tired," said Nell Gray.',
        [("Nell Gray", "They [the writers] were … tired,")],
    ),
    "inches are no marks": (
        'The door is 6\'2" high. "It is low," said Nell Gray.',
        [("Nell Gray", "It is low,")],
    ),
    "an organisation": (
        '"We regret the delay," the Harbour Trust said in a statement.',
        [("Harbour Trust", "We regret the delay,")],
    ),
    "a role of two before the first name": (
        'Creators Orla Finch and Tom Pell spoke of it. "Not a joke," Orla added.',
        [("Orla Finch", "Not a joke,")],
    ),
    "wrote on a blog, twice": (
        '"The boats always sink," wrote Tom Pell on his blog. "We never said when."',
        [("Tom Pell", "The boats always sink,"), ("Tom Pell", "We never said when.")],
    ),
    "as somebody puts it": (
        '"You cannot film fog," as Orla Finch puts it.',
        [("Orla Finch", "You cannot film fog,")],
    ),
    "per somebody": (
        'The role was "written for a goat," per Orla Finch.',
        [("Orla Finch", "written for a goat,")],
    ),
    "in the words of, in mid-sentence": (
        'The ending was, in the words of co-creator Tom Pell, "a very long apology."',
        [("Tom Pell", "a very long apology.")],
    ),
    "quoted as saying": (
        'Orla Finch was quoted as saying, "We owe the fans a boat."',
        [("Orla Finch", "We owe the fans a boat.")],
    ),
    "took to a network": (
        'Orla Finch took to her feed to say sorry: "I miss the goat."',
        [("Orla Finch", "I miss the goat.")],
    ),
    "a character's line, then the crowd": (
        'When Rua says, "I am the storm," the crowd roars. Anna Berg wrote that line.',
        [("Rua", "I am the storm,")],
    ),
    "a speaker and one who remembers": (
        '"It was cold," said Anna Berg, while Tom Pell remembered "a heat like an oven."',
        [("Anna Berg", "It was cold,"), ("Tom Pell", "a heat like an oven.")],
    ),
    "a title of the story": (
        '"I am not afraid of water," Avatar Senna said. Senna lifted her arms.',
        [("Senna", "I am not afraid of water,")],
    ),
    "two of one surname by their titles": (
        'Mr. Hale met Mrs. Hale.\n\n"You are wet," said Mrs. Hale.\n\n"It rains," said Mr. Hale.',
        [("Mrs. Hale", "You are wet,"), ("Mr. Hale", "It rains,")],
    ),
    "a slip of the pen in a last name": (
        'Tom Konetzky drew the fox. "It bites," said Konetsky. "It bit me," he added.',
        [("Tom Konetzky", "It bites,"), ("Tom Konetzky", "It bit me,")],
    ),
    "a slip of the pen in a full name": (
        'Tom Konetzky drew the fox. Anna Berg asked why. "It bites," said Tom Konetsky.',
        [("Tom Konetzky", "It bites,")],
    ),
    "names that are alike, not one": (
        'Anna Hansen met Otto Hanson. "I sell," said Hansen. "I buy," said Hanson.',
        [("Anna Hansen", "I sell,"), ("Otto Hanson", "I buy,")],
    ),
    "with and without its accent": (
        'Zoé Brenner plays the fox. Tom Pell met Zoe Brenner. "I bite," said Zoe.',
        [("Zoé Brenner", "I bite,")],
    ),
    "a nickname in marks": (
        'Robert "Bobby" Lind built the set. "It leaks," said Bobby. "It does," Lind said.',
        [("Robert Lind", "It leaks,"), ("Robert Lind", "It does,")],
    ),
    "guillemets turned inwards": (
        "»We go now«, said Anna Keller. »And quickly.«",
        [("Anna Keller", "We go now"), ("Anna Keller", "And quickly.")],
    ),
    "single marks with double ones within": (
        "‘He told me, “Stay out,” and I did,’ said Kit Marlow. ‘Mostly.’",
        [("Kit Marlow", "He told me, “Stay out,” and I did,"), ("Kit Marlow", "Mostly.")],
    ),
    "one quotation in single marks": (
        "'The tide is late,' said Orla Finch. It was.",
        [("Orla Finch", "The tide is late,")],
    ),
    "dashes close to the tag": (
        "—I have no keys —said Ana Ruiz—. You have them.\n\n—No —answered Luis—, the cat has."
        "\n\n—Then we wait.",
        [
            ("Ana Ruiz", "I have no keys"),
            ("Ana Ruiz", "You have them."),
            ("Luis", "No"),
            ("Luis", "the cat has."),
            ("Ana Ruiz", "Then we wait."),
        ],
    ),
    "dashes and the name first": (
        "—You are late, said Ana Ruiz.\n—The train was slow, Luis answered.\n—It always is.",
        [("Ana Ruiz", "You are late"), ("Luis", "The train was slow"), ("Ana Ruiz", "It always is.")],
    ),
    "three paragraphs of one utterance": (
        'Orla Finch was blunt. "We ran out of money.\n\n"By week three we had sold the boat.'
        '\n\n"Then it rained."\n\nTickets cost nine dollars.',
        [
            ("Orla Finch", "We ran out of money."),
            ("Orla Finch", "By week three we had sold the boat."),
            ("Orla Finch", "Then it rained."),
        ],
    ),
    "three parts of one utterance": (
        '"If," Tom Pell began, "and I mean if, we go," he paused, "we go at night."',
        [
            ("Tom Pell", "If,"),
            ("Tom Pell", "and I mean if, we go,"),
            ("Tom Pell", "we go at night."),
        ],
    ),
    "the one who is told answers": (
        '"You were late," Anna Berg told Tom Pell, who apologised. "Never again," he said.',
        [("Anna Berg", "You were late,"), ("Tom Pell", "Never again,")],
    ),
    "spoken to, not speaking": (
        'Anna Berg met the press. "Where is the goat?" Berg was asked. "Asleep," she said.',
        [(None, "Where is the goat?"), ("Anna Berg", "Asleep,")],
    ),
    "in the words of one described first": (
        'Tom Pell drew it. In the words of the composer, Anna Berg, "there was no score."',
        [("Anna Berg", "there was no score.")],
    ),
    "put it": (
        'Tom Pell liked it. Anna Berg put it best: "We ran out of paint."',
        [("Anna Berg", "We ran out of paint.")],
    ),
    "first name with another letter": (
        'Mikhail Orlin wrote it. "We slept," said Michail Orlin. "Mario left," said Maria Orlin.',
        [("Mikhail Orlin", "We slept,"), ("Maria Orlin", "Mario left,")],
    ),
    "feet and inches within the words": (
        '"My mother," said Anna Berg. "She is 4\'11", and she can fly."',
        [("Anna Berg", "My mother,"), ("Anna Berg", "She is 4'11\", and she can fly.")],
    ),
    "a few words of nobody's after a tag": (
        'Anna Berg confirmed it: "The bear is silent." Players want "justice for it" still.',
        [("Anna Berg", "The bear is silent.")],
    ),
    "after a noun for one's work": (
        '"No," said Emil Berg, who draws the comic. "I drew him breathing."',
        [("Emil Berg", "No,"), ("Emil Berg", "I drew him breathing.")],
    ),
    "no thought": (
        '"Not I," said Anna Berg. "Would I go?" She thought about it. "Tomorrow."',
        [("Anna Berg", "Not I,"), ("Anna Berg", "Would I go?"), ("Anna Berg", "Tomorrow.")],
    ),
    "a line from somebody described": (
        'Tom Pell closes with a line from his late mentor, Anna Berg: "If they ask, you did it right."',
        [("Anna Berg", "If they ask, you did it right.")],
    ),
    "found it": (
        'Critic Anna Berg called it "a small miracle", while Otto Finch of The Post found it "long and loud'
        ' at times".',
        [("Anna Berg", "a small miracle"), ("Otto Finch", "long and loud at times")],
    ),
    "brothers": (
        'Brothers Emil and Otto Berg argue. "He is dead," says Otto Berg. "He lives," Emil insists.',
        [("Otto Berg", "He is dead,"), ("Emil Berg", "He lives,")],
    ),
    "described by": (
        'Otto Finch left. Sorrel is described by Anna Berg as "a locked door with a handle".',
        [("Anna Berg", "a locked door with a handle")],
    ),
    "he and a colon": (
        'Tom Pell wrote it. He credited actress Anna Berg with saving it: "She looked at the knife and'
        ' laughed."',
        [("Tom Pell", "She looked at the knife and laughed.")],
    ),
    "asked whether another": (
        'Anna Berg left. "Fine," said Anna Berg. Asked whether Nora Pell knew, she answered, "Who told you?"',
        [("Anna Berg", "Fine,"), ("Anna Berg", "Who told you?")],
    ),
    "several without names": (
        '"I swim," said Anna Berg. Critics have called her "the very last of the great drowners".',
        [("Anna Berg", "I swim,"), (None, "the very last of the great drowners")],
    ),
    "signed below": (
        '"Seas move."\n— Otto Finch, to his father\n\n"They do." — Anna Berg (@anna)',
        [("Otto Finch", "Seas move."), ("Anna Berg", "They do.")],
    ),
    "a word after its verb": (
        'Star Joel Bell, 71, says only "No." His agent, when reached, asked, "What film?"',
        [("Joel Bell", "No."), (None, "What film?")],
    ),
    "somebody without a name": (
        '"I write," said Anna Berg. Her favourite letter came from a reader in Leeds: "I threw it away."',
        [("Anna Berg", "I write,"), (None, "I threw it away.")],
    ),
    "closing mark left out before a tag": (
        "“People say I should be surprised, said Otto Finch, a ferryman. “I drew the hearts.”",
        [("Otto Finch", "People say I should be surprised,"), ("Otto Finch", "I drew the hearts.")],
    ),
    "a long speech in single marks": (
        "'No,' said Anna Berg.\n\n'Nobody asks about the mud.\n\n'But it is the bank.'\n\nShe has big boots"
        " ('My dad's,' she explains).",
        [
            ("Anna Berg", "No,"),
            ("Anna Berg", "Nobody asks about the mud."),
            ("Anna Berg", "But it is the bank."),
            ("Anna Berg", "My dad's,"),
        ],
    ),
    "guillemets of both kinds": (
        "«On part», said Anna Berg.\n\n»Ja«, said Tom Pell.",
        [("Anna Berg", "On part"), ("Tom Pell", "Ja")],
    ),
    "apostrophe for a mark": (
        "'No,' said Anna Berg. 'Not I.'\n\n'Tis late,' said Tom Pell. ''Tis dark,' said Anna Berg.",
        [
            ("Anna Berg", "No,"),
            ("Anna Berg", "Not I."),
            ("Tom Pell", "Tis late,"),
            ("Anna Berg", "'Tis dark,"),
        ],
    ),
    "child of a named parent": (
        'Hanna Voss, Milo\'s mother, opened the gate. "Come in," Milo said.',
        [("Milo Voss", "Come in,")],
    ),
}


@pytest.mark.parametrize("name", SPEAKERS)
def test_speakers(name: str) -> None:
    text, expected = SPEAKERS[name]
    assert said(text) == expected


NOBODYS_WORDS = {
    "title of a post": 'Finch wrote an essay called "The Last Tide" in May.',
    "title that is a sentence": 'Orla Finch responded at length in her post "It was love all along."',
    "term": 'The so-called "rain rule" is gone.',
    "scare quotes after a verb": 'Orla Finch said the "endgame" was fixed.',
    "work in a caption": 'Tom Pell in a scene from "The Lantern Keeper." Photo by staff.',
    "thought": '"He is lying," she thought. Nell Gray smiled.',
    "title of an episode": 'Season 2, Episode 4: "The Ferry at Dawn"',
    "wish in another sentence": 'Fans of the bear have pleaded for "justice for it" since.',
    "title that opens a headline": '"Embertide" creators settle the lantern question',
    "title after a verb": 'Anna Berg of Finch Games announced "Grey Tide: The Thaw", its sequel.',
    "words spoken of": '"Who stays?" is a question that Orla Finch still hears. "Low tide" was the title.',
    "what stands on things": 'A sign on the door read "Closed until May." T-shirts said "I love goats."',
    "habit of thought": 'I look back and think, "We could have waited."',
    "report without marks": "Orla Finch is said to have left, and later confirmed that the show had ended.",
}


@pytest.mark.parametrize("name", NOBODYS_WORDS)
def test_nobodys_words(name: str) -> None:
    assert said(NOBODYS_WORDS[name]) == []


@pytest.mark.parametrize(
    "text",
    [
        'There is the inevitable reaction, "They only did it for the money." Orla Finch laughs at it.',
        'Some people might say, "It was never planned."',
        'Orla Finch never said, "The goat must go."',
        'Orla Finch did not say "the goat must go."',
        'If someone had told me in May "you will do it again", I\'d have asked Orla Finch.',
        'Imagine a fan asking, "Did the dog live?" Orla Finch knows.',
        'Imagine somebody saying, "I like the rain in March." Orla Finch does.',
        'Orla Finch came. There is a notion that "goats are for children" and that she agrees.',
    ],
)
def test_words_that_nobody_said_are_kept_without_a_speaker(text: str) -> None:
    [quote] = find_quotes(text)
    assert quote.hypothetical
    assert quote.speaker is None


def test_parts_and_paragraphs_of_one_utterance_share_a_number() -> None:
    text = '"The sea," said Nell Gray, "is no road.\n\n"It is a wall."\n\n"Fine," said Otto Pike.'
    quotes = find_quotes(text)
    assert [quote.speaker for quote in quotes] == ["Nell Gray", "Nell Gray", "Nell Gray", "Otto Pike"]
    assert [quote.utterance for quote in quotes] == [0, 0, 0, 1]


def test_words_within_words_have_their_parent() -> None:
    outer, inner = find_quotes("\"Then Tom said, 'Never again,' and hung up,\" said Dana Ortiz.")
    assert (outer.speaker, inner.speaker) == ("Dana Ortiz", "Tom")
    assert (inner.form, inner.parent) == ("nested", 0)


def test_known_persons_beat_guesses() -> None:
    known = (KnownPerson("Dana Ortiz", ("Day", "D. O."), "creator", "she"),)
    assert said('"Never," Day said. "No," she added.', known) == [
        ("Dana Ortiz", "Never,"),
        ("Dana Ortiz", "No,"),
    ]


# --- block quotations ---------------------------------------------------------------------------------------

BLOCKS = """Mara Quill and Tom Pell made Grey Tide. Quill went first in a long post (emphasis ours):

I never wanted him to die. We wrote six endings, and I hated five of them.

You can be angry with me. As Otto Pike says, "A boat is a promise." I broke mine.

The finale drew nine million viewers. Quill returns next year.

She also thanks the crew:

We were a family on that boat. I found this line by Nell Gray:

"The sea keeps nothing that we cannot spare, and I have spared a great deal."

I think of it daily.

Tickets are on sale now."""


def blocks(text: str) -> list[FoundQuote]:
    return [quote for quote in find_quotes(text) if quote.form == "block"]


def test_blocks_belong_to_their_lead_in() -> None:
    found = find_quotes(BLOCKS)
    assert [(quote.speaker, quote.form, quote.text[:14]) for quote in found] == [
        ("Mara Quill", "block", "I never wanted"),
        ("Mara Quill", "block", "You can be ang"),
        ("Otto Pike", "nested", "A boat is a pr"),
        ("Mara Quill", "block", "We were a fami"),
        ("Nell Gray", "nested", "The sea keeps "),
        ("Mara Quill", "block", "I think of it "),
    ]
    assert [quote.parent for quote in found] == [None, None, 1, None, 3, None]
    assert [quote.utterance for quote in found] == [0, 0, 1, 2, 3, 2]


@pytest.mark.parametrize(
    "text",
    [
        "Here are the nominees:\n\nTom Pell, for Grey Tide\n\nNell Gray, for Low Water",
        "The full schedule is below:\n\nWe start on Monday with a walk.",
        "Read more about:\n\nI went to the harbour and saw it all.",
        "I asked my sister what she thought:\n\nWe went there together the next day.",
        "Quill has three rules:\n\n1. We never film at night.\n2. We eat together.",
    ],
)
def test_no_block_after_lists_and_pointers(text: str) -> None:
    assert blocks(text) == []


def test_a_firm_lead_in_needs_no_first_person() -> None:
    [quote] = blocks(
        "Mara Quill wrote on her site:\n\nThe show is over, and the boats are sold.\n\nIt ran nine years."
    )
    assert (quote.speaker, quote.text) == ("Mara Quill", "The show is over, and the boats are sold.")


def test_a_lead_in_of_two_words_goes_on_with_the_same_speaker() -> None:
    text = (
        "Mara Quill answered on her blog:\n\nI love goats. My mother kept four.\n\nShe added:\n\n"
        "But I could not keep one on a boat.\n\nQuill continued:\n\nAnd we had no hay at all, mind."
        "\n\nIt airs in May."
    )
    assert [(quote.speaker, quote.text[:10]) for quote in blocks(text)] == [
        ("Mara Quill", "I love goa"),
        ("Mara Quill", "But I coul"),
        ("Mara Quill", "And we had"),
    ]


def test_a_weak_lead_in_needs_somebody_to_speak() -> None:
    text = "The trailer ends with one question:\n\nWho took the goat from our town hall?\n\nIt airs in May."
    assert blocks(text) == []


UNMARKED = {  # name: (article, whose words, their paragraphs)
    "a lead-in that points below, a greeting and a signature": (
        "The writer Mara Quill left on Friday. You can read her full letter below:\n\nDear all,\n\n"
        "The boats were fun. I am tired of boats.\n\nLove, Mara\n\nThe network has wished her well.",
        "Mara Quill",
        ["Dear all,", "The boats were fun. I am tired of boats.", "Love, Mara"],
    ),
    "a name and no verb": (
        "It rained.\n\nWriter Otto Pike on the ending:\n\nI cried on the boat, and on the bus.\n\nIt rained.",
        "Otto Pike",
        ["I cried on the boat, and on the bus."],
    ),
    "a text named after its writer": (
        "Otto Pike wrote to the crew. From the letter:\n\nI was careless, and I am sorry.\n\nIt rained.",
        "Otto Pike",
        ["I was careless, and I am sorry."],
    ),
    "a question": (
        'Otto Pike was asked again. His response?\n\nI never met that goat.\n\n"Ha," said Nell Gray.',
        "Otto Pike",
        ["I never met that goat."],
    ),
    "a list within the words": (
        "Nell Gray wrote on the forum:\n\nHere is what I will do:\n\n- sell the boat\n- keep the goat"
        "\n\nNobody answered until noon.",
        "Nell Gray",
        ["Here is what I will do:", "- sell the boat", "- keep the goat"],
    ),
    "a letter whose writer stands after from": (
        "The letter is from the writer Otto Pike to Nell Gray. It begins:\n\nNell,\n\nI kept the goat."
        "\n\nIt rained.",
        "Otto Pike",
        ["Nell,", "I kept the goat."],
    ),
    "a paragraph between two that say I or you": (
        "Otto Pike wrote on his blog:\n\nI kept the goat.\n\nThe goat was in the first script.\n\n"
        "You can keep the boat.\n\nIt airs in May.",
        "Otto Pike",
        ["I kept the goat.", "The goat was in the first script.", "You can keep the boat."],
    ),
    "a name below a closing line": (
        "The writer Nell Gray answered on the forum:\n\nDear Mr. Pike,\n\nI lost the map.\n\nYour friend,"
        "\n\nNell\n\nIt rained.",
        "Nell Gray",
        ["Dear Mr. Pike,", "I lost the map.", "Your friend,", "Nell"],
    ),
    "words that a text opens with": (
        "Otto Pike wrote to the crew. According to the letter:\n\nThe boats were never ours.\n\nA year later:"
        "\n\nI sold the boats and the goat.\n\nWe will update this page.",
        "Otto Pike",
        ["The boats were never ours.", "I sold the boats and the goat."],
    ),
    "a whole post with words in marks, and one that reads": (
        "The show ended. Its creators, Otto Pike and Nell Gray, have spoken. Pike's post is worth your time,"
        " and here it is in full:\n\nI waited a week.\n\n"
        'A few of you asked if it was "fan service." I like the two of them too much.\n\n'
        'As Old Tam says, "Roads are loans." I borrowed this one.\n\nThere you have it.',
        "Otto Pike",
        [
            "I waited a week.",
            'A few of you asked if it was "fan service." I like the two of them too much.',
            'As Old Tam says, "Roads are loans." I borrowed this one.',
        ],
    ),
    "a whole post that ends where somebody else is introduced": (
        '"No," said Nell Gray. Otto Pike wrote a post. Here is the post in full:\n\nI kept the goat.\n\n'
        "Gray, who lives in Harlow, was not there.",
        "Otto Pike",
        ["I kept the goat."],
    ),
    "a reply that reads": (
        '"Roads are loans," said Old Tam.\n\nWithin minutes Nell Gray had put up a reply. It reads:\n\n'
        "I was right, and he knows it.\n\nIt rained.",
        "Nell Gray",
        ["I was right, and he knows it."],
    ),
    "a short answer": (
        "She asks the keeper, Otto Pike, whether he is lonely. His answer:\n\nWith this goat?\n\nIt rained.",
        "Otto Pike",
        ["With this goat?"],
    ),
    "the only person in the lead-in": (
        '"No," said Nell Gray.\n\nAnother reader, the deckhand Otto Pike, had a different complaint:\n\n'
        "Nobody asks the crew. We knew.\n\nIt rained.",
        "Otto Pike",
        ["Nobody asks the crew. We knew."],
    ),
    "the studio's words are not the last speaker's": (
        '"No," said Otto Pike.\n\nIn a statement, the studio said:\n\nThe boats do not belong to the writers.'
        "\n\nIt rained.",
        None,
        ["The boats do not belong to the writers."],
    ),
}


@pytest.mark.parametrize("name", UNMARKED)
def test_unmarked_blocks(name: str) -> None:
    text, speaker, paragraphs = UNMARKED[name]
    assert [(quote.speaker, quote.text) for quote in blocks(text)] == [(speaker, p) for p in paragraphs]


@pytest.mark.parametrize(
    "text",
    [
        "I have a goat. My friend Otto Pike told me what to do:\n\nNothing. I don't feed it, and you don't.",
        "Otto Pike spoke first.\n\nNell Gray remembers it differently:\n\nHe never spoke, and she left.\n\n"
        "She left early:\n\nIt was noon.",
        '"Never," said Otto Pike. He has told his son to sell:\n\nThe boats went on Monday, at a low price.',
        "Otto Pike said crews should watch for the signs of a storm:\n\nDark skies. You must call us then.",
        "Then something happened that nobody predicted:\n\nThe goat came back. You couldn't miss it.",
        "Otto Pike stressed that the deal still needs a vote:\n\nMembers go to the polls on Monday.",
        '"Call us," said Otto Pike.\n\nOr leave a message:\n\n1-800-555-0101. We pay you for tips.',
        '"Never," said Otto Pike.\n\nThe report itself tells a plainer story:\n\nIn May the boat sank.',
        '"Never," said Otto Pike.\n\nWhat it means for you:\n\nYou will pay more. Our calculator is online.',
    ],
)
def test_no_block_in_the_articles_own_voice(text: str) -> None:
    assert blocks(text) == []


def test_posts_set_into_an_article_belong_to_whoever_signed_them() -> None:
    text = (
        "Fans were quick to answer.\n\nThe goat lives! \u2014 Nell Gray (@nellgray) May 4, 2018\n\n"
        "The writer Otto Pike had seen it coming:\n\nIt always was the goat.\n\nRead the book.\n\n"
        "\u2014 Otto Pike (@opike) May 5, 2018\n\nIt airs in May."
    )
    assert [(quote.speaker, quote.text) for quote in blocks(text)] == [
        ("Nell Gray", "The goat lives!"),
        ("Otto Pike", "It always was the goat."),
        ("Otto Pike", "Read the book."),
    ]


def test_a_block_ends_where_the_article_takes_leave() -> None:
    text = (
        "Mara Quill wrote on her site:\n\nI never wanted him to die.\n\n"
        "What do you think of our favourite boat? Let us know in the comments."
    )
    assert [quote.text for quote in blocks(text)] == ["I never wanted him to die."]


def test_lines_marked_as_quoted_are_a_block() -> None:
    text = "Mara Quill answered on the forum:\n\n> It was never planned.\n> The boats just left.\n\nFine."
    assert [(quote.speaker, quote.text) for quote in blocks(text)] == [
        ("Mara Quill", "It was never planned."),
        ("Mara Quill", "The boats just left."),
    ]


# --- letters, interviews, transcripts, fiction --------------------------------------------------------------


def test_a_creators_letter_is_all_their_own() -> None:
    text = 'A note on the end\n\nDear friends, thank you.\n\nSam Reed told me, "Leave them hungry." I did.'
    found = find_quotes(text, author="Dana Ortiz", kind="creator")
    assert [(quote.speaker, quote.form, quote.parent) for quote in found] == [
        ("Dana Ortiz", "block", None),
        ("Dana Ortiz", "block", None),
        ("Sam Reed", "nested", 1),
    ]
    assert "A note on the end" not in [quote.text for quote in found]


def test_topics_of_one_who_was_asked() -> None:
    text = (
        "The Lantern, issue 3\n\nWe talked to writer Mara Quill for two hours.\n\n"
        '**On rain:** "I like it on a roof, and nowhere else."\n\nOn sequels: "No. I mend chairs now."'
    )
    assert said(text) == [
        ("Mara Quill", "I like it on a roof, and nowhere else."),
        ("Mara Quill", "No. I mend chairs now."),
    ]


def test_a_post_with_its_account_above() -> None:
    text = "maraquill Harlow, Essex\n\nMara Quill\n2h\n\nI wrote it in May.\n\nWe rowed home, and I wept."
    assert said(text) == [
        ("Mara Quill", "I wrote it in May."),
        ("Mara Quill", "We rowed home, and I wept."),
    ]


@pytest.mark.parametrize(
    "text",
    [
        'A screenshot has Tom Pell say "Nell never loved anyone". It is a fake.',
        'Tom Pell wrote it. On a card he says "Nell never loved anyone" in gold. He has never said so.',
        'A doctored post has Tom Pell say "Nell never loved anyone".',
    ],
)
def test_forged_words_are_nobodys(text: str) -> None:
    assert [(quote.speaker, quote.hypothetical) for quote in find_quotes(text)] == [(None, True)]


def test_a_letter_signed_with_the_first_name_of_its_author() -> None:
    text = "Friends,\n\nI wrote it in May. We laughed.\n\nWith love, and oats,\nMara"
    found = find_quotes(text, author="Mara Quill")
    assert {quote.speaker for quote in found} == {"Mara Quill"}


INTERVIEWS = {
    "full names": (
        "We met Mara Quill.\n\nThe Lantern: How did it start?\n\nMara Quill: By accident."
        "\n\nI lost a bet.\n\n"
        "The Lantern: And then?\n\nMara Quill: Then it rained.",
        [
            ("The Lantern", "How did it start?"),
            ("Mara Quill", "By accident."),
            ("Mara Quill", "I lost a bet."),
            ("The Lantern", "And then?"),
            ("Mara Quill", "Then it rained."),
        ],
    ),
    "initials introduced earlier": (
        "Mara Quill wrote the pilot.\n\nAVC: Why rain?\n\nMQ: Because [of] love.\n\nAVC: Always?"
        "\n\nMQ: Always.",
        [
            ("AVC", "Why rain?"),
            ("Mara Quill", "Because [of] love."),
            ("AVC", "Always?"),
            ("Mara Quill", "Always."),
        ],
    ),
    "bold names": (
        "**Lantern:** Why now?\n\n**Mara Quill:** Why not?\n\n**Lantern:** Fair.\n\n**Mara Quill:** Good.",
        [("Lantern", "Why now?"), ("Mara Quill", "Why not?"), ("Lantern", "Fair."), ("Mara Quill", "Good.")],
    ),
    "accounts in bold, one of them told to be somebody's": (
        "Mara Quill answers.\n\n**tinbird:** Why rain?\n\n**mara_quill:** For love.\n\n**u/moss77:** Always?"
        "\n\n**mara_quill:** Always.",
        [
            ("tinbird", "Why rain?"),
            ("Mara Quill", "For love."),
            ("moss77", "Always?"),
            ("Mara Quill", "Always."),
        ],
    ),
    "questions and answers": (
        "A talk with writer Mara Quill.\n\nQ: Who is your favourite?\n\nA: The cook.\n\nQ: Why?\n\nA: Soup.",
        [
            (None, "Who is your favourite?"),
            ("Mara Quill", "The cook."),
            (None, "Why?"),
            ("Mara Quill", "Soup."),
        ],
    ),
}


@pytest.mark.parametrize("name", INTERVIEWS)
def test_interviews(name: str) -> None:
    text, expected = INTERVIEWS[name]
    assert said(text) == expected


def test_a_transcript_without_its_stage_directions() -> None:
    text = (
        "[A pier at night.]\n\nNELL: (voice over) Salt. Rope.\nThe lamp goes out.\n"
        "OTTO (quietly): You came. [pause] I thought not.\nNELL: I did. (She leaves.)"
    )
    quotes = find_quotes(text, kind="work")
    assert [(quote.text, quote.utterance) for quote in quotes] == [
        ("Salt. Rope.", 0),
        ("You came.", 1),
        ("I thought not.", 1),
        ("I did.", 2),
    ]
    assert {quote.form for quote in quotes} == {"transcript"}


def test_labels_of_a_transcript_are_known_persons() -> None:
    known = (KnownPerson("Nell Gray", ("Nell",), "character", "she"),)
    assert said("Nell: Salt.\nOtto: Rope.\nNell: Rain.", known, kind="work")[0] == ("Nell Gray", "Salt.")


def test_pointers_of_a_news_page_are_no_labels() -> None:
    text = (
        'READ MORE: A storm is coming\n\nThe town waits.\n\nWATCH: The storm\n\n"We are ready,"'
        " said Mayor Jo Hart."
        "\n\nREAD MORE: Storms\n\nWATCH: Rain"
    )
    assert said(text) == [("Jo Hart", "We are ready,")]


def test_speakers_of_a_dialogue_take_turns() -> None:
    text = (
        '"Where were you?" asked Nell.\n\n"Out on the ice," replied Otto.\n\n"Alone?"\n\n'
        '"Who would come?"\n\n'
        '"I would!" cried Nell.'
    )
    assert [speaker for speaker, _ in said(text, kind="work")] == ["Nell", "Otto", "Nell", "Otto", "Nell"]


def test_whoever_acts_in_a_story_is_somebody() -> None:
    text = (
        "“Who goes there?” It was Kester. “Answer me.”\n\nMaren stepped out of the dark. “Only me,” she said."
        "\n\n“You might have been shot.”\n\n“I might.”"
    )
    assert [speaker for speaker, _ in said(text, kind="work")] == [
        "Kester",
        "Kester",
        "Maren",
        "Kester",
        "Maren",
    ]


def test_somebodys_daughter_is_who_acts() -> None:
    text = (
        "“Good day,” said Bettany.\n\n“It is,” said Otto.\n\nBettany's granddaughter, Lark, who was seven, "
        "came out from behind the barrel. “They only stood here,” she said.\n\n"
        "“So did I,” said Lark."
    )
    assert said(text, kind="work")[-2] == ("Lark", "They only stood here,")


def test_dash_dialogue() -> None:
    text = (
        "— Come in, — said Ana. — It is cold.\n\n— I cannot stay, — answered Luis."
        "\n\n— You always say that.\n\nHe left."
    )
    assert said(text) == [
        ("Ana", "Come in,"),
        ("Ana", "It is cold."),
        ("Luis", "I cannot stay,"),
        ("Ana", "You always say that."),
    ]


def test_guillemets_among_dashes() -> None:
    text = (
        "« Here we are, » said Ana.\n\n— It is big, said Luis.\n\n— It is only water.\n\n— So was the lake.\n"
    )
    assert said(text)[:2] == [("Ana", "Here we are,"), ("Luis", "It is big")]


def test_somebody_is_nobody_who_spoke_before() -> None:
    text = '"I had no one," Priya Venn said.\n\nThe hall rose. "More!" someone shouted from the back.'
    assert said(text) == [("Priya Venn", "I had no one,"), (None, "More!")]


def test_lines_broken_at_one_width_are_one_paragraph() -> None:
    text = (
        "It was late in the year when the last of the boats came home to the old\n"
        'harbour, and nobody was there to meet it but the keeper. "You have been\n'
        'gone a long time," said Nell Gray, who held the lamp a little higher in\n'
        "order to see the faces of the men, and counted them, and counted again."
    )
    assert said(text) == [("Nell Gray", "You have been\ngone a long time,")]
