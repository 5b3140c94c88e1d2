"""Dates, hours, zones and lead times as people type them."""
