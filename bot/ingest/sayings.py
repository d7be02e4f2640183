"""The same words in several places, joined into sayings: in full, in part, with small changes. Pure."""

from __future__ import annotations

import re
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from heapq import nsmallest
from itertools import groupby
from operator import itemgetter
from typing import Protocol

from rapidfuzz.distance import LCSseq

from bot.ids import LENGTH
from bot.ingest.forms import Form, Uttered, comparable, content, forms_of, plain, words_in
from bot.ingest.quotes.firstnames import NICKNAMES
from bot.ingest.runs import RUN, RunIndex, runs
from bot.names import TITLES, fold, key, likeness, words_at

HELD = 0.8
"""Share of the shorter form's words that the fuller one must hold, in order."""
FEWEST = 6
"""Words of a form that may be part of a fuller one: fewer are anybody's."""
FEWEST_OF_ANOTHER = 8
"""The same where the two forms are given to different persons, unless every word is the same and most of them
tell something."""
AS_FULL = 0.9
"""Share of the longest form's length from which a better attested one stands for the saying."""
RUNS_ON = 0.5
"""Share of a form's words that another one must begin or end with, where neither holds the other."""
ONE_SPELLING = 0.85

_MOST_TRIED = 6
_MOST_AT_HAND = 2000  # leaders whose words are in memory
_MOST_COMPARED = 1_000_000  # pairs of words: runs are found more truly, in more time
_BRACKETS = re.compile(r"\[[^\[\]]{0,80}\]")
_WITHIN = re.compile(r"[“\"]([^“”\"]{20,})[”\"]")
_CUT = re.compile(r"…|\.\.|\[|[.!?:;]|\n")
_STOP = re.compile(r"[.!?…\n]")
_NEGATION = frozenset({"no", "not", "never"})
_FEW = 6  # left-out words: a "not" among more is another sentence's


@dataclass(frozen=True, slots=True)
class Saying:
    """`altered`: the words at this place differ from the saying's own, and aren't merely fewer."""

    id: str
    altered: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """How a name is known: written down by somebody as a person's, and in how many documents it stands."""

    written: bool
    documents: int


class Heard(Protocol):
    """All places where something is said, wherever they are kept: a library's are more than memory holds."""

    @property
    def length(self) -> int:
        """Characters of all that is said, folded."""
        ...

    def __len__(self) -> int: ...

    def at(self, place: int) -> Uttered: ...

    def in_document(self, document: str | int) -> Iterable[tuple[int, Uttered]]:
        """With their places."""
        ...

    def forms(self) -> Iterator[Form]:
        """Longest first, by their words where they are as long; as often as wanted."""
        ...

    def form(self, number: int) -> Form:
        """The one that comes after so many others."""
        ...


@dataclass(slots=True)
class Found:
    """Of each place the saying that it belongs to, in few bytes.

    `speakers`: of the sayings that are given to several persons, or that have several forms.
    """

    ids: array[int]
    altered: bytearray
    speakers: dict[int, set[str]]

    def saying(self, place: int) -> Saying:
        return Saying(f"{self.ids[place]:0{LENGTH}x}", bool(self.altered[place]))


def sayings(uttered: Sequence[Uttered]) -> list[Saying]:
    """For each place the saying that it belongs to; the order in which they come makes no difference."""
    found = find(_Listed(uttered))
    return [found.saying(place) for place in range(len(uttered))]


def find(heard: Heard) -> Found:
    """A saying is led by its fullest form: every other one is held by it, nearly whole and in order, or
    shares half of its words with the beginning or end. So two sentences of one post are one saying only where
    a form holds both. Its id follows from the exact words that stand for it, so that words that stand alone
    keep theirs.
    """
    found = Found(array("Q", bytes(8 * len(heard))), bytearray(len(heard)), {})
    for form in heard.forms():
        for place in form.places:
            found.ids[place] = int(form.id, 16)
        if len(form.speakers) > 1:
            found.speakers[int(form.id, 16)] = set(form.speakers.values())
    several: dict[int, int] = {}  # by the saying's id: the number of the form that stands for it
    led, runs_on = _gathered(heard)
    for leader in sorted(led.keys() | runs_on.keys()):
        numbers = [leader, *led.get(leader, ())]
        forms = [heard.form(number) for number in numbers]
        shown = _shown(forms)
        fuller = runs_on.get(leader)
        whole = forms if fuller is None else [heard.form(one) for one in (fuller, *led.get(fuller, ()))]
        identity = int(_shown(whole).id, 16)
        if len(forms) > 1:
            several.setdefault(identity, numbers[forms.index(shown)])
        speakers = found.speakers.setdefault(identity, set())
        speakers.update(name for form in (*forms, *whole) for name in form.speakers.values())
        for form in forms:
            for place in form.places:
                found.ids[place] = identity
                if form is not shown and is_altered(heard.at(place).text, shown.folded):
                    found.altered[place] = 1
    _with_their_utterance(heard, found, several)
    return found


def _with_their_utterance(heard: Heard, found: Found, several: Mapping[int, int]) -> None:
    """A few words that alone are anybody's belong to the saying to which the rest of their utterance does."""
    beside: defaultdict[str | int, defaultdict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
    for place, identity in enumerate(found.ids) if several else ():
        if identity in several:
            one = heard.at(place)
            if one.utterance is not None:
                beside[one.document][one.utterance].add(identity)
    for document, utterances in beside.items():
        for place, one in heard.in_document(document):
            if one.utterance not in utterances or one.nested or found.ids[place] in several:
                continue
            for identity in sorted(utterances[one.utterance]):
                if f" {fold(one.text)} " in f" {heard.form(several[identity]).folded} ":
                    found.ids[place], found.altered[place] = identity, 0
                    if one.speaker:
                        found.speakers[identity].add(one.speaker)
                    break


@dataclass(slots=True)
class _Leader:
    folded: str
    tokens: list[str]
    runs: dict[int, int]  # of words: where each stands first
    speakers: dict[str, str]


def _gathered(heard: Heard) -> tuple[dict[int, list[int]], dict[int, int]]:
    """Each form goes to the fuller one that holds it, else leads a saying of its own: by the number of the
    leader, those of the others. And by the number of a leader, that of a fuller one with which it shares half
    of its words, and its saying.
    """
    index = RunIndex((form.folded for form in heard.forms() if form.words >= FEWEST), heard.length)
    led: dict[int, list[int]] = {}
    runs_on: dict[int, int] = {}
    everyone: dict[int, dict[str, str]] = {}  # by the number of a leader of others: the speakers of all

    @lru_cache(_MOST_AT_HAND)
    def leader(number: int) -> _Leader:
        form = heard.form(number)
        tokens = form.folded.split()
        places = {run: at for at, run in reversed(list(enumerate(runs(tokens))))}
        return _Leader(form.folded, tokens, places, everyone.get(number, form.speakers))

    def cites(number: int, form: Form) -> bool:
        """Whether the fuller form only quotes another speaker's: `I read "It rained," and laughed`."""
        if not _different(leader(number).speakers, form):
            return False
        text = heard.at(heard.form(number).places[0]).text
        return any(f" {form.folded} " in f" {comparable(inner[1])} " for inner in _WITHIN.finditer(text))

    for number, form in enumerate(heard.forms()):
        if form.words < FEWEST:
            continue
        own = form.folded.split()
        known = index.known(own)
        hits = index.leaders(known)
        fewest = max(1.0, (len(own) - RUN + 1) * 0.2)
        most = nsmallest(_MOST_TRIED, ((-times, one) for one, times in hits.items() if times >= fewest))
        likely = [one for _, one in most]
        holding = [one for one in likely if _holds(leader(one), form, own, fewest) and not cites(one, form)]
        if not holding:
            index.add(number, known)
            fuller = (one for one in likely if one not in runs_on and _runs_on(leader(one), form, own))
            if (beside := next(fuller, None)) is not None:
                runs_on[number] = beside
            continue
        best = min(
            holding, key=lambda one: (_different(leader(one).speakers, form), len(leader(one).tokens), one)
        )
        led.setdefault(best, []).append(number)
        leader(best).speakers = everyone[best] = {**leader(best).speakers, **form.speakers}
    return led, runs_on


def _holds(leader: _Leader, form: Form, own: Sequence[str], fewest: float) -> bool:
    """Whether the fuller form has nearly all words of the other, in order and in runs, not here and there."""
    hits = [leader.runs[run] for run in runs(own) if run in leader.runs]
    if len(hits) < fewest:
        return False
    shared = leader.speakers.keys() & form.speakers.keys()
    if form.nested and not shared and len(own) < HELD * len(leader.tokens):
        return False  # what somebody quotes in a post isn't part of what he says himself
    whole = f" {form.folded} " in f" {leader.folded} "
    if whole:
        held = list(own)
    else:
        window = leader.tokens[max(0, min(hits) - len(own)) : max(hits) + RUN + len(own)]
        held = [
            token
            for step in LCSseq.opcodes(own, window)
            if step.tag == "equal" and step.src_end - step.src_start > 1
            for token in own[step.src_start : step.src_end]
        ]
    if len(held) < HELD * len(own):
        return False
    telling = content(held)
    if _different(leader.speakers, form):
        return (len(held) >= FEWEST_OF_ANOTHER and telling >= 3) or (whole and telling >= 4)
    return telling >= 2


def _runs_on(leader: _Leader, form: Form, own: list[str]) -> bool:
    """Whether two documents quote from one place, the one beginning earlier: "A. B. C." and "B. C. D."."""
    if form.nested or _different(leader.speakers, form):
        return False
    whole = leader.tokens
    for shared in range(len(own) - 1, max(FEWEST_OF_ANOTHER, int(RUNS_ON * len(own))) - 1, -1):
        for mine, theirs in ((own[:shared], whole[-shared:]), (own[-shared:], whole[:shared])):
            if mine == theirs:
                return content(mine) >= 3
    return False


def _different(speakers: Mapping[str, str], form: Form) -> bool:
    if not speakers or not form.speakers or speakers.keys() & form.speakers.keys():
        return False
    return not any(one_spelling(one, other) for one in form.speakers.values() for other in speakers.values())


def _shown(forms: Sequence[Form]) -> Form:
    """The fullest form; one nearly as full that more documents have goes before a slip in a single one."""
    fullest = forms[0]
    full = [form for form in forms if form.words >= AS_FULL * fullest.words]
    best = max(full, key=lambda form: form.documents)
    if best.documents > fullest.documents and is_altered(best.folded, fullest.folded):
        return best
    return fullest


def is_altered(text: str, fuller: str) -> bool:
    """Whether some of the words aren't the fuller form's: put in, changed, or one left out in silence.

    `fuller` is folded. Words in brackets are the editor's own; what is left out at an ellipsis or between
    sentences is merely left out.
    """
    bare = _BRACKETS.sub(lambda found: "[" + " " * (len(found[0]) - 1), plain(text))
    placed = [(start, end, part) for start, end, word in words_at(bare) for part in word.split()]
    own, whole = [word for _, _, word in placed], fuller.split()
    if not own or f" {' '.join(own)} " in f" {fuller} ":
        return False
    for mine, theirs, place in _gaps(own, whole):
        here, there = "".join(own[mine]), "".join(whole[theirs])
        if here:
            edge = theirs.start == 0 or theirs.stop == len(whole)
            if (
                here != there
                and not (edge and here in there)
                and not _goes_on(bare, placed, mine, theirs, whole)
            ):
                return True
        elif 0 < place < len(own):
            between = bare[placed[place - 1][1] : placed[place][0]]
            turned = len(whole[theirs]) <= _FEW and _NEGATION & set(whole[theirs])
            if turned or not _CUT.search(between):
                return True
    return False


def _goes_on(
    text: str, placed: Sequence[tuple[int, int, str]], mine: slice, theirs: slice, whole: Sequence[str]
) -> bool:
    """Whether these are sentences before the fuller form's first word, or behind its last one."""
    if mine.start == 0 and theirs.stop == 0 and mine.stop < len(placed):
        between = text[placed[mine.stop - 1][1] : placed[mine.stop][0]]
    elif mine.stop == len(placed) and theirs.start == len(whole) and mine.start:
        between = text[placed[mine.start - 1][1] : placed[mine.start][0]]
    else:
        return False
    return bool(_STOP.search(between))


def _gaps(own: list[str], whole: list[str]) -> Iterator[tuple[slice, slice, int]]:
    """Where two texts differ: the words of the one, those of the other, and after how many of the one."""
    blocks = (
        SequenceMatcher(None, own, whole, autojunk=False).get_matching_blocks()
        if len(own) * len(whole) <= _MOST_COMPARED
        else LCSseq.opcodes(own, whole).as_matching_blocks()
    )
    at = there = 0
    for block in blocks:
        if block.a > at or block.b > there:
            yield slice(at, block.a), slice(there, block.b), block.a
        at, there = block.a + block.size, block.b + block.size


def one_spelling(one: str, other: str) -> bool:
    """Whether two names may be the same one, misspelt: "Konietsko" is Bryan Konietzko; Mr. isn't Mrs."""
    first, second = fold(one).split(), fold(other).split()
    if len(first) != len(second):
        if not first or not second or min(len(first), len(second)) > 1:
            return False
        first, second = first[-1:], second[-1:]
        if min(len(first[0]), len(second[0])) < 5:
            return False
    return all(map(_one_word, first, second))


def _one_word(one: str, other: str) -> bool:
    if one == other:
        return True
    if one in TITLES or other in TITLES or any(letter.isdigit() for letter in one + other):
        return False
    return min(len(one), len(other)) > 2 and likeness(one, other) >= ONE_SPELLING


def misspelt(
    quoted: Mapping[str, int],
    several: Iterable[Set[str]],
    known: Mapping[str, Standing],
    apart: Sequence[set[str]],
) -> dict[str, str]:
    """Names that are another one misspelt, as the same saying shows: wrong -> right.

    `quoted`: how often each is; `several`: the names to which one saying is given. Two that somebody wrote
    down are two persons, and so are those in `apart` (pairs of keys), and those that are both quoted often.
    """
    right: dict[str, str] = {}

    def rank(name: str) -> tuple[bool, int, int, str]:
        return known[name].written, known[name].documents, quoted[name], name

    pairs = {
        (one, other)
        for names in several
        if 1 < len(names) <= 20
        for one in names
        for other in names
        if rank(one) < rank(other)
    }
    for wrong, better in sorted(pairs, key=lambda pair: (rank(pair[1]), rank(pair[0])), reverse=True):
        if wrong in right or known[wrong].written or {key(wrong), key(better)} in apart:
            continue
        if quoted[wrong] > 3 and quoted[wrong] * 4 > quoted[better]:
            continue
        if key(wrong) != key(better) and (one_spelling(wrong, better) or _is_first_name(wrong, better)):
            right[wrong] = right.get(better, better)
    return right


def _is_first_name(one: str, other: str) -> bool:
    """Mike of Michael Dunn."""
    first, *others = fold(other).split()
    return bool(others) and fold(one) in (first, *(nick for nick in NICKNAMES if NICKNAMES[nick] == first))


class _Listed:
    """Places in a list."""

    def __init__(self, uttered: Sequence[Uttered]) -> None:
        self._uttered = uttered
        said = ((comparable(one.text), place) for place, one in enumerate(uttered))
        self._forms = [
            form
            for folded, places in groupby(
                sorted(said, key=lambda one: (-words_in(one[0]), *one)), itemgetter(0)
            )
            for form in forms_of(folded, [(place, uttered[place]) for _, place in places])
        ]
        self.length = sum(len(form.folded) for form in self._forms)
        self._places: defaultdict[str | int, list[int]] = defaultdict(list)
        for place, one in enumerate(uttered):
            self._places[one.document].append(place)

    def __len__(self) -> int:
        return len(self._uttered)

    def at(self, place: int) -> Uttered:
        return self._uttered[place]

    def in_document(self, document: str | int) -> Iterator[tuple[int, Uttered]]:
        return ((place, self._uttered[place]) for place in self._places[document])

    def forms(self) -> Iterator[Form]:
        return iter(self._forms)

    def form(self, number: int) -> Form:
        return self._forms[number]
