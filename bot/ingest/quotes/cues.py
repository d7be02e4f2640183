"""The verbs that introduce somebody's words, and their forms."""

from __future__ import annotations

from bot.ingest.quotes.lexicon import word_set

# Base forms; a second word is the past form, a third the participle, where they are irregular.
_VERBS = word_set("""
accuse acknowledge add address admit advise affirm agree allege announce answer apologise apologize argue ask
assert assure attest bark beg/begged begin/began/begun bellow bemoan blast blurt boast brag call caption
caution chide chime chirp chuckle claim clarify coin command comment complain concede conclude confess confirm
contend continue coo correct counter criticise criticize croak cry declare decry demand denounce deny describe
disclose dismiss drawl dub echo elaborate emphasise emphasize enquire exclaim explain express exult gasp
giggle greet groan growl grumble gush hail hiss implore inform inquire insist instruct interject interrupt
joke label lament laugh maintain mention mock mumble murmur muse mutter note observe offer opine order persist
plead pledge post praise preach predict proceed proclaim promise prompt pronounce propose protest pursue query
quip quote rave read/read reason recall recommend recount reflect refute reiterate rejoin remark remember
remind repeat reply report respond resume retort return reveal roar say/said scoff scold scream shout shriek
sigh signal sing/sang/sung slam snap snarl sniff snort sob speculate squeak stammer state stipulate stress
suggest summarise summarize tease tell/told testify thunder tut tweet underline underscore urge utter venture
voice volunteer vow wail warn whimper whisper wonder write/wrote/written yell
fume rage enthuse deadpan intone aver confide chorus pant breathe pipe quaver falter stutter splutter
sputter holler howl squeal squawk wheeze rasp purr drone interpose remonstrate finish pose hint reckon
theorise theorize concur crow gripe grouse
""")

_DOUBLED = word_set("beg quip admit chat nod sob hum dub tut cut put brag")

# Verbs that are no cue unless they stand beside the quoted words as a tag does.
WEAK = word_set(
    "return begin read offer call describe order sing sniff correct proceed pursue label dub coin "
    "volunteer caption venture address signal prompt reason report counter resume laugh sigh praise "
    "criticize criticise accuse slam blast hail mock chuckle remember agree confirm reveal "
    "finish pose rage crow concur chorus hint reckon term"
)
# Manner of speaking: a tag in fiction only directly beside the words ("Go," she smiled).
GESTURES = word_set(
    "smiled smiles smiling grinned grins nodded nods shrugged shrugs frowned frowns winked winks beamed "
    "beams smirked smirks laughed laughs teased believed believes felt feels hoped hopes figured "
    "figures went goes sneered thought thinks"
)
THOUGHTS = word_set(
    "think thinks thought imagine imagines imagined imagining pretend pretends dream dreams dreamed "
    "wonder wondering thinking"
)


def _forms(entry: str) -> dict[str, tuple[str, str]]:
    """Every form of a verb -> (base, "present" | "past" | "ing" | "base"), for "say/said": says, said."""
    base, *irregular = entry.split("/")
    doubled = base + base[-1] if base in _DOUBLED else base
    if base.endswith("y") and base[-2] not in "aeiou":
        third, past = base[:-1] + "ies", base[:-1] + "ied"
    elif base.endswith(("s", "sh", "ch", "x", "z")):
        third, past = base + "es", doubled + "ed"
    else:
        third, past = base + "s", (doubled[:-1] if doubled.endswith("e") else doubled) + "ed"
    if base == "echo":
        third = "echoes"
    ing = base[:-1] + "ing" if base.endswith("e") and not base.endswith("ee") else doubled + "ing"
    forms = {base: (base, "base"), third: (base, "present"), ing: (base, "ing")}
    if irregular:
        forms |= {form: (base, "past") for form in irregular}
    else:
        forms[past] = (base, "past")
    if base == "read":
        forms[base] = (base, "past")
    return forms


_PAST_ONLY = word_set("texted emailed e-mailed messaged retweeted reposted")  # "emails" are mostly things
CUES: dict[str, tuple[str, str]] = {
    form: kind for entry in _VERBS for form, kind in _forms(entry).items()
} | {form: (form, "past") for form in _PAST_ONLY}

CUES["termed"] = ("term", "past")  # and not its "terms", which are a noun

# Verbs of taking a stand: they tell of words only before a colon that ends the paragraph.
STANDS = {
    form
    for entry in word_set(
        "acclaim admonish appeal applaud backpedal bristle castigate celebrate challenge champion chastise "
        "commend condemn congratulate credit defend disagree dispute eulogise eulogize fume gloat "
        "hold/held lambast lambaste marvel object oppose outline ponder question rage rail react rebuff "
        "rebuke reject relate rule scorn skewer speak/spoke swear/swore sympathise sympathize thank welcome "
        "blame confide indicate praise criticise criticize accuse slam blast hail mock agree confirm "
        "reason counter address"
    )
    for form, kind in _forms(entry).items()
    if kind[1] in ("present", "past")
} | {"talked"}  # "talks" are mostly things
# Verbs that tell of words only with the word after them: "Ortiz shot back", "she went on".
PHRASES = {
    **dict.fromkeys(("shot", "shoots", "fired", "fires", "hit", "hits", "snapped"), "back"),
    **dict.fromkeys(("went", "goes"), "on"),
    **dict.fromkeys(("pointed", "points"), "out"),
    **dict.fromkeys(
        ("weighed", "weighs", "cut", "cuts", "broke", "breaks", "joined", "joins", "put", "puts", "chimed"),
        "in",
    ),
    **dict.fromkeys(("summed", "sums", "piped", "pipes", "spoke", "speaks"), "up"),
    **dict.fromkeys(("burst", "bursts"), "out"),
}
# Verbs whose -ing form gives somebody's words in part: `, calling the plan "folly"`.
_JUDGING = word_set("accusing calling describing dismissing labelling labeling branding denouncing")


def is_cue(word: str, *, weak: bool = True) -> bool:
    """`said`, `explains`: a finite form. With `weak=False` only verbs that hardly mean anything else."""
    kind = CUES.get(word)
    if kind is None or kind[1] in ("ing", "base"):
        return False
    return weak or kind[0] not in WEAK


def is_base(word: str) -> bool:
    """`say`, `tell`: the form that stands after "did" and "likes to"."""
    kind = CUES.get(word)
    return kind is not None and kind[1] == "base" and kind[0] not in WEAK


def is_speaking(word: str) -> bool:
    """`saying`, `adding`: the subject is that of the clause it hangs on."""
    kind = CUES.get(word)
    return word in _JUDGING or (kind is not None and kind[1] == "ing" and kind[0] not in WEAK)
