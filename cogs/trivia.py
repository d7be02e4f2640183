"""`/trivia`: starts games in a channel or alone, keeps them running, takes them up after a restart."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import re
from typing import cast

import discord
from discord import app_commands, ui
from discord.ext import commands

from bot.client import CanonkeeperBot
from bot.errors import UserError, VanishedError
from bot.games import Games
from bot.models import Mode
from bot.stages import Outcome, RunningError
from bot.trivia import Game, GameSettings, Round, Standing
from cogs.members import Members
from cogs.replies import game_keys, keys
from cogs.replies import trivia as cards
from cogs.replies.forms import field, filled_in, form, take
from cogs.replies.offers import offer
from cogs.replies.presses import Press, answer, chosen, here, on_private_card, place
from cogs.replies.private import notice
from cogs.replies.text import plain
from cogs.stages import ChannelStage, RunningStage, SoloStage

log = logging.getLogger(__name__)

Interaction = discord.Interaction[CanonkeeperBot]

MODES = [app_commands.Choice(name=cards.OFFERED[mode], value=str(mode)) for mode in cards.OFFERED]
MOST_TYPED = 200


@app_commands.guild_only()
@app_commands.guild_install()
class TriviaCog(
    commands.GroupCog, name="trivia", group_name="trivia", group_description="Quizzes from the evidence"
):
    def __init__(self, bot: CanonkeeperBot, games: Games) -> None:
        super().__init__()
        self._bot = bot
        self._games = games
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._stages: dict[str, RunningStage] = {}
        self._taken_up = False
        self._drawing = asyncio.Lock()
        self.members = Members()

    # --- commands ----------------------------------------------------------------------------------------

    @app_commands.command()
    @app_commands.describe(
        mode="How it is played; race unless you choose",
        questions="How many questions; 10 unless you choose",
        about="Only questions about this character, pairing, person or subject",
        level="1 is easy, 3 is hard; all of them unless you choose",
        seconds="Time for each question; 20 unless you choose",
    )
    @app_commands.choices(mode=MODES)
    async def play(
        self,
        interaction: Interaction,
        mode: str = str(Mode.RACE),
        questions: app_commands.Range[int, 1, 30] = 10,
        about: app_commands.Range[str, 1, 100] | None = None,
        level: app_commands.Range[int, 1, 3] | None = None,
        seconds: app_commands.Range[int, 10, 120] = 20,
    ) -> None:
        """Start a game here. Everybody joins by answering."""
        settings = GameSettings(Mode(mode), questions, seconds, about, level)
        self.members.note(interaction.user)
        if settings.mode is Mode.SOLO:
            await self._play_alone(interaction, settings)
        else:
            await self._play_here(interaction, settings)

    @play.autocomplete("about")
    async def subjects(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return await offer(here(interaction).canon.suggest(typed))

    async def _play_here(self, interaction: Interaction, settings: GameSettings) -> None:
        if missing := _missing(interaction):
            raise UserError(f"I can’t play here: I need {missing} in this channel.")
        try:
            game = await self._games.start(*place(interaction), interaction.user.id, settings)
        except RunningError as error:
            await answer(interaction, cards.running(error.game), private=True)
            return
        self._begin(game, self._stage(game))
        await answer(interaction, notice(cards.starting(game)), private=True)

    async def _play_alone(self, interaction: Interaction, settings: GameSettings) -> None:
        game = await self._games.start(*place(interaction), interaction.user.id, settings)
        try:
            await interaction.response.defer(ephemeral=True, thinking=True)
        finally:
            self._begin(game, SoloStage(self._bot, interaction))

    @app_commands.command()
    async def stop(self, interaction: Interaction) -> None:
        """End the game that is on here: for whoever started it, and for moderators."""
        game = self._here(interaction)
        if not may_decide(interaction, game):
            raise UserError(
                f"Only {cards.mention(game.host_id)}, who started this game, and moderators can stop it. "
                "A question that nobody wants can be voted out: press **Skip** on it."
            )
        self._games.stop(game, f"stopped by {cards.mention(interaction.user.id)}")
        await answer(interaction, notice("The game is stopped."), private=True)

    @app_commands.command()
    async def skip(self, interaction: Interaction) -> None:
        """Vote to skip the question; whoever started the game and moderators skip at once."""
        game = self._here(interaction)
        one = game.current
        if one is None:
            raise UserError("No question is open right now; the next one comes in a moment.")
        at_once = may_decide(interaction, game)
        votes, needed = self._games.skip(game, interaction.user.id, at_once=at_once)
        said = "Skipped." if votes >= needed else f"Your vote counts: {votes} of {needed} that it takes."
        await answer(interaction, notice(said), private=True)
        if votes < needed:
            await self.stage(game).refresh(game, one)

    @app_commands.command()
    async def standings(self, interaction: Interaction) -> None:
        """Who leads the game that is on here."""
        await answer(interaction, cards.standings(self._here(interaction)), private=True)

    @app_commands.command()
    @app_commands.describe(more_time="Yes: half as much time again in every game that you play")
    async def pace(self, interaction: Interaction, more_time: bool) -> None:
        """Your own pace: always more time for questions, or the usual time."""
        await self._games.always_more_time(place(interaction)[0], interaction.user.id, more_time)
        await answer(interaction, notice(cards.PACES[more_time]), private=True)

    def _here(self, interaction: Interaction) -> Game:
        server, channel = place(interaction)
        game = self._games.in_channel(server, channel) or self._games.solo_of(server, interaction.user.id)
        if game is None:
            raise UserError("No game is on here. `/trivia play` starts one.")
        return game

    async def start_planned(
        self, game_id: str, server_id: int, channel_id: int, host_id: int, settings: GameSettings
    ) -> None:
        """A game of a schedule. Raises as `Games.start`."""
        game = await self._games.start(server_id, channel_id, host_id, settings, game_id)
        self._begin(game, self._stage(game))

    # --- games under way ---------------------------------------------------------------------------------

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        """Goes on with the games of this connection's servers, once: Discord may say "ready" again."""
        if self._taken_up:
            return
        self._taken_up = True
        here = {guild.id for guild in self._bot.guilds}
        for game in await self._games.taken_up(here):
            self._begin(game, self._stage(game), resumed=True)

    def stage(self, game: Game) -> RunningStage:
        """Raises UserError when the game has ended meanwhile."""
        stage = self._stages.get(game.id)
        if stage is None:
            raise UserError(cards.OVER)
        return stage

    def _stage(self, game: Game) -> ChannelStage:
        return ChannelStage(self._bot, game, self.members, self._drawing)

    def _begin(self, game: Game, stage: RunningStage, *, resumed: bool = False) -> None:
        self._stages[game.id] = stage
        self._tasks[game.id] = asyncio.create_task(self._run(game, stage, resumed), name=f"game {game.id}")

    async def _run(self, game: Game, stage: RunningStage, resumed: bool) -> None:
        try:
            await self._games.run(game, stage, resumed=resumed)
        except Exception:
            log.exception("Game %s broke.", game.id)
            with contextlib.suppress(Exception):
                await stage.end(game, "something broke on my side")
        finally:
            self._stages.pop(game.id, None)
            self._tasks.pop(game.id, None)

    async def cog_unload(self) -> None:
        """The games stop where they are; the next start takes them up."""
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    # --- typed answers -----------------------------------------------------------------------------------

    @commands.Cog.listener("on_interaction")
    async def form_came_back(self, interaction: Interaction) -> None:
        await take(interaction, game_keys.ANSWER, self._typed)

    async def _typed(self, interaction: Interaction, match: re.Match[str]) -> None:
        self.members.note(interaction.user)
        given = filled_in(interaction).get("given", "")
        try:
            told = await self._games.type(match["round"], interaction.user.id, interaction.id, given)
        except VanishedError:
            raise UserError(cards.OVER) from None
        await answer(interaction, notice(cards.outcome(told)), private=True)


def may_decide(interaction: Interaction, game: Game) -> bool:
    """Whoever started the game, and moderators."""
    may = interaction.permissions
    return interaction.user.id == game.host_id or may.manage_messages or may.manage_guild


def _missing(interaction: Interaction) -> str:
    may = interaction.app_permissions
    in_thread = isinstance(interaction.channel, discord.Thread)
    sends = may.send_messages_in_threads if in_thread else may.send_messages
    needed = [
        ("**View Channel**", may.view_channel),
        ("**Send Messages in Threads**" if in_thread else "**Send Messages**", sends),
    ]
    return " and ".join(name for name, given in needed if not given)


def _cog(interaction: Interaction) -> TriviaCog:
    return cast(TriviaCog, interaction.client.get_cog("trivia"))


def _open_round(interaction: Interaction, round_id: str) -> tuple[Game, Round]:
    found = interaction.client.services.games.round(round_id)
    if found is None:
        raise UserError(cards.OVER)
    return found


# --- buttons -----------------------------------------------------------------------------------------------


class GuessOption(Press, ui.DynamicItem[ui.Button[ui.LayoutView]], template=game_keys.GUESS):
    async def pressed(self, interaction: Interaction) -> None:
        cog, games = _cog(interaction), interaction.client.services.games
        round_id, option = self.match["round"], int(self.match["option"])
        cog.members.note(interaction.user)
        found = games.round(round_id)
        alone = found is not None and found[0].mode is Mode.SOLO
        if found is not None and alone:
            stage = cog.stage(found[0])
            if isinstance(stage, SoloStage):
                await stage.take(interaction)
        try:
            told = await games.choose(round_id, interaction.user.id, interaction.id, option)
        except VanishedError:
            raise UserError(cards.OVER) from None
        if alone:
            await self._tell_alone(interaction, told)
        elif on_private_card(interaction):
            await interaction.response.edit_message(view=notice(cards.outcome(told)))
        else:
            await answer(interaction, notice(cards.outcome(told)), private=True)

    async def _tell_alone(self, interaction: Interaction, told: Outcome) -> None:
        """The reveal that follows at once says whether it was right; only a useless press needs words."""
        if told.standing not in (Standing.RIGHT, Standing.WRONG):
            await interaction.followup.send(view=notice(cards.outcome(told)), ephemeral=True)


class Answer(Press, ui.DynamicItem[ui.Button[ui.LayoutView]], template=game_keys.ANSWER):
    async def pressed(self, interaction: Interaction) -> None:
        game, one = _open_round(interaction, self.match["round"])
        member = interaction.user.id
        if told := game.refusal(member):
            await answer(interaction, notice(cards.outcome(told_of(told, one, member))), private=True)
        elif game.mode is Mode.TYPED:
            await interaction.response.send_modal(
                form(
                    game_keys.answer(one.id),
                    "Your answer",
                    field("given", "Answer", plain(one.question.prompt, 100), most=MOST_TYPED),
                )
            )
        else:
            await answer(interaction, cards.own_options(one, member), private=True)


def told_of(standing: Standing, one: Round, member_id: int) -> Outcome:
    guess = one.guesses.get(member_id)
    return Outcome(standing, given=guess.given if guess else "")


class MoreTime(Press, ui.DynamicItem[ui.Button[ui.LayoutView]], template=game_keys.MORE_TIME):
    async def pressed(self, interaction: Interaction) -> None:
        game, one = _open_round(interaction, self.match["round"])
        if await interaction.client.services.games.more_time(one.id) is None:
            await answer(interaction, notice("This question had its extra time already."), private=True)
            return
        await _cog(interaction).stage(game).refresh(game, one, interaction)


class SkipQuestion(Press, ui.DynamicItem[ui.Button[ui.LayoutView]], template=game_keys.SKIP):
    async def pressed(self, interaction: Interaction) -> None:
        game, one = _open_round(interaction, self.match["round"])
        at_once, stage = may_decide(interaction, game), _cog(interaction).stage(game)
        games = interaction.client.services.games
        votes, needed = games.skip(game, interaction.user.id, at_once=at_once)
        if votes >= needed:
            await stage.take(interaction)  # the reveal follows at once
        else:
            await stage.refresh(game, one, interaction)  # the question now says how many it takes


class Appeal(Press, ui.DynamicItem[ui.Button[ui.LayoutView]], template=game_keys.APPEAL):
    async def pressed(self, interaction: Interaction) -> None:
        reviews = interaction.client.services.reviews
        try:
            new = await reviews.appeal(self.match["round"], interaction.user.id)
        except VanishedError:
            raise UserError("That question is no longer known, so its answers can’t be changed.") from None
        await answer(interaction, notice(cards.APPEALED if new else cards.APPEALED_BEFORE), private=True)


async def look(interaction: Interaction, round_id: str) -> None:
    found = await interaction.client.services.games.revealed(round_id)
    pieces = [found.piece] if found.piece else []
    await answer(interaction, cards.reveal(found, looked_at=True), private=True, shows=pieces)


class LookAgain(Press, ui.DynamicItem[ui.Button[ui.LayoutView]], template=game_keys.LOOK):
    async def pressed(self, interaction: Interaction) -> None:
        await look(interaction, self.match["round"])


class ChooseQuestion(Press, ui.DynamicItem[ui.Select[ui.LayoutView]], template=keys.choose("trivia")):
    async def pressed(self, interaction: Interaction) -> None:
        await look(interaction, chosen(interaction))


async def setup(bot: CanonkeeperBot) -> None:
    bot.add_dynamic_items(GuessOption, Answer, MoreTime, SkipQuestion, Appeal, LookAgain, ChooseQuestion)
    await bot.add_cog(TriviaCog(bot, bot.services.games))
