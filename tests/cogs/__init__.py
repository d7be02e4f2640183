"""Every command and button, used as a member uses it."""
