"""When words can't be asked about: one rule a function, each true of what is fit.

They judge English sentences; a text in another language gives no sentence that is fit.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import lru_cache
from itertools import pairwise

from bot.ingest.quotes.lexicon import ROLE_NOUNS, word_set
from bot.names import FUNCTION_WORDS, fold, key

LEAST_WORDS, MOST_WORDS = 5, 40
MOST_LETTERS = 260

_LEANING = word_set(
    """
    and but so or nor yet because then also however therefore thus hence instead otherwise besides
    moreover furthermore meanwhile still either neither too which who whom whose that this these
    those it its he him his she her hers they them their theirs such both another others afterwards
    rather indeed anyway there's that's it's he's she's they're here's similarly likewise
    nevertheless nonetheless finally again once or not no yes yeah well oh ah same one
    """
)
"""A sentence that opens with one of these leans on the one before it."""

_AWAY = word_set(
    """
    he him his himself she her hers herself they them their theirs themselves
    """
)
_VERBS = word_set(
    """
    is are was were am be been being have has had do does did can could will would shall should may
    might must cannot can't won't don't doesn't didn't isn't aren't wasn't weren't haven't hasn't
    hadn't couldn't wouldn't shouldn't ain't let's says said went came made took gave got knew
    thought felt found told left began kept held brought stood lost met ran saw won fell became grew
    loved lets goes comes makes takes gives gets knows thinks feels means needs wants looks seems
    """
)
_SUBJECT = re.compile(
    r"\b(?:I|we|you|he|she|it|they|there|this|that|who)(?:['’](?:m|s|re|ve|ll|d)\b| [a-z]+)", re.IGNORECASE
)
_ENGLISH = word_set(
    """
    the a an of to and in is was are were be i you we they he she it that this with for on as at by
    not but have has had my your our their his her from will would can do did what so all there
    """
)
_WORD = re.compile(r"[^\W_]+(?:['’\-][^\W_]+)*")
_ODD = re.compile(r"[_*#|<>{}\[\]~^\\=@\ufffd]|https?:|www\.|\.{2,}|,\.|…|--|[\x00-\x08\x0b-\x1f]")
_SHOUTED = re.compile(r"\b[A-Z]{2,}(?:[ :]+[A-Z]{2,}\b)+")
_CAPTION = re.compile(
    r"^\(|^(?-i:[A-Z][A-Z .,]{2,}[^a-z]{0,20}[—–-])|^(?:tap|click|watch)\b"
    r"|\bthis (?:photo|image|article|column|story|video|page)\b|\bgallery\b"
    r"|\b(?:pictured|file photo|photo by|left to right|click here|sign up|subscribe|read more)\b",
    re.IGNORECASE,
)
_SELF = re.compile(
    r"\b(?:I['’]m|I am|I was|as|when I was|my (?:job|role|work|time) as|we) (?:a|an|the|your|his|her|their)\b"
    r"|\bI,? [A-Z][a-z]|\bmy name|\bcall me\b|\b(?:and I|I and|me and|and me|and myself)\b"
    r"|\b(?:I am|I['’]m|I was) (?:[A-Z][a-z]|mayor|president|chief|captain|king|queen)"
    r"|\b[Mm]y (?:wife|husband|brother|sister|son|daughter|father|mother|dad|mom|mum|uncle|aunt|niece|nephew"
    r"|grand\w+|husband|boyfriend|girlfriend|character|band|album|film|book|office|party|government"
    r"|riding|constituents|lady|lord|patient|patients|client|clients|students?|team|players?)\b"
)
_POINTING = re.compile(
    r"^\S+(?: \S+){0,3}, (?:it|he|she|they|this|that)\b"
    r"|^(?:was|is|are|were|did|does|do|has|have|will|would|could|can|isn['’]t|wasn['’]t|why|how|when|where|what)\b"
    r"(?: (?:is|was|did|does|do|would|will|can|could|had|has))? (?:it|this|that|he|she|they|these|those)\b"
    r"|\b(?:of|about|for|to|in|on|with|like|than|by|from|at|after|before) (?:this|that|these|those|it|them)"
    r"(?:[,.;:!?]|$| (?:and|but|or|because|when|if|as|so|either|too|again|anymore)\b)"
    r"|\b(?:did|do|does|done|doing|think|said|say|know|believe|mean|see|saw|love|like|want|hate)"
    r" (?:it|that|this|so)"
    r"(?:[,.;:!?]|$| (?:for|and|but|or|because|when|if|in|on|to|at|with)\b)"
    r"|\b(?:it|them|him|those|these)[,.;!?]|\bthat['’]s\b|\b(?:the|these|those) (?:two|latter|former|same)\b",
    re.IGNORECASE,
)
_BORDER = re.compile(  # the mark comes first, then what may not stand before it: that is found faster
    r"[.!?](?<![A-Z][.!?])(?<!\b(?:Mr|Ms|Dr|St)[.!?])(?<!\bMrs[.!?])[\"'”’)]*\s+(?=[\"'“‘(]*[A-Z])"
)
_HALF = re.compile(
    r"(?:if|when|as|though|although|while|whilst|because|since|after|before|unless|until|once|whether|where)\b",
    re.IGNORECASE,
)
_REST = re.compile(
    r", (?:I|we|you|they|he|she|it|this|that|there|the|a|an|my|our|your|people)\b.*,$", re.DOTALL
)
_PAIRS = {"(": ")", "[": "]", "“": "”", "«": "»", "„": "“"}
_MARK = re.compile(r"[()\[\]“”«»„]")


@lru_cache(maxsize=8)  # every rule asks for the words of the same sentence
def tokens(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(text))


@lru_cache(maxsize=8)
def small_tokens(text: str) -> tuple[str, ...]:
    """The same in small letters, with plain apostrophes."""
    return tuple(word.casefold().replace("’", "'") for word in tokens(text))


def is_of_a_good_length(text: str) -> bool:
    """Neither so short that anybody could have said it nor so long that nobody reads it in a game."""
    return len(text) <= MOST_LETTERS and LEAST_WORDS <= len(tokens(text)) <= MOST_WORDS


def is_a_whole_sentence(text: str) -> bool:
    """It begins like one, ends like one (or at the comma before "he said"), and has a verb in it."""
    words = tokens(text)
    if not words or (not words[0][0].isupper() and not words[0][0].isdigit()):
        return False
    if not re.search(r"[.!?,][\"'”’)]*$", text.strip()):
        return False
    if text.rstrip().endswith(",") and _HALF.match(text) and not _REST.search(text):
        return False
    small = small_tokens(text)
    return bool(
        not _VERBS.isdisjoint(small)
        or _SUBJECT.search(text)
        or any(len(word) > 4 and word.endswith("ed") for word in small[1:])
    )


def is_balanced(text: str) -> bool:
    """Every quotation mark and bracket that opens also closes."""
    if text.count('"') % 2:
        return False
    waiting: list[str] = []
    for letter in _MARK.findall(text):
        if waiting and letter == waiting[-1]:
            waiting.pop()
        elif letter in _PAIRS:
            waiting.append(_PAIRS[letter])
        elif letter in ")]”»":
            return False
    single = len(re.findall(r"(?<!\w)[‘'](?=\w)", text)) - len(re.findall(r"(?<=[\w.,!?])[’'](?!\w)", text))
    return not waiting and single == 0


def stands_alone(text: str) -> bool:
    """It doesn't open with a word that points back ("But", "He", "That's why")."""
    words = small_tokens(text)
    return bool(words) and words[0] not in _LEANING


def points_nowhere_else(text: str) -> bool:
    """No "it", "this" or "that" that can only mean something said before: "We did it for that."."""
    return not _POINTING.search(text)


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """The sentences of a few words, without the blanks between them."""
    borders = [0, *(match.end() for match in _BORDER.finditer(text)), len(text)]
    spans = [(start, end) for start, end in pairwise(borders) if text[start:end].strip()]
    return [(start, start + len(text[start:end].rstrip())) for start, end in spans]


def is_one_sentence(text: str) -> bool:
    """A second sentence often needs the first one, and an answer may stand in it."""
    return not _BORDER.search(text)


def has_its_referents(text: str, names: int = 0) -> bool:
    """He, she and they have somebody in the sentence whom they can mean."""
    return bool(names) or not any(word.partition("'")[0] in _AWAY for word in small_tokens(text))


def says_something(text: str, least: int = 3) -> bool:
    """Enough words that mean something: not "I think so, too, really."."""
    return len(content_words(text)) >= least


def content_words(text: str) -> list[str]:
    """Folded words that carry meaning, each once."""
    return list(dict.fromkeys(w for w in fold(text).split() if len(w) > 2 and w not in FUNCTION_WORDS))


def is_plain(text: str) -> bool:
    """No mark-up, address, omission, headline, dateline or picture's legend: what the eye stumbles over."""
    return not (_ODD.search(text) or _SHOUTED.search(text) or _CAPTION.search(text))


def is_english(text: str) -> bool:
    """A fifth of its words are of the commonest: the rules know no other language."""
    words = small_tokens(text)
    return sum(word in _ENGLISH for word in words) * 5 >= len(words) > 0


def hides_its_speaker(text: str, names: Collection[str]) -> bool:
    """The words neither name who speaks nor say what only one can be ("as the mayor, I", "my wife")."""
    said = f" {fold(text)} "
    return not _SELF.search(text) and not any(f" {fold(name)} " in said for name in names if fold(name))


def is_absent(answer: Sequence[str], rest: str) -> bool:
    """No spelling of the answer, and no word of one that means something, stands in the rest."""
    said = set(fold(rest).split())
    for spelling in answer:
        words = fold(spelling).split()
        telling = [w for w in words if len(w) > 2 and w not in FUNCTION_WORDS] or words
        if any(word in said for word in telling):
            return False
    return True


def follows_no_article(before: str) -> bool:
    """The gap doesn't stand behind "an" or "a": they fit only some of the options."""
    return not re.search(r"\b(?:an|a)\s+$", before, re.IGNORECASE)


def is_bare(before: str, after: str) -> bool:
    """What is left out is no part of a longer name or word: no capital, hyphen, title or office beside it."""
    if re.search(r"[\w\-'’@#$/&(]$", before) or re.match(r"[\w\-/@&]|['’](?!s\b)", after):
        return False
    last = re.search(r"(\S+)\s$", before)
    if last and last[1][0].isupper() and not _opens(before[: last.start()]) and last[1][-1] not in ",;:—–":
        return False
    if last and re.search(r"\b(?:Mr|Mrs|Ms|Miss|Dr|Sir|Lady|Lord|Prof|St)\.?$", last[1], re.IGNORECASE):
        return False
    if last and last[1].casefold() in ROLE_NOUNS:
        return False
    first = re.match(r"\s(\S+)", after)
    return not (first and first[1][0].isupper() and first[1] != "I" and not first[1].startswith("I'"))


def _opens(before: str) -> bool:
    return (
        not before.strip() or bool(re.search(r"[.!?][\"'”’)]*\s*$", before)) or before.rstrip()[-1] in '"“‘('
    )


def are_apart(options: Sequence[str]) -> bool:
    """No two options are the same, or one a part of the other by its words."""
    keys = [key(option) for option in options]
    if len(set(keys)) < len(keys) or not all(keys):
        return False
    words = [set(fold(option).split()) for option in options]
    return not any(one < other for one in words for other in words)


def is_fit(text: str, names: int = 0) -> bool:
    """All that goes for any sentence, whatever is asked of it: first what costs little and refuses much."""
    return (
        is_of_a_good_length(text)
        and stands_alone(text)
        and has_its_referents(text, names)
        and is_a_whole_sentence(text)
        and is_balanced(text)
        and is_one_sentence(text)
        and is_english(text)
        and is_plain(text)
        and says_something(text)
        and points_nowhere_else(text)
    )
