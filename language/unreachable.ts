// The end of every exhaustive switch.

/** Never returns: a value that the types rule out has come here, which is a fault of this program. */
export function unreachable(value: never): never {
  throw new Error(`Not foreseen: ${JSON.stringify(value)}`);
}
