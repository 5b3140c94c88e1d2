"""Catalogue packs: from TOML to what they hold, and what is wrong with them."""
