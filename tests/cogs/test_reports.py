"""The Report button: what members can say is wrong, once each, and what they hear of it."""

from __future__ import annotations

from typing import Any

import discord
from simcord.actors import MemberActor
from simcord.results import InteractionResult, ResponseMessage

from bot.reviews import MOST_WAITING
from cogs.replies import report_keys
from tests.cogs.moderating import elsewhere, guild, moderator, old_button
from tests.cogs.reading import keys, labels, shown, texts
from tests.cogs.test_admin import told
from tests.conftest import World

WORDS = "Life is one big bumpy ride."


async def tenzin(world: World) -> ResponseMessage:
    return shown(await world.member.slash(world.channel, "quote", person="Tenzin"))


async def report(
    member: MemberActor,
    message: Any,
    what: str = "speaker",
    remark: str = "",
    tell: str = "yes",
) -> InteractionResult:
    form = await member.click(message, label="Report")
    values = {"what": what, "tell": tell} | ({"remark": remark} if remark else {})
    return await member.submit_modal(form, values)


def another(world: World, name: str) -> MemberActor:
    return guild(world).add_member(world.env.create_user(name))


async def waiting(world: World) -> tuple[ResponseMessage, MemberActor]:
    lin = moderator(world)
    return shown(await lin.slash(world.channel, "admin review")), lin


async def test_a_report_reaches_the_moderators_and_comes_back(world: World) -> None:
    card = await tenzin(world)
    assert labels(card) == ["Context", "Cite", "Report"]
    form = await world.member.click(card.message, label="Report")
    await world.restart()
    said = shown(
        await world.member.submit_modal(form, {"what": "speaker", "remark": "It was *Iroh*", "tell": "yes"})
    )
    assert said.ephemeral
    assert "Reported" in texts(said) and "direct message" in texts(said)
    kept = texts(shown(await world.member.slash(world.channel, "privacy show")))
    assert "- 1 request to the moderators\n- 1 report of something wrong" in kept
    item, lin = await waiting(world)
    assert "Report: wrong speaker" in texts(item)
    assert f"from <@{world.member.id}>" in texts(item)
    assert r"“It was \*Iroh\*”" in texts(item)
    assert WORDS in texts(item) and "As Tenzin says" in texts(item)
    assert labels(item) == ["Speaker", "Borders", "Not a quote", "Hide", "It is right as it is"]
    form = await lin.click(item.message, label="It is right as it is")
    await lin.submit_modal(form, {"reason": "He says it in the **finale**"})
    assert f"Right as it is:** “{WORDS}”" in texts(item)
    assert "Nothing waits" in texts(item)
    heard = await told(world, world.member)
    assert "Your report was looked at" in heard and "right as it is" in heard
    assert r"He says it in the \*\*finale\*\*" in heard
    again = texts(shown(await report(world.member, (await tenzin(world)).message)))
    assert "looked at that before" in again and r"\*\*finale\*\*" in again


async def test_pressing_twice_and_not_wanting_to_hear(world: World) -> None:
    card = await tenzin(world)
    first = shown(await report(world.member, card.message, tell="no"))
    assert "direct message" not in texts(first)
    assert "You reported that already" in texts(shown(await report(world.member, card.message)))
    await world.env.advance_time(60)
    other = texts(shown(await report(world.member, card.message, "hide", "Twice")))
    assert "### Reported" in other, "something else is wrong with it, too"
    item, lin = await waiting(world)
    await lin.submit_modal(await lin.click(item.message, label="It is right as it is"), {})
    assert "wrong speaker" not in await told(world, world.member)
    assert not await told(world, world.member)


async def test_several_members_share_one_item_and_are_told_each(world: World) -> None:
    card = await tenzin(world)
    kai, opal = another(world, "Kai"), another(world, "Opal")
    await report(world.member, card.message, remark="Not him")
    await world.env.advance_time(60)
    said = texts(shown(await report(kai, card.message, remark="Iroh’s words", tell="no")))
    assert str(world.member.id) not in said and "Jinora" not in said
    await report(opal, card.message)
    item, lin = await waiting(world)
    assert "1 of 1" in texts(item)
    assert f"from <@{world.member.id}> and 2 other members" in texts(item)
    assert "Not him" in texts(item) and "Iroh’s words" in texts(item)
    await lin.click(item.message, label="Not a quote")
    assert f"“{WORDS}” is not a quote" in texts(item)
    for member, hears in ((world.member, True), (opal, True), (kai, False)):
        heard = await told(world, member)
        assert ("Your report was followed" in heard) == hears
        assert "Iroh’s words" not in heard and "Not him" not in heard


async def test_one_member_does_not_fill_the_queue(world: World) -> None:
    pieces = await world.services.libraries.shared.fetch(
        "select id from pieces where family = 'quote' order by number limit ?", [MOST_WAITING + 1]
    )
    *most, last = [str(row[0]) for row in pieces]
    for piece in most:
        assert "### Reported" in texts(shown(await report(world.member, await old(world, piece))))
    said = texts(shown(await report(world.member, await old(world, last))))
    assert f"{MOST_WAITING} of your reports wait" in said
    kai = another(world, "Kai")
    assert "### Reported" in texts(shown(await report(kai, await old(world, last))))
    assert await world.services.reviews.suggest(
        guild(world).id, world.member.id, "Who trains Korra in the south?", ["Katara"], []
    ), "questions are counted apart"


async def old(world: World, piece: str) -> Any:
    """A message from another time with the Report button of a piece."""
    view = discord.ui.LayoutView(timeout=None)
    key = report_keys.report(piece)
    view.add_item(discord.ui.ActionRow(discord.ui.Button(label="Report", custom_id=key)))
    view.stop()
    channel = world.env.bot.get_channel(world.channel.id)
    assert isinstance(channel, discord.TextChannel)
    return await channel.send(view=view)


async def test_context_of_any_piece_can_be_reported(world: World) -> None:
    card = shown(await world.member.slash(world.channel, "search", words="bumpy ride"))
    around = shown(await world.member.click(card.message, label="Context"))
    assert labels(around)[-1] == "Report"
    assert "### Reported" in texts(shown(await report(world.member, around.message, "borders")))
    item, _ = await waiting(world)
    assert "Report: wrong borders" in texts(item)


async def test_what_is_not_there_or_belongs_elsewhere(world: World) -> None:
    assert "no longer holds" in await old_button(world, world.member, "report:0123456789abcdef")
    card = await tenzin(world)
    [key] = keys(card, "report")
    await report(world.member, card.message)
    there, kuvira = elsewhere(world)
    assert "Nothing waits" in texts(shown(await kuvira.slash(there, "admin review")))
    [waits], _ = await world.services.reviews.waiting(guild(world).id, 0)
    for action in ("none", "hide", "nobody"):
        said = await old_button(world, kuvira, f"repair:{action}:{key[7:]}:{waits.id}:0", there)
        assert "no longer in the queue" in said
    assert (await world.services.reviews.waiting(guild(world).id, 0))[1] == 1
