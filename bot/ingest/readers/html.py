"""Web pages as a browser saves them: the article's own words, without menus, advertisements and comments."""

from __future__ import annotations

import importlib
import logging
import re
from typing import Any

import trafilatura
from trafilatura.metadata import extract_metadata

from bot.ingest.decoding import NotTextError
from bot.ingest.documents import Document, title_from
from bot.ingest.heads import clean
from bot.ingest.problems import Problem
from bot.ingest.readers.markup import (
    Element,
    Flow,
    address_from,
    decode_markup,
    language_from,
    places_from,
)
from bot.ingest.readers.page_trim import trim
from bot.ingest.readers.threads import posts_of
from bot.ingest.readers.wiki_html import WikiPage, content_of, read_wiki
from bot.models import Kind

MOST_MARKUP = 10_000_000
"""Characters of a page without the pictures and programs that are saved inside it."""
MOST_ELEMENTS = 100_000
LARGE = 20_000
"""Elements from which on nobody searches a page for its article: in 90,000 that takes a minute."""
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
_BETWEEN = re.compile(r"\s+[-–—|·»:]+\s+")
_BYLINE = re.compile(
    r"(?i)^(?:(?:posted|published|written|story|words|text|interview|publié|publicado|escrito|geschrieben)\s+)?"
    r"(?:by|von|par|por|di|da|door|av)\s+"
)
_NO_NAME = re.compile(r"[»«|<>@]|https?:|\s.*\d")
_LONGEST_NAME = 80
_FURNITURE = frozenset({
    "aside", "audio", "button", "canvas", "figure", "footer", "form", "head", "iframe", "input", "math",
    "nav", "noscript", "object", "script", "select", "style", "svg", "template", "textarea", "title", "video",
})  # fmt: skip
# Only what the page says of its date; elsewhere any year that it holds would be taken.
_DATES = {"extensive_search": False, "original_date": True}
_PLACES = (2, 3)  # levels of headings; the first is the page's title, and deeper ones are names of boxes

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
        page, flow, wiki = _article(markup)
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
    title = _without_site(clean(page.title or ""), clean(page.sitename or ""))
    return Document(
        name=name,
        text=flow.text,
        head_length=0,
        title=title or title_from(name),
        author=_author(page.author or ""),
        publisher=clean(page.sitename or "").removeprefix("@") or None,
        url=address_from(page.url) or (address_from(address[1]) if address else None),
        published=page.date or None,
        kind=Kind.REPORT if wiki is None else Kind.WORK if wiki.script else Kind.FAN,
        spoils=(),
        language=language_from(page.language),
        encoding=encoding,
        title_given=bool(title),
        quoted=() if wiki else tuple(flow.quoted),  # a wiki's reader takes them for itself
        places=places_from(heading for heading in flow.headings if heading.level in _PLACES),
        turns=wiki.turns if wiki else (),
        people=(wiki.person,) if wiki and wiki.person else (),
    ), problems


_DAMAGED = "some letters of it are damaged and stand as “\ufffd”. Save the page anew if you can."


class _TooManyElementsError(Exception):
    pass


def _article(markup: str) -> tuple[Any, Flow, WikiPage | None]:
    """What trafilatura tells of the page (None: nothing), the article's words, and what a wiki tells."""
    flow = Flow()
    # In bytes: lxml refuses a text that says itself which encoding it has.
    parser = lxml_html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    tree = lxml_html.document_fromstring(markup.encode("utf-8", "replace"), parser=parser)
    elements = sum(1 for _ in tree.iter())
    if elements > MOST_ELEMENTS:
        raise _TooManyElementsError
    language = tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang")
    named = "" if tree.xpath("//meta[@property='og:title']") else clean(tree.findtext(".//title") or "")
    content = content_of(tree)
    if content is not None:
        page = _told(tree, language, named)
        page.author = None
        wiki = read_wiki(content, page.title)
        return page, wiki.flow, wiki
    posts = posts_of(tree)
    trim(tree)
    if elements > LARGE and posts is None:
        flow.add(_whole(tree), _FURNITURE)
        return _told(tree, language, named), flow, None
    page: Any = trafilatura.bare_extraction(
        tree,
        fast=True,  # the other ways of looking lose quotations, and take long
        include_comments=False,
        include_formatting=False,
        with_metadata=True,
        date_extraction_params=dict(_DATES),
    )
    if page is None:
        return None, flow, None
    page.language = language
    page.title = _title(clean(page.title or ""), named)
    if posts is not None:
        posts.quoted.clear()  # what a post quotes has its writer above it, in the words of the forum
        return page, posts, None
    flow.add(page.body)
    return page, flow, None


def _told(tree: Element, language: str | None, named: str) -> Any:
    """What a page says of itself."""
    page = extract_metadata(tree, date_config=dict(_DATES))
    page.language, page.title = language, _title(clean(page.title or ""), named)
    return page


def _whole(tree: Element) -> Element:
    """All that a large page holds, which is a book and no article; or what it calls its main part."""
    body = tree.find("body")
    parts: list[Element] = tree.xpath("//article | //main | //*[@role='main' or @itemprop='articleBody']")
    part = max(parts, key=_length, default=body)
    return part if body is None or _length(part) * 2 > _length(body) else body


def _length(element: Element) -> int:
    return sum(map(len, element.itertext()))


def _title(found: str, named: str) -> str:
    """Of a page whose only heading is the site's name, what "A talk about ice - Lake Forums" begins with."""
    first, *others = _BETWEEN.split(named)
    return first if others and found.casefold() in (one.casefold() for one in others) else found


def _without_site(title: str, site: str) -> str:
    """ "A talk about ice – Lake News", on Lake News, is "A talk about ice"."""
    end = re.search(rf"{_BETWEEN.pattern}{re.escape(site)}$", title, re.IGNORECASE) if site else None
    return title[: end.start()] if end and end.start() else title


def _author(found: str) -> str | None:
    """All who are named as authors; "Posted by" is no part of a name, and a line with dates is none."""
    names = (_BYLINE.sub("", clean(one)).strip(" ,:|") for one in found.split("; "))
    kept = (one for one in names if one and not _NO_NAME.search(one) and len(one) <= _LONGEST_NAME)
    return " and ".join(dict.fromkeys(kept)) or None


def _words_in_sentences(text: str) -> int:
    return sum(len(line.split()) for line in text.splitlines() if _SENTENCE.search(line))
