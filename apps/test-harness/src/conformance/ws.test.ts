import { afterAll, beforeAll, describe } from "vitest";
import { ServerApart } from "../apart/server-apart.ts";
import { conformance } from "./conformance.ts";
import { networkTargets } from "./targets.ts";

let home: ServerApart;
let elsewhere: ServerApart;
beforeAll(async () => {
  [home, elsewhere] = await Promise.all([ServerApart.start(), ServerApart.start()]);
});
afterAll(() => Promise.all([home.close(), elsewhere.close()]));

const targets = networkTargets(
  "ws",
  () => home,
  () => elsewhere,
);

describe.each(targets)("$name", conformance);
