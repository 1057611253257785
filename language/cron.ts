// Whether a text is a schedule of five fields. It only checks: whoever runs schedules reads them with a library.

const fields: readonly {
  readonly name: string;
  readonly low: number;
  readonly high: number;
  readonly words: readonly string[];
}[] = [
  { name: "minute", low: 0, high: 59, words: [] },
  { name: "hour", low: 0, high: 23, words: [] },
  { name: "day", low: 1, high: 31, words: [] },
  {
    name: "month",
    low: 1,
    high: 12,
    words: ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"],
  },
  { name: "weekday", low: 0, high: 7, words: ["sun", "mon", "tue", "wed", "thu", "fri", "sat"] },
];

/** What is wrong with a cron expression; undefined where nothing is. */
export function cronFault(expression: string): string | undefined {
  const parts = expression.trim().split(/\s+/);
  if (parts.length !== fields.length)
    return `\`${expression}\` has ${parts.length === 1 ? "one field" : `${parts.length} fields`}, not five`;
  for (const [position, part] of parts.entries()) {
    const field = fields[position]!;
    for (const item of part.split(",")) {
      const fault = itemFault(item, field);
      if (fault !== undefined) return fault;
    }
  }
  return undefined;
}

function itemFault(item: string, field: (typeof fields)[number]): string | undefined {
  const match = /^(\*|[0-9a-z]+)(?:-([0-9a-z]+))?(?:\/([0-9]+))?$/i.exec(item);
  if (match === null || (match[1] === "*" && match[2] !== undefined)) {
    return `\`${item}\` is no ${field.name}`;
  }
  const low = match[1] === "*" ? field.low : numberOf(match[1]!, field);
  const high = match[2] === undefined ? low : numberOf(match[2], field);
  if (low === undefined || high === undefined) {
    return `\`${item}\` is no ${field.name}: it goes from ${field.low} to ${field.high}`;
  }
  if (low > high) return `\`${item}\` ends before it begins`;
  if (match[3] !== undefined && Number(match[3]) === 0) return `\`${item}\` has a step of zero`;
  return undefined;
}

function numberOf(text: string, field: (typeof fields)[number]): number | undefined {
  const word = field.words.indexOf(text.toLowerCase());
  if (word >= 0) return word + field.low;
  const number = /^[0-9]{1,2}$/.test(text) ? Number(text) : Number.NaN;
  return number >= field.low && number <= field.high ? number : undefined;
}
