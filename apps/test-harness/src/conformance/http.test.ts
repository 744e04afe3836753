import { conformanceOver } from "./over-network.ts";

conformanceOver("http");
