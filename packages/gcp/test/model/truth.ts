import { isSane, type Manifest, parseManifest } from "../../src/manifest-log/manifest.ts";
import { isOfTheModel, type World } from "./world.ts";

/** A manifest that came into force, by the definition. */
export interface Committed {
  readonly number: number;
  readonly manifest: Manifest;
}

/**
 * What really happened to the head: every record as it was appended, also those that were destroyed since, and the
 * definition of the validity rule, applied from the first record on.
 */
export class Truth {
  /** All that came into force, in their order. */
  readonly committed: Committed[] = [];
  readonly #byNumber = new Map<number, Committed>();

  constructor(world: World) {
    world.onHeadAppend = (number, data) => {
      const parsed = parseManifest(data);
      if (parsed.kind !== "manifest" || !isSane(parsed.manifest, number)) return;
      if (!isOfTheModel(parsed.manifest)) return;
      if (parsed.manifest.base !== this.head) return;
      const committed = { number, manifest: parsed.manifest };
      this.committed.push(committed);
      this.#byNumber.set(number, committed);
    };
  }

  /** The number in force now. */
  get head(): number {
    return this.committed.at(-1)?.number ?? 0;
  }

  /** What was committed as this record, if it ever was in force. */
  at(number: number): Committed | undefined {
    return this.#byNumber.get(number);
  }
}
