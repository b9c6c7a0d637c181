import { it } from "vitest";
import { conformanceCases } from "../src/index.ts";
import { runCase } from "../src/run-case.ts";
import { memoryHarness } from "./memory-harness.ts";
import { saboteurs } from "./saboteurs/index.ts";
it("matrix", async () => {
  const only = process.env["ONLY"] ?? "";
  const t0 = performance.now();
  const out: string[] = [];
  for (const s of saboteurs.filter((each) => new RegExp("^(" + only + ")").test(each.breaks))) {
    const failed = new Map<string, string>();
    const t = performance.now();
    for (const c of conformanceCases) {
      let timer;
      const o = await Promise.race([runCase(c, memoryHarness(s.make, "saboteur"), { seed: 20_260_101, rounds: 1 }), new Promise<{kind: "failed", cause: string, error: unknown}>((r) => { timer = setTimeout(() => r({ kind: "failed", cause: "HANG", error: "hang" }), 4000); })]);
      clearTimeout(timer);
      if (o.kind === "failed" && o.cause === "HANG") process.stdout.write(`HANG ${s.breaks} ${c.id}\n`);
      if (o.kind === "failed") failed.set(c.id, o.cause + ": " + String(o.error).slice(0, 150));
    }
    const d = performance.now() - t;
    const own = failed.get(s.breaks);
    const also = [...failed].filter(([id]) => id !== s.breaks && !(id in (s.alsoFails ?? {})));
    const gone = Object.keys(s.alsoFails ?? {}).filter((id) => !failed.has(id));
    if (!own?.startsWith("assertion") || also.length > 0 || gone.length > 0 || d > 1000)
      out.push(`${s.breaks} [${d.toFixed(0)}ms] own=${own}\n` + also.map(([id, m]) => `      ALSO ${id}: ${m.replaceAll("\n", " ")}`).join("\n") + gone.map((g) => "  GONE " + g).join());
  }
  const covered = new Set(saboteurs.map((s) => s.breaks));
  process.stdout.write(out.join("\n") + `\nuncovered: ${conformanceCases.filter((c) => !covered.has(c.id)).map((c) => c.id).join(" ")}\nsaboteurs ${saboteurs.length} cases ${conformanceCases.length} total ${((performance.now() - t0) / 1000).toFixed(1)}s\n`);
}, 600_000);
