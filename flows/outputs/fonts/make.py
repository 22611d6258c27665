"""Makes EnfstatSans.otf anew: ``python -m flows.outputs.fonts.make NotoSansCJK-Regular.ttc`` (needs fontTools)."""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTCollection, TTFont

from flows.outputs.fonts import FAMILY, FOLDER, is_held

_SOURCE_FAMILY = "Noto Sans CJK SC"
_FAMILY_ID, _STYLE_ID, _UNIQUE_ID, _FULL_ID, _POSTSCRIPT_ID = 1, 2, 3, 4, 6
_KEPT_NAMES = (0, _FAMILY_ID, _STYLE_ID, _UNIQUE_ID, _FULL_ID, _POSTSCRIPT_ID, 13, 14)  # 0 copyright, 13–14 licence


def make(collection: Path, target: Path) -> None:
    """Take the characters of GBK from a collection and give the font the name of the project."""
    font = _chinese(TTCollection(str(collection), lazy=True))
    options = subset.Options(layout_features=[], hinting=False, glyph_names=False, notdef_outline=True)
    options.name_IDs = list(_KEPT_NAMES)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=[code for code in range(0x20, 0x10000) if is_held(chr(code))])
    subsetter.subset(font)
    _rename(font)
    font.save(str(target))


def _chinese(collection: TTCollection) -> TTFont:
    for font in collection.fonts:
        if font["name"].getDebugName(_FULL_ID) == _SOURCE_FAMILY:
            font.recalcTimestamp = False  # the file depends on its source alone
            return font
    raise ValueError(f"no {_SOURCE_FAMILY} among the fonts of the collection")


def _rename(font: TTFont) -> None:
    # The copyright notice and the licence stay; the names become the project's own (OFL, condition 3).
    postscript = FAMILY.replace(" ", "")
    names = {_FAMILY_ID: FAMILY, _UNIQUE_ID: FAMILY, _FULL_ID: FAMILY, _POSTSCRIPT_ID: postscript}
    for record in font["name"].names:
        if record.nameID in names:
            record.string = names[record.nameID]
    outlines = font["CFF "].cff
    outlines.fontNames = [postscript]
    outlines[0].FamilyName = outlines[0].FullName = FAMILY


if __name__ == "__main__":
    make(Path(sys.argv[1]), FOLDER / "EnfstatSans.otf")
