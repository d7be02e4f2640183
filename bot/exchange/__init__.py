"""Question lists from elsewhere and for elsewhere: files in, drafts out, and back, without loss.

Nothing here knows Discord or a database. Reading a large file takes seconds: call it off the event loop.
"""
