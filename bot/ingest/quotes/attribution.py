"""Who said the marked words of an article, paragraph by paragraph, with a memory of who spoke last."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.ingest.quotes import sorting
from bot.ingest.quotes.cues import is_cue
from bot.ingest.quotes.dialogue import Dialogue
from bot.ingest.quotes.lexicon import HE, KIN, PREPOSITIONS, ROLE_NOUNS, SHE, TITLES
from bot.ingest.quotes.marks import Span
from bot.ingest.quotes.paragraphs import Paragraph, sentence_ends
from bot.ingest.quotes.roster import Person, Roster
from bot.ingest.quotes.tags import Tag, TagReader, modifies

_OPENING = re.compile(r"\s*(?:(?:And|But|So|Then|Still|Yet|Now),? )?(\w+)")
_POINTER = re.compile(r"(?i:(?:read|watch|related|see|photos?|videos?|gallery|advertisement|listen|more)\b[^.:]{0,20}:|story continues)")
_BELIEFS = frozenset("believes believed thinks thought hopes hoped knows knew feels felt figures figured".split())
_HELD = frozenset("of in to for with by from at on and about against under told tell asked ask like as near into".split())
GROUP_NOUNS = frozenset("agency company team firm group department police union association club website organization "
                        "organisation city government ministry committee board network studio publisher paper newspaper "
                        "party council commission retailer bank studio publisher developer office agency".split())
_DOCUMENTS = frozenset("statement report post letter document release tweet email message note filing".split())
_ENDS = ".!?\u2026"


@dataclass(slots=True)
class Verdict:
    """What becomes of a span: who said it by which rule, or that nobody did."""

    span: Span
    speaker: int | None = None
    rule: str = "none"
    confidence: float = 0.0
    kept: bool = True
    hypothetical: bool = False
    continues: bool = False  # the same utterance as the span before
    tagged: bool = False


def is_person_noun(words: Sequence[str]) -> bool:
    """`the laid-back resident`, `the 39-year-old founder of the press`: the head stands for a person."""
    head = words[-1]
    for i, word in enumerate(words):
        if i and word in PREPOSITIONS:
            head = words[i - 1]
            break
    head = head.split("-")[-1]
    if head in KIN:
        return False
    return head in ROLE_NOUNS or head in TITLES or head.endswith(("er", "or", "ist", "man", "woman", "ant", "ian", "ee", "maverick", "old"))


class Attributor:
    """Goes through a document once, first to last."""

    def __init__(self, text: str, masked: str, blocks: Sequence[Paragraph], roster: Roster) -> None:
        self.text = text
        self.masked = masked
        self.blocks = blocks
        self.roster = roster
        self.tags = TagReader(masked, roster)
        self._depth = 0
        self.dialogue: Dialogue | None = None  # in fiction only
        self.last_speaker: int | None = None
        self.quoted: set[int] = set()  # paragraphs that hold somebody's words
        self.spoke: list[tuple[int, int]] = []  # (place, person) of the latest words, for pronouns

    # --- pronouns and descriptions --------------------------------------------------------------------------

    def fits(self, person: Person, gender: str | None) -> bool:
        return (person.likely or person.possible) and (gender is None or person.gender in (None, gender))

    def resolve(self, tag: Tag, number: int) -> int | None:
        """The person whom a tag means, or None when unsure."""
        if tag.plural:
            return None
        if tag.person is not None:
            return None if self.roster.persons[tag.person].unsure else tag.person
        if tag.pronoun is not None:
            return self.resolve_pronoun(tag.pronoun, tag.place, number)
        return self.resolve_description(tag.description or "", tag.place, number)

    def resolve_pronoun(self, pronoun: str, place: int, number: int) -> int | None:
        """He or she: who opened the paragraph, else who spoke last, else the nearest person before."""
        gender = "m" if pronoun in HE else "f" if pronoun in SHE else None
        if gender is None:
            return self.plural_or_thing(pronoun)
        for someone in self.subjects_before(place, number, HE if gender == "m" else SHE):
            if self.fits(self.roster.persons[someone], gender):
                return someone
        for someone in self._likely_speakers(number):
            if someone is not None and self.fits(self.roster.persons[someone], gender):
                return someone
        for ref in self.roster.before(place, 10):
            if self.fits(self.roster.persons[ref.person], gender):
                return ref.person
        return None

    def _likely_speakers(self, number: int) -> tuple[int | None, ...]:
        """Whom he or she means first: in fiction whoever's turn it is, elsewhere who spoke last."""
        told = self.told_before(number)
        if self.dialogue is None:
            return told, self.last_speaker
        last = self.dialogue.last(number)
        partner = None if last is None else self.dialogue.partner(number, last)
        if self.dialogue.turns and self.dialogue.turns[-1][0] == number - 1:
            return partner, told, last
        return told, last, partner

    def plural_or_thing(self, pronoun: str) -> int | None:
        """They and it: the last speaker if that is no person who is called he or she; I and we are the writer's."""
        if pronoun not in ("they", "it") or self.last_speaker is None:
            return None
        person = self.roster.persons[self.last_speaker]
        if person.known is not None and person.known.pronoun == "they" and pronoun == "they":
            return self.last_speaker
        return self.last_speaker if person.gender is None and not person.likely else None

    def group_before(self, place: int, number: int) -> int | None:
        """`the agency`, `the company`: the nearest name that no he or she has stood for, as a subject."""
        previous = self.previous(number)
        spans = [(self.blocks[number].start, place)]
        if previous is not None and previous not in self.quoted:
            spans.append((self.blocks[previous].start, self.blocks[previous].end))
        for start, end in spans:
            for ref in self.roster.between(start, end):
                person = self.roster.persons[ref.person]
                if person.gender is None and not ref.possessive and ref.before not in _HELD and person.score > -6:
                    return ref.person
        return self.plural_or_thing("it")

    def subjects_before(self, place: int, number: int, same: frozenset[str] = frozenset()) -> list[int]:
        """Who speaks or acts in a paragraph before a place, nearest sentence first.

        A sentence about one of the pronouns `same` goes on about whoever was meant before it.
        """
        block = self.blocks[number]
        low = max(block.start, place - 1200)
        found: list[tuple[int, int]] = [(span_start, person) for span_start, person in self.spoke if low <= span_start < place]
        start = low
        for end in sentence_ends(self.masked, low, place):
            subject = self._first_subject(start, number, min(end, place), inner=False)
            if same and end < place and self._opens_with(start, end, same):
                found = [event for event in found if event[0] < start and event in self.spoke]
            elif subject is not None:
                found.append((start, subject))
            start = end
        return [person for _, person in sorted(found, reverse=True)]

    def _opens_with(self, start: int, end: int, pronouns: frozenset[str]) -> bool:
        match = _OPENING.match(self.masked, start, end)
        return match is not None and match.group(1).lower() in pronouns

    def resolve_description(self, description: str, place: int, number: int) -> int | None:
        """`the founder`: the person last named in the paragraph, else the last speaker."""
        words = description.split()
        if words and words[0] in ("his", "her"):
            owner = self.resolve_pronoun(words[0], place, number)
            return owner if any(word in _DOCUMENTS for word in words) else self.relative(owner, words)
        if not words or words[0] in ("a", "an", "one", "another", "some"):
            return None
        if any(word in _DOCUMENTS for word in words):
            told = self.told_before(number)
            return told if told is not None else self.last_speaker
        if any(word in GROUP_NOUNS for word in words):
            return self.group_before(place, number)
        if not is_person_noun(words):
            return None
        for someone in self.subjects_before(place, number):
            if self.roster.persons[someone].likely:
                return someone
        for ref in self.roster.between(self.blocks[number].start, place)[::-1]:
            if self.roster.persons[ref.person].likely and not ref.possessive:
                return ref.person
        told = self.told_before(number)
        return told if told is not None else self.last_speaker

    def relative(self, owner: int | None, words: Sequence[str]) -> int | None:
        """`his wife`, `her father`: the Mrs. or Mr. of the same last name."""
        if owner is None:
            return None
        last = self.roster.persons[owner].words[-1]
        if any(word in ("wife", "lady", "mother", "mamma", "mama") for word in words):
            return self.roster.titled("mrs", last)
        if any(word in ("husband", "father", "papa") for word in words):
            return self.roster.titled("mr", last)
        return None

    def told_before(self, number: int) -> int | None:
        """The subject of the paragraph before, if that only narrates: "Ortiz said the pier would stay." """
        previous = self.previous(number)
        if previous is None or previous in self.quoted:
            return None
        return self.narration_subject(previous)

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

    def _resolve_earlier(self, pronoun: str, place: int, number: int) -> int | None:
        """A pronoun of the paragraphs before; a few steps back, then it is open whom it means."""
        if self._depth >= 3:
            return self.last_speaker
        self._depth += 1
        try:
            return self.resolve_pronoun(pronoun, place, number)
        finally:
            self._depth -= 1

    def last_sentence(self, number: int) -> int:
        """Where a paragraph's last sentence begins."""
        block = self.blocks[number]
        start = block.start
        for end in sentence_ends(self.masked, block.start, block.end):
            if end < block.end:
                start = end
        return start

    def lead_subject(self, number: int, start: int) -> int | None:
        """The subject of a lead-in without a verb of speaking: "He even accepts the criticisms:"."""
        return self._first_subject(start, number)

    def inner_speaker(self, inner: Span, outer: Span) -> tuple[str | None, str | None]:
        """(speaker, rule) of words quoted within quoted words; the rule is None for mere terms."""
        return None, None

    # --- the walk -------------------------------------------------------------------------------------------

    def narration_subject(self, number: int) -> int | None:
        """The subject of a narrating paragraph's last sentence: it often speaks next."""
        return self._first_subject(self.last_sentence(number), number)

    def _first_subject(self, start: int, number: int, end: int | None = None, *, inner: bool = True) -> int | None:
        """The subject of the sentence that begins at a place; "..., Ortiz believes." counts as well."""
        block = self.blocks[number]
        limit = block.end if end is None else end
        units = self.tags.units(start, min(limit, start + 300))
        tail = [unit for unit in self.tags.units(max(start, limit - 60), limit) if unit.kind != "mark"][-2:]
        if len(tail) == 2 and tail[0].ref is not None and (is_cue(tail[1].value) or tail[1].value in _BELIEFS):
            return tail[0].ref.person
        for i, unit in enumerate(units[:30]):
            if unit.kind == "quote":
                break
            if inner and unit.kind == "word" and unit.value.lower() in ("he", "she"):
                return self._resolve_earlier(unit.value.lower(), start, number)
            if unit.ref is None or unit.ref.possessive or not self.fits(self.roster.persons[unit.ref.person], None):
                continue
            if i > 1 and (units[i - 1].value.lower() in _HELD or unit.ref.before in _HELD):
                continue
            if i == 1 and units[0].value.lower() in _HELD - {"for", "to", "like", "as"}:
                continue
            if modifies(units, i):
                continue
            return unit.ref.person
        return None

    def paragraph(self, number: int, spans: Sequence[Span], *, carried: Verdict | None, nested: bool = False) -> list[Verdict]:
        """The verdicts on one paragraph's outer spans, in order."""
        block = self.blocks[number]
        found: list[Verdict] = []
        for i, span in enumerate(spans):
            limit = spans[i + 1].outer_start if i + 1 < len(spans) else block.end
            low = spans[i - 1].outer_end if i else block.start
            verdict = self._one(span, number, low, limit, i == 0 and span.outer_start == block.start, nested)
            found.append(verdict)
            if verdict.kept and verdict.tagged and verdict.speaker is not None:
                self.spoke = [*self.spoke[-3:], (span.start, verdict.speaker)]
        if nested:
            return [verdict for verdict in found if verdict.tagged or verdict.hypothetical]
        self._join(found, number, block, carried)
        for verdict in found:
            if verdict.kept and not verdict.hypothetical:
                self.quoted.add(number)
                if verdict.speaker is not None:
                    self.last_speaker = verdict.speaker
                    if self.dialogue is not None:
                        self.dialogue.heard(number, verdict.speaker, verdict.span.start, verdict.span.end)
        return found

    def _one(self, span: Span, number: int, low: int, limit: int, opens: bool, nested: bool) -> Verdict:
        """One span by its own tag alone."""
        verdict = Verdict(span)
        block = self.blocks[number]
        ended = self.text[span.end - 1] in "." and self.text[span.outer_end - 1 : span.outer_end] != ","
        sentence_start = self._sentence_start(low, span.outer_start, block.start)
        before = self.masked[max(sentence_start, span.outer_start - 400) : span.outer_start]
        inside = bool(before.strip("\x01 \t\n"))
        after = None if limit - span.outer_end < 3 else self.tags.after(span.outer_end, limit, ended=ended)
        if after is None and inside and sorting.is_title(self.text, span.start, span.end, before):
            verdict.kept = False
            return verdict
        complete = before.rstrip()[-1:] in _ENDS
        ahead = self.tags.before(sentence_start, span.outer_start) if after is None and inside and not complete else None
        if inside and sorting.is_unsaid(before) and after is None and (ahead is None or (ahead.person is None and ahead.pronoun is None)):
            verdict.hypothetical, verdict.rule, verdict.confidence = True, "hypothetical", 0.6
            return verdict
        if sorting.is_thought_after(self.masked, span.outer_end) or (inside and sorting.is_thought_before(before)):
            verdict.kept = False
            return verdict
        tag = after
        if tag is None:
            tag = ahead
        if tag is not None:
            verdict.tagged = True
            verdict.speaker = self.resolve(tag, number)
            verdict.rule, verdict.confidence = tag.rule, tag.confidence
            if tag.pronoun:
                verdict.rule, verdict.confidence = f"{tag.rule}, pronoun", tag.confidence - 0.15
        middle = inside and not complete and not opens and not before.rstrip().endswith((",", ":"))
        if (middle or (not verdict.tagged and not opens)) and sorting.is_fragment(self.text, span.start, span.end):
            verdict.kept = False
        elif not verdict.tagged and not opens and sorting.is_capitalised(self.text, span.start, span.end):
            verdict.kept = False
        elif (middle and tag is not after or (inside and not complete and not verdict.tagged)) and sorting.is_single_word(self.text, span.start, span.end):
            verdict.kept = False
        return verdict

    def _sentence_start(self, low: int, opening: int, block_start: int) -> int:
        """Where the sentence that holds an opening mark begins; a span before it may be part of the sentence."""
        start = low
        for end in sentence_ends(self.masked, low, opening):
            if end < opening and self.masked[end:opening].strip("\x01 \t\n\"'"):
                start = end
        if start == low and low > block_start:
            ended = self.text[low - 2 : low].rstrip("\"\u201d'\u2019")[-1:] in _ENDS
            gap = self.masked[low:opening].lstrip()
            if not ended and gap[:1].islower():
                return low
        return start

    def _join(self, found: list[Verdict], number: int, block: Paragraph, carried: Verdict | None) -> None:
        """Untagged spans: the paragraph's own tag, else what went before."""
        kept = [verdict for verdict in found if verdict.kept and not verdict.hypothetical]
        for i, verdict in enumerate(kept):
            if i:
                gap = self.masked[kept[i - 1].span.outer_end : verdict.span.outer_start]
                verdict.continues = self._same_utterance(kept[i - 1], verdict, gap)
        tagged = [verdict for verdict in kept if verdict.speaker is not None]
        for i, verdict in enumerate(kept):
            if verdict.tagged and verdict.speaker is not None:
                continue
            if verdict.tagged and verdict.speaker is None:
                continue
            previous = kept[i - 1] if i else None
            following = next((later for later in kept[i + 1 :] if later.tagged), None)
            between = None if previous is None else self._told_between(previous, verdict, number)
            if between is not None:
                self._give(verdict, between, "subject of the sentence before", 0.7)
            elif previous is not None and previous.tagged:
                self._give(verdict, previous.speaker, "same paragraph", 0.8)
                verdict.tagged = previous.tagged
            elif carried is not None and verdict.span.outer_start == block.start:
                self._give(verdict, carried.speaker, "several paragraphs", 0.85)
                verdict.continues = True
            elif following is not None:
                self._give(verdict, following.speaker, "same paragraph", 0.75)
            elif tagged:
                self._give(verdict, tagged[0].speaker, "same paragraph", 0.7)
            elif self._is_part_of_sentence(verdict, block):
                verdict.kept = False
            else:
                speaker, rule, confidence = self._from_context(verdict, number)
                self._give(verdict, speaker, rule, confidence)

    def _led_in(self, number: int) -> int | None:
        """A paragraph that ends in a comma or colon gives the next one its speaker: "She turned and said,"."""
        if not number or self.masked[self.blocks[number - 1].end - 1] not in ",:":
            return None
        tag = self.tags.before(self.last_sentence(number - 1), self.blocks[number - 1].end)
        return self.resolve(tag, number - 1) if tag is not None else None

    def _is_part_of_sentence(self, verdict: Verdict, block: Paragraph) -> bool:
        """Marked words in mid-sentence that nothing says anybody said: `adults "in a state of decline"`."""
        span = verdict.span
        before = self.masked[block.start : span.outer_start].rstrip()[-1:]
        if not before or before in _ENDS or before in ",:\x01\u2014\u2013":
            return False
        return self.text[span.start].islower() or len(sorting.words_of(self.text, span.start, span.end)) <= 4

    def _told_between(self, one: Verdict, other: Verdict, number: int) -> int | None:
        """The subject of a whole sentence between two spans: `"A," said Ortiz. Quill disagreed. "B." `"""
        starts = [one.span.outer_end]
        for end in sentence_ends(self.masked, one.span.outer_end, other.span.outer_start):
            if self.masked[end : other.span.outer_start].strip():
                starts.append(end)
        if len(starts) < 2 and (one.tagged and self.text[one.span.end - 1] not in _ENDS):
            return None
        gap = self.masked[starts[-1] : other.span.outer_start].strip()
        if gap[-1:] not in _ENDS or gap[:1].islower():
            return None
        return self._first_subject(starts[-1], number, other.span.outer_start)

    def _give(self, verdict: Verdict, speaker: int | None, rule: str, confidence: float) -> None:
        verdict.speaker = speaker
        verdict.rule = rule
        verdict.confidence = confidence if speaker is not None else 0.0

    def _from_context(self, verdict: Verdict, number: int) -> tuple[int | None, str, float]:
        """An untagged paragraph: the subject of the narration before it, else the last speaker."""
        block = self.blocks[number]
        if verdict.span.outer_start > block.start:
            subjects = self.subjects_before(verdict.span.outer_start, number)
            if subjects:
                return subjects[0], "subject of the paragraph", 0.55
        if self.dialogue is not None and self.dialogue.turns and self.dialogue.turns[-1][0] == number - 1:
            return self.dialogue.reply(number, verdict.span.start, verdict.span.end)
        led = self._led_in(number)
        if led is not None:
            return led, "lead-in before", 0.75
        subject = self.told_before(number)
        if self.dialogue is not None:
            return self.dialogue.after_narration(number, subject)
        if subject is not None:
            return subject, "subject of the paragraph before", 0.65
        return self.last_speaker, "last speaker", 0.6

    def _same_utterance(self, one: Verdict, other: Verdict, gap: str) -> bool:
        """`"Go," she said, "now."`: nothing but the tag stands between the parts."""
        inner = gap.strip(" \n\t,.\u2014\u2013-")
        if not one.tagged and not other.tagged:
            return not inner
        return len(inner) <= 90 and ". " not in inner and (one.tagged or not inner)

