/**
 * What the server does wrong on purpose, and a real server does now and then. They affect requests that arrive while
 * they are set.
 */
export interface ServerFaults {
  /** What happens to the answers of `query_stream`. */
  readonly stream?: StreamFault | undefined;
  /**
   * Whether the server is still starting: it answers upgrades and HTTP requests with 503 and `retry-after`, except
   * those of its status.
   */
  readonly notReady?: boolean | undefined;
  /** What happens to every COMMIT, as a statement and as a method. */
  readonly commit?: CommitFault | undefined;
  /** Whether the next notifications are errors, with the action `ERROR`. */
  readonly liveErrors?: boolean | undefined;
  /** Whether the next notification ends its connection with the code 1013, as for a client that reads too slowly. */
  readonly lagging?: boolean | undefined;
  /** Whether `/signin` and `/signup` answer 429 with `retry-after`. */
  readonly rateLimited?: boolean | undefined;
}

/** A COMMIT that fails. */
export interface CommitFault {
  /**
   * What the server says: `"unknown"`, that it may have been applied or not; `"refused"`, that the storage did not
   * apply it; `"poisoned"`, that a statement before it failed half-way, as version 4.0 does for client transactions.
   */
  readonly outcome: "unknown" | "refused" | "poisoned";
  /** Whether it was applied although its outcome is unknown. Default: false. */
  readonly applied?: boolean | undefined;
}

/** A fault in the middle of the answer to `query_stream`. */
export interface StreamFault {
  /** How many rows of the answer are sent before it happens, at least: whole batches of 16, 32, 64, 128, 256 … rows. */
  readonly after: number;
  /**
   * What happens: `"cut"` resets the connection, `"hold"` sends nothing more until the client cancels the query,
   * `"retract"` fails the statement whose rows were sent, and `"fail"` ends the whole answer with an error.
   */
  readonly action: "cut" | "hold" | "retract" | "fail";
}

const flags: readonly (keyof ServerFaults)[] = ["notReady", "rateLimited", "liveErrors", "lagging"];
const outcomes: readonly string[] = ["unknown", "refused", "poisoned"];
const endings: readonly string[] = ["cut", "hold", "retract", "fail"];

/**
 * Validates faults before they are set.
 *
 * @throws TypeError for an unknown fault, or a value of the wrong type
 * @throws RangeError for a number that is not allowed
 */
export function checkServerFaults(faults: ServerFaults): void {
  if (typeof faults !== "object" || faults === null) throw new TypeError("The faults are an object.");
  const known: readonly string[] = ["stream", "commit", ...flags];
  const unknown = Object.keys(faults).find((name) => !known.includes(name));
  if (unknown !== undefined) throw new TypeError(`There is no fault ${unknown}: ${known.join(", ")}.`);
  const wrong = flags.find((name) => !["undefined", "boolean"].includes(typeof faults[name]));
  if (wrong !== undefined) throw new TypeError(`${wrong} is a boolean, not ${typeof faults[wrong]}.`);
  checkStreamFault(faults.stream);
  checkCommitFault(faults.commit);
}

function checkCommitFault(commit: CommitFault | undefined): void {
  if (commit === undefined) return;
  if (typeof commit !== "object" || commit === null) throw new TypeError("commit is an object with outcome.");
  if (!outcomes.includes(commit.outcome)) throw new TypeError(`commit.outcome is one of ${outcomes.join(", ")}.`);
  if (!["undefined", "boolean"].includes(typeof commit.applied)) throw new TypeError("commit.applied is a boolean.");
}

function checkStreamFault(stream: StreamFault | undefined): void {
  if (stream === undefined) return;
  if (typeof stream !== "object" || stream === null) throw new TypeError("stream is an object with after and action.");
  if (!endings.includes(stream.action)) throw new TypeError(`stream.action is one of ${endings.join(", ")}.`);
  if (!Number.isInteger(stream.after) || stream.after < 0) {
    throw new RangeError(`stream.after is a whole number from 0 on, not ${stream.after}.`);
  }
}
