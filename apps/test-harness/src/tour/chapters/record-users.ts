import { NotAllowedError, SurrealError } from "surreal-sdk";
import type { Chapter, Scene } from "../chapter.ts";
import type { Database } from "../stage.ts";

const rules = `
  DEFINE TABLE OVERWRITE traveller PERMISSIONS FOR select WHERE id = $auth.id, FOR create, update, delete NONE;
  DEFINE TABLE OVERWRITE diary PERMISSIONS FOR select, create WHERE owner = $auth.id, FOR update, delete NONE;
  DEFINE ACCESS OVERWRITE traveller ON DATABASE TYPE RECORD
    SIGNUP (CREATE traveller SET email = $email, secret = crypto::argon2::generate($password))
    SIGNIN (SELECT * FROM traveller WHERE email = $email AND crypto::argon2::compare(secret, $password));
  DELETE traveller; DELETE diary;
`;

/** Users that are records of the database itself. */
export const recordUsers: Chapter = {
  title: "Record users sign up and sign in",
  async show(scene) {
    const { stage, narrator, expect } = scene;
    await stage.db.query(rules).execute();
    await using ada = await guest(scene);
    const where = { namespace: stage.namespace, database: "main", access: "traveller" };
    narrator.code('db.signup({ namespace, database, access: "traveller", variables: { email, password } })');
    const { access } = await ada.signup({ ...where, variables: { email: "ada@example.org", password: "engine" } });
    expect.equal("signup answers with a token", access?.split(".").length, 3);
    const me = await ada.info<{ email: string }>();
    expect.equal("info is the record that signed up", me?.email, "ada@example.org");
    await ada.query("CREATE diary SET owner = $auth.id, text = 'Lovelace'").execute();

    await using bob = await guest(scene);
    await bob.signup({ ...where, variables: { email: "bob@example.org", password: "builder" } });
    expect.equal("others do not see what she wrote", await bob.query("SELECT * FROM diary").first(), []);

    await bob.signin({ ...where, variables: { email: "ada@example.org", password: "engine" } });
    const diary = await bob.query<[{ text: string }[]]>("SELECT text FROM diary").first();
    expect.equal("signing in as her shows it", diary, [{ text: "Lovelace" }]);
    await expect.refused("a wrong password is refused", SurrealError, () =>
      bob.signin({ ...where, variables: { email: "ada@example.org", password: "difference" } }),
    );
    await expect.refused("and changing the rules is not hers to do", NotAllowedError, () =>
      bob.query("REMOVE TABLE diary").execute(),
    );
  },
};

type Guest = Pick<Database, "signup" | "signin" | "info" | "query"> & AsyncDisposable;

/** Somebody else: a session of their own, or over HTTP a connection of their own. */
async function guest({ stage }: Scene): Promise<Guest> {
  if (stage.kind === "http") return stage.another("main");
  const session = await stage.db.newSession();
  await session.use(stage.namespace, "main");
  return session;
}
