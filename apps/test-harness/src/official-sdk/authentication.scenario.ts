import { Table } from "surrealdb";
import * as expected from "./authentication.expected.ts";
import type { Scenario } from "./scenario.ts";

const definitions = `
  DEFINE USER space ON NAMESPACE PASSWORD 'space' ROLES EDITOR;
  DEFINE USER base ON DATABASE PASSWORD 'base' ROLES VIEWER;
  DEFINE TABLE note PERMISSIONS FOR select, create WHERE owner = $auth.id;
  DEFINE TABLE account PERMISSIONS FOR select WHERE id = $auth.id;
  DEFINE ACCESS account ON DATABASE TYPE RECORD
    SIGNUP (CREATE type::record('account', $name) SET pass = crypto::argon2::generate($word))
    SIGNIN (SELECT * FROM type::record('account', $name) WHERE crypto::argon2::compare(pass, $word))
    WITH REFRESH DURATION FOR TOKEN 1m;`;

/** Every level of users, record access, refresh tokens, and the end of it. */
export const authentication: Scenario = {
  name: "authentication",
  transports: ["ws", "http"],
  expected: expected.authentication,
  async run({ connect, root, transcript, namespace }) {
    const admin = await root();
    await admin.query(definitions);
    const database = "main";
    const db = await connect();
    await transcript.note("namespace user", db.signin({ namespace, username: "space", password: "space" }));
    await transcript.note("its database", db.use({ namespace, database }));
    await transcript.note("an editor writes", db.query("CREATE thing:1"));
    await transcript.note("database user", db.signin({ namespace, database, username: "base", password: "base" }));
    await transcript.note("a viewer reads", db.query("SELECT * FROM thing"));
    await transcript.note("a viewer does not write", db.query("CREATE thing:2"));
    await transcript.note("a viewer does not define", db.query("DEFINE TABLE other"));
    const variables = { name: "ada", word: "secret" };
    const signup = db.signup({ namespace, database, access: "account", variables });
    await transcript.note("signup", signup);
    const tokens = await signup;
    await transcript.note("who", db.query("RETURN $auth"));
    await transcript.note("auth", db.auth());
    await transcript.note("own record", db.query("CREATE note:1 SET owner = $auth.id"));
    await transcript.note("foreign record", db.query("CREATE note:2 SET owner = account:other"));
    await transcript.note(
      "wrong word",
      db.signin({ namespace, database, access: "account", variables: { ...variables, word: "no" } }),
    );
    await transcript.note("still who", db.query("RETURN $auth"));
    await transcript.note("signin", db.signin({ namespace, database, access: "account", variables }));
    await transcript.note("refresh", db.authenticate(tokens));
    await transcript.note("invalidate", db.invalidate());
    await transcript.note("nobody", db.select(new Table("note")));
    const other = await connect();
    await transcript.note("token", other.authenticate(tokens.access));
    await transcript.note("by token", other.select(new Table("note")));
  },
};

/**
 * Keys that stand for a user. Not over HTTP: SurrealDB 3.0.2 does not take the token of such a key again, and over
 * HTTP every request presents it.
 */
export const bearer: Scenario = {
  name: "bearer keys",
  transports: ["ws"],
  expected: expected.bearer,
  async run({ connect, root, transcript, namespace }) {
    const admin = await root();
    await admin.query(`
      DEFINE TABLE thing;
      DEFINE USER base ON DATABASE PASSWORD 'base' ROLES VIEWER;
      DEFINE ACCESS api ON DATABASE TYPE BEARER FOR USER;`);
    const [granted] = await admin.query<[{ grant: { key: string } }]>("ACCESS api GRANT FOR USER base");
    const db = await connect();
    const credentials = { namespace, database: "main", access: "api", key: granted.grant.key };
    await transcript.note("bearer", db.signin(credentials));
    await transcript.note("by bearer", db.query("SELECT * FROM thing"));
    await transcript.note("a wrong key", db.signin({ ...credentials, key: "surreal-bearer-none" }));
  },
};
