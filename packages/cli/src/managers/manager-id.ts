import { randomBytes } from "node:crypto";

/** A new id of a manager: a UUID of version 7 (RFC 9562, section 5.7), so that ids sort by the time they were made. */
export function newManagerId(now: number = Date.now()): string {
  const time = now.toString(16).padStart(12, "0");
  const random = randomBytes(10);
  random.writeUInt8((random.readUInt8(0) & 0x0f) | 0x70, 0);
  random.writeUInt8((random.readUInt8(2) & 0x3f) | 0x80, 2);
  const tail = random.toString("hex");
  return [time.slice(0, 8), time.slice(8), tail.slice(0, 4), tail.slice(4, 8), tail.slice(8)].join(
    "-",
  );
}
