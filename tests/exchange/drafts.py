"""Random questions as members might write them, and those that readers of files stumble over."""

from __future__ import annotations

from hypothesis import strategies as st

from bot.exchange import red
from bot.exchange.rows import Row, fault, question_id
from bot.models import Origin, Question

AWKWARD = r"""
yes No TRUE off ~ null 1912 010 0x1F 1e3 1_000 12:30 .5 -0 0.10 3.0 2014-12-22 = << - -- --- ... *a
&b !c %d @e `f` [g {h} #i k: l:m "n" 'o' \\ \\| | a|b || \\\\ ; , &amp; &quot; &lt;b&gt; <b>bold</b>
<br> a<b %41 %zz +1 =1+1 '=1 ''@x -5 5% #separator:tab {{c1::x}} [sound:a.mp3] true false C C++ C# か
が é é 😀 ½ x²
""".split()  # noqa: SIM905 - a list would be a page of quotation marks

_SIGNS = st.characters(
    exclude_categories=("Cs", "Cc", "Cn"), include_characters="\n\t\u0085\u2028", exclude_characters="\ufeff"
)


def texts(longest: int) -> st.SearchStrategy[str]:
    free = st.text(_SIGNS, min_size=1, max_size=longest)
    words = st.lists(st.sampled_from(AWKWARD), min_size=1, max_size=4).map(" ".join)
    return (free | words | st.sampled_from(AWKWARD)).filter(lambda text: bool(text.strip()))


@st.composite
def questions(draw: st.DrawFn) -> Question:
    answers = tuple(draw(st.lists(texts(60), min_size=1, max_size=4)))
    right = {answer.strip() for answer in answers}
    wrong = [text for text in draw(st.lists(texts(60), max_size=4)) if text.strip() not in right]
    prompt = draw(texts(120))
    return Question(
        id=question_id(prompt),
        form="free",
        prompt=prompt,
        answers=answers,
        distractors=tuple(wrong),
        level=draw(st.integers(1, 3)),
        origin=Origin.IMPORTED,
        category=draw(st.none() | texts(30)),
        explanation=draw(st.none() | texts(120)),
    )


def lists() -> st.SearchStrategy[list[Question]]:
    return st.lists(questions(), min_size=1, max_size=6, unique_by=lambda question: question.id).filter(
        lambda found: all(askable(question) for question in found)
    )


def askable(question: Question) -> bool:
    if question.prompt in red.HEAD:
        return False  # a Red list would take it for its own
    row = Row(1, question.prompt, question.answers, question.distractors, question.level)
    return fault(row) is None
