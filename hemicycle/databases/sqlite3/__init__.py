"""Django's SQLite backend, whose writers wait in line instead of knocking."""
