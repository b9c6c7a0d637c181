import { spawn } from "node:child_process";
import { type ErrorCode, ERROR_CODES, KeykistError } from "@keykist/core";
import { hangs, IMPORT_DEADLINE_MS } from "../flavors/import-source.ts";
import { isJsonObject } from "../json-object.ts";
import { ownVariables } from "../running/own-variables.ts";
import type { Session } from "../session.ts";
import {
  INSPECT_WORD,
  type Inspection,
  type InspectionFailure,
  type InspectionRequest,
  wordsOf,
} from "./inspection.ts";
import { shellQuoted } from "../terminal/shell-quoted.ts";

/**
 * Imports a module that is to be registered, in a process of its own that has no keys, no input and ten seconds: one
 * that hangs, ends its process or prints is told apart from one that works, and does no harm to this command.
 *
 * @throws KeykistError `TIMEOUT` where it hangs, `ABORTED`; what is wrong with it, as `flavorIn` and `importFile` do
 */
export async function inspectModule<Request extends InspectionRequest>(
  { host }: Pick<Session, "host">,
  request: Request,
): Promise<Inspection & { readonly kind: Request["kind"] }> {
  const child = spawn(process.execPath, [host.program, INSPECT_WORD, ...wordsOf(request)], {
    cwd: host.workingFolder,
    env: ownVariables(host.environment),
    stdio: ["ignore", "ignore", "ignore", "ipc"],
  });
  const deadline = AbortSignal.timeout(IMPORT_DEADLINE_MS);
  const stop = (): void => void child.kill("SIGKILL");
  deadline.addEventListener("abort", stop);
  host.signal.addEventListener("abort", stop);
  try {
    const answer = await new Promise<unknown>((resolve, reject) => {
      child.once("message", resolve);
      child.once("error", reject);
      // Comes when everything was read that the process has sent.
      child.once("disconnect", () => {
        resolve(undefined);
      });
    });
    if (isAbout(answer, request)) return answer;
    throw failureOf(answer, request, { late: deadline.aborted, aborted: host.signal.aborted });
  } finally {
    host.signal.removeEventListener("abort", stop);
    stop();
  }
}

// The answer comes from a process in which a stranger's code has run, so that nothing of its shape is certain.
function isAbout<Request extends InspectionRequest>(
  answer: unknown,
  { kind }: Request,
): answer is Inspection & { readonly kind: Request["kind"] } {
  if (!isJsonObject(answer) || answer["kind"] !== kind) return false;
  const { flavor, types } = answer;
  return kind === "flavor"
    ? typeof flavor === "string"
    : Array.isArray(types) && types.every((type) => typeof type === "string");
}

function failureOf(
  answer: unknown,
  { source, file }: InspectionRequest,
  { late, aborted }: { readonly late: boolean; readonly aborted: boolean },
): KeykistError {
  if (isFailure(answer)) {
    const { code, message, hint } = answer;
    return new KeykistError(code, message, { hint });
  }
  if (aborted) return new KeykistError("ABORTED", "the module is imported no longer");
  if (late) return hangs(source, file);
  return new KeykistError("INVALID_CONFIG", `importing ${source} ends its process`, {
    hint: `look at it: node ${shellQuoted(file)}`,
  });
}

function isFailure(answer: unknown): answer is InspectionFailure & { readonly code: ErrorCode } {
  if (!isJsonObject(answer)) return false;
  const { kind, code, message, hint } = answer;
  return (
    kind === "failure" &&
    ERROR_CODES.some((known) => known === code) &&
    typeof message === "string" &&
    (hint === undefined || typeof hint === "string")
  );
}
