// Writes `members.csv`: a list of members as three programs and several people left it. The horrors at the top
// are made by hand, the rest comes from a seeded generator, so the same run gives the same bytes.
// It must never be needed to run the example: what it writes is committed next to it.

import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

type Cells = readonly (string | null)[];

const heading = [
  "Member ID",
  "Full name",
  "E-mail",
  "Phone",
  "Joined on",
  "Paid (EUR)",
  "Country",
  "Newsletter?",
  "Note",
];
const noBreakSpace = "\u00a0";
const generatedRows = 600;
const random = seededRandom(7_041_776);

const lines = [
  heading,
  ...horrors(),
  ...Array.from({ length: generatedRows }, (_, index) => member(1000 + index)),
  ["Total", null, null, null, null, "71.204,50", null, null, null],
].map(csvLine);

const folder = dirname(fileURLToPath(import.meta.url));
writeFileSync(join(folder, "members.csv"), `\ufeff${lines.join("\r\n")}\r\n`);

// ---------------------------------------------------------------------------------------------- the data

/** Each row shows at least one thing that goes wrong in real files. */
function horrors(): readonly Cells[] {
  return [
    [
      "1",
      "  anna   SCHMIDT ",
      "Anna.Schmidt@Example.org",
      "+49 (0)30 / 123-456",
      "1.2.2019",
      "1.234,50 €",
      "Deutschland",
      "ja",
      'says "hello; world"',
    ],
    // the same person again, later, in other letters
    [
      "2",
      "Anna Schmidt",
      "ANNA.SCHMIDT@EXAMPLE.ORG ",
      "030/123456",
      "2020-02-01",
      "1,300.00",
      "GERMANY",
      "Yes",
      "a note\nover two\nlines",
    ],
    [
      `3${noBreakSpace}`,
      `Jean-Luc${noBreakSpace}PICARD`,
      `jean-luc@example.fr${noBreakSpace}`,
      "0033 1 23 45 67 89",
      "12/31/2018",
      `1${noBreakSpace}000,00`,
      "France ",
      "oui",
      "n/a",
    ],
    ["4", "Jennifer Null", "jennifer.null@example.com", "NULL", "NA", "", "#N/A", "", "N/A"],
    [
      "5",
      "O'NEIL, mary",
      "mary at example.com",
      "12",
      "31.02.2020",
      "free",
      "Atlantis",
      "maybe",
      "=SUM(A1:A9)",
    ],
    // a heading in the middle, where two exports were glued together
    heading,
    ["", "", "", "", "", "", "", "", ""],
    [
      "6",
      "Søren Kierkegård",
      "soren@example.dk",
      "+45 33 12 34 56",
      "2021-13-01",
      "12,5",
      "dk",
      "TRUE",
      "🦆",
    ],
    ["7", "", "@", "", "0000-00-00", "-", "", "0", null],
    [
      "8",
      "Ünal Çelik",
      "unal.celik@example.com.tr",
      "+90-212-555.01.02",
      "5.11.2022",
      "-15,00",
      "Türkiye",
      "x",
      "refund: 15;00",
    ],
    [
      "9",
      "late but right",
      "late@example.org",
      "0049 40 555 0199",
      "02/29/2024",
      "EUR 7",
      "Germany",
      "NO",
      ";;;",
    ],
    ["10", "too early", "early@example.org", "040 555 0198", "29.02.2023", "7.000", "D", "1", "\t\ttabs\t"],
  ];
}

function member(id: number): Cells {
  const first = pick([
    "Anna",
    "Ben",
    "Chloé",
    "David",
    "Eva",
    "Fatima",
    "Gül",
    "Hans",
    "Inès",
    "Jörg",
    "Kim",
    "Lê",
  ]);
  const last = pick([
    "Müller",
    "Dubois",
    "Rossi",
    "Kaya",
    "Novák",
    "Schmidt-Weiß",
    "d'Arc",
    "Sørensen",
    "Nguyen",
  ]);
  const mail = `${ascii(first)}.${ascii(last)}.${between(1, 280)}@${pick(["example.org", "example.com", "mail.example"])}`;
  return [
    String(id),
    untidy(pick([`${first} ${last}`, `${first} ${last}`.toUpperCase(), `${first}  ${last}`.toLowerCase()])),
    untidy(rarely(0.02) ? mail.replace("@", " at ") : rarely(0.3) ? mail.toUpperCase() : mail),
    phone(),
    rarely(0.01) ? pick(["soon", "31.04.2021", "2021-02-30"]) : date(),
    amount(),
    rarely(0.01)
      ? "Utopia"
      : untidy(
          pick([
            "Germany",
            "DE",
            "Deutschland",
            "D",
            "germany",
            "France",
            "FR",
            "Italia",
            "IT",
            "Dänemark",
            "DK",
          ]),
        ),
    pick(["yes", "no", "Yes", "NO", "ja", "nein", "1", "0", "TRUE", "FALSE", "x", null]),
    pick([
      null,
      null,
      null,
      "N/A",
      "paid in cash",
      'called "Bobby"; friend of 17',
      "moved\nto Rome",
      "see 2020; see 2021",
    ]),
  ];
}

function phone(): string | null {
  const digits = String(between(1_000_000, 99_999_999));
  return pick([
    null,
    "NULL",
    `+49 30 ${digits}`,
    `0049-30-${digits}`,
    `(030) ${digits}`,
    `030/${digits.slice(0, 3)}.${digits.slice(3)}`,
  ]);
}

function date(): string {
  const [year, month, day] = [between(2015, 2025), between(1, 12), between(1, 28)];
  return pick([
    `${two(day)}.${two(month)}.${year}`,
    `${day}.${month}.${year}`,
    `${year}-${two(month)}-${two(day)}`,
    `${month}/${day}/${year}`,
  ]);
}

/** Whole euros and cents as a German, an English and a French program write them. */
function amount(): string | null {
  const euros = random() < 0.15 ? between(1_000, 9_999) : between(1, 250);
  const cents = two(pick([0, 0, 0, 50, 99]));
  const grouped = (mark: string): string => String(euros).replace(/(?=\d{3}$)(?<=\d)/, mark);
  if (rarely(0.03)) return pick([null, "NA", "free", "-"]);
  return pick([
    `${grouped(".")},${cents}`,
    `${grouped(",")}.${cents}`,
    `${grouped(noBreakSpace)},${cents}`,
    `€ ${euros}`,
    `${euros},${cents} €`,
  ]);
}

/** Sometimes with blanks around that one sees or does not see. */
function untidy(text: string): string {
  return rarely(0.1) ? `${pick([" ", "  ", noBreakSpace])}${text}${pick(["", " ", noBreakSpace])}` : text;
}

// ------------------------------------------------------------------------------------------- the format

function csvLine(cells: Cells): string {
  return cells.map(csvCell).join(";");
}

/** A missing value is an empty field, an empty text a quoted one. */
function csvCell(cell: string | null): string {
  if (cell === null) return "";
  return cell === "" || /[";\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
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

function rarely(share: number): boolean {
  return random() < share;
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}

/** Letters of the address: without marks, and only what an address may hold. */
function ascii(text: string): string {
  return text
    .normalize("NFD")
    .replace(/[^A-Za-z]/g, "")
    .toLowerCase();
}
