"""Middleware of every endpoint: sign-in, rate limits, headers, caching, metrics, traffic."""
