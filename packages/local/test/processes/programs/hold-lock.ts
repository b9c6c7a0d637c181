/** Holds the lock of the whole file until the parent says a word, or is gone. */
import { DatabaseSync } from "node:sqlite";
import { argument, tell, waitForParent } from "./parent.ts";

const connection = new DatabaseSync(argument("file"));
connection.exec("BEGIN EXCLUSIVE");
tell({ kind: "ready" });
waitForParent();
connection.exec("ROLLBACK");
connection.close();
