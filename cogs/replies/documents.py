"""The cards of a server's documents: the list, one of them, its form, and what is asked before it goes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import discord
from discord import ButtonStyle, ui
from discord.utils import format_dt

from bot.curation import Line
from bot.documents import HEAD, LONGEST, PAGE, Listed, Origin, Shown, State
from bot.models import Kind, Source
from bot.places import published
from cogs.replies import admin_keys
from cogs.replies import document_keys as keys
from cogs.replies.card import Card, button, link
from cogs.replies.forms import field, form
from cogs.replies.members import mention
from cogs.replies.pieces import count
from cogs.replies.sources import KINDS
from cogs.replies.text import name, plain

GROUPS = {Origin.SERVER: "This server’s own", Origin.PACK: "From packs", Origin.HOST: "From the bot’s host"}
FIELDS = {
    "title": ("Title", None),
    "author": ("Author", "Who wrote it, or whose words it is"),
    "publisher": ("Publisher", "A magazine, a site, a book’s publisher"),
    "published": ("Date", "Such as 2014-12-22, December 2014, or 2014"),
    "url": ("Address", "Where it stands on the web: https://…"),
}


class MenuCard(Card):
    """With menus of its own, each known by its key."""

    def menu(
        self,
        key: str,
        placeholder: str,
        options: Iterable[discord.SelectOption],
        *,
        least: int = 1,
        most: int = 1,
    ) -> None:
        listed = list(options)[:25]
        if listed and self._room(2):
            menu: ui.Select[ui.LayoutView] = ui.Select(
                custom_id=key,
                placeholder=plain(placeholder, 150),
                options=listed,
                min_values=least,
                max_values=min(most, len(listed)),
            )
            self._container.add_item(ui.ActionRow(menu))

    def kinds(self, key: str, now: Kind) -> None:
        """Which kind of source it is: that decides how much its words count."""
        self.menu(
            key,
            "Kind of source",
            (
                discord.SelectOption(
                    label=f"Kind: {said}" if kind is now else said, value=kind.value, default=kind is now
                )
                for kind, said in KINDS.items()
            ),
        )


def listed(found: list[Listed], page: int, total: int) -> ui.LayoutView:
    card = MenuCard()
    pages = max(-(-total // PAGE), 1)
    card.say(
        f"### {count(total, 'document')}",
        f"-# Page {page + 1} of {pages}" if pages > 1 else None,
        "`/admin document add` brings in files, `/admin document paste` a text." if total < PAGE else None,
    )
    group = None
    for one in found:
        if one.origin is not group:
            card.line()
            card.say(f"**{GROUPS[one.origin]}**")
            group = one.origin
        back = one.state is State.REMOVED
        card.piece(
            f"{name(one.source.title, 120)}{_marks(one)}",
            f"-# {_origin(one)}",
            beside=button("Bring back", keys.state(one.source.id, State.SHOWN)) if back else None,
        )
    card.menu(
        keys.OPEN,
        "Look at one document",
        (
            discord.SelectOption(label=plain(one.source.title, 100) or "?", value=one.source.id)
            for one in found
        ),
    )
    card.row(
        button("Previous", keys.listed(page - 1)) if page > 0 else None,
        button("Next", keys.listed(page + 1)) if page + 1 < pages else None,
    )
    return card.view()


def _marks(one: Listed) -> str:
    if one.state is State.SHOWN:
        return ""
    until = f", can be brought back until {format_dt(one.until, 'd')}" if one.until else ""
    return f" · **{one.state}**{until}"


def _origin(one: Listed) -> str:
    source = one.source
    said = [
        f"pack {name(one.pack, 60)}" if one.pack else None,
        KINDS[source.kind],
        name(source.publisher, 60) if source.publisher else None,
        published(source),
    ]
    return " · ".join(part for part in said if part)


def one(found: Shown) -> ui.LayoutView:
    """A document in full, with all that can be done about it."""
    listed, source, figures = found.listed, found.listed.source, found.card
    own, removed = listed.origin is Origin.SERVER, listed.state is State.REMOVED
    card = MenuCard()
    card.say(
        f"## {name(source.title, 200)}",
        f"-# {GROUPS[listed.origin]}{f': {name(listed.pack, 60)}' if listed.pack else ''}{_marks(listed)}",
        *head(source),
    )
    if figures is not None:
        speakers = ", ".join(f"{name(who, 50)} ({number})" for who, number in figures.speakers[:8])
        card.line()
        card.say(
            f"{count(figures.quotes, 'quote')} · {count(figures.passages, 'passage')} · "
            f"{figures.characters:,} characters",
            f"**Quoted:** {speakers}" if speakers else "Nobody is quoted in it.",
        )
    elif not removed:
        card.say("No answer comes from it while it is hidden.")
    card.say(
        f"-# Added by {_by(found.added)}" if found.added else None,
        f"-# Last changed by {_by(found.changed)}" if found.changed else None,
        "-# `/admin document replace` gives it another text." if own and not removed else None,
    )
    if not removed:
        card.kinds(keys.kind(source.id), source.kind)
    hidden = listed.state is State.HIDDEN
    card.row(
        button("Edit", keys.edit(source.id)) if not removed else None,
        button("Show again", keys.state(source.id, State.SHOWN)) if hidden else None,
        button("Hide", keys.state(source.id, State.HIDDEN)) if listed.state is State.SHOWN else None,
        button("Remove", keys.remove(source.id), ButtonStyle.danger) if own and not removed else None,
        button("Bring back", keys.state(source.id, State.SHOWN)) if removed else None,
        link("Open the original", source.url),
    )
    return card.view()


def _by(line: Line) -> str:
    return f"{mention(line.by_id)}, {format_dt(line.at, 'd')}"


def head(source: Source) -> list[str]:
    """The lines that say what a document is and from where."""
    return [
        f"**Author:** {name(source.author, 80) if source.author else 'not given'}",
        f"**Publisher:** {name(source.publisher, 80) if source.publisher else 'not given'}",
        f"**Date:** {published(source) if source.published else 'not given'}",
        f"**Kind of source:** {KINDS[source.kind]}",
        f"**Address:** {name(source.url, 120)}" if source.url else "**Address:** not given",
    ]


def head_form(key: str, title: str, filled: Mapping[str, str | None]) -> ui.Modal:
    """The head to fill in, with what is known of it."""
    fields = (
        field(
            word,
            label,
            hint,
            most=LONGEST[word],
            required=word == "title",
            filled=plain(filled.get(word) or "", LONGEST[word]),
        )
        for word, (label, hint) in FIELDS.items()
    )
    return form(key, title, *fields)


def edit_form(source: Source) -> ui.Modal:
    filled = {word: getattr(source, word) for word in HEAD}
    return head_form(keys.edit(source.id), "Edit the document’s details", filled)


def ask_remove(listed: Listed) -> ui.LayoutView:
    card = Card()
    card.say(
        f"### Remove {name(listed.source.title, 200)}?",
        "No answer comes from it any more. Its text is kept for 30 days: until then “Undo” makes all as it "
        "was, and so does “Bring back” in `/admin document list`.",
    )
    card.row(
        button("Yes, remove it", keys.remove(listed.source.id, sure=True), ButtonStyle.danger),
        button("Keep it", admin_keys.KEEP),
    )
    return card.view()
