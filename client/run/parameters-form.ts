// The form for parameters: one question after the other, each with type, doc and check, and with what is wrong while it is
// typed. What fits is decided by the server; what was typed last is offered again.

import { type Disposable, l10n, QuickInputButtons, window } from "vscode";
import type { ParameterInfo, ParametersResult } from "../../server/protocol.ts";

export type Texts = Readonly<Record<string, string>>;

/** What is wrong with the texts, from the server. */
export type Check = (texts: Texts) => Promise<ParametersResult["problems"]>;

interface Question {
  readonly title: string;
  readonly step: number;
  readonly steps: number;
  readonly parameter: ParameterInfo;
  readonly value: string;
  /** What is wrong with a value; undefined where it fits. */
  readonly problemWith: (text: string) => Promise<string | undefined>;
}

type Answer =
  | { readonly kind: "value"; readonly text: string }
  | { readonly kind: "back" }
  | { readonly kind: "ended" };

/** Texts for `asked`, or undefined where the person leaves the form. `remembered` fills the fields. */
export async function askForParameters(
  pipeline: string,
  asked: readonly ParameterInfo[],
  remembered: Texts,
  check: Check,
): Promise<Texts | undefined> {
  const texts: Record<string, string> = {};
  for (let index = 0; index < asked.length; ) {
    const parameter = asked[index]!;
    const { name } = parameter;
    const answer = await ask({
      title: l10n.t("Parameters of {0}", pipeline),
      step: index + 1,
      steps: asked.length,
      parameter,
      value: texts[name] ?? remembered[name] ?? "",
      problemWith: async (text) => {
        // An empty field of a parameter with a default means the default.
        if (text === "" && parameter.default !== undefined) return undefined;
        const problems = await check({ ...texts, [name]: text });
        return problems.find((problem) => problem.parameter === name)?.message;
      },
    });
    if (answer.kind === "ended") return undefined;
    if (answer.kind === "back") {
      index--;
      continue;
    }
    if (answer.text === "" && parameter.default !== undefined) delete texts[name];
    else texts[name] = answer.text;
    index++;
  }
  return texts;
}

function ask(question: Question): Promise<Answer> {
  const { choices, type, default: byDefault } = question.parameter;
  const given = choices ?? (type === "bool" ? ["true", "false"] : undefined);
  // A list of choices has no way to say "the default": then it is typed.
  return given === undefined || byDefault !== undefined ? askText(question) : askChoice(question, given);
}

function askText({ title, step, steps, parameter, value, problemWith }: Question): Promise<Answer> {
  const input = window.createInputBox();
  input.title = title;
  input.step = step;
  input.totalSteps = steps;
  input.prompt = describe(parameter);
  input.placeholder =
    parameter.default === undefined ? parameter.type : l10n.t("empty: {0}", parameter.default);
  input.value = value;
  input.ignoreFocusOut = true;
  if (step > 1) input.buttons = [QuickInputButtons.Back];
  let latest = 0;
  const validate = async (): Promise<string | undefined> => {
    const own = ++latest;
    const problem = await problemWith(input.value);
    // An answer to what was typed before is of no use any more.
    if (own === latest) input.validationMessage = problem ?? "";
    return problem;
  };
  return answerOf(input, (end) => [
    input.onDidChangeValue(() => void validate()),
    input.onDidTriggerButton(() => end({ kind: "back" })),
    input.onDidAccept(async () => {
      const text = input.value;
      if ((await validate()) === undefined && input.value === text) end({ kind: "value", text });
    }),
  ]);
}

function askChoice(
  { title, step, steps, parameter, value }: Question,
  choices: readonly string[],
): Promise<Answer> {
  const input = window.createQuickPick();
  input.title = title;
  input.step = step;
  input.totalSteps = steps;
  input.placeholder = describe(parameter);
  input.items = choices.map((label) => ({ label }));
  input.activeItems = input.items.filter(({ label }) => label === value);
  input.ignoreFocusOut = true;
  if (step > 1) input.buttons = [QuickInputButtons.Back];
  return answerOf(input, (end) => [
    input.onDidTriggerButton(() => end({ kind: "back" })),
    input.onDidAccept(() => {
      const chosen = input.selectedItems[0]?.label;
      if (chosen !== undefined) end({ kind: "value", text: chosen });
    }),
  ]);
}

/** Shows an input until it is answered or left. */
function answerOf(
  input: Disposable & { show(): void; onDidHide(listen: () => void): Disposable },
  listenTo: (end: (answer: Answer) => void) => readonly Disposable[],
): Promise<Answer> {
  return new Promise((resolve) => {
    const end = (answer: Answer): void => {
      resolve(answer);
      for (const listener of listeners) listener.dispose();
      input.dispose();
    };
    const listeners = [...listenTo(end), input.onDidHide(() => end({ kind: "ended" }))];
    input.show();
  });
}

function describe({ name, type, check, doc }: ParameterInfo): string {
  const declared = `${name}: ${type}${check === undefined ? "" : ` ${check}`}`;
  return doc === "" ? declared : `${declared} · ${doc}`;
}
