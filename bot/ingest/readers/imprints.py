"""What publishers put before and behind their books: imprints, licences, which are no part of them."""

from __future__ import annotations

import re

from bot.ingest.readers.markup import Element

_BORDER = re.compile(
    r"\s*\*{3}\s*(?:(START)|END) OF (?:THE|THIS) PROJECT GUTENBERG EBOOK[^*]{0,300}\*{3}\s*", re.IGNORECASE
)
_LONGEST = 400  # characters of a border
_PARTS = ("section", "div", "pre", "body", "article", "aside", "header", "footer")
_TYPE = "{http://www.idpf.org/2007/ops}type"
_OF_PUBLISHERS = frozenset(
    {"imprint", "colophon", "copyright-page", "pg-boilerplate", "pg-header", "pg-footer"}
)


def cut_boilerplate(tree: Element) -> None:
    """By what new books call their parts, and by the lines of Project Gutenberg round the book itself."""
    for element in list(tree.iter(*(f"{{*}}{one}" for one in _PARTS))):
        called = " ".join(element.get(key) or "" for key in ("class", "id", _TYPE))
        if _OF_PUBLISHERS & set(called.split()):
            _remove(element)
    for element in list(tree.iter("{*}p", "{*}div", "{*}pre", "{*}h2", "{*}span")):
        text = "".join(element.itertext()) if len(element) < 10 else ""
        if len(text) <= _LONGEST and (border := _BORDER.fullmatch(text)):
            _remove_beyond(element, before=border[1] is not None)
            return


def _remove_beyond(border: Element, *, before: bool) -> None:
    """The border, and all that stands before or behind it in the same file."""
    element = border
    while (parent := element.getparent()) is not None and not str(parent.tag).endswith(("}html", "html")):
        for one in list(element.itersiblings(preceding=before)):
            _remove(one)
        if before:
            parent.text = None
        element = parent
    _remove(border)


def _remove(element: Element) -> None:
    parent = element.getparent()
    if parent is None:
        return
    before = element.getprevious()
    if element.tail:  # words after it are not its own
        if before is None:
            parent.text = (parent.text or "") + element.tail
        else:
            before.tail = (before.tail or "") + element.tail
    parent.remove(element)
