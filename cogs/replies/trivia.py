"""The cards of a game: the question, what a player is told alone, the reveal, the standings, the end."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

import discord
from discord import ButtonStyle, ui

from bot.models import Choice, Mode, Piece, Question
from bot.stages import Outcome, Reveal
from bot.trivia import LIVES, Game, Guess, Round, Standing, own_order
from cogs.replies import game_keys, keys
from cogs.replies.card import Card, button, link
from cogs.replies.members import mention
from cogs.replies.pieces import context_button, count, source_lines, words
from cogs.replies.text import name, plain, shown

PLAYING = discord.Colour(0x4A6FA5)
REVEALED = discord.Colour(0x3BA55D)
UNCOUNTED = discord.Colour(0x8A8F98)

MODES = {
    Mode.RACE: "Race",
    Mode.TOGETHER: "Together",
    Mode.TYPED: "Typed",
    Mode.SURVIVAL: "Survival",
    Mode.SOLO: "Solo",
    Mode.DAILY: "Daily question",
}
OFFERED = {
    Mode.RACE: "race: the first right answer scores",
    Mode.TOGETHER: "together: all answer in secret, by speed",
    Mode.TYPED: "typed: write the answer",
    Mode.SURVIVAL: "survival: three lives",
    Mode.SOLO: "solo: only you see it",
}
RULES = {
    Mode.RACE: "The first right answer scores. One try each.",
    Mode.TOGETHER: "Everybody answers in secret. Right answers score, quick ones more.",
    Mode.TYPED: "Write your answer. Right answers score, quick ones more. One try each.",
    Mode.SURVIVAL: f"{LIVES} lives each: a wrong answer or none costs one.",
    Mode.SOLO: "Only you see this game.",
    Mode.DAILY: "One answer each, in private. Right answers score the same, early or late.",
}
LETTERS = "ABCDEFGH"
LABEL = 80
PHONE_LABEL = 32
"""Longer labels are cut on phones, so longer options stand in the text, too."""
PROMPT, PROMPT_AGAIN, EXPLANATION, WORDS = 900, 250, 350, 320
TOP, RIGHT_ONES, FINAL = 5, 8, 15


def question(game: Game, one: Round, *, resumed: bool = False) -> ui.LayoutView:
    """The card that everybody sees, or in a solo game its one player."""
    card = Card(PLAYING)
    card.say(
        _head(game, one),
        "I was restarted and go on. A question that was open then doesn’t count." if resumed else None,
    )
    card.say(prompt(one.question))
    if game.mode in (Mode.RACE, Mode.SOLO):
        _options(card, one, range(len(one.options)))
    votes = f"Votes to skip: {len(one.skips)} of {game.votes_needed()}." if one.skips else None
    card.say(
        f"Time ends {at(one.closes)}." + (" More time was given." if one.extended else ""),
        votes,
        f"-# {RULES[game.mode]}" if one.number == 1 or resumed else None,
    )
    last = game.done[-1] if game.done else None
    card.row(
        button("Answer", game_keys.answer(one.id), ButtonStyle.primary)
        if game.mode in (Mode.TOGETHER, Mode.TYPED, Mode.SURVIVAL)
        else None,
        None if one.extended else button("More time", game_keys.more_time(one.id)),
        button("Skip", game_keys.skip(one.id)),
        button("Last question", game_keys.look(last.id)) if last else None,
    )
    return card.view()


def own_options(one: Round, member_id: int) -> ui.LayoutView:
    """The options in this member's own order: nobody can copy a letter."""
    card = Card(PLAYING)
    card.say(f"**{shown(one.question.prompt, PROMPT_AGAIN)}**")
    _options(card, one, own_order(one.options, one.id, member_id))
    card.say(f"-# Time ends {at(one.closes)}. One answer each; only you see this.")
    return card.view()


def _options(card: Card, one: Round, order: Sequence[int]) -> None:
    lettered(card, one.options, order, lambda index: game_keys.guess(one.id, index))


def lettered(card: Card, options: Sequence[str], order: Sequence[int], key: Callable[[int], str]) -> None:
    """A button for each option. `key`: what it carries, by the option's place in the round's own order."""
    listed = [(LETTERS[place], index, options[index]) for place, index in enumerate(order)]
    long = any(len(plain(option, LABEL)) + 3 > PHONE_LABEL for _, _, option in listed)
    if long:
        card.say(*(f"**{letter}** · {name(option, 300)}" for letter, _, option in listed))
    card.row(
        *(
            button(
                f"{letter} · {plain(option, (PHONE_LABEL if long else LABEL) - 4)}",
                key(index),
                ButtonStyle.primary,
            )
            for letter, index, option in listed
        )
    )


def reveal(found: Reveal, again_at: datetime | None = None, *, looked_at: bool = False) -> ui.LayoutView:
    """What was right, who knew it and where it stands. `looked_at`: asked for later, by one member."""
    game, one = found.game, found.round
    card = Card(UNCOUNTED if found.annulled else REVEALED)
    card.say(
        _head(game, one),
        shown(one.question.prompt, PROMPT_AGAIN),
        f"### Answer: {name(found.answer, 300)}",
        "This question doesn’t count." if found.annulled else None,
    )
    if not found.annulled:
        card.say(*_who(found), *_chosen(found))
    _evidence(card, found)
    if not looked_at:
        _standings(card, found)
    card.say(f"-# Next question {at(again_at)}." if again_at and not found.over else None)
    return card.view()


def _evidence(card: Card, found: Reveal) -> None:
    explained = found.round.question.explanation
    piece = found.piece
    card.line()
    card.say(shown(explained, EXPLANATION) if explained else None)
    if piece is not None:
        said = words(piece, WORDS, answer_in(piece, found.round.question))
        card.piece(said, source_lines(piece), beside=context_button(piece))
    card.row(
        button("Cite", keys.cite([piece.id])) if piece else None,
        None if found.annulled else button("My answer was right", game_keys.appeal(found.round.id)),
    )


def answer_in(piece: Piece, asked: Question) -> tuple[tuple[int, int], ...]:
    """Where the evidence holds the answer: shown bold, and never cut off."""
    for one in asked.answers:
        if found := re.search(rf"\b{re.escape(one)}\b", piece.text, re.IGNORECASE):
            return (found.span(),)
    return ()


def _who(found: Reveal) -> list[str | None]:
    if not found.right:
        nobody = "Nobody answered." if not found.round.guesses else "Nobody was right."
        if found.game.mode is Mode.SOLO and found.round.guesses:
            nobody = "Not right this time."
        return [f"❌ {nobody}"]
    first = found.game.mode is Mode.RACE
    said = [f"✅ {'First' if first else 'Right'}: " + _scored(found.right[0])]
    said += [f"✅ Right: {_scored(guess)}" for guess in found.right[1:RIGHT_ONES]]
    rest = len(found.right) - RIGHT_ONES
    return [*said, f"and {rest} more were right" if rest > 0 else None]


def _scored(guess: Guess) -> str:
    note = f" · {name(guess.judgement, 150)}" if guess.judgement else ""
    return f"{mention(guess.member_id)} +{guess.points} points{note}"


def _chosen(found: Reveal) -> list[str | None]:
    """How many chose what, where all answered in secret. What somebody wrote is not shown to others."""
    if found.game.mode not in (Mode.TOGETHER, Mode.SURVIVAL) or not found.round.guesses:
        return []
    return [
        f"-# {count(found.counts.get(option, 0), 'player')} chose {name(option, 80)}"
        + (" (right)" if option == found.answer else "")
        for option in found.round.options
    ]


def _standings(card: Card, found: Reveal) -> None:
    rows = _rows(found.ranking, found.lives, TOP)
    if rows and found.game.mode is not Mode.SOLO:
        card.line()
        card.say("**Standings**", *rows)
    elif rows:
        card.say(f"-# {count(found.ranking[0][2], 'point')} so far")


def _rows(
    ranking: Sequence[tuple[int, int, int]], lives: Mapping[int, int] | None, most: int
) -> list[str | None]:
    rows: list[str | None] = []
    for rank, member, points in ranking[:most]:
        left = ""
        if lives is not None and member in lives:
            left = f" · {'❤️' * lives[member]} {count(lives[member], 'life', 'lives')} left"
        rows.append(f"{rank}\\. {mention(member)} · {count(points, 'point')}{left}")
    rest = len(ranking) - most
    return [*rows, f"-# and {rest} more"] if rest > 0 else rows


def end(game: Game, because: str, picture: tuple[str, str] | None = None) -> ui.LayoutView:
    """The final ranking. `picture`: an attached file's name and the words that describe it."""
    card = Card(REVEALED)
    ranking = game.ranking()
    solo = game.mode is Mode.SOLO
    card.say("## The game is over", f"{because[:1].upper()}{because[1:]}.")
    rights = sum(guess.right for one in game.done for guess in one.guesses.values())
    if solo:
        points = ranking[0][2] if ranking else 0
        card.say(f"**{count(points, 'point')}**: {rights} of {count(len(game.done), 'question')} right.")
    elif ranking:
        best = [member for rank, member, points in ranking if rank == 1 and points]
        if best:
            won = "won" if len(best) == 1 else "share the first place"
            card.say(f"🏆 {', '.join(mention(member) for member in best[:RIGHT_ONES])} {won}.")
        card.say(*_rows(ranking, game.lives() if game.mode is Mode.SURVIVAL else None, FINAL))
    else:
        card.say("Nobody played.")
    if picture is not None:
        card.picture(*picture)
    card.say(f"-# {played(game)}")
    card.choices(
        "trivia",
        "Look at a question again",
        (Choice(one.id, f"{one.number}. {one.question.prompt}") for one in game.done[-25:]),
    )
    return card.view()


def played(game: Game) -> str:
    players = "" if game.mode is Mode.SOLO else f" · {count(len(game.players), 'player')}"
    return f"{MODES[game.mode]} · {count(len(game.done), 'question')}{players}"


def standings(game: Game) -> ui.LayoutView:
    card = Card(PLAYING)
    card.say(f"### Standings after {count(len(game.done), 'question')}", _what(game))
    rows = _rows(game.ranking(), game.lives() if game.mode is Mode.SURVIVAL else None, FINAL)
    card.say(*rows or ["Nobody has answered yet."])
    card.row(link("Go to the game", where(game)))
    return card.view()


def running(game: Game) -> ui.LayoutView:
    """To whoever wants to start a second one."""
    card = Card(PLAYING)
    card.say("### A game is on here already", _what(game), f"Started by {mention(game.host_id)}.")
    card.row(link("Go to the game", where(game)))
    return card.view()


def outcome(found: Outcome) -> str:
    """What a player is told after an answer, in words."""
    given = f"**{name(found.given, 200)}**" if found.given else "Your answer"
    note = f"\n{name(found.note, 300)}" if found.note else ""
    if found.standing is Standing.TAKEN:
        return f"You have answered this question already: {given}. The first answer counts."
    if found.standing is Standing.LATE:
        return OVER
    if found.standing is Standing.OUT:
        return "You have no life left in this game. You can watch, and play the next one."
    if found.secret:
        return f"Noted: {given}. Whether it is right is told at the reveal."
    if found.standing is Standing.RIGHT:
        return f"✅ Right: {given}, +{found.points} points.{note}"
    return f"❌ Not right: {given}.{note}"


def starting(game: Game) -> str:
    questions = count(game.settings.rounds, "question")
    return (
        f"The game starts below: {questions}, {game.settings.seconds} seconds each. `/trivia stop` ends it."
    )


PACES = {
    True: "Noted: games that you play leave half as much time again for every question.",
    False: "Noted: games leave you the usual time. **More time** on a question gives more for that one.",
}
APPEALED = "The moderators will look at it. If they agree, your points and the standings are corrected."
APPEALED_BEFORE = "The moderators have that already."
OVER = "That question is over. `/trivia play` starts a new game when none is on."


def moved(game: Game, one: Round) -> ui.LayoutView:
    """Takes the place of a question whose reveal stands further below."""
    return Card(UNCOUNTED).say(_head(game, one), "-# The answer stands below.").view()


def where(game: Game) -> str | None:
    if game.message_id is None:
        return None
    return f"https://discord.com/channels/{game.server_id}/{game.channel_id}/{game.message_id}"


def at(moment: datetime) -> str:
    return f"<t:{round(moment.timestamp())}:R>"


def _head(game: Game, one: Round) -> str:
    about = f" · {name(game.settings.about, 60)}" if game.settings.about else ""
    return f"-# {MODES[game.mode]}{about} · question {one.number} of {game.settings.rounds}"


def _what(game: Game) -> str:
    asked = game.current.number if game.current else game.number
    return f"-# {MODES[game.mode]} · question {max(asked, 1)} of {game.settings.rounds}"


def prompt(asked: Question) -> str:
    """Large while it is short; a long one is easier to read in plain size."""
    prompt = shown(asked.prompt, PROMPT)
    return f"### {name(asked.prompt, PROMPT)}" if len(prompt) <= 120 and "\n" not in prompt else prompt
