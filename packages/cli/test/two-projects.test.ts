import path from "node:path";
import { expect, test } from "vitest";
import { documentOf, makeStore, succeed } from "./kist.ts";
import { makePlace } from "./place.ts";

test("two projects with a manager of one name: a cleanup in one leaves the other whole", async () => {
  const place = await makePlace();
  await makeStore(place);
  const [one, other] = ["one", "other"].map((name) => ({ folder: path.join(place.folder, name) }));
  for (const project of [one, other]) {
    await place.write(path.join(project?.folder ?? "", "package.json"), "{}");
    await succeed(place, ["manager", "register", "dev", "--flavor", "local", "--project"], project);
    await succeed(place, ["register", "db", "password=-"], { ...project, input: "tulip" });
    await succeed(place, ["register", "api", "token=-"], { ...project, input: "aster" });
  }
  await succeed(place, ["register", "mine", "k=-"], { input: "v" });

  const cleaned = await documentOf(place, ["cleanup", "--yes", "--manager", "dev"], one);
  expect(cleaned).toEqual({ manager: "dev", deleted: 2, failed: [] });
  expect(await documentOf(place, ["list"], one)).toEqual([]);
  expect(await succeed(place, ["get", "db", "password"], other)).toBe("tulip");
  expect(await documentOf(place, ["list"], other)).toHaveLength(2);
  expect(await documentOf(place, ["list"])).toHaveLength(1);
});
