"""Open Trivia DB's pages: JSON whose texts are HTML-encoded by default, else base64, percent-coded or bare.

More right answers than one, explanations and open questions have no place in its form; `write` puts them
under names of their own (`also_correct`, `explanation`), which `parse` reads and other programs skip.
"""

from __future__ import annotations

import base64
import binascii
import html
import json
import re
from collections.abc import Callable, Mapping, Sequence
from html.entities import codepoint2name
from typing import Any, cast
from urllib.parse import quote, quote_plus, unquote, unquote_plus

from bot.errors import UserError
from bot.exchange.rows import LEVELS, Collector, Format, Parsed, Row, level_of
from bot.ingest.problems import shown
from bot.models import Question

_CODES = {
    1: "it has no more questions of that kind",
    2: "the request was not understood",
    3: "its session token is unknown",
    4: "the session token has seen every question",
    5: "too many requests at once: try again in five seconds",
}
_MANY = 100_000
"""Texts that are looked at to tell the encoding."""


def parse(text: str) -> Parsed:
    page = _loaded(text)
    code = page.get("response_code", 0) if isinstance(page, dict) else 0
    results = page.get("results") if isinstance(page, dict) else page
    if not isinstance(results, list):
        raise UserError('This JSON is no page of Open Trivia DB: it has no list called "results".')
    entries = cast("list[Any]", results)
    if not entries and code in _CODES:
        raise UserError(f"Open Trivia DB sent no questions: {_CODES[code]} (code {code}).")
    encoding = _encoding(entries)
    decode = _DECODERS[encoding]
    found = Collector("question")
    for number, entry in enumerate(entries, 1):
        if not isinstance(entry, dict):
            found.reject(number, shown(str(entry)), "not a question with its answers")
            continue
        try:
            row, reason = _row(number, cast("dict[str, Any]", entry), decode)
        except (ValueError, binascii.Error):
            found.reject(
                number, shown(str(cast("dict[str, Any]", entry).get("question"))), "damaged encoding"
            )
            continue
        if row is None:
            found.reject(number, shown(str(cast("dict[str, Any]", entry).get("question"))), reason)
        else:
            found.take(row)
    head: dict[str, Any] = {"encoding": encoding}
    if isinstance(code, int) and code:
        head["response_code"] = code
    return found.parsed(Format.OPENTDB, head)


def _loaded(text: str) -> dict[str, Any] | list[Any] | None:
    try:
        loaded = json.loads(text)
    except json.JSONDecodeError as error:
        raise UserError(f"line {error.lineno}: this can't be read as JSON ({error.msg}).") from error
    except (RecursionError, ValueError) as error:
        raise UserError("This JSON is nested, or holds numbers, as no trivia list does; not read.") from error
    return cast("dict[str, Any] | list[Any]", loaded) if isinstance(loaded, dict | list) else None


def _row(number: int, entry: dict[str, Any], decode: Callable[[str], str]) -> tuple[Row | None, str]:
    wrong = entry.get("incorrect_answers", [])
    more = entry.get("also_correct", [])
    texts = [entry.get(name, "") for name in ("question", "correct_answer")]
    others = [entry.get(name) or "" for name in ("category", "explanation", "difficulty")]
    if not isinstance(wrong, list) or not isinstance(more, list):
        return None, "its wrong answers are no list"
    wrong, more = cast("list[Any]", wrong), cast("list[Any]", more)
    if not all(isinstance(one, str) for one in (*texts, *others, *wrong, *more)):
        return None, "not text: a question and its answers must stand in quotation marks"
    level = level_of(decode(others[2]))
    if level is None:
        return None, f"its difficulty is “{shown(decode(others[2]), 20)}”: neither easy, medium nor hard"
    right = decode(texts[1])
    return Row(
        number,
        decode(texts[0]),
        (right, *map(decode, more)) if right.strip() else (),
        tuple(map(decode, wrong)),
        level,
        decode(others[0]) or None,
        decode(others[1]) or None,
        Format.OPENTDB.holds,
    ), ""


def write(questions: Sequence[Question], head: Mapping[str, Any]) -> tuple[bytes, list[str]]:
    """A page in the encoding of the imported one, and what other programs will not read of it."""
    wanted = str(head.get("encoding"))
    for encoding in (wanted if wanted in _ENCODERS else "html", "html", "base64"):
        results = [_entry(question, _ENCODERS[encoding]) for question in questions]
        if _tells(results, questions, encoding):
            break
    page = {"response_code": head.get("response_code", 0), "results": results}
    notes: list[str] = []
    extras = {
        "several right answers": sum(len(question.answers) > 1 for question in questions),
        "an explanation": sum(bool(question.explanation) for question in questions),
        "no wrong answers": sum(not question.distractors for question in questions),
    }
    for what, count in extras.items():
        if count:
            notes.append(
                f"{count} questions have {what}: Canonkeeper reads that back, other programs may not."
            )
    return (json.dumps(page, ensure_ascii=False, indent=1) + "\n").encode(), notes


def _entry(question: Question, encode: Callable[[str], str]) -> dict[str, Any]:
    right, *more = question.answers
    boolean = {right, *question.distractors} == {"True", "False"} and len(question.distractors) == 1
    entry: dict[str, Any] = {
        "type": encode("boolean" if boolean else "multiple"),
        "difficulty": encode(LEVELS[question.level]),
        "category": encode(question.category or ""),
        "question": encode(question.prompt),
        "correct_answer": encode(right),
        "incorrect_answers": [encode(wrong) for wrong in question.distractors],
    }
    if more:
        entry["also_correct"] = [encode(one) for one in more]
    if question.explanation:
        entry["explanation"] = encode(question.explanation)
    return entry


def _tells(results: list[dict[str, Any]], questions: Sequence[Question], encoding: str) -> bool:
    """Whether a reader who guesses the encoding reads what was written: a question may be *about* "&amp;"."""
    guessed = _encoding(results)
    encode, decode = _ENCODERS[encoding], _DECODERS[guessed]
    return guessed == encoding or all(
        decode(encode(text)) == text
        for question in questions
        for text in (
            question.prompt,
            question.category or "",
            question.explanation or "",
            *question.answers,
            *question.distractors,
        )
    )


_PERCENT = re.compile(r"%[0-9A-Fa-f]{2}")
_PERCENT_ENCODED = re.compile(r"(?:[A-Za-z0-9_.~+*-]|%[0-9A-Fa-f]{2})*")
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#x[0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")


def _encoding(entries: Sequence[Any]) -> str:
    """How a page's texts are encoded, told by all of them together."""
    texts: list[str] = []
    for entry in entries:
        if isinstance(entry, dict) and len(texts) < _MANY:
            named = cast("dict[str, Any]", entry)
            texts += [
                named[name] for name in ("question", "correct_answer") if isinstance(named.get(name), str)
            ]
            if named.get("type") in ("bXVsdGlwbGU=", "Ym9vbGVhbg=="):
                return "base64"
            texts += [named["category"]] if isinstance(named.get("category"), str) else []
    if any(map(_PERCENT.search, texts)) and all(map(_PERCENT_ENCODED.fullmatch, texts)):
        return "urlLegacy" if any("+" in text for text in texts) else "url3986"
    if any(map(_ENTITY.search, texts)):
        return "html"
    # Nothing tells: an HTML-encoded text would have no bare signs that HTML has names for.
    return "html" if all(_to_html(text) == text for text in texts) else "none"


def _from_base64(text: str) -> str:
    return base64.b64decode(text, validate=True).decode("utf-8")


def _to_base64(text: str) -> str:
    return base64.b64encode(text.encode()).decode("ascii")


_NAMED = {chr(code): f"&{name};" for code, name in codepoint2name.items()} | {"'": "&#039;"}


def _to_html(text: str) -> str:
    """As the site does it: every sign that HTML 4 has a name for, and the apostrophe by its number."""
    return "".join(_NAMED.get(sign, sign) for sign in text)


def _same(text: str) -> str:
    return text


_DECODERS: dict[str, Callable[[str], str]] = {
    "html": html.unescape,
    "base64": _from_base64,
    "url3986": lambda text: unquote(text, errors="strict"),
    "urlLegacy": lambda text: unquote_plus(text, errors="strict"),
    "none": _same,
}
_ENCODERS: dict[str, Callable[[str], str]] = {
    "html": _to_html,
    "base64": _to_base64,
    "url3986": lambda text: quote(text, safe=""),
    "urlLegacy": lambda text: quote_plus(text, safe=""),
    "none": _same,
}


def looks_like(text: str) -> bool:
    return text.lstrip()[:1] in ("{", "[")
