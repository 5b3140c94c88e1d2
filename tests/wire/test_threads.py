"""What the stand-in refuses of the posts of a forum channel, and who wakes them up."""

from __future__ import annotations

from typing import Any

import pytest

from . import Channel, Refused, nouns, threads
from .world import World

MESSAGE = {"content": "Said."}


class Hall:
    """A forum with a tag in a guild with the bot."""

    def __init__(self, *, denied: int = 0, requires_tag: bool = False) -> None:
        self.world = World(lambda: 1_761_987_600.0, 120)
        guild = self.world.new_guild("Embassy", bot_permissions=nouns.USUAL, locale="en-US")
        self.forum = self.world.new_channel(guild, "forum", nouns.FORUM)
        self.forum.overwrites = {guild.id: (0, denied)}
        self.forum.tags, self.forum.requires_tag = {1: "News"}, requires_tag

    def post(self, **other: Any) -> Channel:
        return threads.posted(self.world, self.forum.id, {"name": "Post", "message": MESSAGE, **other})[0]


@pytest.mark.parametrize(
    ("hall", "other", "code"),
    [
        (Hall(), {"name": ""}, "50035"),
        (Hall(), {"name": "n" * 101}, "50035"),
        (Hall(), {"applied_tags": ["2"]}, "50035"),
        (Hall(), {"applied_tags": ["1"] * 6}, "50035"),
        (Hall(), {"message": {"content": "c" * 2001}}, "50035"),
        (Hall(requires_tag=True), {}, "40067"),
        (Hall(denied=nouns.SEND_MESSAGES), {}, "50013"),
    ],
)
def test_a_post_that_discord_would_not_take_is_refused(hall: Hall, other: Any, code: str) -> None:
    with pytest.raises(Refused, match=code):
        hall.post(**other)
    assert threads.below(hall.world, hall.forum.guild, archived=False) == []


def test_a_post_and_its_first_message_are_known_by_one_id() -> None:
    hall = Hall(requires_tag=True)
    post = hall.post(applied_tags=["1"])
    (message,) = hall.world.seen_in(post)
    assert (message.id, post.tags, message.content) == (post.id, {1: "News"}, "Said.")
    with pytest.raises(Refused, match="50008"):
        hall.world.bot_posts(hall.forum.id, MESSAGE, [])


def test_a_message_wakes_a_thread_up_unless_it_is_locked() -> None:
    hall = Hall()
    post = hall.post()
    post.archived = True
    hall.world.bot_posts(post.id, MESSAGE, [])
    assert not post.archived
    post.archived = post.locked = True
    with pytest.raises(Refused, match="50083"):
        hall.world.bot_posts(post.id, MESSAGE, [])
    with pytest.raises(Refused, match="50013"):
        threads.changed(hall.world, post.id, {"archived": False})


def test_who_made_a_thread_may_rename_it_while_it_is_awake() -> None:
    hall = Hall()
    mine, anothers = (
        hall.post(),
        threads.made_below(hall.world, hall.forum, "Other", hall.world.new_user("ann")),
    )
    assert threads.changed(hall.world, mine.id, {"name": "New"}).name == "New"
    with pytest.raises(Refused, match="50013"):
        threads.changed(hall.world, anothers.id, {"name": "New"})
    mine.archived = True
    with pytest.raises(Refused, match="50083"):
        threads.changed(hall.world, mine.id, {"name": "Newer"})
    assert threads.changed(hall.world, mine.id, {"name": "Newer", "archived": False}).name == "Newer"
