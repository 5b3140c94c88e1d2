"""The verbs: they await, log and own the transactions. No Discord type, no SQL text, no wording."""
