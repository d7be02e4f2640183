"""Word for word: where in a text some claimed words stand, and what is different there.

Pure functions on folded words. Runs of equal words are chained, each run where it fits the others best; what
lies between two runs is compared by edit distance. That stays fast where a full table of every word against
every other would not, and doesn't scatter the claim's small words over the whole text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz.distance import OSA, Levenshtein

from bot import names
from bot.verify_spelling import CONTRACTIONS

MOST_RUNS = 40
"""Runs of equal words that are chained: the heaviest ones."""

EVERYWHERE, MOST_PAIRS = 64, 20_000
"""How often a word may stand in the text to begin a search from it; and how many such places are tried."""

SMALL = 0.4
"""What a word of mere grammar weighs beside any other: it stands everywhere."""

SHORT_JUMP = 45
"""Words of the text that may be left out at the cost of less than one word: a long sentence. Farther off, it
takes several words in a row that are the same, up to five."""

FEW = 2
"""Words of a run that a jump over words seldom leads to."""

NEGATIONS = frozenset("not no never nor neither cannot without hardly".split()) | frozenset(  # noqa: SIM905
    "arent cant couldnt didnt doesnt dont hadnt hasnt havent isnt shouldnt wasnt werent wont wouldnt".split()  # noqa: SIM905
)


class Op(StrEnum):
    SAME = "same"
    ADDED = "added"  # in the claim only
    LEFT_OUT = "left out"  # in the text only


@dataclass(frozen=True, slots=True)
class Step:
    """claim[a:b] beside text[c:d]; one of the two is empty unless they are the same."""

    op: Op
    a: int
    b: int
    c: int
    d: int


@dataclass(frozen=True, slots=True)
class Alignment:
    """`steps` cover the claim from its first word to its last, and the text from `start` to `end`."""

    steps: tuple[Step, ...]
    start: int
    end: int


def weight(word: str) -> float:
    return SMALL if word in names.FUNCTION_WORDS else 1.0


def is_typo(typed: str, word: str, known: Collection[str]) -> bool:
    """Whether `typed` is a slip of the hand for `word`: it is no word that the library or grammar knows.

    "feelngs" for "feelings", "teh" for "the"; but "could" is not "would", and "impossible" not "possible".
    """
    if typed in known or typed in names.FUNCTION_WORDS or typed in NEGATIONS or typed in CONTRACTIONS:
        return False
    longer, shorter = sorted((typed, word), key=len, reverse=True)
    if longer != shorter and (longer.endswith(shorter) or longer.startswith(shorter)):
        return False
    if min(len(typed), len(word)) < 3 or re.search(r"\d", typed + word):
        return False
    if names.sound(typed) == names.sound(word):
        return True
    if len(typed) == 4 and len(word) == 5:
        return OSA.distance(typed, word, score_cutoff=1) <= 1  # a letter is missing
    if len(typed) < 5:
        return sorted(typed) == sorted(word) and OSA.distance(typed, word, score_cutoff=1) <= 1
    allowed = names.allowed_slips(typed)
    return OSA.distance(typed, word, score_cutoff=allowed) <= allowed


def mend(claim: Sequence[str], text: Collection[str], known: Collection[str]) -> list[str]:
    """The claim with its typos as the text's words."""
    mended: dict[str, str] = {}
    for word in dict.fromkeys(claim):
        if word not in text and word not in known:
            near = [one for one in text if abs(len(one) - len(word)) <= 2 and is_typo(word, one, known)]
            if near:
                mended[word] = min(near, key=lambda one: (OSA.distance(word, one), one))
    return [mended.get(word, word) for word in claim]


def align(
    claim: Sequence[str], text: Sequence[str], claim_gaps: Collection[int] = frozenset()
) -> Alignment | None:
    """The best place of the claim in the text; None where not even one telling word is shared.

    `claim_gaps`: before which words of the claim an ellipsis stands, where a jump costs nothing.
    """
    chain = _chained(_runs(claim, text), claim_gaps)
    if not chain:
        return None
    steps: list[Step] = []
    first, last = chain[0], chain[-1]
    # The claim's first words may stand changed before the first run, and its last ones behind the last.
    low = max(first[1] - first[0] - 2, 0)
    steps += _trimmed(_between(claim, text, 0, first[0], low, first[1]), first=True)
    for number, (a, c, length) in enumerate(chain):
        if number:
            before = chain[number - 1]
            steps += _between(claim, text, before[0] + before[2], a, before[1] + before[2], c)
        steps.append(Step(Op.SAME, a, a + length, c, c + length))
    a, c = last[0] + last[2], last[1] + last[2]
    high = min(c + len(claim) - a + 2, len(text))
    steps += _trimmed(_between(claim, text, a, len(claim), c, high), first=False)
    shared = [step for step in steps if step.op is Op.SAME]
    return Alignment(tuple(_joined(steps, claim, text)), shared[0].c, shared[-1].d)


Run = tuple[int, int, int]
"""Where it begins in the claim, where in the text, and how many words it has."""


def _runs(claim: Sequence[str], text: Sequence[str]) -> list[Run]:
    """Runs of equal words that can't be longer, the heaviest ones: small words alone are none.

    Each is found from one of its words that isn't everywhere in the text, which bounds the work.
    """
    places: dict[str, list[int]] = {word: [] for word in claim}
    for place, word in enumerate(text):
        if word in places:
            places[word].append(place)
    rarest = min((len(found) for found in places.values() if found), default=0)
    covered: dict[int, int] = {}  # how far the claim is in a run already, by the distance between the two
    weighed: list[tuple[float, Run]] = []
    looked_at = 0
    for place, word in enumerate(claim):
        if len(places[word]) > max(EVERYWHERE, rarest) or looked_at > MOST_PAIRS:
            continue
        looked_at += len(places[word])
        for beside in places[word]:
            if covered.get(beside - place, -1) >= place:
                continue
            a, c, end = place, beside, place
            while a and c and claim[a - 1] == text[c - 1]:
                a, c = a - 1, c - 1
            while end < len(claim) and c + end - a < len(text) and claim[end] == text[c + end - a]:
                end += 1
            covered[beside - place] = end - 1
            heavy = sum(map(weight, claim[a:end]))
            if heavy >= 1.0:
                weighed.append((heavy, (a, c, end - a)))
    weighed.sort(key=lambda one: -one[0])
    return sorted(run for _, run in weighed[:MOST_RUNS])


def _chained(runs: Sequence[Run], claim_gaps: Collection[int]) -> list[Run]:
    """The runs that follow each other in both, with the most words after what the jumps cost."""
    if not runs:
        return []
    best: list[float] = []
    came: list[tuple[int, int]] = []  # the run before, and how much of this one's beginning that takes
    for number, (a, c, length) in enumerate(runs):
        own = float(length)
        top, source = own, (-1, 0)
        for other in range(number):
            oa, oc, olength = runs[other]
            taken = max(oa + olength - a, oc + olength - c, 0)
            if oa >= a or oc >= c or taken >= length:
                continue
            jumped = c + taken - oc - olength
            dropped = a + taken - oa - olength
            free = bool(claim_gaps) and any(
                place in claim_gaps for place in range(oa + olength, a + taken + 1)
            )
            cost = 0.0 if free else _cost(jumped - dropped)
            if not free and dropped == 0 and length - taken <= FEW:
                # "draw the pretty page" of "draw the ugly page. Mine is the pretty page": one changed word.
                cost += min(jumped, 10) * 0.15
            # Words of the claim that are skipped while the text goes on elsewhere speak against the jump.
            total = best[other] + own - taken - cost - 0.1 * min(dropped, 5)
            if total > top:
                top, source = total, (other, taken)
        best.append(top)
        came.append(source)
    place = max(range(len(runs)), key=best.__getitem__)
    chain: list[Run] = []
    while place >= 0:
        a, c, length = runs[place]
        place, taken = came[place]
        chain.append((a + taken, c + taken, length - taken))
    return chain[::-1]


def _cost(jumped: int) -> float:
    """In words that have to be gained by it."""
    near = min(max(jumped, 0), SHORT_JUMP)
    return near * 0.02 + min(max(jumped - SHORT_JUMP, 0) * 0.01, 3.0)


def _between(claim: Sequence[str], text: Sequence[str], a: int, b: int, c: int, d: int) -> list[Step]:
    """claim[a:b] beside text[c:d], word by word."""
    # In a long gap of the text, the few words of the claim would be found scattered, and mean nothing.
    if a == b or c == d or d - c > 4 * (b - a) + 10:
        return [
            *([Step(Op.ADDED, a, b, c, c)] if a < b else []),
            *([Step(Op.LEFT_OUT, a, a, c, d)] if c < d else []),
        ]
    steps: list[Step] = []
    for op in Levenshtein.opcodes(claim[a:b], text[c:d]):
        at = (a + op.src_start, a + op.src_end, c + op.dest_start, c + op.dest_end)
        if op.tag == "equal":
            steps.append(Step(Op.SAME, *at))
            continue
        if op.tag in ("replace", "delete"):
            steps.append(Step(Op.ADDED, at[0], at[1], at[2], at[2]))
        if op.tag in ("replace", "insert"):
            steps.append(Step(Op.LEFT_OUT, at[1], at[1], at[2], at[3]))
    return steps


def _trimmed(steps: list[Step], *, first: bool) -> list[Step]:
    """Without the text's words beyond the claim's own end: they are not left out, they were never meant."""
    if not any(step.op is Op.SAME for step in steps):
        return [step for step in steps if step.op is Op.ADDED]
    edge = range(len(steps)) if first else range(len(steps) - 1, -1, -1)
    drop: set[int] = set()
    for place in edge:
        if steps[place].op is Op.SAME:
            break
        if steps[place].op is Op.LEFT_OUT:
            drop.add(place)
    return [step for place, step in enumerate(steps) if place not in drop]


def _joined(steps: Sequence[Step], claim: Sequence[str], text: Sequence[str]) -> list[Step]:
    """Changes in a row as one, and none where only blanks differ: "inbetween" for "in between"."""
    made: list[Step] = []
    place = 0
    while place < len(steps):
        end = place
        while end < len(steps) and steps[end].op is not Op.SAME:
            end += 1
        if end == place:
            made.append(steps[place])
            place += 1
            continue
        added = [step for step in steps[place:end] if step.op is Op.ADDED]
        left = [step for step in steps[place:end] if step.op is Op.LEFT_OUT]
        a, b = (added[0].a, added[-1].b) if added else (steps[place].a,) * 2
        c, d = (left[0].c, left[-1].d) if left else (steps[place].c,) * 2
        if added and left and "".join(claim[a:b]) == "".join(text[c:d]):
            made.append(Step(Op.SAME, a, b, c, d))
        else:
            made += [Step(Op.ADDED, a, b, c, c)] if added else []
            made += [Step(Op.LEFT_OUT, b, b, c, d)] if left else []
        place = end
    return made


@dataclass(frozen=True, slots=True)
class Measured:
    similarity: float  # of 1: how much of the claim and of what stands in its place is the same
    added: int
    left_out: int  # words, wherever they were left out
    shared: float  # weight of the words that are the same
    negated: bool  # one small "not" was left out, and nobody told so


def measure(
    alignment: Alignment,
    claim: Sequence[str],
    text: Sequence[str],
    claim_gaps: Collection[int] = frozenset(),
    weights: Mapping[str, float] | None = None,
) -> Measured:
    """Words that were left out count little, for what is left may be all true; replaced ones count once, and
    half if they only stand elsewhere: "not a painter, a baker" of one who said "not a baker, a painter".
    """

    def heavy(words: Sequence[str]) -> float:
        return sum(weights[word] if weights and word in weights else weight(word) for word in words)

    missing = Counter(
        word for step in alignment.steps if step.op is Op.LEFT_OUT for word in text[step.c : step.d]
    )
    shared = changed = skipped = 0.0
    added = left_out = 0
    negated = False
    previous: Step | None = None
    for step in alignment.steps:
        if step.op is Op.SAME:
            shared += heavy(claim[step.a : step.b])
        elif step.op is Op.ADDED:
            added += step.b - step.a
            moved = Counter(claim[step.a : step.b]) & missing
            missing -= moved
            changed += heavy(claim[step.a : step.b]) - 0.5 * heavy([*moved.elements()])
        else:
            words = text[step.c : step.d]
            left_out += len(words)
            if previous is not None and previous.op is Op.ADDED:
                over = heavy(words) - heavy(claim[previous.a : previous.b])
                skipped += max(over, 0.0)
            else:
                skipped += heavy(words)
                silent = step.a not in claim_gaps
                negated = negated or (silent and len(words) <= 2 and bool(NEGATIONS.intersection(words)))
        previous = step
    skipped = min(0.1 * skipped, 0.5 * shared)
    total = shared + changed + skipped
    return Measured(shared / total if total else 0.0, added, left_out, shared, negated)
