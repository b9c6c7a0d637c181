/** What must never happen. */
export const FINDINGS = [
  /** A read answered values of two states, or of none. */
  "torn read",
  /** A write was acknowledged, and its state never was in force. */
  "lost update",
  /** A write was refused or given up, and came into force. */
  "false refusal",
  /** One write came into force twice. */
  "double commit",
  /** A strong read answered a state that was superseded before it began. */
  "stale strong read",
  /** A read answered a state that never was in force. */
  "wrong state",
  /** A reader gave up. */
  "starved reader",
  /** A writer gave up, though nothing stood in its way but others' writes. */
  "starved writer",
  /** Something was said to be damaged that nobody had damaged. */
  "false alarm",
  /** A value in force was destroyed. */
  "value destroyed",
  /** A version of a secret that belongs to somebody else was destroyed. */
  "another's value destroyed",
  /** After repair, the latest version of a key is not the one in force. */
  "latest broken",
] as const;

export type Finding = (typeof FINDINGS)[number];

/** What one run, or many, came to. */
export class Findings {
  readonly #counts = new Map<Finding, number>();
  acknowledged = 0;
  reads = 0;
  /** Writes that ended without saying whether they took effect. */
  unknown = 0;
  crashes = 0;
  turns = 0;
  collected = 0;

  add(finding: Finding): void {
    this.#counts.set(finding, this.of(finding) + 1);
  }

  of(finding: Finding): number {
    return this.#counts.get(finding) ?? 0;
  }

  get total(): number {
    return FINDINGS.reduce((sum, finding) => sum + this.of(finding), 0);
  }

  /** The findings that there were, with their numbers. */
  get text(): string {
    const found = FINDINGS.filter((finding) => this.of(finding) > 0);
    return found.map((finding) => `${finding}: ${this.of(finding)}`).join(", ") || "nothing found";
  }

  /** Takes in what another run came to. */
  merge(other: Findings): void {
    for (const finding of FINDINGS) {
      if (other.of(finding) > 0) this.#counts.set(finding, this.of(finding) + other.of(finding));
    }
    this.acknowledged += other.acknowledged;
    this.reads += other.reads;
    this.unknown += other.unknown;
    this.crashes += other.crashes;
    this.turns += other.turns;
    this.collected += other.collected;
  }
}
