// Writes the small files that the tasks read, in every format that Weir knows: CSV, JSON, Parquet and Arrow.
// The same run gives the same bytes: values come from a seeded generator and no file holds a time or a path.
// It must never be needed to run the examples: what it writes is committed next to it.

import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { DuckDBInstance } from "@duckdb/node-api";
import {
  DateDay,
  Field,
  Float64,
  makeData,
  RecordBatch,
  Schema,
  Struct,
  Table,
  tableToIPC,
  Utf8,
  vectorFromArray,
} from "apache-arrow";

type Cell = string | number | null;
type Row = Readonly<Record<string, Cell>>;

const folder = join(dirname(fileURLToPath(import.meta.url)), "data");
const random = seededRandom(20_260_301);

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });

writeCsv("clicks.csv", clicks());
writeCsv("trades.csv", trades());
writeCsv("raw_contacts.csv", contacts());
writeCsv("raw_events.csv", rawEvents());
writeCsv("shops.csv", shops());
writeCsv("prices.csv", prices());
writeCsv("customers.csv", customers());
writeLines("customer_changes.ndjson", customerChanges());
writeLines("events.ndjson", events());
writeArray("articles.json", articles());
writeDailyRevenue("daily_revenue.arrow");
await writeParquet("order_lines.parquet", orderLines(), {
  quantity: "INTEGER",
  unit_price: "DECIMAL(10, 2)",
});
await writeParquet("quotes.parquet", quotes(), {
  at: "TIMESTAMP",
  bid: "DECIMAL(12, 4)",
  ask: "DECIMAL(12, 4)",
});
await writeParquet("sales.parquet", sales(), {
  shop_id: "SMALLINT",
  sold_at: "TIMESTAMP",
  amount: "DECIMAL(10, 2)",
});
for (const year of [2025, 2026]) {
  await writeParquet(`orders/year=${year}/orders.parquet`, orders(year), {
    order_id: "BIGINT",
    customer_id: "INTEGER",
    amount: "DECIMAL(12, 2)",
    ordered_at: "TIMESTAMP",
  });
}

// ---------------------------------------------------------------------------------------------- the data

function clicks(): readonly Row[] {
  const pages = ["/home", "/list", "/item", "/cart", "/pay"];
  const rows: Row[] = [];
  for (let user = 1; user <= 6; user++) {
    const visits = between(4, 12);
    let minutes = between(0, 600);
    for (let visit = 0; visit < visits; visit++) {
      minutes += random() < 0.25 ? between(31, 300) : between(0, 20);
      rows.push({
        event_id: rows.length + 1,
        user_id: user,
        at: minute("2026-03-01", minutes),
        page: pick(pages),
      });
    }
  }
  return rows;
}

function trades(): readonly Row[] {
  return Array.from({ length: 24 }, (_, index) => ({
    trade_id: index + 1,
    symbol: pick(["ACME", "GLOBEX", "INITECH"]),
    at: second("2026-03-02T09:00:00", between(0, 300)),
    price: 100 + between(0, 400) / 100,
    size: between(1, 50) * 100,
  }));
}

/** No quotes for INITECH: its trades stay without one. */
function quotes(): readonly Row[] {
  return Array.from({ length: 60 }, (_, index) => {
    const bid = 100 + between(0, 300) / 100;
    return {
      symbol: index % 2 === 0 ? "ACME" : "GLOBEX",
      at: second("2026-03-02T09:00:00", index * 5),
      bid,
      ask: Math.round((bid + 0.05) * 100) / 100,
    };
  });
}

function contacts(): readonly Row[] {
  return [
    {
      name: "ada   LOVELACE",
      email: "Ada@Example.org",
      phone: "+44 (0)20 7946-0001",
      birthday: "10.12.1815",
      age: "36",
    },
    {
      name: "  grace hopper ",
      email: "grace@navy.example",
      phone: "202/555 0100",
      birthday: "09.12.1906",
      age: " 85 ",
    },
    { name: "alan turing", email: "", phone: "", birthday: "23.06.1912", age: "41" },
    {
      name: "KATHERINE JOHNSON",
      email: "k.johnson@nasa.example",
      phone: "757-555-0101",
      birthday: "1918-08-26",
      age: "",
    },
    { name: "linus", email: "linus at example", phone: "n/a", birthday: "28.12.1969", age: "fifty" },
    { name: "", email: "nobody@example.org", phone: "000", birthday: "31.02.2000", age: "24.5" },
  ];
}

function rawEvents(): readonly Row[] {
  const bodies = [
    { user: { id: 7 }, account: { plan: "pro" }, items: [{ sku: "A-1", quantity: 2 }, { sku: "B-9" }] },
    { user: { id: 8 }, account: {}, items: [{ sku: "A-1", quantity: 1 }] },
    { user: { id: "unknown" }, account: { plan: null }, items: [{ sku: "C-3", quantity: "many" }] },
    { user: { id: 9 }, account: { plan: "free" }, items: [] },
    { user: null, note: 'quotes " and, commas' },
  ];
  return bodies.map((body, index) => ({ event_id: index + 1, body: JSON.stringify(body) }));
}

function shops(): readonly Row[] {
  return [
    { shop_id: 1, shop: "Alexanderplatz", lat: 52.5219, lon: 13.4132 },
    { shop_id: 2, shop: "Potsdam", lat: 52.3989, lon: 13.0657 },
    { shop_id: 3, shop: "Leipzig", lat: 51.3397, lon: 12.3731 },
    { shop_id: 4, shop: "Wannsee", lat: 52.4214, lon: 13.1795 },
  ];
}

function sales(): readonly Row[] {
  return Array.from({ length: 80 }, () => {
    const day = between(0, 364);
    return {
      shop_id: between(1, 4),
      quarter: `Q${Math.floor(day / 92) + 1}`,
      sold_at: minute("2025-01-01", day * 1440 + between(480, 1200)),
      amount: between(100, 20_000) / 100,
    };
  });
}

function prices(): readonly Row[] {
  const rows: Row[] = [];
  for (const shop of [1, 2, 3])
    for (const month of ["01", "04", "07", "10"])
      rows.push({ shop_id: shop, day: `2025-${month}-0${shop}`, price: between(150, 450) / 100 });
  return rows;
}

function customers(): readonly Row[] {
  const names = ["Ada", "Ben", "Chi", "Dora", "Emil", "Fay", "Gus", "Hana", "Ivo", "Jo"];
  return Array.from({ length: 200 }, (_, index) => ({
    customer_id: index + 1,
    name: `${pick(names)} ${index + 1}`,
    country: pick(["DE", "DE", "FR", "IT", "US"]),
    spend: Math.round(random() ** 4 * 300_000) / 100,
    lat: index % 20 === 0 ? null : Math.round((51.2 + random() * 1.6) * 10_000) / 10_000,
    lon: index % 20 === 0 ? null : Math.round((12.2 + random() * 1.4) * 10_000) / 10_000,
    fingerprint: `f${between(1000, 9999)}`,
  }));
}

function customerChanges(): readonly Row[] {
  const rows: Row[] = [];
  for (let customer = 1; customer <= 12; customer++) {
    let tier = "silver";
    let address: string | null = `${customer} Main Street`;
    const versions = between(1, 4);
    for (let version = 1; version <= versions; version++) {
      if (version > 1 && random() < 0.4) tier = "gold";
      if (version > 1 && random() < 0.3) address = random() < 0.3 ? null : `${customer + version} Mill Lane`;
      rows.push({
        customer_id: customer,
        version,
        changed_at: `2026-0${version}-${String(customer + 10)}T08:00:00`,
        name: `Customer ${customer}`,
        address,
        tier,
      });
    }
  }
  return rows;
}

/** A tenth of the events came twice, the second time later and with a higher offset. */
function events(): readonly Row[] {
  const rows: Row[] = [];
  for (let index = 0; index < 60; index++) {
    const minutes = index * 17;
    const row = {
      event_id: `e${String(index).padStart(3, "0")}`,
      user_id: between(1, 15),
      name: pick(["view", "view", "view", "cart", "cart", "pay"]),
      at: minute("2026-02-27", minutes),
      received_at: minute("2026-02-27", minutes + between(0, 3)),
      offset: rows.length,
    };
    rows.push(row);
    if (index % 10 === 0)
      rows.push({ ...row, received_at: minute("2026-02-27", minutes + 60), offset: rows.length });
  }
  return rows;
}

function orders(year: number): readonly Row[] {
  return Array.from({ length: 60 }, (_, index) => ({
    order_id: (year - 2000) * 1000 + index,
    customer_id: between(1, 12),
    country: pick(["DE", "FR", "IT"]),
    status: pick(["paid", "paid", "open", "returned"]),
    amount: between(500, 30_000) / 100,
    ordered_at: minute(`${year}-01-01`, between(0, year === 2025 ? 364 : 58) * 1440 + between(0, 1439)),
  }));
}

function orderLines(): readonly Row[] {
  const products = [
    ["books", "Atlas"],
    ["books", "Dictionary"],
    ["books", "Novel"],
    ["toys", "Kite"],
    ["toys", "Robot"],
    ["toys", "Puzzle"],
  ] as const;
  return Array.from({ length: 50 }, (_, index) => {
    const [category, product] = pick(products);
    return {
      order_id: 1 + Math.floor(index / 2),
      country: pick(["DE", "FR"]),
      category,
      product,
      quantity: between(1, 5),
      unit_price: between(300, 4000) / 100,
    };
  });
}

function articles(): readonly Row[] {
  return [
    { article_id: 1, title: "Kites", body: "How to build a kite from paper and two sticks." },
    {
      article_id: 2,
      title: "The red kite",
      body: "The red kite is a bird of prey. A kite in flight steers with its tail.",
    },
    { article_id: 3, title: "Rivers", body: "A weir slows a river down and makes it deeper." },
    { article_id: 4, title: "Weirs and dams", body: "A weir lets water over its top; a dam does not." },
    { article_id: 5, title: "Wire", body: "Copper wire, drawn thin." },
  ];
}

/** Two years of days for two countries, with gaps: a day without revenue has no row. */
function dailyRevenue(): readonly {
  readonly day: Date;
  readonly country: string;
  readonly revenue: number;
}[] {
  const rows: { day: Date; country: string; revenue: number }[] = [];
  for (const country of ["DE", "FR"])
    for (let day = 0; day < 730; day += between(3, 12))
      rows.push({
        day: new Date(Date.UTC(2024, 2, 1 + day)),
        country,
        revenue: between(1_000, 90_000) / 100,
      });
  return rows;
}

// ------------------------------------------------------------------------------------------- the formats

function writeCsv(name: string, rows: readonly Row[]): void {
  const columns = Object.keys(rows[0] ?? {});
  const lines = rows.map((row) => columns.map((column) => csvCell(row[column] ?? null)).join(","));
  write(name, `${[columns.join(","), ...lines].join("\n")}\n`);
}

function csvCell(value: Cell): string {
  if (value === null) return "";
  const text = String(value);
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function writeLines(name: string, rows: readonly Row[]): void {
  write(name, `${rows.map((row) => JSON.stringify(row)).join("\n")}\n`);
}

function writeArray(name: string, rows: readonly Row[]): void {
  write(name, `${JSON.stringify(rows, null, 2)}\n`);
}

function writeDailyRevenue(name: string): void {
  const rows = dailyRevenue();
  const day = vectorFromArray(
    rows.map((row) => row.day),
    new DateDay(),
  );
  const country = vectorFromArray(
    rows.map((row) => row.country),
    new Utf8(),
  );
  const revenue = vectorFromArray(
    rows.map((row) => row.revenue),
    new Float64(),
  );
  const schema = new Schema([
    new Field("day", new DateDay(), false),
    new Field("country", new Utf8(), false),
    new Field("revenue", new Float64(), true),
  ]);
  const children = [day.data[0]!, country.data[0]!, revenue.data[0]!];
  const data = makeData({ type: new Struct(schema.fields), length: rows.length, nullCount: 0, children });
  writeFileSync(join(folder, name), tableToIPC(new Table(schema, [new RecordBatch(schema, data)]), "file"));
}

/** Writes Parquet by way of a JSON file; `types` says which columns are not text. */
async function writeParquet(
  name: string,
  rows: readonly Row[],
  types: Readonly<Record<string, string>>,
): Promise<void> {
  const target = join(folder, name);
  const staging = `${target}.ndjson`;
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(staging, rows.map((row) => JSON.stringify(row)).join("\n"));
  const columns = Object.keys(rows[0] ?? {}).map((column) => `"${column}": '${types[column] ?? "VARCHAR"}'`);
  const instance = await DuckDBInstance.create(":memory:", { threads: "1" });
  const connection = await instance.connect();
  await connection.run(
    `copy (from read_json('${staging}', columns = {${columns.join(", ")}})) to '${target}' (format parquet, compression zstd)`,
  );
  connection.closeSync();
  instance.closeSync();
  rmSync(staging);
}

function write(name: string, text: string): void {
  writeFileSync(join(folder, name), text);
}

// ------------------------------------------------------------------------------------------ small helpers

/** Mulberry32: small, seeded, and good enough for made-up rows. */
function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function between(low: number, high: number): number {
  return low + Math.floor(random() * (high - low + 1));
}

function pick<T>(items: readonly T[]): T {
  return items[between(0, items.length - 1)]!;
}

function minute(day: string, minutes: number): string {
  return second(`${day}T00:00:00`, minutes * 60);
}

function second(start: string, seconds: number): string {
  return new Date(Date.parse(`${start}Z`) + seconds * 1000).toISOString().slice(0, 19);
}
