"""What tests of schedules share."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from tests.schedules.passing import Planned, planned


@pytest.fixture
async def table(data: Path, tmp_path: Path) -> AsyncGenerator[Planned]:
    async with planned(data, tmp_path) as opened:
        yield opened
