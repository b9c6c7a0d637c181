import {
  createCipheriv,
  createDecipheriv,
  createSecretKey,
  randomBytes,
  randomUUID,
} from "node:crypto";
import { DatabaseSync, type StatementSync } from "node:sqlite";

/** The least that could be called an encrypted file of secrets: the same bytes, durability and sealing, and nothing else. */
export class LocalFloor {
  readonly #database: DatabaseSync;
  readonly #key = createSecretKey(randomBytes(32));
  readonly #get: StatementSync;
  readonly #insert: StatementSync;

  constructor(file: string) {
    this.#database = new DatabaseSync(file);
    this.#database.exec(`
      PRAGMA synchronous = EXTRA; PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY;
      CREATE TABLE secret (
        path TEXT NOT NULL PRIMARY KEY, type TEXT NOT NULL, number INTEGER NOT NULL, revision TEXT NOT NULL,
        created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, fingerprint BLOB NOT NULL, sealed BLOB NOT NULL
      ) STRICT`);
    this.#get = this.#database.prepare("SELECT * FROM secret WHERE path = ?");
    this.#insert = this.#database.prepare("INSERT INTO secret VALUES (?, ?, 1, ?, ?, ?, ?, ?)");
  }

  async register(path: string, entries: Readonly<Record<string, string>>): Promise<void> {
    const nonce = randomBytes(12);
    const cipher = createCipheriv("aes-256-gcm", this.#key, nonce).setAAD(Buffer.from(path));
    const sealed = Buffer.concat([
      nonce,
      cipher.update(JSON.stringify(Object.entries(entries)), "utf8"),
      cipher.final(),
      cipher.getAuthTag(),
    ]);
    const at = Date.now();
    this.#database.exec("BEGIN IMMEDIATE");
    this.#insert.run(path, "arbitrary", randomUUID(), at, at, Buffer.alloc(32), sealed);
    this.#database.exec("COMMIT");
  }

  async get(path: string): Promise<unknown> {
    const sealed = this.#get.get(path)?.["sealed"];
    if (!(sealed instanceof Uint8Array)) throw new Error("absent");
    const decipher = createDecipheriv("aes-256-gcm", this.#key, sealed.subarray(0, 12), {
      authTagLength: 16,
    });
    decipher.setAAD(Buffer.from(path)).setAuthTag(sealed.subarray(-16));
    const plain = Buffer.concat([decipher.update(sealed.subarray(12, -16)), decipher.final()]);
    const content: unknown = JSON.parse(plain.toString("utf8"));
    return content;
  }

  close(): void {
    this.#database.close();
  }
}
