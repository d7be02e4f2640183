"""data/curated/trivia.toml as an owner may write it: what is taken, and what the report says of the rest."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.ingest.trivia import CuratedTrivia, check_trivia
from bot.ingest.written import read_written
from bot.names import key
from bot.store import questions as stored
from tests.libraries import built, lay_out, opened

TEXT = "Mara Quill keeps the lighthouse. She has lived there for nine years with a cat named Ember."


def entry(**changed: str | None) -> str:
    """A right entry with some lines changed; None takes a line away."""
    lines: dict[str, str | None] = {
        "prompt": '"Who lives in the lighthouse?"',
        "answers": '["Mara Quill", "Quill"]',
        "distractors": '["Odo", "Pell", "Iris"]',
        "level": "1",
        "subjects": '["Mara Quill"]',
        "evidence": '"Mara Quill keeps the lighthouse."',
        "document": '"tower.txt"',
    }
    lines.update(changed)
    body = "\n".join(f"{word} = {value}" for word, value in lines.items() if value is not None)
    return f"[[question]]\n{body}\n"


def load(folder: Path, *entries: str) -> CuratedTrivia:
    (folder / "trivia.toml").write_text("\n".join(entries))
    return check_trivia(read_written(folder))


def test_no_file_is_no_question(tmp_path: Path) -> None:
    assert check_trivia(read_written(tmp_path)) == CuratedTrivia()


def test_a_right_entry_is_taken_whole(tmp_path: Path) -> None:
    more = entry(explanation='"She says so herself."', category='"Places"')
    (question,) = load(tmp_path, more).questions
    assert question.prompt == "Who lives in the lighthouse?"
    assert question.answers == ("Mara Quill", "Quill")
    assert question.distractors == ("Odo", "Pell", "Iris")
    assert (question.level, question.subjects) == (1, ("Mara Quill",))
    assert (question.explanation, question.category) == ("She says so herself.", "Places")
    assert question.line == 1


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"prompt": None}, "needs what is asked"),
        ({"answers": None}, "needs at least one right answer"),
        ({"answers": "[]"}, "needs at least one right answer"),
        ({"evidence": None}, "needs the words that prove the answer"),
        ({"document": None}, "where they stand"),
        ({"prompt": '"' + "Who? " * 61 + '"'}, "“prompt” is too long: 304 characters, at most 300"),
        ({"answers": '["' + "x" * 81 + '"]'}, "in “answers” is too long for a button: 81 characters"),
        (
            {"distractors": '["Odo", "Pell", "' + "y" * 81 + '"]'},
            "in “distractors” is too long for a button",
        ),
        ({"answers": str([f"name {n}" for n in range(11)])}, "there are 11 answers, at most 10"),
        ({"distractors": '["Odo", "Pell"]'}, "exactly 3 different wrong answers"),
        ({"distractors": '["Odo", "Pell", "Iris", "Wren"]'}, "here are 4"),
        ({"prompt": '"Where does Mara Quill live?"'}, "already holds its answer “Mara Quill”"),
        ({"prompt": '"What does the QUILL keep?"'}, "already holds its answer “Quill”"),
        ({"distractors": '["Odo", "The Quill", "Iris"]'}, "“The Quill” is the same as the right one “Quill”"),
        ({"distractors": '["Odo", "the odo", "Iris"]'}, "“Odo” and “the odo” are the same"),
        ({"level": "4"}, "“level” is 1 (easy), 2 or 3 (hard)"),
        ({"level": '"easy"'}, "“level” is 1 (easy), 2 or 3 (hard)"),
        ({"level": "true"}, "“level” is 1 (easy), 2 or 3 (hard)"),
    ],
)
def test_what_cannot_be_asked_is_left_out_and_says_why(
    tmp_path: Path, changed: dict[str, str | None], said: str
) -> None:
    trivia = load(tmp_path, entry(**changed))
    assert not trivia.questions
    assert [problem for problem in trivia.problems if problem.left_out and problem.line == 1]
    assert said in " ".join(map(str, trivia.problems))
    assert all(problem.file == "trivia.toml" for problem in trivia.problems)


def test_all_that_is_wrong_is_said_at_once(tmp_path: Path) -> None:
    bad = entry(level="9", distractors='["Odo"]', evidence=None)
    trivia = load(tmp_path, bad, entry(prompt='"Who has a cat?"'), entry(answers="[]", prompt='"Which one?"'))
    assert [question.prompt for question in trivia.questions] == ["Who has a cat?"]
    assert [problem.line for problem in trivia.problems] == [1, 1, 1, 18]
    assert "question “Who lives in the lighthouse?”" in trivia.problems[0].message


def test_part_of_a_word_is_no_answer_in_the_question(tmp_path: Path) -> None:
    """ "Ember" doesn't stand in "September"."""
    cat = entry(prompt='"Whose cat came in September?"', answers='["Ember"]')
    assert load(tmp_path, cat).questions


def test_without_wrong_answers_it_is_only_typed(tmp_path: Path) -> None:
    (question,) = load(tmp_path, entry(distractors=None)).questions
    assert question.distractors == ()


def test_without_a_level_it_is_of_the_middle_one(tmp_path: Path) -> None:
    (question,) = load(tmp_path, entry(level=None)).questions
    assert question.level == 2


def test_spellings_that_are_judged_alike_count_once(tmp_path: Path) -> None:
    (question,) = load(tmp_path, entry(answers='["The Keeper", "keeper", "KEEPER"]')).questions
    assert question.answers == ("The Keeper",)


def test_the_same_question_twice_is_named_with_both_lines(tmp_path: Path) -> None:
    trivia = load(tmp_path, entry(), entry(prompt='"who lives in the lighthouse"'))
    assert len(trivia.questions) == 1
    (problem,) = trivia.problems
    assert problem.line == 10
    assert "stands on line 1 already" in problem.message


def test_an_unknown_word_is_named_and_the_rest_is_used(tmp_path: Path) -> None:
    trivia = load(tmp_path, entry(awnser='"Odo"'))
    assert len(trivia.questions) == 1
    assert "“awnser”" in trivia.problems[0].message


async def test_evidence_is_looked_up_and_the_nearest_words_are_shown(tmp_path: Path) -> None:
    wrong = entry(prompt='"Who has a cat?"', evidence='"with a cat called Ember"')
    elsewhere = entry(prompt='"Which one?"', document='"cellar.txt"')
    also = entry(prompt='"Which two?"', document='"cellar.txt"')
    curated = "\n".join((entry(), wrong, elsewhere, also))
    folder = lay_out(tmp_path, {"tower.txt": TEXT}, {"trivia.toml": curated})
    report = await built(folder)
    said = [str(problem) for problem in report.problems]
    assert len(said) == 2
    assert "trivia.toml, line 10" in said[0]
    assert "with a cat named Ember" in said[0]
    assert "there is no document called “cellar.txt”: 2 questions were left out" in said[1]
    async with opened(folder) as services:
        free = await stored.pool(services.at(0).library, forms=["free"])
        assert [question.prompt for question in free] == ["Who lives in the lighthouse?"]
        (piece,) = await services.at(0).library.fetch(
            "select text from pieces where id = ?", [free[0].piece_id]
        )
        assert piece[0] == "Mara Quill keeps the lighthouse."


async def test_a_question_keeps_its_id_when_its_answers_are_mended(tmp_path: Path) -> None:
    ids: list[str] = []
    for number, answers in enumerate(('["Mara Quill"]', '["Mara Quill", "Keeper"]')):
        folder = lay_out(tmp_path / str(number), {"tower.txt": TEXT}, {"trivia.toml": entry(answers=answers)})
        await built(folder)
        async with opened(folder) as services:
            (question,) = await stored.pool(services.at(0).library, forms=["free"])
            ids.append(question.id)
            assert await stored.by_id(services.at(0).library, question.id) == question
            assert await stored.by_id(services.at(0).library, "nothing") is None
    assert ids[0] == ids[1]


async def test_the_pool_by_subject_level_and_form(tmp_path: Path) -> None:
    hard = entry(prompt='"Who has a cat?"', level="3", subjects='["Zhu-Li Moon", "Ember"]')
    folder = lay_out(tmp_path, {"tower.txt": TEXT}, {"trivia.toml": "\n".join((entry(), hard))})
    await built(folder)
    async with opened(folder) as services:

        async def prompts(**wanted: object) -> list[str]:
            found = await stored.pool(services.at(0).library, forms=["free"], **wanted)  # type: ignore[arg-type]
            return sorted(question.prompt for question in found)

        assert await prompts() == ["Who has a cat?", "Who lives in the lighthouse?"]
        assert await prompts(level=3) == ["Who has a cat?"]
        assert await prompts(about_keys=[key("zhu li moon")]) == ["Who has a cat?"]
        assert await prompts(about_keys=[key("Ember"), key("Mara Quill")]) == [
            "Who has a cat?",
            "Who lives in the lighthouse?",
        ]
        assert await prompts(about_keys=[key("nobody")]) == []
        assert await prompts(about_keys=[key("Ember")], level=1) == []
        before = services.at(0).library.trips
        await stored.pool(services.at(0).library, about_keys=["ember"], level=1, forms=["free"])
        assert services.at(0).library.trips == before + 1
