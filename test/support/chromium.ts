// A Chromium that is on the machine already, for tests of what people see. Nothing is downloaded.

import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import type { Need } from "./needs.ts";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];

const places = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];

/** The path of the program, or undefined; WEIR_CHROMIUM names one. */
export function findChromium(): string | undefined {
  const given = process.env.WEIR_CHROMIUM;
  if (given !== undefined) return given;
  const folders = (process.env.PATH ?? "").split(delimiter);
  const candidates = [...folders.flatMap((folder) => names.map((name) => join(folder, name))), ...places];
  return candidates.find((path) => existsSync(path));
}

export function chromiumNeed(): Need {
  return {
    what: "The browser `chromium`",
    available: findChromium() !== undefined,
    remedy: "apt-get install chromium, or set WEIR_CHROMIUM to the path of a Chromium or Chrome",
  };
}
