// Declarations that the examples of the problem table share, so that each example shows little but its point.

/** A source of orders with pinned columns. */
export const orders = `source orders = parquet("data/orders.parquet") {
  id: int
  customer_id: int
  country: text
  amount: float
  ordered_at: timestamp
}
`;

/** A source of customers; \`id\` and \`country\` are names that orders have too. */
export const customers = `source customers = parquet("data/customers.parquet") {
  id: int
  name: text
  country: text
}
`;

/** What the examples of imports read as `shared.weir`. */
export const sharedFile = `${orders}
${customers}`;
