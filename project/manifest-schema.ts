// The JSON Schema of weir.json, made from the table of its options, for editors. `project/weir.schema.json` is this
// schema written down; a test holds the two together.

import { manifestOptions, type Option, type OptionTable, type OptionType } from "./manifest-options.ts";

type Schema = Readonly<Record<string, unknown>>;

/** The whole schema. */
export function manifestSchema(): Schema {
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "weir.json",
    description: "The manifest of a Weir project.",
    ...objectSchema(manifestOptions),
  };
}

function objectSchema(options: OptionTable, fixed: Readonly<Record<string, Schema>> = {}): Schema {
  const needed = Object.entries(options).flatMap(([key, option]) =>
    option.required === undefined ? [] : [key],
  );
  const required = [...Object.keys(fixed), ...needed];
  return {
    type: "object",
    properties: {
      ...fixed,
      ...Object.fromEntries(Object.entries(options).map(([key, option]) => [key, optionSchema(option)])),
    },
    ...(required.length > 0 ? { required } : {}),
    additionalProperties: false,
  };
}

function optionSchema(option: Option): Schema {
  return { description: option.doc, ...typeSchema(option.type) };
}

function typeSchema(type: OptionType): Schema {
  switch (type.kind) {
    case "text":
      if (type.secret !== undefined) {
        return { type: "string", pattern: "^\\$\\{(env|secret):[A-Za-z_][A-Za-z0-9_.-]*\\}$" };
      }
      return type.values === undefined ? { type: "string" } : { enum: type.values };
    case "int":
      return {
        type: "integer",
        minimum: type.least,
        ...(type.most === undefined ? {} : { maximum: type.most }),
      };
    case "number":
      return { type: "number", minimum: type.least };
    case "bool":
      return { type: "boolean" };
    case "size":
      return { type: "string", pattern: "^\\s*\\d+(\\.\\d+)?\\s*([kKMGT]?B|[KMGT]iB)\\s*$" };
    case "object":
      return objectSchema(type.options);
    case "named":
      return {
        type: "object",
        additionalProperties: {
          oneOf: Object.entries(type.kinds).map(([kind, options]) => {
            return objectSchema(options, { [type.by]: { const: kind } });
          }),
        },
      };
  }
}
