import type { Classification } from "@keykist/core";

export type LedgerFault = "unauthenticated" | "denied" | "throttled" | "unavailable" | "damaged";

/** What the log's client throws. */
export class LedgerError extends Error {
  override readonly name: string = "LedgerError";
  readonly fault: LedgerFault;

  constructor(fault: LedgerFault) {
    super(`the ledger answered: ${fault}`);
    this.fault = fault;
  }
}

export const ledgerTable: Readonly<Record<LedgerFault, Classification>> = {
  unauthenticated: { code: "UNAUTHENTICATED", retry: "never", outcome: "not_applied" },
  denied: { code: "PERMISSION_DENIED", retry: "never", outcome: "not_applied" },
  throttled: { code: "THROTTLED", retry: "safe", outcome: "not_applied" },
  unavailable: { code: "UNAVAILABLE", retry: "safe" },
  damaged: { code: "CORRUPT", retry: "never" },
};
