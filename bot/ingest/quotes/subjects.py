"""The subject of a verb of speaking: which of the names around it is the one who speaks."""

from __future__ import annotations

from dataclasses import dataclass

from bot.ingest.quotes.cues import is_cue
from bot.ingest.quotes.groups import may_be_group
from bot.ingest.quotes.lexicon import PREPOSITIONS, ROLE_NOUNS, SOMEBODY, SUBJECT_PRONOUNS, TITLES, word_set
from bot.ingest.quotes.openings import is_person_noun, is_verb
from bot.ingest.quotes.roster import Ref, Roster
from bot.ingest.quotes.units import (
    ADVERBS,
    AUXILIARIES,
    BLOCKERS,
    DETERMINERS,
    Unit,
    clause_before,
    is_adverb,
    modifies,
    units_between,
    word_before,
)

_OBJECT_OF = word_set(
    "told tells telling asked asks asking warned reminded assured informed called to of answered "
    "accused urged urges addressed praised criticized interrupted with for advised instructed begged "
    "tell ask remind warn assure inform"
)
SOURCE_NOUNS = word_set(
    "quote quotation line words message letter tweet note post statement email comment remark reply "
    "answer response quip advice diary journal telegram caption memoir postcard motto verdict version "
    "account explanation assessment recollection remarks comments"
)
_CALLED_SO = word_set(
    "user man woman boy girl fan commenter poster account reader player listener someone somebody"
)
PAPERS = word_set("statement release report letter email e-mail tweet post notice memo")
_READ_BY = word_set("obtained seen viewed reviewed shared published to about on against")
_ASIDES = (",", "\u2014", "\u2013")
_ELLIPTIC = (
    BLOCKERS | PREPOSITIONS | ADVERBS | word_set("who whom whose has had have then also later not never")
)
_GOES_ON = word_set("is was are were does did")  # a subject stands before it: "Her agent, Ortiz, was brief:"


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


def _is_crowd(units: list[Unit]) -> bool:
    """`Critics have`, `Some fans`: several who are not named, and nobody else before the verb."""
    nouns = [unit.value for unit in units if unit.value.lower() not in _ELLIPTIC]
    plain = all(unit.kind == "word" for unit in units) and 0 < len(nouns) <= 2
    return plain and nouns[0][0].isupper() and nouns[-1].endswith("s") and len(nouns[-1]) > 3


def _is_named_before(units: list[Unit]) -> bool:
    """`The translator, Noa Peretz, sent a single line:`: the line has somebody who sent it."""
    return any(unit.ref is not None and not unit.ref.possessive for unit in units)


def _before_aside(units: list[Unit], cue: int) -> int:
    """`Lund, who played Orrin, told`: where the aside before a verb begins, else the verb itself."""
    at = cue - 1
    while at > 0 and (is_adverb(units[at].value) or units[at].value in AUXILIARIES):
        at -= 1
    if at < 2 or units[at].value not in _ASIDES:
        return cue
    for i in range(at - 2, 0, -1):
        if units[i].value in _ASIDES and units[i + 1].value in ("who", "whose", "whom"):
            if units[i + 2].kind == "mark":
                return cue
            aged = i > 2 and units[i - 1].value.isdigit() and units[i - 2].value == ","
            return i - 2 if aged else i
    return cue


def _is_relative(units: list[Unit], cue: int) -> bool:
    """`Ortiz was answering a fan account that had called it`: the account called it so, not Ortiz."""
    at = cue - 1
    while at > 0 and (is_adverb(units[at].value) or units[at].value in AUXILIARIES):
        at -= 1
    if at < 2 or units[at].value not in ("that", "which") or units[at - 1].kind != "word":
        return False
    noun = [unit.value for unit in units[max(0, at - 4) : at]]
    return not is_cue(noun[-1]) and any(word in ("a", "an", "the", "one", "some") for word in noun[:-1])


def _is_role(units: list[Unit]) -> bool:
    """`former Harlow midfielder`: whatever names stand in it, a role is what it ends in."""
    kinds = all(unit.kind == "word" or unit.kind == "name" for unit in units)
    return kinds and units[-1].kind == "word" and units[-1].value in ROLE_NOUNS


def _of_place(units: list[Unit], at: int) -> bool:
    """`a nurse from Harlow, Essex, said`: the second name only says where the first one is."""
    if at < 3 or units[at - 1].value != "," or units[at - 2].kind != "name":
        return False
    closed = at + 1 < len(units) and units[at + 1].value == ","
    return closed and units[at - 3].value in ("from", "of", "in", "at", "near", "outside")


class SubjectReader:
    """Finds subjects in one document; the masked text and the roster stay the same throughout."""

    def __init__(self, masked: str, roster: Roster) -> None:
        self.masked = masked
        self.roster = roster

    def units(self, start: int, end: int, most: int | None = None) -> list[Unit]:
        return units_between(self.masked, self.roster, start, end, most)

    def subject_left(
        self, units: list[Unit], cue: int, rule: str, verb: str, confidence: float
    ) -> Tag | None:
        """The nearest subject left of a verb: no object, nothing after a preposition, no possessive."""
        if _is_relative(units, cue):
            return Tag(rule, confidence - 0.3, units[cue].start, description="another", verb=verb)
        cue = _before_aside(units, cue)
        clause = clause_before(units, cue)
        named = not verb and _is_named_before(units[:cue])
        if (
            clause
            and not (named and not is_person_noun([unit.value.lower() for unit in clause]))
            and not (clause[-1].value == "and" and is_verb(clause[0]))  # Ortiz, the host, smiled and said
            and all(unit.kind == "word" for unit in clause)
            and clause[0].value.lower() not in _ELLIPTIC | SUBJECT_PRONOUNS | _GOES_ON
        ):
            words = [unit.value.lower() for unit in clause]
            if not any(word in SUBJECT_PRONOUNS for word in words):
                return Tag(rule, confidence - 0.2, clause[0].start, description=" ".join(words), verb=verb)
        for i in range(cue - 1, -1, -1):
            unit = units[i]
            previous = units[i - 1] if i else None
            if not verb and unit.value == "it":
                continue  # "Ortiz on writing it:"
            if unit.kind == "word" and unit.value.lower() in SUBJECT_PRONOUNS:
                place = unit.start
                if previous is not None and previous.value == "whom":  # "Pia Lund, whom he calls": not Lund
                    place = next((u.start for u in reversed(units[:i]) if u.kind == "name"), place)
                return Tag(rule, confidence, place, pronoun=unit.value.lower(), verb=verb)
            if unit.kind == "word" and unit.value.lower() in DETERMINERS - {"that"} and cue - i <= 6:
                noun = units[i + 1 : cue]
                plain = all(other.kind == "word" for other in noun) or _is_role(noun)
                thing = named and not is_person_noun([u.value.lower() for u in units[i:cue]])
                joined = bool(noun) and noun[-1].value in ("and", "but", "or")  # denied the claim and called
                held = previous is not None and previous.value in PREPOSITIONS - {"with"}
                if noun and plain and not (thing or joined or held):
                    return Tag(
                        rule,
                        confidence - 0.2,
                        unit.start,
                        description=" ".join(u.value.lower() for u in units[i:cue]),
                        verb=verb,
                    )
            if unit.kind != "name" or unit.ref is None:
                continue
            theirs = self.description(units[i:cue]) if unit.ref.possessive else None
            if theirs:
                return Tag(rule, confidence - 0.2, unit.start, description=theirs, verb=verb)
            if unit.ref.possessive and verb.endswith("ing") and units[i + 1].value in SOURCE_NOUNS:
                return Tag(rule, confidence - 0.1, unit.start, person=unit.ref.person, verb=verb)
            noun_speaks = units[i + 1].value in SOURCE_NOUNS and cue - i <= 3  # the Ortiz message says
            if modifies(units[:cue], i) and not noun_speaks:
                continue
            ref = unit.ref
            before = word_before(units, i)
            held = ref.possessive or before in PREPOSITIONS | _OBJECT_OF
            if before == "called" and i > 1 and units[i - 2].value in _CALLED_SO:
                held = ref.possessive  # a user called moss77
            if before == "with" and verb.endswith("ing") and i == cue - 1:
                held = ref.possessive  # It was close, with Ortiz writing "
            held |= not (ref.full and self.roster.persons[ref.person].likely) and _of_place(units, i)
            if before in ("from", "by") and any(
                unit.value in SOURCE_NOUNS for unit in units[max(0, i - 4) : i]
            ):
                held = ref.possessive
            if not held:
                joined = (
                    previous is not None and previous.value == "and" and i > 1 and units[i - 2].kind == "name"
                )
                return Tag(rule, confidence, unit.start, person=ref.person, verb=verb, plural=joined)
        behind = self.spoken_for(units[:cue])
        if behind is not None:
            return Tag(rule, confidence - 0.1, behind.start, person=behind.person, verb=verb)
        described = self.description(units[:cue])
        if not described and _is_crowd(units[:cue]):
            described = "another"  # "Critics have called her": not whoever spoke before
        if described:
            return Tag(rule, confidence - 0.2, units[0].start, description=described, verb=verb)
        return None

    def main_verb(self, units: list[Unit], cue: int, rule: str) -> Tag | None:
        """`Hua told reporters that China expresses "`: the person who says it, not the thing spoken of."""
        for i in range(1, cue):
            if units[i].kind == "word" and is_cue(units[i].value, weak=False):
                tag = self.subject_left(units, i, rule, units[i].value, 0.7)
                if tag is not None and tag.person is not None and self.roster.persons[tag.person].likely:
                    return tag
        return None

    def head(
        self, chunk: list[Unit], rest: list[Unit], rule: str, verb: str, confidence: float
    ) -> Tag | None:
        """The person of a subject: its last name that is no possessive and after no preposition."""
        if not chunk:
            return None
        first = chunk[0]
        if first.kind == "word" and first.value.lower() in SUBJECT_PRONOUNS:
            return Tag(rule, confidence, first.start, pronoun=first.value.lower(), verb=verb)
        if first.kind == "word" and first.value.lower() in SOMEBODY:
            return Tag(rule, confidence - 0.2, first.start, description="another", verb=verb)
        best: Ref | None = None
        names = 0
        plural = False
        for i, unit in enumerate(chunk):
            if unit.ref is None or unit.ref.possessive or modifies(chunk, i):
                continue
            previous = word_before(chunk, i)
            account = i > 1 and chunk[i - 2].value in _CALLED_SO  # a user called moss77
            if previous in ("titled", "entitled", "called", "named", "dubbed") and not account:
                continue
            if previous in PREPOSITIONS and not (
                best is None and all(u.value.lower() in ROLE_NOUNS | {"of"} for u in chunk[:i])
            ):
                if best is not None:
                    break
                continue
            if previous in ("and", "&") and best is not None:
                both = self.roster.persons[best.person].likely and self.roster.persons[unit.ref.person].likely
                plural = both or (best.full and unit.ref.full)
                if plural:
                    break
            if previous in BLOCKERS - {"and"} and best is not None:
                break
            best = unit.ref
            names += 1
        if best is None and rest:
            best = self.apposed(rest)
        elif best is not None and not self.roster.persons[best.person].likely and rest:
            better = self.apposed(rest)
            if better is not None and self.roster.persons[better.person].likely and first.kind != "name":
                best = better
        if best is not None:
            return Tag(rule, confidence, best.start, person=best.person, verb=verb, plural=plural)
        behind = self.spoken_for(chunk)
        if behind is not None:
            return Tag(rule, confidence - 0.1, behind.start, person=behind.person, verb=verb)
        described = self.description(chunk)
        if described:
            return Tag(rule, confidence - 0.2, first.start, description=described, verb=verb)
        return None

    def spoken_for(self, chunk: list[Unit]) -> Ref | None:
        """`a spokesperson for Harlow Studios`, `a statement from Ortiz`: whose words they are."""
        voice = -1
        for i, unit in enumerate(chunk):
            back = chunk[i - 1].value if i else ""
            if unit.value.startswith("spokes"):
                named = unit.ref is None and i and chunk[i - 1].ref  # the Harlow Studios spokesman
                if named and may_be_group(self.roster.persons[named.person]):
                    return named
                voice = i
            elif unit.value in PAPERS:
                voice = i
            elif unit.ref is not None and voice >= 0 and back in ("for", "from", "by", "with", "the", "of"):
                person = self.roster.persons[unit.ref.person]
                between = [one.value for one in chunk[voice + 1 : i]]
                if not _READ_BY.isdisjoint(between) or unit.ref.possessive:
                    return None
                paper = chunk[voice].value in PAPERS
                return unit.ref if paper or may_be_group(person) else None
        return None

    def apposed(self, rest: list[Unit]) -> Ref | None:
        """`the boy's father, Ken Ito,`: the name right after the comma."""
        for i, unit in enumerate(rest[:-1] if len(rest) > 1 else rest):
            if unit.kind == "mark" and unit.value in ",\u2014\u2013" and i + 1 < len(rest):
                following = rest[i + 1]
                if following.ref is not None and not following.ref.possessive:
                    return following.ref
        return None

    def description(self, chunk: list[Unit]) -> str | None:
        """`the 39-year-old founder`: words that stand for somebody named elsewhere."""
        words = [unit.value.lower() for unit in chunk if unit.kind in ("word", "name")]
        if len(words) > 2 and words[-1].isdigit():
            words = words[:-1]  # the writer, 68,
        if len(chunk) > 1 and chunk[0].ref is not None and chunk[0].ref.possessive:
            noun = [unit.value for unit in chunk[1:] if unit.kind == "word"]
            return f"the {' '.join(noun)}" if is_person_noun(noun) else None
        while words and words[0] not in DETERMINERS and len(words) > 1 and words[0] in PREPOSITIONS:
            words = words[1:]
        if len(words) == 1 and chunk[0].value[0].isupper() and words[0] in TITLES:
            return f"the {words[0]}"  # said Mademoiselle
        if words and words[0] in DETERMINERS and len(words) <= 14:
            return " ".join(words)
        return None
