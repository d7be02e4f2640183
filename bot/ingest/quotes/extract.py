"""From a document to its quotes: the order in which the rules have their say."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from bot.ingest.quotes.answers import first_question
from bot.ingest.quotes.apart import apart_from
from bot.ingest.quotes.article import usual_gap
from bot.ingest.quotes.attribution import Attributor, Verdict
from bot.ingest.quotes.block_speaker import block_speaker
from bot.ingest.quotes.blocks import Block, find_blocks
from bot.ingest.quotes.chat import quoted_by
from bot.ingest.quotes.dialogue import is_fiction
from bot.ingest.quotes.embeds import find_posts
from bot.ingest.quotes.labels import Labels, interviewee, introduced
from bot.ingest.quotes.letters import find_letters
from bot.ingest.quotes.marks import Span, find_spans, mask
from bot.ingest.quotes.model import FoundQuote, KnownPerson
from bot.ingest.quotes.names import Seen
from bot.ingest.quotes.paragraphs import Paragraph, paragraphs
from bot.ingest.quotes.roster import Roster
from bot.ingest.quotes.scenes import Scenes
from bot.ingest.quotes.turns import Turn, find_lone, find_turns
from bot.names import fold

_FIRM = 0.75  # from here on a speaker is told, not guessed from what stands around
_REPEATED = 5  # words that are somebody's own
_GUESSED = ("speaker of the block before", "last speaker", "the only person before")


@dataclass(slots=True)
class _Draft:
    start: int
    end: int
    speaker: str | None
    form: str
    rule: str
    confidence: float
    utterance: int
    parent: _Draft | None = None
    hypothetical: bool = False
    verdict: Verdict | None = None


def _is_firm(draft: _Draft) -> bool:
    return draft.speaker is not None and draft.confidence >= _FIRM


class _Extraction:
    """One document on its way through the rules."""

    def __init__(
        self,
        text: str,
        known: Sequence[KnownPerson],
        author: str | None,
        kind: str,
        quoted: Sequence[tuple[int, int]],
        seen: Seen | None,
    ) -> None:
        self.text = text
        self.author = author
        self.kind = kind
        self.blocks = paragraphs(text)
        self.usual = usual_gap(self.blocks)
        self.apart = apart_from(text, self.blocks, quoted)
        self.spans = find_spans(text, self.blocks)
        self.masked = mask(
            text, [(span.outer_start, span.outer_end) for span in self.spans if span.parent is None]
        )
        fiction = is_fiction(text, self.spans, self.blocks, kind)
        self.roster = Roster(self.masked, self.blocks, known, fiction=fiction, seen=seen)
        if not fiction:
            self.roster.hear_titles(text)
        self.attributor = Attributor(text, self.masked, self.blocks, self.roster)
        self.attributor.fiction = fiction
        self.drafts: list[_Draft] = []
        self.utterances = 0
        self.outer: defaultdict[int, list[Span]] = defaultdict(list)
        self.inner: defaultdict[int, list[Span]] = defaultdict(list)
        for span in self.spans:
            if span.parent is None:
                self.outer[span.paragraph].append(span)
            else:
                self.inner[span.parent].append(span)
        self.index_of = {id(span): i for i, span in enumerate(self.spans)}

    def run(self) -> list[FoundQuote]:
        if self.kind == "creator" and self.author:
            self._letter(self.author)
        else:
            turns = find_turns(self.text, self.blocks, self.kind)
            taken = self._turns(turns)
            marked = frozenset(self.outer)
            self._letters(taken)
            self._posts(taken)
            for turn, name in find_lone(self.text, self.blocks, self.roster, taken):
                self._turn(turn, name, "line label", 0.8)
                taken.update(turn.paragraphs)
            blocks = find_blocks(
                self.text, self.masked, self.blocks, self.roster, marked, frozenset(taken), self.apart
            )
            self._article(taken, blocks)
            if self.attributor.fiction:
                self._settle_scenes()
            else:
                self._said_before()
        return self._finish()

    # --- the kinds of document ------------------------------------------------------------------------------

    def _letter(self, author: str) -> None:
        """A creator's own text: every paragraph but the title is theirs."""
        number = self.roster.lookup(author)
        name = self.roster.persons[number].name if number is not None else author
        first = int(bool(self.blocks) and self._is_heading(self.blocks[0]))
        self._own_words(range(first, len(self.blocks)), name, "author of the text", 0.95)

    def _letters(self, taken: set[int]) -> None:
        """Letters that the text prints whole: `Dear friends,` … `Yours, Mara`."""
        for letter in find_letters(self.text, self.blocks, self.roster):
            if taken.isdisjoint(letter.paragraphs):
                author = self.author or ""  # whose first name alone may stand below
                name = author if author.startswith(f"{letter.name} ") else letter.name
                self._own_words(letter.paragraphs, name, "signature", 0.85)
                taken.update(letter.paragraphs)

    def _posts(self, taken: set[int]) -> None:
        """Posts set into an article, with whose they are below."""
        for post in find_posts(self.text, self.blocks, self.apart):
            if not taken.isdisjoint(post.paragraphs):
                continue
            person = self.roster.lookup(post.name)
            name = post.name if person is None else self.roster.persons[person].name
            utterance = self._next()
            for start, end in post.parts:
                self._draft(start, end, name, "block", "signature of a post", 0.9, utterance)
            taken.update(post.paragraphs)

    def _own_words(self, numbers: Sequence[int], name: str, rule: str, confidence: float) -> None:
        """Whole paragraphs of one person; lines that stand closer together than the text's own are one."""
        utterance = self._next()
        i = 0
        while i < len(numbers):
            j = i + 1
            while j < len(numbers) and self.blocks[numbers[j]].blank_before < self.usual:
                j += 1
            start, end = self.blocks[numbers[i]].start, self.blocks[numbers[j - 1]].end
            parent = self._draft(start, end, name, "block", rule, confidence, utterance)
            for number in numbers[i:j]:
                self._nested(number, parent)
            i = j

    def _is_heading(self, block: Paragraph) -> bool:
        line = self.text[block.start : block.end]
        return len(self.blocks) > 1 and len(line) <= 120 and line[-1] not in '.!?,:;\u2026"\u201d'

    def _turns(self, turns: Sequence[Turn]) -> set[int]:
        taken: set[int] = set()
        if not turns:
            return taken
        counts = Counter(turn.label for turn in turns)
        intro = self.blocks[turns[0].paragraphs[0]].start
        answering = interviewee(self.text, self.roster, intro)
        if answering is None and counts.keys() == {"A"}:
            return taken  # answers to questions without labels, and nobody to have given them
        labels = Labels(counts, self.roster, answering, introduced(self.text, self.roster, counts, intro))
        for turn in turns:
            self._turn(turn, *labels.speaker(turn.label))
            taken.update(turn.paragraphs)
        return taken

    def _turn(self, turn: Turn, speaker: str | None, rule: str, confidence: float) -> None:
        utterance = self._next()
        drafts = [
            self._draft(start, end, speaker, "transcript", rule, confidence, utterance)
            for start, end in turn.parts
        ]
        for number in turn.paragraphs:
            for verdict in self.attributor.paragraph(
                number, self.outer.get(number, []), carried=None, nested=True
            ):
                around = next(
                    (d for d in drafts if d.start < verdict.span.start and verdict.span.end < d.end), None
                )
                if around is None or verdict.speaker is None or not verdict.kept:
                    continue
                if not self._spoken_of(verdict, drafts[0].start):
                    continue
                self._nest(verdict, around)

    def _article(self, taken: set[int], blocks: Sequence[Block]) -> None:
        asked = first_question(self.text, self.blocks)
        if asked is not None:
            answering = interviewee(self.text, self.roster, self.blocks[asked].start)
            self.attributor.last_speaker = self.attributor.last_named = answering
        block_of = {number: block for block in blocks for number in block.paragraphs}
        carried: Verdict | None = None
        current: tuple[Block, str | None, str, float, int] | None = None
        last_block: int | None = None
        for number, paragraph in enumerate(self.blocks):
            if number in taken:
                carried = None
                continue
            block = block_of.get(number)
            if block is None:
                carried = self._inline(number, paragraph, carried)
                continue
            if current is None or current[0] is not block:
                speaker, rule, confidence = self._block_speaker(block, last_block)
                if speaker is None and not block.strong:  # nobody to speak: no lead-in after all
                    carried = self._inline(number, paragraph, carried)
                    continue
                if speaker is not None:
                    last_block = speaker
                    self.attributor.last_speaker = self.attributor.last_named = speaker
                name = self.roster.persons[speaker].name if speaker is not None else block.signed
                if name is None or rule.endswith(_GUESSED):  # `mossback wrote:`
                    lead = self.blocks[block.lead]
                    handle = quoted_by(self.text, lead.start, lead.end)
                    name, rule, confidence = (
                        (handle, "handle before", 0.8) if handle else (name, rule, confidence)
                    )
                current = (block, name, rule, confidence, self._next())
            _, name, rule, confidence, utterance = current
            outer = self.outer.get(number, [])
            whole = (
                len(outer) == 1
                and outer[0].outer_start == paragraph.start
                and outer[0].outer_end >= paragraph.end - 1
            )
            led = number != block.paragraphs[0] and self.text[self.blocks[number - 1].end - 1] == ":"
            if whole and led and self.drafts:
                self._whole_nested(number, outer[0])
                continue
            if whole and number in self.apart:  # set apart and in marks as well
                span = outer[0]
                parent = self._draft(span.start, span.end, name, "block", rule, confidence, utterance)
                self._inside(span, parent, self.roster.lookup(name or ""))
                continue
            start = paragraph.start
            while start < paragraph.end and self.text[start] in "> ":  # the mark of a quotation in plain text
                start += 1
            if start < paragraph.end:
                parent = self._draft(start, paragraph.end, name, "block", rule, confidence, utterance)
                self._nested(number, parent)
            carried = None

    def _block_speaker(self, block: Block, last_block: int | None) -> tuple[int | None, str, float]:
        """As `block_speaker`, unless the writer's name stands below the words."""
        if block.signed is None:
            return block_speaker(self.attributor, block, last_block)
        return self.roster.lookup(block.signed), "block: signature", 0.85

    # --- parts ----------------------------------------------------------------------------------------------

    def _inline(self, number: int, paragraph: Paragraph, carried: Verdict | None) -> Verdict | None:
        spans = self.outer.get(number, [])
        if not spans:
            return None
        verdicts = self.attributor.paragraph(number, spans, carried=carried)
        utterance = self._next()
        for i, verdict in enumerate(verdicts):
            if not verdict.kept:
                continue
            if verdict.continues and i == 0 and carried is not None and self.drafts:
                utterance = self.drafts[-1].utterance
            elif not verdict.continues:
                utterance = self._next()
            name = None if verdict.speaker is None else self.roster.persons[verdict.speaker].name
            span = verdict.span
            draft = self._draft(
                span.start, span.end, name, "inline", verdict.rule, verdict.confidence, utterance
            )
            draft.hypothetical, draft.verdict = verdict.hypothetical, verdict
            self._inside(span, draft, verdict.speaker)
        last = verdicts[-1] if verdicts else None
        if last is not None and last.kept and not last.span.closed and last.span.end >= paragraph.end - 1:
            return last
        return None

    def _inside(self, span: Span, parent: _Draft, speaker: int | None) -> None:
        """Words quoted within quoted words, if the outer words say whose they are."""
        for inner in self.inner.get(self.index_of[id(span)], ()):
            name, rule = self.attributor.inner_speaker(inner, span, speaker)
            if rule is not None:
                draft = self._draft(inner.start, inner.end, name, "nested", rule, 0.6, self._next())
                draft.parent = parent

    def _nested(self, number: int, parent: _Draft) -> None:
        """Others whom a block quotes: only words with their own tag."""
        for verdict in self.attributor.paragraph(
            number, self.outer.get(number, []), carried=None, nested=True
        ):
            if (
                verdict.kept
                and (verdict.speaker is not None or verdict.hypothetical)
                and self._spoken_of(verdict, self._begun(parent))
            ):
                self._nest(verdict, parent)

    def _begun(self, parent: _Draft) -> int:
        """Where an utterance of several paragraphs begins."""
        start = parent.start
        for draft in reversed(self.drafts):
            if draft.form != "nested" and draft.utterance != parent.utterance:
                break
            start = draft.start
        return start

    def _spoken_of(self, verdict: Verdict, start: int) -> bool:
        """In somebody's own words "he said", "the boss said" mean one whom those words name, if anybody."""
        if verdict.tag is None or verdict.tag.person is not None:
            return True
        named = self.roster.between(start, verdict.span.start)
        return any(ref.person == verdict.speaker for ref in named)

    def _nest(self, verdict: Verdict, parent: _Draft) -> None:
        name = None if verdict.speaker is None else self.roster.persons[verdict.speaker].name
        if name is not None and name == parent.speaker:
            return  # "I said, 'No.'" is already theirs
        span = verdict.span
        draft = self._draft(
            span.start, span.end, name, "nested", verdict.rule, verdict.confidence, self._next()
        )
        draft.parent, draft.hypothetical = parent, verdict.hypothetical

    def _whole_nested(self, number: int, span: Span) -> None:
        """A paragraph in marks inside a block, led in to by the paragraph before."""
        lead = self.blocks[number - 1]
        tag = self.attributor.tags.before(self.attributor.last_sentence(number - 1), lead.end)
        speaker = self.attributor.resolve(tag, number - 1) if tag is not None else None
        name = None if speaker is None else self.roster.persons[speaker].name
        parent = self.drafts[-1]
        draft = self._draft(
            span.start,
            span.end,
            name,
            "nested",
            tag.rule if tag else "none",
            0.8 if name else 0.0,
            self._next(),
        )
        draft.parent = parent

    def _settle_scenes(self) -> None:
        """In a story the lines of a scene decide together who speaks."""
        Scenes(self.attributor).settle()
        for draft in self.drafts:
            verdict = draft.verdict
            if verdict is not None:
                draft.speaker = None if verdict.speaker is None else self.roster.persons[verdict.speaker].name
                draft.rule, draft.confidence = verdict.rule, verdict.confidence

    def _said_before(self) -> None:
        """A pull quote repeats what an article tells: whose words they are is told there, not guessed."""
        weak = [
            (words, draft)
            for draft in self.drafts
            if draft.form == "inline" and not draft.hypothetical and not _is_firm(draft)
            if len(words := self._words(draft)) >= _REPEATED
        ]
        firm: defaultdict[tuple[str, ...], list[_Draft]] = defaultdict(list)
        for draft in filter(_is_firm, self.drafts) if weak else ():
            words = self._words(draft)
            for at in range(len(words) - _REPEATED + 1):
                firm[tuple(words[at : at + _REPEATED])].append(draft)
        for words, draft in weak:
            said = {one.speaker for one in firm.get(tuple(words[:_REPEATED]), ())}
            said &= {one.speaker for one in firm.get(tuple(words[-_REPEATED:]), ())}
            if len(said) == 1:
                draft.speaker, draft.rule, draft.confidence = said.pop(), "said elsewhere in the text", 0.75

    def _words(self, draft: _Draft) -> list[str]:
        return fold(self.text[draft.start : draft.end]).split()

    def _next(self) -> int:
        self.utterances += 1
        return self.utterances

    def _draft(
        self,
        start: int,
        end: int,
        speaker: str | None,
        form: str,
        rule: str,
        confidence: float,
        utterance: int,
    ) -> _Draft:
        draft = _Draft(start, end, speaker, form, rule, confidence, utterance)
        self.drafts.append(draft)
        return draft

    def _finish(self) -> list[FoundQuote]:
        """Sorted, numbered, with parents as indexes."""
        ordered = sorted(self.drafts, key=lambda draft: (draft.start, -draft.end))
        place = {id(draft): i for i, draft in enumerate(ordered)}
        numbers: dict[int, int] = {}
        return [
            FoundQuote(
                draft.start,
                draft.end,
                self.text[draft.start : draft.end],
                draft.speaker,
                draft.form,
                draft.rule,
                round(max(0.0, min(1.0, draft.confidence)), 2),
                None if draft.parent is None else place[id(draft.parent)],
                numbers.setdefault(draft.utterance, len(numbers)),
                draft.hypothetical,
            )
            for draft in ordered
        ]


def find_quotes(
    text: str,
    known: Sequence[KnownPerson] = (),
    *,
    author: str | None = None,
    kind: str = "report",
    quoted: Sequence[tuple[int, int]] = (),
    seen: Seen | None = None,
) -> list[FoundQuote]:
    """Every quotation of a document, first to last, with its speaker where that is sure enough.

    With `kind="creator"` and an author the whole text is that person's own words. `quoted`: stretches that
    the document's own markup makes block quotations, in their order. `seen` is left with the names outside
    the quotations, for `find_persons` on the same text.
    """
    return _Extraction(text, known, author, kind, quoted, seen).run()
