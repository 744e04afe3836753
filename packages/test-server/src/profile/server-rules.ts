import type { Profile } from "./profile.ts";
import type { ServerFaults } from "./server-faults.ts";

/** How one server behaves towards all its clients. */
export interface ServerRules {
  /** Whether anonymous clients may not access data. */
  readonly authentication: boolean;
  readonly profile: Profile;
  /** The version that it reports, such as `3.3.5`. */
  readonly version: string;
  /** What a test makes it do wrong; a test changes this at any time. */
  faults: ServerFaults;
}
