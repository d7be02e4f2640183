"""EPUB books for tests, made file by file."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

CONTAINER = """<?xml version="1.0"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>
<rootfile full-path="OEBPS/content.opf" media-type="application/oebps-package+xml"/>
</rootfiles></container>"""
HEAD = """<dc:title id="t2">A Lake Book</dc:title><dc:title id="t1">Grey Tide</dc:title>
<meta refines="#t1" property="title-type">main</meta><dc:language>en-GB</dc:language>
<dc:creator id="a">Mara Quill</dc:creator><meta refines="#a" property="role">aut</meta>
<dc:creator id="b">Otto Pike</dc:creator><meta refines="#b" property="role">ill</meta>
<dc:publisher>Lakeside Press</dc:publisher><dc:date>2014-12-22T00:00:00+00:00</dc:date>
<dc:identifier id="uid">urn:uuid:1</dc:identifier>"""
NAV = """<nav epub:type="toc"><h1>Contents</h1><ol>
<li><a href="text/one%20a.xhtml">Chapter 1: The Lake</a></li>
<li><a href="text/two.xhtml">Part Two</a><ol><li><a href="text/two.xhtml#late">Chapter <i>2</i></a></li></ol>
</li></ol></nav>"""
ONE = """<h1>1</h1><p><span class="drop">T</span>he lake was gr&eacute;y&nbsp;and wi\u00adde.<sup>1</sup></p>
<p>“I only ever wanted to row,” said Ferryman Loon.<a epub:type="noteref" href="#n">[2]</a><br/>It rained.</p>
<p><img src="a.png" alt="A ferry"/></p>"""
TWO = """<h1>Part Two</h1><p>Nothing happened.</p><a id="late"/><h2>2</h2>
<p>“Then let us go home,” Nell Harker said &mdash; and they went.</p>"""


def page(body: str) -> str:
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n<html xmlns="http://www.w3.org/1999/xhtml" '
        f'xmlns:epub="http://www.idpf.org/2007/ops"><head><title/></head><body>{body}</body></html>'
    )


def package(
    head: str = HEAD, more: str = "", spine: str = '<itemref idref="one"/><itemref idref="two"/>'
) -> str:
    return f"""<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf" version="3.0">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:opf="http://www.idpf.org/2007/opf">{head}</metadata>
<manifest><item id="one" href="text/one%20a.xhtml" media-type="application/xhtml+xml"/>
<item id="two" href="text/two.xhtml" media-type="application/xhtml+xml"/>{more}</manifest>
{spine_of(spine)}</package>"""


def spine_of(spine: str) -> str:
    return spine if spine.startswith("<spine") else f"<spine>{spine}</spine>"


NAV_ITEM = '<item id="nav" href="nav.xhtml" properties="nav" media-type="application/xhtml+xml"/>'
BOOK: Mapping[str, str | bytes] = {
    "mimetype": "application/epub+zip",
    "META-INF/container.xml": CONTAINER,
    "OEBPS/content.opf": package(
        more=NAV_ITEM, spine='<itemref idref="nav"/><itemref idref="one"/><itemref idref="two"/>'
    ),
    "OEBPS/nav.xhtml": page(NAV),
    "OEBPS/text/one a.xhtml": page(ONE),
    "OEBPS/text/two.xhtml": page(TWO),
    "OEBPS/a.png": b"\x89PNG",
}


def epub(files: Mapping[str, str | bytes] = BOOK, /, **more: str | bytes | None) -> bytes:
    """The zip; `more`: files by the last part of their name, None to leave one out."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            key = name.rpartition("/")[2].partition(".")[0].replace(" ", "_")
            if (written := more.get(key, content)) is not None:
                archive.writestr(name, written)
    return made.getvalue()
