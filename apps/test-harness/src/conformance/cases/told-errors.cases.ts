import { inspect } from "node:util";
import {
  AlreadyExistsError,
  FieldError,
  InvalidCredentialsError,
  isTransactionConflict,
  NotAllowedError,
  SurrealError,
  ThrownError,
  UniqueIndexError,
  ValidationError,
} from "surreal-sdk";
import { beforeEach, expect, it } from "vitest";
import { quickHashes } from "../quick-passwords.ts";
import { raised, run } from "../run.ts";
import { ScratchDatabase } from "../scratch-database.ts";
import { type Database, root, type Target } from "../target.ts";

const rules = `
  DEFINE TABLE guest SCHEMAFULL;
  DEFINE FIELD email ON guest TYPE string ASSERT $value != 'bad';
  DEFINE FIELD age ON guest TYPE option<int>;
  DEFINE INDEX guest_email ON guest FIELDS email UNIQUE;
  CREATE guest:1 SET email = 'a';
  DEFINE ACCESS member ON DATABASE TYPE RECORD
    SIGNUP (CREATE guest SET email = $email)
    SIGNIN (SELECT * FROM guest WHERE email = $email AND $password = 'right');
  DEFINE ACCESS closed ON DATABASE TYPE RECORD SIGNUP { THROW 'transaction conflict' } SIGNIN (NONE);
  DEFINE ACCESS api ON DATABASE TYPE BEARER FOR USER;
  DEFINE USER IF NOT EXISTS root ON ROOT PASSHASH '${quickHashes.root}' ROLES OWNER;
`;
const neverGranted = "surreal-bearer-0123456789ab-0123456789abcdef01234567";
const forged = `eyJhbGciOiJIUzUxMiJ9.${btoa('{"ID":"root"}').replaceAll("=", "")}.c2ln`;

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

  const place = () => ({ namespace: scratch.namespace, database: "main" });

  it.each<[string, (db: Database) => unknown]>([
    ["a wrong password", (db) => db.signin({ ...root, password: "toor-secret" })],
    ["a user that does not exist", (db) => db.signin({ username: "nobody", password: "toor-secret" })],
    [
      "a record user that does not exist",
      (db) => db.signin({ ...place(), access: "member", variables: { email: "x" } }),
    ],
    ["a sign-in that finds no record", (db) => db.signin({ ...place(), access: "closed", variables: {} })],
    ["a bearer key of another form", (db) => db.signin({ ...place(), access: "api", key: "toor-secret" })],
    ["a bearer key that was never granted", (db) => db.signin({ ...place(), access: "api", key: neverGranted })],
    ["a forged token", (db) => db.authenticate(forged)],
    ["what is no token", (db) => db.authenticate("toor-secret")],
  ])("tells that credentials are refused: %s", async (_, signIn) => {
    const error = await raised(() => signIn(scratch.db));
    expect(error).toBeInstanceOf(InvalidCredentialsError);
    expect(error).toBeInstanceOf(NotAllowedError);
    expect(inspect(error) + JSON.stringify(error)).not.toContain("toor-secret");
  });

  it("tells what a query of an access method throws, and never takes it for a conflict", async () => {
    const error = await raised(() => scratch.db.signup({ ...place(), access: "closed", variables: {} }));
    expect(error).toBeInstanceOf(ThrownError);
    expect([isTransactionConflict(error), (error as SurrealError).retrySafe]).toEqual([false, false]);
  });

  it("takes no THROW for a conflict, whatever it says", async () => {
    const error = await failure("THROW 'Transaction conflict: this transaction can be retried'");
    expect([isTransactionConflict(error), (error as SurrealError).retrySafe]).toEqual([false, false]);
  });

  it("takes a THROW for what it is, in an event and in a transaction too", async () => {
    for (const text of [
      "transaction conflict",
      "this transaction can be retried",
      "the transaction's commit outcome is unknown",
      "cannot be converted to public value",
      "cancelled because the websocket is closing",
      "not executed due to a failed transaction",
    ]) {
      const thrown = `THROW ${JSON.stringify(text)}`;
      await scratch.read(`DEFINE EVENT OVERWRITE refusing ON TABLE watched THEN { ${thrown} }`);
      for (const query of ["CREATE watched", `BEGIN; CREATE other; ${thrown}; COMMIT`]) {
        const error = await failure(query);
        expect(error).toMatchObject({ message: expect.stringContaining(text), outcome: "failed", retrySafe: false });
        expect(isTransactionConflict(error)).toBe(false);
      }
    }
  });

  it.each(["|$x| $x", "/a/"])("does not call a write failed whose answer could not be written: %s", async (value) => {
    const error = await failure(`CREATE guest:4 SET email = 'd'; RETURN ${value}`);
    expect(error).toBeInstanceOf(SurrealError);
    expect(error).toMatchObject({ outcome: "unknown", retrySafe: false });
    expect(await scratch.db.query("RETURN guest:4.email").first()).toBe("d");
  });
}
