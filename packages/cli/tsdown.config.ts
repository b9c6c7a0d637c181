import { program } from "../../tsdown.config.base.ts";

export default program(["src/bin.ts"]);
