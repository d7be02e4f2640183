"""`/admin document` with files that are no plain text: a web page and a book, taken as any other."""

from __future__ import annotations

from bot.documents import MOST_FILE
from bot.exchange.packs import with_head
from tests.cogs.moderating import guild, moderator
from tests.cogs.reading import keys, labels, shown, texts
from tests.cogs.test_documents import added, quoted, send
from tests.conftest import World
from tests.ingest.books import TWO, epub, page
from tests.ingest.pages import LOGIN, NEWS, WORDPRESS


async def test_a_page_and_a_book_are_added(world: World) -> None:
    lin = moderator(world)
    card = await send(
        world,
        lin,
        ("Turtles - Lakeside.html", WORDPRESS),
        ("Grey Tide.EPUB", epub()),
        ("login.htm", LOGIN),
        ("saved.mhtml", WORDPRESS),
        ("big.epub", b"PK" + bytes(MOST_FILE)),
    )
    said = texts(card)
    for part in (
        "### Turtles and Ferries",
        "**Author:** Opal Reeds",
        "**Date:** 1 March 2015",
        "**Publisher:** The Lakeside Blog",
        "4 quotes, 4 with a speaker",
    ):
        assert part in said, part
    assert "<p>" not in said and "Menu" not in said
    await lin.click(card.message, label="Next file")
    said = texts(card)
    for part in ("### Grey Tide", "**Author:** Mara Quill", "**Kind of source:** the story itself"):
        assert part in said, part
    reasons: list[str] = []
    for _ in range(3):
        await lin.click(card.message, label="Next file")
        reasons.append(texts(card))
    assert "“login.htm” holds no article" in reasons[0]
    assert "“saved.mhtml” is named like an MHTML file" in reasons[1]
    assert "has 10.1 MB; a file can have 10 MB at most" in reasons[2]
    await world.restart()
    await lin.click(card.message, label="Add all 2")
    assert "2 documents added: “Turtles and Ferries”, “Grey Tide”" in texts(card)
    own = await world.services.documents.all(guild(world).id)
    assert {"server/turtles-lakeside.html", "server/grey-tide.epub"} < {one.name for one in own}
    said = await quoted(world, "Nell Harker")
    assert "Then let us go home" in said and "Grey Tide" in said and "Chapter 2" in said
    said = await quoted(world, "Brian Loom")
    assert "nobody may take them" in said and "The Lakeside Blog" in said


async def test_a_book_takes_the_place_of_a_book_only(world: World) -> None:
    lin = moderator(world)
    await added(world, lin, ("tide.epub", epub()))
    [offered] = await lin.autocomplete(world.channel, "admin document replace", "document", "grey")

    async def replaced(name: str, data: bytes) -> str:
        nonlocal card
        file = (name, data)
        card = shown(
            await lin.slash(world.channel, "admin document replace", document=offered["value"], file=file)
        )
        return texts(card)

    card = None
    assert "this document is a .epub file" in await replaced("tide.html", NEWS.encode())
    assert card is not None and labels(card) == []
    assert "is no EPUB book that can be opened" in await replaced("tide.epub", b"words")
    new = epub(two=page(TWO.replace("let us go home", "let us row on")))
    assert "row on" in await replaced("new.epub", new)
    await lin.click(card.message, custom_id=keys(card, "doc_replace")[0])
    assert "let us row on" in await quoted(world, "Nell Harker")


def test_a_pack_holds_a_book_as_it_is() -> None:
    book = epub()
    assert with_head(book, "server/tide.epub", {"title": "Another", "published": "2020"}) == book
    assert with_head(WORDPRESS.encode(), "server/a.html", {"title": "Another"}) == WORDPRESS.encode()
