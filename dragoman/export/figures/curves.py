"""Shares that rise over days, with their intervals and the number still watched under them."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from dragoman.ask.stats.survival import Curve
from dragoman.export.figures import look
from dragoman.export.figures.base import data, panel_title

if TYPE_CHECKING:
    import altair as alt

_STYLES = ((look.BLUE, look.SOLID), (look.VERMILLION, look.DASHED), (look.BLACK, look.DOTTED))
_MARKS_ON_AXIS = 6

FEWEST = 5
"""A curve ends on the last of its days on which so many are still watched."""
CURVE_ENDS = f"A curve ends where fewer than {FEWEST} are still watched."


def curve_panel(
    curves: Mapping[str, Curve], *, title: str, width: int = look.WIDTH, height: int = 170
) -> "alt.LayerChart":
    """Return step curves by label, up to three, over the number at risk on the axis's days."""
    import altair as alt

    first = next(iter(curves.values()))
    seen = [day for day, n in zip(first.days, first.at_risk, strict=True) if n >= FEWEST]
    until = max(seen[-1] if seen else max(first.days, default=0.0), 1.0)
    rows = [row for label, curve in curves.items() for row in _steps(label, curve, until)]
    x = alt.X(
        "day:Q",
        title="days",
        scale=alt.Scale(domain=[0, until], nice=False),
        axis=alt.Axis(tickCount=_MARKS_ON_AXIS, format=",d", grid=False),
    )
    y = {"scale": alt.Scale(domain=[0, 1]), "title": None}
    labels = list(curves)
    styles = _STYLES[: len(labels)]
    shown: dict[str, Any] = {"title": None} | ({} if len(labels) > 1 else {"legend": None})
    colors = alt.Scale(domain=labels, range=[color for color, _ in styles])
    dashes = alt.Scale(domain=labels, range=[dash for _, dash in styles])
    base = alt.Chart(data(rows))
    band = base.mark_area(interpolate="step-after", opacity=0.16).encode(
        x=x,
        y=alt.Y("low:Q", axis=alt.Axis(format=".0%", values=[0, 0.25, 0.5, 0.75, 1]), **y),
        y2="high:Q",
        color=alt.Color("curve:N", scale=colors, **shown),
    )
    line = base.mark_line(interpolate="step-after", strokeWidth=2).encode(
        x=x,
        y=alt.Y("share:Q", **y),
        color=alt.Color("curve:N", scale=colors, **shown),
        strokeDash=alt.StrokeDash("curve:N", scale=dashes, **shown),
    )
    at_risk = (
        alt.Chart(data(_at_risk(first, until)))
        .mark_text(fontSize=10, color=look.SOFT, baseline="top")
        .encode(x=alt.X("day:Q"), y=alt.value(height + 36), text=alt.Text("n:Q", format=",d"))
    )
    beside = (
        alt.Chart(data([{"words": "still watched"}]))
        .mark_text(fontSize=10, color=look.SOFT, baseline="top", align="right", dx=-6)
        .encode(x=alt.value(-12), y=alt.value(height + 36), text="words:N")
    )
    return alt.layer(band, line, at_risk, beside).properties(
        width=width, height=height, title=panel_title(title)
    )


def _steps(label: str, curve: Curve, until: float) -> list[dict[str, Any]]:
    steps = [(0.0, curve.start), *zip(curve.days, curve.points, strict=True)]
    steps = [step for step in steps if step[0] <= until]
    steps.append((until, steps[-1][1]))
    return [
        {"curve": label, "day": day, "share": one.share, "low": one.low, "high": one.high}
        for day, one in steps
    ]


def _at_risk(curve: Curve, until: float) -> list[dict[str, float]]:
    """Return how many were still watched, on days on which that is known: those of an end."""
    found = {}
    for tick in range(_MARKS_ON_AXIS + 1):
        near = [
            (day, n)
            for day, n in zip(curve.days, curve.at_risk, strict=True)
            if until * tick / _MARKS_ON_AXIS <= day <= until
        ]
        if near:
            found[near[0][0]] = near[0][1]
    days = sorted(found)
    apart = [d for i, d in enumerate(days) if i == 0 or d - days[i - 1] > until / 20]
    return [{"day": day, "n": found[day]} for day in apart]
