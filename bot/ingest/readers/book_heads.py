"""The XML of books, however broken, and what a book says of itself in it: title, author, date."""

from __future__ import annotations

import re
from datetime import date
from html import escape
from html.entities import html5

from bot.ingest.decoding import NotTextError
from bot.ingest.heads import clean
from bot.ingest.readers.markup import Element, decode_markup, etree

_PROLOG = re.compile(
    r"\A\ufeff?\s*(?:<\?xml[^>]{0,300}\?>\s*)?(?:<!--(?:[^-]|-(?!->))*-->\s*)?"
    r"(?:<!DOCTYPE\b[^\[>]{0,1000}(?:\[[^\]]*\]\s*)?>)?",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#[xX][\da-fA-F]{1,6});)(?:(\w{1,40});)?")
_CLOSED_AT_ONCE = re.compile(r"<(\w{1,20})((?:\s[^<>]*)?)/>")
_VOID = frozenset({
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track",
    "wbr",
})  # fmt: skip
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(?!\d)")
_OPF = "{http://www.idpf.org/2007/opf}"


def parsed(data: bytes) -> Element | None:
    """As XML if it is that, else as a browser would read it."""
    try:
        markup, _, _ = decode_markup(data)
    except NotTextError:
        return None
    markup = _ENTITY.sub(_letter, _PROLOG.sub("", markup, count=1))
    for parser, attempt in (
        (etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False), markup),
        (etree.HTMLParser(no_network=True, huge_tree=False), None),
    ):
        try:
            tree = etree.fromstring(attempt or _CLOSED_AT_ONCE.sub(_opened, markup), parser)
        except (etree.LxmlError, ValueError):
            continue
        if tree is not None:
            return tree
    return None


def _letter(entity: re.Match[str]) -> str:
    """What "&nbsp;" stands for: XML knows such names only from a list elsewhere. Others stay as they are."""
    letter = html5.get(f"{entity[1]};") if entity[1] else None
    return escape(letter) if letter else f"&amp;{entity[0][1:]}"


def _opened(tag: re.Match[str]) -> str:
    """What is closed at once, for a reader of HTML: to it, all that follows <a id="x"/> would be inside."""
    return tag[0] if tag[1].casefold() in _VOID else f"<{tag[1]}{tag[2]}></{tag[1]}>"


class Told:
    """The metadata of a book, every value clean or not there."""

    def __init__(self, package: Element) -> None:
        self._metadata = next(package.iter("{*}metadata"), package)
        self._refined: dict[tuple[str, str], str] = {}
        for meta in self._metadata.iter("{*}meta"):
            refines, word = meta.get("refines", "").removeprefix("#"), meta.get("property", "")
            self._refined[refines, word] = clean(meta.text or "")

    def _found(self, word: str) -> list[tuple[Element, str]]:
        found = ((one, clean("".join(one.itertext()))) for one in self._metadata.iter(f"{{*}}{word}"))
        return [(one, value) for one, value in found if value]

    def all(self, *words: str) -> list[str]:
        return [value for word in words for _, value in self._found(word)]

    def first(self, word: str) -> str | None:
        return next(iter(self.all(word)), None)

    def title(self) -> str | None:
        for one, value in self._found("title"):
            if self._refined.get((one.get("id", ""), "title-type")) == "main":
                return value
        return self.first("title")

    def author(self) -> str | None:
        """All who are named as authors; who draws or translates is none."""
        roles = [
            (value, one.get(f"{_OPF}role") or self._refined.get((one.get("id", ""), "role")) or "aut")
            for one, value in self._found("creator")
        ]
        names = dict.fromkeys(value for value, role in roles if role == "aut")
        return " and ".join(names or [value for value, _ in roles[:1]]) or None

    def published(self) -> str | None:
        dates = self._found("date")
        dates.sort(key=lambda one: one[0].get(f"{_OPF}event") != "publication")
        for _, value in dates:
            found = _DATE.match(value)
            if found and int(found[1]) > 1000:  # programs write the year 101 for "unknown"
                try:
                    date(int(found[1]), int(found[2] or 1), int(found[3] or 1))
                except ValueError:
                    continue
                return found[0]
        return None
