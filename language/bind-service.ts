// `service` blocks: endpoints with the parameters that a request gives, who may call, how often, how long an
// answer is kept.

import type { Range, ServiceDeclaration, ServiceItem } from "../grammar/tree.ts";
import { bindArguments } from "./bind-arguments.ts";
import { type BindContext, namesInWords, suggestion } from "./bind-context.ts";
import { bindRelation } from "./bind-relation.ts";
import { namesOfOption } from "./bind-step-into.ts";
import { bindConstant } from "./bind-step-rows.ts";
import type { BoundEndpoint, BoundService } from "./bound.ts";
import { evaluate } from "./evaluate.ts";
import type { Parameter } from "./plan.ts";

type ItemOf<K extends ServiceItem["kind"]> = ServiceItem & { readonly kind: K };

/** Binds a service. Without `auth` it asks for a token. */
export function bindService(node: ServiceDeclaration, context: BindContext): BoundService {
  const endpoints: BoundEndpoint[] = [];
  const paths = new Map<string, string>();
  let auth: BoundService["auth"] | undefined;
  let limit: BoundService["limit"];
  let cacheMicros: bigint | undefined;
  const once = (word: string, before: unknown, range: Range) => {
    if (before !== undefined)
      context.reporter.report("WR160", range, `\`${word}\` is written twice; keep one`);
  };
  for (const item of node.items) {
    switch (item.kind) {
      case "endpoint": {
        const endpoint = bindEndpoint(item, context);
        const shape = item.path.value.replace(/\{[^}]*\}/g, "{}");
        const other = paths.get(shape);
        if (other !== undefined) {
          const rest = other === item.path.value ? "" : ` as \`${other}\``;
          context.reporter.report(
            "WR159",
            item.path,
            `The path \`${item.path.value}\` is taken${rest}; give another`,
          );
        }
        paths.set(shape, item.path.value);
        if (endpoint !== undefined) endpoints.push(endpoint);
        break;
      }
      case "auth":
        once("auth", auth, item);
        auth = bindAuth(item, context);
        break;
      case "limit":
        once("limit", limit, item);
        limit = bindLimit(item, context);
        break;
      case "cache":
        once("cache", cacheMicros, item);
        cacheMicros = bindCache(item, context);
        break;
      case "faulty":
        break;
    }
  }
  if (!node.items.some((item) => item.kind === "endpoint") && !context.faulty(node)) {
    context.reporter.report(
      "WR159",
      node.name,
      'A service has at least one endpoint: `endpoint "/path" = PIPELINE`',
    );
  }
  return { name: node.name.text, doc: node.doc, endpoints, auth: auth ?? "token", limit, cacheMicros };
}

function bindEndpoint(item: ItemOf<"endpoint">, context: BindContext): BoundEndpoint | undefined {
  const names = pathParameters(item, context);
  const relation = bindRelation(item.relation, context, { arguments: "optional" });
  if (relation.input === undefined) return undefined;
  if (item.relation.kind !== "namedRelation") {
    context.reporter.report("WR159", item.relation, "An endpoint offers a pipeline or a store by name");
    return undefined;
  }
  const symbol = context.lookup.relation(item.relation.name.text);
  if (symbol === undefined || symbol === "cyclic" || symbol === "faulty") return undefined;
  if (symbol.kind === "source") {
    context.reporter.report(
      "WR159",
      item.relation,
      `An endpoint offers a pipeline or a store; read the source through one: \`pipeline p { from ${symbol.name} }\``,
    );
    return undefined;
  }
  const given = new Set(
    symbol.kind === "pipeline" ? Object.keys(givenArguments(item, symbol.face.parameters)) : [],
  );
  const all: readonly Parameter[] =
    symbol.kind === "pipeline"
      ? symbol.face.parameters
      : namesOfOption(symbol, "key").flatMap((key) => {
          const column = symbol.relation().columns.find((candidate) => candidate.name === key);
          return column === undefined
            ? []
            : [{ ...column, nullable: false, default: undefined, check: undefined }];
        });
  const open = all.filter((parameter) => !given.has(parameter.name));
  checkPathNames(item, names, open, all, symbol.name, context);
  const parameters = open.map((parameter) => {
    return { ...parameter, place: names.includes(parameter.name) ? ("path" as const) : ("query" as const) };
  });
  if (symbol.kind === "store") {
    for (const parameter of parameters) {
      if (parameter.place === "path") continue;
      context.reporter.report(
        "WR159",
        item.path,
        `\`${symbol.name}\` is looked up by its key: the path needs \`{${parameter.name}}\``,
      );
    }
  }
  const example = bindArguments(item.example ?? [], open, context, {
    callee: `\`${symbol.name}\``,
    range: item.path,
    optional: true,
  });
  const missing = open.filter((parameter) => example.values[parameter.name] === undefined);
  if (missing.length > 0 && symbol.kind === "pipeline") {
    const list = missing.map((parameter) => parameter.name);
    context.reporter.report(
      "WR168",
      item.path,
      `This endpoint needs an example request, since ${namesInWords(list, "and")} ${list.length === 1 ? "has" : "have"} no default: \`example (${list[0]}: …)\``,
    );
  }
  return {
    start: item.start,
    end: item.end,
    path: item.path.value,
    doc: item.doc,
    relation: relation.input,
    parameters,
    example: example.values,
  };
}

/** The names of the parameters that the endpoint's own arguments fix. */
function givenArguments(
  item: ItemOf<"endpoint">,
  parameters: readonly Parameter[],
): Readonly<Record<string, true>> {
  const given: Record<string, true> = {};
  const nodes = item.relation.kind === "namedRelation" ? (item.relation.arguments ?? []) : [];
  nodes.forEach((argument, position) => {
    const name = argument.name?.text ?? parameters[position]?.name;
    if (name !== undefined) given[name] = true;
  });
  return given;
}

function pathParameters(item: ItemOf<"endpoint">, context: BindContext): readonly string[] {
  const path = item.path.value;
  const report = (message: string) => context.reporter.report("WR159", item.path, message);
  if (!path.startsWith("/")) report(`A path begins with \`/\`: \`"/${path}"\``);
  else if (path.startsWith("/_")) report("Paths that begin with `_` are Weir's own; give another");
  else if (/[?#\s]/.test(path))
    report("A path holds no blank, `?` or `#`; parameters of the query come by themselves");
  const names: string[] = [];
  for (const segment of path.split("/")) {
    const match = /^\{([\p{L}_][\p{L}\p{N}_]*)\}$/u.exec(segment);
    if (match !== null) {
      const name = match[1]!;
      if (names.includes(name)) report(`\`{${name}}\` stands twice in the path; give each its own name`);
      names.push(name);
    } else if (/[{}]/.test(segment))
      report("A parameter fills a whole part of the path, as in `/top/{country}`");
  }
  return names;
}

function checkPathNames(
  item: ItemOf<"endpoint">,
  names: readonly string[],
  open: readonly Parameter[],
  all: readonly Parameter[],
  owner: string,
  context: BindContext,
): void {
  for (const name of names) {
    if (open.some((parameter) => parameter.name === name)) continue;
    if (all.some((parameter) => parameter.name === name)) {
      context.reporter.report(
        "WR159",
        item.path,
        `\`${name}\` is both in the path and given in the call; drop one`,
      );
      continue;
    }
    const known = all.map((parameter) => parameter.name);
    const node = {
      kind: "name" as const,
      text: name,
      quoted: false,
      start: item.path.start,
      end: item.path.end,
    };
    const near = suggestion(node, known);
    const has = known.length === 0 ? "it has none" : `it has ${namesInWords(known, "and")}`;
    context.reporter.report(
      "WR159",
      item.path,
      `\`${owner}\` has no parameter \`${name}\`${near.text === "" ? `; ${has}` : near.text}`,
    );
  }
  for (const parameter of open) {
    const kind = parameter.type.kind;
    const isNested =
      kind === "struct" ||
      (kind === "list" && parameter.type.kind === "list" && isNestedKind(parameter.type.element.type.kind));
    if (isNested || kind === "binary") {
      context.reporter.report(
        "WR159",
        item.path,
        `\`${parameter.name}\` cannot come with a request: it is a ${kind}; fix it in the call`,
      );
    }
  }
}

function isNestedKind(kind: string): boolean {
  return kind === "struct" || kind === "list";
}

function bindAuth(item: ItemOf<"auth">, context: BindContext): "token" | "none" {
  if (item.scheme.text === "token" || item.scheme.text === "none") return item.scheme.text;
  if (item.scheme.text !== "") {
    const near = suggestion(item.scheme, ["token", "none"]);
    context.reporter.report(
      "WR160",
      item.scheme,
      `\`auth\` is \`token\` or \`none\`, not \`${item.scheme.text}\`${near.text}`,
      near.options,
    );
  }
  return "token";
}

const limitUnits: Readonly<Record<string, bigint>> = {
  second: 1_000_000n,
  minute: 60_000_000n,
  hour: 3_600_000_000n,
  day: 86_400_000_000n,
};

function bindLimit(item: ItemOf<"limit">, context: BindContext): BoundService["limit"] {
  const count = evaluate(bindConstant(item.count, context));
  if (count?.kind !== "int" || count.value <= 0n) {
    if (item.count.kind !== "missing") {
      context.reporter.report(
        "WR160",
        item.count,
        "`limit` takes a whole number above zero: `limit 100 per minute`",
      );
    }
    return undefined;
  }
  const perMicros = limitUnits[item.unit.text];
  if (perMicros === undefined) {
    if (item.unit.text !== "") {
      const near = suggestion(item.unit, Object.keys(limitUnits));
      context.reporter.report(
        "WR160",
        item.unit,
        `A limit is per \`second\`, \`minute\`, \`hour\` or \`day\`, not \`${item.unit.text}\`${near.text}`,
        near.options,
      );
    }
    return undefined;
  }
  return { requests: Number(count.value), perMicros };
}

function bindCache(item: ItemOf<"cache">, context: BindContext): bigint | undefined {
  const value = evaluate(bindConstant(item.duration, context));
  if (value?.kind === "duration" && value.micros > 0n) return value.micros;
  if (item.duration.kind !== "missing") {
    context.reporter.report("WR160", item.duration, "`cache` takes a duration: `cache 5 minutes`");
  }
  return undefined;
}
