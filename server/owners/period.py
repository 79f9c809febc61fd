"""The days and the facet values that an owner looks at, read from an address."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self
from urllib.parse import urlencode

from ingest.section import Chosen
from server.choice import Facets, choice_faults, given_values
from server.errors import Fault, InvalidRequest

DAYS = 7
"""The default length."""
MOST_DAYS = 366
NO_VALUE = "none"
"""Selects the questions that had no value of a facet."""


@dataclass(frozen=True, slots=True)
class Period:
    """The days, and the facet values that the counts are limited to."""

    first: date
    last: date
    """Itself included."""
    choice: Chosen
    """Facet → a value's id or ``NO_VALUE``; a facet that is not there is not limited."""

    @property
    def days(self) -> list[date]:
        """Every day, in order."""
        return [self.first + timedelta(days=number) for number in range((self.last - self.first).days + 1)]

    @property
    def only(self) -> Chosen:
        """The choice as records have it: an empty value for none."""
        return {facet: "" if value == NO_VALUE else value for facet, value in self.choice.items()}

    def query(self) -> str:
        """The query string for this period."""
        return urlencode({"from": self.first.isoformat(), "to": self.last.isoformat(), **self.choice})

    def until(self, last: date, days: int) -> "Period":
        """The given number of days up to another day, with the same choice."""
        return Period(last - timedelta(days=days - 1), last, self.choice)

    def before(self) -> "Period":
        """As many days right before, with the same choice."""
        return self.until(self.first - timedelta(days=1), len(self.days))

    @classmethod
    def of(cls, address: Mapping[str, str], facets: Facets, labels: Mapping[str, str], today: date) -> Self:
        """The period that an address names: ``from``, ``to`` and facets; without dates, the ``DAYS`` days up to today.

        Raises:
            InvalidRequest: if a day or a value is not valid.
        """
        last = day(address, "to", today)
        first = day(address, "from", last - timedelta(days=DAYS - 1))
        if not 0 <= (last - first).days < MOST_DAYS:
            detail = f"from must be a day before to, by less than {MOST_DAYS}; got {first} and {last}."
            raise InvalidRequest([Fault("from", detail)])
        choice = given_values(address, facets)
        limited = {facet: value for facet, value in choice.items() if value != NO_VALUE}
        if faults := choice_faults(limited, facets, labels):
            raise InvalidRequest(faults)
        return cls(first, last, choice)


def day(address: Mapping[str, str], name: str, otherwise: date) -> date:
    """A day in ISO format, as a browser's date field sends it."""
    text = address.get(name, "")
    try:
        found = date.fromisoformat(text) if text else otherwise
    except ValueError:
        found = date.min
    if not 2000 <= found.year < 9000:
        raise InvalidRequest([Fault(name, f"{name} must be a day such as 2026-03-31, got {text[:40]!r}.")])
    return found
