"""A page made ready for the search for its article: loose words held, what is no part of it gone."""

from __future__ import annotations

import re

from bot.ingest.readers.markup import Element, etree, name_of

_CONTAINERS = frozenset({"article", "blockquote", "body", "div", "dd", "li", "main", "section", "td"})
_BLOCKS = _CONTAINERS | frozenset({
    "aside", "dl", "dt", "fieldset", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header",
    "hr", "nav", "ol", "p", "pre", "table", "ul",
})  # fmt: skip
_DRESS = ("font", "center", "span", "b", "i", "em", "strong", "big", "small", "u", "ins", "tt")
"""What says how words look; pages of old put whole articles into one of them."""

_POINTERS = ("p", "div", "h2", "h3", "h4", "h5", "h6", "strong", "b")
_LONGEST_POINTER = 300
_POINTER = re.compile(
    r"(?i)\W*(?:related(?: (?:stories|story|articles?|posts?|coverage|content))?"
    r"|read(?: more| also| next| this)?|see also|also read|more(?: from| on| like this)?|recommended"
    r"|don['’]t miss|watch(?: now| also)?|you may also like"
    r"|lesen sie auch|lies auch|mehr zum thema|mehr dazu|auch interessant|lire aussi"
    r"|à lire(?: aussi)?|voir aussi|lee también|lea también|te puede interesar|ver también|leggi anche"
    r"|leia (?:também|mais)|lees ook|läs (?:också|mer|även)|читайте также|смотрите также)"
    r"\s*(?P<mark>[:：|–—>-]+)?\s*"
)
_COUNT = re.compile(
    r"(?i)\s*[\d.,]+\s?[km]?\s+(?:notes?|likes?|shares?|comments?|views?|retweets?|replies)\s*"
)
_LETTER = re.compile(r"\w")

_FEWEST = 3  # questions of an interview


def trim(tree: Element) -> None:
    for element in reversed(list(tree.iter(*_DRESS))):
        if _holds_blocks(element):
            element.tag = "div"
    for element in list(tree.iter("q")):
        _mark(element)
    for element in list(tree.iter(*_POINTERS)):
        if _points_elsewhere(element):
            _drop(element)
    for element in list(tree.iter(*_CONTAINERS)):
        _wrap_loose_words(element)
    for element in tree.iterfind(".//blockquote//div"):
        if not _holds_blocks(element):
            element.tag = "p"  # else its words would be glued to the next ones
    _mark_questions(tree)


def _mark_questions(tree: Element) -> None:
    """Where the questions of an interview are known by being bold, they stay so: `**Why?**`."""
    bold = [one for one in map(_all_bold, tree.iter("p")) if one is not None]
    asking = sum(1 for one in bold if "?" in "".join(one.itertext()))
    if asking < _FEWEST or asking * 2 < len(bold):
        return
    for one in bold:
        one.text = f"**{(one.text or '').lstrip()}"
        last = one[-1] if len(one) else None
        if last is None:
            one.text = f"{one.text.rstrip()}**"
        else:
            last.tail = f"{(last.tail or '').rstrip()}**"


def _all_bold(paragraph: Element) -> Element | None:
    """What makes the whole of a paragraph bold."""
    child = next(iter(paragraph), None)
    if child is None or child.tag not in ("b", "strong") or len(paragraph) > 1:
        return None
    outside = f"{paragraph.text or ''}{child.tail or ''}"
    return child if not outside.strip() and _LETTER.search("".join(child.itertext())) else None


def _mark(element: Element) -> None:
    """Put words between the marks that a browser shows round them."""
    element.text = "\u201c" + (element.text or "")
    if len(element):
        element[-1].tail = (element[-1].tail or "") + "\u201d"
    else:
        element.text += "\u201d"
    element.drop_tag()


def _drop(element: Element) -> None:
    """Without the words after it, which are its parent's."""
    if element.getparent() is not None:
        element.drop_tree()


def _points_elsewhere(element: Element) -> bool:
    """ "Related: Ten ferries you must see", all of it a link; or how often people liked the page."""
    if sum(1 for _ in element.iter()) > 20:
        return False
    text = "".join(element.itertext())
    if len(text) > _LONGEST_POINTER:
        return False
    if _COUNT.fullmatch(text):
        return True
    label = _POINTER.match(text)
    links = list(element.iter("a"))
    if label is None or not links:
        return False
    linked = "".join("".join(one.itertext()) for one in links)
    outside = text
    for one in links:
        outside = outside.replace("".join(one.itertext()), "", 1)
    if _LETTER.search(outside):
        return _LETTER.search(linked) is not None and _POINTER.fullmatch(outside) is not None
    return label["mark"] is not None and _LETTER.search(text[label.end() :]) is not None


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
