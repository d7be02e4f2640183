"""Tables of speakers and words: every row's words are its speaker's, and nothing else is."""

from __future__ import annotations

import csv
import io
import json
import random
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.build import print_quotes
from bot.ingest.analysis import analyse
from bot.ingest.documents import Document, Problem, read_bytes
from bot.ingest.quotes import find_quotes
from bot.ingest.readers import transcripts
from bot.models import Kind
from tests.libraries import built, lay_out, opened

HEADINGS = [
    *("id", "book", "book_num", "chapter", "chapter_num", "character", "full_text", "character_words"),
    *("scene_description", "writer", "director", "imdb_rating"),
]
WORDS = [
    "the",
    "moon",
    "river",
    "boat",
    "we",
    "never",
    "you",
    "leave",
    "stone",
    "lantern",
    "bread",
    "why",
    "not",
]
VOICES = [
    "Maru",
    "Tesk",
    "Young Tesk",
    "Old Sage",
    "Guard",
    "Maru and Tesk",
    "Maru, Tesk",
    "Narration",
    "Boy #1",
]

Rows = list[list[str]]
Expected = list[tuple[str, str] | None]


def series(rows: int, seed: int = 1) -> tuple[Rows, Expected]:
    """A series as such tables are shared: scenes are rows, words stand there with directions and without."""
    chance = random.Random(seed)

    def sentence() -> str:
        words = " ".join(chance.choice(WORDS) for _ in range(chance.randint(1, 12))).capitalize()
        words = chance.choice([words, words.replace(" ", ", ", 1), f'The "{words}" of old'])
        return words + chance.choice([".", "!", "?", "..."])

    table: Rows = [list(HEADINGS)]
    expected: Expected = []
    for number in range(rows):
        book, chapter = number * 3 // rows, number * 61 // rows
        place = [["Water", "Earth", "Fire"][book], str(book + 1), f"The Part of {chapter}", str(chapter + 1)]
        if chance.random() < 0.27:
            scene = f"{sentence()} {sentence()}"
            table.append(
                [str(number), *place, "Scene Description", scene, "NA", "NA", "A. W.", "B. D.", "8.1"]
            )
            expected.append(None)
            continue
        full, words = "", ""
        for _ in range(chance.randint(1, 3)):
            said = sentence()
            if chance.random() < 0.4:
                full += chance.choice(["[", "[Maru (far off) says: "]) + sentence() + "] "
            full, words = f"{full}{said} ", f"{words}{said} "
        voice = chance.choice(VOICES)
        table.append([str(number), *place, voice, full, words, "[…]", "A. W.", "B. D.", "NA"])
        expected.append((voice, words.strip()))
    return table, expected


def written(table: Rows, delimiter: str = ",", ends: str = "\r\n") -> str:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator=ends).writerows(table)
    return out.getvalue()


def read(data: str | bytes, name: str = "series.csv") -> Document:
    document, problems = read_bytes(data if isinstance(data, bytes) else data.encode(), name)
    assert document is not None, problems
    return document


def refused(data: str | bytes, name: str = "series.csv") -> str:
    document, problems = read_bytes(data if isinstance(data, bytes) else data.encode(), name)
    assert document is None
    assert problems[-1].left_out
    return problems[-1].message


def said(document: Document) -> list[tuple[str | None, str]]:
    return [(turn.speaker, document.text[turn.starts : turn.ends]) for turn in document.turns]


def by_row(document: Document) -> Expected:
    """For each paragraph of the text: who speaks, and the words without what stands between them."""
    found: Expected = []
    at, turns = 0, list(document.turns)
    for paragraph in document.text.rstrip("\n").split("\n\n"):
        mine = [turn for turn in turns[:4] if turn.starts < at + len(paragraph)]
        del turns[: len(mine)]
        at += len(paragraph) + 2
        words = " ".join(document.text[turn.starts : turn.ends] for turn in mine)
        found.append((mine[0].speaker or "", words) if mine else None)
        assert len({turn.speaker for turn in mine}) <= 1
    assert not turns
    return found


@pytest.mark.parametrize("columns", [12, 7], ids=["both columns", "with directions only"])
def test_every_line_of_a_whole_series_has_its_character(columns: int) -> None:
    table, expected = series(13_000)
    data = written([row[:columns] for row in table])
    begun = time.process_time()
    document = read(data)
    assert time.process_time() - begun < 2
    assert by_row(document) == expected
    assert document.kind is Kind.WORK
    assert [place.label for place in document.places[:2]] == [
        "Book 1: Water, Chapter 1: The Part of 0",
        "Book 1: Water, Chapter 2: The Part of 1",
    ]
    assert len(document.places) == 63
    assert "Maru" in [person.name for person in document.people]
    assert "Maru and Tesk" not in [person.name for person in document.people]


@pytest.mark.parametrize(
    ("delimiter", "ends", "encoding", "name"),
    [
        (";", "\n", "utf-8-sig", "a.csv"),
        ("\t", "\r\n", "utf-8", "a.tsv"),
        ("|", "\n", "utf-16", "a.csv"),
        ("\t", "\n", "utf-16-le", "a.csv"),
        (",", "\r", "utf-8", "a.TSV"),
        ("^", "\n", "utf-8", "a.csv"),
    ],
)
def test_separators_and_encodings(delimiter: str, ends: str, encoding: str, name: str) -> None:
    table, expected = series(60)
    assert by_row(read(written(table, delimiter, ends).encode(encoding), name)) == expected


def test_a_transcript_as_plain_text_says_the_same() -> None:
    table, expected = series(400)
    lines = [f"[{row[6]}]" if row[5] == "Scene Description" else f"{row[5]}: {row[6]}" for row in table[1:]]
    text = "\n".join(lines)
    quotes = [quote for quote in find_quotes(text) if quote.form == "transcript"]
    at = 0
    for line, wanted in zip(lines, expected, strict=True):
        mine = [quote for quote in quotes if at <= quote.start < at + len(line)]
        at += len(line) + 1
        if wanted is None:
            assert not mine
        else:
            assert {quote.speaker for quote in mine} == {wanted[0]}
            assert " ".join(quote.text for quote in mine) == wanted[1]
    assert all(quote.text == text[quote.start : quote.end] for quote in quotes)


@pytest.mark.parametrize(
    ("table", "wanted"),
    [
        ("name,season,episode,sentence\nMaru,1,2,Go!\n", [("Maru", "Go!")]),
        ("Who;Line\nMaru;Go, now!\n", [("Maru", "Go, now!")]),
        ("id,line,line_text,speaker\n1,7,Go!,Maru\n2,8,Stay.,Tesk\n", [("Maru", "Go!"), ("Tesk", "Stay.")]),
        ("raw_text,raw_character_text,spoken_words\nMaru: (sighs) Go!,Maru,Go!\n", [("Maru", "Go!")]),
        ("Speaker,raw_text\nMaru,Maru: (sighs) Go!\n", [("Maru", "Go!")]),
        ("sep=;\nCharacterName;Dialogue\nMaru;Go!\n", [("Maru", "Go!")]),
        ("speaker,line\nMaru (off-screen):,\"[Runs.] Go, [points at \n the boat (ours)] now!\"\n",
         [("Maru", "Go,"), ("Maru", "now!")]),
        ("speaker,line\nMaru,[Runs.\nTesk,(smiling) Yes (I think.\n", [("Tesk", "Yes")]),
        ("speaker,line\nMaru,runs off.] Go.\nTesk,Fine :)\n", [("Maru", "Go."), ("Tesk", "Fine :)")]),
        ("speaker,line\n,It rains.\nNA,Night.\nMaru,“Go!”\n", [("Maru", "Go!")]),
        ("speaker,line\nNarration,Long ago.\nMaru,NA\n", [("Narration", "Long ago.")]),
        ("sep=;\nWho?;What was said\nMaru, shouting;Go!\nMaru and Tesk;Oh!\n",
         [("Maru", "Go!"), ("Maru and Tesk", "Oh!")]),
        ("speaker,line\nMaru,*sighs* {off} You *never* go. *waves*\n", [("Maru", "You *never* go.")]),
        ("Line number,Person speaking,Words spoken\n1,Maru,Go!\n", [("Maru", "Go!")]),
        ("From,Message\nMaru,Go!\n", [("Maru", "Go!")]),
        ("temporada,episodio,personaje,diálogo\n1,2,Maru,¡Ya!\n", [("Maru", "¡Ya!")]),
        ("speaker,line\nMaru,Go, now, or never.\nTesk,No,\n",
         [("Maru", "Go, now, or never."), ("Tesk", "No")]),
    ],
)  # fmt: skip
def test_tables_as_people_share_them(table: str, wanted: list[tuple[str, str]]) -> None:
    assert said(read(table)) == wanted


def test_a_head_names_the_columns() -> None:
    head = "---\ntitle: The Lake\nkind: companion\nspeaker: Figur\nline: Satz\nplace: [Akt]\n---\n"
    document = read(head + "Akt,Figur,Satz\nErster,Maru,Los!\nErster,Tesk,Nein.\n")
    assert said(document) == [("Maru", "Los!"), ("Tesk", "Nein.")]
    assert (document.title, document.kind, document.head_length) == ("The Lake", Kind.COMPANION, 0)
    assert [place.label for place in document.places] == ["Erster"]
    assert "“Figure” and “Satz”" in refused(head.replace("Figur", "Figure") + "Akt,Figur,Satz\na,b,c\n")


def test_rows_without_chapters_are_found_by_their_lines() -> None:
    document = read('---\ntitle: T\n---\nspeaker,line\nMaru,Go!\n\nTesk,"Two\nlines."\nMaru,Fine.\n')
    assert [place.label for place in document.places] == ["line 5", "line 7", "line 9"]


def test_a_mark_that_is_never_closed_gives_nobody_the_words_of_others() -> None:
    rows = 'speaker,line\nMaru,"Go, now!\nTesk,No.\nMaru,"Why?"\nTesk,"Because.\n'
    document, problems = read_bytes(rows.encode(), "a.csv")
    assert document is not None
    assert said(document) == [("Maru", "Go, now!"), ("Tesk", "No."), ("Maru", "Why?"), ("Tesk", "Because.")]
    assert [problem.line for problem in problems] == [2]
    tabs = 'who\tline\nMaru\t"Go" is what he said\nTesk\t"No\nMaru\tYes\n'
    assert [words for _, words in said(read(tabs, "a.tsv"))] == ['"Go" is what he said', "No", "Yes"]


def test_words_that_a_comma_tears_are_nobodys() -> None:
    document, problems = read_bytes(b"line,speaker\nGo, now!,Maru\nNo.,Tesk\n", "a.csv")
    assert document is not None
    assert said(document) == [("Tesk", "No.")]
    assert [problem.line for problem in problems] == [2]


SPOKEN = ["Maru,Where is the boat?", 'Tesk,"Gone, I think."', "Maru,Gone where?", "Tesk,I cannot say."]


@pytest.mark.parametrize("before", ["", "1,4,"])
def test_a_table_without_headings_is_known_by_its_cells(before: str) -> None:
    document, problems = read_bytes("\n".join(before + row for row in SPOKEN).encode(), "a.csv")
    assert document is not None
    assert said(document) == [
        ("Maru", "Where is the boat?"),
        ("Tesk", "Gone, I think."),
        ("Maru", "Gone where?"),
        ("Tesk", "I cannot say."),
    ]
    assert "no headings" in str(problems[0])


def test_headings_that_nobody_knows_are_no_row_of_speech() -> None:
    document, _ = read_bytes(("Wer,Wie bitte?\n" + "\n".join(SPOKEN * 2)).encode(), "a.csv")
    assert document is not None
    assert len(document.turns) == 8


@pytest.mark.parametrize(
    "rows",
    [
        "Hull,It is big.\nYork,It is old.\nBath,It is hot.\nRye,It is far.\n",
        "Maru,Hull\nTesk,York\nMaru,Bath\nTesk,Rye\n",
        "Water,Maru,It is big.\nWater,Maru,It is old.\nIce,Maru,It is hot.\nIce,Maru,It is far.\n",
    ],
)
def test_other_tables_without_headings_are_none(rows: str) -> None:
    assert "no columns" in refused(rows)


def test_what_is_no_transcript_is_refused_with_its_headings() -> None:
    message = refused("city,people\nHull,3\n")
    assert "“city”, “people”" in message
    assert "speaker" in message
    assert "no row with words" in refused("speaker,line\n,\n")
    assert "empty" in refused("")
    assert "ZIP" in refused(b"PK\x03\x04 and so on")


def test_a_table_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transcripts, "MAX_ROWS", 1_000)
    assert "1,000 rows" in refused("speaker,line\n" + "a,b\n" * 1_001)
    assert len(read("speaker,line\n" + "a,b\n" * 1_000).turns) == 1_000


def test_extract_prints_the_turns(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "series.csv"
    file.write_text("speaker,line\nMaru,[Runs.] Go!\nScene,The boat is gone.\nTesk,No.\n")
    assert print_quotes(file, tmp_path) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(line["speaker"], line["text"], line["form"]) for line in lines] == [
        ("Maru", "Go!", "transcript"),
        ("Tesk", "No.", "transcript"),
    ]
    text = read(file.read_bytes()).text
    assert all(text[line["start"] : line["end"]] == line["text"] for line in lines)


async def test_a_library_keeps_voices_apart_and_says_where(tmp_path: Path) -> None:
    rows = "character,line,chapter,chapter_num\n" + "".join(
        f"{who},{words} number {number}.,The Lake,1\n"
        for number in range(3)
        for who, words in (
            ("Tesk", "I leave the boat"),
            ("Young Tesk", "I stay here"),
            ("Maru and Tesk", "We go"),
        )
    )
    report = await built(lay_out(tmp_path, {"series.csv": rows}))
    assert not report.problems
    async with opened(tmp_path) as services:
        voices = await services.libraries.at(0).library.fetch(
            """
            select persons.name, count(*), min(places.label)
              from pieces
              join persons on persons.id = pieces.person_id
              join places on places.document_id = pieces.document_id
             where pieces.family = 'quote'
             group by persons.name
             order by persons.name
            """
        )
        place = "Chapter 1: The Lake"
        assert [tuple(row) for row in voices] == [
            ("Maru and Tesk", 3, place),
            ("Tesk", 3, place),
            ("Young Tesk", 3, place),
        ]


@settings(max_examples=60, deadline=2_000)
@given(st.data())
def test_no_damage_brings_it_down(data: st.DataObject) -> None:
    table, _ = series(12)
    whole = written(table, data.draw(st.sampled_from(",;\t"))).encode(
        data.draw(st.sampled_from(["utf-8", "utf-16"]))
    )
    cut = data.draw(st.integers(0, len(whole)))
    rest = data.draw(st.integers(0, len(whole)))
    broken = (
        whole[:cut]
        + data.draw(st.binary(max_size=12) | st.sampled_from([b'"', b'\n"', b"[(", b"\0"]))
        + whole[rest:]
    )
    sound_or_told(*read_bytes(broken, data.draw(st.sampled_from(["a.csv", "a.tsv"]))))


@settings(max_examples=60, deadline=2_000)
@given(st.text(alphabet='ab,;\t"\n\r[]()’: ', max_size=300))
def test_any_text_is_a_table_or_none(rows: str) -> None:
    document, problems = read_bytes(("speaker,line\n" + rows).encode(), "a.csv")
    sound_or_told(document, problems)
    for _, words in said(document) if document else ():
        assert "[" not in words
        assert "]" not in words


def sound_or_told(document: Document | None, problems: list[Problem]) -> None:
    if document is None:
        assert problems[-1].left_out
        return
    ends = 0
    for turn in document.turns:
        assert ends <= turn.starts < turn.ends <= len(document.text)
        ends = turn.ends
    assert analyse(document, ()).document is document


@pytest.mark.parametrize(
    "hostile", ['"', '"\n', "[", "(\n", "]", ",", 'a,"""\n', "a,[(\n", "(" * 50 + "\n", '"a"b\n']
)
def test_hostile_tables_take_no_long_time(hostile: str) -> None:
    begun = time.process_time()
    read_bytes(("speaker,line\nMaru," + hostile * (100_000 // len(hostile))).encode(), "a.csv")
    assert time.process_time() - begun < 1
