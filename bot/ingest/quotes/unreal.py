"""Words that stand in marks, yet that nobody said: wished, feared, supposed, denied."""

from __future__ import annotations

import re

from bot.ingest.quotes.lexicon import word_set

_WORD = re.compile(r"[^\W_][\w'\u2019-]*")
UNSAID = word_set(
    "reaction reactions notion idea belief assumption mantra excuse complaint complaints objection "
    "thought criticism cliche clich\u00e9 stereotype argument refrain question"
)
_MIGHT_SAY = re.compile(
    r"\b(?:(?:might|may|could|would|will) (?:(?!only\b)\w+ )?"
    r"(?:say|ask|think|argue|wonder|object|reply|complain)|"
    r"(?:[Ii]magine|[Ii]f) (?:someone|somebody|anyone|you|they|people)\b.{0,40}|"
    r"\b[Ii]f (?:an?|any|one of|some|your|my|our) [^.!?\x01]{1,40}(?:were to|should|ever|had|asks?|says?)\b|"
    r"(?:you|people|some|many)['\u2019]?(?:ll| will| might| may)? "
    r"(?:say|ask|think|wonder)|as if to say|no one (?:said|says)|"
    r"nobody (?:said|says)|never said|didn['\u2019]t say)[^.!?]{0,30}$"
)
_HELD = re.compile(
    r"\b[Tt]here(?: is|['\u2019]s| was| are| were|['\u2019]re) [^.!?\x01]{0,40}\b"
    rf"(?:{'|'.join(sorted(UNSAID))}) that$"
)
_IMAGINED = re.compile(
    r"(?:(?:And|But|So) )?(?:[Ii]f|[Ii]magine|[Ss]uppose) (?:someone|somebody|anyone|you|they|people)\b"
    r"[^.!?\x01]{0,80}$|Imagine an? [^.!?\x01]{0,80}$|Should (?:anyone|someone|anybody|somebody|you|an?) "
    r"[^.!?\x01]{0,80}$"
)
_SAY = r"(?:say|ask|answer|reply|write|tell|shout|scream|call|add)"
_SAID = (
    r"(?:said|asked|answered|replied|written|wrote|told|shouted|screamed|called|added|claimed|promised|uttered"
    r"|used|posted|tweeted|texted|spoken)"
)
_TO_WHOM = (
    r"(?: (?:that|to|the|an?|his|her|him|them|me|us|it|my|their|our|you|fans|reporters|anyone|anybody|words"
    r"|of)(?: [\w'\u2019-]+){0,3}?)?[,:]?\s*$"
)
_NEVER_DONE = re.compile(
    rf"\b(?:might|may|could|would|should)(?:n['\u2019]t)? (?:[\w'\u2019]+ ){{0,2}}have (?:\w+ )?{_SAID}"
    rf"{_TO_WHOM}"
    rf"|\b(?:wanted|longed|tempted|about|meant|refused|declined|forgot|wished|ought|afraid|dared) (?:\w+ )?to"
    rf" {_SAY}{_TO_WHOM}"
    rf"|\b(?:almost|nearly) {_SAID}{_TO_WHOM}"
    rf"|\b(?:[Aa]s (?:if|though)) (?:\w+ )?(?:to {_SAY}|(?:he|she|they|it) (?:was|were|had) \w+){_TO_WHOM}"
    rf"|\b(?:[Ww]hat if|[Ii]f only)\b[^.!?\x01]{{0,100}}$"
    rf"|\b(?:[Yy]ou|[Ww]e|[Oo]ne|I) (?:can|could) (?:almost |already |just |practically )?"
    rf"(?:hear|imagine|picture)\b[^.!?\x01]{{0,80}}$"
)
_DENIED = re.compile(
    rf"\b(?:never|nowhere|not|(?:did|does|do|had|has|have)n['\u2019]t)"
    rf"(?: (?:once|even|ever|actually|would|really|in fact))*(?: have)?(?: (?:once|ever|actually))?"
    rf" (?:{_SAY[3:-1]}|says|{_SAID[3:-1]}){_TO_WHOM}"
    rf"|\bden(?:y|ies|ied|ying) (?:ever |having )*(?:saying|writing|telling|calling|using|{_SAID[3:-1]})"
    rf"{_TO_WHOM}"
    r"|\b(?:not true|untrue|false|a myth|no truth|no evidence|no record|apocryphal)\b[^.!?\x01]{0,80}"
    rf"\b(?:{_SAID[3:-1]}|saying|writing){_TO_WHOM}"
)
_FORGED = re.compile(
    r"\b(?:faked?|doctored|fabricated|forged|photoshopped|phone?y|bogus|made-up|invented|hoax) (?:\w+ ){0,2}"
    r"(?:quote|quotation|screenshot|tweet|post|statement|image|letter|line|meme)s?\b[^.!?\x01]{0,100}$"
    r"|\b(?:misquoted|falsely (?:quoted|reported)) as\b[^.!?\x01]{0,60}$"
)
_DEBUNKED = re.compile(
    r"[^\n\x01]{0,60}?[.,;\u2014-] ?(?:But |And )?(?:(?:[Ii]t|[Tt]hat|[Tt]his|[Ww]hich|[Tt]he \w+) (?:is|was)"
    r" (?:an? |entirely |completely |also )*"
    r"(?:fakes?|faked|forgery|forged|hoax|fabricat\w+|doctored|photoshopped|parody|satire)\b"
    r"|\w+ (?:has |have |had |in fact )*never (?:said|wrote|written|posted|tweeted|told)"
    r" (?:so|it|that|this|those|any ?(?:such )?(?:thing|of)|anything)\b)"
)
_SUPPOSED = re.compile(
    r"(?:(?:And|But|So|Now|Then),? )?(?:Imagine|Suppose|Picture|Say) (?:an?|that|if|some\w*|any\w*|for a)\b"
    r"[^.!?\x01]{0,140}$"
)
_SUBJECT = r"[\s,\u2014\u2013-]*(?:[\w'\u2019-]+ ){1,3}?"
_AFTER = re.compile(
    rf"{_SUBJECT}(?:(?:might|may|could|would|should) (?:\w+ ){{0,2}}have (?:\w+ )?{_SAID}\b"
    rf"|(?:never|(?:did|had|has) (?:not|never)|(?:did|had|has)n['\u2019]t) (?:once |ever |actually )?"
    rf"(?:{_SAY[3:-1]}|{_SAID[3:-1]})\b(?! (?:whether|why|who|how|where|when|if|more|what)\b)"
    rf"|wanted to {_SAY}\b)"
    r"|[\s,]*(?:is|are|was|were) (?:something|words|a (?:line|phrase|thing|sentence)"
    r"|not (?:something|what|words)) [^.!?\x01]{0,60}\b(?:never|not|nobody)\b"
)


def is_unsaid(sentence_before: str) -> bool:
    """`There is the inevitable reaction, "`, `People might say, "`: words that nobody in particular said."""
    tail = sentence_before.rstrip().rstrip(",:").rstrip()
    previous = _WORD.findall(tail[-40:])
    if previous and previous[-1].lower() in UNSAID and not re.search(r"['\u2019]s (?:\w+ )?\w+$", tail):
        return True
    return _MIGHT_SAY.search(tail[-120:]) is not None or _HELD.search(tail[-80:]) is not None


def is_unreal(before: str) -> bool:
    """`She might have said, "`, `Suppose that Ortiz had replied, "`, `You can hear Ortiz muttering, "`."""
    return _NEVER_DONE.search(before[-160:]) is not None or _SUPPOSED.match(before.strip()) is not None


def is_imagined(before: str) -> bool:
    """`If someone had told me in 1984 "`: whatever follows, nobody did."""
    return _IMAGINED.match(before.strip()) is not None


def is_denied(before: str) -> bool:
    """`Ortiz never said, "`, `she denies having told the crew, "`: the very words that were not said."""
    return _DENIED.search(before[-120:]) is not None


def is_forged(before: str) -> bool:
    """`A doctored screenshot has Ortiz say, "`, `Ortiz was misquoted as saying, "`."""
    return _FORGED.search(before[-160:]) is not None


def is_debunked(masked: str, close: int) -> bool:
    """`". It is a fake.`, `" on a card. She has never said so.`"""
    return _DEBUNKED.match(masked, close, close + 160) is not None


def is_unreal_after(masked: str, close: int) -> bool:
    """`," she might have said`, `," Ortiz never said.`, `is something nobody ever said`."""
    return _AFTER.match(masked, close, close + 120) is not None
