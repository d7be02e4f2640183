"""The verbs that introduce somebody's words, and their forms."""

from __future__ import annotations

from bot.ingest.quotes.lexicon import word_set

# Base forms; a second word is the past form, a third the participle, where they are irregular.
_VERBS = [
    "say/said",
    "tell/told",
    "ask",
    "add",
    "reply",
    "respond",
    "answer",
    "explain",
    "note",
    "write/wrote/written",
    "continue",
    "state",
    "claim",
    "argue",
    "insist",
    "warn",
    "admit",
    "announce",
    "recall",
    "declare",
    "conclude",
    "suggest",
    "observe",
    "remark",
    "joke",
    "tweet",
    "post",
    "shout",
    "cry",
    "whisper",
    "exclaim",
    "murmur",
    "mutter",
    "call",
    "describe",
    "comment",
    "confirm",
    "reveal",
    "report",
    "quip",
    "concede",
    "acknowledge",
    "agree",
    "assert",
    "stress",
    "urge",
    "vow",
    "predict",
    "complain",
    "laugh",
    "sigh",
    "begin/began/begun",
    "repeat",
    "return",
    "interrupt",
    "stammer",
    "gasp",
    "growl",
    "snap",
    "hiss",
    "snarl",
    "scream",
    "yell",
    "sob",
    "groan",
    "grumble",
    "protest",
    "demand",
    "inquire",
    "enquire",
    "wonder",
    "reason",
    "offer",
    "counter",
    "interject",
    "chime",
    "affirm",
    "reiterate",
    "emphasize",
    "emphasise",
    "underline",
    "underscore",
    "express",
    "praise",
    "criticize",
    "criticise",
    "slam",
    "blast",
    "lament",
    "muse",
    "opine",
    "caution",
    "advise",
    "promise",
    "pledge",
    "tease",
    "brag",
    "boast",
    "confess",
    "contend",
    "maintain",
    "propose",
    "recommend",
    "recount",
    "reflect",
    "remember",
    "disclose",
    "elaborate",
    "clarify",
    "echo",
    "rejoin",
    "retort",
    "resume",
    "pursue",
    "proceed",
    "persist",
    "plead",
    "beg/begged",
    "implore",
    "order",
    "command",
    "bark",
    "bellow",
    "roar",
    "chuckle",
    "giggle",
    "chirp",
    "coo",
    "croak",
    "drawl",
    "mumble",
    "utter",
    "venture",
    "volunteer",
    "speculate",
    "stipulate",
    "testify",
    "attest",
    "quote",
    "read/read",
    "greet",
    "deny",
    "refute",
    "dismiss",
    "pronounce",
    "proclaim",
    "blurt",
    "correct",
    "mention",
    "bemoan",
    "assure",
    "inform",
    "instruct",
    "remind",
    "scold",
    "chide",
    "exult",
    "gush",
    "rave",
    "thunder",
    "allege",
    "accuse",
    "decry",
    "denounce",
    "hail",
    "mock",
    "scoff",
    "sniff",
    "snort",
    "apologise",
    "apologize",
    "label",
    "dub",
    "coin",
    "summarize",
    "summarise",
    "address",
    "voice",
    "tut",
    "whimper",
    "wail",
    "squeak",
    "shriek",
    "sing/sang/sung",
    "preach",
    "prompt",
    "query",
    "signal",
]

_DOUBLED = word_set("beg quip admit chat nod sob hum dub tut cut put brag")

# Verbs that are no cue unless they stand beside the quoted words as a tag does.
WEAK = word_set(
    "return begin read offer call describe order sing sniff correct proceed pursue label dub coin "
    "volunteer venture address signal prompt reason report counter resume laugh sigh praise criticize "
    "criticise accuse slam blast hail mock chuckle remember agree confirm reveal"
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
    """Every form of one verb -> (base, "present" | "past" | "ing" | "base"); "say/said" -> says, said, saying."""
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


CUES: dict[str, tuple[str, str]] = {form: kind for entry in _VERBS for form, kind in _forms(entry).items()}


def is_cue(word: str, *, weak: bool = True) -> bool:
    """`said`, `explains`: a finite form. With `weak=False` only verbs that hardly mean anything else."""
    kind = CUES.get(word)
    if kind is None or kind[1] in ("ing", "base"):
        return False
    return weak or kind[0] not in WEAK


def is_speaking(word: str) -> bool:
    """`saying`, `adding`: the subject is that of the clause it hangs on."""
    kind = CUES.get(word)
    return kind is not None and kind[1] == "ing" and kind[0] not in WEAK
