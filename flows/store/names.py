"""Names that a store gives to what lies in it, apart from what reads and writes it: a question needs no more."""

DATABASE_NAME = "enforcement.duckdb"
READING_VERSION = 3
"""Version of reader and contracts together: raise it whenever a shard of any file would come out differently."""
