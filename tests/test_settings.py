"""The owner's settings: read once, all faults at once, the token never shown."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import pytest

from bot.errors import SettingsError
from bot.settings import ROOT, Settings, load_settings

EXAMPLE = ROOT / ".env.example"


def test_every_setting_is_in_the_example() -> None:
    documented = re.findall(r"^([A-Z_]+)=", EXAMPLE.read_text(), re.MULTILINE)
    assert sorted(documented) == sorted(field.name.upper() for field in dataclasses.fields(Settings))


def test_every_setting_in_the_example_is_explained() -> None:
    paragraphs = EXAMPLE.read_text().strip().split("\n\n")
    for paragraph in paragraphs[1:]:
        assert paragraph.startswith("# ")


def test_the_example_as_it_stands_is_valid(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for field in dataclasses.fields(Settings):
        monkeypatch.delenv(field.name.upper(), raising=False)
    (tmp_path / ".env").write_text(EXAMPLE.read_text())
    assert load_settings(tmp_path) == Settings()


def test_the_environment_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_text("LOG_LEVEL=error\nDISCORD_TOKEN=a.b.c\n")
    monkeypatch.setenv("LOG_LEVEL", "debug")
    settings = load_settings(tmp_path)
    assert settings.log_level == "DEBUG"
    assert settings.discord_token == "a.b.c"  # noqa: S105
    assert "a.b.c" not in repr(settings)


def test_all_faults_are_named_together(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("")
    values = {"LOG_LEVEL": "loud", "DATA_DIR": str(file), "DISCORD_API_BASE": "https://discord.com/api"}
    with pytest.raises(SettingsError) as told:
        Settings.read(values)
    assert len(told.value.problems) == 3
    for name in values:
        assert name in str(told.value)


@pytest.mark.parametrize("base", ["http://127.0.0.1:8080", "http://localhost:1/", "http://[::1]:99"])
def test_a_stand_in_may_run_here(base: str) -> None:
    assert Settings.read({"DISCORD_API_BASE": base}).discord_api_base == base.rstrip("/")


@pytest.mark.parametrize(
    "base",
    [
        "http://127.0.0.1.evil.example:80", "http://evil.example:80", "https://127.0.0.1:80", "127.0.0.1:80",
        "http://127.0.0.1", "http://127.0.0.1:80@evil.example:80", "http://user@127.0.0.1:80", "http://127.0.0.1:x",
        "http://[::1", "http://127.0.0.1:80/api", "http://0.0.0.0:80",
    ],
)  # fmt: skip
def test_and_nowhere_else(base: str) -> None:
    with pytest.raises(SettingsError, match="DISCORD_API_BASE"):
        Settings.read({"DISCORD_API_BASE": base})


def test_relative_folders_hang_on_the_project() -> None:
    assert Settings.read({"DATA_DIR": "elsewhere"}).data_dir == ROOT / "elsewhere"
