"""`python -m tests.standin.judge CHECK_PY OPENAPI_JSON RESPONSES_JSONL`: are our answers like Discord's?"""

from __future__ import annotations

import importlib.util
import json
import re
import sys
from collections import Counter
from pathlib import Path
from typing import Any


def checker(check_py: Path, openapi: Path) -> Any:
    """Of the tool that reads Discord's own specification; it lies outside of this project."""
    spec = importlib.util.spec_from_file_location("check", check_py)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.Checker(json.loads(openapi.read_text()))


def violations(check: Any, responses: Path) -> Counter[str]:
    """Numbers are left out of the place, so that a hundred like faults are one."""
    found: Counter[str] = Counter()
    with responses.open() as lines:
        for line in lines:
            one = json.loads(line)
            template = check.match(one["path"])[0] or one["path"].split("?")[0]
            if check.match(one["path"])[0] is None:
                found[f"{one['method']} {template}: not in the specification"] += 1
            for fault in check.check_response(one["method"], one["path"], one["status"], one["body"]):
                place = re.sub(r"/\d+", "/N", fault.pointer) or "/"
                found[f"{one['method']} {template} {one['status']} {place}: {fault.message}"] += 1
    return found


def main(arguments: list[str]) -> int:
    check_py, openapi, responses = map(Path, arguments)
    found = violations(checker(check_py, openapi), responses)
    for text, count in found.most_common():
        print(f"{count:6} {text}")  # noqa: T201 - its output
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
