"""`python -m tests.standin`: the stand-in as a process of its own, until SIGTERM."""

from __future__ import annotations

import argparse
import asyncio
import signal
import sys
from pathlib import Path

from tests.standin.parts import Discord
from tests.standin.recording import Record
from tests.standin.server import serving


async def serve(options: argparse.Namespace) -> int:
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    record = None
    if options.record:
        options.record.mkdir(parents=True, exist_ok=True)
        record = Record(options.record / "requests.jsonl", options.record / "responses.jsonl")
    discord = Discord(options.state, seed=options.seed, limits=options.limits, record=record)
    async with serving(discord, options.port):
        print(discord.base, flush=True)  # noqa: T201 - this line is what the starter waits for
        await stop.wait()
    if discord.unknown:
        print("Unknown routes were asked for:", ", ".join(discord.unknown), file=sys.stderr)  # noqa: T201
    return 1 if discord.unknown else 0


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.standin", description=__doc__)
    parser.add_argument("--state", type=Path, help="the folder that outlives this process")
    parser.add_argument("--port", type=int, default=0, help="by default any that is free")
    parser.add_argument("--seed", type=int, default=0, help="of the faults that come at random")
    parser.add_argument("--limits", action=argparse.BooleanOptionalAction, default=True)
    parser.add_argument("--record", type=Path, help="the folder for requests.jsonl and responses.jsonl")
    return asyncio.run(serve(parser.parse_args()))


if __name__ == "__main__":
    sys.exit(main())
