"""A figure as a placeholder has it: ``{{ cases_penalized }}``, ``{{ 查处各类违法案件.同比 }}``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

import cn2an

from flows.outputs.annual.question import PARTIAL
from flows.outputs.asked import Row
from flows.outputs.printing import money, plain, rounded_down, spans
from flows.outputs.report.errors import Unsayable
from flows.outputs.report.language import Sayable, nearest
from flows.outputs.report.marks import marked

_ABOUT = "余"
_YUAN_OF = {"万元": 10_000, "元": 1, "元/起": 1}


class Remarks:
    """What has to be said aloud of a report that is written, each once, in the order of the document."""

    def __init__(self) -> None:
        self._said: dict[str, None] = {}

    def add(self, remark: str) -> None:
        """Say it."""
        self._said[remark] = None

    @property
    def said(self) -> list[str]:
        """All that was said."""
        return list(self._said)


@dataclass(frozen=True, eq=False)
class Figure(Sayable):
    """One figure in one period.

    Attributes:
        row: as :func:`flows.published.compared` gives it; that of last year has no ``previous_`` columns.
        period: in words.
        remarks: told when a value is used whose months are not all covered.
    """

    row: Row
    period: str
    remarks: Remarks
    previous_period: str = ""

    def __str__(self) -> str:
        return self._marked(self.printed)

    @property
    def name(self) -> str:
        """The name in messages: title and period."""
        return f"“{self.row['title']}”({self.row['figure']}){self.period}"

    @property
    def value(self) -> Decimal:
        """The exact value.

        Raises:
            Unsayable: there is none.
        """
        self.require_value()
        return Decimal(self.row["value"])

    @property
    def printed(self) -> str:
        """The value as a report prints it, without its unit."""
        self.require_value()
        return str(self.row["printed"])

    def require_value(self) -> None:
        """Tell of missing months.

        Raises:
            Unsayable: the figure has no value.
        """
        status, title = self.row["status"], self.name
        if self.row["value"] is None:
            reason = self.row["note"] or _NO_VALUE[status]
            raise Unsayable(f"指标{title}{status}({reason}),没有数值可写")
        if status == PARTIAL:
            missing = f"缺 {spans(self.row['missing_months'])} 的数据" if self.row["missing_months"] else ""
            told = "、".join(part for part in (missing, self.row["note"]) if part)
            self.remarks.add(f"指标{title}数据不全:{told}")
        if self.is_by_hand:
            self.remarks.add(f"指标{title}为{self.row['note']}")

    def say(self, name: str) -> object:
        """See docs/word.md, which lists the names."""
        if name not in _SAID:
            raise Unsayable(f"指标{self.name}没有“.{name}”这一项{nearest(name, _SAID)}")
        answer = _SAID[name](self)
        return self._marked(answer) if isinstance(answer, str) and name not in _NO_NUMBER else answer

    @property
    def is_by_hand(self) -> bool:
        """Whether no system holds it and somebody declared it."""
        return bool(self.row["measure"] == "declared")

    def _marked(self, text: str) -> str:
        return marked(text, str(self.row["note"])) if self.is_by_hand else text

    @property
    def last_year(self) -> Figure:
        """The same figure in the same period of last year."""
        if not self.previous_period:
            raise Unsayable(f"指标{self.name}只有本年和上年,没有更早的年份")
        before = {name.removeprefix("previous_"): self.row[name] for name in self.row if name.startswith("previous_")}
        return Figure({**self.row, **before}, self.previous_period, self.remarks)

    def changed(self, column: str) -> str:
        """A column of the change against last year.

        Raises:
            Unsayable: one of the years has no value, or last year's is 0 and there is no percentage.
        """
        self.require_value()
        self.last_year.require_value()
        text = self.row[column]
        if text is None:
            way = "百分率请写 .增减" if self.row["unit"] == "%" else "上年为 0,没有增减百分比;请写 .增减"
            raise Unsayable(f"指标{self.name}没有这一项:{way}")
        return str(text)

    @property
    def change(self) -> str:
        """How much more or less, with the unit: 增长23起, 持平."""
        return self._told(self.changed("printed_change"), self.row["change_unit"])

    @property
    def change_rate(self) -> str:
        """How much in percent: 增长1.64%; percentage points for a share."""
        return self.change if self.row["unit"] == "%" else self._told(self.changed("printed_percent"), "%")

    def _told(self, size: str, unit: str) -> str:
        direction = self.changed("direction")
        return direction if direction == "持平" else f"{direction}{size}{unit}"

    @property
    def yuan(self) -> Decimal:
        """The amount in yuan.

        Raises:
            Unsayable: the figure is no amount.
        """
        unit = self.row["unit"]
        if unit not in _YUAN_OF:
            raise Unsayable(f"指标{self.name}的单位是{unit},不是金额,不能换算成元或万元")
        return self.value * _YUAN_OF[unit]

    @property
    def yuan_printed(self) -> str:
        """The amount in yuan, with two decimals where it is not whole."""
        decimals = 0 if self.yuan == self.yuan.to_integral_value() else 2
        return money(self.yuan, (decimals, decimals))

    @property
    def chinese(self) -> str:
        """The printed value in Chinese numerals: 一千四百二十二, 六百余, 百分之五十三点二四."""
        number = self.printed.removesuffix(_ABOUT)
        spelled = cn2an.an2cn(number, "low") + self.printed[len(number) :]
        return f"百分之{spelled}" if self.row["unit"] == "%" else spelled

    @property
    def capital(self) -> str:
        """In the capital numerals of bookkeeping; an amount in yuan: 柒佰陆拾伍万伍仟玖佰壹拾捌元整."""
        if self.row["unit"] in _YUAN_OF:
            return str(cn2an.an2cn(self.yuan_printed, "rmb"))
        number = self.printed.removesuffix(_ABOUT)
        return str(cn2an.an2cn(number, "up")) + self.printed[len(number) :]

    def __bool__(self) -> bool:
        return self.value != 0

    def __eq__(self, other: object) -> bool:
        return self.value == _number(other)

    def __lt__(self, other: object) -> bool:
        return self.value < _number(other)

    def __le__(self, other: object) -> bool:
        return self.value <= _number(other)

    def __gt__(self, other: object) -> bool:
        return self.value > _number(other)

    def __ge__(self, other: object) -> bool:
        return self.value >= _number(other)


_NO_VALUE: Final = {"无数据": "没有收到有关的导出文件", "无对象": "分母为零", "不适用": "本机关没有这项职权"}
_NO_NUMBER: Final = ("单位", "unit", "名称", "title", "状态", "status", "方向", "direction")
_Answer = Callable[[Figure], object]
_ANSWERS: Final[dict[tuple[str, str], _Answer]] = {
    ("数值", "value"): lambda figure: figure.printed,
    ("单位", "unit"): lambda figure: figure.row["unit"],
    ("名称", "title"): lambda figure: figure.row["title"],
    ("短语", "phrase"): lambda figure: figure.row["phrase"].replace("{value}", figure.printed),
    ("状态", "status"): lambda figure: figure.row["status"],
    ("有数值", "has_value"): lambda figure: figure.row["value"] is not None,
    ("去年", "last_year"): lambda figure: figure.last_year,
    ("增减", "change"): lambda figure: figure.change,
    ("同比", "change_rate"): lambda figure: figure.change_rate,
    ("方向", "direction"): lambda figure: figure.changed("direction"),
    ("增减数", "change_value"): lambda figure: figure.changed("printed_change"),
    ("增减率", "change_percent"): lambda figure: figure.changed("printed_percent"),
    ("万元", "wan"): lambda figure: money(figure.yuan / _YUAN_OF["万元"]),
    ("元", "yuan"): lambda figure: figure.yuan_printed,
    ("约数", "about"): lambda figure: rounded_down(figure.value),
    ("中文", "chinese"): lambda figure: figure.chinese,
    ("大写", "capital"): lambda figure: figure.capital,
    ("精确值", "exact"): lambda figure: plain(figure.value),
}
# Each answer under its Chinese and its English name.
_SAID: Final = {name: answer for names, answer in _ANSWERS.items() for name in names}


def _number(other: object) -> Decimal:
    if isinstance(other, Figure):
        return other.value
    if isinstance(other, (int, float)):
        return Decimal(str(other))
    raise Unsayable("指标只能与数或另一个指标比较")
