"""Pages of wikis as a browser saves them: who says what in them, and whom a page is about."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from bot.ingest.documents import Turn
from bot.ingest.quotes.model import KnownPerson
from bot.ingest.readers.markup import HEADINGS, Element, Flow, etree, name_of
from bot.ingest.readers.texts import named_speaker, spoken
from bot.ingest.readers.wiki_boxes import OF_ONE, person_in
from bot.ingest.readers.wiki_pages import SCRIPT
from bot.ingest.readers.wiki_speech import (
    ENDED,
    MOST_WORDS,
    Resolve,
    Said,
    is_name,
    resolver,
    speaker_in,
    speech_in,
)

_CONTENT = ".//*[contains(concat(' ', normalize-space(@class), ' '), ' mw-parser-output ')]"
_OLD_CONTENT = ".//*[@id='mw-content-text' or @id='bodyContent']"
_SKIPPED = frozenset({
    "audio", "button", "canvas", "figure", "form", "iframe", "img", "input", "math", "nav", "noscript",
    "object", "script", "select", "style", "svg", "table", "template", "textarea", "video",
})  # fmt: skip
_FURNITURE = frozenset({
    "mw-editsection", "toc", "reference", "references", "references-small", "reflist", "navbox", "noprint",
    "mw-jump-link", "printfooter", "catlinks", "mbox", "ambox", "mw-empty-elt", "thumb", "gallery", "hatnote",
    "dablink", "metadata", "wikia-gallery", "mw-references-wrap", "sistersitebox", "mw-collapsible-toggle",
})  # fmt: skip
_OF_REAL = frozenset(("years active", "known for", "website", "imdb", "twitter", "instagram", "birthplace"))
_QUOTE = re.compile(r"(?:^|[\s_-])[a-z]{0,8}quot(?:e|es|ation|ebox)(?:$|[\s_-])", re.IGNORECASE)
_QUOTATIONS = ("blockquote", "div", "dl", "p", "table")
_DASHED = re.compile(r"\s*[~—–―‒-]{1,2}\s*(?=[^\W\d_])")
_MARKS = re.compile(r"[\"“”„«»'‘’\s]*")
_ROUND = '"“”„«» '
_MOST_LINES = 30
_LARGE = 300  # elements; no quotation has as many
_NEAR = 30


@dataclass(frozen=True, slots=True)
class WikiPage:
    flow: Flow
    turns: tuple[Turn, ...]
    person: KnownPerson | None
    script: bool


def content_of(tree: Element) -> Element | None:
    """Where a page of a wiki has its article; None for any other page."""
    found: list[Element] = tree.xpath(_CONTENT)
    if not found and _made_by_mediawiki(tree):
        found = tree.xpath(_OLD_CONTENT)
    return max(found, key=_size, default=None)


def _size(element: Element) -> int:
    return sum(1 for _ in element.iter())


def _made_by_mediawiki(tree: Element) -> bool:
    return any(
        (one.get("content") or "").startswith("MediaWiki")
        for one in tree.iterfind(".//meta[@name='generator']")
    )


def read_wiki(root: Element, title: str) -> WikiPage:
    """The article below `root`, which is changed on the way."""
    script = SCRIPT.search(title) is not None
    boxes = list(_boxes(root))
    person = None if script else _person(title, [dict(_fields(box)) for box in boxes])
    for element in [*boxes, *root.iter()]:
        if element in boxes or _FURNITURE & set((element.get("class") or "").split()):
            _drop(element)
    resolve = resolver({}, person and person.name, person.aliases if person else ())
    speakers: list[str | None] = []
    for element in list(root.iter(*_QUOTATIONS)):
        if element is not root and _within(element, root) and (lines := _speech(element, resolve, script)):
            _put(element, lines, speakers)
    _drop_hollow_headings(root)
    flow = Flow()
    flow.add(root, _SKIPPED)
    return WikiPage(flow, tuple(_turns(flow, speakers)), person, script)


def _drop(element: Element) -> None:
    if element.getparent() is not None:
        element.drop_tree()


def _within(element: Element, root: Element) -> bool:
    """Whether nothing above it was taken out."""
    return any(one is root for one in element.iterancestors())


# --- whom the page is about ---------------------------------------------------------------------------------


def _boxes(root: Element) -> Iterator[Element]:
    for element in root.iter("aside", "table", "div"):
        if {"portable-infobox", "infobox"} & set((element.get("class") or "").split()):
            yield element


def _fields(box: Element) -> Iterator[tuple[str, str]]:
    """What a box says of what, by the names that its template has, and by those that it shows."""
    for item in box.iter():
        kind = set((item.get("class") or "").split())
        if "pi-data" in kind:
            label = next((one for one in item.iter() if "pi-data-label" in (one.get("class") or "")), None)
            value = next((one for one in item.iter() if "pi-data-value" in (one.get("class") or "")), None)
            names = (item.get("data-source"), None if label is None else _words(label))
        elif item.tag == "tr" and [one.tag for one in item] == ["th", "td"]:
            value, names = item[1], (_words(item[0]),)
        else:
            continue
        for name in names:
            if name and value is not None:
                yield _key(name), _words(value)


def _key(name: str) -> str:
    return " ".join(re.sub(r"[_:-]", " ", name).casefold().split())


def _person(title: str, boxes: Sequence[dict[str, str]]) -> KnownPerson | None:
    for values in boxes:
        if OF_ONE & values.keys():
            kind = "real" if _OF_REAL & values.keys() and "first appearance" not in values else None
            if (found := person_in(title, kind, values, ())) is not None:
                return found
    return None


# --- who says what ------------------------------------------------------------------------------------------


def _words(element: Element) -> str:
    flow = Flow()
    flow.add(element, _SKIPPED - {"table"})
    return flow.text


def _speech(element: Element, resolve: Resolve, script: bool) -> list[Said]:
    """What an element holds if it is a table of speech, a dialogue, or a quotation with its speaker."""
    if element.tag == "table":
        if next(element.iterdescendants("table"), None) is not None:
            return []  # it only says where things stand on the page
        rows = ([_words(cell) for cell in row if cell.tag in ("td", "th")] for row in element.iter("tr"))
        if found := speech_in(rows, resolve, script=script):
            return found
    if sum(1 for _ in islice(element.iter(), _LARGE)) == _LARGE:
        return []
    if element.tag == "dl" and (found := _dialogue(element, resolve)):
        return found
    if element.tag in ("blockquote", "dl") or _QUOTE.search(element.get("class") or ""):
        return _quotation(element, resolve)
    return []


def _quotation(element: Element, resolve: Resolve) -> list[Said]:
    """Words, and below them a dash and who says them."""
    lines = [line for line in _words(element).splitlines() if not _MARKS.fullmatch(line)]
    if not 1 < len(lines) <= _MOST_LINES or not (dash := _DASHED.match(lines[-1])):
        return []
    credit = lines[-1][dash.end() :]
    links = ((_words(one), one.get("title") or "") for one in element.iter("a"))
    speaker = speaker_in(credit, links, resolve)
    said = "\n".join(lines[:-1]).strip(_ROUND)
    return [Said(speaker, said, credit=credit)] if speaker else []


def _dialogue(element: Element, resolve: Resolve) -> list[Said]:
    """ "<b>Mira</b>: Go!", one line after the other; whole sentences, else it is a list of what is what."""
    said: list[Said] = []
    for line in element:
        label = next(iter(line), None)
        text = _words(line)
        if label is None or label.tag not in ("b", "strong") or (line.text or "").strip():
            return []
        name, colon, spoken_words = text.partition(":")
        speaker = named_speaker(name)
        if not colon or not speaker or not is_name(speaker) or len(speaker.split()) > MOST_WORDS:
            return []
        said.append(Said(resolve(speaker), spoken_words.strip(), label=True))
    names = [one.speaker for one in said]
    whole = all(ENDED.search(one.words) for one in said)
    return said if whole and len(said) > 1 and len(set(names)) > 1 else []


def _put(element: Element, lines: Iterable[Said], speakers: list[str | None]) -> None:
    """Paragraphs instead of an element; where the words of a speaker stand, marks tell."""
    parent = element.getparent()
    for one in lines:
        paragraph = etree.Element("p")
        if one.label and one.speaker:
            paragraph.text = f"{one.speaker}: "
        words = etree.SubElement(paragraph, "span", id=f"{_SAID}{len(speakers)}")
        for number, part in enumerate(one.words.split("\n")):
            if number:
                etree.SubElement(words, "br").tail = part
            else:
                words.text = part
        etree.SubElement(paragraph, "span", id=f"{_END}{len(speakers)}")
        speakers.append(one.speaker)
        element.addprevious(paragraph)
        if one.credit:
            credit = etree.Element("p")
            credit.text = f"— {one.credit}"
            element.addprevious(credit)
    tail, element.tail = element.tail, None
    if tail and tail.strip():
        loose = etree.Element("p")
        loose.text = tail
        element.addprevious(loose)
    parent.remove(element)


_SAID, _END = "canonkeeper said ", "canonkeeper end "  # no page has ids with blanks


def _turns(flow: Flow, speakers: Sequence[str | None]) -> Iterator[Turn]:
    text = flow.text
    told: list[tuple[int, int, str]] = []
    for number, speaker in enumerate(speakers):
        start = flow.marks.get(f"{_SAID}{number}")
        end = flow.marks.get(f"{_END}{number}", len(text))
        if speaker is not None and start is not None:
            said = text[start:end].rstrip()
            told += [(start + first, start + last, speaker) for first, last in spoken(said)]
    most = sum(end - start for start, end, _ in told) * 2 >= len(text)
    for start, end, speaker in told:
        yield Turn(start, end, speaker, "transcript" if most else "block")


def _drop_hollow_headings(root: Element) -> None:
    """Headings with nothing below them: what stood there was furniture."""
    for heading in reversed(list(root.iter(*HEADINGS))):
        parent = heading.getparent()
        block = parent if "mw-heading" in (parent.get("class") or "") else heading
        following = next((one for one in islice(block.itersiblings(), _NEAR) if _shows(one)), None)
        hollow = following is None or 0 < _level(following) <= _level(heading)
        if hollow and block is not root and not (block.tail or "").strip():
            _drop(block)


def _shows(element: Element) -> bool:
    return element.tag not in _SKIPPED and any(not text.isspace() for text in element.itertext())


def _level(element: Element) -> int:
    found = next((one for one in (element, *islice(element, 1)) if name_of(one) in HEADINGS), None)
    return int(name_of(found)[1]) if found is not None else 0
