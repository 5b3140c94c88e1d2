"""The marks of a timeline: what each stands for, where it stands on the axis, and how it is painted.

A day is a disc; what lasts is a bar; some day of a span is a hatched box. What is planned is hollow
or dashed. The part of a bar whose exact days are not known is paler, an end that is not known fades
out, and what lies beyond the axis has an arrow at its edge.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.rules.showing.axis import Axis, extent_of
from bot.rules.showing.timeline import Item, Shape
from bot.ui.canvas import Canvas, Colour, Fade

_HALF, _RADIUS, _DISC, _ARROW = 7.0, 4.0, 6.5, 9.0
_PALE, _HOLLOW, _HATCH = 0.45, 0.22, 0.65
_NARROWEST, _FADES = 8.0, 140.0


@dataclass(frozen=True, slots=True)
class Field:
    """Where the axis lies in the picture."""

    axis: Axis
    today: date
    left: float
    right: float

    def x(self, day: date, days: float = 0) -> float:
        """Where a day begins, or so many days after that."""
        length = self.axis.last.toordinal() - self.axis.first.toordinal()
        return self.left + (self.axis.place(day) + days / length) * (self.right - self.left)


@dataclass(frozen=True, slots=True)
class Mark:
    shape: Shape
    left: float
    right: float
    fade: Fade
    planned: bool
    beyond_left: bool = False
    beyond_right: bool = False
    outside: bool = False
    """Whether nothing of it is on the axis but an arrow."""

    def moved_by(self, x: float) -> Mark:
        moved = tuple((place + x, opacity) for place, opacity in self.fade)
        return replace(self, left=self.left + x, right=self.right + x, fade=moved)


@dataclass(frozen=True, slots=True)
class Sample:
    """A line of the legend."""

    words: str
    sample: Mark


def mark_of(item: Item, field: Field) -> Mark:
    """The mark of an entry that has a date."""
    assert item.date is not None
    reach = extent_of(item.date)
    begins = field.x(reach.first) if reach.first is not None else None
    ends = field.x(reach.last, 1) if reach.last is not None else None
    if reach.last is not None and reach.last < field.axis.first:
        edge = field.left
        return Mark(item.shape, edge, edge + _ARROW, (), item.planned, beyond_left=True, outside=True)
    if reach.first is not None and reach.first > field.axis.last:
        edge = field.right
        return Mark(item.shape, edge - _ARROW, edge, (), item.planned, beyond_right=True, outside=True)
    if item.shape is Shape.POINT:
        assert reach.first is not None
        middle = min(max(field.x(reach.first, 0.5), field.left + _DISC), field.right - _DISC)
        return Mark(item.shape, middle - _DISC, middle + _DISC, ((0, 1.0),), item.planned)
    clipped_left = reach.first is not None and reach.first < field.axis.first
    clipped_right = reach.last is not None and reach.last > field.axis.last
    right = min(ends if ends is not None else field.right, field.right - _ARROW * clipped_right)
    left = max(begins if begins is not None else right - _FADES, field.left + _ARROW * clipped_left)
    fade = _fade(item, field, left, right)
    if right - left < _NARROWEST:
        middle = min(max((left + right) / 2, field.left + _NARROWEST / 2), field.right - _NARROWEST / 2)
        left, right = middle - _NARROWEST / 2, middle + _NARROWEST / 2
        fade = ((left, max(opacity for _, opacity in fade)),)
    return Mark(
        shape=item.shape,
        left=left,
        right=right,
        fade=fade,
        planned=item.planned,
        beyond_left=clipped_left,
        beyond_right=clipped_right,
    )


def paint(canvas: Canvas, mark: Mark, y: float, colour: Colour, ground: Colour) -> None:
    """Paint a mark with its middle at the height `y`."""
    box = (mark.left, y - _HALF, mark.right, y + _HALF)
    if mark.outside:
        tip = mark.left if mark.beyond_left else mark.right
        canvas.arrow(tip, y, _ARROW, colour, to_left=mark.beyond_left)
    elif mark.shape is Shape.POINT:
        middle = (mark.left + mark.right) / 2
        canvas.disc(middle, y, _DISC, colour)
        if mark.planned:
            canvas.disc(middle, y, _DISC - 2.2, ground)
    elif mark.shape is Shape.SPAN:
        canvas.hatched(box, _RADIUS, colour, _dimmed(mark.fade, _HATCH))
        canvas.outline(box, _RADIUS, colour, mark.fade, dashed=mark.planned)
    else:
        canvas.rounded(box, _RADIUS, colour, _dimmed(mark.fade, _HOLLOW) if mark.planned else mark.fade)
        if mark.planned:
            canvas.outline(box, _RADIUS, colour, mark.fade, dashed=True)
    if not mark.outside and mark.beyond_left:
        canvas.arrow(mark.left - _ARROW - 2, y, _ARROW, colour, to_left=True)
    if not mark.outside and mark.beyond_right:
        canvas.arrow(mark.right + _ARROW + 2, y, _ARROW, colour, to_left=False)


def legend(items: Sequence[Item], marks: Sequence[Mark]) -> list[Sample]:
    """What the marks of a picture mean, of those alone that are in it."""
    shapes = {item.shape for item in items}
    ends = [extent_of(item.date) for item in items if item.date is not None]
    lasting = [mark for mark in marks if mark.shape is Shape.BAR and not mark.outside]
    solid, whole = ((0.0, 1.0),), 30.0
    paler = ((0.0, _PALE), (10.0, _PALE), (10.0, 1.0), (20.0, 1.0), (20.0, _PALE))
    disc = Mark(Shape.POINT, 9, 9 + 2 * _DISC, solid, False)
    found = [
        (Shape.POINT in shapes, "on this day", disc),
        (Shape.SPAN in shapes, "on some day of these", Mark(Shape.SPAN, 0, whole, solid, False)),
        (bool(lasting), "lasts", Mark(Shape.BAR, 0, whole, solid, False)),
        (
            any(opacity == _PALE for mark in lasting for _, opacity in mark.fade),
            "paler: exact days not known",
            Mark(Shape.BAR, 0, whole, paler, False),
        ),
        (
            any(one.first is None or one.last is None for one in ends),
            "fades out: no end or beginning known",
            Mark(Shape.BAR, 0, whole, ((0.0, 1.0), (8.0, 1.0), (whole, 0.0)), False),
        ),
        (
            any(item.planned for item in items),
            "hollow or dashed: planned",
            Mark(Shape.BAR, 0, whole, solid, True),
        ),
        (
            any(mark.beyond_left or mark.beyond_right for mark in marks),
            "beyond the axis",
            Mark(Shape.POINT, 12, 12 + _ARROW, (), False, beyond_left=True, outside=True),
        ),
    ]
    return [Sample(words, sample) for there, words, sample in found if there]


def _fade(item: Item, field: Field, left: float, right: float) -> Fade:
    """Pale where it may not have begun, or may be over; nothing where no end is known."""
    assert item.date is not None
    reach = extent_of(item.date)
    sure, until = left, right
    if item.shape is Shape.BAR:
        sure = max(field.x(reach.sure_first), left) if reach.sure_first is not None else left
        until = min(field.x(reach.sure_last, 1), right) if reach.sure_last is not None else right
    if until < sure:
        return ((left, _PALE), (right, _PALE))
    stops = [(left, _PALE), (sure, _PALE)] if sure > left + 1 else []
    if reach.first is None:
        stops += [(left, 0.0), (right, 1.0)]
    elif reach.last is None:
        goes_on = min(max(field.x(field.today), sure), right - _FADES / 2)
        stops += [(sure, 1.0), (max(goes_on, sure), 1.0), (right, 0.0)]
    else:
        stops += [(sure, 1.0), (until, 1.0)]
    return (*stops, (until, _PALE), (right, _PALE)) if until < right - 1 else tuple(stops)


def _dimmed(fade: Fade, by: float) -> Fade:
    return tuple((place, opacity * by) for place, opacity in fade)
