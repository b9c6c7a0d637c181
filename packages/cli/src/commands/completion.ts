import { completionScript, type Shell, SHELLS } from "../completion/shells.ts";
import type { Session } from "../session.ts";
import { UsageError } from "../usage-error.ts";

/** `kist completion bash|zsh|fish` */
export default async function completion(
  { output }: Session,
  _options: object,
  name: string,
): Promise<void> {
  const shell = SHELLS.find((one): one is Shell => one === name);
  if (shell === undefined) {
    throw new UsageError(
      "there is no completion for that shell",
      `there is one for ${SHELLS.join(", ")}`,
    );
  }
  const script = completionScript(shell);
  return output.json ? output.document({ shell, script }) : output.write(script);
}
