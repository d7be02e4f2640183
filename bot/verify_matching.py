"""How words that somebody passes on stand in one stretch of a document, and whose words are there. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz import fuzz

from bot import names, verify_words
from bot.models import Piece
from bot.store.verify import Stretch
from bot.verify_alignment import NEGATIONS, Alignment, Measured, Op, Step, align, measure, mend
from bot.verify_words import SAID, Word, is_laugh, is_noise

ALTERED = 0.6
"""Likeness from which words count as a changed form of what stands in a document."""

NARRATION = 0.75
"""The same for a document's own words: they are worth naming only if they are clearly what was passed on."""

TELLING = 1.6
"""Weight of equal words that a changed quote must share: two words of substance, or one and some small."""

SPOKEN = 0.6
"""Share of the found words that must stand inside quotations; the rest is "he said" between their parts."""

COMPARED, MOST_COMPARED, SURE = 8, 24, 90
"""Stretches that are compared word by word: the likest, and more of a likeness (of 100) of SURE."""

STRAY = 10
"""Words left out before a single last word of the claim from which on that is another word by chance."""

LONGEST_TAG = 15
"""Words between two parts of one utterance: "she wrote on her page on Monday"."""

_TRAILING = re.compile(r"[^\w\s\"“”'‘’(\[]{1,3}(?=\s|$|[\"“”'’)])")

_MARK = re.compile(r"[\"“‘']$")

_SIGNING = SAID | {"by", "from"}


class Result(StrEnum):
    VERBATIM = "verbatim"
    MISATTRIBUTED = "misattributed"
    SHORTENED = "shortened"
    ALTERED = "altered"
    NARRATION = "narration"
    NOT_FOUND = "not found"


@dataclass(frozen=True, slots=True)
class Match:
    result: Result
    piece: Piece
    start: int
    end: int
    score: Measured
    parts: tuple[tuple[Op, str], ...]
    lead: str  # the claim's words before and behind what was found
    enough: bool
    trimmed: bool  # whether there are such
    exact: bool  # whether no letter is another one, as in "it is" for "it's"
    marked: bool  # whether the words stand in marks of their own inside those of a speaker, who quotes them
    cut: bool  # whether the document has an ellipsis between the words, and may itself leave some out

    @property
    def spoken(self) -> bool:
        return self.result is not Result.NARRATION

    @property
    def complete(self) -> bool:
        """Whether every word of the claim stands in somebody's quoted words."""
        return self.enough and self.spoken and not self.trimmed and self.score.added == 0


def _likeliest(claim: Sequence[Word], stretches: Sequence[Stretch]) -> list[Stretch]:
    """Those worth a comparison word by word, which is dear: the likest few, and all that hold nearly the
    same words, for they may name different speakers.
    """
    if len(stretches) <= COMPARED:
        return list(stretches)
    sought = " ".join(word.key for word in claim)
    scored = [
        (
            fuzz.partial_ratio(sought, names.fold(" ".join(passage.text for passage in one.passages))),
            -place,
            one,
        )
        for place, one in enumerate(stretches)
    ]
    scored.sort(key=lambda each: each[:2], reverse=True)
    return [
        one
        for rank, (score, _, one) in enumerate(scored)
        if rank < COMPARED or (score >= SURE and rank < MOST_COMPARED)
    ]


def all_compared(
    words: str, claim: Sequence[Word], gaps: frozenset[int], known: set[str], stretches: Sequence[Stretch]
) -> list[Match]:
    """Where the claim stands, the best first."""
    compared = (_compared(words, claim, gaps, known, one) for one in _likeliest(claim, stretches))
    matches = [match for match in compared if match is not None]
    # Where all of the claim stands, if with more between, goes before a place that has a part of it.
    matches.sort(
        key=lambda one: (
            -one.enough,
            not one.complete,
            -round(one.score.similarity, 2),
            not one.spoken,
            not one.exact,
        )
    )
    full = [one for one in matches if one.complete and one.result is Result.SHORTENED]
    if full and matches[0].cut:  # another document has what the first one leaves out
        matches.remove(full[0])
        matches.insert(0, full[0])
    return matches


def _compared(
    words: str, claim: Sequence[Word], gaps: frozenset[int], known: set[str], stretch: Stretch
) -> Match | None:
    """How the claim stands in one stretch of a document, and whose words are there."""
    text: list[Word] = []
    elided: set[int] = set()  # before which words the document has an ellipsis
    begun: set[int] = set()  # which words begin a sentence
    for passage in stretch.passages:
        own = verify_words.words_of(passage.text)
        begun.update(len(text) + place for place in verify_words.begun(passage.text, own))
        elided.update(len(text) + place for place in verify_words.gaps(passage.text, own))
        text += [Word(word.key, passage.start + word.start, passage.start + word.end) for word in own]
    keys = [word.key for word in text]
    typed = mend([word.key for word in claim], frozenset(keys), known)
    alignment = align(typed, keys, gaps)
    if alignment is None:
        return None
    first, last, lead = _edges(alignment, claim, words, begun | {len(text)})
    first, last = _inside_quote(alignment, first, last, text, stretch.quotes, typed)
    steps = _cut(alignment, first, last)
    if not steps:
        return None
    shared = [step for step in steps if step.op is Op.SAME]
    equal = [text[place] for step in shared for place in range(step.c, step.d)]
    quote = _quote(equal, stretch.quotes)
    steps = _with_ends(_without_strays(steps, text, begun, quote, stretch.quotes, gaps), text, quote)
    steps = _without_tags(steps, text, quote, stretch.quotes)
    shared = [step for step in steps if step.op is Op.SAME]
    there = [step for step in steps if step.op is not Op.ADDED]
    start, end = text[there[0].c].start, text[there[-1].d - 1].end
    alignment = Alignment(tuple(steps), shared[0].c, shared[-1].d)
    score = measure(alignment, typed, keys, gaps)
    rest = len(claim) - sum(step.b - step.a for step in shared)  # of "dana said that he did" not "dana" alone
    telling = min(TELLING, 0.7 * (score.shared + rest))
    enough = score.shared >= telling
    if score.added == 0 and not score.negated:
        # Words that are all there are found, however much is left out between them; unless that is a mere
        # scattering of small words.
        result = Result.VERBATIM if score.left_out == 0 else Result.SHORTENED
        enough = enough and (score.left_out == 0 or score.similarity >= ALTERED)
    else:
        result = Result.ALTERED
        enough = enough and score.similarity >= ALTERED
    if quote is None:
        enough = enough and score.similarity >= NARRATION
        result = Result.NARRATION
    piece = quote or _passage(equal, stretch.passages)
    parts = _parts(steps, words, claim, text, stretch.passages)
    trimmed = first > 0 or last < len(claim)
    cut = any(step.c < place < step.d for step in shared for place in elided)
    ours = words[claim[steps[0].a].start : claim[max(step.b for step in steps) - 1].end]
    exact = _letters(ours) == _letters(_slice(stretch.passages, start, end))
    marked = (
        quote is not None
        and start > quote.start
        and bool(_MARK.search(_slice(stretch.passages, quote.start, start)))
    )
    return Match(result, piece, start, end, score, parts, lead, enough, trimmed, exact, marked, cut)


def _letters(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())


def _edges(alignment: Alignment, claim: Sequence[Word], words: str, begun: Set[int]) -> tuple[int, int, str]:
    """The claim without what people put round a quote ("lol he said"), and the name that may stand there.

    "said no" for "said so." ends in another word, though people say "no" behind quotes as well.
    """
    first, last = 0, len(claim)
    steps = alignment.steps
    names_there: list[str] = []
    if steps[0].op is Op.ADDED:
        lead = claim[steps[0].a : steps[0].b]
        left = [word for word in lead if not is_noise(word.key) or word.key in NEGATIONS]
        if len(left) <= 3 and (not left or SAID.intersection(word.key for word in lead[-3:])):
            first = steps[0].b
            names_there += [words[word.start : word.end] for word in left]
    ends = [step for step in steps if step.op is not Op.LEFT_OUT]
    if ends[-1].op is Op.ADDED and ends[-1].a > first:
        tail = claim[ends[-1].a : ends[-1].b]
        left = [word for word in tail if not is_noise(word.key) or word.key in NEGATIONS]
        signing = _SIGNING.intersection(word.key for word in tail[:3])
        between = words[claim[ends[-1].a - 1].end : tail[0].start]
        apart = not between.isspace() or alignment.end in begun or is_laugh(tail[0].key)
        if len(left) <= 3 and (signing or (apart and not left)):
            last = ends[-1].a
            names_there = names_there or [words[word.start : word.end] for word in left]
    return first, last, " ".join(names_there)


def _inside_quote(
    alignment: Alignment,
    first: int,
    last: int,
    text: Sequence[Word],
    quotes: Sequence[Piece],
    typed: Sequence[str],
) -> tuple[int, int]:
    """Without "he said" of the document round the quote, where the claim has that, too, but no marks."""
    same = [
        (step.a + place, text[step.c + place])
        for step in alignment.steps
        if step.op is Op.SAME
        for place in range(min(step.b - step.a, step.d - step.c))
    ]
    quote = _quote([word for _, word in same], quotes)
    inside = [place for place, word in same if quote is not None and _covers(quotes, quote, word)]
    if not inside:
        return first, last
    before, behind = typed[first : inside[0]], typed[inside[-1] + 1 : last]
    if len(before) <= 5 and SAID.intersection(before):
        first = inside[0]
    if len(behind) <= 5 and SAID.intersection(behind):
        last = inside[-1] + 1
    return first, last


def _covers(quotes: Sequence[Piece], quote: Piece, word: Word) -> bool:
    return any(
        one.start <= word.start and word.end <= one.end and one.speaker == quote.speaker for one in quotes
    )


def _cut(alignment: Alignment, first: int, last: int) -> list[Step]:
    """The steps of claim[first:last], without the text's words beyond its ends."""
    steps: list[Step] = []
    for step in alignment.steps:
        a, b = max(step.a, first), min(step.b, last)
        if step.op is Op.LEFT_OUT:
            if first <= step.a <= last:
                steps.append(step)
        elif a < b and step.op is Op.ADDED:
            steps.append(Step(Op.ADDED, a, b, step.c, step.d))
        elif a < b and step.b - step.a == step.d - step.c:
            steps.append(Step(Op.SAME, a, b, step.c + a - step.a, step.d - (step.b - b)))
        elif a < b:
            steps.append(step)
    while steps and steps[0].op is Op.LEFT_OUT:
        steps.pop(0)
    while steps and steps[-1].op is Op.LEFT_OUT:
        steps.pop()
    return steps if any(step.op is Op.SAME for step in steps) else []


def _without_strays(
    steps: list[Step],
    text: Sequence[Word],
    begun: Set[int],
    quote: Piece | None,
    quotes: Sequence[Piece],
    gaps: frozenset[int],
) -> list[Step]:
    """Without the claim's last or first words where they are others by chance: "brave enough to take two" in
    "brave enough to take three,” he wrote. The two …". Such stand in no quotation of the same speaker, or as
    a single word many words away or in another sentence: "the end of Book 2" in "the end of Book 1. Once we
    got into Book 2".
    """

    outside = [
        step.op is Op.SAME
        and quote is not None
        and not any(_covers(quotes, quote, text[place]) for place in range(step.c, step.d))
        for step in steps
    ]

    def stray(end: int, between: Sequence[Step]) -> bool:
        jump = next((step for step in between if step.op is Op.LEFT_OUT), None)
        if jump is None or jump.a in gaps:
            return False
        far = jump.d - jump.c >= STRAY or not begun.isdisjoint(range(jump.c + 1, jump.d + 1))
        return (far and steps[end].d - steps[end].c == 1) or outside[end]

    same = [place for place, step in enumerate(steps) if step.op is Op.SAME]
    low, high = 0, len(same) - 1
    while low < high and stray(same[high], steps[same[high - 1] + 1 : same[high]]):
        high -= 1
    while low < high and stray(same[low], steps[same[low] + 1 : same[low + 1]]):
        low += 1
    first, last = steps[same[low]], steps[same[high]]
    kept = steps[same[low] if low else 0 : same[high] + 1 if high < len(same) - 1 else len(steps)]
    if low:
        kept = [Step(Op.ADDED, steps[0].a, first.a, first.c, first.c), *kept]
    if high < len(same) - 1:
        kept = [*kept, Step(Op.ADDED, last.b, max(step.b for step in steps), last.d, last.d)]
    return kept


def _without_tags(
    steps: list[Step], text: Sequence[Word], quote: Piece | None, quotes: Sequence[Piece]
) -> list[Step]:
    """Without what stands between two parts of an utterance: nothing of “We knew,” she said, “all along” was
    left out of "We knew all along".
    """
    if quote is None:
        return steps
    kept: list[Step] = []
    for place, step in enumerate(steps):
        before = steps[place - 1] if place else step
        tag = (
            step.op is Op.LEFT_OUT
            and before.op is Op.SAME
            and step.d - step.c <= LONGEST_TAG
            and not any(_within(quotes, word) for word in text[step.c : step.d])
            and _covers(quotes, quote, text[step.c - 1])
            and _covers(quotes, quote, text[step.d])
        )
        if not tag:
            kept.append(step)
    return kept


def _within(quotes: Sequence[Piece], word: Word) -> bool:
    return any(one.start <= word.start and word.end <= one.end for one in quotes)


def _with_ends(steps: list[Step], text: Sequence[Word], quote: Piece | None) -> list[Step]:
    """With the quote's own first and last words where the claim has others: "bumpy road" for "bumpy ride"."""
    if quote is None:
        return steps
    first, last = steps[0], steps[-1]
    if last.op is Op.ADDED:
        begin = end = steps[-2].d
        while end < len(text) and end - begin < last.b - last.a and text[end].end <= quote.end:
            end += 1
        steps = [*steps, Step(Op.LEFT_OUT, last.b, last.b, begin, end)] if end > begin else steps
    if first.op is Op.ADDED:
        begin = end = steps[1].c
        while begin and end - begin < first.b - first.a and text[begin - 1].start >= quote.start:
            begin -= 1
        steps = [first, Step(Op.LEFT_OUT, first.b, first.b, begin, end), *steps[1:]] if begin < end else steps
    return steps


def _quote(equal: Sequence[Word], quotes: Sequence[Piece]) -> Piece | None:
    """The quotation that the words stand in: the innermost that has them all and a speaker; else one of those
    that have most of them between them. None where they are the document's own.
    """
    inside = {
        quote.id: {word.start for word in equal if quote.start <= word.start and word.end <= quote.end}
        for quote in quotes
    }
    whole = [quote for quote in quotes if len(inside[quote.id]) >= 0.95 * len(equal)]
    if whole:
        return min(whole, key=lambda one: (one.speaker is None, one.end - one.start))
    by_speaker: dict[str | None, set[int]] = {}
    for quote in quotes:
        by_speaker.setdefault(quote.speaker, set()).update(inside[quote.id])
    speaker = max(by_speaker, key=lambda one: (len(by_speaker[one]), one is not None), default=None)
    if speaker not in by_speaker or len(by_speaker[speaker]) < SPOKEN * len(equal):
        return None
    own = [quote for quote in quotes if quote.speaker == speaker]
    return max(own, key=lambda one: len(inside[one.id]))


def _passage(equal: Sequence[Word], passages: Sequence[Piece]) -> Piece:
    return max(
        passages, key=lambda one: sum(one.start <= word.start and word.end <= one.end for word in equal)
    )


def _parts(
    steps: Sequence[Step], words: str, claim: Sequence[Word], text: Sequence[Word], passages: Sequence[Piece]
) -> tuple[tuple[Op, str], ...]:
    parts: list[tuple[Op, str]] = []
    for step in steps:
        if step.op is Op.ADDED:
            parts.append((step.op, words[claim[step.a].start : claim[step.b - 1].end]))
            continue
        start, end = text[step.c].start, text[step.d - 1].end
        following = text[step.d].start if step.d < len(text) else passages[-1].end
        # The punctuation that follows a word at once belongs to it.
        mark = _TRAILING.match(_slice(passages, end, following))
        parts.append((step.op, _slice(passages, start, end) + (mark[0] if mark else "")))
    return tuple(parts)


def _slice(passages: Sequence[Piece], start: int, end: int) -> str:
    """The document's words from `start` to `end`; the blanks between passages are one each."""
    return " ".join(
        one.text[max(start - one.start, 0) : end - one.start]
        for one in passages
        if one.start < end and start < one.end
    )
