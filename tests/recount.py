"""Boards reckoned anew from the bare tables, slowly and in another way than the bot does it."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot import names


@dataclass
class Counted:
    points: int = 0
    right: int = 0
    answered: int = 0
    wins: int = 0
    streak: int = 0
    best_streak: int = 0


Board = dict[int, Counted]


def recount(path: Path, server_id: int, now: datetime, about: str | None = None) -> Mapping[str, Board]:
    """The boards today, week, season and all of one server, from its database file."""
    tables: dict[str, list[dict[str, Any]]] = {}
    with closing(sqlite3.connect(path)) as db:
        for table in ("games", "rounds", "answers", "corrections", "seasons", "resets", "server_settings"):
            cursor = db.execute(f"select * from {table}")
            columns = [column[0] for column in cursor.description]
            tables[table] = [dict(zip(columns, row, strict=True)) for row in cursor]
    for name in ("games", "corrections", "seasons", "resets", "server_settings"):
        tables[name] = [row for row in tables[name] if row["server_id"] == server_id]
    zone = next((row["value"] for row in tables["server_settings"] if row["key"] == "timezone"), "UTC")
    return {
        when: _board(tables, when, now, ZoneInfo(zone), about) for when in ("today", "week", "season", "all")
    }


def _board(
    tables: Mapping[str, list[dict[str, Any]]], when: str, now: datetime, zone: ZoneInfo, about: str | None
) -> Board:
    seasons = [row for row in tables["seasons"] if row["ended_at"] is None]

    def counts(at: str) -> bool:
        moment = datetime.fromisoformat(at)
        there, today = moment.astimezone(zone).date(), now.astimezone(zone).date()
        for reset in tables["resets"]:
            stands = reset["board"] == when and reset["undone_at"] is None
            if stands and moment <= datetime.fromisoformat(reset["at"]):
                return False
        if when == "today":
            return there == today
        if when == "week":
            return there.isocalendar()[:2] == today.isocalendar()[:2]
        if when == "season":
            return bool(seasons) and moment >= datetime.fromisoformat(seasons[0]["started_at"])
        return True

    def fits(one: dict[str, Any]) -> bool:
        return about is None or names.key(about) in map(names.key, json.loads(one["subjects"]))

    board: Board = defaultdict(Counted)
    given: list[tuple[str, int, str, int, bool]] = []
    for game in tables["games"]:
        if game["mode"] == "solo":
            continue
        scores: dict[int, int] = defaultdict(int)
        took_part: set[int] = set()
        whole = True
        for one in tables["rounds"]:
            if one["game_id"] != game["id"] or one["state"] != "closed":
                continue
            for answer in tables["answers"]:
                if answer["round_id"] != one["id"]:
                    continue
                scores[answer["member_id"]] += answer["points"]
                whole = whole and fits(one)
                if counts(answer["at"]) and fits(one):
                    took_part.add(answer["member_id"])
                    row = board[answer["member_id"]]
                    row.points += answer["points"]
                    row.right += answer["right"]
                    row.answered += 1
                    given.append(
                        (
                            answer["at"],
                            answer["interaction_id"],
                            one["id"],
                            answer["member_id"],
                            bool(answer["right"]),
                        )
                    )
        if game["state"] == "ended" and len(scores) > 1 and whole and counts(game["ended_at"]):
            for member in took_part:
                if scores[member] > 0 and scores[member] == max(scores.values()):
                    board[member].wins += 1
    for _, _, _, member, right in sorted(given):
        row = board[member]
        row.streak = row.streak + 1 if right else 0
        row.best_streak = max(row.best_streak, row.streak)
    for correction in tables["corrections"]:
        if about is None and correction["undone_at"] is None and counts(correction["at"]):
            board[correction["member_id"]].points += correction["points"]
    return dict(board)
