// Paths and URIs, POSIX and Windows alike: pure functions that are told which kind of path they see, so that both
// are tested on any machine. A file's URI in this program is always the one that `uriOfPath` gives.

export type PathStyle = "posix" | "windows";

/** The kind of paths of a Node platform. */
export function pathStyleOf(platform: string): PathStyle {
  return platform === "win32" ? "windows" : "posix";
}

/** Whether a path names its place without any folder to start from. */
export function isAbsolutePath(path: string, style: PathStyle): boolean {
  if (style === "posix") return path.startsWith("/");
  return /^[A-Za-z]:[\\/]/.test(path) || /^[\\/]{2}[^\\/]/.test(path) || /^[\\/]/.test(path);
}

/**
 * The `file:` URI of an absolute path: `/a b` is `file:///a%20b`, `C:\x` is `file:///c:/x`, `\\server\share\x` is
 * `file://server/share/x`. `.` and `..` are resolved; the letter of a drive is small.
 */
export function uriOfPath(path: string, style: PathStyle): string {
  if (style === "posix") return `file://${encodePath(normalised(path.split("/")))}`;
  const parts = path.replaceAll("/", "\\");
  const share = /^\\\\([^\\]+)\\?(.*)$/s.exec(parts);
  if (share !== null) {
    const [, server, rest] = share;
    return `file://${encodeURIComponent(server!.toLowerCase())}${encodePath(normalised(["", ...rest!.split("\\")]))}`;
  }
  const drive = /^([A-Za-z]):\\?(.*)$/s.exec(parts);
  const [letter, rest] = drive === null ? ["", parts] : [`${drive[1]!.toLowerCase()}:`, drive[2]!];
  const inside = encodePath(normalised(["", ...rest.split("\\")]));
  return letter === "" ? `file://${inside}` : `file:///${letter}${inside}`;
}

/** The path of a `file:` URI; undefined for another scheme. */
export function pathOfUri(uri: string, style: PathStyle): string | undefined {
  const match = /^file:\/\/([^/]*)(\/.*)?$/is.exec(uri);
  if (match === null) return undefined;
  const server = decoded(match[1] ?? "");
  const path = decoded(match[2] ?? "/");
  if (style === "posix") return server === "" || server === "localhost" ? path : `//${server}${path}`;
  const slashed = path.replaceAll("/", "\\");
  if (server !== "" && server !== "localhost") return `\\\\${server}${slashed}`;
  const drive = /^\\([A-Za-z]):(.*)$/s.exec(slashed);
  return drive === null ? slashed : `${drive[1]!.toLowerCase()}:${drive[2] === "" ? "\\" : drive[2]}`;
}

/** The URI in the one form that this program uses: `file:///C%3A/x` (as editors write it) is `file:///c:/x`. */
export function canonicalUri(uri: string, style: PathStyle): string {
  const path = pathOfUri(uri, style);
  return path === undefined ? uri : uriOfPath(path, style);
}

/**
 * The URI that a path written in a file means: relative to that file's folder, or absolute. `/` separates on every
 * system; `\` does on Windows too.
 */
export function resolveFrom(fileUri: string, path: string, style: PathStyle): string {
  if (isAbsolutePath(path, style)) return uriOfPath(withDrive(path, fileUri, style), style);
  const folder = pathOfUri(folderOf(fileUri), style);
  if (folder === undefined) return `${folderOf(fileUri)}/${path}`;
  const separator = style === "windows" ? "\\" : "/";
  return uriOfPath(`${folder}${separator}${path}`, style);
}

/** The URI of the folder that holds a file or folder; that of a root is the root itself. */
export function folderOf(uri: string): string {
  const scheme = /^[a-z]+:\/\/[^/]*/i.exec(uri)?.[0] ?? "";
  const path = uri.slice(scheme.length).replace(/\/+$/, "");
  const end = path.lastIndexOf("/");
  const folder = end <= 0 ? "/" : path.slice(0, end);
  return scheme + (/^\/[a-z]:$/i.test(folder) ? `${folder}/` : folder);
}

/** The last part of a URI, decoded. */
export function nameOf(uri: string): string {
  const path = uri.replace(/\/+$/, "");
  return decoded(path.slice(path.lastIndexOf("/") + 1));
}

/** Whether `uri` is `folder` or stands somewhere in it. */
export function isInside(folder: string, uri: string, style: PathStyle): boolean {
  const normal = (text: string) => {
    const canonical = canonicalUri(text, style).replace(/\/+$/, "");
    return style === "windows" ? canonical.toLowerCase() : canonical;
  };
  const outer = normal(folder);
  const inner = normal(uri);
  return inner === outer || inner.startsWith(`${outer}/`);
}

/** How a file is written in a message: relative to `folder` with `/` where it stands in it, else its whole path. */
export function displayPath(uri: string, folder: string, style: PathStyle): string {
  if (!isInside(folder, uri, style)) return pathOfUri(uri, style) ?? uri;
  const start = canonicalUri(folder, style).replace(/\/+$/, "").length + 1;
  const relative = decoded(canonicalUri(uri, style).slice(start));
  return relative === "" ? "." : relative;
}

/** A path of Windows that begins with one slash means the drive of the file that says it. */
function withDrive(path: string, fileUri: string, style: PathStyle): string {
  if (style === "posix" || !/^[\\/](?![\\/])/.test(path)) return path;
  const drive = /^([a-z]:)/i.exec(pathOfUri(fileUri, style) ?? "")?.[1];
  return drive === undefined ? path : `${drive}${path}`;
}

function normalised(parts: readonly string[]): readonly string[] {
  const result: string[] = [];
  for (const part of parts) {
    if (part === "" || part === ".") continue;
    if (part === "..") result.pop();
    else result.push(part);
  }
  return result;
}

function encodePath(parts: readonly string[]): string {
  return `/${parts.map(encodePart).join("/")}`;
}

/** Encodes what a URI cannot hold; a lone surrogate, which no encoding has, becomes the replacement character. */
function encodePart(part: string): string {
  return encodeURIComponent(part.replace(/\p{Surrogate}/gu, "\uFFFD")).replace(
    /%(?:3A|40|24|26|2B|2C|3B|3D)/g,
    decodeURIComponent,
  );
}

/** Decodes as far as possible: a stray `%` stands for itself. */
function decoded(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (escaped) => {
    try {
      return decodeURIComponent(escaped);
    } catch (error) {
      if (error instanceof URIError) return escaped;
      throw error;
    }
  });
}
