// Loaded into kist by --import: writes down what every process that kist starts is given as arguments.
import childProcess from "node:child_process";
import { appendFileSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";

for (const name of ["spawn", "spawnSync", "fork", "execFile", "execFileSync", "exec", "execSync"]) {
  const original = childProcess[name];
  childProcess[name] = (...given) => {
    const words = given.filter((one) => typeof one === "string" || Array.isArray(one));
    appendFileSync(process.env.KIST_SPY, `${JSON.stringify([name, words])}\n`);
    return original(...given);
  };
}
syncBuiltinESMExports();
