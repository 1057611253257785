// Loaded into the server before its own code: at SIGUSR2 it collects what is not needed any more and writes how much is left,
// in bytes, into the file that the environment names.

import { writeFileSync } from "node:fs";

process.on("SIGUSR2", () => {
  globalThis.gc?.();
  globalThis.gc?.();
  writeFileSync(process.env.WEIR_BENCH_HEAP ?? "", String(process.memoryUsage().heapUsed));
});
