export type SyntaxCode = `WR0${number}`;
