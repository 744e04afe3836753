/** The direction of bytes. */
export type Direction = "toServer" | "toClient";

/** How a connection ends after enough bytes have passed. `"hold"`: it stays open, and nothing passes any more. */
export type Ending = "hold" | "fin" | "rst";

/** The faults that the proxy injects. Without any, it forwards everything. */
export interface Faults {
  /** Resets every new connection, as a machine does where no program listens. */
  readonly refuse?: boolean;
  /** Accepts new connections, but never connects to the server. */
  readonly hold?: boolean;
  /** Drops the bytes of new connections, in both directions, while the connections stay open. */
  readonly drop?: boolean;
  /** Milliseconds by which bytes are delayed, in both directions and in order. */
  readonly delay?: number;
  /** Forwards pieces of this many bytes, one in each turn of the event loop. */
  readonly slice?: number;
  /** Ends the connection after this many bytes in one direction. */
  readonly cut?: { readonly direction: Direction; readonly after: number; readonly ending: Ending };
  /** Changes bytes in transit. */
  readonly corrupt?: (bytes: Uint8Array, direction: Direction) => Uint8Array;
}

const switches = ["refuse", "hold", "drop"] as const;
const amounts = [
  ["delay", 0],
  ["slice", 1],
] as const;
const names = new Set<string>([...switches, ...amounts.map(([name]) => name), "cut", "corrupt"]);

/**
 * Validates faults.
 *
 * @throws TypeError for an unknown name or a value of the wrong type
 * @throws RangeError for a number that is not allowed
 */
export function checkFaults(faults: Faults): Faults {
  if (typeof faults !== "object" || faults === null) throw new TypeError("The faults are an object.");
  for (const name of Object.keys(faults)) {
    if (!names.has(name)) throw new TypeError(`There is no fault "${name}": ${[...names].join(", ")}.`);
  }
  for (const name of switches) {
    if (faults[name] !== undefined && typeof faults[name] !== "boolean")
      throw new TypeError(`${name} is true or false.`);
  }
  for (const [name, least] of amounts) checkAmount(name, faults[name], least);
  if (faults.corrupt !== undefined && typeof faults.corrupt !== "function") {
    throw new TypeError("corrupt is a function from bytes to bytes.");
  }
  if (faults.cut !== undefined) checkCut(faults.cut);
  return faults;
}

function checkCut({ direction, after, ending }: NonNullable<Faults["cut"]>): void {
  if (direction !== "toServer" && direction !== "toClient") {
    throw new TypeError('cut.direction is "toServer" or "toClient".');
  }
  if (!["hold", "fin", "rst"].includes(ending)) throw new TypeError('cut.ending is "hold", "fin" or "rst".');
  checkAmount("cut.after", after, 0);
}

function checkAmount(name: string, amount: unknown, least: number): void {
  if (amount === undefined && name !== "cut.after") return;
  if (typeof amount !== "number") throw new TypeError(`${name} is a number.`);
  if (!Number.isInteger(amount) || amount < least) throw new RangeError(`${name} is a whole number from ${least} on.`);
}
