"""`python -m bot questions`, as a host types it."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import yaml

from bot.settings import ROOT
from tests.terminal import typed

LIST = (
    "AUTHOR: Pond Club\nCONFIG:\n  delay: 12.5\nWho swims?:\n- ducks\nIs it 1912?:\n- yes\n- 1912\nNo?: []\n"
)


def bot(data: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "bot", "--data", str(data), "questions", *arguments]
    return subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", cwd=ROOT, check=False, timeout=60
    )


def questions(data: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return typed(data, "questions", *arguments)


def test_in_out_and_back(tmp_path: Path) -> None:
    file = tmp_path / "pond.yaml"
    file.write_text(LIST)
    shown = questions(tmp_path, "import", str(file), "--server", "5")
    assert shown.returncode == 0, shown.stderr
    assert "2 new, 0 changed, 0 the same, 0 clashing, 1 rejected" in shown.stdout
    assert "line 9: rejected (it has no answer): No?" in shown.stdout
    assert "--apply" in shown.stdout
    assert questions(tmp_path, "export", "red", "--server", "5").returncode == 1, "a preview stores nothing"

    applied = bot(tmp_path, "import", str(file), "--server", "5", "--apply")
    assert "2 questions stored" in applied.stdout
    again = questions(tmp_path, "import", str(file), "--server", "5", "--apply")
    assert "2 the same" in again.stdout
    assert "nothing to store" in again.stdout
    out = questions(tmp_path, "export", "red", "--server", "5")
    loaded = yaml.safe_load(LIST)
    del loaded["No?"]
    assert yaml.safe_load(out.stdout) == loaded
    for format, suffix in (("csv", "csv"), ("anki", "txt"), ("opentdb", "json")):
        written = tmp_path / f"out.{suffix}"
        assert questions(tmp_path, "export", format, str(written), "--server", "5").returncode == 0
        moved = questions(tmp_path, "import", str(written), "--server", "6")
        assert "2 new" in moved.stdout, format
    assert "no questions of its own" in questions(tmp_path, "export", "csv", "--server", "6").stderr

    found = re.search(r"questions undo (\w+) --server 5", applied.stdout)
    assert found
    assert questions(tmp_path, "undo", found[1], "--server", "6").returncode == 1
    assert "2 questions taken away" in questions(tmp_path, "undo", found[1], "--server", "5").stdout
    twice = questions(tmp_path, "undo", found[1], "--server", "5")
    assert (twice.returncode, "could be undone" in twice.stderr) == (1, True)


def test_refusals_are_words(tmp_path: Path) -> None:
    (tmp_path / "prose.txt").write_text("Ducks swim.\n")
    for arguments, words in (
        (("import", str(tmp_path / "none.yaml")), "is not a file"),
        (("import", str(tmp_path / "prose.txt")), "no format that is known here"),
        (("export", "pdf"), "there are red, opentdb, csv, anki"),
        (("export", "red"), "no questions of its own"),
    ):
        run = questions(tmp_path, *arguments, "--server", "5")
        assert run.returncode == 1
        assert words in run.stderr
        assert "Traceback" not in run.stderr
