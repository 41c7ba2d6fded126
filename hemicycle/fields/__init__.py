"""Model fields of our own: identifiers, texts in several languages, search."""
