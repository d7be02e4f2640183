"""Who said what, and exactly where: quotations and their speakers by rule, as pure functions on text."""

from __future__ import annotations

from bot.ingest.quotes.extract import find_quotes
from bot.ingest.quotes.model import FoundQuote

__all__ = ["FoundQuote", "find_quotes"]
