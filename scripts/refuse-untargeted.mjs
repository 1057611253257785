// Runs before anything packs the extension from the repository itself: such a package would hold the engine of no platform, or of
// this machine alone under the name of all. `npm run package` packs from a folder of its own, and never comes here.
console.error(
  "Pack the extension with `npm run package`, or `npm run package -- --target PLATFORM` for another one.",
);
process.exit(1);
