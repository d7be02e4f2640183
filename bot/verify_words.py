"""What somebody claims to have been said, taken out of a message: the words, and by whom they are said to be.

Pure functions on text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from bot.names import FUNCTION_WORDS
from bot.verify_spelling import LONGER, NOT, SHORTER, one_spelling

MOST_SENTENCES = 4

MOST = 2000
"""Characters that are read: as long as a message may be."""

_WORD = re.compile(
    r"\d{1,3}(?:,\d{3})+(?!\d)|(?:\[[^\W\d_]\](?=[^\W\d_]))?[^\W_]+(?:['’‘ʼ`´＇][^\W_]+)*|[&%]"
)
_DISCORD = re.compile(
    r"<a?:\w+:\d+>|<[@#][!&]?\d+>|<t:-?\d+(?::\w)?>|</[^>]+>|https?://\S+|:[a-z_+-]*[a-z][\w+-]*:"
)
_ESCAPED = re.compile(r"\\(?=[^\w\s])")
_BLOCK = re.compile(r"^[^\S\n]*>{1,3}[^\S\n]?", re.MULTILINE)
ELLIPSIS = re.compile(r"\[\s*(?:…|\.{2,})\s*\]|\(\s*(?:…|\.{2,})\s*\)|…|\.{2,}|(?<!\w)\.(?:\s\.){2,}")
_STOP = re.compile(r"[.!?…]")
_SENTENCE = re.compile(rf"(?<=[.!?])[\"”’')\]]*\s+|\n+|\s*(?:{ELLIPSIS.pattern})\s*")
_CLOSING = {"“": "”", "„": "“”", "«": "»", "»": "«", "「": "」", "『": "』", '"': '"', "”": "”"}
_SIGNED = re.compile(r"(?:^|[\s\"”“'’.!?…)*_|])(?:[-–—―]{1,3}|~)\s*([^\W\d_][^\n\"“”:;!?]{1,60})\s*$")
_SIGNED_IN_BRACKETS = re.compile(r"\s[(\[]([^\W\d_][^\n\"“”:;!?()\[\]]{1,60})[)\]]\s*$")
_HEAD = re.compile(r"^([^:\n\"“”„«»]{1,80}):\s*(?=\S)")
_AFTER_NAME = re.compile(r"[,(\[\d]")

_SMALL = """two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen eighteen nineteen""".split()  # noqa: SIM905
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()  # noqa: SIM905
_NUMBERS = {
    **{word: str(number) for number, word in enumerate(_SMALL, 2)},
    **{word: str(number * 10) for number, word in enumerate(_TENS, 2)},
    "1": "one",
}
"""The key of a number in words; "one" is mostly none."""
_TIMES = {"hundred": 100, "thousand": 1000, "million": 1_000_000, "billion": 1_000_000_000}
_UNITS = {"one": 1, **{str(number): number for number in range(2, 10)}}

SAID = frozenset(
    """say says said saying wrote writes write told tells tweeted posted posts stated states claimed claims
    explained explains added adds confirmed confirms answered replied responded responds quoted quote quotes
    goes went like according admitted asked""".split()  # noqa: SIM905 - a page of quotation marks otherwise
)

# What people put round a quote, which is neither part of it nor a name.
NOISE = SAID | frozenset(
    """a about actually again also always an and as at back blog book bro but by comment comments creator did
    ever episode exactly fake famous famously finale from guys he her here him his i in interview is isnt it
    its just legit line literally lmao lmfao lol me my no omg on once one our post real really rofl
    right she show so source sure that thats the their them they this to true tumblr tweet twitter u was we
    were when where which who wtf xd yeah you your reddit remember heard read think saw tbh fr ngl imo haha
    words exact of""".split()  # noqa: SIM905
)


_LAUGH = re.compile(
    r"l+o+l+(?:ol)*|l+m+f*a+o+|r+o+f+l+|o+m+f*g+|w+t+f+|b?w?a?(?:ha|he|hi){2,}h?|xd+|tbh|ngl|fr|imo|smh"
)
_DRAWN = re.compile(r"b?w?a?(?:ha|he|hi)h?|s+o+|yess*|noo+|pl[sz]")


def is_noise(key: str) -> bool:
    """Whether people put this round a quote, as no part of it: "said", "lmaooo"."""
    return key in NOISE or is_laugh(key) or bool(_DRAWN.fullmatch(key))


def is_laugh(key: str) -> bool:
    """ "lmaooo", "omg", which nobody says in earnest."""
    return bool(_LAUGH.fullmatch(key))


@dataclass(frozen=True, slots=True)
class Word:
    key: str  # folded: no case, accents or apostrophes
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Claim:
    """`words`: what is to be checked. `whole`: the message it was taken from, when that is more, for a text
    that holds a quotation itself. `by`: names it may be claimed of, the likeliest first, as they are written.
    """

    words: str
    whole: str | None = None
    by: tuple[str, ...] = ()
    unsigned: str | None = None  # `words` with the signature or the words before a colon left on, should
    # they be none


@lru_cache(maxsize=32768)
def fold(word: str) -> str:
    """Not names.fold, which takes a possessive for the name: "it's" and "its" are one word here."""
    if word in "&%":
        return "and" if word == "&" else "percent"
    plain = unicodedata.normalize("NFKD", word)
    key = "".join(char for char in plain if char.isalnum()).casefold()
    return _NUMBERS.get(key) or one_spelling(key)


def words_of(text: str, offset: int = 0) -> list[Word]:
    """The words with their places; "it is" is one, for "it's", and "forty-one", for papers write 41."""
    words: list[Word] = []
    tens = 0  # of the word before, if it is one like "forty"
    for match in _WORD.finditer(text):
        word = match.group()
        key = fold(word)
        start, end = offset + match.start(), offset + match.end()
        beside = bool(words) and start - words[-1].end == 1
        if beside and tens and key in _UNITS and word.isalpha():
            words[-1] = Word(str(tens + _UNITS[key]), words[-1].start, end)
            tens = 0
        elif beside and key in _TIMES and (many := _many(words[-1].key)):
            words[-1] = Word(str(many * _TIMES[key]), words[-1].start, end)
            tens = 0
        elif key:
            words.append(Word(key, start, end))
            tens = int(key) if key.isdecimal() and word.casefold() in _TENS else 0
    return _contracted(words, text, offset)


def _many(key: str) -> int:
    return 1 if key in ("a", "one") else int(key) if key.isdecimal() and len(key) < 10 else 0


def _contracted(words: Sequence[Word], text: str, offset: int) -> list[Word]:
    """With "does not" as "doesn't" is, "it is not" and "it's not" as "it isn't", and "it is" as "it's"."""
    made: list[Word] = []
    for word in words:
        before = made[-1] if made and text[made[-1].end - offset : word.start - offset].isspace() else None
        if before and word.key == "not" and before.key in NOT:
            made[-1] = Word(NOT[before.key], before.start, word.end)
        elif before and word.key == "not" and before.key in LONGER:
            subject, verb = LONGER[before.key]
            cut = before.start + len(subject)
            made[-1:] = [Word(subject, before.start, cut), Word(NOT[verb], cut, word.end)]
        else:
            made.append(word)
    joined: list[Word] = []
    for word in made:
        before = joined[-1] if joined else None
        short = SHORTER.get((before.key, word.key)) if before else None
        if before and short and text[before.end - offset : word.start - offset].isspace():
            joined[-1] = Word(short, before.start, word.end)
        else:
            joined.append(word)
    return joined


def gaps(text: str, words: Sequence[Word]) -> frozenset[int]:
    """Before which of the words an ellipsis stands, the first word aside."""
    return frozenset(
        place
        for place in range(1, len(words))
        if ELLIPSIS.search(text, words[place - 1].end, words[place].start)
    )


def begun(text: str, words: Sequence[Word]) -> frozenset[int]:
    """Which of the words begin a sentence, the first word among them."""
    return frozenset(
        place
        for place in range(len(words))
        if place == 0 or _STOP.search(text, words[place - 1].end, words[place].start)
    )


def sentences(words: str) -> list[str]:
    """The sentences of a claim that may come from several places, each of three words or more.

    Nothing if it is only one of them, or more than MOST_SENTENCES.
    """
    found: list[str] = []
    for part in _SENTENCE.split(words):
        if found and len(words_of(part)) < 3:
            found[-1] += f" {part}"
        elif part.strip():
            found.append(part)
    return found if 1 < len(found) <= MOST_SENTENCES and len(words_of(found[0])) > 2 else []


def read(message: str) -> Claim:
    """Takes a message apart: block quote, else its longest quotation, else all of it, without who said it."""
    text = _ESCAPED.sub("", _DISCORD.sub(" ", message[:MOST])).strip()
    quoted, outside = _in_block(text)
    if quoted is None:
        quoted, outside = _in_marks(text)
        if quoted is None:
            return _unmarked(text)
        return Claim(quoted, text if len(outside) > 1 else None, _named(outside))
    block = _unmarked(quoted)
    return replace(block, whole=text if len(outside) > 1 else None, by=(*_named(outside), *block.by))


def _unmarked(text: str) -> Claim:
    """All of the text, without the name before or after it."""
    all_of_it, by = text, list[str]()
    signed = _SIGNED.search(text) or _SIGNED_IN_BRACKETS.search(text)
    if signed and len(words_of(text[: signed.start(1)])) < 3:
        signed = None
    if signed:
        by.append(_AFTER_NAME.split(signed[1])[0].strip(" *_|"))
        text = text[: signed.start(0)] + text[signed.start(0) : signed.start(1)].rstrip(" \n-–—―~([")
    head = _HEAD.match(text)
    if head and _introduces(head[1]):
        by.insert(0, _name(head[1]))
        text = text[head.end() :]
    else:
        head = None
    # "To those who wrote to us: thank you" may be all somebody's own words.
    kept = all_of_it if (signed and not head) or (head and not _titled(head[1])) else None
    return Claim(text.strip(), None, tuple(filter(None, by)), kept)


def _named(outside: Sequence[str]) -> tuple[str, ...]:
    return tuple(filter(None, map(_name, outside)))


def _introduces(head: str) -> bool:
    """Whether what stands before a colon says who speaks: "lol he said:", "Bryan:", "mike dimartino:"."""
    words = [word.key for word in words_of(head)]
    name = _titled(head) or not FUNCTION_WORDS.intersection(words)
    return bool(SAID.intersection(words)) or (0 < len(words) <= 3 and name)


def _titled(text: str) -> bool:
    return all(match.group()[0].isupper() for match in _WORD.finditer(text))


def _name(outside: str) -> str:
    """The words round a quote that may be somebody's name: at most four."""
    signed = _SIGNED.search(" " + outside)
    if signed:
        outside = _AFTER_NAME.split(signed[1])[0]
    kept = [outside[word.start : word.end] for word in words_of(outside) if not is_noise(word.key)]
    return " ".join(kept) if len(kept) <= 4 else ""


def _in_block(text: str) -> tuple[str | None, list[str]]:
    """What stands behind Discord's `>`, and what stands before and after that."""
    lines = text.split("\n")
    marked = [number for number, line in enumerate(lines) if _BLOCK.match(line)]
    if not marked:
        return None, []
    block = _BLOCK.sub("", "\n".join(lines[number] for number in marked)).strip()
    others = ["\n".join(lines[: marked[0]]), "\n".join(lines[marked[0] :])]
    others[1] = "\n".join(line for line in others[1].split("\n") if not _BLOCK.match(line))
    inner, around = _in_marks(block)
    if inner is not None and len(words_of(inner)) * 2 > len(words_of(block)):
        return inner, [*others, *around]
    return (block, others) if words_of(block) else (None, [])


def _in_marks(text: str) -> tuple[str | None, list[str]]:
    """The longest stretch in quotation marks, and what stands just before and after it.

    Quotations inside it belong to it; marks round a word or two are no quotation of somebody.
    """
    longest = max(_marked(text), key=lambda span: len(words_of(text[slice(*span)])), default=None)
    if longest is None or len(words_of(text[slice(*longest)])) < 3:
        return None, []
    others = [span for span in _marked(text) if span != longest]
    before = max((end + 1 for _, end in others if end <= longest[0]), default=0)
    after = min((start - 1 for start, _ in others if start >= longest[1]), default=len(text))
    outside = [text[before : longest[0] - 1], text[longest[1] + 1 : max(after, longest[1] + 1)]]
    return text[slice(*longest)].strip(), outside


def _marked(text: str) -> Iterator[tuple[int, int]]:
    """What stands in quotation marks, without those inside others; a missing last mark is at the end."""
    stack: list[tuple[int, str]] = []
    for place, char in enumerate(text):
        before = text[place - 1 : place] if place else ""
        if stack and char in stack[-1][1] and not (char == '"' and _opens(text, place, before)):
            start, _ = stack.pop()
            if not stack:
                yield start, place
        elif char in _CLOSING and (char in "“„«「『" or _opens(text, place, before)):
            stack.append((place + 1, _CLOSING[char]))
    if stack:
        yield stack[0][0], len(text)


def _opens(text: str, place: int, before: str) -> bool:
    """Whether a mark that looks alike at both ends stands as one before a word."""
    following = text[place + 1 : place + 2]
    return (not before or before.isspace() or before in "([{*_~|—–-:") and bool(
        following and not following.isspace()
    )
