"""An article's paragraphs: which are in its own voice, and which may be somebody else's words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.ingest.quotes.cues import is_cue
from bot.ingest.quotes.leads import (
    BULLET,
    LEAD,
    MEDIUM,
    OWN_VOICE,
    PART,
    PLURAL_VOICE,
    SUBJECT,
    Lead,
    last_sentence,
    read_lead,
    read_subject,
    tells,
)
from bot.ingest.quotes.lexicon import FUNCTION_WORDS
from bot.ingest.quotes.paragraphs import Paragraph
from bot.ingest.quotes.roster import Roster
from bot.ingest.quotes.voices import (
    ADDRESS,
    ANNOUNCES,
    ASIDE,
    ASIDE_TAG,
    ASKING,
    BEGINS,
    CONTACT,
    DATELINE,
    DEAR,
    DOCUMENT,
    FAREWELL,
    FIRST_PERSON,
    GOES_ON,
    GREETING,
    I_SAID,
    INTERVIEWING,
    INTRODUCED,
    LABELLED,
    LAW,
    LIVELY,
    NOW,
    PICK,
    REPORTER,
    SENT,
    SENTENCE,
    SHORT,
    SHORTEST,
    SIGNED,
    SURE,
    TELLING,
    THEY,
    TURN,
    UNANSWERED,
    VOICE,
    WE,
    WROTE,
)

GENDERS = {"he": "m", "she": "f"}


@dataclass(frozen=True, slots=True)
class Whose:
    person: int | None
    gender: str | None


class Article:
    """One article's paragraphs, and what is usual among them."""

    def __init__(
        self,
        text: str,
        masked: str,
        blocks: Sequence[Paragraph],
        roster: Roster,
        marked: frozenset[int],
        taken: frozenset[int],
    ) -> None:
        self.text, self.masked, self.blocks, self.roster = text, masked, blocks, roster
        self.marked = marked
        self.leads = [
            None if i in taken else read_lead(text, masked, block, roster) for i, block in enumerate(blocks)
        ]
        self.usual = usual_gap(blocks)
        self._hear_the_outspoken(taken)
        first = next((i for i, lead in enumerate(self.leads) if lead is not None and self._leads(i, lead)), 0)
        titled = len(blocks) > 1 and masked[blocks[0].end - 1] not in ".!?:"
        lead = self.leads[first] if blocks else None
        low = blocks[titled].start if blocks else 0
        high = lead.start if lead is not None else blocks[first].end if blocks else 0
        self.opening = range(int(titled), first + (lead is None))
        self.names_itself = OWN_VOICE.search(masked, low, high) is not None
        self.says_i, later_we = self._tells_of_itself(low, high, first) if any(self.leads) else (False, False)
        self.says_you = ADDRESS.search(masked, low, high) is not None
        self.says_we = self.names_itself or later_we or PLURAL_VOICE.search(masked, low, high) is not None

    def _hear_the_outspoken(self, taken: frozenset[int]) -> None:
        """Lead-ins without a colon: an article that never says I or we itself, and paragraphs that do.

        Each run of such paragraphs stands after a lead-in, or after one that tells of somebody's words; where
        one run doesn't, the article may say I after all. So does a letter within an article stand after one.
        """
        letters = [i for i, block in enumerate(self.blocks) if DEAR.match(self.text, block.start)]
        for i in letters:
            told = i > 0 and (self._has(MEDIUM, i - 1) or self._has(WROTE, i - 1))
            if (told or (letters == [i] and i > 2)) and i - 1 not in taken and self.leads[i - 1] is None:
                start = last_sentence(self.text, self.masked, self.blocks[i - 1])
                self.leads[i - 1] = Lead(start, LEAD["announced" if told else "outspoken"], strong=True)
        heard: dict[int, Lead] = {}
        before = False  # the paragraph before speaks, too
        for i in range(1, len(self.blocks) - 1):
            spoken = i not in taken and self._has(FIRST_PERSON, i) and not self._has(FAREWELL, i)
            within, before = before, spoken
            if not spoken or within or self.leads[i - 1] is not None:
                continue
            lead = tells(self.masked, self.blocks[i - 1], self.roster)
            block = self.blocks[i]
            if lead is None or i in self.marked:
                return
            if len(FIRST_PERSON.findall(self.masked, block.start, block.end)) > 1:
                heard[i - 1] = lead
        for i, lead in heard.items():
            self.leads[i] = lead

    def _leads(self, i: int, lead: Lead) -> bool:
        """Not one of the many sentences that may lead in to an I, without any I after it."""
        return not lead.told or (i + 1 < len(self.blocks) and self._has(OWN_VOICE, i + 1))

    def _tells_of_itself(self, low: int, high: int, first: int) -> tuple[bool, bool]:
        """Whether the article says I, and we: in its beginning, its lead-ins or beside words in marks.

        It says I where it says so twice, or as somebody who asks; once may be a quotation.
        """
        early = {i for i, block in enumerate(self.blocks) if low <= block.start < high}
        later = {
            i
            for i, lead in enumerate(self.leads)
            if i >= first and ((lead is not None and lead.somebody) or (i in self.marked and self._tagged(i)))
        }
        own = sum(self._has(OWN_VOICE, i) for i in early)
        once_more = own + sum(self._has(OWN_VOICE, i) for i in later - early)
        asks = own > 0 and ASKING.search(self.masked, low, high) is not None
        leads = [(lead.start, self.blocks[i].end) for i, lead in enumerate(self.leads) if i in later and lead]
        says_we = any(WE.search(self.masked, *place) for place in leads)
        return own > (len(early) > 3) or once_more > 1 or asks, says_we

    def hear_again(self) -> None:
        """Where the article quotes whole paragraphs, an I in its opening may be somebody's, too."""
        words: set[int] = set()
        for i in self.opening:
            if self._has(OWN_VOICE, i):
                if self._has(INTERVIEWING, i):
                    return
                if i - 1 not in words and not self._may_be_words(i):
                    return
                words.add(i)
        if words:
            self.names_itself = self.says_i = self.says_we = False

    def _may_be_words(self, i: int) -> bool:
        """An I after a sentence about somebody whom the paragraph itself doesn't speak of."""
        if i == 0 or self.masked[self.blocks[i].start] == "\x01":
            return False
        lead = read_subject(self.text, self.masked, self.blocks[i - 1], self.roster)
        if lead is None:
            return False
        whose = speaking(self.masked, lead.start, self.blocks[i - 1].end, self.roster)
        if self._third_person(i, whose) < 0:
            return False
        block = self.blocks[i]
        he = SUBJECT.search(self.masked, block.start, block.end)
        return he is None or bool(self.roster.between(block.start, he.start()))

    def _has(self, pattern: re.Pattern[str], i: int) -> bool:
        return pattern.search(self.masked, self.blocks[i].start, self.blocks[i].end) is not None

    def _voice(self, i: int) -> float:
        """I, we and you, and how much they tell in this article."""
        score = 0.0
        if self._has(OWN_VOICE, i):
            own = (
                " in an article that says I" if self.says_i else " in an article that says we" * self.says_we
            )
            score += VOICE["I" + own]
        elif self._has(PLURAL_VOICE, i):
            score += VOICE["we in an article that says we" if self.says_we else "we"]
        if self._has(ADDRESS, i):
            score += VOICE["you"]
        if self._has(LIVELY, i):
            score += VOICE["lively"]
        if self._has(LAW, i):
            score += VOICE["law"]
        return score

    def _personal(self, i: int) -> bool:
        return i < len(self.blocks) and (self._has(FIRST_PERSON, i))

    def _a_voice_follows(self, i: int, whose: Whose | None = None) -> bool:
        """The next paragraph says I, we or you, is no lead-in and none of the article's own."""
        if self.says_i or i + 1 >= len(self.blocks) or i + 1 in self.marked or self.leads[i + 1] is not None:
            return False
        if whose is None:
            return self._personal(i + 1)
        spoken = self._personal(i + 1) or (self._has(ADDRESS, i + 1) and not self.says_you)
        block = self.blocks[i + 1]
        return spoken and self._third_person(i + 1, whose) >= 0 and not DOCUMENT.match(self.text, block.start)

    def _mostly_marked(self, i: int) -> bool:
        block = self.blocks[i]
        return self.masked.count("\x01", block.start, block.end) * 2 > block.end - block.start

    # --- the first paragraph --------------------------------------------------------------------------------

    def begins(self, i: int, lead: Lead, whose: Whose, again: bool) -> bool:
        """Whether paragraph `i` is somebody's words, announced by `lead`."""
        block = self.blocks[i]
        piece = self.text[block.start : block.end]
        if any(pattern.match(piece) for pattern in (BULLET, DATELINE, CONTACT)):
            return False
        if self.masked[block.start] == "\x01" and (
            self.names_itself or self._tagged(i) or not self._has(OWN_VOICE, i)
        ):
            return False
        if lead.told and (self.names_itself or not self._personal(i)):
            return False
        greeting = lead.strong and (GREETING.match(piece) or DEAR.match(piece)) is not None
        quoting = lead.strong and self._has(I_SAID, i)
        if (self._mostly_marked(i) and not quoting) or (
            len(piece) < (SHORT if lead.score < SURE else SHORTEST) and not greeting
        ):
            return False
        if piece[-1] == ":" and not greeting and not self._has(OWN_VOICE, i):
            return False
        heard = lead.speaks or (
            self._has(FIRST_PERSON if lead.strong else OWN_VOICE, i) and not self.names_itself
        )
        score = (
            lead.score
            + self._voice(i) * heard
            + VOICE["greeting"] * greeting
            + VOICE["again"] * (again and lead.strong)
        )
        if lead.listed and self._has(OWN_VOICE, i) and not self.says_i and piece[-1] in ".!?":
            score -= LEAD["list"] / 2  # no list says I
        if again and PART.search(self.masked, lead.start, self.blocks[i - 1].end):
            score += VOICE["part"]
        if piece[-1] != ":":
            score += VOICE["prose"] if piece.rstrip("\"\u201d\u2019'")[-1:] in ".!?\u2026" else VOICE["item"]
        if LABELLED.match(piece):
            score += VOICE["item"]
        if PICK.match(piece):
            score += VOICE["pick"]
        if lead.strong and block.blank_before > self.usual:
            score += VOICE["apart"]
        if lead.strong and lead.score >= SURE and self.leads[i] is None and self._a_voice_follows(i):
            score += VOICE["before a voice"]
        return score + self._third_person(i, whose) >= BEGINS

    def _third_person(self, i: int, whose: Whose) -> float:
        """Signs that a paragraph speaks of the speaker, or is the article's own."""
        block = self.blocks[i]
        score = 0.0
        if any(ref.person == whose.person for ref in self.roster.between(block.start, block.end)):
            score += VOICE["speaker"]
        if self._has(THEY, i):
            score += VOICE["speaker"]
        opening = SUBJECT.match(self.masked, block.start)
        gender = GENDERS.get(opening.group().lower()) if opening is not None else None
        if gender is not None and whose.gender in (None, gender):
            score += VOICE["he"]
        if i in self.marked and self._tagged(i) and not self._has(I_SAID, i):
            score += VOICE["tagged"]
        if self._has(ASIDE_TAG, i):
            score += VOICE["reported"]
        if REPORTER.match(self.masked, block.start) or self._has(UNANSWERED, i):
            score += VOICE["reporter"]
        if self._has(FAREWELL, i) or ASIDE.match(self.masked, block.start):
            score += VOICE["farewell"]
        return score

    def _tagged(self, i: int) -> bool:
        """Marked words with `he said` after them: the article speaks again."""
        match = re.search(
            r"\x01[,\s]*(?:\w+ ){0,3}(?:said|says|told|added|adds|wrote|explained|explains)\b",
            self.masked[self.blocks[i].start : self.blocks[i].end],
        )
        return match is not None

    # --- the paragraphs after it ----------------------------------------------------------------------------

    def goes_on(self, at: int, lead: Lead, whose: Whose) -> bool:
        """Whether a block's next paragraph is still the same person's words."""
        block, previous = self.blocks[at], self.blocks[at - 1]
        piece = self.text[block.start : block.end]
        led = self.masked[previous.end - 1] == ":"
        if self._mostly_marked(at):
            # A whole marked paragraph belongs to the block if the block itself leads in to it.
            return led and self._personal(at - 1)
        if BULLET.match(piece):
            return led or lead.whole or BULLET.match(self.text, previous.start) is not None
        if len(piece) < 60 and (
            SIGNED.match(piece) or (_is_closing(self.text, previous) and piece.istitle())
        ):
            return True
        if lead.whole and (_is_signature(self.text, block) or _is_signature(self.text, previous)):
            return _is_signature(self.text, block)
        if DATELINE.match(piece) or self._leads_away(at) or self._meets_somebody(at):
            return False
        score = self._voice(at) + self._third_person(at, whose)
        if block.blank_before < self.usual:
            score += VOICE["close"]
        if lead.whole and at + 1 < len(self.blocks):
            score += VOICE["whole"]
        if (
            self._personal(at - 1)
            and self._a_voice_follows(at, whose)
            and self.masked[block.end - 1] != ":"
            and not self._turns_to_somebody(at)
        ):
            score += VOICE["bridge"]
        elif at in self.marked:
            score += VOICE["marked"]
        if self._has(ADDRESS, at) and not self.says_you:
            score += VOICE["you go on"]
        if DOCUMENT.match(piece) or (not self._has(OWN_VOICE, at) and self._has(SENT, at)):
            score += VOICE["document"]
        if not self._has(OWN_VOICE, at) and self._reports(at):
            score += VOICE["reported"]
        if lead.speaks and score == 0.0 and self._unclaimed(at):
            score += VOICE["unclaimed"]
        return score >= GOES_ON

    def _unclaimed(self, at: int) -> bool:
        """After words without I or we, nothing that an article tells: no name, day, he, mark, cue.

        `The fault has been mended, and credit will be given.` after `The studio is committed to its crews.`
        An article's last paragraph may be like this, too.
        """
        block = self.blocks[at]
        if self._personal(at - 1) or at + 1 >= len(self.blocks) or at in self.marked:
            return False
        if self._has(TELLING, at) or not self._has(NOW, at) or block.end - block.start < SENTENCE:
            return False
        words = re.findall(r"\w+", self.masked[block.start : block.end])
        refs = self.roster.between(block.start, block.end)
        return not any(self.roster.persons[ref.person].likely for ref in refs) and not any(
            is_cue(word, weak=False) for word in words
        )

    def _turns_to_somebody(self, at: int) -> bool:
        """It says no I and introduces somebody, or begins with a name: "Quill sees it otherwise."."""
        block = self.blocks[at]
        if self._has(FIRST_PERSON, at):
            return False
        refs = self.roster.between(block.start, block.end)
        if any(INTRODUCED.match(self.masked, ref.end) for ref in refs):
            return True
        if not refs or refs[0].possessive or not self.roster.persons[refs[0].person].likely:
            return False
        person = self.roster.persons[refs[0].person]
        speaks = person.beside_cue or bool(person.role_words) or block.end - block.start < TURN
        opening = self.masked[block.start : refs[0].full_start].lower().split()
        return speaks and len(opening) < 4 and FUNCTION_WORDS.isdisjoint(opening)

    def _meets_somebody(self, at: int) -> bool:
        """`Kip Ash, who fishes, is not convinced. When I met him, he had a cold.`: the journalist's I."""
        block = self.blocks[at]
        refs = self.roster.between(block.start, block.end)
        own = self._has(INTERVIEWING, at) or self._has(ASKING, at)
        return own and any(INTRODUCED.match(self.masked, ref.end) for ref in refs)

    def _leads_on(self, at: int) -> bool:
        """`Quill describes the rest. And here's the bit that made me gasp:`, the writer's own lead-in."""
        block = self.blocks[at]
        if self.masked[block.end - 1] != ":" or not PART.search(self.masked, block.start, block.end):
            return False
        first = self.roster.between(block.start, block.start + 12)[:1]
        persons = [self.roster.persons[ref.person] for ref in first if not ref.possessive]
        return any(person.likely or person.possible for person in persons)

    def _leads_away(self, at: int) -> bool:
        """A new lead-in, unless the block's own voice leads in to something, or to a list."""
        if self._leads_on(at):
            return True
        lead = self.leads[at]
        if lead is None or OWN_VOICE.search(self.masked, lead.start, self.blocks[at].end):
            return False
        if self._has(OWN_VOICE, at) and not lead.strong:
            return False
        if not lead.strong and self.masked[self.blocks[at].end - 1] != ":":
            return False
        following = self.blocks[at + 1] if at + 1 < len(self.blocks) else None
        return lead.strong or following is None or not BULLET.match(self.text, following.start)

    def _reports(self, at: int) -> bool:
        """Somebody says something by name, or is introduced: "A rival, Kip Ash, said", "Ash, who fishes,"."""
        block = self.blocks[at]
        if ANNOUNCES.match(self.text, block.start):
            return True
        for ref in self.roster.between(block.start, block.end):
            if ref.possessive or not self.roster.persons[ref.person].likely:
                continue
            after = self.masked[ref.end : min(block.end, ref.end + 60)]
            if ref.full_start == block.start and INTRODUCED.match(after):
                return True
            match = re.match(r"(?:,[^,.]{1,50},)? (?:\w+ )?(\w+)", after)
            if match and any(is_cue(word) for word in match.group().split()[-2:]):
                return True
        return False


def _is_closing(text: str, block: Paragraph) -> bool:
    """`Your friend,` above a name."""
    return block.end - block.start < 40 and text[block.end - 1] == ","


def _is_signature(text: str, block: Paragraph) -> bool:
    """`Captain Mara`, below a letter."""
    line = text[block.start : block.end]
    return len(line) < 40 and line.istitle() and line[-1].isalpha()


def usual_gap(blocks: Sequence[Paragraph]) -> int:
    """How many empty lines most paragraphs have before them."""
    gaps = sorted(block.blank_before for block in blocks[1:])
    return gaps[len(gaps) // 2] if gaps else 0


def speaking(masked: str, start: int, end: int, roster: Roster) -> Whose:
    """Whose words a lead-in announces: "He defends giving Mara a friend:" are his, whoever he is."""
    named = next(
        (
            ref
            for ref in roster.between(start, end)
            if roster.persons[ref.person].likely and not ref.possessive
        ),
        None,
    )
    pronoun = SUBJECT.search(masked, start, end)
    if pronoun is not None and (named is None or pronoun.start() < named.start):
        return Whose(None, GENDERS.get(pronoun.group().lower()))
    return Whose(None, None) if named is None else Whose(named.person, roster.persons[named.person].gender)
