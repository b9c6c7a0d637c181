/** A key for tests, and for nothing else. */
export const TEST_KEY: string = Buffer.alloc(32, 7).toString("base64");
