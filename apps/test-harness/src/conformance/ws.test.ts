import { conformanceOver } from "./over-network.ts";

conformanceOver("ws");
