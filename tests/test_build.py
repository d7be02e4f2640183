"""Building: the same input gives the same library, and a bad input never costs the old one."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bot.errors import NoLibraryError, OldLibraryError
from bot.ingest import analysing, shelf
from bot.services import library_path
from bot.store.check import check_library
from tests.libraries import DATA, built, lay_out, opened, own_data
from tests.terminal import typed

ARTICLE = """The Bridge Opens at Last

Mayor Ilse Brandt opened the bridge on Friday. "It took nine years," Brandt said. "Nobody believed us."

Engineer Tom Reyes disagreed.

"I always believed in it," Reyes told reporters.
"""


def dump(path: Path) -> list[Any]:
    """Everything in the library that follows from its input."""
    with sqlite3.connect(path) as connection:
        tables = """documents persons pieces piece_persons topics topic_members topic_pieces rulings evidence
            names works parts""".split()  # noqa: SIM905
        rows = [sorted(connection.execute(f"select * from {table}").fetchall(), key=repr) for table in tables]
        facts = connection.execute(
            "select key, value from facts where key <> 'built_at' order by key"
        ).fetchall()
    connection.close()
    return [*rows, facts]


def bot(data: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "bot", "--data", str(data), *arguments]
    return subprocess.run(command, capture_output=True, text=True, cwd=DATA.parent, check=False)


async def test_building_twice_gives_the_same_content(tmp_path: Path) -> None:
    data = own_data(tmp_path)
    await built(data)
    first = dump(library_path(data))
    await built(data)
    assert dump(library_path(data)) == first


async def test_ids_outlive_another_document_and_a_mended_text(tmp_path: Path) -> None:
    data = lay_out(tmp_path, {"bridge.txt": ARTICLE})
    await built(data)

    def ids() -> dict[str, str]:
        with sqlite3.connect(library_path(data)) as connection:
            found = dict(connection.execute("select text, id from pieces where family = 'quote'").fetchall())
        connection.close()
        return found

    before = ids()
    assert before
    lay_out(
        tmp_path,
        {"another.txt": "Another Title\n\nSomebody wrote a thing here.", "bridge.txt": "\n\n" + ARTICLE},
    )
    await built(data)
    assert before.items() <= ids().items()


async def test_a_folder_of_bare_texts_is_enough(tmp_path: Path) -> None:
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "bridge.txt").write_text(ARTICLE)
    report = await built(tmp_path)
    assert report.written
    assert report.problems == []
    async with opened(tmp_path) as services:
        answer = await services.at(0).quotes.answer("brandt")
        assert answer.person == "Ilse Brandt"
        assert {piece.text.rstrip(",") for piece in answer.quotes} == {
            "It took nine years",
            "Nobody believed us.",
        }
        assert (await services.at(0).quotes.answer("tom reyes")).found
        assert answer.quotes[0].source.title == "The Bridge Opens at Last"
        assert answer.quotes[0].source.published is None


async def test_what_can_t_be_read_is_left_out_and_the_rest_is_built(tmp_path: Path) -> None:
    data = lay_out(
        tmp_path,
        {
            "good.txt": ARTICLE,
            "empty.txt": "",
            "program.txt": b"\x7fELF\x00\x00\x01" * 50,
            "copy.txt": ARTICLE,
        },
    )
    report = await built(data)
    assert report.written
    assert report.left_out
    assert {problem.file for problem in report.problems if problem.left_out} == {
        "empty.txt",
        "program.txt",
        "good.txt",
    }
    result = bot(data, "build")
    assert result.returncode == 1
    assert "LEFT OUT: empty.txt" in result.stdout


async def test_the_old_library_stays_when_nothing_can_be_built(tmp_path: Path) -> None:
    data = lay_out(tmp_path, {"good.txt": ARTICLE})
    await built(data)
    before = library_path(data).read_bytes()
    (data / "documents" / "good.txt").write_bytes(b"\x00\x01\x02" * 100)
    report = await built(data)
    assert not report.written
    assert library_path(data).read_bytes() == before
    shutil.rmtree(data / "documents")
    assert not (await built(data)).written
    assert library_path(data).read_bytes() == before
    assert not list((data / "local").glob("*.new"))


async def test_a_running_bot_sees_a_new_library(tmp_path: Path) -> None:
    data = lay_out(tmp_path, {"bridge.txt": ARTICLE})
    async with opened(data) as services:
        with pytest.raises(NoLibraryError):
            await services.at(0).quotes.answer("brandt")
        await built(data)
        assert (await services.at(0).quotes.answer("brandt")).found
        lay_out(data, {"other.txt": 'The Ferry\n\n"The ferry sails on," captain Lena Voss said.'})
        await built(data)
        assert (await services.at(0).quotes.answer("voss")).found


async def test_a_library_of_another_form_is_refused_in_words(tmp_path: Path) -> None:
    data = lay_out(tmp_path, {"bridge.txt": ARTICLE})
    await built(data)
    with sqlite3.connect(library_path(data)) as connection:
        connection.execute("pragma user_version = 99")
    connection.close()
    async with opened(data) as services:
        with pytest.raises(OldLibraryError, match="python -m bot build"):
            await services.at(0).quotes.answer("brandt")


async def test_evidence_that_isn_t_there_is_refused_with_the_nearest_words(tmp_path: Path) -> None:
    curated = {
        "topics.toml": '[[topic]]\nname = "The bridge"\nkind = "event"\n',
        "rulings.toml": """
[[ruling]]
topic = "The bridge"
verdict = "canon"
scope = "the opening"
says = "It opened."
[[ruling.evidence]]
text = "It took twelve years"
document = "bridge.txt"
""",
    }
    report = await built(lay_out(tmp_path, {"bridge.txt": ARTICLE}, curated))
    message = next(problem.message for problem in report.problems if "twelve" in problem.message)
    assert "The nearest words there are: “" in message
    assert "It took nine years" in message
    assert report.rulings == 0


async def test_check_finds_a_changed_word(tmp_path: Path) -> None:
    data = own_data(tmp_path)
    await built(data)
    path = library_path(data)
    good = await check_library(path)
    assert good.faults == ()
    assert good.documents == 2
    assert typed(data, "check").returncode == 0
    with sqlite3.connect(path) as connection:
        connection.execute("update pieces set text = replace(text, 'love', 'like') where text like '%love%'")
    connection.close()
    assert len((await check_library(path)).faults) > 0
    result = typed(data, "check")
    assert result.returncode == 1
    assert "FAULT" in result.stdout


def test_quotes_of_a_file_count_from_its_very_beginning(tmp_path: Path) -> None:
    for head in ("", "---\ntitle: The bridge\npublished: 2020-01-02\n---\n"):
        file = tmp_path / "bridge.txt"
        file.write_text(head + ARTICLE)
        result = typed(tmp_path, "quotes", str(file))
        assert result.returncode == 0
        lines = [json.loads(line) for line in result.stdout.splitlines()]
        assert [line["speaker"] for line in lines] == ["Ilse Brandt", "Ilse Brandt", "Tom Reyes"]
        for line in lines:
            assert (head + ARTICLE)[line["start"] : line["end"]] == line["text"]
            assert set(line) == {"start", "end", "text", "speaker", "form"}


@pytest.mark.parametrize("name", ["missing.txt", "."])
def test_quotes_of_no_file_is_said_in_words(tmp_path: Path, name: str) -> None:
    result = typed(tmp_path, "quotes", str(tmp_path / name))
    assert result.returncode == 1
    assert "Traceback" not in result.stderr
    assert "is not a file" in result.stderr


def test_asking_before_building_says_what_to_do(tmp_path: Path) -> None:
    result = bot(lay_out(tmp_path, {}), "ask", "/canon korra")
    assert result.returncode == 1
    assert "python -m bot build" in result.stderr
    assert "Traceback" not in result.stderr


async def test_a_first_name_with_another_last_name_is_somebody_else(tmp_path: Path) -> None:
    async with opened(tmp_path) as services:
        await built(lay_out(tmp_path, {"bridge.txt": ARTICLE}))
        for asked, person in [
            ("ilse", "Ilse Brandt"),
            ("brandt", "Ilse Brandt"),
            ("mayor brandt", "Ilse Brandt"),
            ("reyes", "Tom Reyes"),
            ("reyes tom", "Tom Reyes"),
            ("ilse reyes", None),
            ("ilse meyer", None),
            ("anna brandt", None),
        ]:
            assert (await services.at(0).quotes.answer(asked)).person == person


def test_a_data_folder_that_isn_t_there_is_named_and_not_made(tmp_path: Path) -> None:
    result = typed(tmp_path / "nowhere", "ask", "/canon korra")
    assert result.returncode != 0
    assert "nowhere" in result.stderr
    assert "Traceback" not in result.stderr
    assert not (tmp_path / "nowhere").exists()


def everything(path: Path) -> list[Any]:
    """All tables, in the order in which they were written."""
    with sqlite3.connect(path) as connection:
        names = "documents pieces piece_persons persons names topics topic_pieces evidence questions places"
        rows = [connection.execute(f"select * from {one} order by rowid").fetchall() for one in names.split()]
    connection.close()
    return rows


async def test_all_cores_and_little_memory_give_the_same_library(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = lay_out(tmp_path, {"bridge.txt": ARTICLE})
    shutil.copytree(DATA / "documents", data / "documents", dirs_exist_ok=True)
    shutil.copytree(DATA / "curated", data / "curated", dirs_exist_ok=True)
    await built(data)
    before = everything(library_path(data))
    monkeypatch.setattr(analysing, "WORTH_IT", 0)
    monkeypatch.setattr(analysing, "CHUNK", 1)
    monkeypatch.setattr(shelf, "AT_HAND", 0)
    monkeypatch.setattr(shelf, "CHUNK", 0)
    await built(data)
    assert everything(library_path(data)) == before
    assert [one.name for one in (data / "local").iterdir()] == [library_path(data).name]


async def test_a_wiki_s_dump_is_many_documents(tmp_path: Path) -> None:
    data = lay_out(
        tmp_path,
        {
            "wiki.xml": """<mediawiki><siteinfo><sitename>Lake Wiki</sitename></siteinfo>
<page><title>The Heron Lady</title><ns>0</ns><revision><text>#REDIRECT [[Mira Vale]]</text></revision></page>
<page><title>Mira Vale</title><ns>0</ns><revision><text>{{Character infobox|aliases=The Keeper}}
Mira Vale keeps the lake. "The water remembers all of us," Mira Vale said.</text></revision></page>
<page><title>Old Quay</title><ns>0</ns><revision><text>#REDIRECT [[Harbour]]</text></revision></page>
<page><title>Harbour</title><ns>0</ns><revision><text>The harbour was built before the town.
{{Quote|It stands on sand and promises.|[[Mira Vale|Mira]] to her son}}</text></revision></page>
<page><title>Broken"""
        },
    )
    report = await built(data)
    assert [one.name for one in report.documents] == ["wiki.xml/Mira Vale", "wiki.xml/Harbour"]
    assert "The 2 pages before that place were taken." in str(report.problems[0])
    async with opened(tmp_path) as services:
        for asked in ("mira vale", "heron lady", "the keeper"):
            answer = await services.at(0).quotes.answer(asked)
            assert answer.person == "Mira Vale"
            assert {one.text for one in answer.quotes} == {
                "The water remembers all of us,",
                "It stands on sand and promises.",
            }
        # Another title leads to the page, and finds what it says; words alone are still found as words.
        assert (await services.at(0).sources.answer("old quay")).cards[0].source.title == "Harbour"
        hits = (await services.at(0).search.answer("old quay")).hits
        assert [one.piece.text for one in hits] == ["The harbour was built before the town."]
