// weir.json, read with types and positions. Whatever is wrong is a problem at its place; what is right around it is
// used all the same. Secrets stay references here: nobody looks them up while reading.

import type { Range } from "../grammar/index.ts";
import { nearestName, type Problem, problemEntry } from "../language/index.ts";
import { type JsonNode, memberOf, parseJson } from "./json-tree.ts";
import {
  knownLanguage,
  manifestOptions,
  type Option,
  type OptionTable,
  type OptionType,
} from "./manifest-options.ts";
import { parseSize } from "./sizes.ts";

export interface Manifest {
  readonly name: string | undefined;
  readonly targets: ReadonlyMap<string, Target>;
  readonly connections: ReadonlyMap<string, Connection>;
  readonly defaults: {
    readonly target: string | undefined;
    readonly memoryBytes: bigint | undefined;
    readonly threads: number | undefined;
  };
}

/** A named object of the manifest: its engine or type, and its options as they are written. */
export interface NamedOptions {
  readonly name: string;
  readonly kind: string;
  /** Sizes in bytes, secrets as references. */
  readonly options: Readonly<Record<string, OptionValue>>;
}

export type Target = NamedOptions;
export type Connection = NamedOptions;

export type OptionValue = string | number | boolean | bigint | SecretReference;

/** Where a secret is to be found when it is needed. */
export interface SecretReference {
  readonly from: "env" | "secret";
  readonly name: string;
}

export interface ManifestResult {
  /** Undefined where the text is no manifest at all, or of a newer language. */
  readonly manifest: Manifest | undefined;
  /** Problems in absolute offsets of the text. */
  readonly problems: readonly Problem[];
}

type Report = (code: string, range: Range, message: string) => void;

/** Reads a manifest's text. */
export function readManifest(text: string): ManifestResult {
  const problems: Problem[] = [];
  const report: Report = (code, range, message) => {
    const { severity } = problemEntry(code);
    problems.push({ code, severity, message, start: range.start, end: range.end, fixes: [], related: [] });
  };
  const parsed = parseJson(text);
  if (parsed.kind === "fault") {
    report("WR169", parsed, parsed.message);
    return { manifest: undefined, problems };
  }
  const root = parsed.value;
  if (root.kind !== "object") {
    report("WR169", root, 'weir.json holds one object: `{ "name": "…" }`');
    return { manifest: undefined, problems };
  }
  const language = memberOf(root, "language")?.value;
  if (language?.kind === "number" && Number.isInteger(language.value) && language.value > knownLanguage) {
    report(
      "WR169",
      language,
      `This project is written in version ${language.value} of the language; this Weir knows version ${knownLanguage}: install a newer one`,
    );
    return { manifest: undefined, problems };
  }
  const values = readObject(root, manifestOptions, "weir.json", report);
  const targets = readNamed(root, "targets", report);
  const connections = readNamed(root, "connections", report);
  const defaults = memberOf(root, "defaults")?.value;
  const defaultValues =
    defaults?.kind === "object" && manifestOptions.defaults!.type.kind === "object"
      ? readObject(defaults, manifestOptions.defaults!.type.options, "`defaults`", report)
      : {};
  checkDefaultTarget(defaults, targets, report);
  return {
    manifest: {
      name: textOf(values.name),
      targets,
      connections,
      defaults: {
        target: textOf(defaultValues.target),
        memoryBytes: typeof defaultValues.memory === "bigint" ? defaultValues.memory : undefined,
        threads: typeof defaultValues.threads === "number" ? defaultValues.threads : undefined,
      },
    },
    problems: problems.sort((a, b) => a.start - b.start),
  };
}

function checkDefaultTarget(
  defaults: JsonNode | undefined,
  targets: ReadonlyMap<string, Target>,
  report: Report,
): void {
  const target = memberOf(defaults, "target")?.value;
  if (target?.kind !== "string" || targets.has(target.value)) return;
  report("WR169", target, `There is no target \`${target.value}\`${proposal(target.value, targets.keys())}`);
}

function textOf(value: OptionValue | undefined): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** The objects under `key`, each of one of the kinds that the table knows. */
function readNamed(
  root: JsonNode,
  key: "targets" | "connections",
  report: Report,
): ReadonlyMap<string, NamedOptions> {
  const result = new Map<string, NamedOptions>();
  const type = manifestOptions[key]!.type;
  const node = memberOf(root, key)?.value;
  if (type.kind !== "named" || node?.kind !== "object") return result;
  for (const member of node.members) {
    const owner = `\`${member.key}\``;
    if (member.value.kind !== "object") {
      report("WR169", member.value, `${owner} is an object with \`${type.by}\``);
      continue;
    }
    const kindNode = memberOf(member.value, type.by)?.value;
    const kinds = Object.keys(type.kinds);
    if (kindNode === undefined) {
      report("WR169", member.keyRange, `${owner} needs \`"${type.by}"\`: ${quotedList(kinds)}`);
      continue;
    }
    const kind = kindNode.kind === "string" ? kindNode.value : "";
    const options = Object.hasOwn(type.kinds, kind) ? type.kinds[kind] : undefined;
    if (options === undefined) {
      report("WR169", kindNode, `\`${type.by}\` is ${quotedList(kinds)}${proposal(kind, kinds)}`);
      continue;
    }
    const table: OptionTable = { [type.by]: { type: { kind: "text" }, doc: "" }, ...options };
    const { [type.by]: _, ...values } = readObject(member.value, table, owner, report);
    result.set(member.key, { name: member.key, kind, options: values });
  }
  return result;
}

/** The values of an object's keys; keys that the table lacks, and those that are missing, are reported. */
function readObject(
  node: JsonNode & { readonly kind: "object" },
  table: OptionTable,
  owner: string,
  report: Report,
): Readonly<Record<string, OptionValue>> {
  const values: Record<string, OptionValue> = {};
  for (const member of node.members) {
    const option = Object.hasOwn(table, member.key) ? table[member.key] : undefined;
    if (option === undefined) {
      const known = Object.keys(table);
      const near = proposal(member.key, known);
      report(
        "WR169",
        member.keyRange,
        `${owner} has no key \`${member.key}\`${near === "" ? `; it has ${known.join(", ")}` : near}`,
      );
      continue;
    }
    const value = readValue(member.key, member.value, option, report);
    if (value !== undefined) values[member.key] = value;
  }
  for (const [key, option] of Object.entries(table)) {
    if (option.required !== undefined && memberOf(node, key) === undefined) {
      report(
        "WR169",
        { start: node.start, end: node.start + 1 },
        `${owner} needs \`"${key}"\`: ${option.doc}`,
      );
    }
  }
  return values;
}

function readValue(key: string, node: JsonNode, option: Option, report: Report): OptionValue | undefined {
  const { type } = option;
  const wrong = (what: string) => {
    report("WR169", node, `\`${key}\` is ${what}`);
    return undefined;
  };
  switch (type.kind) {
    case "text":
      return node.kind === "string" ? readText(key, node, type, report) : wrong("a text");
    case "bool":
      return node.kind === "boolean" ? node.value : wrong("`true` or `false`");
    case "int": {
      const isInside =
        node.kind === "number" &&
        Number.isInteger(node.value) &&
        node.value >= type.least &&
        node.value <= (type.most ?? Number.MAX_SAFE_INTEGER);
      if (isInside) return node.value;
      return wrong(
        type.most === undefined
          ? `a whole number from ${type.least}`
          : `a whole number from ${type.least} to ${type.most}`,
      );
    }
    case "number":
      return node.kind === "number" && node.value >= type.least
        ? node.value
        : wrong(`a number from ${type.least}`);
    case "size": {
      const bytes = node.kind === "string" ? parseSize(node.value) : undefined;
      return bytes ?? wrong('a size, as in `"4 GB"` or `"512 MiB"`');
    }
    case "named":
    case "object":
      return node.kind === "object" ? undefined : wrong("an object");
  }
}

const reference = /^\$\{(env|secret):([A-Za-z_][A-Za-z0-9_.-]*)\}$/;

function readText(
  key: string,
  node: JsonNode & { readonly kind: "string" },
  type: OptionType & { readonly kind: "text" },
  report: Report,
): OptionValue | undefined {
  const match = reference.exec(node.value);
  if (type.secret !== undefined) {
    if (match !== null) return { from: match[1] === "env" ? "env" : "secret", name: match[2]! };
    report(
      "WR165",
      node,
      `\`${key}\` is a secret and never written here: \`"\${env:NAME}"\` reads it from the environment, \`"\${secret:NAME}"\` asks for it`,
    );
    return undefined;
  }
  if (/\$\{(?:env|secret):/.test(node.value)) {
    report("WR165", node, `\`${key}\` is no secret; write its value here`);
    return undefined;
  }
  if (type.values !== undefined && !type.values.includes(node.value)) {
    report("WR169", node, `\`${key}\` is ${quotedList(type.values)}${proposal(node.value, type.values)}`);
    return undefined;
  }
  return node.value;
}

function proposal(name: string, candidates: Iterable<string>): string {
  const near = nearestName(name, candidates);
  return near === undefined ? "" : `; did you mean \`${near}\`?`;
}

function quotedList(values: readonly string[]): string {
  return values.map((value) => `\`"${value}"\``).join(" or ");
}
