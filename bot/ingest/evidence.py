"""Finding the words of a curated file in a document, and what to say when they aren't there."""

from __future__ import annotations

import re
from collections import Counter

from rapidfuzz import fuzz

_DOUBLE = '"“”„‟«»＂'
_SINGLE = "'‘’‚‛`´＇"
_SAME = {mark: f"[{re.escape(marks)}]" for marks in (_DOUBLE, _SINGLE) for mark in marks}
_WORD = re.compile(r"\w+")
_MARKING_WORDS = 12
_FAR = 200_000


def locate(needle: str, text: str) -> tuple[int, int] | None:
    """Where the needle stands in the text, as the text's own offsets; the first place, if there are several.

    If not letter by letter, then with other blanks and line breaks, or straight for curly quotation marks.
    """
    needle = needle.strip()
    if not needle:
        return None
    start = text.find(needle)
    if start >= 0:
        return start, start + len(needle)
    loose = r"\s+".join(
        "".join(_SAME.get(letter) or re.escape(letter) for letter in word) for word in needle.split()
    )
    found = re.search(loose, text)
    return found.span() if found else None


def nearest_words(needle: str, text: str) -> str:
    """The passage of the text that is most like the needle, verbatim, cut at words."""
    needle = " ".join(needle.split())[:1000]
    if not needle or not text.strip():
        return ""
    reach = max(2 * len(needle), 200)
    middle = _densest(needle, text, reach)
    start = max(0, (middle or 0) - reach)
    window = text[start : start + (3 * reach if middle is not None else _FAR)]
    found = fuzz.partial_ratio_alignment(needle.casefold(), _same_length_fold(window))
    if found is None:
        return ""
    begin, end = start + found.dest_start, start + found.dest_end
    while begin > 0 and text[begin].isalnum() and text[begin - 1].isalnum():
        begin -= 1
    while end < len(text) and end > 0 and text[end - 1].isalnum() and text[end].isalnum():
        end += 1
    return text[begin:end].strip()


def _densest(needle: str, text: str, reach: int) -> int | None:
    """The start of the stretch that holds the most different words of the needle; one pass over the text."""
    wanted = sorted(dict.fromkeys(_WORD.findall(needle.casefold())), key=len)[-_MARKING_WORDS:]
    pattern = re.compile(r"\b(?:" + "|".join(map(re.escape, wanted)) + r")\b", re.IGNORECASE)
    if not wanted:
        return None
    inside: Counter[str] = Counter()
    hits: list[tuple[int, str]] = []
    best, best_score, first, score = None, 0, 0, 0
    for found in pattern.finditer(text):
        word = found[0].casefold()
        hits.append((found.start(), word))
        score += 0 if inside[word] else len(word)
        inside[word] += 1
        while found.start() - hits[first][0] > reach:
            gone = hits[first][1]
            inside[gone] -= 1
            score -= 0 if inside[gone] else len(gone)
            first += 1
        if score > best_score:
            best, best_score = hits[first][0], score
    return best


def _same_length_fold(text: str) -> str:
    """Small letters, as many as before: an offset in one is the same offset in the other."""
    lowered = text.lower()
    return (
        lowered
        if len(lowered) == len(text)
        else "".join(c if len(c.lower()) > 1 else c.lower() for c in text)
    )
