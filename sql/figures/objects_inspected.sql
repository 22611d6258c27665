/*
order = 229
title = "检查对象"
unit = "家"
measure = "count"
date = "inspected_on"
definition = """
本年度受检的不同对象数:一个对象一年只计一家,计入其当年首次受检的月份、检查机构和业务领域。\
对象按统一社会信用代码(对象编码)区分,没有编码的按名称区分;编码或名称不同即为不同对象。"""
basis = "行政执法统计和法治政府建设年度工作报告的惯例口径"
phrase = "检查对象{value}家"
synonyms = ["检查户数", "受检企业", "检查企业数"]
wordings = ["检查企业", "检查单位", "检查经营主体", "检查市场主体", "检查经营业户", "检查运输企业", "检查监管对象", "涉及企业", "检查{value}企业", "涉及业户", "涉及对象", "覆盖企业", "覆盖对象"]
other_basis = "检查按任务、按家次还是按对象"
*/
with ranked as (
    select
        visits.*,
        row_number() over (
            partition by visits.object_key, year(visits.inspected_on)
            order by visits.inspected_on, visits.task_no, visits.record_key
        ) as visit_number
    from core.inspection_visits as visits
),

final as (
    select
        *,
        inspected_on as occurred_on
    from ranked
    where visit_number = 1
)

select * from final
