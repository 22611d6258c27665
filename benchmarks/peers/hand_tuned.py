"""fastexcel, polars, Parquet, tuned by hand for clean exports of cases: ``FOLDER OUT [--processes N]``.

What such a script leaves out: other formats and headings, dirty dates and amounts, merged cells, cell addresses of what
is rejected, an archive, a history of exports, masking, checks of the result. It computes the same figures, by month,
unit and field, from the same rows under the same rules.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
from datetime import date, timedelta
from pathlib import Path

import chinese_calendar
import fastexcel
import polars as pl

YEAR = 2023
NAMES = {
    "案号": "case_no", "案件名称": "case_name", "当事人名称": "party_name", "当事人类型": "party_kind",
    "统一社会信用代码/证件号码": "party_id", "车牌号": "plate_no", "业务领域": "field", "违法行为": "offence",
    "案件来源": "source", "程序类型": "procedure", "是否非现场": "off_site", "执法机构": "org_unit",
    "立案日期": "filed_on", "处罚决定书文号": "decision_no", "处罚决定日期": "decided_on", "结案日期": "closed_on",
    "处理结果": "outcome", "处罚种类": "penalty_kinds", "罚款金额": "fine", "没收违法所得金额": "confiscated_income",
    "不予处罚类型": "leniency", "是否法制审核": "legal_review", "公示日期": "published_on", "执法人员": "officers",
}  # fmt: skip
DATES = ["filed_on", "decided_on", "closed_on", "published_on"]
WORDS = {
    "procedure": {"简易程序": "简易程序", "简易": "简易程序", "普通程序": "普通程序", "一般程序": "普通程序"},
    "outcome": {
        "行政处罚": "行政处罚", "处罚": "行政处罚", "不予处罚": "不予处罚", "撤销立案": "撤销立案", "销案": "撤销立案",
        "移送司法": "移送司法", "移送公安": "移送司法", "办理中": "办理中",
    },
    "leniency": {
        name: name for name in ("轻微不罚", "首违不罚", "无主观过错", "减轻处罚", "从轻处罚")
    },
}  # fmt: skip
YES_NO = {"是": True, "有": True, "否": False, "无": False}
BLANKS = ["", "-", "—", "——", "/", "无", "暂无"]
KINDS = [
    "警告", "通报批评", "罚款", "没收违法所得", "没收非法财物", "暂扣许可证件", "降低资质等级", "吊销许可证件",
    "限制开展生产经营活动", "责令停产停业", "责令关闭", "限制从业", "行政拘留", "其他行政处罚",
]  # fmt: skip
ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # GB 11643
CODE_CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # GB 32100
CODE_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))


def read(path: Path) -> pl.DataFrame:
    """The rows of one workbook as typed columns, with their place; what cannot be read is null and marked."""
    sheet = fastexcel.read_excel(path).load_sheet(0, dtypes="string")
    texts = sheet.to_polars().rename(NAMES).with_row_index("row", offset=2)
    texts = texts.with_columns(pl.col(pl.String).str.strip_chars())
    texts = texts.with_columns(pl.when(~pl.col(pl.String).is_in(BLANKS)).then(pl.col(pl.String)).name.keep())
    typed = texts.with_columns(
        pl.col(DATES).str.slice(0, 10).str.to_date("%Y-%m-%d", strict=False),
        pl.col("fine", "confiscated_income").cast(pl.Decimal(18, 2), strict=False),
        pl.col("off_site", "legal_review").replace_strict(YES_NO, default=None, return_dtype=pl.Boolean),
        *(
            pl.col(name).replace_strict(words, default=None, return_dtype=pl.String).alias(name)
            for name, words in WORDS.items()
        ),
        pl.col("penalty_kinds", "officers").str.split("、"),
        pl.col("party_id").str.to_uppercase(),
        pl.col("case_no").str.replace_all(r"[\[(（【]", "〔").str.replace_all(r"[\])）】]", "〕").alias("key"),
    )
    converted = [*DATES, "fine", "confiscated_income", "off_site", "legal_review", *WORDS]
    unreadable = [texts[name].is_not_null() & typed[name].is_null() for name in converted]
    return typed.with_columns(pl.lit(path.name).alias("file"), pl.any_horizontal(unreadable).alias("bad"))


def id_is_right() -> pl.Expr:
    """Whether an identifier of 18 characters passes one of the two checks."""
    characters = [pl.col("party_id").str.slice(place, 1) for place in range(18)]
    digits = [character.cast(pl.Int32, strict=False) for character in characters[:17]]
    total = pl.sum_horizontal([digit * weight for digit, weight in zip(digits, ID_WEIGHTS, strict=True)])
    person = (pl.col("party_id").str.contains(r"^\d{17}[\dX]$")) & (
        characters[17]
        == (total % 11).replace_strict(dict(enumerate("10X98765432")), default="", return_dtype=pl.String)
    )
    values = {character: value for value, character in enumerate(CODE_CHARACTERS)}
    known = [character.replace_strict(values, default=99, return_dtype=pl.Int32) for character in characters]
    check = (31 - pl.sum_horizontal([k * w for k, w in zip(known[:17], CODE_WEIGHTS, strict=True)]) % 31) % 31
    code = (check == known[17]) & (pl.max_horizontal(known) < 31)
    return person | code


def rules() -> dict[str, pl.Expr]:
    """The rules that reject a row, then those that only warn; true where a row breaks one."""
    ordinary, simplified = pl.col("procedure") == "普通程序", pl.col("procedure") == "简易程序"
    penalized = pl.col("outcome") == "行政处罚"
    fine = pl.col("fine").fill_null(0)
    fined = pl.col("penalty_kinds").list.contains("罚款")
    days = (pl.col("decided_on") - pl.col("filed_on")).dt.total_days()
    broken = {
        "unreadable": pl.col("bad"),
        "no-key": pl.col("key").is_null(),
        "no-procedure": pl.col("procedure").is_null(),
        "kinds": pl.col("penalty_kinds").list.eval(~pl.element().is_in(KINDS)).list.any(),
        "id": (pl.col("party_id").str.len_chars() == 18) & ~id_is_right(),
        "filed-decided": ordinary & (pl.col("filed_on") > pl.col("decided_on")),
        "decided-closed": pl.col("decided_on") > pl.col("closed_on"),
        "filed-closed": ordinary & pl.col("decided_on").is_null() & (pl.col("filed_on") > pl.col("closed_on")),
        "no-decision": penalized & pl.col("decided_on").is_null(),
        "open-decided": (pl.col("outcome").fill_null("办理中") == "办理中") & pl.col("decided_on").is_not_null(),
        "no-fine": penalized & fined & (fine == 0),
        "fine-unpenalized": pl.col("outcome").is_in(["不予处罚", "撤销立案"]) & (fine > 0),
        "warning:id": pl.col("party_id").str.len_chars() != 18,
        "warning:late-filed": simplified & (pl.col("filed_on") > pl.col("decided_on")),
        "warning:over-200": simplified
        & (pl.col("party_kind") == "自然人")
        & fine.is_between(200, 3000, closed="right"),
        "warning:over-3000": simplified & (fine > 3000),
        "warning:90-days": ordinary & (days > 90),
        "warning:officers": ordinary & (pl.col("officers").list.len() == 1),
        "warning:kinds-fine": (fine > 0) & ~fined,
        "warning:no-kinds": penalized & pl.col("penalty_kinds").is_null(),
    }
    return {name: expression.fill_null(False) for name, expression in broken.items()}


def make_shard(path: Path, out: Path) -> Path:
    """One workbook to Parquet: accepted rows, and what was found."""
    rows = read(path).with_columns(expression.alias(name) for name, expression in rules().items())
    names = list(rules())
    rejecting = [name for name in names if not name.startswith("warning:")]
    found = rows.select("file", "row", "key", *names).unpivot(names, index=["file", "row", "key"]).filter("value")
    found.write_parquet(out / f"{path.stem}.findings.parquet")
    accepted = rows.filter(~pl.any_horizontal(rejecting)).drop(names)
    shard = out / f"{path.stem}.parquet"
    accepted.write_parquet(shard)
    return shard


def workdays() -> pl.DataFrame:
    """Each day with the number of working days up to it."""
    first, last = date(2021, 1, 1), date(2025, 12, 31)
    days = [first + timedelta(number) for number in range((last - first).days + 1)]
    is_workday = [int(chinese_calendar.is_workday(day)) for day in days]
    return pl.DataFrame({"day": days, "so_far": pl.Series(is_workday).cum_sum()})


def core(shards: list[Path]) -> pl.DataFrame:
    """One row a case, of equal rows the first, of differing rows none, with what the figures need."""
    rows = pl.concat([pl.read_parquet(shard) for shard in shards]).drop("file", "row", "bad")
    twice = pl.col("key").is_duplicated()
    rows = pl.concat([rows.filter(~twice), rows.filter(twice).unique().filter(pl.col("key").is_unique())])
    days = workdays()
    for name in ("decided_on", "published_on"):
        rows = rows.join(days.rename({"day": name, "so_far": f"{name}_workday"}), on=name, how="left")
    penalized = (pl.col("outcome") == "行政处罚") & pl.col("decided_on").is_not_null()
    return rows.with_columns(
        penalized.alias("penalized"),
        (penalized | ((pl.col("outcome") == "不予处罚") & pl.col("decided_on").is_not_null())).alias("decided"),
        (pl.col("fine").fill_null(0) + pl.col("confiscated_income").fill_null(0)).alias("levied"),
        (pl.col("published_on_workday") - pl.col("decided_on_workday") <= 7).fill_null(False).alias("in_time"),
        pl.coalesce(
            "closed_on",
            pl.when((pl.col("procedure") == "简易程序") | (pl.col("outcome") == "不予处罚")).then("decided_on"),
            pl.when(pl.col("outcome") == "撤销立案").then("filed_on"),
        ).alias("ended_on"),
        pl.col("org_unit").fill_null("未填"),
        pl.col("field").fill_null("未填"),
    )


def definitions() -> dict[str, tuple[str, pl.Expr, pl.Expr, pl.Expr]]:
    """Figure → date, which rows, numerator, denominator."""
    every, count = pl.lit(True), pl.len()
    penalized, decided = pl.col("penalized"), pl.col("decided")
    ordinary, simplified = pl.col("procedure") == "普通程序", pl.col("procedure") == "简易程序"
    unpenalized, off_site = decided & ~penalized, pl.col("off_site").fill_null(False)
    days, lenient = (pl.col("decided_on") - pl.col("filed_on")).dt.total_days(), pl.col("leniency")
    filed = decided & ordinary & pl.col("filed_on").is_not_null()
    of_minor = unpenalized & lenient.is_in(["轻微不罚", "首违不罚"])
    return {
        "cases_penalized": ("decided_on", penalized, count, count),
        "cases_filed": ("filed_on", every, count, count),
        "cases_closed": ("closed_on", every, count, count),
        "simplified_cases": ("decided_on", penalized & simplified, count, count),
        "ordinary_cases": ("decided_on", penalized & ordinary, count, count),
        "simplified_rate": ("decided_on", penalized, simplified.sum(), count),
        "off_site_cases": ("decided_on", penalized & off_site, count, count),
        "off_site_rate": ("decided_on", penalized, off_site.sum(), count),
        "fines_levied": ("decided_on", penalized, pl.col("levied").sum(), count),
        "average_fine": ("decided_on", penalized, pl.col("levied").sum(), count),
        "non_penalty_cases": ("decided_on", unpenalized, count, count),
        "minor_leniency_cases": ("decided_on", of_minor, count, count),
        "mitigated_cases": ("decided_on", penalized & (lenient == "减轻处罚"), count, count),
        "legal_reviews": ("decided_on", decided & pl.col("legal_review"), count, count),
        "cases_withdrawn": ("withdrawn_on", pl.col("outcome") == "撤销立案", count, count),
        "within_90_days_rate": ("decided_on", filed, (days <= 90).sum(), count),
        "publication_rate": ("decided_on", penalized & ordinary, pl.col("published_on").is_not_null().sum(), count),
        "publication_on_time_rate": ("decided_on", penalized & ordinary, pl.col("in_time").sum(), count),
    }


def figures(cases: pl.DataFrame) -> pl.DataFrame:
    """Every figure by year, month, unit and field."""
    known = cases.lazy().with_columns(pl.coalesce("closed_on", "filed_on").alias("withdrawn_on"))
    parts = [
        known.filter(rows & pl.col(day).is_not_null())
        .group_by(pl.col(day).dt.year().alias("year"), pl.col(day).dt.month().alias("month"), "org_unit", "field")
        .agg(
            numerator.cast(pl.Decimal(38, 2)).alias("numerator"),
            denominator.cast(pl.Decimal(38, 2)).alias("denominator"),
        )
        .with_columns(pl.lit(name).alias("figure"))
        for name, (day, rows, numerator, denominator) in definitions().items()
    ]
    return pl.concat(pl.collect_all(parts))


def year_of(cells: pl.DataFrame) -> dict[str, list[str]]:
    """Figure → numerator and denominator of the year."""
    totals = cells.filter(pl.col("year") == YEAR).group_by("figure").agg(pl.col("numerator", "denominator").sum())
    rows = totals.select("figure", "numerator", "denominator").rows()
    return {name: [str(numerator), str(denominator)] for name, numerator, denominator in rows}


def main() -> None:
    """Read a folder of workbooks; write shards, findings, cases and figures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("out", type=Path)
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    paths = sorted(given.folder.rglob("*.xlsx"))
    if len(paths) == 1:
        shards = [make_shard(paths[0], given.out)]
    else:
        os.environ["POLARS_MAX_THREADS"] = "1"  # of each of the two processes
        with multiprocessing.get_context("forkserver").Pool(2) as pool:
            shards = pool.starmap(make_shard, [(path, given.out) for path in paths], chunksize=4)
    cells = figures(core(shards))
    cells.write_parquet(given.out / "figures.parquet")
    (given.out / "figures.json").write_text(json.dumps(year_of(cells)))


if __name__ == "__main__":
    main()
