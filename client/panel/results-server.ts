// The server, as the results panel asks it: requests of the protocol over the language client.

import type { LanguageClient } from "vscode-languageclient/node";
import { closeResultMethod, exportMethod, type PageResult, pageMethod } from "../../server/protocol.ts";
import type { ResultsServer } from "./results.ts";

export function resultsServer(client: LanguageClient): ResultsServer {
  return {
    page: (params, token) => client.sendRequest<PageResult>(pageMethod, params, token),
    export: async (params, token) => {
      await client.sendRequest<unknown>(exportMethod, params, token);
    },
    close: (params) => {
      // A server that has ended holds no results.
      if (client.isRunning())
        void client.sendRequest<unknown>(closeResultMethod, params).catch(() => undefined);
    },
  };
}
