// The texts that the compile-time benchmark works on: a file of 1,000 lines of Weir as people write it, and the same
// pipelines in PRQL, one for one, for the comparison.

export interface Program {
  readonly weir: string;
  readonly prql: readonly string[];
}

const sources = `source orders = parquet("data/orders/*.parquet") {
  order_id: int
  customer_id: int
  status: text
  quantity: int
  unit_price: float
  ordered_at: timestamp
}
source customers = parquet("data/customers.parquet") {
  customer_id: int
  country: text
  name: text?
}
let vat = 0.19
function net(gross: float, rate: float = $vat) -> float = gross / (1 + rate)
`;

/** A program of about `lines` lines. */
export function programOf(lines: number): Program {
  const parts = [sources];
  const prql: string[] = [];
  let count = sources.split("\n").length;
  for (let number = 1; count < lines; number++) {
    const pipeline = weirPipeline(number);
    parts.push(pipeline);
    prql.push(prqlPipeline(number));
    count += pipeline.split("\n").length;
  }
  return { weir: parts.join("\n"), prql };
}

function weirPipeline(number: number): string {
  return `## Revenue a day and country, variant ${number}.
pipeline revenue_${number}(since: date = @2026-01-${day(number)}, country: text? = null) {
  from orders
  where status == "paid" and ordered_at >= $since
  join customers as c one on customer_id
  where $country == null or c.country == $country
  derive
    day = ordered_at as date,
    gross = quantity * unit_price,
    revenue = net(quantity * unit_price),
    size = case { quantity > 100 => "large", quantity > ${number % 10} => "medium", else => "small" }
  aggregate
    revenue = sum(revenue),
    orders = count(),
    buyers = count_distinct(customer_id),
    best = max(gross, where: size == "large"),
    by day, country
  where revenue > ${number} and orders between 1 and 10_000
  window running = sum(revenue) by country sorted day
  derive share = revenue / running * 100
  sort day desc, country
  take 100
}
`;
}

/** The same steps; PRQL has no functions with defaults over types, windows are spelt its own way. */
function prqlPipeline(number: number): string {
  return `let net = amount -> amount / 1.19
from orders
filter status == "paid" && ordered_at >= @2026-01-${day(number)}
join side:inner c=customers (==customer_id)
derive {
  day = s"CAST({orders.ordered_at} AS DATE)",
  gross = orders.quantity * orders.unit_price,
  revenue = net (orders.quantity * orders.unit_price),
  size = case [ orders.quantity > 100 => "large", orders.quantity > ${number % 10} => "medium", true => "small" ]
}
group {day, c.country} (
  aggregate {
    revenue = sum revenue,
    n = count this,
    buyers = count_distinct orders.customer_id,
    best = max gross
  }
)
filter revenue > ${number} && (n | in 1..10000)
derive running = s"SUM(revenue) OVER (PARTITION BY country ORDER BY day)"
derive share = revenue / running * 100
sort {-day, country}
take 100
`;
}

function day(number: number): string {
  return String((number % 28) + 1).padStart(2, "0");
}
