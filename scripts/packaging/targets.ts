// The platforms that the extension is packed for, and the one native package that each of them carries. A package without a
// platform does not exist: it would hold the binding of the machine that packed it.

export interface Target {
  /** As VS Code names the platform. */
  readonly name: string;
  readonly platform: NodeJS.Platform;
  readonly architecture: string;
  /** The binding of DuckDB, as npm names it. */
  readonly binding: string;
  /** Whether its libc is musl, for which the binding is chosen by looking at the system. */
  readonly isMusl: boolean;
}

const target = (name: string, platform: NodeJS.Platform, architecture: string, isMusl = false): Target => ({
  name,
  platform,
  architecture,
  binding: `@duckdb/node-bindings-${platform}-${architecture}${isMusl ? "-musl" : ""}`,
  isMusl,
});

export const targets: readonly Target[] = [
  target("linux-x64", "linux", "x64"),
  target("linux-arm64", "linux", "arm64"),
  target("alpine-x64", "linux", "x64", true),
  target("alpine-arm64", "linux", "arm64", true),
  target("darwin-x64", "darwin", "x64"),
  target("darwin-arm64", "darwin", "arm64"),
  target("win32-x64", "win32", "x64"),
  target("win32-arm64", "win32", "arm64"),
];

/** The target of a name; undefined where there is none. */
export function targetNamed(name: string): Target | undefined {
  return targets.find((one) => one.name === name);
}

/** The target of this machine, as far as platform and processor tell. */
export function ownTarget(): Target | undefined {
  return targets.find(
    ({ platform, architecture, isMusl }) =>
      platform === process.platform && architecture === process.arch && !isMusl,
  );
}
