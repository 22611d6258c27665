"""The catalogue as a page for the bureau: ``python -m tests.received.document`` writes docs/received-files.md."""

from __future__ import annotations

from pathlib import Path

from tests.received.catalogue import Received, accepted_rows, findings
from tests.received.everything import CATALOGUE, CHAPTERS, broken, cells, formats, tables

PAGE = Path(__file__).parents[2] / "docs" / "received-files.md"
_ORDER = (formats.CHAPTER, tables.CHAPTER, cells.CHAPTER, broken.CHAPTER, broken.OTHER)
_HEAD = f"""# 收到的文件：什么样的能读，什么样的会退回

各系统导出、人工编辑、改名、转发过的文件，都照内容辨认，不看扩展名。下面 {len(CATALOGUE)} 种由测试（`tests/received/`）
造出真实文件，逐格核对结果。“采用”是计入的行数；“退回”写明单元格，同一文件的其余行照常采用；“整份拒收”不影响其余文件。
本页由测试生成，请勿手工修改。
"""
_FOOT = """## 文件名与文件夹

文件名里有换行、引号、`..`、分号、尖括号，长到 255 字节，或只差大小写、只差 Unicode 写法，都各算各的文件，照常读取。
名为 `x.xlsx` 的文件夹当文件夹进去找。快捷链接不跟随，列出请放入文件本身；管道、设备不是文件，不理会。
权限不足、读取时变化（还在复制）或消失的文件，本次列出，下次运行再读。读取超过 120 秒或 1 GiB 内存（设置 `reading`）的
文件拒收并写明原因，其余文件照常处理。
"""
_SHOWN_CELLS = 4


def document() -> str:
    """The page."""
    return "\n".join([_HEAD, *(_chapter(title, CHAPTERS[title]) for title in _ORDER), _FOOT])


def _chapter(title: str, paths: list[str]) -> str:
    lines = [f"| `{path}` | {_plain(CATALOGUE[path].line)} | {_plain(_outcome(CATALOGUE[path]))} |" for path in paths]
    return "\n".join([f"## {title}\n", "| 文件 | 是什么 | 结果 |", "|---|---|---|", *lines, ""])


def _outcome(file: Received) -> str:
    shard = file.shard()
    if shard.reading.refusal:
        return f"整份拒收：{shard.reading.refusal.partition('。')[0]}"
    said = [f"采用 {len(accepted_rows(shard))} 行"]
    rejected = [row["cell"] for row in findings(shard, "rejection")]
    if rejected:
        more = f" 等 {len(rejected)} 格" if len(rejected) > _SHOWN_CELLS else ""
        said.append(f"退回 {'、'.join(rejected[:_SHOWN_CELLS])}{more}")
    skipped = findings(shard, "skipped")
    if skipped:
        said.append(f"跳过 {len(skipped)} 行（{'、'.join(dict.fromkeys(row['message'] for row in skipped))}）")
    if findings(shard, "warning"):
        said.append("有提醒")
    return "；".join(said)


def _plain(text: str) -> str:
    """Text that means nothing to Markdown."""
    return text.replace("|", "\\|").replace("\n", " ").replace("_x", "\\_x").replace("*", "\\*").replace("<", "\\<")


if __name__ == "__main__":
    PAGE.write_text(document(), encoding="utf-8")
