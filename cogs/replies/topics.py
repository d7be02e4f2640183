"""The cards and forms of topics, for moderators."""

from __future__ import annotations

from collections.abc import Sequence

from discord import ButtonStyle, ui

from bot.curation import Change
from bot.models import Choice
from bot.topics import Merging, Topic
from cogs.replies import edits, naming
from cogs.replies import topic_keys as keys
from cogs.replies.card import Card, button
from cogs.replies.forms import field, form
from cogs.replies.pieces import count
from cogs.replies.text import name

NAME = 120
LIST = 700
MEMBERS = 2000
DATE = 10


def topic(one: Topic, said: str | None = None) -> ui.LayoutView:
    card = Card()
    card.say(said)
    ruling = one.verdict or ("there is one, and its evidence can’t be found" if one.ruled else "none")
    card.say(
        f"### {name(one.name, NAME)}",
        one.kind.capitalize() + (f" · {one.date}" if one.date else ""),
        f"**Members:** {naming.listed(one.members, LIST)}" if one.members else None,
        f"**Other names:** {naming.listed(one.others, LIST)}" if one.others else "**Other names:** none",
        f"**People also ask:** {naming.listed(one.asks, LIST)}" if one.asks else None,
        f"**Ruling:** {ruling} · {count(one.passages, 'passage speaks', 'passages speak')} of it",
        f"**Known from:** {naming.source(one.layer, changed=one.changed, passages=one.passages)}",
    )
    card.row(
        button("Rename or date" if one.kind == "event" else "Rename", keys.of("rename", one.id)),
        button("Names", keys.of("names", one.id)),
        button("Members", keys.of("members", one.id)),
    )
    card.row(
        button("Merge", keys.of("merge", one.id)),
        button("Remove", keys.of("remove", one.id), ButtonStyle.danger) if one.removable else None,
    )
    return card.view()


def changed(change: Change, topic_id: str | None = None) -> ui.LayoutView:
    """`topic_id`: whose card comes next."""
    return edits.changed(
        change, then=button("Show the topic", keys.of("show", topic_id)) if topic_id else None
    )


# --- forms -------------------------------------------------------------------------------------------------


def add(kind: str) -> ui.Modal:
    """Discord gives a form five fields, so each kind has those that it needs."""
    others = "Ship names and other names" if kind == "pairing" else "Other names"
    parts = [
        naming.name_field("The sentence" if kind == "claim" else "Name"),
        _members(kind, ()),
        *naming.fields("others", others, naming.ONE_EACH, room=1),
        *naming.fields("asks", "Ways people ask for it", naming.ONE_EACH, room=1),
    ]
    return form(keys.add(kind), f"New {kind}", *parts, *([_date("")] if kind == "event" else []))


def rename(one: Topic) -> ui.Modal:
    hint = "The name until now stays one of the other names"
    dated = [_date(one.date or "")] if one.kind == "event" else []
    key = keys.filled("rename", one.id, one.stamp)
    return form(key, "Rename", naming.name_field("Name", hint, one.name), *dated)


def other_names(one: Topic) -> ui.Modal:
    hint = "One on each line; this replaces the list"
    others = naming.fields("others", "Ship names and other names", hint, one.others, room=4)
    room = 5 - len(others)
    asks = naming.fields("asks", "Ways people ask for it", hint, one.asks, room=room)
    return form(keys.filled("names", one.id, one.stamp), "Names", *others, *asks)


def members(one: Topic) -> ui.Modal:
    return form(keys.filled("members", one.id, one.stamp), "Members", _members(one.kind, one.members))


def _members(kind: str, filled: Sequence[str]) -> ui.Label[ui.Modal]:
    return field(
        "members",
        "Members",
        "Full names, one on each line; a pairing needs two"
        if kind == "pairing"
        else "Whom it is about: full names, one on each line",
        most=MEMBERS,
        lines=True,
        required=kind == "pairing",
        filled="\n".join(filled),
    )


def _date(filled: str) -> ui.Label[ui.Modal]:
    return field("date", "Date", "Like 2014-12-19, or only 2014", most=DATE, required=False, filled=filled)


# --- two topics --------------------------------------------------------------------------------------------


def pick_merge(one: Topic, likely: Sequence[Choice]) -> ui.LayoutView:
    card = Card()
    called = name(one.name, NAME)
    card.say(
        f"### What is the same topic as {called}?",
        f"Its names become other names of {called}. You see it first."
        if likely
        else "No topic has a name like it. Write which one you mean.",
    )
    card.choices(keys.choose("merge", one.id), "The same topic as …", likely)
    card.row(button("Another one …", keys.of("merge_other", one.id)), button("Back", keys.of("show", one.id)))
    return card.view()


def other(one: Topic) -> ui.Modal:
    hint = "Which is merged into this one; the full name"
    return form(keys.of("merge_other", one.id), "The same topic", naming.name_field("Name", hint))


def merging(one: Merging) -> ui.LayoutView:
    """What would become of both."""
    card = Card()
    kept, gone = name(one.kept.name, NAME), name(one.gone.name, NAME)
    members = naming.listed(one.kept.members, LIST)
    card.say(
        f"### Merge {gone} into {kept}?",
        f"**{kept}** stays" + (f", about {members}." if members else "."),
        f"**Other names:** {naming.listed(one.names, LIST)}",
        f"**People also ask:** {naming.listed(one.asks, LIST)}" if one.asks else None,
        f"**{gone}** is no topic of its own any more: whoever asks for that name finds {kept}.",
        f"The ruling on {gone} becomes the ruling on {kept}." if one.gone.ruled else None,
    )
    card.row(
        button("Merge", keys.merge_sure(one.kept.id, one.gone.id, one.stamp), ButtonStyle.primary),
        button("The other way round", keys.merge_look(one.gone.id, one.kept.id)),
        button("Don’t merge", keys.of("show", one.kept.id)),
    )
    return card.view()


def ask_remove(one: Topic) -> ui.LayoutView:
    card = Card()
    card.say(
        f"### Remove {name(one.name, NAME)}?",
        "The topic goes, with its other names" + (" and its ruling" if one.ruled else "") + ". The documents "
        "stay as they are. It can be undone.",
    )
    card.row(
        button("Yes, remove", keys.of("remove_sure", one.id), ButtonStyle.danger),
        button("Keep", keys.of("show", one.id)),
    )
    return card.view()
