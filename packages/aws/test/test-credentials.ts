/** Credentials that no AWS account has. */
export const TEST_CREDENTIALS = { accessKeyId: "AKIATEST", secretAccessKey: "test" };

/** The region of servers on loopback. */
export const REGION = "eu-west-1";
