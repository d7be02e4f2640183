"""EPUB books: their words in the order of the spine, their chapters, and what is no book that can be read."""

from __future__ import annotations

import io
import time
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.ingest.documents import Document, read_bytes
from bot.ingest.readers import epub as reader
from bot.models import Kind
from tests.ingest.books import BOOK, CONTAINER, NAV, ONE, TWO, epub, package, page
from tests.libraries import built, lay_out, opened


def taken(data: bytes) -> Document:
    document, problems = read_bytes(data, "a/grey-tide.EPUB")
    assert document is not None and problems == [], problems
    return document


def refused(data: bytes) -> str:
    document, [problem] = read_bytes(data, "book.epub")
    assert document is None and problem.left_out and problem.file == "book.epub"
    return problem.message


def at(document: Document) -> list[tuple[str, str]]:
    return [(place.label, document.text[place.starts :].split()[0]) for place in document.places]


def test_a_book_of_today() -> None:
    book = taken(epub())
    assert book.text == (
        "1\n\nThe lake was gréy and wide.\n\n“I only ever wanted to row,” said Ferryman Loon.\nIt rained.\n\n"
        "Part Two\n\nNothing happened.\n\n2\n\n“Then let us go home,” Nell Harker said — and they went."
    )
    assert at(book) == [("Chapter 1: The Lake", "1"), ("Part Two", "Part"), ("Chapter 2", "2")]
    assert (book.title, book.title_given) == ("Grey Tide", True)
    assert (book.author, book.publisher) == ("Mara Quill", "Lakeside Press")
    assert (book.published, book.language, book.kind, book.url) == ("2014-12-22", "en-GB", Kind.WORK, None)


def test_an_old_book() -> None:
    """EPUB 2: an NCX, the roles and dates in attributes; chapter 1 comes in both of its parts."""
    ncx = """<?xml version="1.0"?><!DOCTYPE ncx PUBLIC "-//NISO//DTD ncx 2005-1//EN" "http://x.example/a.dtd">
    <ncx xmlns="http://www.daisy.org/z3986/2005/ncx/"><docTitle><text>Grey Tide</text></docTitle><navMap>
    <navPoint id="a"><navLabel><text>Book One</text></navLabel><content src="text/none.xhtml"/>
      <navPoint id="b"><navLabel><text>Chapter 1</text></navLabel>
      <content src="text/one%20a.xhtml"/></navPoint>
    </navPoint><navPoint id="c"><navLabel><text>Book Two</text></navLabel><content src="text/two.xhtml"/>
      <navPoint id="d"><navLabel><text>Chapter 1</text></navLabel>
      <content src="text/two.xhtml#late"/></navPoint>
    </navPoint></navMap></ncx>"""
    head = """<dc:title>Grey Tide</dc:title><dc:creator opf:role="trl">Ira Voss</dc:creator>
    <dc:creator opf:role="aut">Mara Quill</dc:creator><dc:creator opf:role="aut">Nell Harker</dc:creator>
    <dc:date opf:event="modification">2020-01-01</dc:date><dc:date opf:event="publication">1999</dc:date>
    <dc:source>https://lakeside.example/tide</dc:source><dc:language>english, mostly</dc:language>"""
    spine = '<spine toc="ncx"><itemref idref="one"/><itemref idref="two"/></spine>'
    item = '<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>'
    files = {**BOOK, "OEBPS/toc.ncx": ncx, "OEBPS/content.opf": package(head, item, spine)}
    book = taken(epub(files, nav=None))
    assert at(book) == [
        ("Book One: Chapter 1", "1"),
        ("Book Two", "Part"),
        ("Book Two: Chapter 1", "2"),
    ]
    assert (book.author, book.published, book.language) == ("Mara Quill and Nell Harker", "1999", None)
    assert book.url == "https://lakeside.example/tide"


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ('<section class="pg-boilerplate" id="pg-header"><p>A licence.</p></section>',
         '<section id="pg-footer"><p>More of it, said the Foundation.</p></section>'),
        ('<section epub:type="imprint"><p>Made by many.</p></section>',
         '<section epub:type="backmatter colophon"><p>Set in type.</p></section>'),
        ("<pre>A licence.</pre><div><p>*** START OF THIS PROJECT GUTENBERG EBOOK GREY TIDE ***</p></div>",
         "<p>*** END OF THE PROJECT GUTENBERG EBOOK GREY TIDE ***</p><p>More of it.</p>"),
    ],
)  # fmt: skip
def test_a_licence_is_no_part_of_a_book(above: str, below: str) -> None:
    files = {**BOOK, "OEBPS/text/one a.xhtml": page(above + ONE), "OEBPS/text/two.xhtml": page(TWO + below)}
    assert taken(epub(files)).text == taken(epub()).text


def test_a_bare_number_says_of_which_part_it_is() -> None:
    entry = '<li><a href="{}">{}</a>{}</li>'
    lines = entry.format(
        "text/one%20a.xhtml", "Part One", "<ol>" + entry.format("text/two.xhtml", "2", "") + "</ol>"
    )
    nav = page(f'<nav epub:type="toc"><ol>{lines}</ol></nav>')
    assert [label for label, _ in at(taken(epub(nav=nav)))] == ["Part One", "Part One: 2"]


def test_names_of_files_in_other_letters() -> None:
    content = package().replace("two.xhtml", "TWO.xhtml")
    assert taken(epub(content=content)).text == taken(epub()).text


def test_chapters_from_headings_where_there_is_no_table_of_contents() -> None:
    one = "<p id='x'/><h1>Chapter 1</h1>\n<h2>The<br/>Lake</h2><p>Words.</p>"
    book = taken(epub(content=package("", ""), nav=None, one_a=page(one)))
    assert at(book) == [("Chapter 1: The Lake", "Chapter"), ("Part Two", "Part"), ("2", "2")]
    assert (book.title, book.title_given, book.author) == ("Grey tide", False, None)


def test_pages_that_are_no_xml() -> None:
    broken = (
        '<html><head><title/></head><body><h1>1<p id=x>Tea &amp; toast & "rain".<p>It <b>rained<i/> on.<hr>'
    )
    book = taken(epub(one_a=broken))
    assert book.text.startswith('1\n\nTea & toast & "rain".\n\nIt rained on.\n\nPart Two')
    latin = page("<p>Gréy</p>").replace("utf-8", "iso-8859-1").encode("cp1252")
    assert taken(epub(one_a=latin)).text.startswith("Gréy\n\nPart")


def test_entities_never_grow() -> None:
    lol = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    bomb = page("<p>Ha &l11; ha &file;</p>").replace(
        "<!DOCTYPE html>", f'<!DOCTYPE html [<!ENTITY l0 "lol">{lol}<!ENTITY file SYSTEM "/etc/passwd">]>'
    )
    assert taken(epub(one_a=bomb)).text.startswith("Ha &l11; ha &file;\n\nPart Two")


def test_missing_and_damaged_chapters_are_named() -> None:
    document, [problem] = read_bytes(epub(one_a=None), "book.epub")
    assert document is not None and document.text.startswith("Part Two") and not problem.left_out
    assert "OEBPS/text/one a.xhtml" in problem.message
    assert "missing or damaged" in refused(epub(one_a=None, two=b"\x00\x01\x02"))


def test_fonts_may_be_locked_and_words_not() -> None:
    def locked(way: str, what: str = "") -> dict[str, str | bytes]:
        data = f'<enc:CipherData><enc:CipherReference URI="{what}"/></enc:CipherData>' if what else ""
        method = f'<enc:EncryptedData><enc:EncryptionMethod Algorithm="{way}"/>{data}</enc:EncryptedData>'
        xml = f'<encryption xmlns:enc="http://www.w3.org/2001/04/xmlenc#">{method}</encryption>'
        return {**BOOK, "META-INF/encryption.xml": xml}

    assert taken(epub(locked("http://www.idpf.org/2008/embedding"))).text
    aes = "http://www.w3.org/2001/04/xmlenc#aes128-cbc"
    assert taken(epub(locked(aes, "OEBPS/fonts/a.OTF"))).text
    assert "DRM" in refused(epub(locked(aes)))
    assert "DRM" in refused(epub(locked(aes, "OEBPS/text/two.xhtml")))
    assert "DRM" in refused(epub({**BOOK, "META-INF/encryption.xml": "?"}))
    assert "DRM" in refused(epub({**BOOK, "META-INF/rights.xml": "<rights/>"}))
    flagged = bytearray(epub())
    place = flagged.rindex(b"PK\x01\x02", 0, flagged.rindex(b"OEBPS/text/one a"))
    flagged[place + 8] |= 1
    assert "DRM" in refused(bytes(flagged))


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "no EPUB book that can be opened"),
        (b"just words", "no EPUB book that can be opened"),
        (b"%PDF-1.7", "no EPUB book that can be opened"),
        (epub()[:-200], "no EPUB book that can be opened"),
        (epub(container=None), "holds no META-INF/container.xml"),
        (epub(container="<a/>"), "names no list of its parts"),
        (epub(content=None), "(OEBPS/content.opf)"),
        (epub(container=CONTAINER.replace("OEBPS/", "../../../../etc/")), "(../../../../etc/content.opf)"),
        (epub(one_a=page('<img src="a"/>'), two=page("")), "a book of pictures?"),
        (epub(content=package(spine="")), "holds no words"),
    ],
)
def test_what_is_no_book(data: bytes, why: str) -> None:
    assert why in refused(data)


def test_bombs_are_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    begun = time.process_time()
    assert "too large when unpacked" in refused(epub(one_a=b" " * (reader.MOST_PART + 1)))
    huge = {f"OEBPS/{n}.xhtml": b"<p>a</p>" for n in range(9)}
    items = "".join(f'<item id="{n}" href="{n}.xhtml" media-type="text/html"/>' for n in range(9))
    spine = "".join(f'<itemref idref="{n}"/>' for n in range(9))
    many = epub({**BOOK, **huge, "OEBPS/content.opf": package(more=items, spine=spine)})
    assert taken(many).text.count("a") == 9
    monkeypatch.setattr(reader, "MOST_WHOLE", 3_000)
    assert "too large when unpacked" in refused(epub({**BOOK, "OEBPS/nav.xhtml": page(NAV + " " * 2_000)}))
    monkeypatch.setattr(reader, "MOST_FILES", 9)
    assert "9 is the most" in refused(many)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("META-INF/container.xml", CONTAINER)
    assert "container.xml" in refused(made.getvalue()), "other ways of packing have no bounds"
    assert time.process_time() - begun < 2


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_damaged_in_any_place(data: st.DataObject) -> None:
    """Bytes changed or cut off: words or a reason, never an exception."""
    whole = bytearray(epub())
    for _ in range(data.draw(st.integers(1, 4))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    end = data.draw(st.one_of(st.none(), st.integers(0, len(whole))))
    either(bytes(whole[:end]))


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(["one_a", "nav", "content", "container"]), st.data())
def test_any_markup_inside(name: str, data: st.DataObject) -> None:
    text = {"one_a": page(ONE + TWO), "nav": page(NAV), "content": package(), "container": CONTAINER}[name]
    start, end = sorted((data.draw(st.integers(0, len(text))), data.draw(st.integers(0, len(text)))))
    put = data.draw(
        st.one_of(st.text(max_size=20), st.sampled_from(["<nav><ol>", "]]>", "<p", "&#xD800;", "\0"]))
    )
    broken = (text[:start] + put + text[end:]).encode("utf-8", "replace")
    either(epub(BOOK, **{name: broken}))


def either(data: bytes) -> None:
    document, problems = read_bytes(data, "book.epub")
    if document is None:
        assert problems and all(problem.left_out and problem.message for problem in problems)
    else:
        document.text.encode()
        starts = [place.starts for place in document.places]
        assert starts == sorted(set(starts)) and all(0 <= start < len(document.text) for start in starts)


async def test_quoted_from_a_chapter(tmp_path: Path) -> None:
    folder = lay_out(tmp_path, {"tide.epub": epub()})
    report = await built(folder)
    assert not report.problems, report.problems
    async with opened(folder) as services:
        answer = await services.at(0).quotes.answer("Nell Harker")
    [quote] = answer.quotes
    assert quote.text == "Then let us go home,"
    assert (quote.place, quote.source.title, quote.source.author) == ("Chapter 2", "Grey Tide", "Mara Quill")
