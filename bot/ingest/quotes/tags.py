"""Reading the tag beside quoted words: `said Dana Ortiz`, `she adds`, `According to Ortiz,`."""

from __future__ import annotations

import re
from itertools import pairwise

from bot.ingest.quotes.cues import GESTURES, PHRASES, THOUGHTS, is_base, is_cue, is_speaking
from bot.ingest.quotes.lexicon import KIN, PREPOSITIONS, ROLE_NOUNS, SUBJECT_PRONOUNS, word_set
from bot.ingest.quotes.openings import described, is_person_noun, is_verb
from bot.ingest.quotes.subjects import PAPERS, SOURCE_NOUNS, SubjectReader, Tag
from bot.ingest.quotes.units import (
    BLOCKERS,
    DETERMINERS,
    VERBAL,
    Unit,
    is_adverb,
    next_word,
    without_brackets,
)
from bot.ingest.quotes.voices import DATELINE

_REACH = 320  # characters: a tag farther away than this is none
_NOT_INVERTED = word_set("tell told tells assured assures informed informs reminded reminds instructed")
_HABITS = word_set("used likes liked loves loved heard known fond")
_JUDGED = word_set("found finds considered considers deemed deems thought")  # Lindt found it "loud"
_SIGNED = re.compile(r"[\s\u200b]*[\u2014\u2013\u2015-]{1,2} ?(?=[A-Z\u00c0-\u00de])")
_AFTER_SIGNATURE = re.compile(r" ?(?=$|\n|\r|\(@)|(?: ?\([^()\n]*\))?(?:,[^.!?\n]{0,90})?$", re.MULTILINE)
_WHICH_WORDS = word_set("first last final next only own opening closing whole parting dying")
_CITING = word_set("quotes quoted quoting cites cited citing")
_WRITTEN = word_set("written penned sent signed left made typed")
SOMEBODY_OF = word_set(
    "client wife husband fan reader neighbour neighbor landlord employer employee aunt uncle"
)
_ASKED_ABOUT = word_set("whether if about how why what")  # was asked by a fan whether: the answer follows
_RUBRICS = word_set("exclusive breaking opinion analysis interview recap review live update developing")
_STOPS = frozenset([".", "!", "?", ";", ":"])


def _only_says(units: list[Unit], i: int) -> bool:
    """`Ortiz would only say that it was "likely"`: the one modal verb that tells what was said."""
    return units[i].value in ("say", "add", "confirm") and [u.value for u in units[max(0, i - 2) : i]] in (
        ["would", "only"],
        ["could", "only"],
        ["will", "only"],
    )


def _up_to_mark(units: list[Unit]) -> list[Unit]:
    """`Queen Maren as`: the words up to a mark or an "as"."""
    end = next(
        (i for i, unit in enumerate(units) if unit.kind != "name" and unit.value in ("as", ",", ":")), None
    )
    return units[:end]


def _later_subject(units: list[Unit]) -> Unit | None:
    """`Pell admits that it failed, and Ortiz is merciless about it:` -> Ortiz

    Likewise "when Pell asked him what he thought, he couldn't help himself:" -> he
    """
    for i in range(len(units) - 3, 1, -1):
        subject, after = units[i + 1], units[i + 2]
        joined = (
            units[i].value in ("and", "but", "while", "though", "yet", "whereas")
            and units[i - 1].value == ","
        )
        if joined and subject.ref is not None and (is_verb(after) or after.value == ","):
            return None if subject.ref.possessive else subject
        if units[i].value == "," and subject.value in ("he", "she") and is_verb(after):
            begun = any(unit.value.lower() in ("when", "if", "as", "after", "once") for unit in units[:i])
            return subject if begun else None
    return None


def habitual(units: list[Unit], at: int) -> bool:
    """`she did once tell`, `Ortiz likes to say`, `he used to ask`: a plain form that tells of words."""
    if units[at].kind != "word" or not is_base(units[at].value):
        return False
    back = [unit.value for unit in units[max(0, at - 3) : at]]
    return "did" in back or "does" in back or (back[-1:] == ["to"] and not _HABITS.isdisjoint(back))


def _is_noun(units: list[Unit], at: int) -> bool:
    """`Ortiz's remarks`: no verb, though it looks like one."""
    owner = units[at - 1].ref if at else None
    return owner is not None and owner.possessive and units[at].value in SOURCE_NOUNS


def _blurts(units: list[Unit], at: int) -> bool:
    """`she went "No"`, `he was like, "No"`: talk that is told as it came."""
    after = [unit.value for unit in units[at + 1 :] if unit.value != ","]
    if units[at].value in ("went", "goes"):
        return not after
    return units[at].value in ("was", "is", "were", "are") and after in (["like"], ["all"], ["all", "like"])


class TagReader(SubjectReader):
    """Reads one document's tags; the masked text and the roster stay the same throughout."""

    # --- after the words ------------------------------------------------------------------------------------

    def after(self, close: int, limit: int, *, ended: bool, loose: bool = True) -> Tag | None:
        """`," said Ortiz` or `," Ortiz said`. `ended`: after a full stop the tag is its own sentence."""
        units = self._sentence(self.units(close, min(limit, close + _REACH)))
        while units and units[0].kind == "mark" and units[0].value in ",\u2014\u2013-)(":
            units = units[1:]
        units = without_brackets(units)
        if not units or units[0].kind in ("mark", "quote"):
            return None
        put = self._put(units) or self._was_reply(units)
        if put is not None:
            return put
        at = 0
        while at < min(3, len(units) - 1) and units[at].kind == "word" and is_adverb(units[at].value):
            at += 1
        verb = units[at].value if units[at].kind == "word" else ""
        if (
            verb
            and verb.islower()  # after a full stop, too: a sentence would begin with a capital
            and (
                is_cue(verb) or (loose and verb in GESTURES) or PHRASES.get(verb, "-") == next_word(units, at)
            )
            and verb not in _NOT_INVERTED
        ):
            at += PHRASES.get(verb, "-") == next_word(units, at)  # put in Ortiz
            tag = self._inverted(units, at, "verb and subject after")
            if tag is not None:
                return tag
        return self._subject_first(units, ended)

    def _put(self, units: list[Unit]) -> Tag | None:
        """`as Ortiz put it`, `as she puts it`, `per Ortiz`: a source without a verb of speaking."""
        lead = units[0].value.lower() if units and units[0].kind == "word" else ""
        if lead == "per" and len(units) > 1 and units[1].ref is not None and not units[1].ref.possessive:
            return Tag("per", 0.85, units[1].start, person=units[1].ref.person)
        for i, unit in enumerate(units[:14]):
            if (
                unit.value not in ("put", "puts")
                or i < 2
                or [u.value for u in units[i + 1 : i + 2]] != ["it"]
            ):
                continue
            return self.head(units[1:i], [], "as they put it", unit.value, 0.9) if lead == "as" else None
        return None

    def _was_reply(self, units: list[Unit]) -> Tag | None:
        """`was Ortiz's reply`, `was her verdict`, `came the answer from Ortiz`."""
        if len(units) < 3 or units[0].value not in ("was", "is", "came", "ran", "went", "comes"):
            return None
        if units[1].value == "the" and units[2].value in SOURCE_NOUNS and len(units) > 4:
            sent = units[3].value in ("from", "of") and units[4].ref is not None
            return (
                Tag("words from", 0.85, units[4].start, person=units[4].ref.person)
                if sent and units[4].ref
                else None
            )
        if not any(unit.value in SOURCE_NOUNS for unit in units[2:5]):
            return None
        if units[1].ref is not None and units[1].ref.possessive:
            return Tag("words of", 0.85, units[1].start, person=units[1].ref.person)
        if units[1].value in ("his", "her"):
            return Tag("words of", 0.8, units[1].start, pronoun=units[1].value)
        return None

    def _inverted(self, units: list[Unit], at: int, rule: str) -> Tag | None:
        """The subject after its verb: `said writer Dana Ortiz, who left`."""
        chunk: list[Unit] = []
        rest: list[Unit] = []
        for i, unit in enumerate(units[at + 1 :], at + 1):
            if unit.kind in ("mark", "quote") or len(chunk) > 16:
                rest = units[i:]
                break
            if (
                unit.kind == "word"
                and unit.value in PREPOSITIONS | BLOCKERS
                and unit.value not in ("of", "and", "for", "at")
            ):
                rest = []
                break
            chunk.append(unit)
        return self.head(chunk, rest, rule, units[at].value, 0.95)

    def _subject_first(self, units: list[Unit], ended: bool) -> Tag | None:
        """The subject before its verb: `Ortiz, the lead writer, said in May`."""
        if units[0].kind == "word" and units[0].value.lower() == "as":
            units = units[1:]
        if units and units[0].kind == "word" and units[0].value.lower() == "according":
            return self._according(units)
        verb_at, after_comma = -1, False
        for i, unit in enumerate(units[:26]):
            if (
                unit.kind == "word"
                and unit.value.islower()
                and i
                and (
                    is_cue(unit.value)
                    or habitual(units, i)
                    or (i < 3 and unit.value in GESTURES)
                    or (PHRASES.get(unit.value, "-") == next_word(units, i))
                )
            ):
                previous = units[i - 1]
                if not is_base(unit.value) and previous.value in (
                    "to",
                    "the",
                    "a",
                    "an",
                    "who",
                    "which",
                    "that",
                ):
                    continue
                verb_at, after_comma = i, previous.kind == "mark"
                break
        if verb_at < 1 or (
            ended and not (is_cue(units[verb_at].value, weak=False) or is_base(units[verb_at].value))
        ):
            return None
        if units[verb_at - 1].value in ("was", "were", "is", "are", "been", "be"):
            return self._spoken_to(units, verb_at)  # "The film was dubbed"
        subject = units[:verb_at]
        first = subject[0]
        if first.kind == "word":
            low = first.value.lower()
            if low in PREPOSITIONS or low in BLOCKERS - {"that"} or (low in VERBAL):
                return None
        commas = [
            i for i, unit in enumerate(subject) if unit.kind == "mark" and unit.value in ",\u2014\u2013"
        ]
        chunk, rest = subject, []
        if commas:
            if not after_comma and commas[-1] < len(subject) - 4 and subject[-1].kind != "name":
                return None
            chunk, rest = subject[: commas[0]], subject[commas[0] :]
            if (
                not after_comma
                and first.value.lower() in DETERMINERS
                and all(unit.ref is None for unit in subject)
            ):
                chunk, rest = (
                    [unit for unit in subject if unit.kind == "word"],
                    [],
                )  # the lanky, tired professor
        if any(unit.kind == "word" and unit.value in VERBAL for unit in chunk[:-2]):
            return None
        if any(unit.kind == "quote" for unit in subject):
            return None
        if ended and (len(subject) > 8 or not self._closes(units, verb_at)):
            return None
        return self.head(
            chunk, rest, "subject and verb after", units[verb_at].value, 0.95 if not ended else 0.8
        )

    def _spoken_to(self, units: list[Unit], verb_at: int) -> Tag | None:
        """`"Where is it?" Ortiz was asked.`: somebody else's words, and whose is not said."""
        rest = [unit.value for unit in units[verb_at + 1 :] if unit.kind != "mark"]
        bare = not rest or rest[0] in ("at", "in", "on", "during", "when", "again") or is_adverb(rest[0])
        passive = units[verb_at].value in ("asked", "told") and bare
        return Tag("spoken to", 0.5, units[0].start, description="another") if passive else None

    def _closes(self, units: list[Unit], verb_at: int) -> bool:
        """After a full stop only a bare tag counts: `Ortiz said.`, not `She said no to all of it.`"""
        rest = [unit for unit in units[verb_at + 1 :] if unit.kind != "mark"]
        if rest and rest[0].value in PREPOSITIONS:
            return len(rest) <= 10  # Ortiz wrote in a post that she titled, simply enough, "
        return not rest or (len(rest) <= 6 and is_adverb(rest[0].value))

    def signed(self, close: int) -> Tag | None:
        """`"Seas move."` and then, there or on a line below, `— Old Teo, to her father`."""
        dash = _SIGNED.match(self.masked, close, close + 12)
        if dash is None:
            return None
        for ref in self.roster.between(dash.end(), dash.end() + 16)[:1]:
            nothing_else = ref.full_start == dash.end() or self.masked[dash.end() : ref.start].istitle()
            if nothing_else and _AFTER_SIGNATURE.match(self.masked, ref.end, ref.end + 120):
                return Tag("signed", 0.9, ref.start, person=ref.person)
        return None

    def shown(self, start: int, opening: int) -> Tag | None:
        """`Let me read you what Ortiz wrote. "`: a sentence of its own that only announces the words."""
        units = self.units(max(start, opening - _REACH), opening)
        if len(units) < 4 or units[-1].kind != "mark" or not is_cue(units[-2].value, weak=False):
            return None
        speaker = units[-3]
        if units[-4].value.lower() != "what" or (speaker.ref is not None and speaker.ref.possessive):
            return None
        if speaker.ref is not None:
            return Tag("what they wrote", 0.8, speaker.start, person=speaker.ref.person)
        pronoun = speaker.value.lower()
        return (
            Tag("what they wrote", 0.7, speaker.start, pronoun=pronoun) if pronoun in ("he", "she") else None
        )

    # --- before the words -----------------------------------------------------------------------------------

    def before(self, start: int, opening: int) -> Tag | None:
        """`Ortiz said: "`, `She called it "`, `asks Ortiz, "`, `In the words of Ortiz, "`."""
        dateline = DATELINE.match(self.masked, start, opening)
        if dateline is not None:  # HARROW, Ont. — The mayor says
            start = dateline.end()
        units = without_brackets(self.units(max(start, opening - 2 * _REACH), opening))
        if not units:
            return None
        if len(units) == 2 and units[0].value.lower() in _RUBRICS:
            return None  # "EXCLUSIVE: "
        direct = units[-1].kind == "mark" and units[-1].value in ":,"
        if units[-1].value == ":" and (nobody := self._from_somebody(units)):
            return nobody
        cue = -1
        for i in range(len(units) - 1, -1, -1):
            unit = units[i]
            if unit.kind != "word" or not (
                is_cue(unit.value)
                or _only_says(units, i)
                or habitual(units, i)
                or is_speaking(unit.value)
                or unit.value in THOUGHTS
                or PHRASES.get(unit.value, "-") == next_word(units, i)
                or (direct and unit.value in GESTURES)
                or _blurts(units, i)
            ):
                continue
            k = i - 1
            while k > 0 and (is_adverb(units[k].value) or units[k].value == "still"):
                k -= 1
            previous = units[k].value.lower() if i else ""
            passive = previous in ("is", "was", "been", "are", "were", "being")
            answered = any(other.value in _ASKED_ABOUT for other in units[i + 2 :])
            if passive and not answered and i + 1 < len(units) and units[i + 1].value == "by":
                return self.head(_up_to_mark(units[i + 2 :]), [], "passive with by", unit.value, 0.85)
            if not is_base(unit.value) and previous in (
                "the",
                "a",
                "an",
                "to",
                "his",
                "her",
                "their",
                "my",
                "our",
                "was",
                "were",
                "been",
                "is",
                "are",
                "be",
                "being",
                "get",
                "gets",
                "got",
                "'s",
            ):
                continue
            cue = i
            break
        source = self._source(units)
        if source is not None and (cue < 0 or source.place > units[cue].start or _is_noun(units, cue)):
            return source
        put = next((i for i, unit in enumerate(units) if unit.value in ("put", "puts") and i > cue), 0)
        if direct and put and units[put + 1].value == "it":  # "Ortiz put it best:"
            return self.subject_left(units, put, "as they put it", units[put].value, 0.85)
        if len(units) > 2 and units[-1].value in ("it", "them") and units[-2].value in _JUDGED:
            judge = self.subject_left(units, len(units) - 2, "subject and verb before", units[-2].value, 0.75)
            if judge is not None:
                return judge
        other = _later_subject(units) if units[-1].value == ":" else None
        if other is not None and (
            cue < 0 or units[cue].start < other.start or not is_cue(units[cue].value, weak=False)
        ):
            person = None if other.ref is None else other.ref.person
            pronoun = other.value if person is None else None
            return Tag("subject of the last clause", 0.65, other.start, person=person, pronoun=pronoun)
        if cue < 0:
            for i, unit in enumerate(units):
                if unit.value.lower() == "according":
                    return self._according(units[i:])
            if units[0].value == "Per" and (source := self._according([units[0], *units])):
                return source  # "Per the union's Ana Berg, the offer is"
            first = units[0].value.lower()
            if units[-1].value == ":" and first in ("he", "she", "it"):  # "He credited Feld with saving her:"
                return Tag("subject and colon", 0.65, units[0].start, pronoun=first)
            return self._label(units) or (self._before_colon(units) if units[-1].value == ":" else None)
        verb = units[cue].value
        following = units[cue + 1] if cue + 1 < len(units) else None
        before_it = units[cue - 1] if cue else None
        first_at = cue
        while first_at and units[first_at - 1].kind == "word" and is_adverb(units[first_at - 1].value):
            first_at -= 1
        stands_first = first_at == 0 or units[first_at - 1].kind in ("mark", "quote")
        if (
            stands_first
            and following is not None
            and verb not in _NOT_INVERTED
            and is_cue(verb)
            and (
                following.kind == "name"
                or (
                    following.value.lower() in SUBJECT_PRONOUNS - {"it"}  # called it "folly"
                    and (cue + 2 >= len(units) or units[cue + 2].kind != "word")
                )
                or following.value.lower() in DETERMINERS
                or following.value in ROLE_NOUNS
            )
        ):
            tag = self._inverted(units, cue, "verb and subject before")
            if tag is not None and not (
                before_it is not None
                and before_it.kind == "mark"
                and following.value in DETERMINERS
                and not tag.person
            ):
                return tag
        rule = "subject and verb before"
        if is_speaking(verb) and before_it is not None and before_it.value == ",":
            hung = self._hung(units, rule, verb)
            if hung is not None:
                return hung
        tag = self.subject_left(units, cue, rule, verb, 0.9 if direct else 0.75)
        if tag is not None and tag.person is not None and not self.roster.persons[tag.person].likely:
            return self.main_verb(units, cue, rule) or tag
        return tag

    def _before_colon(self, units: list[Unit]) -> Tag | None:
        """`Ortiz on the finale:`, but nobody in `[CHOICE:`, `Ingredients:`."""
        tag = self.subject_left(units, len(units) - 1, "subject and colon", "", 0.65)
        if tag is None or tag.person is None:
            return tag
        person = self.roster.persons[tag.person]
        named = len(person.words) > 1 and person.score >= 0
        return tag if person.likely or person.possible or named or person.name[0] == "@" else None

    def _hung(self, units: list[Unit], rule: str, verb: str) -> Tag | None:
        """`A judge stopped Harlow from building, calling it "`: the clause's subject, not the last name."""
        words = described(units)
        if not is_person_noun(words):
            return None
        return Tag(rule, 0.55, units[0].start, description=" ".join(words), verb=verb)

    def _from_somebody(self, units: list[Unit]) -> Tag | None:
        """`His favourite came from a reader in Leeds:`, `a message from her client:`: nobody with a name."""
        for i in range(len(units) - 3, max(-1, len(units) - 9), -1):
            if not (
                units[i].value == "from" or (units[i].value == "by" and units[i - 1].value in _WRITTEN)
            ) or any(unit.ref and unit.ref.full for unit in units[i:]):
                continue
            who = units[i + 1].value
            if who in ("a", "an", "one", "another"):
                return Tag("from somebody", 0.6, units[i].start, description="another")
            if who in ("his", "her", "their") and units[i + 2].value in KIN | ROLE_NOUNS | SOMEBODY_OF:
                return Tag("from somebody", 0.6, units[i].start, description=f"{who} {units[i + 2].value}")
        return None

    def _according(self, units: list[Unit]) -> Tag | None:
        """`according to Ortiz`, `according to showrunner Dana Ortiz`."""
        if len(units) < 3 or units[1].value not in ("to", "Per"):
            return None
        chunk: list[Unit] = []
        for unit in units[2:14]:
            if unit.kind != "name" and unit.kind != "word":
                break
            chunk.append(unit)
        rest = units[2 + len(chunk) : 5 + len(chunk)]  # according to her co-star, Tom Orrin,
        tag = self.head(chunk, rest if len(rest) > 1 else [], "according to", "according", 0.9)
        paper = tag is not None and tag.description is not None and chunk[-1].value in PAPERS
        return Tag("according to", 0.5, chunk[0].start, description="another") if paper else tag

    def _source(self, units: list[Unit]) -> Tag | None:
        """`this quote from Hayao Miyazaki:`, `in the words of Ortiz,`, `Ortiz's reply:`."""
        cited = self._cited(units) or self._last_words(units)
        if cited is not None:
            return cited
        for i in range(len(units) - 1, -1, -1):
            unit = units[i]
            if unit.kind != "name" or unit.ref is None:
                continue
            back = units[i - 1].value if i else ""
            if back in ("from", "by", "of") and any(
                u.value in SOURCE_NOUNS for u in units[max(0, i - 7) : i - 1]
            ):
                return Tag("words from", 0.85, unit.start, person=unit.ref.person)
            if back == "," and self._speaks_of_source(units[max(0, i - 8) : i - 1]):
                return Tag("words of", 0.8, unit.start, person=unit.ref.person)  # of the composer, Lise Amund
            if (
                unit.ref.possessive
                and any(u.value in SOURCE_NOUNS for u in units[i + 1 : i + 5])
                and units[-1].value == ":"
            ):
                return Tag("words of", 0.8, unit.start, person=unit.ref.person)
            break
        first = units[0].value.lower()
        if (
            units[-1].value == ":"
            and first in ("his", "her")
            and any(unit.value in SOURCE_NOUNS for unit in units[1:4])
        ):
            return Tag("words of", 0.8, units[0].start, pronoun=first)  # Her diary has a single line:
        return None

    def _last_words(self, units: list[Unit]) -> Tag | None:
        """`Her last line, "`, `His first words were: "`."""
        owner = next((i for i, unit in enumerate(units[:2]) if unit.value.lower() in ("his", "her")), -1)
        if owner < 0 or not 3 <= len(units) - owner <= 7:
            return None
        words = [unit.value for unit in units[owner + 1 :]]
        if words[0] not in _WHICH_WORDS or words[1] not in SOURCE_NOUNS or words[-1] not in (",", ":"):
            return None
        return Tag("words of", 0.75, units[owner].start, pronoun=units[owner].value.lower())

    def _cited(self, units: list[Unit]) -> Tag | None:
        """`Quill quotes Ortiz at length:`, `Ortiz, whose essay she cites:`: not who quotes is quoted."""
        cue = next((i for i in range(len(units) - 1, -1, -1) if units[i].value in _CITING), -1)
        if cue < 0:
            return None
        after = cue + 1
        while after < len(units) and units[after].value.lower() in DETERMINERS | ROLE_NOUNS:
            after += 1
        whose = next((i for i in range(cue - 1, max(1, cue - 8), -1) if units[i].value == "whose"), 0)
        for unit in (*units[after : after + 1], *units[max(0, whose - 2) : whose]):
            if unit.ref is not None and not unit.ref.possessive:
                return Tag("words from", 0.8, unit.start, person=unit.ref.person)
        return None

    def _speaks_of_source(self, units: list[Unit]) -> bool:
        """`in the words of the composer`, `with a line from his late mentor`, and the name comes after."""
        return any(
            one.value in SOURCE_NOUNS and other.value in ("of", "from", "by")
            for one, other in pairwise(units)
        ) and all(unit.kind == "word" for unit in units[-2:])

    def _label(self, units: list[Unit]) -> Tag | None:
        """`Ortiz: "..."`: a name and a colon."""
        if len(units) in (2, 3) and units[-1].value == ":" and units[-2].kind == "name":
            ref = units[-2].ref
            if ref is not None and not ref.possessive and not self.masked.endswith("[", 0, ref.full_start):
                return Tag("name and colon", 0.9, ref.start, person=ref.person)
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
