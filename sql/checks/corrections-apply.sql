/*
title = "申报的数据更正都已生效"
level = "hold"
message = "有更正申报没有生效:没有对上记录、那里写着别的内容、已经过期,或者更正后仍被退回;请按每条的说明改写或删去后重新运行"
*/
select
    file,
    row,
    key,
    title,
    message
from corrections
where status not in ('applied', 'withdrawn')
