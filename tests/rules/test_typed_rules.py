"""How often an event comes back, as people type it: read, said back in words, or refused by name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.dates import typed_rules
from bot.rules.dates.recurring import NotARule, parse
from bot.rules.dates.rule_words import in_words
from tests.rules.making import PROPERTY


@pytest.mark.parametrize(
    ("text", "rule", "said"),
    [
        ("every year", "FREQ=YEARLY", "every year"),
        ("Yearly", "FREQ=YEARLY", "every year"),
        ("annually", "FREQ=YEARLY", "every year"),
        ("once a year", "FREQ=YEARLY", "every year"),
        ("every 2 years", "FREQ=YEARLY;INTERVAL=2", "every 2 years"),
        ("every second year", "FREQ=YEARLY;INTERVAL=2", "every 2 years"),
        ("every other week", "FREQ=WEEKLY;INTERVAL=2", "every 2 weeks"),
        ("fortnightly", "FREQ=WEEKLY;INTERVAL=2", "every 2 weeks"),
        ("quarterly", "FREQ=MONTHLY;INTERVAL=3", "every 3 months"),
        ("every day", "FREQ=DAILY", "every day"),
        ("every Tuesday and Thursday", "FREQ=WEEKLY;BYDAY=TU,TH", "every week on Tuesday and Thursday"),
        ("every 2 weeks on tue", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", "every 2 weeks on Tuesday"),
        ("2nd Tuesday of every month", "FREQ=MONTHLY;BYDAY=2TU", "every month on the 2nd Tuesday"),
        ("the second Tuesday of each month", "FREQ=MONTHLY;BYDAY=2TU", "every month on the 2nd Tuesday"),
        (
            "1st and 3rd Tuesday of the month",
            "FREQ=MONTHLY;BYDAY=1TU,3TU",
            "every month on the 1st Tuesday and 3rd Tuesday",
        ),
        ("every last Friday", "FREQ=MONTHLY;BYDAY=-1FR", "every month on the last Friday"),
        (
            "on the 1st and 15th of every month",
            "FREQ=MONTHLY;BYMONTHDAY=1,15",
            "every month on the 1st and 15th",
        ),
        (
            "last day of every 2 months",
            "FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=-1",
            "every 2 months on the last day",
        ),
        (
            "last Friday of November every year",
            "FREQ=YEARLY;BYMONTH=11;BYDAY=-1FR",
            "every year on the last Friday of November",
        ),
        ("1st Sunday in Nov", "FREQ=YEARLY;BYMONTH=11;BYDAY=1SU", "every year on the 1st Sunday of November"),
        (
            "1 November every 2 years",
            "FREQ=YEARLY;INTERVAL=2;BYMONTH=11;BYMONTHDAY=1",
            "every 2 years on 1 November",
        ),
        ("every Nov 1st", "FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=1", "every year on 1 November"),
        ("every November", "FREQ=YEARLY;BYMONTH=11", "every year in November"),
        ("every year, 10 times", "FREQ=YEARLY;COUNT=10", "every year, 10 times"),
        ("every week until 2030", "FREQ=WEEKLY;UNTIL=20301231", "every week, until 31 December 2030"),
        ("every week until Nov 2030", "FREQ=WEEKLY;UNTIL=20301130", "every week, until 30 November 2030"),
        ("RRULE:FREQ=WEEKLY;BYDAY=MO,WE", "FREQ=WEEKLY;BYDAY=MO,WE", "every week on Monday and Wednesday"),
        (
            "FREQ=DAILY;UNTIL=20301231T090000Z",
            "FREQ=DAILY;UNTIL=20301231T090000Z",
            "every day, until 31 December 2030 09:00 UTC",
        ),
        ("FREQ=YEARLY;BYWEEKNO=20", "FREQ=YEARLY;BYWEEKNO=20", "every year (BYWEEKNO=20)"),
    ],
)
def test_a_rule_is_read_as_people_type_it_and_said_in_words(text: str, rule: str, said: str) -> None:
    assert str(typed_rules.read(text)) == rule
    assert in_words(parse(rule)) == said


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("biweekly", "every 2 weeks, or twice a week"),
        ("biannual", "every 6 months, or every 2 years"),
        ("every second Tuesday", "every 2 weeks on Tuesday, or the second Tuesday of every month"),
        ("every hour", "too often"),
        ("every 5 minutes", "too often"),
        ("FREQ=SECONDLY", "too often"),
        ("every 0 days", "INTERVAL is a number"),
        ("every week 0 times", "COUNT is a number"),
        ("every year until tomorrow", "the end: "),
        ("every year until TBC", "is none"),
        ("6th Tuesday of every month", "says not how often"),
        ("every blue moon", "says not how often"),
        ("2nd Tuesday", "says not how often"),
        ("15th of every year", "says not how often"),
        ("every week on the 2nd Tuesday", "says not how often"),
        ("", "says not how often"),
        ("every year " * 20, "at most 100 characters"),
    ],
)
def test_what_says_not_how_often_says_two_things_or_is_too_often_is_refused(text: str, reason: str) -> None:
    with pytest.raises(NotARule, match=reason):
        typed_rules.read(text)


_WORDS = (
    "every each 2 3rd second last Tuesday tue and of the month months week weeks year years on , November"
    " until 2030 times 5 day days FREQ=YEARLY ;COUNT=2 1st in"
)


@PROPERTY
@given(st.one_of(st.text(max_size=60), st.lists(st.sampled_from(_WORDS.split())).map(" ".join)))
def test_any_text_is_a_rule_whose_words_are_read_as_the_same_rule_or_is_refused_by_name(text: str) -> None:
    try:
        rule = typed_rules.read(text)
    except NotARule as refused:
        assert str(refused)
        return
    assert "=" in in_words(rule) or typed_rules.read(in_words(rule)) == rule
