"""What stands before every endpoint: sign-in, limits, headers, caching, metrics, traffic."""
