"""Made-up articles, novels and a wiki of any size, with words spread as in real texts: few are common.

What the library joins are posts that many articles quote, whole, in part, or with a word changed.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import accumulate
from pathlib import Path

_FIRST, _LAST, _WORK, _ENDS, _SMALL = map(
    str.split,
    (
        "Mira Tomas Ilse Bertil Anneke Ruben Sanna Piet Odile Marek Greta Janos Lotte Felix Runa Oskar",
        "Vale Brandt Reyes Holm Okafor Lindqvist Marsh Devi Novak Sorel Amsel Kruger Tamm Wilde Ferro",
        "writer director producer animator actress composer editor designer",
        "ton ford berg wick dale mont son stad well gard",
        "in on at with without for from before after under behind near about against during",
    ),
)
_HEADS, _HEARTS, _TAILS = map(
    str.split,
    (
        "b bl br c ch cl cr d dr f fl fr g gl gr h j l m n p pl pr qu r s sc sh sl sp st t th tr v w",
        "a ai e ea ee i o oa oo ou u",
        "b ck d ft g ll lt m mp n nd ng nt p r rd rk rm rn sk ss st t th",
    ),
)
QUOTES_OF_POSTS = 0.03
"""Share of the quotes that come from a post which other articles quote as well."""


class _Vocabulary:
    """Words of a kind, the second half as common as the first, the third a third as common, and so on."""

    def __init__(self, chance: random.Random, count: int, ending: str = "") -> None:
        made: dict[str, None] = {}
        while len(made) < count:
            syllables = (
                chance.choice(_HEADS) + chance.choice(_HEARTS) + chance.choice(_TAILS)
                for _ in range(
                    chance.choice((1, 1, 2)) if len(made) < count / 4 else chance.choice((2, 2, 3))
                )
            )
            made["".join(syllables) + ending] = None
        self._words = list(made)
        self._weights = list(accumulate(1 / rank for rank in range(3, count + 3)))
        self._chance = chance

    def take(self) -> str:
        return self._chance.choices(self._words, cum_weights=self._weights)[0]


class Writer:
    """Makes up texts; the same seed gives the same ones. `talk`: share of paragraphs that quote somebody."""

    def __init__(self, seed: int, talk: float = 0.4) -> None:
        self._chance = chance = random.Random(seed)
        self._talk = talk
        self._nouns = _Vocabulary(chance, 8000)
        self._verbs = _Vocabulary(chance, 2000, "ed")
        self._looks = _Vocabulary(chance, 3000, "y")
        self._sides = _Vocabulary(chance, 800, "ly")
        self._people = [
            f"{chance.choice(_FIRST)} {chance.choice(_LAST)}{chance.choice(('', *_ENDS))}" for _ in range(800)
        ]
        self._latest = ""
        self._posts = [[self.sentence() for _ in range(chance.randint(2, 6))] for _ in range(400)]

    def article(self, length: int = 4000, title: str = "") -> str:
        chance, people = self._chance, self._chance.sample(self._people, 4)
        parts = [
            title or f"The {self._nouns.take().title()} {self._nouns.take().title()} {chance.random():.9f}"
        ]
        parts.append(
            f"{people[0]}, the {chance.choice(_WORK)} of the show, spoke of the {self._nouns.take()}."
        )
        written = 0
        while written < length:
            person = chance.choice(people)
            if chance.random() < self._talk:
                parts.append(f'"{self.said()}" {person.split()[-1]} said.')
            else:
                called = (person, person.split()[-1], "She", f"The {self._nouns.take()}")
                parts.append(
                    " ".join(self.sentence(chance.choice(called)) for _ in range(chance.randint(2, 5)))
                )
            written += len(parts[-1])
        return "\n\n".join(parts) + "\n"

    def novel(self, length: int) -> str:
        parts: list[str] = []
        written = 0
        while written < length:
            if written // 20_000 != (written - len(parts[-1] if parts else "")) // 20_000:
                parts.append(f"CHAPTER {written // 20_000}")
            name = self._chance.choice(self._people[:12])
            said = f'"{self.sentence()}" said {name.split()[0]}. "{self.sentence()}"'
            parts.append(said if self._chance.random() < 0.5 else f"{self.sentence(name)} {self.sentence()}")
            written += len(parts[-1]) + 2
        return "\n\n".join(parts) + "\n"

    def page(self, number: int) -> str:
        """A wiki's: every seventh leads to another one; most are short, some long, some tell of a person."""
        chance = self._chance
        name = f"{chance.choice(_FIRST)} {chance.choice(_LAST)} {number}"
        if number % 7 == 6:
            return _page(f"{name} the Elder", f"#REDIRECT [[{self._latest}]]")
        self._latest = name if number % 3 else f"The {self._nouns.take()} of {number}"
        length = chance.choice((200, 400, 800, 1200, 2000, 4000, 8000, 15_000))
        text = self.article(length, f"'''{self._latest}''' is a place on the map.")
        linked = text.replace(" for ", " [[for|for]] ").replace(" near ", " {{x|1}}[[near]] ")
        box = f"{{{{Character infobox|name={name}|aliases=The {number}th Keeper<br/>Keeper {number}}}}}\n"
        history = f"\n== History ==\n{self.sentence(name)}\n{{{{Stub}}}}\n[[Category:X]]"
        return _page(self._latest, (box if self._latest == name else "") + linked + history)

    def said(self) -> str:
        """Somebody's words: a few sentences, or what many quote."""
        chance = self._chance
        if chance.random() >= QUOTES_OF_POSTS:
            return " ".join(self.sentence() for _ in range(chance.choice((1, 1, 2, 2, 3))))
        post = chance.choice(self._posts)
        first = chance.randrange(len(post))
        return self._retold(post[first : first + chance.randint(1, len(post))])

    def _retold(self, sentences: Sequence[str]) -> str:
        words = " ".join(sentences).split()
        if self._chance.random() < 0.3:
            words[self._chance.randrange(1, len(words) - 1)] = self._nouns.take()
        return " ".join(words)

    def sentence(self, who: str | None = None) -> str:
        chance = self._chance
        words = [who or chance.choice(("We", "I", "They", "Nobody", "Everybody", "She", "He", "You"))]
        words += [self._verbs.take(), *self._thing()]
        for _ in range(chance.choice((0, 1, 1, 2))):
            words += [chance.choice(_SMALL), *self._thing()]
        if chance.random() < 0.3:
            words.append(self._sides.take())
        if chance.random() < 0.3:
            words[-1] += ","
            words += [chance.choice(("and", "but", "so")), chance.choice(("we", "they")), self._verbs.take()]
            words += self._thing()
        return " ".join(words) + "."

    def _thing(self) -> list[str]:
        chance = self._chance
        one = [chance.choice(("the", "the", "the", "a", "their", "every", "some", "no"))]
        if chance.random() < 0.4:
            one.append(self._looks.take())
        one.append(self._nouns.take())
        if chance.random() < 0.25:
            one += ["of", "the", self._nouns.take()]
        return one


def articles(folder: Path, megabytes: int) -> None:
    writer, written = Writer(1), 0
    for number in range(10**9):
        if written >= megabytes * 1_000_000:
            return
        text = writer.article()
        written += len(text)
        place = folder / f"{number // 1000:04}"
        place.mkdir(parents=True, exist_ok=True)
        (place / f"{number:07}.txt").write_text(text)


def dump(path: Path, pages: int, talk: float = 0.1) -> None:
    writer = Writer(2, talk)
    site = "<sitename>Lake Wiki</sitename><base>https://wiki.example/wiki/Main</base>"
    with path.open("w") as file:
        file.write(f'<mediawiki xml:lang="en"><siteinfo>{site}</siteinfo>\n')
        for number in range(pages):
            file.write(writer.page(number))
        file.write("</mediawiki>\n")


def _page(title: str, text: str) -> str:
    safe = text.replace("&", "&amp;").replace("<", "&lt;")
    return f"<page><title>{title}</title><ns>0</ns><revision><text>{safe}</text></revision></page>\n"
