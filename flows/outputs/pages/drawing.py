"""Charts as SVG that stands in the page: each with a text that says the same to whoever cannot see it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from markupsafe import Markup, escape

Values = Sequence[Decimal | None]

_SPARK_SLOT, _SPARK_HEIGHT = 8, 24
_BAR_LENGTH = 160


@dataclass(frozen=True)
class Series:
    """What is drawn of a year: ``now`` or ``before``, and a value for every month, None where there is none."""

    kind: str
    values: Values


def drawing(kind: str, size: tuple[int, int], words: str, marks: str) -> Markup:
    """An SVG drawing.

    Args:
        kind: how the style sheet knows it. size: width and height. words: what it says, as text.
        marks: the drawing itself, as markup in which every text is escaped.
    """
    width, height = size
    return Markup(
        f'<svg class="{kind}" role="img" viewBox="0 0 {width} {height}"><title>{escape(words)}</title>{marks}</svg>'
    )


def sparkline(values: Values, words: str, *, is_line: bool) -> Markup:
    """Twelve months as small bars, or as a line for what does not add up; a month without data is a gap."""
    high = max((value for value in values if value is not None), default=Decimal(0)) or Decimal(1)
    tops = [None if value is None else _scaled(value, high, _SPARK_HEIGHT - 3) for value in values]
    marks = _spark_line(tops) if is_line else _spark_bars(tops)
    return drawing("spark", (_SPARK_SLOT * len(values), _SPARK_HEIGHT), words, marks)


def _scaled(value: Decimal, high: Decimal, height: int) -> float:
    """How high a value is drawn, in tenths of a pixel so that equal figures give equal bytes."""
    return round(float(max(value, Decimal(0)) / high) * height, 1)


def _spark_bars(tops: Sequence[float | None]) -> str:
    """A month of zero is a thin line on the ground, one without data is nothing."""
    highs = [(number * _SPARK_SLOT + 1, max(top, 1)) for number, top in enumerate(tops) if top is not None]
    return "".join(f'<rect x="{x}" y="{_SPARK_HEIGHT - 1 - high:g}" width="6" height="{high:g}"/>' for x, high in highs)


def _spark_line(tops: Sequence[float | None]) -> str:
    points = [
        None if top is None else (number * _SPARK_SLOT + _SPARK_SLOT / 2, _SPARK_HEIGHT - 2 - top)
        for number, top in enumerate(tops)
    ]
    return "".join(_polyline(run) for run in _runs(points))


Point = tuple[float, float]


def _runs(points: Sequence[Point | None]) -> list[list[Point]]:
    """The stretches without a gap."""
    runs: list[list[Point]] = [[]]
    for point in points:
        if point is None:
            runs.append([])
        else:
            runs[-1].append(point)
    return [run for run in runs if run]


def _polyline(run: Sequence[Point]) -> str:
    if len(run) == 1:
        return f'<circle cx="{run[0][0]:g}" cy="{run[0][1]:g}" r="2"/>'
    return f'<polyline points="{" ".join(f"{x:g},{y:g}" for x, y in run)}"/>'


_CHART_WIDTH, _CHART_HEIGHT = 1000, 236
_LEFT, _RIGHT, _TOP, _BOTTOM = 64, 12, 14, 28
_STEPS = 4
_BAR_WIDTH = 26


def month_chart(series: Sequence[Series], unit: str, words: str, *, is_line: bool) -> Markup:
    """The months of this year beside those of last year: bars, or lines for what does not add up.

    Args:
        series: this year first.
        words: what the chart shows, for whoever cannot see it; the numbers stand in the table beside it.
    """
    values = [value for one in series for value in one.values if value is not None]
    high = _round_up(max(values, default=Decimal(0)))
    body = [_grid(high, unit), _month_names()]
    for place, one in reversed(list(enumerate(series))):
        body.append(_chart_line(one, high) if is_line else _chart_bars(one, high, place, len(series)))
    return drawing("chart", (_CHART_WIDTH, _CHART_HEIGHT), words, "".join(body))


def _round_up(high: Decimal) -> Decimal:
    """The top of the axis: a round number that four steps divide."""
    if high <= 0:
        return Decimal(_STEPS)
    step = Decimal(1).scaleb((high / _STEPS).adjusted())
    for times in (1, 2, Decimal("2.5"), 5, 10):
        if step * times * _STEPS >= high:
            return step * times * _STEPS
    return step * 10 * _STEPS


def _x(month: int) -> float:
    """The middle of a month, 0 to 11."""
    return _LEFT + (_CHART_WIDTH - _LEFT - _RIGHT) / 12 * (month + 0.5)


def _y(value: Decimal, high: Decimal) -> float:
    height = _CHART_HEIGHT - _TOP - _BOTTOM
    return round(_CHART_HEIGHT - _BOTTOM - float(max(value, Decimal(0)) / high) * height, 1)


def _grid(high: Decimal, unit: str) -> str:
    lines = []
    for step in range(_STEPS + 1):
        value = high * step / _STEPS
        y = _y(value, high)
        lines.append(f'<line class="grid" x1="{_LEFT}" x2="{_CHART_WIDTH - _RIGHT}" y1="{y:g}" y2="{y:g}"/>')
        lines.append(f'<text x="{_LEFT - 6}" y="{y + 4:g}" text-anchor="end">{value.normalize():f}</text>')
    return "".join(lines) + f'<text x="2" y="11">{escape(unit)}</text>'


def _month_names() -> str:
    y = _CHART_HEIGHT - 9
    return "".join(f'<text x="{_x(m):g}" y="{y}" text-anchor="middle">{m + 1}月</text>' for m in range(12))


def _chart_bars(one: Series, high: Decimal, place: int, count: int) -> str:
    """Bars beside each other, the last year left of this one; a month of zero is a thin line on the ground."""
    bottom, left = _CHART_HEIGHT - _BOTTOM, _BAR_WIDTH * (count / 2 - 1 - place)
    bars = []
    for month, value in enumerate(one.values):
        if value is not None:
            x, y = _x(month) + left, min(_y(value, high), bottom - 1)
            bars.append(f'<rect x="{x:g}" y="{y:g}" width="{_BAR_WIDTH - 2}" height="{bottom - y:g}"/>')
    return f'<g class="{one.kind}">{"".join(bars)}</g>'


def _chart_line(one: Series, high: Decimal) -> str:
    points = [None if value is None else (_x(m), _y(value, high)) for m, value in enumerate(one.values)]
    lines = "".join(_polyline(run) for run in _runs(points))
    dots = "".join(f'<circle cx="{x:g}" cy="{y:g}" r="2.5"/>' for run in _runs(points) for x, y in run)
    return f'<g class="{one.kind}">{lines}{dots}</g>'


def bar(value: Decimal, high: Decimal) -> Markup:
    """A value as a bar beside its number, which says it already: nothing for whoever hears the page."""
    width = _scaled(value, high, _BAR_LENGTH) if high > 0 else 0
    return Markup(
        f'<svg class="bar" aria-hidden="true" viewBox="0 0 {_BAR_LENGTH} 10" preserveAspectRatio="none">'
        f'<rect width="{width:g}" height="10"/></svg>'
    )
