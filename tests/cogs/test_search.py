"""`/search` in Discord: passages with the found words marked, and pages of them."""

from __future__ import annotations

from tests.cogs.reading import keys, labels, shown, texts
from tests.conftest import Press, World


async def test_found_words_are_marked(world: World) -> None:
    card = shown(await world.member.slash(world.channel, "search", words="spirit portal"))
    assert "**spirit**" in texts(card)
    assert "**portal**" in texts(card)
    assert "Context" in labels(card)


async def test_pages(world: World) -> None:
    first = shown(await world.member.slash(world.channel, "search", words="korra"))
    [more] = keys(first, "hits")
    second = shown(await world.member.click(first.message, custom_id=more))
    assert second.ephemeral
    assert "Page 2" in texts(second)
    assert not set(keys(first, "context")) & set(keys(second, "context"))
    await world.member.click(second.message, label="Previous")
    assert keys(second, "context") == keys(first, "context")


async def test_phrases_and_minus(world: World) -> None:
    with_it = texts(shown(await world.member.slash(world.channel, "search", words='"unwritten rule"')))
    without = texts(
        shown(
            await world.member.slash(world.channel, "search", words='"unwritten rule" -Miyazaki -skeptical')
        )
    )
    assert "skeptical" in with_it
    assert "skeptical of" not in without


async def test_nothing_found_is_honest(world: World) -> None:
    card = shown(await world.member.slash(world.channel, "search", words="quidditch"))
    assert "Nothing on “quidditch”" in texts(card)
    assert "2 documents" in texts(card)


async def test_queries_are_words_only(world: World) -> None:
    for words in ('" OR 1=1 --', "NEAR(", "*", "text:korra", "a AND", "-", '""', "^korra", "korra' or 'x"):
        assert texts(shown(await world.member.slash(world.channel, "search", words=words, private=True)))


async def test_a_page_that_is_no_more(world: World, press: Press) -> None:
    assert "no more passages" in texts(shown(await press(world, "hits:99:korra")))
