"""Files that mean harm, or are none: refused in words, and soon."""

from __future__ import annotations

import time

import pytest

from bot.errors import UserError
from bot.exchange import files
from bot.exchange.rows import MAX_BYTES, Rejected

LAUGHS = "a0: &a0 [lol, lol]\n" + "".join(
    f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * 9)}]\n" for level in range(1, 12)
)
CONFIG = LAUGHS + "CONFIG: *a11\nWho?: [me]\n"
MERGES = (
    "m0: &m0 {a: [b], c: [d]}\n"
    + "".join(f"m{n}: &m{n} {{<<: [{', '.join([f'*m{n - 1}'] * 50)}]}}\n" for n in range(1, 6))
    + "<<: *m5\n"
)
FULL = MAX_BYTES - 10

FILES = {
    "laughs.yaml": LAUGHS,
    "config.yaml": CONFIG,
    "merges.yaml": MERGES,
    "itself.yaml": "&a ? *a\n: *a\n",
    "merges-itself.yaml": "&a\n<<: *a\nq: [b]\n",
    "deep.yaml": "[" * 100_000,
    "deeper.yaml": "- " * 100_000,
    "keys.yaml": "? " * 100_000,
    "tags.yaml": "a: !!python/object/apply:os.system ['echo']\n",
    "aliases.yaml": "x: &x [a]\n" + "y: *x\n" * 300_000,
    "many.yaml": "".join(f"q{n}: [a]\n" for n in range(20_001)),
    "digits.yaml": "CONFIG: {max_score: " + "9" * 1_000_000 + "}\nq: [a]\n",
    "flow.yaml": "a: [" + "b, " * 1_000_000 + "]",
    "quotes.yaml": '"' * FULL,
    "deep.json": "[" * 1_000_000,
    "deep-results.json": '{"results": [' + '{"a":' * 200_000,
    "digits.json": '{"results": [' + "9" * 1_000_000 + "]}",
    "wrong.json": '"text"',
    "cell.csv": "question,answer\n" + "x" * 1_000_000 + ",y\n",
    "open.csv": 'question,answer\n"' + "x,y\n" * 1_000_000,
    "many.csv": "question,answer\n" + "".join(f"q{n},a\n" for n in range(20_001)),
    "heading.csv": "," * FULL,
    "field.txt": "#separator:tab\n" + "<" * 100_000 + "\tb\n",
    "headers.txt": "#html:true\n" * 300_000,
    "clozes.txt": "#html:false\n" + ("{{c1::" * 2_000 + "\tb\n") * 100,
    "markup.txt": "#html:true\n" + ("<!--" * 4_000 + "\tb\n") * 300,
    "bars.csv": "question,answer\nq," + "|" * 100_000 + "\n",
    "slashes.csv": "question,answer\n" + ("q," + "\\" * 100_000 + "x\n") * 40,
    "zero.txt": b"\x00" * 5000,
    "picture.yaml": b"\x89PNG\r\n\x1a\n" + b"\x00" * 100,
    "empty.yaml": b"",
    "blank.csv": b" \n\t\n",
    "large.csv": b"a" * (MAX_BYTES + 1),
    "huge.yaml": b"- x\n" * 6_250_000,
    "prose.txt": "Ducks swim. They like it.\n",
    "broken.csv": b"question,answer\n\xff\xfe\x00\xd8",
}


@pytest.mark.parametrize("name", FILES)
def test_hostile_files_end_in_words_and_soon(name: str) -> None:
    content = FILES[name]
    data = content.encode() if isinstance(content, str) else content
    started = time.perf_counter()
    try:
        parsed = files.parse(name, data)
    except UserError as error:
        assert 10 < len(str(error)) < 400
        assert "Traceback" not in str(error)
    else:
        assert len(parsed.rows) + len(parsed.rejected) <= 20_000
        assert all(
            isinstance(one, Rejected) and len(one.text) <= 80 and one.reason for one in parsed.rejected
        )
        assert len(str(parsed.head)) < 2_000_000
    assert time.perf_counter() - started < 20


def test_the_largest_list_that_is_read() -> None:
    lines = [
        f"Question number {n} of a very long list about ducks?:\n- {n}\n- duck {n}\n" for n in range(20_000)
    ]
    started = time.perf_counter()
    parsed = files.parse("ducks.yaml", "".join(lines).encode())
    assert len(parsed.rows) == 20_000
    data, _ = files.write(parsed.format, [row.question() for row in parsed.rows], parsed.head)
    assert files.parse("again.yaml", data).rows[-1].answers == ("19999", "duck 19999")
    assert time.perf_counter() - started < 60


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("large.csv", "larger than 5 MB"),
        ("many.yaml", "more than 20,000 questions"),
        ("many.csv", "more than 20,000 questions"),
        ("cell.csv", "line 2"),
        ("empty.yaml", "is empty"),
        ("picture.yaml", "PNG picture"),
        ("prose.txt", "no format that is known here"),
        ("config.yaml", "AUTHOR, CONFIG and the like"),
        ("deep.yaml", "nested"),
        ("wrong.json", "no page of Open Trivia DB"),
    ],
)
def test_refusals_say_why(name: str, words: str) -> None:
    content = FILES[name]
    with pytest.raises(UserError, match=words):
        files.parse(name, content.encode() if isinstance(content, str) else content)
