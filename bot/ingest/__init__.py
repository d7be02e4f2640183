"""Documents in, rows out: pure functions on text; only the last step touches the database."""
