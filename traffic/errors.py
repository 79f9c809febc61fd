"""What can go wrong in the traffic room.

TrafficError
├── StoreUnusable      the file cannot be created, opened or written
└── StoreUnknown       another version of this program wrote the file
"""

from pathlib import Path


class TrafficError(Exception):
    """Any error of this room."""


class StoreUnusable(TrafficError):
    """The file cannot be used as a store."""

    def __init__(self, path: Path, reason: object) -> None:
        super().__init__(f"{path}: cannot keep traffic here ({reason}); name another file or `off` in OTVET_TRAFFIC.")


class StoreUnknown(TrafficError):
    """The file was written by another version."""

    def __init__(self, path: Path, found: int, known: int) -> None:
        super().__init__(
            f"{path}: the store has version {found} and this program knows {known}; move the file away, "
            "or name another in OTVET_TRAFFIC."
        )
