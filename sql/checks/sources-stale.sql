/*
title = "必需的数据来源没有中断"
level = "hold"
message = "规定必须按时提供的数据种类(设置 gates.stale_days)超过规定的天数没有文件覆盖,指标会停在旧数上;请向该系统补要导出文件,没有业务的月份交只有表头的表,或确认后放行"
*/
with covered as (
    select
        contract,
        last_day(max(month)) as covered_until
    from covered_months
    group by contract
)

select
    required.contract,
    covered.covered_until,
    date_diff('day', covered.covered_until, parameters.as_of) as days_without_cover,
    required.stale_days as days_allowed
from staging.required_sources as required
cross join staging.parameters as parameters
left join covered on required.contract = covered.contract
where parameters.is_compared
    and coalesce(date_diff('day', covered.covered_until, parameters.as_of) > required.stale_days, true)
order by required.contract
