"""The machinery of Canonkeeper: documents in, sourced answers out."""

__version__ = "0.1.0"
