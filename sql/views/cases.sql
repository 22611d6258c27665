/*
name = "案件"
description = "一行是一起在册案件,含已缴款项和办结日期;当事人姓名、证件号码、车牌号已脱敏"

[columns]
"决定年度" = "处罚决定日期所在的年度"
"决定月份" = "处罚决定日期所在的月份"
*/
select
    cases.case_no as 案号,
    cases.shown_key as 案号原文,
    cases.case_name as 案件名称,
    cases.party_name as 当事人,
    cases.party_kind as 当事人类型,
    cases.party_id as 当事人证件号码散列,
    cases.plate_no as 车牌号散列,
    cases.field as 业务领域,
    cases.field_written as 业务领域原文,
    cases.offence as 违法行为,
    cases.source as 案件来源,
    cases.procedure as 程序类型,
    cases.off_site as 是否非现场,
    cases.org_unit as 执法机构,
    cases.org_unit_written as 执法机构原文,
    cases.filed_on as 立案日期,
    cases.decided_on as 处罚决定日期,
    year(cases.decided_on) as 决定年度,
    month(cases.decided_on) as 决定月份,
    cases.closed_on as 结案日期,
    cases.ended_on as 办结日期,
    cases.decision_no as 处罚决定书文号,
    cases.outcome as 处理结果,
    cases.penalty_kinds as 处罚种类,
    cases.fine as 罚款金额,
    cases.confiscated_income as 没收违法所得金额,
    cases.confiscated_goods as 没收非法财物金额,
    cases.levied_yuan as 罚没款,
    cases.collected_yuan as 已缴金额,
    cases.waived_fine as 不罚金额,
    cases.reduced_fine as 轻罚金额,
    cases.leniency as 从轻减轻不罚情形,
    cases.hearing_held as 是否听证,
    cases.legal_review as 是否法制审核,
    cases.collective_discussion as 是否集体讨论,
    cases.major_case as 是否重大案件,
    cases.extension_reason as 延期原因,
    cases.transferred_on as 移送日期,
    cases.revoked_on as 撤销日期,
    cases.published_on as 公示日期,
    cases.publication_workdays as 公示用时,
    cases.is_published_on_time as 是否按时公示,
    cases.inspection_task_no as 检查任务编号,
    cases.officers as 执法人员,
    cases.officer_ids as 执法证号,
    cases.is_penalized as 是否作出处罚,
    cases.is_decided as 是否作出决定,
    files.file as 文件,
    cases.sheet as 工作表,
    cases.row as 行号
from core.cases as cases
inner join files as files on cases.file_sha256 = files.sha256 and files.status = 'in force'
