"""Attaché: a Discord bot for people who follow forums, meetings and news of a diplomatic field."""

import zoneinfo

# Time zone rules come from the tzdata package alone: an operating system's copy may be years old,
# and two hosts would then remind at different hours.
zoneinfo.reset_tzpath(())

__version__ = "0.1.0"
