// Functions of structs: of the lists of keys and values that maps are read as, and of structs in general.

import { chapter, guarded, item, signature } from "./spelling.ts";

const mapType = "list(struct{key: K, value: V})";

export const structFunctions = chapter("struct", [
  {
    name: "map_get",
    doc: "The value of the first entry with this key; null where there is none. A map is a list of structs of `key` and `value`.",
    signatures: [
      signature(
        `(map: ${mapType}, key: K) -> V?`,
        `struct_extract(list_extract(list_filter($1, lambda ${item}: struct_extract(${item}, 'key') = $2), 1), 'value')`,
      ),
    ],
    example: { call: 'map_get([{key: "a", value: 1}, {key: "b", value: 2}], "b")', result: "2" },
  },
  {
    name: "map_keys",
    doc: "The keys of a map, in order.",
    signatures: [
      signature(
        `(map: ${mapType}) -> list(K)`,
        `list_transform($1, lambda ${item}: struct_extract(${item}, 'key'))`,
      ),
    ],
    example: { call: 'map_keys([{key: "a", value: 1}])', result: '["a"]' },
  },
  {
    name: "map_values",
    doc: "The values of a map, in order.",
    signatures: [
      signature(
        `(map: ${mapType}) -> list(V)`,
        `list_transform($1, lambda ${item}: struct_extract(${item}, 'value'))`,
      ),
    ],
    example: { call: 'map_values([{key: "a", value: 1}])', result: "[1]" },
  },
  {
    name: "map_has_key",
    doc: "Whether a map has an entry with this key.",
    signatures: [
      signature(
        `(map: ${mapType}, key: K) -> bool`,
        guarded(`(len(list_filter($1, lambda ${item}: struct_extract(${item}, 'key') = $2)) > 0)`, 2),
      ),
    ],
    example: { call: 'map_has_key([{key: "a", value: 1}], "b")', result: "false" },
  },
  {
    name: "map_of",
    doc: "A map from the keys in one list and the values at the same places in another; it ends with the shorter one.",
    signatures: [
      signature(
        `(keys: list(K), values: list(V)) -> ${mapType}`,
        guarded(
          `list_transform(range(1, least(len($1), len($2)) + 1), lambda ${item}: {'key': list_extract($1, ${item}), 'value': list_extract($2, ${item})})`,
          1,
          2,
        ),
      ),
    ],
    example: { call: 'map_of(["a"], [1])', result: '[{key: "a", value: 1}]' },
  },
  {
    name: "map_filter_keys",
    doc: "The entries of a map whose key is one of `keys`.",
    signatures: [
      signature(
        `(map: ${mapType}, keys: list(K)) -> ${mapType}`,
        guarded(`list_filter($1, lambda ${item}: list_contains($2, struct_extract(${item}, 'key')))`, 2),
      ),
    ],
    example: {
      call: 'map_filter_keys([{key: "a", value: 1}, {key: "b", value: 2}], ["b"])',
      result: '[{key: "b", value: 2}]',
    },
  },
]);
