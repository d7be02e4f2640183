"""Who said the marked words of an article, paragraph by paragraph."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.ingest.quotes import sorting, unreal
from bot.ingest.quotes.cues import is_cue
from bot.ingest.quotes.labels import interviewee
from bot.ingest.quotes.lexicon import FUNCTION_WORDS, KIN, ROLE_NOUNS, word_set
from bot.ingest.quotes.marks import Span
from bot.ingest.quotes.paragraphs import Paragraph, sentence_ends
from bot.ingest.quotes.person import gender_of
from bot.ingest.quotes.reference import Referents
from bot.ingest.quotes.roster import Roster
from bot.ingest.quotes.subjects import Tag

_PEOPLE = (
    KIN | ROLE_NOUNS | word_set("man woman boy girl guy lady kid husband wife aunt uncle stranger neighbour")
)
_FULL = r"[A-Z][\w'\u2019-]+(?: [A-Z][\w'\u2019-]+){0,2}"
_INNER_BEFORE = re.compile(rf"\b(?P<name>{_FULL}) (?:\w+ly )?(?P<verb>[a-z]+)[,:]? $")
_INNER_AFTER = re.compile(
    rf",? (?:(?P<name>{_FULL}) (?P<verb>[a-z]+)|(?:said|says|asked|wrote) (?P<name2>{_FULL}))\b"
)
_INNER_PRONOUN = re.compile(
    r"\b(?P<who>[Hh]e|[Ss]he) (?:\w+ly )?(?P<verb>[a-z]+)(?: (?:me|us|him|her))?[,:]? $"
)
_NAME = re.compile(_FULL)
_NAMELESS = re.compile(  # "my father came down and he said"
    rf"\b(?:[Mm]y|[Oo]ur|his|her|their|[Tt]he|[Aa]n?|[Tt]his|[Tt]hat|[Ss]ome) (?:\w+ )?"
    rf"(?:{'|'.join(sorted(_PEOPLE))})\b"
)
_INNER_I = re.compile(r"\b(?:I|[Ww]e|[Tt]hey|[Yy]ou)(?: \w+)? [a-z]+(?: (?:her|him|them))?[,:] $")
_SAYS_BEFORE = re.compile(r"\b[A-Z][\w'\u2019]+ (\w+)[,:]\s*$|\b(?:[Hh]e|[Ss]he) (\w+)[,:]\s*$")
_LAST_WORD = re.compile(r"\b([a-z]+)(?: only| simply| just| flatly| merely)?,? $")
_OWN = re.compile(r"\b(?:I|[Ww]e)\b")  # the writer, in narration: "I forgive him everything for"
_HE_DOES = re.compile(r"\s*(He|She) \w+")  # She laughs when I read it to her. "Never."
_LONGEST_TOPIC = 90  # characters
_ON = re.compile(r"[\W_]*(?:On|About) [^.!?:\n\x01]{2,70}:\W*")  # of one who was asked: "On the ending:"
_GOES_ON = re.compile(r" [a-z]")
_AND = re.compile(r"(?:,| and| or|, and|, or)(?: an?| the)? ")
_ENDS = ".!?\u2026"


def _says_last(before: str) -> bool:
    """`Bell, 71, says only "no." His agent called.`: the verb stands right before the words."""
    match = _LAST_WORD.search(before[-40:])
    return match is not None and is_cue(match[1], weak=False)


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
    tag: Tag | None = None


class Attributor(Referents):
    """Goes through a document once, first to last."""

    def __init__(self, text: str, masked: str, blocks: Sequence[Paragraph], roster: Roster) -> None:
        super().__init__(text, masked, blocks, roster)
        self.heard: list[tuple[int, list[Verdict]]] = []  # in fiction: each paragraph's verdicts
        self._answering = -1  # who talks "on the ending"; -1 while nobody asked, -2 for nobody

    def inner_speaker(self, inner: Span, outer: Span, speaker: int | None) -> tuple[str | None, str | None]:
        """(speaker, rule) of words within the words of `speaker`: `Then Tom said, 'Never'`.

        No rule for mere terms, and where it is open who is meant.
        """
        told = self._told_within(inner, outer, speaker)
        if told is not None:
            return told, "pronoun within the words"
        before = _INNER_BEFORE.search(self.text, max(outer.start, inner.outer_start - 60), inner.outer_start)
        if _INNER_I.search(self.text, max(outer.start, inner.outer_start - 60), inner.outer_start):
            return None, None  # "I said, 'No.' And Otto said, 'Yes.'"
        ended = self.text[inner.end - 1] == "."  # what follows is a sentence of its own
        after = None if ended else _INNER_AFTER.match(self.text, inner.outer_end, outer.end)
        match = before or after
        if match is None:
            return None, None
        groups = match.groupdict()
        name, verb = groups["name"] or groups["name2"], groups["verb"] or "said"
        parts = name.split()
        if parts[0].lower() in FUNCTION_WORDS:
            parts = parts[1:]
        if not parts or not is_cue(verb, weak=False):
            return None, None
        name = " ".join(parts)
        number = self.roster.lookup(name)
        return (name if number is None else self.roster.persons[number].name), "tag within the words"

    def _told_within(self, inner: Span, outer: Span, speaker: int | None) -> str | None:
        """`I asked Bea, and she said, 'No'`: whom the words name last, else the only she but the speaker."""
        match = _INNER_PRONOUN.search(self.text, max(outer.start, inner.outer_start - 60), inner.outer_start)
        if match is None or not (is_cue(match["verb"], weak=False) or match["verb"] in ("goes", "went")):
            return None
        gender = "m" if match["who"].lower() == "he" else "f"
        low = max(self.blocks[outer.paragraph].start, match.start() - 300)
        nameless = max(
            (found.end() for found in _NAMELESS.finditer(self.text, low, match.start())), default=low
        )
        for found in reversed([*_NAME.finditer(self.text, nameless, match.start())]):
            words = found.group().split()
            if is_cue(words[0].lower()):
                words = words[1:]  # Said Ortiz: "..."
            number = self.roster.lookup(" ".join(words))
            if number is None and len(words) > 1 and FUNCTION_WORDS.isdisjoint(map(str.lower, words)):
                return " ".join(words) if gender_of(words, "") in (None, gender) else None
            if number is not None and number != speaker and self.fits(self.roster.persons[number], gender):
                return self.roster.persons[number].name
        if nameless > low:
            return None
        others = [
            person
            for number, person in enumerate(self.roster.persons)
            if number != speaker and self.fits(person, gender) and not person.unsure
        ]
        sure = speaker is not None and len(others) == 1 and others[0].gender == gender
        return others[0].name if sure else None

    def paragraph(
        self, number: int, spans: Sequence[Span], *, carried: Verdict | None, nested: bool = False
    ) -> list[Verdict]:
        """The verdicts on one paragraph's outer spans, in order."""
        block = self.blocks[number]
        found: list[Verdict] = []
        for i, span in enumerate(spans):
            limit = spans[i + 1].outer_start if i + 1 < len(spans) else block.end
            low = spans[i - 1].outer_end if i else block.start
            verdict = self._one(span, number, low, limit, i == 0 and span.outer_start == block.start, nested)
            if found and not (found[-1].kept or verdict.tagged) and self._coordinate(found[-1], verdict):
                verdict.kept = False
            found.append(verdict)
            passive = verdict.rule == "passive with by"  # then it is about whom the words are about
            if verdict.kept and verdict.tagged and verdict.speaker is not None and not passive:
                self.spoke = [*self.spoke[-3:], (span.start, verdict.speaker)]
        if nested:
            for verdict in found:
                verdict.speaker = self.known(verdict.speaker)
            return [verdict for verdict in found if verdict.tagged or verdict.hypothetical]
        self._join(found, number, block, carried)
        for verdict in found:
            if verdict.kept and not verdict.hypothetical:
                self.quoted.add(number)
                if verdict.speaker is not None:
                    self.last_speaker = verdict.speaker
                    if self.known(verdict.speaker) is None:
                        self._give(verdict, None, verdict.rule, 0.0)
                        continue
                    self.last_named = verdict.speaker
        if self.fiction:
            self.heard.append((number, found))
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
        if ended and inside and before.rstrip().endswith((",", ":")):
            after = None  # the words have their lead-in; what follows is a sentence of its own
        if after is not None and inside and (self._says_before(before) or (ended and _says_last(before))):
            after = None
        if after is None:
            after = self.tags.signed(span.outer_end)
        if after is None and inside and before.rstrip()[-1:] == ".":
            after = self.tags.shown(sentence_start, span.outer_start)
        titled = inside and (after is None or sorting.is_capitalised(self.text, span.start, span.end))
        if (titled and sorting.is_title(self.text, span.start, span.end, before)) or (
            sorting.is_hashtag(self.text, span.start, min(span.end, span.start + 100))
            or sorting.is_mentioned(self.masked, span.outer_end)
            or (inside and sorting.is_inscription(before))
        ):
            verdict.kept = False
            return verdict
        complete = before.rstrip()[-1:] in _ENDS
        ahead = (
            self.tags.before(sentence_start, span.outer_start)
            if after is None and inside and not complete and not _ON.fullmatch(before)
            else None
        )
        never = self._unreal(span, before if inside else "", after, ahead)
        if never:
            verdict.hypothetical, verdict.rule, verdict.confidence = True, never, 0.6
            return verdict
        if sorting.is_thought_after(self.masked, span.outer_end) or (
            inside and sorting.is_thought_before(before)
        ):
            verdict.kept = False
            return verdict
        tag = after
        if tag is None:
            tag = ahead
        if tag is not None:
            verdict.tagged = True
            verdict.tag = tag
            verdict.speaker = self.meant(tag, number)
            verdict.rule, verdict.confidence = tag.rule, tag.confidence
            if tag.pronoun:
                verdict.rule, verdict.confidence = f"{tag.rule}, pronoun", tag.confidence - 0.15
        led = before.rstrip().endswith((",", ":")) or (after is not None and before.endswith("("))
        led |= _says_last(before) and self.text[span.end - 1] in _ENDS
        middle = inside and not complete and not opens and not led
        if middle and tag is not None and tag is ahead and tag.description and verdict.speaker is None:
            # Fans asked for "justice for the bear": several said it, if anybody did.
            few = len(sorting.words_of(self.text, span.start, span.end)) <= 4
            verdict.kept = not (few and self.text[span.start].islower())
        said_of = (
            middle
            and ahead is not None
            and verdict.speaker is not None
            and (
                sorting.is_predicate(self.masked, before, span.outer_end)
                or sorting.has_verb(self.text, span.start, span.end)
            )
        )
        if not said_of and not self._is_speech(
            span, tagged=verdict.tagged, firmly=tag is after, middle=middle, opens=opens, whole=complete
        ):
            verdict.kept = False
        return verdict

    def _coordinate(self, one: Verdict, other: Verdict) -> bool:
        """`described as "savage" and "a warm bath,"`: what holds of the one holds of the other."""
        between = self.masked[one.span.outer_end : other.span.outer_start]
        few = len(sorting.words_of(self.text, other.span.start, other.span.end)) <= 5
        return few and _AND.fullmatch(between) is not None

    def _unreal(self, span: Span, before: str, after: Tag | None, ahead: Tag | None) -> str:
        """Why nobody said the words, though they stand in marks; "" if somebody did."""
        goes_on = self.text[span.end - 1] not in _ENDS and not self.fiction
        if goes_on and unreal.is_unreal_after(self.masked, span.outer_end):
            return "hypothetical"
        if unreal.is_imagined(before) or (not self.fiction and unreal.is_unreal(before)):
            return "hypothetical"
        forged = unreal.is_forged(before) or unreal.is_debunked(self.masked, span.outer_end)
        if after is None and (unreal.is_denied(before) or (forged and not self.fiction)):
            return "denied"
        nobody = after is None and (ahead is None or (ahead.person is None and ahead.pronoun is None))
        return "hypothetical" if before and nobody and unreal.is_unsaid(before) else ""

    def _says_before(self, before: str) -> bool:
        """`When Ortiz says, "Go," the crowd roars`: a verb of speaking right before beats what follows."""
        match = _SAYS_BEFORE.search(before[-40:])
        return match is not None and is_cue(match[1] or match[2], weak=False)

    def _is_speech(
        self, span: Span, *, tagged: bool, firmly: bool, middle: bool, opens: bool, whole: bool
    ) -> bool:
        """Whether marked words are somebody's words, rather than a term, a title or scare quotes."""
        place = (self.text, span.start, span.end)
        tag_follows = firmly and self.text[span.end - 1] == ","
        if (middle or not (tagged or opens)) and not tag_follows and sorting.is_fragment(*place):
            return False
        if sorting.is_single_word(*place) and ((middle and not firmly) or not (whole or tagged or opens)):
            return False
        if middle and not firmly and self.text[span.end - 1] not in _ENDS and sorting.is_capitalised(*place):
            return False  # announced "Grey Tide: The Thaw", its sequel
        if (
            opens
            and not tagged
            and sorting.is_fragment(*place)
            and _GOES_ON.match(self.masked, span.outer_end)
        ):
            return False  # "Embertide" creators settle it
        ended = (whole or opens) and self.text[span.end - 1] in _ENDS
        return tagged or ended or not sorting.is_capitalised(*place)

    def _sentence_start(self, low: int, opening: int, block_start: int) -> int:
        """Where the sentence around an opening mark begins; a span before it may be part of it."""
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
        followed_by: list[Verdict | None] = [None] * len(kept)
        for i in range(len(kept) - 2, -1, -1):
            followed_by[i] = kept[i + 1] if kept[i + 1].tagged else followed_by[i + 1]
        for i, verdict in enumerate(kept):
            if verdict.tagged and verdict.speaker is not None:
                continue
            if verdict.tagged and verdict.speaker is None:
                continue
            previous = kept[i - 1] if i else None
            following = followed_by[i]
            between = None if previous is None else self._told_between(previous, verdict, number)
            if between is not None:
                self._give(verdict, between, "subject of the sentence before", 0.7)
            elif previous is not None and not verdict.tagged and self._is_scare(verdict, previous):
                verdict.kept = False
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

    def led_in(self, number: int) -> Tag | None:
        """A paragraph that ends in a comma or colon names the next one's speaker: "She turned and said,"."""
        ends = ",:\u2014-" if self.fiction else ",:"
        if not number or self.masked[self.blocks[number - 1].end - 1] not in ends:
            return None
        return self.tags.before(self.last_sentence(number - 1), self.blocks[number - 1].end)

    def _is_part_of_sentence(self, verdict: Verdict, block: Paragraph) -> bool:
        """Marked words in mid-sentence that nothing says anybody said: `adults "in a state of decline"`."""
        span = verdict.span
        before = self.masked[block.start : span.outer_start].rstrip()[-1:]
        if not before or before in _ENDS or before in ",:\x01\u2014\u2013":
            return False
        return self.text[span.start].islower() or len(sorting.words_of(self.text, span.start, span.end)) <= 4

    def _is_scare(self, verdict: Verdict, previous: Verdict) -> bool:
        """`Players want "justice for the bear" now.`: a few words amid another sentence than the tag's."""
        span, before = verdict.span, previous.span.outer_end
        gap = self.masked[before : span.outer_start].strip()
        return (
            self.text[span.start].islower()
            and len(sorting.words_of(self.text, span.start, span.end)) <= 4
            and self.text[span.end - 1] not in _ENDS + ","
            and (gap[:1].isupper() or ". " in gap)
            and gap[-1:].isalpha()
        )

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
        return self.first_subject(starts[-1], number, other.span.outer_start)

    def _give(self, verdict: Verdict, speaker: int | None, rule: str, confidence: float) -> None:
        verdict.speaker = speaker
        verdict.rule = rule
        verdict.confidence = confidence if speaker is not None else 0.0

    def _from_context(self, verdict: Verdict, number: int) -> tuple[int | None, str, float]:
        """An untagged paragraph: the subject of the narration before it, else the last speaker."""
        block = self.blocks[number]
        opening = verdict.span.outer_start
        if opening - block.start <= _LONGEST_TOPIC and _ON.fullmatch(self.masked, block.start, opening):
            if self._answering == -1:
                found = interviewee(self.text, self.roster, block.start)
                self._answering = -2 if found is None else found
            return (self._answering, "topic", 0.65) if self._answering >= 0 else (None, "topic", 0.0)
        if verdict.span.outer_start > block.start:
            low = max(block.start, verdict.span.outer_start - 400)
            begin = self._sentence_start(low, verdict.span.outer_start, low)
            he = _HE_DOES.match(self.masked, begin, verdict.span.outer_start)
            acting = None if he is None else self.resolve_pronoun(he[1].lower(), he.start(1), number)
            if acting is not None:
                return acting, "subject of the paragraph", 0.55
            if _OWN.search(self.masked, begin, verdict.span.outer_start):
                writer = self.writer_named(begin, verdict.span.outer_start)
                if writer is not None:
                    return writer, "whose text the sentence is about", 0.6
                return None, "the writer's own sentence", 0.0
            subjects = self.subjects_before(verdict.span.outer_start, number)
            if subjects:
                return subjects[0], "subject of the paragraph", 0.55
            there = {
                ref.person
                for ref in self.roster.between(begin, verdict.span.outer_start)
                if self.roster.persons[ref.person].score >= 1
            }
            if there and self.last_speaker not in there:
                return None, "others are named", 0.0
        named_next = self._named_next(verdict, number)
        if named_next is not None:
            return named_next, "subject of the sentence after", 0.6
        tag = self.led_in(number)
        led = None if tag is None else self.resolve(tag, number - 1)
        if led is not None:
            return led, "lead-in before", 0.75
        subject = self.told_before(number)
        if subject is not None:
            return subject, "subject of the paragraph before", 0.65
        if self.last_speaker is None and (earlier := self.told_earlier(number)) is not None:
            return earlier, "subject of the paragraph before", 0.55
        return self.last_speaker, "last speaker", 0.6

    def _named_next(self, verdict: Verdict, number: int) -> int | None:
        """`"I called her twice." Ortiz would not say why.`: who the rest of the paragraph is about."""
        span, block = verdict.span, self.blocks[number]
        refs = self.roster.between(span.outer_end, min(block.end, span.outer_end + 60))[:1]
        if self.fiction or not refs or self.text[span.end - 1] not in _ENDS:
            return None
        [ref] = refs
        acts = ref.full_start - span.outer_end <= 1 and not ref.possessive
        return ref.person if acts and self.fits(self.roster.persons[ref.person], None) else None

    def _same_utterance(self, one: Verdict, other: Verdict, gap: str) -> bool:
        """`"Go," she said, "now."`: nothing but the tag stands between the parts."""
        inner = gap.strip(" \n\t,.\u2014\u2013-")
        if not one.tagged and not other.tagged:
            return not inner
        return len(inner) <= 90 and ". " not in inner and (one.tagged or not inner)
