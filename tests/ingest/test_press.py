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
}


@pytest.mark.parametrize("name", SPEAKERS)
def test_speakers(name: str) -> None:
    text, expected = SPEAKERS[name]
    assert [(quote.speaker, quote.text) for quote in find_quotes(text)] == expected
