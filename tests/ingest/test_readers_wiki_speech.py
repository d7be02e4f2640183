"""Pages of wikis in which somebody speaks: quotes, dialogue, scripts."""

from __future__ import annotations

import time
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from bot.ingest.analysis import analyse
from bot.ingest.documents import Document
from bot.ingest.problems import Problem
from bot.ingest.readers.mediawiki import read_pages
from bot.models import Kind

HEAD = """<mediawiki xml:lang="en"><siteinfo><sitename>Lake Wiki</sitename><namespaces>
<namespace key="6">Файл</namespace><namespace key="14">Категория</namespace>
<namespace key="112">Transcript</namespace><namespace key="113">Transcript talk</namespace>
<namespace key="114">Fanon</namespace></namespaces></siteinfo>"""
REDIRECT = "#REDIRECT [[Oren Pike (fisher)]]"


def page(title: str, text: str, namespace: int = 0) -> str:
    return (
        f"<page><title>{escape(title)}</title><ns>{namespace}</ns>"
        f"<revision><model>wikitext</model><text>{escape(text)}</text></revision></page>"
    )


def pages(folder: Path, *several: str) -> dict[str, Document]:
    path = folder / "lake.xml"
    path.write_text(HEAD + "".join(several) + page("Oren", REDIRECT) + "</mediawiki>")
    problems: list[Problem] = []
    return {one.title: one for one in read_pages(path, "lake.xml", problems)}


def said(document: Document) -> list[tuple[str | None, str]]:
    return [(quote.speaker, quote.text) for quote in analyse(document, ()).quotes]


@pytest.mark.parametrize(
    ("template", "wanted"),
    [
        ("{{Quote|Ice keeps.|[[Mira Vale|Mira]] to [[Oren]]|[[The Ice]]}}", ("Mira Vale", "Ice keeps.")),
        ("{{Quote|\"Ice keeps.\"|Oren, ''The Ice''}}", ("Oren Pike", "Ice keeps.")),
        ("{{Cquote|Ice keeps.|20px|20px|Hanna Vale|A letter}}", ("Hanna Vale", "Ice keeps.")),
        ("{{rquote|right|Ice keeps.|Hanna Vale}}", ("Hanna Vale", "Ice keeps.")),
        ("{{Quote box\n|width=30%\n|quote=Ice keeps.\n|author=[[Hanna]]\n}}", ("Hanna", "Ice keeps.")),
        ("{{quotebox|quote=Ice keeps.|source=Hanna, to a tern}}", ("Hanna", "Ice keeps.")),
        ("{{Character Quote|1=Ice = kept.|2=Hanna Vale}}", ("Hanna Vale", "Ice = kept.")),
        ("{{Цитата|Лёд не лжёт.|Анна Озерова}}", ("Анна Озерова", "Лёд не лжёт.")),
        ("{{Quote|[sighs] Ice keeps.|— Hanna Vale (to herself)}}", ("Hanna Vale", "Ice keeps.")),
        ("{{Blockquote|Ice keeps.|[[Keeper]]}}", ("Keeper", "Ice keeps.")),
        ("{{Quote|Nothing to it.|Unknown fisher}}", None),
        ("{{Quote|Nothing to it.|Mira and Oren}}", None),
        ('{{Quote|Nothing to it.|"The Ice"}}', None),
        ("{{Quote|Nothing to it.}}", None),
        ("{{Quotes needed|Mira}}", None),
        ("{{Cite quote|Nothing to it.|Mira Vale}}", None),
        ("{{Main|Ice|Mira Vale}}", None),
    ],
)
def test_a_template_says_whose_words_it_holds(
    tmp_path: Path, template: str, wanted: tuple[str, str] | None
) -> None:
    found = pages(tmp_path, page("Ice", f"Ice is cold.\n{template}\nIt melts."))["Ice"]
    assert said(found) == ([wanted] if wanted else [])
    assert found.text.startswith("Ice is cold.")
    assert found.text.endswith("It melts.")


def test_quotes_of_templates_stand_among_those_of_the_text(tmp_path: Path) -> None:
    text = """{{Character|name=Mira Vale|aliases=The Heron|voice=Ann Bo}}
{{Quote|You are loud. I like loud.|Mira}}
"It holds," Mira said. He went on.
{{Dialogue a-b|Oren|You came "back", as they say.|Mira|I was never gone.|left=yes}}
"Nor I," Oren told her.
{{Quote|'''Hanna:''' Go!<br>'''Mira:''' (low) No.|Hanna and Mira}}
"Not yet," Mira said."""
    assert said(pages(tmp_path, page("Mira Vale", text))["Mira Vale"]) == [
        ("Mira Vale", "You are loud. I like loud."),
        ("Mira Vale", "It holds,"),
        ("Oren Pike", 'You came "back", as they say.'),
        ("Mira Vale", "I was never gone."),
        ("Oren Pike", "Nor I,"),
        ("Hanna", "Go!"),
        ("Mira Vale", "No."),
        ("Mira Vale", "Not yet,"),
    ]


LINES = [("Mira", "Who took it?"), ("Oren", "Not me."), ("Mira", "Then who?"), ("Hanna", "I did. Sorry.")]
HEADED = """{| class="wikitable"
! Mira
| Who took it?
|-
!
| They look around.
|-
! Oren (sadly)
| ''[Laughs.]'' Not me. ''[Sits.]''
|-
! Mira || Then who?
|-
| colspan="2" | ''Night.''
|-
! Hanna
| I did.<br>Sorry.
|}"""
WRITTEN_OUT = """<table class="script"><tr><th>Mira</th><td>Who took it?</td></tr>
<tr><td>Oren</td><td><i>(Laughs.)</i> Not me.</td></tr><tr><td></td><td>They look around.</td></tr>
<tr><th>Mira</th><td>Then who?</td></tr><tr><td>Hanna</td><td>I did.<br/>Sorry.</td></tr></table>"""
BOLD = """''[A boat.]''

'''Mira:''' Who took it?

'''Oren''': ''[Laughs.]'' Not me.

'''Mira''' (''angry''): Then who?

:'''Hanna:''' I did. Sorry."""
TIMED = """{|
! Time !! Character !! Line
|-
| 0:01 || '''Mira''' || Who took it?
|-
| 0:04 || '''Oren''' || Not me.
|-
| 0:09 || '''Mira''' || Then who?
|-
| 1:00 || '''Hanna''' || I did. Sorry.
|}"""
CALLED = "{{Line|Mira|Who took it?}}\n{{Line|Oren|Not me.}}{{L|Mira|Then who?}}{{Line|Hanna|I did. Sorry.}}"


@pytest.mark.parametrize("script", [HEADED, WRITTEN_OUT, BOLD, TIMED, CALLED])
@pytest.mark.parametrize(("title", "namespace"), [("Transcript:The Boat", 112), ("The Boat/Transcript", 0)])
def test_a_script_has_its_speakers(tmp_path: Path, script: str, title: str, namespace: int) -> None:
    found = pages(tmp_path, page(title, script, namespace))[title]
    wanted = [("Oren Pike" if who == "Oren" else who, words) for who, words in LINES]
    assert [(who, words.replace("\n", " ")) for who, words in said(found)] == wanted
    assert found.kind is Kind.WORK


def test_other_namespaces_and_tables_are_no_speech(tmp_path: Path) -> None:
    cast = (
        "{|\n"
        + "".join(f"|-\n| {who} || Voiced by Ann Bo.\n" for who in ("Mira", "Oren", "Ben", "Al"))
        + "|}"
    )
    text = f"The show has a cast.\n{cast}\n[[Категория:Шоу]][[Файл:A.png|thumb|A boat]]"
    found = pages(
        tmp_path, page("Show", text), page("Transcript talk:A", BOLD, 113), page("Fanon:A", BOLD, 114)
    )
    assert {title: one.text for title, one in found.items()} == {"Show": "The show has a cast."}


def test_words_that_templates_dress_stay_in_their_sentence(tmp_path: Path) -> None:
    text = """{{Begin}}
It is {{convert|12|km|mi}} long, {{nowrap|very deep}}, {{lang|fr|un lac}}, and
{{W|Tern|terns}} live there.{{Citation needed}} He said {{"|leave it}}, {{tooltip|twice|2}}.
<tabber>
Season one=It froze.
|-|
Season two=It thawed.
</tabber>"""
    assert pages(tmp_path, page("Long Lake", text))["Long Lake"].text == (
        "It is 12 km long, very deep, un lac, and\nterns live there. He said “leave it”, twice.\n\n"
        "It froze.\n\nIt thawed."
    )


def test_a_box_is_known_by_what_it_holds(tmp_path: Path) -> None:
    fisher = (
        "{{Fisher|name=Tam Reed|nickname={{Plainlist|\n* Reedy\n* Old Tam}}|gender=m|age=60|status=dead}}"
    )
    place = "{{Isle|name=Tern Isle|aliases=Isle of Terns|status=drowned|affiliation=None|appearances=2}}"
    found = pages(tmp_path, page("Tam Reed", fisher + "He fishes."), page("Tern Isle", place + "It sank."))
    assert [(one.name, one.aliases) for one in found["Tam Reed"].people] == [
        ("Tam Reed", ("Reedy", "Old Tam"))
    ]
    assert found["Tern Isle"].people == ()


@pytest.mark.parametrize(
    "part", ["{{Quote|", "{{Quote|a|b}}", "{{Line|A|b.}}", "{|\n! A\n| b.\n|}", "{|\n! A\n|"]
)
def test_hostile_speech_takes_no_time(tmp_path: Path, part: str) -> None:
    start = time.process_time()
    pages(tmp_path, page("Transcript:A", "Words. " + part * (40_000 // len(part)), 112))
    assert time.process_time() - start < 2
