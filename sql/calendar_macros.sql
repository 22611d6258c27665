/* Working days over the table calendar, left in the published database. */

-- The working days after the first day up to and including the last; null when either lies in a year whose calendar is unknown,
-- or when such a year lies between them.
create or replace macro workdays_between(first_day, last_day) as (
    select ends.workdays_so_far - starts.workdays_so_far
    from calendar as starts, calendar as ends
    where starts.day = first_day and ends.day = last_day
);
