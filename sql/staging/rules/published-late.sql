/*
rule = "published-late"
level = "warning"
law = "国办发〔2018〕118号"
message = "处罚决定公示晚于决定之日起7个工作日;请核对公示日期,确属逾期的说明原因"
columns = ["decided_on", "published_on"]
*/
select
    'cases' as contract,
    file_sha256,
    sheet,
    row,
    'published_on' as "column",
    cast(published_on as varchar) as value
from core.cases
where published_on is not null and not is_published_on_time
