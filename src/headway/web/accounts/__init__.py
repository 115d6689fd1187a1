"""People, organisations, units, roles; invitation, tokens, and the audit of every write."""
