"""Latency that the Model Context Protocol adds to a search, over standard input and output.

    python -m eval.bench.mcp_cost [--index DIR] [--repeats N]

Needs the extra ``mcp`` and an index. The SDK's own client asks ``otvet mcp``, a process of its own; this process
answers the same queries from the same index. Both remember answers, so that little but the protocol is left to measure.
The added latency is the difference, query by query. Prints one JSON line.
"""

import json
import os
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter
from typing import TypeVar

import anyio
from mcp import Client, StdioServerParameters
from mcp.types import CallToolResult

from eval.bench.query_cost import QUERIES
from eval.bench.script import INDEX, machine, open_searcher, parser
from index.remembered import remembered
from index.result import Query, Result

CHOSEN = {"region": "kazakhstan"}
LIMIT = 3

Got = TypeVar("Got")


async def measured(index: Path, repeats: int) -> dict[str, object]:
    """Median times in ms, after a first round that is not counted, and the 95th percentile of the difference."""
    search = remembered(open_searcher(index))
    arguments = ["-m", "otvet", "mcp", "--index", str(index)]
    asked: list[float] = []
    searched: list[float] = []
    async with Client(StdioServerParameters(command=sys.executable, args=arguments, env=dict(os.environ))) as client:

        async def over_mcp(query: str) -> CallToolResult:
            return await client.call_tool("search_faq", {"query": query, "limit": LIMIT, **CHOSEN})

        async def alone(query: str) -> Result:
            return search(Query(query, CHOSEN, limit=LIMIT))

        for turn in range(repeats + 1):
            # A round of each, not a query of each: each process has its own caches to warm up.
            given, theirs = await clocked(over_mcp)
            results, ours = await clocked(alone)
            for found, result in zip(given, results, strict=True):
                assert found.structured_content["status"] == result.status, f"{result.query}: {found}"
            if turn:
                asked += theirs
                searched += ours
    beyond = [whole - search for whole, search in zip(asked, searched, strict=True)]
    return {
        "search_faq_ms": round(median(asked), 2),
        "search_alone_ms": round(median(searched), 2),
        "beyond_search_ms": {"p50": round(median(beyond), 2), "p95": round(quantiles(beyond, n=20)[-1], 2)},
    }


async def clocked(ask: Callable[[str], Awaitable[Got]]) -> tuple[list[Got], list[float]]:
    """The result of every query, and its latency in ms."""
    got: list[Got] = []
    times: list[float] = []
    for query in QUERIES:
        began = perf_counter()
        got.append(await ask(query))
        times.append(1000 * (perf_counter() - began))
    return got, times


def main() -> None:
    """Measure and print."""
    arguments = parser(__doc__)
    arguments.add_argument("--index", type=Path, default=INDEX)
    arguments.add_argument("--repeats", type=int, default=25)
    given = arguments.parse_args()
    times = anyio.run(measured, given.index, given.repeats)
    print(json.dumps({"queries": len(QUERIES), "repeats": given.repeats, **times, "machine": machine()}))


if __name__ == "__main__":
    main()
