"""The invented people, companies and officers that the records speak of."""

from __future__ import annotations

import random
from dataclasses import dataclass

from flows.sample.identifiers import old_registration_no, plate_no, resident_id, social_credit_code
from flows.sample.vocabulary import Vocabulary

STEMS, BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
GIVEN_NAMES = [STEMS[n % 10] + BRANCHES[n % 12] for n in range(60)]
COMPANY_COUNT = 420
VEHICLES_PER_COMPANY = 3
OLD_REGISTRATIONS = 3  # companies that never changed their 15-digit number
FIRST_OLD_REGISTRATION = 20
OFFICERS_PER_UNIT = 6

NATURAL, ORGANISATION, INDIVIDUAL_BUSINESS = "自然人", "法人及非法人组织", "个体工商户"


@dataclass(frozen=True, slots=True)
class Party:
    """Who a record is about: a private person, a self-employed business or an organisation."""

    name: str
    kind: str
    id_no: str
    vehicles: tuple[str, ...]  # plates
    field: str = ""


@dataclass(frozen=True, slots=True)
class Officer:
    """A law enforcement officer with the number of the certificate."""

    name: str
    id_no: str


def weighted(rng: random.Random, weights: dict[str, int]) -> str:
    """Draw a word by its weight."""
    return rng.choices(list(weights), list(weights.values()))[0]


class Register:
    """Who exists in the invented county: companies by field, officers by unit, private persons with a vehicle each."""

    def __init__(self, rng: random.Random, vocabulary: Vocabulary, person_count: int) -> None:
        self._rng = rng
        self._surnames = [*vocabulary.people.surnames, *vocabulary.people.compound_surnames]
        self.companies = self._found_companies(vocabulary)
        self.by_field: dict[str, list[Party]] = {kind: [] for kind in vocabulary.companies.kinds}
        for company in self.companies:
            self.by_field[company.field].append(company)
        self.persons = [self._person() for _ in range(person_count)]
        self.officers = {
            unit: [Officer(self._name(), f"99{number:03d}{seat:03d}") for seat in range(1, OFFICERS_PER_UNIT + 1)]
            for number, unit in enumerate(vocabulary.units, start=1)
        }

    def person(self, rng: random.Random) -> Party:
        """Draw a private person."""
        return rng.choice(self.persons)

    def company(self, rng: random.Random, field: str) -> Party:
        """Draw a company of a field."""
        return rng.choice(self.by_field[field])

    def patrol(self, rng: random.Random, unit: str, size: int = 2) -> list[Officer]:
        """Draw officers of a unit."""
        return rng.sample(self.officers[unit], size)

    def _person(self) -> Party:
        return Party(self._name(), NATURAL, resident_id(self._rng), (plate_no(self._rng),))

    def _name(self) -> str:
        surname: str = self._rng.choice(self._surnames)
        return surname + self._rng.choice(GIVEN_NAMES)

    def _found_companies(self, vocabulary: Vocabulary) -> list[Party]:
        kinds = vocabulary.companies.kinds
        words = vocabulary.companies.words
        drawn = self._rng.choices(list(kinds), [kind.weight for kind in kinds.values()], k=COMPANY_COUNT)
        fields = [*kinds, *drawn]  # at least one of each
        companies = []
        for number, field in enumerate(fields):
            prefix = self._rng.choice(vocabulary.companies.prefixes)
            suffix = self._rng.choice(kinds[field].suffixes)
            # Word and running number together make every name unique.
            name = f"{prefix}{words[number % len(words)]}{(STEMS + BRANCHES)[number // len(words)]}字{suffix}"
            companies.append(self._incorporate(name, field, number))
        return companies

    def _incorporate(self, name: str, field: str, number: int) -> Party:
        is_individual = name.endswith(("服务部", "修理厂"))
        kind = INDIVIDUAL_BUSINESS if is_individual else ORGANISATION
        has_old_number = FIRST_OLD_REGISTRATION <= number < FIRST_OLD_REGISTRATION + OLD_REGISTRATIONS
        id_no = old_registration_no(number) if has_old_number else social_credit_code(number, is_individual)
        vehicles = tuple(plate_no(self._rng) for _ in range(VEHICLES_PER_COMPANY))
        return Party(name, kind, id_no, vehicles, field)
