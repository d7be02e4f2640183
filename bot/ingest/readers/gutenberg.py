"""What Project Gutenberg puts before and behind its books: a licence, which is no part of them."""

from __future__ import annotations

import re

from bot.ingest.readers.markup import Element

_BORDER = re.compile(
    r"\s*\*{3}\s*(?:(START)|END) OF (?:THE|THIS) PROJECT GUTENBERG EBOOK[^*]{0,300}\*{3}\s*", re.IGNORECASE
)
_LONGEST = 400  # characters of a border


def cut_boilerplate(tree: Element) -> None:
    """By the marks of new books, and in older ones by the lines that say where a book starts and ends."""
    for element in list(tree.iter("{*}section", "{*}div", "{*}pre")):
        named = f"{element.get('class') or ''} {element.get('id') or ''}".split()
        if {"pg-boilerplate", "pg-header", "pg-footer"} & set(named):
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
