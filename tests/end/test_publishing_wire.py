"""Publications of announcements against the stand-in: each asked for once, and none lost with its answer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from storage.options import Options
from tests.end.hall import CROSSPOST, Hall, run
from tests.wire import Drop, TooMany, nouns


@pytest.mark.parametrize("trouble", [{"after": 503}, {"after": Drop()}, {"before": Drop()}])
def test_a_publication_whose_answer_was_lost_is_done(tmp_path: Path, trouble: dict[str, Any]) -> None:
    async def scenario(h: Hall) -> None:
        place = h.wire.channel(h.guild, "announcements", nouns.ANNOUNCEMENT)
        await h.wire.ready()
        await h.wants(Options(publish=True), place)
        h.wire.trouble(CROSSPOST, **trouble)
        await h.owes("first", channel=place)
        await h.delivers()
        await h.delivers(minutes=6)
        (message,) = h.wire.posted(place)
        assert message.published and await h.w.owed() == []
        assert len(await h.w.owed("sent")) == 2

    run(tmp_path, scenario)


def test_where_discord_publishes_no_more_for_now_it_is_asked_once_and_messages_go_on(tmp_path: Path) -> None:
    async def scenario(h: Hall) -> None:
        place = h.wire.channel(h.guild, "announcements", nouns.ANNOUNCEMENT)
        await h.wire.ready()
        await h.wants(Options(publish=True), place)
        h.wire.trouble(CROSSPOST, before=TooMany(1800.0))
        for key in ("first", "second"):
            await h.owes(key, channel=place)
        await h.delivers()
        first, second = h.wire.posted(place)
        assert (first.published, h.asked(CROSSPOST)) == (False, 1)
        await h.delivers(minutes=31)
        assert first.published and second.published and h.asked(CROSSPOST) == 3

    run(tmp_path, scenario)


def test_before_discord_told_of_a_channel_nothing_is_lost_by_asking_to_publish_there(tmp_path: Path) -> None:
    async def scenario(h: Hall) -> None:
        text, news = h.wire.channel(h.guild, "text"), h.wire.channel(h.guild, "news", nouns.ANNOUNCEMENT)
        for place in (text, news):
            await h.wants(Options(publish=True), place)
            await h.owes(f"to {place.name}", channel=place)
        await h.delivers()
        assert [one.published for place in (text, news) for one in h.wire.posted(place)] == [False, True]
        assert len(await h.w.owed("sent")) == 4

    run(tmp_path, scenario, hears=False)
