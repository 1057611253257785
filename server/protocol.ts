// What the editor and the language server say to each other beyond the language server protocol: types and method names
// only, for both sides. All of it is plain JSON.

/** State of the engine, as the editor shows it. */
export type EngineState = "off" | "starting" | "ready" | "busy" | "lost";

/** Server → editor, whenever the state changes. */
export interface StatusParams {
  readonly engine: EngineState;
  readonly detail?: string | undefined;
}

/** Editor → server, when the person trusts the workspace. */
export interface TrustParams {
  readonly trusted: boolean;
}

/** What the editor says at the start. */
export interface InitializationOptions {
  /** False or left out: nothing is read outside of the folders, and no engine is started. */
  readonly trusted?: boolean;
}

export const statusMethod = "weir/status";
export const trustMethod = "weir/trust";
