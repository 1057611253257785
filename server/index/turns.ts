// Long work in short turns: between them the messages that wait are heard, so that whoever types never waits for it.

/** A turn that lasts `turnMillis`; `pause` ends it when it is over and waits for the next. */
export function turnsOf(nowMillis: () => number, turnMillis: number): () => Promise<void> {
  let began = nowMillis();
  const over = Promise.resolve();
  return () => {
    if (nowMillis() - began < turnMillis) return over;
    return new Promise((resolve) => {
      setImmediate(() => {
        began = nowMillis();
        resolve();
      });
    });
  };
}
