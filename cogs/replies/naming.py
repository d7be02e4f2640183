"""Lists of names on cards and in forms: cut to a card's width, spread over a form's fields."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from discord import ui

from bot.curation import MOST_NAMES
from bot.errors import UserError
from bot.naming import MOST
from cogs.replies.forms import FIELDS, field
from cogs.replies.text import name

FIELD = 4000
"""Characters of one field, by Discord's rule."""
SHOWN = 60

SOURCES = {"library": "the bot’s host", "server": "this server’s moderators"}


def source(layer: str | None, *, changed: bool, passages: int) -> str:
    """Where an entry is known from."""
    if layer is None:
        return "found in documents; nobody wrote an entry"
    known = SOURCES.get(layer) or f"the pack “{name(layer.partition(':')[2], SHOWN)}”"
    if changed and layer != "server":
        known += ", changed by this server’s moderators"
    return known if passages else f"{known}; no document has it"


def listed(several: Sequence[str], limit: int) -> str:
    """As many names as fit, and how many more there are."""
    said = ""
    for number, one in enumerate(several):
        more = (", " if said else "") + name(one, SHOWN)
        if len(said) + len(more) > limit:
            return f"{said} and {len(several) - number:,} more"
        said += more
    return said


def fields(
    key: str, label: str, hint: str, several: Sequence[str] = (), *, room: int = FIELDS
) -> list[ui.Label[ui.Modal]]:
    """A field with one name on each line; as many as they need, up to `room`. Raises UserError."""
    chunks = [""]
    for one in several:
        if len(chunks[-1]) + len(one) + 1 > FIELD:
            chunks.append("")
        chunks[-1] += ("\n" if chunks[-1] else "") + one
    if len(chunks) > room:
        raise UserError(
            "These are more names than a form can show. Ask whoever hosts this bot to change them."
        )
    return [
        field(
            f"{key}{number or ''}",
            label if not number else f"{label}, part {number + 1}",
            hint,
            most=FIELD,
            lines=True,
            required=False,
            filled=chunk,
        )
        for number, chunk in enumerate(chunks)
    ]


def written(filled: Mapping[str, str], key: str) -> str:
    """All lines of what `fields` made."""
    return "\n".join(value for word, value in sorted(filled.items()) if re.fullmatch(rf"{key}\d?", word))


def name_field(label: str, hint: str | None = None, filled: str = "") -> ui.Label[ui.Modal]:
    return field("name", label, hint, most=MOST, filled=filled)


ONE_EACH = f"One on each line, {MOST_NAMES} at most"
