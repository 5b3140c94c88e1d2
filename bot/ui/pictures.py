"""A timeline as a picture, on a ground of its own so that it reads in a dark and in a light Discord.

One row an entry: its name, its mark on the axis, and its date in words beside the mark, so that
nothing hangs on colour or shape alone. A picture of many entries shows those that begin or end
nearest to its day, and says how many more the text has. What the shapes mean is told in
`bot/ui/marks.py`, and under the picture itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from bot.rules import wording
from bot.rules.showing.axis import axis_of
from bot.rules.showing.dated import Heading
from bot.rules.showing.timeline import Item, Timeline
from bot.ui.canvas import LONGEST, Canvas, Colour, Style, fitted, shown, shows, width_of, wrapped
from bot.ui.marks import Field, Mark, legend, mark_of, paint

MOST_ROWS = 30
WIDTH = 800

GROUND: Colour = (27, 35, 48)
STRIPE: Colour = (33, 42, 57)
GRID: Colour = (51, 63, 82)
TEXT: Colour = (238, 242, 247)
MUTED: Colour = (174, 186, 202)
TODAY: Colour = (255, 122, 102)
COLOURS: dict[Heading, Colour] = {
    Heading.MEETINGS: (244, 190, 92),
    Heading.GROUPS: (84, 204, 180),
    Heading.CHAIRS: (189, 164, 246),
    Heading.INSTRUMENTS: (118, 182, 252),
    Heading.EXERCISES: (152, 212, 120),
    Heading.MEMBERS: (238, 160, 204),
    Heading.ITSELF: (196, 206, 218),
}

_EDGE, _LABELS, _AXIS = 24.0, 250.0, 292.0
_TICKS, _PILL, _ROWS = 92.0, 118.0, 128.0
_TITLE, _HEADING = Style(22, bold=True), Style(12.5, bold=True)
_LABEL, _SMALL = Style(13), Style(12)
_LINE, _HEAD, _GAP = 17.0, 34.0, 8.0


@dataclass(frozen=True, slots=True)
class _Row:
    top: float
    height: float
    colour: Colour
    lines: tuple[str, ...]
    item: Item | None
    """None in the row of a heading."""

    @property
    def middle(self) -> float:
        return self.top + self.height / 2


def draw(timeline: Timeline) -> bytes:
    """The picture of what has a place on an axis, as PNG."""
    picture = _Picture(timeline)
    picture.paint()
    return picture.canvas.png()


class _Picture:
    def __init__(self, timeline: Timeline) -> None:
        self._timeline = timeline
        self._shown = _nearest(timeline)
        dates = [item.date for item in self._shown if item.date is not None]
        self._field = Field(axis_of(dates, timeline.today), timeline.today, _AXIS, WIDTH - _EDGE)
        self._rows = list(_laid_out(timeline, self._shown))
        self._foot = max((row.top + row.height for row in self._rows), default=_ROWS) + _GAP
        self._marks = [mark_of(item, self._field) for item in self._shown]
        self._legend = legend(self._shown, self._marks)
        notes = wrapped(_notes(timeline, self._shown), _SMALL, WIDTH - 2 * _EDGE, 4)
        self._notes = [note for note in notes if note]
        self._legend_lines = 1 + max((at[1] for at in self._legend_places()), default=-1)
        height = self._foot + 22 * self._legend_lines + 18 * len(self._notes) + 2 * _GAP + 6
        self.canvas = Canvas(WIDTH, height, GROUND)

    def paint(self) -> None:
        self._head()
        self._grid()
        rows = [row for row in self._rows if row.item is not None]
        for row, mark in zip(rows, self._marks, strict=True):
            paint(self.canvas, mark, row.middle, row.colour, GROUND)
        self._today()
        for row in self._rows:
            self._label(row)
        for row, mark in zip(rows, self._marks, strict=True):
            self._date(row, mark)
        self._below()

    def _head(self) -> None:
        timeline = self._timeline
        count = wording.counted(len(timeline.items), "entry", "entries")
        sources = wording.counted(len(timeline.sources), "source")
        title = next((name for name in (timeline.title, *timeline.also) if shows(name)), timeline.title)
        self.canvas.text(_EDGE, 34, fitted(title, _TITLE, WIDTH - 2 * _EDGE), _TITLE, TEXT)
        self.canvas.text(_EDGE, 62, f"Timeline as of {timeline.day} · {count} · {sources}", _SMALL, MUTED)

    def _grid(self) -> None:
        field, taken = self._field, 0.0
        for row in self._rows:
            if self._is_striped(row):
                self.canvas.rectangle((0, row.top, WIDTH, row.top + row.height), STRIPE)
        for tick in field.axis.ticks:
            x, half = field.x(tick.day), width_of(tick.label, _SMALL) / 2
            self.canvas.rectangle((x - 0.5, _TICKS + 10, x + 0.5, self._foot), GRID)
            if x - half > taken and x + half <= WIDTH - 4:
                self.canvas.text(x, _TICKS, tick.label, _SMALL, MUTED, "mm")
                taken = x + half + 8

    def _today(self) -> None:
        """The line of the day, across every mark, and its date; at the edge where it lies beyond."""
        field, said = self._field, self._timeline.day_mark
        x = min(max(field.x(field.today), field.left), field.right)
        half = width_of(said, _HEADING) / 2 + 9
        middle = min(max(x, field.left + half), WIDTH - _EDGE - half)
        self.canvas.rounded((middle - half, _PILL - 11, middle + half, _PILL + 11), 11, TODAY)
        self.canvas.text(middle, _PILL, said, _HEADING, GROUND, "mm")
        if field.axis.holds(field.today):
            self.canvas.rectangle((x - 0.75, _PILL + 11, x + 0.75, self._foot), TODAY)
        else:
            left = x <= field.left
            self.canvas.arrow(middle + (-half - 12 if left else half + 12), _PILL, 7, TODAY, to_left=left)

    def _label(self, row: _Row) -> None:
        if row.item is None:
            self.canvas.text(_EDGE, row.top + 21, row.lines[0], _HEADING, row.colour)
            return
        first = row.middle - _LINE * (len(row.lines) - 1) / 2
        for number, line in enumerate(row.lines):
            colour = MUTED if row.item.again else TEXT
            self.canvas.text(_EDGE, first + _LINE * number, line, _LABEL, colour)

    def _date(self, row: _Row, mark: Mark) -> None:
        """The date in words beside its mark: behind it, before it, or, where it fills the axis, in it."""
        assert row.item is not None
        x, said = self._room(mark, row.item.brief)
        width = width_of(said, _SMALL)
        ground = STRIPE if self._is_striped(row) else GROUND
        self.canvas.rounded((x - 4, row.middle - 10, x + width + 4, row.middle + 10), 4, ground)
        self.canvas.text(x, row.middle, said, _SMALL, TEXT)

    def _is_striped(self, row: _Row) -> bool:
        return row.item is not None and self._rows.index(row) % 2 == 0

    def _room(self, mark: Mark, brief: str) -> tuple[float, str]:
        field = self._field
        for said in (brief, brief.partition(" · ")[0]):
            width = width_of(said, _SMALL)
            if mark.right + 8 + width <= WIDTH - 10:
                return mark.right + 8, said
            if mark.left - 8 - width >= field.left - 8:
                return mark.left - 8 - width, said
            if mark.right - mark.left >= width + 40:
                return mark.left + 14, said
        return field.left + 6, fitted(brief, _SMALL, field.right - field.left - 12)

    def _legend_places(self) -> Iterator[tuple[float, int]]:
        x, line = _EDGE, 0
        for one in self._legend:
            width = 42 + width_of(one.words, _SMALL)
            if x > _EDGE and x + width > WIDTH - _EDGE:
                x, line = _EDGE, line + 1
            yield x, line
            x += width + 22

    def _below(self) -> None:
        top = self._foot + _GAP
        self.canvas.rectangle((_EDGE, self._foot, WIDTH - _EDGE, self._foot + 1), GRID)
        for one, (x, line) in zip(self._legend, self._legend_places(), strict=True):
            y = top + 12 + 22 * line
            paint(self.canvas, one.sample.moved_by(x), y, MUTED, GROUND)
            self.canvas.text(x + 42, y, one.words, _SMALL, MUTED)
        for number, note in enumerate(self._notes):
            y = top + 12 + 22 * self._legend_lines + 18 * number
            self.canvas.text(_EDGE, y, note, _SMALL, MUTED)


def _nearest(timeline: Timeline) -> tuple[Item, ...]:
    """As many entries as a picture holds: those nearest to its day, in their order."""
    drawn = timeline.drawn
    kept = sorted(range(len(drawn)), key=lambda number: _days_away(drawn[number], timeline.today))
    return tuple(drawn[number] for number in sorted(kept[:MOST_ROWS]))


def _days_away(item: Item, today: date) -> int:
    """How far from a day it begins or ends: what has gone on for long is less news than what is coming."""
    ends = (item.date.lo, item.date.hi) if item.date is not None else ()
    return min(abs((end - today).days) for end in ends if end is not None)


def _laid_out(timeline: Timeline, kept: tuple[Item, ...]) -> Iterator[_Row]:
    top, waiting = _ROWS, list(kept)
    for group in timeline.groups:
        here = [item for item in group.items if waiting and any(item is one for one in waiting)]
        if not here:
            continue
        yield _Row(top, _HEAD, COLOURS[group.heading], (str(group.heading),), None)
        top += _HEAD
        for item in here:
            again = item.again and item is not here[0]
            lines = ["by another source"] if again else wrapped(_name(item), _LABEL, _LABELS, 2)
            height = 11 + _LINE * len(lines)
            yield _Row(top, height, COLOURS[group.heading], tuple(lines), item)
            top += height


def _name(item: Item) -> str:
    """The name in letters the fonts have, or what they can show of it."""
    name = next((name for name in (item.label, *item.also) if shows(name)), item.label)
    return name if 2 * len(shown(name)) > len(name.strip()[:LONGEST]) else "(a name in the text)"


def _notes(timeline: Timeline, kept: tuple[Item, ...]) -> str:
    undated = len(timeline.items) - len(timeline.drawn)
    more = len(timeline.drawn) - len(kept)
    missing = [wording.counted(undated, "entry", "entries") + " without a date"] if undated else []
    missing += [f"{more} more that {'is' if more == 1 else 'are'} further from this day"] if more else []
    said = f"In the text alone: {wording.listed(missing)}." if missing else ""
    nothing = "" if kept else "Nothing with a date is known here."
    return " ".join(part for part in (nothing, said, timeline.unsaid) if part)
