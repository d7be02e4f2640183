"""Reading documents and curated files."""
