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
        if problems:
            raise SettingsError(problems)
        return cls(
            discord_token=given.get("DISCORD_TOKEN", ""),
            data_dir=data,
            log_level=level,
            discord_api_base=base.rstrip("/") if base else None,
        )


def load_settings(root: Path = ROOT) -> Settings:
    """From `.env` in `root`; the environment wins over it."""
    written = {key: value for key, value in dotenv_values(root / ".env").items() if value is not None}
    return Settings.read({**written, **os.environ})


def data_dir(root: Path = ROOT) -> Path:
    return load_settings(root).data_dir


def _names() -> tuple[str, ...]:
    return tuple(name.upper() for name in Settings.__dataclass_fields__)


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
