"""Interviews and transcripts: lines that begin with their speaker's name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.ingest.quotes.blocks import FIRST_PERSON
from bot.ingest.quotes.lexicon import FUNCTION_WORDS, word_set
from bot.ingest.quotes.paragraphs import Paragraph
from bot.ingest.quotes.roster import Roster

_NAME = (
    r"[A-Z\u00c0-\u00de#][\w.'\u2019&/-]*(?: (?:[A-Z\u00c0-\u00de#][\w.'\u2019&/-]*|"
    r"\d+|of|the|and|de|van|von|&)){0,5}"
)
_JOINT = rf"{_NAME}(?:, {_NAME}){{0,3}}"
_ASIDE = r"(?:\s?(?:\([^()\n]{1,60}\)|\[[^\[\]\n]{1,60}\]))?"
_LABEL = re.compile(
    rf"\s*(?:\*\*(?P<bold>{_JOINT}){_ASIDE}\s*(?::\*\*|\*\*{_ASIDE}\s?:|\*\*(?= ))|"
    rf"__(?P<under>{_NAME})\s*(?::__|__\s?:)|\[(?P<square>{_NAME})\]:?|(?P<plain>{_JOINT}){_ASIDE}\s?:)(?=\s|$)"
)
_NO_LABELS = word_set(
    "http https note update source sources photo watch read more related warning spoiler spoilers title "
    "author date written directed created published by ps p.s tl;dr edit tags image video caption scene "
    "setting location act chapter rating interior exterior int ext cut fade dissolve flashback credits"
)
_SECTION = re.compile(
    r"(?:book|season|episode|part|act|scene|chapter|volume) "
    r"(?:\d+|[ivxl]+|one|two|three|four|five|six|seven|eight|nine|ten)\b"
)
_EVERYBODY = word_set("all both everyone everybody others")
_DIRECTION = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|\*[^*\n]+\*(?!\*)")
_UNCLOSED = re.compile(r"\[[^\[\]]*$")
_SOUND = re.compile(  # what is heard and isn't said, wherever it stands
    r"[(\[*]\s*(?:(?:both|all|they|everyone|he|she|long|more) )?(?:laugh|chuckl|giggl|sigh|paus|smil|grin|sob"
    r"|nod|shrug|gasp|cough|groan|applau|cheer|crosstalk|inaudible|beat\b|silence\b)[^()\[\]*]{0,60}[)\]*]",
    re.IGNORECASE,
)
_STAGED = re.compile(r"\s*\[[^\[\]]+\]\s*$")
_LEADING = re.compile(r"\s*(?:\([^()]{1,300}\)|\[[^\[\]]{1,300}\])\s*[:.,]?\s*")
_READS_AS_NAME = re.compile(r"^[A-Z][A-Z]*[AEIOUY]")  # NELL or OTTO, hardly a magazine's initials
_BRACKETED = re.compile(r"\s*[(\[*_]")


@dataclass(frozen=True, slots=True)
class Turn:
    """One speaker's words: (start, end) for each part, stage directions left out."""

    label: str
    parts: tuple[tuple[int, int], ...]
    paragraphs: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    label: str
    start: int  # of the words


def _label(text: str, block: Paragraph) -> tuple[str, int] | None:
    match = _LABEL.match(text, block.start, min(block.end, block.start + 140))
    if match is None:
        return None
    label = next(group for group in (match["bold"], match["under"], match["square"], match["plain"]) if group)
    words = label.lower().replace(".", "").split()
    short = len(label) <= 3 and label.isupper()
    if (
        len(label) > 45
        or words[0] in _NO_LABELS
        or _SECTION.match(label.lower())
        or (not short and all(word in FUNCTION_WORDS - _EVERYBODY for word in words))
    ):
        return None
    return label, match.end()


def find_turns(text: str, blocks: Sequence[Paragraph], kind: str) -> list[Turn]:
    """The turns of a conversation in lines: two labels or more that alternate. Nothing if it is none."""
    lines: dict[int, _Line] = {}
    for number, block in enumerate(blocks):
        found = _label(text, block)
        if found is not None:
            lines[number] = _Line(number, *found)
    alone = {line.label for line in lines.values()}
    for line in [*lines.values()]:  # "Aang, Sokka:" speak together; "However, Aang:" doesn't
        if "," in line.label and not all(name in alone for name in line.label.split(", ")):
            del lines[line.number]
    counts = Counter(line.label for line in lines.values())
    repeated = {label for label, count in counts.items() if count > 1}
    numbers = sorted(lines)
    changes = sum(1 for a, b in pairwise(numbers) if b - a <= 3 and lines[a].label != lines[b].label)
    if len(counts) < 2 or not repeated or changes < 2 or len(numbers) < 3:
        return []
    among = numbers[-1] - numbers[0] + 1
    if len(numbers) * 4 < among or sum(counts[label] for label in repeated) * 2 < len(numbers):
        return []
    staged = sum(
        1
        for line in lines.values()
        if _LEADING.match(text, line.start, min(blocks[line.number].end, line.start + 320))
    )
    among_them = blocks[max(numbers[0] - 1, 0) : numbers[-1] + 1]
    played = kind == "work" or any(_STAGED.match(text, block.start, block.end) for block in among_them)
    script = played or staged * 10 >= len(lines)
    return [*_collect(text, blocks, lines, script, played)]


def _collect(
    text: str, blocks: Sequence[Paragraph], lines: dict[int, _Line], script: bool, played: bool
) -> list[Turn]:
    turns: list[Turn] = []
    for number, line in sorted(lines.items()):
        parts = _parts(text, line.start, blocks[number].end, script, played)
        members = [number]
        at = number + 1
        while at < len(blocks) and at not in lines and not script and _continues(text, blocks[at]):
            parts += _parts(text, blocks[at].start, blocks[at].end, script, played)
            members.append(at)
            at += 1
        if parts:
            turns.append(Turn(line.label, tuple(parts), tuple(members)))
    return turns


def _continues(text: str, block: Paragraph) -> bool:
    """An unlabelled paragraph goes on with an answer if it speaks of I or we and is no stage direction."""
    if _BRACKETED.match(text, block.start):
        return False
    return FIRST_PERSON.search(text, block.start, block.end) is not None


def _parts(text: str, start: int, end: int, script: bool, played: bool) -> list[tuple[int, int]]:
    """Words without stage directions: "(sadly) Go. [leaves] Now." -> "Go." and "Now."; edits stay in.

    `played`: a work with scenes. Nobody edits that: what is in brackets there is a direction.
    """
    cuts: list[tuple[int, int]] = []
    for match in _DIRECTION.finditer(text, start, end):
        before = text[max(start, match.start() - 8) : match.start()].rstrip()
        edge = not before or not text[match.end() : min(end, match.end() + 8)].strip()
        own = not before or before[-1] in '.!?\u2026\u2014-"\u201d)]'
        heard = _SOUND.fullmatch(match.group()) is not None
        if edge or played or heard or (script and (match.group()[0] != "[" or own)):
            cuts.append(match.span())
    if played and (left_open := _UNCLOSED.search(text[cuts[-1][1] if cuts else start : end])):
        cuts.append((end - len(left_open.group()), end))
    parts: list[tuple[int, int]] = []
    at = start
    for a, b in [*cuts, (end, end)]:
        low, high = at, a
        while low < high and (text[low].isspace() or (text[low] in '"\u201c\u2018' and low == at)):
            low += 1
        if at > start and text[low : low + 2] in (
            ". ",
            ", ",
            "; ",
            ": ",
        ):  # left over from "Go (quickly). Now."
            low += 2
        while high > low and (text[high - 1].isspace()):
            high -= 1
        if high > low and text[high - 1] in '"\u201d' and not text[low : high - 1].count(text[high - 1]):
            high -= 1
        if any(character.isalnum() for character in text[low:high]):
            parts.append((low, high))
        at = b
    return parts


def turn_speaker(
    label: str, roster: Roster, counts: Counter[str], interviewee: int | None
) -> tuple[str | None, str, float]:
    """(speaker, rule, confidence) of a label: a name, initials introduced earlier, or Q and A."""
    if label.upper() == "Q" or label.lower() in ("question", "interviewer"):
        return None, "question", 0.5
    if label.upper() == "A" or label.lower() == "answer":
        name = roster.persons[interviewee].name if interviewee is not None else None
        return name, "answer", 0.7 if name else 0.3
    number = roster.lookup(label if not label.isupper() or len(label) <= 3 else label.title())
    if number is not None and roster.persons[number].name in counts and roster.persons[number].name != label:
        return label, "line label", 0.95  # Zuko, in a transcript that has a Young Zuko, too
    if number is not None and (
        roster.persons[number].known is not None or len(roster.persons[number].words) > 1
    ):
        return roster.persons[number].name, "line label", 0.98
    bare = label.replace(".", "")
    if bare.isupper() and 2 <= len(bare) <= 4:
        named = by_initials(bare, roster)
        if named is not None:
            return named, "initials", 0.85
        if number is None and not _READS_AS_NAME.search(bare):
            return label, "line label", 0.6
    if number is not None and not (label.isupper() and roster.persons[number].name == label):
        return roster.persons[number].name, "line label", 0.95
    if bare.isupper() and 2 <= len(bare) <= 4 and not _READS_AS_NAME.search(bare):
        return label, "line label", 0.95
    return (label.title() if label.isupper() else label), "line label", 0.9


def by_initials(initials: str, roster: Roster) -> str | None:
    """`JV` for Janet Varney, if nobody else has these initials."""
    fitting = {
        person.name
        for person in roster.persons
        if "".join(word[0] for word in person.words if word[0].isupper()).upper() == initials
        and len(person.words) > 1
    }
    if len(fitting) == 1:
        return next(iter(fitting))
    return None
