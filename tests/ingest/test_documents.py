from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ingest.decoding import MAX_BYTES
from bot.ingest.documents import Document, list_documents, list_other, read_bytes, read_document, title_in
from bot.ingest.problems import Problem
from bot.models import Kind

HEAD = """\
---
title: "Letters: a selection"
author: Ann Example
publisher: The Paper
url: https://example.org/letters
published: 2014-12
kind: creator
spoils: [First Work, Second Work]
language: en-GB
---
"""


def read(text: str | bytes, name: str = "a-letter.txt") -> tuple[Document, list[Problem]]:
    document, problems = read_bytes(text.encode() if isinstance(text, str) else text, name)
    assert document is not None, problems
    return document, problems


def refused(data: bytes, name: str = "a.txt") -> Problem:
    document, problems = read_bytes(data, name)
    assert document is None
    assert problems[-1].left_out
    return problems[-1]


def test_a_full_head() -> None:
    document, problems = read(HEAD + "\n  Hello.\r\n")
    assert not problems
    assert document.text == "\n  Hello.\r\n"
    assert document.head_length == len(HEAD)
    assert document.title == "Letters: a selection"
    assert document.title_given
    assert (document.author, document.publisher) == ("Ann Example", "The Paper")
    assert (document.url, document.published) == ("https://example.org/letters", "2014-12")
    assert (document.kind, document.spoils) == (Kind.CREATOR, ("First Work", "Second Work"))
    assert (document.language, document.encoding) == ("en-GB", "utf-8")


def test_without_a_head_everything_is_not_given() -> None:
    document, problems = read("A short title\n\nAnd then the text begins. It goes on.")
    assert not problems
    assert document.text.startswith("A short title")
    assert document.title == "A short title"
    assert not document.title_given
    assert document.head_length == 0
    assert document.kind is Kind.REPORT
    assert (document.author, document.published, document.spoils) == (None, None, ())


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\t\r\n"), min_size=1))
def test_text_after_a_head_is_kept_whatever_it_is(text: str) -> None:
    data = (HEAD + text).encode()
    document, _ = read_bytes(data, "a.txt")
    if document is None:
        assert not text.strip()
        return
    assert document.text == text
    assert data.decode()[document.head_length :] == text


@given(st.binary(max_size=400))
def test_no_bytes_break_it(data: bytes) -> None:
    document, problems = read_bytes(data, "a.txt")
    assert document is not None or problems[-1].left_out
    if document is not None:
        document.text.encode("utf-8")
        assert document.title.strip()


@given(st.text(max_size=300))
def test_no_head_breaks_it(head: str) -> None:
    document, problems = read_bytes(
        f"---\ntitle: x\n{head}\n---\nText.\n".encode("utf-8", "replace"), "a.txt"
    )
    assert document is None or document.text.endswith("Text.\n")
    assert document is not None or problems[-1].left_out


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("titel: Something", ("titel", "“title”")),
        ("date: 2014-12-22", ("date", "“published”")),
        ("kind: reprot", ("reprot", "“report”")),
        ("published: 2014-02-30", ("2014-02-30", "calendar")),
        ("published: last Monday", ("last Monday", "2014-12-22")),
        ("url: javascript:alert(1)", ("javascript", "https://")),
        ("language: English", ("English", "en")),
        ("publisher: [a, b]", ("publisher", "one line of text")),
        ("spoils: {a: b}", ("spoils", "list")),
    ],
)
def test_a_wrong_line_is_named_and_counts_as_not_given(line: str, words: tuple[str, ...]) -> None:
    document, problems = read(f"---\nauthor: Ann\n{line}\n---\nText.")
    (problem,) = problems
    assert (problem.file, problem.line, problem.left_out) == ("a-letter.txt", 3, False)
    for word in words:
        assert word in problem.message
    assert document.author == "Ann"
    assert (document.published, document.url, document.language, document.publisher) == (None,) * 4
    assert document.kind is Kind.REPORT


def test_the_last_of_two_equal_lines_counts() -> None:
    document, problems = read("---\ntitle: One\ntitle: Two\n---\nText.")
    assert document.title == "Two"
    assert [problem.line for problem in problems] == [3]


def test_a_colon_without_quotes_is_forgiven_and_named() -> None:
    document, problems = read(
        "---\ntitle: The Story: Part One\nspoils:\n  - The Story\nkind: fan\n---\nText."
    )
    assert document.title == "The Story: Part One"
    assert document.spoils == ("The Story",)
    assert document.kind is Kind.FAN
    assert problems[0].line == 2
    assert "quotation marks" in problems[0].message or "put between" in problems[0].message


def test_dates_stay_as_they_are_written() -> None:
    for published in ("2014-12-22", "2014-12", "2014", "'2014'"):
        document, problems = read(f"---\npublished: {published}\n---\nText.")
        assert document.published == published.strip("'")
        assert not problems


def test_an_unclosed_head_is_refused() -> None:
    problem = refused(b"---\ntitle: Something\nauthor: Ann\n\nText begins.\n")
    assert problem.line == 1
    assert "---" in problem.message


@pytest.mark.parametrize(
    "text",
    [
        "---\nIt was night. Nobody spoke.\n---\nThen it was day.\n",
        "---\n\nIt was night, and the rule above is only a rule.\n",
        "---\nNote: the following is all there is.\n---\nText.\n",
        "----\ntitle: four dashes\n----\nText.\n",
    ],
)
def test_a_rule_of_dashes_is_no_head(text: str) -> None:
    document, problems = read(text)
    assert document.text == text
    assert document.head_length == 0
    assert not problems


def test_a_head_that_would_unfold_without_end_is_harmless() -> None:
    lines = ["a: &a [x,x,x,x,x,x,x,x,x]"]
    lines += [
        f"{new}: &{new} [{','.join([f'*{old}'] * 9)}]"
        for old, new in zip("abcdefgh", "bcdefghi", strict=True)
    ]
    document, problems = read("---\ntitle: [*i]\n".replace("[*i]", "T") + "\n".join(lines) + "\n---\nText.")
    assert document.title == "T"
    assert len(problems) == 9
    document, _ = read("---\ntitle: " + "[" * 5000 + "\n---\nText.")
    assert document.text == "Text."


def test_a_head_without_end_is_given_up_soon() -> None:
    text = "---\n" + "a: [" * 1_000_000 + "\n---\nText."
    document, problems = read(text)
    assert document.text == text
    assert not problems


def test_a_byte_order_mark_is_no_part_of_the_text() -> None:
    for head in ("", HEAD):
        data = b"\xef\xbb\xbf" + (head + "Words.\n").encode()
        document, problems = read(data)
        assert not problems
        assert document.text == "Words.\n"
        assert data.decode("utf-8")[document.head_length :] == document.text


SAID = "She said “it’s all right” – and left…\r\nNothing more was said of it by anyone in the room. "


@pytest.mark.parametrize(
    ("encoding", "named"),
    [("cp1252", "cp1252"), ("utf-16", "utf-16"), ("utf-16-le", "utf-16-le"), ("utf-32", "utf-32")],
)
def test_other_encodings_are_read_exactly_and_named(encoding: str, named: str) -> None:
    document, problems = read((SAID * 3).encode(encoding))
    assert document.text == SAID * 3
    assert document.encoding == named
    assert any(named in problem.message and not problem.left_out for problem in problems)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Voilà l’été où la fille a été élevée à Genève ; ça va très bien, dit sa mère. " * 4, "cp1252"),
        ("Die Königin möchte über Grüße und Straßen sprechen. " * 5, "latin-1"),
        ("Zażółć gęślą jaźń, powiedział książę i odszedł na północ przez śnieg. " * 5, "cp1250"),
        ("Она сказала, что всё в порядке, и ушла домой по снегу. " * 5, "koi8-r"),
    ],
)
def test_letters_of_other_languages_come_out_right(text: str, encoding: str) -> None:
    document, _ = read(text.encode(encoding))
    assert document.text == text


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "empty"),
        (b" \r\n\t\n", "empty"),
        (b"\xef\xbb\xbf\n", "empty"),
        (b"\xff\xfe", "empty"),
        (b"%PDF-1.7 and so on", "PDF"),
        (b"\x89PNG\r\n\x1a\n....", "PNG"),
        (b"PK\x03\x04abc", "ZIP"),
        (b"\x7fELF\x02\x01\x01\x00", "program"),
        (b"words\x00words\x00\x01\x02 and more words", "not a text"),
        (b"\x01\x02\x03\x04\x05\x06 abc", "not a text"),
        (HEAD.encode() + b"\n \n", "no text follows"),
        (bytes(range(128, 256)) * 4, "UTF-8"),
    ],
)
def test_what_is_no_text_is_left_out_with_the_reason(data: bytes, word: str) -> None:
    assert word in refused(data).message


def test_too_large(tmp_path: Path) -> None:
    path = tmp_path / "big.txt"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    document, (problem,) = read_document(path, "big.txt")
    assert document is None
    assert "50 MB" in problem.message


def test_files_that_cannot_be_opened(tmp_path: Path) -> None:
    (tmp_path / "folder.txt").mkdir()
    (tmp_path / "broken.txt").symlink_to(tmp_path / "nowhere")
    for name in ("folder.txt", "broken.txt", "missing.txt"):
        document, (problem,) = read_document(tmp_path / name, name)
        assert document is None
        assert problem.left_out


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("A title\n\nText.", "A title"),
        ("\n\n# A *title* \n\nText.", "A *title"),
        ("A title\n=====\nText.", "A title"),
        ("***\n\nWho wins?\n\nText.", "Who wins?"),
        ("Only one line", None),
        ("It was a sentence.\n\nText.", None),
        ("He said “no.”\n\nText.", None),
        ("By Ann Example\n\nText.", None),
        ("Ann Example, The Associated Press\n\nText.", None),
        ("a line of a paragraph that is\nwrapped by hand\n", None),
        ("KORRA: Hello there\nMAKO: Hello\n", None),
        ("x" * 130 + "\n\nText.", None),
        ("---\n---\n", None),
    ],
)
def test_titles(text: str, title: str | None) -> None:
    assert title_in(text) == title


def test_the_files_name_stands_in_for_a_title() -> None:
    document, _ = read("A sentence and nothing else.", "folder/an_old-letter.v2.txt")
    assert document.title == "An old letter v2"


def test_which_files_are_read(tmp_path: Path) -> None:
    for name in (
        "b.txt",
        "a.md",
        "README.md",
        ".hidden.txt",
        "c.pdf",
        "sub/d.TXT",
        "sub/readme.md",
        ".git/e.txt",
    ):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("x")
    assert [path.relative_to(tmp_path).as_posix() for path in list_documents(tmp_path)] == [
        "a.md",
        "b.txt",
        "sub/d.TXT",
    ]
    assert [path.name for path in list_other(tmp_path)] == ["c.pdf"]
    assert list_documents(tmp_path / "missing") == []
