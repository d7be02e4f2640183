"""What moderators say of quotes, laid over texts that change: every quote still stands where it says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.ingest.analysis import Analysis, analyse
from bot.ingest.corrections import (
    BLACK,
    RULE,
    Correction,
    corrected,
    meant,
    nearest_place,
    result_place,
)
from bot.ingest.documents import Document, read_bytes
from bot.ingest.overlay import SERVER, Edit, Gathered, overlay
from bot.ingest.quotes import FoundQuote
from bot.names import key

TEXT = (
    '"I love turtles," said Bryan Konietzko. "They are slow and kind."\n\n'
    'Jeremy Zuckerman agreed. "Turtles taught me to wait," he said.\n\n'
    "Tenzin asked. \"Then Tom said, 'You are late,' and I ran,\" said Tenzin.\n"
)


def document(text: str, name: str = "turtles.txt") -> Document:
    read, _ = read_bytes(b"Words.", name)
    assert read is not None
    return replace(read, text=text)


def found(text: str = TEXT) -> Analysis:
    return analyse(document(text), ())


def correction(words: str, near: int = 0, **values: Any) -> Correction:
    return Correction.of("c", {"document": "turtles.txt", "words": words, "near": near, **values})


def put(
    text: str, *corrections: Correction, names: Mapping[str, str] | None = None
) -> tuple[Analysis, list[Correction]]:
    missed: list[Correction] = []
    return corrected(found(text), corrections, names or {}, missed), missed


def said(analysis: Analysis) -> dict[str, str | None]:
    return {quote.text: quote.speaker for quote in analysis.quotes}


def stands(analysis: Analysis, before: Analysis) -> None:
    """What holds after any corrections whatever."""
    text = analysis.document.text
    assert len(text) == len(before.document.text)
    spans = [(quote.start, quote.end) for quote in analysis.quotes]
    assert len(set(spans)) == len(spans)
    assert spans == sorted(spans, key=lambda span: (span[0], -span[1]))
    for number, quote in enumerate(analysis.quotes):
        assert 0 <= quote.start < quote.end <= len(text)
        assert text[quote.start : quote.end] == quote.text
        assert quote.text.strip()
        if quote.parent is not None:
            assert 0 <= quote.parent < number
            outer = analysis.quotes[quote.parent]
            assert outer.start <= quote.start and quote.end <= outer.end
    for passage in analysis.passages:
        assert text[passage.start : passage.end] == before.document.text[passage.start : passage.end]


def test_the_quotes_that_these_tests_start_from() -> None:
    assert said(found()) == {
        "I love turtles,": "Bryan Konietzko",
        "They are slow and kind.": "Bryan Konietzko",
        "Turtles taught me to wait,": "Jeremy Zuckerman",
        "Then Tom said, 'You are late,' and I ran,": "Tenzin",
        "You are late,": "Tom",
    }


def test_another_speaker_also_says_the_other_parts_of_the_utterance() -> None:
    after, _ = put(TEXT, correction("I love turtles,", 1, speaker="Lin Beifong"))
    assert said(after)["I love turtles,"] == said(after)["They are slow and kind."] == "Lin Beifong"
    assert said(after)["Turtles taught me to wait,"] == "Jeremy Zuckerman"
    assert {quote.rule for quote in after.quotes if quote.speaker == "Lin Beifong"} == {RULE}


def test_a_speaker_is_known_by_any_spelling() -> None:
    names = {key("Mike"): "Michael Dante DiMartino"}
    after, _ = put(TEXT, correction("I love turtles,", 1, speaker="MIKE"), names=names)
    assert said(after)["I love turtles,"] == "Michael Dante DiMartino"


@pytest.mark.parametrize(
    ("value", "speaker"), [({}, "Tenzin"), ({"speaker": ""}, None), ({"speaker": None}, "Tenzin")]
)
def test_nobody_that_is_known_or_as_it_was_found(value: dict[str, Any], speaker: str | None) -> None:
    after, _ = put(TEXT, correction("Then Tom said, 'You are late,' and I ran,", **value))
    assert said(after)["Then Tom said, 'You are late,' and I ran,"] == speaker


def test_other_borders_and_a_quote_inside_that_no_longer_fits() -> None:
    words = "Then Tom said, 'You are late,' and I ran,"
    after, missed = put(TEXT, correction(words, to="Tom said, 'You are late,'"))
    assert not missed
    inner, outer = (
        next(quote for quote in after.quotes if quote.text == text)
        for text in ("You are late,", "Tom said, 'You are late,'")
    )
    assert inner.parent is not None and after.quotes[inner.parent] == outer
    after, _ = put(TEXT, correction(words, to="and I ran,"))
    assert [quote.parent for quote in after.quotes if quote.text == "You are late,"] == [None]


def test_borders_that_stand_nowhere_are_named_and_the_rest_counts() -> None:
    wrong = correction("I love turtles,", 1, to="I hate turtles", speaker="Lin")
    after, missed = put(TEXT, wrong)
    assert missed == [wrong]
    assert said(after)["I love turtles,"] == "Lin"


def test_nobody_s_words() -> None:
    after, _ = put(TEXT, correction("Then Tom said, 'You are late,' and I ran,", state="none"))
    assert "Then Tom said, 'You are late,' and I ran," not in said(after)
    assert [quote.parent for quote in after.quotes if quote.text == "You are late,"] == [None]


def test_hidden_words_stand_nowhere_any_more() -> None:
    before = found()
    after, _ = put(TEXT, correction("You are late,", state="hidden"))
    stands(after, before)
    assert "late" not in after.document.text
    assert f"'{BLACK * 3} {BLACK * 3} {BLACK * 5}'" in after.document.text
    assert not any("late" in quote.text for quote in after.quotes), "nor in the quote round it"
    text = after.document.text
    assert not any("late" in text[one.start : one.end] for one in after.passages)
    assert said(after)["Turtles taught me to wait,"] == "Jeremy Zuckerman"


def test_whom_only_hidden_words_name_is_not_known_any_more() -> None:
    assert {"Tom", "Tenzin"} <= {person.name for person in found().persons}
    after, _ = put(TEXT, correction("Then Tom said, 'You are late,' and I ran,", state="hidden"))
    names = {person.name for person in after.persons}
    assert "Tenzin" in names and "Tom" not in names


def test_words_that_the_extractor_finds_no_quote_in_become_one() -> None:
    after, _ = put(TEXT, correction("Tenzin asked.", speaker="Lin"), correction("agreed.", speaker="Su"))
    assert (said(after)["Tenzin asked."], said(after)["agreed."]) == ("Lin", "Su")
    new = [quote.utterance for quote in after.quotes if quote.text in ("Tenzin asked.", "agreed.")]
    assert len(set(new)) == 2, "they are no parts of one utterance"


def test_the_same_words_twice_are_told_apart_by_their_place() -> None:
    text = '"Wait for me," said Korra.\n\n"Wait for me," said Asami.\n\n"Wait for me," said Bolin.\n'
    second = text.index("Wait", 10)
    after, _ = put(text, correction("Wait for me,", second, speaker="Naga"))
    assert [quote.speaker for quote in after.quotes] == ["Korra", "Naga", "Bolin"]
    after, _ = put(text, correction("Wait for me,", second, state="none"))
    assert [quote.speaker for quote in after.quotes] == ["Korra", "Bolin"]


def test_the_same_words_twice_in_a_text_that_was_replaced() -> None:
    """What stands beside them tells them apart where all of it has moved."""
    text = '"Wait for me," said Korra.\n\n"Wait for me," said Asami.\n\n"Wait for me," said Bolin.\n'
    moved = "A new beginning. " * 2 + text.replace("Wait for", "Wait  for")
    second = text.index("Wait", 10)
    one = correction("Wait for me,", second, speaker="Naga")
    after, _ = put(moved, one)
    assert [quote.speaker for quote in after.quotes] == ["Naga", "Asami", "Bolin"]
    one = replace(one, lead='said Korra. "', tail='" said Asami. "Wait')
    after, _ = put(moved, one)
    assert [quote.speaker for quote in after.quotes] == ["Korra", "Naga", "Bolin"]


def test_the_extractor_finds_other_borders_now() -> None:
    """The words are those of an earlier run of the extractor, or of another version of the document."""
    longer = correction('I love turtles," said Bryan Konietzko. "They are slow and kind.', 1, speaker="Lin")
    after, _ = put(TEXT, longer)
    assert said(after)[longer.words] == "Lin"
    assert "I love turtles," not in said(after), "its parts went up in it"
    shorter = correction("Tom said, 'You are late,' and I ran", speaker="Lin")
    after, _ = put(TEXT, shorter)
    assert said(after)["Then Tom said, 'You are late,' and I ran,"] == "Lin"
    gone, _ = put(TEXT, replace(longer, state="none"))
    assert not {"I love turtles,", "They are slow and kind."} & said(gone).keys()


def test_the_document_is_replaced() -> None:
    one = correction("Turtles taught me to wait,", TEXT.index("Turtles taught"), speaker="Lin")
    other = "A new beginning. " * 50 + TEXT.replace("taught me to", "taught me\n  to")
    after, missed = put(other, one)
    assert not missed
    assert said(after)["Turtles taught me\n  to wait,"] == "Lin"
    after, missed = put("Nothing of it is left here.", one)
    assert missed == [one]


def test_a_result_is_found_at_its_place() -> None:
    text = '"Wait. Wait for me," said Korra. Later: "Wait. Wait for me," said Asami.'
    second = text.rindex("Wait. Wait")
    one = correction("Wait. Wait for me,", second, to="Wait for me")
    assert result_place(one, text) == (text.rindex("Wait for"), text.rindex("me") + 2)
    assert result_place(replace(one, to=None), text) == (second, second + len(one.words))
    assert result_place(one, "Other words") is None
    assert meant([(0, 4), (0, 100), (5, 95)], (0, 100)) == 1
    assert meant([(0, 4)], (4, 8)) is None
    assert nearest_place(" \n ", text, 0) is None


def test_layers_say_it_together() -> None:
    """A pack corrects a quote; the server's own moderators change one thing of it, or take it back."""
    whole = {"document": "turtles.txt", "words": "I love turtles,", "near": 1, "speaker": "Lin"}
    base = Gathered((document(TEXT),), overlay(Gathered((), _nothing()), (), {}).written)
    pack = Edit("pack:a", "quote", "q", whole)
    apart = Edit("pack:a", "apart", "x", {"one": "lin", "other": "su"})

    def laid(*edits: Edit) -> Gathered:
        return overlay(base, edits, {})

    [one] = laid(pack, Edit(SERVER, "quote", "q", {"speaker": "", "state": "quote"})).corrections
    assert (one.words, one.names, one.speaker) == ("I love turtles,", True, None)
    assert laid(pack, Edit(SERVER, "quote", "q", {"removed": True})).corrections == ()
    assert laid(Edit(SERVER, "quote", "q", {"speaker": "Su"})).corrections == (), "the pack is gone"
    assert laid(apart).apart == {frozenset(("lin", "su"))}
    assert laid(apart, Edit(SERVER, "apart", "x", {"removed": True})).apart == frozenset()


def _nothing() -> Any:
    from bot.ingest.written import Written

    return Written()


PIECES = st.sampled_from(
    [
        '"I love turtles," said Bryan. ',
        "“They are 🐢 slow,” Korra said. ",
        "'nested' ",
        "\"He said 'no' and left,\" said Tenzin. ",
        "\n\n",
        "KORRA: Wait for me!\n",
        "> quoted\n",
        "‏שלום “עולם” אמר. ",
        "👩‍🚀 e\u0301 \u202e* ",
        "Wait for me. ",
    ]
)
TEXTS = st.lists(st.one_of(PIECES, st.text(max_size=12)), max_size=12).map("".join)


@st.composite
def cases(draw: st.DrawFn) -> tuple[str, list[Correction]]:
    """A text and corrections made on an earlier one: the same text, or one that shares parts with it."""
    text = draw(TEXTS)
    quotes = found(text).quotes
    made: list[Correction] = []
    for number in range(draw(st.integers(0, 4))):
        start = draw(st.integers(0, len(text)))
        end = draw(st.integers(start, min(len(text), start + 60)))
        some = st.sampled_from([*(quote.text for quote in quotes), text[start:end]])
        value: dict[str, Any] = {
            "document": "turtles.txt",
            "words": draw(st.one_of(some, st.text(max_size=5))),
            "near": draw(st.integers(-5, len(text) + 5)),
            "state": draw(st.sampled_from(["quote", "quote", "none", "hidden"])),
        }
        if draw(st.booleans()):
            value["speaker"] = draw(st.sampled_from(["", "Lin", "🐢", "‏עולם"]))
        if draw(st.booleans()):
            value["lead"], value["tail"] = draw(some), draw(st.text(max_size=5))
        if draw(st.booleans()):
            value["to"] = draw(st.one_of(some, st.text(max_size=5)))
        made.append(Correction.of(str(number), value))
    return draw(st.sampled_from([text, text + text, text[3:] + "x", text.replace(" ", "\n ")])), made


@settings(max_examples=60)
@given(cases())
def test_whatever_is_corrected_every_quote_stands_where_it_says(case: tuple[str, list[Correction]]) -> None:
    text, made = case
    before = found(text)
    missed: list[Correction] = []
    after = corrected(before, made, {}, missed)
    stands(after, before)
    for one in made:
        place = one.place(text)
        assert (place is None) <= (one in missed)
        if place is None:
            continue
        assert text[slice(*place)].split() or not one.words.split()
        if one.state == "hidden":
            assert all(letter.isspace() or letter == BLACK for letter in after.document.text[slice(*place)])
    again: list[Correction] = []
    assert corrected(before, made, {}, again) == after


@settings(max_examples=30)
@given(cases())
def test_one_correction_holds_whatever_is_found(case: tuple[str, list[Correction]]) -> None:
    """The last word is the moderator's: the speaker and the borders are as they say."""
    text, made = case
    for one in made[:1]:
        after = corrected(found(text), [one], {}, [])
        place = result_place(one, text)
        if place is None or one.state != "quote":
            continue
        held: list[FoundQuote] = [quote for quote in after.quotes if quote.rule == RULE]
        assert held
        if one.to and nearest_place(one.to, text, 0):
            assert place in [(quote.start, quote.end) for quote in held]
        if one.names:
            assert one.speaker in [quote.speaker for quote in held]
