"""A Qdrant cluster that keeps a content: a collection for each generation, and an alias for the live one."""

import re
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Self, TypeVar

from qdrant_client import QdrantClient
from qdrant_client.http import models

from index.engines.address import Address
from index.engines.protocol import Engine, Space
from index.engines.qdrant import AROUND, HOLDS, KINDS, TEXT, QdrantEngine, asked, connect, numbers
from index.engines.stand_in import WithStandIn
from index.errors import EngineRefuses
from index.storage.bundle import Bundle
from index.storage.lexical import held
from index.storage.manifest import Manifest, identity
from ingest.section import Scope

BATCH = 256
"""Points in one request, some 2 MB."""

ATTEMPTS = 5
"""To write one thing: nobody waits for an answer."""

SECONDS = 60
"""The most that one attempt to write waits."""

_Given = TypeVar("_Given")


class QdrantCluster:
    """What commands do with a cluster."""

    def __init__(self, address: Address, reading: QdrantClient, writing: QdrantClient) -> None:
        self._address, self._reading, self._writing = address, reading, writing

    @classmethod
    def at(cls, address: Address, key: str) -> Self:
        """Prepare to ask; nothing is sent yet.

        Raises:
            EngineRefuses: if the key would go over the network for anyone to read.
        """
        patient = replace(address, seconds=max(address.seconds, SECONDS))
        return cls(address, connect(address, key), connect(patient, key))

    def __str__(self) -> str:
        return str(self._address)

    def engine(self, bundle: Bundle, local: Engine) -> Engine:
        """What searches the collection of this generation; while it cannot, the local engine stands in."""
        name, passages = self.collection(bundle.manifest), len(bundle.passages)
        engine = QdrantEngine(self._reading, name, passages=passages, where=str(self._address))
        return WithStandIn(engine, local)

    def collection(self, manifest: Manifest) -> str:
        """The name of a generation's collection."""
        return f"{self._address.name}-{identity(manifest)}"

    def write(self, bundle: Bundle) -> None:
        """Write a generation's collection; what a build that was stopped left of it goes first.

        Raises:
            EngineAway, EngineRefuses: if it cannot be written; the alias stays where it is.
        """
        name, space = self.collection(bundle.manifest), Space.of(bundle)
        self._asked(lambda: self._writing.delete_collection(name))
        self._asked(lambda: self._writing.collection_exists(name) or self._create(name, space))
        for key, schema in ((KINDS, "integer"), (HOLDS, "keyword"), (AROUND, "keyword")):
            self._asked(partial(self._writing.create_payload_index, name, key, schema))
        points = _Points(bundle, space)
        for start in range(0, len(bundle.passages), BATCH):
            batch = [points[row] for row in range(start, min(start + BATCH, len(bundle.passages)))]
            self._asked(partial(self._writing.upsert, name, batch))
        written = self._asked(lambda: self._writing.count(name, exact=True)).count
        if written != len(bundle.passages):
            found = f"holds {written} of {len(bundle.passages)} passages"
            raise EngineRefuses(str(self._address), found, "build the index again.")

    def make_live(self, manifest: Manifest) -> None:
        """Point the alias at a generation's collection, at once; the one before stays, those before that go.

        Raises:
            EngineAway, EngineRefuses: if it has no such collection, or cannot be asked.
        """
        alias, name = self._address.name, self.collection(manifest)
        before = self.live()
        swap: list[models.AliasOperations] = [
            models.CreateAliasOperation(create_alias=models.CreateAlias(collection_name=name, alias_name=alias))
        ]
        if before is not None:
            swap.insert(0, models.DeleteAliasOperation(delete_alias=models.DeleteAlias(alias_name=alias)))
        self._asked(lambda: self._writing.update_collection_aliases(swap))
        for other in self._collections():
            if other not in (name, before):
                self._asked(partial(self._writing.delete_collection, other))

    def live(self) -> str | None:
        """The collection that the alias names; None if there is no alias."""
        aliases = self._asked(self._writing.get_aliases).aliases
        return next((one.collection_name for one in aliases if one.alias_name == self._address.name), None)

    def _collections(self) -> list[str]:
        ours = re.compile(rf"{re.escape(self._address.name)}-[0-9a-f]{{12}}")
        found = self._asked(self._writing.get_collections).collections
        return [one.name for one in found if ours.fullmatch(one.name)]

    def _create(self, name: str, space: Space) -> bool:
        """Eight bits a number in memory, and the whole on disk, to score the best of them anew."""
        created: bool = self._writing.create_collection(
            name,
            vectors_config={
                TEXT: models.VectorParams(size=space.vectors.shape[1], distance=models.Distance.DOT, on_disk=True)
            },
            shard_number=self._address.shards,
            replication_factor=self._address.replicas,
            quantization_config=models.ScalarQuantization(
                scalar=models.ScalarQuantizationConfig(type=models.ScalarType.INT8, always_ram=True)
            ),
        )
        return created

    def _asked(self, ask: Callable[[], _Given]) -> _Given:
        return asked(ask, str(self._address), attempts=ATTEMPTS)


class _Points:
    """The passages of a bundle as points, each made when it is asked for."""

    def __init__(self, bundle: Bundle, space: Space) -> None:
        self._bundle, self._space = bundle, space
        self._values = bundle.facets.values()

    def __getitem__(self, row: int) -> models.PointStruct:
        passage, space = self._bundle.passages[row], self._space
        section = self._bundle.sections[passage.section]
        payload = {
            KINDS: int(space.kinds[row]),
            HOLDS: self._pairs(passage.scopes),
            AROUND: self._pairs(section.scopes),
            "section": section.id,
        }
        return models.PointStruct(id=row, vector={TEXT: numbers(space.vectors[row])}, payload=payload)

    def _pairs(self, scopes: tuple[Scope, ...]) -> list[str]:
        return [f"{facet}={value}" for facet, value in sorted(held(scopes, self._values))]
