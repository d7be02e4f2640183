"""The cards on which a ruling is written: what it says, its evidence, and how members will read it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import discord
from discord import ButtonStyle, ui

from bot.canon import RULES
from bot.curation import Change
from bot.models import CanonAnswer, Piece, Stance, Verdict
from bot.places import kind_in_words, published
from bot.ruling_desks import SAYS, SCOPE, Chosen, Desk, Found, known_by
from bot.ruling_versions import Evidence
from bot.rulings import DRAFTS, Draft, Proposed
from cogs.replies import edit_keys
from cogs.replies import ruling_keys as keys
from cogs.replies.admin import done
from cogs.replies.canon import HEADINGS, HEADINGS_OF, VERDICTS, canon
from cogs.replies.card import Card, button
from cogs.replies.edits import changed, sentence
from cogs.replies.forms import field, form
from cogs.replies.keys import MOST_WORDS
from cogs.replies.pieces import count, source_lines, words
from cogs.replies.text import name, plain, quoted, shown

CHOSEN_WORDS = 80
FEW = 12
"""Chosen pieces that are listed with their documents' titles."""
TITLE = 100


class MenuCard(Card):
    """A card with menus that take several choices."""

    def menu(
        self, key: str, placeholder: str, options: Sequence[discord.SelectOption], most: int = 1
    ) -> None:
        """`most` over 1: any number up to that, also none."""
        if options and self._room(2):
            several = most > 1
            menu: ui.Select[ui.LayoutView] = ui.Select(
                custom_id=key,
                placeholder=plain(placeholder, 150),
                min_values=0 if several else 1,
                max_values=min(most, len(options)),
                options=list(options),
            )
            self._container.add_item(ui.ActionRow(menu))


def verdict_shown(verdict: Verdict | str | None) -> str:
    """In words, with its sign."""
    if verdict is None:
        return "no ruling"
    symbol, said, _ = VERDICTS[Verdict(verdict)]
    return f"{symbol} {said}"


def headings(verdict: Verdict | None) -> dict[Stance, str]:
    """What the two sides of the evidence are called under a verdict."""
    return HEADINGS_OF.get(verdict, HEADINGS) if verdict else HEADINGS


def desk(one: Desk, chosen: Sequence[Chosen]) -> ui.LayoutView:
    """What there is of it so far, and the ways to go on."""
    card = MenuCard()
    present = "Begins with the present ruling. " if one.before is not None else ""
    card.say(
        f"### Ruling on {name(one.topic.name, TITLE)}",
        f"-# {present}Nothing counts before you publish it.",
        "**The documents suggest** this verdict and evidence. Read the words before you go with them."
        if one.suggested
        else None,
    )
    card.line()
    sides = [
        sum(each.evidence.stance is stance for each in chosen) for stance in (Stance.FOR, Stance.AGAINST)
    ]
    called = headings(one.verdict)
    evidence = f"{called[Stance.FOR]}: {sides[0]} · {called[Stance.AGAINST]}: {sides[1]}"
    gone = sum(not each.counts for each in chosen)
    card.say(
        f"**Verdict:** {verdict_shown(one.verdict) if one.verdict else 'choose one below'}",
        f"**Scope:** {name(one.scope, SCOPE * 2) if one.scope else 'not written yet'}",
        f"**Sentence:** {name(one.says, SAYS * 2) if one.says else 'not written yet'}",
        f"**Evidence:** {evidence}" if chosen else "**Evidence:** none chosen yet",
        f"-# ⚠️ {count(gone, 'piece')} of it can’t be shown: see the evidence." if gone else None,
    )
    card.menu(
        keys.desk("verdict", one.id),
        "Choose the verdict",
        [
            discord.SelectOption(
                label=said,
                value=verdict,
                description=RULES[verdict],
                emoji=symbol,
                default=verdict is one.verdict,
            )
            for verdict, (symbol, said, _) in VERDICTS.items()
        ],
    )
    card.row(
        button("Scope and sentence", keys.desk("words", one.id)),
        button(f"Evidence ({len(chosen)})", keys.evidence("evidence", one.id, 0)),
        button("Preview", keys.desk("preview", one.id), ButtonStyle.primary) if not one.missing else None,
        button("Cancel", keys.desk("cancel", one.id)),
    )
    card.say(f"-# Still missing: {', '.join(one.missing)}." if one.missing else None)
    return card.view()


def words_form(one: Desk) -> ui.Modal:
    return form(
        keys.desk("words", one.id),
        "Scope and sentence",
        field(
            "scope",
            "What the verdict is about",
            "Such as: romantic relationship, as of the series finale",
            most=SCOPE,
            filled=one.scope,
        ),
        field(
            "says",
            "The ruling in one sentence",
            "Your own words; members read them under the verdict",
            most=SAYS,
            lines=True,
            filled=one.says,
        ),
    )


def find_form(one: Desk) -> ui.Modal:
    hint = 'All of them; "a phrase" and -word work, too'
    return form(
        keys.desk("find", one.id),
        "Find other passages",
        field("words", "Words that stand in them", hint, most=MOST_WORDS, filled=one.words),
    )


def evidence(found: Found) -> ui.LayoutView:
    """The chosen pieces, and what else can be chosen: a menu for each side."""
    one, card = found.desk, MenuCard()
    called = headings(one.verdict)
    card.say(
        f"### Evidence: {name(one.topic.name, TITLE)}",
        *_chosen_lines(found.chosen, called),
    )
    card.line()
    of = f"with {quoted(one.words, MOST_WORDS * 2)}" if one.words else "on this topic"
    pages = f" · page {found.page + 1} of {found.pages}" if found.pages > 1 else ""
    card.say(f"-# {count(found.total, 'passage')} {of}{pages}" if found.total else f"Nothing found {of}.")
    for stance in (Stance.FOR, Stance.AGAINST):
        card.menu(
            keys.evidence(stance, one.id, found.page),
            f"{called[stance]}: choose what speaks so",
            [_option(piece, found.chosen, stance) for piece in found.pieces],
            most=len(found.pieces) + 1,
        )
    card.menu(
        keys.evidence("off", one.id, found.page),
        "Take off",
        [
            discord.SelectOption(
                label=plain(each.evidence.text, 100),
                value=known_by(each.evidence),
                description=plain(called[each.evidence.stance], 100),
            )
            for each in found.chosen[:25]
        ],
        most=25,
    )
    card.row(
        button("Previous", keys.evidence("evidence", one.id, found.page - 1)) if found.page else None,
        button("Next", keys.evidence("evidence", one.id, found.page + 1))
        if found.page + 1 < found.pages
        else None,
        button("Find others", keys.desk("find", one.id)),
        button("All on this topic", keys.desk("all", one.id)) if one.words else None,
        button("Back to the ruling", keys.desk("desk", one.id), ButtonStyle.primary),
    )
    return card.view()


def _chosen_lines(chosen: Sequence[Chosen], called: dict[Stance, str]) -> Iterator[str]:
    """Short enough that as many as a ruling can have fit on one card."""
    for one in chosen:
        title = one.piece.source.title if one.piece and len(chosen) <= FEW else None
        marks = [
            name(title, 30) if title else None,
            "⚠️ gone" if one.piece is None else None if one.counts else "⚠️ doesn’t count",
        ]
        said = " · ".join(mark for mark in marks if mark)
        words = quoted(one.evidence.text, CHOSEN_WORDS)
        yield f"- **{called[one.evidence.stance]}:** {words}" + (f" · {said}" if said else "")
    if not chosen:
        yield "None chosen yet."
    if any(one.piece is None for one in chosen):
        yield "-# ⚠️ gone: no document holds these words any more."
    if any(one.piece and not one.counts for one in chosen):
        yield "-# ⚠️ doesn’t count: of a kind of source that `/admin setup` leaves out."


def _option(piece: Piece, chosen: Sequence[Chosen], stance: Stance) -> discord.SelectOption:
    taken = {(each.evidence.words, each.evidence.stance) for each in chosen}
    said = [piece.speaker, kind_in_words(piece), published(piece.source), piece.source.title]
    return discord.SelectOption(
        label=plain(piece.text, 100),
        value=piece.id,
        description=plain(" · ".join(part for part in said if part), 100),
        default=(Evidence(piece.text, piece.source.name).words, stance) in taken,
    )


def preview(one: Desk, answer: CanonAnswer, more: int) -> ui.LayoutView:
    """The very card that members will read, with what only the moderator sees around it."""
    view = canon(answer)
    follow = f" “More” will show {count(more, 'other piece')}." if more else ""
    view.add_item(ui.TextDisplay(f"-# **Preview**, for you alone. Nothing counts yet.{follow}"))
    row: ui.ActionRow[ui.LayoutView] = ui.ActionRow()
    for each in (
        button("Publish", keys.desk("publish", one.id), ButtonStyle.success),
        button("Back", keys.desk("desk", one.id)),
        button("Cancel", keys.desk("cancel", one.id)),
    ):
        if each is not None:
            row.add_item(each)
    view.add_item(row)
    return view


def put(result: Change | Proposed) -> ui.LayoutView:
    """What became of a ruling that was published, reverted or taken away."""
    if isinstance(result, Change):
        return changed(result)
    return done(
        f"### Another moderator has to agree\n{sentence(result.what)}",
        "A change of verdict takes two here. It waits in `/admin review`; until then the old ruling counts."
        if result.new
        else "It waits in `/admin review` already.",
    )


def cancelled(one: Desk) -> ui.LayoutView:
    return done(f"Cancelled: nothing was changed in the ruling on {name(one.topic.name, TITLE)}.")


def drafts(
    found: Sequence[Draft], page: int, total: int, said: str | None = None, undo: str | None = None
) -> ui.LayoutView:
    """`undo`: the line of the log by which what was just done is taken back."""
    card = Card()
    card.say(said)
    card.row(button("Undo", edit_keys.undo(undo)) if undo else None)
    pages = max(-(-total // DRAFTS), 1)
    card.say(
        f"### {count(total, 'place')} where the documents speak clearly"
        if total
        else "### No drafts\nNo document speaks clearly of a topic that has no ruling.",
        "-# Of topics without a ruling. Members see none of this."
        + (f" · page {page + 1} of {pages}" if pages > 1 else "")
        if total
        else None,
    )
    for one in found:
        card.line()
        card.say(
            f"**{name(one.topic, TITLE)}:** perhaps {verdict_shown(one.verdict)}, for it says "
            f"{quoted(one.cue, 60)}",
            words(one.piece, 300),
            source_lines(one.piece),
        )
        card.row(
            button("Write it", keys.write(one.id), ButtonStyle.primary),
            button("Dismiss", keys.dismiss(one.id, page)),
        )
    card.row(
        button("Previous", keys.drafts(page - 1)) if page else None,
        button("Next", keys.drafts(page + 1)) if page + 1 < pages else None,
    )
    return card.view()


def dismissed(change: Change) -> str:
    return f"**{shown(change.what, 300)}.** It is not shown again."
