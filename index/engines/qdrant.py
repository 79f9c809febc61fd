"""Search in a Qdrant cluster: all searches of a question in one call, filtered there."""

import time
from collections.abc import Callable, Iterable, Sequence
from itertools import chain, islice
from typing import TypeVar

import numpy as np
from qdrant_client import QdrantClient
from qdrant_client.common.client_exceptions import ResourceExhaustedResponse
from qdrant_client.http import models
from qdrant_client.http.exceptions import ResponseHandlingException, UnexpectedResponse

from index.engines.address import Address
from index.engines.protocol import ANSWER, LEAF, WAY, Found, Wanted
from index.errors import EngineAway, EngineRefuses
from index.vectors import Rows, Vectors
from ingest.section import Allowed

TEXT = "text"
"""The vector of a point."""

KINDS, HOLDS, AROUND = "kind", "holds", "around"
"""Payload: the passage's kind; ``facet=value`` for each value that it holds for; the same for its whole section."""

ATTEMPTS = 2
"""To ask one thing. A reader waits for them, so they are few."""

PAUSE = 0.1
"""Seconds before the second attempt, twice as many before each later one."""

_CHECK = "check the address and the server's version."
_WRITE = "write it with: otvet index CONTENT --engine ADDRESS"

_Given = TypeVar("_Given")


class QdrantEngine:
    """One collection, whose points are the passages of one generation: a point's id is the passage's row."""

    def __init__(self, client: QdrantClient, collection: str, *, passages: int, where: str) -> None:
        """Ask a client for a collection of so many passages; ``where``: for messages."""
        self._client, self._collection, self._passages, self._where = client, collection, passages, where

    def nearest(self, wanted: Sequence[Wanted], k: int) -> Found:
        """As `index.engines.protocol.Engine`; one request, whatever is wanted."""
        requests = [self._requests(search, k) for search in wanted]
        batch = list(chain.from_iterable(requests))
        found = asked(lambda: self._client.query_batch_points(self._collection, batch), self._where) if batch else []
        if len(found) != len(batch):
            raise EngineRefuses(self._where, f"answered {len(found)} of {len(batch)} searches", _CHECK)
        answers = iter(found)
        return Found([self._rows(islice(answers, len(of_one))) for of_one in requests])

    def _rows(self, answers: Iterable[models.QueryResponse]) -> Rows:
        ids = {point.id for answer in answers for point in answer.points}
        if strange := [one for one in ids if not isinstance(one, int) or not 0 <= one < self._passages]:
            found = f"has points that are no passages of this generation, such as {strange[0]!r}"
            raise EngineRefuses(self._where, found, _WRITE)
        return np.array(sorted(ids), dtype=np.int64)

    def _requests(self, wanted: Wanted, k: int) -> list[models.QueryRequest]:
        if wanted.elsewhere and not wanted.allowed:
            return []  # whoever chose nothing is held off from nothing
        reader = _outside(wanted.allowed) if wanted.elsewhere else _inside(wanted.allowed)
        vector = numbers(wanted.vector)
        return [
            models.QueryRequest(
                query=vector,
                using=TEXT,
                limit=k,
                filter=models.Filter(must=[_is(KINDS, kind), *reader]),
            )
            for kind in (WAY, ANSWER, LEAF)
        ]


def connect(address: Address, key: str) -> QdrantClient:
    """A client of a server, which is not asked yet.

    Raises:
        EngineRefuses: if the key would go over the network for anyone to read.
    """
    if key and not address.is_private:
        raise EngineRefuses(str(address), "the key would be sent unencrypted", "write qdrant+https:// instead.")
    # The key as a header: given as a key, the client warns of it on a loopback address, too. The version is not
    # compared: that would be a request of its own, in a thread that prints warnings.
    headers = {"api-key": key} if key else None
    return QdrantClient(address.url, headers=headers, timeout=address.seconds, check_compatibility=False)


def asked(ask: Callable[[], _Given], where: str, *, attempts: int = ATTEMPTS) -> _Given:
    """What a call gives, tried again while the server is away.

    Raises:
        EngineAway: if it is away at the last attempt, too.
        EngineRefuses: if it answers that it will not.
    """
    for attempt in range(1, attempts + 1):
        try:
            return ask()
        except UnexpectedResponse as exc:
            if exc.status_code is not None and exc.status_code < 500:
                raise EngineRefuses(where, *_refusal(exc)) from exc
            found = f"answered {exc.status_code} {exc.reason_phrase}"
        except ResourceExhaustedResponse as exc:
            found = f"has too much to do ({exc})"
        except ResponseHandlingException as exc:
            found = f"does not answer ({exc.source})"
        if attempt < attempts:
            time.sleep(PAUSE * 2 ** (attempt - 1))
    raise EngineAway(where, found)


def numbers(vector: Vectors) -> list[float]:
    """A vector for JSON: seven decimals, which is what a float32 of a unit vector has; in full it is twice as long."""
    short: list[float] = np.round(vector.astype(np.float64), 7).tolist()
    return short


def pairs(allowed: Allowed, facet: str) -> list[str]:
    """A choice of one facet as the payload has it."""
    return [f"{facet}={value}" for value in sorted(allowed[facet])]


def _inside(allowed: Allowed) -> list[models.Condition]:
    return [_any(HOLDS, pairs(allowed, facet)) for facet in sorted(allowed)]


def _outside(allowed: Allowed) -> list[models.Condition]:
    """Some facet of which the section as a whole holds for no value of the choice."""
    return [
        models.Filter(
            should=[models.Filter(must_not=[_any(AROUND, pairs(allowed, facet))]) for facet in sorted(allowed)]
        )
    ]


def _is(key: str, value: int) -> models.FieldCondition:
    return models.FieldCondition(key=key, match=models.MatchValue(value=value))


def _any(key: str, values: list[str]) -> models.FieldCondition:
    return models.FieldCondition(key=key, match=models.MatchAny(any=values))


def _refusal(exc: UnexpectedResponse) -> tuple[str, str]:
    """What was found, and what to do."""
    if exc.status_code in (401, 403):
        return "refuses the key", "set OTVET_ENGINE_KEY to one that it knows."
    if exc.status_code == 404:
        return "has no collection of this generation", _WRITE
    try:
        said = exc.structured()["status"]["error"]
    except (ValueError, KeyError, TypeError):
        said = exc.reason_phrase
    return f"answered {exc.status_code} ({said})", _CHECK
