import fc from "fast-check";
import { expect, it } from "vitest";
import { LinkedList, type ListNode } from "./linked-list.ts";

interface Guest extends ListNode<Guest> {
  readonly name: number;
}

it("keeps its items in order, whichever is removed", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.boolean(), fc.nat(20)), { maxLength: 80 }), (steps) => {
      const line = new LinkedList<Guest>();
      const guests = Array.from({ length: 21 }, (_, name): Guest => ({ name, before: undefined, behind: undefined }));
      let model: Guest[] = [];
      for (const [joins, name] of steps) {
        const guest = guests[name]!;
        const stands = model.includes(guest);
        if (joins && !stands) {
          line.push(guest);
          model.push(guest);
        } else if (!joins) {
          expect(line.remove(guest)).toBe(stands);
          model = model.filter((other) => other !== guest);
        }
        expect([line.length, line.first]).toEqual([model.length, model[0]]);
        expect(line.find((other) => other.name === name)).toBe(model.find((other) => other.name === name));
      }
      expect([...line]).toEqual(model);
      for (const guest of line) {
        expect(guest).toBe(model.shift());
        line.remove(guest);
        expect([guest.before, guest.behind]).toEqual([undefined, undefined]);
      }
      expect([line.length, line.first, model]).toEqual([0, undefined, []]);
    }),
  );
});
