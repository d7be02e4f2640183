"""What stands between marks without being anybody's words: titles, terms, thoughts, the unsaid."""

from __future__ import annotations

import re

from bot.ingest.quotes.cues import THOUGHTS
from bot.ingest.quotes.lexicon import word_set

_WORD = re.compile(r"[^\W_][\w'\u2019-]*")
TITLE_NOUNS = word_set("""
called titled entitled dubbed named labelled labeled nicknamed post posts episode episodes song songs album
albums film films movie movies book books series chapter chapters term terms word words phrase phrases
so-called hashtag tag headline title nickname moniker known single track game novel novels comic story essay
article video documentary play show poem painting slogan acronym expression ship codename spelled pronounced
headlined subtitled captioned
""")
CALLING = word_set("called termed dubbed labelled labeled")
_WHAT_ONE_CALLS = re.compile(r"\bwhat (?:[\w.'\u2019-]+ ){1,4}\w+$")  # what she has called "
_WITH_WORDS = re.compile(  # retweeted it with the words "
    r"\b(?:retweeted|reposted|posted|tweeted|replied|answered|responded|shared|captioned|began|ended|closed)\b"
    r"[^.!?;]{0,60} with (?:the|these|two|three|four|five|his|her) words$"
)
_JUDGED = re.compile(  # called the book "
    r"\b(?:call|describ|label|dub|brand|deem|pronounc|declar|find|found)(?:e?s|e?d|ing)?"
    r" (?:the|his|her|their|this|that) (?:[\w'\u2019-]+ )?\w+$"
)
_THOUGHT_AFTER = re.compile(
    r"[\s,\u2014\u2013-]*(?:(?:he|she|they|I|we|[A-Z]\w+(?: [A-Z]\w+)?) (?:thought|wondered|imagined|thinks)|"
    r"(?:thought|wondered|imagined) (?:he|she|I|we|[A-Z]\w+))\b(?! (?:about|of|for|it|over|hard|back|a)\b)"
)
_NUMBERED = re.compile(
    r"\b(?:[Ee]pisode|[Cc]hapter|[Pp]art|[Vv]olume|[Ii]ssue|[Ss]eason|[Bb]ook|[Aa]ct|[Tt]rack|[Tt]itle)\b[^.!?:\"]{0,20}[:\u2013\u2014-]\s*$"
)
_TITLED_ASIDE = re.compile(
    r"\b(?:titled|entitled|headlined|subtitled),(?: [\w-]+){1,3},$"
    r"|\b(?:[Ii]ts|[Tt]he|[Tt]heir|[Aa]) (?:\w+ )?(?:tagline|slogan|motto|title|subtitle|catchphrase"
    r"|strapline|headline|password|hashtag|caption|name|single|b-side|theme song),$"
)
_MENTIONED = re.compile(
    r"\s*(?:is|was|are|were|became|has become|remains) "
    r"(?:(?:the|a|an|one|another|not|now|just|still|only|also|his|her|their|its) )+(?:[\w'\u2019-]+ ){0,3}"
    r"(?:question|phrase|word|term|line|sentence|title|name|slogan|motto|hashtag|song|meme|joke|saying|episode"
    r"|nickname|chapter|catchphrase|expression|chant|proverb|lyric|rule)\b"
)
_INSCRIBED = re.compile(
    r"\b(?:sign|banner|notice|chalkboard|blackboard|whiteboard|scoreboard|wristband|doormat|flyer|leaflet"
    r"|apron|sash|ribbon|lid|flag|cake|t-?shirt|shirt|poster|placard|button|badge|sticker|plaque|billboard|hoodie|mug|headline"
    r"|caption|tattoo|label|graffiti|gravestone|tombstone|marquee|blurb|tagline|logline)s?\b[^.!?;:,]{0,80}?"
    r"\b(?:reads?|reading|sa(?:y|ys|id|ying)|proclaim(?:s|ed|ing)?|declar(?:es|ed|ing)|announc(?:es|ed|ing)"
    r"|promis(?:es|ed|ing)|bearing|with the words)(?: only| simply| in \w+(?: \w+)?)?[,:]?\s*$",
    re.IGNORECASE,
)
_BEARING = re.compile(r"(?i: (?:read|say|said|procl|decl|ann|prom|bear|with the w))")
_BEARER_SPEAKS = re.compile(r"\b(?:and|who|he|she|they|I|we)\b[^.]{0,30}$")
_SAID_OF = re.compile(
    r"\b(?:(?:was|were|is|are|be|been|being|as|feels?|felt|had|have|became|seem(?:s|ed)|look(?:s|ed)|that|"
    r"only|n['\u2019]t|not)(?: (?:an?|so|very|too|quite))?|"
    r"(?:call|describe|label|brand|dub|denounce|decry|blast|slam|criticiz|criticis|dismiss|express|term)(?:e?[sd]|es)\b"
    r"[^,.;:!?\x01]{0,70}?)\s*$"
)
_PHRASE_ENDS = re.compile(
    r"[\s,]*(?:[.;!?\n\u2014\u2013-]|$|(?:and|but|or|in|on|at|of|about|over|after|before|by|for|with|when|while|to|"
    r"because|if|from|since|according|as|that|during|toward|towards)\b)|,"
)
_NOUNED = re.compile(r"\b(?:the|this|these|those|his|her|their|its|our|my|your|so-called)\s*$")
_IS_CALLED = re.compile(  # tired of being called a "cult author."
    r"(?<!what )\b(?:being|been|be|was|were|is|are|gets?|got) (?:\w+ly )?"
    r"(?:(?:called|dubbed|termed|labell?ed|branded|nicknamed|deemed|considered)"
    r"|(?:described|billed|hailed|marketed|advertised|dismissed|derided|referred to) as)(?: an?| the)?$"
)
_FINITE = word_set("is are was were has have had does did can could will would should must might")
_NOT = ("n't", "n\u2019t")
_SMALL = word_set("a an and as at but by for from in is of on or the to vs with nor be it not")
_FINAL = ".!?\u2026"


def words_of(text: str, start: int, end: int) -> list[str]:
    return _WORD.findall(text, start, min(end, start + 400))


def is_hashtag(text: str, start: int, end: int) -> bool:
    """`"#JusticeForPell"`, `"@embertide"`: what one follows or searches for."""
    return text[start] in "#@" and not any(map(str.isspace, text[start:end]))


def is_mentioned(masked: str, close: int) -> bool:
    """`"Why now?" is a question that fans ask`: words that the sentence speaks of."""
    return _MENTIONED.match(masked, close, close + 120) is not None


def is_inscription(sentence_before: str) -> bool:
    """`A sign over the door said, "`, `T-shirts that read "`: words that stand on a thing."""
    if not _BEARING.search(sentence_before[-45:]):
        return False
    found = _INSCRIBED.search(sentence_before[-140:])
    return found is not None and _BEARER_SPEAKS.search(found.group()) is None


def is_title(text: str, start: int, end: int, sentence_before: str) -> bool:
    """`a post called "The Last Tide"`: the noun or participle right before says what the words are."""
    before = sentence_before.rstrip()
    if _NUMBERED.search(before[-60:]) is not None and len(words_of(text, start, end)) <= 8:
        return True
    short = len(words_of(text, start, end)) <= 8
    if short and _TITLED_ASIDE.search(before[-60:]):
        return True
    if before.endswith((",", ":", *_FINAL)):
        return False
    previous = _WORD.findall(before[-40:])
    if not previous:
        return False
    last = previous[-1].lower()
    if last in CALLING and _WHAT_ONE_CALLS.search(before[-60:]):
        return False
    if _IS_CALLED.search(before[-40:]) and not text.startswith(" by ", end + 1):
        return True
    if last == "as" and len(previous) > 1 and previous[-2].lower() == "known":
        return True
    if last in TITLE_NOUNS and text[start].islower() and _JUDGED.search(before[-80:]):
        return False
    if last == "words" and _WITH_WORDS.search(before[-160:]):
        return False
    return last in TITLE_NOUNS and short


def is_capitalised(text: str, start: int, end: int) -> bool:
    """Every content word has a capital, as in a title: "The Last Stand"."""
    words = words_of(text, start, end)
    if not 2 <= len(words) <= 10:
        return False
    return (
        all(word[0].isupper() or word[0].isdigit() or word.lower() in _SMALL for word in words)
        and words[-1][0].isupper()
    )


def is_fragment(text: str, start: int, end: int) -> bool:
    """Up to three words that are no sentence: a term or scare quotes."""
    return len(words_of(text, start, end)) <= 3 and text[end - 1] not in _FINAL


def is_predicate(masked: str, before: str, close: int) -> bool:
    """`called it "pure folly" and`, `said the case was "heartbreaking".`: few words, yet somebody's own.

    They end their phrase, and no article makes them a noun: `said the "fix" was late` has scare quotes.
    """
    if _NOUNED.search(before[-12:]):
        return False
    return _SAID_OF.search(before[-160:]) is not None and _PHRASE_ENDS.match(masked, close) is not None


def has_verb(text: str, start: int, end: int) -> bool:
    """`the numbers "just weren't there"`: a few words that end a sentence, not a term."""
    words = words_of(text, start, end)
    return len(words) > 1 and any(word in _FINITE or word.endswith(_NOT) for word in words)


def is_single_word(text: str, start: int, end: int) -> bool:
    return len(words_of(text, start, end)) <= 1


def is_thought_before(sentence_before: str) -> bool:
    """`and think, "`: an imagined thought."""
    previous = _WORD.findall(sentence_before[-40:])
    return bool(previous) and previous[-1].lower() in THOUGHTS


def is_thought_after(masked: str, close: int) -> bool:
    return _THOUGHT_AFTER.match(masked, close, close + 80) is not None
