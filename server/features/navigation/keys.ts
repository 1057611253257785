// Names of named things, over all files of a program. A column is named by its declaration, its id there and the name that
// it has at that place, since `rename` keeps the id and changes the name.

import type { ColumnId } from "../../../language/index.ts";

/** A source, store, pipeline, constant, function, model, service or job. */
export const declarationKey = (uri: string, name: string) => `declaration\n${uri}\n${name}`;

/** A parameter of a pipeline or function. */
export const parameterKey = (uri: string, declaration: string, name: string) =>
  `parameter\n${uri}\n${declaration}\n${name}`;

/** A parameter of a lambda, or an alias: known by where it is introduced in its declaration. */
export const localKey = (uri: string, declaration: string, offset: number) =>
  `local\n${uri}\n${declaration}\n${offset}`;

/** A column inside a declaration. */
export const columnKey = (uri: string, declaration: string, id: ColumnId, name: string) =>
  `column\n${uri}\n${declaration}\n${id}\n${name}`;

/** A column of a source or store, wherever it is read or written. */
export const storedKey = (uri: string, name: string, column: string) => `stored\n${uri}\n${name}\n${column}`;
