// The language server's first module: takes the connection that the editor offers (a channel of Node, or standard input and
// output with `--stdio`) and serves it. Standard output belongs to the protocol: nothing else may be printed there.

import { createConnection, ProposedFeatures } from "vscode-languageserver/node";
import { realHost } from "./host.ts";
import { startServer } from "./server.ts";

startServer(createConnection(ProposedFeatures.all), realHost());
