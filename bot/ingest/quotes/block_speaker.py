"""Whose words a block quotation is: what its lead-in says, then what stands around the lead-in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.ingest.quotes.attribution import Attributor
from bot.ingest.quotes.blocks import Block
from bot.ingest.quotes.cues import is_cue
from bot.ingest.quotes.groups import is_group, may_be_group
from bot.ingest.quotes.leads import MEDIUM, SHOWN
from bot.ingest.quotes.lexicon import KIN, PREPOSITIONS, ROLE_NOUNS, word_set
from bot.ingest.quotes.openings import INDEFINITE, STRANGERS
from bot.ingest.quotes.paragraphs import sentence_ends
from bot.ingest.quotes.reference import GROUP_NOUNS
from bot.ingest.quotes.subjects import SOURCE_NOUNS, Tag
from bot.ingest.quotes.units import (
    AUXILIARIES,
    BLOCKERS,
    DETERMINERS,
    VERBAL,
    Unit,
    is_adverb,
    without_brackets,
)

_OWNED = re.compile(rf"\b([Hh]is|[Hh]er) (?:[\w'\u2019-]+ ){{0,3}}?{SHOWN.pattern}\b")
_SIGNED = re.compile(r"\b(?:signed|written|penned|posted|sent|published)\b[^.]* by\b")
_TOLD = PREPOSITIONS | word_set("told tells telling asked asks")
_OPENING = 7  # words: a subject after more of them is that of a clause within
_ENTRIES = word_set(
    "and but so then now also next here's here\u2019s that's that\u2019s this here is was are were"
)
_BROUGHT = re.compile(r"(?:Which|That|And that) (?:brings|leads|takes) us to\b")
_PUT = word_set(  # these speak, too, where no other verb does
    "put puts read reads repeated repeats reported posted posts begins began opens opened agreed agrees "
    "recalled remembers remembered chimed chimes went goes"
)
_WORDS = 40
_NO_ADJECTIVES = PREPOSITIONS | DETERMINERS | AUXILIARIES | VERBAL | BLOCKERS
_PEOPLE = (
    GROUP_NOUNS | ROLE_NOUNS | KIN | word_set("camp lawyers spokespeople representatives reps rep parents")
)
_TOPIC = re.compile(r"(?:And )?On [a-z]")
_FROM_ONE = re.compile(
    r"\b(?:from|by) (?:an?|one|another) [a-z]+\b[^.]*\.$"
)  # It came from a boy in Salt. It says:
_HANDLE = re.compile(r"\s*(?:[\w-]+ ){0,3}(?:@\w+|u/\w+|[A-Za-z]\w*[_\d]\w*) ")  # Redditor heronfan_88
_STRANGERS = STRANGERS | ROLE_NOUNS
_IMPERSONAL = word_set(  # who wrote it doesn't matter
    "law act bill statute rule rules notice notices policy constitution contract lease treaty charter code "
    "sign label plaque dictionary petition lawsuit filing indictment ordinance resolution"
)
_SHOWN_OFF = 4  # words: "her second e-mail", "Quill's brief written reply"


@dataclass(frozen=True, slots=True)
class _Verdict:
    person: int | None
    rule: str
    confidence: float


def block_speaker(
    attributor: Attributor, block: Block, last_block: int | None
) -> tuple[int | None, str, float]:
    """(person, rule, confidence) of a block.

    Whose answer or letter the lead-in shows ("Quill's reply:"), else its subject, else whose letter it speaks
    of ("Read her letter:"), else the subject of the sentence before ("Pell has written to the staff. From the
    letter:"), else whoever the last block belongs to ("And follows it up:"). The words of a group or of
    somebody without a name are nobody's rather than the last speaker's.
    """
    verdict = _by_lead(attributor, block) or _by_context(attributor, block, last_block)
    return verdict.person, f"block: {verdict.rule}", verdict.confidence


def _by_lead(attributor: Attributor, block: Block) -> _Verdict | None:
    """Whom the lead-in's last sentence makes the speaker."""
    end = attributor.blocks[block.lead].end
    shown = _shown(attributor, block)
    if shown is not None:
        return shown
    writer = _named_last(attributor, block)
    if writer is not None:
        return writer
    subject = attributor.known(attributor.lead_subject(block.lead, block.lead_start))
    if subject is not None and not attributor.fits(attributor.roster.persons[subject], None):
        subject = None
    if subject is not None and attributor.text[end - 1] == ".":
        # "Ortiz says that nobody had written it down." above what a page sets apart: it is about her
        return _Verdict(subject, "subject of the sentence before", 0.7)
    tag = attributor.tags.before(block.lead_start, end)
    tagged = None if tag is None else _by_tag(attributor, block, tag)
    told = tag is not None and _told(tag)
    if told and tagged is not None:
        return tagged
    opening = _by_opening(attributor, block)
    if opening is not None:
        return opening
    if (tag is not None and tag.rule == "from somebody") or _HANDLE.match(attributor.text, block.lead_start):
        return _Verdict(None, "somebody without a name", 0.0)
    if subject is not None:
        return _Verdict(subject, "subject of the lead-in", 0.75)
    if tagged is not None:
        return tagged
    somebody = tag is not None and _somebody_else(attributor, block, tag)
    named = None if somebody else _only_person(attributor, block.lead_start, end)
    if named is not None:
        return _Verdict(named, "the only person in the lead-in", 0.7)
    owned = _owner(attributor, block.lead_start, end, block.lead)
    if owned is not None:
        return _Verdict(owned, "whose words the lead-in names", 0.75)
    return _Verdict(None, "somebody without a name", 0.0) if somebody else None


def _by_opening(attributor: Attributor, block: Block) -> _Verdict | None:
    """`A Twitter user in Salt, where boats lie, commented:`, `The committee published its own account:`"""
    units = without_brackets(
        attributor.tags.units(block.lead_start, attributor.blocks[block.lead].end, _WORDS)
    )
    first = units[0].value.lower() if units else ""
    for i, unit in enumerate(units[1:6], 1):
        if unit.kind == "mark" or (unit.kind == "word" and unit.value in PREPOSITIONS | VERBAL):
            return None
        if unit.value in _STRANGERS and first in INDEFINITE:
            return None if _is_named(units[i + 1 : i + 9]) else _Verdict(None, "somebody without a name", 0.0)
        if (
            unit.value in GROUP_NOUNS
            and first in ("the", "its", "their")
            and not _is_named(units[i + 1 : i + 4])
        ):
            group = attributor.group_before(units[0].start, block.lead, unit.value)
            return _Verdict(group, "a group", 0.6 if group is not None else 0.0)
        if unit.value in _IMPERSONAL and first in ("the", "its", "their"):
            return _Verdict(None, "nobody's text", 0.0)
    return None


def _by_tag(attributor: Attributor, block: Block, tag: Tag) -> _Verdict | None:
    words = tag.description or ""
    if not _is_somebody(tag) or (words and not (tag.verb and not MEDIUM.search(words))):
        return None
    number = attributor.meant(tag, block.lead)
    if number is None:
        return None
    person = attributor.roster.persons[number]
    if person.unsure:
        return _Verdict(None, "somebody without a name", 0.0)
    if attributor.fits(person, None):
        return _Verdict(number, tag.rule, 0.85)
    words = words.split()
    thing = tag.pronoun == "it" or (bool(words) and words[-1] in GROUP_NOUNS)
    named = tag.person is not None or is_group(person) or (thing and may_be_group(person))
    if named and _told(tag) and is_cue(tag.verb, weak=False):
        return _Verdict(number, f"{tag.rule}, of a body", 0.6)  # The Harlow Alliance wrote:
    return None


def _told(tag: Tag) -> bool:
    """The tag says that somebody speaks; `called` or a mere colon may belong to another clause."""
    return tag.rule != "subject and colon" and (
        not tag.verb or is_cue(tag.verb, weak=False) or tag.verb in _PUT
    )


def _is_somebody(tag: Tag) -> bool:
    """No letter that it speaks of: "It reads:", "it says:"."""
    return tag.pronoun != "it" or (tag.verb != "read" and not tag.verb.endswith(("s", "ing")))


def _somebody_else(attributor: Attributor, block: Block, tag: Tag) -> bool:
    """A group or a person whom the text does not name: "the union said", "one fan wrote", "they wrote"."""
    words = (tag.description or "").split()
    if not tag.verb:
        return False
    opens = len(attributor.masked[block.lead_start : tag.place].split()) < _OPENING
    if tag.pronoun in ("they", "it"):
        return opens and _is_somebody(tag)
    if any(word in GROUP_NOUNS for word in words):
        return True
    return opens and bool(words) and _told(tag) and not MEDIUM.search(tag.description or "")


def _shown(attributor: Attributor, block: Block) -> _Verdict | None:
    """`Quill's version is drier:`, `Her second e-mail, a week later, was short:`, `Here's Quill's:`."""
    end = attributor.blocks[block.lead].end
    brought = _BROUGHT.match(attributor.masked, block.lead_start, end)
    start = brought.end() if brought is not None else block.lead_start
    units = without_brackets(attributor.tags.units(start, end, _WORDS))
    at = 0
    while at < len(units) - 1 and units[at].value.lower() in _ENTRIES | {","}:
        at += 1
    if at + 1 < len(units) and units[at].value.lower() in ("the", "its", "their"):
        return _shown_by_role(attributor, block, units[at:])
    owner = units[at] if at < len(units) else None
    if owner is None or not (
        owner.value.lower() in ("his", "her") if owner.ref is None else owner.ref.possessive
    ):
        return None
    noun = _noun_shown(units[at + 1 :])
    if noun is None:
        return None
    person = (
        owner.ref.person
        if owner.ref is not None
        else attributor.resolve_pronoun(owner.value.lower(), owner.start, block.lead)
    )
    if not noun:
        kin = attributor.relative(person, [units[at + 1].value], owner.start)
        return _Verdict(kin, "words of somebody of theirs", 0.7 if kin is not None else 0.0)
    if person is None or attributor.known(person) is None:
        return _Verdict(None, "whose words the lead-in shows", 0.0)
    return _Verdict(person, "whose words the lead-in shows", 0.85)


def _named_last(attributor: Attributor, block: Block) -> _Verdict | None:
    """`Then came the other one, by Dana Ortiz.`, `And from Ortiz's:`, `From Ortiz's, which is longer:`."""
    units = attributor.tags.units(block.lead_start, attributor.blocks[block.lead].end)
    for i in range(1, len(units) - 1):
        ref, back, following = units[i].ref, units[i - 1].value, units[i + 1].value
        if ref is None or not attributor.fits(attributor.roster.persons[ref.person], None):
            continue
        theirs = ref.possessive and back in ("from", "in") and following in (",", ":")
        by = i == len(units) - 2 and i > 1 and back in ("by", "from") and following in (".", ":")
        if theirs or (
            by and not ref.possessive and units[i - 2].value in SOURCE_NOUNS | {",", "one", "other"}
        ):
            return _Verdict(ref.person, "whose words the lead-in names", 0.8)
    return None


def _shown_by_role(attributor: Attributor, block: Block, units: Sequence[Unit]) -> _Verdict | None:
    """`The festival's first statement ran to a line:`, `The singer's reply:`."""
    for i, unit in enumerate(units[1:4], 1):
        if unit.kind != "word":
            return None
        noun = unit.value.removesuffix("'s").removesuffix("\u2019s")
        if noun == unit.value:
            continue
        if not _noun_shown(units[i + 1 :]):
            return None
        words = " ".join(["the", *(one.value for one in units[1:i]), noun])
        person = attributor.known(attributor.resolve_description(words, unit.start, block.lead))
        return _Verdict(person, "whose words the lead-in shows", 0.7 if person is not None else 0.0)
    return None


def _noun_shown(units: Sequence[Unit]) -> str | None:
    """What somebody's is shown: `second e-mail` -> e-mail; "" where it is another's: `lawyer's reply`."""
    if units and units[0].value in (":", "on"):
        return units[0].value  # Here's Quill's:
    for i, unit in enumerate(units[: _SHOWN_OFF + 1]):
        word = unit.value
        if SHOWN.fullmatch(word):  # a name as well: Quill's Tumblr
            return word
        if unit.kind != "word" or word in _NO_ADJECTIVES or is_adverb(word):
            return None
        if word.removesuffix("'s").removesuffix("\u2019s") in _PEOPLE:
            return None if _is_named(units[i + 1 : i + 8]) else ""
    return None


def _is_named(units: Sequence[Unit]) -> bool:
    """`colleague Ann Orrin`, `colleague at the firm, Ann Orrin,`."""
    if units and units[0].ref is not None:
        return True
    return any(one.value == "," and other.ref is not None for one, other in pairwise(units))


def _by_context(attributor: Attributor, block: Block, last_block: int | None) -> _Verdict:
    """Whom the text around a lead-in makes the speaker."""
    low = attributor.blocks[block.lead].start
    if _FROM_ONE.search(attributor.masked, max(low, block.lead_start - 90), block.lead_start):
        return _Verdict(None, "somebody without a name", 0.0)
    near = _told_around(attributor, block)
    if near is not None:
        return _Verdict(near, "subject before the lead-in", 0.65)
    if last_block is not None:
        spoke = attributor.known(attributor.last_speaker)
        if spoke is not None and _TOPIC.match(attributor.masked, block.lead_start):
            return _Verdict(spoke, "speaker before the topic", 0.7)
        return _Verdict(last_block, "speaker of the block before", 0.7)
    if attributor.last_speaker is None and _TOPIC.match(attributor.masked, block.lead_start):
        answering = attributor.first_named(block.lead_start)
        if answering is not None:
            return _Verdict(answering, "whom the article is about", 0.6)
    if attributor.last_speaker is None and block.lead:
        before = attributor.blocks[block.lead - 1]
        above = _only_person(attributor, before.start, before.end, owners=True)
        if above is None:
            above = _only_person(attributor, 0, block.lead_start, owners=True)
        return _Verdict(above, "the only person before", 0.5 if above is not None else 0.0)
    return _Verdict(attributor.known(attributor.last_speaker), "last speaker", 0.5)


def _owner(attributor: Attributor, start: int, end: int, number: int) -> int | None:
    """`Read her full statement below:`, `Marsh's post in full:`"""
    match = _OWNED.search(attributor.masked, start, end)
    if match is not None:
        return attributor.resolve_pronoun(match[1].lower(), match.start(), number)
    for ref in attributor.roster.between(start, end):
        if ref.possessive and attributor.roster.persons[ref.person].likely:
            following = attributor.tags.units(ref.end, end, _WORDS)
            if _noun_shown(following[1:] if following and following[0].value in "'\u2019s" else following):
                return ref.person
    return None


def _told_around(attributor: Attributor, block: Block) -> int | None:
    """The subject of the lead-in's paragraph, or the only person in it."""
    low = attributor.blocks[block.lead].start
    if block.lead_start <= low:
        return None
    start = [low, *sentence_ends(attributor.masked, low, block.lead_start)]
    owner = _owner(attributor, start[-2], block.lead_start, block.lead) if len(start) > 1 else None
    if owner is not None:
        return owner
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
