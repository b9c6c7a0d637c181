// What is used of Google's client. Only `import()` names this file, so that the client is loaded by the first operation.
// It stands between because the client is CommonJS: what `import()` of that answers has no named exports in a bundle of
// several files, and a static import has.
export { SecretManagerServiceClient } from "@google-cloud/secret-manager";
export { gcpMetadata } from "google-auth-library";
export { grpc } from "google-gax";
