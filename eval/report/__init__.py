"""What an evaluation is written to: a table, HTML, JSON, TREC runs."""
