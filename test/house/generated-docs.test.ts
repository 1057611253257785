// The pages that are written from tables say what the tables say now.
import assert from "node:assert/strict";
import { generatedPages } from "../../scripts/generate-docs.ts";
import { readRepositoryFile } from "../support/repository.ts";

describe("generated docs", () => {
  for (const [path, wanted] of generatedPages()) {
    it(`${path} is current (\`npm run docs\` writes it)`, () => {
      assert.equal(readRepositoryFile(path), wanted);
    });
  }
});
