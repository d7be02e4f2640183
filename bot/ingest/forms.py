"""What was said, place by place, and the forms that it takes: all places with the very same words are one."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.ids import content_id
from bot.names import FUNCTION_WORDS, fold, key

_LETTER = re.compile(r"\[([^\W\d_])\](?=[^\W\d_])")

LONE = 25
"""Characters of words that two people can't well say independently."""


@dataclass(frozen=True, slots=True)
class Uttered:
    """Somebody's words at one place. `nested`: they stand inside somebody else's words.

    Parts of one utterance ("We knew," she said, "all along.") share its number within the document.
    """

    text: str
    speaker: str | None
    document: str | int
    nested: bool = False
    utterance: int | None = None


@dataclass(slots=True)
class Form:
    """All places with the very same words."""

    folded: str
    id: str
    places: list[int]
    speakers: dict[str, str]  # by key: as written
    documents: int
    nested: bool
    words: int = field(init=False)

    def __post_init__(self) -> None:
        self.words = words_in(self.folded)


def packed(form: Form) -> tuple[object, ...]:
    """All that it is made from, for a file."""
    return form.folded, form.id, form.places, form.speakers, form.documents, form.nested


def unpacked(values: tuple[Any, ...]) -> Form:
    return Form(*values)


def plain(text: str) -> str:
    """ "[L]et me" without the brackets: another capital, the same word."""
    return _LETTER.sub(r"\1", text)


def comparable(text: str) -> str:
    return fold(plain(text)) or text


def words_in(folded: str) -> int:
    return folded.count(" ") + 1 if folded else 0


def forms_of(folded: str, places: Sequence[tuple[int, Uttered]]) -> Iterator[Form]:
    """Of all places with the same words; common words of several speakers are a form of each."""
    by_speaker: defaultdict[str, list[tuple[int, Uttered]]] = defaultdict(list)
    for place, one in places:
        by_speaker[key(one.speaker or "")].append((place, one))
    if len(by_speaker.keys() - {""}) > 1 and not _lone(folded):
        for speaker, own in sorted(by_speaker.items()):
            yield _form(folded, content_id("saying", *((folded, speaker) if speaker else (folded,))), own)
    else:
        yield _form(folded, content_id("saying", folded), places)


def _form(folded: str, identity: str, places: Sequence[tuple[int, Uttered]]) -> Form:
    speakers: dict[str, str] = {}
    for name in sorted({one.speaker for _, one in places if one.speaker}):
        speakers.setdefault(key(name), name)
    documents = len({one.document for _, one in places})
    return Form(
        folded,
        identity,
        [place for place, _ in places],
        speakers,
        documents,
        any(o.nested for _, o in places),
    )


def _lone(folded: str) -> bool:
    return len(folded) >= LONE and content(folded.split()) >= 2


def content(words: Sequence[str]) -> int:
    """How many of them say something."""
    return sum(word not in FUNCTION_WORDS for word in words)
