"""Anki's "notes in plain text": lines of `#key:value`, then fields parted by tabs, as HTML as a rule."""

from __future__ import annotations

import csv
import html
import io
import re
from collections.abc import Mapping, Sequence
from html.parser import HTMLParser
from typing import Any

from bot.errors import UserError
from bot.exchange.rows import LEVELS, Collector, Format, Parsed, Row, join_answers, level_of, split_answers
from bot.exchange.table import blank_ends, cells, fields
from bot.models import Question

_HEADER = re.compile(
    r"#(separator|html|columns|tags|deck|notetype|if matches"
    r"|(?:tags|deck|notetype|guid) column) ?:[ \t]*(.*)",
    re.IGNORECASE,
)
_SEPARATORS = {
    "tab": "\t",
    "comma": ",",
    "semicolon": ";",
    "space": " ",
    "pipe": "|",
    "colon": ":",
}
_MARKUP = re.compile(
    r"<(?:br|div|p|b|i|u|em|strong|img|span|ul|ol|li|a|font|sub|sup)\b|&[a-z]+;|&#[0-9]", re.I
)
_SOUND = re.compile(r"\[(?:sound|anki:play):[^\]\n]{0,300}\]")
_GAP = re.compile(r"\{\{c[0-9]+::(.{1,200}?)(?:::[^{}]{0,200})?\}\}")
_TAG = re.compile(r"<(/?[A-Za-z][A-Za-z0-9]*)(?![A-Za-z0-9])[^<>]*>")
_OTHER_ANGLE = re.compile(r"<(?!/?[A-Za-z][A-Za-z0-9]*>)")
_LEVEL_TAG = "level::"
_MAX_FIELD = 20_000
_MAX_HEADER = 50
_BLOCKS = frozenset({"br", "div", "p", "li", "ul", "ol", "tr", "h1", "h2", "h3", "h4", "hr", "blockquote"})
_UNSEEN = frozenset({"script", "style", "head", "title"})


def parse(text: str) -> Parsed:
    header, body, line = _header(text)
    delimiter = _delimiter(header.get("separator", ""), body)
    as_html = header["html"].strip().casefold() == "true" if "html" in header else bool(_MARKUP.search(body))
    special = {
        int(header[name]) - 1: name.split()[0]
        for name in ("tags column", "deck column", "notetype column", "guid column")
        if header.get(name, "").strip().isdecimal() and len(header[name]) < 4
    }
    named = next(csv.reader([header.get("columns", "")], delimiter=delimiter), list[str]())
    columns = {place: field for place, field in fields(named).items() if place not in special}
    if not {"prompt", "answers"} <= set(columns.values()):
        columns = {}
    found = Collector()
    left_unread = other_tags = 0
    for number, row in cells(body, delimiter, line):
        if not any(cell.strip() for cell in row):
            continue
        plain = [place for place in range(len(row)) if place not in special]
        meant = columns or dict(zip(plain, ("prompt", "answers", "explanation"), strict=False))
        left_unread += any(row[place].strip() for place in plain if place not in meant)
        tags = _special(row, special, "tags") or header.get("tags", "")
        other_tags += bool([tag for tag in tags.split() if not tag.startswith(_LEVEL_TAG)])
        deck = _special(row, special, "deck") or header.get("deck", "")
        _take(found, number, row, meant, tags, deck, as_html=as_html, cloze=not columns)
    notes: list[str] = []
    if left_unread:
        notes.append(f"{left_unread} notes have more fields than question, answer and explanation: not read.")
    if other_tags:
        notes.append(f"{other_tags} notes have tags, which questions have no room for; decks are kept.")
    return found.parsed(Format.ANKI, {}, notes)


def _take(
    found: Collector,
    line: int,
    row: Sequence[str],
    columns: Mapping[int, str],
    tags: str,
    deck: str,
    *,
    as_html: bool,
    cloze: bool,
) -> None:
    values: dict[str, str] = {}
    if any(len(cell) > _MAX_FIELD for cell in row):
        found.reject(line, "", f"one of its fields has more than {_MAX_FIELD:,} characters")
        return
    for place, field in columns.items():
        cell = row[place] if place < len(row) else ""
        text = plain_text(cell) if as_html else _SOUND.sub("", cell).strip()
        values[field] = f"{values[field]}|{text}" if values.get(field) else text
    prompt, answers = values.get("prompt", ""), split_answers(values.get("answers", ""))
    if not prompt and any(cell.strip() for cell in row):
        found.reject(line, "", "the question is empty once pictures and sounds are left out")
        return
    gaps = _GAP.findall(prompt[:2000]) if cloze else []
    if gaps:
        if len(gaps) > 1:
            found.reject(line, prompt, "a text with several gaps is more than one question")
            return
        if answers and "explanation" not in values:
            values["explanation"] = "|".join(answers)
        prompt, answers = _GAP.sub("_____", prompt), split_answers(gaps[0])
    levels = (level_of(tag.removeprefix(_LEVEL_TAG)) for tag in tags.casefold().split())
    level = next(filter(None, levels), 2)
    found.take(
        Row(
            line,
            prompt,
            tuple(answers),
            tuple(split_answers(values.get("distractors", ""))),
            level,
            deck.strip() or None,
            values.get("explanation") or None,
            frozenset({"answers", "level", "category"} | set(values)) - {"prompt"},
        )
    )


def _special(row: Sequence[str], special: Mapping[int, str], wanted: str) -> str:
    return next((row[place] for place, name in special.items() if name == wanted and place < len(row)), "")


def _header(text: str) -> tuple[dict[str, str], str, int]:
    """The lines before the notes, the notes, and the line on which these begin."""
    header: dict[str, str] = {}
    place = lines = 0
    while text.startswith("#", place) and lines < _MAX_HEADER:
        end = text.find("\n", place) + 1 or len(text)
        if match := _HEADER.fullmatch(text[place:end].rstrip("\r\n")):
            header[match[1].casefold()] = match[2]
        place, lines = end, lines + 1
    return header, text[place:], lines + 1


def _delimiter(named: str, body: str) -> str:
    separator = _SEPARATORS.get(named.strip().casefold(), named if len(named) == 1 else "")
    if separator:
        return separator
    if named.strip():
        raise UserError(f"The separator “{named.strip()[:20]}” is none that Anki knows; “tab” is usual.")
    return next((sign for sign in "\t;," if sign in body[:5000]), "\t")


class _Words(HTMLParser):
    """The words of a field as one reads them."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        self._unseen += tag in _UNSEEN
        if tag in _BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._unseen = max(0, self._unseen - (tag in _UNSEEN))
        if tag in _BLOCKS and tag != "br" and self.parts and self.parts[-1] != "\n":
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.parts.append(re.sub(r"[\r\n]+", " ", data).replace("\xa0", " "))


def _bare(field: str) -> str:
    """Tags without attributes or comments, no other "<": unclosed ones cost the standard library hours."""
    first, *rest = field.split("<!--")
    seen = first + "".join(part.partition("-->")[2] for part in rest)
    return _OTHER_ANGLE.sub("&lt;", _TAG.sub(r"<\1>", seen))


def plain_text(field: str) -> str:
    words = _Words()
    words.feed(_bare(_SOUND.sub("", field)))
    words.close()
    return "".join(words.parts).strip()


def write(questions: Sequence[Question], head: Mapping[str, Any]) -> tuple[bytes, list[str]]:
    """Notes with the category as the deck and the level as a tag."""
    file = io.StringIO(newline="")
    file.write(
        "#separator:tab\n#html:true\n#columns:Question\tAnswers\tWrong answers\tExplanation\tDeck\tTags\n"
        "#deck column:5\n#tags column:6\n"
    )
    writer = csv.writer(file, delimiter="\t", lineterminator="\n")
    for question in questions:
        texts = (
            question.prompt,
            join_answers(question.answers),
            join_answers(question.distractors),
            question.explanation or "",
        )
        writer.writerow(
            [*map(_as_html, texts), question.category or "", f"{_LEVEL_TAG}{LEVELS[question.level]}"]
        )
    notes = blank_ends(questions)
    if lost := [name for name in head if name not in ("delimiter", "scalars", "encoding", "response_code")]:
        notes.append(f"Anki's notes have no room for {', '.join(lost)}: left out.")
    return file.getvalue().encode(), notes


def _as_html(text: str) -> str:
    escaped = html.escape(text, quote=False).replace("\n", "<br>").replace("[", "&#91;")
    return escaped.replace("#", "&#35;", 1) if text.startswith("#") else escaped  # no line of the header


def looks_like(text: str) -> bool:
    return bool(_HEADER.match(text.split("\n", 1)[0].rstrip("\r")))
