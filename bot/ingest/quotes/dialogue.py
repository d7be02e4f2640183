"""What tells a story from a report, and whom its people call by name."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from bot.ingest.quotes.descriptions import Descriptions
from bot.ingest.quotes.lexicon import FUNCTION_WORDS, TITLES, word_set
from bot.ingest.quotes.marks import Span
from bot.ingest.quotes.paragraphs import Paragraph
from bot.ingest.quotes.person import PERSON_SCORE
from bot.ingest.quotes.roster import Roster

_UP = "A-Z\u00c0-\u00d6\u00d8-\u00de"
_TITLE = (
    r"(?:(?:Mr|Mrs|Ms|Dr)\.? |(?:Miss|Lady|Sir|Lord|Colonel|Captain|Doctor|Uncle|Aunt|Chief|Inspector"
    r"|Sergeant|Professor|General|Major|Father|Madame|Monsieur) )?"
)
_CALLED = re.compile(
    rf"(?P<lead>^|[.!?;,\u2014] ?|\s?--\s?)"
    r"(?:(?:[Oo]h|[Aa]h|[Nn]ow|[Ww]ell|[Yy]es|[Nn]o|[Hh]ello|[Hh]i|[Gg]ood|[Cc]ome|[Aa]nd|[Bb]ut|[Mm]y|[Dd]ear(?:est)?"
    r"|[Pp]oor|[Oo]ld|[Ll]ittle|[Yy]oung|[Mm]orning|[Ee]vening|[Gg]ood-bye|[Tt]hank you|[Pp]lease),? )*"
    rf"(?P<name>{_TITLE}[{_UP}][\w'\u2019-]+(?: [{_UP}][\w'\u2019-]+)?)(?=(?P<end>[,.!?;\u2014]|--|$))"
)
_KIND = re.compile(
    r"(?:^|[.!?;,\u2014] ?)(?:(?:oh|yes|no|well|nay|my|dear|dearest|good|old|please|come|young),? )*"
    r"(sir|madam|ma['\u2019]am|m['\u2019]m|miss|mum|my boy|lad|son|old man|old fellow|old chap|dear fellow"
    r"|my girl|papa|mamma|father|mother|uncle|aunt)(?=[,.!?;\u2014]|--|$)",
    re.IGNORECASE,
)
_HOMELY_FIGURES = re.compile(  # in the '80s, 6' 2": not the press's
    r"(?<!\w)['\u2019]\d\d|(?<!\d)\d['\u2032\u2019](?: ?\d{1,2}\b)?"
)
_MOST = 24  # persons whose names begin alike
_MEN = word_set("sir boy lad son man fellow chap papa father uncle")
_NAMED = rf"([{_UP}][\w'\u2019-]+(?: [{_UP}][\w'\u2019-]+)?)"
_MY_NAME = re.compile(rf"\b[Mm]y name(?: is|'s|\u2019s) {_NAMED}")
_I_AM = re.compile(rf"(?:\bI am|\bI(?:'|\u2019)m|\b[Mm]y name(?: is|'s|\u2019s)|\b[Cc]all me) {_NAMED}")
_ASKS_NAME = re.compile(
    r"\b(?:[Ww]hat(?:['\u2019]s| is| was) your name|[Ww]ho are you|[Ww]hat do they call you|[Yy]our name)\?"
)
_WHOLE_NAME = re.compile(rf"{_NAMED}[.,!]?")
_FIRST_PERSON = re.compile(r"\bI\b")
_TAG_VERBS = re.compile(
    r"\b(?:said|says|told|cried|replied|asked|whispered|exclaimed|answered|muttered|shouted|murmured|sighed)\b"
)

_REPORTED = (
    "ccording to",
    "reporters",
    "spokesman",
    "spokeswoman",
    "spokesperson",
    "press conference",
    "in an interview",
)
_BESIDE = 40  # characters after marked words in which their tag stands
_TOLD = 2  # tags that are livelier than "said"
_OFTEN = 1500  # characters: a text that speaks so of its sources more than once in as many is a report


def is_fiction(text: str, spans: Sequence[Span], blocks: Sequence[Paragraph], kind: str) -> bool:
    """Dialogue goes to and fro, asks and exclaims; the press states, with figures.

    `kind="work"` needs no proof.
    """
    outer = [span for span in spans if span.parent is None]
    if kind == "work" or (outer and text[outer[0].outer_start] in "\u2014\u2013\u2015-"):  # dashes for marks
        return True
    opens = {span.paragraph for span in outer if span.outer_start == blocks[span.paragraph].start}
    if len(outer) < 4 or len(opens) * 4 < len(blocks):
        return False
    sample = text[:300_000]
    if sum(map(sample.count, _REPORTED)) * _OFTEN >= len(sample):
        return False
    figures = sum(map(sample.count, "0123456789")) * 1000 / len(sample)
    if figures >= 1.0:
        homely = sum(sum(map(str.isdigit, match.group())) for match in _HOMELY_FIGURES.finditer(sample))
        figures -= homely * 1000 / len(sample)
    if figures >= 1.0:
        return False
    if len(outer) >= 8 and _exchanges(outer, opens, blocks) * 4 >= len(blocks):
        return True
    lively = sum(1 for span in outer if text[span.end - 1] in "!?") / len(outer)
    beside = (_TAG_VERBS.search(text, span.outer_end, span.outer_end + _BESIDE) for span in outer)
    tags = [match.group() for match in beside if match is not None]
    told = sum(1 for verb in tags if verb not in ("said", "says", "told"))
    return lively >= 0.1 and (lively >= 0.25 or told >= max(_TOLD, 0.12 * len(tags)))


def _exchanges(outer: Sequence[Span], opens: set[int], blocks: Sequence[Paragraph]) -> int:
    """Paragraphs that are one speech and nothing else, beside another that begins with a speech."""
    whole = {
        span.paragraph
        for span in outer
        if span.closed and span.paragraph in opens and span.outer_end >= blocks[span.paragraph].end - 1
    }
    return sum(1 for number in whole if number - 1 in opens or number + 1 in opens)


def is_first_person(masked: str) -> bool:
    """Whether the narration, outside the marks, says "I" again and again: five times in a thousand words."""
    said = sum(1 for _ in _FIRST_PERSON.finditer(masked))
    words = masked.count(" ") + masked.count("\n") - masked.count("\x01") // 6
    return said >= 5 and said * 1000 >= 5 * words


class Vocatives:
    """Whom words call by name: `You are late, Jane.`, `Yes, Inspector.`"""

    def __init__(self, text: str, roster: Roster, descriptions: Descriptions) -> None:
        self.text = text
        self.roster = roster
        self.descriptions = descriptions
        self.narrator_words: frozenset[str] = frozenset()
        self._by_start: defaultdict[str, list[int]] = defaultdict(list)  # by a first name's three letters
        for number, person in enumerate(roster.persons):
            alike = self._by_start[person.words[0][:3].lower()]
            if person.likely and len(alike) < _MOST:
                alike.append(number)

    def names(self, start: int, end: int) -> Iterable[str]:
        """The names called, as written. A whole answer is none: "Who came?" "Jane." """
        words = self.text[start : min(end, start + 900)]
        for match in _CALLED.finditer(words):
            name = match["name"]
            if name.split()[0].lower() in FUNCTION_WORDS:
                continue
            if not match.start() and match["end"] != ",":
                continue
            yield name

    def called(self, start: int, end: int, narrator: int) -> set[int]:
        """The persons called; the story's "I" is `narrator`."""
        found: set[int] = set()
        for name in self.names(start, end):
            bare = [word for word in name.split() if word.rstrip(".").lower() not in TITLES]
            if not bare:
                bearers = self.descriptions.bearers(name.lower())
                if len(bearers) == 1:
                    found.add(bearers[0])
            elif not self.narrator_words.isdisjoint(bare):
                found.add(narrator)
            else:
                number = self.roster.lookup(name)
                if number is None and len(bare) > 1:
                    number = self.roster.lookup(bare[-1])
                if number is None and len(bare) > 1:
                    number = self._first_named(bare[0])
                if number is None and len(bare) == 1:
                    number = self._shortened(bare[0])
                if number is not None and self._believe(number):
                    found.add(number)
        return found

    def _first_named(self, name: str) -> int | None:
        """`Nell Gray, come here!`, where the story only ever says Nell."""
        number = self.roster.lookup(name)
        return number if number is not None and len(self.roster.persons[number].words) == 1 else None

    def _shortened(self, name: str) -> int | None:
        """Con, in a story with one Conor."""
        low = name.lower()
        alike = self._by_start[low[:3]] if len(low) >= 3 else []
        fitting = [n for n in alike if self.roster.persons[n].words[0].lower().startswith(low)]
        return fitting[0] if len(fitting) == 1 else None

    def _believe(self, number: int) -> bool:
        """Whoever bears a first name and is called by it is somebody: `Are you cold, Karl?`"""
        person = self.roster.persons[number]
        if not person.likely and person.score >= 1 and person.gender is not None and not person.against:
            person.score = PERSON_SCORE
        return person.likely

    def introduced(self, start: int, end: int) -> int | None:
        """Who says who they are: `I'm Hodge, by the way.`"""
        match = _I_AM.search(self.text, start, end)
        number = None if match is None else self.roster.lookup(match.group(1))
        return number if number is not None and self.roster.persons[number].likely else None

    def kind(self, start: int, end: int) -> str | None:
        """He or she who is called sir, madam, my boy."""
        match = _KIND.search(self.text[start : min(end, start + 900)])
        if match is None:
            return None
        return "m" if match.group(1).lower().split()[-1] in _MEN else "f"

    def narrator(self, spans: Iterable[tuple[int, int, bool]]) -> str | None:
        """What the others call the story's "I": a name that is called out, but never acts in the narration.

        `spans` are (start, end, whether "I said" stands beside the words). None if no name stands out.
        """
        calls: Counter[str] = Counter()
        asked = False
        for start, end, mine in spans:
            answer = _WHOLE_NAME.fullmatch(self.text, start, end) if asked else None
            asked = _ASKS_NAME.search(self.text, start, end) is not None
            if answer is not None and not self._acts(answer.group(1)):
                calls[answer.group(1)] += 2
            if mine:
                for match in _MY_NAME.finditer(self.text, start, end):
                    calls[match.group(1)] += 3
                continue
            for name in self.names(start, end):
                words = [word for word in name.split() if word.rstrip(".").lower() not in TITLES]
                if words and not self._acts(" ".join(words)):
                    calls[" ".join(words)] += 1
        by_word: Counter[str] = Counter()
        for name, count in calls.items():
            for word in name.split():
                by_word[word] += count
        if not by_word:
            return None
        word, count = by_word.most_common(1)[0]
        if count < 2:
            return None
        forms = Counter({name: count for name, count in calls.items() if word in name.split()})
        full = Counter(
            match.group()
            for match in re.finditer(
                rf"\b[{_UP}][\w\u2019'-]+ {re.escape(word)}\b|\b{re.escape(word)} [{_UP}]\w+", self.text
            )
            if match.group().split()[0].lower() not in TITLES | FUNCTION_WORDS
        )
        forms.update({name: count for name, count in full.items() if count > 1 or name in calls})
        best = max(forms, key=lambda name: (len(name.split()), forms[name]))
        words = {word, *best.split()}
        self.narrator_words = frozenset(words)
        return best

    def _acts(self, name: str) -> bool:
        number = self.roster.lookup(name)
        return number is not None and self.roster.persons[number].likely
