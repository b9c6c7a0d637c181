import { spawnSync } from "node:child_process";
import path from "node:path";

import { root } from "./workspace.mjs";

/** The Node that the workspace runs on: the npm package `node`, whatever the host has. */
export const WORKSPACE_NODE = path.join(
  root,
  "node_modules/node/bin",
  process.platform === "win32" ? "node.exe" : "node",
);

/** @returns {boolean} */
export function workspaceNodeWorks() {
  return spawnSync(WORKSPACE_NODE, ["--version"], { stdio: "ignore" }).status === 0;
}
