"""Block quotations without marks: a lead-in in the article's voice, then paragraphs in somebody else's."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.ingest.quotes.cues import is_cue, is_speaking
from bot.ingest.quotes.lexicon import word_set
from bot.ingest.quotes.paragraphs import Paragraph, sentence_ends
from bot.ingest.quotes.roster import Roster

FIRST_PERSON = re.compile(
    r"\b(?:I|[Ww]e|[Mm]e|[Mm]y|[Oo]ur|[Uu]s|[Mm]ine|[Oo]urs|I['\u2019]\w+|[Ww]e['\u2019]\w+)\b"
)
_OWN_VOICE = re.compile(r"\b(?:I|me|my|[Mm]yself|I['\u2019]\w+|My)\b")
_ADDRESS = re.compile(r"\b(?:you|your|yours|You|Your|you['\u2019]\w+|You['\u2019]\w+)\b")
_BULLET = re.compile(r"(?:[\u2022\u00b7\u25cf\u25aa*+>]|[-\u2013\u2014] |\d{1,3}[.):]|[a-z]\)|#)")
_DATELINE = re.compile(r"[A-Z][A-Z .,'-]{3,40}(?:\([^)]{2,30}\) )?\s?[\u2014\u2013-]\s")
_POINTING = word_set(
    "below here include includes including following these page must are links link tickets tour dates"
)
_IMPERATIVES = word_set(
    "read watch see listen more related also follow click subscribe check photo photos video"
)
_CLOSING_NOTE = re.compile(r"\s*[(\[][^()\[\]]{1,60}[)\]]\s*:$")
_THEY = re.compile(
    r"\b(?:the (?:creators|two|pair|duo|trio|showrunners|co-creators))\b(?!['\u2019])", re.IGNORECASE
)
_SAYING = word_set(
    "wrote writes said says posted posts tweeted tweets read reads added adds stated states replied replies"
)
_SUBJECT = re.compile(r"\b(?:[Hh]e|[Ss]he|[Tt]hey)\b")
_STATEMENT = re.compile(
    r"\b(?:statement|letter|post|email|e-mail|tweet|note|message|memo|reply|response|caption|passage|"
    r"excerpt|quote|comment|explanation|answer|apology|announcement)s?\b",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Block:
    lead: int  # number of the lead-in's paragraph
    lead_start: int  # where the lead-in's last sentence begins
    strong: bool = True  # it has a subject that speaks; a weak one may be no lead-in at all
    paragraphs: list[int] = field(default_factory=lambda: list[int]())


@dataclass(frozen=True, slots=True)
class _Lead:
    start: int  # of its last sentence
    strong: bool  # it has a subject that speaks: "He first adds his view:"
    firm: bool  # it ends on the words that announce a quotation: "Quill wrote on her site:"


def _lead_in(masked: str, block: Paragraph, roster: Roster) -> _Lead | None:
    """A paragraph in the article's voice that ends in a colon and announces somebody's words."""
    if masked[block.end - 1] != ":":
        return None
    start = _last_sentence(masked, block)
    sentence = masked[start : block.end].strip()
    if _OWN_VOICE.search(sentence) or _BULLET.match(sentence):
        return None
    bare = _CLOSING_NOTE.sub(":", sentence)
    words = re.findall(r"[\w'\u2019]+", bare)
    lower = [word.lower() for word in words]
    if len(words) < 2 or (len(words) == 2 and not is_cue(lower[1])):
        return None
    if lower[0] in _IMPERATIVES:
        return None
    speaks = any(is_cue(word, weak=False) or is_speaking(word) for word in lower)
    if lower[-1] in _POINTING or (lower[-2] in _POINTING and not _STATEMENT.search(" ".join(lower[-2:]))):
        return None
    stated = _STATEMENT.search(bare) is not None
    if not speaks and not stated and any(word in ("are", "must", "include", "includes") for word in lower):
        return None
    named = any(
        roster.persons[ref.person].likely and not ref.possessive for ref in roster.between(start, block.end)
    )
    strong = (speaks or stated) and (named or _SUBJECT.search(sentence) is not None or stated)
    if not strong and _SUBJECT.search(sentence) is not None:
        strong = True
    near = lower[-6:]
    announced = any(word in _SAYING for word in near) or _STATEMENT.search(" ".join(near)) is not None
    return _Lead(start, strong, announced and (named or stated) and strong)


def _last_sentence(masked: str, block: Paragraph) -> int:
    start = block.start
    for end in sentence_ends(masked, block.start, block.end):
        if end < block.end:
            start = end
    return start


def _first_person(masked: str, block: Paragraph) -> bool:
    return FIRST_PERSON.search(masked, block.start, block.end) is not None


def _personal(masked: str, block: Paragraph) -> bool:
    return _first_person(masked, block) or _ADDRESS.search(masked, block.start, block.end) is not None


def _mostly_marked(masked: str, block: Paragraph) -> bool:
    return masked.count("\x01", block.start, block.end) * 2 > block.end - block.start


def _can_begin(text: str, masked: str, block: Paragraph) -> bool:
    if (
        masked[block.start] == "\x01"
        or _BULLET.match(text, block.start)
        or _DATELINE.match(text, block.start)
    ):
        return False
    leads = text[block.end - 1] == ":" and _OWN_VOICE.search(masked, block.start, block.end) is None
    return block.end - block.start >= 25 and not _mostly_marked(masked, block) and not leads


def find_blocks(
    text: str,
    masked: str,
    blocks: Sequence[Paragraph],
    roster: Roster,
    marked: frozenset[int],
    taken: frozenset[int],
) -> list[Block]:
    """Every block quotation; `marked` are paragraphs with marked words, `taken` those of turns."""
    found: list[Block] = []
    usual = usual_gap(blocks)
    i = 0
    while i < len(blocks) - 1:
        if i in taken or i + 1 in taken:
            i += 1
            continue
        following = blocks[i + 1]
        if text[following.start] == ">" and text[blocks[i].start] != ">":
            block = Block(i, _last_sentence(masked, blocks[i]))
            at = i + 1
            while at < len(blocks) and at not in taken and text[blocks[at].start] == ">":
                block.paragraphs.append(at)
                at += 1
            found.append(block)
            i = at - 1
            continue
        lead = _lead_in(masked, blocks[i], roster)
        if lead is None or not _can_begin(text, masked, following):
            i += 1
            continue
        names = _speaking(masked, lead.start, blocks[i].end, roster)
        personal = _first_person(masked, following) or (lead.strong and _personal(masked, following))
        apart = lead.strong and following.blank_before > usual
        firm = lead.firm and not any(
            r.person in names for r in roster.between(following.start, following.end)
        )
        if not (personal or apart or firm):
            i += 1
            continue
        block = Block(i, lead.start, lead.strong, [i + 1])
        at = i + 2
        while (
            at < len(blocks)
            and at not in taken
            and _goes_on(text, masked, blocks, at, roster, names, usual, marked)
        ):
            block.paragraphs.append(at)
            at += 1
        found.append(block)
        i = block.paragraphs[-1] if masked[blocks[block.paragraphs[-1]].end - 1] == ":" else at
        i = max(i, block.paragraphs[-1] + 1)
    return found


def _speaking(masked: str, start: int, end: int, roster: Roster) -> set[int]:
    """Whose words a lead-in announces, if it names the person: "He defends giving Mara a friend:" doesn't."""
    named = next(
        (
            ref
            for ref in roster.between(start, end)
            if roster.persons[ref.person].likely and not ref.possessive
        ),
        None,
    )
    pronoun = _SUBJECT.search(masked, start, end)
    if named is None or (pronoun is not None and pronoun.start() < named.start):
        return set()
    return {named.person}


def usual_gap(blocks: Sequence[Paragraph]) -> int:
    """How many empty lines most paragraphs have before them."""
    gaps = sorted(block.blank_before for block in blocks[1:])
    return gaps[len(gaps) // 2] if gaps else 0


def _goes_on(
    text: str,
    masked: str,
    blocks: Sequence[Paragraph],
    at: int,
    roster: Roster,
    names: set[int],
    usual: int,
    marked: frozenset[int],
) -> bool:
    """Whether a block's next paragraph is still the same person's words."""
    block = blocks[at]
    if _mostly_marked(masked, block):
        # A whole marked paragraph belongs to the block if the block itself leads in to it.
        return masked[blocks[at - 1].end - 1] == ":" and _first_person(masked, blocks[at - 1])
    if _lead_in(masked, block, roster) is not None:
        return False
    if _BULLET.match(text, block.start) or _DATELINE.match(text, block.start):
        return False
    if any(ref.person in names for ref in roster.between(block.start, block.end)) or _THEY.search(
        masked, block.start, block.end
    ):
        return False
    if at in marked and _tagged(masked, block):
        return False
    if block.blank_before < usual or _first_person(masked, block):
        return True
    if masked[block.start] != "\x01" and _ADDRESS.search(masked, block.start, block.end) is not None:
        return True
    return at not in marked and at + 1 not in marked and _is_bridge(masked, blocks, at, roster, names)


def _is_bridge(masked: str, blocks: Sequence[Paragraph], at: int, roster: Roster, names: set[int]) -> bool:
    """One paragraph without I or we, between two that have it, is the same voice."""
    if at + 1 >= len(blocks) or not _first_person(masked, blocks[at - 1]):
        return False
    following = blocks[at + 1]
    if _lead_in(masked, following, roster) is not None or masked[blocks[at].end - 1] == ":":
        return False
    if any(ref.person in names for ref in roster.between(following.start, following.end)):
        return False
    return _OWN_VOICE.search(masked, following.start, following.end) is not None


def _tagged(masked: str, block: Paragraph) -> bool:
    """Marked words with `he said` after them: the article speaks again."""
    match = re.search(
        r"\x01[,\s]*(?:\w+ ){0,3}(?:said|says|told|added|adds|wrote|explained|explains)\b",
        masked[block.start : block.end],
    )
    return match is not None
