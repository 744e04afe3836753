import { conformanceOverPool } from "./over-network.ts";

conformanceOverPool();
