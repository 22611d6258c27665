/*
name = "发布记录"
description = "一行是这次构建以前的一次发布"
*/
select
    releases.release as 发布编号,
    releases.year as 年度,
    releases.through as 算到,
    releases.released_at as 发布时间,
    releases.approved_by as 批准人,
    releases.note as 说明,
    releases.because as 带核对问题发布的理由,
    releases.as_of as 截止日,
    releases.build_id as 构建编号,
    releases.fingerprint as 指纹
from releases as releases
order by releases.year, releases.number
