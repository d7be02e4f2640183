"""What single sentences of the narration tell: whom they open with, whose writing they bring up."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from bot.ingest.quotes.groups import is_group
from bot.ingest.quotes.lexicon import ROLE_NOUNS, word_set
from bot.ingest.quotes.openings import INDEFINITE, described, is_person_noun
from bot.ingest.quotes.paragraphs import Paragraph, sentence_ends
from bot.ingest.quotes.roster import Person, Ref, Roster
from bot.ingest.quotes.tags import TagReader
from bot.ingest.quotes.units import modifies

_OPENING = re.compile(r"\s*(?:(?:And|But|So|Then|Still|Yet|Now),? )?(\w+)")
_POINTER = re.compile(
    r"(?i:(?:read|watch|related|see|photos?|videos?|gallery|advertisement|listen|more)"
    r"\b[^.:]{0,20}:|story continues)"
)
_BYLINE = re.compile(r"\W*(?:(?:[A-Z][a-z]+ )?(?:[a-z]+ )?[Bb]y|Words|Text|Author|Interview):? \W*")
DOCUMENTS = word_set(
    "statement report post letter document release tweet email message note filing telegram diary journal "
    "memoir memoirs memo notebook postcard caption essay column review blog autobiography entry reply text "
    "log logbook ledger"
)
_WRITTEN = word_set("thread words remarks comments")
ENDS = ".!?\u2026"
_MARKS = "\"'\u201c\u201d\u2018\u2019\u00ab\u00bb "
_MARKED_END = re.compile(r"\x01\x01(?= [A-Z\u00c0-\u00de])")


class Sentences:
    """A document's narration, sentence by sentence."""

    def __init__(self, text: str, masked: str, blocks: Sequence[Paragraph], roster: Roster) -> None:
        self.text = text
        self.masked = masked
        self.blocks = blocks
        self.roster = roster
        self.tags = TagReader(masked, roster)
        self._read = -1  # the paragraph whose sentences and subjects are kept
        self._sentence_ends: list[int] = []
        self._subjects: dict[tuple[int, int], int | None] = {}

    def fits(self, person: Person, gender: str | None) -> bool:
        if not (person.likely or person.possible):
            return False
        return gender is None or (person.gender in (None, gender) and not is_group(person))

    def known(self, number: int | None) -> int | None:
        """Nobody, where a stranger is meant: somebody of whom the text tells no name."""
        return None if number is None or self.roster.persons[number].unsure else number

    def previous(self, number: int) -> int | None:
        """The paragraph before, headings and pointers to other pages passed over."""
        for at in range(number - 1, max(-1, number - 5), -1):
            if not self.is_aside(at):
                return at
        return None

    def is_aside(self, number: int) -> bool:
        """A heading, caption or pointer: "READ MORE: ...", "What's next"."""
        block = self.blocks[number]
        if self.text[block.end - 1] in ".!?:\u2026\"\u201d'\u2019\x01":
            return _POINTER.match(self.text, block.start, block.end) is not None
        return block.end - block.start < 110 or _POINTER.match(self.text, block.start, block.end) is not None

    def _sentences(self, number: int) -> list[int]:
        """Where the sentences of a paragraph end; kept, since each of its marked words asks for them."""
        if self._read != number:
            block = self.blocks[number]
            self._read, self._subjects = number, {}
            ends = {*sentence_ends(self.masked, block.start, block.end)}
            for words in _MARKED_END.finditer(self.masked, block.start, block.end):  # asked "Why?" Her sister
                if self.text[words.start() - 1 : words.end()].rstrip(_MARKS)[-1:] in ENDS:
                    ends.add(words.end())
            self._sentence_ends = sorted(ends)
        return self._sentence_ends

    def _is_byline(self, ref: Ref) -> bool:
        """`Reviewed by Dana Ortiz`: who writes an article isn't whom it calls he or she."""
        low = max(ref.start - 60, 0)
        line = self.masked.rfind("\n", low, ref.start) + 1
        if not line and low:
            return False
        return _BYLINE.fullmatch(self.masked, line, ref.full_start) is not None

    def writer_named(self, start: int, end: int) -> int | None:
        """`There is a line in Ortiz's letter that I can't forget.`"""
        units = self.tags.units(start, end)
        for unit, noun in pairwise(units):
            if unit.ref is None or not unit.ref.possessive or noun.value not in DOCUMENTS | _WRITTEN:
                continue
            return unit.ref.person if self.fits(self.roster.persons[unit.ref.person], None) else None
        return None

    def _writer(self, start: int, end: int) -> int | None:
        """`Meanwhile, Ortiz's own post is a delight.`: then "she" is Ortiz."""
        if not self.roster.between(start, end):
            return None
        units = self.tags.units(start, end, 8)
        comma = next((i for i, unit in enumerate(units[:4]) if unit.value == ","), -1)
        units = units[comma + 1 : comma + 5]
        ref = units[0].ref if units else None
        if ref is None or not ref.possessive or not self.fits(self.roster.persons[ref.person], None):
            return None
        return ref.person if any(unit.value in DOCUMENTS | _WRITTEN for unit in units[1:]) else None

    def _is_about_stranger(self, start: int, end: int) -> bool:
        """`One fan, who has begun a petition, said`: the sentence is about somebody without a name."""
        opening = _OPENING.match(self.masked, start, end)
        if opening is None or opening[1].lower() not in INDEFINITE:
            return False
        words = described(self.tags.units(opening.start(1), min(end, start + 80), 8))
        return is_person_noun(words)

    def _opens_with(self, start: int, end: int, pronouns: frozenset[str]) -> bool:
        match = _OPENING.match(self.masked, start, end)
        return match is not None and match.group(1).lower() in pronouns

    def _apposed(self, start: int, end: int) -> bool:
        """`His co-writer, Dana Ortiz, was blunt.`: a sentence about her, though it begins with his.

        So is `His co-writer Dana Ortiz went further.`
        """
        units = self.tags.units(start, end, 9)
        if not units or units[0].value.lower() not in ("his", "her"):
            return False
        named = next((i for i, unit in enumerate(units) if unit.ref is not None), 0)
        if named > 1 and units[named - 1].value.lower().split("-")[-1] in ROLE_NOUNS | {"star", "host"}:
            return not modifies(units, named) and all(unit.kind == "word" for unit in units[:named])
        comma = next((i for i, unit in enumerate(units) if unit.value == ","), len(units))
        following = units[comma + 1 : comma + 3]
        return len(following) == 2 and following[0].ref is not None and following[1].value == ","
