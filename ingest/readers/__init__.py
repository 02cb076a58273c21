"""The readers, one for each kind of file, and the registry that chooses among them by content and by name."""
