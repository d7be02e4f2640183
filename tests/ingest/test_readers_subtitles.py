"""Subtitles: sentences out of cues, times as places, and nobody's name where none is told."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.build import print_quotes
from bot.ingest.documents import Document, Problem, read_bytes
from bot.models import Kind
from tests.libraries import built, lay_out

FILM = """1
00:00:01,000 --> 00:00:03,000
<i>MARU: Long ago, the four
boats lay</i>

2
00:00:03,100 --> 00:00:05,000
side by side.

3
00:00:05,100 --> 00:00:06,000
{\\an8}[thunder rumbling]

4
00:00:06,100 --> 00:00:08,000
- Where are we?
- (sighs) How should I know, Tesk?

5
00:00:08,100 --> 00:00:09,000
♪ Row, row, row
your boat ♪

6
00:00:12,100 --> 00:00:14,000
OLD SAGE (whispering): How many are there?

7
00:00:14,100 --> 00:00:15,000
12

8
00:12:05,100 --> 00:12:06,000
Remember: nobody may know. [door
slams] Go!

9
01:02:45,100 --> 01:02:46,000
Subtitles by somebody
www.opensubtitles.org
"""


def read(text: str | bytes, name: str = "film.srt") -> Document:
    document, problems = read_bytes(text if isinstance(text, bytes) else text.encode(), name)
    assert document is not None, problems
    return document


def said(document: Document) -> list[tuple[str | None, str]]:
    return [(turn.speaker, document.text[turn.starts : turn.ends]) for turn in document.turns]


def srt(*cues: str) -> str:
    return "\n".join(f"{n + 1}\n00:00:{n:02},000 --> 00:00:{n:02},900\n{cue}\n" for n, cue in enumerate(cues))


def refused(data: bytes, name: str = "film.srt") -> str:
    document, problems = read_bytes(data, name)
    assert document is None
    assert problems[-1].left_out
    return problems[-1].message


FILM_SAID = [
    ("Maru", "Long ago, the four boats lay side by side."),
    (None, "Where are we?"),
    (None, "How should I know, Tesk?"),
    ("Old Sage", "How many are there?"),
    (None, "12"),
    (None, "Remember: nobody may know."),
    (None, "Go!"),
]


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_film(encoding: str, ends: str) -> None:
    document = read(FILM.replace("\n", ends).encode(encoding), "the-lake.srt")
    assert said(document) == FILM_SAID
    assert (document.title, document.kind, document.head_length) == ("The lake", Kind.WORK, 0)
    assert "♪ Row, row, row your boat ♪" in document.text
    assert "opensubtitles" not in document.text
    labels = {place.label: document.text[place.starts :] for place in document.places}
    assert labels["0:12:05"].startswith("Remember")
    assert labels["0:00:01"].startswith("Long ago")


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("Dr. PIKE", "Dr. Pike"),
        ("MRS. PIKE", "Mrs. Pike"),
        ("McCOY", "McCOY"),
        ("MARU AND TESK", "Maru and Tesk"),
    ],
)
def test_a_label_in_capitals_with_small_letters_in_it(label: str, name: str) -> None:
    document = read(srt("Somebody is ill.", f"{label}: Who is it?", "Nobody: that is all."))
    assert said(document)[1] == (name, "Who is it?")


def test_web_captions_without_what_stands_between_them() -> None:
    text = """WEBVTT - A talk
Kind: captions

STYLE
::cue { color: red }

NOTE nobody says this
nor this

intro
00:01.000 --> 00:03.000 align:start position:10%
<v Maru>Water. Earth.</v>

00:03.500 --> 00:05.000
<v Maru>Fire. &amp; Air.

NOTE nor this

00:05.500 --> 00:07.000
<v.loud Old Sage>That's <i>fishing</i>! <v Maru>No.</v>
"""
    assert said(read(text, "talk.vtt")) == [
        ("Maru", "Water. Earth. Fire. & Air."),
        ("Old Sage", "That's fishing!"),
        ("Maru", "No."),
    ]
    assert said(read(text, "named-wrongly.srt")) == said(read(text, "talk.vtt"))


def test_a_cue_without_a_voice_is_nobodys_where_the_others_have_one() -> None:
    cues = ["<v Maru>Who is it?", "<v Tesk>Me.", "<v Maru>Come in.", "It is late."]
    text = "WEBVTT\n\n" + "".join(
        f"00:0{number}.000 --> 00:0{number}.900\n{cue}\n\n" for number, cue in enumerate(cues)
    )
    assert said(read(text, "talk.vtt"))[-2:] == [("Maru", "Come in."), (None, "It is late.")]


def test_captions_made_by_a_machine_come_once() -> None:
    text = """WEBVTT

00:00:00.000 --> 00:00:02.000 align:start position:0%
&nbsp;
hello<00:00:00.500><c> and</c><00:00:01.000><c> welcome</c>

00:00:02.000 --> 00:00:02.010 align:start position:0%
hello and welcome
&nbsp;

00:00:02.010 --> 00:00:04.000 align:start position:0%
hello and welcome
to<00:00:02.500><c> the</c><00:00:03.000><c> show</c>
"""
    assert said(read(text, "talk.vtt")) == [(None, "hello and welcome to the show")]


@pytest.mark.parametrize(
    ("cues", "wanted"),
    [
        (["[Maru] Did you hear?", "[thunder rumbling]", "[gasps] No.", "[Maru] I did...", "...and he."],
         [("Maru", "Did you hear?"), (None, "No."), ("Maru", "I did... ...and he.")]),
        (["[Gasps] What?", "[Gasps] No.", "Thunder"], [(None, "What?"), (None, "No."), (None, "Thunder")]),
        (["Maru: Who is it?", "Tesk: Me. Remember: we're\nalone.", "Nobody is here.", "Maru: Fine."],
         [("Maru", "Who is it?"), ("Tesk", "Me. Remember: we're alone. Nobody is here."), ("Maru", "Fine.")]),
        (["One thing: go.", "I will.", "Now.", "Yes.", "Good."],
         [(None, "One thing: go."), (None, "I will."), (None, "Now."), (None, "Yes."), (None, "Good.")]),
        (["MARU: Go.", "Fine.", "I know.", "Yes."],
         [("Maru", "Go."), (None, "Fine."), (None, "I know."), (None, "Yes.")]),
        (["MARU:\nWho is it?", "MARU AND TESK: Go!", "MC: Hi."],
         [("Maru", "Who is it?"), ("Maru and Tesk", "Go!"), ("MC", "Hi.")]),
        ([">> Hello there.\n>> Hi.", ">>> News."], [(None, "Hello there."), (None, "Hi."), (None, "News.")]),
        (["-Stop.\n–No!", "I was [thunder]", "going home", "—and then sleep."],
         [(None, "Stop."), (None, "No!"), (None, "I was"), (None, "going home —and then sleep.")]),
        (["so the ice", "so the ice\nwas thin", "was thin\nand we fell", "and we fell\nthrough it"],
         [(None, "so the ice was thin and we fell through it")]),
        (["♪", "♪ la la ♪\nStop that.", "*sighs* Fine."], [(None, "Stop that."), (None, "Fine.")]),
    ],
)  # fmt: skip
def test_who_is_heard(cues: list[str], wanted: list[tuple[str | None, str]]) -> None:
    assert said(read(srt(*cues))) == wanted


def test_what_holds_no_subtitles_is_refused() -> None:
    assert "no subtitles with times" in refused(b"Maru: Hello.\n")
    assert "no words" in refused(srt("♪", "").replace("♪", "").encode())
    assert "empty" in refused(b" \n")
    assert "PDF" in refused(b"%PDF-1.7 and so on")
    assert "signs that only programs read" in refused(b"1\x00\x01\x02\x03" * 40)


def test_extract_prints_the_turns(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "film.srt"
    file.write_text(FILM)
    assert print_quotes(file, tmp_path) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(line["speaker"], line["text"]) for line in lines] == FILM_SAID
    text = read(FILM).text
    assert all(text[line["start"] : line["end"]] == line["text"] for line in lines)


async def test_a_film_goes_into_a_library(tmp_path: Path) -> None:
    report = await built(lay_out(tmp_path, {"film.srt": FILM}))
    assert not report.problems
    assert report.documents[0].named == 2


@settings(max_examples=80, deadline=2_000)
@given(st.data())
def test_no_damage_brings_it_down(data: st.DataObject) -> None:
    whole = FILM.encode(data.draw(st.sampled_from(["utf-8", "utf-16"])))
    cut, rest = data.draw(st.integers(0, len(whole))), data.draw(st.integers(0, len(whole)))
    inserted = data.draw(st.binary(max_size=12) | st.sampled_from([b"<v ", b"{", b"-->", b"[Script Info]\n"]))
    sound_or_told(
        *read_bytes(whole[:cut] + inserted + whole[rest:], data.draw(st.sampled_from(["a.srt", "a.vtt"])))
    )


@settings(max_examples=80, deadline=2_000)
@given(st.lists(st.text(alphabet="AaBb .!?:-–[]()<>{}♪&;\\N\n12", max_size=40), max_size=8), st.booleans())
def test_any_cues_are_read(cues: list[str], web: bool) -> None:
    text = srt(*cues)
    sound_or_told(*read_bytes(("WEBVTT\n\n" + text.replace(",", ".") if web else text).encode(), "a.vtt"))


def sound_or_told(document: Document | None, problems: list[Problem]) -> None:
    if document is None:
        assert problems[-1].left_out
        return
    ends = 0
    for turn in document.turns:
        assert ends <= turn.starts < turn.ends <= len(document.text)
        ends = turn.ends
        assert "♪" not in document.text[turn.starts : turn.ends]
        assert "[" not in document.text[turn.starts : turn.ends]
    starts = [place.starts for place in document.places]
    assert starts == sorted(set(starts))


@pytest.mark.parametrize(
    "hostile",
    ["<", "<a", "{", "[", "- ", "\n", " ", "\n5", "A: ", "<v A>", "♪", "1:", "(a", "&amp", "00:00:00,0"],
)
@pytest.mark.parametrize("name", ["a.srt", "a.vtt"])
def test_hostile_cues_take_no_long_time(hostile: str, name: str) -> None:
    head = "WEBVTT\n\n" if name == "a.vtt" else ""
    text = f"{head}00:00:01.000 --> 00:00:02.000\nGo {hostile * (100_000 // len(hostile))} x\n"
    begun = time.process_time()
    read_bytes(text.encode(), name)
    assert time.process_time() - begun < 1
