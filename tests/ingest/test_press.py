"""Who said what in press articles on a series and its makers: the work, surnames alone, he and she."""

from __future__ import annotations

import pytest

from bot.ingest.quotes import find_quotes

SPEAKERS = {
    "a series has creators and is nobody": (
        "Grey Harrow creators Sura Okwe and Anna Berg spoke on Monday. Grey Harrow ended its run in May.\n\n"
        'Okwe slammed the network. "We begged," he added.',
        [("Sura Okwe", "We begged,")],
    ),
    "what somebody's own words were with": (
        "Sura Okwe wrote a post. Tom Pell agreed with Okwe in his own post.\n\n"
        'Okwe was glad. "Yes," she wrote.',
        [("Sura Okwe", "Yes,")],
    ),
    "only surnames": (
        "It was a week for endings. Anna Berg left Leeds.\n\n"
        'By Sunday Vaszary wrote that "it had to end". She went on: "I cried".',
        [("Vaszary", "it had to end"), ("Vaszary", "I cried")],
    ),
    "what somebody does is no first name": (
        'Bookseller Sura Okwe was glad. "It sold out," Okwe said.',
        [("Sura Okwe", "It sold out,")],
    ),
    "two named in one breath, the one in bold letters": (
        "On Sunday **Sura Okwe** and **Anna Berg** published a post each on the end of the show.\n\n"
        'Okwe was frank. "It rained," he wrote.',
        [("Sura Okwe", "It rained,")],
    ),
    "his co-writer, by name, is the next he": (
        '"No," Tom Pell wrote.\n\nHis co-writer, Ivo Berg, was as direct. "Yes," he wrote. "It was mine."',
        [("Tom Pell", "No,"), ("Ivo Berg", "Yes,"), ("Ivo Berg", "It was mine.")],
    ),
    "whose post a sentence is about": (
        '"No," Tom Pell wrote. Then came Ivo Berg, who had more to say.\n\nBerg\'s own post is long. '
        'He liked a Tom Pell quote, then argues with it: "It was never about the ferry."',
        [("Tom Pell", "No,"), ("Ivo Berg", "It was never about the ferry.")],
    ),
    "also wrote this": (
        'Ivo Berg wrote, "It rained a lot." He also wrote this: "Nobody minded the rain."',
        [("Ivo Berg", "It rained a lot."), ("Ivo Berg", "Nobody minded the rain.")],
    ),
    "shared and added, after who somebody is": (
        'Sura Okwe, the voice of Nell, shared both posts and added: "I could not be prouder."',
        [("Sura Okwe", "I could not be prouder.")],
    ),
    "a role without its hyphen": (
        'Cocreator Ivo Berg wrote that it "was never only mine". "It rained," he said.',
        [("Ivo Berg", "was never only mine"), ("Ivo Berg", "It rained,")],
    ),
    "a particle begins no first name": (
        'The other one, Ivo Di Renna, said it on Monday. "We begged," Di Renna said.',
        [("Ivo Di Renna", "We begged,")],
    ),
    "titled, with a word between": (
        '"It rained a lot," Ivo Berg wrote in a post that he titled, simply enough, "On the Rain." '
        '"Nobody minded."',
        [("Ivo Berg", "It rained a lot,"), ("Ivo Berg", "Nobody minded.")],
    ),
    "a full stop before the tag": (
        '"It rained. Nobody minded." wrote Ivo Berg. "We went on."',
        [("Ivo Berg", "It rained. Nobody minded."), ("Ivo Berg", "We went on.")],
    ),
    "several paragraphs in single marks after a lead-in": (
        "Ivo Berg wrote on Monday: ‘It rained a lot, and it didn’t stop.\n\n‘Nobody minded.’\n\n"
        "‘The ferry sank,’ Sura Okwe said.",
        [
            ("Ivo Berg", "It rained a lot, and it didn’t stop."),
            ("Ivo Berg", "Nobody minded."),
            ("Sura Okwe", "The ferry sank,"),
        ],
    ),
    "she went": (
        '"It rained," Tom Pell said.\n\nSomebody asked Sura Okwe about it on her stream and she went "I knew '
        'for a year and told nobody".',
        [("Tom Pell", "It rained,"), ("Sura Okwe", "I knew for a year and told nobody")],
    ),
    "whose post it is": (
        '"No," Sura Okwe wrote. "Yes," wrote Ivo Berg.\n\nMeanwhile, Ivo Berg\'s post goes into '
        'the rain, noting that "it never stopped for us". It also has a word for the painter: '
        '"She did it with a sponge."',
        [
            ("Sura Okwe", "No,"),
            ("Ivo Berg", "Yes,"),
            ("Ivo Berg", "it never stopped for us"),
            ("Ivo Berg", "She did it with a sponge."),
        ],
    ),
    "no he is the actress, and who voices somebody is one": (
        '"It rained," Tom Pell said.\n\nWe caught up with Quill, who voiced the ferry, by phone. "I held it '
        'like a hot potato," says the actress.\n\n"No," Pell said.\n\n"I am happy," the actress wrote.',
        [
            ("Tom Pell", "It rained,"),
            ("Quill", "I held it like a hot potato,"),
            ("Tom Pell", "No,"),
            (None, "I am happy,"),
        ],
    ),
    "a line in somebody's letter": (
        '"No," Tom Pell wrote. "Yes," wrote Ivo Berg.\n\nThere is a line in Pell\'s letter that I have not '
        'been able to shake. "I am only sorry that it rained."',
        [("Tom Pell", "No,"), ("Ivo Berg", "Yes,"), ("Tom Pell", "I am only sorry that it rained.")],
    ),
    "what somebody wrote, read out": (
        'Matt: Let me read you what Brian wrote. "It rained, and nobody minded it at all."\n\nKevin: Wow.\n\n'
        "Matt: I had to sit down.",
        [
            ("Matt", 'Let me read you what Brian wrote. "It rained, and nobody minded it at all."'),
            ("Brian", "It rained, and nobody minded it at all."),
            ("Kevin", "Wow."),
            ("Matt", "I had to sit down."),
        ],
    ),
    "with her writing": (
        '"It rained," Tom Pell said.\n\nIt was close, with Sura Okwe writing, "The ferry was to sink."',
        [("Tom Pell", "It rained,"), ("Sura Okwe", "The ferry was to sink.")],
    ),
    "remarks are no verb": (
        '"It rained," Tom Pell said. "No," Sura Okwe said.\n\nOf interest may be Pell\'s remarks on '
        'the ferry: "We went back and forth on it."',
        [("Tom Pell", "It rained,"), ("Sura Okwe", "No,"), ("Tom Pell", "We went back and forth on it.")],
    ),
    "a mother of three, and a headline that is nobody": (
        'GREY TIDE Creators: "We are done"\n\nMum-of-three Tracey Pugh, 34, blasted: "It is a disgrace."',
        [("Tracey Pugh", "It is a disgrace.")],
    ),
    "Gen is a name where one more name follows": (
        'Painter Gen Takeda remembered. "It rained," Takeda wrote.',
        [("Gen Takeda", "It rained,")],
    ),
    "described by somebody, she goes on": (
        'Nell Gray is described by Ivo Berg as "a locked door". She repeats her motto, "Never twice", often.',
        [("Ivo Berg", "a locked door"), ("Nell Gray", "Never twice")],
    ),
}


@pytest.mark.parametrize("name", SPEAKERS)
def test_speakers(name: str) -> None:
    text, expected = SPEAKERS[name]
    assert [(quote.speaker, quote.text) for quote in find_quotes(text)] == expected
