"""The cards and forms of persons, for moderators."""

from __future__ import annotations

from collections.abc import Sequence

from discord import ButtonStyle, CheckboxGroupOption, RadioGroupOption, ui

from bot.curation import Change
from bot.ids import content_id
from bot.models import Choice
from bot.naming import MOST
from bot.persons import MOST_NOTE, PRONOUNS, Merging, Person
from cogs.replies import edits, naming
from cogs.replies import person_keys as keys
from cogs.replies.card import MOST_OPTIONS, Card, button
from cogs.replies.forms import field, form
from cogs.replies.pieces import count
from cogs.replies.text import name, plain, shown

NAME = 100
LIST = 700
NOTE = 300
MOST_BOXES = 10

ROLES = {
    "creator": ("Creator", "Made the work"),
    "cast": ("Cast", "Plays or voices somebody"),
    "character": ("Character", "In the story"),
    "other": ("Other", "Anybody else"),
}


def person(one: Person, said: str | None = None) -> ui.LayoutView:
    card = Card()
    card.say(said)
    role = ROLES.get(one.role, ROLES["other"])[0] if one.role != "other" else "No role"
    card.say(
        f"### {name(one.name, NAME)}",
        f"{role} · {one.pronoun or 'no pronoun'}",
        f"**Other names:** {naming.listed(one.others, LIST)}" if one.others else "**Other names:** none",
        f"**Documents also say:** {naming.listed(one.found, LIST)}" if one.found else None,
        f"**Not the same as:** {naming.listed(one.apart, LIST)}" if one.apart else None,
        f"**Topics:** {naming.listed(one.topics, LIST)}" if one.topics else None,
        f"**Quotes:** {one.quotes:,} · named in {count(one.passages, 'passage')}",
        f"**Known from:** {naming.source(one.layer, changed=one.changed, passages=one.passages)}",
        f"-# {shown(str(one.values['note']), NOTE)}" if one.values.get("note") else None,
    )
    card.row(
        button("Rename", keys.of("rename", one.id)),
        button("Other names", keys.of("names", one.id)),
        button("Role and pronoun", keys.of("role", one.id)),
    )
    card.row(
        button("Merge", keys.of("merge", one.id)),
        button("Split", keys.of("split", one.id)) if one.others or one.found else None,
        button("Not the same", keys.of("apart", one.id)),
        button("Remove", keys.of("remove", one.id), ButtonStyle.danger) if one.removable else None,
    )
    return card.view()


def changed(change: Change, person_id: str | None = None) -> ui.LayoutView:
    """`person_id`: whose card comes next."""
    return edits.changed(
        change, then=button("Show the person", keys.of("show", person_id)) if person_id else None
    )


# --- forms -------------------------------------------------------------------------------------------------


def add() -> ui.Modal:
    return form(
        keys.ADD,
        "New person",
        naming.name_field("Name", "The full name"),
        *naming.fields("others", "Other names", naming.ONE_EACH, room=1),
        _role(),
        _pronoun(None),
        _note(""),
    )


def rename(one: Person) -> ui.Modal:
    key = keys.filled("rename", one.id, one.stamp)
    hint = "The name until now stays one of the other names"
    return form(key, "Rename", naming.name_field("Name", hint, one.name))


def other_names(one: Person) -> ui.Modal:
    hint = "One on each line; this replaces the list"
    fields = naming.fields("others", "Other names", hint, one.others)
    return form(keys.filled("names", one.id, one.stamp), "Other names", *fields)


def describe(one: Person) -> ui.Modal:
    key = keys.filled("role", one.id, one.stamp)
    note = _note(str(one.values.get("note") or ""))
    return form(key, "Role and pronoun", _role(one.role), _pronoun(one.pronoun), note)


def split(one: Person) -> ui.Modal:
    """The names to choose from; where they are too many for boxes, they are written."""
    several = [*one.others, *one.found]
    label, hint = "Which names are somebody else’s", "What was said under these names goes along"
    choose: ui.Label[ui.Modal]
    if len(several) <= MOST_BOXES:
        boxes: ui.CheckboxGroup[ui.Modal] = ui.CheckboxGroup(
            custom_id="theirs",
            required=True,
            options=[CheckboxGroupOption(label=plain(said, 100), value=mark(said)) for said in several],
        )
        choose = ui.Label(text=label, description=hint, component=boxes)
    elif len(several) <= MOST_OPTIONS:
        menu: ui.Select[ui.Modal] = ui.Select(custom_id="theirs", max_values=len(several))
        for said in several:
            menu.add_option(label=plain(said, 100), value=mark(said))
        choose = ui.Label(text=label, description=hint, component=menu)
    else:
        choose = field("theirs", label, "One on each line, written as on the card", most=4000, lines=True)
    called = "The first of these names, unless you write another"
    return form(
        keys.filled("split", one.id, one.stamp),
        "Split",
        choose,
        field("name", "The other person’s name", called, most=MOST, required=False),
    )


def mark(said: str) -> str:
    """A name as a box carries it: it may be longer than Discord allows there."""
    return content_id("name", said)


def _role(now: str = "") -> ui.Label[ui.Modal]:
    options = [
        RadioGroupOption(label=label, value=role, description=what, default=role == now)
        for role, (label, what) in ROLES.items()
    ]
    group: ui.RadioGroup[ui.Modal] = ui.RadioGroup(custom_id="role", options=options)
    return ui.Label(text="Role", component=group)


def _pronoun(now: str | None) -> ui.Label[ui.Modal]:
    options = [RadioGroupOption(label=one, value=one, default=one == now) for one in PRONOUNS]
    options.append(RadioGroupOption(label="None of these, or not known", value="none", default=now is None))
    group: ui.RadioGroup[ui.Modal] = ui.RadioGroup(custom_id="pronoun", options=options)
    return ui.Label(text="Pronoun", description="By which texts speak of them", component=group)


def _note(filled: str) -> ui.Label[ui.Modal]:
    return field(
        "note", "Note", "Only moderators see it", most=MOST_NOTE, lines=True, required=False, filled=filled
    )


# --- two persons -------------------------------------------------------------------------------------------


def pick_merge(one: Person, likely: Sequence[Choice]) -> ui.LayoutView:
    card = Card()
    called = name(one.name, NAME)
    card.say(
        f"### Who is the same person as {called}?",
        f"Their names become other names of {called}, and what they said is {called}’s. You see it first."
        if likely
        else "Nobody has a name like it. Write whom you mean.",
    )
    card.choices(keys.choose("merge", one.id), "The same person as …", likely)
    card.row(
        button("Somebody else …", keys.of("merge_other", one.id)), button("Back", keys.of("show", one.id))
    )
    return card.view()


def pick_apart(one: Person, likely: Sequence[Choice]) -> ui.LayoutView:
    card = Card()
    called = name(one.name, NAME)
    choices = [*(Choice(said, f"“{said}”, as documents say") for said in one.found), *likely]
    card.say(
        f"### Who is not {called}?",
        f"A name that you choose is no longer taken for {called} in a document that doesn’t name {called} in "
        "full, and a person that you choose is no longer suggested for merging.",
    )
    card.choices(keys.choose("apart", one.id), f"Not {one.name}", choices)
    card.row(
        button("Another name …", keys.of("apart_other", one.id)), button("Back", keys.of("show", one.id))
    )
    return card.view()


def other(action: str, one: Person) -> ui.Modal:
    title = {"merge_other": "The same person", "apart_other": "Not the same"}[action]
    hint = {
        "merge_other": "Who is merged into this one; the full name",
        "apart_other": "A person, or a name that documents use",
    }[action]
    return form(keys.of(action, one.id), title, naming.name_field("Name", hint))


def merging(one: Merging) -> ui.LayoutView:
    """What would become of both."""
    card = Card()
    kept, gone = name(one.kept.name, NAME), name(one.gone.name, NAME)
    topics = [topic for topic in one.gone.topics if topic not in one.kept.topics]
    card.say(
        f"### Merge {gone} into {kept}?",
        f"**{kept}** stays, with the other names {naming.listed(one.names, LIST)}.",
        f"**{gone}** is no longer somebody else: whoever asks for that name finds **{kept}**.",
        f"**Quotes:** {one.kept.quotes:,} and {one.gone.quotes:,} more",
        f"**Topics that go along:** {naming.listed(topics, LIST)}" if topics else None,
    )
    card.row(
        button("Merge", keys.merge_sure(one.kept.id, one.gone.id, one.stamp), ButtonStyle.primary),
        button("The other way round", keys.merge_look(one.gone.id, one.kept.id)),
        button("Don’t merge", keys.of("show", one.kept.id)),
    )
    return card.view()


def ask_remove(one: Person) -> ui.LayoutView:
    card = Card()
    called = name(one.name, NAME)
    card.say(
        f"### Remove {called}?",
        "The entry goes, with its other names, role and pronoun. Documents that name "
        f"{called} go on doing so. It can be undone.",
    )
    card.row(
        button("Yes, remove", keys.of("remove_sure", one.id), ButtonStyle.danger),
        button("Keep", keys.of("show", one.id)),
    )
    return card.view()
