"""What an import would do, told before it is done."""

from __future__ import annotations

from dataclasses import replace

from bot.exchange import files
from bot.exchange.preview import Preview, counts, preview, summary
from bot.models import Question

FIRST = """question,answers,wrong1,level,category,explanation
Who swims?,ducks|swans,cats,hard,Ponds,They float.
Where?,the pond,the hill,,,
Who flies?,geese,,,,
"""


def held() -> list[Question]:
    return [row.question() for row in files.parse("first.csv", FIRST.encode()).rows]


def look(text: str, name: str = "list.yaml") -> Preview:
    return preview(files.parse(name, text.encode()), held())


def test_the_same_file_again_changes_nothing() -> None:
    found = preview(files.parse("first.csv", FIRST.encode()), held())
    assert counts(found) == "0 new, 0 changed, 3 the same, 0 clashing, 0 rejected"
    assert found.to_store() == []


def test_new_changed_clashing_and_rejected_with_their_lines() -> None:
    found = look(
        "who swims:\n- Ducks\n- grebes\n"
        "Where?:\n- the sea\nWho flies?:\n- geese\nWho dives?:\n- grebes\nNo?: []\n"
    )
    assert summary(found, new=True) == [
        "1 new, 1 changed, 1 the same, 1 clashing, 1 rejected",
        "line 1: changed: who swims: also right: “grebes”; no longer right: “swans”; other wording",
        "line 4: clashing: Where?: the server has “the pond”, the file “the sea”",
        "line 8: new: Who dives?",
        "line 10: rejected (it has no answer): No?",
    ]


def test_what_a_red_list_does_not_speak_of_stays() -> None:
    found = look("Who swims?:\n- ducks\n- swans\n- coots\n")
    before, after = held()[0], found.to_store()[0]
    assert after == replace(before, answers=("ducks", "swans", "coots"))
    assert (after.distractors, after.level, after.explanation) == (("cats",), 3, "They float.")


def test_a_wrong_answer_that_becomes_right_is_no_longer_offered_as_wrong() -> None:
    assert look("Who swims?: [ducks, cats]\n").to_store()[0].distractors == ()


def test_clashing_questions_are_stored_only_when_asked_for() -> None:
    found = look("Where?: [the sea]\nWho dives?: [grebes]\n")
    assert [one.prompt for one in found.to_store()] == ["Who dives?"]
    stored = found.to_store(clashing=True)
    assert [one.prompt for one in stored] == ["Where?", "Who dives?"]
    assert stored[0].id == held()[1].id


def test_two_spellings_in_one_file_are_two_questions() -> None:
    found = look("Who swims?: [ducks]\nWHO SWIMS?: [whales]\n")
    assert [item.line for item in found.changed] == [1]
    assert [item.line for item in found.new] == [2]
    assert len({one.id for one in found.to_store()}) == 2


def test_a_spelling_of_a_question_keeps_its_id() -> None:
    found = look("WHO SWIMS: [ducks, swans, coots]\n")
    assert found.changed[0].question.id == held()[0].id
