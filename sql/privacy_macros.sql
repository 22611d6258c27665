/* Macros of the check that nothing personal is published in clear. Temporary: analysts have no use for them. */

create or replace temporary macro may_identify(text) as
    regexp_matches(text, '[0-9]{11}|\p{Han}[A-Za-z][ ·•・.\-]?[A-Za-z0-9]{4}');

-- Runs of digits, each as a whole: the number of a document may have a mobile number or an ID among its digits by chance.
create or replace temporary macro long_numbers(text) as
    regexp_extract_all(upper(text), '[0-9]{11,}X?');

-- Plates without the marks between their parts. Wider than what is masked: any Han character stands for a province.
create or replace temporary macro plates(text) as
    list_transform(
        regexp_extract_all(upper(text), '\p{Han}[A-Z][ ·•・.\-]?[A-Z0-9]{4,6}[挂学警港澳领使试超]?'),
        lambda plate: regexp_replace(plate, '[ ·•・.\-]', '', 'g')
    );
