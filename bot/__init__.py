"""The machinery of Canonkeeper: documents in, sourced answers out."""
