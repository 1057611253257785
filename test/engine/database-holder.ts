// A process that has a database file open for writing until it is killed.

import { DuckDBInstance } from "@duckdb/node-api";

const instance = await DuckDBInstance.create(process.argv[2]!);
const connection = await instance.connect();
await connection.run("create table if not exists held (a integer)");
process.send?.("ready");
setInterval(() => connection.progress, 1000);
