"""Whose words a block quotation is: what its lead-in says, then what stands around the lead-in."""

from __future__ import annotations

import re

from bot.ingest.quotes.attribution import Attributor
from bot.ingest.quotes.blocks import Block
from bot.ingest.quotes.leads import MEDIUM
from bot.ingest.quotes.lexicon import PREPOSITIONS, word_set
from bot.ingest.quotes.reference import GROUP_NOUNS

_OWNED = re.compile(
    r"\b([Hh]is|[Hh]er) (?:[\w'\u2019-]+ ){0,3}?(?:words|take|thoughts|verdict|view|"
    + MEDIUM.pattern.removeprefix("\\b(?:").removesuffix(")s?\\b")
    + r")s?\b"
)
_SIGNED = re.compile(r"\b(?:signed|written|penned|posted|sent|published)\b[^.]* by\b")
_TOLD = PREPOSITIONS | word_set("told tells telling asked asks")
_OPENING = 7  # words: a subject after more of them is that of a clause within


def block_speaker(
    attributor: Attributor, block: Block, last_block: int | None
) -> tuple[int | None, str, float]:
    """(person, rule, confidence) of a block.

    The lead-in's subject, else whose letter it speaks of ("Read her letter:"), else the subject of the
    sentence before ("Pell has written to the staff. From the letter:"), else whoever the last block belongs
    to ("And follows it up:"). A group's words are nobody's rather than the last speaker's.
    """
    end = attributor.blocks[block.lead].end
    tag = attributor.tags.before(block.lead_start, end)
    group = False
    if tag is not None:
        words = (tag.description or "").split()
        opens = len(attributor.masked[block.lead_start : tag.place].split()) < _OPENING
        told = tag.verb != "read" and not tag.verb.endswith(("s", "ing"))  # "it reads" is a letter's words
        thing = opens and told and tag.pronoun in ("they", "it")
        group = bool(tag.verb) and (thing or any(word in GROUP_NOUNS for word in words))
        says = told or tag.pronoun != "it"
        if says and (not words or (tag.verb and not MEDIUM.search(tag.description or ""))):
            number = attributor.resolve(tag, block.lead)
            if number is not None and attributor.fits(attributor.roster.persons[number], None):
                return number, f"block: {tag.rule}", 0.85
    subject = attributor.known(attributor.lead_subject(block.lead, block.lead_start))
    if subject is not None and attributor.fits(attributor.roster.persons[subject], None):
        return subject, "block: subject of the lead-in", 0.75
    named = _only_person(attributor, block.lead_start, end)
    if named is not None and not group:
        return named, "block: the only person in the lead-in", 0.7
    owned = _owner(attributor, block.lead_start, end, block.lead)
    if owned is not None:
        return owned, "block: whose words the lead-in names", 0.75
    if group:
        return None, "block: a group", 0.0
    near = _told_around(attributor, block)
    if near is not None:
        return near, "block: subject before the lead-in", 0.65
    if last_block is not None:
        return last_block, "block: speaker of the block before", 0.7
    if attributor.last_speaker is None and block.lead:
        before = attributor.blocks[block.lead - 1]
        above = _only_person(attributor, before.start, before.end, owners=True)
        if above is None:
            above = _only_person(attributor, 0, block.lead_start, owners=True)
        return above, "block: the only person before", 0.5 if above is not None else 0.0
    return attributor.known(attributor.last_speaker), "block: last speaker", 0.5


def _owner(attributor: Attributor, start: int, end: int, number: int) -> int | None:
    """`Read her full statement below:`, `Marsh's post in full:`"""
    match = _OWNED.search(attributor.masked, start, end)
    if match is not None:
        return attributor.resolve_pronoun(match[1].lower(), match.start(), number)
    for ref in attributor.roster.between(start, end):
        if (
            ref.possessive
            and attributor.roster.persons[ref.person].likely
            and MEDIUM.search(attributor.masked, ref.end, end)
        ):
            return ref.person
    return None


def _told_around(attributor: Attributor, block: Block) -> int | None:
    """The subject of the lead-in's paragraph, or the only person in it."""
    low = attributor.blocks[block.lead].start
    if block.lead_start <= low:
        return None
    writer = _written_by(attributor, low, block.lead_start)
    if writer is not None:
        return writer
    for someone in attributor.subjects_before(block.lead_start, block.lead):
        if attributor.fits(attributor.roster.persons[someone], None):
            return someone
    return _only_person(attributor, low, block.lead_start)


def _written_by(attributor: Attributor, start: int, end: int) -> int | None:
    """`The letter, signed by Ruth Ibarra, begins:`"""
    if not MEDIUM.search(attributor.masked, start, end):
        return None
    for ref in attributor.roster.between(start, end):
        by = ref.before == "by" and _SIGNED.search(attributor.masked, ref.full_start - 40, ref.start)
        if (by or ref.before == "from") and attributor.fits(attributor.roster.persons[ref.person], None):
            return ref.person
    return None


def _only_person(attributor: Attributor, start: int, end: int, *, owners: bool = False) -> int | None:
    persons = {
        ref.person
        for ref in attributor.roster.between(start, end)
        if attributor.roster.persons[ref.person].likely
        and (owners or not (ref.possessive or ref.before in _TOLD))
    }
    return persons.pop() if len(persons) == 1 else None
