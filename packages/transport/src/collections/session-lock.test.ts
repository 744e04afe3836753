import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type LockTicket, SessionLock } from "./session-lock.ts";

/** A gate whose tickets have names. */
class NamedGate {
  readonly #gate = new SessionLock<LockTicket & { readonly name: string }>();
  readonly #tickets = new Map<string, LockTicket & { readonly name: string }>();

  enter(session: string, exclusive: boolean, name: string): boolean {
    return this.#gate.acquire(session, exclusive, this.#ticket(session, name));
  }

  leave(session: string, name: string): string[] {
    return this.#gate.release(session, this.#ticket(session, name)).map((ticket) => ticket.name);
  }

  clear(): void {
    this.#gate.clear();
  }

  #ticket(session: string, name: string): LockTicket & { readonly name: string } {
    const ticket = this.#tickets.get(session + name) ?? { name, place: undefined };
    this.#tickets.set(session + name, ticket);
    return ticket;
  }
}

describe("a request gate", () => {
  it("lets readers in together, and a change alone", () => {
    const gate = new NamedGate();
    expect(gate.enter("s", false, "read 1")).toBe(true);
    expect(gate.enter("s", false, "read 2")).toBe(true);
    expect(gate.enter("s", true, "use")).toBe(false);
    expect(gate.leave("s", "read 1")).toEqual([]);
    expect(gate.leave("s", "read 2")).toEqual(["use"]);
    expect(gate.enter("s", false, "read 3")).toBe(false);
    expect(gate.enter("s", false, "read 4")).toBe(false);
    expect(gate.leave("s", "use")).toEqual(["read 3", "read 4"]);
  });

  it("lets nobody overtake a change that waits", () => {
    const gate = new NamedGate();
    gate.enter("s", false, "read 1");
    gate.enter("s", true, "use");
    expect(gate.enter("s", false, "read 2")).toBe(false);
    expect(gate.leave("s", "read 1")).toEqual(["use"]);
    expect(gate.leave("s", "use")).toEqual(["read 2"]);
  });

  it("lets sessions alone with each other", () => {
    const gate = new NamedGate();
    expect(gate.enter("a", true, "use")).toBe(true);
    expect(gate.enter("b", true, "use")).toBe(true);
    expect(gate.enter("a", false, "read")).toBe(false);
    expect(gate.leave("b", "use")).toEqual([]);
    expect(gate.leave("a", "use")).toEqual(["read"]);
  });

  it("opens the way when the change that waited gives up", () => {
    const gate = new NamedGate();
    gate.enter("s", false, "read 1");
    gate.enter("s", true, "use");
    gate.enter("s", false, "read 2");
    gate.enter("s", true, "let");
    expect(gate.leave("s", "use")).toEqual(["read 2"]);
    expect(gate.leave("s", "read 1")).toEqual([]);
    expect(gate.leave("s", "read 2")).toEqual(["let"]);
  });

  it("ignores who was never there, or has left", () => {
    const gate = new NamedGate();
    expect(gate.leave("s", "nobody")).toEqual([]);
    gate.enter("s", true, "use");
    gate.enter("s", false, "read");
    expect(gate.leave("s", "nobody")).toEqual([]);
    expect(gate.leave("s", "use")).toEqual(["read"]);
    expect(gate.leave("s", "use")).toEqual([]);
  });

  it("is empty once it is cleared", () => {
    const gate = new NamedGate();
    gate.enter("s", true, "use");
    gate.enter("s", false, "read 1");
    gate.enter("s", false, "read 2");
    gate.clear();
    expect(gate.enter("s", true, "let")).toBe(true);
    expect(gate.leave("s", "use")).toEqual([]);
    expect(gate.enter("s", false, "select")).toBe(false);
    expect(gate.leave("s", "read 2")).toEqual([]);
    expect(gate.leave("s", "read 1")).toEqual([]);
    expect(gate.leave("s", "let")).toEqual(["select"]);
  });
});

it("never lets a change in beside another request, and lets everybody in once, in order of coming", () => {
  const step = fc.record({ session: fc.constantFrom("a", "b"), exclusive: fc.boolean(), leaves: fc.nat(9) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const gate = new SessionLock<LockTicket & { readonly number: number }>();
      const tickets = steps.map((_, number) => ({ number, place: undefined as object | undefined }));
      const inside = new Map<number, string>();
      const admitted: Record<string, number[]> = { a: [], b: [] };
      const admit = (ticket: number) => {
        const { session, exclusive } = steps[ticket]!;
        const others = [...inside].filter(([, where]) => where === session).map(([other]) => steps[other]!);
        expect(others.length > 0 && (exclusive || others.some((other) => other.exclusive))).toBe(false);
        inside.set(ticket, session);
        admitted[session]!.push(ticket);
      };
      const leave = (ticket: number, session: string) => {
        inside.delete(ticket);
        for (const next of gate.release(session, tickets[ticket]!)) admit(next.number);
      };
      steps.forEach(({ session, exclusive, leaves }, ticket) => {
        if (gate.acquire(session, exclusive, tickets[ticket]!)) admit(ticket);
        const gone = [...inside][leaves];
        if (gone !== undefined) leave(...gone);
      });
      for (const [ticket, session] of inside) leave(ticket, session);
      for (const session of ["a", "b"]) {
        const came = steps.flatMap((each, ticket) => (each.session === session ? [ticket] : []));
        expect(admitted[session]).toEqual(came);
      }
    }),
  );
});
