"""Columns, headings, vocabularies and conditions that several contracts share."""

from __future__ import annotations

from typing import Any

import polars as pl

from schemas.base import Contract, Flag, Kind, Text, Vocabulary, column
from schemas.identifiers import is_resident_id, is_uscc

# A column without headings of its own has those of the column of its name in cases, else in permits (exports,
# "Columns").
CASE_NO = ("案号", "案件编号", "案件号")
ORG_UNIT = ("执法机构", "办案机构", "立案机构", "承办机构")
ITEM_NO = ("办件编号", "受理编号", "申办流水号")

CHANGE = Vocabulary({"新增": ("i", "I"), "修改": ("u", "U"), "删除": ("d", "D", "作废")})
FIELD = Vocabulary(
    {
        "道路货运": ("普货",),
        "道路客运": (),
        "危险货物运输": ("危货", "危险品运输"),
        "超限超载": ("治超",),
        "公路路政": ("路政",),
        "机动车维修": ("维修",),
        "驾驶员培训": ("驾培",),
        "出租汽车": ("出租车", "巡游出租", "网约车"),
        "公共汽电车": ("公交",),
        "汽车租赁": ("租赁",),
        "水路运输": ("水路",),
        "港口航道": ("港口", "航道"),
        "工程质量安全": ("质监", "工程质监"),
        "其他": (),
    },
    is_open=True,
)
PARTY_KIND = Vocabulary(
    {
        "自然人": ("个人", "公民"),
        "法人及非法人组织": ("单位", "企业", "法人", "法人或其他组织", "其他组织"),
        "个体工商户": ("个体",),
    },
    is_open=True,
)

ID_STANDARDS = "GB 32100—2015《法人和其他组织统一社会信用代码编码规则》;GB 11643—1999《公民身份号码》"
ID_WRONG = "十八位证件号码未通过校验,多为录入或抄写错误;请核对证照原件,改正后重新导出"
ID_UNVERIFIED = (
    "证件号码不是可校验的十八位号码(旧注册号、机构代码、其他证件或已脱敏);请尽量补录统一社会信用代码或身份证号"
)


def flag(*headings: str, description: str) -> Any:
    """A 是/否 column, in which 无 means 否 rather than blank."""
    return column(Kind.BOOL, *headings, description=description, legal_blanks=frozenset({"无"}))


class Exported(Contract):
    """What every export may say of a row: how it changed since the last export, and whether it is test data."""

    change: Text = column(
        Kind.ENUM,
        "更新类型",
        "操作类型",
        vocabulary=CHANGE,
        description="此行相对上次导出的变化,删除表示撤下该记录,空白表示照常计入",
    )
    is_test: Flag = flag("测试数据标识", "测试数据", description="是否系统测试数据,是则跳过不计,空白表示不是")


def is_blank_or_zero(name: str) -> pl.Expr:
    """True where an amount or number is blank or 0."""
    return pl.col(name).fill_null(0) == 0


def is_unmarked(name: str) -> pl.Expr:
    """True where a flag is 否 or blank: a blank flag counts as 否 (figures, part A)."""
    return ~pl.col(name).fill_null(False)


def count_of(name: str) -> pl.Expr:
    """How many values a set has; 0 where it is blank."""
    return pl.col(name).list.len().fill_null(0)


def is_masked(name: str) -> pl.Expr:
    """True where digits of an identifier have been replaced by asterisks."""
    return pl.col(name).str.contains("*", literal=True)


def is_checkable_id(name: str) -> pl.Expr:
    """True where an identifier has the 18 characters of a USCC or a resident ID, none of them masked."""
    return (pl.col(name).str.len_chars() == 18) & ~is_masked(name)


def passes_id_check(name: str) -> pl.Expr:
    """True where an identifier is a right USCC or a right resident ID; passing either is enough."""
    return is_uscc(pl.col(name)) | is_resident_id(pl.col(name))
