"""The same words in several places, joined into sayings: in full, in part, with small changes. Pure."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from rapidfuzz.distance import LCSseq

from bot.ids import content_id
from bot.names import FUNCTION_WORDS, TITLES, fold, key, likeness, words_at

HELD = 0.8
"""Share of the shorter form's words that the fuller one must hold, in order."""
FEWEST = 6
"""Words of a form that may be part of a fuller one: fewer are anybody's."""
FEWEST_OF_ANOTHER = 8
"""The same where the two forms are given to different persons."""
LONE = 25
"""Characters of words that two people can't well say independently."""
AS_FULL = 0.9
"""Share of the longest form's length from which a better attested one stands for the saying."""
RUNS_ON = 0.5
"""Share of a form's words that another one must begin or end with, where neither holds the other."""
ONE_SPELLING = 0.85

_RUN = 3
_MOST_LEADERS = 50  # for one run of words: one that more sayings have says nothing
_MOST_TRIED = 6
_MARK = 1 << 24
_MOST_COMPARED = 1_000_000  # pairs of words: runs are found more truly, in more time
_BRACKETS = re.compile(r"\[[^\[\]]{0,80}\]")
_CUT = re.compile(r"…|\.\.|\[|[.!?:;]|\n")
_LETTER = re.compile(r"\[([^\W\d_])\](?=[^\W\d_])")  # "[L]et me": another capital, the same word
_STOP = re.compile(r"[.!?…\n]")
_NEGATION = frozenset({"no", "not", "never"})
_FEW = 6  # left-out words: a "not" among more is another sentence's


@dataclass(frozen=True, slots=True)
class Uttered:
    """Somebody's words at one place. `nested`: they stand inside somebody else's words.

    Parts of one utterance ("We knew," she said, "all along.") share its number within the document.
    """

    text: str
    speaker: str | None
    document: str
    nested: bool = False
    utterance: int | None = None


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


@dataclass(slots=True)
class _Form:
    """All places with the very same words."""

    folded: str
    id: str
    places: list[int]
    speakers: dict[str, str]  # by key: as written
    documents: int
    nested: bool
    words: int = field(init=False)

    def __post_init__(self) -> None:
        self.words = self.folded.count(" ") + 1 if self.folded else 0


@dataclass(slots=True)
class _Cluster:
    folded: str
    tokens: list[int]
    speakers: dict[str, str]
    forms: list[_Form]
    runs_on: _Cluster | None = None  # the fuller one with which it shares half of its words, and its saying


def sayings(uttered: Sequence[Uttered]) -> list[Saying]:
    """For each place the saying that it belongs to; the order in which they come makes no difference.

    A saying is led by its fullest form: every other one is held by it, nearly whole and in order, or shares
    half of its words with the beginning or end. So two sentences of one post are one saying only where a form
    holds both. Its id follows from the exact words
    that stand for it, so that words that stand alone keep theirs.
    """
    found = [Saying("")] * len(uttered)
    several: dict[str, str] = {}  # by the saying's id: the words that stand for it
    for cluster in _clusters(_forms(uttered)):
        shown = _shown(cluster)
        identity = _shown(cluster.runs_on).id if cluster.runs_on else shown.id
        if len(cluster.forms) > 1 and identity not in several:
            several[identity] = shown.folded
        for form in cluster.forms:
            for place in form.places:
                altered = form is not shown and is_altered(uttered[place].text, shown.folded)
                found[place] = Saying(identity, altered)
    return _with_their_utterance(uttered, found, several)


def _with_their_utterance(
    uttered: Sequence[Uttered], found: Sequence[Saying], several: Mapping[str, str]
) -> list[Saying]:
    """A few words that alone are anybody's belong to the saying to which the rest of their utterance does."""
    beside: defaultdict[tuple[str, int], set[str]] = defaultdict(set)
    for one, saying in zip(uttered, found, strict=True):
        if one.utterance is not None and saying.id in several:
            beside[one.document, one.utterance].add(saying.id)
    joined = list(found)
    for place, one in enumerate(uttered):
        if one.utterance is None or one.nested or found[place].id in several:
            continue
        for identity in sorted(beside.get((one.document, one.utterance), ())):
            if f" {fold(one.text)} " in f" {several[identity]} ":
                joined[place] = Saying(identity)
                break
    return joined


def _forms(uttered: Sequence[Uttered]) -> list[_Form]:
    """Longest first. Common words of several speakers are a form of each."""
    by_words: defaultdict[str, list[int]] = defaultdict(list)
    for place, one in enumerate(uttered):
        by_words[fold(_LETTER.sub(r"\1", one.text)) or one.text].append(place)
    forms: list[_Form] = []
    for folded, places in by_words.items():
        by_speaker: defaultdict[str, list[int]] = defaultdict(list)
        for place in places:
            by_speaker[key(uttered[place].speaker or "")].append(place)
        if len(by_speaker.keys() - {""}) > 1 and not _lone(folded):
            for speaker, own in by_speaker.items():
                identity = (folded, speaker) if speaker else (folded,)
                forms.append(_form(folded, content_id("saying", *identity), own, uttered))
        else:
            forms.append(_form(folded, content_id("saying", folded), places, uttered))
    return sorted(forms, key=lambda form: (-form.words, form.folded, sorted(form.speakers)))


def _form(folded: str, identity: str, places: list[int], uttered: Sequence[Uttered]) -> _Form:
    speakers: dict[str, str] = {}
    for name in sorted({name for place in places if (name := uttered[place].speaker)}):
        speakers.setdefault(key(name), name)
    documents = len({uttered[place].document for place in places})
    return _Form(folded, identity, places, speakers, documents, any(uttered[one].nested for one in places))


def _lone(folded: str) -> bool:
    return len(folded) >= LONE and _content(folded.split()) >= 2


def _content(words: Sequence[str]) -> int:
    return sum(word not in FUNCTION_WORDS for word in words)


def _clusters(forms: Sequence[_Form]) -> list[_Cluster]:
    """Each form goes to the fuller one that holds it, else begins a saying of its own."""
    numbers: dict[str, int] = {}
    content: list[bool] = []
    tokens: list[list[int]] = []
    for form in forms:
        own: list[int] = []
        for word in form.folded.split() if form.words >= FEWEST else ():
            number = numbers.get(word)
            if number is None:
                number = numbers[word] = len(content)
                content.append(word not in FUNCTION_WORDS)
            own.append(number)
        tokens.append(own)
    often = _come_again(tokens)
    mask = len(often) - 1
    clusters: list[_Cluster] = []
    leaders: dict[int, list[int]] = {}  # a run of words -> places: number of the cluster, and where
    for form, own in zip(forms, tokens, strict=True):
        if not own:
            clusters.append(_Cluster(form.folded, own, form.speakers, [form]))
            continue
        runs = [(run, at) for at, run in enumerate(_runs(own)) if often[run & mask]]
        hits: defaultdict[int, list[int]] = defaultdict(list)
        for run, _ in runs:
            for leader in leaders.get(run, ()):
                hits[leader // _MARK].append(leader % _MARK)
        fewest = max(1.0, (len(own) - _RUN + 1) * 0.2)
        likely = sorted(
            (one for one, at in hits.items() if len(at) >= fewest), key=lambda one: (-len(hits[one]), one)
        )
        holding = [
            one for one in likely[:_MOST_TRIED] if _holds(clusters[one], form, own, hits[one], content)
        ]
        if holding:
            best = min(
                holding,
                key=lambda one: (_different(clusters[one], form), len(clusters[one].tokens), one),
            )
            clusters[best].forms.append(form)
            clusters[best].speakers = {**clusters[best].speakers, **form.speakers}
            continue
        mine = len(clusters) * _MARK
        fuller = (clusters[one] for one in likely[:_MOST_TRIED])
        runs_on = next((one for one in fuller if _runs_on(one, form, own, content)), None)
        clusters.append(_Cluster(form.folded, own, form.speakers, [form], runs_on))
        for run, at in dict(reversed(runs)).items():
            places = leaders.setdefault(run, [])
            if len(places) < _MOST_LEADERS:
                places.append(mine + min(at, _MARK - 1))
    return clusters


def _come_again(tokens: Sequence[Sequence[int]]) -> bytearray:
    """Which runs of words stand in more than one form: only those are worth remembering. One byte for each;
    those that share a byte by chance are remembered for nothing.
    """
    size = 1 << min(sum(map(len, tokens)).bit_length() + 2, 24)
    seen, again = bytearray(size), bytearray(size)
    for own in tokens:
        for run in {run & (size - 1) for run in _runs(own)}:
            if seen[run]:
                again[run] = 1
            seen[run] = 1
    return again


def _runs(tokens: Sequence[int]) -> Iterator[int]:
    return map(hash, zip(tokens, tokens[1:], tokens[2:], strict=False))


def _holds(
    cluster: _Cluster, form: _Form, own: Sequence[int], hits: Sequence[int], content: Sequence[bool]
) -> bool:
    """Whether the fuller form has nearly all words of the other, in order and in runs, not here and there."""
    shared = cluster.speakers.keys() & form.speakers.keys()
    if form.nested and not shared and len(own) < HELD * len(cluster.tokens):
        return False  # what somebody quotes in a post isn't part of what he says himself
    if f" {form.folded} " in f" {cluster.folded} ":
        held = list(own)
    else:
        window = cluster.tokens[max(0, min(hits) - len(own)) : max(hits) + _RUN + len(own)]
        held = [
            token
            for step in LCSseq.opcodes(own, window)
            if step.tag == "equal" and step.src_end - step.src_start > 1
            for token in own[step.src_start : step.src_end]
        ]
    if len(held) < HELD * len(own):
        return False
    telling = sum(content[token] for token in held)
    if _different(cluster, form):
        return len(held) >= FEWEST_OF_ANOTHER and telling >= 3
    return telling >= 2


def _runs_on(cluster: _Cluster, form: _Form, own: Sequence[int], content: Sequence[bool]) -> bool:
    """Whether two documents quote from one place, the one beginning earlier: "A. B. C." and "B. C. D."."""
    if cluster.runs_on or form.nested or _different(cluster, form):
        return False
    whole = cluster.tokens
    for shared in range(len(own) - 1, max(FEWEST_OF_ANOTHER, int(RUNS_ON * len(own))) - 1, -1):
        for mine, theirs in ((own[:shared], whole[-shared:]), (own[-shared:], whole[:shared])):
            if mine == theirs:
                return sum(content[token] for token in mine) >= 3
    return False


def _different(cluster: _Cluster, form: _Form) -> bool:
    if not cluster.speakers or not form.speakers or cluster.speakers.keys() & form.speakers.keys():
        return False
    return not any(
        one_spelling(one, other) for one in form.speakers.values() for other in cluster.speakers.values()
    )


def _shown(cluster: _Cluster) -> _Form:
    """The fullest form; one nearly as full that more documents have goes before a slip in a single one."""
    fullest = cluster.forms[0]
    full = [form for form in cluster.forms if form.words >= AS_FULL * fullest.words]
    best = max(full, key=lambda form: form.documents)
    if best.documents > fullest.documents and is_altered(best.folded, fullest.folded):
        return best
    return fullest


def is_altered(text: str, fuller: str) -> bool:
    """Whether some of the words aren't the fuller form's: put in, changed, or one left out in silence.

    `fuller` is folded. Words in brackets are the editor's own; what is left out at an ellipsis or between
    sentences is merely left out.
    """
    bare = _BRACKETS.sub(lambda found: "[" + " " * (len(found[0]) - 1), _LETTER.sub(r"\1", text))
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
    uttered: Sequence[Uttered],
    found: Sequence[Saying],
    known: Mapping[str, Standing],
    apart: Sequence[set[str]],
) -> dict[str, str]:
    """Names that are another one misspelt, as the same saying shows: wrong -> right.

    Two that somebody wrote down are two persons, and so are those in `apart` (pairs of keys), and those that
    are both quoted often.
    """
    quoted = Counter(one.speaker for one in uttered if one.speaker)
    speakers: defaultdict[str, set[str]] = defaultdict(set)
    for one, saying in zip(uttered, found, strict=True):
        if one.speaker:
            speakers[saying.id].add(one.speaker)
    right: dict[str, str] = {}

    def rank(name: str) -> tuple[bool, int, int, str]:
        return known[name].written, known[name].documents, quoted[name], name

    pairs = {
        (one, other)
        for several in speakers.values()
        if 1 < len(several) <= 20
        for one in several
        for other in several
        if rank(one) < rank(other)
    }
    for wrong, better in sorted(pairs, key=lambda pair: (rank(pair[1]), rank(pair[0])), reverse=True):
        if wrong in right or known[wrong].written or {key(wrong), key(better)} in apart:
            continue
        if quoted[wrong] > 3 and quoted[wrong] * 4 > quoted[better]:
            continue
        if key(wrong) != key(better) and one_spelling(wrong, better):
            right[wrong] = right.get(better, better)
    return right
