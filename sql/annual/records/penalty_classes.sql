/*
title = "处罚案件按最重种类归类"
part_of = "cases_penalized"
definition = """
本年度作出决定的行政处罚案件,一案一宗,按年报格式计入其处罚种类中最重的一类;列明的种类优先于其他行政处罚。\
没有填处罚种类的按金额归类,有没收金额的归入没收,否则有罚款的归入罚款,都没有的归入其他行政处罚。"""

[columns]
kinds = "归类所依据的处罚种类"
classed_by = "按什么归类:处罚种类、金额、无种类无金额"
form = "年报格式"
class = "归入的一栏"
*/
with penalized as (
    select
        cases.*,
        case
            when coalesce(len(penalty_kinds), 0) > 0 then penalty_kinds
            -- Without kinds the amounts stand in for them: what is confiscated before what is fined.
            when coalesce(confiscated_income, 0) > 0 and coalesce(confiscated_goods, 0) > 0
                then ['没收违法所得', '没收非法财物']
            when coalesce(confiscated_income, 0) > 0 then ['没收违法所得']
            when coalesce(confiscated_goods, 0) > 0 then ['没收非法财物']
            when coalesce(fine, 0) > 0 then ['罚款']
            else ['其他行政处罚']
        end as kinds,
        case
            when coalesce(len(penalty_kinds), 0) > 0 then '处罚种类'
            when levied_yuan > 0 then '金额'
            else '无种类无金额'
        end as classed_by
    from core.cases as cases
    where is_penalized
),

-- Few sets of kinds occur, however many cases: each set is classed once for each form.
kind_sets as (
    select distinct kinds from penalized
),

single_kinds as (
    select
        kinds,
        unnest(kinds) as kind
    from kind_sets
),

classes as (
    select
        known.form,
        single_kinds.kinds,
        arg_max(known."column", known.weight) as class
    from single_kinds
    inner join main.annual_kinds as known on single_kinds.kind = known.kind
    group by known.form, single_kinds.kinds
),

-- By way of one list: without, the database takes them for as many as the cases, and keeps all cases in memory to join them.
few_classes as (
    select unnest(found, recursive := true)
    from (select list({'form': form, 'kinds': kinds, 'class': class}) as found from classes) as listed
),

final as (
    select
        penalized.file_sha256,
        penalized.sheet,
        penalized.row,
        penalized.record_key,
        penalized.shown_key,
        penalized.decided_on as occurred_on,
        penalized.org_unit,
        penalized.field,
        penalized.kinds,
        penalized.classed_by,
        few_classes.form,
        few_classes.class
    from penalized
    inner join few_classes on penalized.kinds = few_classes.kinds
)

select * from final
