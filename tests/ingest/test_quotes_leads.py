"""Lead-ins to quotations that stand as bare paragraphs: what announces them, and whose words follow."""

from __future__ import annotations

import pytest

from bot.ingest.quotes import FoundQuote, find_quotes


def blocks(text: str) -> list[FoundQuote]:
    return [quote for quote in find_quotes(text) if quote.form == "block"]


_HEAD = (
    "The pier was built by Mara Quill, 61, and her old rival Dana Ortiz, who drew the plans.\n\n"
    "“It will outlive the town,” Quill said in May. “I am sure of it.”\n\n"
)
_WORDS = "I never wanted a pier at all. We had a perfectly good beach."

# Above the block stands the lead-in, below it whose words it is.
SPEAKERS = {
    "whose version it is": ("Ortiz’s version is drier:", "Dana Ortiz"),
    "whose letter, not to whom": (
        "Ortiz answered in June. Her first e-mail to the builder, Orrin Wells, was polite:",
        "Dana Ortiz",
    ),
    "a possessive alone": ("Both kept a diary. Here’s Ortiz’s:", "Dana Ortiz"),
    "a reply among others": ("Which brings us to Ortiz’s reply to Quill, sent at dawn:", "Dana Ortiz"),
    "words of somebody's lawyer": ("Quill has since moved away. Her lawyer’s reply was brief:", None),
    "words of somebody's office": ("Quill has since moved away. Her office later issued a statement:", None),
    "a fan without a name": ("One fan wrote on the town’s message board:", None),
    "she, of a stranger": ("A fan who runs a kiosk has begun a petition. She writes:", None),
    "a body": ("The Harlow Anglers Alliance posted on its page:", "Harlow Anglers Alliance"),
    "it, of a publisher": (
        "The publisher, Orrin Forge, put out a statement. It said:",
        "Orrin Forge",
    ),
    "an aside before the verb": (
        "Ortiz, who once played the pirate Teck Marrow, told the crowd that it was late:",
        "Dana Ortiz",
    ),
    "the clause nearest to the colon": (
        "Quill admits that the pier leaked, and Ortiz is merciless about it:",
        "Dana Ortiz",
    ),
    "asked by somebody": ("Ortiz was asked by Orrin Wells whether the sea had warned them:", "Dana Ortiz"),
    "an apposed name as subject": (
        "Its keeper, Lydia Moss, first saw Copper Hours on a torn poster in Salt:",
        "Lydia Moss",
    ),
    "somebody whom the paragraph has just introduced": (
        "That drew laughter when Quill read it aloud. It drew less from Captain Desmond Harrow, who fishes. "
        "Asked for his view, he was blunt:",
        "Desmond Harrow",
    ),
    "after marked words in the same paragraph": (
        "Ortiz calls it “the longest plank in the county.” Quill is unmoved by the line:",
        "Mara Quill",
    ),
    "a name alone": ("Orrin Wells, a reporter, asked when they knew. Ortiz:", "Dana Ortiz"),
    "the asked one, then her age": (
        "Asked by a child about the storm, Ortiz turned grave. The architect, 68, told the crowd:",
        "Dana Ortiz",
    ),
    "the clause nearest to the colon, with an aside": (
        "Quill posted both drawings again, while Ortiz, who lives in Salt, offered a story of her own:",
        "Dana Ortiz",
    ),
    "a message from somebody's client": ("Ortiz then read out a message from her client:", None),
    "somebody's account": ("Redditor pierfan_88 summed up the case in a post that many liked:", "pierfan_88"),
    "it, of a letter from somebody": ("Ortiz keeps one letter. It came from a boy in Salt. It says:", None),
    "whose letter the sentence before speaks of": (
        "Ortiz wrote to the builder, Orrin Wells. Ortiz’s letter has been shared since. Here’s how it opens:",
        "Dana Ortiz",
    ),
    "a group called by its kind": (
        "The Salt Folk Festival has moved. The festival’s first statement ran to a line:",
        "Salt Folk Festival",
    ),
    "a user without a name": ("A Twitter user in Salt, where the boats lie, commented:", None),
    "a user with a handle": (
        "A fan who goes by saltandcinders has begun a petition. She writes:",
        "saltandcinders",
    ),
    "a user with a handle that could be a word": (
        "A guess came from Salt Forum user pierlights, and many liked it. In it, pierlights argues:",
        "pierlights",
    ),
    "a spokesman with a name": ("A spokesman for the town, Orrin Wells, disputed it:", "Orrin Wells"),
    "nobody's text": ("Ortiz has read the law. The statute, which is short, provides:", None),
    "it, of a body": (
        "Marrow Holdings maintains that all were paid. It said in a release:",
        "Marrow Holdings",
    ),
    "the committee": ("Dana Ortiz heads the committee. The committee published its own account:", None),
    "the judge, then she": (
        "Judge Vera Moss heard it, and Ortiz spoke. The judge seemed to agree. In a footnote, she wrote:",
        "Vera Moss",
    ),
    "but the chief": (
        "Chief Dale Moss has gone. Quill was sorry. But the chief, a veteran of the force, disputed that:",
        "Dale Moss",
    ),
    "according to an apposed name": ("According to her neighbour, Orrin Wells, it creaked:", "Orrin Wells"),
    "pressed by somebody": (
        "Orrin Wells would not say. Pressed by the host, the Post's Nell Amory, he offered this much:",
        "Orrin Wells",
    ),
    "asked by somebody in the same sentence": (
        "Orrin Wells was back in May, and when the host, Nell Amory, asked him, he couldn't help himself:",
        "Orrin Wells",
    ),
    "and another's": ("Both made a guess. And Ortiz’s:", "Dana Ortiz"),
    "numbers before words that say I": (
        "Ortiz revealed what is to become of the pier’s four hundred planks:",
        "Dana Ortiz",
    ),
    "the charity": (
        "The Salt Anglers Trust stayed out of it. In a short release the charity said:",
        "Salt Anglers Trust",
    ),
    "told to the writer": ("Ortiz came by in June. She told us on the beach:", "Dana Ortiz"),
    "no mark at all": ("Ortiz did not come. In a statement read aloud, she said", "Dana Ortiz"),
    "one says more": ("Ortiz thinks less of it. Ortiz elaborated.", "Dana Ortiz"),
}


@pytest.mark.parametrize("name", SPEAKERS)
def test_whose_words_a_lead_in_announces(name: str) -> None:
    lead, speaker = SPEAKERS[name]
    found = blocks(f"{_HEAD}{lead}\n\n{_WORDS}\n\nThe pier reopens on Friday.")
    assert [(quote.speaker, quote.text) for quote in found] == [(speaker, _WORDS)]


_MANY = (
    f"{_HEAD}Quill told the Post:\n\n{_WORDS}\n\n{{lead}}\n\n"
    "We knew it would sink. You could hear it sink!\n\nThe pier reopens on Friday."
)


@pytest.mark.parametrize(
    "lead",
    [
        "Ortiz sees it otherwise.",
        "Not everybody is sorry. Ortiz, who moved here in May, fears that the beach goes next.",
        "Ortiz has kept a copy of the plan.",
    ],
)
def test_a_sentence_about_somebody_leads_in_where_the_article_quotes_whole_paragraphs(lead: str) -> None:
    assert [quote.speaker for quote in blocks(_MANY.format(lead=lead))] == ["Mara Quill", "Dana Ortiz"]


def test_the_first_words_may_stand_before_any_sure_lead_in() -> None:
    text = (
        "The pier opened on a Friday. Its builder, Orrin Wells, 50, had never seen the sea.\n\n"
        "I rang Mara up and I told her that it moved, and she said, “It does.”\n\n"
        "Mara Quill told the Post:\n\nI never wanted a pier at all.\n\nThe pier reopens on Friday."
    )
    assert [quote.speaker for quote in blocks(text)] == ["Orrin Wells", "Mara Quill"]


def test_the_journalist_who_meets_or_reads_to_somebody_ends_a_block() -> None:
    text = (
        f"{_HEAD}Desmond Wells told the Post:\n\n{_WORDS}\n\n"
        "She laughs when I read this to her. “He would.”\n\n"
        f"Nell Amory told the Post:\n\n{_WORDS}\n\n"
        "The diver Vera Moss, who saw it built, is not convinced. When I met her, she had a cold.\n\n"
        "Her friend Ada Lund, who holds the rope, told me that I'd better not ask."
    )
    assert [(quote.speaker, quote.text) for quote in find_quotes(text)][2:] == [
        ("Desmond Wells", _WORDS),
        ("Mara Quill", "He would."),
        ("Nell Amory", _WORDS),
    ]


def test_talk_retold_by_the_speaker_is_theirs() -> None:
    words = "I said, “Mara, they have closed it.” She said, “What did I do?” I said, “You built it.”"
    found = blocks(f"{_HEAD}Ortiz recalls the evening:\n\n{words}\n\nThe pier reopens on Friday.")
    assert [(quote.speaker, quote.text) for quote in found] == [("Dana Ortiz", words)]


def test_topics_announce_the_one_who_answers() -> None:
    text = (
        f"{_HEAD}We met at her house, and I asked what I could.\n\n"
        "On the two storms:\n\nOne of them I deserved.\n\n"
        "And on what she tells young builders:\n\nGet a job with a pension.\n\nThe pier reopens on Friday."
    )
    assert [(quote.speaker, quote.text) for quote in blocks(text)] == [
        ("Mara Quill", "One of them I deserved."),
        ("Mara Quill", "Get a job with a pension."),
    ]


def test_the_star_is_whom_the_article_opens_with() -> None:
    text = (
        "Nell Amory opens up about leaving Salt Patrol\n\nNell Amory has left Salt Patrol.\n\n"
        "The actress, 34, shocked fans when Lt. Vera Moss was written out. Now she's telling her side.\n\n"
        "“You have been patient,” she captioned a picture.\n\nThe star explained:\n\n"
        "In May I told them I was ill. They gave me a desk."
    )
    assert {quote.speaker for quote in find_quotes(text)} == {"Nell Amory"}


@pytest.mark.parametrize(
    "lead",
    [
        "Quill is here. On the last day Quill hung a sign on the door:",
        "He hasn't decided yet, she says",
        "Nobody has ever explained it.",
    ],
)
def test_no_lead_in(lead: str) -> None:
    assert (
        blocks(f"{_HEAD}{lead}\n\nThe kiosk stood empty, and the beach was swept by a boy from the town.")
        == []
    )


def test_the_journalist_who_asks_somebody_else_ends_a_block() -> None:
    text = (
        f"{_HEAD}Quill told the Post:\n\n{_WORDS}\n\nI put this to the diver Nell Amory, who saw it built. "
        "She laughed:\n\nI know! It leaned like a drunk.\n\nThe pier reopens on Friday."
    )
    assert [(quote.speaker, quote.text) for quote in blocks(text)] == [
        ("Mara Quill", _WORDS),
        ("Nell Amory", "I know! It leaned like a drunk."),
    ]
