/*
order = 224
title = "公示及时率"
unit = "%"
measure = "share"
date = "decided_on"
uses_calendar = true
definition = """
分母为处理结果为行政处罚且本年度作出处罚决定的案件中适用普通程序、且自决定之日起7个工作日在截止日当天或以前已经届满的,分子为其中在这7个工作日内公示的;未公示的不计入分子。\
7个工作日尚未届满的案件不论是否公示都不计入分母。\
决定当日不计,工作日按国务院节假日安排(含调休)计算。\
按决定日期归年。"""
basis = "《国务院办公厅关于全面推行行政执法公示制度执法全过程记录制度重大执法决定法制审核制度的指导意见》(国办发〔2018〕118号):行政处罚决定信息自作出之日起7个工作日内公开"
phrase = "公示及时率{value}%"
synonyms = ["及时公示率", "七日公示率"]
wordings = ["公示及时", "按时公示率", "7个工作日内公示率", "处罚公示及时率", "按时公示", "按期公示", "及时公示", "按时公示…占…", "及时公示…占…", "公开及时率", "按时公开率"]
*/
select
    *,
    decided_on as occurred_on,
    is_published_on_time as counted
from core.cases
where is_penalized
    and procedure = '普通程序'
    and is_publication_due
    and is_published_on_time is not null
