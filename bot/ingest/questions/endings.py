"""Questions about how a quote goes on."""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from bot.ingest.questions import fairness
from bot.ingest.questions.choosing import DISTRACTORS, MAX_OPTION, People, flat, question_id
from bot.ingest.questions.model import Material, Words
from bot.ingest.quotes.lexicon import word_set
from bot.models import Origin, Question
from bot.names import fold, key

FINISH = "finish the quote"
_SHORTEST_ENDING, _LONGEST_ENDING = 3, 8
_SHORTEST_BEGINNING = 5

# Where a sentence can be cut: before a clause, an infinitive, or a noun that a preposition asks for.
_JOINT = re.compile(
    r"[,]? (because|when|if|unless|until|while|although|though|before|after|whether|so that|and|but)"
    r" (?=(?:I|we|you|they|he|she|it|there|people|the|a|an|this|that|these|those|our|my|your|their)\b)"
)
_TO = re.compile(r" (to) (?=[a-z])")
_NOUN = re.compile(r" (in|for|with|about|from|on|through|into|against|between|without|by|at) ")
_CLAUSE = re.compile(
    r"(?:I|we|you|they|he|she|it|there)(?:['’](m|s|re|ve|ll|d))?"
    r"(?: (?:never|always|also|just|all|really|still))? (\w+(?:['’]t)?)"
)
_DETERMINERS = word_set(
    """
    the a an this these those our my your his her its their all any some every each
    """
)
_FINITE = word_set(
    """
    is are was were am will would shall should may might must can could had has did does i'm it's
    we're they're you're i've we've i'd i we they he she it
    """
)
_CLAUSES = word_set(
    """
    who which that what because if when than as but or and to not however therefore though prior ago
    again later before after more next
    """
)
_PAST = word_set(
    """
    forgot forgave wrote spoke broke chose drew drove ate heard hid paid read sang sat sent slept
    spent taught threw understood woke wore was were had did could would might wasn't weren't hadn't
    didn't couldn't wouldn't went came made took gave got knew thought felt found told left began
    kept held brought stood lost met ran saw won fell grew became liked loved said
    """
)
_PRESENT = word_set(
    """
    is are am have has do does can will isn't aren't haven't hasn't don't doesn't can't won't need
    needs want wants think know feel see go get make take love like look believe hope work live mean
    keep come say understand should must
    """
)
_BASE = word_set(
    """
    accept achieve act add address admit adopt affect agree allow announce answer appeal appear
    apply approve argue arrive ask attack attempt attend avoid become begin believe bring build buy
    call capture care carry catch celebrate challenge change check choose claim clean clear climb
    collect come compare complain complement complete concentrate connect consider contain continue
    convince cook cost count cover create cross cut deal decide defend deliver depend depict
    describe deserve design destroy determine develop die discover discuss draw dream drive drop
    earn eat embrace employ encourage end enjoy ensure enter escape establish examine exist expand
    expect experience explain explore express face fail fall feel fight figure fill find finish fix
    fly focus follow force forget forgive form gain get give go grow handle happen hear help hide
    hold hope identify ignore imagine improve include increase influence inform inspire introduce
    invest investigate invite join judge keep kill know laugh launch lead learn leave let lie limit
    listen live look lose love maintain make manage marry meet mention miss move need notice obtain
    occur offer open order overcome pass pay perform persuade play portray prepare present prevent
    produce promise promote protect prove provide publish pull push put raise reach read realize
    receive recognize record reduce reflect refuse regret reject release rely remain remember remove
    replace report represent require resist respond rest return reveal rise run satisfy save say
    search see seek seem sell send serve set settle shake share shed shift show sing sit sleep smile
    smooth solve speak spend stand start stay steal stop struggle study succeed suffer suggest
    support suppose survive take talk teach tell test thank think throw touch train travel treat
    trust try turn understand update use visit vote wait wake walk want watch wear win wish wonder
    work worry write be have do marginalize steer strategize
    """
)
"""Verbs as they stand behind 'to'."""


@dataclass(frozen=True, slots=True)
class _Cut:
    """A sentence cut before its end. Endings of one `shape` fit each other's beginnings by their grammar."""

    words: Words
    begin: str
    end: str
    shape: tuple[str, str]

    @property
    def joint(self) -> str:
        """The word before the ending."""
        return self.begin.split()[-1]


def finish_the_quote(material: Material, people: People) -> Iterator[Question]:
    """Sentences cut where a clause, an infinitive or a noun begins; the wrong endings are of the same make.

    They come from other sentences of the same document, said by anybody.
    """
    by_make: defaultdict[tuple[str, tuple[str, str]], list[_Cut]] = defaultdict(list)
    asked: list[_Cut] = []
    beginnings: defaultdict[str, set[str]] = defaultdict(set)
    for words in material.words:
        text = flat(words.text)
        cuts = list(_cuts(words, text)) if words.whole else ()
        if not cuts or not fairness.is_plain(text) or not fairness.is_a_whole_sentence(text):
            continue
        fit = words.certain and not words.hypothetical and fairness.is_fit(text, len(words.persons))
        for cut in cuts:
            by_make[words.document_id, cut.shape].append(cut)
            beginnings[fold(cut.begin)].add(key(cut.end))
            if fit:
                asked.append(cut)
    others = {make: _Endings(cuts) for make, cuts in by_make.items()}
    done: set[str] = set()
    for cut in asked:
        if cut.words.text in done or len(beginnings[fold(cut.begin)]) > 1:
            continue
        identity = question_id(FINISH, cut.words.piece_id, cut.end)
        wrong = others[cut.words.document_id, cut.shape].beside(cut, identity)
        if len(wrong) == DISTRACTORS:
            done.add(cut.words.text)
            yield _finishing(cut, wrong, identity, people)


def _finishing(cut: _Cut, wrong: Sequence[str], identity: str, people: People) -> Question:
    speaker = people.by_id.get(cut.words.speaker or "")
    named = (people.by_id[one.id].name for one in cut.words.persons if one.id in people.by_id)
    subjects = tuple(dict.fromkeys((*((speaker.name,) if speaker else ()), *named)))
    return Question(
        id=identity,
        form=FINISH,
        prompt=f"How does this sentence end? “{cut.begin} ____”",
        answers=(cut.end,),
        distractors=tuple(wrong),
        level=2 if speaker and speaker.quotes > 3 else 3,
        origin=Origin.GENERATED,
        subjects=subjects,
        piece_id=cut.words.piece_id,
        category="Quotes",
    )


def _cuts(words: Words, text: str) -> Iterator[_Cut]:
    """Every joint that leaves an ending of the right length, the best first."""
    bare = text.rstrip(",.!\"'”’")
    if text.rstrip().endswith("?") or re.search(r"[.!?;:\"“”()–—]", bare):
        return
    for pattern in (_JOINT, _TO, _NOUN):
        for joint in reversed(list(pattern.finditer(bare))):
            if len(bare) - joint.end() > MAX_OPTION:
                break
            begin, end = bare[: joint.end()].rstrip(), bare[joint.end() :]
            right_length = _SHORTEST_ENDING <= len(end.split()) <= _LONGEST_ENDING
            if not right_length or len(begin.split()) < _SHORTEST_BEGINNING or "," in end:
                continue
            shape = _shape(joint[1].casefold(), end)
            if shape and fairness.is_absent([end.split()[-1]], begin):
                yield _Cut(words, begin, end, shape)


def _shape(joint: str, end: str) -> tuple[str, str] | None:
    """What the grammar of the ending is: a clause in the past or present, or an infinitive."""
    first = end.split()[0].casefold()
    if re.search(r"\b(?:to|of|for|with|in|on|at|about|from|by|up|a|the)$", end):
        return None
    words = fairness.small_tokens(end)
    if _NOUN.fullmatch(f" {joint} "):  # a noun with what belongs to it, no verb
        verbless = not any(word in _FINITE | _CLAUSES or word.endswith("ed") for word in words)
        return ("", "noun") if verbless and first in _DETERMINERS else None
    if joint == "to":
        return ("to", "verb") if first in _BASE and _FINITE.isdisjoint(words) else None
    clause = _CLAUSE.match(end)
    if clause is None:
        return None
    short, verb = clause[1], clause[2].casefold().replace("’", "'")
    kind = "and" if joint in ("and", "but") else "if" if joint in ("if", "unless", "whether") else "when"
    if short in ("m", "re", "ve", "ll", "s") or verb in _PRESENT:
        return kind, "present"
    if verb in _PAST or (len(verb) > 4 and verb.endswith("ed")):
        return kind, "past"
    return None


class _Endings:
    """The endings of one document that have one shape."""

    def __init__(self, cuts: Iterable[_Cut]) -> None:
        self._by_joint: defaultdict[str, list[_Cut]] = defaultdict(list)
        self._all: list[_Cut] = []
        pieces: defaultdict[tuple[str, str, frozenset[str]], set[str]] = defaultdict(set)
        for cut in sorted(cuts, key=lambda cut: cut.words.piece_id):
            if not fairness.has_its_referents(cut.end):
                continue
            # The same ending in a third piece helps nobody: of two, one stands in another piece than the cut.
            same = pieces[cut.joint, cut.end, frozenset(_names(cut))]
            if len(same) < 2 and cut.words.piece_id not in same:
                same.add(cut.words.piece_id)
                self._by_joint[cut.joint].append(cut)
                self._all.append(cut)

    def beside(self, cut: _Cut, seed: str) -> tuple[str, ...]:
        """Three endings of other sentences, of about the same length; those behind the same word first."""
        length = len(cut.end.split())
        named = {named.id for named in cut.words.persons}
        rest = (other for other in self._all if other.joint != cut.joint)
        best: list[str] = []
        for other in chain(self._by_joint[cut.joint], rest):
            if (
                other.words.piece_id != cut.words.piece_id
                and abs(len(other.end.split()) - length) <= 2
                and fairness.is_absent([other.end.split()[-1]], cut.begin)
                and _names(other) <= named
                and fairness.are_apart((cut.end, *best, other.end))
            ):
                best.append(other.end)
            if len(best) == 2 * DISTRACTORS:
                break
        if len(best) < DISTRACTORS:
            return ()
        return tuple(random.Random(seed).sample(best, DISTRACTORS))  # noqa: S311 - a game


def _names(cut: _Cut) -> set[str]:
    """Persons named in the ending."""
    return {named.id for named in cut.words.persons if named.start >= len(cut.begin)}
