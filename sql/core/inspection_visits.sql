/*
title = "检查记录"
description = "一行是一次检查任务中对一个对象的一次检查,对象为自然人的姓名和证件号码已脱敏"
contract = "inspections"

[columns]
org_unit_written = "机构,按原文的写法;改了名的,org_unit 按名称对照写作现名"
field_written = "业务领域,按原文的写法;名称对照里有的,field 写作规定的业务领域"
object_key = "区分对象的代码:统一社会信用代码(对象编码),没有的用名称;自然人的已散列"
has_finding_recorded = "是否记录了检查结果"
has_problem = "是否发现问题(已改正或待后续处理)"
is_case_known = "关联的案号在案件台账中是否有"

[masked]
task_name = "其中的对象姓名、车牌、证件号码和手机号以 * 代替"
object_name = "自然人和号牌只留第一个字,其余以 * 代替;组织的名称照公布"
object_id = "自然人的为键控散列(HMAC-SHA-256),组织的照公布"
follow_up = "其中的对象姓名、车牌、证件号码和手机号以 * 代替"
officers = "只留第一个字,其余以 * 代替"
officer_ids = "误填的身份证号为键控散列(HMAC-SHA-256),执法证号照公布"
*/
with objects as (
    select
        inspections.*,
        -- An object may be a vehicle, by its plate.
        is_natural_person(null, inspections.object_id, inspections.object_name)
        or persons.name is not null
        or coalesce(mask_plate_and_id(inspections.object_name) <> inspections.object_name, false) as is_person,
        coalesce(inspections.object_id, inspections.object_name) as clear_key
    from staging.inspections as inspections
    left join staging.person_names as persons on inspections.object_name = persons.name
),

final as (
    select
        objects.file_sha256,
        objects.sheet,
        objects.row,
        -- The key of a visit contains its object, so a person's is keyed and shown with the name masked.
        case when objects.is_person then keyed(objects.record_key) else objects.record_key end as record_key,
        case
            when objects.is_person
                then concat_ws('|', objects.task_no, mask_name(objects.object_name), objects.inspected_on)
            else objects.shown_key
        end as shown_key,
        objects.export_on,
        objects.task_no,
        mask_text(objects.task_name, case when objects.is_person then objects.object_name end, null) as task_name,
        objects.task_kind,
        mask_party(objects.object_name, objects.is_person) as object_name,
        case when objects.is_person then keyed(objects.object_id) else objects.object_id end as object_id,
        -- Keyed rather than masked: two persons of one surname are two objects.
        case when objects.is_person then keyed(objects.clear_key) else objects.clear_key end as object_key,
        objects.field,
        objects.field_written,
        objects.inspected_on,
        objects.terminal,
        objects.cross_department,
        objects.departments,
        objects.credit_rule,
        objects.credit_grade,
        list_transform(objects.officers, lambda officer: mask_name(officer)) as officers,
        list_transform(
            objects.officer_ids,
            lambda officer_id: case when is_resident_id(officer_id) then keyed(officer_id) else officer_id end
        ) as officer_ids,
        objects.finding,
        mask_text(objects.follow_up, case when objects.is_person then objects.object_name end, null) as follow_up,
        objects.case_no,
        objects.published_on,
        objects.org_unit,
        objects.org_unit_written,
        objects.finding is not null as has_finding_recorded,
        coalesce(objects.finding in ('发现问题已改正', '发现问题待后续处理'), false) as has_problem,
        cases.case_no is not null as is_case_known
    from objects
    left join staging.cases as cases on objects.case_no = cases.case_no
)

select * from final
