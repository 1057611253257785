// `weight * 2 as grams`, as SQL names a column: read as the name that was meant, so that the step keeps its columns and
// one problem is all there is. It must never take a cast for a name: whatever is near the name of a type stays a cast.

import { quoteName } from "../grammar/index.ts";
import type { Expression, Item } from "../grammar/tree.ts";
import type { BindContext } from "./bind-context.ts";
import { isLikeTypeName } from "./type-node.ts";

/** The item as it was meant. Without a word nothing is reported: the parser has asked for the name already. */
export function withNameInFront(item: Item, word: string | undefined, context: BindContext): Item {
  if (item.name !== undefined) return item;
  const last = lastCast(item.value);
  if (last === undefined || last.safe || last.end !== item.value.end) return item;
  const { name, numbers, element, fields } = last.type;
  const isPlain = numbers.length === 0 && element === undefined && fields.length === 0;
  if (name.text === "" || !isPlain || last.type.nullable || isLikeTypeName(name.text)) return item;
  if (word !== undefined) {
    const written = quoteName(name.text);
    context.reporter.report("WR171", name, `A name stands before its value: \`${word} ${written} = …\``, {
      fixes: [
        {
          title: `Write \`${written} = …\``,
          edits: [
            { start: item.start, end: item.start, newText: `${written} = ` },
            { start: last.value.end, end: item.value.end, newText: "" },
          ],
        },
      ],
    });
  }
  return { ...item, name, value: withoutLastCast(item.value) };
}

type Cast = Expression & { readonly kind: "cast" };

/** `as` binds tightly: in `a * 2 as b` the cast is at the end of the right side. */
function lastCast(value: Expression): Cast | undefined {
  if (value.kind === "cast") return value;
  return value.kind === "binary" ? lastCast(value.right) : undefined;
}

function withoutLastCast(value: Expression): Expression {
  if (value.kind === "cast") return value.value;
  if (value.kind !== "binary") return value;
  const right = withoutLastCast(value.right);
  return { ...value, right, end: right.end };
}
