/* Macros that every query may use. The build adds two that SQL alone cannot give: keyed(text), the HMAC of a text under the
   bureau's key as hexadecimal digits, and workdays_between(a, b), the working days after a up to and including b. */

-- An 18-digit number is a resident ID when its birth date can be one, or when it cannot be a registration number, whose third
-- and fourth digits name a province (GB 32100—2015): a mistyped ID of a person is an ID of a person.
create or replace macro is_resident_id(identifier) as
    regexp_full_match(
        identifier, '[1-9][0-9]{5}(18|19|20)[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])[0-9]{3}[0-9Xx]'
    )
    or regexp_full_match(identifier, '[1-9][0-9]{5}[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])[0-9]{3}')
    or (
        regexp_full_match(identifier, '[1-9][0-9]{16}[0-9Xx]')
        and not regexp_full_match(identifier, '..(1[0-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[12]).*')
    );

-- A unified social credit code by its form alone (GB 32100—2015: no I, O, S, V, Z); a resident ID is not one.
create or replace macro is_registration_number(identifier) as
    regexp_full_match(identifier, '[0-9A-HJ-NP-RTUW-Y]{2}[0-9]{6}[0-9A-HJ-NP-RTUW-Y]{10}')
    and not is_resident_id(identifier);

create or replace macro has_organisation_word(name) as
    regexp_matches(
        name,
        '公司|集团|企业|中心|经营|合作|车行|商行|银行|驾校|学校|医院|机关|码头|港口|车队|船队|工地|项目|物流|运输|货运|客运'
        || '|快递|汽修|修理|维修|租赁|公交|出租|工程|建设|建材|交通|委员会|(厂|店|站|铺|馆|局|所|院|校|社|场|部|队|会)$'
    );

-- Two to four Han characters without a word for an organisation, or parts joined by a dot (阿卜杜拉·买买提).
create or replace macro is_personal_name(name) as
    not has_organisation_word(name)
    and (regexp_full_match(name, '\p{Han}{2,4}') or regexp_full_match(name, '\p{Han}+([·•・.]\p{Han}+)+'));

-- Whether a party, an applicant or an inspected object is a natural person. Never null. In doubt it is one, because a masked
-- shop is a nuisance and a person in clear is a breach: so an individual business that bears its owner's name counts as one.
create or replace macro is_natural_person(kind, identifier, name) as
    coalesce(kind = '自然人', false)
    or coalesce(is_resident_id(identifier), false)
    or (
        coalesce(is_personal_name(name), false)
        and case
            when kind = '个体工商户' then true
            when kind = '法人及非法人组织' then false
            else not coalesce(is_registration_number(identifier), false)
        end
    );

create or replace macro mask_name(name) as
    left(name, 1) || repeat('*', greatest(length(name) - 1, 1));

create or replace macro mask_plate(text) as
    regexp_replace(
        text,
        '([京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使])\s*([A-Za-z])[\s·•・.\-]*'
        || '([A-Za-z0-9]{4}[挂学警港澳领使试超]|[A-Za-z0-9]{5,6})',
        '\1\2*****',
        'g'
    );

-- Inside a running text: plates, resident IDs (18 and 15 digits) and mobile numbers. Each of them has four letters or digits in
-- a row; most texts have not, and are not looked at any closer.
create or replace macro mask_plate_and_id(text) as
    case
        when regexp_matches(text, '[0-9A-Za-z]{4}') then regexp_replace(
            regexp_replace(mask_plate(text), '[1-9][0-9]{16}[0-9Xx]|[1-9][0-9]{14}', '******************', 'g'),
            '1[3-9][0-9]{9}',
            '***********',
            'g'
        )
        else text
    end;

-- What stands in a cell, as it is listed: of a personal column the first character, of any other all but numbers of persons.
create or replace macro mask_cell(value, is_personal) as
    case when is_personal then mask_name(value) else mask_plate_and_id(value) end;

-- The name of a party, applicant or object: of a person masked, of an organisation clear but for a plate or number in it.
create or replace macro mask_party(name, is_person) as
    case when is_person then mask_name(name) else mask_plate_and_id(name) end;

-- A running text with the name of a person and the plate of a row replaced by their masked forms; either may be null.
create or replace macro mask_text(text, person_name, plate_no) as
    mask_plate_and_id(
        replace(
            replace(text, coalesce(person_name, ''), coalesce(mask_name(person_name), '')),
            coalesce(plate_no, ''),
            coalesce(left(plate_no, 2) || '*****', '')
        )
    );

create or replace macro last_day_of_year(day) as make_date(year(day), 12, 31);

-- Decisions of penalties and permits are public within 7 working days (国办发〔2018〕118号). Both macros look at most 30 days past
-- the decision, in which any 7 working days lie, so that they need no calendar of years that do not matter. Null where a calendar
-- that does matter is unknown.
create or replace macro is_within_publication_limit(decided_on, published_on) as
    -- least() passes over nulls: without a publication there is nothing to judge.
    case
        when published_on is not null
            then coalesce(
                workdays_between(decided_on, least(published_on, decided_on + 30)) <= 7,
                -- More than 7 working days passed before the year without a calendar began.
                case when workdays_between(decided_on, last_day_of_year(decided_on)) > 7 then false end
            )
    end;

create or replace macro has_publication_limit_passed(decided_on, as_of) as
    coalesce(
        workdays_between(decided_on, least(as_of, decided_on + 30)) >= 7,
        case when workdays_between(decided_on, last_day_of_year(decided_on)) >= 7 then true end
    );

-- An item of the permit system is finished by any result but these two; a blank result counts (figures, 许可).
create or replace macro is_item_finished(finished_on, result) as
    finished_on is not null and coalesce(result not in ('撤回申请', '终止'), true);

-- The kinds that the report counts as handled; 行政确认 and 公共服务 are not among them.
create or replace macro is_reported_item_kind(item_kind) as
    coalesce(item_kind in ('行政许可', '行政备案', '其他行政权力'), false);

-- The working days that an item took: the first day does not count, the last does (行政许可法第四十五条、第八十二条).
create or replace macro item_working_days(applied_on, accepted_on, finished_on, excluded_days) as
    workdays_between(coalesce(accepted_on, applied_on), finished_on) - coalesce(excluded_days, 0);
