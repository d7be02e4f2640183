"""Corrections of quotes stay with their words: twins, second corrections, another text of the document."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from bot.curation import Wish, text_id
from bot.errors import UserError, VanishedError
from bot.repairs import NONE, QUOTE, BordersError
from bot.services import Services
from tests.libraries import built, lay_out, opened

SERVER, BY = 7, 1
TEXT = """Korra and Asami Sato met Bolin. Asami Sato was there.

"Wait for me at the gate," said Korra.

"Wait for me at the gate," said Asami Sato.

"Wait for me at the gate," said Bolin. He left.
"""
WORDS = "Wait for me at the gate,"


@pytest.fixture
async def services(tmp_path: Path) -> AsyncGenerator[Services]:
    folder = lay_out(tmp_path, {"gate.txt": TEXT})
    await built(folder)
    async with opened(folder) as found:
        yield found


async def quotes(services: Services) -> list[tuple[str, str | None, str]]:
    """(id, speaker, words) of all quotes of the document, as this server has them."""
    rows = await services.at(SERVER).library.fetch(
        """
        select pieces.id, persons.name, pieces.text from pieces left join persons on persons.id = person_id
         where family = 'quote' order by starts
        """
    )
    return [(str(row[0]), row[1], str(row[2])) for row in rows]


async def speakers(services: Services) -> list[str | None]:
    return [speaker for _, speaker, _ in await quotes(services)]


async def test_twins_are_corrected_each_for_itself(services: Services) -> None:
    repairs = services.repairs
    first, second, third = [piece for piece, _, _ in await quotes(services)]
    await repairs.set_speaker(SERVER, BY, 1, second, "Naga")
    assert await speakers(services) == ["Korra", "Naga", "Bolin"]
    await repairs.not_a_quote(SERVER, BY, 2, first)
    assert await speakers(services) == ["Naga", "Bolin"]
    now, last = [piece for piece, _, _ in await quotes(services)]
    assert now == first, "the id of the one that is gone passes on"
    assert (await repairs.open(SERVER, now)).subject == second
    await repairs.set_speaker(SERVER, BY, 3, now, "Pabu")
    await repairs.set_speaker(SERVER, BY, 4, last, "Lin")
    assert await speakers(services) == ["Pabu", "Lin"]
    own = await services.curation.own(SERVER, "quote")
    assert len(own) == 3 and first in own and second in own
    gone = await repairs.open(SERVER, f"c{first}")
    assert (gone.state, gone.speaker) == (NONE, None)
    await repairs.undo_all(SERVER, BY, 5, gone.ref)
    assert await speakers(services) == ["Korra", "Pabu", "Lin"]
    assert third in [piece for piece, _, _ in await quotes(services)]
    with pytest.raises(VanishedError):
        await repairs.open(SERVER, gone.ref)


async def test_what_members_saw_is_found_again(services: Services) -> None:
    repairs = services.repairs
    _, second, _ = [piece for piece, _, _ in await quotes(services)]
    start = TEXT.index(WORDS, TEXT.index(WORDS) + 1)
    await repairs.set_borders(SERVER, BY, 1, second, "Wait for me")
    seen = await repairs.at(SERVER, second, "gate.txt", WORDS, start)
    assert seen is not None and (seen.words, seen.speaker) == ("Wait for me", "Asami Sato")
    await repairs.not_a_quote(SERVER, BY, 2, seen.ref)
    seen = await repairs.at(SERVER, second, "gate.txt", WORDS, start)
    assert seen is not None and seen.state == NONE
    await repairs.set_speaker(SERVER, BY, 3, seen.ref, None)
    back = await repairs.at(SERVER, second, "gate.txt", WORDS, start)
    assert back is not None and (back.state, back.words, back.speaker) == (QUOTE, "Wait for me", None)
    assert await repairs.at(SERVER, "0123456789abcdef", "none.txt", WORDS, 3) is None


async def test_a_sentence_is_corrected_as_its_quote(services: Services) -> None:
    repairs = services.repairs
    first, *_ = [piece for piece, _, _ in await quotes(services)]
    passages = await services.at(SERVER).library.fetch(
        "select id, text from pieces where family = 'passage' order by starts"
    )
    inside = next(str(piece) for piece, text in passages if WORDS in str(text))
    assert (await repairs.open(SERVER, inside)).ref == first
    await repairs.not_a_quote(SERVER, BY, 1, inside)
    taken = await repairs.open(SERVER, inside)
    assert (taken.state, taken.subject) == (NONE, first)


async def test_a_correction_outlives_another_text_of_the_document(services: Services) -> None:
    repairs = services.repairs
    _, second, _ = [piece for piece, _, _ in await quotes(services)]
    await repairs.set_speaker(SERVER, BY, 1, second, "Naga")
    new = ("A word before. " * 3 + TEXT.replace("me at the gate", "me   at the gate")).encode()
    wish = Wish("document", {"text": text_id(new)}, "gate.txt")
    await services.curation.change(SERVER, BY, "e1", "Replaced", [wish], texts={text_id(new): new})
    assert await speakers(services) == ["Korra", "Naga", "Bolin"]
    [_, (piece, _, words), _] = await quotes(services)
    assert words == "Wait for me   at the gate,"
    assert (await repairs.open(SERVER, piece)).subject == second
    await repairs.set_speaker(SERVER, BY, 2, piece, "Pabu")
    assert len(await services.curation.own(SERVER, "quote")) == 1
    assert await speakers(services) == ["Korra", "Pabu", "Bolin"]
    other = b"Nothing of it is left here, not one word of it."
    wish = Wish("document", {"text": text_id(other)}, "gate.txt")
    await services.curation.change(SERVER, BY, "e2", "Replaced", [wish], texts={text_id(other): other})
    left = await repairs.open(SERVER, f"c{second}")
    assert left.context is None
    await repairs.undo_all(SERVER, BY, 3, left.ref)
    assert await services.curation.own(SERVER, "quote") == {}


async def test_borders_must_stand_there(services: Services) -> None:
    repairs = services.repairs
    first, *_ = [piece for piece, _, _ in await quotes(services)]
    for words in ("Wait for them at the gates", "", "🐢"):
        with pytest.raises(BordersError) as error:
            await repairs.set_borders(SERVER, BY, 1, first, words)
        assert not error.value.nearest or error.value.nearest in TEXT
    with pytest.raises(UserError, match="Nothing of this quote"):
        await repairs.undo_all(SERVER, BY, 1, first)
    again = await repairs.set_borders(SERVER, BY, 2, first, WORDS)
    assert (await repairs.set_borders(SERVER, BY, 2, first, WORDS)).done is False
    assert again.what.startswith("“Wait for me")


async def test_it_is_done_once_for_one_press(services: Services) -> None:
    repairs = services.repairs
    first, *_ = [piece for piece, _, _ in await quotes(services)]
    await repairs.set_speaker(SERVER, BY, 1, first, "Naga")
    await services.curation.undo(SERVER, "quote:1", BY)
    await repairs.set_speaker(SERVER, BY, 1, first, "Naga")
    assert (await speakers(services))[0] == "Korra", "the same press, delivered late"
