import { channel } from "node:diagnostics_channel";
import { type DiagnosticChannels, diagnosticChannels } from "@surreal-sdk/core";

/** Reports on Node's diagnostics channels. */
export const diagnostics: DiagnosticChannels | undefined = diagnosticChannels((name) => channel(name));
