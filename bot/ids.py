"""Lasting ids: they follow from content, so a rebuild keeps every one and old buttons keep their meaning."""

from __future__ import annotations

import hashlib

LENGTH = 16


def content_id(*parts: str) -> str:
    """16 hex digits (64 bits) from the parts; the parts' borders count."""
    digest = hashlib.blake2b(digest_size=LENGTH // 2)
    for part in parts:
        encoded = part.encode("utf-8", "surrogatepass")
        digest.update(len(encoded).to_bytes(8, "big") + encoded)
    return digest.hexdigest()
