// Which names stand for one thing: keys that are put together step by step. Nothing here knows what the keys mean.

export interface Groups {
  /** Puts two keys into one group. */
  join(a: string, b: string): void;
  /** The key that stands for the group of `key`. */
  groupOf(key: string): string;
}

export function groups(): Groups {
  const parents = new Map<string, string>();
  const groupOf = (key: string): string => {
    let root = key;
    for (let next = parents.get(root); next !== undefined; next = parents.get(root)) root = next;
    for (let at = key; at !== root; ) {
      const next = parents.get(at)!;
      parents.set(at, root);
      at = next;
    }
    return root;
  };
  return {
    groupOf,
    join(a, b) {
      const [first, second] = [groupOf(a), groupOf(b)];
      if (first !== second) parents.set(second, first);
    },
  };
}
