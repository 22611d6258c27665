/* Macros of the check that nothing personal is published in clear. Temporary: analysts have no use for them. */

-- Asked of every column there is: any character beyond ASCII stands for a Han character, whose class takes long to compile.
create or replace temporary macro may_identify(text) as
    regexp_matches(text, '[0-9]{11}|[^\x00-\x7F][A-Za-z][ ·•・.\-]?[A-Za-z0-9]{4}');

-- Runs of digits, each as a whole: the number of a document may have a mobile number or an ID among its digits by chance.
create or replace temporary macro long_numbers(text) as
    regexp_extract_all(upper(text), '[0-9]{11,}X?');

-- Plates without the marks between their parts. Wider than what is masked: any Han character stands for a province.
create or replace temporary macro plates(text) as
    list_transform(
        regexp_extract_all(upper(text), '\p{Han}[A-Z][ ·•・.\-]?[A-Z0-9]{4,6}[挂学警港澳领使试超]?'),
        lambda plate: regexp_replace(plate, '[ ·•・.\-]', '', 'g')
    );

-- Everything in a text that may be somebody's number: in a longer number any eighteen digits of it; what follows a plate may be
-- taken for a part of it.
create or replace temporary macro identifiers_in(text) as
    list_concat(
        flatten(
            list_transform(
                long_numbers(text),
                lambda number: list_concat(
                    [number],
                    list_transform(range(1, length(number) - 16), lambda start: substr(number, start, 18))
                )
            )
        ),
        flatten(list_transform(plates(text), lambda plate: [left(plate, 7), left(plate, 8)]))
    );

-- Everything in a text that may be a name: two to four Han characters in a row, or parts joined by dots.
create or replace temporary macro names_in(text) as
    list_concat(
        flatten(
            list_transform(
                regexp_extract_all(text, '\p{Han}{2,}'),
                lambda run: flatten(
                    list_transform(
                        [2, 3, 4],
                        lambda size: list_transform(
                            range(1, length(run) - size + 2), lambda start: substr(run, start, size)
                        )
                    )
                )
            )
        ),
        regexp_extract_all(text, '\p{Han}+(?:[·•・.]\p{Han}+)+')
    );
