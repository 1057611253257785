// Whether two values of plain data are alike: what decides that an edit changed nothing for those who depend on it.

/** Compares plain data: primitives, arrays, maps, and objects by their own enumerable properties. */
export function deepEqual(left: unknown, right: unknown): boolean {
  if (Object.is(left, right)) return true;
  if (typeof left !== "object" || typeof right !== "object" || left === null || right === null) return false;
  if (Array.isArray(left)) {
    return (
      Array.isArray(right) &&
      left.length === right.length &&
      left.every((item, index) => deepEqual(item, right[index]))
    );
  }
  if (left instanceof Map || left instanceof Set) return false;
  const leftKeys = Object.keys(left);
  if (leftKeys.length !== Object.keys(right).length) return false;
  return leftKeys.every(
    (key) =>
      Object.hasOwn(right, key) &&
      deepEqual((left as Record<string, unknown>)[key], (right as Record<string, unknown>)[key]),
  );
}

/** `value`, or `before` where that says the same: keeps an object's identity over edits that do not touch it. */
export function settled<T>(value: T, before: T | undefined): T {
  return before !== undefined && deepEqual(value, before) ? before : value;
}
