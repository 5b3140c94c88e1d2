"""Groups of commands that several files fill: whichever asks first makes the group."""

from __future__ import annotations

from discord import app_commands

from bot.ui.options import EVERYWHERE


def event_group(tree: app_commands.CommandTree) -> app_commands.Group:
    """`/event`: what everyone may look up, and what moderators may change."""
    known = tree.get_command("event")
    if isinstance(known, app_commands.Group):
        return known
    group = app_commands.Group(name="event", description="Meetings, summits and exercises", **EVERYWHERE)
    tree.add_command(group)
    return group
