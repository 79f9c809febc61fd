"""Paths of the bundled content and of our training entries."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

FAQ = ROOT / "faq"
"""The bundled content; its facets.toml is the default for contents without one."""

ENTRIES = ROOT / "tune" / "entries"
