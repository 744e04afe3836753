import { describe } from "vitest";
import { conformance } from "./conformance.ts";
import { embeddedTargets } from "./targets.ts";

describe.each(embeddedTargets)("$name", conformance);
