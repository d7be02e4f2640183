"""Dumps of wikis: a document for each article, whatever state the file is in."""

from __future__ import annotations

import bz2
import io
import time
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from xml.sax.saxutils import escape

import py7zr
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.ingest.documents import Document
from bot.ingest.readers import mediawiki
from bot.ingest.readers.mediawiki import read_pages
from bot.models import Kind

HEAD = """<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.11/"
  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" version="0.11" xml:lang="en">
  <siteinfo>
    <sitename>Lake Wiki</sitename>
    <dbname>lake</dbname>
    <base>https://lake.example/wiki/Lake_Wiki</base>
    <generator>MediaWiki 1.43.1</generator>
    <case>first-letter</case>
    <namespaces>
      <namespace key="0" case="first-letter" />
      <namespace key="1" case="first-letter">Talk</namespace>
    </namespaces>
  </siteinfo>
"""

MIRA = """{{Character infobox
| name        = Mira Vale
| image       = Mira.png
| aliases     = "The Heron" (by the fishers)<br />Lady of the Lake<ref>Book 2, p. 14</ref>
| voiced by   = [[Ann Bo|Ann B. Bo]]
| nicknames   = unknown
}}
{{Main|Left out with its template}}
'''Mira Vale''' is the [[Keeper of the Lake|keeper]] of [[Long Lake]].<ref name="b">Book 1</ref> She was
&quot;born on the water&quot;.[[File:Mira.png|thumb|left|[[Mira]] at the ''lake'']] <!-- to do: more -->

== Life ==
__NOTOC__
{| class="wikitable"
! Year !! Place
|-
| 102 || Harbour
|}
* She left ''home''.
* She came [https://news.example/back back].
<gallery>
Mira.png|A caption
</gallery>
=== The last winter ===
"The water remembers," Mira said. Salt &amp; ice.

[[Category:Characters]]
[[de:Mira Vale]]
"""
ANN = """{{Infobox person
| name = Ann Bo
| occupation = Voice actress, writer
| also known as = Ann B. Bo, Annie Bo
}}
'''Ann Bo''' gave Mira her voice.
"""
BEN = "{{Infobox Person|occupation=[[Producer]], director and voice actor}}\nBen Ash made the show."
SHIP = "{{Infobox ship|name=The Tern|aliases=Old Tern}}\nThe Tern sails on Long Lake."
LONG = "{{Episode stub}}\n" + "The island has a long history of its own. " * 40


def page(title: str, text: str, namespace: int = 0, extra: str = "") -> str:
    return f"""  <page>
    <title>{escape(title)}</title>
    <ns>{namespace}</ns>
    <id>7</id>{extra}
    <revision>
      <id>1</id>
      <timestamp>2024-05-01T10:00:00Z</timestamp>
      <contributor><username>Somebody</username><id>3</id></contributor>
      <model>wikitext</model>
      <format>text/x-wiki</format>
      <text bytes="{len(text)}" xml:space="preserve">{escape(text)}</text>
      <sha1>abc</sha1>
    </revision>
  </page>
"""


def redirect(title: str, target: str) -> str:
    extra = f'\n    <redirect title="{escape(target)}" />'
    return page(title, f"#REDIRECT [[{target}]]", extra=extra)


PAGES = [
    redirect("The Heron Lady", "Mira Vale"),
    page("Mira Vale", MIRA),
    page("Ann Bo", ANN),
    page("Ben Ash (producer)", BEN),
    page("The Tern", SHIP),
    page("Vale (disambiguation)", "* [[Mira Vale]]\n* [[Vale Street]]"),
    page("Tern", "'''Tern''' may be:\n* [[The Tern]]\n{{Disambig}}"),
    page("Small Island", "{{Stub}}\nAn island."),
    page("Great Island", LONG),
    page("Talk:Mira Vale", "I like her.", 1),
    page("Module:Data", "return {}", 828),
    redirect("mira vale", "Mira Vale"),
    redirect("Mira's winter", "Mira Vale#The last winter"),
    redirect("Old Tern", "The Tern"),
]
DUMP = (HEAD + "".join(PAGES) + "</mediawiki>\n").encode()


def read(folder: Path, data: bytes, name: str = "lake.xml") -> tuple[dict[str, Document], list[str]]:
    path = folder / name
    path.write_bytes(data)
    problems: list[mediawiki.Problem] = []
    documents = {one.title: one for one in read_pages(path, name, problems)}
    return documents, [str(one) for one in problems]


@cache
def packed(data: bytes, password: str | None = None, names: tuple[str, ...] = ("lake.xml",)) -> bytes:
    into = io.BytesIO()
    with py7zr.SevenZipFile(into, "w", password=password) as archive:
        for name in names:
            archive.writestr(data, name)
    return into.getvalue()


def test_a_page_is_a_document_without_its_markup(tmp_path: Path) -> None:
    documents, problems = read(tmp_path, DUMP)
    assert list(documents) == ["Mira Vale", "Ann Bo", "Ben Ash (producer)", "The Tern", "Great Island"]
    mira = documents["Mira Vale"]
    assert mira.text == (
        'Mira Vale is the keeper of Long Lake. She was\n"born on the water".\n\nLife\n\n'
        "She left home.\nShe came back.\n\nThe last winter\n\n"
        '"The water remembers," Mira said. Salt & ice.'
    )
    assert [(mira.text[one.starts :].partition("\n")[0], one.label) for one in mira.places] == [
        ("Life", "Life"),
        ("The last winter", "The last winter"),
    ]
    assert (mira.name, mira.kind, mira.publisher, mira.language) == (
        "lake.xml/Mira Vale",
        Kind.FAN,
        "Lake Wiki",
        "en",
    )
    assert mira.url == "https://lake.example/wiki/Mira_Vale"
    assert problems == [
        "lake.xml: 5 pages were taken; left out were 2 disambiguation pages, 1 stubs or pages without text."
    ]


def test_infoboxes_and_redirects_tell_of_persons(tmp_path: Path) -> None:
    documents, _ = read(tmp_path, DUMP)
    people = {title: [(p.name, p.aliases, p.role) for p in one.people] for title, one in documents.items()}
    assert people == {
        "Mira Vale": [("Mira Vale", ("The Heron", "Lady of the Lake", "The Heron Lady"), "character")],
        "Ann Bo": [("Ann Bo", ("Ann B. Bo", "Annie Bo"), "cast")],
        "Ben Ash (producer)": [("Ben Ash", (), "creator")],
        "The Tern": [],
        "Great Island": [],
    }


@pytest.mark.parametrize(
    ("name", "pack"), [("lake.xml.bz2", bz2.compress), ("lake.7z", packed), ("lake.bz2", bytes)]
)
def test_packed_dumps_hold_the_same(tmp_path: Path, name: str, pack: Callable[[bytes], bytes]) -> None:
    plain, _ = read(tmp_path, DUMP)
    documents, problems = read(tmp_path, pack(DUMP), name)
    assert {title: one.text for title, one in documents.items()} == {t: one.text for t, one in plain.items()}
    assert len(problems) == 1


def test_of_several_revisions_the_latest_counts(tmp_path: Path) -> None:
    old, new = page("Long Lake", "It was small."), page("Long Lake", "It is long.")
    revision = new[new.index("    <revision>") : new.index("  </page>")]
    documents, _ = read(tmp_path, (HEAD + old.replace("  </page>", revision + "  </page>")).encode())
    assert documents["Long Lake"].text == "It is long."


@pytest.mark.parametrize("name", ["lake.xml", "lake.xml.bz2"])
def test_a_dump_that_breaks_off_gives_what_came_before(tmp_path: Path, name: str) -> None:
    if name.endswith(".bz2"):
        # Streams of their own, as the tools for large dumps write them; the last one is cut in the middle.
        middle = DUMP.index(b"<title>The Tern")
        data = bz2.compress(DUMP[:middle]) + bz2.compress(DUMP[middle:])[:-40]
    else:
        data = DUMP[: DUMP.index(b"sails on")]
    documents, problems = read(tmp_path, data, name)
    assert list(documents) == ["Mira Vale", "Ann Bo", "Ben Ash (producer)"]
    assert documents["Mira Vale"].people[0].aliases[-1] == "The Heron Lady"
    assert "The 3 pages before that place were taken." in problems[0]
    assert "Download it again." in problems[0]


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("a.xml", b"", "is empty"),
        ("a.xml", b"Only words.", "is no XML"),
        ("a.xml", b"\x89PNG\r\n\x1a\n", "is no XML"),
        ("a.xml", b"<?xml version='1.0'?><rss><channel/></rss>", "begins with <rss>, not with <mediawiki>"),
        ("a.xml", b"<mediawiki><page></mediawiki>", "no longer XML"),
        ("a.xml", HEAD.encode() + b"</mediawiki>", "holds no article"),
        ("a.xml", (HEAD + page("A", "{{Stub}}") + "</mediawiki>").encode(), "only 1 stubs or pages without"),
        ("a.xml.bz2", b"BZh9" + b"nonsense" * 9, "Download it again"),
        ("a.7z", lambda: packed(DUMP)[:-30], "can't be unpacked"),
        ("a.7z", b"7z\xbc\xaf\x27\x1c", "can't be unpacked"),
        ("a.7z", partial(packed, DUMP, "secret"), "locked with a password"),
        ("a.7z", partial(packed, DUMP, names=("a.xml", "b.xml")), "holds 2 .xml files"),
        ("a.7z", partial(packed, DUMP, names=("a.txt",)), "holds 0 .xml files"),
    ],
)
def test_what_is_no_dump_is_named(
    tmp_path: Path, name: str, data: bytes | Callable[[], bytes], told: str
) -> None:
    documents, problems = read(tmp_path, data() if callable(data) else data, name)
    assert documents == {}
    assert len(problems) == 1
    assert told in problems[0]


def test_bombs_burst_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    start = time.monotonic()
    endless = HEAD.encode() + b"<page><title>" + b" " * 12_000_000
    assert read(tmp_path, bz2.compress(endless, 1), "a.xml.bz2")[0] == {}
    entities = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    for one, before in zip("bcdefghij", "abcdefghi", strict=True):
        entities += f'<!ENTITY {one} "{f"&{before};" * 10}">'
    bomb = entities + "]>" + HEAD + page("A", "x").replace(">x<", ">&j;&j;<") + "</mediawiki>"
    assert read(tmp_path, bomb.encode())[0] == {}
    nothing = HEAD.encode() + b"<a/>" * 300_000
    assert "have no end" in read(tmp_path, nothing)[1][0]
    monkeypatch.setattr(mediawiki, "MAX_BYTES", 3000)
    for name, data in (("a.xml", DUMP), ("a.7z", packed(DUMP)), ("a.xml.bz2", bz2.compress(DUMP))):
        assert "GB when it is unpacked" in read(tmp_path, data, name)[1][0]
    assert time.monotonic() - start < 10


@pytest.mark.parametrize(
    "part", ["<b>", "<ref>", "{{", "[[", "{|\n|", "'''", "[[a|{{b|", "[http://a ", "<!--", "&#x", "==", "<"]
)
def test_hostile_markup_takes_no_time(tmp_path: Path, part: str) -> None:
    text = part * (100_000 // len(part))
    start = time.process_time()
    read(tmp_path, (HEAD + page("A", "Words. " + text) + "</mediawiki>").encode())
    assert time.process_time() - start < 1


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_damaged_dump_never_raises(tmp_path: Path, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(["a.xml", "a.xml.bz2", "a.7z"]))
    whole = {"a.xml": DUMP, "a.xml.bz2": bz2.compress(DUMP), "a.7z": packed(DUMP)}[name]
    mutable = bytearray(whole[: data.draw(st.integers(0, len(whole)))])
    for _ in range(data.draw(st.integers(0, 8)) if mutable else 0):
        mutable[data.draw(st.integers(0, len(mutable) - 1))] = data.draw(st.integers(0, 255))
    documents, problems = read(tmp_path, bytes(mutable), name)
    assert documents or problems
    for document in documents.values():
        assert document.text.strip()
        assert all(0 <= one.starts < len(document.text) for one in document.places)


_PIECES = (
    "{{ }} [[ ]] | == ''' <ref> </ref> {| |} * = &#9; <br> <!-- --> File:x http://a \u200f Infobox aliases="
)
_MARKUP = st.lists(st.sampled_from([*_PIECES.split(), "a ", "\n", "Infobox character"]), max_size=60)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(_MARKUP)
def test_any_markup_gives_words_or_nothing(tmp_path: Path, parts: list[str]) -> None:
    text = "".join(parts)
    documents, _ = read(tmp_path, (HEAD + page("A", text) + page("B", "Words.") + "</mediawiki>").encode())
    assert "B" in documents
