"""Prints how fast a library is built and how much memory that takes, for generated texts of growing size.

`make speed` builds 10 and 100 MB of articles, compares novels of 1 and 5 MB, and builds a wiki's dump;
`make speed MB=1000` builds 1,000 MB as well. Each build runs in a process of its own. Memory is that of all
processes together, at its highest.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from math import log
from pathlib import Path
from threading import Event, Thread

from bot.ingest.analysis import analyse
from bot.ingest.build import build
from bot.ingest.documents import read_text
from bot.services import library_path
from tests.load.texts import Writer, articles, dump

SIZES = (10, 100)
PAGES = 20_000


@dataclass(frozen=True, slots=True)
class Measured:
    megabytes: float
    seconds: float
    memory: float  # MB, of all processes

    def __str__(self) -> str:
        speed = self.megabytes / self.seconds
        return f"{self.seconds:.1f} s, {speed:.2f} MB a second, {self.memory:.0f} MB of memory"

    def slope(self, less: Measured) -> str:
        """How time and memory grow with the text: to the power of 1 is in step with it."""
        text = self.megabytes / less.megabytes
        power = log(self.seconds / less.seconds) / log(text)
        more = (self.memory - less.memory) / (self.megabytes - less.megabytes)
        return (
            f"  slope from {less.megabytes:.0f} to {self.megabytes:.0f} MB: time grows with the text to the "
            f"power of {power:.2f}, memory by {more:.2f} MB for each MB of text"
        )


def measured(data: Path) -> Measured:
    """A build in a process of its own."""
    size = sum(file.stat().st_size for file in (data / "documents").rglob("*") if file.is_file()) / 1e6
    command = [sys.executable, "-m", "tests.load.speed", "--build", str(data)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        done, peaks = Event(), [0.0]
        watching = Thread(target=_watch, args=(process.pid, done, peaks))
        watching.start()
        told, _ = process.communicate()
        done.set()
        watching.join()
    if process.returncode:
        raise SystemExit(f"The build failed: {told}")
    return Measured(size, json.loads(told.splitlines()[-1])["seconds"], peaks[0])


def _watch(process: int, done: Event, peaks: list[float]) -> None:
    while not done.wait(0.2):
        peaks[0] = max(peaks[0], sum(map(_memory, _family(process))))


def _family(process: int) -> list[int]:
    """A process with all that it started, as Linux tells of them."""
    found = [process]
    for one in found:
        try:
            found += map(int, Path(f"/proc/{one}/task/{one}/children").read_text().split())
        except OSError:
            continue
    return found


def _memory(process: int) -> float:
    try:
        return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * os.sysconf("SC_PAGESIZE") / 1e6
    except OSError:
        return 0.0


def _build(data: Path) -> None:
    started = time.monotonic()
    report = asyncio.run(build(data, library_path(data)))
    seconds = time.monotonic() - started
    _say(json.dumps({"seconds": seconds, "documents": len(report.documents)}))


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _of_builds(folder: Path, sizes: list[int]) -> None:
    before: Measured | None = None
    for size in sizes:
        articles(folder / f"{size}/documents", size)
        found = measured(folder / str(size))
        _say(f"{size:,} MB of articles: {found}")
        if before is not None:
            _say(found.slope(before))
        before = found


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
    dump(folder / "wiki/documents/wiki.xml", pages)
    found = measured(folder / "wiki")
    longer = found.seconds * 100_000 / pages / 60
    _say(
        f"a dump of {pages:,} pages ({found.megabytes:.0f} MB): {found}; 100,000 pages: {longer:.1f} minutes"
    )


def main(arguments: list[str]) -> None:
    if arguments[:1] == ["--build"]:
        _build(Path(arguments[1]))
        return
    _say(f"{os.cpu_count()} cores")
    _of_analysis()
    with tempfile.TemporaryDirectory() as folder:
        _of_dump(Path(folder), PAGES)
        _of_builds(Path(folder), [*SIZES, *map(int, arguments)])


if __name__ == "__main__":
    main(sys.argv[1:])
