import { conformanceCases } from "../cases.ts";
import { type ConformanceCase, GROUPS } from "../conformance-case.ts";
import type { ConformanceHarness, ConformanceLayer } from "../harness.ts";
import { throughLayer } from "./through-layer.ts";
import { throughNamespace } from "./through-namespace.ts";

/** The run of every case on the managers as the harness makes them. */
export const PLAIN_RUN = "plain";

/** The run of the cases on managers of a namespace. */
export const NAMESPACE_RUN = "namespace";

/** Cases that are run together, on one kind of managers. */
export interface ConformanceRun {
  /** `plain`, `namespace`, or the name of a layer. */
  readonly name: string;
  /** Makes the managers of this run. */
  readonly harness: ConformanceHarness;
  readonly cases: readonly ConformanceCase[];
}

/**
 * The runs that a harness is judged by: every case as it is; again through a namespace scope; and again through each
 * layer that the harness names, the groups that the layer declares.
 *
 * The group `scopes` is not run through a namespace: its cases choose the scope of every manager themselves.
 *
 * @throws TypeError where two layers have one name, or a layer declares what is no group
 */
export function runsOf(harness: ConformanceHarness): readonly ConformanceRun[] {
  const { layers = [] } = harness;
  const names = new Set([PLAIN_RUN, NAMESPACE_RUN]);
  for (const layer of layers) {
    refuseUnclear(layer, names);
    names.add(layer.name);
  }
  return [
    { name: PLAIN_RUN, harness, cases: conformanceCases },
    {
      name: NAMESPACE_RUN,
      harness: throughNamespace(harness),
      cases: conformanceCases.filter(({ group }) => group !== "scopes"),
    },
    ...layers.map((layer) => ({
      name: layer.name,
      harness: throughLayer(harness, layer),
      cases: conformanceCases.filter(({ group }) => layer.groups.includes(group)),
    })),
  ];
}

function refuseUnclear({ name, groups }: ConformanceLayer, taken: ReadonlySet<string>): void {
  const quoted = JSON.stringify(name);
  if (!/^[a-z0-9][a-z0-9-]*$/u.test(name))
    throw new TypeError(`layer: ${quoted} is no name of lower-case letters, digits and hyphens`);
  if (taken.has(name)) throw new TypeError(`layer: there is another run called ${quoted}`);
  if (groups.length === 0) throw new TypeError(`layer: ${quoted} declares no group`);
  const unknown = groups.find((group) => !GROUPS.includes(group));
  if (unknown !== undefined)
    throw new TypeError(`layer: ${quoted} declares ${JSON.stringify(unknown)}, which is no group`);
}
