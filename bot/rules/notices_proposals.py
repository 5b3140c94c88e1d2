"""What moderators are shown of an entry that seems to tell of a new date or a cancellation."""

from __future__ import annotations

from bot.rules import wording
from bot.rules.notices import Notice, NoticeKind, linked
from bot.rules.text import cut, escaped
from storage.news import EntryProposal
from storage.records import ChannelId, Event

_HEADLINES = {"moved": "Another date?", "postponed": "Postponed?", "cancelled": "Cancelled?"}


def key_of(channel_id: ChannelId, event_id: str, kind: str, date: str) -> str:
    return f"proposal:{channel_id}:{event_id}:{kind}:{date}"


def proposed(channel_id: ChannelId, event: Event, proposal: EntryProposal) -> tuple[str, Notice]:
    """The sentence as it stands in the news, what is known, and what would be changed."""
    date = str(proposal.edtf) if proposal.edtf else ""
    said = wording.date_in_words(proposal.edtf) if proposal.edtf else ""
    inferred = " (its year is inferred: the sentence names none)" if proposal.is_inferred else ""
    becomes = {
        "moved": f"**{said}**{inferred}",
        "postponed": "postponed, without a new date",
        "cancelled": "cancelled",
    }[proposal.kind]
    return key_of(channel_id, event.id, proposal.kind, date), Notice(
        kind=NoticeKind.PROPOSAL,
        title=f"{_HEADLINES[proposal.kind]} {wording.event_title(event)}",
        body=f"> {escaped(cut(proposal.sentence, 500))}",
        url=proposal.url,
        fields=(
            ("Known here", wording.event_when(event)),
            ("It would be", becomes),
            ("Source", linked(proposal.source, proposal.url)),
        ),
        footer="Nothing is changed until a moderator applies it",
        why=(
            f"An entry of {escaped(cut(proposal.source, 200))} names this event, and reads as if something"
            " had become of it.",
        ),
    )


def settled(notice: Notice, outcome: str) -> Notice:
    """The same, with what became of it."""
    kept = tuple(field for field in notice.fields if field[0] != "It would be")
    return Notice(
        kind=NoticeKind.PROPOSAL,
        title=notice.title,
        body=notice.body,
        url=notice.url,
        fields=(*kept, ("Settled", outcome)),
        footer="",
        why=notice.why,
    )
