"""Dumps of MediaWiki, as a wiki hands them out: one file, one document for each of its articles.

A dump is gone through twice, first for the redirects, which may stand anywhere in it; it is never held whole.
"""

from __future__ import annotations

import bz2
import importlib
import lzma
import re
import tempfile
import zlib
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, cast
from urllib.parse import quote

import mwparserfromhell
from mwparserfromhell import nodes
from mwparserfromhell.parser import ParserError

from bot.ingest.documents import Document, Place
from bot.ingest.heads import clean
from bot.ingest.problems import Problem
from bot.ingest.quotes.model import KnownPerson
from bot.models import Kind, Role

_etree: Any = importlib.import_module("lxml.etree")  # it comes without types

MAX_BYTES = 20_000_000_000
"""Of a dump when it is unpacked; the whole English Wikipedia has four times as much."""
MAX_PAGE = 2_200_000
"""Characters of one page; MediaWiki itself allows 2 MB."""
MAX_TITLE = 255
MAX_ELEMENTS = 200_000
"""Between two pages or revisions: a page has some twenty."""
MAX_ALIASES = 40
MAX_ALIAS = 60
MAX_DEPTH = 30
SHORT = 1000
"""Characters from which on a page that is marked as a stub is taken all the same."""

_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_PARTS = frozenset({"title", "ns", "id", "redirect", "model", "text", "revision", "sitename", "base"})


class _Bad(Exception):
    """What is wrong with the file, in words that complete "<name> …"."""


@dataclass(frozen=True, slots=True)
class _Page:
    title: str
    namespace: str
    redirect: str | None
    model: str
    text: str


@dataclass(slots=True)
class _Site:
    name: str | None = None
    base: str | None = None
    language: str | None = None


def read_pages(path: Path, name: str, problems: list[Problem]) -> Iterator[Document]:
    """One document a page, called "<name>/<title>". What isn't taken is told in `problems`, counted.

    A dump that breaks off gives the pages before the break; one that is none gives nothing.
    """
    left: Counter[str] = Counter()
    taken = 0
    seen: set[str] = set()
    try:
        with _opened(path) as file:
            aliases, broken = _redirects(file)
            file.seek(0)
            site = _Site()
            try:
                for page in _pages(file, site):
                    document = _document(page, name, site, aliases.get(page.title, ()), left)
                    if document is None or document.name in seen:
                        continue
                    seen.add(document.name)
                    taken += 1
                    yield document
            except (_Bad, *_BROKEN) as error:
                broken = error
    except (_Bad, *_BROKEN) as error:
        broken = error
    if broken is not None:
        kept = f" The {taken:,} pages before that place were taken." if taken else ""
        message = f"{_reason(broken)}{kept}"
        problems.append(Problem(name, None, message, left_out=not taken))
    elif not taken:
        problems.append(Problem(name, None, "holds no article that could be read.", left_out=True))
    if left:
        counted = ", ".join(f"{number:,} {what}" for what, number in left.items())
        problems.append(Problem(name, None, f"{taken:,} pages were taken; left out were {counted}."))


# ---- the file


_BROKEN: tuple[type[Exception], ...] = (SyntaxError, EOFError, OSError, ValueError, zlib.error)


def _reason(error: Exception) -> str:
    if isinstance(error, _Bad):
        return str(error)
    if isinstance(error, SyntaxError):
        line = f" on line {error.lineno:,}" if error.lineno else ""
        return f"breaks off or is damaged{line}: it is no longer XML there. Download it again."
    if isinstance(error, EOFError):
        return "breaks off: its end is missing. Download it again."
    if isinstance(error, OSError) and error.strerror:
        return f"can't be read: {error.strerror}."
    return "is damaged and can't be unpacked any further. Download it again."


class _Bounded:
    """A file that is read up to so many bytes: a small archive may hold endless ones."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file: Any = file
        self._left = MAX_BYTES

    def read(self, size: int = -1) -> bytes:
        # What one reading gives: of a file that breaks off, all that comes before.
        data = self._file.read1(size)
        self._left -= len(data)
        if self._left < 0:
            raise _Bad(f"is larger than {MAX_BYTES // 1_000_000_000} GB when it is unpacked.")
        return data


@contextmanager
def _opened(path: Path) -> Generator[IO[bytes]]:
    """The XML of a dump, whatever it is packed in: what the file holds decides, not how it is called."""
    with path.open("rb") as file:
        magic = file.read(6)
    if magic.startswith(b"BZh"):
        with bz2.open(path, "rb") as unpacked:
            yield cast("IO[bytes]", unpacked)
    elif magic == b"7z\xbc\xaf\x27\x1c":
        with tempfile.TemporaryFile() as unpacked:
            _unpack(path, unpacked)
            unpacked.seek(0)
            yield cast("IO[bytes]", unpacked)
    else:
        with path.open("rb") as file:
            yield file


def _unpack(path: Path, into: Any) -> None:
    """The one XML file of a 7z archive. Raises _Bad."""
    import py7zr
    from py7zr.exceptions import ArchiveError, PasswordRequired, UnsupportedCompressionMethodError
    from py7zr.io import Py7zIO, WriterFactory

    class Into(Py7zIO):
        def __init__(self) -> None:
            self._length = 0

        def write(self, s: bytes | bytearray) -> int:
            self._length += len(s)
            if self._length > MAX_BYTES:
                raise _Bad(f"is larger than {MAX_BYTES // 1_000_000_000} GB when it is unpacked.")
            return into.write(s)

        def read(self, size: int | None = None) -> bytes:
            return b""

        def seek(self, offset: int, whence: int = 0) -> int:
            return offset

        def flush(self) -> None:
            into.flush()

        def size(self) -> int:
            return self._length

    class Factory(WriterFactory):
        def create(self, filename: str) -> Py7zIO:
            return Into()

    try:
        with py7zr.SevenZipFile(path) as archive:
            if archive.needs_password():
                raise _Bad("is locked with a password. Unpack it and put the .xml file here.")
            dumps = [one for one in archive.getnames() if one.casefold().endswith(".xml")]
            if len(dumps) != 1:
                raise _Bad(f"holds {len(dumps)} .xml files instead of one. Unpack it and put them here.")
            archive.extract(targets=dumps, factory=Factory())
    except PasswordRequired:
        raise _Bad("is locked with a password. Unpack it and put the .xml file here.") from None
    except UnsupportedCompressionMethodError:
        raise _Bad("is packed in a way that can't be read. Unpack it and put the .xml file here.") from None
    except _Bad:
        raise
    except (ArchiveError, lzma.LZMAError, EOFError, OSError, MemoryError) as error:
        raise _Bad("is damaged and can't be unpacked. Download it again.") from error
    except Exception as error:  # the library stumbles in many ways over what is no archive
        raise _Bad("is damaged and can't be unpacked. Download it again.") from error


def _check_root(file: IO[bytes]) -> None:
    start: bytes = cast("Any", file).read1(4000)
    file.seek(0)
    if b"<mediawiki" in start:
        return
    if not start.strip():
        raise _Bad("is empty.")
    root = re.search(rb"<([A-Za-z][\w:.-]{0,40})", start)
    if root is None or not start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        raise _Bad("is no XML. A dump comes from a wiki's page Special:Statistics.")
    what = root[1].decode()
    raise _Bad(f"is XML, but no dump of a wiki: it begins with <{what}>, not with <mediawiki>.")


def _local(element: Any) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _pages(file: IO[bytes], site: _Site) -> Iterator[_Page]:
    """Each page with its latest revision, and `site` filled from the head, before the first page."""
    _check_root(file)
    parser: Any = _etree.iterparse(
        cast("Any", _Bounded(file)),
        events=("end",),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    text = model = ""
    count = 0
    for _, element in parser:
        count += 1
        if count > MAX_ELEMENTS:
            raise _Bad("is no dump of a wiki: its pages have no end.")
        name = _local(element)
        if name == "revision":
            text, model = _of(element, "text") or "", _of(element, "model") or "wikitext"
        elif name == "siteinfo":
            site.name = clean(_of(element, "sitename") or "").strip() or None
            site.base = (_of(element, "base") or "").strip() or None
            parent = element.getparent()
            site.language = parent.get(_LANGUAGE) if parent is not None else None
        elif name == "page":
            title = clean(_of(element, "title") or "").strip()
            redirects = [one.get("title") or "" for one in element if _local(one) == "redirect"]
            namespace = (_of(element, "ns") or "0").strip()
            if title and len(title) <= MAX_TITLE:
                yield _Page(title, namespace, redirects[0] if redirects else None, model, text)
            text = model = ""
        elif name in _PARTS:
            continue
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)
            if name in ("page", "revision"):
                count = 0


def _of(element: Any, name: str) -> str | None:
    return next((cast("str | None", one.text) for one in element if _local(one) == name), None)


_REDIRECT = re.compile(r"\s*#[^\W\d_]{4,20}\s*:?\s*\[\[([^\[\]|]{1,300})", re.IGNORECASE)
_ASIDE = re.compile(r"\s*\([^()]*\)$")


def _redirects(file: IO[bytes]) -> tuple[dict[str, tuple[str, ...]], Exception | None]:
    """By a page's title: what else leads to it; and where the dump breaks off. Redirects to a section of a
    page are other things than the page.
    """
    found: defaultdict[str, dict[str, None]] = defaultdict(dict)
    broken: Exception | None = None
    try:
        for page in _pages(file, _Site()):
            if page.namespace != "0" or (target := _target(page)) is None:
                continue
            if "#" not in target and "/" not in page.title and len(found[target]) < MAX_ALIASES:
                found[target][_ASIDE.sub("", page.title)] = None
    except _Bad:
        raise
    except _BROKEN as error:
        broken = error
    return {title: tuple(others) for title, others in found.items()}, broken


def _target(page: _Page) -> str | None:
    match = _REDIRECT.match(page.text)
    if match is None and page.redirect is None:
        return None
    target = match[1] if match else page.redirect or ""
    target = " ".join(target.replace("_", " ").split())
    return target[:1].upper() + target[1:]


# ---- a page

_HIDDEN = frozenset(
    {"ref", "references", "gallery", "table", "tabber", "tabview", "imagemap", "math", "score", "timeline"}
    | {"templatestyles", "style", "script", "infobox", "nav", "includeonly", "youtube", "video", "verbatim"}
    | {"hiero", "graph", "mapframe", "maplink", "indicator", "inputbox", "dpl", "categorytree", "chem"}
)
_OWN_LINE = frozenset({"br", "hr", "p", "div", "blockquote", "poem", "center", "pre", "li", "dd", "dt"})
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]{0,20})\b([^<>]{0,3000})>")
_NAMESPACES = re.compile(
    r"\s*(?:file|image|category|media|template|user|special|mediawiki|datei|bild|kategorie|fichier|catégorie"
    r"|archivo|categoría|[a-z]{2,3}(?:-[a-z]{2,8})?)\s*:",
    re.IGNORECASE,
)
_SWITCH = re.compile(r"__[A-Z]{3,30}__")
_BLANKS = re.compile(r"[ \t\xa0]{2,}")
_EDGES = re.compile(r"[ \t]*\n[ \t]*")
_GAPS = re.compile(r"\n{3,}")
_HOLLOW = re.compile(r"\(\s*[,;]?\s*\)|\[\s*\]")
_HEADING_MARK = "\x01"


def _document(
    page: _Page, name: str, site: _Site, aliases: Sequence[str], left: Counter[str]
) -> Document | None:
    if page.namespace != "0" or _target(page) is not None:
        return None
    if page.model.strip() not in ("wikitext", ""):
        return None
    if len(page.text) > MAX_PAGE:
        left["too long"] += 1
        return None
    try:
        code: Any = mwparserfromhell.parse(_balanced(_without_tags(page.text)))
    except (ParserError, RecursionError):
        left["with markup that can't be read"] += 1
        return None
    boxes: list[Any] = []
    marks: set[str] = set()
    parts: list[str] = []
    _render(code, parts, boxes, marks, 0)
    text, places = _tidied("".join(parts))
    if _is_crossroads(page.title, marks):
        left["disambiguation pages"] += 1
        return None
    stub = any("stub" in mark.split() for mark in marks) and len(text) < SHORT
    if stub or not re.search(r"\w", text):
        left["stubs or pages without text"] += 1
        return None
    person = _person(page.title, boxes, aliases)
    return Document(
        name=f"{name}/{page.title}",
        text=text,
        head_length=0,
        title=page.title[:120],
        author=None,
        publisher=site.name,
        url=_address(site.base, page.title),
        published=None,
        kind=Kind.FAN,
        spoils=(),
        language=site.language,
        encoding="utf-8",
        title_given=True,
        places=places,
        people=(person,) if person else (),
    )


def _address(base: str | None, title: str) -> str | None:
    if not base or not base.startswith(("http://", "https://")):
        return None
    return base.rpartition("/")[0] + "/" + quote(title.replace(" ", "_"), safe="/:(),!*'")


def _is_crossroads(title: str, marks: Iterable[str]) -> bool:
    if title.casefold().endswith("(disambiguation)"):
        return True
    return any(mark.startswith("disamb") or mark in ("dab", "hndis", "geodis") for mark in marks)


def _render(code: Any, parts: list[str], boxes: list[Any], marks: set[str], depth: int) -> None:
    """The words that a reader of the page sees. `boxes`: its infoboxes; `marks`: other templates' names."""
    for node in code.nodes:
        if isinstance(node, nodes.Text):
            parts.append(str(node.value))
        elif isinstance(node, nodes.Wikilink):
            title = str(node.title)
            if _NAMESPACES.match(title):
                continue
            if node.text is None:
                parts.append(title.lstrip(": "))
            elif depth < MAX_DEPTH:
                _render(node.text, parts, boxes, marks, depth + 1)
        elif isinstance(node, nodes.ExternalLink):  # a bare one: those in brackets are their words by now
            parts.append(str(node.url))
        elif isinstance(node, nodes.HTMLEntity):
            parts.append(_entity(node))
        elif isinstance(node, nodes.Template):
            named = _template_name(node)
            if _box_kind(named) is not None:
                boxes.append(node)
            else:
                marks.add(named)
        elif isinstance(node, nodes.Tag) and str(node.tag) not in _HIDDEN and depth < MAX_DEPTH:
            _render(node.contents, parts, boxes, marks, depth + 1)  # a list's item, say


def _without_tags(wikitext: str) -> str:
    """Before it is parsed: without comments and HTML, and without what stands in tags that aren't shown.

    The parser takes minutes for a page full of tags that are never closed.
    """
    text = _without_comments(wikitext)
    tags = list(_TAG.finditer(text))
    closing: defaultdict[str, list[int]] = defaultdict(list)
    for tag in tags:
        if tag[1]:
            closing[tag[2].casefold()].append(tag.start())
    parts: list[str] = []
    at = 0
    for tag in tags:
        if tag.start() < at:
            continue
        parts.append(text[at : tag.start()])
        at = tag.end()
        named = tag[2].casefold()
        if named in _OWN_LINE:
            parts.append("\n")
        elif named in _HIDDEN and not tag[1] and not tag[3].endswith("/"):
            ends = closing[named]
            nth = bisect_left(ends, at)
            if nth < len(ends):
                at = ends[nth]
    parts.append(text[at:])
    return "".join(parts)


_BRACKET = re.compile(r"\{\{|\}\}|\[\[|\]\]|^[ \t:]*\{\|(?!\})|^[ \t]*\|\}(?!\})", re.MULTILINE)
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
    text = _QUOTES.sub("", _ARGUMENT.sub("", text.replace(_HEADING_MARK, "")))
    text = _HEADING.sub(rf"\n\n{_HEADING_MARK}\1\n\n", text)
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


def _words(code: Any) -> str:
    parts: list[str] = []
    _render(code, parts, [], set(), 0)
    return "".join(parts).replace(_HEADING_MARK, "")


def _tidied(text: str) -> tuple[str, tuple[Place, ...]]:
    """Without the gaps that markup leaves; the headings are paragraphs, and places."""
    text = _SWITCH.sub("", text.replace("\r", ""))
    text = _HOLLOW.sub("", text)
    text = _GAPS.sub("\n\n", _EDGES.sub("\n", _BLANKS.sub(" ", text))).strip()
    pieces = text.split(_HEADING_MARK)
    kept: list[str] = [pieces[0]]
    places: list[Place] = []
    at = len(pieces[0])
    for piece in pieces[1:]:
        heading = piece.partition("\n")[0]
        places.append(Place(at, heading[:100]))
        kept.append(piece)
        at += len(piece)
    return "".join(kept), tuple(places)


# ---- persons

_REAL = frozenset(
    {"person", "people", "actor", "actress", "cast", "crew", "staff", "writer", "author", "creator", "artist"}
    | {"biography", "director", "comedian", "real", "voice", "musician", "celebrity"}
)
_CHARACTER_SIGNS = frozenset(
    {"voiced by", "voice", "voice actor", "portrayed by", "played by", "species", "race", "hair color"}
    | {"hair", "eye color", "eyes", "affiliation", "allegiance", "first appearance", "appearances"}
)
_OCCUPATION = ("occupation", "occupations", "job", "profession", "role", "roles", "position", "known for")
_OTHER_NAMES = frozenset(
    {"name", "full name", "fullname", "real name", "birth name", "also known as", "aka", "alias", "aliases"}
    | {"other names", "other name", "nickname", "nicknames"}
)
_CAST = re.compile(r"\b(?:voice|actor|actress|voice-over)\b", re.IGNORECASE)
_CREATOR = re.compile(
    r"\b(?:(?:co-?)?creator|writer|director|producer|author|animator|artist|designer|showrunner|composer"
    r"|developer|novelist|illustrator|mangaka|editor|screenwriter)\b",
    re.IGNORECASE,
)
_BREAKS = re.compile(r"\n|•|;")
_NOTE = re.compile(r"\([^()]*\)")
_NO_ALIAS = re.compile(r"\b(?:unknown|none|n/a|various|see below)\b", re.IGNORECASE)


def _template_name(node: Any) -> str:
    return " ".join(re.sub(r"[_/:-]+", " ", str(node.name)[:100]).casefold().split())


def _box_kind(named: str) -> str | None:
    """Of a template by its name: "character", "real", "" for a box of who knows what; None for no infobox."""
    words = named.split()
    box = "infobox" in named or named.endswith(" box")
    if not box and named not in ("character", "person", "actor", "voice actor", "cast member"):
        return None
    if any(word.startswith("character") for word in words) or "infoboxcharacter" in words:
        return "character"
    return "real" if _REAL & set(words) else ""


def _person(title: str, boxes: Sequence[Any], redirects: Sequence[str]) -> KnownPerson | None:
    """Whom the page is about, if its first infobox tells of a person."""
    for box in boxes:
        values = dict(_values(box))
        kind = _box_kind(_template_name(box)) or (
            "character" if sum(word in _CHARACTER_SIGNS for word in values) >= 2 else ""
        )
        if not kind:
            continue
        name = _ASIDE.sub("", title)
        spellings = [one for word in values if word in _OTHER_NAMES for one in _names(values[word])]
        others = [one for one in dict.fromkeys((*spellings, *redirects)) if one != name and _fits(one)]
        role = Role.CHARACTER if kind == "character" else _role(values)
        return KnownPerson(name, tuple(others[:MAX_ALIASES]), role.value)
    return None


def _values(box: Any) -> Iterator[tuple[str, str]]:
    for parameter in box.params:
        name = " ".join(str(parameter.name)[:60].replace("_", " ").replace("-", " ").casefold().split())
        if name in _OTHER_NAMES or name in _OCCUPATION:
            yield name, _words(parameter.value)
        elif name in _CHARACTER_SIGNS and str(parameter.value).strip():
            yield name, ""


def _names(value: str) -> Iterator[str]:
    """The names in one field, each on its own line or, if there is just one line, between commas."""
    lines = [line for line in _BREAKS.split(_NOTE.sub("", value)) if line.strip()]
    if len(lines) == 1:
        lines = lines[0].split(",")
    for line in lines:
        yield clean(" ".join(line.split())).strip(" \"“”'‘’*,.:")


def _fits(name: str) -> bool:
    first = name[:1]
    return (
        2 <= len(name) <= MAX_ALIAS
        and (first.isupper() or first.isdigit() or not first.isascii())
        and any(sign.isalpha() for sign in name)
        and not _NO_ALIAS.search(name)
    )


def _role(values: dict[str, str]) -> Role:
    """Of a real person: whichever occupation is named first."""
    told = " / ".join(values[word] for word in _OCCUPATION if word in values)
    cast_at, creator_at = _CAST.search(told), _CREATOR.search(told)
    if cast_at and (creator_at is None or cast_at.start() <= creator_at.start()):
        return Role.CAST
    return Role.CREATOR if creator_at else Role.OTHER
