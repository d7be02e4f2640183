"""The cards of an import: what it would do, what it did, and how it is undone."""

from __future__ import annotations

from collections.abc import Iterator

import discord
from discord import ButtonStyle, ui

from bot.exchange.preview import Preview
from bot.imports import Applied, Exported, Import, Look, Undone
from cogs.replies import admin_keys as keys
from cogs.replies.card import Card, button
from cogs.replies.members import mention
from cogs.replies.pieces import count
from cogs.replies.text import name, quoted, shown

PAGE = 8
PROMPT, WHY = 110, 160
FORMATS = {
    "red": "Red-DiscordBot trivia list",
    "opentdb": "Open Trivia DB page",
    "csv": "CSV table",
    "anki": "Anki notes",
}

Entry = tuple[str, str]  # its heading, its line


def preview(look: Look, page: int = 0) -> ui.LayoutView:
    """What would change, those to look at first. Nothing is stored yet, and it says so."""
    card = Card()
    found = look.preview
    entries = list(_entries(found))
    pages = max(-(-len(entries) // PAGE), 1)
    page = min(page, pages - 1)
    to_store = len(found.to_store())
    card.say(
        f"### Import of {quoted(look.file, 80)}",
        f"-# {FORMATS.get(found.format, found.format)} · nothing is stored before you press Apply",
        _counts(found),
        *(f"-# {shown(note, 200)}" for note in found.notes[:3]),
    )
    heading = ""
    for group, line in entries[page * PAGE : (page + 1) * PAGE]:
        if group != heading:
            card.line()
            card.say(f"**{group}**", line)
            heading = group
        else:
            card.say(line)
    card.say(f"-# Page {page + 1} of {pages}" if pages > 1 else None)
    clashing = len(found.clashing)
    card.row(
        button(f"Apply ({to_store})", keys.apply(look.id), ButtonStyle.success) if to_store else None,
        button(f"Apply with clashing ({to_store + clashing})", keys.apply(look.id, clashing=True))
        if clashing
        else None,
        button("Cancel", keys.cancel(look.id)),
    )
    card.row(
        button("Previous", keys.import_page(look.id, page - 1)) if page > 0 else None,
        button("Next", keys.import_page(look.id, page + 1)) if page + 1 < pages else None,
    )
    if not to_store and not clashing:
        card.say("There is nothing to apply.")
    return card.view()


def _counts(found: Preview) -> str:
    counted = {
        "new": len(found.new),
        "changed": len(found.changed),
        "the same": len(found.same),
        "clashing": len(found.clashing),
        "rejected": len(found.rejected),
    }
    return " · ".join(f"**{number:,}** {word}" for word, number in counted.items() if number)


def _entries(found: Preview) -> Iterator[Entry]:
    unit = found.format.unit
    for item in found.clashing:
        yield (
            "Clashing: no answer in common with the server’s own",
            f"{unit.capitalize()} {item.line}: {_prompt(item.question.prompt)}\n-# {shown(item.why, WHY)}",
        )
    for one in found.rejected:
        text = f": {_prompt(one.text)}" if one.text else ""
        yield (
            "Rejected: these can’t be asked",
            f"{unit.capitalize()} {one.line}{text}\n-# {shown(one.reason, WHY)}",
        )
    for item in found.changed:
        yield (
            "Changed",
            f"{unit.capitalize()} {item.line}: {_prompt(item.question.prompt)}\n-# {shown(item.why, WHY)}",
        )
    for item in found.new:
        answers = ", ".join(quoted(answer, 50) for answer in item.question.answers[:3])
        more = " and more" if len(item.question.answers) > 3 else ""
        yield (
            "New",
            f"{unit.capitalize()} {item.line}: {_prompt(item.question.prompt)}\n-# Answer: {answers}{more}",
        )


def _prompt(text: str) -> str:
    return name(text, PROMPT)


def applied(done: Applied) -> ui.LayoutView:
    found = done.look.preview
    card = Card()
    left = [
        f"{len(found.clashing):,} clashing" if found.clashing and not done.clashing else None,
        f"{len(found.same):,} the same already" if found.same else None,
        f"{len(found.rejected):,} rejected" if found.rejected else None,
    ]
    said = ", ".join(one for one in left if one)
    card.say(
        f"### {count(done.stored, 'question')} imported from {quoted(done.look.file, 80)}",
        f"Left out: {said}." if said else None,
        "They are asked in this server’s games from now on.",
    )
    card.row(button("Undo", keys.undo_import(done.look.id)))
    return card.view()


def undo(one: Import, questions: int) -> ui.LayoutView:
    """Asks once more."""
    card = Card()
    card.say(
        f"### Undo the import of {quoted(one.file, 80)}?",
        f"By {mention(one.by_id)}, {discord.utils.format_dt(one.at, 'R')}. {count(questions, 'question')} of "
        "it would go, or be again what they were before.",
    )
    card.row(
        button("Yes, undo it", keys.undo_import(one.id, sure=True), ButtonStyle.danger),
        button("Keep it", keys.KEEP),
    )
    return card.view()


def undone(done: Undone) -> ui.LayoutView:
    card = Card()
    card.say(
        "### The import is undone",
        f"{count(done.removed, 'question')} taken away, {done.restored:,} put back as they were.",
    )
    if done.kept:
        listed = ", ".join(quoted(prompt, 80) for prompt in done.kept[:5])
        more = f" and {len(done.kept) - 5} more" if len(done.kept) > 5 else ""
        card.say(f"Left alone, for they were changed since: {listed}{more}.")
    return card.view()


def exported(made: Exported) -> ui.LayoutView:
    card = Card()
    card.say(f"### {count(made.questions, 'question')} of this server’s own")
    if made.notes:
        card.say("What this format can’t hold:", *(f"-# {shown(note, 200)}" for note in made.notes[:12]))
        rest = len(made.notes) - 12
        card.say(f"-# and {rest:,} more of that kind" if rest > 0 else None)
    view = card.view()
    view.add_item(ui.File(f"attachment://{made.name}"))
    return view
