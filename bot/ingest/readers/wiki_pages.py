"""One page of a wiki as a document: its words, its places, who speaks in it, and whom it is about."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from mwparserfromhell.parser import ParserError

from bot.ingest.documents import MAX_TITLE, Document, Place, Turn
from bot.ingest.quotes.model import KnownPerson
from bot.ingest.readers.texts import spoken
from bot.ingest.readers.wiki_boxes import is_box, person_of
from bot.ingest.readers.wiki_speech import (
    BEGIN,
    END,
    NAMED,
    Resolve,
    Said,
    inline,
    quoted,
    resolver,
    spoken_in,
    table_of_speech,
    without_aside,
)
from bot.ingest.readers.wikitext import HEADING, Renderer, name_of, parsed
from bot.models import Kind

MAX_PAGE = 2_200_000
"""Characters of one page; MediaWiki itself allows 2 MB."""
SHORT = 1000
"""Characters from which on a page that is marked as a stub is taken all the same."""
MOST_ALIASES = 40

SCRIPT = re.compile(
    r"\b(?:transcripts?|transkript\w*|transcripci[oó]n\w*|transcri[çt]\w+|scripts?|screenplay)\b",
    re.IGNORECASE,
)
"""In the title of a page that gives the words of an episode, or the name of a namespace of such pages."""

_SWITCH = re.compile(r"__[A-Z]{3,30}__")
_BLANKS = re.compile(r"[ \t\xa0]{2,}")
_EDGES = re.compile(r"[ \t]*\n[ \t]*")
_GAPS = re.compile(r"\n{3,}")
_HOLLOW = re.compile(r"\(\s*[,;]?\s*\)|\[\s*\]")
_MARK = re.compile(f"{HEADING}|{BEGIN}(\\d+){NAMED}|{END}")
_LABEL = re.compile(r"(?:\A|(?<=\n))([^\W\d_][\w.'’ -]{0,40}?)(?:[ \t]?[(\[][^()\[\]\n]{1,60}[)\]])?:[ \t]")
_CROSSROADS = re.compile(
    r"disamb|hndis|geodis|dab$|begriffskl|homonymie|desambig|неоднозначност|disambigua|ujednoznaczn|doorverwijs"
    r"|förgrening|曖昧さ回避|消歧义"
)


@dataclass(frozen=True, slots=True)
class Page:
    title: str
    namespace: str
    redirect: str | None
    model: str
    text: str


@dataclass(slots=True)
class Site:
    """What the head of a dump says."""

    name: str | None = None
    base: str | None = None
    language: str | None = None
    namespaces: dict[str, str] | None = None  # names by number


def document_of(
    page: Page,
    name: str,
    site: Site,
    aliases: Sequence[str],
    redirects: Mapping[str, str],
    left: Counter[str],
) -> Document | None:
    """None for a page that tells nothing; why, is counted in `left`.

    `aliases`: the titles that lead to this page. `redirects`: to which page each of the others leads.
    """
    if len(page.text) > MAX_PAGE:
        left["too long"] += 1
        return None
    try:
        code = parsed(page.text)
    except (ParserError, RecursionError):
        left["with markup that can't be read"] += 1
        return None
    script = SCRIPT.search(page.title) is not None
    rendered = _Page(site, script)
    rendered.find_person(code, page.title, aliases, redirects)
    rendered.render(code)
    shown = "".join(rendered.parts)
    if script:
        shown = _LABEL.sub(r"\n\n\g<0>", shown)  # each line a paragraph, also where they stand in a list
    text, places, turns = _tidied(shown, rendered.speakers)
    if _is_crossroads(page.title, rendered.templates):
        left["disambiguation pages"] += 1
        return None
    stub = any("stub" in one.split() for one in rendered.templates) and len(text) < SHORT
    if stub or not re.search(r"\w", text):
        left["stubs or pages without text"] += 1
        return None
    people = [rendered.person] if rendered.person else []
    called = rendered.called
    if script:
        called |= {label: redirects.get(label, "") for label in _labels(text)}
    people += _known_by(called, rendered.person)
    return Document(
        name=f"{name}/{page.title}",
        text=text,
        head_length=0,
        title=page.title[:MAX_TITLE],
        author=None,
        publisher=site.name,
        url=_address(site.base, page.title),
        published=None,
        kind=Kind.WORK if script else Kind.FAN,
        spoils=(),
        language=site.language,
        encoding="utf-8",
        title_given=True,
        places=places,
        turns=turns,
        people=tuple(people),
        aliases=tuple(aliases[:MOST_ALIASES]),
    )


def _address(base: str | None, title: str) -> str | None:
    if not base or not base.startswith(("http://", "https://")):
        return None
    return base.rpartition("/")[0] + "/" + quote(title.replace(" ", "_"), safe="/:(),!*'")


def _is_crossroads(title: str, templates: Iterable[str]) -> bool:
    return title.casefold().endswith("(disambiguation)") or any(map(_CROSSROADS.match, templates))


def _labels(text: str) -> Iterator[str]:
    return (match[1] for match in _LABEL.finditer(text))


def _known_by(called: Mapping[str, str], person: KnownPerson | None) -> list[KnownPerson]:
    """Speakers by the names that lead to their pages: "Mira:" is Mira Vale."""
    found: dict[str, list[str]] = {}
    for label, target in called.items():
        if (name := without_aside(target)) and name != label and (person is None or name != person.name):
            found.setdefault(name, []).append(label)
    return [KnownPerson(name, tuple(labels), "character") for name, labels in found.items()]


class _Page(Renderer):
    def __init__(self, site: Site, script: bool) -> None:
        super().__init__(frozenset((site.namespaces or {}).values()))
        self._script = script
        self._resolve: Resolve = lambda name: name
        self.person: KnownPerson | None = None
        self.templates: set[str] = set()  # names
        self.speakers: list[str | None] = []
        self.called: dict[str, str] = {}  # whom speakers' names lead to

    def find_person(
        self, code: Any, title: str, aliases: Sequence[str], redirects: Mapping[str, str]
    ) -> None:
        boxes = [one for one in code.filter_templates(recursive=False) if is_box(one)]
        self.person = person_of(title, boxes, aliases)
        known = self.person
        resolve = resolver(redirects, known and known.name, known.aliases if known else ())

        def noted(name: str) -> str:
            self.called[name] = resolve(name)
            return self.called[name]

        self._resolve = noted

    def template(self, node: Any) -> None:
        if is_box(node):
            return
        self.templates.add(name_of(node))
        if (said := inline(node)) is not None:
            self.parts.append(said)
        elif lines := quoted(node, self._resolve) or spoken_in(node, self._resolve, script=self._script):
            self._say(lines)
        else:
            super().template(node)

    def table(self, node: Any) -> None:
        self._say(table_of_speech(node, self._resolve, script=self._script))

    def _say(self, lines: Iterable[Said]) -> None:
        for one in lines:
            if one.label or one.credit or one.speaker:
                label = f"{one.speaker}: " if one.label and one.speaker else ""
                self.parts.append(f"\n\n{label}{BEGIN}{len(self.speakers)}{NAMED}{one.words}{END}\n\n")
                self.speakers.append(one.speaker)
            else:
                self.parts.append(f"\n\n{one.words}\n\n")
            if one.credit:
                self.parts.append(f"— {one.credit}\n\n")


def _tidied(text: str, speakers: Sequence[str | None]) -> tuple[str, tuple[Place, ...], tuple[Turn, ...]]:
    """Without the gaps that markup leaves; the headings are paragraphs, and places."""
    text = _SWITCH.sub("", text.replace("\r", ""))
    text = _HOLLOW.sub("", text)
    text = _GAPS.sub("\n\n", _EDGES.sub("\n", _BLANKS.sub(" ", text))).strip()
    kept: list[str] = []
    places: list[Place] = []
    said: list[tuple[int, int, str | None]] = []
    begun: tuple[int, str | None] | None = None
    at = length = 0
    for mark in _MARK.finditer(text):
        kept.append(text[at : mark.start()])
        length += mark.start() - at
        at = mark.end()
        if mark[0] == HEADING:
            places.append(Place(length, text[at : at + 300].partition("\n")[0][:100]))
        elif mark[1]:
            begun = length, speakers[int(mark[1])]
        elif begun is not None:
            said.append((begun[0], length, begun[1]))
            begun = None
    kept.append(text[at:])
    whole = "".join(kept)
    turns = [
        (start + first, start + last, speaker)
        for start, end, speaker in said
        for first, last in spoken(whole[start:end])
        if speaker is not None
    ]
    most = sum(end - start for start, end, _ in turns) * 2 >= len(whole)
    form = "transcript" if most else "block"
    return whole, tuple(places), tuple(Turn(*turn, form) for turn in turns)
