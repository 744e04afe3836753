export { Milestones } from "./proxy/milestones.ts";
