"""One key for every spelling of a name or a pairing, and how words of a question are read.

Pure functions on text. What they are compared with lives in the library's table of names.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from typing import Any, cast

import snowballstemmer  # pyright: ignore[reportMissingTypeStubs] - it has none
from rapidfuzz.distance import OSA, JaroWinkler

MAX_ASKED = 200
"""Longest question that is read, in code points: a Discord option holds 100, the terminal may send more."""

_APOSTROPHES = dict.fromkeys(map(ord, "'’‘ʼ`´＇"), "'")
_CUT = dict.fromkeys(map(ord, "'’‘ʼ`´＇"), " ")
_POSSESSIVE = re.compile(r"'s?(?=\s|$|[^\w'])")
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_PLACED = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_ARTICLES = ("the ", "a ", "an ")

# Words of a question that say nothing about what is asked: they are left out before names are looked up.
FUNCTION_WORDS = frozenset(
    """a about actually all also am an and any anyone anything are as at be been being but by can could did do
    does doing done ever exactly for from get gets give go goes going gone got had happen happened has have
    having he her hers him his how i if in into is isn it its just lol many may me might much my no not of
    off ok on one or our out over please pls quite quote really say said says she should so some somebody
    someone something still such tell than that the their them then there these they thing things think this
    those to too truly u up us very was we were what when where which while who whom whose why will with
    would x yet you your vs n arent cant couldnt didnt doesnt dont hasnt havent ill im isnt ive its lets shes
    hes shouldnt thats theyre wasnt werent whats whos wont wouldnt youre""".split()  # noqa: SIM905 - a list of sixty strings would be a page of quotation marks
)

# What people add to a name to ask whether it is so; it names no other subject.
CANON_WORDS = frozenset(
    {"canon", "canonical", "canonically", "confirmed", "legit", "official", "officially", "real", "true"}
)

# What people add to two names to ask whether they are a couple.
RELATION_WORDS = CANON_WORDS | frozenset(
    """couple couples date dated dates dating endgame girlfriend girlfriends boyfriend boyfriends item love
    loves loved lovers marry married otp pair pairing partner partners relationship relationships romance
    romantic romantically ship ships shipping shipped together""".split()  # noqa: SIM905
)

# What people call a passage that they look for, without expecting the word in it.
GENERIC_WORDS = frozenset(
    """detail details info information line lines mention mentions moment moments part parts passage passages
    quote quotes scene scenes story stuff word words""".split()  # noqa: SIM905
)

# What people put before a name without meaning another person by it.
TITLES = frozenset(
    """avatar captain chief commander coach detective doctor dr emperor empress general governor judge justice
    king lady lieutenant lord madam master mayor miss minister mr mrs ms mx officer president prime prince
    princess professor queen rep senator sergeant sir uncle aunt""".split()  # noqa: SIM905
)


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """Lower case, without accents, punctuation as blanks, possessives cut: "Zhu-Li’s" gives "zhu li"."""
    plain = text.translate(_APOSTROPHES)
    if not plain.isascii():  # most text is: accents needn't be looked for letter by letter
        plain = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    plain = plain.casefold()
    plain = _POSSESSIVE.sub(" ", plain.replace("&", " and "))
    return " ".join(word.replace("'", "") for word in _WORD.findall(plain))


def key(text: str) -> str:
    """The one spelling under which a name is stored and looked up: folded, no article, no blanks."""
    folded = fold(text)
    for article in _ARTICLES:
        if folded.startswith(article) and len(folded) > len(article) + 1:
            folded = folded[len(article) :]
            break
    return folded.replace(" ", "")


def sound(name_key: str) -> str:
    """A key as it is heard: doubled letters once, and letters that are mistaken for each other made one.

    "korasami" and "korrasami", "konietzco" and "konietzko" share it.
    """
    heard = (
        name_key.replace("ph", "f").replace("ck", "k").replace("c", "k").replace("z", "s").replace("y", "i")
    )
    return "".join(letter for letter, _ in groupby(heard))


def words(text: str) -> list[str]:
    """The folded words of a text, in order."""
    return fold(text[:MAX_ASKED]).split()


def words_at(text: str) -> Iterator[tuple[int, int, str]]:
    """Every word of a text of any length, folded, with its place."""
    for match in _PLACED.finditer(text):
        folded = fold(match.group())
        if folded:
            yield match.start(), match.end(), folded


def words_of(text: str) -> Iterator[str]:
    """The folded words of a text of any length."""
    for _, _, folded in words_at(text):
        yield from folded.split()


def index_words(text: str) -> list[str]:
    """The words of a text as the full-text index cuts them: at apostrophes, too ("didn't" is two)."""
    return fold(text[:MAX_ASKED].translate(_CUT)).split()


def content(asked: Sequence[str]) -> list[str]:
    """The words that say what is asked; all of them when every one is a function word ("who")."""
    kept = [word for word in asked if word not in FUNCTION_WORDS]
    return kept or list(asked)


def spans(count: int, longest: int = 6) -> Iterator[tuple[int, int]]:
    """Every run of up to `longest` words out of `count`, as (start, end)."""
    for start in range(count):
        for end in range(start + 1, min(start + longest, count) + 1):
            yield start, end


_stemmer: Any = cast(Any, snowballstemmer).stemmer("porter")


@lru_cache(maxsize=16384)
def stem(word: str) -> str:
    """The stem that the full-text index uses (SQLite's `porter` is the same algorithm)."""
    return str(_stemmer.stemWord(word))


# Forms and near words that no stemmer joins, as they come up in questions about stories.
_FAMILIES = """
become became; begin began begun beginning start; break broke broken; bring brought; build built;
buy bought; catch caught; child children kid; choose chose chosen; come came; die died dead death;
do did done; draw drew drawn; drink drank drunk; drive drove driven; eat ate eaten; end ending
finale; fall fell fallen; father dad; feel felt; fight fought; film movie; find found; fly flew
flown; forget forgot forgotten; forgive forgave forgiven; get got gotten; give gave given; go went
gone; grow grew grown; hear heard; hide hid hidden; hold held; keep kept; kiss kissed; know knew
known; lead led; learn learned learnt; leave left; lie lied; lose lost; make made; man men; marry
married marriage wedding nuptial; mean meant; meet met; mother mom mum; pay paid; person people;
prison jail imprison; ride rode ridden; rise rose risen; run ran; say said; see saw seen; sell sold;
send sent; shoot shot; show showed shown; sing sang sung; sit sat; sleep slept; speak spoke spoken;
spend spent; stand stood; steal stole stolen; swear swore sworn; swim swam; take took taken; teach
taught; television tv; tell told; think thought; throw threw thrown; understand understood; wake
woke; wear wore worn; wife wives; win won; woman women; write wrote written;
2 two; 3 three; 4 four; 5 five; 6 six; 7 seven; 8 eight; 9 nine; 10 ten; 11 eleven; 12 twelve; 13 thirteen;
14 fourteen; 15 fifteen; 16 sixteen; 17 seventeen; 18 eighteen; 19 nineteen; 20 twenty; 30 thirty; 40 forty;
50 fifty; 60 sixty; 70 seventy; 80 eighty; 90 ninety; 100 hundred
"""
_FAMILY: dict[str, frozenset[str]] = {}
for _words in _FAMILIES.split(";"):
    for _form in _words.split():
        _FAMILY[stem(_form)] = _FAMILY.get(stem(_form), frozenset()) | frozenset(_words.split())


def forms(word: str) -> list[str]:
    """The word and what else it may stand as in a text: "hold" also as "held". Sorted."""
    return sorted(_FAMILY.get(stem(word), frozenset()) | {word})


def stems(word: str) -> frozenset[str]:
    """The stems of all its forms."""
    return frozenset(stem(form) for form in forms(word))


def allowed_slips(name_key: str) -> int:
    """How many letters of a name may be wrong before it is another name: none under 5, one to 8, then two."""
    return 0 if len(name_key) < 5 else 1 if len(name_key) <= 8 else 2


def slips(asked: str, name_key: str) -> int | None:
    """Letters wrong, missing, added or swapped between two keys; None when more than a slip of the hand.

    Digits are never a slip: "Book 1" is not "Book 2".
    """
    allowed = allowed_slips(asked)
    if not allowed or re.sub(r"\D", "", asked) != re.sub(r"\D", "", name_key):
        return None
    distance = OSA.distance(asked, name_key, score_cutoff=allowed)
    return distance if distance <= allowed else None


def likeness(asked: str, name_key: str) -> float:
    """0 to 1: how much two keys have in common, for a list to choose from (never for an answer)."""
    return float(JaroWinkler.similarity(asked, name_key))
