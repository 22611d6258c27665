"""The types of the columns, in each engine that holds them. Money is exact everywhere: DECIMAL(18,2) in yuan."""

from schemas.base import Kind

DUCKDB_TYPES = {
    Kind.TEXT: "varchar",
    Kind.ID: "varchar",
    Kind.ENUM: "varchar",
    Kind.DATE: "date",
    Kind.MONEY: "decimal(18, 2)",
    Kind.INT: "bigint",
    Kind.BOOL: "boolean",
    Kind.SET: "varchar[]",
    Kind.NUMBER: "decimal(24, 6)",
    Kind.PERIOD: "varchar",
}
