"""Charts as pictures, drawn with the bundled font, so that Chinese text shows on every machine and bytes are equal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from flows.outputs.fonts import FAMILY, FOLDER, is_held
from flows.outputs.report.errors import Unsayable
from flows.outputs.report.parts import Part

_WIDTH, _HEIGHT = 560, 260  # points, before scaling
_BAR_HEIGHT = 28
_SCALE = 2
_COLOUR, _TEXT_COLOUR = "#1f4e79", "#222222"
_SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"  # the version of the language; nothing is fetched


@dataclass(frozen=True)
class Chart:
    """Bars with their values. A part without a value has no bar and shows its state."""

    title: str
    parts: Sequence[Part]
    lies: bool = False  # bars from left to right: room for long labels

    def png(self) -> bytes:
        """The picture. The same chart gives the same bytes.

        Raises:
            Unsayable: the font lacks a character; an empty box is never drawn.
        """
        _require_glyphs(self.title, *(part.label for part in self.parts), *(part.shown for part in self.parts))
        picture: bytes = _renderer().vegalite_to_png(self._specification(), scale=_SCALE, allowed_base_urls=[])
        return picture

    def _specification(self) -> dict[str, Any]:
        label = {"field": "label", "type": "nominal", "sort": None, "axis": {"title": None, "labelAngle": 0}}
        value = {"field": "value", "type": "quantitative", "axis": {"title": None, "tickMinStep": 1}}
        long, across = ("y", "x") if self.lies else ("x", "y")
        beside = {"align": "left", "dx": 4} if self.lies else {"baseline": "bottom", "dy": -3}
        return {
            "$schema": _SCHEMA,
            "width": _WIDTH,
            "height": {"step": _BAR_HEIGHT} if self.lies else _HEIGHT,
            "background": "white",
            "padding": 12,
            "title": {"text": self.title, "offset": 14},
            "data": {"values": [_datum(part) for part in self.parts]},
            "encoding": {long: label, across: value},
            "layer": [
                {"mark": {"type": "bar", "color": _COLOUR}},
                {"mark": {"type": "text", **beside}, "encoding": {"text": {"field": "shown", "type": "nominal"}}},
            ],
            "config": _CONFIG,
        }


_CONFIG = {
    "font": FAMILY,
    "title": {"fontSize": 15, "fontWeight": "normal", "color": _TEXT_COLOUR},
    "axis": {"labelFontSize": 12, "labelColor": _TEXT_COLOUR, "labelLimit": 260, "gridColor": "#e3e3e3"},
    "text": {"fontSize": 12, "color": _TEXT_COLOUR},
    "view": {"stroke": None},
}


def _datum(part: Part) -> dict[str, Any]:
    # Only the length of a bar is a float; the number beside it is the exact text.
    return {"label": part.label, "value": float(part.value or 0), "shown": part.shown}


def _require_glyphs(*texts: str) -> None:
    missing = sorted({character for text in texts for character in text if not is_held(character)})
    if missing:
        raise Unsayable(f"图表的字体里没有“{''.join(missing)}”,画出来会是空框;请改用表格,或在来源系统里换用通行的字")


@cache
def _renderer() -> Any:
    import vl_convert

    vl_convert.register_font_directory(str(FOLDER))
    return vl_convert
