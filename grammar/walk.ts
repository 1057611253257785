// Generic walks over syntax trees: children of a node, all nodes, the node at an offset.
// Works on ranges alone, so that it never has to know a new kind of node.
import type { Declaration, FilePart, Range, SyntaxFile } from "./tree.ts";

/** A tree node as walks see it: `kind` is there on all but a few helpers (arms, budget ranges). */
export interface AnyNode extends Range {
  readonly kind?: string;
}

/** The nodes directly below one, in order of position. Ranges that only mark something are no nodes. */
export function childrenOf(node: AnyNode): readonly AnyNode[] {
  const children: AnyNode[] = [];
  collect(node, children);
  return children.length > 1 ? children.sort((a, b) => a.start - b.start || a.end - b.end) : children;
}

/** Visits a node and everything below it, parents first. Does not recurse: any depth is fine. */
export function walk(node: AnyNode, visit: (node: AnyNode) => void): void {
  const pending: AnyNode[] = [node];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    visit(next);
    const children = childrenOf(next);
    for (let index = children.length - 1; index >= 0; index--) pending.push(children[index]!);
  }
}

/** The nodes that contain an offset of a declaration (touching its end counts), outermost first. */
export function nodesAt(declaration: Declaration, offset: number): readonly AnyNode[] {
  const path: AnyNode[] = [];
  let node: AnyNode | undefined = declaration;
  while (node !== undefined) {
    path.push(node);
    const children: readonly AnyNode[] = childrenOf(node);
    node =
      children.find((child) => child.start <= offset && offset < child.end) ??
      children.findLast((child) => child.start <= offset && offset === child.end);
  }
  return path;
}

/** The innermost node at an absolute offset of a file, with the part that it belongs to. */
export function nodeAt(
  file: SyntaxFile,
  offset: number,
): { readonly part: FilePart; readonly node: AnyNode } | undefined {
  const part = partAt(file, offset);
  if (part === undefined) return undefined;
  const node = nodesAt(part.declaration, offset - part.start).at(-1)!;
  return { part, node };
}

/** The part that contains an absolute offset (touching its end counts). */
export function partAt(file: SyntaxFile, offset: number): FilePart | undefined {
  let low = 0;
  let high = file.parts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (file.parts[middle]!.start <= offset) low = middle;
    else high = middle - 1;
  }
  const part = file.parts[low];
  const contains = part !== undefined && part.start <= offset && offset <= part.start + part.declaration.end;
  return contains ? part : undefined;
}

/** Fields that hold a range without being a node. */
const marks: ReadonlySet<string> = new Set(["keyword", "operatorRange", "body"]);

function collect(value: object, children: AnyNode[]): void {
  for (const key in value) {
    const member = (value as Record<string, unknown>)[key];
    if (typeof member !== "object" || member === null) continue;
    if (Array.isArray(member)) {
      for (const item of member) if (typeof item === "object" && item !== null) add(item, children);
    } else if (!(marks.has(key) && !("kind" in member))) add(member, children);
  }
}

function add(value: object, children: AnyNode[]): void {
  if ("start" in value && "end" in value) children.push(value as AnyNode);
  else collect(value, children);
}
