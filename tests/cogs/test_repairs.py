"""`/admin quote`: found by a few words, put right with a press or a form, and taken back."""

from __future__ import annotations

from simcord.actors import MemberActor
from simcord.builders import ChannelHandle
from simcord.results import ResponseMessage

from tests.cogs.games import only_refusals
from tests.cogs.moderating import elsewhere, guild, let_in, moderator, old_button, take_permission
from tests.cogs.reading import keys, labels, options, shown, texts
from tests.conftest import World

WORDS = "Life is one big bumpy ride."
NOTHING = "permission “Manage Server”"


async def find(
    world: World, lin: MemberActor, words: str = "big bumpy ride", channel: ChannelHandle | None = None
) -> ResponseMessage:
    card = shown(await lin.slash(channel or world.channel, "admin quote", words=words))
    assert card.ephemeral
    return card


async def picked(world: World, lin: MemberActor, channel: ChannelHandle | None = None) -> ResponseMessage:
    """The card of the quote that has these words."""
    card = await find(world, lin, channel=channel)
    if options(card):
        [best] = [one for one in options(card) if one["label"].startswith("Tenzin")]
        await lin.select(card.message, [best["value"]])
    assert WORDS in texts(card)
    return card


async def quoted(world: World, person: str) -> str:
    return texts(shown(await world.member.slash(world.channel, "quote", person=person)))


async def says(world: World, person: str) -> list[str]:
    """Everything that is theirs in this server."""
    found = await world.services.at(guild(world).id).quotes.answer(person)
    return [piece.text for piece in found.quotes]


async def test_found_by_words_and_given_another_speaker(world: World) -> None:
    lin = moderator(world)
    card = await find(world, lin)
    assert "2 quotes with “big bumpy ride”" in texts(card), "and the longer one that holds it"
    card = await picked(world, lin)
    assert "Speaker: **Tenzin**" in texts(card)
    assert labels(card) == ["Speaker", "Borders", "Not a quote", "Hide"]
    await world.restart()
    await lin.click(card.message, label="Speaker")
    assert "Who said this?" in texts(card)
    assert "Tenzin" not in [one["label"] for one in options(card)]
    near = [one["label"] for one in options(card)]
    assert near.index("Korra") < near.index("Hayao Miyazaki")
    [korra] = [one["value"] for one in options(card) if one["label"] == "Korra"]
    await lin.select(card.message, [korra])
    assert f"“{WORDS}” is by Korra" in texts(card)
    assert WORDS in await says(world, "Korra")
    assert "never quoted" in await quoted(world, "Tenzin")
    await lin.click(card.message, label="Back to the quote")
    assert "Corrected by this server’s moderators" in texts(card)
    assert labels(card)[-1] == "Undo corrections"
    await lin.click(card.message, label="Undo corrections")
    assert "taken back" in texts(card)
    assert WORDS in await quoted(world, "Tenzin")
    await lin.click(card.message, label="Undo")
    assert WORDS in await says(world, "Korra"), "what was taken back counts again"


async def test_somebody_else_or_nobody(world: World) -> None:
    lin = moderator(world)
    card = await picked(world, lin)
    await lin.click(card.message, label="Speaker")
    form = await lin.click(card.message, label="Somebody else …")
    await world.restart()
    await lin.submit_modal(form, {"name": "Uncle  *Iroh*"})
    assert r"is by Uncle \*Iroh\*" in texts(card)
    assert "was known here before" in texts(card)
    assert WORDS in await quoted(world, "Uncle Iroh")
    await lin.click(card.message, label="Back to the quote")
    await lin.click(card.message, label="Speaker")
    await lin.submit_modal(await lin.click(card.message, label="Somebody else …"), {"name": "konietzko"})
    assert "is by Bryan Konietzko" in texts(card) and "known here before" not in texts(card)
    await lin.click(card.message, label="Back to the quote")
    await lin.click(card.message, label="Speaker")
    await lin.click(card.message, label="Nobody known")
    assert "has no known speaker" in texts(card)
    own = await world.services.curation.own(guild(world).id, "quote")
    assert len(own) == 1, "all of it is one correction"
    await lin.click(card.message, label="Back to the quote")
    assert "Speaker: not known" in texts(card)
    await lin.click(card.message, label="Speaker")
    assert "Nobody known" not in labels(card)
    said = texts(
        shown(await lin.submit_modal(await lin.click(card.message, label="Somebody else …"), {"name": "!?"}))
    )
    assert "is no name" in said
    only_refusals(world)


async def test_other_borders(world: World) -> None:
    lin = moderator(world)
    card = await picked(world, lin)
    form = await lin.click(card.message, label="Borders")
    await lin.submit_modal(form, {"words": "one big\nbumpy ride"})
    assert "begins and ends elsewhere now: “one big bumpy ride”" in texts(card)
    await lin.click(card.message, label="Back to the quote")
    assert "> “one big bumpy ride”" in texts(card)
    form = await lin.click(card.message, label="Borders")
    await lin.submit_modal(form, {"words": "As Tenzin said: life is one big bumpy road"})
    assert "Nothing was changed" in texts(card)
    assert "The nearest that stand there:" in texts(card) and "As Tenzin says" in texts(card)
    form = await lin.click(card.message, label="Try again")
    await lin.submit_modal(form, {"words": 'Tenzin says, "Life is one big bumpy ride."'})
    own = await world.services.curation.own(guild(world).id, "quote")
    assert len(own) == 1, "a second correction changes the first"
    [value] = own.values()
    assert (value["words"], value["to"]) == (WORDS, 'Tenzin says, "Life is one big bumpy ride."')
    await lin.click(card.message, label="Back to the quote")
    await lin.submit_modal(await lin.click(card.message, label="Borders"), {"words": WORDS})
    assert "to" not in (await world.services.curation.own(guild(world).id, "quote")).popitem()[1]
    far = "I have bragging rights as the first Korrasami shipper"
    await lin.click(card.message, label="Back to the quote")
    await lin.submit_modal(await lin.click(card.message, label="Borders"), {"words": far})
    assert "Nothing was changed" in texts(card), "it stands in the document, but not there"
    await lin.click(card.message, label="Back to the quote")
    assert WORDS in texts(card)


async def test_not_a_quote_and_found_again(world: World) -> None:
    lin = moderator(world)
    card = await picked(world, lin)
    await lin.click(card.message, label="Not a quote")
    assert "is not a quote" in texts(card)
    assert "never quoted" in await quoted(world, "Tenzin")
    again = await find(world, lin)
    assert "Not a quote, say this server’s moderators" in texts(again)
    [gone] = [one["value"] for one in options(again) if one["label"].startswith("?")]
    await lin.select(again.message, [gone])
    assert labels(again) == ["Speaker", "Borders", "Hide", "Undo corrections"]
    await lin.click(again.message, label="Undo corrections")
    assert WORDS in await quoted(world, "Tenzin")


async def test_hidden_words_are_shown_to_nobody(world: World) -> None:
    lin = moderator(world)
    card = await picked(world, lin)
    await lin.click(card.message, label="Hide")
    assert "are hidden" in texts(card) and WORDS not in texts(card)
    for command, values in (
        ("quote", {"person": "Tenzin"}),
        ("search", {"words": "bumpy ride"}),
        ("canon", {"topic": "Korrasami"}),
    ):
        answer = shown(await world.member.slash(world.channel, command, **values))
        assert "big bumpy" not in texts(answer), command
    near = shown(await world.member.slash(world.channel, "search", words="heartwarming incredible posts"))
    around = shown(await world.member.click(near.message, label="Context"))
    assert "█" in texts(around) and "bumpy" not in texts(around)
    there, kuvira = elsewhere(world)
    assert WORDS in texts(shown(await kuvira.slash(there, "quote", person="Tenzin")))
    again = await find(world, lin, WORDS)
    assert "Hidden: nobody is shown these words" in texts(again)
    assert labels(again) == ["Undo corrections"]
    await lin.click(again.message, label="Undo corrections")
    assert "Corrections of hidden words" in texts(again)
    assert WORDS in await quoted(world, "Tenzin")


async def test_words_that_are_no_quote_can_become_one(world: World) -> None:
    lin = moderator(world)
    hits = (await world.services.at(0).search.answer("Korrasami", limit=25)).hits
    piece = next(hit.piece for hit in hits if hit.piece.speaker is None)
    card = await find(world, lin, " ".join(piece.text.split()[:8])[:100])
    if options(card):
        [value] = [one["value"] for one in options(card) if one["value"] == piece.id]
        await lin.select(card.message, [value])
    assert "Nobody’s quote" in texts(card)
    await lin.click(card.message, label="Speaker")
    await lin.submit_modal(await lin.click(card.message, label="Somebody else …"), {"name": "Varrick"})
    assert "is by Varrick" in texts(card)
    assert piece.text.split()[0] in await quoted(world, "Varrick")


async def test_who_may(world: World) -> None:
    lin = moderator(world)
    card = await picked(world, lin)
    [hide] = keys(card, "repair:hide")
    ref = hide.split(":")[2]
    await lin.click(card.message, label="Speaker")
    form = await lin.click(card.message, label="Somebody else …")
    [korra] = [one["value"] for one in options(card) if one["label"] == "Korra"]
    crew = guild(world).create_role("Keepers")
    asami = guild(world).add_member(world.env.create_user("Asami"), roles=[crew])
    await let_in(world, crew)
    assert NOTHING in await old_button(world, asami, hide), "hiding takes something away"
    take_permission(world, lin)
    assert NOTHING in texts(shown(await lin.select(card.message, [korra])))
    assert NOTHING in texts(shown(await lin.submit_modal(form, {"name": "Korra"})))
    for action in ("show", "speaker", "other", "nobody", "borders", "none", "hide", "undo"):
        assert NOTHING in await old_button(world, world.member, f"repair:{action}:{ref}"), action
    there, kuvira = elsewhere(world)
    assert "ndone" not in await old_button(world, kuvira, f"repair:undo:{ref}", there)
    assert "no longer holds" in await old_button(world, kuvira, "repair:show:0123456789abcdef", there)
    assert await world.services.curation.own(guild(world).id, "quote") == {}
    only_refusals(world)


async def test_what_was_corrected_here_is_not_found_elsewhere(world: World) -> None:
    lin = moderator(world)
    card = await picked(world, lin)
    await lin.click(card.message, label="Not a quote")
    [show] = keys(card, "repair:show")
    there, kuvira = elsewhere(world)
    assert "no longer holds" in await old_button(world, kuvira, show, there)
    assert "Speaker: **Tenzin**" in texts(await picked(world, kuvira, channel=there))
    said = await old_button(world, kuvira, f"repair:undo:{show.removeprefix('repair:show:c')}", there)
    assert "Nothing of this quote was corrected" in said


async def test_nothing_found(world: World) -> None:
    lin = moderator(world)
    assert "No quote with “zaheerkuvira”" in texts(await find(world, lin, "zaheerkuvira"))
    assert "Type a few words" in texts(await find(world, lin, "…"))
    only_refusals(world)
