"""A player's words and a question's answer, brought to the same tokens before they are compared.

Unlike `bot.names.fold`, which folds names for the library's index, this keeps what can turn a right answer
into a wrong one: signs, decimal points, negations and where two guesses are set apart.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from bot.judging.numerals import BREAK, is_number, read

_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "þ": "th", "ı": "i"})
_LETTERS.update(dict.fromkeys(map(ord, "’‘ʼ`´＇ʹ′"), "'"))
_LETTERS.update(dict.fromkeys(map(ord, "−–﹣－‐‑—"), "-"))
_LETTERS.update({ord("×"): " x ", ord("&"): " and ", ord("⁄"): "/", ord("¬"): " not "})

_NEGATED = re.compile(
    r"(?<!\w)(is|are|was|were|do|does|did|has|have|had|could|should|would|must|ai)n'?t(?!\w)"
)
_IRREGULAR = re.compile(r"(?<!\w)(?:(won't|wont)|(can't|cant|cannot)|(shan't))(?!\w)")
_CONTRACTED = re.compile(r"(?<!\w)(it|he|she|that|who|what|there|i|they|we|you)'(s|m|re|d|ll)(?!\w)")
_LONG_FORMS = {"s": " is", "m": " am", "re": " are", "d": " would", "ll": " will"}
_BARE = {
    "its": "it is",
    "thats": "that is",
    "hes": "he is",
    "shes": "she is",
    "theyre": "they are",
    "im": "i am",
}
_POSSESSIVE = re.compile(r"(?<=[^\W\d])'s?(?!\w)")
_THOUSANDS = re.compile(r"(?<![\d.,])\d{1,3}(?:(?:,\d{3})+|(?:'\d{3})+|(?: \d{3})+)(?!\d)(?![,']\d)")
_DOTTED = re.compile(r"(?<![\d.,])\d{1,3}(?:(?:\.\d{3}){2,}|\.000)(?![\d.])")
_DECIMAL_COMMA = re.compile(r"(?<![\d,.])(\d+),(\d{1,2})(?![\d,])")
_ISO_DAY = re.compile(r"(?<!\d)(\d{4})-(0[1-9]|1[0-2])-([0-3]\d)(?!\d)")
_TOKEN = re.compile(r"(?<![\w.])-?\d+(?:\.\d+)?(?![\w.]*\w)|(?<=\d)/(?=\d)|[^\W_]+(?:'[^\W_]+)*|[,;/|\n+]")
MONTHS = """january february march april may june july august september october november december""".split()  # noqa: SIM905


_MONTH = {month[:3]: month for month in MONTHS} | {"sept": "september"}
_SAME = {"n": "and", "yeah": "yes", "yep": "yes", "yup": "yes", "nope": "no", "nah": "no", "vs": "versus"}


def _visible(text: str) -> str:
    """Without marks that nobody sees, and with ½ and ² set apart: NFKC would make 12 of "1²"."""
    out: list[str] = []
    for letter in text:
        category = unicodedata.category(letter)
        if category in ("Cf", "Cs", "Co", "Cn"):
            continue
        if category in ("Cc", "Zs", "Zl", "Zp"):
            out.append("\n" if letter == "\n" else " ")
        elif category == "No":
            out.append(f" {unicodedata.normalize('NFKC', letter)} ")
        elif category == "Nd":
            out.append(str(unicodedata.digit(letter)))
        else:
            out.append(letter)
    return "".join(out)


def _plain(text: str) -> str:
    """Small letters without accents. Marks that make another letter (Japanese voicing) stay."""
    decomposed = unicodedata.normalize("NFKD", text).replace("=\u0338", " not ")  # ≠
    kept = (
        letter
        for letter in decomposed
        if not (
            "\u0300" <= letter <= "\u036f" or "\u0591" <= letter <= "\u05c7" or "\u064b" <= letter <= "\u065f"
        )
    )
    return unicodedata.normalize("NFC", "".join(kept)).casefold().translate(_LETTERS)


def bare(text: str) -> str:
    """What is left to compare when an answer has neither letters nor digits ("♥")."""
    return "".join(_visible(unicodedata.normalize("NFC", text)).split()).replace("\ufe0f", "")


@lru_cache(maxsize=1024)
def tokens(text: str) -> tuple[str, ...]:
    """Folded words, numbers read, `BREAK` where the writer set two things apart."""
    plain = _plain(_visible(text).translate(_LETTERS))
    plain = _IRREGULAR.sub(lambda m: "will not" if m[1] else "can not" if m[2] else "shall not", plain)
    plain = _NEGATED.sub(lambda m: f"{m[1]} not", plain)
    plain = _CONTRACTED.sub(lambda m: m[1] + _LONG_FORMS[m[2]], plain)
    plain = _POSSESSIVE.sub("", plain)
    plain = _ISO_DAY.sub(lambda m: f"{m[3]} {MONTHS[int(m[2]) - 1]} {m[1]}", plain)
    plain = _THOUSANDS.sub(lambda m: re.sub(r"\D", "", m[0]), plain)
    plain = _DOTTED.sub(lambda m: m[0].replace(".", ""), plain)
    plain = _DECIMAL_COMMA.sub(r"\1.\2", plain)
    plain = re.sub(r"(?<=\w)\+\+", " plus plus ", plain)
    plain = re.sub(r"(?<=[a-z])#", " sharp ", plain)
    plain = re.sub(r"#(?=\d)", " ", plain)
    plain = re.sub(r"[<≤](?=\s*\d)", " below ", plain)
    plain = re.sub(r"[>≥](?=\s*\d)", " above ", plain)
    # A sign belongs to a digit only: "sea-horse" and "Book-2" are blanks, "-5" is not.
    out: list[str] = []
    for match in _TOKEN.finditer(plain):
        word = match.group().replace("'", "")
        if word in ",;|\n+" or (word == "/" and not _between_digits(plain, match.start())):
            word = BREAK
        out.extend(_BARE.get(word, _SAME.get(word, word)).split())
    return _months(read(out))


def _months(words: list[str]) -> tuple[str, ...]:
    """ "dec 19" is "december 19"; away from a number "dec" and "mar" stay what they are."""
    near = [any(map(is_number, words[max(at - 1, 0) : at + 2])) for at in range(len(words))]
    return tuple(_MONTH.get(word, word) if beside else word for word, beside in zip(words, near, strict=True))


def _between_digits(text: str, at: int) -> bool:
    return 0 < at < len(text) - 1 and text[at - 1].isdigit() and text[at + 1].isdigit()
