"""Tests of the real thing: real SQLite, the real discord.py, a real browser."""
