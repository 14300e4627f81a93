"""Files: reading them, and writing what people read."""
