"""From a named refusal to the sentence a person reads: what happened, and what to do about it."""

from __future__ import annotations

from discord import app_commands

from bot.rules.text import cut, escaped
from bot.rules.wording import listed
from bot.services import refusals, refusals_of_news
from storage.records import Entity, EventStatus, UserId


def sentence(error: refusals.Refusal | app_commands.CheckFailure) -> str:
    """Every refusal and failed check in words. An unknown one is a gap in this table and raises."""
    match error:
        case refusals.NoSuchEntity(query) if not query.strip():
            return "Type a name or a question, such as ADMM-Plus."
        case refusals.NoSuchEntity(query):
            return (
                f"I know nothing by the name “{_said(query)}”. Try `/search` with another spelling,"
                " or `/forum list` for what there is."
            )
        case refusals.Ambiguous(query, candidates):
            named = [escaped(one.label) for one in candidates[:10]]
            more = len(candidates) - len(named)
            names = listed([*named, f"{more} more"] if more else named, "or")
            return f"“{_said(query)}” may mean {names}. Choose one, or pick from the list while you type."
        case refusals.OtherKind(entity):
            return f"{escaped(entity.label)} is {_with_article(entity)}; here is its card."
        case refusals.NotADay(text, reason):
            return f"“{_said(text)}” does not say which day: {_reason(reason)}"
        case refusals.NotSubscribed(subject):
            return f"That channel does not follow {_said(subject)}. `/subscriptions` lists what is followed."
        case refusals.NothingChosen():
            return "Choose news, reminders, or both."
        case refusals.WhichSubscription():
            return (
                "News, reminders and the role are those of one subscription: name it with `to`."
                " Nothing was changed."
            )
        case refusals.NoSuchChoice(option, text, reason):
            return f"“{_said(text)}” cannot be taken as `{option}`: {_reason(reason)} Nothing was changed."
        case refusals.TooMany(noun, limit, way_out):
            return f"This server has {limit} {noun}, which is the limit here. {way_out}"
        case refusals_of_news.FeedUnreadable(url, reason):
            return f"I could not read a feed at {_said(url)}: {escaped(reason)}. Nothing was saved."
        case refusals_of_news.AlreadyFollowed(title):
            return f"This server follows {_said(title)} already. `/feed list` shows how it stands."
        case refusals_of_news.NoSuchFeed(query):
            return f"This server follows no feed “{_said(query)}”. `/feed list` shows those it follows."
        case refusals_of_news.NotPaused(title):
            return f"{_said(title)} is not paused: it goes on already. `/feed pause` holds it back."
        case refusals_of_news.PreviewOver():
            return "That preview is over. Run `/feed add` again with the address."
        case refusals_of_news.NoSuchTopic(query):
            return f"This server has no topic “{_said(query)}”. `/topic list` shows those it has."
        case refusals_of_news.TopicNameTaken(name):
            return f"“{_said(name)}” is the name of something already. Choose another one."
        case refusals_of_news.BadQuery(query, reason, position):
            return _pointed_at(query, reason, position)
        case refusals_of_news.ProposalOver(state, by):
            who = f" by <@{by}>" if by else ""
            return f"That was {state.value if state else 'kept no longer'}{who} already. Nothing was changed."
        case refusals_of_news.NotAList(reason):
            return f"That file is no list of feeds: {escaped(reason)}. Nothing was changed."
        case refusals.NoSuchFact(label, query):
            return (
                f"The catalogue has no fact “{_said(query)}” about {_said(label)}. Pick one from the list"
                " while you type; `/fact add` adds one."
            )
        case refusals.NoSuchHeading(query):
            return f"“{_said(query)}” is no heading of a card. Pick one from the list while you type."
        case refusals.NotADate(text, reason):
            return f"“{_said(text)}” cannot be taken as a date: {_reason(reason)} Nothing was changed."
        case refusals.NothingSaid(option):
            return f"The option `{option}` must say something. Nothing was changed."
        case refusals.AlreadyAdded(number):
            return f"This server has added just that already, as number {number}. `/fact list` shows it."
        case refusals.NoSuchCorrection(query):
            return f"This server has no fact of its own “{_said(query)}”. `/fact list` shows those it has."
        case refusals.NoSuchZone(query, candidates) if candidates:
            return (
                f"“{_said(query)}” is no time zone by itself; is it {listed(candidates, 'or')}? Pick one from"
                " the list while you type."
            )
        case refusals.NoSuchZone(query):
            return (
                f"“{_said(query)}” is no time zone I know. Type the name of a large city nearby and pick one"
                " from the list, such as Asia/Kuala_Lumpur."
            )
        case refusals.NoSuchEvent(query):
            return (
                f"I know no event “{_said(query)}”. Pick one from the list while you type; `/event list`"
                " shows what lies ahead, and `/event add` adds one."
            )
        case refusals.NameTaken(title):
            return f"There is an event {_said(title)} already. Give this one another name, or move that one."
        case refusals.ComesNotBack(how, reason):
            return f"“{_said(how)}” cannot be how often it comes back: {_reason(reason)} Nothing was changed."
        case refusals.ComesOnce(title):
            return f"{_said(title)} comes back by no rule. `/event repeat` gives it one. Nothing was changed."
        case refusals.NothingChanges(title):
            return f"That is how {_said(title)} stands already. Nothing was changed."
        case refusals.ChangedMeanwhile(title):
            return (
                f"Somebody else changed {_said(title)} since you chose it; see `/event history`. Nothing was"
                " changed; choose it again if your change still holds."
            )
        case refusals.NotALink(text):
            return f"“{_said(text)}” is no address of a page; it begins with https://. Nothing was changed."
        case refusals.CalledOff(title, status):
            return (
                f"{_said(title)} is {status.value}; `/event move` gives it a date again. Nothing was changed."
            )
        case refusals.NothingFollowed():
            return "This channel follows nothing yet. Name a forum, topic or country, or `/subscribe` first."
        case refusals.CalendarUnreadable(where, reason):
            return f"I could not read a calendar from {_said(where)}: {escaped(reason)}. Nothing was changed."
        case refusals.AddressOrFile():
            return "Give either `url` or `file`: the address of a calendar, or one to upload."
        case refusals.CalendarKnown(title):
            return f"This server follows {_said(title)} already. `/calendar list` shows how it stands."
        case refusals.NoSuchCalendar(query):
            return (
                f"This server follows no calendar “{_said(query)}”. `/calendar list` shows those it follows."
            )
        case refusals.PreviewGone():
            return "That was shown more than an hour ago, and is kept no longer. Run `/calendar add` again."
        case refusals.NotServed():
            return (
                "Calendars are not served by address here. Whoever runs this bot switches that on with"
                " `[http] listen` in its configuration, and says with `[http] address` where the web reaches"
                " it. `/calendar get` gives a file at once."
            )
        case refusals.IsOver(title, is_cancelled):
            what = "was cancelled" if is_cancelled else "is over"
            return f"{_said(title)} {what}, so there is nothing to remind you of."
        case refusals.TooManyReminders(limit):
            return (
                f"You are reminded of {limit} things already, which is the limit. `/remind list` shows them,"
                " with a button to end each."
            )
        case refusals.NotReminded(query):
            what = f" of “{_said(query)}”" if query.strip() else " of that"
            return f"I do not remind you{what}, or no more. `/remind list` shows what I do remind you of."
        case refusals.NoLongerKept():
            return "That reminder is too old: I keep no more what it was about. `/remind me` sets a new one."
        case refusals.NotYours():
            return "That reminder is for somebody else. `/remind me` sets one for you."
        case refusals.TooLateForThat(title, status, begins_at):
            if status in (EventStatus.CANCELLED, EventStatus.POSTPONED):
                return f"{_said(title)} was {status.value} since: there is nothing to remind you of again."
            begins = f" <t:{int(begins_at.timestamp())}:R>" if begins_at else " sooner than that"
            return f"{_said(title)} begins{begins}, so I cannot put it off so long. Choose a shorter time."
        case app_commands.MissingPermissions():
            return "Only people who may manage this server can do that. Ask one of them."
        case app_commands.BotMissingPermissions():
            return "I do not see that channel. Give me View Channel there, or mention me in the thread."
        case app_commands.NoPrivateMessage():
            return "That works in a server only."
        case app_commands.CheckFailure():
            return "You may not use that command here."
    raise TypeError(f"no sentence for {type(error).__name__}")


def apology(mark: str, operator_id: UserId | None) -> str:
    """What a person reads when something broke that nobody foresaw."""
    whom = f"<@{operator_id}>, who runs this bot," if operator_id else "whoever runs this bot"
    return f"Something went wrong on my side, and nothing was changed by it. Tell {whom} this mark: `{mark}`."


def _with_article(entity: Entity) -> str:
    kind = entity.kind.value.replace("-", " ")
    return f"{'an' if kind[0] in 'aeiou' else 'a'} {kind}"


def _reason(text: str) -> str:
    return escaped(text) if text.endswith("?") else f"{escaped(text)}."


def _pointed_at(query: str, reason: str, position: int) -> str:
    """What is wrong with a query, with the place at which that shows marked."""
    before, after = query[max(0, position - 40) : position], query[position : position + 20]
    where = f"{escaped(before)}**⟶**{escaped(after)}" if query.strip() else "it is empty"
    return (
        f"I cannot read that query: {escaped(reason)} {where}\nNames and words may be joined with AND, OR,"
        ' NOT and brackets; "several words" in quotes stand as they are.'
    )


def _said(text: str) -> str:
    return escaped(cut(text, 100))
