import { type Call, retriedStep } from "@keykist/core";
import type {
  GcpCallOptions,
  GcpClient,
  GcpPage,
  GcpPayload,
  GcpTime,
  GcpVersion,
} from "./client.ts";
import { isRefused, mayPass } from "./errors.ts";
import { refusedToken } from "./errors/refused-token.ts";
import { messageOf, STATUS, statusOf } from "./errors/status.ts";
import { crc32c } from "./manifest-log/checksum.ts";
import type {
  Accessed,
  ActiveVersion,
  Appended,
  LogPort,
  VersionsPort,
} from "./manifest-log/log-port.ts";
import type { Manifest } from "./manifest-log/manifest.ts";
import type { WriteQuota } from "./write-quota.ts";

/** How long one call may take; milliseconds. The client's own limit is ten minutes. */
const CALL_TIMEOUT = 10_000;

/** How often a call is made that fails with what may pass. */
const ATTEMPTS = 5;

/** Waits between such tries: a secret takes two writes a second. */
const BACK_OFF = { base: 200, cap: 4000 } as const;

export const CALL_OPTIONS: GcpCallOptions = { timeout: CALL_TIMEOUT, retry: null };

/** A client, and what its project still allows. */
export interface GcpService {
  readonly client: GcpClient;
  readonly writes: WriteQuota;
}

export interface RetriedOptions {
  /** For a step that writes: the quota that it needs some of. */
  readonly writes?: WriteQuota | undefined;
  /** Which failures a further try may pass. Default: throttled, or out of reach for a moment. */
  readonly mayPass?: ((error: unknown) => boolean) | undefined;
}

/** One step: made again while it fails with what may pass. Doing it twice must be as good as once. */
export async function retried<T>(
  call: Call,
  name: string,
  run: () => PromiseLike<T>,
  { writes, mayPass: passes = mayPass }: RetriedOptions = {},
): Promise<T> {
  await writes?.take(call);
  return retriedStep(call, {
    name,
    run: async () => {
      try {
        return await run();
      } catch (error) {
        // Without a token nothing was sent. The library's words can quote what was to give one.
        throw refusedToken(error) ?? error;
      }
    },
    mutates: writes !== undefined,
    attempts: ATTEMPTS,
    mayPass: passes,
    backOff: BACK_OFF,
  });
}

/** The log of one secret: where its versions are, and what belongs to it. */
export interface LogPlace {
  readonly parent: string;
  /** The id of the head. */
  readonly head: string;
  readonly owns: (manifest: Manifest) => boolean;
  /** Reports whether keykist made the secret of a key. */
  readonly isOwnKey: (secret: string) => Promise<boolean>;
}

/** What the protocol of the manifest log sees of Secret Manager, in one operation. */
export function logPort(
  service: GcpService,
  { parent, head, owns, isOwnKey }: LogPlace,
  call: Call,
): LogPort {
  const versionsOf = (secret: string): VersionsPort =>
    versionsPort(service, `${parent}/secrets/${secret}`, call);
  const keyVersions = (secret: string): VersionsPort => {
    const versions = versionsOf(secret);
    return {
      ...versions,
      destroy: async (number) => {
        if (await isOwnKey(secret)) await versions.destroy(number);
      },
    };
  };
  return {
    head: versionsOf(head),
    key: keyVersions,
    owns,
    backOff: (attempt) => call.backOff(attempt, BACK_OFF),
    // Manifests hold whole milliseconds; not every clock gives such.
    now: () => Math.floor(call.clock.now()),
  };
}

/** The versions of one secret. `name` is its full name. */
export function versionsPort(service: GcpService, name: string, call: Call): VersionsPort {
  const { client } = service;
  const access = (version: string): Promise<Accessed> => {
    const request = { name: `${name}/versions/${version}` };
    // That there is none is an answer, and no failure of the step.
    const read = async (): Promise<Accessed> => {
      try {
        const [answer] = await client.accessSecretVersion(request, CALL_OPTIONS);
        return { kind: "found", number: numberOf(answer), data: bytesOf(answer.payload) };
      } catch (error) {
        return unreadable(error);
      }
    };
    return retried(call, "AccessSecretVersion", read);
  };
  return {
    access: (number) => access(String(number)),
    latest: () => access("latest"),
    append: (data) => append(service, { name, data }, call),
    destroy: async (number) => {
      await destroy(service, `${name}/versions/${number}`, call);
    },
    active: () => active(client, name, call),
  };
}

/** The state of a version without a payload. Only Secret Manager's message tells it. */
const VERSION_STATE = /Secret Version \[[^\]]*\] is in (?<state>DESTROYED|DISABLED) state/u;

/** The states in which a version has no payload. Every other state is an error, also one of a Cloud KMS key. */
function unreadable(error: unknown): Accessed {
  const status = statusOf(error);
  if (status === STATUS.NOT_FOUND) return { kind: "not_found" };
  const state = VERSION_STATE.exec(messageOf(error))?.groups?.["state"];
  if (status !== STATUS.FAILED_PRECONDITION || state === undefined) throw error;
  return { kind: state === "DESTROYED" ? "destroyed" : "disabled" };
}

async function append(
  { client, writes }: GcpService,
  { name, data }: { readonly name: string; readonly data: Uint8Array },
  call: Call,
): Promise<Appended> {
  const request = { parent: name, payload: { data, dataCrc32c: String(crc32c(data)) } };
  try {
    // Only what surely had no effect is tried again here: throttled, or not found because it was just made.
    const [answer] = await retried(
      call,
      "AddSecretVersion",
      () => client.addSecretVersion(request, CALL_OPTIONS),
      {
        writes,
        mayPass: (error) =>
          [STATUS.RESOURCE_EXHAUSTED, STATUS.NOT_FOUND].some((code) => code === statusOf(error)),
      },
    );
    return { kind: "appended", number: numberOf(answer) };
  } catch (error) {
    if (isRefused(error) || call.signal.aborted) throw error;
    return { kind: "unknown", error };
  }
}

async function destroy({ client, writes }: GcpService, name: string, call: Call): Promise<void> {
  const run = async (): Promise<void> => {
    try {
      await client.destroySecretVersion({ name }, CALL_OPTIONS);
    } catch (error) {
      // A version that is destroyed already, or whose secret is gone, is as it should be.
      const status = statusOf(error);
      if (status !== STATUS.NOT_FOUND && status !== STATUS.FAILED_PRECONDITION) throw error;
    }
  };
  await retried(call, "DestroySecretVersion", run, { writes });
}

async function active(
  client: GcpClient,
  parent: string,
  call: Call,
): Promise<readonly ActiveVersion[]> {
  const found: ActiveVersion[] = [];
  const request = { parent, filter: "state:ENABLED OR state:DISABLED", pageSize: 1000 };
  for await (const versions of pages(call, "ListSecretVersions", (pageToken) =>
    client.listSecretVersions({ ...request, pageToken }, { ...CALL_OPTIONS, autoPaginate: false }),
  )) {
    for (const version of versions) {
      // One whose destruction is scheduled is done with: it is listed until then.
      if (version.scheduledDestroyTime) continue;
      found.push({ number: numberOf(version), createdAt: millisecondsOf(version.createTime) });
    }
  }
  return found;
}

/** The pages of a listing, each asked for when it is wanted. */
export async function* pages<Item>(
  call: Call,
  name: string,
  list: (
    pageToken: string,
  ) => Promise<readonly [items: readonly Item[], next: unknown, page?: GcpPage]>,
): AsyncGenerator<readonly Item[], void, undefined> {
  let pageToken = "";
  do {
    const token = pageToken;
    const [items, , page] = await retried(call, name, () => list(token));
    yield items;
    pageToken = page?.nextPageToken ?? "";
  } while (pageToken !== "");
}

/** The number of a version, from the end of its name. The project in it may be a number where an id was asked for. */
function numberOf({ name }: GcpVersion): number {
  const number = Number(/\/versions\/(?<number>[0-9]+)$/u.exec(name ?? "")?.groups?.["number"]);
  if (Number.isSafeInteger(number) && number > 0) return number;
  throw new TypeError("Secret Manager answered a version without a number");
}

/** Milliseconds since the Unix epoch. A version of unknown age counts as new, so that nothing destroys it. */
function millisecondsOf(time: GcpTime | null | undefined): number {
  const seconds = Number(time?.seconds?.toString() ?? Number.NaN);
  if (!Number.isFinite(seconds)) return Number.POSITIVE_INFINITY;
  return seconds * 1000 + Math.floor((time?.nanos ?? 0) / 1_000_000);
}

/** The bytes of a payload, as they were written. */
function bytesOf(payload: GcpPayload | null | undefined): Uint8Array {
  const { data, dataCrc32c } = payload ?? {};
  const bytes = typeof data === "string" ? Buffer.from(data, "base64") : (data ?? new Uint8Array());
  if (
    dataCrc32c !== undefined &&
    dataCrc32c !== null &&
    crc32c(bytes) !== Number(dataCrc32c.toString())
  )
    throw Object.assign(new Error("a payload was damaged on its way"), { code: STATUS.INTERNAL });
  return bytes;
}
