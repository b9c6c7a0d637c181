// A small web service: it takes its settings from its variables, and proves that it has them without showing one.
import { createHash } from "node:crypto";
import { createServer } from "node:http";

const settings = ["DATABASE_URL", "SESSION_SECRET", "JWT_PUBLIC_KEY", "GREETING"];

const missing = settings.filter((name) => process.env[name] === undefined);
if (missing.length > 0) {
  console.error(`cannot start: ${missing.join(", ")} not set`);
  process.exit(1);
}

const server = createServer((_request, response) => {
  const proofs = settings.map((name) => [
    name,
    createHash("sha256")
      .update(process.env[name] ?? "")
      .digest("hex"),
  ]);
  response.setHeader("content-type", "application/json");
  response.setHeader("connection", "close");
  // One answer is all that an example has to give.
  server.close();
  response.end(JSON.stringify(Object.fromEntries(proofs)));
});

// A free port, whatever PORT says: an example disturbs nobody.
server.listen(0, "127.0.0.1", () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}`);
});
