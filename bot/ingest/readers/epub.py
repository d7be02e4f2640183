"""EPUB books: a zip of small web pages, read in the order of its spine, with its chapters as places."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from bot.ingest.decoding import MAX_BYTES
from bot.ingest.documents import Document, Place, title_from
from bot.ingest.problems import Problem, shown
from bot.ingest.readers.book_heads import Told, parsed
from bot.ingest.readers.imprints import cut_boilerplate
from bot.ingest.readers.markup import (
    Element,
    Flow,
    address_from,
    below,
    etree,
    label_of,
    language_from,
    name_of,
    places_from,
)
from bot.models import Kind

MOST_FILES = 10_000
MOST_PART = 10_000_000
"""Bytes of one file of a book when it is unpacked, and of all that are read."""
MOST_WHOLE = 30_000_000
MOST_PLACES = 5_000

_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
_RIGHTS = ("META-INF/rights.xml", "META-INF/sinf.xml")
_FONTS = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")
"""Ways to make fonts unusable elsewhere; a book with such fonts can be read all the same."""
_NO_WORDS = (".otf", ".ttf", ".woff", ".woff2", ".jpg", ".jpeg", ".png", ".gif", ".mp3", ".mp4", ".css")
_PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_BROKEN = (
    zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, OverflowError, RuntimeError,
    ValueError,
)  # fmt: skip

_PAGES = ("application/xhtml+xml", "text/html", "application/x-dtbook+xml", "text/x-oeb1-document")
_SKIPPED = frozenset({
    "audio", "button", "canvas", "head", "iframe", "img", "input", "math", "nav", "noscript", "object",
    "rp", "rt", "script", "select", "style", "svg", "template", "textarea", "title", "video",
})  # fmt: skip
_TYPE = "{http://www.idpf.org/2007/ops}type"


class _RefusedError(Exception):
    """Its text says what is wrong with the book, and what to do."""


def read(data: bytes, name: str) -> tuple[Document | None, list[Problem]]:
    """The whole book as one text, or None and the reason."""
    try:
        if len(data) > MAX_BYTES:
            raise _RefusedError(f"is larger than {MAX_BYTES // 1_000_000} MB, the most that is read.")
        if (files := data.count(b"PK\x01\x02")) > MOST_FILES:  # before a list of them is made
            raise _RefusedError(f"holds {files:,} files; {MOST_FILES:,} is the most of a book.")
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _Book(_Archive(archive), name).read()
    except _RefusedError as error:
        message = str(error)
    except _BROKEN:
        message = "is no EPUB book that can be opened: it is damaged, or another kind of file. Get it anew."
    return None, [Problem(name, None, message, left_out=True)]


class _Archive:
    """The files of a book, by name; no more of them is unpacked than may be."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._left = MOST_WHOLE
        self._files = {info.filename: info for info in archive.infolist()}
        self._folded = {name.casefold(): info for name, info in self._files.items()}

    def __contains__(self, name: str) -> bool:
        return name in self._files

    def get(self, name: str) -> bytes | None:
        """None for what isn't there or is damaged."""
        info = self._files.get(name) or self._folded.get(name.casefold())
        if info is None:
            return None
        if info.flag_bits & 1:
            raise _RefusedError(_LOCKED)
        if info.compress_type not in _PACKED:
            return None  # the other ways unpack without an end
        # What a zip says of its sizes may be a lie: only so much is ever unpacked.
        most = min(MOST_PART, self._left)
        try:
            with self._archive.open(info) as file:
                data = file.read(most + 1)
        except _BROKEN:
            return None
        if len(data) > most:
            raise _RefusedError(
                f"is too large when unpacked: {MOST_WHOLE // 1_000_000} MB of text, and "
                f"{MOST_PART // 1_000_000} MB in one file, is the most."
            )
        self._left -= len(data)
        return data


_LOCKED = "is locked with copy protection (DRM), so it can’t be read. Use a copy without."


@dataclass(frozen=True, slots=True)
class _Item:
    path: str
    type: str
    properties: str


@dataclass(frozen=True, slots=True)
class _Entry:
    """One line of a table of contents: `target` is a file, or file#id."""

    target: str
    label: str
    above: str


class _Book:
    def __init__(self, archive: _Archive, name: str) -> None:
        self._archive = archive
        self._name = name
        self._flow = Flow()
        self._damaged: list[str] = []

    def read(self) -> tuple[Document, list[Problem]]:
        self._refuse_locked()
        path = self._package_path()
        package = self._tree(path)
        if package is None:
            raise _RefusedError(f"holds no list of its parts ({shown(path)}) that can be read. Get it anew.")
        items = _manifest(package, path)
        spine = [one.get("idref", "") for one in package.iter("{*}itemref")]
        contents = [one for one in items.values() if "nav" in one.properties.split()]
        for item in (items.get(idref) for idref in dict.fromkeys(spine)):
            if item is not None and item.type in _PAGES and item not in contents:
                self._add(item.path)
        text = self._flow.text
        if not text:
            lost = " Its chapters are missing or damaged." if self._damaged else ""
            raise _RefusedError(f"holds no words that can be read.{lost} Is it a book of pictures?")
        told = Told(package)
        title = told.title()
        return Document(
            name=self._name,
            text=text,
            head_length=0,
            title=title or title_from(self._name),
            author=told.author(),
            publisher=told.first("publisher"),
            url=next(filter(None, map(address_from, told.all("source", "identifier"))), None),
            published=told.published(),
            kind=Kind.WORK,
            spoils=(),
            language=language_from(told.first("language")),
            encoding="utf-8",
            title_given=title is not None,
            places=self._places(package, items, contents),
        ), list(self._problems())

    def _problems(self) -> Iterator[Problem]:
        if self._damaged:
            names = ", ".join(shown(one, 40) for one in self._damaged[:5])
            more = len(self._damaged) - 5
            names += f" and {more} more" if more > 0 else ""
            message = f"lacks parts, or they are damaged: {names}. The rest was read; get the book anew."
            yield Problem(self._name, None, message)

    def _refuse_locked(self) -> None:
        if any(name in self._archive for name in _RIGHTS):
            raise _RefusedError(_LOCKED)
        if _ENCRYPTION in self._archive:
            tree = self._tree(_ENCRYPTION)
            locked = list(tree.iter("{*}EncryptedData")) if tree is not None else []
            if not locked or any(_locks_words(one) for one in locked):
                raise _RefusedError(_LOCKED)

    def _package_path(self) -> str:
        tree = self._tree(_CONTAINER)
        if tree is None:
            raise _RefusedError(f"is no EPUB book: it holds no {_CONTAINER} that can be read. Get it anew.")
        for one in tree.iter("{*}rootfile"):
            if path := one.get("full-path"):
                return _joined("", path)
        raise _RefusedError(f"is no EPUB book: its {_CONTAINER} names no list of its parts. Get it anew.")

    def _tree(self, path: str) -> Element | None:
        data = self._archive.get(path)
        return parsed(data) if data else None

    def _add(self, path: str) -> None:
        tree = self._tree(path)
        if tree is None:
            self._damaged.append(path)
            return
        cut_boilerplate(tree)
        self._flow.mark(path)
        body = next(tree.iter("{*}body"), None)
        self._flow.add(tree if body is None else body, _SKIPPED, f"{path}#")

    # --- chapters ----------------------------------------------------------------------------------------

    def _places(self, package: Element, items: dict[str, _Item], contents: list[_Item]) -> tuple[Place, ...]:
        """From the book's own table of contents; from its headings where that has fewer."""
        listed = _listed(list(self._contents(package, items, contents)), self._flow.marks)
        headed = places_from(heading for heading in self._flow.headings if heading.level <= 2)
        places = listed if len(listed) > 1 or len(listed) >= len(headed) else headed
        return places[:MOST_PLACES]

    def _contents(self, package: Element, items: dict[str, _Item], contents: list[_Item]) -> Iterator[_Entry]:
        for item in contents:  # EPUB 3
            tree = self._tree(item.path)
            for nav in tree.iter("{*}nav") if tree is not None else ():
                if "toc" in (nav.get(_TYPE) or nav.get("type") or nav.get("role") or "toc"):
                    yield from _entries(nav, item.path, "li", "a", "href")
                    return
        spine = next(package.iter("{*}spine"), None)
        item = items.get(spine.get("toc", "")) if spine is not None else None
        item = item or next((one for one in items.values() if one.type == "application/x-dtbncx+xml"), None)
        if item is not None and (tree := self._tree(item.path)) is not None:  # EPUB 2
            yield from _entries(tree, item.path, "navpoint", "content", "src")


def _locks_words(data: Element) -> bool:
    """Whether one thing that is locked may be words: it is unless it is known to be a font or a picture."""
    methods = [one.get("Algorithm") for one in data.iterfind("{*}EncryptionMethod")]
    names = [one.get("URI", "") for one in data.iter("{*}CipherReference")]
    harmless = names and all(name.casefold().endswith(_NO_WORDS) for name in names)
    return not harmless and (not methods or any(one not in _FONTS for one in methods))


def _entries(root: Element, path: str, entry: str, link: str, address: str) -> Iterator[_Entry]:
    """The lines of a table of contents, each with the one above it."""
    above: list[str] = []
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        if name_of(element) != entry:
            continue
        if event == "end":
            above.pop()
            continue
        found, label = _own_line(element, entry, link)
        if label and found is not None and found.get(address):
            yield _Entry(
                _joined(posixpath.dirname(path), found.get(address)), label, above[-1] if above else ""
            )
        above.append(label)


def _own_line(element: Element, entry: str, link: str) -> tuple[Element | None, str]:
    """What an entry links to, and what it says, without what the entries below it say."""
    found: Element | None = None
    label = ""
    walk = etree.iterwalk(element, events=("start", "end"))
    for event, inner in walk:
        if event != "start" or inner is element:
            continue
        tag = name_of(inner)
        if tag in (entry, "ol"):
            walk.skip_subtree()
        elif tag in (link, "text", "span") and not label:
            label = label_of(" ".join("".join(inner.itertext()).split()))
        if tag == link and found is None:
            found = inner
    return found, label


def _listed(entries: list[_Entry], marks: dict[str, int]) -> tuple[Place, ...]:
    """Entries whose places are in the text; of several at one place the last, which says it most exactly."""
    times = Counter(entry.label for entry in entries)
    found: dict[int, str] = {}
    for entry in entries:
        # "Chapter 1" of which book? And a bare number says nothing at all.
        again = entry.above and (times[entry.label] > 1 or entry.label.strip(".").isdigit())
        label = below(entry.above, entry.label) if again else entry.label
        if (starts := marks.get(entry.target)) is not None:
            found[starts] = label
        elif (starts := marks.get(entry.target.partition("#")[0])) is not None:
            found.setdefault(starts, label)
    return tuple(Place(starts, label) for starts, label in sorted(found.items()))


def _manifest(package: Element, path: str) -> dict[str, _Item]:
    """The files that a book says it has, by their ids."""
    folder = posixpath.dirname(path)
    return {
        one.get("id", ""): _Item(
            _joined(folder, one.get("href", "")),
            one.get("media-type", "").strip().casefold(),
            one.get("properties", ""),
        )
        for one in package.iter("{*}item")
    }


def _joined(folder: str, address: str) -> str:
    """The name that a link has inside the zip; it names no file of this computer."""
    path, mark, identity = address.strip().partition("#")
    whole = posixpath.normpath(posixpath.join(folder, unquote(path))).lstrip("/")
    return f"{whole}{mark}{unquote(identity)}"
