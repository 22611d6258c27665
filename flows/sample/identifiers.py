"""Numbers of invented people, organisations and vehicles: right in form, impossible in fact.

No resident ID or USCC here can belong to anybody: the region 99xxxx is not assigned (GB/T 2260), and a plate with the
letter I is never issued (GA 36).
"""

from __future__ import annotations

import random
from datetime import date, timedelta

from stdnum.cn import ric, uscc

SYNTHETIC_REGION = "99"
ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)  # GB 11714, check digit of the organisation code
FIRST_BIRTHDAY = date(1962, 1, 1)
BIRTHDAYS = 14_600  # forty years


def resident_id(rng: random.Random) -> str:
    """Return an 18-character resident ID with a real birth date and a right check digit (GB 11643)."""
    born = FIRST_BIRTHDAY + timedelta(rng.randrange(BIRTHDAYS))
    region = f"{SYNTHETIC_REGION}{rng.randrange(1, 90):02d}{rng.randrange(1, 90):02d}"
    body = f"{region}{born:%Y%m%d}{rng.randrange(900, 1000)}"
    return body + ric.calc_check_digit(body + "0")


def social_credit_code(number: int, is_individual_business: bool = False) -> str:
    """Return a USCC (GB 32100) whose organisation code is built from a running number below 1,000,000."""
    organisation = f"9{number:07d}"
    total = sum(int(digit) * weight for digit, weight in zip(organisation, ORGANISATION_WEIGHTS, strict=True))
    check = "0123456789X0"[11 - total % 11]
    body = f"9{'2' if is_individual_business else '1'}{SYNTHETIC_REGION}0000{organisation}{check}"
    return body + uscc.calc_check_digit(body)


def old_registration_no(number: int) -> str:
    """Return a 15-digit business registration number as used before 2015: accepted, with a warning."""
    return f"{SYNTHETIC_REGION}0000{number:09d}"


def plate_no(rng: random.Random) -> str:
    """Return a plate that no authority can have issued."""
    return f"浙GI{rng.randrange(10_000):04d}"
