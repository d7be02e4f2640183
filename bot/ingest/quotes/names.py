"""Capitalised runs that may be names, with what stands around them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from heapq import merge

from bot.ingest.quotes.cues import GESTURES, is_cue
from bot.ingest.quotes.firstnames import FEMALE_NAMES, MALE_NAMES
from bot.ingest.quotes.handles import find_handles, signs_of_handles
from bot.ingest.quotes.lexicon import (
    CALENDAR,
    DEMONYMS,
    FUNCTION_WORDS,
    ORG_WORDS,
    PLACES,
    ROLE_NOUNS,
    TITLES,
    word_set,
)
from bot.ingest.quotes.paragraphs import Paragraph
from bot.ingest.quotes.person import key_of
from bot.ingest.quotes.roles import roles_around

_UP = "A-Z\u00c0-\u00d6\u00d8-\u00de\u0100-\u017d\u0391-\u03a9\u0410-\u042f"
_WORD = rf"(?:[aeu]l-)?[{_UP}]\w*(?:['\u2019](?!s\b)\w+|-\w+)*"
_ABBREVIATED = (
    r"(?:Mr|Mrs|Ms|Mx|Dr|St|Sen|Rep|Gov|Prof|Gen|Lt|Col|Sgt|Capt|Rev|Hon|Jr|Sr|Const|Insp|Cpl|Supt|Coun|"
    r"Pte|Maj|Cllr)\."
)
_NICK = rf"[\"\u201c\u2018'(][{_UP}][\w-]+[\"\u201d\u2019')]"
_ITEM = rf"(?:{_ABBREVIATED}|(?:[{_UP}]\.){{1,3}}(?![{_UP}]\w)|{_WORD})"
_GAP = r"(?:[ \u00a0]{1,2}|[ ]?\r?\n)"
_ADJECTIVE = re.compile(r"-(?:linked|based|born|led|backed|owned|run|raised|trained|affiliated)$")
_LETTERED = re.compile(r"[A-Z]-[a-z]")  # "T-shirt", "X-ray"
_PARTICLE = r"(?:de|del|della|der|den|van|von|bin|bint|ibn|al|la|le|du|da|dos|ter|ten|di)"
_RUN = re.compile(
    rf"(?=[{_UP}]|[aeu]l-[{_UP}])(?<![\w@#$./]){_ITEM}(?:{_GAP}(?:(?:{_PARTICLE}{_GAP}){{1,2}}|{_NICK}{_GAP})?{_ITEM}){{0,9}}"
)
_TOKEN = re.compile(r"\S+")
_LAST_WORD = re.compile(r"[\w'\u2019-]+\Z")
_POSSESSIVE = re.compile(r"['\u2019](?:s\b|(?!\w))")
_AGE = re.compile(r",? ?\(?\d{1,3}(?:,| ?\)|-year)|,? aged? \d")
_APPOSITION = re.compile(r", (?:who|whose|a|an|the|his|her|their|[a-z]+(?:ing)?|[\w-]+-based)\b|, an?\b| \(")
_APPOSED = re.compile(r", ([^,.;:\n\x01]{3,90})(?:, ([a-z]+))?")
_NEXT = re.compile(r"(?:\*\*|__|[*_])?,? ?([a-z][\w'\u2019-]*)")
_VERBS = word_set(
    "is was has had does did will would could can should may might says said was went came took gave "
    "made got felt thinks thought knew knows wants wanted believes believed lives lived works worked "
    "plays played joined"
)


# "Grey Tide creators", "the animated series Grey Tide", "at the end of Grey Tide": a work's name.
_WORK_AFTER = re.compile(
    r" (?:(?:co-)?creators?|showrunners?|finales?|sequels?|prequels?|reboots?|spin-?offs?)\b"
)
_WORK_NOUNS = word_set(
    "series sitcom cartoon show film movie novel trilogy game anime manga drama franchise podcast musical "
    "programme spinoff sequel prequel remake reboot"
)
_WORK_BEFORE = re.compile(
    r"\b(?:finales?|episodes?|seasons?|creators?|makers?|cast|showrunners?|ending|end|reruns?|remake|run) of "
    r"[*_\"\u201c\u2018']{0,2}(?:[Tt]he )?$"
)

_THE = re.compile(r"\b[Tt]he (?:[a-z-]+ )?$")
_CROWDS = word_set(
    "fans viewers readers people police sources men women children kids users members others "
    "authorities deputies villagers witnesses campaigners supporters opponents protesters activists crews "
    "rescuers rangers troops reviewers shoppers commuters drivers families neighbors locals tourists"
)
# Capitalised in mid-sentence they are how a child calls its parents: said Mother.
_WRITTEN_BY = re.compile(
    r"['\u2019]s? (?:\w+ ){0,2}(?:posts?|essay|letter|blog|tumblr|tweets?|thread|message|e-?mail|diary)\b",
    re.IGNORECASE,
)
_PLAYS = re.compile(
    r", who (?:\w+ )?(?:voice|play|portray|write|draw|direct|create|edit|host|sing|star|co-create|wrote|drew"
    r"|sang)\w*\b"
)
_PARENTS = word_set("mum mom mother dad father parent grandmother grandfather")
_NAMES_TOO = word_set("gen sen")  # of Japan; with one name behind them and no full stop hardly a title
_KIN_NAMES = word_set(
    "mother father mom mum dad mama mamma papa grandma grandpa grandmother grandfather "
    "gran granny nana grandad granddad daddy mommy mummy mam auntie"
)

_OFFICES = word_set("""
academy alliance association bank board brotherhood bureau chamber club coalition college commission
committee confederation council court department federation guild institute league ministry museum network
office organisation organization school society trust union university
""")
_OF = (" of ", " of the ")
_SUFFIXES = word_set("jr sr ii iii iv")

NICKNAME_MARKS = "\"\u201c\u2018'("
NICKNAMED = re.compile(rf"(?<=[\w.] )[\"\u201c][{_UP}][\w-]+[\"\u201d](?= [{_UP}]\w)")


@dataclass(slots=True)
class Candidate:
    start: int
    end: int
    words: tuple[str, ...]  # without titles and without a sentence's opening word
    title: str  # "mr", "chief", ... or ""
    role: bool  # a role stands before the name: "writer Dana Ortiz"
    initial: bool  # begins its sentence, so its capital means nothing
    before: str  # the lower-case word before, if it stands in the same clause
    possessive: bool
    score: int  # how much its surroundings speak for a person
    beside_cue: bool
    full_start: int  # where its titles begin
    role_words: tuple[str, ...] = ()  # what they are said to be: "writer"
    nickname: str = ""  # Bobby, of: Robert "Bobby" Lind
    key: tuple[str, ...] = ()  # the words as they are compared (person.py)
    work: bool = False  # what stands around says that a series, a film or a book is called so


# What one reading of a document found in the paragraphs without marks, by their start; a second reading of
# the same document, marked words and all, need not look there again.
Seen = dict[int, list[Candidate]]
_SIBLINGS = word_set("brothers sisters twins siblings cousins")
_CONTRACTED = re.compile(
    r"(?:I|You|We|They|He|She|It|That|There|Who|What|Don|Didn|Can)['\u2019](?:d|ll|m|ve|re|t)"
)
_NEVER = FUNCTION_WORDS | CALENDAR


def _bare(word: str) -> str:
    return word.rstrip(".").lower()


def _cut(tokens: list[tuple[str, int, int]], initial: bool) -> tuple[int, int, str, bool]:
    """Where a run really begins, where its name does, its title, and whether a role stands before the name.

    "The Lead Writer Dana Ortiz" -> 1, 3, "", True
    """
    at = 0
    while at < len(tokens):
        bare = _bare(tokens[at][0])
        named = bare in MALE_NAMES or bare in FEMALE_NAMES
        if (bare in CALENDAR and not (named and len(tokens) > at + 1)) or (
            bare in FUNCTION_WORDS
            and not (named and len(tokens) > at + 1 and (not initial or len(tokens) == at + 2))
        ):
            at += 1
        else:
            break
    while at < len(tokens) - 1 and _ADJECTIVE.search(tokens[at][0]):
        at += 1  # the Harlow-based Dana Ortiz
    if initial and len(tokens) == at + 2 and tokens[at][0] == "Said":
        at += 1  # Said Ortiz: "..."
    begin = at
    office = _bare(tokens[-1][0]) in _OFFICES
    for i in range(len(tokens) - 2, at - 1, -1):
        bare = _bare(tokens[i][0])
        if office and _is_plural_role(bare):
            continue  # the Harlow Parents Network
        pieces = bare.split("-")
        parental = len(pieces) == 3 and pieces[1] == "of" and pieces[0] in _PARENTS  # mum-of-three
        if (
            bare in TITLES
            or bare in ROLE_NOUNS
            or pieces[-1] in ROLE_NOUNS
            or parental
            or _is_plural_role(bare)
        ):
            if (bare in MALE_NAMES or bare in FEMALE_NAMES) and bare not in ("king", "rev"):
                continue
            if bare in _NAMES_TOO and i == len(tokens) - 2 and "." not in tokens[i][0]:
                continue  # Gen Takeda
            title = bare if bare in TITLES else ""
            return begin, i + 1, title, True
    return begin, at, "", False


def _is_plural_role(word: str) -> bool:
    """`Creators Dana Ortiz and Tom Pell`: a role of several persons is no part of the first one's name."""
    if word in MALE_NAMES or word in FEMALE_NAMES:
        return False
    return word in _SIBLINGS or (word.endswith("s") and word[:-1] in ROLE_NOUNS)


def candidates(masked: str, blocks: Sequence[Paragraph], seen: Seen | None = None) -> Iterator[Candidate]:
    """Every capitalised run of the paragraphs that may be a name, first to last; they are never changed."""
    signs = signs_of_handles(masked)
    for block in blocks:
        found = None if seen is None else seen.get(block.start)
        if found is None:
            found = [*_candidates_in(masked, block, signs)]
            if seen is not None and masked.find("\x01", block.start, block.end) < 0:
                seen[block.start] = found
        yield from found


def _candidates_in(masked: str, block: Paragraph, signs: Sequence[str]) -> Iterator[Candidate]:
    named = _in_words(masked, block)
    if all(masked.find(sign, block.start, block.end) < 0 for sign in signs):
        return named
    return merge(named, _handles(masked, block), key=lambda candidate: candidate.start)


def _in_words(masked: str, block: Paragraph) -> Iterator[Candidate]:
    """The runs of a paragraph, those of one office joined: "Bureau of Meteorology"."""
    waiting: Candidate | None = None
    for found in _runs_in(masked, block):
        if waiting is not None:
            if masked[waiting.end : found.start] in _OF:
                yield _joined(waiting, found)
                waiting = None
                continue
            yield waiting
            waiting = None
        if found.words[-1].lower() in _OFFICES and not found.possessive:
            waiting = found
        else:
            yield found
    if waiting is not None:
        yield waiting


def _joined(office: Candidate, of: Candidate) -> Candidate:
    words = (*office.words, "of", *of.words)
    return replace(office, end=of.end, words=words, key=key_of(words), possessive=of.possessive)


def _handles(masked: str, block: Paragraph) -> Iterator[Candidate]:
    """`@danaortiz`, `u/nell_gray`: somebody's account, which speaks and posts as they do."""
    for start, end in find_handles(masked, block.start, block.end):
        following, before = (
            _NEXT.match(masked, end),
            _word_before(masked[max(block.start, start - 24) : start]),
        )
        spoken = following is not None and is_cue(following.group(1))
        beside_cue = spoken or (bool(before) and is_cue(before, weak=False))
        score, words = 5 if beside_cue else 2, (masked[start:end],)
        possessive = _POSSESSIVE.match(masked, end) is not None
        yield Candidate(
            start,
            end,
            words,
            "",
            False,
            False,
            before,
            possessive,
            score,
            beside_cue,
            start,
            key=key_of(words),
        )


def _runs_in(masked: str, block: Paragraph) -> Iterator[Candidate]:
    headline = _is_headline(masked, block)
    for match in _RUN.finditer(masked, block.start, block.end):
        if _bare(match.group()) in _NEVER or _CONTRACTED.fullmatch(match.group()):
            continue
        found = _candidate(masked, match, block)
        if found is None or (headline and len(found.words) > 2):
            continue
        if headline:
            found.score = min(found.score, 0)
        yield found


def _is_headline(masked: str, block: Paragraph) -> bool:
    """`Grey Tide Sequel Takes Nell and Otto Home`: where every word has a capital, none tells a name."""
    if block.end - block.start > 200 or masked[block.end - 1] in '.!?:,\x01"\u201d':
        return False
    words = masked[block.start : block.end].split()
    return len(words) >= 4 and sum(1 for word in words if word[0].isupper()) * 10 >= len(words) * 6


def _candidate(masked: str, match: re.Match[str], block: Paragraph) -> Candidate | None:
    run_start, run_end = match.span()
    tokens = [(m.group(), *m.span()) for m in _TOKEN.finditer(masked, run_start, run_end)]
    initial = _begins_sentence(masked, run_start, block.start)
    begin, at, title, role = _cut(tokens, initial)
    while len(tokens) > at and _bare(tokens[-1][0]) in CALENDAR and (len(tokens) - at > 2 or at == 0):
        tokens.pop()
    kept = tokens[at:]
    if not kept:
        return None
    first, last = _bare(kept[0][0]), _bare(kept[-1][0])
    known_first = first in MALE_NAMES or first in FEMALE_NAMES
    kin = len(tokens) == 1 and last in _KIN_NAMES and (not initial or _acts(masked, run_end))
    if (last in ROLE_NOUNS or last in TITLES) and not (kin or known_first or (title and len(kept) == 1)):
        return None
    if len(kept) > 2 and _is_plural_role(last) and all(word.isupper() for word, _, _ in kept[:-1]):
        return None  # GREY TIDE Creators
    if len(kept) == 1 and initial and not kin and (last.removesuffix("s") in ROLE_NOUNS or last in _CROWDS):
        return None  # "Critics said"
    if len(kept) == 1 and (last in CALENDAR or len(last) < 2):
        return None
    if len(kept) == 1 and _LETTERED.match(kept[0][0]):
        return None
    if len(kept) == len(tokens) == 1 and last in DEMONYMS and _is_the(masked, block.start, run_start):
        return None  # "the Norwegian admitted"
    start, end = kept[0][1], kept[-1][2]
    if masked[end - 1] == "." and last not in ("jr", "sr") and len(last) > 1 and "." not in last:
        end -= 1
    nickname = next((word[1:-1] for word, _, _ in kept if word[0] in NICKNAME_MARKS), "")
    words = _words([word for word, _, _ in kept if word[0] not in NICKNAME_MARKS])
    before, beside_cue = "", False
    if begin:
        before = tokens[begin - 1][0].lower()
    else:
        before = _word_before(masked[max(block.start, run_start - 24) : run_start])
    apposed = ""
    if not begin and masked.endswith(", ", block.start, run_start):  # his lawyer, Dana Ortiz
        apposed = _word_before(masked[max(block.start, run_start - 26) : run_start - 2])
    apposes = apposed in ROLE_NOUNS and (len(kept) > 1 or masked.startswith(",", kept[0][2]))
    score = 2 * known_first + 2 * role + 3 * apposes + _score_words(words, title)
    work = not known_first and not title and (before in _WORK_NOUNS or _is_work(masked, block, start, end))
    possessive = _POSSESSIVE.match(masked, end) is not None
    if possessive and _WRITTEN_BY.match(masked, end):
        score += 2  # Bryan's post: whoever writes is somebody
    if not possessive:
        if _AGE.match(masked, end):
            score += 3
        else:
            score += _score_apposition(masked, end)
        following = _NEXT.match(masked, end)
        if following:
            word = following.group(1)
            if is_cue(word):
                beside_cue = True
                score += 3 if is_cue(word, weak=False) else 1
            elif word in GESTURES:
                score += 2
            elif (
                word in _VERBS
                or word.endswith(("n't", "n\u2019t"))
                or (len(words) > 1 and word.endswith("ed"))
            ):
                score += 1
    if before:
        stem = before.split("-")[-1]
        if stem in ROLE_NOUNS or _is_plural_role(stem):
            role = True
            score += 3
        elif is_cue(before, weak=False) and masked[start - 1].isspace():
            beside_cue = True
            score += 3
        elif (before == "the" and not title) or (
            not possessive and before in ("in", "at", "near", "across", "throughout")
        ):
            score -= 3
    full_start = tokens[at - 1][1] if title else start
    inside = [apposed, *(_bare(word) for word, _, _ in tokens[:at])]
    roles = roles_around(masked, before, inside, start, end, possessive)
    return Candidate(
        start,
        end,
        words,
        title,
        role,
        initial,
        before,
        possessive,
        score,
        beside_cue,
        full_start,
        roles,
        nickname,
        key_of(words),
        work,
    )


def _acts(masked: str, end: int) -> bool:
    """`Mom says`, `Gran looked up`: a verb follows, as after a name."""
    following = _NEXT.match(masked, end)
    word = following.group(1) if following is not None and masked[end] == " " else ""
    return is_cue(word) or word in GESTURES or word in _VERBS or (word.endswith("ed") and len(word) > 4)


def _is_the(masked: str, low: int, start: int) -> bool:
    """`the Norwegian`, `The young Norwegian`: an article, with a word between at most."""
    return _THE.search(masked, max(low, start - 24), start) is not None


def _is_work(masked: str, block: Paragraph, start: int, end: int) -> bool:
    """Whether the words around say that a name is that of a series, a film or a book."""
    return (
        _WORK_AFTER.match(masked, end) is not None
        or _WORK_BEFORE.search(masked, max(block.start, start - 30), start) is not None
    )


def _word_before(text: str) -> str:
    """`of the writer (` -> writer; nothing where the clause ends: `the writer, `."""
    text = text.rstrip()
    while text.endswith("("):
        text = text[:-1].rstrip()
    found = _LAST_WORD.search(text.rsplit(None, 1)[-1]) if text else None
    return found.group().lower() if found else ""


def _words(kept: Sequence[str]) -> tuple[str, ...]:
    """The words of a name; Jr. goes with the last name: "Ken", "Griffith Jr."."""
    words = [word.rstrip(".") if len(word) > 2 else word for word in kept]
    if len(words) > 2 and _bare(words[-1]) in _SUFFIXES:
        words[-2:] = [f"{words[-2]} {kept[-1]}"]
    return tuple(words)


def _score_apposition(masked: str, end: int) -> int:
    """`, the lead writer of the series, said`: a role after the name, or a verb of speaking then."""
    if _PLAYS.match(masked, end):
        return 3
    match = _APPOSED.match(masked, end)
    if match is None:
        return 1 if _APPOSITION.match(masked, end) else 0
    words = match.group(1).split()
    score = 3 if any(word.split("-")[-1] in ROLE_NOUNS for word in words[:8]) else 0
    score += score > 0 and words[0] in ("the", "a", "an")
    if match.group(2) and is_cue(match.group(2)):
        score = max(score, 3)
    return score or (1 if _APPOSITION.match(masked, end) else 0)


@lru_cache(maxsize=16_384)  # a text names the same few again and again
def _score_words(words: tuple[str, ...], title: str) -> int:
    """What the words themselves say: organisations and headlines are no persons."""
    score = 2 if title else 0
    last = words[-1]
    if last.lower() in PLACES and not title:
        score -= 4
    if not ORG_WORDS.isdisjoint(map(str.lower, words)):
        score -= 5 if not title else 1
    if all(len(word) > 1 and word.isupper() and "." not in word for word in words):
        score -= 2 if len(words) < 3 else 5
    if len(words) > 4:
        score -= 2
    if any(character.isdigit() for character in last):
        score -= 3
    return score


def _begins_sentence(masked: str, start: int, low: int) -> bool:
    at = start - 1
    while at >= low and (masked[at].isspace() or masked[at] in "\x01([\"\u2018\u201c*_'"):
        at -= 1
    return at < low or masked[at] in ".!?:\u2022\u2014"
