// The stairs: which folder may import which. Data goes down and never back up; whatever is not listed is refused.
// Folders that do not exist yet are listed all the same, so that they start out inside the rule.
// tsconfig.json's references repeat the part that exists today; test/house/folders.test.ts compares the two.

/** @type {Record<string, readonly string[]>} */
const mayImport = {
  grammar: [],
  language: ["grammar"],
  project: ["grammar", "language"],
  estimate: ["language"],
  emit: ["language"],
  engine: ["language", "project", "estimate", "emit"],
  deploy: ["grammar", "language", "project", "estimate", "emit", "engine"],
  service: ["engine"],
  server: ["grammar", "language", "project", "estimate", "emit", "engine"],
  cli: ["grammar", "language", "project", "estimate", "emit", "engine", "deploy", "service", "server"],
  client: ["server", "engine"],
};

/** Packages of npm that a folder may load; every other folder of the product may load none. */
const mayLoad = {
  grammar: ["chevrotain"],
  engine: ["@duckdb/node-api", "@duckdb/node-bindings", "apache-arrow"],
  cli: ["apache-arrow", "commander", "picocolors", "string-width"],
  server: ["vscode-languageserver", "vscode-languageserver-textdocument", "vscode-languageserver-types"],
  client: ["apache-arrow", "slickgrid", "vscode", "vscode-languageclient"],
};

const productFolders = Object.keys(mayImport);

/** Folders that hold no IO: what they need of the world comes in as an argument. */
const pureFolders = ["grammar", "language", "estimate", "emit"];

const folderRules = productFolders.map((folder) => ({
  name: `${folder}-imports`,
  comment: `${folder}/ may import ${[folder, ...mayImport[folder]].map((name) => `${name}/`).join(", ")} and nothing else of this repository.`,
  severity: "error",
  from: { path: `^${folder}/` },
  to: {
    dependencyTypes: ["local"],
    pathNot: `^(${[folder, ...mayImport[folder]].join("|")})/`,
  },
}));

const packageRules = productFolders.map((folder) => ({
  name: `${folder}-packages`,
  comment: `${folder}/ may load ${(mayLoad[folder] ?? []).join(", ") || "no package"}.`,
  severity: "error",
  from: { path: `^${folder}/` },
  to: {
    path: "node_modules/",
    pathNot: (mayLoad[folder] ?? []).map((name) => `node_modules/${name}/`),
  },
}));

module.exports = {
  forbidden: [
    ...folderRules,
    ...packageRules,
    {
      name: "pure-folders",
      comment: "These folders do no IO and have no clock: no module of Node is loaded there.",
      severity: "error",
      from: { path: `^(${pureFolders.join("|")})/` },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "server-sees-the-client-of-the-engine-only",
      comment:
        "The processes beside the engine hold no native module: of engine/ they see the client, the messages, the settings, the schemas kept on disk and cells as text.",
      severity: "error",
      from: { path: "^(server|client)/" },
      to: { path: "^engine/", pathNot: "^engine/(client|cell-text|messages|known-schema|settings)\\.ts$" },
    },
    {
      name: "product-needs-no-tests",
      comment: "Nothing that ships depends on tests, benchmarks, scripts or examples.",
      severity: "error",
      from: { path: `^(${productFolders.join("|")})/` },
      to: { path: "^(test|bench|scripts|examples)/" },
    },
    {
      name: "no-cycles",
      comment: "Two modules that import each other are one module, or one of them holds something foreign.",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    {
      name: "no-unresolvable",
      comment: "Every import leads to a file; `vscode` is given by the editor.",
      severity: "error",
      from: {},
      to: { couldNotResolve: true, pathNot: "^vscode$" },
    },
    {
      name: "no-undeclared-package",
      comment: "Every package that is imported stands in package.json.",
      severity: "error",
      from: {},
      to: { dependencyTypes: ["npm-no-pkg", "npm-unknown"] },
    },
    {
      name: "no-development-package-in-the-product",
      comment: "What ships is what stands under `dependencies`.",
      severity: "error",
      from: { path: `^(${productFolders.join("|")})/` },
      to: { dependencyTypes: ["npm-dev"], dependencyTypesNot: ["type-only"] },
    },
  ],
  options: {
    parser: "swc",
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(dist|out|\\.weir)/|/fixtures/" },
    combinedDependencies: false,
    moduleSystems: ["es6", "cjs"],
    enhancedResolveOptions: {
      extensions: [".ts", ".mjs", ".js", ".cjs", ".json"],
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "default", "types"],
    },
  },
};

// Not an option of dependency-cruiser, which does not see it: the table itself, for test/house/folders.test.ts.
Object.defineProperty(module.exports, "folders", { value: { mayImport }, enumerable: false });
