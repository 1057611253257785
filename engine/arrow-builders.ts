// Builders that gather DuckDB vectors into Apache Arrow columns, one a column of the result. They copy memory by
// ranges and never look at single values but where the two layouts differ (booleans, decimals, strings).

import {
  type DuckDBDecimalType,
  type DuckDBListType,
  type DuckDBStructType,
  type DuckDBType,
  DuckDBTypeId,
} from "@duckdb/node-api";
import * as arrow from "apache-arrow";
import {
  bytesBehind,
  bytesOf,
  isValid,
  listChildOf,
  listEntriesOf,
  structChildOf,
  type VectorView,
} from "./vector-view.ts";

/** Gathers the values of one column over many chunks, until a batch is taken. */
export interface ColumnBuilder {
  /** Values gathered since the last `take`. */
  readonly length: number;
  append(view: VectorView, from: number, count: number): void;
  /** Arrow data of all gathered values; the builder starts anew. */
  take(): arrow.Data;
}

/** The Arrow type of a DuckDB type that a result may have. @throws on one that no Weir type maps to. */
export function arrowTypeOf(type: DuckDBType): arrow.DataType {
  switch (type.typeId) {
    case DuckDBTypeId.BOOLEAN:
      return new arrow.Bool();
    case DuckDBTypeId.TINYINT:
      return new arrow.Int8();
    case DuckDBTypeId.SMALLINT:
      return new arrow.Int16();
    case DuckDBTypeId.INTEGER:
      return new arrow.Int32();
    case DuckDBTypeId.BIGINT:
      return new arrow.Int64();
    case DuckDBTypeId.FLOAT:
      return new arrow.Float32();
    case DuckDBTypeId.DOUBLE:
      return new arrow.Float64();
    case DuckDBTypeId.DECIMAL:
      return new arrow.Decimal((type as DuckDBDecimalType).scale, (type as DuckDBDecimalType).width, 128);
    case DuckDBTypeId.VARCHAR:
    case DuckDBTypeId.UUID:
      return new arrow.Utf8();
    case DuckDBTypeId.BLOB:
      return new arrow.Binary();
    case DuckDBTypeId.DATE:
      return new arrow.DateDay();
    case DuckDBTypeId.TIMESTAMP:
      return new arrow.TimestampMicrosecond();
    case DuckDBTypeId.TIMESTAMP_TZ:
      return new arrow.TimestampMicrosecond("UTC");
    case DuckDBTypeId.INTERVAL:
      return new arrow.DurationMicrosecond();
    case DuckDBTypeId.LIST:
      return new arrow.List(new arrow.Field("item", arrowTypeOf((type as DuckDBListType).valueType), true));
    case DuckDBTypeId.STRUCT: {
      const struct = type as DuckDBStructType;
      return new arrow.Struct(
        struct.entryTypes.map(
          (entry, index) => new arrow.Field(struct.entryNames[index]!, arrowTypeOf(entry), true),
        ),
      );
    }
    default:
      throw new Error(`a result column of DuckDB type ${type} has no Arrow type`);
  }
}

export function columnBuilder(type: DuckDBType): ColumnBuilder {
  switch (type.typeId) {
    case DuckDBTypeId.BOOLEAN:
      return booleanBuilder();
    case DuckDBTypeId.DECIMAL:
      return decimalBuilder(type as DuckDBDecimalType);
    case DuckDBTypeId.VARCHAR:
    case DuckDBTypeId.BLOB:
      return bytesBuilder(type);
    case DuckDBTypeId.UUID:
      return uuidBuilder();
    case DuckDBTypeId.INTERVAL:
      return durationBuilder();
    case DuckDBTypeId.LIST:
      return listBuilder(type as DuckDBListType);
    case DuckDBTypeId.STRUCT:
      return structBuilder(type as DuckDBStructType);
    default:
      return fixedWidthBuilder(type);
  }
}

// ----------------------------------------------------------------------------------------------- layouts

const fixedWidths: Partial<Record<DuckDBTypeId, { width: number; array: FixedArray }>> = {
  [DuckDBTypeId.TINYINT]: { width: 1, array: Int8Array },
  [DuckDBTypeId.SMALLINT]: { width: 2, array: Int16Array },
  [DuckDBTypeId.INTEGER]: { width: 4, array: Int32Array },
  [DuckDBTypeId.BIGINT]: { width: 8, array: BigInt64Array },
  [DuckDBTypeId.FLOAT]: { width: 4, array: Float32Array },
  [DuckDBTypeId.DOUBLE]: { width: 8, array: Float64Array },
  [DuckDBTypeId.DATE]: { width: 4, array: Int32Array },
  [DuckDBTypeId.TIMESTAMP]: { width: 8, array: BigInt64Array },
  [DuckDBTypeId.TIMESTAMP_TZ]: { width: 8, array: BigInt64Array },
};

type FixedArray =
  | Int8ArrayConstructor
  | Int16ArrayConstructor
  | Int32ArrayConstructor
  | BigInt64ArrayConstructor
  | Float32ArrayConstructor
  | Float64ArrayConstructor;

function fixedWidthBuilder(type: DuckDBType): ColumnBuilder {
  const layout = fixedWidths[type.typeId];
  if (layout === undefined) throw new Error(`a result column of DuckDB type ${type} has no Arrow layout`);
  const { width, array } = layout;
  const arrowType = arrowTypeOf(type);
  const memory = new GrowingBytes();
  const nulls = new NullBits();
  return {
    get length() {
      return nulls.length;
    },
    append(view, from, count) {
      memory.push(bytesOf(view, width).subarray(from * width, (from + count) * width));
      nulls.append(view, from, count);
    },
    take() {
      const length = nulls.length;
      const data = new array(memory.take().buffer, 0, length);
      return makeData(arrowType, nulls.take(), { data });
    },
  };
}

function booleanBuilder(): ColumnBuilder {
  const memory = new GrowingBytes();
  const nulls = new NullBits();
  return {
    get length() {
      return nulls.length;
    },
    append(view, from, count) {
      const values = bytesOf(view, 1);
      const start = nulls.length;
      memory.reserve(((start + count + 7) >> 3) - memory.length);
      for (let i = 0; i < count; i++) {
        if (values[from + i] === 1 && isValid(view, from + i))
          memory.bytes[(start + i) >> 3]! |= 1 << ((start + i) & 7);
      }
      memory.length = (start + count + 7) >> 3;
      nulls.append(view, from, count);
    },
    take() {
      return makeData(new arrow.Bool(), nulls.take(), { data: memory.take() });
    },
  };
}

/** DuckDB keeps a decimal in 2, 4, 8 or 16 bytes, as its precision asks; Arrow always in 16. */
function decimalBuilder(type: DuckDBDecimalType): ColumnBuilder {
  const width = type.width <= 4 ? 2 : type.width <= 9 ? 4 : type.width <= 18 ? 8 : 16;
  const arrowType = arrowTypeOf(type);
  const memory = new GrowingBytes();
  const nulls = new NullBits();
  return {
    get length() {
      return nulls.length;
    },
    append(view, from, count) {
      const source = bytesOf(view, width).subarray(from * width, (from + count) * width);
      if (width === 16) memory.push(source);
      else widenTo128(source, width, count, memory);
      nulls.append(view, from, count);
    },
    take() {
      const length = nulls.length;
      const data = new Uint32Array(memory.take().buffer, 0, length * 4);
      return makeData(arrowType, nulls.take(), { data });
    },
  };
}

function widenTo128(source: Uint8Array, width: 2 | 4 | 8, count: number, memory: GrowingBytes): void {
  memory.reserve(count * 16);
  const target = new Int32Array(memory.bytes.buffer, memory.length, count * 4);
  memory.length += count * 16;
  if (width === 8) {
    const words = new Int32Array(source.buffer, source.byteOffset, count * 2);
    for (let i = 0; i < count; i++) {
      const high = words[2 * i + 1]!;
      target[4 * i] = words[2 * i]!;
      target[4 * i + 1] = high;
      target[4 * i + 2] = target[4 * i + 3] = high >> 31;
    }
    return;
  }
  const Narrow = width === 4 ? Int32Array : Int16Array;
  const values = new Narrow(source.buffer as ArrayBuffer, source.byteOffset, count);
  for (let i = 0; i < count; i++) {
    const value = values[i]!;
    target[4 * i] = value;
    target[4 * i + 1] = target[4 * i + 2] = target[4 * i + 3] = value >> 31;
  }
}

/** A DuckDB interval of months, days and microseconds; durations have no months. */
function durationBuilder(): ColumnBuilder {
  const values: bigint[] = [];
  const nulls = new NullBits();
  return {
    get length() {
      return nulls.length;
    },
    append(view, from, count) {
      const bytes = bytesOf(view, 16);
      const memory = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      for (let i = from; i < from + count; i++) {
        const days = BigInt(memory.getInt32(i * 16 + 4, true));
        values.push(isValid(view, i) ? days * 86_400_000_000n + memory.getBigInt64(i * 16 + 8, true) : 0n);
      }
      nulls.append(view, from, count);
    },
    take() {
      const data = BigInt64Array.from(values);
      values.length = 0;
      return makeData(new arrow.DurationMicrosecond(), nulls.take(), { data });
    },
  };
}

/** DuckDB keeps a UUID as a 128-bit integer with the top bit flipped, so that it sorts as unsigned. */
function uuidBuilder(): ColumnBuilder {
  const texts: (string | null)[] = [];
  return {
    get length() {
      return texts.length;
    },
    append(view, from, count) {
      const bytes = bytesOf(view, 16);
      const memory = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      for (let i = from; i < from + count; i++) {
        if (!isValid(view, i)) {
          texts.push(null);
          continue;
        }
        const high = BigInt.asUintN(64, memory.getBigUint64(i * 16 + 8, true) ^ (1n << 63n));
        const digits =
          high.toString(16).padStart(16, "0") +
          memory
            .getBigUint64(i * 16, true)
            .toString(16)
            .padStart(16, "0");
        texts.push(digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5"));
      }
    },
    take() {
      const vector = arrow.vectorFromArray(texts.splice(0), new arrow.Utf8());
      return vector.data[0]!;
    },
  };
}

/**
 * Strings and blobs: a 16-byte entry holds up to 12 bytes itself, else a pointer. Long strings that lie close together
 * in memory are fetched with one native read, which is what makes them fast (each read costs about a microsecond).
 */
function bytesBuilder(type: DuckDBType): ColumnBuilder {
  const arrowType = arrowTypeOf(type);
  const memory = new GrowingBytes();
  const nulls = new NullBits();
  let offsets = new Int32Array(4096);
  return {
    get length() {
      return nulls.length;
    },
    append(view, from, count) {
      const start = nulls.length;
      offsets = withRoom(offsets, start + count + 1);
      appendStrings(view, from, count, memory, offsets, start);
      nulls.append(view, from, count);
    },
    take() {
      const valueOffsets = offsets.slice(0, nulls.length + 1);
      return makeData(arrowType, nulls.take(), { data: memory.take(), valueOffsets });
    },
  };
}

/** Gaps up to this size are read over: a run never leaves the page that its last byte stands on. */
const mergedGapBytes = 4095;

function appendStrings(
  view: VectorView,
  from: number,
  count: number,
  memory: GrowingBytes,
  offsets: Int32Array,
  start: number,
): void {
  const entries = bytesOf(view, 16);
  const words = new Uint32Array(entries.buffer, entries.byteOffset, view.size * 4);
  const end = from + count;
  let total = 0;
  for (let i = from; i < end; i++) if (isValid(view, i)) total += words[4 * i]!;
  memory.reserve(total);
  const target = memory.bytes;
  let position = memory.length;
  const shift = start - from + 1;
  for (let i = from; i < end; ) {
    if (!isValid(view, i)) {
      offsets[i + shift] = position;
      i++;
      continue;
    }
    const length = words[4 * i]!;
    if (length <= 12) {
      const first = i * 16 + 4;
      for (let k = 0; k < length; k++) target[position + k] = entries[first + k]!;
      position += length;
      offsets[i + shift] = position;
      i++;
      continue;
    }
    const runEnd = endOfRun(view, words, i, end);
    const low = words[4 * i + 2]!;
    const last = runEnd - 1;
    const run = bytesBehind(entries, i * 16 + 8, words[4 * last + 2]! + words[4 * last]! - low);
    for (; i < runEnd; i++) {
      const first = words[4 * i + 2]! - low;
      const size = words[4 * i]!;
      if (size < 64) for (let k = 0; k < size; k++) target[position + k] = run[first + k]!;
      else target.set(run.subarray(first, first + size), position);
      position += size;
      offsets[i + shift] = position;
    }
  }
  memory.length = position;
}

/** The end of the run of long strings from `first` whose bytes follow one another closely in memory. */
function endOfRun(view: VectorView, words: Uint32Array, first: number, end: number): number {
  const high = words[4 * first + 3]!;
  let reached = words[4 * first + 2]! + words[4 * first]!;
  let next = first + 1;
  while (next < end && isValid(view, next)) {
    const length = words[4 * next]!;
    const low = words[4 * next + 2]!;
    if (length <= 12 || words[4 * next + 3] !== high || low < reached || low - reached > mergedGapBytes)
      break;
    if (low + length > 0xffff_ffff) break;
    reached = low + length;
    next++;
  }
  return next;
}

function listBuilder(type: DuckDBListType): ColumnBuilder {
  const child = columnBuilder(type.valueType);
  const arrowType = arrowTypeOf(type);
  const nulls = new NullBits();
  let offsets = new Int32Array(4096);
  return {
    get length() {
      return nulls.length;
    },
    append(view, from, count) {
      const start = nulls.length;
      offsets = withRoom(offsets, start + count + 1);
      const entries = listEntriesOf(view);
      const items = listChildOf(view);
      let total = child.length;
      // Neighbouring lists usually lie side by side in the child vector: such runs are copied at once.
      let runStart = 0;
      let runEnd = 0;
      for (let i = from; i < from + count; i++) {
        const length = isValid(view, i) ? entries[4 * i + 2]! : 0;
        const offset = entries[4 * i]!;
        if (length > 0 && offset !== runEnd) {
          if (runEnd > runStart) child.append(items, runStart, runEnd - runStart);
          runStart = runEnd = offset;
        }
        runEnd += length;
        total += length;
        offsets[start + (i - from) + 1] = total;
      }
      if (runEnd > runStart) child.append(items, runStart, runEnd - runStart);
      nulls.append(view, from, count);
    },
    take() {
      const valueOffsets = offsets.slice(0, nulls.length + 1);
      return makeData(arrowType, nulls.take(), { valueOffsets, child: child.take() });
    },
  };
}

function structBuilder(type: DuckDBStructType): ColumnBuilder {
  const fields = type.entryTypes.map((entry) => columnBuilder(entry));
  const arrowType = arrowTypeOf(type);
  const nulls = new NullBits();
  return {
    get length() {
      return nulls.length;
    },
    append(view, from, count) {
      for (const [index, field] of fields.entries()) field.append(structChildOf(view, index), from, count);
      nulls.append(view, from, count);
    },
    take() {
      return makeData(arrowType, nulls.take(), { children: fields.map((field) => field.take()) });
    },
  };
}

// ------------------------------------------------------------------------------------------------ memory

interface TakenNulls {
  readonly length: number;
  readonly nullCount: number;
  readonly nullBitmap: Uint8Array | null;
}

/** The parts of Arrow data besides its type, as `arrow.makeData` takes them for the layout in question. */
interface DataParts {
  readonly data?: ArrayBufferView;
  readonly valueOffsets?: Int32Array;
  readonly child?: arrow.Data;
  readonly children?: readonly arrow.Data[];
}

/** `arrow.makeData` is typed a layout at a time; the builders know theirs, so the cast is made once, here. */
function makeData(type: arrow.DataType, nulls: TakenNulls, parts: DataParts): arrow.Data {
  return arrow.makeData({ type, ...nulls, ...parts } as unknown as Parameters<typeof arrow.makeData>[0]);
}

/** Bytes that grow by doubling; `take` hands them over and starts anew. */
class GrowingBytes {
  bytes: Uint8Array<ArrayBuffer> = new Uint8Array(4096);
  length = 0;

  reserve(more: number): void {
    if (this.length + more <= this.bytes.length) return;
    const grown = new Uint8Array(Math.max(this.length + more, this.bytes.length * 2));
    grown.set(this.bytes.subarray(0, this.length));
    this.bytes = grown;
  }

  push(more: Uint8Array): void {
    this.reserve(more.length);
    this.bytes.set(more, this.length);
    this.length += more.length;
  }

  take(): Uint8Array<ArrayBuffer> {
    const taken = this.bytes.subarray(0, this.length);
    this.bytes = new Uint8Array(Math.max(4096, this.length));
    this.length = 0;
    return taken;
  }
}

/** The validity bits of a column; no memory is spent while nothing is null. */
class NullBits {
  length = 0;
  private nullCount = 0;
  private bits: Uint8Array<ArrayBuffer> | undefined;

  append(view: VectorView, from: number, count: number): void {
    const validity = view.validity;
    if (validity !== undefined) {
      for (let i = 0; i < count; i++) {
        if (((validity[(from + i) >> 3]! >> ((from + i) & 7)) & 1) === 1) continue;
        this.clear(this.length + i);
      }
    }
    this.length += count;
  }

  take(): TakenNulls {
    const { length, nullCount } = this;
    let nullBitmap: Uint8Array | null = null;
    if (this.bits !== undefined) {
      this.ensure(length);
      nullBitmap = this.bits.slice(0, (length + 7) >> 3);
    }
    this.length = this.nullCount = 0;
    this.bits = undefined;
    return { length, nullCount, nullBitmap };
  }

  private clear(index: number): void {
    const bits = this.ensure(index + 1);
    bits[index >> 3]! &= ~(1 << (index & 7));
    this.nullCount++;
  }

  private ensure(values: number): Uint8Array {
    const needed = (values + 7) >> 3;
    const bits = this.bits;
    if (bits !== undefined && bits.length >= needed) return bits;
    const grown = new Uint8Array(Math.max(needed, (bits?.length ?? 512) * 2)).fill(255);
    if (bits !== undefined) grown.set(bits);
    this.bits = grown;
    return grown;
  }
}

function withRoom(offsets: Int32Array<ArrayBuffer>, needed: number): Int32Array<ArrayBuffer> {
  if (offsets.length >= needed) return offsets;
  const grown = new Int32Array(Math.max(needed, offsets.length * 2));
  grown.set(offsets);
  return grown;
}
