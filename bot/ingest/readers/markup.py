"""What pages and books have in common: bytes to markup, and markup to paragraphs with marks in them."""

from __future__ import annotations

import codecs
import importlib
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from bot.ingest.decoding import decode
from bot.ingest.documents import MAX_TITLE, Place
from bot.ingest.heads import clean

# lxml says nothing of its types.
etree: Any = importlib.import_module("lxml.etree")
Element = Any

_DECLARED = re.compile(
    rb"""(?i)<(?:meta|\?xml)\b[^>]{0,200}?\b(?:charset|encoding)\s{0,9}=\s{0,9}["']?\s{0,9}([\w.:-]{2,40})"""
)
_NO_ASCII = ("iso2022", "hz")  # their letters are ASCII signs, so that they look like UTF-8
_ENCODINGS = re.compile(r"(?:iso8859|iso2022|cp|koi8|mac|shift|euc|gb|big5|hz|tis|johab)[\w-]*|utf-8")
_SAMPLE = 20_000
_MOST_DAMAGED = 0.001

_BLANKS = re.compile("[ \t\r\n\f\v\x85\xa0\u2028\u2029]+")
_UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u200b\u2060\ufeff\ufffe\uffff]")
"""Control signs, and what only says where a line may be broken: a word is found without it."""

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")
_ADDRESS = re.compile(r"https?://[^\s<>\"]{1,2000}")
_NUMBERED = re.compile(
    r"(?i)(?:[^\W\d]{2,20}\s)?(?:\d{1,4}|[ivxlc]{1,7})"
    r"|(?:chapter|part|book|volume|episode|act)\s\w+(?:[ -]\w+)?"
)
_CLOSED = (":", ".", "!", "?", "…", "—", "–")

# Of HTML, and of what trafilatura makes of it.
_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "center", "dd", "details", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header",
    "hgroup", "hr", "html", "li", "main", "ol", "p", "pre", "section", "summary", "table", "tr", "ul",
    "code", "head", "item", "list", "quote", "row",
})  # fmt: skip
_LINES = frozenset({"td", "th", "cell"})
_BREAKS = frozenset({"br", "lb"})
_QUOTING = frozenset({"blockquote", "quote"})
_KEPT_LINES = frozenset({"pre", "code"})
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


def decode_markup(data: bytes) -> tuple[str, str, bool]:
    """The markup, its encoding, and whether some letters of it are damaged. Raises NotTextError.

    UTF-8 wins over what the file says of itself: browsers convert a page and leave its old words in it.
    """
    found = _DECLARED.search(data[:_SAMPLE])
    declared = _encoding(found[1].decode("ascii", "replace")) if found else None
    by_ascii_signs = declared is not None and declared.startswith(_NO_ASCII)
    if declared and (by_ascii_signs or not _is_utf8(data)):
        text = data.decode(declared, "replace")
        damaged = text.count("\ufffd")
        if damaged <= len(text) * _MOST_DAMAGED:
            decode(text.encode())  # is it a text at all?
            return text, declared, damaged > 0
    return *decode(data), False


def _encoding(declared: str) -> str | None:
    """Python's name of an encoding of letters; what pages call Latin-1 is Windows's letters."""
    try:
        name = codecs.lookup(declared).name
    except LookupError:
        return None
    if name in ("ascii", "iso8859-1"):
        return "cp1252"
    return name if _ENCODINGS.fullmatch(name.replace("_", "")) else None


def _is_utf8(data: bytes) -> bool:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return True  # the mark says what it is; nothing else has to
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


@dataclass(slots=True)
class Heading:
    starts: int
    ends: int
    level: int
    label: str


@dataclass(slots=True)
class Flow:
    """The words of elements, one after the other: a blank line between paragraphs, a new line where one
    was broken by hand.
    """

    headings: list[Heading] = field(default_factory=lambda: [])
    marks: dict[str, int] = field(default_factory=lambda: {})  # by the ids of elements
    quoted: list[tuple[int, int]] = field(default_factory=lambda: [])  # block quotations
    length: int = 0
    _parts: list[str] = field(default_factory=lambda: [])
    _gap: str = ""
    _blank: bool = False
    _waiting: list[str] = field(default_factory=lambda: [])

    @property
    def text(self) -> str:
        return "".join(self._parts)

    def add(self, root: Element, skipped: Collection[str] = (), prefix: str = "") -> None:
        """All below an element. `prefix`: what stands before the ids of its elements in `marks`."""
        kept_lines = 0
        headings: list[tuple[int, int]] = []  # how many parts there were, and after how many letters
        quoting: list[int] = []  # where each block quotation begins that isn't over
        walk = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
        for event, element in walk:
            if event in ("comment", "pi"):
                self._say(element.tail, kept_lines > 0)
                continue
            tag = name_of(element)
            if event == "start":
                if identity := element.get("id"):
                    self._waiting.append(prefix + identity)
                if tag in skipped or _is_note_mark(element, tag):
                    walk.skip_subtree()
                    continue
                self._border(tag)
                if tag in _QUOTING:
                    quoting.append(self.length)
                kept_lines += tag in _KEPT_LINES
                if level := _level(element, tag):
                    headings.append((len(self._parts), level))
                self._say(element.text, kept_lines > 0)
                continue
            if not (tag in skipped or _is_note_mark(element, tag)):
                kept_lines -= tag in _KEPT_LINES
                if _level(element, tag):
                    heading = headings.pop()
                    if not headings:  # else it stands inside another one
                        self._heading(*heading)
                self._border(tag, end=True)
                if tag in _QUOTING and len(quoting) == 1 and quoting[0] < self.length:
                    self.quoted.append((quoting[0], self.length))
                if tag in _QUOTING:
                    quoting.pop()
            if element is not root:
                self._say(element.tail, kept_lines > 0)
        self.border()

    def border(self) -> None:
        """What comes next is another paragraph."""
        self._gap, self._blank = "\n\n", False

    def say(self, line: str) -> None:
        """A paragraph of its own."""
        self.border()
        self._say(line, False)
        self.border()

    def mark(self, name: str) -> None:
        """Remember where the next words begin."""
        self._waiting.append(name)

    def _border(self, tag: str, *, end: bool = False) -> None:
        if tag in _BLOCKS:
            self.border()
        elif tag in _LINES:
            self._gap = self._gap or "\n"
        elif tag in _BREAKS and not end:
            self._gap = "\n\n" if self._gap else "\n"

    def _say(self, text: str | None, keep_lines: bool) -> None:
        if not text:
            return
        lines = text.splitlines() if keep_lines else [text]
        for number, line in enumerate(lines):
            if number:
                self._gap = "\n\n" if self._gap else "\n"
            self._say_line(_BLANKS.sub(" ", _UNSEEN.sub("", line)))

    def _say_line(self, line: str) -> None:
        words = line.strip(" ")
        if not words:
            self._blank = self._blank or line != ""
            return
        if self._parts:
            between = self._gap or (" " if self._blank or line[0] == " " else "")
            self._parts.append(between)
            self.length += len(between)
        for name in self._waiting:
            self.marks.setdefault(name, self.length)
        self._waiting.clear()
        self._parts.append(words)
        self.length += len(words)
        self._gap, self._blank = "", line[-1] == " "

    def _heading(self, first: int, level: int) -> None:
        # The part before the words is what stands between them and the words before.
        parts = self._parts[first + 1 if first else 0 :]
        label = label_of("".join(parts))
        if label:
            self.headings.append(Heading(self.length - sum(map(len, parts)), self.length, level, label))


def name_of(element: Element) -> str:
    """An element's name without its namespace; "" for what is no element."""
    return element.tag.rpartition("}")[2].casefold() if isinstance(element.tag, str) else ""


def _level(element: Element, tag: str) -> int:
    """Of which level a heading is; 0 for what is none."""
    name = element.get("rend", "") if tag == "head" else tag
    return int(name[1]) if name in HEADINGS else 0


_NOTE = re.compile(r"[\[(]?(?:\d{1,4}|[*†‡]{1,3})[\])]?")
_TYPE = "{http://www.idpf.org/2007/ops}type"


def _is_note_mark(element: Element, tag: str) -> bool:
    """Whether an element is no words but a number of a note or of a page: "the lake¹"."""
    if "noteref" in element.get(_TYPE, "") or "pagebreak" in element.get(_TYPE, ""):
        return True
    if element.get("role") in ("doc-noteref", "doc-pagebreak"):
        return True
    if tag != "sup":
        return False
    few = sum(1 for _ in islice(element.iter(), 4)) < 4
    return few and _NOTE.fullmatch("".join(element.itertext()).strip()) is not None


def label_of(text: str) -> str:
    """What people call a place, from a heading: "Chapter 3\\nThe Lake" is "Chapter 3: The Lake"."""
    said = ""
    for line in text[: MAX_TITLE * 4].splitlines():
        if line := clean(line):
            said = f"{said}: {line}" if _NUMBERED.fullmatch(said) else f"{said} {line}".lstrip()
    return _short(said)


def below(above: str, label: str) -> str:
    """A place inside another one: "Part One: The Lake"."""
    return _short(f"{above}{'' if above.endswith(_CLOSED) else ':'} {label}")


def _short(label: str) -> str:
    return label if len(label) <= MAX_TITLE else label[: MAX_TITLE - 1].rstrip() + "…"


def places_from(headings: Iterable[Heading]) -> tuple[Place, ...]:
    """Headings as places; one that stands right below a higher one belongs to it: "Chapter 3: The Lake"."""
    found: list[Heading] = []
    for heading in headings:
        above = found[-1] if found else None
        if above and heading.starts - above.ends <= 2 and heading.level > above.level:
            label = below(above.label, heading.label)
            found[-1] = Heading(above.starts, heading.ends, heading.level, label)
        else:
            found.append(heading)
    return tuple(Place(heading.starts, heading.label) for heading in found)


def language_from(value: str | None) -> str | None:
    value = clean(value or "")
    return value.replace("_", "-") if _LANGUAGE.fullmatch(value) else None


def address_from(value: str | None) -> str | None:
    value = clean(value or "")
    return value if _ADDRESS.fullmatch(value) else None
