// What can be wrong with a call, as data and in words.

export type CallProblem =
  /** More arguments than any signature takes. `argument` is the first that is too much. */
  | { readonly kind: "tooMany"; readonly argument: number; readonly atMost: number; readonly given: number }
  | { readonly kind: "missing"; readonly parameter: string; readonly wanted: string }
  | {
      readonly kind: "unknownName";
      readonly argument: number;
      readonly name: string;
      readonly nearest: string | undefined;
      readonly known: readonly string[];
    }
  | { readonly kind: "givenTwice"; readonly argument: number; readonly parameter: string }
  | {
      readonly kind: "wrongType";
      readonly argument: number;
      readonly parameter: string;
      readonly found: string;
      readonly wanted: string;
    }
  | {
      readonly kind: "lambdaParameters";
      readonly argument: number;
      readonly given: number;
      readonly wanted: number;
    }
  | {
      readonly kind: "lambdaBody";
      readonly argument: number;
      readonly found: string;
      readonly wanted: string;
    };

/** The problem as a sentence, for a message about a call of `name`. */
export function describeCallProblem(name: string, problem: CallProblem): string {
  switch (problem.kind) {
    case "tooMany":
      return problem.atMost === 0
        ? `\`${name}\` takes no arguments`
        : `\`${name}\` takes at most ${problem.atMost} argument${problem.atMost === 1 ? "" : "s"}, not ${problem.given}`;
    case "missing":
      return `\`${name}\` needs \`${problem.parameter}\` (\`${problem.wanted}\`)`;
    case "unknownName":
      return problem.nearest === undefined
        ? `\`${name}\` has no argument \`${problem.name}\`; it has ${listNames(problem.known)}`
        : `\`${name}\` has no argument \`${problem.name}\`; did you mean \`${problem.nearest}\`?`;
    case "givenTwice":
      return `\`${problem.parameter}\` is given twice to \`${name}\`; give it once`;
    case "wrongType":
      return `\`${problem.parameter}\` of \`${name}\` takes ${problem.wanted}, not \`${problem.found}\``;
    case "lambdaParameters":
      return `The lambda of \`${name}\` takes ${problem.wanted} parameter${problem.wanted === 1 ? "" : "s"}, not ${problem.given}`;
    case "lambdaBody":
      return `The lambda of \`${name}\` must give ${problem.wanted}, not \`${problem.found}\``;
  }
}

function listNames(names: readonly string[]): string {
  return names.length === 0 ? "none" : names.map((name) => `\`${name}\``).join(", ");
}
