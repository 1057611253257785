// `npm run screenshots`: pictures of the editor for the README, taken in the window that the tests use, into docs/images/.

import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { installCodeServer } from "../../scripts/editor/code-server.mjs";
import { repositoryRoot } from "../support/repository.ts";
import { command, goToLine, openWindow, panelOf } from "./window.ts";

const folder = join(repositoryRoot, "docs", "images");
mkdirSync(folder, { recursive: true });
installCodeServer();
const window = await openWindow({
  settings: {
    "workbench.colorTheme": "Default Dark Modern",
    "workbench.activityBar.location": "hidden",
    "editor.minimap.enabled": false,
    "weir.codeLens.steps": false,
  },
});
try {
  const { page } = window;
  await page.setViewportSize({ width: 1280, height: 720 });
  const lines = readFileSync(join(window.folder, "flights.weir"), "utf8").split("\n");
  const lineOf = (text: string) => lines.findIndex((line) => line.includes(text)) + 1;
  const take = (name: string) => page.screenshot({ path: join(folder, `${name}.png`) });
  await page.locator(".codelens-decoration a", { hasText: "Run" }).first().waitFor({ timeout: 60_000 });
  await command(page, "View: Close Primary Side Bar");

  await goToLine(page, lineOf("sort late desc, airport"), 200);
  await page.keyboard.press("Enter");
  await page.keyboard.type("where ");
  await page.keyboard.press("Control+Space");
  await page.locator(".suggest-widget.visible .monaco-list-row").first().waitFor();
  await take("completion");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+Shift+k");

  await goToLine(page, lineOf("pipeline delays_by_airport"), 1);
  await command(page, "Weir: Preview Step");
  await panelOf(page).locator(".slick-row").first().waitFor({ timeout: 60_000 });
  await goToLine(page, lineOf("aggregate"), 3);
  await page.locator(".notification-toast").first().waitFor({ state: "detached" });
  await take("results");
} finally {
  await window.close();
}
