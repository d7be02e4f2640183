"""`/verify`: whether somebody's words stand in the documents as they are passed on, and who said them."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from rapidfuzz import fuzz

from bot import names, verify_words
from bot.errors import UserError
from bot.models import Piece
from bot.quotes import Quotes
from bot.store import verify as stored
from bot.store.library import Library
from bot.store.verify import Hit, Stretch
from bot.verify_alignment import Alignment, Measured, Op, Step, align, measure, mend
from bot.verify_words import NOISE, SAID, Claim, Word

ALTERED = 0.6
"""Likeness from which words count as a changed form of what stands in a document."""

NARRATION = 0.75
"""The same for a document's own words: they are worth naming only if they are clearly what was passed on."""

NEAR = 0.34
"""Likeness from which the nearest words are worth showing beside "nothing like it"."""

TELLING = 1.6
"""Weight of equal words that a changed quote must share: two words of substance, or one and some small."""

SPOKEN = 0.6
"""Share of the found words that must stand inside quotations; the rest is "he said" between their parts."""

COMMON = 400
"""Passages in which a word stands that is too common to be looked for while there are rarer ones."""

MOST_WORDS, MOST_PHRASES = 10, 8
MOST_TEXT = 30_000
"""Characters of the documents that are looked at, the likeliest first."""

COMPARED, MOST_COMPARED, SURE = 8, 24, 90
"""Stretches that are compared word by word: the likest, and more of a likeness (of 100) of SURE."""

BETWEEN = 1500
"""Characters between two finds in one document that are read as one stretch: a long post quoted in parts."""

_TRAILING = re.compile(r"[^\w\s\"“”'‘’(\[]{1,3}(?=\s|$|[\"“”'’)])")

_SIGNING = SAID | {"by", "from"}


class Result(StrEnum):
    VERBATIM = "verbatim"
    MISATTRIBUTED = "misattributed"
    SHORTENED = "shortened"
    ALTERED = "altered"
    NARRATION = "narration"
    NOT_FOUND = "not found"


@dataclass(frozen=True, slots=True)
class Verification:
    """`piece`: the document's words in place of the claimed ones; for "not found" the nearest, or None.
    `parts`: how the two differ, in order: what it is, and the words.
    """

    asked: str  # the words that were checked
    result: Result = Result.NOT_FOUND
    piece: Piece | None = None
    similarity: float = 0.0
    parts: tuple[tuple[Op, str], ...] = ()
    by: str | None = None  # whose words they are claimed to be: a person's name, or as it was written
    by_known: bool = True  # whether the library knows that person
    read_as: str | None = None
    others: tuple[Piece, ...] = ()  # the same words under another speaker's name elsewhere
    documents: int = 0

    @property
    def found(self) -> bool:
        return self.result is not Result.NOT_FOUND

    @property
    def by_other(self) -> bool:
        """Whether a document names another speaker than the claimed one."""
        speaker = self.piece.speaker if self.piece else None
        return self.found and bool(self.by and speaker) and not _same_person(self.by, speaker)


@dataclass(frozen=True, slots=True)
class _Match:
    result: Result
    piece: Piece
    start: int
    end: int
    score: Measured
    parts: tuple[tuple[Op, str], ...]
    lead: str  # the claim's words before and behind what was found
    enough: bool

    @property
    def spoken(self) -> bool:
        return self.result is not Result.NARRATION


class Verify:
    def __init__(self, library: Library, quotes: Quotes) -> None:
        self._library = library
        self._quotes = quotes

    async def answer(self, words: str, person: str | None = None) -> Verification:
        """Checks the longest quotation in `words`, else all of them. Raises UserError if there is too little.

        `person` goes before whoever the words themselves name ("Bryan said: …", "… - Bryan Konietzko").
        """
        claim = verify_words.read(words)
        checked, matches = await self._matches(claim.words)
        if claim.whole and not (matches and matches[0].enough and _fills(claim)):
            whole = await self._matches(claim.whole)
            if whole[1] and whole[1][0].enough and whole[1][0].spoken and _all_of(whole[1][0]):
                checked, matches = whole
        if claim.unsigned and not (matches and matches[0].score.similarity == 1.0):
            signed = await self._matches(claim.unsigned)
            if signed[1] and signed[1][0].score.similarity == 1.0 and signed[1][0].score.added == 0:
                checked, matches, claim = signed[0], signed[1], replace(claim, by=())
        by = [person] if person and person.strip() else list(claim.by)
        if not by and matches and matches[0].lead:
            by = [matches[0].lead]
        claimed, known, read_as = await self._claimed(by, given=bool(person))
        return await self._judged(Verification(checked, by=claimed, by_known=known, read_as=read_as), matches)

    async def _claimed(self, by: Sequence[str], *, given: bool) -> tuple[str | None, bool, str | None]:
        """Whose words they are said to be. A name that nobody has counts where it was written as one."""
        for asked in by:
            if found := await self._quotes.who(asked):
                return found[0], True, found[1]
        for asked in by:
            if given or (len(asked.split()) > 1 and all(part[0].isupper() for part in asked.split())):
                return " ".join(asked.split()), False, None
        return None, True, None

    async def _matches(self, words: str) -> tuple[str, list[_Match]]:
        """Where the words stand, the best first. At most three trips."""
        claim = verify_words.words_of(words)
        if len(claim) < 2 and sum(len(word.key) for word in claim) < 12:
            raise UserError("That is too short to check. Give me at least two words of the quote.")
        gaps = verify_words.gaps(words, claim)
        stems = {names.stem(word.key): word.key for word in claim}
        for word in claim:
            stems.update((names.stem(part), part) for part in names.index_words(words[word.start : word.end]))
        counts = await stored.known(self._library, sorted(stems))
        known = {word.key for word in claim if names.stem(word.key) in counts}
        wanted, phrases = _query(words, claim, counts)
        found = await stored.hits(self._library, wanted, phrases)
        reach = int(len(words) * 1.2) + 200
        stretches = await stored.stretches(self._library, _places(found, reach))
        # Up to a tenth of a second for a long quote: others are answered meanwhile.
        return words, await asyncio.to_thread(_all_compared, words, claim, gaps, known, stretches)

    async def _judged(self, base: Verification, matches: Sequence[_Match]) -> Verification:
        base = replace(base, documents=self._library.documents)
        good = [one for one in matches if one.enough]
        if not good:
            near = next((one for one in matches if one.score.similarity >= NEAR), None)
            if near is None:
                return base
            piece = await self._shown(near)
            return replace(base, piece=piece, similarity=near.score.similarity, parts=near.parts)
        # What stands as clearly in several documents may have several speakers: the claimed one first.
        top = [
            one
            for one in good
            if one.result is good[0].result and one.score.similarity >= good[0].score.similarity - 0.02
        ]
        best = next((one for one in top if base.by and _same_person(base.by, one.piece.speaker)), None)
        best = best or next((one for one in top if one.piece.speaker), top[0])
        others: dict[str, Piece] = {}
        also: list[str] = []
        for one in top:
            if one.piece.speaker and one.piece.speaker != best.piece.speaker:
                others.setdefault(one.piece.speaker, one.piece)
            elif one.piece.source.title not in (best.piece.source.title, *also):
                also.append(one.piece.source.title)
        result = best.result
        if result is Result.VERBATIM and base.by and best.piece.speaker:
            result = result if _same_person(base.by, best.piece.speaker) else Result.MISATTRIBUTED
        piece = replace(await self._shown(best), also_in=tuple(also))
        return replace(
            base,
            result=result,
            piece=piece,
            similarity=round(best.score.similarity, 3),
            parts=best.parts,
            others=tuple(others.values()),
        )

    async def _shown(self, match: _Match) -> Piece:
        piece = match.piece
        if piece.start <= match.start and match.end <= piece.end:
            words = piece.text[match.start - piece.start : match.end - piece.start]
            return replace(piece, text=words, start=match.start, end=match.end)
        return await stored.words(self._library, piece, match.start, match.end)


def _same_person(one: str | None, other: str | None) -> bool:
    return names.key(one or "") == names.key(other or "")


def _fills(claim: Claim) -> bool:
    """Whether the quotation is at least half of the message: then it is what the message is about."""
    inside = len(verify_words.words_of(claim.words))
    return inside * 2 >= len(verify_words.words_of(claim.whole or ""))


def _all_of(match: _Match) -> bool:
    return match.score.added == 0 or match.score.similarity >= 0.8


def _query(
    words: str, claim: Sequence[Word], counts: dict[str, int]
) -> tuple[list[str], list[tuple[str, ...]]]:
    """The rarest words of the claim; where these are common, too, also words that stand side by side."""
    parts = [part for word in claim for part in names.index_words(words[word.start : word.end])]
    rare = sorted(
        {part for part in parts if counts.get(names.stem(part))},
        key=lambda part: (counts[names.stem(part)], part),
    )
    wanted = [part for part in rare if counts[names.stem(part)] <= COMMON][:MOST_WORDS]
    phrases: list[tuple[str, ...]] = []
    if len(wanted) < 4:
        runs = [tuple(parts[place : place + 3]) for place in range(max(len(parts) - 2, 1))]
        step = max(len(runs) // MOST_PHRASES, 1)
        phrases = [run for run in dict.fromkeys(runs[::step]) if len(run) > 1][:MOST_PHRASES]
        wanted += [part for part in rare if part not in wanted][: max(2 - len(wanted), 0)]
    return wanted, phrases


def _places(found: Sequence[Hit], reach: int) -> list[Hit]:
    """The stretches of documents round the finds, the best first, as much as may be compared."""
    joined: list[Hit] = []
    for hit in found:
        low, high = max(hit.start - reach, 0), hit.end + reach
        near = [
            one
            for one in joined
            if one.document_id == hit.document_id and one.start - BETWEEN < high and low < one.end + BETWEEN
        ]
        if near:
            low, high = min(low, *(one.start for one in near)), max(high, *(one.end for one in near))
            joined[joined.index(near[0])] = Hit(hit.document_id, low, high)
            joined = [one for one in joined if one not in near[1:]]
        else:
            joined.append(Hit(hit.document_id, low, high))
    kept: list[Hit] = []
    room = MOST_TEXT
    for place in joined:
        if kept and place.end - place.start > room:
            break
        kept.append(place)
        room -= place.end - place.start
    return kept


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


def _all_compared(
    words: str, claim: Sequence[Word], gaps: frozenset[int], known: set[str], stretches: Sequence[Stretch]
) -> list[_Match]:
    """Where the claim stands, the best first."""
    compared = (_compared(words, claim, gaps, known, one) for one in _likeliest(claim, stretches))
    matches = [match for match in compared if match is not None]
    matches.sort(key=lambda one: (-one.enough, -round(one.score.similarity, 2), not one.spoken))
    return matches


def _compared(
    words: str, claim: Sequence[Word], gaps: frozenset[int], known: set[str], stretch: Stretch
) -> _Match | None:
    """How the claim stands in one stretch of a document, and whose words are there."""
    text: list[Word] = []
    raw: list[str] = []
    for passage in stretch.passages:
        for word in verify_words.words_of(passage.text):
            raw.append(passage.text[word.start : word.end])
            text.append(Word(word.key, passage.start + word.start, passage.start + word.end))
    keys = [word.key for word in text]
    typed = mend([word.key for word in claim], frozenset(keys), known)
    alignment = align(typed, keys, gaps)
    if alignment is None:
        return None
    first, last, lead = _edges(alignment, claim, words)
    first, last = _inside_quote(alignment, first, last, text, stretch.quotes, typed)
    steps = _cut(alignment, first, last)
    if not steps:
        return None
    shared = [step for step in steps if step.op is Op.SAME]
    equal = [text[place] for step in shared for place in range(step.c, step.d)]
    quote = _quote(equal, stretch.quotes)
    steps = _with_ends(steps, text, quote)
    there = [step for step in steps if step.op is not Op.ADDED]
    start, end = text[there[0].c].start, text[there[-1].d - 1].end
    alignment = Alignment(tuple(steps), shared[0].c, shared[-1].d)
    score = measure(alignment, typed, keys, gaps)
    telling = min(
        TELLING, 0.7 * (score.shared + sum(step.b - step.a for step in steps if step.op is Op.ADDED))
    )
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
    return _Match(result, piece, start, end, score, parts, lead, enough)


def _edges(alignment: Alignment, claim: Sequence[Word], words: str) -> tuple[int, int, str]:
    """The claim without what people put round a quote ("lol he said"), and the name that may stand there."""
    first, last = 0, len(claim)
    steps = alignment.steps
    names_there: list[str] = []
    if steps[0].op is Op.ADDED:
        lead = claim[steps[0].a : steps[0].b]
        left = [word for word in lead if word.key not in NOISE]
        if len(left) <= 3 and (not left or SAID.intersection(word.key for word in lead[-3:])):
            first = steps[0].b
            names_there += [words[word.start : word.end] for word in left]
    ends = [step for step in steps if step.op is not Op.LEFT_OUT]
    if ends[-1].op is Op.ADDED and ends[-1].a > first:
        tail = claim[ends[-1].a : ends[-1].b]
        left = [word for word in tail if word.key not in NOISE]
        if len(left) <= 3 and (not left or _SIGNING.intersection(word.key for word in tail[:3])):
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
