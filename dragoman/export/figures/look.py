"""One look for all figures: a typeface, few greys, colours that the colour-blind tell apart.

Colours are those of Okabe and Ito (2008), who chose them for all common kinds of colour
blindness. No meaning hangs on colour alone: in one panel marks differ in shape, in fill or
in lightness too, so that a grey copy says the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dragoman.model import Channel

FONT = "Liberation Sans, Arial, Helvetica, sans-serif"
"""The first is drawn with everywhere (it comes with the renderer); Arial has its widths."""

WIDTH = 520
"""How wide a panel is, in CSS pixels; with labels a figure is about 7 inches wide in print."""

INK, SOFT, RULE, DIM = "#1c1b1a", "#5a5650", "#8c877f", "#c9c4bb"
PALE, PAPER = "#e4e1db", "#ffffff"
BLACK, ORANGE, SKY, GREEN = "#000000", "#e69f00", "#56b4e9", "#009e73"
BLUE, VERMILLION, PURPLE = "#0072b2", "#d55e00", "#cc79a7"

SOLID, DASHED, DOTTED = [1, 0], [5, 3], [1.5, 2.5]
"""How lines of one panel are told apart."""


@dataclass(frozen=True, slots=True)
class Mark:
    """How one kind of thing is drawn: a colour, and a shape that no neighbour shares."""

    label: str
    color: str
    shape: str  # a name of Vega's, or an SVG path in a square from -1 to 1


STAR = (
    "M0,-1.4L0.33,-0.46L1.33,-0.43L0.53,0.18L0.82,1.13L0,0.57L-0.82,1.13L-0.53,0.18"
    "L-1.33,-0.43L-0.33,-0.46Z"
)
X = (
    "M-1,-1L-1,-0.5L-0.5,0L-1,0.5L-1,1L-0.5,1L0,0.5L0.5,1L1,1L1,0.5L0.5,0L1,-0.5L1,-1"
    "L0.5,-1L0,-0.5L-0.5,-1Z"
)
FLAG = "M-0.7,-1L0.9,-0.45L-0.35,0.1L-0.35,1L-0.7,1Z"
BAR = "M-0.35,-1L0.35,-1L0.35,1L-0.35,1Z"
DASH = "M-1,-0.35L1,-0.35L1,0.35L-1,0.35Z"
HOURGLASS = "M-0.95,-1.05L0.95,-1.05L-0.95,1.05L0.95,1.05Z"
PENTAGON = "M0,-1L0.95,-0.31L0.59,0.81L-0.59,0.81L-0.95,-0.31Z"

HEXAGON = "M0,-1L0.87,-0.5L0.87,0.5L0,1L-0.87,0.5L-0.87,-0.5Z"
CHEVRON = "M-1,0L0,-0.8L1,0L1,0.8L0,0L-1,0.8Z"
BOLT = "M0.2,-1.2L-0.8,0.2L-0.1,0.2L-0.3,1.2L0.8,-0.3L0.1,-0.3Z"
TRAPEZE = "M-0.5,-0.8L0.5,-0.8L1,0.8L-1,0.8Z"
TEE = "M-1,-0.9L1,-0.9L1,-0.3L0.35,-0.3L0.35,1L-0.35,1L-0.35,-0.3L-1,-0.3Z"

CHANNEL: dict[str, Mark] = {
    Channel.VISIT: Mark("visit", BLUE, "square"),
    Channel.MEETING: Mark("meeting", BLUE, "circle"),
    Channel.CALL: Mark("call", ORANGE, "triangle-up"),
    Channel.VIDEO_MEETING: Mark("video meeting", ORANGE, "triangle-down"),
    Channel.LETTER: Mark("letter", VERMILLION, "diamond"),
    Channel.VERBAL_MESSAGE: Mark("verbal message", VERMILLION, HOURGLASS),
    Channel.DIALOGUE: Mark("dialogue", GREEN, "cross"),
    Channel.NEGOTIATION: Mark("negotiation", GREEN, X),
    Channel.SUMMIT: Mark("summit", GREEN, STAR),
    Channel.COMMEMORATION: Mark("commemoration", GREEN, PENTAGON),
    Channel.GIFT: Mark("gift", PURPLE, TRAPEZE),
    Channel.AGREEMENT: Mark("agreement", BLACK, DASH),
    Channel.JOINT_STATEMENT: Mark("joint statement", BLACK, BAR),
    Channel.CREDENTIALS: Mark("envoys accredited", BLACK, "triangle-left"),
    Channel.RELATIONS: Mark("relations changed", BLACK, "triangle-right"),
    Channel.AID: Mark("aid", SKY, "square"),
    Channel.EXERCISE: Mark("joint exercise", SKY, HEXAGON),
    Channel.COOPERATION: Mark("cooperation", SKY, "circle"),
    Channel.SUPPORT: Mark("praise", SKY, "diamond"),
    Channel.CONCESSION: Mark("concession", SKY, "cross"),
    Channel.REQUEST: Mark("request", SKY, FLAG),
    Channel.CRITICISM: Mark("criticism", PURPLE, "circle"),
    Channel.REJECTION: Mark("rejection", PURPLE, DASH),
    Channel.PROTEST: Mark("protest", PURPLE, FLAG),
    Channel.SUMMON: Mark("envoy summoned", PURPLE, TEE),
    Channel.THREAT: Mark("threat", PURPLE, "triangle-down"),
    Channel.EXPULSION: Mark("expulsion", PURPLE, CHEVRON),
    Channel.SANCTION: Mark("sanction", PURPLE, "square"),
    Channel.FORCE: Mark("force", PURPLE, BOLT),
}
"""How each channel is drawn: its family's colour, and a shape of its own within the family."""

_TEXT = {"font": FONT, "fontWeight": "normal", "color": INK}
_AXIS = {
    "labelFont": FONT,
    "labelFontSize": 11,
    "labelColor": INK,
    "labelLimit": 0,
    "titleFont": FONT,
    "titleFontSize": 11,
    "titleFontWeight": "normal",
    "titleColor": SOFT,
    "gridColor": PALE,
    "domainColor": RULE,
    "tickColor": RULE,
    "tickSize": 4,
}

CONFIG: dict[str, Any] = {
    "background": PAPER,
    "padding": {"left": 12, "right": 16, "top": 12, "bottom": 12},
    "font": FONT,
    "view": {"stroke": None, "continuousWidth": WIDTH, "continuousHeight": 160},
    "axis": _AXIS,
    "axisX": {"titleAnchor": "start", "grid": False},
    "axisY": {"domain": False, "ticks": False, "labelPadding": 6},
    "header": {
        "labelFont": FONT,
        "labelFontSize": 11,
        "labelColor": INK,
        "labelAnchor": "start",
        "titleFont": FONT,
        "titleFontSize": 11,
        "titleFontWeight": "normal",
        "titleColor": SOFT,
    },
    "legend": {
        "labelFont": FONT,
        "labelFontSize": 11,
        "labelColor": INK,
        "labelLimit": 0,
        "titleFont": FONT,
        "titleFontSize": 11,
        "titleFontWeight": "normal",
        "titleColor": SOFT,
        "symbolSize": 70,
        "symbolStrokeWidth": 1.4,
        "orient": "top",
        "direction": "horizontal",
        "columnPadding": 14,
        "offset": 6,
    },
    "title": {
        "font": FONT,
        "fontSize": 15,
        "fontWeight": "bold",
        "color": INK,
        "subtitleFont": FONT,
        "subtitleFontSize": 11,
        "subtitleColor": SOFT,
        "subtitlePadding": 5,
        "lineHeight": 19,
        "subtitleLineHeight": 15,
        "anchor": "start",
        "frame": "group",
        "offset": 12,
    },
    "text": {"font": FONT, "fontSize": 11, "color": INK},
    "concat": {"spacing": 10},
    "point": {"filled": True, "opacity": 1, "size": 60},
    "rule": {"color": RULE},
}
"""The part of every specification that says how it looks, the same for print and page."""


def marks(channels: Sequence[str]) -> dict[str, list[str]]:
    """Return domain, colours and shapes for a legend of these channels, in their order."""
    found = [CHANNEL[channel] for channel in channels]
    return {
        "domain": [mark.label for mark in found],
        "colors": [mark.color for mark in found],
        "shapes": [mark.shape for mark in found],
    }


def luminance(color: str) -> float:
    """Return the relative luminance of a colour after WCAG 2.2: 0 is black, 1 is white.

    >>> round(luminance("#ffffff"), 3), round(luminance(BLUE), 3)
    (1.0, 0.152)
    """
    parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
