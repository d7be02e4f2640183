"""Interviews whose questions are in bold, or just questions, with no names: whose the answers are."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.ingest.quotes.paragraphs import Paragraph
from bot.ingest.quotes.voices import FIRST_PERSON

_BOLD = re.compile(r"(?:#+ )?(?P<mark>\*\*|__)(?![*_ ])[^\n]{3,600}(?P=mark)$")
_HEADING = re.compile(r"#+ ")
_ASIDE = re.compile(r"(?:\*(?!\*)|_(?!_)|\[|\(|>|!|<|\||#|-{3})")
_TO_YOU = re.compile(r"\b(?:[Yy]ou|[Yy]our|[Yy]ou['\u2019]\w+)\b")
_LONGEST = 500  # characters of a question
_FEWEST = 3


def find_answers(text: str, blocks: Sequence[Paragraph]) -> list[tuple[int, ...]]:
    """The paragraphs of each answer, question after question; nothing if the text is no such interview."""
    bold = [i for i, block in enumerate(blocks) if text[block.end - 1] in "*_" and _is_bold(text, block)]
    asking = [i for i in bold if "?" in text[blocks[i].start : blocks[i].end]]
    if len(bold) >= _FEWEST and len(asking) > 1 and len(asking) * 2 >= len(bold):
        return _between(text, blocks, bold)
    plain = [i for i, block in enumerate(blocks) if _is_question(text, block)]
    return _between(text, blocks, plain) if _is_conversation(text, blocks, plain) else []


def first_question(text: str, blocks: Sequence[Paragraph]) -> int | None:
    """The first of three questions to "you" or more that have their answers in marks: "Why bread?"."""
    asked = [
        i
        for i, block in enumerate(blocks[:-1])
        if _is_question(text, block) and text[blocks[i + 1].start] in "\"\u201c\u2018'\u00ab"
    ]
    return asked[0] if len(asked) >= _FEWEST else None


def _is_bold(text: str, block: Paragraph) -> bool:
    return _BOLD.match(text, block.start, block.end) is not None


def _is_question(text: str, block: Paragraph) -> bool:
    """`How did you begin?`, in a paragraph of its own and in nobody's marks."""
    return text[block.end - 1] == "?" and block.end - block.start <= _LONGEST and text[block.start].isalnum()


def _is_conversation(text: str, blocks: Sequence[Paragraph], questions: Sequence[int]) -> bool:
    """Plain questions to "you", each followed by an answer, half of them from an I or a we."""
    if len(questions) < _FEWEST:
        return False
    firsts = [i + 1 for i in questions if i + 1 < len(blocks) and i + 1 not in set(questions)]
    own = sum(1 for i in firsts if FIRST_PERSON.search(text, blocks[i].start, blocks[i].end))
    to_you = sum(1 for i in questions if _TO_YOU.search(text, blocks[i].start, blocks[i].end))
    among = questions[-1] - questions[0] + 1
    return (
        len(firsts) == len(questions)
        and own * 2 >= len(firsts)
        and to_you * 3 >= len(questions) * 2
        and len(questions) * 5 >= among
        and not any(text[blocks[i].start] in "\"\u201c\u2018'" for i in firsts)
    )


def _between(text: str, blocks: Sequence[Paragraph], questions: Sequence[int]) -> list[tuple[int, ...]]:
    """What follows each question up to the next; behind the last one only what says I or we goes on."""
    found: list[tuple[int, ...]] = []
    for i, question in enumerate(questions):
        last = i + 1 == len(questions)
        limit = len(blocks) if last else questions[i + 1]
        members: list[int] = []
        for at in range(question + 1, limit):
            block = blocks[at]
            if _ASIDE.match(text, block.start) or _HEADING.match(text, block.start):
                if last and members:
                    break
                continue
            if last and members and not FIRST_PERSON.search(text, block.start, block.end):
                break
            members.append(at)
        if members:
            found.append(tuple(members))
    return found
