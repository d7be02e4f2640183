"""Who said the marked words of an article, paragraph by paragraph, with a memory of who spoke last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.ingest.quotes import sorting
from bot.ingest.quotes.lexicon import HE, SHE
from bot.ingest.quotes.marks import Span
from bot.ingest.quotes.paragraphs import Paragraph, sentence_ends
from bot.ingest.quotes.roster import Person, Roster
from bot.ingest.quotes.tags import Tag, TagReader

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


class Attributor:
    """Goes through a document once, first to last."""

    def __init__(self, text: str, masked: str, blocks: Sequence[Paragraph], roster: Roster) -> None:
        self.text = text
        self.masked = masked
        self.blocks = blocks
        self.roster = roster
        self.tags = TagReader(masked, roster)
        self.last_speaker: int | None = None

    # --- pronouns and descriptions --------------------------------------------------------------------------

    def fits(self, person: Person, gender: str | None) -> bool:
        return person.likely and (gender is None or person.gender in (None, gender))

    def resolve(self, tag: Tag, number: int) -> int | None:
        """The person whom a tag means, or None when unsure."""
        if tag.plural:
            return None
        if tag.person is not None:
            return tag.person
        if tag.pronoun is not None:
            return self.resolve_pronoun(tag.pronoun, tag.place, number)
        return self.resolve_description(tag.description or "", tag.place, number)

    def resolve_pronoun(self, pronoun: str, place: int, number: int) -> int | None:
        """He or she: who opened the paragraph, else who spoke last, else the nearest person before."""
        gender = "m" if pronoun in HE else "f" if pronoun in SHE else None
        if gender is None:
            return self.last_speaker
        block = self.blocks[number]
        here = [ref for ref in self.roster.between(block.start, place) if self.fits(self.roster.persons[ref.person], gender)]
        subjects = [ref for ref in here if not ref.possessive and ref.before not in ("of", "with", "to", "for", "from", "by", "and")]
        if subjects:
            return subjects[0].person
        if self.last_speaker is not None and self.fits(self.roster.persons[self.last_speaker], gender):
            return self.last_speaker
        for ref in self.roster.before(block.start, 8):
            if self.fits(self.roster.persons[ref.person], gender):
                return ref.person
        return None

    def resolve_description(self, description: str, place: int, number: int) -> int | None:
        """`the founder`: the person last named in the paragraph, else the last speaker."""
        words = description.split()
        if not words or words[0] in ("a", "an", "one", "another", "some"):
            return None
        here = [ref for ref in self.roster.between(self.blocks[number].start, place) if self.roster.persons[ref.person].likely]
        if here:
            return here[0].person
        return self.last_speaker

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

    def _first_subject(self, start: int, number: int) -> int | None:
        block = self.blocks[number]
        units = self.tags.units(start, min(block.end, start + 240))
        for i, unit in enumerate(units[:24]):
            if unit.kind == "word" and unit.value.lower() in ("he", "she"):
                return self.resolve_pronoun(unit.value.lower(), unit.start, number)
            if unit.ref is None or unit.ref.possessive or not self.roster.persons[unit.ref.person].likely:
                continue
            if i and units[i - 1].value.lower() in ("of", "in", "to", "for", "with", "by", "from", "at", "on", "and"):
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
            found.append(self._one(span, number, low, limit, i == 0 and span.outer_start == block.start, nested))
        if nested:
            return [verdict for verdict in found if verdict.tagged or verdict.hypothetical]
        self._join(found, number, block, carried)
        for verdict in found:
            if verdict.kept and not verdict.hypothetical and verdict.speaker is not None:
                self.last_speaker = verdict.speaker
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
        if inside and sorting.is_unsaid(before) and after is None:
            verdict.hypothetical, verdict.rule, verdict.confidence = True, "hypothetical", 0.6
            return verdict
        if sorting.is_thought_after(self.masked, span.outer_end) or (inside and sorting.is_thought_before(before)):
            verdict.kept = False
            return verdict
        tag = after
        if tag is None and inside:
            tag = self.tags.before(sentence_start, span.outer_start)
        if tag is not None:
            verdict.tagged = True
            verdict.speaker = self.resolve(tag, number)
            verdict.rule, verdict.confidence = tag.rule, tag.confidence
            if tag.pronoun:
                verdict.rule, verdict.confidence = f"{tag.rule}, pronoun", tag.confidence - 0.15
        weak = not verdict.tagged or (tag is not after and not before.rstrip().endswith((",", ":")))
        if weak and not opens and (
            sorting.is_single_word(self.text, span.start, span.end)
            or (not verdict.tagged and (sorting.is_fragment(self.text, span.start, span.end) or sorting.is_capitalised(self.text, span.start, span.end)))
        ):
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
            if previous is not None and previous.tagged:
                self._give(verdict, previous.speaker, "same paragraph", 0.8)
                verdict.tagged = previous.tagged
            elif carried is not None and verdict.span.outer_start == block.start:
                self._give(verdict, carried.speaker, "several paragraphs", 0.85)
                verdict.continues = True
            elif following is not None:
                self._give(verdict, following.speaker, "same paragraph", 0.75)
            elif tagged:
                self._give(verdict, tagged[0].speaker, "same paragraph", 0.7)
            else:
                speaker, rule, confidence = self._from_context(verdict, number)
                self._give(verdict, speaker, rule, confidence)

    def _give(self, verdict: Verdict, speaker: int | None, rule: str, confidence: float) -> None:
        verdict.speaker = speaker
        verdict.rule = rule
        verdict.confidence = confidence if speaker is not None else 0.0

    def _from_context(self, verdict: Verdict, number: int) -> tuple[int | None, str, float]:
        """An untagged paragraph: the subject of the narration before it, else the last speaker."""
        block = self.blocks[number]
        if verdict.span.outer_start > block.start:
            here = [r for r in self.roster.between(block.start, verdict.span.outer_start) if self.roster.persons[r.person].likely]
            here = [ref for ref in here if not ref.possessive]
            if here:
                return here[0].person, "subject of the paragraph", 0.5
        if number and "\x01" not in self.masked[self.blocks[number - 1].start : self.blocks[number - 1].end]:
            subject = self.narration_subject(number - 1)
            if subject is not None:
                return subject, "subject of the paragraph before", 0.65
        return self.last_speaker, "last speaker", 0.6

    def _same_utterance(self, one: Verdict, other: Verdict, gap: str) -> bool:
        """`"Go," she said, "now."`: nothing but the tag stands between the parts."""
        inner = gap.strip(" \n\t,.\u2014\u2013-")
        if not one.tagged and not other.tagged:
            return not inner
        return len(inner) <= 90 and ". " not in inner and (one.tagged or not inner)

