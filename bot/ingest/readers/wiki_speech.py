"""Words that a wiki's page sets apart with their speaker: quotes, dialogue, tables of speech."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mwparserfromhell import nodes

from bot.ingest.heads import clean
from bot.ingest.readers.texts import named_speaker
from bot.ingest.readers.wikitext import name_of, named, positional, words

BEGIN, NAMED, END = "\x02", "\x03", "\x04"
"""What is said, in what is rendered: BEGIN number of the speaker NAMED words END."""

_QUOTE = re.compile(
    r"(?:\S+ )?(?:[a-z]{0,8}quot(?:e|es|ation)\d?(?: ?box)?|q|blockquote|epigraph|citation bloc|citat|citaat"
    r"|citazione|cita|citação|zitat|цитата|cytat|idézet|sitat|sitaatti|alıntı)(?: \w)?"
)
_NO_QUOTE = re.compile(
    r"\b(?:un|mis)quote|\b(?:cite|category|needed|request|verify|start|end|begin|nav\w*)\b"
)
_INLINE = frozenset({'"', "q", "quote inline", "inline quote", "citation"})
_DIALOGUE = re.compile(r"(?:dialog|dialogue|conversation|convo|exchange|diálogo|dialogo|диалог)(?: \w){0,4}")
_LINE = frozenset(
    {"line", "d", "dia", "dl", "say", "says", "said", "speech", "speak", "s", "l", "script", "talk"}
)

_WORDS = (
    *("text", "quote", "quotation", "words", "content", "line", "texte", "zitat", "cita", "texto", "testo"),
    *("citation", "citat", "текст", "цитата"),
)
_SPEAKER = (
    *("speaker", "author", "by", "person", "character", "said by", "attribution", "attr", "sign", "name"),
    *("autor", "auteur", "autore", "personnage", "personaje", "автор", "персонаж"),
)
_SOURCE = (
    "source",
    "src",
    "title",
    "episode",
    "context",
    "location",
    "quelle",
    "fonte",
    "fuente",
    "источник",
)
_SIZE = re.compile(r"\d*(?:\.\d+)?(?:px|%|em)?|left|right|center|centre|none|yes|no", re.IGNORECASE)

_AFTER_NAME = re.compile(
    r"[,(\[;\n]|\s[–—-]\s|\s(?:to|in|on|at|about|from|during|when|while|as|regarding|upon|after|before|talking"
    r"|speaking|telling|addressing|describing|writing)\s"
)
_BEFORE_NAME = re.compile(r"[\s–—―~-]*(?:(?:said|spoken|written)\s+)?(?:by\s+)?", re.IGNORECASE)
_SEVERAL = re.compile(r"\s(?:and|or|with|und|et|y|и)\s|[&/+]|\bvs?\.?\s")
_NOBODY = frozenset(
    {
        "unknown",
        "unnamed",
        "anonymous",
        "an",
        "a",
        "some",
        "someone",
        "somebody",
        "various",
        "several",
        "many",
    }
    | {"narrator's", "season", "episode", "book", "chapter", "volume", "part", "act", "scene", "issue"}
)
_STARTS = re.compile(r"[\"“”«„'‘]")
MOST_WORDS = 5
"""Words of a speaker's name."""

_HEADS = frozenset({"speaker", "character", "name", "who", "person", "line", "dialogue"})
_CELLS = ("td", "th")
_CLOCK = re.compile(r"[\d:.,\s#-]*|time(?:stamp|code)?|n[or]\.?", re.IGNORECASE)
ENDED = re.compile(r"[.!?…—-][\"'”’»)\]]*\s*$")
_LABELLED = re.compile(r"([^\s:.!?][^\n:.!?]{0,60}?)[ \t]*:[ \t]+(?=\S)")


@dataclass(frozen=True, slots=True)
class Said:
    speaker: str | None
    words: str
    label: bool = False  # whether the speaker's name stands before the words, as in a script
    credit: str = ""  # what stands below them: who says it, to whom, where


Resolve = Callable[[str], str]
"""The full name of a person by one of the wiki's own other titles for their page."""


def quoted(template: Any, resolve: Resolve) -> list[Said]:
    """What a template for a quotation holds; [] for any other template.

    `{{Quote|Leave it.|[[Oren Pike|Oren]] to Mira|The Gate}}`: Oren Pike says "Leave it.".
    """
    name = name_of(template)
    if not _QUOTE.fullmatch(name) or _NO_QUOTE.search(name):
        return []
    values, fields = positional(template), dict(named(template))
    while values and _SIZE.fullmatch(str(values[0]).strip()):
        values.pop(0)
    text = next((fields[one] for one in _WORDS if one in fields), None)
    rest = [one for one in values[text is None :] if not _SIZE.fullmatch(str(one).strip())]
    text = text if text is not None else next(iter(values), None)
    told = next((fields[one] for one in _SPEAKER if one in fields and str(fields[one]).strip()), None)
    told = told if told is not None else (rest.pop(0) if rest else None)
    source = next((fields[one] for one in _SOURCE if one in fields), None)
    source = source if source is not None else (rest.pop(0) if rest else None)
    if told is None and source is not None:
        told, source = source, None
    said = words(text).strip() if text is not None else ""
    if not any(map(str.isalpha, said)):
        return []
    if lines := _conversation(said, resolve):
        return lines
    credit = ", ".join(one for part in (told, source) if part is not None and (one := _flat(words(part))))
    return [Said(_speaker(told, resolve), said, credit=credit)]


def inline(template: Any) -> str | None:
    """Words in the middle of a sentence, with marks: `{{"|Leave it}}`. None for any other template."""
    values = positional(template)
    if name_of(template) not in _INLINE or len(values) != 1 or len(template.params) > 1:
        return None
    said = words(values[0]).strip()
    return said if _STARTS.match(said) else f"“{said}”"


def spoken_in(template: Any, resolve: Resolve, *, script: bool) -> list[Said]:
    """A template's dialogue: `{{Dialogue|Mira|Go!|Oren|No.}}`; in a script also `{{Line|Mira|Go!}}`."""
    name = name_of(template)
    if not (_DIALOGUE.fullmatch(name) or (script and name in _LINE)):
        return []
    values = [words(one).strip() for one in positional(template)]
    pairs = [*zip(values[::2], values[1::2], strict=False)]
    if not pairs:
        fields = {key.replace(" ", ""): words(value).strip() for key, value in named(template)}
        for number in map(str, range(1, 60)):
            speaker = next((fields[one + number] for one in _SPEAKER if one + number in fields), None)
            text = next((fields[one + number] for one in _WORDS if one + number in fields), None)
            if speaker is None or text is None:
                break
            pairs.append((speaker, text))
    return [
        Said(resolve(speaker), text, label=True)
        for written, text in pairs
        if text and (speaker := named_speaker(written)) and len(speaker.split()) <= MOST_WORDS
    ]


def table_of_speech(table: Any, resolve: Resolve, *, script: bool) -> list[Said]:
    """The rows of a table that holds speaker and words; [] for any other table.

    Outside of a script its speakers have to take turns, and their words to be sentences.
    """
    return speech_in(_rows(table), resolve, script=script)


def speech_in(rows: Iterable[list[str]], resolve: Resolve, *, script: bool) -> list[Said]:
    """The same of a table's cells, row by row."""
    said: list[Said] = []
    for cells in _with_words(rows):
        if len(cells) == 1:
            said.append(Said(None, cells[0]))
        elif len(cells) == 2:
            speaker = named_speaker(cells[0])
            if speaker and speaker.casefold() in _HEADS and not said:
                continue
            if speaker and len(speaker.split()) > MOST_WORDS:
                return []
            said.append(Said(resolve(speaker) if speaker else None, cells[1], label=True))
        elif cells:
            return []
    lines = [one for one in said if one.speaker]
    speakers = [one.speaker for one in lines]
    ended = sum(1 for one in lines if ENDED.search(one.words))
    few = len(lines) < (2 if script else 4) or len(lines) * 3 < len(said)
    if few or ended * 2 < len(lines) or not (script or 1 < len(set(speakers)) < len(speakers)):
        return []
    return said


def _rows(table: Any) -> Iterator[list[str]]:
    first: list[str] = []  # a first row needs no mark of its own
    for node in table.contents.nodes:
        if isinstance(node, nodes.Tag) and str(node.tag) in _CELLS:
            first.append(words(node.contents).strip())
        elif isinstance(node, nodes.Tag) and str(node.tag) == "tr":
            yield first
            first = []
            cells = (one for one in node.contents.nodes if isinstance(one, nodes.Tag))
            yield [words(one.contents).strip() for one in cells if str(one.tag) in _CELLS]
    yield first


def _with_words(rows: Iterable[list[str]]) -> Iterator[list[str]]:
    """The rows that have words; times and numbers of lines are none."""
    for cells in rows:
        while len(cells) > 2 and _CLOCK.fullmatch(cells[0]):
            cells = cells[1:]
        if any(cells):
            yield cells


def _conversation(said: str, resolve: Resolve) -> list[Said]:
    """The lines of what is said if each has its speaker before it: "Mira: Go!", "Oren: No."."""
    lines = [line for line in said.splitlines() if line.strip()]
    if len(lines) < 2:
        return []
    found: list[Said] = []
    for line in lines:
        label = _LABELLED.match(line)
        speaker = named_speaker(label[1]) if label else None
        if label is None or speaker is None or len(speaker.split()) > MOST_WORDS:
            return []
        found.append(Said(resolve(speaker), line[label.end() :], label=True))
    return found if len({one.speaker for one in found}) > 1 else []


def _speaker(told: Any, resolve: Resolve) -> str | None:
    """Who says it, of "[[Oren Pike|Oren]] to Mira, in the dark"; None where that isn't one person's name."""
    if told is None:
        return None
    linked = (
        (words(one.text), str(one.title).partition("#")[0])
        for one in told.nodes
        if isinstance(one, nodes.Wikilink) and one.text is not None
    )
    return speaker_in(words(told), linked, resolve)


def speaker_in(told: str, links: Iterable[tuple[str, str]], resolve: Resolve) -> str | None:
    """The same of what a reader sees, and the links in it: their words, and to which page each leads."""
    flat = told.strip()
    begins = _BEFORE_NAME.match(flat)
    flat = flat[begins.end() :] if begins else flat
    ends = _AFTER_NAME.search(flat)
    name = clean(flat[: ends.start()] if ends else flat).strip(" .:*")
    if _STARTS.match(flat) or _SEVERAL.search(name) or not is_name(name):
        return None
    for seen, page in links:
        if _flat(seen) == name and (target := _flat(page)) and is_name(without_aside(target)):
            return resolve(target)
    return resolve(name)


def is_name(name: str) -> bool:
    parts = name.split()
    if not parts or len(parts) > MOST_WORDS or len(name) > 60 or name[-1] in "!?":
        return False
    if parts[0].casefold().strip(".") in _NOBODY or ":" in name:
        return False
    # In scripts that have capitals a name begins with one.
    return name[:1].isalpha() and not name[:1].islower()


def without_aside(title: str) -> str:
    """A page's title without what tells it from others: "Oren Pike (fisher)"."""
    return re.sub(r"\s*\([^()]*\)$", "", title)


def _flat(text: str) -> str:
    return clean(" ".join(text.split())).strip(' "“”*')


def resolver(redirects: Mapping[str, str], person: str | None, aliases: Sequence[str]) -> Resolve:
    """By the wiki's redirects; what is part of the name of the page's person is that person."""
    own = {*aliases, *(person or "").split()} if person else set[str]()

    def resolve(name: str) -> str:
        if person and name in own:
            return person
        return without_aside(redirects.get(name[:1].upper() + name[1:], name))

    return resolve
