"""Web pages as a browser saves them: the article's own words, without menus, advertisements and comments."""

from __future__ import annotations

import importlib
import logging
import re
from typing import Any

import trafilatura

from bot.ingest.decoding import NotTextError
from bot.ingest.documents import Document, title_from
from bot.ingest.heads import clean
from bot.ingest.problems import Problem
from bot.ingest.readers.markup import (
    Element,
    Flow,
    address_from,
    decode_markup,
    etree,
    language_from,
    name_of,
    places_from,
)
from bot.models import Kind

MOST_MARKUP = 10_000_000
"""Characters of a page without the pictures and programs that are saved inside it."""
MOST_ELEMENTS = 100_000
FEWEST_WORDS = 5
"""Words in sentences; a page with fewer shows menus and buttons only."""

_MIME = re.compile(
    rb"(?i)\A\s*(?:[\w-]+:[^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*){0,20}?"
    rb"(?:snapshot-content-location:|content-type:\s*multipart/related)"
)
_WITHIN = re.compile(r"data:[\w.+-]{1,60}/[\w.+-]{1,60}(?:;[\w=.-]{1,40})*;base64,[A-Za-z0-9+/=%]*")
_TWO_BREAKS = re.compile(r"(?i)<br\b[^<>]{0,200}>(?:\s|&nbsp;)*(?:<br\b[^<>]{0,200}>(?:\s|&nbsp;)*)+")
_SAVED_FROM = re.compile(
    r"<!--\s*(?:saved from url=\(\d{1,6}\)|Page saved with SingleFile\s+url:\s*)(https?://[^\s<>\"]{1,2000})"
)
_SAMPLE = 5_000
_SENTENCE = re.compile(r"[.!?…][\"”’'»)\]]*(?:\s|$)")
_PLACES = (2, 3)  # levels of headings; the first is the page's title, and deeper ones are names of boxes

_CONTAINERS = frozenset({"article", "blockquote", "body", "div", "dd", "li", "main", "section", "td"})
_BLOCKS = _CONTAINERS | frozenset({
    "aside", "dl", "dt", "fieldset", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header",
    "hr", "nav", "ol", "p", "pre", "table", "ul",
})  # fmt: skip

lxml_html: Any = importlib.import_module("lxml.html")
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # what it can't read, the report says
logging.getLogger("htmldate").setLevel(logging.CRITICAL)


def read(data: bytes, name: str) -> tuple[Document | None, list[Problem]]:
    """The article of a page, or None and the reason."""

    def refused(message: str) -> tuple[None, list[Problem]]:
        return None, [Problem(name, None, message, left_out=True)]

    if _MIME.match(data[:_SAMPLE]):
        return refused(
            "is a page saved as one MHTML file, which is not read. Save it as “Web page, HTML only” (.html)."
        )
    if name.casefold().endswith((".mht", ".mhtml")):
        return refused("is named like an MHTML file, which is not read. Save the page as .html.")
    try:
        markup, encoding, damaged = decode_markup(data)
    except NotTextError as error:
        return refused(str(error))
    if "<" not in markup:
        return refused("is not a web page: it holds no markup. If it is a text, call it .txt.")
    address = _SAVED_FROM.search(markup[:_SAMPLE])
    markup = _TWO_BREAKS.sub("<p>", _WITHIN.sub("", markup))
    if len(markup) > MOST_MARKUP:
        return refused("is too large for a web page. Copy its text into a .txt file.")
    try:
        page, flow = _article(markup)
    except _TooManyElementsError:
        return refused("is made of too many parts for a web page. Copy its text into a .txt file.")
    except Exception:  # whatever the libraries stumble over: one page is no reason to stop a build
        return refused("is so broken that no article was found in it. Copy its text into a .txt file.")
    if page is None or _words_in_sentences(flow.text) < FEWEST_WORDS:
        return refused(
            "holds no article that could be found: only menus, or a page that loads its words later. "
            "Copy its text into a .txt file."
        )
    problems = [Problem(name, None, _DAMAGED)] if damaged else []
    title = clean(page.title or "")
    return Document(
        name=name,
        text=flow.text,
        head_length=0,
        title=title or title_from(name),
        author=" and ".join(clean(page.author).split("; ")) if page.author else None,
        publisher=clean(page.sitename or "").removeprefix("@") or None,
        url=address_from(page.url) or (address_from(address[1]) if address else None),
        published=page.date or None,
        kind=Kind.REPORT,
        spoils=(),
        language=language_from(page.language),
        encoding=encoding,
        title_given=bool(title),
        places=places_from(heading for heading in flow.headings if heading.level in _PLACES),
    ), problems


_DAMAGED = "some letters of it are damaged and stand as “\ufffd”. Save the page anew if you can."


class _TooManyElementsError(Exception):
    pass


def _article(markup: str) -> tuple[Any, Flow]:
    """What trafilatura tells of the page (None: nothing), and the article's words."""
    flow = Flow()
    # In bytes: lxml refuses a text that says itself which encoding it has.
    parser = lxml_html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    tree = lxml_html.document_fromstring(markup.encode("utf-8", "replace"), parser=parser)
    if sum(1 for _ in tree.iter()) > MOST_ELEMENTS:
        raise _TooManyElementsError
    language = tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang")
    for element in list(tree.iter(*_CONTAINERS)):
        _wrap_loose_words(element)
    for element in tree.iterfind(".//blockquote//div"):
        if not _holds_blocks(element):
            element.tag = "p"  # else its words would be glued to the next ones
    page: Any = trafilatura.bare_extraction(
        tree,
        fast=True,  # the other ways of looking lose quotations, and take long
        include_comments=False,
        include_formatting=False,
        with_metadata=True,
        # Only what the page says of its date; elsewhere it would take any year that it finds.
        date_extraction_params={"extensive_search": False, "original_date": True},
    )
    if page is not None:
        page.language = language
        flow.add(page.body)
    return page, flow


def _wrap_loose_words(parent: Element) -> None:
    """Put words that stand between blocks, in no paragraph of their own, into one: they would be lost.

    "<blockquote>…</blockquote>I do, and …" is how forums answer.
    """
    if not _holds_blocks(parent):
        return
    children = list(parent)
    paragraph = _paragraph(parent.text)
    if paragraph is not None:
        parent.text = None
        parent.insert(0, paragraph)
    for child in children:
        if name_of(child) in _BLOCKS:
            paragraph = _paragraph(child.tail)
            if paragraph is not None:
                child.tail = None
                child.addnext(paragraph)
            continue
        if paragraph is None:
            paragraph = etree.Element("p")
            child.addprevious(paragraph)
        paragraph.append(child)  # with the words after it


def _paragraph(text: str | None) -> Element | None:
    """A paragraph of loose words; None where there are none."""
    if not text or text.isspace():
        return None
    paragraph = etree.Element("p")
    paragraph.text = text
    return paragraph


def _holds_blocks(parent: Element) -> bool:
    return any(name_of(child) in _BLOCKS for child in parent)


def _words_in_sentences(text: str) -> int:
    return sum(len(line.split()) for line in text.splitlines() if _SENTENCE.search(line))
