"""The cards about kept data: what there is of a member or a server, and the questions before it goes."""

from __future__ import annotations

from collections.abc import Mapping

from discord import ButtonStyle, ui

from bot.privacy import STAYS, Handed
from cogs.replies import admin_keys
from cogs.replies import privacy_keys as keys
from cogs.replies.card import Card, button
from cogs.replies.forms import field, form
from cogs.replies.members import mention
from cogs.replies.pieces import count
from cogs.replies.text import name, plain

NAME = 100
WORDS = {
    "answers.member_id": ("answer to a question, with its points", "answers to questions, with their points"),
    "games.host_id": ("game that you started", "games that you started"),
    "member_settings.member_id": ("setting of your own", "settings of your own"),
    "corrections.member_id": ("correction of your points", "corrections of your points"),
    "reviews.by_id": ("request to the moderators", "requests to the moderators"),
    "reporters.member_id": ("report of something wrong", "reports of something wrong"),
    "server_questions.by_id": ("trivia question that came from you", "trivia questions that came from you"),
    "corrections.by_id": ("correction of points that you made", "corrections of points that you made"),
    "reviews.decided_by": ("request that you decided on", "requests that you decided on"),
    "extra_answers.added_by": ("answer that you accepted", "answers that you accepted"),
    "seasons.by_id": ("season that you started", "seasons that you started"),
    "resets.by_id": ("leaderboard that you reset", "leaderboards that you reset"),
    "schedules.by_id": ("schedule that you set up", "schedules that you set up"),
    "imports.by_id": ("file that you imported", "files that you imported"),
    "pending_imports.by_id": ("file that you sent in", "files that you sent in"),
    "moderation_log.by_id": (
        "entry of yours in the moderators’ log",
        "entries of yours in the moderators’ log",
    ),
    "moderation_log": ("entry in the moderators’ log about you", "entries in the moderators’ log about you"),
}
"""By column what its rows are to the member; by table, rows that only speak of the member."""


def kept(counts: Mapping[str, int]) -> ui.LayoutView:
    """Everything about the member who asks, in plain words."""
    card = Card()
    if not counts:
        card.say("### I keep nothing about you in this server", OTHERS)
        return card.view()
    # In the order of WORDS: what members do first, then what only moderators do.
    order = [*(what for what in WORDS if what in counts), *(what for what in counts if what not in WORDS)]
    card.say(
        "### What I keep about you in this server",
        "Your Discord user number, and under it:",
        *(f"- {_counted(what, counts[what])}" for what in order),
    )
    card.say("No messages and no names.", OTHERS)
    card.row(button("Get it as a file", keys.EXPORT), button("Erase it", keys.ASK, ButtonStyle.danger))
    return card.view()


OTHERS = "-# What I keep in other servers is shown there."


def _counted(what: str, number: int) -> str:
    table, _, column = what.partition(".")
    called = table.replace("_", " ")
    others = (f"entry under “{called}”", f"entries under “{called}”")
    spoken = (f"entry that speaks of you, under “{called}”", f"entries that speak of you, under “{called}”")
    return count(number, *WORDS.get(what, others if column else spoken))


def exported(made: Handed) -> ui.LayoutView:
    card = Card()
    card.say(
        "### What I keep about you in this server",
        f"{count(made.rows, 'entry', 'entries')}, in a file that any text editor opens.",
        "-# Your answer to a question that is still open is left out until its answer is told.",
    )
    return _with_file(card, made)


def _with_file(card: Card, made: Handed) -> ui.LayoutView:
    view = card.view()
    view.add_item(ui.File(f"attachment://{made.name}"))
    return view


def ask_erase(asked: int) -> ui.LayoutView:
    card = Card()
    card.say(
        "### Erase what I keep about you in this server?",
        "Your settings are deleted. Your answers and points stay on the leaderboards, as those of “a former "
        "member”: nobody can connect them with you again, and I can’t either. **It can’t be undone.**",
        "-# What I posted in channels stays there; moderators can delete it. A game that is on shows your "
        "name until it ends.",
    )
    card.row(
        button("Yes, erase it", keys.erase(asked), ButtonStyle.danger), button("Keep it", admin_keys.KEEP)
    )
    return card.view()


def erased(entries: int) -> ui.LayoutView:
    card = Card()
    card.say(
        "### Erased",
        f"{count(entries, 'entry names', 'entries name')} you no more." if entries else None,
        "Nothing that I keep in this server names you. What you do from now on is kept as for anybody new.",
    )
    return card.view()


# --- for moderators ----------------------------------------------------------------------------------------


def ask_erase_member(member_id: int, entries: int, asked: int) -> ui.LayoutView:
    card = Card()
    card.say(
        "### Erase what I keep about this member?",
        f"{mention(member_id)} (user number {member_id}): {count(entries, 'entry', 'entries')}.",
        "Their settings are deleted. Their answers and points stay on the leaderboards, as those of “a "
        "former member”: nobody can connect them with this member again. **It can’t be undone.**",
    )
    card.row(
        button("Yes, erase it", keys.erase_member(member_id, asked), ButtonStyle.danger),
        button("Keep it", admin_keys.KEEP),
    )
    return card.view()


def member_erased(entries: int) -> ui.LayoutView:
    card = Card()
    card.say(
        "### Erased", f"{count(entries, 'entry names', 'entries name')} that member no more. The log says so."
    )
    return card.view()


def server_exported(made: Handed, number: int, parts: int) -> ui.LayoutView:
    card = Card()
    card.say(
        "### All that I keep of this server" + (f", part {number} of {parts}" if parts > 1 else ""),
        f"{count(made.rows, 'entry', 'entries')} in an archive, as one JSON file for each kind.",
        "It holds members’ scores under their user numbers: don’t pass it on." if number == 1 else None,
    )
    return _with_file(card, made)


def delete_all(server: str) -> ui.Modal:
    return form(
        keys.DELETE_ALL,
        "Delete all data of this server",
        field(
            "name",
            "Type this server’s name to delete everything",
            plain(f"It can’t be undone. The name: {server}", 100),
            most=NAME,
        ),
    )


def all_deleted(server: str) -> ui.LayoutView:
    card = Card()
    card.say(
        "### Everything is deleted",
        f"I keep nothing of {name(server, NAME)} any more: no scores, settings, schedules, questions, "
        "documents or rulings. I stay, and begin anew.",
        f"-# If you remove me as well, what is kept by then is deleted after {STAYS.days} days.",
    )
    return card.view()


def not_that_name(server: str) -> str:
    return (
        f"That is not this server’s name, so nothing was deleted. It is called “{name(server, NAME)}”; "
        "`/admin data delete-all` asks anew."
    )
