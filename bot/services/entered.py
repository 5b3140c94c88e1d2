"""What moderators enter of an event: texts that say something, dates, rules, sources, links; or refusals."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.rules import moving, overlay
from bot.rules.dates import typed, typed_rules
from bot.rules.dates.recurring import NotARule, Rule
from bot.rules.moment import Moment
from bot.rules.moving import Said
from bot.rules.text import without_invisible
from bot.services.refusals import ComesNotBack, NotADate, NotALink, NothingSaid
from storage import edtf
from storage.edtf import Announced
from storage.records import UserId


def said(by: UserId, now: Moment, source: str) -> Said:
    title, url = overlay.source_of(text("source", source))
    return Said(title, url, by, now.at, now.today)


def text(option: str, typed_text: str) -> str:
    """What was typed as a reader sees it, on one line; raises `NothingSaid`."""
    seen = " ".join(without_invisible(typed_text).split())
    if not seen:
        raise NothingSaid(option)
    return seen


def optional(option: str, typed_text: str | None) -> str | None:
    return text(option, typed_text) if typed_text is not None else None


def link(typed_text: str | None) -> str | None:
    """An address alone; raises `NotALink`."""
    if typed_text is None:
        return None
    found = overlay.source_of(typed_text.strip())[1]
    if found is None or " " in typed_text.strip():
        raise NotALink(typed_text)
    return found


def date(when: str, ends: str | None, now: datetime, zone: str) -> Announced:
    """A date, with the last day where it takes several; raises `NotADate`."""
    try:
        announced = typed.read(when, now, zone)
    except typed.NotADay as error:
        raise NotADate(when, str(error)) from error
    if ends is None:
        return announced
    try:
        return moving.with_last_day(announced, typed.day(ends, now.astimezone(ZoneInfo(zone)).date()))
    except (typed.NotADay, edtf.NotADate) as error:
        raise NotADate(ends, str(error)) from error


STOP = "stop"
_STOPS = frozenset({STOP, "never", "no more", "no longer", "not any more"})


def rule_or_none(how: str) -> Rule | None:
    """How often it comes back, None for no more; raises `ComesNotBack`."""
    return None if " ".join(how.split()).casefold() in _STOPS else rule(how)


def rule(how: str) -> Rule:
    """How often it comes back; raises `ComesNotBack`."""
    try:
        return typed_rules.read(text("repeats", how))
    except NotARule as error:
        raise ComesNotBack(how, str(error)) from error
