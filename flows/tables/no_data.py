"""Rows below a heading that are no data: totals, notes, repeated headings, examples, hints, empty ledgers."""

from __future__ import annotations

import polars as pl

from flows.tables.locate import Table

# What follows a label decides nothing: 合计(起), 合计: 12. The label alone never makes a row "no data" when the row
# is otherwise complete (an event may well be called 说明会), except for an example, which is often filled in
# completely.
_TOTAL = r"^(?:本[页月季年]|全[年市县区])?\s*(?:合\s*计|小\s*计|总\s*计|累\s*计)\s*(?:[:：(（].*)?$"
_NOTE = (
    r"^(?:填报|填表|制表|编制|审核|复核)|^统计(?:人|单位|日期|时间|部门)?\s*[:：]"
    r"|^(?:备注|注)\s*[:：]|^说明|^注\d"
)
_EXAMPLE = r"^[(（【\[]?(?:示?例|样例|示范|案例)\d*[)）】\]]?(?:\s*[:：].*|[(（]?请(?:勿|删除).*)?$|请删除"
_HINT = r"^(?i:y{4}|年{4})\s*[-/.年]\s*(?i:m{1,2}|月)"
_COUNTER = r"^\d+$"
_NOTHING = ["无", "本年无", "本月无", "本季度无", "本季无", "本期无", "零报告", "无案件", "无此类情况"]

REASONS = {
    "repeated-heading": "重复的表头",
    "repeated-title": "重复的标题",
    "example-row": "示例行",
    "hint-row": "填写提示行",
    "total-row": "合计、小计行",
    "note-row": "填报说明、备注行",
    "zero-report": "零报告(本期无)",
    "outside-table": "表格列之外的文字",
    "test-row": "测试数据",
}


def no_data_reasons(table: Table, body: pl.DataFrame, cleaned: pl.DataFrame) -> pl.Series:
    """Why each row of a table's body is no data, or null where it is data.

    Args:
        body: the cells as they stand, merged cells not filled in, one String column per sheet column.
        cleaned: the cleaned text of the contract columns, named after them.

    Returns:
        A String series of keys of :data:`REASONS`, one per row.
    """
    label = _label(body)
    needed = [name for name in cleaned.columns if table.spec.columns[name].rejects_row]
    lacks_another = _lacks_another(cleaned, needed, label)
    filled = pl.sum_horizontal([pl.col(name).is_not_null().cast(pl.Int32) for name in body.columns])
    facts = body.select(
        _heading_matches(table, body).alias("heading_matches"),
        filled.alias("filled"),
    ).with_columns(
        zero=_is_zero_report(body, label),
        label=label,
        lacks_another=lacks_another,
        is_blank=_all_blank(cleaned),
        hint=_has_hint(cleaned),
    )
    matches = pl.col("label").str.contains
    titles = [text.strip() for row in table.title_rows for text in row]
    return facts.select(
        pl.when(pl.col("heading_matches") >= pl.min_horizontal(pl.lit(3), pl.col("filled")))
        .then(pl.lit("repeated-heading"))
        .when(pl.col("label").is_in(titles) & pl.col("lacks_another"))
        .then(pl.lit("repeated-title"))
        .when(matches(_EXAMPLE))
        .then(pl.lit("example-row"))
        .when(pl.col("hint"))
        .then(pl.lit("hint-row"))
        .when(pl.col("zero"))
        .then(pl.lit("zero-report"))
        .when(matches(_TOTAL) & pl.col("lacks_another"))
        .then(pl.lit("total-row"))
        .when(matches(_NOTE) & pl.col("lacks_another"))
        .then(pl.lit("note-row"))
        .when(pl.col("is_blank"))
        .then(pl.lit("outside-table"))
        .alias("reason")
    ).to_series()


def _heading_matches(table: Table, body: pl.DataFrame) -> pl.Expr:
    """How many cells of a row repeat the heading's cell above them; of a heading in two rows, the better match."""
    return pl.max_horizontal(
        pl.sum_horizontal(
            (pl.col(name).str.strip_chars() == text.strip()).fill_null(False).cast(pl.Int32)
            for name, text in zip(body.columns, heading, strict=True)
            if text
        )
        for heading in map(table.sheet.cells.row, range(table.heading_at, table.first_data_at))
    )


def _label(body: pl.DataFrame) -> pl.Series:
    """The first filled cell of each row that is no bare counter, trimmed."""
    first = [pl.when(~pl.col(name).str.contains(_COUNTER)).then(pl.col(name)) for name in body.columns[:3]]
    rest = [pl.col(name) for name in body.columns[3:]]
    return body.select(pl.coalesce(*first, *rest).str.strip_chars().alias("label")).to_series()


def _lacks_another(cleaned: pl.DataFrame, needed: list[str], label: pl.Series) -> pl.Series:
    """Whether a needed value is missing in a cell other than the one that holds the label."""
    if not needed:
        return pl.repeat(True, cleaned.height, eager=True)
    blank = [(pl.col(name).is_null() | (pl.col(name) == pl.col("label"))) for name in needed]
    others = cleaned.with_columns(label=label)
    missing = pl.sum_horizontal([expression.fill_null(True).cast(pl.Int32) for expression in blank])
    has_label = pl.any_horizontal([(pl.col(name) == pl.col("label")).fill_null(False) for name in needed])
    return others.select(missing > has_label.cast(pl.Int32)).to_series()


def _all_blank(cleaned: pl.DataFrame) -> pl.Series:
    return cleaned.select(pl.all_horizontal(pl.all().is_null())).to_series()


def _has_hint(cleaned: pl.DataFrame) -> pl.Series:
    return cleaned.select(pl.any_horizontal(pl.all().str.contains(_HINT).fill_null(False))).to_series()


def _is_zero_report(body: pl.DataFrame, label: pl.Series) -> pl.Series:
    """The only filled cells are a counter and 无 (本年无, 零报告 …).

    Then the label is one of these words, or the counter; nearly no row is looked at any closer.
    """
    filled = pl.sum_horizontal(pl.all().is_not_null().cast(pl.Int32))
    nothings = pl.sum_horizontal(pl.all().str.strip_chars().is_in(_NOTHING).fill_null(False).cast(pl.Int32))
    counters = pl.sum_horizontal(pl.all().str.strip_chars().str.contains(_COUNTER).fill_null(False).cast(pl.Int32))
    may_be = (label.is_in(_NOTHING) | label.str.contains(_COUNTER)).fill_null(False).arg_true()
    no = pl.repeat(False, body.height, dtype=pl.Boolean, eager=True)
    if not len(may_be):
        return no
    is_zero = body[may_be].select((nothings > 0) & (counters <= 1) & (nothings + counters == filled)).to_series()
    return no.scatter(may_be, is_zero)
