"""What is true, and how it is kept: records, dates, the schema, and query functions.

Nothing here knows of Discord, HTTP or the clock.
"""
