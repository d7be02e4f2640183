"""The list of what is kept of members and servers is whole, and what it says is done to every table of it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.ids import content_id
from bot.store import schema
from bot.store.database import Database
from bot.store.privacy import CHUNK, FORMER, TABLES, Departure, KeptData

HERE, THERE = 7 << 22, 9 << 22
ME, OTHER = 111_222_333_444_555_666, 777_888_999_000_111_222
NOBODY = -987_654_321
NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)

OURS = {"state", "leases", "departures"}
"""What the program keeps for itself."""

NAMING = ("by_id", "member_id", "host_id", "added_by", "decided_by")
NUMBERS = {"server_id", "channel_id", "message_id", "interaction_id"}
"""Numbers of Discord's that are no member's."""

WORDLESS = {
    *("id", "at", "due", "until", "started_at", "ended_at", "ends_by", "opened_at", "closes_at", "closed_at"),
    *("added_at", "decided_at", "undone_at", "made_at", "sending_at", "done_at", "last_at", "unused_since"),
    *("state", "mode", "kind", "part", "running", "what", "form", "format", "origin", "board", "layer"),
    *("game_id", "round_id", "question_id", "schedule_id", "import_id", "review_id", "list_id", "saying_id"),
    *("item", "command", "entry"),
}
"""Columns of text in which nobody writes anything."""

WORDS = {"server_settings.key", "member_settings.key", "pending_imports.content", "server_texts.content"}
"""The same, by table; and files, which are packed."""

CHOSEN = {"state": ("open", "running", "waiting", "planned", "draft"), "part": ("post",), "running": ("on",)}
"""Values of columns that take only some."""


@pytest.fixture
async def db(tmp_path: Path) -> AsyncGenerator[Database]:
    async with Database.open(tmp_path / "servers.db", schema.SERVERS) as opened:
        yield opened


@pytest.fixture
def kept(db: Database) -> KeptData:
    return KeptData(db)


async def tables(db: Database) -> dict[str, dict[str, tuple[str, int]]]:
    """Each table's columns, with type and place in the primary key."""
    names = await db.fetch("select name from sqlite_master where type = 'table' and name not like 'sqlite_%'")
    found: dict[str, dict[str, tuple[str, int]]] = {}
    for (table,) in names:
        rows = await db.fetch("select name, type, pk from pragma_table_info(?)", [table])
        found[table] = {str(name): (str(kind).lower(), int(place)) for name, kind, place in rows}
    return found


async def forgotten(db: Database) -> list[str]:
    """What the list lacks, in words for whoever adds a table."""
    problems: list[str] = []
    listed = {one.table: one for one in TABLES}
    there = await tables(db)
    problems += [f"{table} is in TABLES and nowhere else" for table in listed.keys() - there.keys()]
    for table, columns in there.items():
        if table in OURS:
            continue
        one = listed.get(table)
        if one is None:
            problems.append(f"{table} is missing in TABLES of bot/store/privacy.py")
            continue
        if {name for name, (_, place) in columns.items() if place} != set(one.key):
            problems.append(f"{table}: its key is another one")
        if ("server_id" in columns) == (one.inside is not None):
            problems.append(f"{table}: belongs to a server by server_id, or inside of something")
        for column, (kind, _) in columns.items():
            number = kind == "bigint" and column not in NUMBERS
            if (number or column.endswith(NAMING)) != (column in one.members):
                problems.append(f"{table}.{column}: does it name a member?")
            words = kind == "text" and column not in WORDLESS and f"{table}.{column}" not in WORDS
            if words != (column in one.texts):
                problems.append(f"{table}.{column}: may somebody write a member's id into it?")
        for (parent,) in await db.fetch('select "table" from pragma_foreign_key_list(?)', [table]):
            order = [known.table for known in TABLES]
            if order.index(parent) < order.index(table):
                problems.append(f"{table} is inside of {parent}, so it has to be deleted first")
    return problems


async def test_every_table_and_every_column_that_names_a_member_is_listed(db: Database) -> None:
    assert not await forgotten(db)


@pytest.mark.parametrize(
    ("later", "lacks"),
    [
        ("create table vetoes (id text primary key, server_id bigint not null)", "vetoes is missing"),
        *(
            (f"alter table seasons add column ended_{name} integer", f"seasons.ended_{name}: does it name")
            for name in NAMING
        ),
        ("alter table seasons add column winner bigint", "seasons.winner: does it name"),
        ("alter table seasons add column motto text", "seasons.motto: may somebody write"),
    ],
)
async def test_what_a_later_migration_adds_has_to_be_listed(
    db: Database, tmp_path: Path, later: str, lacks: str
) -> None:
    async with Database.open(tmp_path / "later.db", (*schema.SERVERS, later + ";")) as grown:
        [problem] = set(await forgotten(grown)) - set(await forgotten(db))
        assert problem.startswith(lacks)


# --- rows in every table -----------------------------------------------------------------------------------


async def fill(db: Database, server: int, member: int, number: int) -> None:
    """A row in each table that names the member wherever it can, the parents first."""
    there = await tables(db)
    for one in reversed(TABLES):
        columns = there[one.table]
        row: dict[str, Any] = {
            column: _value(one.table, column, columns[column][0], server, member, number)
            for column in columns
        }
        for state in CHOSEN["state"]:
            if "state" in row:
                row["state"] = state
            names = ", ".join(f'"{column}"' for column in row)
            done = await db.write(
                f"""
                insert or ignore into {one.table} ({names}) values ({", ".join("?" * len(row))}) returning 1
                """,
                list(row.values()),
            )
            if done or one.key == ("server_id",):  # which is there once for all members
                break
        else:
            raise AssertionError(f"no row for {one.table}: {row}")


def _value(table: str, column: str, kind: str, server: int, member: int, number: int) -> Any:
    one = next(one for one in TABLES if one.table == table)
    if column == "server_id":
        return server
    if column in one.members:
        return member
    if column in one.texts:
        return json.dumps({"member": member, "said": f"<@{member}> and <@!{member}>", "number": number})
    if column in CHOSEN:
        return CHOSEN[column][0]
    if column == "mode":
        return "race"
    if column.endswith("_at") or column in ("at", "due", "until", "ends_by"):
        return NOW.isoformat()
    if kind in ("bigint", "integer"):
        return number
    return content_id(str(server), str(number))  # of a parent and its child it is the same


async def dump(db: Database, server: int | None = None) -> dict[str, list[tuple[Any, ...]]]:
    """All rows; of one server, when one is named."""
    found: dict[str, list[tuple[Any, ...]]] = {}
    parents = {"answers": "round_id", "rounds": "game_id", "posted": "schedule_id"}
    for one in TABLES:
        where, values = "", list[Any]()
        if server is not None and one.inside is None:
            where, values = "where server_id = ?", [server]
        elif server is not None:
            ids = [content_id(str(server), str(number)) for number in range(10)]
            where, values = f"where {parents[one.table]} in ({', '.join('?' * len(ids))})", ids
        rows = await db.fetch(f"select * from {one.table} {where}", values)
        found[one.table] = sorted(rows, key=str)
    return found


@pytest.fixture
async def full(db: Database) -> Database:
    await fill(db, HERE, ME, 1)
    await fill(db, HERE, OTHER, 2)
    await fill(db, THERE, ME, 3)
    return db


async def test_nothing_of_an_erased_member_is_left_in_any_table(full: Database, kept: KeptData) -> None:
    others, before = await dump(full, THERE), await dump(full, HERE)
    erased = await kept.erase(HERE, ME, NOBODY, log_id="erase:1", by_id=None, at=NOW)
    assert erased == sum(len(one.members) for one in TABLES)
    after = await dump(full, HERE)
    assert str(ME) not in json.dumps(after)
    for one in TABLES:
        gone = 1 if one.forgotten else 0
        assert len(after[one.table]) == len(before[one.table]) - gone, one.table
        assert all(row in after[one.table] for row in before[one.table] if str(ME) not in str(row)), one.table
    assert await dump(full, THERE) == others, "another server keeps its own"
    [(settings, because)] = await full.fetch(
        "select settings, ended_because from games where host_id = ?", [NOBODY]
    )
    assert json.loads(settings) == {"member": NOBODY, "said": f"{FORMER} and {FORMER}", "number": 1}
    assert str(NOBODY) in because


async def test_an_id_that_stands_inside_of_another_changes_nothing(full: Database, kept: KeptData) -> None:
    before = await dump(full)
    await kept.erase(HERE, int(str(ME)[:-1]), NOBODY, log_id="erase:1", by_id=None, at=NOW)
    await kept.erase(HERE, int(str(ME)[1:]), NOBODY, log_id="erase:2", by_id=None, at=NOW)
    assert await dump(full) == before


async def test_the_row_of_an_appeal_gives_nobody_away(db: Database, kept: KeptData) -> None:
    appeal = content_id("appeal", "a" * 16, str(ME))
    await db.write(
        """
        insert into reviews (id, server_id, kind, state, data, by_id, at)
        values (?, ?, 'appeal', 'accepted', '{}', ?, ?)
        """,
        [appeal, HERE, ME, NOW.isoformat()],
    )
    await db.write(
        "insert into moderation_log (id, server_id, by_id, at, action) values (?, ?, ?, ?, 'accepted')",
        [f"review:{appeal}", HERE, OTHER, NOW.isoformat()],
    )
    await kept.erase(HERE, ME, NOBODY, log_id="erase:1", by_id=None, at=NOW)
    [(now, by)] = await db.fetch("select id, by_id from reviews")
    assert (now != appeal, by) == (True, NOBODY)
    assert await db.fetch("select id from moderation_log") == [(f"review:{now}",)]


async def test_typed_words_go_with_their_member(full: Database, kept: KeptData) -> None:
    await full.write("update games set mode = 'typed' where server_id = ?", [HERE])
    await full.write("update answers set given = 'I am Jinora'")
    await kept.erase(HERE, ME, NOBODY, log_id="erase:1", by_id=None, at=NOW)
    given = await full.fetch("select member_id, given from answers order by member_id")
    assert given == [(NOBODY, ""), (ME, "I am Jinora"), (OTHER, "I am Jinora")]


async def test_a_moderator_erases_once_and_it_is_logged(full: Database, kept: KeptData) -> None:
    erasures = [
        kept.erase(HERE, ME, -number, log_id="erase:1", by_id=OTHER, at=NOW) for number in range(1, 6)
    ]
    done = [erased for erased in await asyncio.gather(*erasures) if erased is not None]
    assert len(done) == 1
    rows = await full.fetch("select by_id, action, before, after from moderation_log where id = 'erase:1'")
    assert rows == [(OTHER, "member's data erased", None, None)]


async def test_counts_and_rows_of_a_member(full: Database, kept: KeptData) -> None:
    counts = await kept.counts(HERE, ME)
    assert {what for what in counts if "." in what} == {
        f"{one.table}.{column}" for one in TABLES for column in one.members
    }
    assert set(counts.values()) == {1}
    assert "misses" in counts, "what only speaks of a member is counted, too"
    await full.write("update rounds set state = 'closed'")
    rows = await kept.of_member(HERE, ME)
    assert set(rows) == {one.table for one in TABLES if one.members}
    assert str(OTHER) not in json.dumps(rows)
    assert all("content" not in row for row in rows["pending_imports"])
    assert rows["reviews"][0]["data"]["member"] == ME, "a member's own words"
    assert await kept.counts(HERE, ME + 1) == {} == await kept.of_member(HERE, ME + 1)


async def test_an_export_keeps_the_secrets_of_others_and_of_open_questions(
    full: Database, kept: KeptData
) -> None:
    await full.write("update reviews set by_id = ? where server_id = ? and by_id = ?", [OTHER, HERE, ME])
    await full.write("update corrections set by_id = ? where server_id = ?", [OTHER, HERE])
    rows = await kept.of_member(HERE, ME)
    assert "answers" not in rows, "whether it was right is told at the reveal"
    assert rows["corrections"][0]["by_id"] == "someone else"
    [decided] = rows["reviews"]
    assert (decided["by_id"], decided["decided_by"]) == ("someone else", ME)
    assert "data" not in decided


async def test_all_of_a_server_page_by_page(full: Database, kept: KeptData) -> None:
    found: dict[str, list[dict[str, Any]]] = {}
    async for table, rows in kept.of_server(HERE):
        found.setdefault(table, []).extend(rows)
    expected = await dump(full, HERE)
    assert {table: len(rows) for table, rows in found.items()} == {
        t: len(rows) for t, rows in expected.items()
    }
    assert found["moderation_log"][0]["after"]["member"] in (ME, OTHER)


async def test_deleting_a_server_leaves_the_others(full: Database, kept: KeptData) -> None:
    others = await dump(full, THERE)
    await kept.depart([HERE, THERE], NOW)
    while await kept.delete_some(HERE):
        pass
    assert not any((await dump(full, HERE)).values())
    assert {one.server_id for one in await kept.departures(0, 1)} == {HERE, THERE}, "noted until all is done"
    await kept.delete_rest(HERE)
    assert await kept.departures(0, 1) == [Departure(THERE, NOW, False)]
    assert await dump(full, THERE) == others
    assert await kept.servers(0, 1) == {THERE}


async def test_what_comes_in_meanwhile_goes_with_the_rest(full: Database, kept: KeptData) -> None:
    await kept.delete_rest(HERE)
    assert not any((await dump(full, HERE)).values())


async def test_deleting_is_done_in_pieces_between_which_others_write(full: Database, kept: KeptData) -> None:
    round_id = content_id(str(HERE), "1")
    async with full.transaction() as db:
        await db.executemany(
            """
            insert into answers (round_id, member_id, interaction_id, given, "right", points, ms, at)
            values (?, ?, 0, '', 0, 0, 0, '')
            """,
            [(round_id, number) for number in range(2 * CHUNK)],
        )
    pieces: list[int] = []
    written: list[int] = []

    async def delete() -> None:
        while piece := await kept.delete_some(HERE):
            pieces.append(piece)

    deleting = asyncio.create_task(delete())
    while not deleting.done():
        await full.write(
            "insert into leases (name, holder, until) values ('x', '', '') on conflict do nothing"
        )
        written.append(len(pieces))
    await deleting
    assert max(pieces) == CHUNK
    assert len(set(written)) >= 3, "a writer waits for one piece, not for all of them"


async def test_a_departure_keeps_its_first_time_and_ends_with_the_return(kept: KeptData) -> None:
    await kept.depart([HERE, THERE], NOW)
    await kept.depart([HERE], NOW + timedelta(days=9))
    assert await kept.departures(0, 1) == [Departure(HERE, NOW, False), Departure(THERE, NOW, False)]
    assert await kept.departures(1, 2) == [Departure(HERE, NOW, False), Departure(THERE, NOW, False)]
    assert await kept.departures(0, 2) == []
    assert await kept.come_back(HERE)
    assert not await kept.come_back(HERE)
    await kept.depart([THERE], NOW, asked=True)
    assert not await kept.come_back(THERE), "what moderators asked for is done all the same"
    await kept.depart([THERE], NOW)
    assert await kept.departures(0, 1) == [Departure(THERE, NOW, True)]
