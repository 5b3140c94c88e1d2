"""What the buttons of reminders do (see `buttons_reminders`)."""

from __future__ import annotations

from typing import Any

import discord

from bot.rules import wording
from bot.rules.text import escaped
from bot.rules.wording import event_title
from bot.ui.answers import answer
from bot.ui.buttons_reminders import EVENT, NONCE, to_forget
from bot.ui.desk import Desk
from bot.ui.press import Press, in_place
from bot.ui.reminded import asked_message, asker_in, list_message
from storage.records import SubscriptionId, UserId

_PAGE = r"(?P<page>\d{1,4})"
_SUBSCRIPTION = r"(?P<subscription>\d{1,18})"


class RemindPress(Press, template=rf"remind:{EVENT}"):
    """Reminds whoever presses of the event; a second press changes nothing and offers to end it."""

    async def pressed(self, interaction: discord.Interaction[Any], desk: Desk) -> None:
        asked = await desk.personal.remind_of_event(asker_in(interaction), self.match["event"])
        shown = asked_message(asked, pressed=True)
        await answer(interaction, embeds=[shown.embed], view=shown.view)


class SnoozePress(Press, template=rf"snooze(?P<length>15m|1h|1d):{NONCE}"):
    """Reminds a person again in a while."""

    async def pressed(self, interaction: discord.Interaction[Any], desk: Desk) -> None:
        person, nonce = UserId(interaction.user.id), self.match["nonce"]
        done = await desk.snoozing.snooze(person, nonce, self.match["length"])
        at = done.reminder.due_at
        await answer(
            interaction,
            f"I remind you of **{event_title(done.event)}** again {wording.instant(at)}"
            f" ({wording.countdown(at)}), unless it moves.",
        )


class StopPress(Press, template=rf"stop:{NONCE}"):
    """Reminds a person of that event no more; what else brings it can be ended too."""

    async def pressed(self, interaction: discord.Interaction[Any], desk: Desk) -> None:
        done = await desk.snoozing.stop(UserId(interaction.user.id), self.match["nonce"])
        title = event_title(done.event)
        if not done.still:
            await answer(interaction, f"I remind you of **{title}** no more.")
            return
        through = wording.listed([escaped(label) for _, label in done.still])
        await answer(
            interaction,
            f"You asked to be reminded of {through}, and **{title}** concerns it. End that?",
            view=to_forget(done.still),
        )


class ForgetPress(Press, template=rf"forget:{_SUBSCRIPTION}"):
    """Ends one thing a person is reminded of."""

    async def pressed(self, interaction: discord.Interaction[Any], desk: Desk) -> None:
        label = await desk.personal.cancel_id(UserId(interaction.user.id), self.subscription)
        await answer(interaction, f"I remind you of **{escaped(label)}** no more.")

    @property
    def subscription(self) -> SubscriptionId:
        return SubscriptionId(int(self.match["subscription"]))


class StrikePress(Press, template=rf"strike:{_PAGE}:{_SUBSCRIPTION}"):
    """The same in the person's list, which is then shown without it."""

    async def pressed(self, interaction: discord.Interaction[Any], desk: Desk) -> None:
        one = SubscriptionId(int(self.match["subscription"]))
        await desk.personal.cancel_id(UserId(interaction.user.id), one)
        shown = await list_message(interaction, desk, self.page)
        await in_place(interaction, shown.embed, shown.view)


class RemindedPress(Press, template=rf"reminded:{_PAGE}"):
    """Turns the page of that list."""

    async def pressed(self, interaction: discord.Interaction[Any], desk: Desk) -> None:
        shown = await list_message(interaction, desk, self.page)
        await in_place(interaction, shown.embed, shown.view)


REMINDER_PRESSES = (RemindPress, SnoozePress, StopPress, ForgetPress, StrikePress, RemindedPress)
