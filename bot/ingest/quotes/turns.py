"""Interviews and transcripts: lines that begin with their speaker's name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.ingest.quotes.answers import find_answers
from bot.ingest.quotes.chat import find_messages
from bot.ingest.quotes.cues import is_cue
from bot.ingest.quotes.labels import initials_of, is_initials
from bot.ingest.quotes.lexicon import FUNCTION_WORDS, word_set
from bot.ingest.quotes.paragraphs import Paragraph
from bot.ingest.quotes.roster import Roster
from bot.ingest.quotes.screenplay import find_speeches
from bot.ingest.quotes.voices import FIRST_PERSON

_NAME = (
    r"[A-Z\u00c0-\u00de#][\w.'\u2019&/-]*(?: (?:[A-Z\u00c0-\u00de#][\w.'\u2019&/-]*|"
    r"\d+|of|the|and|de|van|von|&)){0,5}"
)
_JOINT = rf"{_NAME}(?:, {_NAME}){{0,3}}"
_ROLE = (  # a part without a name: "Audience member", "Young woman 2"
    r"[A-Z]\w+(?: [a-z]+)? (?:member|fan|voice|reporter|man|woman|boy|girl|guard|guest|crowd|host|player"
    r"|soldier|student|question|caller)(?: #?\d+)?"
)
_CAPS = (  # as plays have it: "MRS. PELHAM. Sit down."
    r"(?:(?:MR|MRS|MS|DR|ST)\. )?(?!(?:MR|MRS|MS|DR|ST)\.)"
    r"(?:A |AN )?[A-Z\u00c0-\u00de]{2,}(?: [A-Z\u00c0-\u00de][A-Z\u00c0-\u00de'\u2019-]*){0,3}"
)
_DASH_LABEL = re.compile(rf"(?P<name>{_NAME}) [\u2014\u2013](?= \S)")
_HANDLE = r"@?(?=[\w.-]*(?:[_\d]|[a-z][A-Z]))[A-Za-z][\w.-]{2,29}"  # as forums have it: "moss_77"
_ASIDE = r"(?:\s?(?:\([^()\n]{1,60}\)|\[[^\[\]\n]{1,60}\]))?"
_LABEL = re.compile(
    rf"\s*(?:>> ?|- )?(?:\*\*(?P<bold>{_JOINT}){_ASIDE}\s*(?::\*\*|\*\*{_ASIDE}\s?:|\*\*(?= ))|"
    rf"\*\*(?P<asked>{_JOINT}):(?= [^\n]+\*\*\s*$)|(?P<handle>{_HANDLE}):|"
    rf"\*\*(?:/?u/|@)?(?P<account>[A-Za-z][\w.-]{{2,29}})(?::\*\*|\*\*:)|"
    rf"'''(?P<wiki>{_JOINT}){_ASIDE}\s*(?::'''|'''{_ASIDE}\s?:)|"
    rf"__(?P<under>{_NAME})\s*(?::__|__\s?:)|\[(?P<square>{_NAME})\]:?|"
    rf"(?P<plain>{_JOINT}|{_ROLE}){_ASIDE}\s?:|(?P<play>{_CAPS})\.(?= \S))(?=\s|$)"
)
_PART = re.compile(
    rf"(?P<part>[A-Z][\w'\u2019-]+(?: (?:[A-Za-z#][\w'\u2019-]*|\d+)){{1,4}}){_ASIDE}\s?:(?=\s)"
)
_SURE = 4  # lines with a label, before others are believed that begin in small letters
_NO_LABELS = word_set(
    "http https note update source sources photo watch read more related warning spoiler spoilers title "
    "author date written directed created published by ps p.s tl;dr edit tags image video caption scene "
    "setting location act chapter rating interior exterior int ext cut fade dissolve flashback credits "
    "present cast starring featuring participants attendees characters"
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
_STAGED = re.compile(r"\s*\*{0,2}\[[^\[\]]+\]\*{0,2}\s*$")
_STAGED_ROUND = re.compile(r"\s*\([A-Z][^()]+[.!?]\)\s*$")  # "(Exit the moon.)"
_LEADING = re.compile(r"\s*\*?(?:\([^()]{1,300}\)|\[[^\[\]]{1,300}\])\s*[:.,]?\s*")
_TO_ANOTHER = re.compile(
    r"\b(?:I|[Ww]e|[Mm]y|[Oo]ur|[Yy]ou|[Yy]our|(?:I|[Ww]e|[Yy]ou)['\u2019]\w+)\b|[?!](?=\s|$)"
)
_ASKERS = word_set(
    "member fan reporter moderator interviewer host audience journalist question caller viewer reader"
)
_SENTENCE_ENDS = (".", "!", "?", "\u2026")
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
    label = match[match.lastgroup or 0]
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
    """The turns of a conversation: a log, lines with labels, a screenplay, answers to bold questions.

    Nothing if the text is none of them. An answer whose speaker no label gives has the label "A".
    """
    return (
        [Turn(m.name, ((m.start, m.end),), m.paragraphs) for m in find_messages(text, blocks)]
        or _labelled(text, blocks, kind)
        or [
            Turn(s.name, tuple(parts), s.paragraphs)
            for s in find_speeches(text, blocks)
            if (parts := _parts(text, s.start, s.end, True, True))
        ]
        or [
            Turn("A", tuple(parts), members)
            for members in find_answers(text, blocks)
            if (
                parts := [
                    p for i in members for p in _parts(text, blocks[i].start, blocks[i].end, False, False)
                ]
            )
        ]
    )


def _labelled(text: str, blocks: Sequence[Paragraph], kind: str) -> list[Turn]:
    """Lines with the speaker's name before a colon: two labels or more that alternate."""
    lines: dict[int, _Line] = {}
    for number, block in enumerate(blocks):
        found = _label(text, block)
        if found is not None:
            lines[number] = _Line(number, *found)
    if len(lines) < 2:
        lines = _dashed(text, blocks)
    if len(lines) >= _SURE:
        _add_parts(text, blocks, lines)
    alone = {line.label for line in lines.values()}
    for line in [*lines.values()]:  # "Aang, Sokka:" speak together; "However, Aang:" doesn't
        if "," in line.label and not all(name in alone for name in line.label.split(", ")):
            del lines[line.number]
    counts = Counter(line.label for line in lines.values())
    short = Counter(i for label in counts if not is_initials(label) for i in initials_of(label))
    repeated = {label for label, count in counts.items() if count > 1 or short[label.replace(".", "")] == 1}
    repeated |= {
        label for label in counts if not initials_of(label).isdisjoint(repeated)
    }  # "Mara Quill", then MQ
    surnames = Counter(label.split()[-1] for label in counts)  # "Mara Quill", then "Quill"
    repeated |= {label for label in counts if surnames[label.split()[-1]] > 1 and label.split()[-1] in counts}
    _drop_strays(text, blocks, lines, repeated)
    counts = Counter(line.label for line in lines.values())
    numbers = sorted(lines)
    changes = sum(1 for a, b in pairwise(numbers) if b - a <= 3 and lines[a].label != lines[b].label)
    if len(counts) < 2 or not repeated or changes < 2 or len(numbers) < 3:
        return []
    among = numbers[-1] - numbers[0] + 1
    if len(numbers) * 4 < among or sum(counts[label] for label in repeated) * 2 < len(numbers):
        return []
    staged = sum(1 for line in lines.values() if _is_staged(text, line, blocks[line.number].end))
    interview = _is_interview(text, blocks, lines)
    among_them = blocks[max(numbers[0] - 1, 0) : numbers[-1] + 2]
    played = kind == "work" or any(
        _STAGED.match(text, block.start, block.end)
        or (not interview and _STAGED_ROUND.match(text, block.start, block.end))
        for block in among_them
    )
    script = played or staged * 10 >= len(lines)
    return [*_collect(text, blocks, lines, script, played)]


def _is_staged(text: str, line: _Line, end: int) -> bool:
    """`(sadly) Go.`: how it is to be played; `(laughs) Never.` is as good in an interview."""
    found = _LEADING.match(text, line.start, min(end, line.start + 320))
    return found is not None and not _SOUND.match(found.group().lstrip())


def _dashed(text: str, blocks: Sequence[Paragraph]) -> dict[int, _Line]:
    """`Mina Harcourt \u2014 I was late.`: a dash for the colon, if that is how all of the lines begin."""
    lines: dict[int, _Line] = {}
    for number, block in enumerate(blocks):
        match = _DASH_LABEL.match(text, block.start, min(block.end, block.start + 60))
        if match is not None:
            lines[number] = _Line(number, match["name"], match.end())
    counts = Counter(line.label for line in lines.values())
    regular = len(lines) >= _SURE and len(counts) == 2 and min(counts.values()) > 1
    return lines if regular else {}


def _add_parts(text: str, blocks: Sequence[Paragraph], lines: dict[int, _Line]) -> None:
    """`Old merchant: Wake up.`, `Man with umbrella: My salt!` between lines that have their labels."""
    first, last = min(lines) - 3, max(lines) + 3
    for number in range(max(0, first), min(len(blocks), last)):
        block = blocks[number]
        match = _PART.match(text, block.start, min(block.end, block.start + 140))
        if number in lines or match is None:
            continue
        words = match["part"].lower().split()
        if words[0] not in (FUNCTION_WORDS | _NO_LABELS) - {"the"} and not any(map(is_cue, words)):
            lines[number] = _Line(number, match["part"], match.end())


def _drop_strays(text: str, blocks: Sequence[Paragraph], lines: dict[int, _Line], repeated: set[str]) -> None:
    """`Random Roles: Mara Quill`, `Runtime: 50 minutes`: a label that comes once, away from the talk."""
    talk = [number for number, line in lines.items() if line.label in repeated]
    for step in (1, -1):
        edge = (min(talk) if step == 1 else max(talk)) if talk else 0
        near = edge
        for number in sorted(lines, reverse=step == 1):
            if (edge - number) * step <= 0:
                continue
            whole = text[blocks[number].end - 1] in _SENTENCE_ENDS
            if abs(near - number) > (3 if whole else 1):
                break
            near = number
        for number in [n for n in lines if (near - n) * step > 0]:
            del lines[number]


def find_lone(
    text: str, blocks: Sequence[Paragraph], roster: Roster, taken: Collection[int]
) -> list[tuple[Turn, str]]:
    """`Mara Quill: I never slept.` in the midst of an article, with her name: only for persons it knows.

    What says neither I nor you and asks nothing may be a caption or a heading ("Mara Quill: A life.").
    """
    found: list[tuple[Turn, str]] = []
    for number, block in enumerate(blocks):
        if number in taken or ":" not in text[block.start : min(block.end, block.start + 60)]:
            continue
        label = _label(text, block)
        if (
            label is None
            or text[block.end - 1] not in _SENTENCE_ENDS
            or not _TO_ANOTHER.search(text, label[1], block.end)
        ):
            continue
        name = _who(label[0], roster)
        parts = _parts(text, label[1], block.end, False, False)
        if name is not None and parts and text[parts[0][0] - 1] not in "\"\u201c\u2018'":
            found.append((Turn(label[0], tuple(parts), (number,)), name))
    return found


def _who(label: str, roster: Roster) -> str | None:
    words = label.lower().split()
    if words[-1] in _ASKERS and len(words) <= 3:
        return label
    number = roster.lookup(label)
    return roster.persons[number].name if number is not None and roster.persons[number].likely else None


def _is_interview(text: str, blocks: Sequence[Paragraph], lines: dict[int, _Line]) -> bool:
    """Few voices, one of which mostly asks."""
    counts = Counter(line.label for line in lines.values())
    asked = Counter(
        line.label for line in lines.values() if "?" in text[line.start : blocks[line.number].end]
    )
    return len(counts) <= 6 and any(n >= 2 and asked[label] * 2 >= n for label, n in counts.items())


def _collect(
    text: str, blocks: Sequence[Paragraph], lines: dict[int, _Line], script: bool, played: bool
) -> list[Turn]:
    turns: list[Turn] = []
    interview = not played and _is_interview(text, blocks, lines)
    last = max(lines)
    for number, line in sorted(lines.items()):
        parts = _parts(text, line.start, blocks[number].end, script, played)
        members = [number]
        at = number + 1
        while (
            at < len(blocks)
            and at not in lines
            and (interview or not script)
            and (
                _continues(text, blocks[at])
                or (interview and number < last and _still_answers(text, blocks[at], line.label))
            )
        ):
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


def _still_answers(text: str, block: Paragraph, label: str) -> bool:
    """Between two labels of an interview whole sentences go on with the answer, unless of its giver."""
    if _BRACKETED.match(text, block.start) or text[block.start] in "#>\"\u201c\u2018'":
        return False
    words = text[block.start : block.end]
    told = label.split()[-1] in words or words.startswith(("He ", "She ", "They "))
    return len(words) >= 15 and words.rstrip('"\u201d)')[-1:] in _SENTENCE_ENDS and not told


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
        plain = match.group()[:2] in ("*(", "*[")
        if edge or played or heard or plain or (script and (match.group()[0] != "[" or own)):
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
        if text[high - 2 : high] == "**" and text.count("**", low, high) % 2:
            high -= 2  # the bold of a label that goes on to the end
        if high > low and text[high - 1] in '"\u201d' and not text[low : high - 1].count(text[high - 1]):
            high -= 1
        if any(character.isalnum() for character in text[low:high]):
            parts.append((low, high))
        at = b
    return parts
