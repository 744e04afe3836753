import { NotAllowedError, SurrealError } from "surreal-sdk";
import type { Chapter, Scene } from "../chapter.ts";
import { answer, type Part } from "../play.ts";
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
  *show(scene) {
    const { stage, narrator, expect } = scene;
    yield* answer(stage.db.query(rules));
    const ada = yield* guest(scene);
    const where = { namespace: stage.namespace, database: "main", access: "traveller" };
    narrator.code('db.signup({ namespace, database, access: "traveller", variables: { email, password } })');
    const { access } = yield* answer(
      ada.signup({ ...where, variables: { email: "ada@example.org", password: "engine" } }),
    );
    expect.equal("signup answers with a token", access?.split(".").length, 3);
    const me = yield* answer(ada.info<{ email: string }>());
    expect.equal("info is the record that signed up", me?.email, "ada@example.org");
    yield* answer(ada.query("CREATE diary SET owner = $auth.id, text = 'Lovelace'"));

    const bob = yield* guest(scene);
    yield* answer(bob.signup({ ...where, variables: { email: "bob@example.org", password: "builder" } }));
    expect.equal("others do not see what she wrote", yield* answer(bob.query("SELECT * FROM diary").first()), []);

    yield* answer(bob.signin({ ...where, variables: { email: "ada@example.org", password: "engine" } }));
    const diary = yield* answer(bob.query<[{ text: string }[]]>("SELECT text FROM diary").first());
    expect.equal("signing in as her shows it", diary, [{ text: "Lovelace" }]);
    yield* expect.refused("a wrong password is refused", SurrealError, () =>
      bob.signin({ ...where, variables: { email: "ada@example.org", password: "difference" } }),
    );
    yield* expect.refused("and changing the rules is not hers to do", NotAllowedError, () =>
      bob.query("REMOVE TABLE diary"),
    );
    yield* ada.leave();
    yield* bob.leave();
  },
};

interface Guest extends Pick<Database, "signup" | "signin" | "info" | "query"> {
  /** Ends what is theirs alone. */
  leave(): Part<void>;
}

/** Somebody else: a session of their own, or over HTTP a connection of their own. */
function* guest({ stage }: Scene): Part<Guest> {
  if (stage.kind === "http") {
    const other = stage.another("main");
    return Object.assign(other, { leave: () => answer(other.close()) });
  }
  const session = yield* answer(stage.db.newSession());
  yield* answer(session.use(stage.namespace, "main"));
  return Object.assign(session, { leave: () => answer(session.closeSession()) });
}
