"""Where the bundled content and our training entries are."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

FAQ = ROOT / "faq"
"""The bundled content; its facets.toml serves contents that have none."""

ENTRIES = ROOT / "tune" / "entries"
