"""The days and the region that an owner looks at, as an address says them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self
from urllib.parse import urlencode

from server.choice import facet_faults
from server.errors import Fault, InvalidRequest

DAYS = 7
"""Shown where nothing is chosen."""
MOST_DAYS = 366
NO_REGION = "none"
"""Chosen for what was asked without a region."""


@dataclass(frozen=True, slots=True)
class Period:
    """What is looked at."""

    first: date
    last: date
    """Itself included."""
    region: str
    """A value's id, ``NO_REGION``, or empty for all."""

    @property
    def days(self) -> list[date]:
        """Each of them, in order."""
        return [self.first + timedelta(days=number) for number in range((self.last - self.first).days + 1)]

    @property
    def held(self) -> str | None:
        """The region as records have it: empty for none; None for all."""
        return {"": None, NO_REGION: ""}.get(self.region, self.region)

    def query(self) -> str:
        """The part of an address that says it."""
        chosen = {"from": self.first.isoformat(), "to": self.last.isoformat(), "region": self.region}
        return urlencode({name: value for name, value in chosen.items() if value})

    def until(self, last: date, days: int) -> "Period":
        """So many days up to another one, of the same region."""
        return Period(last - timedelta(days=days - 1), last, self.region)

    @classmethod
    def of(cls, address: Mapping[str, str], regions: Mapping[str, str], today: date) -> Self:
        """What an address says: ``from``, ``to`` and ``region``; the ``DAYS`` days up to today if it says none.

        Raises:
            InvalidRequest: if it cannot be followed.
        """
        last = day(address, "to", today)
        first = day(address, "from", last - timedelta(days=DAYS - 1))
        if not 0 <= (last - first).days < MOST_DAYS:
            detail = f"from must be a day before to, by less than {MOST_DAYS}; got {first} and {last}."
            raise InvalidRequest([Fault("from", detail)])
        region = address.get("region", "")
        if region and region != NO_REGION and (faults := facet_faults("region", region, regions)):
            raise InvalidRequest(faults)
        return cls(first, last, region)


def day(address: Mapping[str, str], name: str, otherwise: date) -> date:
    """The day that an address names, as a browser's date field writes it."""
    text = address.get(name, "")
    try:
        found = date.fromisoformat(text) if text else otherwise
    except ValueError:
        found = date.min
    if not 2000 <= found.year < 9000:
        raise InvalidRequest([Fault(name, f"{name} must be a day such as 2026-03-31, got {text[:40]!r}.")])
    return found
