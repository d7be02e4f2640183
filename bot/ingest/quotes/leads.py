"""Lead-ins: how surely a paragraph announces that somebody else's words follow as paragraphs of their own."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.ingest.quotes.cues import CUES, STANDS, WEAK, is_cue, is_speaking
from bot.ingest.quotes.lexicon import FUNCTION_WORDS, ROLE_NOUNS, word_set
from bot.ingest.quotes.paragraphs import Paragraph, sentence_ends
from bot.ingest.quotes.reference import GROUP_NOUNS
from bot.ingest.quotes.roster import Roster

# What a lead-in's last sentence says for or against words that follow; `blocks.VOICE` adds what they say.
LEAD = {
    "verb": 2.0,  # a verb of speaking near the end: "Quill wrote on her site:"
    "verb afar": 1.5,  # one farther back: "Quill wrote that the pier was more than a pier:"
    "announced": 2.0,  # "had this to say:", "as she puts it:", "in her own words:"
    "stance": 1.5,  # a person takes a stand: "Quill took the opposite view:"
    "text": 1.5,  # a text is the subject: "The letter is blunt:"
    "part": 1.5,  # some of it is shown: "Here's the part that matters:"
    "published": -1.0,  # "Quill took to Instagram on Friday.", and an I after it
    "topic": 1.0,  # of an interview: "On sequels:"
    "subject": 0.5,  # a person or he, she, they: "Quill on the pier:"
    "medium": 1.0,  # where words stand: a letter, a post, a memoir
    "pointed": 0.5,  # "below:", "here:" or no colon at all, though a medium is named
    "written": 0.75,  # a verb of writing promises a text more than a verb of saying
    "contents": -1.0,  # "told the court what they found:" may go on in the article's own voice
    "clause": -0.75,  # so may "stressed that the deal has to be voted on:"
    "no subject": -2.5,  # "The report tells a plainer story:"
    "own voice": -2.0,  # "Our guide tells us:" is read where the writer takes part
    "list": -3.0,  # "does three things:", "the winners:"
}

OWN_VOICE = re.compile(r"\b(?:I|me|my|[Mm]yself|[Ii]['\u2019](?:m|d|ve|ll|s)|My)\b")
PLURAL_VOICE = re.compile(r"\b(?:[Ww]e|[Uu]s|[Oo]ur|[Oo]urselves|[Ww]e['\u2019]\w+)\b")
BULLET = re.compile(r"(?:[\u2022\u00b7\u25cf\u25aa*+>]|[-\u2013\u2014] |\d{1,3}[.):](?!\d)|[a-z]\)|#)")
SUBJECT = re.compile(r"\b(?:[Hh]e|[Ss]he|[Tt]hey)\b")
PART = re.compile(r"\b(?:part|bit|passage|paragraph|section|line|lines|kicker)\b[^.:]{0,60}:")
_NEAR = 7  # words
_POINTING = word_set("below here include includes including following these page must are links link tickets")
_IMPERATIVES = word_set(
    "read watch see listen more related also follow click subscribe check photo photos video buy visit write"
)
_NUMBERS = "two|three|four|five|six|seven|eight|nine|ten|several"
_LISTED = re.compile(
    rf"\b(?:{_NUMBERS}|\d+) (?:\w+ )?\w+s\b(?<!years)(?<!months)(?<!weeks)(?<!days)(?<!hours)"
    r"(?<!minutes)(?<!times)"
    r"|\b(?:things|tips|steps|rules|picks?|highlights|winners?|results|ingredients|details|options|choices|items"
    r"|categories|nominees|schedule|scores?|standings|address|number|dates|changes|features|recommendations"
    r"|facts|basics|notes|signs|symptoms|reasons|causes|ways|titles?|songs|episodes|tickets)\b[^:]{0,25}:?$"
    r"|^(?:[Hh]ere are|[Tt]hese are|[Tt]here are|[Hh]ere(?:'|\u2019| i)s (?:how|everything|why|where))\b"
)
_CLOSING_NOTE = re.compile(r"\s*[(\[][^()\[\]]{1,60}[)\]]\s*:$")
_TEXTS = (
    "statement|letter|post|message|note|reply|response|caption|comment|apology|announcement|tweet|thread"
    "|e-?mail|text message|press release"
)
MEDIUM = re.compile(
    rf"\b(?:{_TEXTS}|posting|memo|passage|excerpt|quote|newsletter|blog|memoir|autobiography|diary|essay"
    r"|foreword|preface|introduction|afterword|editorial|release|ruling|opinion|judgment|filing|complaint|affidavit|speech"
    r"|remarks|interview|tumblr|twitter|facebook|instagram|reddit|bluesky|mastodon|linkedin|youtube|notice"
    r"|journal|testimony|manifesto|entry|bulletin|circular|footnote|dissent|lawsuit|petition|op-ed|column"
    r"|eulogy|brochure|(?<=his )page|(?<=her )page|(?<=their )page)s?\b",
    re.IGNORECASE,
)
_TAKES = f"answer|explanation|verdict|take|{_TEXTS}"
_ANNOUNCED = re.compile(  # "had this to say on Friday:"
    r"(?:\b(?:to say|puts? it|went on|goes on|(?:went|goes) further|words|(?:said|says|wrote) this"
    r"|in (?:full|part)|weighed in|chimed in|opened up|spoke out|took to \w+)\b[^.;:]{0,50}"
    rf"|\b(?:issued|released|shared|posted|gave|sent|made|published)\b[^.;:]{{0,40}}\b(?:{_TAKES})\b"
    r"[^.;:]{0,40}"
    rf"|^(?:His|Her|Their|[A-Z]\w+['\u2019]s?) (?:\w+ )?(?:{_TAKES})\b[^.;:]{{0,40}}"  # "Her answer, in May:"
    r"|^According to (?:the|his|her|their|its|an?|court)\b[^.;:]{0,60}"
    r"|\b(?:begins|began|opens|opened|concludes|concluded|ends|ended|starts|started|continues|continued)"
    r"(?: (?:like this|this way|thus|so))?"
    r"|\b(?:like this|thus|(?<!should have )read as follows)"
    r"|^From (?:the|his|her|their|its|an?)\b[^.;:]{0,60}"  # "From the letter:"
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
    r"(?:(?:whether|why|how|what|being|becoming) [^:]{3,80}|[\w'\u2019-]+(?: [\w'\u2019-]+){0,3}):$"
    r"|^And (?:on|about) [^:]{3,80}:$"
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
    r"|\bdid(?:n['\u2019]t| not) (?:\w+ )?(?:mince|hold back|hesitate|agree)\b"
)
_ASKED = re.compile(
    rf"^(?:(?:And|So|But) )?(?:[Hh]is|[Hh]er|[Tt]heir|\S+['\u2019]s?) (?:\w+ )?(?:{_TAKES})\?$"
)
_SHOWN = re.compile(r"\b(?:below|here(?:['\u2019]s| is| are)|following)\b", re.IGNORECASE)
_ENDS_POINTING = re.compile(r"\w\?$|\b(?:below|[Hh]ere|following)\b[^.?]{0,80}\.$")
_PLATFORMS = (
    "Instagram|Twitter|X|Facebook|Tumblr|Reddit|Threads|Bluesky|TikTok|LinkedIn|social media|blog|web ?site"
    "|newsletter"
)
_PUBLISHED = re.compile(  # "Quill took to Instagram on Friday.", "The bakery issued a statement."
    rf"\b(?:(?:took|turned|went) to (?:(?:his|her|their|its) (?:\w+ )?)?(?:{_PLATFORMS}|page|account|feed)"
    r"|(?:issued|released|shared|posted|published|sent|wrote|tweeted|responded|replied|responding"
    rf"|apologi[sz]ed|commented|weighed in|spoke out)\b[^.:\x01]{{0,60}}\b(?:{_TEXTS}|{_PLATFORMS}))s?\b"
    r"[^.:\x01]{0,60}\.$"
)
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
    told: bool = False  # it only tells that there are words: "Quill took to Instagram."


def last_sentence(masked: str, block: Paragraph) -> int:
    """Where a paragraph's last sentence begins."""
    start = block.start
    for end in sentence_ends(masked, block.start, block.end):
        if end < block.end:
            start = end
    return start


def read_lead(masked: str, block: Paragraph, roster: Roster) -> Lead | None:
    """A paragraph in the article's voice that may announce somebody's words: "In May she wrote:"."""
    ending = masked[max(block.start, block.end - 3) : block.end].rstrip("-\u2013\u2014 ")[-1:]
    if ending not in (":", ".", "?"):
        return None
    if ending != ":":
        tail = max(block.start, block.end - 160)
        if not (_ENDS_POINTING.search(masked, tail, block.end) or _PUBLISHED.search(masked, tail, block.end)):
            return None
    start = last_sentence(masked, block)
    sentence = masked[start : block.end].strip()
    if BULLET.match(sentence) or len(sentence) > 600:
        return None
    bare = _CLOSING_NOTE.sub(":", sentence)
    if ending != ":":
        return _without_colon(start, bare)
    words = re.findall(r"\w+(?:-\w+)*", bare)
    lower = [word.lower() for word in words]
    medium = MEDIUM.search(bare) is not None
    if not lower or (lower[0] in _IMPERATIVES and not medium):
        return None
    named = any(
        roster.persons[ref.person].likely and not ref.possessive for ref in roster.between(start, block.end)
    )
    pronoun = SUBJECT.search(sentence) is not None
    announced, stand, part = _ANNOUNCED.search(bare) is not None, False, False
    verbs = [i for i, word in enumerate(lower) if _speaks(word, lower[i - 1] if i else "")]
    score = LEAD["subject"] * (named or pronoun) + LEAD["medium"] * medium
    pointing = lower[-1] in _POINTING or (
        lower[-2:-1] and lower[-2] in _POINTING and not MEDIUM.search(lower[-1])
    )
    if pointing:
        if not medium:
            return None
        score += LEAD["pointed"]
    elif announced:
        score += LEAD["announced"]
    elif verbs and len(lower) > 1:
        score += _verb(words, lower, verbs, somebody=named or pronoun or medium)
    elif _TEXT_SUBJECT.match(bare):
        score += LEAD["text"]
    elif _PART.match(bare):
        score, part = score + LEAD["part"], True
    elif _TOPIC.match(bare) and not named:
        score, part, stand = score + LEAD["topic"], True, True
    elif _takes_a_stand(bare, lower, somebody=named or pronoun):
        score, stand = score + LEAD["stance"], True
    own = OWN_VOICE.search(bare) is not None
    if own or PLURAL_VOICE.search(bare):
        score += LEAD["own voice"]
    if not announced and _LISTED.search(bare.rstrip(":")):
        score += LEAD["list"]
    speaks = not own and (bool(verbs) or medium or announced or stand)
    return Lead(
        start, score, speaks or part or (pronoun and not own), speaks, _WHOLE.search(bare) is not None
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
    """`said`, `saying`, `tried to explain`."""
    if is_cue(word, weak=False) or is_speaking(word):
        return True
    kind = CUES.get(word)
    return before == "to" and kind is not None and kind[1] == "base" and word not in WEAK


def _without_colon(start: int, sentence: str) -> Lead | None:
    """`Read the statement below.`, `His response?`, `Quill took to Instagram on Friday.`"""
    if _ASKED.match(sentence):
        return Lead(start, LEAD["announced"] + LEAD["subject"], strong=True)
    if MEDIUM.search(sentence) and _SHOWN.search(sentence) and len(sentence) < 160:
        whole = _WHOLE.search(sentence) is not None
        return Lead(start, LEAD["pointed"] + LEAD["medium"], strong=True, whole=whole)
    if _PUBLISHED.search(sentence) and not (OWN_VOICE.search(sentence) or PLURAL_VOICE.search(sentence)):
        return Lead(start, LEAD["published"], strong=True, told=True)
    return None
