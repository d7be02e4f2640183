"""Prints how fast a library is built and how much memory that takes, for generated texts of growing size.

`make speed` builds 10 and 100 MB of articles, compares novels of 1 and 5 MB, and builds a wiki's dump;
`make speed MB=1000` builds 1,000 MB as well. Each build runs in a process of its own.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from bot.ingest.analysis import analyse
from bot.ingest.build import build
from bot.ingest.documents import read_text
from bot.services import library_path

SIZES = (10, 100)
PAGES = 20_000

_FIRST, _LAST, _WORK, _NOUNS, _VERBS, _SIDES = map(
    str.split,
    (
        "Mira Tomas Ilse Bertil Anneke Ruben Sanna Piet Odile Marek Greta Janos Lotte Felix Runa Oskar",
        "Vale Brandt Reyes Holm Okafor Lindqvist Marsh Devi Novak Sorel Amsel Kruger Tamm Wilde Ferro",
        "writer director producer animator actress composer editor designer",
        "bridge lake letter series season ending harbour finale friend story island scene promise map",
        "watched finished remembered changed opened followed described planned repaired kept wanted",
        "slowly again outside tonight twice yesterday alone together early late abroad upstairs nearby",
    ),
)


class Writer:
    """Makes up texts; the same seed gives the same ones."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)
        pick = self._chance.choice
        self._people = [f"{pick(_FIRST)} {pick(_LAST)}{pick(('', 'son', 'er'))}" for _ in range(400)]

    def article(self, length: int = 4000) -> str:
        pick, people = self._chance.choice, self._chance.sample(self._people, 4)
        parts = [f"The {pick(_NOUNS).title()} and the {pick(_NOUNS).title()} {self._chance.random():.9f}"]
        parts.append(f"{people[0]}, the {pick(_WORK)} of the show, spoke about the {pick(_NOUNS)}.")
        written = 0
        while written < length:
            person = pick(people)
            if self._chance.random() < 0.4:
                parts.append(f'"{self.sentence()} {self.sentence()}" {person.split()[-1]} said.')
            else:
                parts.append(" ".join(self.sentence(person) for _ in range(self._chance.randint(2, 5))))
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
        name = f"{self._chance.choice(_FIRST)} {self._chance.choice(_LAST)} {number}"
        box = f"{{{{Character infobox|name={name}|aliases=The {number}th Keeper&lt;br/&gt;Keeper {number}}}}}"
        text = self.article(3000).replace("&", "&amp;").replace("<", "&lt;")
        linked = text.replace(" lake ", " [[lake|lake]] ").replace(" bridge ", " {{x|1}}[[bridge]] ")
        page = f"<page><title>{name}</title><ns>0</ns><revision><text>{box}\n'''{name}'''. {linked}"
        return f"{page}\n== History ==\n{self.sentence(name)}\n[[Category:X]]</text></revision></page>\n"

    def sentence(self, who: str | None = None) -> str:
        pick = self._chance.choice
        whom = who or pick(("We", "I", "They", "Nobody", "Everybody"))
        return (
            f"{whom} {pick(_VERBS)} the {pick(_NOUNS)} of the {pick(_NOUNS)} {pick(_SIDES)} {pick(_SIDES)}."
        )


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


def dump(path: Path, pages: int) -> None:
    writer = Writer(2)
    site = "<sitename>Lake Wiki</sitename><base>https://wiki.example/wiki/Main</base>"
    with path.open("w") as file:
        file.write(f'<mediawiki xml:lang="en"><siteinfo>{site}</siteinfo>\n')
        for number in range(pages):
            file.write(writer.page(number))
        file.write("</mediawiki>\n")


def measured(data: Path) -> dict[str, float]:
    """A build in a process of its own; memory in MB, of the process and of its largest worker."""
    command = [sys.executable, "-m", "tests.load.speed", "--build", str(data)]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return json.loads(told.splitlines()[-1])


def _build(data: Path) -> None:
    started = time.monotonic()
    report = asyncio.run(build(data, library_path(data)))
    seconds = time.monotonic() - started
    own, workers = (
        resource.getrusage(who).ru_maxrss / 1000 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    _say(json.dumps({"s": seconds, "own": own, "workers": workers, "documents": len(report.documents)}))


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _of_builds(folder: Path, sizes: Iterator[int]) -> None:
    before: tuple[int, float] | None = None
    for size in sizes:
        data = folder / str(size)
        articles(data / "documents", size)
        found = measured(data)
        slope = ""
        if before is not None:
            slope = f"; {found['s'] / before[1]:.1f} times the time for {size / before[0]:.0f} times the text"
        _say(
            f"{size} MB of articles: {found['s']:.1f} s, {size / found['s']:.2f} MB a second; memory "
            f"{found['own']:.0f} MB and {found['workers']:.0f} MB for each worker{slope}"
        )
        before = size, found["s"]


def _of_analysis() -> None:
    writer = Writer(3)
    texts = [writer.article() for _ in range(500)]
    documents = [read_text(text.encode(), f"{number}.txt")[0] for number, text in enumerate(texts)]
    started = time.process_time()
    for document in documents:
        if document is not None:
            analyse(document, ())
    seconds = time.process_time() - started
    _say(f"analysis of articles: {sum(map(len, texts)) / 1e6 / seconds:.2f} MB a second and core")
    took: list[float] = []
    for size in (1, 5):
        document, _ = read_text(Writer(4).novel(size * 1_000_000).encode(), "novel.txt")
        started = time.process_time()
        if document is not None:
            analyse(document, ())
        took.append(time.process_time() - started)
    _say(f"a novel of 1 MB: {took[0]:.2f} s; of 5 MB: {took[1]:.2f} s, {took[1] / took[0]:.2f} times as long")


def _of_dump(folder: Path, pages: int) -> None:
    (folder / "wiki/documents").mkdir(parents=True)
    path = folder / "wiki/documents/wiki.xml"
    dump(path, pages)
    found = measured(folder / "wiki")
    _say(
        f"a dump of {pages:,} pages ({path.stat().st_size / 1e6:.0f} MB): {found['s']:.1f} s, memory "
        f"{found['own']:.0f} MB and {found['workers']:.0f} MB for each worker; for 100,000 pages that makes "
        f"{found['s'] * 100_000 / pages / 60:.1f} minutes"
    )


def main(arguments: list[str]) -> None:
    if arguments[:1] == ["--build"]:
        _build(Path(arguments[1]))
        return
    _say(f"{os.cpu_count()} cores")
    _of_analysis()
    with tempfile.TemporaryDirectory() as folder:
        _of_dump(Path(folder), PAGES)
        _of_builds(Path(folder), iter([*SIZES, *map(int, arguments)]))


if __name__ == "__main__":
    main(sys.argv[1:])
