"""Articles, and their text in each language."""
