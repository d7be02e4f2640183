"""What of a question is a name, what it may have meant, and when a miss counts as dealt with."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot import misses, reading
from bot.errors import UserError
from bot.services import Services
from bot.store.misses import Misses as Kept
from tests.libraries import opened, own_data

NOW = datetime(2026, 1, 1, tzinfo=UTC)
SERVER, OTHER, BY = 1 << 40, 2 << 40, 77


@pytest.fixture
async def services(data: Path, tmp_path: Path) -> AsyncGenerator[Services]:
    folder = own_data(tmp_path / "data")
    (folder / "local").mkdir()
    (folder / "local" / "library.db").symlink_to(data / "local" / "library.db")
    async with opened(folder) as found:
        yield found


async def miss(services: Services, *asked: str, server: int = SERVER, command: str = "canon") -> None:
    for one in asked:
        await services.at(server).canon.note_miss(server, command, one)


async def listed(services: Services, server: int = SERVER, *, ignored: bool = False) -> dict[str, int]:
    page = await services.misses.page(server, 0, ignored=ignored)
    assert page.total == len(page.found)
    return {one.asked: one.times for one in page.found}


async def settle(services: Services, asked: str, entry: str) -> None:
    """As after a change whose line of the log is `entry`."""
    kept = Kept(services.servers.database)
    [found] = [one for one in (await kept.page(SERVER, 9, 0))[0] if one.asked == asked]
    await kept.answered(SERVER, [found.key, "neverasked"], entry)


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ("Korsami", "Korsami"),
        ("is korsami canon?", "korsami"),
        ("who is the Blue Spirit", "Blue Spirit"),
        ("Zhu-Li’s wedding!", "Zhu-Li’s wedding"),
        ("what about it?", "what about it?"),
        ("Wan Shi Tong and the library", "Wan Shi Tong and the library"),
        ("  **bold** <@1>  ", "bold** <@1"),
        ("שלום", "שלום"),
    ],
)
def test_the_name_in_a_question(asked: str, name: str) -> None:
    assert misses.alias_of(asked) == name


async def test_who_may_have_been_meant(services: Services) -> None:
    library = services.at(SERVER).library
    near = await misses.meant(library, "korsamii")
    assert near[0].label.startswith("Korrasami: ")
    assert len(near) == misses.MOST_NEAR
    assert all(reading.REF.fullmatch(one.value) for one in near)
    assert len({one.value for one in near}) == len({one.label for one in near}) == len(near)
    assert any(one.label.startswith("Bryan Konietzko") for one in await misses.meant(library, "konitzko"))
    assert len(await misses.meant(library, "qq")) == misses.MOST_NEAR, "else the best known"


async def test_a_name_that_is_typed_in_full(services: Services) -> None:
    library = services.at(SERVER).library
    korra = await misses.named(library, "korra")
    assert korra is not None and korra.startswith("p"), "the person: whose topic is found by it, too"
    assert await misses.named(library, "  ASAMI sato ") == await misses.named(library, "Asami Sato")
    for typed in ("korrra", "", "zaheer", "korra and somebody", "sato"):
        assert await misses.named(library, typed) is None, typed


async def test_the_same_asked_in_several_ways_is_one(services: Services) -> None:
    await miss(services, "Zaheer", "zaheer!", "Ozai")
    await miss(services, "ZAHEER", command="quote")
    await miss(services, "Zaheer", server=OTHER)
    page = await services.misses.page(SERVER, 0)
    assert [(one.times, one.commands) for one in page.found] == [(3, ("canon", "quote")), (1, ("canon",))]
    assert await listed(services, OTHER) == {"Zaheer": 1}


async def test_answered_until_it_is_missed_again_or_undone(services: Services) -> None:
    await miss(services, "Zaheer", "Zaheer", "Ozai")
    await settle(services, "Zaheer", "miss:1")
    assert await listed(services) == {"Ozai": 1}
    await miss(services, "Zaheer")
    assert await listed(services) == {"Zaheer": 3, "Ozai": 1}
    await settle(services, "Zaheer", "miss:2")
    assert await listed(services) == {"Ozai": 1}
    db = services.servers.database
    await db.write(
        "insert into moderation_log (id, server_id, by_id, at, action) values ('miss:2', ?, 1, '', 'x')",
        [SERVER],
    )
    assert await listed(services) == {"Ozai": 1}
    await db.write("update moderation_log set undone_at = '2026' where id = 'miss:2'")
    assert await listed(services) == {"Zaheer": 3, "Ozai": 1}


async def test_ignored_stays_so_whoever_asks(services: Services) -> None:
    await miss(services, "Zaheer", "Ozai")
    [ozai] = [one for one in (await services.misses.page(SERVER, 0)).found if one.asked == "Ozai"]
    _, entry = await services.misses.ignore(SERVER, ozai.id, BY, 5)
    await miss(services, "ozai")
    await miss(services, "Ozai", command="search")
    assert await listed(services) == {"Zaheer": 1}
    assert list((await listed(services, ignored=True)).values()) == [3]
    assert (await services.misses.page(SERVER, 0)).others == 1
    with pytest.raises(UserError, match="dealt with already"):
        await services.misses.ignore(SERVER, ozai.id, BY, 6)
    for server, line in ((OTHER, entry), (SERVER, "miss-ignored:6"), (SERVER, "miss:1")):
        with pytest.raises(UserError, match="not ignored any more"):
            await services.misses.bring_back(server, line, BY)
    assert await services.misses.bring_back(SERVER, entry, BY) == "Ozai"
    assert await listed(services) == {"Ozai": 3, "Zaheer": 1}
    assert await listed(services, ignored=True) == {}
    with pytest.raises(UserError, match="not ignored any more"):
        await services.misses.bring_back(SERVER, entry, BY)
    log = await services.servers.database.fetch("select action, by_id from moderation_log order by id")
    assert log == [("miss ignored", BY), ("miss brought back", BY)]
    await services.misses.ignore(SERVER, ozai.id, BY, 7)
    assert await listed(services) == {"Zaheer": 1}


async def test_another_server_s_miss_is_none(services: Services) -> None:
    await miss(services, "Zaheer")
    [zaheer] = (await services.misses.page(SERVER, 0)).found
    for server, miss_id in ((OTHER, zaheer.id), (SERVER, "0" * 16)):
        with pytest.raises(UserError, match="not in this server’s list"):
            await services.misses.open(server, miss_id)


async def test_pages_to_the_last_one(services: Services) -> None:
    await miss(services, *(f"Nobody {number}" for number in range(misses.PAGE + 2)))
    first, last = await services.misses.page(SERVER, 0), await services.misses.page(SERVER, 99)
    assert (len(first.found), first.number, len(last.found), last.number) == (misses.PAGE, 0, 2, 1)
    empty = await services.misses.page(OTHER, 3)
    assert (empty.found, empty.number, empty.total) == ((), 0, 0)
