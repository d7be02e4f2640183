"""Names as moderators write them into forms: tidied, counted and found again."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot import names, reading
from bot.curation import MOST_NAMES, QUICKER
from bot.errors import NamesError, UserError
from bot.ids import content_id
from bot.ingest.heads import clean
from bot.models import Choice
from bot.store import names as stored
from bot.store.library import Library
from bot.store.names import Name

MOST = 200
"""Characters of a name, as in curated files."""
MOST_LIKELY = 25
ALIKE = 0.84
"""Likeness from which two names may be two spellings of one."""

_UNSEEN = re.compile("[\u202a-\u202e\u2066-\u2069]")


def one_name(written: str) -> str:
    """A name as it is kept. Raises UserError for what can't be one."""
    name = clean(_UNSEEN.sub("", written))
    if not names.key(name):
        raise UserError("A name needs a letter or a digit, or nobody could ask for it.")
    if len(name) > MOST:
        raise UserError(f"A name can have {MOST} characters at most; this one has {len(name):,}.")
    return name


def lines(written: str, *besides: str) -> list[str]:
    """The names of a field with one on each line: each once, without those in `besides`.

    Raises UserError for what can't be a name, and for too many.
    """
    seen = {names.key(one) for one in besides}
    found: list[str] = []
    for line in written.splitlines():
        if not line.strip():
            continue
        name = one_name(line)
        if names.key(name) not in seen:
            seen.add(names.key(name))
            found.append(name)
    if len(found) > MOST_NAMES:
        raise UserError(f"One person or topic can have {MOST_NAMES} names at most; these are {len(found):,}.")
    return found


def once(several: Iterable[str], *besides: str) -> list[str]:
    """Each name once, however it is spelled, without those in `besides`."""
    seen = {names.key(one) for one in besides}
    kept: list[str] = []
    for name in several:
        if (key := names.key(name)) and key not in seen:
            seen.add(key)
            kept.append(name)
    return kept


def spelled(written: Mapping[str, Any], *, name: str, word: str = "aliases") -> dict[str, Any]:
    """An entry without what follows from its subject, with another name; the old one becomes an alias."""
    values = own_words(written)
    others = [str(one) for one in values.get(word) or ()]
    values["name"] = name
    values[word] = once([*others, str(written["name"])], name)
    return without_nothing(values)


def own_words(values: Mapping[str, Any]) -> dict[str, Any]:
    """An entry's values without the one that is worked out anew with every name."""
    return {word: value for word, value in values.items() if word != "formerly"}


def without_nothing(values: Mapping[str, Any]) -> dict[str, Any]:
    return {word: value for word, value in values.items() if value not in (None, "", [])}


def stamp(values: Mapping[str, Any]) -> str:
    """Another one whenever anything of an entry is another; short enough for a button."""
    return content_id("entry", json.dumps(values, sort_keys=True, ensure_ascii=False))[:8]


def refuse_old(values: Mapping[str, Any], seen: str) -> None:
    """Raises UserError when an entry is no longer what a form or a preview was made from."""
    if stamp(values) != seen:
        raise UserError(QUICKER)


async def find(library: Library, typed: str, kind: str) -> str:
    """The id of the one person or topic that a choice or typed words name. Raises UserError."""
    typed = typed.strip()
    is_ref = reading.REF.fullmatch(typed) and "+" not in typed
    if is_ref and typed.startswith("p") == (kind == "person"):
        return typed.removeprefix("p")
    read = await reading.read(library, typed, (kind,))
    full = [one for one in read.whole if one.how != "part"] or list(read.whole)
    several = list({one.target_id: one for one in full}.values())
    if len(several) == 1:
        return several[0].target_id
    if several:
        meant = " or ".join(f"“{one.target_name}”" for one in several[:4])
        raise NamesError(f"That may mean {meant}. Write the full name.")
    near = [one.target_name for one in await _alike(library, kind, [typed], ())][:3]
    hint = f" These come near: {', '.join(f'“{one}”' for one in near)}." if near else ""
    there = "nobody" if kind == "person" else "no topic"
    raise NamesError(f"There is {there} of that name here.{hint}")


async def likely(
    library: Library, kind: str, spellings: Sequence[str], besides: Collection[str]
) -> list[Choice]:
    """Persons or topics that may be called almost so, the likeliest first; the values are references.

    `besides`: ids of those that are not meant.
    """
    found = await _alike(library, kind, spellings, besides)
    return [replace(reading.choice(one, one.target_name), value=reading.ref(one)) for one in found]


async def _alike(
    library: Library, kind: str, spellings: Sequence[str], besides: Collection[str]
) -> list[Name]:
    keys = [key for one in spellings[:MOST_LIKELY] if (key := names.key(one))]
    words = [word for one in spellings[:MOST_LIKELY] for word in names.words(one) if len(word) > 2]
    sounds = [names.sound(key) for key in keys]
    same, _ = await stored.read(library, list(dict.fromkeys([*keys, *words])), sounds)
    near = await stored.near(library, [key for key in keys if len(key) > 2], (kind,))
    best: dict[str, tuple[float, Name]] = {}
    for one in (*same, *near):
        if one.target_kind != kind or one.how == "ask" or one.target_id in besides:
            continue
        # A first or last name in common says more than letters do.
        score = max((names.likeness(key, one.key) for key in keys), default=0)
        score = max(score, ALIKE) if one.key in words else score
        if score >= ALIKE and score > best.get(one.target_id, (0.0, one))[0]:
            best[one.target_id] = score, one
    ranked = sorted(best.values(), key=lambda pair: (-pair[0], -pair[1].weight, pair[1].target_name))
    return [one for _, one in ranked[:MOST_LIKELY]]
