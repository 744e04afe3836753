import { AsyncSurreal } from "surreal-sdk";
import { describe } from "vitest";
import { conformance } from "./conformance.ts";
import type { Target } from "./target.ts";

const targets: Target[] = [
  {
    name: "async, embedded",
    mode: "async",
    kind: "embedded",
    url: () => "mem://",
    elsewhere: () => "mem://",
    connection: (options = {}, url = "mem://") =>
      AsyncSurreal(url, { embedded: { capabilities: { experimental: true } }, ...options }),
  },
];

describe.each(targets)("$name", conformance);
