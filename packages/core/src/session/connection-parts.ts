import type { CallContext } from "../call/call-context.ts";
import type { ConnectionPart, PartClass } from "../call/connection-part.ts";

/** The parts of one connection: each is made when it is first used. */
export class ConnectionParts {
  readonly #context: () => CallContext;
  readonly #reacting: readonly PartClass[];
  readonly #made: Map<PartClass, ConnectionPart> = new Map();

  /**
   * @param context - of the connection's own session
   * @param reacting - the parts that have to be there as soon as the server starts something by itself
   */
  constructor(context: () => CallContext, reacting: readonly PartClass[]) {
    this.#context = context;
    this.#reacting = reacting;
  }

  /** The part of a class; there is one for each connection. */
  get<P extends ConnectionPart>(partClass: PartClass<P>): P {
    const known = this.#made.get(partClass) as P | undefined;
    if (known !== undefined) return known;
    const part = new partClass(this.#context());
    this.#made.set(partClass, part);
    return part;
  }

  /** The parts that have been used so far. */
  made(): readonly ConnectionPart[] {
    return [...this.#made.values()];
  }

  /** The same, and those that something of the server's concerns, whether they have been used or not. */
  all(): readonly ConnectionPart[] {
    for (const partClass of this.#reacting) this.get(partClass);
    return this.made();
  }

  /** The part that recorded a replay. */
  ownerOf(label: string): ConnectionPart | undefined {
    return this.made().find((part) => part.ownsReplay?.(label) === true);
  }
}
