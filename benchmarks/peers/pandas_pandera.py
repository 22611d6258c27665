"""pandas and pandera, the usual script for clean exports of cases: ``FOLDER OUT openpyxl|calamine``.

What it leaves out is what ``hand_tuned.py`` leaves out; it computes the same figures from the same rows under the same
rules.
"""

from __future__ import annotations

import json
import sys
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Literal, cast

import chinese_calendar
import numpy as np
import pandas as pd
import pandera.pandas as pa
from stdnum.cn import ric, uscc

Engine = Literal["openpyxl", "calamine"]
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
YUAN = ["fine", "confiscated_income"]
FLAGS = ["off_site", "legal_review"]
SYNONYMS = {"简易": "简易程序", "一般程序": "普通程序", "处罚": "行政处罚", "销案": "撤销立案", "移送公安": "移送司法"}
KINDS = {
    "警告", "通报批评", "罚款", "没收违法所得", "没收非法财物", "暂扣许可证件", "降低资质等级", "吊销许可证件",
    "限制开展生产经营活动", "责令停产停业", "责令关闭", "限制从业", "行政拘留", "其他行政处罚",
}  # fmt: skip
BLANKS = ["", "-", "—", "——", "/", "无", "暂无"]
PENALIZED, UNPENALIZED, WITHDRAWN = "行政处罚", "不予处罚", "撤销立案"


def read(path: Path, engine: Engine) -> pd.DataFrame:
    """The rows of one workbook as typed columns; what cannot be read is blank and marked as bad."""
    texts = pd.read_excel(path, engine=engine, dtype=str).rename(columns=NAMES)
    for name in texts:
        stripped = texts[name].str.strip()
        texts[name] = stripped.mask(stripped.isin(BLANKS))
    rows: pd.DataFrame = texts.copy()
    for name in DATES:
        rows[name] = pd.to_datetime(texts[name].str.slice(0, 10), format="%Y-%m-%d", errors="coerce")
    for name in YUAN:
        rows[name] = (texts[name].map(cents, na_action="ignore")).astype("Int64")
    for name in FLAGS:
        rows[name] = texts[name].map({"是": True, "有": True, "否": False}).astype("boolean")
    for name in ("procedure", "outcome"):
        rows[name] = texts[name].replace(SYNONYMS)
    rows["bad"] = np.logical_or.reduce(
        [(texts[name].notna() & rows[name].isna()).to_numpy() for name in (*DATES, *YUAN, *FLAGS)]
    )
    for name in ("penalty_kinds", "officers"):
        rows[name] = texts[name].str.split("、")
    rows["key"] = texts["case_no"].str.translate(str.maketrans("[(（【])）】", "〔〔〔〔〕〕〕〕"))
    rows.insert(0, "row", np.arange(2, len(rows) + 2))
    rows.insert(0, "file", path.name)
    return rows


def cents(text: str) -> int | None:
    """An amount in yuan as whole cents, exactly; None if it is no amount."""
    try:
        return int(Decimal(text) * 100)
    except InvalidOperation:
        return None


def id_is_right(identifiers: pd.Series) -> pd.Series:
    """Whether identifiers of 18 characters pass one of the two checks, each distinct one looked at once."""
    known = {text: _is_right(text) for text in identifiers.dropna().unique() if len(text) == 18}
    return identifiers.map(known).fillna(True).astype(bool)


def _is_right(text: str) -> bool:
    # Not ric.validate: it wants the county code to have existed, and refuses real people.
    try:
        is_person = ric.calc_check_digit(text) == text[-1] and ric.get_birth_date(text) is not None
    except Exception:  # noqa: BLE001 (stdnum raises several kinds)
        is_person = False
    return is_person or uscc.is_valid(text)


def breaks(rows: pd.DataFrame) -> pd.DataFrame:
    """One boolean column a rule, true where a row breaks it; warnings are named so."""
    ordinary, simplified = rows["procedure"] == "普通程序", rows["procedure"] == "简易程序"
    penalized = rows["outcome"] == PENALIZED
    fine = rows["fine"].fillna(0)
    kinds = rows["penalty_kinds"]
    fined = kinds.map(lambda values: "罚款" in values, na_action="ignore").fillna(False).astype(bool)
    days = (rows["decided_on"] - rows["filed_on"]).dt.days
    is_open = rows["outcome"].fillna("办理中") == "办理中"
    broken = {
        "unreadable": rows["bad"],
        "no-key": rows["key"].isna(),
        "procedure": ~rows["procedure"].isin(["简易程序", "普通程序"]),
        "kinds": ~kinds.map(KINDS.issuperset, na_action="ignore").fillna(True).astype(bool),
        "id": ~id_is_right(rows["party_id"].str.upper()),
        "filed-decided": ordinary & (rows["filed_on"] > rows["decided_on"]),
        "decided-closed": rows["decided_on"] > rows["closed_on"],
        "filed-closed": ordinary & rows["decided_on"].isna() & (rows["filed_on"] > rows["closed_on"]),
        "no-decision": penalized & rows["decided_on"].isna(),
        "open-decided": is_open & rows["decided_on"].notna(),
        "no-fine": penalized & fined & (fine == 0),
        "fine-unpenalized": rows["outcome"].isin([UNPENALIZED, WITHDRAWN]) & (fine > 0),
        "warning:id": rows["party_id"].str.len() != 18,
        "warning:late-filed": simplified & (rows["filed_on"] > rows["decided_on"]),
        "warning:over-200": simplified & (rows["party_kind"] == "自然人") & fine.between(200_01, 3000_00),
        "warning:over-3000": simplified & (fine > 3000_00),
        "warning:90-days": ordinary & (days > 90),
        "warning:officers": ordinary & (rows["officers"].str.len() == 1),
        "warning:kinds-fine": (fine > 0) & ~fined,
        "warning:no-kinds": penalized & kinds.isna(),
    }
    return pd.DataFrame({name: column.fillna(False).astype(bool) for name, column in broken.items()})


def schema(rules: list[str]) -> pa.DataFrameSchema:
    """The rules as checks on their columns."""
    return pa.DataFrameSchema({name: pa.Column(bool, pa.Check(lambda broken: ~broken, name=name)) for name in rules})


def validated(rows: pd.DataFrame, out: Path) -> pd.DataFrame:
    """The rows that no rule rejects; what was found goes to a file."""
    broken = breaks(rows)
    try:
        schema(list(broken.columns)).validate(broken, lazy=True)
    except pa.errors.SchemaErrors as failure:
        found = failure.failure_cases[["check", "index"]]
        rejecting = found.loc[~found["check"].str.startswith("warning:"), "index"]
        found.merge(rows[["file", "row", "key"]], left_on="index", right_index=True).to_csv(out, index=False)
        return rows[~rows.index.isin(rejecting)]
    return rows


def workdays() -> pd.Series:
    """Day → the number of working days up to it."""
    first, last = date(2021, 1, 1), date(2025, 12, 31)
    days = [first + timedelta(number) for number in range((last - first).days + 1)]
    return pd.Series([chinese_calendar.is_workday(day) for day in days], index=pd.to_datetime(days)).cumsum()


def core(rows: pd.DataFrame) -> pd.DataFrame:
    """One row a case, of equal rows the first, of differing rows none, with what the figures need."""
    twice = rows["key"].duplicated(keep=False)
    same = rows[twice].drop(columns=["file", "row"])
    same = same.loc[same.astype(str).drop_duplicates().index].drop_duplicates("key", keep=False)
    cases = pd.concat([rows[~twice], same])
    so_far = workdays()
    taken = cases["published_on"].map(so_far) - cases["decided_on"].map(so_far)
    outcome, is_decided = cases["outcome"], cases["decided_on"].notna()
    penalized = (outcome == PENALIZED) & is_decided
    return cases.assign(
        penalized=penalized,
        decided=penalized | ((outcome == UNPENALIZED) & is_decided),
        levied=cases["fine"].fillna(0) + cases["confiscated_income"].fillna(0),
        in_time=taken <= 7,
        withdrawn_on=cases["closed_on"].fillna(cases["filed_on"]),
        org_unit=cases["org_unit"].fillna("未填"),
        field=cases["field"].fillna("未填"),
    )


def definitions(cases: pd.DataFrame) -> dict[str, tuple[str, pd.Series, pd.Series | None]]:
    """Figure → date, which rows, what is summed of them (None: their number)."""
    every = pd.Series(data=True, index=cases.index)
    penalized, decided = cases["penalized"], cases["decided"]
    ordinary, simplified = cases["procedure"] == "普通程序", cases["procedure"] == "简易程序"
    unpenalized, off_site = decided & ~penalized, cases["off_site"].fillna(False).astype(bool)
    in_90_days = (cases["decided_on"] - cases["filed_on"]).dt.days <= 90
    of_minor = unpenalized & cases["leniency"].isin(["轻微不罚", "首违不罚"])
    return {
        "cases_penalized": ("decided_on", penalized, None),
        "cases_filed": ("filed_on", every, None),
        "cases_closed": ("closed_on", every, None),
        "simplified_cases": ("decided_on", penalized & simplified, None),
        "ordinary_cases": ("decided_on", penalized & ordinary, None),
        "simplified_rate": ("decided_on", penalized, simplified),
        "off_site_cases": ("decided_on", penalized & off_site, None),
        "off_site_rate": ("decided_on", penalized, off_site),
        "fines_levied": ("decided_on", penalized, cases["levied"]),
        "average_fine": ("decided_on", penalized, cases["levied"]),
        "non_penalty_cases": ("decided_on", unpenalized, None),
        "minor_leniency_cases": ("decided_on", of_minor, None),
        "mitigated_cases": ("decided_on", penalized & (cases["leniency"] == "减轻处罚"), None),
        "legal_reviews": ("decided_on", decided & cases["legal_review"].fillna(False).astype(bool), None),
        "cases_withdrawn": ("withdrawn_on", cases["outcome"] == WITHDRAWN, None),
        "within_90_days_rate": ("decided_on", decided & ordinary & cases["filed_on"].notna(), in_90_days),
        "publication_rate": ("decided_on", penalized & ordinary, cases["published_on"].notna()),
        "publication_on_time_rate": ("decided_on", penalized & ordinary, cases["in_time"]),
    }


def figures(cases: pd.DataFrame) -> pd.DataFrame:
    """Every figure by year, month, unit and field; sums of money in cents."""
    parts = []
    for name, (day, rows, quantity) in definitions(cases).items():
        counted = cases.loc[rows & cases[day].notna(), [day, "org_unit", "field"]]
        counted = counted.assign(year=counted[day].dt.year, month=counted[day].dt.month, figure=name, denominator=1)
        counted["numerator"] = 1 if quantity is None else quantity.loc[counted.index].astype("int64")
        keys = ["figure", "year", "month", "org_unit", "field"]
        parts.append(counted.groupby(keys, as_index=False)[["numerator", "denominator"]].sum())
    return pd.concat(parts)


def year_of(cells: pd.DataFrame) -> dict[str, list[str]]:
    """Figure → numerator and denominator of the year."""
    totals = cells[cells["year"] == YEAR].groupby("figure")[["numerator", "denominator"]].sum()
    in_cents = {"fines_levied", "average_fine"}
    return {
        str(name): [str(Decimal(int(row.numerator)) / (100 if name in in_cents else 1)), str(row.denominator)]
        for name, row in totals.iterrows()
    }


def main() -> None:
    """Read a folder of workbooks; write findings, cases and figures."""
    folder, out, engine = Path(sys.argv[1]), Path(sys.argv[2]), cast("Engine", sys.argv[3])
    out.mkdir(parents=True, exist_ok=True)
    paths = sorted(folder.rglob("*.xlsx"))
    accepted = [validated(read(path, engine), out / f"{path.stem}.findings.csv") for path in paths]
    cases = core(pd.concat(accepted, ignore_index=True))
    cases.to_parquet(out / "cases.parquet")
    cells = figures(cases)
    cells.to_parquet(out / "figures.parquet")
    (out / "figures.json").write_text(json.dumps(year_of(cells)))


if __name__ == "__main__":
    main()
