// The names of lambda parameters in SQL. Engines let a parameter hide a column of the same name, whatever the case;
// in the plan the two are different things, so a parameter that would hide what its body reads is named anew.

import type { PlanExpression } from "../language/plan.ts";
import { columnsRead } from "../language/plan-walk.ts";
import { freshName } from "../language/substitute.ts";
import type { PrintContext } from "./context.ts";

/** The names to print for the parameters of `lambda`, and the context in which its body finds them. */
export function namedParameters(
  lambda: PlanExpression & { readonly kind: "lambda" },
  context: PrintContext,
): { readonly names: readonly string[]; readonly inner: PrintContext } {
  const taken = new Set<string>();
  for (const id of columnsRead(lambda.body)) {
    const sql = context.columns.get(id);
    if (sql !== undefined) taken.add(firstName(sql).toLowerCase());
  }
  const variables = new Map(context.variables);
  for (const parameter of lambda.parameters) variables.delete(parameter);
  for (const name of variables.values()) taken.add(name.toLowerCase());
  const names = lambda.parameters.map((parameter) => {
    const name = freshName(parameter, { has: (candidate) => taken.has(candidate.toLowerCase()) });
    taken.add(name.toLowerCase());
    variables.set(parameter, name);
    return name;
  });
  return { names, inner: { ...context, variables } };
}

/** The first part of a column's SQL: itself, or the relation that qualifies it. */
function firstName(sql: string): string {
  const quoted = /^"((?:[^"]|"")*)"/.exec(sql);
  return quoted === null ? sql.split(".", 1)[0]! : quoted[1]!.replaceAll('""', '"');
}
