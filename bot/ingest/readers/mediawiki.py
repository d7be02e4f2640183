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
from collections import Counter, defaultdict
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, cast

from bot.ingest.documents import Document
from bot.ingest.heads import clean
from bot.ingest.problems import Problem
from bot.ingest.readers.wiki_pages import MOST_ALIASES, SCRIPT, Page, Site, document_of
from bot.ingest.readers.wiki_speech import without_aside

_etree: Any = importlib.import_module("lxml.etree")  # it comes without types

MAX_BYTES = 20_000_000_000
"""Of a dump when it is unpacked; the whole English Wikipedia has four times as much."""
LONGEST_TITLE = 255
MAX_ELEMENTS = 200_000
"""Between two pages or revisions: a page has some twenty."""
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_PARTS = frozenset(
    {
        "title",
        "ns",
        "id",
        "redirect",
        "model",
        "text",
        "revision",
        "sitename",
        "base",
        "namespaces",
        "namespace",
    }
)


class _Bad(Exception):
    """What is wrong with the file, in words that complete "<name> …"."""


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
            redirects = {other: title for title, others in aliases.items() for other in others}
            file.seek(0)
            site = Site()
            try:
                for page in _pages(file, site):
                    if not _is_article(page, site):
                        continue
                    others = aliases.get(page.title, ())
                    document = document_of(page, name, site, others, redirects, left)
                    if document is None or document.name in seen:
                        continue
                    seen.add(document.name)
                    taken += 1
                    yield document
            except (_Bad, *_BROKEN) as error:
                broken = error
    except (_Bad, *_BROKEN) as error:
        broken = error
    counted = ", ".join(f"{number:,} {what}" for what, number in left.items())
    if broken is not None:
        kept = f" The {taken:,} pages before that place were taken." if taken else ""
        message = f"{_reason(broken)}{kept}"
        problems.append(Problem(name, None, message, left_out=not taken))
    elif not taken:
        but = f", only {counted}" if left else ""
        problems.append(Problem(name, None, f"holds no article that could be read{but}.", left_out=True))
    if left and taken:
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


def _pages(file: IO[bytes], site: Site) -> Iterator[Page]:
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
            site.namespaces = {
                one.get("key") or "": (one.text or "").casefold() for one in element.iter("{*}namespace")
            }
            parent = element.getparent()
            site.language = parent.get(_LANGUAGE) if parent is not None else None
        elif name == "page":
            title = clean(_of(element, "title") or "").strip()
            redirects = [one.get("title") or "" for one in element if _local(one) == "redirect"]
            namespace = (_of(element, "ns") or "0").strip()
            if title and len(title) <= LONGEST_TITLE:
                yield Page(title, namespace, redirects[0] if redirects else None, model, text)
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
_OF_THE_WIKI = 100  # from which number on a wiki makes namespaces of its own; odd ones are for talk


def _redirects(file: IO[bytes]) -> tuple[dict[str, tuple[str, ...]], Exception | None]:
    """By a page's title: what else leads to it; and where the dump breaks off. Redirects to a section of a
    page are other things than the page.
    """
    found: defaultdict[str, dict[str, None]] = defaultdict(dict)
    broken: Exception | None = None
    try:
        for page in _pages(file, Site()):
            if page.namespace != "0" or (target := _target(page)) is None:
                continue
            if "#" not in target and "/" not in page.title and len(found[target]) < MOST_ALIASES:
                found[target][without_aside(page.title)] = None
    except _Bad:
        raise
    except _BROKEN as error:
        broken = error
    return {title: tuple(others) for title, others in found.items()}, broken


def _is_article(page: Page, site: Site) -> bool:
    """Whether a page is for readers: an article, or the script of an episode in a namespace of such."""
    if _target(page) is not None or page.model.strip() not in ("wikitext", ""):
        return False
    if page.namespace == "0":
        return True
    number = int(page.namespace) if page.namespace.isascii() and page.namespace.isdigit() else 1
    called = (site.namespaces or {}).get(page.namespace, "")
    return number >= _OF_THE_WIKI and number % 2 == 0 and SCRIPT.fullmatch(called) is not None


def _target(page: Page) -> str | None:
    match = _REDIRECT.match(page.text)
    if match is None and page.redirect is None:
        return None
    target = match[1] if match else page.redirect or ""
    target = " ".join(target.replace("_", " ").split())
    return target[:1].upper() + target[1:]
