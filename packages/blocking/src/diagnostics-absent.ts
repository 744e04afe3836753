import type { DiagnosticChannels } from "@surreal-sdk/core";

/** Absent where the platform has no diagnostics channels. */
export const diagnostics: DiagnosticChannels | undefined = undefined;
