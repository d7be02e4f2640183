"""How an answer looks in Discord: text and findings in, a card out. The one place where cards are made."""
