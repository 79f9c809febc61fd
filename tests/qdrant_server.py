"""A small server that speaks as much of Qdrant's REST API as we use, over Qdrant's own engine (`qdrant_edge`).

It keeps nothing but collections, points, payload indexes and aliases, in a folder that is given.
"""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

edge: Any = pytest.importorskip("qdrant_edge", reason="the extra dev has Qdrant's engine")


class Refused(Exception):
    """What the server answers instead of a result."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status, self.message = status, message


class Collections:
    """What the server keeps; stays while the server is stopped and started."""

    def __init__(self, folder: Path, key: str = "") -> None:
        self.folder, self.key = folder, key
        self.shards: dict[str, Any] = {}
        self.settings: dict[str, dict[str, Any]] = {}
        self.indexed: dict[str, dict[str, str]] = {}
        self.aliases: dict[str, str] = {}
        self.requests: list[str] = []
        """Method and path of each, in order."""
        self.broken: Callable[[str], None] = lambda request: None
        """Called with each; raises what is to be answered instead."""
        self.lock = threading.RLock()

    def answer(self, method: str, path: str, body: Any) -> Any:
        request = f"{method} {path}"
        self.requests.append(request)
        self.broken(request)
        with self.lock:
            match method, path.strip("/").split("/"):
                case "GET", ["collections"]:
                    return {"collections": [{"name": name} for name in self.shards]}
                case "POST", ["collections", "aliases"]:
                    return self._swap(body["actions"])
                case "GET", ["aliases"]:
                    named = self.aliases.items()
                    return {"aliases": [{"alias_name": alias, "collection_name": name} for alias, name in named]}
                case "GET", ["collections", name, "exists"]:
                    return {"exists": name in self.shards}
                case "PUT", ["collections", name]:
                    return self._create(name, body)
                case "DELETE", ["collections", name]:
                    return self.shards.pop(name, None) is not None
                case "PUT", ["collections", name, "index"]:
                    field, schema = body["field_name"], body["field_schema"]
                    kind = getattr(edge.PayloadSchemaType, schema.capitalize())
                    self.shards[self._real(name)].update(edge.UpdateOperation.create_field_index(field, kind))
                    self.indexed[self._real(name)][field] = schema
                    return {"operation_id": 1, "status": "completed"}
                case "PUT", ["collections", name, "points"]:
                    points = [edge.Point(one["id"], one["vector"], one["payload"]) for one in body["points"]]
                    self.shards[self._real(name)].update(edge.UpdateOperation.upsert_points(points))
                    return {"operation_id": 1, "status": "completed"}
                case "POST", ["collections", name, "points", "count"]:
                    return {"count": self.shards[self._real(name)].count(edge.CountRequest(exact=True))}
                case "POST", ["collections", name, "points", "query", "batch"]:
                    shard = self.shards[self._real(name)]
                    return [{"points": self._nearest(shard, one)} for one in body["searches"]]
        raise Refused(404, f"Not found: {request}")

    def _real(self, name: str) -> str:
        name = self.aliases.get(name, name)
        if name not in self.shards:
            raise Refused(404, f"Not found: Collection `{name}` doesn't exist!")
        return name

    def _create(self, name: str, body: Any) -> bool:
        if name in self.shards:
            raise Refused(409, f"Collection `{name}` already exists!")
        place = self.folder / f"{len(self.settings)}-{name}"
        place.mkdir(parents=True)
        vectors = {
            vector: edge.EdgeVectorParams(size=one["size"], distance=getattr(edge.Distance, one["distance"]))
            for vector, one in body["vectors"].items()
        }
        self.shards[name] = edge.EdgeShard.create(str(place), edge.EdgeConfig(vectors=vectors))
        self.settings[name], self.indexed[name] = body, {}
        return True

    def _swap(self, actions: Any) -> bool:
        aliases = dict(self.aliases)
        for action in actions:
            if "delete_alias" in action:
                del aliases[action["delete_alias"]["alias_name"]]
            else:
                aliases[action["create_alias"]["alias_name"]] = self._real(action["create_alias"]["collection_name"])
        self.aliases = aliases
        return True

    @staticmethod
    def _nearest(shard: Any, wanted: Any) -> list[dict[str, Any]]:
        request = edge.QueryRequest(
            limit=wanted["limit"],
            query=edge.Query.Nearest(wanted["query"]["nearest"], using=wanted["using"]),
            filter=_filter(wanted["filter"]) if wanted.get("filter") else None,
        )
        return [{"id": one.id, "version": one.version, "score": one.score} for one in shard.query(request)]


def _filter(given: Any) -> Any:
    conditions = {
        name: [_condition(one) for one in given[name]] for name in ("must", "should", "must_not") if given.get(name)
    }
    return edge.Filter(**conditions)


def _condition(given: Any) -> Any:
    if "key" not in given:
        return _filter(given)
    match = given["match"]
    wanted = edge.MatchAny(match["any"]) if "any" in match else edge.MatchValue(match["value"])
    return edge.FieldCondition(key=given["key"], match=wanted)


@contextmanager
def serving(collections: Collections, port: int = 0) -> Iterator[int]:
    """Serve on a port of this machine, any if none is given; gives the port."""

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            size = int(self.headers.get("Content-Length") or 0)
            body = json.loads(self.rfile.read(size)) if size else None
            status, answer = 200, dict[str, Any]()
            try:
                if collections.key and self.headers.get("api-key") != collections.key:
                    raise Refused(401, "Must provide an API key")
                result = collections.answer(self.command, self.path.partition("?")[0], body)
                answer = {"result": result, "status": "ok", "time": 0.0}
            except Refused as exc:
                status, answer = exc.status, {"status": {"error": exc.message}, "time": 0.0}
            text = json.dumps(answer).encode()
            with suppress(ConnectionError):  # a client that waited no longer
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                self.wfile.write(text)

        do_GET = do_PUT = do_POST = do_DELETE = answer

        def log_message(self, *arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
