"""What several tests write into files."""

PACK = """\
[pack]
schema = 1
id = "harbour"
title = "Harbours"
about = "Made for the tests."

[[source]]
id = "note"
title = "A note"
publisher = "The tests"
url = "https://tests.example/note"
published = "2025-10"
"""
"""The head of a catalogue pack with one source; entities and facts are added by the test."""
