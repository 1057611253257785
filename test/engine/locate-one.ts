// Prints what becomes of a path, for a test that asks as another user.

import { findDataFiles } from "../../engine/sources/glob.ts";

process.stdout.write(JSON.stringify(findDataFiles(process.argv[2]!, /./)));
