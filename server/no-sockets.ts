// Stands for Node's module `net` in the bundles: Weir opens no sockets, and what asks for one is told so.

function refuse(): never {
  throw new Error("Weir opens no sockets");
}

export { refuse as connect, refuse as createConnection, refuse as createServer };
