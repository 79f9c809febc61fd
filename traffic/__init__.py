"""Questions and feedback of readers: stored, counted, grouped, exported."""
