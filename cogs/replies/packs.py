"""The cards of packs: what one would bring, which a server has, and what became of one."""

from __future__ import annotations

from collections.abc import Sequence

from discord import ButtonStyle, ui

from bot.curation import Change
from bot.exchange.packs import Pack
from bot.packs import Difference, Held, Look
from cogs.replies import edit_keys
from cogs.replies import pack_keys as keys
from cogs.replies.card import Card, button
from cogs.replies.pieces import count
from cogs.replies.text import name, shown

PAGE, WHY = 10, 150
STATES = {
    "clash": "clashes, is left out",
    "changed": "changed",
    "new": "new",
    "gone": "no longer in it",
    "same": "the same",
}
KINDS = {"question": "trivia question"}


def preview(look: Look, page: int = 0) -> ui.LayoutView:
    """What would change, those to look at first. Nothing is stored yet, and it says so."""
    card = Card()
    pack = look.pack
    pages = max(-(-len(look.differences) // PAGE), 1)
    page = min(page, pages - 1)
    counts = [f"{look.count(state):,} {said}" for state, said in STATES.items() if look.count(state)]
    card.say(
        f"### Pack {name(pack.name, 60)}",
        f"Version {shown(pack.version, 40)} · licence {shown(pack.license, 100)}",
        shown(pack.description, 400) if pack.description else None,
        f"In the place of version {shown(look.before.version, 40)}." if look.before else None,
        "-# Nothing is stored before you press Bring in.",
    )
    card.say("**" + (", ".join(counts) or "Nothing but its name") + "**")
    card.say(
        "-# It also holds a list of questions: bring those in with their own button, before or after."
        if pack.questions
        else None
    )
    card.say(*(_difference(one) for one in look.differences[page * PAGE : (page + 1) * PAGE]))
    if page == 0 and look.problems:
        more = len(look.problems) - 4
        card.say(
            "**To look at**",
            *(f"-# {shown(said, 220)}" for said in look.problems[:4]),
            f"-# and {more:,} more" if more > 0 else None,
        )
    card.row(
        button("Bring in", keys.apply(look.id), ButtonStyle.success),
        button("Cancel", keys.cancel(look.id)),
        button("Its questions", keys.questions(look.id)) if pack.questions else None,
    )
    card.row(
        button("Previous", keys.page(look.id, page - 1)) if page > 0 else None,
        button("Next", keys.page(look.id, page + 1)) if page + 1 < pages else None,
    )
    return card.view()


def listing(held: Sequence[Held]) -> ui.LayoutView:
    card = Card()
    card.say(
        f"### {count(len(held), 'pack')}" if held else "### No packs here",
        "A pack is one zip of documents, rulings and questions. `/admin pack import` brings one in.",
    )
    for one in held[:8]:
        card.piece(
            f"**{name(one.name, 60)}** {shown(one.version, 40)}",
            f"{count(one.documents, 'document')}, {count(one.entries, 'entry', 'entries')}",
            f"-# Licence: {shown(one.license, 100)}",
            beside=button("Take away", keys.remove(one.slug)),
        )
    card.say(f"-# and {len(held) - 8:,} more" if len(held) > 8 else None)
    return card.view()


def ask_remove(held: Held) -> ui.LayoutView:
    card = Card()
    card.say(
        f"### Take the pack {name(held.name, 60)} away?",
        f"Its {count(held.documents, 'document')} and {count(held.entries, 'entry', 'entries')} would no "
        "longer answer here. What your moderators changed themselves stays. It can be undone for 30 days.",
    )
    card.row(button("Yes, take it away", keys.remove(held.slug, sure=True), ButtonStyle.danger))
    return card.view()


def applied(change: Change) -> ui.LayoutView:
    card = Card()
    card.say(f"### {shown(change.what, 200)}", "Members are answered with it from now on.")
    card.row(button("Undo", edit_keys.undo(change.entry)))
    return card.view()


def exported(pack: Pack, file: str, size: int) -> ui.LayoutView:
    card = Card()
    entries = sum(len(raws) for raws in pack.written.entries.values())
    card.say(
        f"### Pack {name(pack.name, 60)} {shown(pack.version, 40)}",
        f"{count(len(pack.documents), 'document')}, {count(entries, 'entry', 'entries')}"
        + (", and your own questions" if pack.questions else "")
        + f". {size / 1000:,.0f} kB.",
        "-# Its licence must allow what you do with it: documents are other people’s texts.",
    )
    view = card.view()
    view.add_item(ui.File(f"attachment://{file}"))
    return view


def _difference(one: Difference) -> str:
    kind = KINDS.get(one.kind, one.kind)
    why = f"\n-# {shown(one.why, WHY)}" if one.why else ""
    return f"- {kind} {name(one.name, 80)}: {STATES[one.state]}{why}"
