"""What members and moderators see. Thin: no SQL, no parsing, no arithmetic."""
