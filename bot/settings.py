"""What the owner decides: read once from the environment and `.env`, all faults named together."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from dotenv import dotenv_values

from bot.errors import SettingsError

ROOT = Path(__file__).resolve().parent.parent
LOOPBACK = ("127.0.0.1", "localhost", "::1")
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Each field is the variable of the same name in capitals; `.env.example` explains them."""

    discord_token: str = field(default="", repr=False)
    data_dir: Path = ROOT / "data"
    log_level: str = "INFO"
    discord_api_base: str | None = None
    shard_id: int = 0
    shard_count: int = 1

    @classmethod
    def read(cls, values: Mapping[str, str]) -> Settings:
        """Raises SettingsError with every fault. An empty value is the same as none.

        A missing token is no fault here: only connecting to Discord needs one.
        """
        given = {key: values[key].strip() for key in _names() if values.get(key, "").strip()}
        problems: list[str] = []
        level = given.get("LOG_LEVEL", "INFO").upper()
        if level not in LEVELS:
            problems.append(f"LOG_LEVEL is {level!r}; it can be {', '.join(LEVELS)}.")
        data = Path(given["DATA_DIR"]).expanduser() if "DATA_DIR" in given else ROOT / "data"
        if not data.is_absolute():
            data = ROOT / data
        if data.exists() and not data.is_dir():
            problems.append(f"DATA_DIR is {str(data)!r}, which is a file; it must be a folder.")
        base = given.get("DISCORD_API_BASE")
        if base is not None and (fault := _fault_in_base(base)):
            problems.append(fault)
        shard, shards = _shards(given, problems)
        if problems:
            raise SettingsError(problems)
        return cls(
            discord_token=given.get("DISCORD_TOKEN", ""),
            data_dir=data,
            log_level=level,
            discord_api_base=base.rstrip("/") if base else None,
            shard_id=shard,
            shard_count=shards,
        )


def load_settings(root: Path = ROOT) -> Settings:
    """From `.env` in `root`; the environment wins over it."""
    written = {key: value for key, value in dotenv_values(root / ".env").items() if value is not None}
    return Settings.read({**written, **os.environ})


def data_dir(root: Path = ROOT) -> Path:
    return load_settings(root).data_dir


def _names() -> tuple[str, ...]:
    return tuple(name.upper() for name in Settings.__dataclass_fields__)


def _shards(given: Mapping[str, str], problems: list[str]) -> tuple[int, int]:
    numbers = {"SHARD_ID": 0, "SHARD_COUNT": 1}
    for name in numbers:
        if name in given:
            if given[name].isascii() and given[name].isdigit() and len(given[name]) < 6:
                numbers[name] = int(given[name])
            else:
                problems.append(f"{name} is {given[name]!r}; it must be a whole number.")
    shard, shards = numbers["SHARD_ID"], numbers["SHARD_COUNT"]
    if not 0 <= shard < shards and not problems:
        problems.append(
            f"SHARD_ID is {shard} and SHARD_COUNT is {shards}: processes are numbered from 0, so it must be "
            "smaller than the count."
        )
    return shard, shards


def _fault_in_base(base: str) -> str | None:
    """Anything but this very machine would be sent the real token, so it is refused."""
    try:
        parts = urlsplit(base)
        host, port = parts.hostname, parts.port
    except ValueError:
        return f"DISCORD_API_BASE is {base!r}, which is no address."
    if (
        parts.scheme != "http"
        or host not in LOOPBACK
        or port is None
        or parts.username
        or parts.path.strip("/")
    ):
        return (
            f"DISCORD_API_BASE is {base!r}; it is for tests only and takes nothing but this machine's own "
            "address with a port, such as http://127.0.0.1:8080. Leave it empty to use Discord."
        )
    return None
