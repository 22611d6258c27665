"""What a number claims to be: which figure, of which year and months, or a change of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from flows.checking.numbers import Written


class Says(Enum):
    """What a number says of its figure."""

    VALUE = "value"
    RISE = "rise"
    FALL = "fall"
    CHANGE = "change"  # of a column 增减, whose sign tells


class Several(Enum):
    """How one number stands for several figures."""

    EACH = "each"
    SUM = "sum"
    ANY = "any"  # the last, each, or the sum: the text does not tell
    ONE = "one"  # a name that several bear: any of them


@dataclass(frozen=True)
class When:
    """Months of a year."""

    year: int
    first: int
    last: int


@dataclass(frozen=True)
class Part:
    """A unit or field of the bureau."""

    by: str  # org_unit or field
    name: str


@dataclass(frozen=True)
class Claim:
    """What one number claims.

    Attributes:
        figures: one, or several with the way in which they share the number.
        when: of which months. against: the year that a change is against.
        part: of which unit or field.
        is_partial: the words around it say, or may say, that it is of a part: nothing is wrong where it differs.
        in_percent: of a change without a unit, as in a table.
    """

    written: Written
    figures: tuple[str, ...]
    when: When
    says: Says = Says.VALUE
    several: Several | None = None
    against: int | None = None
    part: Part | None = None
    is_partial: bool = False
    in_percent: bool | None = None


@dataclass(frozen=True)
class Unbound:
    """A number that claims no figure.

    Attributes:
        is_figure_like: whether it seems to be one all the same.
        when: the months that the sentence speaks of there; None in a table. says: whether it is a value or a change.
    """

    written: Written
    is_figure_like: bool = False
    when: When | None = None
    says: Says = Says.VALUE


@dataclass
class Course:
    """What the text so far says of the numbers to come.

    Attributes:
        usual: the months of the report. when: the months that the paragraph is about.
        subject: the figure spoken of. named: the figures that bear the name last written.
        is_headed: whether the headings of a table said the subject.
        part: the unit or field that what stands above speaks of.
        is_doubtful: what stands above says months, or years, that may not be those of every number.
    """

    usual: When
    when: When
    subject: str | None = None
    named: tuple[str, ...] = ()
    is_headed: bool = False
    part: Part | None = None
    is_doubtful: bool = False
