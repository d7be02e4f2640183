"""Whom the label of a turn names: a person, initials introduced earlier, Q and A."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping

from bot.ingest.quotes.lexicon import TITLES, word_set
from bot.ingest.quotes.roster import Roster

_READS_AS_NAME = re.compile(r"^[A-Z][A-Z]*[AEIOUY]")  # NELL or OTTO, hardly a magazine's initials
_EPITHETS = word_set(
    "young old little big elder younger future past adult evil fake ghost real other another"
)
_PART = re.compile(r"[A-Z]?[a-z]+")  # of a handle
_WORD = re.compile(r"[^\W_]+")
_IN_BRACKETS = re.compile(
    r"(?P<name>[A-Z\u00c0-\u00de][\w'\u2019-]+(?: [A-Z\u00c0-\u00de][\w'\u2019-]+){1,3})"
    r" \((?P<label>[A-Z][A-Z.&]{1,4})\)"
)
_TALK_WITH = re.compile(
    r"\b(?:interview(?:s|ed|ing)?|talk(?:s|ed|ing)?|sp(?:oke|eaks?|eaking)|chat(?:s|ted)?|conversation"
    r"|sat down|sits down|caught up|catch up|questions|Q ?& ?A|asked|answers)"
    r"(?: \w+)? (?:with|to|for|from|by)\b[^.!?\n]{0,60}$"
    r"|\b(?:Q ?& ?A|[Ii]nterview|Exclusive):? $"
)


def is_initials(label: str) -> bool:
    """`MQ`, `A.V.C.`; a short name in capitals may be taken for them (ANA)."""
    bare = label.replace(".", "")
    return bare.isupper() and 2 <= len(bare) <= 4


def initials_of(label: str) -> set[str]:
    """MQ for "Mara Quill", AVC (or TAVC) for "The A.V. Club"."""
    whole = "".join(word[0] for word in _WORD.findall(label)).upper()
    return {whole, whole[1:]} if label.lower().startswith("the ") else {whole}


class Labels:
    """The labels of one conversation; each is looked up once, however often it comes back."""

    def __init__(
        self,
        labels: Counter[str],
        roster: Roster,
        answering: int | None,
        explained: Mapping[str, str] | None = None,
    ) -> None:
        self._labels = labels
        self._explained = explained or {}
        self._roster = roster
        self._answering = answering
        self._read: dict[str, tuple[str | None, str, float]] = {}
        self._persons: defaultdict[str, set[str]] = defaultdict(set)  # by their initials
        for person in roster.persons:
            if len(person.words) > 1:
                capitals = "".join(word[0] for word in person.words if word[0].isupper())
                self._persons[capitals.upper()].add(person.name)
        self._in_full: defaultdict[str, set[str]] = defaultdict(set)  # labels by their initials
        self._once: dict[str, str | None] = {}  # by its last word, a longer label with one line
        for label in labels:
            words = label.split()
            if len(words) > 1 and words[-1] not in self._once:
                self._once[words[-1]] = label if labels[label] == 1 else None
            elif len(words) > 1 or label not in self._once:
                self._once[words[-1]] = None  # two have it, or it comes before
            if not is_initials(label):
                for initials in initials_of(label):
                    self._in_full[initials].add(label)

    def speaker(self, label: str) -> tuple[str | None, str, float]:
        """(speaker, rule, confidence) of a label."""
        if label not in self._read:
            self._read[label] = (
                self._question_or_answer(label) or self._letter_to(label) or self._person(label)
            )
        return self._read[label]

    def _letter_to(self, label: str) -> tuple[str | None, str, float] | None:
        """`Dear Aunt Vera:` asks again and again, `Dear Puzzled:` is her answer."""
        if not label.lower().startswith("dear "):
            return None
        asked = [(n, to) for to, n in self._labels.items() if to.lower().startswith("dear ") and n > 1]
        columnist = max(asked, default=(0, ""))[1]
        if not columnist or label == columnist:
            return None, "letter to a column", 0.0
        name = columnist[5:]
        return (name.title() if name.isupper() else name), "answer in a column", 0.7

    def _question_or_answer(self, label: str) -> tuple[str | None, str, float] | None:
        if label.upper() == "Q" or label.lower() in ("question", "interviewer"):
            return None, "question", 0.5
        if label.upper() == "A" or label.lower() == "answer":
            name = None if self._answering is None else self._roster.persons[self._answering].name
            return name, "answer", 0.7 if name else 0.3
        return None

    def _in_full_before(self, label: str) -> str | None:
        """FOGARTY after the one line of NELL FOGARTY; ZUKO is not YOUNG ZUKO."""
        full = self._once.get(label)
        if full is None or full.split()[0].rstrip(".").lower() in TITLES | _EPITHETS:
            return None
        return full

    def _person(self, label: str) -> tuple[str | None, str, float]:
        if label in self._explained:
            return self._explained[label], "initials", 0.9
        full = self._in_full_before(label)
        if full is not None:
            return self.speaker(full)
        written = label.title() if label.isupper() else label
        number = self._roster.lookup(label if not label.isupper() or len(label) <= 3 else written)
        person = None if number is None else self._roster.persons[number]
        if person is not None and person.name in self._labels and person.name != label:
            return label, "line label", 0.95  # Zuko, in a transcript that has a Young Zuko, too
        titled = " " in label and label.split()[0].rstrip(".").lower() in TITLES
        if person is not None and titled and not self._labels.keys().isdisjoint(_first_names(person.words)):
            return written, "line label", 0.9  # CHIEF HARROW isn't Brida Harrow, who is BRIDA
        if person is not None and (person.known is not None or len(person.words) > 1):
            return person.name, "line label", 0.98
        if person is not None and titled:
            return written, "line label", 0.95  # "MRS. PELL", of whom there is only the surname
        bare = label.replace(".", "")
        short = is_initials(label)
        if short:
            named = self._by_initials(bare)
            if named is not None:
                return named, "initials", 0.85
            if person is None and not _READS_AS_NAME.search(bare):
                return label, "line label", 0.6
        if person is not None and not (label.isupper() and person.name == label):
            return person.name, "line label", 0.95
        if (owner := self._owner(label)) is not None:
            return owner, "line label", 0.9
        if short and not _READS_AS_NAME.search(bare):
            return label, "line label", 0.95
        return written, "line label", 0.9

    def _owner(self, handle: str) -> str | None:
        """`mara_quill` and `MaraQuill77` are Mara Quill's, if the text speaks of her."""
        words = _PART.findall(handle)
        if len(words) < 2:
            return None
        number = self._roster.lookup(" ".join(word.capitalize() for word in words))
        person = None if number is None else self._roster.persons[number]
        return person.name if person is not None and len(person.words) > 1 else None

    def _by_initials(self, initials: str) -> str | None:
        """`JV` for Janet Varney, `AVC` for a label "The A.V. Club", if nobody else has these initials."""
        for fitting in (self._persons.get(initials, set()), self._in_full.get(initials, set())):
            if len(fitting) == 1:
                return next(iter(fitting))
        return None


def introduced(text: str, roster: Roster, labels: Collection[str], end: int) -> dict[str, str]:
    """`Dev Patel-Ross (DPR) sat down with Oona Bright (OB)`: labels that the text explains itself."""
    found: dict[str, str] = {}
    for match in _IN_BRACKETS.finditer(text, 0, end):
        if match["label"] in labels:
            words = match["name"].split()
            number = roster.lookup(" ".join(words[-2:]))
            found[match["label"]] = " ".join(words[-3:]) if number is None else roster.persons[number].name
    return found


def _first_names(words: tuple[str, ...]) -> set[str]:
    return {words[0], words[0].upper()} if len(words) > 1 else set()


def interviewee(text: str, roster: Roster, end: int) -> int | None:
    """Who answers: the person whom the words before the first question name, most often or as spoken to."""
    votes: Counter[int] = Counter()
    full: Counter[int] = Counter()
    alone: Counter[int] = Counter()  # Thorne, whom she plays
    for ref in roster.between(0, end):
        person = roster.persons[ref.person]
        met = _TALK_WITH.search(text, max(0, ref.full_start - 100), ref.full_start) is not None
        if (person.likely and len(person.words) > 1) or (met and len(person.words) > 1):
            votes[ref.person] += 1 + 3 * met
        elif person.likely:
            alone[ref.person] += 1
        elif len(person.words) > 1 and person.score >= 0:
            full[ref.person] += 1
    for named, fewest in ((votes, 1), (full, 2 if alone == Counter() else 1), (alone, 1)):
        if named and named.most_common(1)[0][1] >= fewest:
            return named.most_common(1)[0][0]
    return None
