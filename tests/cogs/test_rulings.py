"""`/admin ruling` in Discord: written on a card that lasts, previewed, published, compared and taken back."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import discord
import pytest
from simcord.actors import MemberActor
from simcord.results import ResponseMessage

from bot.canon import RULES
from bot.models import Piece, Source, Stance, Verdict
from bot.ruling_desks import KEPT, Chosen, Desk, Found
from bot.ruling_versions import Evidence, Version, difference
from bot.rulings import Draft, History, Ruled
from bot.server_settings import Key
from cogs.replies import ruling_versions as versions
from cogs.replies import rulings
from tests.cogs.games import only_refusals
from tests.cogs.moderating import elsewhere, guild, moderator, old_button, take_permission
from tests.cogs.reading import SELECT, keys, labels, options, parts, shown, texts
from tests.conftest import Opener, World
from tests.rulings import LOVE, PAPER, small_library


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return asyncio.run(small_library(tmp_path_factory.mktemp("rulings")))


@pytest.fixture
async def world(open_world: Opener, library: Path) -> AsyncGenerator[World]:
    async with open_world(library) as opened:
        yield opened


async def command(world: World, lin: MemberActor, name: str, **options: Any) -> ResponseMessage:
    card = shown(await lin.slash(world.channel, f"admin ruling {name}", **options))
    assert card.ephemeral
    return card


async def canon(world: World, topic: str = "Marilo") -> str:
    return texts(shown(await world.member.slash(world.channel, "canon", topic=topic)))


def menu(card: ResponseMessage, action: str) -> dict[str, Any]:
    """The menu of this action."""
    return next(one for one in parts(card, SELECT) if one["custom_id"].startswith(f"ruling:{action}:"))


async def choose(lin: MemberActor, card: ResponseMessage, action: str, *values: str) -> None:
    await lin.select(card.message, list(values), custom_id=menu(card, action)["custom_id"])


async def fill(lin: MemberActor, card: ResponseMessage, label: str, **written: str) -> None:
    await lin.submit_modal(await lin.click(card.message, label=label), written)


async def publish(world: World, lin: MemberActor, verdict: str, topic: str = "Marilo") -> ResponseMessage:
    card = await command(world, lin, "write", topic=topic)
    await choose(lin, card, "verdict", verdict)
    await lin.click(card.message, label="Preview")
    await lin.click(card.message, label="Publish")
    await world.env.advance_time(60)
    return card


async def test_from_an_empty_card_to_what_members_read(world: World) -> None:
    """Every step, with a restart before most presses."""
    lin = moderator(world)
    card = await command(world, lin, "write", topic="The flood")
    assert "### Ruling on The flood\n-# Nothing counts before you publish it." in texts(card)
    assert "Still missing: a verdict, its scope, one sentence, evidence" in texts(card)
    assert labels(card) == ["Scope and sentence", "Evidence (0)", "Cancel"]
    assert {one["value"]: one["description"] for one in options(card)} == {
        str(v): r for v, r in RULES.items()
    }
    await world.restart()
    await choose(lin, card, "verdict", "confirmed")
    assert "**Verdict:** 💬 Confirmed by a creator" in texts(card)
    await fill(lin, card, "Scope and sentence", scope="the  first book", says="It was the *first* scene.")
    assert "**Scope:** the first book\n**Sentence:** It was the \\*first\\* scene." in texts(card)
    await world.restart()
    await lin.click(card.message, label="Evidence (0)")
    assert "None chosen yet." in texts(card) and "passages on this topic" in texts(card)
    by_label = {one["label"]: one for one in menu(card, "for")["options"]}
    assert by_label["The flood was fun to write,"]["description"].startswith("Lena Ortiz")
    first = next(one for label, one in by_label.items() if label.startswith("The flood of the first book"))
    assert "creator" in first["description"] and "The maker" in first["description"]
    await choose(lin, card, "for", first["value"])
    assert "- **For:** “The flood of the first book was the first scene" in texts(card)
    assert [one["default"] for one in menu(card, "for")["options"] if one.get("default")] == [True]
    await fill(lin, card, "Find others", words="fish market day")
    assert "with “fish market day”" in texts(card)
    assert "All on this topic" in labels(card)
    other = menu(card, "against")["options"][0]
    await choose(lin, card, "against", other["value"])
    assert "- **Against:** “On day" in texts(card)
    await world.restart()
    await choose(lin, card, "off", menu(card, "off")["options"][1]["value"])
    assert "**Against:**" not in texts(card)
    await lin.click(card.message, label="All on this topic")
    assert "on this topic" in texts(card)
    await lin.click(card.message, label="Back to the ruling")
    await lin.click(card.message, label="Preview")
    seen = texts(card)
    assert "**Preview**, for you alone. Nothing counts yet." in seen
    assert "No ruling" in await canon(world, "The flood")
    await world.restart()
    await lin.click(card.message, label="Back")
    await lin.click(card.message, label="Preview")
    await lin.click(card.message, label="Publish")
    assert "### Done\nRuling on The flood: confirmed." in texts(card)
    said = await canon(world, "The flood")
    ruling = said.split("### For")[0]
    assert "## 💬 Confirmed by a creator" in ruling
    assert "It was the \\*first\\* scene." in ruling
    assert "-# Ruled by this server’s moderators" in ruling
    assert ruling.strip() in seen, "the preview was the very same card"
    await world.restart()
    await lin.click(card.message, label="Undo")
    assert "No ruling" in await canon(world, "The flood")


async def test_who_ruled_is_said_on_the_card(world: World) -> None:
    assert "-# Shipped with the library" in await canon(world)
    await publish(world, moderator(world), "disputed")
    said = await canon(world)
    assert "-# Ruled by this server’s moderators" in said and "Shipped" not in said


async def test_the_present_ruling_to_begin_with_and_pages_of_evidence(world: World) -> None:
    lin = moderator(world)
    card = await command(world, lin, "write", topic="Marilo")
    assert "-# Begins with the present ruling." in texts(card)
    assert [one["value"] for one in options(card) if one.get("default")] == ["canon"]
    modal = await lin.click(card.message, label="Scope and sentence")
    assert modal.modal is not None
    filled = [part["component"]["value"] for part in modal.modal["components"]]
    assert filled == ["romantic relationship, at the end", "They fall in love on the last page."]
    await lin.click(card.message, label="Evidence (1)")
    assert {one["label"] for one in menu(card, "against")["options"]} == {LOVE, PAPER}
    card = await command(world, lin, "write", topic="Tevilo")
    await lin.click(card.message, label="Evidence (0)")
    assert "31 passages on this topic · page 1 of 2" in texts(card)
    values = [one["value"] for one in menu(card, "for")["options"]]
    assert len(values) == 25
    await choose(lin, card, "for", *values)
    await lin.click(card.message, label="Next")
    more = menu(card, "for")["options"][0]["value"]
    refused = shown(await lin.select(card.message, [more], custom_id=menu(card, "for")["custom_id"]))
    assert "25 pieces of evidence at most" in texts(refused)
    assert texts(card).count("\n- **For:** “") == 25, "all of them are listed"
    await lin.click(card.message, label="Previous")
    await choose(lin, card, "for")
    assert "None chosen yet." in texts(card)
    only_refusals(world)


async def test_a_topic_that_is_not_there_points_to_where_it_is_added(world: World) -> None:
    lin = moderator(world)
    for name in ("write", "history"):
        assert "/admin topic add" in texts(await command(world, lin, name, topic="Zutara"))
    offered = await lin.autocomplete(world.channel, "admin ruling write", "topic", "Mar")
    values = {choice["value"] for choice in offered}
    assert values >= {"Marilo", "Marev"} and "Mara" not in values
    only_refusals(world)


async def test_published_once_and_cancelled_for_good(world: World) -> None:
    lin, mako = moderator(world), moderator(world, "Mako")
    card = await command(world, lin, "write", topic="Marilo")
    await lin.click(card.message, label="Preview")
    [press], [cancel] = keys(card, "ruling:publish"), keys(card, "ruling:cancel")
    await lin.click(card.message, label="Publish")
    for who in (lin, mako):
        assert "published already" in await old_button(world, who, press)
    assert "published already" in await old_button(world, lin, cancel)
    lines = await world.services.curation.history(guild(world).id, "ruling", "marilo")
    assert len(lines) == 1
    card = await command(world, lin, "write", topic="Marilo")
    [cancel] = keys(card, "ruling:cancel")
    await lin.click(card.message, label="Cancel")
    assert "nothing was changed in the ruling on Marilo" in texts(card)
    assert "cancelled already" in await old_button(world, lin, cancel.replace("cancel", "publish"))
    only_refusals(world)


async def test_two_moderators_at_one_topic(world: World) -> None:
    lin, mako = moderator(world), moderator(world, "Mako")
    slow = await command(world, mako, "write", topic="Marilo")
    await choose(mako, slow, "verdict", "unsettled")
    await mako.click(slow.message, label="Preview")
    await publish(world, lin, "disputed")
    refused = shown(await mako.click(slow.message, label="Publish"))
    assert "changed in between" in texts(refused)
    assert "Disputed" in await canon(world)
    only_refusals(world)


async def test_those_who_may_not(world: World) -> None:
    """The role taken away in between, another server's ids, a card from the day before."""
    lin = moderator(world)
    card = await command(world, lin, "write", topic="Marilo")
    history = await command(world, lin, "history", topic="Marilo")
    drafts = await command(world, lin, "drafts")
    desk = keys(card, "ruling:cancel")[0].rsplit(":", 1)[1]
    topic = keys(history, "ruling:version")[0].split(":")[2]
    mine = [
        f"ruling:{one}:{desk}" for one in ("desk", "words", "find", "all", "preview", "publish", "cancel")
    ]
    mine += [f"ruling:evidence:{desk}:0"]
    there, kuvira = elsewhere(world)
    for key in mine:
        assert "That card is gone" in await old_button(world, kuvira, key, there), key
    assert "version is no more" in await old_button(
        world, kuvira, f"ruling:version:{topic}:{'0' * 16}:first", there
    )
    assert "no such topic" in await old_button(world, lin, f"ruling:history:{'0' * 16}:0")
    await world.env.advance_time((KEPT + timedelta(minutes=1)).total_seconds())
    assert "That card is gone" in await old_button(world, lin, mine[0])
    take_permission(world, lin)
    for key in [*mine, *keys(history, "ruling"), *keys(drafts, "ruling")]:
        assert "Manage Server" in await old_button(world, lin, key), key
    for one in (card, drafts):
        for each in parts(one, SELECT):
            refused = shown(
                await lin.select(one.message, [each["options"][0]["value"]], custom_id=each["custom_id"])
            )
            assert "Manage Server" in texts(refused)
    assert "✅ Canon" in await canon(world)
    only_refusals(world)


async def test_history_compare_and_revert(world: World) -> None:
    lin = moderator(world)
    await publish(world, lin, "disputed")
    card = await command(world, lin, "write", topic="Marilo")
    await fill(lin, card, "Scope and sentence", scope="a romance, at the end", says="They fall in love.")
    await lin.click(card.message, label="Preview")
    await lin.click(card.message, label="Publish")
    card = await command(world, lin, "history", topic="Marilo")
    said = texts(card)
    assert said.index("a romance, at the end") < said.index("romantic relationship")
    assert said.count(f"By <@{lin.id}>") == 2
    assert "-# Shipped with the library" in said and said.count("counts now") == 1
    assert labels(card) == ["Look", "Look", "Look", "Back to the shipped ruling", "Show no ruling"]
    looks = keys(card, "ruling:version")
    await world.restart()
    await lin.click(card.message, custom_id=looks[0])
    said = texts(card)
    assert "**Verdict:** ⚖️ Disputed, as before" in said
    assert "**Scope:** ~~[− romantic relationship,]~~ **[+ a romance,]** at the end" in said
    assert "[− …] was taken out, [+ …] was put in" in said
    assert "Revert to this" not in labels(card)
    await choose(lin, card, "compare", "first")
    assert "**Verdict:** ✅ Canon → ⚖️ Disputed" in texts(card)
    await lin.click(card.message, label="Back")
    await lin.click(card.message, custom_id=looks[2])
    assert "**Sentence:** They fall in love on the last page." in texts(card)
    await lin.click(card.message, label="Revert to this")
    assert "### Back to this version?" in texts(card) and "✅ Canon" in texts(card)
    [sure] = keys(card, "ruling:revert")
    await world.restart()
    await lin.click(card.message, label="Yes, do it")
    assert "### Done\nRuling on Marilo: canon, an earlier version again." in texts(card)
    assert "-# Shipped with the library" in await canon(world)
    assert "done already" in await old_button(world, lin, sure)
    await lin.click(card.message, label="Undo")
    assert "⚖️ Disputed" in await canon(world)
    assert "· **undone**" in texts(await command(world, lin, "history", topic="Marilo"))
    only_refusals(world)


async def test_taken_away_shown_again_and_kept(world: World) -> None:
    lin = moderator(world)
    card = await command(world, lin, "history", topic="Marilo")
    assert labels(card) == ["Look", "Show no ruling"]
    await lin.click(card.message, label="Show no ruling")
    await lin.click(card.message, label="Keep it as it is")
    assert "✅ Canon" in await canon(world)
    card = await command(world, lin, "history", topic="Marilo")
    await lin.click(card.message, label="Show no ruling")
    assert "### Take the ruling away?" in texts(card)
    [stale] = keys(card, "ruling:revert")
    await lin.click(card.message, label="Yes, do it")
    assert "Ruling on Marilo taken away." in texts(card)
    assert "No ruling" in await canon(world)
    card = await command(world, lin, "history", topic="Marilo")
    assert "**No ruling**" in texts(card)
    assert labels(card)[-1] == "Show the shipped ruling again"
    await lin.click(card.message, label="Show the shipped ruling again")
    await lin.click(card.message, label="Yes, do it")
    assert "✅ Canon" in await canon(world)
    assert "done already" in await old_button(world, lin, stale)
    await publish(world, lin, "disputed")
    assert "changed in between" in await old_button(world, lin, stale[:-1] + "9")
    only_refusals(world)


async def test_more_versions_than_a_page(world: World) -> None:
    lin = moderator(world)
    for verdict in ("disputed", "ended", "unsettled", "confirmed", "canon"):
        await publish(world, lin, verdict)
    card = await command(world, lin, "history", topic="Marilo")
    assert "page 1 of 2" in texts(card)
    await lin.click(card.message, label="Next")
    assert "Shipped with the library" in texts(card)
    assert labels(card)[:2] == ["Look", "Previous"]
    await lin.click(card.message, label="Look")
    assert "**Verdict:** ✅ Canon" in texts(card), "the first one has nothing to be compared with"
    await lin.click(card.message, label="Back")
    assert "page 1 of 2" in texts(card)


async def test_a_second_moderator_agrees_or_refuses(world: World) -> None:
    lin, mako = moderator(world), moderator(world, "Mako")
    await world.services.settings.change(guild(world).id, lin.id, 1, Key.SECOND_MODERATOR, True)
    for verdict in ("disputed", "unsettled"):
        card = await publish(world, lin, verdict)
        assert "### Another moderator has to agree" in texts(card)
        assert "Undo" not in labels(card)
    assert "✅ Canon" in await canon(world)
    queue = shown(await lin.slash(world.channel, "admin review"))
    said = texts(queue)
    assert "### A change of verdict" in said and f"from <@{lin.id}>" in said
    assert "**Marilo**, now: ✅ Canon\n**Verdict:** ⚖️ Disputed" in said
    assert LOVE in said
    assert "another moderator" in texts(shown(await lin.click(queue.message, label="Accept")))
    assert "✅ Canon" in await canon(world)
    queue = shown(await mako.slash(world.channel, "admin review"))
    [accept] = keys(queue, "accept")
    await world.restart()
    await mako.click(queue.message, label="Accept")
    assert "**Accepted:** Ruling on Marilo: disputed. Members are answered with it" in texts(queue)
    assert "⚖️ Disputed" in await canon(world)
    assert "was first" in await old_button(world, mako, accept)
    # The other one was written before that.
    assert "changed since this was proposed" in texts(shown(await mako.click(queue.message, label="Accept")))
    await fill(mako, queue, "Refuse", reason="Too late")
    assert "**Refused:** Ruling on Marilo: unsettled" in texts(queue)
    assert "⚖️ Disputed" in await canon(world)
    assert len(await world.services.curation.history(guild(world).id, "ruling", "marilo")) == 1
    only_refusals(world)


async def test_drafts_are_written_or_dismissed(world: World) -> None:
    lin = moderator(world)
    card = await command(world, lin, "drafts")
    assert "### 1 place where the documents speak clearly" in texts(card)
    assert "**Marev:** perhaps 🔚 Ended, for it says “broke up”" in texts(card)
    assert "“Tev and Mara broke up in the second book.”" in texts(card)
    assert "🔚 Ended" not in await canon(world, "Marev"), "members see no drafts"
    [dismiss], [write] = keys(card, "ruling:dismiss"), keys(card, "ruling:write")
    await world.restart()
    desk = shown(await lin.click(card.message, label="Write it"))
    assert "**The documents suggest** this verdict" in texts(desk)
    assert "**Verdict:** 🔚 Ended" in texts(desk) and "That it ended: 1" in texts(desk)
    await world.restart()
    await lin.click(card.message, label="Dismiss")
    assert "**Draft of a ruling on Marev dismissed.**" in texts(card) and "### No drafts" in texts(card)
    for key in (dismiss, write):
        assert "not there any more" in await old_button(world, lin, key)
    log = await world.services.servers.database.fetch(
        "select action from moderation_log where server_id = ?", [guild(world).id]
    )
    assert log == [("Draft of a ruling on Marev dismissed",)]
    await lin.click(card.message, label="Undo")
    assert "### 1 place" in texts(await command(world, lin, "drafts"))
    only_refusals(world)


async def test_hostile_words_are_only_text(world: World) -> None:
    lin = moderator(world)
    card = await command(world, lin, "write", topic="Marilo")
    evil = "**x** <@1> [a](https://evil.example) \u202egnp"
    await fill(lin, card, "Scope and sentence", scope=evil, says=evil * 8)
    desk = texts(card)
    await lin.click(card.message, label="Preview")
    preview = texts(card)
    await lin.click(card.message, label="Publish")
    history = await command(world, lin, "history", topic="Marilo")
    listed = texts(history)
    await lin.click(history.message, custom_id=keys(history, "ruling:version")[0])
    for said in (desk, preview, listed, texts(history), await canon(world)):
        assert "**x**" not in said and " <@1>" not in said and " [a]" not in said and "\u202e" not in said


LONGEST = ["**_|~`" * 4000, "word " * 4000, "ש" * 20_000, "e" + "\u0301" * 9000]


@pytest.mark.parametrize("hostile", LONGEST)
def test_no_card_is_too_large_and_none_is_cut_to_nothing(hostile: str) -> None:
    topic = Ruled("0" * 16, "x", hostile)
    source = Source("d", hostile, hostile, hostile, hostile, None, "2020")
    pieces = [Piece(f"{n:016}", f"{n} {hostile}", 0, 1, source, speaker=hostile) for n in range(25)]
    evidence = tuple(Evidence(one.text, hostile, Stance.AGAINST) for one in pieces)
    desk = Desk(
        "1" * 16, topic, None, Verdict.UNSETTLED, hostile[:200], hostile[:450], evidence, hostile[:90]
    )
    chosen = tuple(Chosen(one, None, False) for one in evidence)
    few = tuple(Chosen(one, piece, False) for one, piece in zip(evidence[:12], pieces, strict=False))
    values = {
        "verdict": "disputed",
        "scope": hostile,
        "says": hostile,
        "evidence": [{"text": one.text, "document": hostile, "stance": "for"} for one in evidence],
    }
    other = {**values, "scope": f"new {hostile}", "says": hostile[::-1], "evidence": []}
    at = datetime(2026, 1, 1, tzinfo=UTC)
    old, new = (Version(f"{n:016x}", one, "server", 1, at) for n, one in enumerate((values, other)))
    history = History(topic, (new, old) * 10, own=True, hidden=False, below=True, state="0" * 8)
    draft = Draft("2" * 16, "t", hostile, Verdict.CANON, hostile, pieces[0])
    cards: dict[str, tuple[Any, str]] = {
        "desk": (rulings.desk(desk, chosen), "**Sentence:**"),
        "evidence": (rulings.evidence(Found(desk, tuple(pieces), 1, 90, chosen)), "⚠️ gone"),
        "few": (rulings.evidence(Found(desk, tuple(pieces), 1, 90, few)), "⚠️ doesn’t count"),
        "drafts": (rulings.drafts([draft] * 4, 1, 40), "perhaps"),
        "history": (versions.history(history, 1), "**⚖️ Disputed**"),
        "version": (
            versions.version(history, old, new, difference(values, other)),
            "**Evidence taken off:**",
        ),
        "first": (versions.version(history, old, old, difference(None, values)), "**Evidence:**"),
        "revert": (versions.ask_revert(topic, old.id, "0" * 8, 1, old), "**Sentence:**"),
    }
    for what, (view, told) in cards.items():
        items = list(view.walk_children())
        said = [item.content for item in items if isinstance(item, discord.ui.TextDisplay)]
        assert len(items) <= 40, what
        assert sum(map(len, said)) <= 4000, what
        assert any(told in text for text in said), what
