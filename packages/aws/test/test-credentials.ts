/** Credentials that no AWS account has. */
export const TEST_CREDENTIALS = { accessKeyId: "AKIATEST", secretAccessKey: "test" };
