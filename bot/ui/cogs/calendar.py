"""`/calendar`: events for other programs, as a file or at an address, and calendars of others to follow."""

from __future__ import annotations

from io import BytesIO
from typing import Literal

import discord
from discord import app_commands

from bot.rules.calendars.text import MOST_BYTES
from bot.rules.showing import calendars
from bot.rules.text import cut, escaped
from bot.rules.wording import counted
from bot.services.refusals import AddressOrFile, CalendarUnreadable
from bot.ui import buttons
from bot.ui.answers import answer, defer
from bot.ui.desk import Desk
from bot.ui.embeds import of_lines
from bot.ui.options import EVERYWHERE, PUBLIC, asker_of, guild_of, moderators_here, names, subjects
from storage.records import ChannelId, UserId

Fate = Literal["keep them", "forget those ahead"]

_FOLLOWED = "Everything this channel follows"


def setup(tree: app_commands.CommandTree, desk: Desk) -> None:
    group = app_commands.Group(
        name="calendar", description="Events for other programs, and calendars to follow", **EVERYWHERE
    )
    complete_subjects = subjects(desk.asking)

    async def complete(interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        found = await complete_subjects(interaction, typed)
        if _FOLLOWED.casefold().startswith(typed.strip().casefold()):
            found.insert(0, app_commands.Choice(name=_FOLLOWED, value=_FOLLOWED))
        return found[:25]

    @group.command(description="A file of events for other programs; no alarm, they fetch when they like")
    @app_commands.describe(what="A forum, topic or country; all that this channel follows if left out")
    @app_commands.describe(public=PUBLIC)
    @app_commands.autocomplete(what=complete)
    async def get(interaction: discord.Interaction, what: str | None = None, public: bool = False) -> None:
        asker = asker_of(interaction)
        if what is None or what.strip().casefold() in ("", _FOLLOWED.casefold()):
            found = await desk.exporting.of_channel(asker, _channel(interaction))
        else:
            found = await desk.exporting.of(asker, [desk.asking.subject(what, asker)])
        lines = [*calendars.made(found.name, found.count, found.undated), f"-# {calendars.NO_ALARM}"]
        file = discord.File(BytesIO(found.data), f"{found.filename}.ics")
        await answer(interaction, "\n".join(lines)[:2000], files=[file] if found.count else [], public=public)

    @group.command(description="The secret address of this channel's calendar, for programs to subscribe to")
    @moderators_here
    @app_commands.describe(renew="Make a new address; the old one is served no more")
    async def address(interaction: discord.Interaction, renew: bool = False) -> None:
        guild_id, channel_id = guild_of(interaction), _channel(interaction)
        at = await desk.exporting.address(guild_id, channel_id, renew=renew)
        await answer(
            interaction,
            f"All that this channel follows: <{at}>\nWhoever has this address can read it; `renew` makes"
            f" another.{' The old one is served no more.' if renew else ''}\n-# {calendars.NO_ALARM}",
        )

    @group.command(
        description="Follow a calendar of another program; what is in it is shown before it is saved"
    )
    @moderators_here
    @app_commands.describe(
        forum="The forum, topic or country its events concern",
        url="Its address, which is asked again: https://… or webcal://…",
        file="Or a file, which is read once: .ics",
    )
    @app_commands.autocomplete(forum=names(desk.asking))
    async def add(
        interaction: discord.Interaction,
        forum: str,
        url: str | None = None,
        file: discord.Attachment | None = None,
    ) -> None:
        if (url is None) is (file is None):
            raise AddressOrFile()
        await defer(interaction)
        guild_id, by = guild_of(interaction), UserId(interaction.user.id)
        if url is not None:
            shown = await desk.importing.look_at(guild_id, by, url, forum)
        else:
            assert file is not None
            shown = await desk.importing.look_into(guild_id, by, file.filename, await _read(file), forum)
        calendar = shown.calendar
        subject = (shown.newer_of or calendar).subject
        newer_of = shown.newer_of.title if shown.newer_of is not None else None
        lines = calendars.preview(calendar, shown.found, desk.asking.label(subject), newer_of)
        embed = of_lines(f"Preview: {escaped(calendar.title)}", lines, empty="")
        await answer(interaction, embeds=[embed], view=buttons.to_save(calendar.id))

    @group.command(name="list", description="The calendars this server follows and how they stand")
    async def list_(interaction: discord.Interaction) -> None:
        lines = [
            calendars.listed_calendar(
                one.calendar, desk.asking.label(one.calendar.subject), one.ahead, one.gone
            )
            for one in await desk.importing.of_guild(guild_of(interaction))
        ]
        empty = "No calendar is followed yet. Begin with `/calendar add`."
        await answer(interaction, embeds=[of_lines("Calendars", lines, empty=empty)])

    async def complete_followed(
        interaction: discord.Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        wanted = typed.casefold()
        return [
            app_commands.Choice(name=cut(one.calendar.title, 100), value=str(one.calendar.id))
            for one in await desk.importing.of_guild(asker_of(interaction))
            if wanted in one.calendar.title.casefold() or wanted in (one.calendar.url or "").casefold()
        ][:25]

    @group.command(description="Follow a calendar no more, and keep or forget what came from it")
    @moderators_here
    @app_commands.describe(
        calendar="Its title or address",
        events="What becomes of its events: what is over, and what somebody here changed, stays",
    )
    @app_commands.autocomplete(calendar=complete_followed)
    async def remove(interaction: discord.Interaction, calendar: str, events: Fate) -> None:
        done = await desk.importing.remove(
            guild_of(interaction),
            UserId(interaction.user.id),
            calendar,
            forget=events == "forget those ahead",
        )
        kept = f" {counted(done.kept, 'event')} of it stay as this server's own." if done.kept else ""
        gone = (
            f" {counted(done.forgotten, 'event')} ahead forgotten; nobody was told." if done.forgotten else ""
        )
        await answer(interaction, f"**{escaped(done.calendar.title)}** is followed no more.{gone}{kept}")

    tree.add_command(group)


def _channel(interaction: discord.Interaction) -> ChannelId:
    """Where it is asked; in a thread that is the channel it belongs to, which alone can follow something."""
    if isinstance(interaction.channel, discord.Thread):
        return ChannelId(interaction.channel.parent_id)
    return ChannelId(interaction.channel_id or 0)


async def _read(file: discord.Attachment) -> bytes:
    if file.size > MOST_BYTES:
        raise CalendarUnreadable(file.filename, f"it is larger than {MOST_BYTES // 1024 // 1024} MB")
    try:
        return await file.read()
    except discord.HTTPException as error:
        raise CalendarUnreadable(file.filename, "Discord no longer has it") from error
