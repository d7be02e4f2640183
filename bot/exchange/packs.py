"""A pack: one zip of documents, curated files and questions, with licence and version; read and written.

pack.toml                 name, version, license, description
documents/*.txt, *.md     each with its head
curated/*.toml            people, topics, works, rulings, trivia
questions.csv             questions without evidence, as `/admin trivia export` writes them
"""

from __future__ import annotations

import io
import re
import tempfile
import tomllib
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

import tomli_w
import yaml

from bot.errors import UserError
from bot.ids import content_id
from bot.ingest import readers
from bot.ingest.documents import SUFFIXES, read_bytes
from bot.ingest.heads import clean
from bot.ingest.problems import Problem
from bot.ingest.written import FILES, Written, read_written

MOST_FILES = 500
MOST_BYTES = 50_000_000
"""Of all files together, unpacked."""
MOST_FILE = 10_000_000
MANIFEST = "pack.toml"
QUESTIONS = "questions.csv"
_PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""The others are unpacked without an end: a thousand bytes of bzip2 would fill gigabytes of memory."""
_BROKEN = zipfile.BadZipFile, NotImplementedError, EOFError, OSError, OverflowError, ValueError, zlib.error
_FIELDS = {"name": 60, "version": 30, "license": 100, "description": 500}


@dataclass(frozen=True, slots=True)
class Pack:
    """`slug` names it for ever: the same name again is an update of it."""

    name: str
    version: str
    license: str
    description: str
    documents: Mapping[str, bytes]  # by file name, with its head
    written: Written
    questions: bytes | None = None
    problems: tuple[Problem, ...] = ()

    @property
    def slug(self) -> str:
        return slug(self.name)


def slug(name: str) -> str:
    """Letters and digits of a name; one without any gets a number that follows from it."""
    words = re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-")[:40].strip("-")
    return words or content_id("pack", name)[:8]


def read_pack(content: bytes) -> Pack:
    """Raises UserError for what is no pack, and for one that would do harm: nothing is written to disk by
    the names that stand in it.
    """
    files = _unzipped(content)
    if MANIFEST not in files:
        raise UserError(f"That zip is no pack: it holds no {MANIFEST}. `/admin pack export` makes packs.")
    told = _manifest(files[MANIFEST])
    problems: list[Problem] = []
    documents: dict[str, bytes] = {}
    curated: dict[str, bytes] = {}
    for name, data in sorted(files.items()):
        path = PurePosixPath(name)
        room = path.parts[0] if path.parts else ""
        if room == "documents" and path.suffix.casefold() in SUFFIXES:
            document, found = read_bytes(data, name)
            problems += found
            if document is not None:
                documents["/".join(path.parts[1:])] = data
        elif room == "curated" and path.stem in FILES.values() and path.suffix == ".toml":
            curated[path.name] = data
        elif name not in (MANIFEST, QUESTIONS):
            problems.append(Problem(name, None, "has no place in a pack and was not read."))
    written = _curated(curated)
    return Pack(
        **told,
        documents=documents,
        written=written,
        questions=files.get(QUESTIONS),
        problems=(*problems, *written.problems),
    )


def write_pack(pack: Pack) -> bytes:
    """The same pack gives the same bytes."""
    files = {MANIFEST: tomli_w.dumps({word: getattr(pack, word) for word in _FIELDS}).encode()}
    for name, data in pack.documents.items():
        files[f"documents/{name}"] = data
    for kind, raws in pack.written.entries.items():
        if raws:
            entries = [_tidy(raw.values) for raw in raws]
            files[f"curated/{FILES[kind]}.toml"] = tomli_w.dumps(
                {kind: entries}, multiline_strings=False
            ).encode()
    if pack.questions:
        files[QUESTIONS] = pack.questions
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            archive.writestr(zipfile.ZipInfo(name), files[name], zipfile.ZIP_DEFLATED)
    return made.getvalue()


def with_head(data: bytes, name: str, head: Mapping[str, Any]) -> bytes:
    """A document's file with another head before the same text; as it is where nothing differs.

    Only a text has a head: a book or a web page goes on as the file that it is.
    """
    document, _ = (None, []) if readers.kind_of(name) else read_bytes(data, name)
    if document is None:
        return data
    now = {word: getattr(document, word) for word in ("author", "publisher", "url", "published", "language")}
    now |= {"title": document.title if document.title_given else None, "kind": str(document.kind)}
    wanted = {**now, **{word: value or None for word, value in head.items() if word in now}}
    if wanted == now:
        return data
    if document.spoils:
        wanted["spoils"] = list(document.spoils)
    given = {word: value for word, value in wanted.items() if value}
    return f"---\n{yaml.safe_dump(given, allow_unicode=True, sort_keys=False)}---\n{document.text}".encode()


def _unzipped(content: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            found = [info for info in archive.infolist() if not info.filename.endswith("/")]
            _refuse_harm(found)
            files: dict[str, bytes] = {}
            left = MOST_BYTES
            for info in found:
                # What a zip says of its sizes may be a lie: only so much is ever unpacked.
                with archive.open(info) as file:
                    data = file.read(min(MOST_FILE, left) + 1)
                if len(data) > min(MOST_FILE, left):
                    raise _too_large()
                left -= len(data)
                files[info.filename] = data
    except _BROKEN as error:
        raise UserError("That file is no zip that can be opened. A pack is a .zip file.") from error
    return _without_folder(files)


def _refuse_harm(found: Sequence[zipfile.ZipInfo]) -> None:
    if len(found) > MOST_FILES:
        raise UserError(f"That zip holds {len(found):,} files; {MOST_FILES} is the most of a pack.")
    if sum(info.file_size for info in found) > MOST_BYTES or any(i.file_size > MOST_FILE for i in found):
        raise _too_large()
    names = [info.filename for info in found]
    for name in names:
        path = PurePosixPath(name)
        if path.is_absolute() or ".." in path.parts or "\\" in name or ":" in name or "\0" in name:
            raise UserError("That zip holds a path that leads out of it. It was not opened.")
    if len(set(names)) < len(names):
        raise UserError("That zip holds two files of one name. It was not opened.")
    if any(info.compress_type not in _PACKED for info in found):
        raise UserError("That zip is packed in a way that is not read here. Make one the usual way.")
    if any(info.flag_bits & 1 for info in found):
        raise UserError("That zip is locked with a password. Make one without.")


def _too_large() -> UserError:
    return UserError(
        f"That zip is too large when unpacked: {MOST_FILE // 1_000_000} MB a file and "
        f"{MOST_BYTES // 1_000_000} MB in all is the most."
    )


def _without_folder(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Many programs put everything into one folder of the zip's name."""
    first = {name.partition("/")[0] for name in files}
    if len(first) == 1 and all("/" in name for name in files):
        return {name.partition("/")[2]: data for name, data in files.items()}
    return dict(files)


def _manifest(data: bytes) -> dict[str, str]:
    try:
        values = tomllib.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise UserError(f'{MANIFEST} can’t be read: it must hold lines like  name = "…"') from error
    told = {word: clean(str(values.get(word, "")))[:most] for word, most in _FIELDS.items()}
    for word in ("name", "version", "license"):
        if not told[word]:
            raise UserError(f"{MANIFEST} lacks “{word}”. A pack says its name, its version and its licence.")
    return told


def _curated(files: Mapping[str, bytes]) -> Written:
    """Read by the reader of a host's own files; their names are ours, not the zip's."""
    with tempfile.TemporaryDirectory() as folder:
        for name in FILES.values():
            if (data := files.get(f"{name}.toml")) is not None:
                (Path(folder) / f"{name}.toml").write_bytes(data)
        return read_written(Path(folder))


def _tidy(values: Mapping[str, Any]) -> dict[str, Any]:
    """Without what is not given: TOML has no word for nothing."""
    return {word: _plain(value) for word, value in values.items() if value is not None}


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return _tidy(value)  # pyright: ignore[reportUnknownArgumentType]
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]  # pyright: ignore[reportUnknownVariableType]
    return value
