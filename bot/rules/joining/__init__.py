"""News joined to what takes place: the events an entry speaks of, and what it says has become of them.

`links` says which events an entry is about and why, `changes` what looks like another date or a
cancellation. Both are told what the entry mentions, and read no names themselves.
"""
