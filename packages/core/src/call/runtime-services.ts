import type { RunnerServices } from "../operation/runner.ts";
import type { OpenChannel } from "./channel.ts";
import type { DiagnosticChannels } from "./observer.ts";

/** What a connection needs of the mode in which it is used. */
export interface RuntimeServices extends RunnerServices {
  /** Where reports go; omitted where nobody can listen. */
  readonly channels?: DiagnosticChannels | undefined;
  /** Makes the channel to a database. No I/O yet. */
  readonly open: OpenChannel;
}
