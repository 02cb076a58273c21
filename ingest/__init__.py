"""How a file becomes clean, structured, annotated passages: read, clean, segment, annotate, store."""
