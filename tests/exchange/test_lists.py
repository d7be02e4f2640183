"""Lists as people have them: what is read, what is refused, and why."""

from __future__ import annotations

import base64
import json
from typing import Any
from urllib.parse import quote

import pytest
import yaml

from bot.errors import UserError
from bot.exchange import files
from bot.exchange.rows import Format, Parsed

RED = """\
# The pond club's own list
AUTHOR: Pond Club
DESCRIPTION: "Ducks: and others"
CONFIG: {delay: 12.5, max_score: 20, bot_plays: true, reveal_answer: no}
$schema: https://example.org/schema.json
"How many ducks are in \\"Pond, the Play\\"?":
- 3
- three
Is a swan a duck?:
- No
- nope
? |
  Finish the rhyme:
  Row, row, row ...
: - your boat
Which year did it open?: [1912, "1912 AD"]
When exactly?: [2014-12-22]
Which code opens the gate?: [010, "010", 1e3, 12:30]
What is the sign for nothing in YAML?: [~]
1984:
- Orwell
How deep is it?:
- 0.50
- 0.5
- "0.5"
"""


def read(name: str, text: str | bytes) -> Parsed:
    return files.parse(name, text.encode() if isinstance(text, str) else text)


def answers(parsed: Parsed) -> dict[str, tuple[str, ...]]:
    return {row.prompt: row.answers for row in parsed.rows}


def reasons(parsed: Parsed) -> dict[int, str]:
    return {one.line: one.reason for one in parsed.rejected}


def test_red_answers_are_what_was_written() -> None:
    parsed = read("pond.yaml", RED)
    assert parsed.rejected == ()
    assert answers(parsed) == {
        'How many ducks are in "Pond, the Play"?': ("3", "three"),
        "Is a swan a duck?": ("No", "nope"),
        "Finish the rhyme:\nRow, row, row ...\n": ("your boat",),
        "Which year did it open?": ("1912", "1912 AD"),
        "When exactly?": ("2014-12-22",),
        "Which code opens the gate?": ("010", "010", "1e3", "12:30"),
        "What is the sign for nothing in YAML?": ("~",),
        "1984": ("Orwell",),
        "How deep is it?": ("0.50", "0.5", "0.5"),
    }
    assert [row.line for row in parsed.rows] == [6, 9, 12, 16, 17, 18, 19, 20, 22]
    assert parsed.head["AUTHOR"] == "Pond Club"
    assert parsed.head["CONFIG"] == {
        "delay": 12.5,
        "max_score": 20,
        "bot_plays": True,
        "reveal_answer": False,
    }


def test_red_gets_the_very_values_back() -> None:
    parsed = read("pond.yaml", RED)
    data, notes = files.write(Format.RED, [row.question() for row in parsed.rows], parsed.head)
    before, after = yaml.safe_load(RED), yaml.safe_load(data)
    # Three values that Red itself refuses come back as the text that was meant.
    before["1984"] = before.pop(1984)
    before["When exactly?"] = ["2014-12-22"]
    before["What is the sign for nothing in YAML?"] = ["~"]
    assert repr(after) == repr({**{key: after[key] for key in after}, **before})
    assert {key: repr(value) for key, value in after.items()} == {
        key: repr(value) for key, value in before.items()
    }
    assert notes == []
    again = read("again.yaml", data)
    assert answers(again) == answers(parsed)
    assert again.head == parsed.head


def test_red_merges_and_repeats_as_red_does() -> None:
    text = """
first: &pond {"Who swims?": [ducks], "Who flies?": [swans]}
<<: *pond
Who flies?: [geese]
Who dives?: [ducks]
Who dives?: [grebes]
"""
    parsed = read("pond.yaml", text)
    assert answers(parsed) == {"Who swims?": ("ducks",), "Who flies?": ("geese",), "Who dives?": ("grebes",)}
    loaded = yaml.safe_load(text)
    del loaded["first"]
    assert answers(parsed) == {key: tuple(value) for key, value in loaded.items()}
    assert reasons(parsed) == {
        2: "its answers are not a plain list of texts",
        5: "the same question stands on line 6, and the last one counts",
    }


def test_red_lines_that_can_not_be_asked() -> None:
    text = f"""
No answers?: []
Nothing?:
A hole?:
- pond
-
A map?: {{a: b}}
Lists in lists?: [[a], b]
[a, b]: [c]
{"x" * 601}: [a]
Endless?: [{"y" * 601}]
Many?: [{", ".join(f"a{number}" for number in range(51))}]
"A bell?": ["\\a"]
Fine?: [yes]
"""
    parsed = read("pond.yaml", text)
    assert list(answers(parsed)) == ["Fine?"]
    assert reasons(parsed) == {
        2: "it has no answer",
        3: "it has no answer",
        4: "one of its answers is empty",
        7: "its answers are not a plain list of texts",
        8: "its answers are not a plain list of texts",
        9: "the question is not text",
        10: "the question has 601 characters, 600 at most",
        11: "the answer “" + "y" * 29 + "…” has 601 characters, 600 at most",
        12: "it has 51 right answers, 50 at most",
        13: "not text: it holds signs that only programs read",
    }


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Who swims?:\n- ducks\nWho said: this?:\n- me\n", "line 3: this can't be read as YAML"),
        ("- a\n- b\n", "maps questions"),
        ("Who swims?:\n\t- ducks\n", "line 2"),
        ("---\na: [b]\n---\nc: [d]\n", "can't be read as YAML"),
        ("AUTHOR: me\n", "holds no questions"),
        ("a: !!python/object/apply:os.system [{a: b}]\n", "not a plain list"),
    ],
)
def test_red_refusals_name_the_place(text: str, words: str) -> None:
    try:
        said = " ".join(reasons(read("pond.yaml", text)).values())
    except UserError as error:
        said = str(error)
    assert words in said


PAGE: dict[str, Any] = {
    "response_code": 0,
    "results": [
        {
            "type": "multiple",
            "difficulty": "hard",
            "category": "Science: Birds & Ponds",
            "question": 'Who wrote "L’été d\'un canard" & why? ',
            "correct_answer": "Zoë <Müller>",
            "incorrect_answers": ["Anna", "zoë", "5% of us + you"],
        },
        {
            "type": "boolean",
            "difficulty": "easy",
            "category": "Animals",
            "question": "A duck has 100% waterproof feathers.",
            "correct_answer": "False",
            "incorrect_answers": ["True"],
        },
    ],
}


def encoded(change: Any, *, words: bool) -> str:
    """The page with its texts encoded; `words`: also those that the site leaves bare otherwise."""
    bare = {} if words else {"type", "difficulty"}
    results = [
        {
            key: [change(one) for one in value]
            if isinstance(value, list)
            else (value if key in bare else change(value))
            for key, value in entry.items()
        }
        for entry in PAGE["results"]
    ]
    return json.dumps({"response_code": 0, "results": results})


def as_html(text: str) -> str:
    for sign, name in (
        ("&", "&amp;"), ('"', "&quot;"), ("'", "&#039;"), ("<", "&lt;"), (">", "&gt;"),
        ("’", "&rsquo;"), ("é", "&eacute;"), ("ë", "&euml;"), ("ü", "&uuml;"),
    ):  # fmt: skip
        text = text.replace(sign, name)
    return text


@pytest.mark.parametrize(
    ("change", "words", "encoding"),
    [
        (as_html, False, "html"),
        (lambda text: base64.b64encode(text.encode()).decode(), True, "base64"),
        (lambda text: quote(text, safe=""), False, "url3986"),
        (lambda text: text, False, "none"),
    ],
)
def test_open_trivia_db_in_all_its_encodings(change: Any, words: bool, encoding: str) -> None:
    text = encoded(change, words=words)
    parsed = read("page.json", text)
    assert parsed.rejected == ()
    assert parsed.head == {"encoding": encoding}
    first, second = parsed.rows
    assert first.prompt == 'Who wrote "L’été d\'un canard" & why? '
    assert first.answers == ("Zoë <Müller>",)
    assert first.distractors == ("Anna", "zoë", "5% of us + you")
    assert (first.level, first.category) == (3, "Science: Birds & Ponds")
    assert (second.line, second.level, second.answers, second.distractors) == (2, 1, ("False",), ("True",))
    data, notes = files.write(Format.OPENTDB, [row.question() for row in parsed.rows], parsed.head)
    assert json.loads(data) == json.loads(text)
    assert notes == []


def test_open_trivia_db_entries_that_can_not_be_asked() -> None:
    good = PAGE["results"][1]
    entries = [
        good,
        {**good, "question": "A duck has  100% waterproof feathers."},
        {**good, "question": "Other?", "difficulty": "deadly"},
        {**good, "question": "Both?", "incorrect_answers": ["False"]},
        {**good, "question": 7},
        "no entry",
        {**good, "question": "None?", "correct_answer": ""},
        {**good, "question": "Long?", "incorrect_answers": ["x" * 81]},
    ]
    parsed = read("page.json", json.dumps({"response_code": 0, "results": entries}))
    assert [row.line for row in parsed.rows] == [1]
    assert reasons(parsed) == {
        2: "the same question as question 1",
        3: "its difficulty is “deadly”: neither easy, medium nor hard",
        4: "“False” stands among the right and the wrong answers",
        5: "not text: a question and its answers must stand in quotation marks",
        6: "not a question with its answers",
        7: "it has no answer",
        8: "the answer “" + "x" * 29 + "…” has 81 characters, 80 at most on a button",
    }


def test_open_trivia_db_says_why_a_page_is_empty() -> None:
    with pytest.raises(UserError, match="try again in five seconds"):
        read("page.json", '{"response_code": 5, "results": []}')


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_tables(delimiter: str) -> None:
    lines = [
        ["Question", "Correct answer", "Wrong 1", "Wrong 2", "Difficulty", "Topic", "Explanation", "Colour"],
        ["Who swims?", "ducks | swans", "cats", "dogs", "hard", "Ponds", '"They ""float""\nwell"', "red"],
        ["", "", "", "", "", "", "", ""],
        ['"Where?"', "the pond", "", "", "", "", "", ""],
        ["How hard?", "very", "", "", "9", "", "", ""],
        ["Who swims?", "geese", "", "", "", "", "", ""],
    ]
    parsed = read("pond.csv", "\ufeff" + "\r\n".join(delimiter.join(line) for line in lines))
    first, second = parsed.rows
    assert first.answers == ("ducks", "swans")
    assert first.distractors == ("cats", "dogs")
    assert (first.line, first.level, first.category) == (2, 3, "Ponds")
    assert first.explanation == 'They "float"\nwell'
    assert (second.line, second.prompt, second.distractors) == (5, "Where?", ())
    assert reasons(parsed) == {6: "its level is “9”: 1, 2 or 3 is meant", 7: "the same question as line 2"}
    assert parsed.notes == ("The column “Colour” was not read.",)


def test_kotoba_parts_answers_by_commas() -> None:
    parsed = read(
        "deck.csv",
        'Question,Answers,Comment,Instructions,Render as\n明日,"あした,あす",tomorrow,Type it!,Image\n',
    )
    assert parsed.rows[0].answers == ("あした", "あす")
    assert parsed.rows[0].explanation == "tomorrow"


def test_a_table_without_headings_says_which_it_needs() -> None:
    with pytest.raises(UserError, match="must name the columns"):
        read("pond.csv", "Who swims?,ducks\nWho flies?,swans\n")


def test_a_table_runs_no_formula() -> None:
    """Opened in a spreadsheet, what a member suggested must not be computed."""
    parsed = read("a.csv", 'question,answer\n"=HYPERLINK(""http://x"")?",@SUM(1)\nHow cold?,-5\n')
    data, _ = files.write(Format.CSV, [row.question() for row in parsed.rows])
    cells = [cell for line in data.decode().splitlines() for cell in line.split(",")]
    assert not any(cell.lstrip('"').startswith(("=", "@", "+")) for cell in cells)
    assert "-5" in cells
    assert answers(read("b.csv", data)) == answers(parsed)


ANKI = (
    "#separator:tab\n#html:true\n#guid column:1\n#notetype column:2\n#deck column:3\n#tags column:6\n"
    "k1\tBasic\tPonds::Birds\tWho <b>swims</b>?<br>Guess &amp; tell<img src=a>\t<div>ducks</div>\teasy x\n"
    'k2\tBasic\tPonds::Birds\t"Two\tcolumns, ""said"" he?"\tswan[sound:s.mp3]\t\n'
    "k3\tBasic\tPonds::Birds\t<img src=b.png>\tgoose\t\n"
    "k4\tCloze\tPonds::Birds\tA {{c1::grebe::bird}} dives.\t\t\n"
)


def test_anki_notes() -> None:
    parsed = read("deck.txt", ANKI)
    assert answers(parsed) == {
        "Who swims?\nGuess & tell": ("ducks",),
        'Two\tcolumns, "said" he?': ("swan",),
        "A _____ dives.": ("grebe",),
    }
    assert [row.line for row in parsed.rows] == [7, 8, 10]
    assert {row.category for row in parsed.rows} == {"Ponds::Birds"}
    assert [row.level for row in parsed.rows] == [1, 2, 2]
    assert reasons(parsed) == {9: "the question is empty once pictures and sounds are left out"}


def test_what_a_format_can_not_hold_is_said() -> None:
    parsed = read("page.json", json.dumps(PAGE))
    questions = [row.question() for row in parsed.rows]
    _, notes = files.write(Format.RED, questions, {})
    assert [note.split(":")[0] for note in notes] == [
        f"A Red list has no room for {what}" for what in ("wrong answers", "levels", "categories")
    ]
    _, notes = files.write(Format.CSV, questions, {"AUTHOR": "me"})
    assert notes == [
        "Blanks at the ends of texts don't survive: that concerns 1 questions.",
        "A table has no room for AUTHOR: left out.",
    ]


@pytest.mark.parametrize(
    ("name", "text", "format"),
    [
        ("a.yml", "Who?:\n- me\n", Format.RED),
        ("a.txt", "Who swims?:\n- ducks\n", Format.RED),
        ("a.json", '{"results": []}', Format.OPENTDB),
        ("a.txt", '[{"question": ""}]', Format.OPENTDB),
        ("a", "answer;question\nb;a\n", Format.CSV),
        ("a.tsv", "question\tanswer\na\tb\n", Format.CSV),
        ("a.txt", "#html:false\na\tb\n", Format.ANKI),
        ("a.csv", "#separator:comma\na,b\n", Format.ANKI),
        ("a.txt", "front\tback side\n", Format.ANKI),
    ],
)
def test_formats_are_told_apart(name: str, text: str, format: Format) -> None:
    assert files.detect(name, text.encode()) is format


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_other_encodings(encoding: str) -> None:
    text = "question,answer\nWer schwimmt schön auf dem Weiher?,Enten und Gänse, die größer sind\n"
    parsed = read("pond.csv", text.encode(encoding))
    assert parsed.rows[0].prompt == "Wer schwimmt schön auf dem Weiher?"
