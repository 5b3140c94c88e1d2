"""Decisions: arguments in, value out. No await, clock, random, log, I/O, SQL or Discord."""
