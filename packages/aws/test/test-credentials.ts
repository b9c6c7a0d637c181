/** Credentials that no AWS account has. */
export const TEST_CREDENTIALS = { accessKeyId: "AKIATEST", secretAccessKey: "test" };

/** The region of servers on loopback. */
export const REGION = "eu-west-1";

/** The credentials of the client beside the managers: what the managers are refused, it may do. */
export const CREDENTIALS_BESIDE = { accessKeyId: "AKIABESIDE", secretAccessKey: "test" };
