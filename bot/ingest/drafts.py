"""Where a document speaks clearly of a topic that nobody has ruled on: drafts, for moderators to look at.

Better none than a wrong one: a sentence that denies, asks, wishes, doubts or tells of several at once is left
out, whatever else it says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.ids import content_id
from bot.ingest.analysis import Analysis
from bot.ingest.passages import sentences
from bot.ingest.subjects import NamedIn, Subjects
from bot.models import Kind, Role, Verdict
from bot.store.build import DraftRow, PieceRow

_NOW = r"(?:(?:now|officially|definitely|indeed|absolutely|fully|really|finally) )*"
_BE = r"(?:is|are|was|were|has been|have been|had been)"
_NOT = r"(?: not|n['’]t)"

CUES: tuple[tuple[Verdict, tuple[str, ...], str], ...] = (
    (Verdict.NOT_CANON, ("canon",), rf"\b{_BE}{_NOT} {_NOW}(?:canon|canonical)\b"),
    (
        Verdict.NOT_CANON,
        ("planned", "intended"),
        rf"\b(?:never|{_BE}{_NOT}) {_NOW}(?:planned|intended)\b",
    ),
    (
        Verdict.NOT_CANON,
        ("never canon", "never a couple", "never together", "never in"),
        r"\b(?:is|are|was|were) never (?:canon|a couple|together|in (?:love|a relationship))\b",
    ),
    (
        Verdict.NOT_CANON,
        ("never dated", "never married", "never kissed", "never fell", "never became", "never got"),
        r"\bnever (?:dated|married|kissed|fell in love|became a couple|got together)\b",
    ),
    (Verdict.NOT_CANON, (" friends",), r"(?<!more than )\b(?:just|only|merely) friends\b"),
    (Verdict.ENDED, ("broke up", "broken up", "split up"), r"\b(?:broke|broken|split) up\b"),
    (Verdict.ENDED, ("divorced",), r"\b(?:got|were|are) divorced\b"),
    (
        Verdict.ENDED,
        ("ended their",),
        r"\bended their (?:relationship|romance|marriage|engagement)\b",
    ),
    (
        Verdict.ENDED,
        ("no longer",),
        r"\b(?:is|are|were) no longer (?:a couple|together|married|dating|in a relationship)\b",
    ),
    (
        Verdict.UNSETTLED,
        ("open to", "up to"),
        r"\b(?:open|up) to (?:the )?(?:interpretation|viewers?|readers?|audience)\b",
    ),
    (
        Verdict.UNSETTLED,
        ("left open", "ambiguous", "unclear", "remains open", "remained open"),
        r"\b(?:left|remains|remained) (?:open|ambiguous|unclear)\b",
    ),
    (Verdict.CONFIRMED, ("confirmed",), rf"\b{_BE} {_NOW}confirmed\b"),
    (Verdict.CANON, ("canon",), rf"\b(?:{_BE}|became|become) {_NOW}(?:canon|canonical)\b"),
)
"""The words that speak clearly, those that deny before those that they hold; one of the short ones in between
stands in each: most sentences are passed over by these alone.
"""

RELATIONS: tuple[tuple[tuple[str, ...], str], ...] = (
    (("in love",), r"\b(?:fell|fall|were|are) in love\b"),
    (("relationship",), r"\b(?:in|into) a (?:romantic )?relationship\b"),
    (("a couple",), r"\b(?:became|become|were|are|as) a couple\b"),
    (("married", "engaged"), r"\b(?:got|get|were|are) (?:married|engaged)\b|\bmarried each other\b"),
    (("dating",), r"\b(?:started|began|were|are) dating\b"),
    (("together",), r"\b(?:got|ended up|end up) together\b"),
    (("kiss",), r"\bkissed\b|\bfirst kiss\b"),
    (("romantic feelings",), r"\bromantic feelings for each other\b"),
)
"""What makes a pairing one; of any other topic such words say nothing."""

_DENIAL = re.compile(
    r"\b(?:not|never|no|nor|neither|none|nobody|nothing|without|hardly|cannot|den(?:y|ies|ied)|false|untrue"
    r"|wrong)\b|n['’]t\b",
    re.IGNORECASE,
)
_DOUBT = re.compile(
    r"\?|\b(?:if|unless|whether|would|could|should|might|must|will|shall|almost|nearly|maybe|perhaps|possibly"
    r"|probably|wish\w*|hop(?:e|es|ed|ing)|want\w*|imagin\w*|suppos\w*|assum\w*|pretend\w*|dream\w*|rumou?r\w*"
    r"|theor(?:y|ies|ise|ize)\w*|specul\w*|headcanon\w*|fan ?fi(?:c|ction)\w*|claim(?:s|ed)?|thinks?|thought"
    r"|believ\w*|seem\w*|appear(?:s|ed)?|felt like|joke[sd]?|joking|debat\w*|argu(?:e|es|ed|ing)|before|until"
    r"|about to|going to|but|although|though|however|originally|initially|at first|alternate|supposed)\b"
    r"|['’](?:d|ll)\b",
    re.IGNORECASE,
)
_MAY = re.compile(r"\b(?:may|can)\b")  # not the month, nor a name
_CUES = [
    *((verdict, hints, re.compile(pattern, re.IGNORECASE), False) for verdict, hints, pattern in CUES),
    *((Verdict.CANON, hints, re.compile(pattern, re.IGNORECASE), True) for hints, pattern in RELATIONS),
]
_HINTS = tuple(dict.fromkeys(hint for _, hints, _, _ in _CUES for hint in hints))


def clear(sentence: str, kind: Kind, *, pairing: bool) -> tuple[Verdict, int, str] | None:
    """The verdict that a sentence gives of the one topic that it names, where its cue begins, and the cue.

    `kind`: of the words: a creator who calls something canon confirms it.
    """
    left, plain = sentence, sentence.casefold()
    found: list[tuple[Verdict, int, str]] = []
    for verdict, hints, pattern, relation in _CUES:
        if not any(hint in plain for hint in hints):
            continue
        for match in pattern.finditer(left):
            if pairing or not relation:
                found.append((verdict, match.start(), match[0]))
            left = left[: match.start()] + " " * len(match[0]) + left[match.end() :]
    if not found or _DENIAL.search(left) or _DOUBT.search(left) or _MAY.search(left):
        return None
    if kind is Kind.CREATOR:
        found = [
            (Verdict.CONFIRMED, at, cue) if verdict is Verdict.CANON and "canon" in cue.casefold() else one
            for one in found
            for verdict, at, cue in (one,)
        ]
    verdicts = {verdict for verdict, _, _ in found}
    for said, beside in (
        (Verdict.ENDED, {Verdict.CANON, Verdict.ENDED}),
        (Verdict.CONFIRMED, {Verdict.CANON, Verdict.CONFIRMED}),
    ):
        if said in verdicts and verdicts <= beside:
            verdicts = {said}
    if len(verdicts) != 1:
        return None
    return next(one for one in found if one[0] in verdicts)


class Drafting:
    """Takes each document's rows, and gives the drafts at the end."""

    def __init__(self, subjects: Subjects, kinds: Sequence[Kind]) -> None:
        self._subjects = subjects
        self._kinds = list(kinds)  # that count, the weightiest first
        self._topics = {row.id: row for row in subjects.topic_rows({})}
        # By topic and the cue's place: the words and those that quote them are one draft.
        self._found: dict[tuple[str, str, int], tuple[int, DraftRow]] = {}

    def take(self, analysis: Analysis, rows: Sequence[PieceRow]) -> None:
        language = analysis.document.language
        if language and not language.casefold().startswith("en"):
            return
        named_in: NamedIn | None = None
        for row in rows:
            if row.hypothetical or not row.topics or row.kind not in self._kinds:
                continue
            plain = row.text.casefold()
            if not any(hint in plain for hint in _HINTS):
                continue
            named_in = named_in or self._subjects.finder(analysis)
            weight = self._kinds.index(row.kind)
            for place, draft in self._of_row(analysis.document.text, row, named_in, language):
                at = (draft.topic_id, row.document_id, place)
                if at not in self._found or weight < self._found[at][0]:
                    self._found[at] = (weight, draft)

    def found(self) -> list[DraftRow]:
        return [draft for _, draft in self._found.values()]

    def _of_row(
        self, text: str, row: PieceRow, named_in: NamedIn, language: str | None
    ) -> Iterator[tuple[int, DraftRow]]:
        for start, end in sentences(text, row.starts, row.ends, language):
            topic_id = self._one_topic(*named_in(start, end))
            if topic_id is None:
                continue
            said = clear(text[start:end], row.kind, pairing=self._topics[topic_id].kind == "pairing")
            if said is not None:
                verdict, at, cue = said
                identity = content_id("draft", topic_id, row.id)
                yield start + at, DraftRow(identity, topic_id, row.number, verdict, cue)

    def _one_topic(self, persons: Sequence[str], topics: Sequence[str]) -> str | None:
        """The one that a sentence is about; None where others are spoken of, too. Who tells it may be."""
        found = [topic for topic in topics if self._topics[topic].kind != "character"] or list(topics)
        if len(found) != 1:
            return None
        topic = self._topics[found[0]]
        told = [one for one in persons if self._subjects.role_of(one) not in (Role.CREATOR, Role.CAST)]
        return None if topic.kind != "event" and set(told) - set(topic.members) else topic.id
