import {
  AlreadyExistsError,
  FieldError,
  isTransactionConflict,
  SurrealError,
  UniqueIndexError,
  ValidationError,
} from "surreal-sdk";
import { beforeEach, expect, it } from "vitest";
import { raised, run } from "../run.ts";
import { ScratchDatabase } from "../scratch-database.ts";
import type { Target } from "../target.ts";

const rules = `
  DEFINE TABLE guest SCHEMAFULL;
  DEFINE FIELD email ON guest TYPE string ASSERT $value != 'bad';
  DEFINE FIELD age ON guest TYPE option<int>;
  DEFINE INDEX guest_email ON guest FIELDS email UNIQUE;
  CREATE guest:1 SET email = 'a';
`;

/** Errors that an application acts on, told by class whether or not the server gives them a kind. */
export function toldErrorCases(target: Target): void {
  const scratch = new ScratchDatabase(target);
  beforeEach(() => scratch.read(rules));
  const failure = (query: string) => raised(() => run(scratch.db.query(query)));

  it("tells the index, the value and the record of a value that is taken", async () => {
    const error = await failure("CREATE guest:2 SET email = 'a'");
    expect(error).toBeInstanceOf(UniqueIndexError);
    expect(error).toBeInstanceOf(AlreadyExistsError);
    expect(error).toMatchObject({ index: "guest_email", value: "'a'", recordId: "guest:1", outcome: "failed" });
  });

  it.each([
    ["SET email = 1", "email", /Expected `string` but found `1`/],
    ["SET email = 'bad'", "email", /must conform to/],
    ["SET email = 'c', age = 'old'", "age", /found `'old'`/],
    ["SET email = 'c', shoe = 44", "shoe", /no such field exists/],
  ])("tells the field that %s does not fit", async (set, field, reason) => {
    const error = await failure(`CREATE guest:3 ${set}`);
    expect(error).toBeInstanceOf(FieldError);
    expect(error).toBeInstanceOf(ValidationError);
    expect(error).toMatchObject({ table: "guest", field, reason: expect.stringMatching(reason) });
  });

  it("takes no THROW for a conflict, whatever it says", async () => {
    const error = await failure("THROW 'Transaction conflict: this transaction can be retried'");
    expect([isTransactionConflict(error), (error as SurrealError).retrySafe]).toEqual([false, false]);
  });

  it("does not call a write failed whose answer could not be written", async () => {
    const error = await failure("CREATE guest:4 SET email = 'd'; RETURN |$x| $x");
    expect(error).toBeInstanceOf(SurrealError);
    expect(error).toMatchObject({ outcome: "unknown", retrySafe: false });
    expect(await scratch.db.query("RETURN guest:4.email").first()).toBe("d");
  });
}
