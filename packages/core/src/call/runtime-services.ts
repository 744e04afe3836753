import type { RunnerServices } from "../operation/runner.ts";
import type { OpenChannel } from "./channel.ts";
import type { DiagnosticChannels } from "./observer.ts";

/** What a connection needs of its mode. */
export interface RuntimeServices extends RunnerServices {
  /** Receives reports; omitted where the platform has no diagnostics channels. */
  readonly channels?: DiagnosticChannels | undefined;
  /** Creates the channel to a database. No I/O yet. */
  readonly open: OpenChannel;
}
