"""Why a figure is no longer what was released: the causes, and how each is told (docs/decisions/0015)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from flows.store.declared import NAMES
from flows.store.manifests import Entry, Status

Row = Mapping[str, Any]

# What a figure shows besides the sums that its records make.
_WORDS = ("title", "unit", "measure", "printed", "note")
_SETTINGS = ("not_applicable", "powers", "calendar")


class Cause(StrEnum):
    """Why a figure differs from what was released."""

    LATE = "late record"
    CORRECTED = "corrected record"
    DELETED = "deleted record"
    DECLARED = "declared correction"
    DEFINITION = "changed definition"
    CODE = "changed code"
    COVER = "changed cover"
    SETTINGS = "changed settings"
    DAY = "later day"
    MANY = "many records"


TITLES = {
    Cause.LATE: "补录",
    Cause.CORRECTED: "更正",
    Cause.DELETED: "删除",
    Cause.DECLARED: "更正申报",
    Cause.DEFINITION: "口径变更",
    Cause.CODE: "程序变更",
    Cause.COVER: "覆盖月份变动",
    Cause.SETTINGS: "设置变更",
    Cause.DAY: "截止日推移",
    Cause.MANY: "大批变动",
}
_STATES = {
    Status.IN_FORCE: "有效",
    Status.SUPERSEDED: "已被同一路径的新文件替换",
    Status.REFUSED: "未被接收",
    Status.RETRACTED: "已撤下",
}


@dataclass(frozen=True)
class Known:
    """What tells one cause from another: settings, code and files of both sides.

    Attributes:
        then, now: the settings of the earlier build and of the later one.
        paths_then: sha256 → path of the files of corrections that were declared for the earlier one.
    """

    then: Row
    now: Row
    code_then: Mapping[str, str]
    code_now: Mapping[str, str]
    files_then: Mapping[str, Entry]
    files_now: Mapping[str, Row]
    paths_then: Mapping[str, str]

    @property
    def is_other_names(self) -> bool:
        """Whether the bureau's list of names differs."""
        return _names(self.then) != _names(self.now)

    @property
    def is_other_code(self) -> bool:
        """Whether the code or its libraries differ."""
        return any(self.then.get(name) != self.now.get(name) for name in ("code", "lock"))

    def has_other_definition(self, figure: str) -> bool:
        """Whether the file that defines a figure differs."""
        name = f"sql/figures/{figure}.sql"
        return self.code_then.get(name) != self.code_now.get(name)

    def was_in_force(self, sha256: str) -> bool:
        """Whether a file counted when the figures were released."""
        return sha256 in self.files_then and self.files_then[sha256].status is Status.IN_FORCE

    def is_in_force(self, sha256: str) -> bool:
        """Whether a file counts today."""
        return sha256 in self.files_now and bool(self.files_now[sha256]["status"] == Status.IN_FORCE)

    def path(self, sha256: str | None) -> str | None:
        """The path under raw/ by which a file is known, today if it is."""
        if sha256 is None:
            return None
        now = self.files_now.get(sha256)
        if now:
            return str(now["file"])
        return self.files_then[sha256].path if sha256 in self.files_then else self.paths_then[sha256]


def _names(settings: Row) -> Row:
    """The list of names among what was declared; releases of 0.1 know of none."""
    return {path: sha256 for path, sha256 in settings.get("declared", {}).items() if path.startswith(f"{NAMES}/")}


def record_cause(record: Row, known: Known) -> tuple[Cause, str]:
    """Why a record of a contract differs, as a cause and in words.

    Args:
        record: ``is_then``, ``is_now``, ``is_same_row``, ``sha256_then``, ``sha256_now``; ``declared_then``,
            ``declared_now``: where its correction is declared; ``by_file``: the file of the row that deleted it;
            ``rejection``: what is said of the earlier row where it is rejected now.
    """
    if declared := _declared(record, known):
        return Cause.DECLARED, declared
    match record["is_then"], record["is_now"]:
        case True, True:
            return _corrected(record, known)
        case False, _:
            return _late(record["sha256_now"], known)
        case _:
            return _deleted(record, known)


def _declared(record: Row, known: Known) -> str | None:
    """Why a declared correction, or one that was withdrawn, made the difference; None where none did."""
    was, by = record["declared_then"], record["declared_now"]
    if record["is_now"] and by and by != was:
        return f"按 {by} 更正"
    then = record["sha256_then"]
    is_still_there = record["is_same_row"] if record["is_now"] else then in known.paths_then or known.is_in_force(then)
    return f"{was} 已撤回、改写或不再有效" if was and not by and is_still_there else None


def _corrected(record: Row, known: Known) -> tuple[Cause, str]:
    then, now = record["sha256_then"], record["sha256_now"]
    if record["is_same_row"] and known.is_other_code:
        return Cause.CODE, "同一文件的同一行,程序读法或规则变了"
    if record["is_same_row"] and known.is_other_names:
        return Cause.SETTINGS, "名称对照表变了"
    if record["is_same_row"]:
        return Cause.CORRECTED, "同次导出的其他行变了"
    if then and not known.is_in_force(then):
        return Cause.CORRECTED, f"原来的文件{_state_now(then, known)}"
    if now and now not in known.files_then:
        return Cause.CORRECTED, "以发布后收到的文件为准"
    return Cause.CORRECTED, "以另一行为准"


def _late(sha256: str, known: Known) -> tuple[Cause, str]:
    if sha256 not in known.files_then:
        return Cause.LATE, "在发布后收到的文件中"
    if not known.was_in_force(sha256):
        return Cause.LATE, f"所在的文件发布时{_STATES[known.files_then[sha256].status]},现在有效"
    if known.is_other_code:
        return Cause.CODE, "发布时该行未被接受,程序读法或规则变了"
    return Cause.LATE, "发布时该行未被接受,现在有效"


def _deleted(record: Row, known: Known) -> tuple[Cause, str]:
    sha256 = record["sha256_then"]
    if record["by_file"] is not None:
        return Cause.DELETED, "有更新类型为删除的行"
    if not known.is_in_force(sha256):
        return Cause.DELETED, f"所在的文件{_state_now(sha256, known)}"
    if known.is_other_code:
        return Cause.CODE, "该行不再被接受,程序读法或规则变了"
    if record["rejection"] is not None:
        return Cause.DELETED, f"该行被退回:{record['rejection']}"
    return Cause.DELETED, "不再有效"


def _state_now(sha256: str, known: Known) -> str:
    file = known.files_now.get(sha256)
    return _STATES[Status(file["status"])] if file else "已不在册"


def figure_cause(figure: str, known: Known) -> tuple[Cause, str]:
    """Why a figure counts otherwise what no record changed."""
    if known.has_other_definition(figure):
        return Cause.DEFINITION, f"sql/figures/{figure}.sql 变了"
    if known.is_other_code:
        return Cause.CODE, "程序变了"
    if known.is_other_names or any(known.then.get(name) != known.now.get(name) for name in _SETTINGS):
        return Cause.SETTINGS, "设置或工作日历变了"
    return Cause.DAY, f"截止日由 {known.then['as_of']} 到 {known.now['as_of']}"


def state_causes(then: Row | None, now: Row | None, known: Known, *, is_explained: bool) -> Iterator[tuple[Cause, str]]:
    """Why a figure's status, missing months or words differ.

    Args:
        is_explained: whether records account for what its sums show.
    """
    if then is None or now is None:
        there = then or now or {}
        if there["measure"] == "declared":
            yield (Cause.LATE, "新填报的指标") if then is None else (Cause.DELETED, "填报的指标不再有效")
            return
        cause, _ = figure_cause(there["figure"], known)
        yield cause, "指标已取消" if now is None else "新增的指标"
        return
    if then["measure"] == "declared":
        yield from _declared_causes(then, now)
        return
    yield from _cover_causes(then, now, known)
    is_applicability = "不适用" in (then["status"], now["status"]) and then["status"] != now["status"]
    is_other = not is_explained and any(then[name] != now[name] for name in _WORDS)
    if (is_applicability or is_other) and then["missing_months"] == now["missing_months"]:
        yield figure_cause(then["figure"], known)


def _declared_causes(then: Row, now: Row) -> Iterator[tuple[Cause, str]]:
    """A figure that is declared by hand has one value, and no record behind it but its declaration."""
    if then["printed"] is None and now["printed"] is not None:
        yield Cause.LATE, "补填了这一期间的数值"
    elif then["printed"] is not None and now["printed"] is None:
        yield Cause.DELETED, "填报的数值不再有效"
    elif any(then[name] != now[name] for name in _WORDS):
        yield Cause.CORRECTED, "填报的内容变了"


def _cover_causes(then: Row, now: Row, known: Known) -> Iterator[tuple[Cause, str]]:
    gained = [month for month in then["missing_months"] if month not in now["missing_months"]]
    lost = [month for month in now["missing_months"] if month not in then["missing_months"]]
    passed = [month for month in lost if month > known.then["as_of"][:7]]
    if gained:
        yield Cause.COVER, f"新覆盖的月份:{'、'.join(gained)}"
    if uncovered := [month for month in lost if month not in passed]:
        yield Cause.COVER, f"不再覆盖的月份:{'、'.join(uncovered)}"
    if passed:
        yield Cause.DAY, f"截止日推移,没有文件覆盖的月份:{'、'.join(passed)}"
