// How a run ends that was interrupted on the caller's word: no failure, and nothing of it is kept.

export class CancelledError extends Error {
  constructor() {
    super("cancelled");
  }
}
