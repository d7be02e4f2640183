"""Checking quotes: what is real, shortened, altered, somebody else's, or nobody's; measured on two tables."""

# ruff: noqa: E501 - a case is one line, whatever its words
from __future__ import annotations

import asyncio
import json
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import verify_words
from bot.ask import answer_data, answer_text, parse
from bot.errors import UserError
from bot.verify import Result
from bot.verify_alignment import Op, align, is_typo, measure, mend
from tests.libraries import built, lay_out, opened

BRYAN, MIKE = "Bryan Konietzko", "Michael Dante DiMartino"

# Words, who is said to have said them, what it is, and who the documents say said it.
Case = tuple[str, str | None, str, str | None]

OWN: list[Case] = [
    (
        "You can celebrate it, embrace it, accept it, get over it, or whatever you feel the need to do, but there is no denying it.",
        None,
        "verbatim",
        BRYAN,
    ),
    ("you can celebrate it embrace it accept it get over it", None, "verbatim", BRYAN),
    ("YOU CAN CELEBRATE IT, EMBRACE IT!!!", None, "verbatim", BRYAN),
    ('lol he said "there is no denying it. That is the official story"', None, "verbatim", BRYAN),
    ("lol he said there is no denying it. That is the official story", None, "verbatim", BRYAN),
    ("Bryan said: Korra and Asami fell in love. Were they friends?", None, "verbatim", BRYAN),
    ("“Korra and Asami fell in love” - Bryan Konietzko", None, "verbatim", BRYAN),
    ("Korra and Asami fell in love - Bryan Konietzko", None, "verbatim", BRYAN),
    ("“Korra and Asami fell in love” — Mike DiMartino", None, "misattributed", BRYAN),
    ("Korra and Asami fell in love", "Mike", "misattributed", BRYAN),
    ("Korra and Asami fell in love", "konietzco", "verbatim", BRYAN),
    ("Korra and Asami fell in love", "George Lucas", "misattributed", BRYAN),
    ("I'm proud to do my part, however small it might be", "DiMartino", "verbatim", MIKE),
    ("Im proud to do my part however small it might be", "bryan", "misattributed", MIKE),
    (
        "Our intention with the last scene was to make it as clear as possible that yes, Korra and Asami have romantic feelings for each other.",
        None,
        "verbatim",
        MIKE,
    ),
    (
        "Our intention with the last scene was to make it as clear as possible that no, Korra and Asami have platonic feelings for each other.",
        None,
        "altered",
        MIKE,
    ),
    (
        "Our intention ... was to make it as clear as possible that yes, Korra and Asami have romantic feelings",
        None,
        "shortened",
        MIKE,
    ),
    (
        "Our intention was to make it clear that yes, Korra and Asami have romantic feelings for each other",
        None,
        "shortened",
        MIKE,
    ),
    (
        "Our intention with the last scene was to make it as clear as posible that yes, Kora and Asami have romatic feelngs",
        None,
        "verbatim",
        MIKE,
    ),
    ("…Korra and Asami have romantic feelings for each other…", None, "verbatim", MIKE),
    (
        "The moment where they enter the spirit portal symbolizes their evolution from being friends to being enemies",
        None,
        "altered",
        MIKE,
    ),
    ("Life is one big bumpy ride", None, "verbatim", "Tenzin"),
    ("Life is one big bumpy ride", "Tenzin", "verbatim", "Tenzin"),
    ("Life is one big bumpy road", None, "altered", "Tenzin"),
    (
        "I've become skeptical of the unwritten rule that just because a boy and girl appear in the same feature, a romance must ensue",
        "Miyazaki",
        "verbatim",
        "Hayao Miyazaki",
    ),
    (
        "I've become skeptical of the unwritten rule that just because a boy and girl appear in the same feature, a romance must ensue",
        "Konietzko",
        "misattributed",
        "Hayao Miyazaki",
    ),
    (
        "I've become skeptical of the rule that just because a boy and girl appear in the same feature, a romance must ensue",
        None,
        "shortened",
        "Hayao Miyazaki",
    ),
    (
        "whatever ambiguity could has been read in the finale of Legend of Korra, the intention was that the two ended the show in romantic, not platonic, love",
        None,
        "narration",
        None,
    ),
    (
        "no one can accuse the creators of playing with the fans and giving everyone what they wanted",
        None,
        "narration",
        None,
    ),
    (
        "The show's creators later confirmed that the ending was meant to show that Korra and Asami had entered into a romantic relationship",
        None,
        "narration",
        None,
    ),
    ("Hiroshi Sato gave his life to help Korra and her allies defeat Kuvira", None, "narration", None),
    ("Korrasami was planned from the very first episode of Book 1", None, "not found", None),
    ("I always knew Zuko would end up with Katara, it was destiny", None, "not found", None),
    (
        "We wanted Korra and Asami to be together since the beginning and the network begged us for it",
        None,
        "not found",
        None,
    ),
    ("The quick brown fox jumps over the lazy dog", None, "not found", None),
    ("There is no war in Ba Sing Se", None, "not found", None),
    ("Korra is the best Avatar and Asami is her best friend", None, "not found", None),
    ("Коррасами — это канон, и мы этим гордимся", None, "not found", None),
    ("コラサミは公式です。おめでとうございます", None, "not found", None),
    ("Korra und Asami haben romantische Gefühle füreinander", None, "not found", None),
    ("I have bragging rights as the first Korrasami shipper (I win!)", None, "verbatim", BRYAN),
    ("I have bragging rights as the first Makorra shipper", None, "altered", BRYAN),
    (
        "we never planned on getting them back together. Sorry, friends. I like Mako too",
        None,
        "verbatim",
        BRYAN,
    ),
    (
        "> Was it a slam-dunk victory for queer representation? I think it falls short of that\nsource??",
        None,
        "verbatim",
        BRYAN,
    ),
    (
        "Was it a slam dunk victory for queer representation? I think it falls short of that 😭😭",
        None,
        "verbatim",
        BRYAN,
    ),
    ("Despite what you might have heard, bisexual people are real!", "bryan konietzko", "verbatim", BRYAN),
    (
        '<@123456789012345678> did bryan really say "Tahno playing trombone, now that was us caving in to the fans!" ???',
        None,
        "verbatim",
        BRYAN,
    ),
    ("Tahno playing the trombone––now that was us giving in to the fans!", None, "altered", BRYAN),
    (
        "But this particular decision wasn't only done for us. We did it for all our queer friends, family, and colleagues.",
        None,
        "verbatim",
        BRYAN,
    ),
    ("this particular decision was only done for us", None, "altered", BRYAN),
    ("Kuvira took my father from me", "Asami", "verbatim", "Asami Sato"),
    ("Kuvira took my father from me", "Korra", "misattributed", "Asami Sato"),
    ("It's all right. I'll talk to her on my own.", None, "verbatim", "Korra"),
    ("I'll talk to her on my own", None, "verbatim", "Korra"),
    ("Thanks for understanding, Asami says", None, "verbatim", "Asami Sato"),
    ("Thanks for understanding", None, "verbatim", "Asami Sato"),
    (
        "No one ever explicitly said so. It was just another assumption based on a paradigm",
        None,
        "verbatim",
        BRYAN,
    ),
    ("Man, we could have fought harder for that", None, "verbatim", BRYAN),
    (
        'If we want to see that paradigm evolve, we need to take a stand against it. And I didn\'t want to look back in 20 years and think, "Man, we could have fought harder for that." Mike and I talked it over and decided it was important to be unambiguous about the intended relationship.',
        None,
        "verbatim",
        BRYAN,
    ),
    ("We approached the network and they were supportive", None, "shortened", BRYAN),
    (
        "We approached the network and while they were supportive there was a limit to how far we could go with it",
        "Mike",
        "misattributed",
        BRYAN,
    ),
    ("We approached the network and they hated the idea and told us no", None, "not found", None),
    ("Korra and Asami held hands as they walked into the spirit portal", None, "verbatim", BRYAN),
    ("they walked into the spirit portal and kissed, as the network wanted", None, "not found", None),
    (
        'Bryan Konietzko: "You give these characters life and then they tell you what they want to do."',
        None,
        "verbatim",
        BRYAN,
    ),
    ("You give these characters life, and they tell you what they want to do", None, "shortened", BRYAN),
    ("there is denying it", None, "altered", BRYAN),
    (
        '"You can celebrate it, embrace it" and also "I love how their relationship arc took its time, through kindness and caring."',
        None,
        "verbatim",
        BRYAN,
    ),
    (
        "I love how their relationship arc took its time [...] If it seems out of the blue to you, I think a second viewing of the last two seasons would show",
        None,
        "shortened",
        BRYAN,
    ),
    (
        "You can celebrate it, embrace it, accept it... Korra and Asami fell in love.",
        None,
        "shortened",
        BRYAN,
    ),
    ("Rarely does a series finale of any show satisfy that shows fans", None, "verbatim", MIKE),
    ('As Tenzin says, "Life is one big bumpy ride."', None, "verbatim", "Tenzin"),
    (
        "So Mako and Korra break the typical pattern and end up respecting, admiring and inspiring each other. thats from konietzko",
        None,
        "verbatim",
        BRYAN,
    ),
    (
        "konietzko once wrote that the other side of that coin is that not everyone is straight",
        None,
        "verbatim",
        BRYAN,
    ),
    ("the other side of that coin is that not everybody is gay", None, "altered", BRYAN),
    ("According to Mike, Korra's arc was the only thing planned from the start", None, "not found", None),
    (
        "Asami was a duplicitous spy when Mike and I first conceived her character.\n- Bryan Konietzko, Tumblr, 2014",
        None,
        "verbatim",
        BRYAN,
    ),
    (
        "Asami was a duplicitous spy when Mike and I first conceived her character.\n- Mike DiMartino, Tumblr, 2014",
        None,
        "misattributed",
        BRYAN,
    ),
]


DESK, COAST, NOTES = "harbour-desk.md", "coast-review.md", "fan-notes.md"
MADE = {
    DESK: """---
title: The Lighthouse Opens Again
publisher: Harbour Desk
kind: report
---
Writer Dana Ortiz told reporters on Monday that the lamp was never lit during the first winter.

"The sea keeps every promise that the land has broken," Dana Ortiz said. "We only wrote it down."

"I never wanted the keeper to leave the island," said Ivo Lindqvist, who draws the comic. "She stays because the light needs her, and because nobody else would."

Lindqvist added that the second book was finished in a month. "It was the happiest work of my life," Ivo Lindqvist said.

The publisher printed nine thousand copies and sold them in a week.
""",
    COAST: """---
title: Ten Questions about the Keeper
publisher: Coast Review
kind: report
---
"I never wanted the keeper to leave the island," said Dana Ortiz when we met her in the harbour.

"Fans ask me about the bell every single day, and I will not tell them," Ortiz said.

"The bell rang once," Ivo Lindqvist said, "and it will ring again."
""",
    NOTES: """---
title: Notes from the Panel
publisher: Keeper Wiki
kind: fan
---
"The sea keeps every promise that the land has broken," said Dana Ortiz at the panel.

A doctored card has Dana Ortiz say "The keeper was always a gull in disguise". It is a fake.

Everybody in the hall stood up and sang the old song of the harbour together.
""",
}

DANA, IVO = "Dana Ortiz", "Ivo Lindqvist"
OTHERS: list[Case] = [
    ("The sea keeps every promise that the land has broken", None, "verbatim", DANA),
    ("the sea keeps every promise that the land has broken - Dana Ortiz", None, "verbatim", DANA),
    ("the sea keeps every promise that the land has broken - Ivo Lindqvist", None, "misattributed", DANA),
    ("The sea keeps every promise the land has broken", None, "shortened", DANA),
    ("The sea keeps every secret that the land has broken", None, "altered", DANA),
    ("The sea breaks every promise that the land has kept", None, "altered", DANA),
    ("teh sea keeps evry promise that the land has brokn", None, "verbatim", DANA),
    ("dana said: the sea keeps every promise", None, "verbatim", DANA),
    ("I never wanted the keeper to leave the island", "dana", "verbatim", DANA),
    ("I never wanted the keeper to leave the island", "ivo", "verbatim", IVO),
    ("I wanted the keeper to leave the island", None, "altered", None),
    ("She stays because the light needs her, and because nobody else would.", None, "verbatim", IVO),
    ("She stays because the light needs her, and because somebody else would.", None, "altered", IVO),
    ("She stays ... because nobody else would", None, "shortened", IVO),
    (
        "I never wanted the keeper to leave the island. She stays because the light needs her",
        None,
        "verbatim",
        IVO,
    ),
    ("It was the happiest work of my life", "Ortiz", "misattributed", IVO),
    ("It was the happiest time of my life", None, "altered", IVO),
    ("**It was the happiest work of my life** lmaooo", None, "verbatim", IVO),
    ("The land keeps every promise that the sea has broken", None, "altered", DANA),
    ("fans ask me about the bell every single day & i will not tell them!!!", None, "verbatim", DANA),
    ("Fans ask me about the bell every single day, and I will tell them", None, "altered", DANA),
    ("The bell rang once, and it will ring again", None, "verbatim", IVO),
    ("The bell rang once, and it will ring again", "Lindqvist", "verbatim", IVO),
    ("The bell rang, and it will ring again", None, "shortened", IVO),
    ("lindqvist literally said the storm made her do it", None, "not found", None),
    ("the lamp was never lit during the first winter", None, "narration", None),
    ("The publisher printed nine thousand copies and sold them in a week", "Dana Ortiz", "narration", None),
    ("Everybody in the hall stood up and sang the old song of the harbour together", None, "narration", None),
    ("The keeper was always a gull in disguise", "Dana Ortiz", "narration", None),
    ("The bell will never ring on this island as long as I write", None, "not found", None),
    ("Dana Ortiz hates the keeper and the comic", None, "not found", None),
    ("my favourite part is when the lighthouse explodes", None, "not found", None),
]


async def right(folder: Path, cases: list[Case]) -> tuple[int, list[str]]:
    """How many of the cases come out right, and a line for each that doesn't."""
    wrong: list[str] = []
    async with opened(folder) as services:
        for words, person, result, speaker in cases:
            found = await services.at(0).verify.answer(words, person)
            said = found.piece.speaker if found.piece and found.found else None
            # Where two documents name two people for the same words, either may come first.
            if str(found.result) != result or (speaker and said != speaker):
                wrong.append(f"{found.result} by {said}, not {result} by {speaker}: {words[:90]}")
    return len(cases) - len(wrong), wrong


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = lay_out(tmp_path_factory.mktemp("made"), MADE)
    asyncio.run(built(folder))
    return folder


async def test_the_table_on_our_own_documents(data: Path) -> None:
    count, wrong = await right(data, OWN)
    assert count >= 0.95 * len(OWN), "\n".join(wrong)


async def test_the_table_on_a_made_library(made: Path) -> None:
    count, wrong = await right(made, OTHERS)
    assert count >= 0.95 * len(OTHERS), "\n".join(wrong)


async def test_both_speakers_are_named_where_documents_disagree(made: Path) -> None:
    async with opened(made) as services:
        found = await services.at(0).verify.answer("I never wanted the keeper to leave the island")
        assert found.piece is not None
        assert {found.piece.speaker, *(one.speaker for one in found.others)} == {DANA, IVO}


async def test_the_same_words_of_one_speaker_are_shown_once(made: Path) -> None:
    async with opened(made) as services:
        found = await services.at(0).verify.answer("the sea keeps every promise that the land has broken")
        assert found.piece is not None and not found.others
        titles = {found.piece.source.title, *found.piece.also_in}
        assert titles == {"The Lighthouse Opens Again", "Notes from the Panel"}


async def test_what_is_shown_stands_in_the_document(made: Path) -> None:
    """Character for character, also where a passage ends in between."""
    async with opened(made) as services:
        for words, *_ in OTHERS:
            piece = (await services.at(0).verify.answer(words)).piece
            if piece is not None:
                text = MADE[piece.source.name].split("---\n", 2)[2]
                assert text[piece.start : piece.end] == piece.text, words


async def test_the_nearest_shares_words_of_substance_and_reads_alone(made: Path) -> None:
    async with opened(made) as services:
        near = await services.at(0).verify.answer("lindqvist never finished his second book about the moon")
        assert near.piece is not None
        assert near.piece.text == "Lindqvist added that the second book was finished in a month."
        none = await services.at(0).verify.answer("on the moon the cheese was in a very long meeting")
        assert none.piece is None


def test_a_changed_word_is_no_jump_to_the_next_sentence() -> None:
    claim, text = "draw the pretty page", "draw the ugly page today for it is the pretty page"
    found = align(claim.split(), text.split())
    assert found is not None and found.end - found.start <= 4


@pytest.mark.parametrize(
    ("words", "result"),
    [
        ("Then I rang it again. I rang the bell forty-one times before anybody heard me", "shortened"),
        ("We were brave enough to paint three. I rang the bell forty-one times", "shortened"),
        ("We were brave enough to paint two. I rang the bell forty-one times", "altered"),
    ],
)
async def test_sentences_from_several_places(press: Path, words: str, result: str) -> None:
    async with opened(press) as services:
        found = await services.at(0).verify.answer(words, DANA)
        assert found.piece is not None
        assert (str(found.result), found.piece.speaker) == (result, DANA)


async def test_who_repeats_words_in_marks_did_not_say_them(tmp_path: Path) -> None:
    talk = (
        "A talk with Dana Ortiz and Ivo Lindqvist\n\nDana Ortiz: I wrote it at sea. Across is for them, and "
        "back is for us. That was it.\n\nIvo Lindqvist: “Across is for them, and back is for us.” Did you know "
        "that it would be on mugs, and on the walls of half the harbour?\n\nDana Ortiz: I did not.\n"
    )
    folder = lay_out(tmp_path, {"talk.txt": talk})
    await built(folder)
    async with opened(folder) as services:
        found = await services.at(0).verify.answer("across is for them and back is for us")
        assert found.piece is not None and found.piece.speaker == DANA


async def test_the_same_letters_go_before_another_spelling(press: Path) -> None:
    async with opened(press) as services:
        for words in (BELL, BELL.replace("forty-one", "41")):
            found = await services.at(0).verify.answer(words)
            assert found.piece is not None and found.piece.text == words


async def test_what_differs_is_told_in_order(made: Path) -> None:
    async with opened(made) as services:
        found = await services.at(0).verify.answer("The sea keeps every secret that the land has broken")
        assert found.parts == (
            (Op.SAME, "The sea keeps every"),
            (Op.ADDED, "secret"),
            (Op.LEFT_OUT, "promise"),
            (Op.SAME, "that the land has broken,"),
        )


PRESS = {
    "desk.txt": """Bell House ends, and its writer is glad

"I rang the bell forty-one times before anybody at the studio heard me," said Dana Ortiz. "Then I rang it again."

"The rope is the whole story for those who wrote to us: hold on to it," Ortiz said.
""",
    "post.txt": """What Dana Ortiz says

Dana Ortiz said: "I rang the bell forty-one times before anybody at the studio heard me. Then I rang it again."

"We were brave enough to paint three," Ortiz said.

The two painters of the roof were paid in bread.
""",
    "week.txt": """The week in bells

"I rang the bell 41 times before anybody at the studio heard me," said Dana Ortiz at the panel.
""",
    "gossip.txt": """Bells and gossip

"I rang the bell forty-one times before anybody at the studio heard me," said Ivo Lindqvist.

"The rope is … hold on to it," said Dana Ortiz.
""",
    "memoir.txt": """What the bell remembers

"Nobody ever told us so. As old Teck says, 'A rope is a promise.' I hung it in room 1. Later we moved to room 9," Dana Ortiz wrote.
""",
}


@pytest.fixture(scope="module")
def press(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = lay_out(tmp_path_factory.mktemp("press"), PRESS)
    asyncio.run(built(folder))
    return folder


BELL = "I rang the bell forty-one times before anybody at the studio heard me"


@pytest.mark.parametrize(
    ("words", "person", "result", "speaker"),
    [
        (BELL, None, "verbatim", DANA),
        (BELL, IVO, "misattributed", DANA),  # one of four documents says so
        (BELL.replace("forty-one", "41"), None, "verbatim", DANA),
        (BELL.replace("forty-one", "forty-two"), None, "altered", DANA),
        (f"{BELL}. ({IVO})", None, "misattributed", DANA),
        (f"> {BELL}\n> \\- {DANA}", None, "verbatim", DANA),
        ("The rope is the whole story for those who wrote to us: hold on to it", None, "verbatim", DANA),
        ("The rope is the story for those who wrote to us: hold on to it", None, "shortened", DANA),
        ("We were brave enough to paint two", None, "altered", DANA),
        ("I rang the bell forty-one times… then I rang it again", None, "shortened", DANA),
        ("The two painters of the roof were paid in bread", None, "narration", None),
        ("nobody ever told us no", None, "altered", DANA),  # "no" is no mere noise behind the words
        ("nobody ever told us so lmao", None, "verbatim", DANA),
        ("never did I ring the bell forty-one times", None, "altered", DANA),
        ("I hung it in room 9", None, "altered", DANA),  # which is the next sentence's
        ('As old Teck says, "A rope is a promise."', "Ivo", "misattributed", DANA),
        (f"dana ortiz: {BELL}", None, "verbatim", DANA),
    ],
)
async def test_press_reports_of_one_post(
    press: Path, words: str, person: str | None, result: str, speaker: str | None
) -> None:
    async with opened(press) as services:
        found = await services.at(0).verify.answer(words, person)
        assert (str(found.result), found.piece and found.piece.speaker) == (result, speaker)


async def test_who_is_named_elsewhere_is_told(press: Path) -> None:
    async with opened(press) as services:
        found = await services.at(0).verify.answer(BELL)
        assert [one.speaker for one in found.others] == [IVO]
        assert found.piece is not None
        assert set(found.piece.also_in) >= {"What Dana Ortiz says", "The week in bells"}


async def test_a_claim_of_somebody_unknown(made: Path) -> None:
    async with opened(made) as services:
        found = await services.at(0).verify.answer("It was the happiest work of my life", "Stan Nobody")
        assert (found.result, found.by, found.by_known) == (Result.MISATTRIBUTED, "Stan Nobody", False)
        slip = await services.at(0).verify.answer("It was the happiest work of my life", "Lindqwist")
        assert (slip.result, slip.by, slip.read_as) == (Result.VERBATIM, IVO, IVO)


@pytest.mark.parametrize("words", ["", "hm", "😭😭", "<@1>", "“”", "yes!", "\u202e", "..."])
async def test_too_little_to_check(made: Path, words: str) -> None:
    async with opened(made) as services:
        with pytest.raises(UserError, match="too short"):
            await services.at(0).verify.answer(words)


async def test_in_the_terminal(made: Path) -> None:
    async with opened(made) as services:
        data = await answer_data(services, "/verify “the sea keeps every promise” person:ivo")
        assert json.loads(json.dumps(data)) == data
        assert (data["result"], data["speaker"], data["claimed"]) == ("misattributed", DANA, IVO)
        assert (data["text"], data["similarity"]) == ("The sea keeps every promise", 1.0)
        nothing = await answer_data(services, "/verify my cat has eaten the whole lighthouse")
        assert (nothing["result"], nothing["speaker"], nothing["text"]) == ("not found", None, None)
        said = await answer_text(
            services, "/verify words:The sea keeps every secret that the land has broken"
        )
        assert "[-secret-] [+promise+]" in said and "Altered" in said
        assert "Nothing like it in 3 documents" in await answer_text(services, "/verify zebras play chess")


def test_a_line_of_the_terminal_is_taken_apart() -> None:
    assert parse('/verify "a b c" person:"Dana Ortiz"') == ("verify", '"a b c"', "Dana Ortiz")
    assert parse("/verify words: a b c") == ("verify", "a b c", None)
    for line in ("/verify", "/verify person:dana"):
        with pytest.raises(UserError):
            parse(line)


@pytest.mark.parametrize(
    ("message", "words", "by"),
    [
        ('lol he said "there is no denying it" 😭', "there is no denying it", ()),
        ("“there is no denying it” - Bryan Konietzko", "there is no denying it", ("Bryan Konietzko",)),
        ("there is no denying it\n—Bryan Konietzko, 2014", "there is no denying it", ("Bryan Konietzko",)),
        ("Bryan said: there is no denying it", "there is no denying it", ("Bryan",)),
        ("bryan konietzko: there is no denying it", "there is no denying it", ("bryan konietzko",)),
        ("to be clear: there is no denying it", "to be clear: there is no denying it", ()),
        ('"one two three" and "one two three four"', "one two three four", ()),
        ('He wrote "it was "endgame," as they say, to me"', 'it was "endgame," as they say, to me', ()),
        ('"there is no denying it', "there is no denying it", ()),
        ("> there is no denying it\nis this real?", "there is no denying it", ()),
        ("„Es ist nicht zu leugnen“ sagte er", "Es ist nicht zu leugnen", ("sagte er",)),
        ("only as “endgame” to the end", "only as “endgame” to the end", ()),
        ("<@!12> <:korra:34> there is no denying it https://example.org/x", "there is no denying it", ()),
    ],
)
def test_a_message_is_taken_apart(message: str, words: str, by: tuple[str, ...]) -> None:
    claim = verify_words.read(message)
    assert (claim.words, claim.by) == (words, by)


@pytest.mark.parametrize(
    ("typed", "word", "typo"),
    [
        ("feelngs", "feelings", True),
        ("teh", "the", True),
        ("kora", "korra", True),
        ("could", "would", False),
        ("impossible", "possible", False),
        ("2014", "2015", False),
        ("cat", "can", False),
    ],
)
def test_typos_are_no_other_words(typed: str, word: str, typo: bool) -> None:
    assert is_typo(typed, word, {"cat"}) is typo


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("It is not yours, it does not rain", "it isn't yours, it doesn't rain"),
        ("it’s not yours", "It isn’t yours"),
        ("I am late and we have left; they cannot", "I'm late and we've left; they can't"),
        ("four hundred times", "400 times"),
        ("four hundred thousand", "400,000"),
        ("My favourite colour", "my favorite color"),
        ("we realised that he had travelled", "we realized that he had traveled"),
    ],
)
def test_one_spelling(one: str, other: str) -> None:
    assert [word.key for word in verify_words.words_of(one)] == [
        word.key for word in verify_words.words_of(other)
    ]


@pytest.mark.parametrize(
    ("one", "other"), [("he had gone", "he would gone"), ("we filed it", "we filled it"), ("for", "four")]
)
def test_no_other_words(one: str, other: str) -> None:
    assert [word.key for word in verify_words.words_of(one)] != [
        word.key for word in verify_words.words_of(other)
    ]


@given(st.text(max_size=300))
def test_any_message_can_be_taken_apart(message: str) -> None:
    claim = verify_words.read(message)
    assert claim.words in message or len(claim.words) <= len(message)
    for word in verify_words.words_of(message):
        assert 0 <= word.start < word.end <= len(message)
        written = message[word.start : word.end]
        assert word.key == verify_words.fold(written) or not written.isalnum()  # "it is", "forty-one"


TOKENS = st.lists(st.sampled_from("the of korra asami spirit portal lamp not bell".split()), max_size=40)  # noqa: SIM905


@given(TOKENS, TOKENS)
def test_steps_cover_the_claim_and_stand_in_order(claim: list[str], text: list[str]) -> None:
    found = align(claim, text)
    if found is None:
        return
    assert [place for step in found.steps for place in range(step.a, step.b)] == list(range(len(claim)))
    covered = [place for step in found.steps for place in range(step.c, step.d)]
    assert covered == list(range(found.start, found.end))
    for step in found.steps:
        if step.op is Op.SAME:
            assert "".join(claim[step.a : step.b]) == "".join(text[step.c : step.d])
    assert 0 <= measure(found, claim, text).similarity <= 1


@given(TOKENS, st.integers(0, 39), st.integers(1, 40))
def test_a_part_of_a_text_is_found_whole(text: list[str], first: int, length: int) -> None:
    claim = text[first : first + length]
    found = align(claim, text)
    if found is not None:
        score = measure(found, claim, text)
        assert (score.similarity, score.added, score.left_out) == (1.0, 0, 0)


@given(TOKENS, TOKENS)
def test_mending_makes_no_new_words(claim: list[str], text: list[str]) -> None:
    mended = mend(claim, set(text), set())
    assert len(mended) == len(claim)
    assert all(new == old or new in text for new, old in zip(mended, claim, strict=True))


def test_the_worst_texts_are_aligned_in_time() -> None:
    chance = random.Random(3)
    words = ["korra", "asami", "spirit"]
    claim = [chance.choice(words) for _ in range(400)]
    assert align(claim, [chance.choice(words) for _ in range(4000)]) is not None
    assert align(["korra"] * 400, ["korra"] * 4000) is not None
