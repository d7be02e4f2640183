"""`/verify`: whether somebody's words stand in the documents as they are passed on, and who said them."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot import names, verify_words
from bot.errors import UserError
from bot.models import Piece
from bot.quotes import Quotes
from bot.store import verify as stored
from bot.store.library import Library
from bot.verify_alignment import Op
from bot.verify_matching import Match, Result, all_compared
from bot.verify_places import places, query
from bot.verify_words import Claim

_STOP = re.compile(r"(?<=[.!?…])[\"”’')]*\s+|\n\n")

OUTWEIGHS = 3
"""Documents that name a speaker for each one that names the one who stands at the words found."""

NEAR = 0.34
"""Likeness from which the nearest words are worth showing beside "nothing like it"."""


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
    rest: tuple[Piece, ...] = ()  # where the claim's later sentences stand, if not with its first one
    documents: int = 0
    elsewhere: bool = False  # whether only other documents name `piece`'s speaker for them

    @property
    def found(self) -> bool:
        return self.result is not Result.NOT_FOUND

    @property
    def by_other(self) -> bool:
        """Whether a document names another speaker than the claimed one."""
        speaker = self.piece.speaker if self.piece else None
        return self.found and bool(self.by and speaker) and not _same_person(self.by, speaker)


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
        if claim.whole:
            fills = bool(matches) and matches[0].enough and _fills(claim)
            whole = await self._matches(claim.whole)
            best = whole[1][0] if whole[1] else None
            # Words in marks may be what somebody quotes: As Tenzin says, "Life is one big bumpy ride."
            if best and best.spoken and (best.complete if fills else best.enough and _all_of(best)):
                checked, matches = whole
        if claim.unsigned:
            unsigned = await self._matches(claim.unsigned)
            if unsigned[1] and unsigned[1][0].complete:
                checked, matches, claim = unsigned[0], unsigned[1], replace(claim, by=())
        by = [person] if person and person.strip() else list(claim.by)
        if not by and matches and matches[0].lead:
            by = [matches[0].lead]
        claimed, known, read_as = await self._claimed(by, given=bool(person))
        base = Verification(checked, by=claimed, by_known=known, read_as=read_as)
        best = matches[0] if matches and matches[0].enough else None
        if best is None or best.result is Result.ALTERED:
            together = await self._together(base, by, sure=best is not None)
            if together is not None:
                return together
        return await self._judged(base, matches, by)

    async def _together(self, base: Verification, by: Sequence[str], *, sure: bool) -> Verification | None:
        """The claim as sentences that one person said in several places, or the other way round.

        At most three trips for each. `sure`: only if not a word of them is changed.
        """
        found: list[Verification] = []
        for sentence in verify_words.sentences(base.asked):
            one = await self._judged(replace(base, asked=sentence), (await self._matches(sentence))[1], by)
            if one.piece is None or one.result in (Result.NOT_FOUND, Result.NARRATION):
                return None
            found.append(one)
        altered = sum(one.result is Result.ALTERED for one in found)
        speakers = {one.piece.speaker for one in found if one.piece}
        if len(speakers) != 1 or None in speakers or altered * 2 > len(found) or (sure and altered):
            return None
        return replace(
            found[0],
            asked=base.asked,
            result=Result.ALTERED if altered else Result.SHORTENED,
            similarity=round(sum(one.similarity for one in found) / len(found), 3),
            parts=tuple(part for one in found for part in one.parts),
            others=(),
            rest=tuple(one.piece for one in found[1:] if one.piece),
        )

    async def _claimed(self, by: Sequence[str], *, given: bool) -> tuple[str | None, bool, str | None]:
        """Whose words they are said to be. A name that nobody has counts where it was written as one."""
        for asked in by:
            if found := await self._quotes.who(asked):
                return found[0], True, found[1]
        for asked in by:
            if given or (len(asked.split()) > 1 and all(part[0].isupper() for part in asked.split())):
                return " ".join(asked.split()), False, None
        return None, True, None

    async def _matches(self, words: str) -> tuple[str, list[Match]]:
        """Where the words stand, the best first. At most three trips."""
        claim = verify_words.words_of(words)
        if len(claim) < 2 and sum(len(word.key) for word in claim) < 12:
            raise UserError("That is too short to check. Give me at least two words of the quote.")
        gaps = verify_words.gaps(words, claim)
        stems = {names.stem(word.key): word.key for word in claim}
        parts = {word.key: names.index_words(words[word.start : word.end]) for word in claim}
        for written in parts.values():
            stems.update((names.stem(part), part) for part in written)
        counts = await stored.known(self._library, sorted(stems))
        known = {
            key
            for key, written in parts.items()
            if names.stem(key) in counts or all(names.stem(part) in counts for part in written)
        }
        wanted, phrases = query(words, claim, counts)
        found = await stored.hits(self._library, wanted, phrases)
        reach = int(len(words) * 1.2) + 200
        stretches = await stored.stretches(self._library, places(found, reach))
        # Up to a tenth of a second for a long quote: others are answered meanwhile.
        return words, await asyncio.to_thread(all_compared, words, claim, gaps, known, stretches)

    async def _judged(self, base: Verification, matches: Sequence[Match], by: Sequence[str]) -> Verification:
        """`by`: the names that `base.by` was read from."""
        base = replace(base, documents=self._library.documents)
        good = [one for one in matches if one.enough]
        if not good:
            near = next((one for one in matches if one.score.similarity >= NEAR and _telling(one)), None)
            if near is None:
                return base
            piece = _whole(near)
            return replace(base, piece=piece, similarity=near.score.similarity, parts=near.parts)
        # What stands as clearly in several documents may have several speakers: the claimed one first.
        top = [
            one
            for one in good
            if one.result is good[0].result and one.score.similarity >= good[0].score.similarity - 0.02
        ]
        said = [one.piece for one in top]
        if top[0].spoken:
            said += await stored.same_sayings(self._library, [one.id for one in said])
        best, speaker = _best(top, said, base.by)
        others: dict[str, Piece] = {}
        also: list[str] = []
        for one in said:
            if one.speaker and one.speaker != speaker:
                others.setdefault(one.speaker, one)
            elif one.source.title not in (best.piece.source.title, *also):
                also.append(one.source.title)
        result = best.result
        if speaker and any(_same_person(asked, speaker) for asked in by):
            base = replace(base, by=speaker, by_known=True, read_as=None)  # not the other one of that name
        if result is Result.VERBATIM and base.by and speaker:
            result = result if _same_person(base.by, speaker) else Result.MISATTRIBUTED
        piece = replace(await self._shown(best), speaker=speaker, also_in=tuple(also))
        return replace(
            base,
            result=result,
            piece=piece,
            similarity=round(best.score.similarity, 3),
            parts=best.parts,
            others=tuple(others.values()),
            elsewhere=speaker != best.piece.speaker,
        )

    async def _shown(self, match: Match) -> Piece:
        piece = match.piece
        if piece.start <= match.start and match.end <= piece.end:
            words = piece.text[match.start - piece.start : match.end - piece.start]
            return replace(piece, text=words, start=match.start, end=match.end)
        return await stored.words(self._library, piece, match.start, match.end)


def _best(top: Sequence[Match], said: Sequence[Piece], by: str | None) -> tuple[Match, str | None]:
    """The place to show, and who said the words: whom most documents name, the claimed one among equals.

    A document that leaves the speaker open takes what the others say, and so does the one that names somebody
    else than three others do.
    """
    named: dict[str, set[str]] = {}
    longest: dict[str, int] = {}  # whoever merely repeats words seldom says more
    for one in said:
        if one.speaker:
            named.setdefault(one.speaker, set()).add(one.source.id)
            longest[one.speaker] = max(longest.get(one.speaker, 0), len(one.text))

    quoting = {one.piece.speaker for one in top if one.marked}

    def rank(speaker: str) -> tuple[bool, int, bool, int]:
        return speaker not in quoting, len(named[speaker]), _same_person(by, speaker), longest[speaker]

    speaker = max(named, key=rank, default=None)
    there = max((one.piece.speaker for one in top if one.piece.speaker), key=rank, default=None)
    if there and speaker and len(named[speaker]) < OUTWEIGHS * len(named[there]):
        speaker = there
    return next((one for one in top if one.piece.speaker == speaker), top[0]), speaker


def _telling(near: Match) -> bool:
    """Whether it shares two words of substance: "in the end of the" is near to anything."""
    same = [word for op, words in near.parts if op is Op.SAME for word in names.words(words)]
    return len(set(same) - names.FUNCTION_WORDS) >= 2


def _whole(near: Match) -> Piece:
    """What stands nearest, as one can read it: all that somebody says there, or the document's sentences."""
    piece = near.piece
    if near.spoken:
        return piece
    low, high = max(near.start - piece.start, 0), near.end - piece.start
    begin = max((match.end() for match in _STOP.finditer(piece.text, 0, low)), default=0)
    stop = _STOP.search(piece.text, max(high - 1, 0))
    end = stop.start() if stop else len(piece.text)
    return replace(piece, text=piece.text[begin:end], start=piece.start + begin, end=piece.start + end)


def _same_person(one: str | None, other: str | None) -> bool:
    """Whether two names are one person's: "Konietzko", of whom nothing more is known, is Bryan Konietzko."""
    first, second = sorted((names.words(one or ""), names.words(other or "")), key=len)
    return first == second or (len(first) == 1 and first[0] in second)


def _fills(claim: Claim) -> bool:
    """Whether the quotation is at least half of the message: then it is what the message is about."""
    inside = len(verify_words.words_of(claim.words))
    return inside * 2 >= len(verify_words.words_of(claim.whole or ""))


def _all_of(match: Match) -> bool:
    return match.score.added == 0 or match.score.similarity >= 0.8
