// The page that the results panel starts from: a policy that allows the panel's own script and style sheet and nothing else, and
// no content. Whatever is shown comes later, as messages.

export interface PageParts {
  /** Made anew for each page. */
  readonly nonce: string;
  /** What the editor calls its own resources in a policy. */
  readonly cspSource: string;
  readonly script: string;
  readonly styles: string;
}

export function pageHtml(page: PageParts): string {
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${page.nonce}'`,
    `style-src ${page.cspSource} 'nonce-${page.nonce}'`,
    "form-action 'none'",
    "base-uri 'none'",
  ].join("; ");
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width">
<title>Weir</title>
<link rel="stylesheet" href="${page.styles}">
</head>
<body>
<script nonce="${page.nonce}" src="${page.script}"></script>
</body>
</html>
`;
}
