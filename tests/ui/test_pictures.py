"""Timelines as pictures: what is on them, that they can be read, and that nothing breaks them."""

from __future__ import annotations

import io
from datetime import date
from itertools import product

import pytest
from PIL import Image

from bot.rules.happenings import events_of
from bot.rules.showing import timeline as timelines
from bot.rules.showing.axis import axis_of
from bot.rules.showing.timeline import Timeline
from bot.ui import canvas, pictures
from bot.ui.canvas import SCALE, Colour, Style, fitted, shown, shows, width_of, wrapped
from bot.ui.marks import Field, mark_of
from bot.ui.pictures import COLOURS, GROUND, MUTED, STRIPE, TEXT, TODAY, WIDTH, draw
from storage.records import EntityId
from tests.rules.making import catalogue, entity, fact, on, shipped_catalogue

DAY = date(2025, 10, 29)
HOSTILE = [
    "\u202eמרחבא منتدى\u202c",
    "\u200b\u200d\u2060",
    "x" * 10_000,
    "word " * 5_000,
    "中国东盟论坛",
    "🙂👩‍👩‍👧",
    "नई दिल्ली",
    "a\x00b\x1b[31m\ud800\n\t",
    "e" + "\u0301" * 500,
    "**b** `c` @everyone <t:0> {0}",
]


def _shipped(subject: str, day: date = DAY) -> Timeline:
    known = shipped_catalogue()
    events = events_of(known, list(known.entities.values()))
    return timelines.timeline(known, known.entities[EntityId(subject)], events, on(day))


def _made(dates: list[str], names: list[str] = [], title: str = "Forum", day: date = DAY) -> Timeline:  # noqa: B006
    """A forum with a plan for each date, some that last and some that were adopted."""
    entities, facts = [entity("forum", "forum", title)], []
    for number, value in enumerate(dates):
        name = names[number % len(names)] if names else f"Plan {number}"
        entities.append(entity(f"plan-{number}", "instrument", name))
        facts.append(fact(f"plan-{number}", "parties", "forum"))
        predicate = "adopted" if number % 2 else "period"
        planned = {"planned_as_of": "2025-10"} if number % 3 == 0 else {}
        facts.append(fact(f"plan-{number}", predicate, edtf=value, **planned))
    known = catalogue(entities, facts)
    return timelines.timeline(known, known.entities[EntityId("forum")], [], on(day))


def _image(timeline: Timeline) -> Image.Image:
    image = Image.open(io.BytesIO(draw(timeline)))
    image.load()
    return image


@pytest.mark.parametrize("subject", ["admm-plus", "asean", "admm-plus-ewg-ct", "in", "my"])
def test_a_timeline_is_an_opaque_png_of_a_sensible_size(subject: str) -> None:
    image = _image(_shipped(subject))
    assert (image.format, image.mode, image.width) == ("PNG", "RGB", WIDTH * SCALE)
    assert 400 < image.height < 3200


def test_the_same_timeline_gives_the_same_bytes() -> None:
    assert draw(_shipped("in")) == draw(_shipped("in"))


def test_the_day_is_marked_by_a_line_across_the_rows() -> None:
    timeline = _shipped("admm-plus")
    image = _image(timeline)
    axis = axis_of([item.date for item in timeline.drawn if item.date], DAY)
    x = round(Field(axis, DAY, 292.0, WIDTH - 24.0).x(DAY) * SCALE)
    marked = sum(image.getpixel((x, y)) == TODAY for y in range(image.height))
    assert marked > image.height / 3


def test_another_day_is_another_picture() -> None:
    assert draw(_shipped("my")) != draw(_shipped("my", date(2027, 1, 1)))


def _contrast(one: Colour, other: Colour) -> float:
    """By WCAG 2: https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio"""

    def luminance(colour: Colour) -> float:
        parts = [part / 255 for part in colour]
        red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("ground", [GROUND, STRIPE])
def test_all_text_has_the_contrast_that_reading_needs(ground: Colour) -> None:
    for colour in (TEXT, MUTED, *COLOURS.values()):
        assert _contrast(colour, ground) >= 4.5
    assert _contrast(GROUND, TODAY) >= 4.5


def test_the_ground_stands_out_from_a_light_discord_and_does_not_glare_in_a_dark_one() -> None:
    assert _contrast(GROUND, (255, 255, 255)) > 12
    assert _contrast(GROUND, (49, 51, 56)) < 1.5


def test_every_heading_has_a_colour_of_its_own() -> None:
    assert len(set(COLOURS.values())) == len(timelines.Heading)


def test_a_long_timeline_shows_what_is_nearest_and_says_how_many_more_there_are() -> None:
    timeline = _made([f"{1900 + number % 130}-{1 + number % 12:02d}" for number in range(200)])
    kept = pictures._nearest(timeline)
    assert len(kept) == pictures.MOST_ROWS
    left = [item for item in timeline.drawn if item not in kept]
    furthest = max(pictures._days_away(item, DAY) for item in kept)
    assert furthest <= min(pictures._days_away(item, DAY) for item in left)
    assert "170 more that are further from this day" in pictures._notes(timeline, kept)
    assert _image(timeline).height < 3200


@pytest.mark.parametrize(
    "dates",
    [
        [],
        ["TBC"],
        ["2025-11-01"],
        ["2017/..", "../2025-10", "1992/..", "../2030", "../1990", "2026-03-01/.."],
        ["0001", "9999", "0001-01-01", "9999-12-31", "0001/9999", "../9999", "0001/..", "../0001"],
        ["2025-10-29"] * 5,
        ["1815-06-09/1815-06-10", "2025?", "2024/2027?"],
    ],
)
@pytest.mark.parametrize("day", [DAY, date.min, date.max])
def test_any_dates_are_drawn_within_the_picture(dates: list[str], day: date) -> None:
    timeline = _made(dates, day=day)
    assert _image(timeline).width == WIDTH * SCALE
    axis = axis_of([item.date for item in timeline.drawn if item.date], day)
    field = Field(axis, day, 292.0, 776.0)
    for item in timeline.drawn:
        mark = mark_of(item, field)
        assert 292 - 0.001 <= mark.left < mark.right <= 776 + 0.001


def test_hostile_names_are_drawn_without_harm() -> None:
    for title in HOSTILE:
        assert _image(_made(["2025-11-01"] * len(HOSTILE), HOSTILE, title)).height < 1600


@pytest.mark.parametrize(("text", "width"), list(product([*HOSTILE, "Kuala Lumpur"], [30, 90, 250])))
def test_a_text_that_is_too_long_ends_in_an_ellipsis_and_fits(text: str, width: int) -> None:
    style = Style(13)
    assert width_of(fitted(text, style, width), style) <= width
    lines = wrapped(text, style, width, 2)
    assert len(lines) <= 2 and all(width_of(line, style) <= width for line in lines)


@pytest.mark.parametrize(
    "text", ["Hội nghị – Łódź", "Grönlandsk – “Kalaallit”", "Совет · Συμβούλιο", "Türkiye’s"]
)
def test_the_fonts_show_what_the_fields_names_are_written_in(text: str) -> None:
    assert shows(text)


@pytest.mark.parametrize("text", ["中国", "नई दिल्ली", "🙂", "ประเทศไทย", "", "\u200b"])
def test_what_the_fonts_lack_is_known_and_left_out(text: str) -> None:
    assert not shows(text) and shown(text) == ""


def test_a_name_in_other_letters_gives_way_to_one_that_can_be_shown() -> None:
    named = entity("plan", "instrument", "行动计划", also=("Plan of Action",))
    facts = [fact("plan", "parties", "forum"), fact("plan", "period", edtf="2024/2027")]
    known = catalogue([entity("forum", "forum"), named], facts)
    (item,) = timelines.timeline(known, known.entities[EntityId("forum")], [], on(DAY)).items
    assert item.label == "行动计划" and pictures._name(item) == "Plan of Action"


def test_the_fonts_come_with_their_licence() -> None:
    folder = canvas._FONTS
    assert "SIL OPEN FONT LICENSE" in (folder / "OFL.txt").read_text("utf-8")
    assert sum(font.stat().st_size for font in folder.glob("*.ttf")) < 1_048_576
