"""Feed documents of every kind: their letters, their limits, and what their entries are and are known by."""
