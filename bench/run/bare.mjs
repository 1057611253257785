// The other side of the comparison: nothing but DuckDB, which is handed a statement and writes its rows to Parquet.
// Prints the peak of this process's memory in bytes.

import { readFileSync } from "node:fs";
import { DuckDBInstance } from "@duckdb/node-api";

const [statementFile = "", output = ""] = process.argv.slice(2);
const sql = readFileSync(statementFile, "utf8").trim().replace(/;$/, "");
const instance = await DuckDBInstance.create(":memory:");
const connection = await instance.connect();
await connection.run(`COPY (${sql}) TO '${output.replaceAll("'", "''")}' (FORMAT parquet)`);
console.log(process.resourceUsage().maxRSS * 1024);
