import type { Call, Classification, SecretPath, StepOptions } from "@keykist/core";
import { isProblem, type RemoteProblem } from "../../remote/remote-error.ts";
import type { FoundHead, Head } from "../../remote/remote-server.ts";
import { type RemoteClass, sabotageRemote } from "../remote-saboteur.ts";
import type { Saboteur } from "../saboteur.ts";

/** What happens inside a step, as inside an SDK, only the server sees. */
export const serverSaboteurs: readonly Saboteur[] = [
  sabotageRemote(
    "faults/server-throttled",
    "has a client that tries a throttled call again at once, and again",
    (Base) => trying(Base, "throttled", 300),
  ),
  sabotageRemote(
    "faults/server-cut",
    "has a client that answers nothing where the connection ends",
    (Base) => {
      return class extends Base {
        protected override look(path: SecretPath, call: Call): Promise<FoundHead | undefined> {
          if (call.operation !== "getSecret") return super.look(path, call);
          const get = async (): Promise<FoundHead | undefined> => {
            try {
              return await this.server.getHead(path.full);
            } catch (error) {
              if (!isProblem(error, "unavailable")) throw error;
              return undefined;
            }
          };
          return this.ask(call, "get head", get, { mutates: false });
        }
      };
    },
  ),
  sabotageRemote(
    "faults/server-unanswered",
    "has a client that tries again by itself, and takes its own first for another's",
    (Base) => trying(notLookingAgain(Base), "unavailable", 2),
    { alsoFails: { "faults/server-repeated": "the client repeats the call, or the network does" } },
  ),
  sabotageRemote("faults/server-repeated", "takes its own first for another's", (Base) =>
    notLookingAgain(Base),
  ),
  sabotageRemote(
    "faults/server-late",
    "takes what it does not see after a connection has ended for not applied",
    (Base) => {
      return class extends Base {
        protected override classify(error: unknown): Classification | undefined {
          const known = super.classify(error);
          return known && isProblem(error, "unavailable")
            ? { ...known, outcome: "not_applied" }
            : known;
        }
      };
    },
  ),
];

/** A manager whose client makes a call several times while it meets a problem. */
function trying(Base: RemoteClass, problem: RemoteProblem, tries: number): RemoteClass {
  return class extends Base {
    protected override ask<T>(
      call: Call,
      name: string,
      run: () => Promise<T>,
      options?: StepOptions,
    ): Promise<T> {
      const persistently = async (): Promise<T> => {
        for (let attempt = 1; ; attempt += 1) {
          try {
            return await run();
          } catch (error) {
            if (!isProblem(error, problem) || attempt === tries) throw error;
          }
        }
      };
      return super.ask(call, name, persistently, options);
    }
  };
}

/** A manager that does not look whether the head that was quicker is its own. */
function notLookingAgain(Base: RemoteClass): RemoteClass {
  return class extends Base {
    protected override async commit(
      path: SecretPath,
      head: Head,
      version: number | undefined,
      call: Call,
    ): Promise<boolean> {
      const put = (): Promise<boolean> => this.server.putHead(path.full, head, version);
      try {
        return await this.ask(call, "put head", put);
      } catch (error) {
        if (!isProblem(error, "unavailable") || !(await this.isInForce(path, head, call))) {
          throw error;
        }
        return true;
      }
    }
  };
}
