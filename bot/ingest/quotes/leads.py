"""Lead-ins: how surely a paragraph announces that somebody else's words follow as paragraphs of their own."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.ingest.quotes.cues import CUES, STANDS, WEAK, is_cue, is_speaking
from bot.ingest.quotes.lexicon import FUNCTION_WORDS, PREPOSITIONS, ROLE_NOUNS, word_set
from bot.ingest.quotes.openings import is_person_noun
from bot.ingest.quotes.paragraphs import Paragraph, sentence_ends
from bot.ingest.quotes.reference import GROUP_NOUNS
from bot.ingest.quotes.roster import Roster
from bot.ingest.quotes.units import DETERMINERS

# What a lead-in's last sentence says for or against words that follow; `blocks.VOICE` adds what they say.
LEAD = {
    "verb": 2.0,  # a verb of speaking near the end: "Quill wrote on her site:"
    "verb afar": 1.5,  # one farther back: "Quill wrote that the pier was more than a pier:"
    "announced": 2.0,  # "had this to say:", "as she puts it:", "in her own words:"
    "stance": 1.5,  # a person takes a stand: "Quill took the opposite view:"
    "text": 1.5,  # a text is the subject: "The letter is blunt:"
    "part": 1.5,  # some of it is shown: "Here's the part that matters:"
    "published": -1.0,  # "Quill took to Instagram on Friday.", and an I after it
    "outspoken": 0.5,  # "She was asked about the goat.", and the only I of an article after it
    "question": -2.0,  # "And the goat?", where the article quotes so elsewhere, and an I after it
    "topic": 1.5,  # of an interview: "On sequels:"
    "subject": 0.5,  # a person or he, she, they: "Quill on the pier:"
    "medium": 1.0,  # where words stand: a letter, a post, a memoir
    "somebody": -0.5,  # a sentence about somebody, where the article quotes so elsewhere: "Quill disagreed."
    "says more": 0.5,  # "Quill elaborated.": only where the next paragraph says I or we
    "pointed": 0.5,  # "below:", "here:" or no colon at all, though a medium is named
    "written": 0.75,  # a verb of writing promises a text more than a verb of saying
    "contents": -1.0,  # "told the court what they found:" may go on in the article's own voice
    "clause": -0.75,  # so may "stressed that the deal has to be voted on:"
    "no subject": -2.5,  # "The report tells a plainer story:"
    "own voice": -2.0,  # "Our guide tells us:" is read where the writer takes part
    "hears": -1.0,  # less so where the writer is only told: "She told me:"
    "list": -3.0,  # "does three things:", "the winners:"
}

OWN_VOICE = re.compile(r"\b(?:I|me|my|[Mm]yself|[Ii]['\u2019](?:m|d|ve|ll|s)|My)\b")
PLURAL_VOICE = re.compile(r"\b(?:[Ww]e|[Uu]s|[Oo]ur|[Oo]urselves|[Ww]e['\u2019]\w+)\b")
BULLET = re.compile(r"(?:[\u2022\u00b7\u25cf\u25aa*+>]|[-\u2013\u2014] |\d{1,3}[.):](?!\d)|[a-z]\)|#)")
_ADDRESS = re.compile(r"\b(?:you|your|yours|I|me|my|we|us|our)\b", re.IGNORECASE)
SUBJECT = re.compile(r"\b(?:[Hh]e|[Ss]he|[Tt]hey)\b")
# The writer only hears of it: "she told me:", "less guarded than I had thought:", "from our conversation:".
_HEARS = re.compile(
    r"\b(?:told|tells|wrote|writes|e-?mailed|texted|said to|says to|asked|answered|showed|sent) (?:me|us)"
    r"(?: the following)?(?: (?:on|in|over|at|by|when|from|last|this|later|again|afterwards?)\b[^:]{0,40})?:$"
    r"|^From our\b|\b(?:than|as|when) (?:I|we)\b"
)
PART = re.compile(  # "And then the part that everyone quotes:", "He then turns to the critics:"
    r"\b(?:part|bit|passage|paragraph|section|line|lines|kicker)\b[^.:]{0,60}:"
    r"|\b(?:turn(?:s|ed)|mov(?:es|ed) on|com(?:es)|came|gets?|got|return(?:s|ed)) (?:\w+ )?to\b[^.:]{0,80}:"
)
_NEAR = 7  # words
_OPENING = 80  # characters
_POINTING = word_set("below here include includes including following these page must are links link tickets")
_IMPERATIVES = word_set(
    "read watch see listen more related also follow click subscribe check photo photos video buy visit write"
)
_NUMBERS = "two|three|four|five|six|seven|eight|nine|ten|several"
_LISTED = re.compile(
    rf"\b(?:{_NUMBERS}|(?<![\d.,$])\d{{1,2}}) (?:\w+ )?\w+s\b(?<!years)(?<!months)(?<!weeks)(?<!days)"
    r"(?<!hours)(?<!minutes)(?<!times)"
    r"|\b(?:things|tips|steps|rules|picks?|highlights|winners?|results|ingredients|details|options|choices|items"
    r"|categories|nominees|schedule|scores?|standings|address|number|dates|changes|features|recommendations"
    r"|facts|basics|notes|signs|symptoms|reasons|causes|ways|titles?|songs|episodes|tickets)\b[^:]{0,25}:?$"
    r"|^(?:[Hh]ere are|[Tt]hese are|[Tt]here are|[Hh]ere(?:'|\u2019| i)s (?:how|everything|why|where))\b"
)
_MARKED_END = re.compile(r"[.!?\u2026][\"\u201d\u2019']+(?= (?:[A-Z][a-z]+|He|She|It|I) )")
_CLOSING_NOTE = re.compile(r"\s*[(\[][^()\[\]]{1,60}[)\]]\s*:$")
_TEXTS = (
    "statement|letter|post|message|note|reply|response|caption|comment|apology|announcement|tweet|thread"
    "|e-?mail|text message|press release"
)
_MEDIA = (
    f"{_TEXTS}|posting|memo|passage|excerpt|quote|newsletter|blog|memoir|autobiography|diary|essay|foreword"
    "|preface|introduction|afterword|editorial|release|ruling|opinion|judgment|filing|complaint|affidavit"
    "|speech|remarks|interview|tumblr|twitter|facebook|instagram|reddit|bluesky|mastodon|linkedin|youtube"
    "|notice|journal|testimony|manifesto|entry|bulletin|circular|footnote|dissent|lawsuit|petition|op-ed"
    "|column|eulogy|brochure"
)
MEDIUM = re.compile(rf"\b(?:{_MEDIA}|(?<=his )page|(?<=her )page|(?<=their )page)s?\b", re.IGNORECASE)
_GIVEN = f"answer|explanation|clarification|verdict|take|account|rebuttal|{_TEXTS}"
_TAKES = (
    f"{_GIVEN}|version|view|memory|recollection|reasoning|rationale|retort|comeback|theory|advice|conclusion"
    "|defen[cs]e|denial|plea|assessment|summary|argument|reaction|opinion|position|thoughts"
)
SHOWN = re.compile(
    rf"(?:{_MEDIA}|{_TAKES}|words|blog|tumblr|twitter)s?", re.IGNORECASE
)  # Quill's e-mail, her answer
_ANNOUNCED = re.compile(  # "had this to say on Friday:"
    r"(?:\b(?:to say|puts? it|went on|goes on|(?:went|goes) further|words|(?:said|says|wrote) this"
    r"|in (?:full|part)|weighed in|chimed in|opened up|spoke out|(?:sums?|summed) (?:it )?up"
    r"|took to \w+)\b[^.;:]{0,50}"
    r"|\b(?:sent|gave|offered|provided|issued|released|wrote|said|told) [^.;:]{0,30}?the following"
    rf"|\b(?:issued|released|shared|posted|gave|sent|made|published)\b[^.;:]{{0,40}}\b(?:{_GIVEN})\b"
    r"[^.;:]{0,40}"
    rf"|^(?:His|Her|Their|[A-Z]\w+['\u2019]s?) (?:\w+ )?(?:{_TAKES})\b[^.;:]{{0,40}}"  # "Her answer, in May:"
    r"|^According to (?:the|his|her|their|its|an?|court)\b[^.;:]{0,60}"
    r"|\b(?:begins|began|opens|opened|concludes|concluded|ends|ended|starts|started|continues|continued)"
    r"(?: (?:(?:like|with) this|this way|thus|so|with (?:the|these) words))?"
    r"|\b(?:like this|thus|provides?|(?<!should have )reads?(?: as follows)?)"
    r"|^From (?:the|his|her|their|its|an?|that|this|our)\b[^.;:]{0,60}"  # "From the letter:"
    r"|^\S+(?: \S+)? again)\s*:[-\u2013\u2014]?$",  # "Quill again:"
    re.IGNORECASE,
)
_TEXT_SUBJECT = re.compile(
    r"^(?:(?:And|But|So) )?(?:The|Its?|His|Her|Their|That|This|One|Another|A|\S+['\u2019]s?) "
    r"(?:[\w-]+ ){0,2}?" + MEDIUM.pattern.removeprefix("\\b"),
    re.IGNORECASE,
)
_PART = re.compile(
    r"^(?:(?:And|But|So) )?(?:[Hh]ere(?: is|['\u2019]s)|[Tt]his is|[Ff]rom)\b.{0,20}"
    r"\b(?:part|bit|section|paragraph|passage|sentence|lines?|quote|excerpt|rest|gist|ending|opening|beginning)\b"
    r"|^The (?:\w+ ){0,2}(?:language|words|lines?|passage|part|section|criticism|praise|warning|argument)"
    r" (?:is|was|are|were|comes?|came)\b"
)
_TOPIC = re.compile(
    r"^(?:And )?(?:On|About|Asked (?:about|whether|why|how|if|what)) "
    r"(?:(?:whether|why|how|what|being|becoming) [^:]{3,80}|[\w'\u2019-]+(?: [\w'\u2019-]+){0,3}"
    r"(?:, (?:who|which|whose|each|all|both|his|her|its|the|an?) [^:]{3,80})?):$"
    r"|^And (?:on|about) [^:]{3,80}:$"
)
_ABOUT = re.compile(  # and not "On the door hung a sign:"
    r"^(?:And )?On (?:the|his|her|their|its|[a-z]+ing) "
    r"(?![^:]*\b(?:hung|hangs|stood|stands|sat|sits|lay|lies|was|is|are|were|read|reads)"
    r" (?:an?|the|these|one)\b)"
    r"[^,:]{3,80}:$"
)
_STAND = re.compile(  # "made the case again:", "took a different view:", "was less diplomatic:"
    r"\b(?:ma[dk]es?|making) (?:the|his|her|their|its|an?|that|this|no) (?:\w+ )?"
    r"(?:case|point|argument|appeal|plea|promise|pitch|claim|distinction|joke|comparison|bones|secret)\b"
    r"|\bt(?:ook|akes?|aking) (?:issue|aim|exception|note|notice|comfort|offen[cs]e|pride"
    r"|(?:the|an?|his|her|their) (?:[\w-]+ ){0,2}?"
    r"(?:view|tack|line|position|stance|tone|swipe|shot|jab|dig))\b"
    r"|\b(?:was|is|were|are|sounded|remained|remains|seemed) (?:\w+ ){0,2}?"
    r"(?:(?:more|less|no) \w+|blunt(?:er)?|clear(?:er)?|(?:harsh|kind|gentl|strong|tough|sharp|short|bold)er"
    r"|direct|frank|candid|unequivocal|scathing|critical|diplomatic|philosophical|emphatic|adamant|defiant"
    r"|unapologetic|sceptical|skeptical|effusive|furious|unmoved|unimpressed|unconvinced|having none of it)\b"
    r"|\b(?:laid|lays|sets?|spelled|spells) (?:out|forth)\b|\bsees\b"
    r"|\bdid(?:n['\u2019]t| not) (?:\w+ )?(?:mince|hold back|hesitate|agree)\b"
)
_HERE_IS = re.compile(  # Here's Quill's:
    r"^(?:(?:And |But )?[Hh]ere(?:['\u2019]s| is) |And |But )[A-Z]\S*(?: [A-Z]\S*)?['\u2019]s?\s*:$"
)
_THEN = re.compile(r"^(?:(?:And|But),? )?(?:[Tt]hen|[Ff]inally|[Ll]ater|[Aa] pause|[Aa]fter a pause)\s*:$")
_ASKED = re.compile(
    rf"^(?:(?:And|So|But) )?(?:[Hh]is|[Hh]er|[Tt]heir|\S+['\u2019]s?) (?:\w+ )?(?:{_TAKES})\?$"
)
_ENDS_POINTING = re.compile(r"\b(?:below|[Hh]ere|following)\b[^.?]{0,80}\.$")
_PLATFORMS = (
    "Instagram|Twitter|X|Facebook|Tumblr|Reddit|Threads|Bluesky|TikTok|LinkedIn|social media|blog|web ?site"
    "|newsletter"
)
_PUBLISHED = re.compile(  # "Quill took to Instagram on Friday.", "The bakery issued a statement."
    rf"\b(?:(?:took|turned|went) to (?:(?:his|her|their|its) (?:\w+ )?)?(?:{_PLATFORMS}|page|account|feed)"
    r"|(?:issued|released|shared|posted|published|sent|wrote|tweeted|responded|replied|responding"
    r"|apologi[sz]ed|commented|weighed in|spoke out|announced|broke|did (?:it|so)|confirmed|revealed"
    r"|explained|paid tribute|said (?:so|goodbye|farewell))"
    rf"\b[^.:\x01]{{0,60}}\b(?:{_TEXTS}|{_PLATFORMS}))s?\b"
    r"(?:[^.:\x01]|[ap]\.m\.){0,90}\.$"
)
# The verbs of `_PUBLISHED`, and phrases; looking for them is quicker than for the whole pattern.
_PUBLISHERS = word_set("""
took turned went issued released shared posted published sent wrote tweeted responded replied responding
apologised apologized commented weighed spoke announced broke did confirmed revealed explained paid
""")
_TAKES_LEAVE = ("said so", "said goodbye", "said farewell")
_POINTED = re.compile(r"\b(?:below|here(?:['\u2019]s| is| are)|following)\b", re.IGNORECASE)
# Words that go on to say more: "Quill elaborated.", "She was blunt.", "Quill put it this way."
_MORE = (
    "elaborate[sd]|explain(?:s|ed)|continue[sd]|expand(?:s|ed)|respond(?:s|ed)|repl(?:ies|ied)|go(?:es)? on"
    "|went on|add(?:s|ed)|reflect(?:s|ed)|weigh(?:s|ed) in|chime[sd] in"
    "|to (?:reply|answer|respond|explain|elaborate)"
    "|(?:was|is|were) (?:blunt|clear|adamant|unequivocal|unmoved|unrepentant|diplomatic|philosophical|defiant"
    "|candid|frank|emphatic|(?:more|less) [a-z]+)"
    "|(?:did(?: not|n['\u2019]t)|does(?: not|n['\u2019]t)) (?:hold back|agree|mince (?:his|her) words)"
    f"|ha[ds] (?:an?|this|his|her|another) (?:[a-z]+ )?(?:{_TAKES})"
    "|put(?:s)? it (?:this way|like this|simply|bluntly|plainly)|had this to say"
)
_SAYS_MORE = re.compile(
    rf"^(?:[^.]{{1,60}}, )?(?:\S+ ){{1,6}}?(?:{_MORE})"
    r"(?:,? (?:on|in|at|to|by|with|about|over|later|further|recently|online|again)(?: \S+){0,4}?)?\.$"
)
_SAID_BARE = re.compile(r"\b(\S+) (\w+)$")  # "In a statement she said", and no mark at all
_MORE_ENDS = re.compile(rf"\b(?:{_MORE})\b[^.?]{{0,40}}\.$")
_TOLD = re.compile(
    r"\b(?:asked|(?:dis)?agreed|dissented|answered|replied|responded|remembers|recalls|explained)\b"
)
_BARE_VERBS = word_set("said says wrote writes explained explains added adds replied")
_CONTENTS = word_set("what how why whether where")
_CLAUSE = word_set("that should would will can could must may might is are was were has have had")
_BIDDING = word_set(
    "told tells asked asks urged urges warned warns ordered orders reminded reminds instructed"
)
_GROUPS = (
    GROUP_NOUNS
    | ROLE_NOUNS
    | word_set(
        "it police officials court judges jury panel organizers organisers both spokesperson spokesman"
    )
)
_PRONOUNS = word_set("he she they")
_WRITING = word_set("wrote writes written tweeted tweets posted posts writing texted emailed messaged")
_TELLING_OF = word_set("described describes describing")
_WHOLE = re.compile(
    rf"\b(?:in full|full (?:\w+ )?(?:text|{_TEXTS})|entire|entirety)\b(?!,? in part)"
    r"|\breads?(?: as follows)?:$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Lead:
    start: int  # of its last sentence
    score: float
    strong: bool  # it has a subject, or speaks; a weak one may be no lead-in at all
    speaks: bool = True  # it has a verb of speaking or names a text
    whole: bool = False  # it promises a whole text: "The statement reads in full:"
    somebody: bool = False  # it speaks of a person by name, or of him or her
    told: bool = False  # it only tells that there are words: "Quill took to Instagram."
    listed: bool = False  # a list may follow: "what became of the four hundred costumes:"


def last_sentence(text: str, masked: str, block: Paragraph) -> int:
    """Where a paragraph's last sentence begins.

    Marked words may end the one before: `It was “a gift.” He laughed:`.
    """
    start = block.start
    for end in sentence_ends(masked, block.start, block.end):
        if end < block.end:
            start = end
    for match in _MARKED_END.finditer(text, start, block.end):
        if masked[match.start()] == "\x01" and "\x01" not in masked[match.end() : block.end]:
            return match.end()
    return start


def read_lead(text: str, masked: str, block: Paragraph, roster: Roster) -> Lead | None:
    """A paragraph in the article's voice that may announce somebody's words: "In May she wrote:"."""
    ending = masked[max(block.start, block.end - 3) : block.end].rstrip("-\u2013\u2014 ")[-1:]
    if ending != ":" and not _may_lead(masked, block, ending):
        return None
    start = last_sentence(text, masked, block)
    sentence = masked[start : block.end].strip()
    if BULLET.match(sentence) or len(sentence) > 600:
        return None
    bare = _CLOSING_NOTE.sub(":", sentence)
    named = any(
        roster.persons[ref.person].likely and not ref.possessive for ref in roster.between(start, block.end)
    )
    pronoun = SUBJECT.search(sentence) is not None
    if ending != ":":
        return _without_colon(start, bare, opens=start == block.start, somebody=named or pronoun)
    words = re.findall(r"\w+(?:-\w+)*", bare)
    lower = [word.lower() for word in words]
    medium = MEDIUM.search(bare) is not None
    if not lower or (lower[0] in _IMPERATIVES and not medium):
        return None
    announced, stand, part = any(pattern.search(bare) for pattern in (_ANNOUNCED, _HERE_IS)), False, False
    announced |= start > block.start and (_THEN.match(bare) is not None or _is_name(roster, start, block.end))
    topic, text_leads = _TOPIC.match(bare) is not None, _TEXT_SUBJECT.match(bare) is not None
    listed = False
    about = _ABOUT.match(bare) is not None and not pronoun and _only_objects(masked, roster, start, block.end)
    verbs = [i for i, word in enumerate(lower) if _speaks(word, lower[i - 1] if i else "")]
    score = LEAD["subject"] * (named or pronoun) + LEAD["medium"] * medium
    pointing = lower[-1] in _POINTING or (
        lower[-2:-1] and lower[-2] in _POINTING and not MEDIUM.search(lower[-1])
    )
    if pointing:
        if not (medium or (verbs and lower[-1] == "page")):  # posted on its page:
            return None
        score += LEAD["pointed"] if medium else LEAD["verb"]
    elif announced:
        score += LEAD["announced"]
    elif verbs and len(lower) > 1:
        score += _verb(words, lower, verbs, somebody=named or pronoun or medium or _opens_with_person(lower))
    elif text_leads:
        score += LEAD["text"]
    elif _PART.match(bare):
        score, part = score + LEAD["part"], True
    elif (topic and not named) or about:
        score, part, stand = score + LEAD["topic"], True, True
    elif _takes_a_stand(bare, lower, somebody=named or pronoun):
        score, stand = score + LEAD["stance"], True
    own = OWN_VOICE.search(bare) is not None
    rest = _HEARS.sub("", bare)
    if rest != bare and not (OWN_VOICE.search(rest) or PLURAL_VOICE.search(rest)):
        score, own = score + LEAD["hears"], False
    elif own or PLURAL_VOICE.search(bare):
        score += LEAD["own voice"] / (1 + text_leads)
    own &= not text_leads
    if not (announced or topic or about or verbs[-1:] == [len(lower) - 1]) and _LISTED.search(
        bare.rstrip(":")
    ):
        score, listed = score + LEAD["list"], True
    speaks = not own and (bool(verbs) or medium or announced or stand)
    return Lead(
        start,
        score,
        speaks or part or (pronoun and not own),
        speaks,
        _WHOLE.search(bare) is not None,
        somebody=pronoun or bool(roster.between(start, block.end)),
        listed=listed,
    )


def _verb(words: list[str], lower: list[str], verbs: list[int], *, somebody: bool) -> float:
    """What a lead-in's last verb of speaking is worth: "wrote" more than "told her son to sell"."""
    at = verbs[-1]
    before, after = words[max(0, at - 3) : at], lower[at + 1 :]
    near = len(after) < _NEAR and lower[at] not in _TELLING_OF
    score = LEAD["verb" if near else "verb afar"]
    score += LEAD["written"] * any(lower[verb] in _WRITING for verb in verbs)
    group = (
        any(
            word.lower() in _GROUPS or (word[0].isupper() and word.lower() not in FUNCTION_WORDS)
            for word in before
        )
        or lower[0] == "it"
    )  # "It was put to a vote, and said:"
    if not (somebody or group):
        score += LEAD["no subject"]
    if _CONTENTS.intersection(after) or (lower[at] in _BIDDING and "to" in after[:-1]):
        score += LEAD["contents"]
    elif _CLAUSE.intersection(after):
        score += LEAD["clause"]
    return score


def _takes_a_stand(bare: str, lower: list[str], *, somebody: bool) -> bool:
    """`Quill rejected the argument:`, `Another parent took the opposite view:`"""
    at = len(re.findall(r"\w+(?:-\w+)*", bare.partition(",")[0]))  # "On damages, the court was blunter:"
    if not (somebody or _GROUPS.intersection(lower[:4] + lower[at : at + 4])):
        return False
    return _STAND.search(bare) is not None or any(word in STANDS for word in lower[1:])


def _speaks(word: str, before: str) -> bool:
    """`said`, `saying`, `tried to explain`, `the groups say`."""
    if is_cue(word, weak=False) or is_speaking(word):
        return True
    kind = CUES.get(word)
    plural = before == "they" or (len(before) > 3 and before.endswith("s") and word != "tell")
    return (plural or before == "to") and kind is not None and kind[1] == "base" and word not in WEAK


def read_subject(text: str, masked: str, block: Paragraph, roster: Roster) -> Lead | None:
    """A paragraph whose last sentence is about a person: `Quill sees it otherwise.`, `He has kept a copy.`

    It leads in to words only where the article quotes so elsewhere and the next paragraph says I.
    """
    if masked[block.end - 1] not in ".?" or OWN_VOICE.search(masked, block.start, block.end):
        return None
    start = last_sentence(text, masked, block)
    if "\x01" in masked[start : block.end]:
        return None
    about = SUBJECT.search(masked, start, min(block.end, start + _OPENING)) is not None or any(
        roster.persons[ref.person].likely and not ref.possessive and ref.before not in PREPOSITIONS
        for ref in roster.between(start, block.end)[:2]
    )
    return Lead(start, LEAD["somebody"], strong=False, told=True) if about else None


def tells(masked: str, block: Paragraph, roster: Roster) -> Lead | None:
    """A paragraph without a colon that tells of somebody's words: `Asked why, she took a while.`"""
    if masked[block.end - 1] != "." or "\x01" in masked[block.start : block.end]:
        return None
    if not (_TOLD.search(masked, block.start, block.end) or MEDIUM.search(masked, block.start, block.end)):
        return None
    refs = roster.between(block.start, block.end)
    if not (
        SUBJECT.search(masked, block.start, block.end) or any(roster.persons[r.person].likely for r in refs)
    ):
        return None
    return Lead(block.start, LEAD["outspoken"], strong=True)


def _may_lead(masked: str, block: Paragraph, ending: str) -> bool:
    """Whether a paragraph without a colon is worth reading: nearly none is."""
    if ending in ".?":
        tail = max(block.start, block.end - 160)
        if ending == "?" and masked[max(block.start, block.end - 2)].isalnum():
            return True
        words = masked[tail : block.end]
        if ("below" in words or "ere" in words or "following" in words) and _ENDS_POINTING.search(
            masked, tail, block.end
        ):
            return True
        published = not _PUBLISHERS.isdisjoint(words.split()) or any(said in words for said in _TAKES_LEAVE)
        if published and _PUBLISHED.search(masked, tail, block.end):
            return True
        low = max(block.start, block.end - 120)
        stop = max(masked.rfind(mark, low, block.end - 1) for mark in (". ", "\x01 "))
        start = stop + 1 if stop >= 0 else block.start
        return block.end - start < 120 and _MORE_ENDS.search(masked, start, block.end) is not None
    word = max(block.start, masked.rfind(" ", block.start, block.end) + 1)
    return ending.isalpha() and masked[word : block.end] in _BARE_VERBS


def _only_objects(masked: str, roster: Roster, start: int, end: int) -> bool:
    """No name in it does anything: `On the choice to leave Mara out:`, not `On the last day Mara left:`."""
    for ref in roster.between(start, end):
        before = masked[start : ref.full_start].split()
        if not (ref.possessive or ref.before in PREPOSITIONS or before[-2:-1] == ["to"]):
            return False
    return True


def _is_name(roster: Roster, start: int, end: int) -> bool:
    """`When did they know? Ortiz:`: nothing but a person's name."""
    refs = roster.between(start, end)
    if len(refs) != 1 or refs[0].possessive or not roster.persons[refs[0].person].likely:
        return False
    return end - refs[0].end <= 2 and refs[0].full_start - start <= 1


def _opens_with_person(lower: list[str]) -> bool:
    """`The colleague, whose name is blacked out, answered:`"""
    return lower[0] in DETERMINERS and any(is_person_noun(lower[:i]) for i in (2, 3))


def _without_colon(start: int, sentence: str, *, opens: bool, somebody: bool) -> Lead | None:
    """`Read the statement below.`, `His response?`, `Quill elaborated.`, `In a statement she said`"""
    if _ASKED.match(sentence):
        return Lead(start, LEAD["announced"] + LEAD["subject"], strong=True)
    if MEDIUM.search(sentence) and _POINTED.search(sentence) and len(sentence) < 160:
        whole = _WHOLE.search(sentence) is not None
        return Lead(start, LEAD["pointed"] + LEAD["medium"], strong=True, whole=whole)
    if sentence.endswith("?") and len(sentence) < 60 and not _ADDRESS.search(sentence):
        return Lead(start, LEAD["question"], strong=True, told=True)
    if sentence[-1] == "." and somebody and "\x01" not in sentence and _SAYS_MORE.match(sentence):
        return Lead(start, LEAD["says more"], strong=False)
    bare = _SAID_BARE.search(sentence)
    whole = opens and not MEDIUM.search(sentence)  # "He is late, she says" may be a heading
    if bare and not whole and "\x01" not in sentence and bare[1].lower() not in FUNCTION_WORDS - _PRONOUNS:
        return Lead(start, LEAD["verb"] + LEAD["subject"], strong=True)
    if _PUBLISHED.search(sentence) and not (OWN_VOICE.search(sentence) or PLURAL_VOICE.search(sentence)):
        return Lead(start, LEAD["published"], strong=True, told=True)
    return None
