"""What a server's packs and moderators change, laid over what the host's files say."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

from bot.ingest.corrections import Correction
from bot.ingest.documents import Document, Problem, read_bytes
from bot.ingest.heads import clean
from bot.ingest.written import FILES, Raw, Written
from bot.models import Kind
from bot.names import key

SERVER = "server"
"""The layer of what a server's own moderators say: above the host's files and above every pack."""

HEAD = ("title", "author", "publisher", "url", "published", "kind", "language")


@dataclass(frozen=True, slots=True)
class Edit:
    """One subject as a layer wants it; `value` says only what is other than below, {"removed": true} takes
    it away. `subject`: a document's or correction's id or name, else the key of the name that it first had.
    """

    layer: str
    kind: str  # person | topic | work | ruling | question | document | quote | apart | draft | kinds
    subject: str
    value: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Gathered:
    """Everything that a library is made from."""

    documents: Collection[Document]  # in their order; a wiki's are more than memory holds
    written: Written
    corrections: tuple[Correction, ...] = ()
    apart: frozenset[frozenset[str]] = frozenset()
    kinds: tuple[Kind, ...] = tuple(Kind)  # of sources that count as evidence, in their order
    problems: Sequence[Problem] = ()
    dismissed: frozenset[str] = frozenset()  # drafts that moderators don't want to see


def subject_of(kind: str, values: Mapping[str, Any]) -> str:
    """By which an entry is found again, however it is called later."""
    word = {"ruling": "topic", "question": "prompt"}.get(kind, "name")
    return key(str(values.get("formerly") or values.get(word) or ""))


def overlay(base: Gathered, edits: Sequence[Edit], texts: Mapping[str, bytes]) -> Gathered:
    """`edits` from the lowest layer to the highest. `texts`: what files hold, by the id that a document's
    edit names; a document whose text isn't there is left out and named among the problems.
    """
    problems: list[Problem] = list(base.problems)
    entries = {kind: laid_over(base.written, kind, edits) for kind in FILES}
    documents = _documents(base.documents, [one for one in edits if one.kind == "document"], texts, problems)
    # What a server changed in a pack's entry says little once the pack is gone.
    corrections = tuple(
        Correction.of(subject, value)
        for subject, value in _said(edits, "quote").items()
        if {"document", "words", "near"} <= value.keys()
    )
    apart = {
        frozenset((str(one["one"]), str(one["other"])))
        for one in _said(edits, "apart").values()
        if {"one", "other"} <= one.keys()
    }
    kinds = [Kind(kind) for one in edits if one.kind == "kinds" for kind in one.value["order"]]
    return Gathered(
        tuple(documents),
        Written(entries),
        corrections,
        base.apart | apart,
        tuple(kinds) or base.kinds,
        tuple(problems),
        frozenset(one.subject for one in edits if one.kind == "draft" and one.value.get("dismissed")),
    )


def laid_over(written: Written, kind: str, edits: Iterable[Edit]) -> tuple[Raw, ...]:
    """The entries of a kind: what a layer changes goes before what none does, so that its names win."""
    merged: dict[str, Raw] = {}
    rest: list[Raw] = []  # twice the same subject, or none: for the check to say so
    topics = _topics(written) if kind == "ruling" else {}
    for raw in written.entries.get(kind, ()):
        subject = subject_of(kind, raw.values)
        subject = topics.get(subject, subject)
        if subject and subject not in merged:
            merged[subject] = replace(raw, subject=subject)
        else:
            rest.append(raw)
    changed: dict[str, None] = {}
    for edit in edits:
        if edit.kind != kind:
            continue
        before = merged.get(edit.subject, Raw({}, subject=edit.subject))
        changed.pop(edit.subject, None)
        if edit.value.get("removed"):
            merged.pop(edit.subject, None)
            continue
        changed[edit.subject] = None
        values = {word: value for word, value in {**before.values, **edit.value}.items() if value is not None}
        name = values.get("name")
        if name and key(str(name)) != edit.subject:
            values.setdefault("formerly", edit.subject)
        layer = before.layer if kind != "ruling" and before.values else edit.layer
        merged[edit.subject] = Raw(values, before.line, {}, layer, edit.subject)
    first = [merged[subject] for subject in reversed(changed)]
    return (*first, *(raw for subject, raw in merged.items() if subject not in changed), *rest)


def _said(edits: Iterable[Edit], kind: str) -> dict[str, dict[str, Any]]:
    """What all layers together say of each subject of a kind that no file knows."""
    said: dict[str, dict[str, Any]] = {}
    for one in edits:
        if one.kind != kind:
            continue
        if one.value.get("removed"):
            said.pop(one.subject, None)
            continue
        values = {**said.get(one.subject, {}), **one.value}
        said[one.subject] = {word: value for word, value in values.items() if value is not None}
    return said


def _topics(written: Written) -> dict[str, str]:
    """By every name of a topic in the host's files: its subject. A ruling may call its topic by any of them,
    and stays the ruling on that one when a layer above renames it, or gives the name to another.
    """
    found: dict[str, str] = {}
    for raw in laid_over(written, "topic", ()):
        aliases = raw.values.get("aliases")
        names = [
            raw.values.get("name"),
            *(cast("list[object]", aliases) if isinstance(aliases, list) else ()),
        ]
        for name in names:
            found.setdefault(key(str(name or "")), raw.subject)
    return found


def _documents(
    base: Iterable[Document], edits: Sequence[Edit], texts: Mapping[str, bytes], problems: list[Problem]
) -> list[Document]:
    """Each with the head and text that the highest layer gives it; what is hidden or removed is not there."""
    by_name = {document.name: document for document in base}
    values: dict[str, dict[str, Any]] = {}
    for edit in edits:
        values.setdefault(edit.subject, {}).update(edit.value)
    for name, value in values.items():
        if value.get("removed") or value.get("state", "shown") != "shown":
            by_name.pop(name, None)
            continue
        document = by_name.get(name)
        if text_id := value.get("text"):
            data = texts.get(str(text_id))
            read, found = read_bytes(data, name) if data is not None else (None, [])
            problems += found
            if read is None:
                if data is None:
                    problems.append(Problem(name, None, "its text is no longer kept.", left_out=True))
                by_name.pop(name, None)
                continue
            document = read
        if document is not None:
            by_name[name] = with_head(document, value)
    seen: dict[str, str] = {}
    kept: list[Document] = []
    for document in by_name.values():
        if (other := seen.setdefault(document.text, document.name)) != document.name:
            message = f"has the very same text as {other}; the second one was left out. Delete one of them."
            problems.append(Problem(document.name, None, message, left_out=True))
        else:
            kept.append(document)
    return kept


def with_head(document: Document, head: Mapping[str, Any]) -> Document:
    """The document with what `head` says of it; a value that is None or "" is taken as "not given"."""
    given: dict[str, Any] = {}
    for word in HEAD:
        if word not in head:
            continue
        value = clean(str(head[word])) if head[word] else None
        if word == "kind":
            given[word] = next((kind for kind in Kind if kind == value), document.kind)
        elif word == "title":
            given |= {"title": value, "title_given": True} if value else {}
        else:
            given[word] = value
    return replace(document, **given)
