export { EmbeddedDatabase } from "./embedded-database.ts";
export { embeddedEngine } from "./embedded-engine.ts";
export { EmbeddedLockedError } from "./embedded-locked-error.ts";
export type { AllowDeny, EmbeddedCapabilities, EmbeddedOptions } from "./embedded-options.ts";
export type { NotificationListener } from "./notification-stream.ts";
