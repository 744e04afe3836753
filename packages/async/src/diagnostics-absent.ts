import type { DiagnosticChannels } from "@surreal-sdk/core";

/** Where the platform has no diagnostics channels, nobody can listen. */
export const diagnostics: DiagnosticChannels | undefined = undefined;
