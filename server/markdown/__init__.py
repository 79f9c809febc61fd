"""Pages, sections and answers as Markdown, and llms.txt."""
