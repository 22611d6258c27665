/*
title = "用到的年份都有工作日历"
level = "report"
message = "有的年份没有工作日历,用到它的记录无从判断是否按期,指标因此只是部分;请在设置 own_calendar 里提供该年的工作日历"
*/
select
    figure,
    title,
    year,
    note
from figures
where note like '没有%年的工作日历%'
order by year, position
