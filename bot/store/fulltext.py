"""SQLite's full-text index (FTS5): the one place that knows its tables and its query language.

Queries are built from words that were already taken apart (letters and digits only), never from raw input.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

TABLES = """
create virtual table pieces_fts using fts5(
    text, around, content = '', tokenize = 'porter unicode61 remove_diacritics 2'
);
create virtual table pieces_vocab using fts5vocab(pieces_fts, 'row');
create virtual table names_fts using fts5(
    key, target_kind unindexed, target_id unindexed, tokenize = 'trigram'
);
create virtual table topics_fts using fts5(
    asks, topic_id unindexed, tokenize = 'porter unicode61 remove_diacritics 2'
);
"""

ADD_PIECE = "insert into pieces_fts (rowid, text, around) values (?, ?, ?)"
ADD_NAME = "insert into names_fts (key, target_kind, target_id) values (?, ?, ?)"
ADD_TOPIC = "insert into topics_fts (asks, topic_id) values (?, ?)"
OPTIMIZE = (
    "insert into pieces_fts (pieces_fts) values ('optimize')",
    "insert into names_fts (names_fts) values ('optimize')",
    "insert into topics_fts (topics_fts) values ('optimize')",
)

# A hit in the sentence itself is worth ten in the paragraph round it.
NOTHING = '"\x02\x02\x02"'
"""A query that is valid and finds nothing."""

RANK = "bm25(pieces_fts, 10.0, 1.0)"


def phrase(words: Sequence[str]) -> str:
    """Words that must stand next to each other."""
    return '"' + " ".join(words).replace('"', "") + '"'


def beginning(stem: str) -> str:
    """A word of which only the stem is known: its beginning counts, for stemmed again it may be shorter."""
    return phrase([stem]) + " *"


def either(queries: Iterable[str]) -> str:
    """Any of them; "" when there are none."""
    parts = [query for query in queries if query]
    return parts[0] if len(parts) == 1 else "(" + " OR ".join(parts) + ")" if parts else ""


def every(queries: Iterable[str], without: Iterable[str] = (), column: str | None = None) -> str:
    """All of them, and none of `without` in the text itself; "" when there is nothing to look for."""
    query = " AND ".join(part for part in queries if part)
    if not query:
        return ""
    refused = either(without)
    if column:
        query = f"{column} : ({query})"
    return f"({query}) NOT (text : {refused})" if refused else f"({query})"


def trigrams(key: str) -> str:
    """Anything that shares three letters in a row with a key of at least three letters."""
    return either(dict.fromkeys(phrase([key[i : i + 3]]) for i in range(len(key) - 2)))
