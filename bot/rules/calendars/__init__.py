"""Calendars of other programs, read and written (RFC 5545)."""
