/** Which way bytes go. */
export type Direction = "toServer" | "toClient";

/** How a connection ends once enough bytes have passed. `"hold"`: it stays open, and nothing passes any more. */
export type Ending = "hold" | "fin" | "rst";

/** What the proxy does to connections and their bytes. Without any, it passes everything on. */
export interface Faults {
  /** Resets every new connection, as a machine does where no program listens. */
  readonly refuse?: boolean;
  /** Accepts new connections, and never connects to the server. */
  readonly hold?: boolean;
  /** Lets the bytes of new connections vanish, both ways, while the connections stay open. */
  readonly drop?: boolean;
  /** Milliseconds by which bytes arrive later, both ways and in order. */
  readonly delay?: number;
  /** Passes pieces of so many bytes, one in each turn of the event loop. */
  readonly slice?: number;
  /** Ends the connection after so many bytes in one direction. */
  readonly cut?: { readonly direction: Direction; readonly after: number; readonly ending: Ending };
  /** Changes bytes on their way. */
  readonly corrupt?: (bytes: Uint8Array, direction: Direction) => Uint8Array;
}

const switches = ["refuse", "hold", "drop"] as const;
const amounts = [
  ["delay", 0],
  ["slice", 1],
] as const;
const names = new Set<string>([...switches, ...amounts.map(([name]) => name), "cut", "corrupt"]);

/**
 * Checks faults that a caller wrote.
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
