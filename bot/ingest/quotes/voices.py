"""What a paragraph says for or against being somebody's own words, and not the article's."""

from __future__ import annotations

import re

# I, we, me, my, mine, our, ours, us, I'm, we've; by their first letter at once, as every paragraph is asked.
FIRST_PERSON = re.compile(
    r"[IMOUWmouw](?<!\w.)(?:(?<=I)(?:['\u2019]\w+)?|(?<=[Ww])e(?:['\u2019]\w+)?|(?<=[Mm])(?:e|y|ine)"
    r"|(?<=[Oo])urs?|(?<=[Uu])s)\b"
)
WE = re.compile(r"\b[Ww]e\b")  # more than "which brings us to"
# What a paragraph says for or against being somebody's own words; `leads.LEAD` is what its lead-in says.
VOICE = {
    "I": 3.0,
    "I in an article that says we": 2.0,
    "we": 2.0,
    "you": 1.0,
    "I in an article that says I": 0.5,
    "we in an article that says we": 0.25,
    "lively": 0.5,  # isn't, they're, ! and ?
    "prose": 0.5,  # a whole sentence, unlike an item of a list
    "law": 2.0,  # a court's paper: "Plaintiff objected", 42 U.S.C.
    "item": -1.5,  # no sentence, or a label before it
    "greeting": 2.5,
    "apart": 1.0,  # it stands farther from the lead-in than the article's paragraphs from each other
    "close": 3.0,  # closer to the block's last paragraph than the article's own
    "part": 2.0,  # "And the part that everyone quotes:", after a block
    "again": 1.0,  # the article quotes somebody so elsewhere
    "before a voice": 1.5,  # the next paragraph says I or we
    "bridge": 2.0,  # so do the block's last paragraph and the next one
    "you go on": 1.0,  # in a block "you" tells more, unless the article says it, too
    "whole": 2.0,  # the lead-in promised a whole text, and it isn't over yet
    "unclaimed": 2.0,  # in a block without I or we, nothing that an article tells: see `_unclaimed`
    "he": -2.0,  # it begins with he or she, and so may the speaker be
    "speaker": -3.0,  # the speaker in the third person
    "tagged": -4.0,  # marked words with their tag
    "marked": -1.0,
    "reported": -3.0,  # somebody new says something
    "document": -2.5,  # "The post had been shared"
    "reporter": -4.0,  # "We asked him which. He did not reply."
    "pick": -3.0,
    "farewell": -6.0,  # "What do you think? Let us know in the comments."
}
BEGINS = 2.5
GOES_ON = 2.0
SURE = 1.5  # a lead-in that is hardly anything else
SENTENCE = 60  # characters: a paragraph that says something
TURN = 90  # characters: a paragraph that only turns to somebody
SHORT, SHORTEST = 25, 10  # characters of a block's first paragraph, after any lead-in and after a sure one

ADDRESS = re.compile(r"\b(?:you|your|yours|You|Your|you['\u2019]\w+|You['\u2019]\w+)\b")
LIVELY = re.compile(r"[!?]|\b\w+(?:n['\u2019]t|['\u2019](?:re|ll|ve|d|m))\b")
DATELINE = re.compile(
    r"[A-Z][A-Z .,'-]{3,40}(?:[A-Z][a-z]{1,8}\.? )?(?:\([^)]{2,30}\) )?\s?[\u2014\u2013-]{1,2}\s"
)
THEY = re.compile(
    r"\b(?:the (?:creators|two|pair|duo|trio|showrunners|co-creators))\b"
    r"(?!['\u2019]| of (?:us|you|them)\b| [\w-]+s\b)",  # "the two works" are no persons
    re.IGNORECASE,
)
GREETING = re.compile(
    r"(?:(?:Dear|Hi|Hello|Hey|Friends|To (?:the|all|our|my|everyone|everybody))\b[^.!?]{0,60}[,.:!\u2014-]?"
    r"|[A-Z]\w+(?: [A-Z]\w+)?[,\u2014])$|(?:To|From|Re|Date|Subject): "
)
SIGNED = re.compile(
    r"(?:(?:With )?(?:Love|Thanks|Thank you|Yours|Best|Sincerely|Regards|Cheers|Xo)\b.{0,30}"
    r"|[-\u2013\u2014] ?[A-Z].{1,50})$"
)
LABELLED = re.compile(
    r"(?!(?:I|We|You|He|She|It|They|This|That|There|And|But|So)\b)"
    r"[A-Z][\w'\u2019&-]*(?: [\w'\u2019&-]+){0,4}(?: \([^()]{1,30}\))?:\s"
)
PICK = re.compile(  # of a list: "The Lamp ($38).", "Low Water, by Otto Pike."
    r"[A-Z][^.:]{2,60} \([$\u00a3\u20ac]\d|[A-Z][^.:]{1,60}, by [A-Z][\w' -]+[.\n]"
)
ASIDE_TAG = re.compile(  # "It was, she thinks, thrown away."
    r", (?:he|she|they) (?:says?|said|thinks?|thought|believes?|adds?|added|explains?|explained|recalls?),"
)
DOCUMENT = re.compile(
    r"\b(?:The|That|This|His|Her) (?:\w+ )?(?:post|letter|statement|message|tweet|thread|e-?mail|note|memo"
    r"|video|clip|sentence|paragraph|line|passage|quote|answer|phrase|comment|remark|apology|announcement"
    r"|interview|ruling|filing|speech)s?\b"
)
SENT = re.compile(  # "By Tuesday the e-mail had been read aloud"
    r"\bthe (?:post|letter|statement|message|tweet|e-?mail|note|memo|video|speech) (?:had|has|was|drew)\b"
)
LAW = re.compile(
    r"\b(?:Plaintiff|Defendant|Petitioner|Appell(?:ee|ant))s?\b|\b(?:the|this|This) Court\b(?! of)|\u00a7"
    r"|\bF\. ?(?:[23]d|4th)\b|\bU\.S\.C\b|\b(?:Id|Fed\. R)\."
)
FAREWELL = re.compile(
    r"\b(?:let us know|sound off|what do you (?:think|make) of|in the comments"
    r"|comments? (?:section|below)|subscribe|newsletters?|follow us"
    r"|(?:will|['\u2019]ll) (?:update|be updated)|reached out|for comment|contributed to this|sign up"
    r"|(?:is|are) (?:now |also )?(?:streaming|available (?:on|at|in|from|for)|in (?:cinemas|theat(?:er|re)s)"
    r"|out now|on sale|published by)"
    r"|regrets? (?:the|these|this|both|our) errors?"
    r"|(?:can|to) (?:read|see|find|watch|view|listen)\b.{0,60}\b(?:here|full|below))\b",
    re.IGNORECASE,
)
NOW = re.compile(r"\b(?:is|are|will|has|have|must|can|cannot|shall|may|remains?|continues?)\b")
TELLING = re.compile(
    r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|\b(?:last|this|next) (?:week|month|year|spring|summer"
    r"|fall|autumn|winter)\b|\b(?:according to|say|tell|[Hh]e|[Ss]he|[Hh]is|[Hh]er)\b"
)
REPORTER = re.compile(  # how the article's own paragraph begins
    r"(?:We|I)(?: have|['\u2019]ve)? (?:asked|reached|contacted|called|pressed|wrote to|e-?mailed) "
    r"(?:him|her|them|for|the|both|each|[A-Z]\w+)\b"
    r"|I(?:['\u2019]ve| have)? (?:read|watched|heard|looked at) (?:that|this|the) (?:\w+ )?"
    r"(?:sentence|paragraph|line|passage|post|letter|statement|interview|speech)\b"
    r"|(?:He|She|[A-Z]\w+) (?:\w+ ){1,3}(?:when|as) I \w+\b"  # "She laughs when I read this to her."
)
UNANSWERED = re.compile(
    r"\b(?:did not|didn['\u2019]t|(?:has|have|had)(?: not|n['\u2019]t)) (?:yet |immediately )?"
    r"(?:repl|respon|answer|return)\w* (?:to )?(?:an?|our|my|several|multiple|repeated|requests?|calls?"
    r"|e-?mails?|questions?)\b|\bdeclined to (?:comment|be interviewed)\b"
)
INTERVIEWING = re.compile(
    r"\b(?:I|[Ww]e) (?:\w+ )?(?:asked?|met|spoke|begin|began|suggest(?:ed)?|mention(?:ed)?|visited|reached"
    r"|interviewed|caught up|sat down)\b"
)
ASKING = re.compile(
    r"\b(?:told|tells|asked|asks|showed|shows|gave|sent|invited|assured) me\b"
    r"|\bI (?:asked|met|visited|called|spoke)\b"
)
ASIDE = re.compile(
    r"(?:Related|Read more|More|Photo|Image|Advertisement|Watch)\b[:\s]|There you have it\b|As for [A-Z]"
)
ANNOUNCES = re.compile(
    r"(?:The|A) (?:\w+ )?(?:publisher|network|studio|company|label|channel|streamer|broadcaster|agency"
    r"|spokes(?:man|woman|person)|police|series|show|film|game|book|comic|festival)"
    r"(?: (?:has|have|had|will))?(?: \w+ly)?"
    r" (?:announced?|announces|confirm(?:ed|s)?|said|says|declined|returns?|premieres?|premiered|be released"
    r"|issued|released|plans?|planned)\b"
)
I_SAID = re.compile(
    r"\bI (?:said|say|says|told|asked|go|went|thought|was like)\b"
)  # I said, “No,” and he said
INTRODUCED = re.compile(r", (?:who|whose)\b")
CONTACT = re.compile(r"(?:\+?\d[\d() -]{6,}|\S+@\S+\.|https?:|www\.)")
DEAR = re.compile(r"(?:My )?(?:D|d)ear(?:est)? [A-Z\u00c0-\u00de][\w' -]{1,30}[,:\u2014-]")
WROTE = re.compile(r"\b(?:wrote|writes|written)\b")
