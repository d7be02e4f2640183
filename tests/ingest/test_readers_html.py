"""Web pages: the article's words and head, nothing of what stands around it, and what is no page."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.ingest.documents import Document, read_bytes
from bot.ingest.quotes import find_quotes
from bot.models import Kind
from tests.ingest.pages import (
    FORUM,
    LOGIN,
    NEWS,
    OLD,
    SPOKEN_WIKI,
    THREAD,
    TUMBLR,
    WIKI,
    WIKI_SCRIPT,
    WORDPRESS,
)
from tests.libraries import built, lay_out, opened


def taken(page: str | bytes, name: str = "pages/a.html") -> Document:
    document, problems = read_bytes(page if isinstance(page, bytes) else page.encode(), name)
    assert document is not None and problems == [], problems
    return document


def refused(page: str | bytes, name: str = "a.htm") -> str:
    document, [problem] = read_bytes(page if isinstance(page, bytes) else page.encode(), name)
    assert document is None and problem.left_out and problem.file == name
    return problem.message


def head(document: Document) -> tuple[str | None, ...]:
    return document.title, document.author, document.publisher, document.published, document.url


def spoken(document: Document) -> list[tuple[str | None, str]]:
    found = find_quotes(document.text, quoted=document.quoted)
    return [(quote.speaker, quote.text) for quote in found]


def test_a_blog() -> None:
    page = taken(WORDPRESS)
    assert page.text == (
        "Brian Loom, who draws the ferries, talked about animals at length. “I have always loved turtles "
        "more than any ferry,” said Brian Loom.\n\n"
        "He wrote it down afterwards, and I give it here in full:\n\n"
        "Turtles are slow, but they never give up on a friend, and that is the whole of the story that we "
        "wanted to tell.\n\nThey carry their houses, and nobody may take them.\n\n"
        "What came after\n\n"
        "Mara Quill was not there.\nShe wrote a letter instead. “The lake was never the point,” Mara Quill "
        "wrote.\n\n"
        "One ferry sank.\n\nAnother one did not."
    )
    assert head(page) == (
        "Turtles and Ferries",
        "Opal Reeds",
        "The Lakeside Blog",
        "2015-03-01",
        "https://lakeside.example/2015/03/turtles-and-ferries/",
    )
    assert (page.kind, page.language, page.encoding, page.title_given) == (
        Kind.REPORT,
        "en-US",
        "utf-8",
        True,
    )
    assert [(place.label, page.text[place.starts :][:4]) for place in page.places] == [
        ("What came after", "What")
    ]
    assert spoken(page) == [
        ("Brian Loom", "I have always loved turtles more than any ferry,"),
        (
            "Brian Loom",
            "Turtles are slow, but they never give up on a friend, and that is the whole of the story that "
            "we wanted to tell.",
        ),
        ("Brian Loom", "They carry their houses, and nobody may take them."),
        ("Mara Quill", "The lake was never the point,"),
    ]


def test_a_newspaper() -> None:
    page = taken(NEWS)
    assert head(page) == (
        "Creators speak about the ferry",
        "Nell Harker and Ira Voss",
        "Harbour Times",
        "2014-12-22",
        "https://times.example/arts/ferry?id=7",
    )
    assert page.text.startswith("The two creators of Grey Tide sat down")
    assert page.text.endswith("how it ends.")
    for part in ("Menu", "cookies", "Photo", "Read more", "First comment", "All rights"):
        assert part not in page.text, part
    assert {speaker for speaker, _ in spoken(page)} == {"Mara Quill", "Otto Pike"}


def test_a_post() -> None:
    page = taken(TUMBLR)
    assert head(page) == (
        "Grey Tide is real",
        None,
        "Tumblr",
        "2014-12-22",
        "https://quillandink.tumblr.example/post/105916338157/grey-tide",
    )
    assert page.text.count("\n\n") == 3, "two line breaks end a paragraph"
    assert "reblogged" not in page.text and "#grey" not in page.text and "notes" not in page.text


def test_a_forum() -> None:
    page = taken(FORUM)
    assert (page.title, page.publisher) == ("What did the creators say?", "Grey Tide Fandom")
    assert "ferryfan said:\n\nDoes anybody remember" in page.text, "a quotation is a paragraph of its own"
    assert ("Mara Quill", "We always meant it to end on the lake,") in spoken(page)
    assert ("Otto Pike", "I only ever wanted to row,") in spoken(page), "what stands after a quotation"
    assert "Menu" not in page.text and "Terms" not in page.text and "Reply" not in page.text


def test_a_thread_gives_all_its_posts() -> None:
    page = taken(THREAD)
    assert (page.title, page.author) == ("The end", None)
    assert page.text == (
        "Grebe\n\nI think that she meant every word of it.\n\n"
        "Teal\n\nGrebe wrote:\nEvery word of it.\n\nNot all.\n\nListen.\n\n"
        "Otto\n\nHi, I wrote it. She meant it."
    )


def test_a_page_of_old_inside_one_font() -> None:
    assert taken(OLD).text == (
        "A talk with Mara Quill\n\nWe met at the pier.\n\nHT: Why ferries?\n\n"
        "Quill: Boats were taken. Everybody does boats.\n\nShe rowed home."
    )


def test_a_page_of_a_wiki_without_its_furniture() -> None:
    page = taken(WIKI)
    assert page.text == (
        "Mara Quill draws ferries. She was born in spring.\n\nLife\n\n"
        "She left the pier when she was nine years old."
    )
    assert [place.label for place in page.places] == ["Life"]


def told(document: Document) -> list[tuple[str | None, str]]:
    return [(turn.speaker, document.text[turn.starts : turn.ends]) for turn in document.turns]


def test_a_page_of_a_wiki_says_who_speaks_and_whom_it_is_about() -> None:
    page = taken(SPOKEN_WIKI)
    assert told(page) == [
        ("Mara Quill", "Leave the oars."),
        ("Otto Pike", "I never row."),
        ("Otto", "Are you there?"),
        ("Mara Quill", "I am."),
    ]
    [person] = page.people
    assert (person.name, person.aliases, person.role) == ("Mara Quill", ("The Heron", "Mar"), "character")
    assert page.kind is Kind.FAN
    assert not any(words in page.text for words in ("2014", "Ann Bo", "Gallery", "rows."))
    assert "Height: 2 yards\n" in page.text


def test_a_script_on_a_page_of_a_wiki() -> None:
    page = taken(WIKI_SCRIPT)
    assert told(page) == [
        ("Mara", "Stop."),
        ("Mara", "Look at that boat!"),
        ("Otto", "No."),
        ("Mara", "Otto, look."),
    ]
    assert page.kind is Kind.WORK
    assert page.text.startswith("Act I\n\nA grey lake.")


def test_questions_in_bold_stay_known_as_such() -> None:
    answer = "They float, and nobody asks them where they have been, or with whom."
    questions = ("Why <em>ferries</em>?", "<i>And</i> the lake?", "What <i>comes?</i>")
    asked = [f"<p><strong>{one}</strong></p><p>{answer}</p>" for one in questions]
    begins = "<html><head><title>Tea</title></head><body><article>"
    assert taken(begins + "".join(asked)).text.split("\n\n")[::2] == [
        "**Why ferries?**",
        "**And the lake?**",
        "**What comes?**",
    ]
    assert taken(begins + "".join(asked[:2])).text.startswith("Why ferries?\n")


def test_a_title_does_not_end_with_the_site() -> None:
    meta = (
        '<meta property="og:title" content="Ice &#8211; a talk | Lake News">'
        '<meta property="og:site_name" content="{}">'
    )
    for site, title in (("Lake News", "Ice – a talk"), ("News", "Ice – a talk | Lake News")):
        assert taken(f"<html><head>{meta.format(site)}</head><body><p>{OLD_WORDS}</p>").title == title


OLD_WORDS = "Ferries float, and nobody asks them where they have been, or with whom they talked."


def test_a_book_on_one_page_is_read_whole_and_soon() -> None:
    lines = [f"Mara <b>Quill</b> rowed <i>home</i> on day {day}." for day in range(7_000)]
    began = time.process_time()
    page = taken(
        "<html><head><title>Days</title></head><body><nav><p>Menu of it all.</p></nav><h2>One</h2>"
        f"<p>{'</p><p>'.join(lines)}</p><footer>Nobody owns this.</footer></body></html>"
    )
    assert time.process_time() - began < 3
    assert page.text.split("\n\n")[::7_000] == ["One", "Mara Quill rowed home on day 6999."]
    assert (page.title, [place.label for place in page.places]) == ("Days", ["One"])


@pytest.mark.parametrize(
    ("pointer", "stays"),
    [
        ('<p><strong>Related: <a href="/y">All that we know of the film so far</a></strong></p>', False),
        ('<p><a href="/y">Lesen Sie auch: Zehn Fähren für den Herbst</a></p>', False),
        ('<div class="n"><a href="/y">40,112 notes</a></div>', False),
        ('<p>Read <a href="/y">her letter to the harbour</a> and weep: it is short.</p>', True),
        ('<p><a href="/y">Watch your step, said Mara Quill to us.</a></p>', True),
        ("<p>Related: nothing at all was said of the film.</p>", True),
    ],
)
def test_what_points_to_other_pages_is_no_part_of_this_one(pointer: str, stays: bool) -> None:
    page = taken(
        "<html><head><title>Tea</title></head><body><article><p>We had tea at the station, and it rained all "
        f"day long.</p>{pointer}<p>Then the ferry came, and we all went home.</p></article>"
    )
    assert (len(page.text.split("\n\n")) == 3) is stays


@pytest.mark.parametrize(
    ("author", "wanted"),
    [
        ("Publié par Anouk Bel", "Anouk Bel"),
        ("By Nell Harker", "Nell Harker"),
        ("Grebe » Tue Mar", None),
        ("@nell", None),
        ("Vonda Byrd", "Vonda Byrd"),
    ],
)
def test_an_author_is_a_name(author: str, wanted: str | None) -> None:
    assert taken(PAGE.format(f'<meta name="author" content="{author}">', "")).author == wanted


PAGE = (
    "<html><head><title>Tea</title>{}</head><body><article><p>Il prit du thé à la gare, et il pleuvait.</p>{}"
)


@pytest.mark.parametrize(
    ("meta", "written", "encoding"),
    [
        ('<meta charset="iso-8859-1">', "cp1252", "cp1252"),
        ('<meta charset="latin1">', "utf-8", "utf-8"),  # the browser converted it and left its old words
        ('<meta http-equiv="Content-Type" content="text/html; charset=windows-1252">', "cp1252", "cp1252"),
        ("", "cp1252", "cp1252"),
        ("", "utf-16", "utf-16"),
        ('<meta charset="rot13">', "utf-8", "utf-8"),
        ('<meta charset="no-such-thing">', "utf-8", "utf-8"),
    ],
)
def test_letters(meta: str, written: str, encoding: str) -> None:
    page = taken(PAGE.format(meta, "").encode(written))
    assert page.text == "Il prit du thé à la gare, et il pleuvait."
    assert page.encoding == encoding


def test_letters_of_the_east() -> None:
    words = "「湖は灰色だった」と彼は長い間言いました。みんなが静かに聞いていました。"
    body = (
        f'<html><head><meta charset="{{}}"></head><body><article><p>{words} Yes, he said it on the lake.</p>'
    )
    for encoding in ("shift_jis", "iso-2022-jp", "euc-jp"):
        assert words in taken(body.format(encoding).encode(encoding)).text


def test_damaged_letters_are_told() -> None:
    body = (PAGE.format('<meta charset="utf-8">', "<p>And so they went home again.</p>" * 60)).encode()
    document, [problem] = read_bytes(body.replace("thé".encode(), b"th\xc3"), "a.html")
    assert document is not None and "th\ufffd à la gare" in document.text
    assert "letters of it are damaged" in problem.message and not problem.left_out


def test_addresses_that_browsers_leave() -> None:
    body = PAGE.format("", "")
    for comment in (
        "<!-- saved from url=(0029)https://lakeside.example/tea1 -->\n",
        "<!--\n Page saved with SingleFile \n url: https://lakeside.example/tea1 \n saved date: Mon -->",
    ):
        assert taken(comment + body).url == "https://lakeside.example/tea1"
    assert taken("<!-- saved from url=(0014)about:internet -->" + body).url is None


def test_pictures_inside_a_page_count_for_nothing() -> None:
    picture = f'<img src="data:image/png;base64,{"iVBO" * 4_000_000}">'
    assert taken(PAGE.format("", picture)).text.startswith("Il prit")


@pytest.mark.parametrize(
    ("page", "why"),
    [
        (LOGIN, "no article that could be found"),
        ("<html><body><div id=root></div><script>go()</script></body></html>", "no article"),
        ("", "is empty"),
        ("Just words, and nothing else.", "holds no markup"),
        (b"%PDF-1.4", "is a PDF"),
        (b"PK\x03\x04" + bytes(50), "is a ZIP archive"),
        (b"<html>" + bytes(range(256)) * 40, "not a text"),
        (
            "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://a.example/\r\nSubject: Tea\r\n"
            "MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n type=text\r\n\r\n<p>Words.</p>",
            "MHTML",
        ),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n", "MHTML"),
        ("<p>a</p>" * 120_000, "too many parts"),
        ("<p>" + "Words and words. " * 600_000, "too large"),
    ],
)
def test_what_is_no_page(page: str | bytes, why: str) -> None:
    assert why in refused(page)


def test_mhtml_by_its_name() -> None:
    assert "Save the page as .html" in refused(WORDPRESS, "a.mht")


THREADS = ["<div class=bbWrapper>", f"<p class=postbody>{'a' * 60}</p>", "<div><b class=username>"]


@pytest.mark.parametrize(
    "part",
    [
        "<div>",
        "<b>",
        "<blockquote>",
        "<ul><li>a",
        "<!--",
        "<br>",
        "&",
        "<table><tr>",
        "<",
        "<font><p>",
        *THREADS,
    ],
)
def test_hostile_pages_take_no_time(part: str) -> None:
    page = (
        f"<html><body>{part * (60_000 // len(part))}<p>“I row,” said Otto Pike on the lake.</p></body></html>"
    )
    begun = time.process_time()
    either(page.encode())
    assert time.process_time() - begun < 1


@settings(max_examples=60, deadline=None)
@given(st.sampled_from([WORDPRESS, NEWS, TUMBLR, FORUM]), st.data())
def test_damaged_in_any_place(page: str, data: st.DataObject) -> None:
    """Changed or cut off anywhere: words or a reason, never an exception."""
    whole = page.encode()
    start, end = sorted((data.draw(st.integers(0, len(whole))), data.draw(st.integers(0, len(whole)))))
    put = data.draw(
        st.one_of(st.binary(max_size=12), st.sampled_from([b"<p", b"&#xD800;", b"<!--", b"</article>"]))
    )
    either(whole[:start] + put + (whole[start + data.draw(st.integers(0, 40)) :] if end % 2 else whole[end:]))


def either(data: bytes) -> None:
    document, problems = read_bytes(data, "a.html")
    if document is None:
        assert problems and all(problem.left_out and problem.message for problem in problems)
    else:
        assert document.text.strip() == document.text != ""
        document.text.encode()
        assert all(0 <= place.starts < len(document.text) for place in document.places)


async def test_quoted_from_a_page(tmp_path: Path) -> None:
    folder = lay_out(tmp_path, {"blog.html": WORDPRESS, "times.htm": NEWS, "login.html": LOGIN})
    report = await built(folder)
    [problem] = report.problems
    assert problem.file == "login.html" and problem.left_out
    async with opened(folder) as services:
        [quote] = (await services.at(0).quotes.answer("Mara Quill", "lake")).quotes
        others = (await services.at(0).quotes.answer("Otto Pike")).quotes
    assert quote.text == "The lake was never the point,"
    assert (quote.place, quote.source.publisher) == ("What came after", "The Lakeside Blog")
    assert [other.source.published for other in others] == ["2014-12-22"]


QUOTING = """<html><head><title>The rain</title></head><body><article><h1>The rain</h1>
<p>Ivo Berg and Sura Okwe both wrote about the last chapter of Grey Harrow this week.</p>
<p>Berg was moved by what the readers had to say.</p>
<blockquote><p>It rained on every page, and nobody minded it at all.</p><p>So I went on.</p></blockquote>
<p>The publisher has no plans for another book, and we asked it twice.</p>
<blockquote class="pull">We asked it twice</blockquote>
<p>There was more of that sort, and most of it was kinder than one might think.</p>
<blockquote><p>The ferry was never meant to be found.</p><p>— Sura Okwe</p></blockquote>
<p>The readers could not be happier about the way the book ended, and this is how Okwe put it:</p>
<blockquote>Not a ferry in sight.</blockquote><p>And there was more of it all evening long:</p>
<blockquote><p>I have waited ten years for it</p>— mel (@melferry) <a>December 23, 2014</a></blockquote>
<p>He said <q>no</q>, and Okwe said: <q>I never drew a ferry.</q></p></article></body></html>"""


def test_block_quotations_end_where_the_page_says() -> None:
    """Without a lead-in that would give them away, with the writer below them, or as a sentence of the page's
    own in large letters.
    """
    assert spoken(taken(QUOTING)) == [
        ("Ivo Berg", "It rained on every page, and nobody minded it at all."),
        ("Ivo Berg", "So I went on."),
        ("Sura Okwe", "The ferry was never meant to be found."),
        ("Sura Okwe", "Not a ferry in sight."),
        ("mel", "I have waited ten years for it"),
        ("Sura Okwe", "I never drew a ferry."),
    ]


BLOG = """<html><head><title>The ferry archive</title></head><body><article><h1>The ferry archive</h1>
<p>I save what was said here, should it be gone one day. It is all from Brian Berg's post of December.</p>
<p>On the first book and its makers:</p>
<blockquote><p>The ferry was only ever the ferry as far as the first harbour.</p></blockquote>
<p>Then I read my mother the other one, by Tom Pell.</p>
<blockquote><p>It rained on every page of it, and we let it rain.</p></blockquote>
<p>She says that nobody ever had a word against Pell, which is true of most of them.</p>
<p>And from Brian Berg's, which is longer:</p>
<blockquote><p>“We did it for our friends and mothers.”</p><p>“We would do it again.”</p></blockquote>
<p>From Tom Pell's Tumblr:</p><blockquote><p>Nobody minded.</p></blockquote>
<p>Berg thinks that nobody had written it down before, and so it was never a rule.</p>
<blockquote><p>It was just another fog.</p></blockquote></article></body></html>"""


def test_whose_a_block_quotation_is() -> None:
    speakers = [speaker for speaker, _ in spoken(taken(BLOG))]
    assert speakers == ["Brian Berg", "Tom Pell", "Brian Berg", "Brian Berg", "Tom Pell", "Brian Berg"]
