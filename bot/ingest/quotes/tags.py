"""Reading the tag beside quoted words: `said Dana Ortiz`, `she adds`, `According to Ortiz,`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.ingest.quotes.cues import GESTURES, THOUGHTS, is_cue, is_speaking
from bot.ingest.quotes.lexicon import PREPOSITIONS, ROLE_NOUNS, SUBJECT_PRONOUNS
from bot.ingest.quotes.roster import Ref, Roster

_TOKEN = re.compile(r"\w[\w'\u2019-]*|\x01+|\.{2,}|[^\w\s]")
_REACH = 320  # characters: a tag farther away than this is none
_AUXILIARIES = frozenset("has had have would will also later then once did does was".split())
_ADVERBS = frozenset("then also once so thus soon again later just even still quickly only always often".split())
_NOT_INVERTED = frozenset("tell told tells assured assures informed informs reminded reminds instructed".split())
_OBJECT_OF = frozenset(
    "told tells telling asked asks asking warned reminded assured informed called to of answered accused urged urges "
    "addressed praised criticized interrupted with for advised instructed begged tell ask remind warn assure inform".split()
)
_BLOCKERS = frozenset("when while as after before because if and but or that which where although though until since so".split())
_VERBAL = frozenset("is was were are has had have been came went took gave made follows followed comes".split())
_DETERMINERS = frozenset("the a an his her their its another one our my this that some".split())
_SOURCE_NOUNS = frozenset("quote quotation line words message letter tweet note post statement email comment remark reply "
                          "answer response quip advice".split())
_NO_NOUNS = _BLOCKERS | _VERBAL | _AUXILIARIES | frozenset("who whom whose said earlier last this today has not".split())
_ELLIPTIC = _BLOCKERS | PREPOSITIONS | _ADVERBS | frozenset("who whom whose has had have then also later not never".split())
_STOPS = frozenset([".", "!", "?", ";", ":"])


@dataclass(frozen=True, slots=True)
class Unit:
    kind: str  # "name" | "word" | "mark" | "quote"
    value: str
    start: int
    end: int
    ref: Ref | None = None


@dataclass(frozen=True, slots=True)
class Tag:
    """Who a tag says speaks: a person, or a pronoun or description still to be resolved."""

    rule: str
    confidence: float
    place: int
    person: int | None = None
    pronoun: str | None = None
    description: str | None = None
    verb: str = ""
    plural: bool = False


class TagReader:
    """Reads one document's tags; the masked text and the roster stay the same throughout."""

    def __init__(self, masked: str, roster: Roster) -> None:
        self.masked = masked
        self.roster = roster

    def units(self, start: int, end: int) -> list[Unit]:
        """Words, marks and whole names between two places."""
        refs = self.roster.between(start, end)
        found: list[Unit] = []
        r = 0
        for match in _TOKEN.finditer(self.masked, start, end):
            a, b = match.span()
            while r < len(refs) and refs[r].end <= a:
                r += 1
            if r < len(refs) and refs[r].full_start <= a < refs[r].end:
                if not found or found[-1].ref is not refs[r]:
                    found.append(Unit("name", self.masked[a : refs[r].end], a, refs[r].end, refs[r]))
                continue
            token = match.group()
            if token[0] == "\x01":
                found.append(Unit("quote", "", a, b))
            elif token[0].isalnum() or token[0] == "_":
                found.append(Unit("word", token, a, b))
            else:
                found.append(Unit("mark", token, a, b))
        return found

    # --- after the words ------------------------------------------------------------------------------------

    def after(self, close: int, limit: int, *, ended: bool, loose: bool = True) -> Tag | None:
        """`," said Ortiz` or `," Ortiz said`. `ended`: the words end in a full stop, so the tag is its own sentence."""
        units = self._sentence(self.units(close, min(limit, close + _REACH)))
        while units and units[0].kind == "mark" and units[0].value in ",\u2014\u2013-)(":
            units = units[1:]
        units = _without_brackets(units)
        if not units or units[0].kind in ("mark", "quote"):
            return None
        at = 0
        while at < min(3, len(units) - 1) and units[at].kind == "word" and _is_adverb(units[at].value):
            at += 1
        verb = units[at].value if units[at].kind == "word" else ""
        if not ended and verb and verb.islower() and (is_cue(verb) or (loose and verb in GESTURES)) and verb not in _NOT_INVERTED:
            tag = self._inverted(units, at, "verb and subject after")
            if tag is not None:
                return tag
        return self._subject_first(units, ended)

    def _inverted(self, units: list[Unit], at: int, rule: str) -> Tag | None:
        """The subject after its verb: `said writer Dana Ortiz, who left`."""
        chunk: list[Unit] = []
        rest: list[Unit] = []
        for i, unit in enumerate(units[at + 1 :], at + 1):
            if unit.kind in ("mark", "quote") or len(chunk) > 16:
                rest = units[i:]
                break
            if unit.kind == "word" and unit.value in PREPOSITIONS | _BLOCKERS and unit.value not in ("of", "and", "for", "at"):
                rest = []
                break
            chunk.append(unit)
        return self._head(chunk, rest, rule, units[at].value, 0.95)

    def _subject_first(self, units: list[Unit], ended: bool) -> Tag | None:
        """The subject before its verb: `Ortiz, the lead writer, said in May`."""
        if units[0].kind == "word" and units[0].value.lower() == "as":
            units = units[1:]
        if units and units[0].kind == "word" and units[0].value.lower() == "according":
            return self._according(units)
        verb_at, after_comma = -1, False
        for i, unit in enumerate(units[:26]):
            if unit.kind == "word" and unit.value.islower() and i and (is_cue(unit.value) or (i < 3 and unit.value in GESTURES)):
                previous = units[i - 1]
                if previous.kind == "word" and previous.value in ("to", "the", "a", "an", "who", "which", "that"):
                    continue
                verb_at, after_comma = i, previous.kind == "mark"
                break
        if verb_at < 1:
            return None
        subject = units[:verb_at]
        first = subject[0]
        if first.kind == "word":
            low = first.value.lower()
            if low in PREPOSITIONS or low in _BLOCKERS - {"that"} or (low in _VERBAL):
                return None
        commas = [i for i, unit in enumerate(subject) if unit.kind == "mark" and unit.value in ",\u2014\u2013"]
        chunk, rest = subject, []
        if commas:
            if not after_comma and commas[-1] < len(subject) - 4 and subject[-1].kind != "name":
                return None
            chunk, rest = subject[: commas[0]], subject[commas[0] :]
            if not after_comma and first.value.lower() in _DETERMINERS and all(unit.ref is None for unit in subject):
                chunk, rest = [unit for unit in subject if unit.kind == "word"], []  # the lanky, tired professor
        if any(unit.kind == "word" and unit.value in _VERBAL for unit in chunk[:-2]):
            return None
        if any(unit.kind == "quote" for unit in subject):
            return None
        if ended and (len(subject) > 8 or not self._closes(units, verb_at)):
            return None
        return self._head(chunk, rest, "subject and verb after", units[verb_at].value, 0.95 if not ended else 0.8)

    def _closes(self, units: list[Unit], verb_at: int) -> bool:
        """After a full stop only a bare tag counts: `Ortiz said.`, `she added with a laugh.`, not `She said no to it.`"""
        rest = [unit for unit in units[verb_at + 1 :] if unit.kind != "mark"]
        return not rest or (len(rest) <= 6 and (rest[0].value in PREPOSITIONS or _is_adverb(rest[0].value)))

    # --- before the words -----------------------------------------------------------------------------------

    def before(self, start: int, opening: int) -> Tag | None:
        """`Ortiz said: "`, `She called it "`, `asks Ortiz, "`, `In the words of Ortiz, "`."""
        units = _without_brackets(self.units(max(start, opening - 2 * _REACH), opening))
        if not units:
            return None
        direct = units[-1].kind == "mark" and units[-1].value in ":,"
        cue = -1
        for i in range(len(units) - 1, -1, -1):
            unit = units[i]
            if unit.kind != "word" or not (is_cue(unit.value) or is_speaking(unit.value) or unit.value in THOUGHTS):
                continue
            k = i - 1
            while k > 0 and (_is_adverb(units[k].value) or units[k].value == "still"):
                k -= 1
            previous = units[k].value.lower() if i else ""
            if previous in ("the", "a", "an", "to", "his", "her", "their", "my", "our", "was", "were", "been", "is", "are", "be", "'s"):
                continue
            cue = i
            break
        source = self._source(units)
        if source is not None and (cue < 0 or source.place > units[cue].start):
            return source
        if cue < 0:
            for i, unit in enumerate(units):
                if unit.value.lower() == "according":
                    return self._according(units[i:])
            return self._label(units) or (self._subject_left(units, len(units) - 1, "subject and colon", "", 0.65) if units[-1].value == ":" else None)
        verb = units[cue].value
        following = units[cue + 1] if cue + 1 < len(units) else None
        before_it = units[cue - 1] if cue else None
        stands_first = before_it is None or before_it.kind in ("mark", "quote") or _is_adverb(before_it.value)
        if stands_first and following is not None and verb not in _NOT_INVERTED and is_cue(verb) and (
            following.kind == "name"
            or (following.value.lower() in SUBJECT_PRONOUNS and (cue + 2 >= len(units) or units[cue + 2].kind != "word"))
            or following.value.lower() in _DETERMINERS
            or following.value in ROLE_NOUNS
        ):
            tag = self._inverted(units, cue, "verb and subject before")
            if tag is not None and not (before_it is not None and before_it.kind == "mark" and following.value in _DETERMINERS and not tag.person):
                return tag
        rule = "subject and verb before"
        tag = self._subject_left(units, cue, rule, verb, 0.9 if direct else 0.75)
        if tag is not None and tag.person is not None and not self.roster.persons[tag.person].likely:
            return self._main_verb(units, cue, rule) or tag
        return tag

    def _main_verb(self, units: list[Unit], cue: int, rule: str) -> Tag | None:
        """`Hua told reporters that China expresses "`: the person who says it, not the thing spoken of."""
        for i in range(1, cue):
            if units[i].kind == "word" and is_cue(units[i].value, weak=False):
                tag = self._subject_left(units, i, rule, units[i].value, 0.7)
                if tag is not None and tag.person is not None and self.roster.persons[tag.person].likely:
                    return tag
        return None

    def _subject_left(self, units: list[Unit], cue: int, rule: str, verb: str, confidence: float) -> Tag | None:
        """The nearest subject left of a verb: neither an object, nor after a preposition, nor a possessive."""
        clause = _clause(units, cue)
        if clause and all(unit.kind == "word" for unit in clause) and clause[0].value.lower() not in _ELLIPTIC | SUBJECT_PRONOUNS:
            words = [unit.value.lower() for unit in clause]
            if not any(word in SUBJECT_PRONOUNS for word in words):
                return Tag(rule, confidence - 0.2, clause[0].start, description=" ".join(words), verb=verb)
        backup: Ref | None = None
        for i in range(cue - 1, -1, -1):
            unit = units[i]
            if unit.kind == "word" and unit.value.lower() in SUBJECT_PRONOUNS:
                return Tag(rule, confidence, unit.start, pronoun=unit.value.lower(), verb=verb)
            previous = units[i - 1] if i else None
            if unit.kind == "word" and unit.value.lower() in _DETERMINERS - {"that"} and cue - i <= 6:
                noun = units[i + 1 : cue]
                plain = all(other.kind == "word" for other in noun)
                if noun and plain and (previous is None or previous.value not in PREPOSITIONS - {"with"}):
                    return Tag(rule, confidence - 0.2, unit.start, description=" ".join(u.value.lower() for u in units[i:cue]), verb=verb)
            if unit.kind != "name" or unit.ref is None:
                continue
            if modifies(units[:cue], i) and units[i + 1].value not in _SOURCE_NOUNS:
                continue
            ref = unit.ref
            before = _word_before(units, i)
            held = ref.possessive or before in PREPOSITIONS | _OBJECT_OF
            if before in ("from", "by") and any(unit.value in _SOURCE_NOUNS for unit in units[max(0, i - 4) : i]):
                held = ref.possessive
            if not held:
                joined = previous is not None and previous.value == "and" and i > 1 and units[i - 2].kind == "name"
                return Tag(rule, confidence, unit.start, person=ref.person, verb=verb, plural=joined)
            backup = backup or ref
        described = self._description(units[:cue])
        if described:
            return Tag(rule, confidence - 0.2, units[0].start, description=described, verb=verb)
        return None

    def _according(self, units: list[Unit]) -> Tag | None:
        """`according to Ortiz`, `according to showrunner Dana Ortiz`."""
        if len(units) < 3 or units[1].value != "to":
            return None
        chunk: list[Unit] = []
        for unit in units[2:14]:
            if unit.kind != "name" and unit.kind != "word":
                break
            chunk.append(unit)
        return self._head(chunk, [], "according to", "according", 0.9)

    def _source(self, units: list[Unit]) -> Tag | None:
        """`this quote from Hayao Miyazaki:`, `in the words of Ortiz,`, `Ortiz's reply:`."""
        for i in range(len(units) - 1, -1, -1):
            unit = units[i]
            if unit.kind != "name" or unit.ref is None:
                continue
            back = units[i - 1].value if i else ""
            if back in ("from", "by", "of") and any(u.value in _SOURCE_NOUNS for u in units[max(0, i - 4) : i - 1]):
                return Tag("words from", 0.85, unit.start, person=unit.ref.person)
            if unit.ref.possessive and any(u.value in _SOURCE_NOUNS for u in units[i + 1 : i + 5]) and units[-1].value == ":":
                return Tag("words of", 0.8, unit.start, person=unit.ref.person)
            break
        return None

    def _label(self, units: list[Unit]) -> Tag | None:
        """`Ortiz: "..."`: a name and a colon."""
        if len(units) in (2, 3) and units[-1].value == ":" and units[-2].kind == "name":
            ref = units[-2].ref
            if ref is not None and not ref.possessive:
                return Tag("name and colon", 0.9, ref.start, person=ref.person)
        return None

    # --- subjects -------------------------------------------------------------------------------------------

    def _head(self, chunk: list[Unit], rest: list[Unit], rule: str, verb: str, confidence: float) -> Tag | None:
        """The person of a subject: the last name of it that is neither a possessive nor after a preposition."""
        if not chunk:
            return None
        first = chunk[0]
        if first.kind == "word" and first.value.lower() in SUBJECT_PRONOUNS:
            return Tag(rule, confidence, first.start, pronoun=first.value.lower(), verb=verb)
        best: Ref | None = None
        names = 0
        plural = False
        for i, unit in enumerate(chunk):
            if unit.ref is None or unit.ref.possessive or modifies(chunk, i):
                continue
            previous = _word_before(chunk, i)
            if previous in ("titled", "entitled", "called", "named", "dubbed"):
                continue
            if previous in PREPOSITIONS and not (best is None and all(u.value.lower() in ROLE_NOUNS | {"of"} for u in chunk[:i])):
                if best is not None:
                    break
                continue
            if previous in ("and", "&") and best is not None:
                both = self.roster.persons[best.person].likely and self.roster.persons[unit.ref.person].likely
                plural = both or (best.full and unit.ref.full)
                if plural:
                    break
            if previous in _BLOCKERS - {"and"} and best is not None:
                break
            best = unit.ref
            names += 1
        if best is None and rest:
            best = self._apposed(rest)
        elif best is not None and not self.roster.persons[best.person].likely and rest:
            better = self._apposed(rest)
            if better is not None and self.roster.persons[better.person].likely and first.kind != "name":
                best = better
        if best is not None:
            return Tag(rule, confidence, best.start, person=best.person, verb=verb, plural=plural)
        described = self._description(chunk)
        if described:
            return Tag(rule, confidence - 0.2, first.start, description=described, verb=verb)
        return None

    def _apposed(self, rest: list[Unit]) -> Ref | None:
        """`the boy's father, Ken Ito,`: the name right after the comma."""
        for i, unit in enumerate(rest[:-1] if len(rest) > 1 else rest):
            if unit.kind == "mark" and unit.value in ",\u2014\u2013" and i + 1 < len(rest):
                following = rest[i + 1]
                if following.ref is not None and not following.ref.possessive:
                    return following.ref
        return None

    def _description(self, chunk: list[Unit]) -> str | None:
        """`the 39-year-old founder`: words that stand for somebody named elsewhere."""
        words = [unit.value.lower() for unit in chunk if unit.kind in ("word", "name")]
        while words and words[0] not in _DETERMINERS and len(words) > 1 and words[0] in PREPOSITIONS:
            words = words[1:]
        if words and words[0] in _DETERMINERS and len(words) <= 14:
            return " ".join(words)
        return None

    def _sentence(self, units: list[Unit]) -> list[Unit]:
        """Up to the first sentence mark that is not an abbreviation's."""
        for i, unit in enumerate(units):
            if unit.kind == "quote":
                return units[: i + 1]
            if unit.kind != "mark" or unit.value not in _STOPS:
                continue
            after = self.masked[unit.end : unit.end + 1]
            if unit.value == "." and i and len(units[i - 1].value) <= 2 and units[i - 1].value[:1].isupper():
                continue
            if not after or after.isspace() or unit.value in ":;" or after == "\x01":
                return units[: i + (1 if unit.value == ":" else 0)]
        return units


def _clause(units: list[Unit], cue: int) -> list[Unit]:
    """The words between the last mark and a verb: `In its statement, the union said` -> the union."""
    start = cue
    while start and units[start - 1].kind not in ("mark", "quote"):
        start -= 1
    if start == 0:
        return []
    clause = units[start:cue]
    while clause and (_is_adverb(clause[-1].value) or clause[-1].value in _AUXILIARIES):
        clause = clause[:-1]
    return clause


def modifies(units: list[Unit], at: int) -> bool:
    """A name that only describes a noun: `the Cambridge resident`, `the Harlow camp`."""
    if at + 1 >= len(units) or units[at + 1].kind != "word":
        return False
    following = units[at + 1].value
    if following in ROLE_NOUNS:
        return True
    if not following.islower() or following in PREPOSITIONS or following in _NO_NOUNS or _is_adverb(following):
        return False
    return any(unit.value.lower() in _DETERMINERS for unit in units[max(0, at - 2) : at]) and not is_cue(following)


def _word_before(units: list[Unit], at: int) -> str:
    """The word before a name, its article passed over: `obtained by the Herald` -> by."""
    if at and units[at - 1].value.lower() in ("the", "a", "an") and at > 1:
        return units[at - 2].value.lower()
    return units[at - 1].value.lower() if at else ""


def _is_adverb(word: str) -> bool:
    return word in _ADVERBS or (word.endswith("ly") and len(word) > 4 and word.islower())


def _without_brackets(units: list[Unit]) -> list[Unit]:
    """Bracketed asides say nothing about the subject."""
    if not any(unit.value in ("(", "[") for unit in units):
        return units
    kept: list[Unit] = []
    depth = 0
    for unit in units:
        if unit.kind == "mark" and unit.value in "([":
            depth += 1
        elif unit.kind == "mark" and unit.value in ")]" and depth:
            depth -= 1
        elif depth == 0:
            kept.append(unit)
    return kept if depth == 0 else units
