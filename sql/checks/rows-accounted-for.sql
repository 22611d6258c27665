/*
title = "读入等于接受、退回与跳过之和"
level = "hold"
message = "有文件读入的行数不等于接受、退回、跳过之和;请保留该文件并检查读取过程"
*/
select
    file,
    contract,
    read,
    accepted,
    rejected,
    skipped
from files
where read <> accepted + rejected + skipped
