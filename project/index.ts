// The public face of the project: files, manifest, paths, and programs read from them.

export {
  decodeText,
  decodeUtf8,
  type FileSystem,
  memoryFileSystem,
  type ReadResult,
} from "./file-system.ts";
export { pathsImportedIn } from "./imports-in.ts";
export { importsOf, type LoadedProgram, type LoadOptions, loadProgram, rebind } from "./load.ts";
export { locationKey } from "./location-key.ts";
export {
  type Connection,
  type Manifest,
  type ManifestResult,
  type NamedOptions,
  type OptionValue,
  readManifest,
  type SecretReference,
  type Target,
} from "./manifest.ts";
export { manifestSchema } from "./manifest-schema.ts";
export {
  canonicalUri,
  displayPath,
  folderOf,
  isAbsolutePath,
  isInside,
  nameOf,
  type PathStyle,
  pathOfUri,
  pathStyleOf,
  resolveFrom,
  uriOfPath,
} from "./paths.ts";
export { cacheFolderOf, fallbackCacheFolder, manifestName, type Project, projectOf } from "./project.ts";
export { parseSize } from "./sizes.ts";
