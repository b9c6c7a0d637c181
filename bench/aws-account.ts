/** Credentials that no AWS account has: an emulator takes any. */
export const AWS_CREDENTIALS = { accessKeyId: "AKIABENCH", secretAccessKey: "bench" };

/** The region of servers on loopback. */
export const AWS_REGION = "eu-west-1";
