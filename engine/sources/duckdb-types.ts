// DuckDB's types as Weir's: what each becomes, how it is read, and a note for what has no Weir type.

import {
  type DuckDBArrayType,
  type DuckDBDecimalType,
  type DuckDBListType,
  type DuckDBMapType,
  type DuckDBStructType,
  type DuckDBType,
  DuckDBTypeId,
} from "@duckdb/node-api";
import type { ColumnType, Type } from "../../language/types.ts";
import type { DescribedColumn, Reading } from "./description.ts";

export type FoundType =
  | { readonly kind: "type"; readonly type: Type; readonly reading: Reading }
  | { readonly kind: "none"; readonly reason: string };

const plain: Reading = { kind: "plain" };
const cast: Reading = { kind: "cast" };

/** The Weir type of a column of this DuckDB type. */
export function weirTypeOf(type: DuckDBType): FoundType {
  if (type.typeId === DuckDBTypeId.MAP) {
    const { keyType, valueType } = type as DuckDBMapType;
    const key = innerType(keyType);
    const value = innerType(valueType);
    if (key === undefined || value === undefined) return none(type);
    const fields = [
      { name: "key", type: key, nullable: false },
      { name: "value", type: value, nullable: true },
    ];
    const element: ColumnType = { type: { kind: "struct", fields }, nullable: false };
    return { kind: "type", type: { kind: "list", element }, reading: { kind: "mapEntries" } };
  }
  const inner = innerType(type);
  if (inner === undefined) return none(type);
  return { kind: "type", type: inner, reading: isPlain(type) ? plain : cast };
}

/** Columns of a relation as DuckDB describes it; those without a Weir type are left out with a note each. */
export function describedColumns(
  names: readonly string[],
  types: readonly DuckDBType[],
  isNullable: (name: string) => boolean,
): { readonly columns: DescribedColumn[]; readonly notes: string[] } {
  const columns: DescribedColumn[] = [];
  const notes: string[] = [];
  for (const [index, name] of names.entries()) {
    const found = weirTypeOf(types[index]!);
    if (found.kind === "none") {
      notes.push(`column "${name}" is left out: ${found.reason}`);
      continue;
    }
    const { type, reading } = found;
    columns.push({ name, doc: "", partition: false, type, nullable: isNullable(name), reading });
  }
  return { columns, notes };
}

// ------------------------------------------------------------------------------------------------ helpers

const scalars: Partial<Record<DuckDBTypeId, Type>> = {
  [DuckDBTypeId.BOOLEAN]: { kind: "bool" },
  [DuckDBTypeId.TINYINT]: { kind: "int" },
  [DuckDBTypeId.SMALLINT]: { kind: "int" },
  [DuckDBTypeId.INTEGER]: { kind: "int" },
  [DuckDBTypeId.BIGINT]: { kind: "int" },
  [DuckDBTypeId.UTINYINT]: { kind: "int" },
  [DuckDBTypeId.USMALLINT]: { kind: "int" },
  [DuckDBTypeId.UINTEGER]: { kind: "int" },
  [DuckDBTypeId.UBIGINT]: { kind: "decimal", precision: 20, scale: 0 },
  [DuckDBTypeId.HUGEINT]: { kind: "decimal", precision: 38, scale: 0 },
  [DuckDBTypeId.UHUGEINT]: { kind: "decimal", precision: 38, scale: 0 },
  [DuckDBTypeId.FLOAT]: { kind: "float" },
  [DuckDBTypeId.DOUBLE]: { kind: "float" },
  [DuckDBTypeId.VARCHAR]: { kind: "text" },
  [DuckDBTypeId.ENUM]: { kind: "text" },
  [DuckDBTypeId.TIME]: { kind: "text" },
  [DuckDBTypeId.TIME_TZ]: { kind: "text" },
  [DuckDBTypeId.TIME_NS]: { kind: "text" },
  [DuckDBTypeId.BIT]: { kind: "text" },
  [DuckDBTypeId.BLOB]: { kind: "binary" },
  [DuckDBTypeId.DATE]: { kind: "date" },
  [DuckDBTypeId.TIMESTAMP]: { kind: "timestamp" },
  [DuckDBTypeId.TIMESTAMP_S]: { kind: "timestamp" },
  [DuckDBTypeId.TIMESTAMP_MS]: { kind: "timestamp" },
  [DuckDBTypeId.TIMESTAMP_NS]: { kind: "timestamp" },
  [DuckDBTypeId.TIMESTAMP_TZ]: { kind: "instant" },
  [DuckDBTypeId.INTERVAL]: { kind: "duration" },
  [DuckDBTypeId.UUID]: { kind: "uuid" },
  // What is null in every row that was looked at.
  [DuckDBTypeId.SQLNULL]: { kind: "text" },
};

/** Scalars whose values DuckDB already keeps as Weir's type asks. */
const plainScalars: ReadonlySet<DuckDBTypeId> = new Set([
  DuckDBTypeId.BOOLEAN,
  DuckDBTypeId.BIGINT,
  DuckDBTypeId.DOUBLE,
  DuckDBTypeId.VARCHAR,
  DuckDBTypeId.BLOB,
  DuckDBTypeId.DATE,
  DuckDBTypeId.TIMESTAMP,
  DuckDBTypeId.TIMESTAMP_TZ,
  DuckDBTypeId.INTERVAL,
  DuckDBTypeId.UUID,
  DuckDBTypeId.DECIMAL,
]);

function none(type: DuckDBType): FoundType {
  return { kind: "none", reason: `Weir has no type for ${type.toString()}` };
}

function isPlain(type: DuckDBType): boolean {
  if (type.typeId === DuckDBTypeId.LIST) return isPlain((type as DuckDBListType).valueType);
  if (type.typeId === DuckDBTypeId.STRUCT) return (type as DuckDBStructType).entryTypes.every(isPlain);
  return plainScalars.has(type.typeId);
}

function innerType(type: DuckDBType): Type | undefined {
  switch (type.typeId) {
    case DuckDBTypeId.VARCHAR:
      return type.alias === "JSON" ? { kind: "json" } : { kind: "text" };
    case DuckDBTypeId.DECIMAL: {
      const { width, scale } = type as DuckDBDecimalType;
      return { kind: "decimal", precision: width, scale };
    }
    case DuckDBTypeId.LIST:
      return listOf((type as DuckDBListType).valueType);
    case DuckDBTypeId.ARRAY:
      return listOf((type as DuckDBArrayType).valueType);
    case DuckDBTypeId.STRUCT: {
      const { entryNames, entryTypes } = type as DuckDBStructType;
      const fields = entryTypes.map((entry, index) => {
        const inner = innerType(entry);
        return inner === undefined ? undefined : { name: entryNames[index]!, type: inner, nullable: true };
      });
      return fields.every((field) => field !== undefined) ? { kind: "struct", fields } : undefined;
    }
    default:
      return scalars[type.typeId];
  }
}

function listOf(valueType: DuckDBType): Type | undefined {
  const inner = innerType(valueType);
  return inner === undefined ? undefined : { kind: "list", element: { type: inner, nullable: true } };
}
