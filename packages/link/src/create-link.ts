import type { Link, LinkConfig } from "./link.ts";

export declare function createLink(config: LinkConfig): Link;
