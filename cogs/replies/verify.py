"""The card of `/verify`: whether a quote is real, with the document's own words beside the claimed ones."""

from __future__ import annotations

from discord import ui

from bot.models import Piece
from bot.verify import Result, Verification
from bot.verify_alignment import Op
from cogs.replies import keys
from cogs.replies.card import Card, button
from cogs.replies.pieces import also_in, context_button, count, report_button, source_lines
from cogs.replies.text import name, quoted, shown

CHECKED, WORDS, COMPARED = 400, 900, 1100
"""Budgets: the claimed words, the document's, and the two beside each other."""

MOST_OTHERS = 3
LONG_GAP = 25
"""Left-out words that are all shown; of more, how many they are says enough."""

MOST_TOLD, LONGEST_TOLD = 3, 80
"""Changes that are also told in words, and the characters of each."""

LEGEND = "-# ~~Struck out~~: not in the document. **Bold**: in the document, but missing here."
NO_TEXT = (
    "That message has no text that I could check. Choose a message with a quote in it, or use `/verify` and "
    "type the words."
)


def verify(found: Verification) -> ui.LayoutView:
    if found.piece is None or not found.found:
        return _not_found(found)
    piece = found.piece
    card = Card()
    card.say(
        f"-# Showing {name(found.read_as, 80)}, the nearest name to the one you gave"
        if found.read_as
        else None,
        _headline(found, piece),
        f"-# Checked: {quoted(' '.join(found.asked.split()), CHECKED)}",
        *_doubts(found, piece),
    )
    card.line()
    card.say("**In the document**", quoted(piece.text, WORDS, block=True))
    card.say(source_lines(piece), also_in(piece))
    for part in found.rest:
        card.say(quoted(part.text, WORDS // 2, block=True), source_lines(part))
    if any(op is not Op.SAME for op, _ in found.parts):
        card.line()
        card.say("**Word by word**", *_told(found), _compared(found), LEGEND)
    if found.others:
        card.line()
        card.say("**Somebody else is named for the same words**")
        for other in found.others[:MOST_OTHERS]:
            card.piece(source_lines(other), beside=context_button(other))
    card.row(context_button(piece), button("Cite", keys.cite([piece.id])), report_button(piece))
    return card.view()


def _headline(found: Verification, piece: Piece) -> str:
    speaker = f"**{name(piece.speaker, 60)}**" if piece.speaker else None
    by = f" by {speaker}" if speaker else ""
    if found.rest and found.result is Result.SHORTENED:
        return f"### Put together: said{by}, but not in one piece"
    if found.result is Result.VERBATIM:
        return f"### Verbatim: word for word{by}"
    if found.result is Result.MISATTRIBUTED:
        return f"### Real words, wrong name: said{by}"
    if found.result is Result.SHORTENED:
        return f"### Shortened: said{by} with more words" if by else "### Shortened: words were left out"
    if found.result is Result.ALTERED:
        return f"### Altered: not quite what was said{by}"
    return "### The document’s own words, nobody’s quote"


def _doubts(found: Verification, piece: Piece) -> list[str | None]:
    claimed = f"**{name(found.by, 60)}**" if found.by else None
    return [
        f"The documents don’t give these words to {claimed}." if found.by_other else None,
        f"Other documents name **{name(piece.speaker, 60)}** for these words; this one doesn’t."
        if found.elsewhere and piece.speaker
        else None,
        f"I know nobody called {claimed}." if claimed and not found.by_known else None,
        "The document doesn’t say clearly whose words they are"
        + (f", so they may be {claimed}’s or somebody else’s." if claimed else ".")
        if piece.speaker is None and found.result is not Result.NARRATION
        else None,
        f"{claimed} isn’t quoted with them there." if claimed and found.result is Result.NARRATION else None,
    ]


def _told(found: Verification) -> list[str]:
    """A few changes in words, for whoever has them read aloud: there a line through a word isn't heard."""
    told: list[str] = []
    before: str | None = None  # words that aren't the document's, with nothing told of them yet
    for op, words in (*found.parts, (Op.SAME, "")):
        line = quoted(" ".join(words.split()).rstrip(" ,.;:"), LONGEST_TOLD)
        if op is Op.LEFT_OUT:
            told.append(f"{before} should be {line}." if before else f"{line} was left out.")
        elif before:
            told.append(f"{before} was added.")
        before = line if op is Op.ADDED else None
    return [f"-# {' '.join(told)}"] if len(told) <= MOST_TOLD else []


def _compared(found: Verification) -> str:
    """Struck out and bold, so that it reads without colour; each part is escaped before its marks are set."""
    said: list[str] = []
    room = COMPARED
    for op, words in found.parts:
        if room < 40:
            said.append("…")
            break
        line = " ".join(words.split())
        left_out = len(line.split())
        if op is Op.LEFT_OUT and left_out > LONG_GAP:
            part = f"**[{left_out} words]**"
        else:
            part = shown(line, min(room, 500))
            part = {Op.SAME: part, Op.ADDED: f"~~{part}~~", Op.LEFT_OUT: f"**{part}**"}[op]
        said.append(part)
        room -= len(part) + 1
    return "> " + " ".join(said)


def _not_found(found: Verification) -> ui.LayoutView:
    card = Card()
    where = count(found.documents, "document")
    card.say(
        f"### Nothing like it in {where}" if found.documents else "### The library holds no documents yet",
        f"-# Checked: {quoted(' '.join(found.asked.split()), CHECKED)}",
        "That doesn’t prove it was never said: only that no document here has it."
        if found.documents
        else None,
    )
    if (piece := found.piece) is not None:
        card.line()
        card.say("**The nearest that there is**", quoted(piece.text, WORDS, block=True))
        card.say(source_lines(piece))
        card.row(context_button(piece), button("Cite", keys.cite([piece.id])))
    return card.view()
