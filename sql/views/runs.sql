/*
name = "运行记录"
description = "一行是这次构建以前的一次运行"

[columns]
"结果" = "已发布、没有新数据、暂缓、失败"
*/
select
    runs.started_at as 开始时间,
    runs.ended_at as 结束时间,
    runs.as_of as 截止日,
    case runs.outcome
        when 'published' then '已发布'
        when 'nothing new' then '没有新数据'
        when 'held' then '暂缓'
        when 'failed' then '失败'
    end as 结果,
    runs.reason as 原因,
    runs.override as 放行,
    runs.is_backlog as 补录历史,
    runs.damage as 发现的损坏,
    runs.build_id as 构建编号
from runs as runs
order by runs.started_at
