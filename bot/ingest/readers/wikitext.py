"""Wikitext to the words that a reader of the page sees, however broken it is."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

import mwparserfromhell
from mwparserfromhell import nodes

MAX_DEPTH = 30
HEADING = "\x01"
"""Before a heading, in what is rendered."""

_HIDDEN = frozenset(
    {"ref", "references", "gallery", "tabview", "imagemap", "math", "score", "timeline"}
    | {"templatestyles", "style", "script", "infobox", "nav", "includeonly", "youtube", "video", "verbatim"}
    | {"hiero", "graph", "mapframe", "maplink", "indicator", "inputbox", "dpl", "categorytree", "chem"}
)
_OWN_LINE = frozenset({"br", "hr", "p", "div", "blockquote", "poem", "center", "pre", "li", "dd", "dt"})
_CELLS = {"tr": "\n|-\n", "td": "\n| ", "th": "\n! "}
"""How wikitext itself has what HTML may stand for in it: so a table is one, whichever way it is written."""
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]{0,20})\b([^<>]{0,3000})>")
_NAMESPACES = re.compile(
    r"\s*(?:file|image|category|media|template|user|special|mediawiki|datei|bild|kategorie|fichier|catégorie"
    r"|archivo|categoría|[a-z]{2,3}(?:-[a-z]{2,8})?)\s*:",
    re.IGNORECASE,
)
_TABS = re.compile(r"(?:(?<=<tabber>)|\|-\|)\s*[^\n=|\[\]{}<>]{1,80}=", re.IGNORECASE)
_NOT_SAID = re.compile("[\x01-\x04]")

# Templates that stand round words of a sentence: which of their values is what a reader sees there.
_FIRST = frozenset(
    {"nowrap", "nobr", "nobold", "noitalic", "small", "smaller", "big", "larger", "tooltip", "tt", "hover"}
    | {"abbr", "ruby", "ill", "i", "b", "em", "strong", "u", "sc", "smallcaps"}
)
_LAST = frozenset({"w", "wp", "wikipedia", "color", "colour", "font color", "colored text", "lang"})
_LISTS = frozenset(
    {"plainlist", "plain list", "unbulleted list", "ubl", "ublist", "hlist", "flatlist", "br list"}
)
_MEASURES = frozenset({"convert", "cvt"})


def parsed(wikitext: str) -> Any:
    """Raises mwparserfromhell's ParserError or a RecursionError."""
    return mwparserfromhell.parse(_balanced(_without_tags(wikitext)))


class Renderer:
    """Gathers the words below a piece of parsed wikitext. What is to be seen of templates and tables, which
    in themselves are left out, those who inherit from it decide.
    """

    def __init__(self, foreign: frozenset[str] = frozenset()) -> None:
        """`foreign`: the wiki's own names of namespaces whose links show nothing, such as categories."""
        self._foreign = foreign
        self.parts: list[str] = []

    def template(self, node: Any) -> None:
        self.parts.append(seen_of(node))

    def table(self, node: Any) -> None:
        pass

    def render(self, code: Any, depth: int = 0) -> None:
        for node in code.nodes:
            if isinstance(node, nodes.Text):
                self.parts.append(str(node.value))
            elif isinstance(node, nodes.Wikilink):
                self._link(node, depth)
            elif isinstance(node, nodes.ExternalLink):  # a bare one: those in brackets are their words by now
                self.parts.append(str(node.url))
            elif isinstance(node, nodes.HTMLEntity):
                self.parts.append(_entity(node))
            elif isinstance(node, nodes.Template):
                self.template(node)
            elif isinstance(node, nodes.Tag) and depth < MAX_DEPTH:
                if str(node.tag) == "table":
                    self.table(node)
                elif str(node.tag) not in _HIDDEN:
                    self.render(node.contents, depth + 1)  # a list's item, say

    def _link(self, node: Any, depth: int) -> None:
        title = str(node.title)
        if _NAMESPACES.match(title) or title.partition(":")[0].strip().casefold() in self._foreign:
            return
        if node.text is None:
            self.parts.append(title.lstrip(": "))
        elif depth < MAX_DEPTH:
            self.render(node.text, depth + 1)


def words(code: Any) -> str:
    renderer = Renderer()
    renderer.render(code)
    return _NOT_SAID.sub("", "".join(renderer.parts))


def name_of(template: Any) -> str:
    """`Infobox_character` and `infobox character ` are one name."""
    return " ".join(re.sub(r"[_/:-]+", " ", str(template.name)[:100]).casefold().split())


def positional(template: Any) -> list[Any]:
    """The values without a name, and those that are named by their number, in order."""
    found: dict[int, Any] = {}
    for one in template.params:
        number = str(one.name).strip()
        if number.isascii() and number.isdigit() and len(number) < 3:
            found[int(number)] = one.value
    return [found[number] for number in sorted(found)]


def named(template: Any) -> Iterator[tuple[str, Any]]:
    for one in template.params:
        key = " ".join(str(one.name)[:60].replace("_", " ").replace("-", " ").casefold().split())
        if not key.isdigit():
            yield key, one.value


def seen_of(template: Any) -> str:
    """What a reader sees of a template that only dresses words: "{{nowrap|Long Lake}}" is "Long Lake"."""
    name = name_of(template)
    values = positional(template)
    if name.startswith("formatnum "):
        return name.removeprefix("formatnum ")
    if name in _LISTS:
        return "".join(f"\n{words(one)}\n" for one in values)
    if name in _MEASURES:
        several = 4 if len(values) > 3 and str(values[1]).strip() in ("to", "and", "-", "–", "by", "x") else 2
        return " ".join(str(one).strip() for one in values[:several])
    if values and name in _FIRST:
        return words(values[0])
    return words(values[-1]) if values and (name in _LAST or name.startswith("lang ")) else ""


# ---- before it is parsed


def _without_tags(wikitext: str) -> str:
    """Before it is parsed: without comments and HTML, and without what stands in tags that aren't shown.

    The parser takes minutes for a page full of tags that are never closed.
    """
    text = _without_comments(wikitext)
    if "<tabber>" in text.casefold():
        text = _TABS.sub("\n\n", text)  # what stands on a tab is a label of a button
    tags = list(_TAG.finditer(text))
    closing: defaultdict[str, list[int]] = defaultdict(list)
    for tag in tags:
        if tag[1]:
            closing[tag[2].casefold()].append(tag.start())
    parts: list[str] = []
    at = 0
    tables = 0
    for tag in tags:
        if tag.start() < at:
            continue
        parts.append(text[at : tag.start()])
        at = tag.end()
        named = tag[2].casefold()
        ends = tables > 0 if tag[1] else bisect_left(closing[named], at) < len(closing[named])
        if named == "table" and ends:
            tables += -1 if tag[1] else 1
            parts.append("\n|}\n" if tag[1] else "\n{|\n")
        elif named in _CELLS and tables > 0:
            parts.append("" if tag[1] else _CELLS[named])
        elif named in _OWN_LINE:
            parts.append("\n")
        elif named in _HIDDEN and not tag[1] and not tag[3].endswith("/"):
            ends = closing[named]
            nth = bisect_left(ends, at)
            if nth < len(ends):
                at = ends[nth]
    parts.append(text[at:])
    return "".join(parts)


# A table begins a line; where what stands before it is taken out, any may.
_BRACKET = re.compile(r"\{\{|\}\}|\[\[|\]\]|\{\|(?!\})|^[ \t]*\|\}(?!\})", re.MULTILINE)
_ARGUMENT = re.compile(r"\{\{\{[^{}]{0,200}\}\}\}")
_QUOTES = re.compile(r"'{2,5}")  # bold and italics
_HEADING = re.compile(r"^={1,6}[ \t]*([^\n=](?:[^\n]{0,200}[^\n= \t])?)[ \t]*={1,6}[ \t]*$", re.MULTILINE)
_LINK = re.compile(r"\[(?:https?:)?//[^\s\[\]]{1,2000}[ \t]*([^\[\]\n]{0,500})\]")
_LOOSE_LINK = re.compile(r"\[(?=[a-z]{0,10}:?//)", re.IGNORECASE)
_RULES = re.compile(r"={2,}")
_CLOSES = {"}}": "{{", "]]": "[[", "|}": "{|"}


def _balanced(text: str) -> str:
    """With headings marked; without bold, italics, addresses, and brackets that nothing closes or that stand
    too deep: over those, the parser tries everything.
    """
    text = _QUOTES.sub("", _ARGUMENT.sub("", _NOT_SAID.sub("", text)))
    text = _HEADING.sub(rf"\n\n{HEADING}\1\n\n", text)
    text = _RULES.sub("=", _LOOSE_LINK.sub("", _LINK.sub(r"\1", text)))
    found = list(_BRACKET.finditer(text))
    open_: list[int] = []  # places in `found`
    waiting: Counter[str] = Counter()
    wrong = [True] * len(found)
    for place, bracket in enumerate(found):
        sign = bracket[0].strip(" \t:")
        opening = _CLOSES.get(sign)
        if opening is None:
            open_.append(place)
            waiting[sign] += 1
            continue
        if not waiting[opening]:
            continue
        while True:
            before = open_.pop()
            was = found[before][0].strip(" \t:")
            waiting[was] -= 1
            if was == opening:
                break
        if len(open_) < MAX_DEPTH:
            wrong[before] = wrong[place] = False
    parts: list[str] = []
    at = 0
    for place, bracket in enumerate(found):
        if wrong[place]:
            parts.append(text[at : bracket.start()])
            at = bracket.end()
    parts.append(text[at:])
    return "".join(parts)


def _without_comments(text: str) -> str:
    parts: list[str] = []
    at = 0
    while (start := text.find("<!--", at)) >= 0:
        parts.append(text[at:start])
        end = text.find("-->", start)
        at = len(text) if end < 0 else end + 3
    parts.append(text[at:])
    return "".join(parts)


def _entity(node: Any) -> str:
    try:
        sign = str(node.normalize())
    except (ValueError, OverflowError):
        return ""
    return sign if sign.isprintable() or sign in "\xa0\u200a\u2009" else " "
