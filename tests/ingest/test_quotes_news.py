"""Who said what in newspaper prose: words of a sentence or two, told as papers tell them."""

from __future__ import annotations

import pytest

from bot.ingest.quotes import find_quotes


def said(text: str) -> list[tuple[str | None, str]]:
    return [(quote.speaker, quote.text) for quote in find_quotes(text)]


SPEAKERS = {
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
}


@pytest.mark.parametrize("name", SPEAKERS)
def test_speakers(name: str) -> None:
    text, expected = SPEAKERS[name]
    assert said(text) == expected
