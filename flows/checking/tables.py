from collections.abc import Iterator
def read_table(table, reader, usual):
    return iter(())
