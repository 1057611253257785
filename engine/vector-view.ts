// Reads the memory of one DuckDB vector as typed arrays, without making a value a row. DuckDB's own Arrow export is
// not part of its Node binding, so the columns of a result are copied out of the vectors here.
// A view is valid for as long as its chunk is referred to: nothing may keep it longer.

import native from "@duckdb/node-bindings";

/** One vector of a chunk (or the child of one): `size` values of which any range may be read. */
export interface VectorView {
  readonly vector: native.Vector;
  readonly size: number;
  /** One bit a value, 1 where it is not null; undefined where none is null. */
  readonly validity: Uint8Array | undefined;
}

export function viewOf(vector: native.Vector, size: number): VectorView {
  const validity = size === 0 ? undefined : native.vector_get_validity(vector, Math.ceil(size / 64) * 8);
  return { vector, size, validity: validity ?? undefined };
}

export function isValid(view: VectorView, index: number): boolean {
  return view.validity === undefined || ((view.validity[index >> 3]! >> (index & 7)) & 1) === 1;
}

/** The vector's memory, `width` bytes a value. */
export function bytesOf(view: VectorView, width: number): Uint8Array {
  return native.vector_get_data(view.vector, view.size * width);
}

/** The same as 32-bit words: four to a string or list entry of 16 bytes. */
export function wordsOf(view: VectorView, width: number): Uint32Array {
  const bytes = bytesOf(view, width);
  return new Uint32Array(bytes.buffer, bytes.byteOffset, (view.size * width) / 4);
}

/** Offset and length of each list, two 64-bit words an entry: element 4i is the offset, 4i + 2 the length. */
export function listEntriesOf(view: VectorView): Uint32Array {
  return wordsOf(view, 16);
}

export function listChildOf(view: VectorView): VectorView {
  return viewOf(native.list_vector_get_child(view.vector), native.list_vector_get_size(view.vector));
}

export function structChildOf(view: VectorView, index: number): VectorView {
  return viewOf(native.struct_vector_get_child(view.vector, index), view.size);
}

/** Bytes behind the pointer that stands at `offset` of `bytes` (a long string's entry holds it). */
export function bytesBehind(bytes: Uint8Array, offset: number, length: number): Uint8Array {
  return native.get_data_from_pointer(bytes.buffer as ArrayBuffer, bytes.byteOffset + offset, length);
}
