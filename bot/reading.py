"""How a member's words are read: which names of the library stand in them, and what is left over."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bot import names
from bot.models import Choice
from bot.store import names as stored
from bot.store.library import Library
from bot.store.names import Name

REF = re.compile(r"p?[0-9a-f]{16}(?:\+p?[0-9a-f]{16})*")
"""What a button or a choice sends: a topic's id, "p" and a person's, several joined by "+"."""

MOST_WORDS = 24
"""Words of a question that are read."""

SOUNDS_FROM = 4
"""Letters that a name needs before it is taken by its sound."""

LABEL = 100
"""Code points that Discord shows of a choice."""

_ROLES = {
    word: role
    for role, several in {
        "creator": "creator creators cocreator cocreators maker makers showrunner showrunners writer writers",
        "cast": "actor actors actress actresses cast voice voices star stars",
        "character": "character characters",
    }.items()
    for word in several.split()
}

_HOW = {"name": 0, "alias": 1, "ask": 1, "title": 1, "part": 2}


@dataclass(frozen=True, slots=True)
class Found:
    """One name in a question: words [start, end), and what it may stand for, the likeliest first."""

    start: int
    end: int
    entries: tuple[Name, ...]
    exact: bool  # spelled as stored; otherwise it sounds like it or is a slip away

    def of(self, kind: str) -> list[Name]:
        return [entry for entry in self.entries if entry.target_kind == kind]


@dataclass(frozen=True, slots=True)
class Reading:
    asked: str
    words: tuple[str, ...]
    whole: tuple[Name, ...] = ()  # what stands under the whole of what was asked
    found: tuple[Found, ...] = ()
    counts: Mapping[str, int] = field(default_factory=lambda: {})  # stem -> passages in which it stands

    @property
    def left(self) -> list[str]:
        """The words that no name takes and that aren't mere grammar."""
        taken = {place for one in self.found for place in range(one.start, one.end)}
        return [
            word
            for place, word in enumerate(self.words)
            if place not in taken and word not in names.FUNCTION_WORDS
        ]

    def count(self, word: str) -> int:
        """In how many passages a word stands, in any of its forms; 0 is a word the library doesn't know."""
        return max((self.counts.get(stem, 0) for stem in names.stems(word)), default=0)

    @property
    def read_as(self) -> str | None:
        """The name that was taken for a near spelling, to be told to who asked."""
        inexact = [one for one in self.found if not one.exact]
        return inexact[0].entries[0].target_name if inexact else None


async def read(library: Library, asked: str, kinds: Sequence[str] = ("topic", "person")) -> Reading:
    """One trip: what of the library's names stands in `asked`, in any order, spelling and punctuation."""
    return (await read_all(library, [asked], kinds))[0]


async def read_all(
    library: Library, asked: Sequence[str], kinds: Sequence[str] = ("topic", "person")
) -> list[Reading]:
    """Several questions, or parts of one, in a single trip.

    `kinds`: of what is named; "title" stands for the other titles that documents have.
    """
    drafts = [_Draft(one) for one in asked]
    entries, counts = await stored.read(
        library,
        list(dict.fromkeys(key for draft in drafts for key in draft.wanted)),
        list(dict.fromkeys(sound for draft in drafts for sound in draft.sounds)),
        sorted({stem for draft in drafts for word in draft.words for stem in names.stems(word)}),
    )
    entries = [entry for entry in entries if entry.target_kind in kinds or entry.how in kinds]
    return [draft.read(entries, counts) for draft in drafts]


class _Draft:
    """A question before the library was asked."""

    def __init__(self, asked: str) -> None:
        self.asked = asked
        self.words = tuple(names.words(asked)[:MOST_WORDS])
        self.keys = _keys(self.words)
        # Discord may send what autocomplete shows ("Name: what it is") instead of the value.
        head, colon, _ = asked.partition("? (" if "? (" in asked else ": ")
        self.whole = [names.key(asked[: names.MAX_ASKED]), names.key(head) if colon else ""]
        self.wanted = [key for key in [*self.whole, *self.keys.values()] if key]
        self.sounds = [names.sound(key) for key in self.keys.values() if len(key) >= SOUNDS_FROM]

    def read(self, entries: Sequence[Name], counts: Mapping[str, int]) -> Reading:
        whole: list[Name] = []
        for key in self.whole:
            whole = whole or [entry for entry in entries if key and entry.key == key]
        found = cover(self.words, self.keys, entries)
        return Reading(self.asked, self.words, tuple(ranked(whole)), tuple(found), counts)


def _keys(words: Sequence[str]) -> dict[tuple[int, int], str]:
    """The key of every run of words that could be a name: not one that is grammar alone."""
    return {
        (start, end): names.key(" ".join(words[start:end]))
        for start, end in names.spans(len(words))
        if not all(word in names.FUNCTION_WORDS for word in words[start:end])
    }


def ranked(entries: Iterable[Name]) -> list[Name]:
    """Likeliest first: topics before persons, whole names before parts, then the most spoken of."""
    return sorted(
        entries, key=lambda one: (one.target_kind != "topic", _HOW[one.how], -one.weight, one.target_name)
    )


def cover(words: Sequence[str], keys: Mapping[tuple[int, int], str], entries: Sequence[Name]) -> list[Found]:
    """Names in a question that don't overlap: spelled right before near, long before short."""
    by_key: dict[str, list[Name]] = {}
    by_sound: dict[str, list[Name]] = {}
    for entry in entries:
        if entry.how != "ask":
            by_key.setdefault(entry.key, []).append(entry)
            if len(entry.key) >= SOUNDS_FROM and entry.how != "title":
                by_sound.setdefault(entry.sound, []).append(entry)
    chosen: list[Found] = []
    free = [True] * len(words)
    for exact, table in ((True, by_key), (False, by_sound)):
        for (start, end), key in sorted(keys.items(), key=lambda item: (item[0][0] - item[0][1], item[0][0])):
            hits = table.get(key if exact else names.sound(key))
            # Grammar at the border of a run belongs to the question: "is korra" isn't a longer "korra".
            bordered = words[start] in names.FUNCTION_WORDS or words[end - 1] in names.FUNCTION_WORDS
            if (
                hits
                and all(free[start:end])
                and not (bordered and not exact)
                and (exact or len(key) >= SOUNDS_FROM)
            ):
                free[start:end] = [False] * (end - start)
                chosen.append(Found(start, end, tuple(ranked(hits)), exact))
    return sorted(chosen, key=lambda one: one.start)


def nearest(asked_key: str, candidates: Iterable[str]) -> tuple[str, int] | None:
    """The key that is fewest slips away, and how many; None when there is none, or two are as near."""
    found: dict[str, int] = {}
    for candidate in candidates:
        slips = names.slips(asked_key, candidate)
        if slips is not None:
            found[candidate] = slips
    if not found:
        return None
    least = min(found.values())
    best = [candidate for candidate, slips in found.items() if slips == least]
    return (best[0], least) if len(best) == 1 else None


def choice(name: Name, shown: str | None = None) -> Choice:
    """An entry for autocomplete: what it is called, and what it is."""
    label = shown or name.shown
    what = description(name)
    if label != name.target_name and name.target_sort not in ("pairing", "claim", "document"):
        what = f"{name.target_name}, {what}"
    return Choice(label if len(label) <= LABEL else ref(name), shorten(label, what))


def description(name: Name) -> str:
    """What a choice is, in words: "Korra & Asami Sato, pairing"."""
    if name.target_kind == "topic":
        kind = "question" if name.target_sort == "claim" else name.target_sort
        return f"{name.members}, {kind}" if name.members and name.target_sort == "pairing" else kind
    if name.target_kind == "person":
        return "person" if name.target_sort == "other" else name.target_sort
    return "document"


def ref(name: Name) -> str:
    return ("p" if name.target_kind == "person" else "") + name.target_id


def shorten(label: str, what: str) -> str:
    """The label and what it is, in at most LABEL code points; what it is stays whole, the label is cut.

    "Korra: character"; after a question mark "Was it planned? (question)".
    """
    tail = f" ({what})" if label.endswith("?") else f": {what}"
    if len(label) + len(tail) > LABEL:
        label = label[: max(LABEL - len(tail) - 1, 1)] + "…"
    return (label + tail)[:LABEL]


def choices(found: Iterable[Name], limit: int = 25) -> list[Choice]:
    """One entry a target, and no two that read the same."""
    seen: set[tuple[str, str]] = set()
    labels: dict[str, Choice] = {}
    for name in found:
        if (name.target_kind, name.target_id) in seen:
            continue
        seen.add((name.target_kind, name.target_id))
        entry = choice(name)
        labels.setdefault(entry.label, entry)
        if len(labels) == limit:
            break
    return list(labels.values())


async def suggest(
    library: Library, typed: str, kinds: Sequence[str], *, quoted: bool = False
) -> list[Choice]:
    """Autocomplete: popular entries when empty, then names that begin with, contain or sound like it.

    `quoted`: for who looks for words. The most quoted come first, and "creator" offers the creators.
    """
    key = names.key(typed)
    found = await stored.beginning(library, key, kinds, quoted=quoted)
    if len(key) >= 3 and len({(one.target_kind, one.target_id) for one in found}) < 25:
        if quoted and (role := role_of(typed, begun=True)):
            found += await stored.of_role(library, role)
        found += await stored.containing(library, key, kinds, quoted=quoted)
    if not found and key:
        near = [name for name in await stored.near(library, [key], kinds) if name.how != "ask"]
        found = sorted(near, key=lambda one: -names.likeness(key, one.key))[:10]
    return choices(plainest(found))


def plainest(found: Sequence[Name]) -> Iterator[Name]:
    """Each target once where it first comes up, by the name that is most like its own: "Ko" offers Bryan
    Konietzko as Konietzko, and not as Konietsko, which somebody wrote.
    """
    best: dict[tuple[str, str], Name] = {}
    for one in found:
        known = best.setdefault((one.target_kind, one.target_id), one)
        if known is not one and _part_of(one) and not _part_of(known):
            best[one.target_kind, one.target_id] = one
    return iter(best.values())


def _part_of(name: Name) -> bool:
    return set(names.words(name.shown)) <= set(names.words(name.target_name))


def role_of(asked: str, *, begun: bool = False) -> str | None:
    """The role that words ask for and nothing else: "the creators" -> creator. `begun`: "creat" as well."""
    said = [word for word in names.words(asked) if word not in names.FUNCTION_WORDS]
    if not said or (begun and len(said) > 1):
        return None
    meant = {_ROLES.get(word) for word in said}
    if begun and meant == {None}:
        meant = {role for word, role in _ROLES.items() if word.startswith(said[0])}
    return next(iter(meant)) if len(meant) == 1 else None
