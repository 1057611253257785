// Names that nobody uses and names that hide others, over the whole program. Remarks only: none of them keeps
// anything from running.

import type { Declaration, Name } from "../grammar/tree.ts";
import { namesUsed } from "./names-used.ts";
import { nearestName } from "./nearest-name.ts";
import type { Entity, FileNames } from "./program-files.ts";
import { eachExpression } from "./walk.ts";

/**
 * Reports constants, functions and parameters that nothing uses, and parameters that hide a constant. A file
 * without pipelines is there for others: what it declares is not called unused.
 */
export function reportUnused(
  names: FileNames,
  isUsed: (entity: Entity) => boolean,
  isLibraryFunction: (name: string) => boolean,
): void {
  const isLibrary = !names.entities.some(({ declaration }) => {
    return declaration.kind === "pipeline" || declaration.kind === "bare" || declaration.kind === "test";
  });
  for (const entity of names.entities) {
    const { declaration } = entity;
    if (entity.part.problems.length > 0) continue;
    if (!isLibrary && (declaration.kind === "let" || declaration.kind === "function") && !isUsed(entity)) {
      const name = declaration.kind === "let" ? `$${declaration.name.text}` : declaration.name.text;
      entity.names.report("WR148", declaration.name, `Nothing uses \`${name}\``);
    }
    for (const parameter of unusedParameters(declaration)) {
      const written = declaration.kind === "pipeline" ? `$${parameter.text}` : parameter.text;
      entity.names.report("WR148", parameter, `Nothing uses the parameter \`${written}\``);
    }
    if (declaration.kind === "pipeline") reportHidden(declaration.parameters, entity, names);
    if (declaration.kind === "function" && isLibraryFunction(declaration.name.text)) {
      entity.names.report(
        "WR149",
        declaration.name,
        `\`${declaration.name.text}\` hides the library's function of that name in this file; another name keeps both`,
      );
    }
  }
}

function reportHidden(
  parameters: readonly { readonly name: Name }[],
  entity: Entity,
  names: FileNames,
): void {
  for (const { name } of parameters) {
    const hidden = names.visible.get(name.text);
    if (hidden?.declaration.kind !== "let") continue;
    entity.names.report(
      "WR149",
      name,
      `The parameter \`$${name.text}\` hides the constant of that name here; give it another name`,
    );
  }
}

const knownUnused = new WeakMap<Declaration, readonly Name[]>();

function unusedParameters(declaration: Declaration): readonly Name[] {
  const known = knownUnused.get(declaration);
  if (known !== undefined) return known;
  const unused = findUnused(declaration);
  knownUnused.set(declaration, unused);
  return unused;
}

function findUnused(declaration: Declaration): readonly Name[] {
  if (declaration.kind === "pipeline") {
    return unmentioned(declaration.parameters, new Set(namesUsed(declaration).parameters.keys()));
  }
  if (declaration.kind !== "function") return [];
  const mentioned = new Set<string>();
  eachExpression(declaration.body, (expression) => {
    if (expression.kind === "columnName") mentioned.add(expression.name.text);
  });
  return unmentioned(declaration.parameters, mentioned);
}

/** Parameters that nothing mentions; a misspelt mention counts, since it is told where it stands. */
function unmentioned(
  parameters: readonly { readonly name: Name }[],
  mentioned: ReadonlySet<string>,
): readonly Name[] {
  const others = new Set(mentioned);
  for (const { name } of parameters) others.delete(name.text);
  return parameters
    .map(({ name }) => name)
    .filter(({ text }) => text !== "" && !mentioned.has(text) && nearestName(text, others) === undefined);
}
