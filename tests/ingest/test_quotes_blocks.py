"""Which paragraphs without marks are somebody's words, and where a block of them ends."""

from __future__ import annotations

import pytest

from bot.ingest.quotes import find_quotes

FOUND = {  # name: (article, the paragraphs that are somebody's words)
    "a stand against an argument": (
        "The judge, Nell Gray, ruled on Friday. In a long opinion, Gray rejected the claim that goats roam:"
        "\n\nA goat on a rope is not at large.\n\nThe farm will appeal.",
        ["A goat on a rope is not at large."],
    ),
    "the opposite view": (
        "Otto Pike wrote to the paper:\n\nI sold my goat.\n\nThe keeper Nell Gray took the opposite view:\n\n"
        "Goats hold the hill together.\n\nIt rained.",
        ["I sold my goat.", "Goats hold the hill together."],
    ),
    "a text as the subject, with a time that is no number of a list": (
        "Nell Gray kept a log. The entry for May is longer than most:\n\n23.40. No wind. One boat out."
        "\n\nIt rained.",
        ["23.40. No wind. One boat out."],
    ),
    "parts of a text": (
        "The crew left a letter. It starts like this:\n\nIt was an honour to serve, and we are tired.\n\n"
        "Here's the part about the pay:\n\nWages came late in May and not at all in June.\n\nIt rained.",
        [
            "It was an honour to serve, and we are tired.",
            "Wages came late in May and not at all in June.",
        ],
    ),
    "topics of an interview": (
        "I met the writer Nell Gray in May. On whether she reads reviews:\n\nNever. I'd sooner eat one."
        "\n\nOn sequels:\n\nI wrote one. I'm sorry about it.\n\nHer book is out in June.",
        ["Never. I'd sooner eat one.", "I wrote one. I'm sorry about it."],
    ),
    "a court's paper": (
        "According to the complaint:\n\nIn May, Plaintiff was told to shear the goat.\n\n"
        "Plaintiff refused and was sent home.\n\nThe farm denies it.",
        ["In May, Plaintiff was told to shear the goat.", "Plaintiff refused and was sent home."],
    ),
    "no colon, but a post and an I": (
        "The show is over. Its star, Otto Pike, took to Instagram on Friday.\n\nI never liked that boat, "
        "and I'll miss it.\n\nThe network had no comment.",
        ["I never liked that boat, and I'll miss it."],
    ),
    "two things are not two persons": (
        "Judge Nell Gray wrote:\n\nI have read both.\n\nI cannot tell the two works apart.\n\nIt rained.",
        ["I have read both.", "I cannot tell the two works apart."],
    ),
    "a lead-in before the first sure one": (
        "The captain, Nell Gray, spoke on the pier:\n\nThe boats leak and the maps are wrong.\n\n"
        "Otto Pike wrote to her:\n\nI drew those maps.\n\nIt rained.",
        ["The boats leak and the maps are wrong.", "I drew those maps."],
    ),
    "many pages are no list": (
        "Judge Nell Gray ruled. Her opinion takes apart the claim that copying 40,000 pages is wrong:\n\n"
        "The farm still has every page.\n\nIt rained.",
        ["The farm still has every page."],
    ),
    "a law provides, notices read, and groups say": (
        "The heart of the law is one sentence. It provides:\n\nNo person shall rope a goat.\n\n"
        "The notices, which have no titles, read:\n\nThe editor has withdrawn this paper.\n\n"
        "In a complaint filed on Friday, the farms say:\n\nThe act serves no interest.\n\nIt rained.",
        [
            "No person shall rope a goat.",
            "The editor has withdrawn this paper.",
            "The act serves no interest.",
        ],
    ),
    "a question between two answers": (
        "The writer Nell Gray spoke to the paper:\n\nI had no map.\n\nAnd the goat?\n\n"
        "The goat was mine, and I fed it.\n\nIt rained.",
        ["I had no map.", "The goat was mine, and I fed it."],
    ),
    "marks around its first word": (
        'The writer Nell Gray answered:\n\n"Garden" is a nice word, and I want it.\n\nIt rained.',
        ['"Garden" is a nice word, and I want it.'],
    ),
    "an I before the lead-in that may be quoted itself": (
        "A memo leaked in May.\n\nIt rained.\n\nIt rained again.\n\nPlease ask me nothing in writing.\n\n"
        "The writer, Otto Pike, then read a statement:\n\nI counted boats for years.\n\n"
        "I was wrong about one.\n\nIt rained.",
        ["I counted boats for years.", "I was wrong about one."],
    ),
    "a statement without I or we goes on in the present": (
        "In a statement, the studio said:\n\nHarlow is committed to safe boats. A leak was found in May.\n\n"
        "The leak has been mended, and every crew will be paid for the days at the pier.\n\n"
        "Otto Pike was not convinced.\n\nIt rained.",
        [
            "Harlow is committed to safe boats. A leak was found in May.",
            "The leak has been mended, and every crew will be paid for the days at the pier.",
        ],
    ),
    "a reporter's question ends it": (
        "The writer Otto Pike answered by email:\n\nI lost the map, and I own it.\n\n"
        "We asked him which map. He is not sure.\n\nIt rained.",
        ["I lost the map, and I own it."],
    ),
    "the only I of an article, after a question": (
        "It rained in May.\n\nThe writer Nell Gray was asked about the goat on Friday. She took a while.\n\n"
        "I was afraid of it, and then I fed it.\n\nHer book is out in June.\n\nIt rained.",
        ["I was afraid of it, and then I fed it."],
    ),
    "a letter within an article": (
        "The crew met.\n\nIt rained.\n\nOtto Pike showed the reply to the crew. It is short.\n\n"
        "Dear Otto, the goat ate your script. It was the best one.\n\nHe has framed it.\n\nIt rained.",
        ["Dear Otto, the goat ate your script. It was the best one."],
    ),
    "a journalist who says we in a lead-in": (
        "The board met.\n\nThe keeper Nell Gray wrote back at length, of which we quote only one line:\n\n"
        "Which goat do you mean?\n\nThe goat is in its stable. So, we're told, is the rope.\n\nIt rained.",
        ["Which goat do you mean?"],
    ),
    "a statement in the journalist's post": (
        "I live by the pier.\n\nI asked the studio.\n\nHarlow's statement, which came to me, is short:"
        "\n\nWe are sorry about the map, and it can be returned.\n\nIt rained.",
        ["We are sorry about the map, and it can be returned."],
    ),
    "readers are asked what they think": (
        "Nell Gray told the paper:\n\nI never liked the boat.\n\nThe show ran for nine years.\n\n"
        "What do you think of it? Sound off below.",
        ["I never liked the boat."],
    ),
    "a whole message with a list and a name below it": (
        "The coach wrote home. Her email reads in full:\n\nHi all,\n\nWell sailed.\n\n1. They are eight."
        "\n\n2. Nobody from the navy is coming.\n\nSnacks are on us.\n\nCoach Nell\n\n"
        "By noon it had been read aloud.\n\nIt rained.",
        [
            "Hi all,",
            "Well sailed.",
            "1. They are eight.",
            "2. Nobody from the navy is coming.",
            "Snacks are on us.",
            "Coach Nell",
        ],
    ),
    "an agency that lays out, and she who sees": (
        "The writer Nell Gray told the paper:\n\nI miss the boats.\n\n"
        "The agency laid out its reasoning in a report to the board:\n\nThe pier has no room for the boats."
        "\n\nShe sees in it a quarrel over the sea:\n\nThe pier was built by the crews.\n\nIt rained.",
        ["I miss the boats.", "The pier has no room for the boats.", "The pier was built by the crews."],
    ),
}


@pytest.mark.parametrize("name", FOUND)
def test_blocks_are_found(name: str) -> None:
    text, paragraphs = FOUND[name]
    assert [quote.text for quote in find_quotes(text) if quote.form == "block"] == paragraphs


@pytest.mark.parametrize(
    "text",
    [
        "We misspelt a name. She is Nell Gray, who called us to say so:\n\nWe regret the error.",
        "Nell Gray described the thief:\n\nA man of about 50, with a goat. He may have had a boat.",
        "The paper took a list to its critics. Nell Gray is taking a thriller:\n\nLow Water, by Otto Pike.",
        "Nell Gray issued a statement on Friday.\n\nThe boats will leave at noon, and they won't be back.",
        "I live by the pier. Nell Gray took to Instagram on Friday.\n\nI never liked that boat.",
        "The editor Nell Gray raves about this:\n\nThe Lamp ($38). It smells of rope and it burns.",
        "The cook, Nell Gray, is gone. She has an answer:\n\nIt was, she thinks, thrown in our harbour.",
        "On the door hung a sign:\n\nWe are closed. You will have to come back.",
    ],
)
def test_no_block(text: str) -> None:
    assert [quote.text for quote in find_quotes(text) if quote.form == "block"] == []


def test_a_block_from_a_phone_is_no_whole_text() -> None:
    text = (
        "Otto Pike opened with a speech which he read from his phone, and which said:\n\n"
        "Nobody hurts more than I do.\n\nNobody clapped at all.\n\nIt rained.\n\nIt rained again."
    )
    assert [quote.text for quote in find_quotes(text)] == ["Nobody hurts more than I do."]
