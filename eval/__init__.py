"""How well does it answer."""
