// What may stand in weir.json: the one table that reading, checking and the JSON Schema of the editor are made of.

export type OptionType =
  | { readonly kind: "text"; readonly secret?: true; readonly values?: readonly string[] }
  | { readonly kind: "int"; readonly least: number; readonly most?: number }
  | { readonly kind: "number"; readonly least: number }
  | { readonly kind: "bool" }
  /** A size as Weir writes it, `"4 GB"`. */
  | { readonly kind: "size" }
  /** Named objects of one of several kinds, told apart by the key `by`. */
  | { readonly kind: "named"; readonly by: string; readonly kinds: Readonly<Record<string, OptionTable>> }
  | { readonly kind: "object"; readonly options: OptionTable };

export interface Option {
  readonly type: OptionType;
  readonly doc: string;
  readonly required?: true;
}

export type OptionTable = Readonly<Record<string, Option>>;

/** The version of the language that this program knows. */
export const knownLanguage = 1;

const text = (doc: string): Option => ({ type: { kind: "text" }, doc });
const secret = (doc: string): Option => ({ type: { kind: "text", secret: true }, doc });
const required = (option: Option): Option => ({ ...option, required: true });
const size = (doc: string): Option => ({ type: { kind: "size" }, doc });
const count = (doc: string, least = 1): Option => ({ type: { kind: "int", least }, doc });
const port = (doc: string): Option => ({ type: { kind: "int", least: 1, most: 65_535 }, doc });

const engines: Readonly<Record<string, OptionTable>> = {
  duckdb: {
    memory: size('How much memory a run may take, as in `"4 GB"`.'),
    threads: count("How many threads a run may use."),
    temporary_directory: text("Where a run may put what does not fit into memory, relative to this file."),
    temporary_limit: size("How much may lie there."),
  },
  spark: {
    master: text('Where the cluster is: `"spark://host:7077"`, `"yarn"`, `"local[4]"`.'),
    executors: count("How many executors a run gets."),
    cores: count("Cores of an executor."),
    memory: size('Memory of an executor, as in `"8 GB"`.'),
    price_per_hour: {
      type: { kind: "number", least: 0 },
      doc: "What an hour of the whole cluster costs, in dollars.",
    },
  },
  service: {
    host: text("The address on which services listen."),
    port: port("The port on which services listen."),
    url: text("The address under which callers reach the services."),
    token: secret("The token that callers give."),
  },
};

const connectionTypes: Readonly<Record<string, OptionTable>> = {
  postgres: {
    host: required(text("The server's name or address.")),
    port: port("The server's port, 5432 where none is given."),
    database: required(text("The database.")),
    user: text("The user."),
    password: secret("The password, as `${env:NAME}` or `${secret:NAME}`."),
    ssl: {
      type: { kind: "text", values: ["disable", "prefer", "require", "verify-full"] },
      doc: "How the connection is protected.",
    },
  },
  redis: {
    host: required(text("The server's name or address.")),
    port: port("The server's port, 6379 where none is given."),
    database: count("The number of the database.", 0),
    user: text("The user."),
    password: secret("The password, as `${env:NAME}` or `${secret:NAME}`."),
    tls: { type: { kind: "bool" }, doc: "Whether the connection is encrypted." },
  },
};

/** The keys of weir.json. */
export const manifestOptions: OptionTable = {
  $schema: text("The JSON Schema of this file, for editors."),
  language: {
    type: { kind: "int", least: 1 },
    doc: "The version of the language that the project is written in.",
  },
  name: text("The project's name."),
  targets: {
    type: { kind: "named", by: "engine", kinds: engines },
    doc: "Places to run, by name: an `engine` and what it needs.",
  },
  connections: {
    type: { kind: "named", by: "type", kinds: connectionTypes },
    doc: "Databases, by name: a `type` and how to reach it. Secrets are never written here.",
  },
  defaults: {
    type: {
      kind: "object",
      options: {
        target: text("The target of runs and jobs that name none."),
        memory: size("How much memory a local run may take."),
        threads: count("How many threads a local run may use."),
      },
    },
    doc: "What holds where nothing else is said.",
  },
};
