"""One spelling for what is spelt in several ways: "it is" and "it's", "colour" and "color", "okay" and "ok".

Pure functions on folded words.
"""

from __future__ import annotations

import re

_SHORT = {
    "cannot": "cant",
    "okay": "ok",
    "alright": "allright",
    "u": "you",
    "thru": "through",
    "tho": "though",
    "cuz": "because",
    "bc": "because",
    "gray": "grey",
    "theater": "theatre",
    "center": "centre",
    "defense": "defence",
    "offense": "offence",
}
_OUR = re.compile(
    r"((?:dis|mis|un)?(?:arm|behavi|cand|clam|col|endeav|fav|ferv|flav|glam|harb|hon|hum|lab|neighb|od|parl|rum|"
    r"sav|splend|tum|val|vap|vig))our(?=$|s$|ed$|ing$|ite|able|er|hood|less|ful)"
)
_ISE = re.compile(r"(?<=[a-z]{3})([iy])s(e[drs]?|ers|ing|ations?)$")
_LL = re.compile(r"(?<=[a-z]{4})l(?=l(?:ed|ing|ers?|ors?|ous(?:ly)?)$)")

_VERBS = "is are was were do does did has have had could would should must".split()  # noqa: SIM905
NOT = {**{verb: f"{verb}nt" for verb in _VERBS}, "can": "cant", "will": "wont"}
"""What a verb is with "not" behind it."""

_ENDS = {
    "am": ("m", "i"),
    "are": ("re", "we you they"),
    "is": ("s", "he she it that there here what who where how"),
    "have": ("ve", "i we you they"),
    "will": ("ll", "i we you he she it they that there"),
    "would": ("d", "i we you he she it they"),
}
SHORTER = {
    (subject, verb): subject + end for verb, (end, subjects) in _ENDS.items() for subject in subjects.split()
} | {("let", "us"): "lets"}
""""it's" for "it is". Not for "it has", nor "I'd" for "I had": with those it would be another tense too."""

LONGER = {short: both for both, short in SHORTER.items() if both[1] in ("is", "are") and short != "were"}
"""What such a form is taken apart to before a "not": "it's not" is "it isn't"."""


CONTRACTIONS = frozenset({*NOT.values(), *SHORTER.values()})


def one_spelling(key: str) -> str:
    """ "color" and "colour", "realise" and "realize", "traveled" and "travelled": one key for both."""
    key = _SHORT.get(key, key)
    if len(key) < 5:
        return key
    return _LL.sub("", _ISE.sub(r"\1z\2", _OUR.sub(r"\1or", key)))
