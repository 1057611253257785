// Installs the VS Code in which the tests of the editor look at the extension, where it is not there yet.
import { installCodeServer } from "./code-server.mjs";

installCodeServer();
