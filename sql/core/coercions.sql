/*
title = "行政强制"
description = "一行是一份强制文书:一项强制措施、一项强制执行或一次向法院的申请"
contract = "coercions"

[columns]
org_unit_written = "机构,按原文的写法;改了名的,org_unit 按名称对照写作现名"
act = "属于哪一类:行政强制措施、行政强制执行、申请法院强制执行"
year_on = "归年的日期:措施按决定日期,执行按执行完毕日期,申请按申请法院日期"
*/
select
    file_sha256,
    sheet,
    row,
    record_key,
    shown_key,
    export_on,
    document_no,
    case_no,
    measure,
    decided_on,
    completed_on,
    applied_on,
    org_unit,
    org_unit_written,
    act,
    case act
        when '行政强制措施' then decided_on
        when '行政强制执行' then completed_on
        when '申请法院强制执行' then applied_on
    end as year_on
from (
    select
        coercions.*,
        case
            when measure in ('查封场所、设施或者财物', '扣押财物', '冻结存款、汇款', '其他强制措施') then '行政强制措施'
            when measure in (
                '加处罚款或者滞纳金', '划拨存款、汇款', '拍卖或者依法处理', '排除妨碍、恢复原状', '代履行', '其他强制执行'
            ) then '行政强制执行'
            when measure = '申请法院强制执行' then '申请法院强制执行'
        end as act
    from staging.coercions as coercions
) as classed
